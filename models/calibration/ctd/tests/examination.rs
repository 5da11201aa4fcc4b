//! What is tested is what the certificate states: its residuals, its weights, its chi-squared.

use super::*;
use crate::calibration::Errors;
use crate::calibration::diagnostics::{Property, Test};

fn test_of(sensor: &SensorCalibration, property: Property) -> Test {
    *sensor.examination().unwrap().tests.iter().find(|test| test.property == property).unwrap()
}

/// A gauge that reads high by this on the way down under pressure.
fn hysteresis_mpa(evidence: &mut Evidence, mpa: f64) {
    let counts_per_mpa = 262_000.0 / 119.0;
    for (observation, place) in evidence.observations.iter_mut().zip(0..) {
        let falling = place > 15 && place < 20 || place > 26 && place < 31;
        observation.pressure_counts.value += if falling { mpa * counts_per_mpa } else { 0.0 };
    }
}

/// One statistic, one statement: reduced chi-squared times freedom, whether an inadequacy was found or not, and whatever
/// weighed.
#[test]
fn chi_squared_is_the_one_that_is_stated() {
    let mut bent = one_run();
    hysteresis_mpa(&mut bent, 5e-3);
    for evidence in [one_run(), bent] {
        for sensor in calibrate(&evidence).unwrap().sensors() {
            let freedom = f64::from(u32::try_from(sensor.fit.degrees_of_freedom).unwrap());
            let stated = sensor.stated_reduced_chi_squared * freedom;
            let tested = test_of(sensor, Property::Scatter).statistic;
            assert!((tested / stated - 1.0).abs() < 1e-6, "{}: {tested} {stated}", sensor.quantity);
        }
    }
}

/// The inadequacy explains the scatter since it was solved for: tested with it, nothing could ever fail.
#[test]
fn an_equation_that_does_not_follow_the_sensor_fails_the_test_of_scatter() {
    let mut evidence = one_run();
    hysteresis_mpa(&mut evidence, 5e-3);
    let pressure = calibrate(&evidence).unwrap().pressure;
    assert!(pressure.at_use.inadequacy > 0.0 && pressure.scatters_beyond_budget());
    let scatter = test_of(&pressure, Property::Scatter);
    assert!(scatter.probability < 1e-6 && scatter.verdict().contains("more than"), "{scatter:?}");
    // All points are alike in this: none stands out from the others.
    assert_eq!(pressure.examination().unwrap().outliers.count, 0);
}

/// d = Σ (eᵢ − eᵢ₋₁)² / Σ eᵢ² of the residuals as printed, over what weighed and the inadequacy.
#[test]
fn the_residuals_tested_are_those_of_the_points() {
    let mut evidence = one_run();
    hysteresis_mpa(&mut evidence, 5e-3);
    let found = calibrate(&evidence).unwrap();
    for sensor in [&found.temperature, &found.pressure] {
        let Errors::Stated { scatter, .. } = sensor.errors() else { panic!("nothing stated") };
        let mut weighted: Vec<(f64, f64)> = sensor
            .points
            .iter()
            .zip(scatter.diagonal().iter())
            .map(|(point, variance)| {
                let inadequacy = sensor.at_use.inadequacy_at(point.reference);
                (point.reference, point.residual / (variance + inadequacy * inadequacy).sqrt())
            })
            .collect();
        weighted.sort_by(|one, other| one.0.total_cmp(&other.0));
        let squares = |values: &mut dyn Iterator<Item = f64>| values.map(|value| value * value).sum::<f64>();
        let d = squares(&mut weighted.windows(2).map(|pair| pair[1].1 - pair[0].1))
            / squares(&mut weighted.iter().map(|(_, e)| *e));
        let tested = test_of(sensor, Property::Order).statistic;
        assert!((tested - d).abs() < 1e-6, "{}: {tested} {d}", sensor.quantity);
    }
}

/// A reading gone wrong is named, although it makes the inadequacy larger by which it is judged.
#[test]
fn a_point_far_from_its_fellows_is_an_outlier() {
    let mut evidence = one_run();
    evidence.observations[13].pressure_counts.value += 60.0;
    let found = calibrate(&evidence).unwrap().pressure.examination().unwrap().outliers;
    assert_eq!(found.suspects().iter().map(|stage| stage.point).collect::<Vec<_>>(), [13]);
}
