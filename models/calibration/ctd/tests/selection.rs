//! Terms that the points support are fitted, others are carried as unknown.

use super::*;
use crate::calibration::ctd::{TermTest, Verdict, Weights, calibrate_as, ladders};

/// A world without any effect of pressure on the thermometer.
fn unmoved() -> World {
    World { thermistor_k_per_mpa: 0.0, ..World::draw(&mut stream(2_030, 0, "unit")) }
}

/// Where no effect exists, an F test at the 5 % level finds one in 5 % of calibrations, and two terms are tested: of
/// 200, 20 at most beside three standard errors of √(200·0.1·0.9) = 4.2.
#[test]
fn an_effect_that_is_not_there_is_seldom_fitted() {
    let world = unmoved();
    let fitted = (0..200).filter(|seed| {
        let found = calibrate(&run(&world, &mut stream(2_030, *seed, "calibration"))).unwrap().temperature;
        found.held.get("TPCOR").is_none_or(|held| held.reason != Reason::Unsupported)
    });
    let fitted = fitted.count();
    assert!(fitted <= 20 + 13, "{fitted}");
}

/// In how many of 200 runs a cell that pressure compresses evenly is given more terms of pressure than that.
fn bent_cells(water_of: impl Fn(World) -> World) -> usize {
    let bent = |seed: u64| {
        let even = World { compressibility_slope: 0.0, ..World::draw(&mut stream(2_034, seed, "unit")) };
        let found = calibrate(&run(&water_of(even), &mut stream(2_034, seed, "calibration"))).unwrap();
        let supported = |test: &TermTest| test.name != "CPCOR" && test.verdict == Verdict::Supported;
        found.conductivity.selection.iter().filter(|test| test.name.starts_with("CPCOR")).any(supported)
    };
    (0..200).filter(|seed| bent(*seed)).count()
}

/// The test of a pressure term is of cell and PSS-78 together. Water that obeys PSS-78 leaves it at its level, two terms of 5 %, which
/// is 20 of 200 beside three standard errors of 4.2. Water that departs from it bends evenly compressed cells in far more runs.
#[test]
fn terms_of_pressure_are_of_the_cell_and_the_formulation_together() {
    let by_formula = bent_cells(|world| World { waves: Vec::new(), ..world });
    assert!(by_formula <= 20 + 13, "{by_formula}");
    let departing = bent_cells(|world| world);
    assert!(departing > 60, "{departing}");
}

#[test]
fn a_term_that_goes_leaves_its_uncertainty() {
    let world = unmoved();
    let unsupported = (0..20).find_map(|seed| {
        let evidence = run(&world, &mut stream(2_030, seed, "calibration"));
        let found = calibrate(&evidence).unwrap().temperature;
        found.held.contains_key("TPCOR").then_some((evidence, found))
    });
    let (evidence, found) = unsupported.unwrap();
    assert_eq!(found.held["TPCOR"].reason, Reason::Unsupported);
    let (value, uncertainty) = found.fit.coefficient("TPCOR").unwrap();
    assert!(value.abs() < f64::MIN_POSITIVE && uncertainty > 0.0);
    let free =
        calibrate_as(&evidence, &["a2", "a3", "TPCOR", "TPCOR2"], Weights::Scatter).unwrap().temperature;
    let at = [500_000.0, 11_000.0];
    let otherwise = free.fit.value(&at) - found.fit.value(&at);
    let expected = free.fit.standard_uncertainty(&at).hypot(otherwise);
    assert!((found.fit.standard_uncertainty(&at) / expected - 1.0).abs() < 0.05);
    let test = found.selection.iter().find(|test| test.name == "TPCOR").unwrap();
    assert_eq!(test.verdict, Verdict::Unsupported);
    assert!(test.f < test.f_critical);
}

/// F for one term by its definition: how much the weighted sum of squares grows when the term is left out, over what is
/// left per degree of freedom.
#[test]
fn f_is_the_growth_of_the_sum_of_squares() {
    let mut evidence = one_run();
    let count = evidence.points();
    let alike = Component::independent("alike", "", Kind::A, vec![1e-3; count]);
    evidence.temperature_budget = Budget::new(vec![alike]);
    let found = calibrate(&evidence).unwrap().temperature;
    let squares = |terms: &[&str]| {
        let fit = calibrate_as(&evidence, terms, Weights::Scatter).unwrap().temperature.fit;
        fit.residuals.iter().map(|residual| residual * residual).sum::<f64>()
    };
    let kept: Vec<&str> =
        ladders()[0].concat().into_iter().filter(|name| !found.held.contains_key(*name)).collect();
    let supported: Vec<_> =
        found.selection.iter().filter(|test| test.verdict == Verdict::Supported).collect();
    assert!(!supported.is_empty());
    for test in supported {
        let fewer: Vec<&str> = kept.iter().copied().filter(|name| *name != test.name).collect();
        let (smaller, larger) = (squares(&fewer), squares(&kept));
        let freedom = f64::from(u32::try_from(count - 2 - kept.len()).unwrap());
        // Scatter is the same at all points to a hundredth, so that weights hardly matter.
        let growth = (smaller - larger) / (larger / freedom);
        assert!((test.f / growth - 1.0).abs() < 0.02, "{}: {} {growth}", test.name, test.f);
    }
}

/// A second-order effect of two and a half standard uncertainties is dropped by the test as often as not: of 300
/// calibrations the interval of k = 2 must hold what it does in at least 95 % less three standard errors of 1.26 %.
#[test]
fn a_real_term_near_the_level_of_the_test_is_covered() {
    let world = unmoved();
    let base = run(&world, &mut stream(2_032, 0, "calibration"));
    let scatter = calibrate(&base).unwrap().temperature;
    let scatter = scatter.selection.iter().find(|test| test.name == "TPCOR2").unwrap().standard_uncertainty;
    let per_dbar2 = 2.5 * scatter;
    let mut covered = 0;
    for seed in 0..300 {
        let mut evidence = run(&world, &mut stream(2_032, seed, "calibration"));
        for observation in &mut evidence.observations {
            let sea = crate::quantity::AbsolutePressure::from_mpa(observation.pressure_mpa_absolute).sea();
            // The bath is warmer by what the sensor fails to see.
            observation.temperature_celsius += per_dbar2 * sea.dbar() * sea.dbar();
        }
        let found = calibrate(&evidence).unwrap().temperature;
        let (value, uncertainty) = found.fit.coefficient("TPCOR2").unwrap();
        covered += u32::from((value - per_dbar2).abs() <= 2.0 * uncertainty);
    }
    assert!(f64::from(covered) >= 300.0 * (0.95 - 0.038), "{covered} of 300");
}

#[test]
fn given_terms_are_free_and_no_others() {
    let found = calibrate_as(&one_run(), &["a2", "CPCOR", "PA2"], Weights::Scatter).unwrap();
    let free: Vec<&str> = found.sensors().iter().flat_map(|sensor| sensor.fit.free_names()).collect();
    let optional = ladders();
    let freed: Vec<&str> = optional
        .iter()
        .flatten()
        .flat_map(|ladder| ladder.iter().copied())
        .filter(|name| free.contains(name))
        .collect();
    assert_eq!(freed, ["a2", "CPCOR", "PA2"]);
    assert!(
        found
            .sensors()
            .iter()
            .all(|sensor| sensor.selection.is_empty() && sensor.at_use.inadequacy.abs() < f64::MIN_POSITIVE)
    );
}
