//! Equations backwards, both ways through a leg, and what references share.

use super::*;
use crate::calibration::ctd::{CtdCalibration, SharedError, Weights};
use nalgebra::DMatrix;

#[test]
fn expected_scans_read_back_as_the_water_they_are_of() {
    let found = calibrate(&one_run()).unwrap();
    for (s, t, p) in [(35.0, 18.0, 0.0), (34.7, 2.0, 110.0), (36.0, 4.9, 40.0)] {
        let raw = found.expected_reading(
            PracticalSalinity::new(s),
            Temperature::from_celsius(t),
            SeaPressure::from_mpa(p),
        );
        let reading = found.reading(&raw);
        assert!((reading.practical_salinity - s).abs() < 1e-8, "{}", reading.practical_salinity);
        assert!((reading.temperature_celsius - t).abs() < 1e-9);
        assert!((reading.pressure_mpa_absolute - SeaPressure::from_mpa(p).absolute().mpa()).abs() < 1e-9);
    }
}

/// Two legs of eleven points go both ways through five pressures each, the highest aside.
#[test]
fn hysteresis_is_the_difference_of_the_ways() {
    let mut evidence = one_run();
    let plain = calibrate(&evidence).unwrap().pressure;
    assert_eq!(plain.hysteresis.len(), 10);
    let pairs: Vec<(usize, usize)> =
        plain.hysteresis.iter().map(|both| (both.rising, both.falling)).collect();
    assert_eq!(pairs[..5], [(10, 20), (11, 19), (12, 18), (13, 17), (14, 16)]);
    for both in &plain.hysteresis {
        let residual = |point: usize| plain.points[point].residual;
        assert!((both.difference - (residual(both.falling) - residual(both.rising))).abs() < 1e-15);
        assert!(both.difference.abs() < 5.0 * both.standard_uncertainty, "noise alone");
    }
    // Ten counts on every way back are about 4.5 kPa.
    for point in (16..20).chain(27..31) {
        evidence.observations[point].pressure_counts.value += 10.0;
    }
    let bent = calibrate(&evidence).unwrap().pressure;
    let middle = bent.hysteresis.iter().find(|both| both.rising == 12).unwrap();
    assert!((middle.difference - 4.5e-3).abs() < 0.5e-3, "{}", middle.difference);
}

/// The same reference calibrates two instruments: what its certificate is off by moves every coefficient of both as the
/// stated sensitivities say. The sensitivities are first order and of the preliminary fit: within a thousandth of the
/// shift, and of the coefficient's standard uncertainty.
#[test]
fn shared_errors_move_both_calibrations_alike() {
    let terms: Vec<&str> = ladders().into_iter().flatten().flatten().copied().collect();
    for seed in [2_031, 2_032] {
        let world = World::draw(&mut stream(seed, 0, "unit"));
        let evidence = run(&world, &mut stream(seed, 1, "calibration"));
        let found = calibrate_as(&evidence, &terms, Weights::Scatter).unwrap();
        let shared = found.shared_errors();
        let [error] = shared.as_slice() else { panic!("only the pressure certificate has parameters here") };
        assert_eq!(error.parameters, ["offset", "span"]);
        // One standard uncertainty of zero, then of span, which is of absolute pressure here.
        for errs in [nalgebra::dvector![1e-3, 0.0], nalgebra::dvector![0.0, 4e-5]] {
            let mut shifted = evidence.clone();
            for (observation, (_, _, _, sea)) in shifted.observations.iter_mut().zip(design()) {
                observation.pressure_mpa_absolute += errs[0] + errs[1] * (sea + 0.1);
            }
            let moved = calibrate_as(&shifted, &terms, Weights::Scatter).unwrap();
            let difference = coefficients(&moved) - coefficients(&found);
            let predicted = &error.sensitivity * &errs;
            let (names, covariance) = found.coefficient_covariance();
            for (index, name) in names.iter().enumerate() {
                let off = difference[index] - predicted[index];
                let allowed = 1e-3 * (predicted[index].abs() + covariance[(index, index)].sqrt());
                assert!(off.abs() < allowed, "{name}: {} is not {}", difference[index], predicted[index]);
            }
        }
        contained_in(&found, error);
    }
}

fn coefficients(found: &CtdCalibration) -> nalgebra::DVector<f64> {
    let values = found.sensors().into_iter().flat_map(|sensor| {
        sensor.fit.free.iter().map(|index| sensor.fit.coefficients[*index]).collect::<Vec<f64>>()
    });
    nalgebra::DVector::from_iterator(found.coefficient_covariance().0.len(), values)
}

/// A part of the covariance is never more than the whole.
fn contained_in(found: &CtdCalibration, error: &SharedError) {
    let (_, whole) = found.coefficient_covariance();
    let part: DMatrix<f64> = &error.sensitivity * &error.covariance * error.sensitivity.transpose();
    for index in 0..whole.nrows() {
        assert!(part[(index, index)] <= whole[(index, index)] * (1.0 + 1e-9));
    }
}
