//! What is written for an instrument's memory is read back by the reader of its replies.

use super::super::*;
use crate::equation;
use crate::format::coefficient_set::{CalendarDate, CoefficientSet, CoefficientSetError};
use proptest::prelude::*;

/// Coefficients of ordinary size: the catalogue's, or where it has only what is held, those of a real sensor.
fn ordinary(id: &'static str, factors: &[f64]) -> CoefficientSet {
    let sizes = [
        ("a0", -9.4e-5),
        ("WBOTC", 1.9e-5),
        ("PA0", 0.25),
        ("PA1", 1.5e-3),
        ("PA2", 6.5e-12),
        ("PTEMPA0", -62.5),
        ("PTEMPA1", 52.5),
        ("PTEMPA2", -0.25),
        ("PTCA0", 524_000.0),
        ("PTCA1", 5.5),
        ("PTCA2", -0.15),
        ("PTCB0", 25.5),
        ("PTCB1", 7.5e-4),
        ("PTCB2", 0.0),
    ];
    let known = equation::find(id).unwrap();
    let named = known.coefficients().iter().zip(known.typical()).zip(factors);
    let coefficients = named.map(|((name, typical), factor)| {
        let size = sizes.iter().find(|(known, _)| known == name).map_or(*typical, |(_, size)| *size);
        (*name, size * factor)
    });
    let date = CalendarDate::parse("2026-11-22").unwrap();
    CoefficientSet {
        equation: id,
        coefficients: coefficients.collect(),
        serial_number: "12345".to_owned(),
        date,
        offset: 0.0,
    }
}

/// Both sets of coefficients in the equation's order, the second as read.
fn both(set: &CoefficientSet, text: &str) -> (Vec<f64>, Vec<f64>) {
    let groups = read(text).unwrap();
    let calibrations: Vec<_> = groups.iter().flat_map(Group::calibrations).collect();
    let found = calibrations.iter().find(|found| found.equation == set.equation).unwrap();
    assert_eq!((found.slope, found.offset), (1.0, 0.0));
    let names = equation::find(set.equation).unwrap().coefficients().iter();
    names.map(|name| (set.coefficient(name), found.coefficient(name).unwrap_or(0.0))).unzip()
}

const INSTRUMENTS: [(Model, &str, [&str; 3]); 2] = [
    (
        Model::Sbe37,
        "SBE37SM",
        ["sea-bird/sbe-37-temperature", "sea-bird/sbe-37-conductivity", "sea-bird/sbe-37-pressure"],
    ),
    (
        Model::Sbe49,
        "SBE 49",
        ["sea-bird/sbe-16plus-temperature", "sea-bird/sbe-37-conductivity", "sea-bird/sbe-37-pressure"],
    ),
];

proptest! {
    /// Seven digits: half of the last is 5e-7 of a coefficient at most, and the value changes by what that makes of it.
    #[test]
    fn commands_and_cal_files_are_read_back_to_the_printed_digits(
        factors in proptest::collection::vec(0.8..1.2_f64, 12),
        place in 0.0..1.0_f64,
        celsius in -2.0..35.0_f64,
        dbar in 0.0..11_000.0_f64,
    ) {
        for (model, name, ids) in INSTRUMENTS {
            let mut sets: Vec<CoefficientSet> = ids.iter().map(|id| ordinary(id, &factors)).collect();
            if model == Model::Sbe49 {
                sets[1].coefficients.retain(|(name, _)| *name != "WBOTC");
            }
            let commands = format!("{name}\n{}", commands(model, &sets).unwrap());
            let cal = cal(model, "12345", &sets).unwrap();
            for text in [&commands, &cal] {
                for set in &sets {
                    let known = equation::find(set.equation).unwrap();
                    let (before, after) = both(set, text);
                    let range = known.inputs()[0].range.unwrap();
                    let second = if set.equation.ends_with("conductivity") { celsius } else { 1500.0 };
                    let second = if set.equation.ends_with("temperature") { dbar } else { second };
                    let inputs = [range.0 + place * (range.1 - range.0), second, dbar];
                    let inputs = &inputs[..known.inputs().len()];
                    let (mut by_coefficient, mut by_input) = (vec![0.0; before.len()], vec![0.0; inputs.len()]);
                    known.gradient(&before, inputs, &mut by_coefficient, &mut by_input);
                    // Second order: a coefficient may change by 5e-7 of itself, so the slopes by some 1e-6 of themselves.
                    let mut allowed = 1e-12;
                    for ((before, after), slope) in before.iter().zip(&after).zip(&by_coefficient) {
                        prop_assert!((before - after).abs() <= 5.0e-7 * before.abs() * (1.0 + 1e-6), "{before} {after}");
                        allowed += 1.001 * 5.0e-7 * (before * slope).abs();
                    }
                    let difference = known.value(&before, inputs) - known.value(&after, inputs);
                    prop_assert!(difference.abs() <= allowed, "{}: {difference} {allowed}", set.equation);
                }
            }
        }
    }
}

