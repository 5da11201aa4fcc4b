//! Terms that the points support are fitted, others are carried as unknown.

use super::*;
use crate::calibration::ctd::{Verdict, calibrate_as, ladders};

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
    let free = calibrate_as(&evidence, &["a2", "a3", "TPCOR", "TPCOR2"]).unwrap().temperature;
    let at = [500_000.0, 11_000.0];
    assert!((found.fit.standard_uncertainty(&at) / free.fit.standard_uncertainty(&at) - 1.0).abs() < 0.05);
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
        let fit = calibrate_as(&evidence, terms).unwrap().temperature.fit;
        fit.residuals.iter().map(|residual| residual * residual).sum::<f64>()
    };
    let kept: Vec<&str> =
        ladders()[0].concat().into_iter().filter(|name| !found.held.contains_key(*name)).collect();
    let supported: Vec<_> =
        found.selection.iter().filter(|test| test.verdict == Verdict::Supported).collect();
    assert!(!supported.is_empty());
    for test in supported {
        let fewer: Vec<&str> = kept.iter().copied().filter(|name| *name != test.name).collect();
        // Scatter of 1 mK is stated, and hardly anything beside it, so that squares over its square are chi-squared.
        let growth = (squares(&fewer) - squares(&kept)) / 1e-6;
        assert!((test.f / growth - 1.0).abs() < 0.01, "{}: {} {growth}", test.name, test.f);
    }
}

#[test]
fn given_terms_are_free_and_no_others() {
    let found = calibrate_as(&one_run(), &["a2", "CPCOR", "PA2"]).unwrap();
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
            .all(|sensor| sensor.selection.is_empty() && sensor.inadequacy.abs() < f64::MIN_POSITIVE)
    );
}
