//! What worlds are: the truth they write down, the ranges they are drawn from, and scenarios that make none.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what tests share ends a test as a test does"
)]

mod client;

use client::{item, rig, scenario, twin};
use hadal_rigs::description::{Rig, parse};
use hadal_sim::{Scenario, Twin};

#[test]
fn the_truth_is_on_a_grid_and_traced_and_can_be_written_and_read() {
    let mut twin = twin(3);
    twin.advance_by_s(600.0);
    let truth = twin.truth("0123456789abcdef0123456789abcdef", 1_772_438_400_000_000_000);
    let [grid, trace] = truth.tables.as_slice() else { panic!("two tables") };
    assert_eq!(trace.column("pressure").unwrap().len(), 10, "a row a minute");
    let counts = grid.column("item_0_temperature_counts").unwrap();
    assert!(counts.len() > 150, "{}", counts.len());
    assert!(counts.iter().all(|n| (150_000.0..900_000.0).contains(n)));
    let hertz = grid.column("item_0_conductivity_frequency").unwrap();
    assert!(hertz.iter().all(|f| (2_500.0..7_500.0).contains(f)));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("truth.h5");
    hadal_record::write_tables(&path, &truth.attributes, &truth.tables).unwrap();
    let read = hadal_record::read_tables(&path).unwrap();
    assert_eq!(read.table("grid"), Some(grid));
    assert_eq!(read.attributes["run_id"], "0123456789abcdef0123456789abcdef");
}

/// What a scenario draws must differ from world to world and stay in the published ranges: a thermistor's pressure
/// effect between −77 and +41 µK/MPa, a cell 10 to 40 % softer than bare glass at small pressures.
#[test]
fn pressure_effects_of_many_worlds_stay_in_the_stated_ranges() {
    let mut effects = Vec::new();
    for seed in 0..20 {
        let truth = twin(seed).truth("", 0);
        let column = |name: &str| truth.tables[0].column(name).unwrap().to_vec();
        let (celsius, salinity) = (column("temperature"), column("practical_salinity"));
        let (pressure, counts) = (column("sea_pressure"), column("item_0_temperature_counts"));
        let at = |t: f64, s: f64, p: f64| {
            let near = |i: &usize| {
                (celsius[*i] - t).abs() < 1e-9
                    && (salinity[*i] - s).abs() < 1e-9
                    && (pressure[*i] - p).abs() < 1e-9
            };
            counts[(0..counts.len()).find(near).unwrap()]
        };
        let kelvin_per_count = 2.0 / (at(3.5, 35.0, 5.0) - at(1.5, 35.0, 5.0));
        effects.push((at(2.5, 35.0, 114.0) - at(2.5, 35.0, 5.0)) * kelvin_per_count / 109.0 * 1.0e6);
    }
    assert!(effects.iter().all(|uk| (-80.0..43.0).contains(uk)), "{effects:?}");
    let spread =
        effects.iter().fold(f64::MIN, |a, b| a.max(*b)) - effects.iter().fold(f64::MAX, |a, b| a.min(*b));
    assert!(spread > 40.0, "{effects:?}");
}

#[test]
fn a_scenario_for_another_rig_is_refused() {
    let one_thermometer = Scenario { reference_thermometer: vec![], ..scenario() };
    let error = Twin::build(&rig(), &[item()], &one_thermometer, 1).err().unwrap().to_string();
    assert!(error.contains("reference_thermometer") && error.contains("2, as the rig has"), "{error}");
}

#[test]
fn impossible_scenarios_are_refused_with_line_and_field() {
    let text = include_str!("../../rigs/catalog/full-ocean-depth-71l.scenario.toml");
    for (good, bad, field) in [
        ("drift_mpa = 0.002", "drift_mpa = -0.002", "reference_pressure.drift_mpa"),
        ("mean = 34800.0", "mean = -34800.0", "sbe_37.cell.glass_bulk_modulus_mpa.mean"),
        ("water = \"drawn\"", "water = \"wet\"", "world.water"),
        ("noise_mpa = 1.5e-4", "noise_kpa = 1.5e-4", "reference_pressure.noise_kpa"),
    ] {
        assert!(text.contains(good), "{good}");
        let error = parse::<Scenario>("world.toml", &text.replacen(good, bad, 1)).unwrap_err().to_string();
        assert!(error.contains(field) && error.contains("world.toml:"), "{error}");
    }
}

#[test]
fn a_schedule_of_faults_is_read_from_the_file() {
    let mut text = include_str!("../../rigs/catalog/full-ocean-depth-71l.scenario.toml").to_owned();
    text += "[[fault]]\nat_s = 60.0\neffect = { kind = \"late-reply\", instrument = \"bridge\", delay_s = 3.0 }\n";
    let scenario: Scenario = parse("world.toml", &text).unwrap();
    assert_eq!(scenario.fault.len(), 1);
    assert!(Twin::build(&rig(), &[item()], &scenario, 1).is_ok());
    let error =
        parse::<Scenario>("world.toml", &text.replace("delay_s = 3.0", "delay_s = -3.0")).unwrap_err();
    assert!(error.to_string().contains("fault[0].effect.delay_s"), "{error}");
}

/// Rig and scenario of each file pair in the catalog besides the one that all other tests use.
const CATALOG: [(&str, &str); 5] = [
    (
        include_str!("../../rigs/catalog/arl-18-inch.toml"),
        include_str!("../../rigs/catalog/arl-18-inch.scenario.toml"),
    ),
    (
        include_str!("../../rigs/catalog/arl-60-inch.toml"),
        include_str!("../../rigs/catalog/arl-60-inch.scenario.toml"),
    ),
    (
        include_str!("../../rigs/catalog/idsse-full-ocean-depth.toml"),
        include_str!("../../rigs/catalog/idsse-full-ocean-depth.scenario.toml"),
    ),
    (
        include_str!("../../rigs/catalog/idsse-low-temperature.toml"),
        include_str!("../../rigs/catalog/idsse-low-temperature.scenario.toml"),
    ),
    (
        include_str!("../../rigs/catalog/seawater-bath.toml"),
        include_str!("../../rigs/catalog/seawater-bath.scenario.toml"),
    ),
];

/// What a certificate states and what the scenario draws are written twice on purpose: they must still be the same.
#[test]
fn every_scenario_of_the_catalog_fits_its_rig_and_draws_worlds() {
    for (rig, scenario) in CATALOG {
        let rig: Rig = parse("rig", rig).unwrap();
        let scenario: Scenario = parse("scenario", scenario).unwrap();
        for (stated, drawn) in rig.reference_thermometer.iter().zip(&scenario.reference_thermometer) {
            assert_eq!(stated.covariance, drawn.covariance, "{}", rig.name);
        }
        assert_eq!(rig.reference_pressure.covariance, scenario.reference_pressure.covariance, "{}", rig.name);
        let digests = [1, 2].map(|seed| {
            let mut twin = Twin::build(&rig, &[item()], &scenario, seed).unwrap();
            twin.advance_by_s(60.0);
            assert!((twin.plant().water_celsius - 20.0).abs() < 0.1, "{}", rig.name);
            twin.state_digest()
        });
        assert_ne!(digests[0], digests[1], "{}", rig.name);
    }
}