/// The manual's example of an SBE 45: what it answers, entered again, is what it answers.
#[test]
fn val_the_manuals_example_is_entered_in_its_own_digits() {
    let reply = "SBE45 V 1.1b 0011\ntemperature: 08-apr-96\nTA0 = -9.420702e-05\nTA1 = 2.937924e-04\nTA2 = -3.739471e-06\n\
                 TA3 = 1.909551e-07\nconductivity: 09-apr-96\nG = -1.036689e+00\nH = 1.444342e-01\nI = -3.112137e-04\n\
                 J = 3.005941e-05\nCPCOR = -9.570001e-08\nCTCOR = 3.250000e-06\nWBOTC = 1.968100e-05\n";
    let date = ["1996-04-08", "1996-04-09"].map(|day| CalendarDate::parse(day).unwrap());
    let groups = read(reply).unwrap();
    let sets: Vec<CoefficientSet> = groups
        .iter()
        .flat_map(Group::calibrations)
        .zip(date)
        .map(|(found, date)| CoefficientSet {
            equation: found.equation,
            coefficients: found.coefficients,
            serial_number: "0011".to_owned(),
            date,
            offset: 0.0,
        })
        .collect();
    let text = commands(Model::Sbe45, &sets).unwrap();
    let numbers = |text: &str| -> Vec<String> {
        let mut found: Vec<String> = text
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(_, value)| value.trim().to_owned())
            .collect();
        found.retain(|value| value.contains('e'));
        found.sort();
        found
    };
    assert_eq!(numbers(&text), numbers(reply));
    assert!(
        text.contains("TCalDate=08-Apr-96\n") && text.contains("CCalDate=09-Apr-96\nCG=-1.036689e+00\n"),
        "{text}"
    );
}

#[test]
fn what_an_instrument_cannot_hold_is_refused() {
    let factors = [1.0; 12];
    let refused = |model: Model, set: CoefficientSet| commands(model, &[set]).unwrap_err().to_string();
    let with = |id: &'static str, name: &'static str, value: f64| {
        let mut set = ordinary(id, &factors);
        set.coefficients.retain(|(known, _)| *known != name);
        set.coefficients.push((name, value));
        set
    };
    let said = refused(Model::Sbe37, with("sea-bird/sbe-37-conductivity", "CPCOR2", 4e-13));
    assert!(said.contains("CPCOR2 = 4e-13 has no place in the memory of a Sea-Bird instrument"), "{said}");
    let said = refused(Model::Sbe49, with("sea-bird/sbe-37-conductivity", "WBOTC", 1e-5));
    assert!(said.contains("WBOTC = 1e-5 has no place"), "{said}");
    for (model, id, expected) in [
        (Model::Sbe911Plus, "sea-bird/sbe-3-temperature", "belong into an .xmlcon file"),
        (Model::Sbe37, "sea-bird/sbe-16plus-temperature", "an SBE 37: accepted: sea-bird/sbe-37-temperature"),
        (Model::Sbe49, "sea-bird/sbe-37-temperature", "an SBE 49: accepted: sea-bird/sbe-16plus-temperature"),
        (
            Model::Sbe19Plus,
            "sea-bird/sbe-37-temperature",
            "an SBE 19plus: accepted: sea-bird/sbe-16plus-temperature",
        ),
        (Model::Sbe45, "sea-bird/sbe-37-pressure", "an SBE 45: accepted: sea-bird/sbe-37-temperature"),
        (Model::Other, "sea-bird/sbe-37-temperature", "which has none for coefficients: accepted: an SBE 37"),
    ] {
        let said = refused(model, ordinary(id, &factors));
        assert!(said.contains(expected), "{said}");
        // What is refused is not among what is accepted.
        assert_eq!(said.matches(id).count(), 1, "{said}");
    }
    let offset = CoefficientSet { offset: 0.001, ..ordinary("sea-bird/sbe-37-temperature", &factors) };
    assert!(refused(Model::Sbe37, offset.clone()).contains("an .xmlcon file has one"));
    let sea_cat = CoefficientSet { equation: "sea-bird/sbe-16plus-temperature", ..offset };
    assert!(commands(Model::Sbe19Plus, &[sea_cat]).unwrap().contains("TOFFSET=1.000000e-03"));
    assert!(matches!(cal(Model::Sbe37, "1\nTA0=7", &[]), Err(CoefficientSetError::SerialNumber(_))));
}
