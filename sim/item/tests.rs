//! Drawn units are what their data sheets say, and the coefficients of the shipped files are theirs.

use super::*;
use hadal_models::quantity::SeaPressure;
use hadal_models::randomness::stream;
use hadal_models::sensor::TrueWater;
use hadal_rigs::description::parse;

const UNITS: u64 = 41;

fn item(text: &str) -> Item {
    parse("item", text).unwrap()
}

fn units(item: &Item) -> Vec<ItemTruth> {
    let scenario: Scenario =
        parse("scenario", include_str!("../../rigs/catalog/full-ocean-depth-71l.scenario.toml")).unwrap();
    let rest = SeaPressure::SURFACE.absolute();
    (0..UNITS).map(|run| ItemTruth::draw(&scenario, item, rest, &mut stream(9, run, "unit"))).collect()
}

fn around(celsius: f64, salinity: f64, mpa_sea: f64) -> Surroundings {
    let (temperature, sea) = (Temperature::from_celsius(celsius), SeaPressure::from_mpa(mpa_sea));
    let salinity = PracticalSalinity::new(salinity);
    let conductivity = TrueWater::standard().conductivity(salinity, temperature, sea);
    Surroundings::aired(LocalWater { temperature, pressure: sea.absolute(), salinity, conductivity })
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Data sheet of the SBE 3plus and manual of the 9plus: temperature about 2 to 6 kHz, conductivity 3 to 12 kHz in the sea, Digiquartz
/// 32 to 42 kHz (Paroscientific, as the CR10X manual prints it).
#[test]
fn val_a_profilers_frequencies_are_those_of_its_data_sheets() {
    let profiler = item(include_str!("../../rigs/catalog/items/sbe-911plus.toml"));
    for unit in units(&profiler) {
        for (celsius, mpa) in [(1.5, 0.0), (1.5, 100.0), (30.0, 0.0)] {
            let raw = unit.raw_without_history(&around(celsius, 35.0, mpa)).profiler();
            assert!((2_000.0..6_500.0).contains(&raw.temperature_hz), "{raw:?}");
            assert!((3_000.0..12_000.0).contains(&raw.conductivity_hz), "{raw:?}");
            assert!((31_000.0..43_000.0).contains(&raw.pressure_hz), "{raw:?}");
        }
    }
}

/// Of the counting kinds and the ratios, what makers state: 5 mK, 0.005 mS/cm (SBE 16plus: 0.0005 S/m; RBR: 0.003 mS/cm at the
/// calibration), doubled for the year since; a unit is one of many, so the median is held against it.
#[test]
fn the_noise_of_a_scan_is_small_beside_what_makers_state() {
    for text in [
        include_str!("../../rigs/catalog/items/sbe-19plus-v2.toml"),
        include_str!("../../rigs/catalog/items/sbe-911plus.toml"),
        include_str!("../../rigs/catalog/items/rbr-concerto3.toml"),
        include_str!("../../rigs/catalog/items/valeport-minictd.toml"),
    ] {
        let unit = &units(&item(text))[0];
        let here = around(5.0, 35.0, 0.0);
        let mut random = stream(1, 0, "scan");
        let clean = unit.raw_without_history(&here).outputs();
        // What a kelvin does to the first output, and a siemens per metre to the second.
        let warmer = unit.raw_without_history(&around(6.0, 35.0, 0.0)).outputs();
        let scans: Vec<_> = (0..200).map(|_| unit.noisy(&here, &mut random).outputs()).collect();
        let deviation = |output: usize| {
            let squares =
                scans.iter().map(|scan| scan[output].2 - clean[output].2).map(|error| error * error);
            (squares.sum::<f64>() / 200.0).sqrt()
        };
        let kelvin = (warmer[0].2 - clean[0].2).abs();
        assert!((1e-6..2e-3).contains(&(deviation(0) / kelvin)), "{text}: {}", deviation(0) / kelvin);
        let per_s_m = (warmer[1].2 - clean[1].2)
            / (around(6.0, 35.0, 0.0).water.conductivity.siemens_per_m()
                - here.water.conductivity.siemens_per_m());
        assert!((1e-7..3e-4).contains(&(deviation(1) / per_s_m.abs())), "{text}: {}", deviation(1) / per_s_m);
    }
}

#[test]
fn units_of_one_kind_differ_and_repeat() {
    let rbr = item(include_str!("../../rigs/catalog/items/rbr-concerto3.toml"));
    let [one, again] = [units(&rbr), units(&rbr)];
    let here = around(2.0, 35.0, 50.0);
    assert_eq!(one[0].raw_without_history(&here), again[0].raw_without_history(&here));
    assert_ne!(one[0].raw_without_history(&here), one[1].raw_without_history(&here));
}

#[test]
fn a_foil_follows_its_water_late_and_reads_more_oxygen_as_a_smaller_phase() {
    let optode = item(include_str!("../../rigs/catalog/items/aanderaa-4330.toml"));
    let ItemTruth::Optode(mut unit) = units(&optode).remove(0) else { panic!("an optode") };
    let (full, mut none) = (around(10.0, 35.0, 0.0), around(10.0, 35.0, 0.0));
    none.oxygen_umol_per_kg = 0.0;
    (0..600).for_each(|_| unit.breathe(&full, 1.0));
    let mut random = stream(1, 0, "foil");
    let before = unit.noisy(&full, &mut random).phase_degrees;
    unit.breathe(&none, 1.0);
    let soon = unit.noisy(&none, &mut random).phase_degrees;
    (0..600).for_each(|_| unit.breathe(&none, 1.0));
    let late = unit.noisy(&none, &mut random).phase_degrees;
    assert!(before < 40.0 && late > 55.0, "{before} {late}");
    assert!((soon - before).abs() < 0.2 * (late - before), "{before} {soon} {late}");
}

#[test]
fn cell_offsets_reach_cells_that_swing() {
    let counts = ItemRaw::Ctd(CtdRaw { conductivity_hz: 5_000.0, ..CtdRaw::default() });
    assert!((counts.with_cell_offset(2.0).ctd().conductivity_hz - 5_002.0).abs() < 1e-12);
    let ratios =
        ItemRaw::Ratiometric(RatiometricRaw { conductivity_ratio: 0.2, ..RatiometricRaw::default() });
    assert_eq!(ratios.with_cell_offset(2.0), ratios);
}

#[test]
fn the_middle_unit_of_a_population_is_not_an_outlier() {
    let sea_cat = item(include_str!("../../rigs/catalog/items/sbe-19plus-v2.toml"));
    let here = around(15.0, 35.0, 0.0);
    let counts: Vec<f64> =
        units(&sea_cat).iter().map(|unit| unit.raw_without_history(&here).ctd().temperature_counts).collect();
    let middle = median(counts.clone());
    // 9,000 counts to a kelvin: no unit has drifted by more than 50 mK, half of them by less than 1 mK.
    assert!(counts.iter().all(|count| (count - middle).abs() < 450.0));
    assert!(counts.iter().filter(|count| (*count - middle).abs() < 9.0).count() > counts.len() / 2);
}
