//! Practical salinity and what the three calibrations share, against simulation.

use super::*;
use crate::calibration::ctd::{RawReading, Reading, Weights, calibrate_as};
use nalgebra::DMatrix;

/// Every optional term, so that each calibration of a batch estimates the same coefficients.
const ALL_TERMS: [&str; 11] =
    ["a2", "a3", "TPCOR", "TPCOR2", "i", "j", "CPCOR", "CPCOR2", "CPCOR3", "PA2", "PA3"];

pub(super) fn scan(world: &World, s: f64, t: f64, p: f64) -> RawReading {
    RawReading {
        temperature_counts: world.counts(t, p),
        conductivity_hz: world.hertz(world.conductivity(s, t, p), t, p),
        pressure_counts: world.bridge(t, SeaPressure::from_mpa(p).absolute().mpa()),
        pressure_temperature_counts: thermometer(t),
    }
}

/// Where the legs under pressure lie: temperature, salinity, sea pressure.
pub(super) fn deep_places() -> Vec<(f64, f64, f64)> {
    let pressures = [5.0, 20.0, 40.0, 60.0, 80.0, 100.0, 113.0];
    pressures.iter().flat_map(|p| [(2.0, 35.4, *p), (3.5, 35.0, *p), (4.5, 34.6, *p)]).collect()
}

/// Worlds are independent and the places of one world are not, so 80 worlds give about 80 draws: the standard error of a
/// coverage of 0.95 is 0.024, that of a normalised root mean square 0.08; three of them.
#[test]
fn salinity_is_covered_by_its_joint_uncertainty_which_is_not_bloated() {
    let mut errors = Vec::new();
    for seed in 0..80 {
        let mut source = stream(2_027, seed, "joint coverage");
        let world = World::draw(&mut source);
        let found = calibrate(&run(&world, &mut source)).unwrap();
        for (t, s, p) in deep_places() {
            let reading = found.reading(&scan(&world, s, t, p));
            errors.push((reading.practical_salinity - s) / reading.standard_uncertainties()[3]);
        }
    }
    let (coverage, size) = (covered(&errors), root_mean_square(&errors));
    assert!(coverage > 0.95 - 0.072, "coverage {coverage}");
    assert!((0.76..1.24).contains(&size), "normalised rms {size}");
}

/// The same unit calibrated many times, every error drawn anew from the budget: what the readings scatter by is what the
/// covariance says, off its diagonal too. With 400 calibrations a variance is known to 7 % and a correlation to 0.05.
#[test]
fn the_covariance_of_a_reading_is_what_calibrations_scatter_by() {
    let world = World::draw(&mut stream(2_028, 0, "unit"));
    let place = scan(&world, 34.8, 3.0, 95.0);
    let mut readings: Vec<Reading> = Vec::new();
    let mut stated = nalgebra::Matrix4::zeros();
    for seed in 0..400 {
        let evidence = run(&world, &mut stream(2_028, seed, "calibration"));
        let found = calibrate_as(&evidence, &ALL_TERMS, Weights::Scatter).unwrap();
        let reading = found.reading(&place);
        stated += reading.covariance / 400.0;
        // One world has one departure of PSS-78 and does not scatter by it; rounding of the scan does not either.
        let departure = found
            .conductivity
            .contributions(&[place.conductivity_hz, reading.temperature_celsius, 9_500.0])
            .into_iter()
            .find(|c| c.name == "formulation PSS-78")
            .unwrap();
        stated[(1, 1)] -= departure.standard_uncertainty * departure.standard_uncertainty / 400.0;
        readings.push(reading);
    }
    let values = readings.iter().map(|r| {
        nalgebra::Vector4::new(
            r.temperature_celsius,
            r.conductivity_s_per_m,
            r.pressure_mpa_absolute,
            r.practical_salinity,
        )
    });
    let values: Vec<_> = values.collect();
    let mean = values.iter().sum::<nalgebra::Vector4<f64>>() / 400.0;
    let found =
        values.iter().map(|v| (v - mean) * (v - mean).transpose()).sum::<nalgebra::Matrix4<f64>>() / 399.0;
    for index in 0..3 {
        let ratio = found[(index, index)] / stated[(index, index)];
        assert!((ratio - 1.0).abs() < 0.25, "variance {index}: {ratio}");
    }
    let correlation =
        |m: &nalgebra::Matrix4<f64>, i: usize, j: usize| m[(i, j)] / (m[(i, i)] * m[(j, j)]).sqrt();
    for (i, j) in [(0, 1), (0, 2), (1, 2)] {
        let (seen, said) = (correlation(&found, i, j), correlation(&stated, i, j));
        assert!((seen - said).abs() < 0.17, "correlation {i} {j}: {seen}, stated {said}");
    }
    assert!(correlation(&stated, 0, 1) > 0.3, "a reference thermometer moves both");
}

#[test]
fn contributions_to_salinity_add_up() {
    let mut source = stream(2_029, 0, "unit");
    let world = World::draw(&mut source);
    let found = calibrate(&run(&world, &mut source)).unwrap();
    for (t, s, p) in deep_places() {
        let raw = scan(&world, s, t, p);
        let stated = found.reading(&raw).standard_uncertainties()[3];
        let parts = found.salinity_contributions(&raw);
        let sum = parts.iter().fold(0.0, |sum, part| part.standard_uncertainty.hypot(sum));
        assert!((sum / stated - 1.0).abs() < 1e-6, "{sum} {stated}");
        let of = |name: &str| parts.iter().find(|part| part.name == name).unwrap().standard_uncertainty;
        assert!(of("formulation PSS-78") < of("salinometer"), "what PSS-78 errs goes in and out again");
    }
}

/// Salinity as if temperature and conductivity had been calibrated apart is the worse for it.
#[test]
fn what_is_shared_cancels_in_salinity() {
    let mut source = stream(2_029, 1, "unit");
    let world = World::draw(&mut source);
    let found = calibrate(&run(&world, &mut source)).unwrap();
    let raw = scan(&world, 34.7, 2.0, 110.0);
    let together = found.reading(&raw).standard_uncertainties()[3];
    let mut apart = found.clone();
    apart.joint.forget(apart.sensors().map(|sensor| sensor.fit.free.len()));
    assert!(apart.reading(&raw).standard_uncertainties()[3] > 1.05 * together);
}

#[test]
fn the_coefficients_have_one_covariance() {
    let found = calibrate(&one_run()).unwrap();
    let (names, covariance) = found.coefficient_covariance();
    assert_eq!(names.len(), covariance.nrows());
    assert!(names.contains(&"conductivity.CPCOR".to_owned()));
    let scale = covariance.diagonal().map(|variance| 1.0 / variance.sqrt());
    let correlation = DMatrix::from_diagonal(&scale) * covariance * DMatrix::from_diagonal(&scale);
    let least = nalgebra::SymmetricEigen::new(correlation.clone()).eigenvalues.min();
    assert!(least > -1e-9, "{least}");
    let at = |name: &str| names.iter().position(|found| found == name).unwrap();
    let shared = correlation[(at("temperature.a0"), at("conductivity.g"))];
    assert!(shared.abs() > 1e-3 && shared.abs() < 1.0, "{shared}");
}
