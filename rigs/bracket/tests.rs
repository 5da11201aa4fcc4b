//! Each comparison by hand, with the numbers of the shipped rig.

use super::*;
use crate::catalog::{CHECKED, procedure, test_rig};

/// 2026-03-02T08:00:00Z.
const BEGINS_UTC_NS: i64 = 1_772_438_400_000_000_000;

fn evidence(indicated: f64) -> Evidence {
    Evidence { indicated, deviation_of_mean: 0.0, barometer_hpa: Some(1013.25) }
}

fn against_standard(check: Check, indicated: f64) -> Finding {
    let (rig, procedure) = (test_rig(), procedure(CHECKED).value);
    Standards::new(&rig, &procedure, BEGINS_UTC_NS).against_standard(check, &evidence(indicated)).unwrap()
}

fn drift(check: Check, before: &Evidence, after: &Evidence) -> Finding {
    let (rig, procedure) = (test_rig(), procedure(CHECKED).value);
    Standards::new(&rig, &procedure, BEGINS_UTC_NS).drift(check, before, after).unwrap()
}

fn assert_near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() < within, "{found}, not {expected}");
}

const SPRT: Check = Check::TriplePoint { thermometer: 0 };

/// 265 mm of water make the cell 0.193 mK colder than 0.01 °C (ITS-90, table 2). By hand, in mK: 2e-5 ohm of 25.487312 ohm at
/// 3.988e-3 /K is 0.197; drift 0.2; self-heating 0.1; 19.99 K of stem at 0.005 make 0.1; the cell 0.05; 5 mm of depth 0.004.
#[test]
fn a_thermometer_at_the_triple_point_is_judged_by_certificate_drift_heating_stem_and_cell() {
    let finding = against_standard(SPRT, 0.01 - 0.000_193_45);
    assert_near(finding.difference, 0.0, 1e-9);
    let squares: f64 = [0.1968_f64, 0.2, 0.1, 0.099_95, 0.05, 0.003_65].iter().map(|u| u * u).sum();
    assert_near(finding.expanded_uncertainty(), 2.0 * squares.sqrt(), 2e-4);
    assert!(against_standard(SPRT, 0.01 - 0.000_193_45 + 0.000_63).passes());
    assert!(!against_standard(SPRT, 0.01 - 0.000_193_45 - 0.000_65).passes());
}

/// K15 0.99986 is SP 34.99452 by PSS-78's polynomial at 15 °C; 259 days of age are 0.00014.
#[test]
fn a_salinometer_is_judged_by_label_age_standardisation_and_bottle() {
    let finding = against_standard(Check::StandardSeawater, 34.9955);
    assert_near(finding.difference, 34.9955 - 34.994_518, 1e-6);
    let squares: f64 =
        [8e-4_f64, 5e-4, 0.5e-5 * 39.1, 1e-3 / 3f64.sqrt() * 259.0 / 1106.0].iter().map(|u| u * u).sum();
    assert_near(finding.expanded_uncertainty(), 2.0 * squares.sqrt(), 2e-6);
    assert!(finding.passes() && !against_standard(Check::StandardSeawater, 34.9966).passes());
}

/// Half a metre of water of 1015 kg/m³ weighs 4.977 kPa; certificate and drift are 2 kPa each, all else far less.
#[test]
fn a_transducers_zero_is_judged_beside_the_barometer_and_the_head() {
    let finding = against_standard(Check::PressureZero, 0.101_325 + 0.004_977);
    assert_near(finding.difference, 0.0, 1e-3);
    assert_near(finding.expanded_uncertainty(), 2.0 * 8f64.sqrt(), 0.01);
    assert!(!against_standard(Check::PressureZero, 0.101_325 + 0.004_977 - 0.005_8).passes());
}

#[test]
fn a_cell_in_air_has_no_standard_but_itself() {
    let (rig, procedure) = (test_rig(), procedure(CHECKED).value);
    let standards = Standards::new(&rig, &procedure, BEGINS_UTC_NS);
    let check = Check::CellInAir { item: 0 };
    assert_eq!(standards.against_standard(check, &evidence(2650.0)), None);
    assert!(drift(check, &evidence(2650.0), &evidence(2650.09)).passes());
    assert!(!drift(check, &evidence(2650.0), &evidence(2649.89)).passes());
}

#[test]
fn what_changed_is_judged_by_the_drift_that_the_rig_file_allows_and_both_repeatabilities() {
    let noisy = |indicated: f64| Evidence { deviation_of_mean: 0.000_15, ..evidence(indicated) };
    let finding = drift(SPRT, &noisy(0.0100), &noisy(0.0105));
    assert_near(finding.difference, 0.5, 1e-9);
    assert_near(finding.expanded_uncertainty(), 2.0 * (0.04_f64 + 2.0 * 0.0225).sqrt(), 1e-9);
    let finding = drift(Check::StandardSeawater, &evidence(34.9945), &evidence(34.9961));
    assert_near(finding.expanded_uncertainty(), 2.0 * (64e-8_f64 + 50e-8).sqrt(), 1e-9);
}

/// The weather changes between the two; the barometer has seen it, and it is no drift of the transducer.
#[test]
fn a_change_of_the_airs_pressure_is_no_drift() {
    let after = Evidence { barometer_hpa: Some(1003.25), ..evidence(0.105_3) };
    assert_near(drift(Check::PressureZero, &evidence(0.106_3), &after).difference, 0.0, 1e-9);
}

#[test]
fn evidence_needs_every_number_that_its_check_compares() {
    assert_eq!(Evidence::of(SPRT, &[0.01], None), None, "one reading has no scatter");
    let two = Evidence::of(SPRT, &[0.010, 0.012], None).unwrap();
    assert_near(two.indicated, 0.011, 1e-15);
    assert_near(two.deviation_of_mean, 0.001, 1e-15);
    assert_eq!(Evidence::of(SPRT, &[0.01, f64::NAN], None), None);
    assert_eq!(Evidence::of(Check::PressureZero, &[0.1, 0.1], None), None, "without the barometer");
    assert_eq!(
        Evidence::of(Check::StandardSeawater, &[], Some(35.0)).unwrap().indicated.to_bits(),
        35f64.to_bits()
    );
    assert_eq!(Evidence::of(Check::StandardSeawater, &[35.0, 35.0], None), None);
}

#[test]
fn a_difference_that_is_no_number_is_not_accepted() {
    let finding = Finding {
        difference: f64::NAN,
        contributions: vec![Contribution { name: "u", standard_uncertainty: 1.0 }],
    };
    assert!(!finding.passes());
    assert!(
        Finding { difference: 2.0, ..finding.clone() }.passes()
            && !Finding { difference: -2.01, ..finding }.passes()
    );
}
