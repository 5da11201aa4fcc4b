//! The instrument in use, against draws of what its calibration leaves unknown.

use super::joint::{deep_places, scan};
use super::*;
use crate::calibration::ctd::{CtdInUse, InUseError, InadequacyShape, RawReading, SensorInUse};
use crate::quantity::Conductivity;
use nalgebra::{DMatrix, DVector, Matrix4, Vector4};

/// Draws at each place: a standard deviation of so many is known to 1/√(2·20 000) = 0.5 %.
const DRAWS: u32 = 20_000;

fn sensor_in_use(sensor: &SensorCalibration) -> SensorInUse {
    SensorInUse {
        equation: sensor.fit.equation,
        coefficients: sensor.fit.coefficients.clone(),
        free: sensor.fit.free.clone(),
        at_use: sensor.at_use.clone(),
    }
}

/// What a calibration leaves unknown, drawn: coefficients and the departure of PSS-78 at one state together, then rounding
/// and inadequacy of each sensor; each draw through the equations and PSS-78 as they stand, without a derivative.
fn simulated(found: &CtdCalibration, raw: &RawReading, source: &mut Stream) -> Matrix4<f64> {
    let reading = found.reading(raw);
    let (_, covariance) = found.coefficient_covariance();
    let (points, moves) = found.shared_formulation();
    let pressure = crate::quantity::AbsolutePressure::from_mpa(reading.pressure_mpa_absolute).sea();
    let here = State {
        salinity: PracticalSalinity::new(reading.practical_salinity),
        temperature: Temperature::from_celsius(reading.temperature_celsius),
        pressure,
    };
    let free = covariance.nrows();
    let with_departure =
        moves * DVector::from_iterator(points.len(), points.iter().map(|p| p.covariance(&here)));
    let mut joint = covariance.clone().resize(free + 1, free + 1, 0.0);
    joint.view_mut((0, free), (free, 1)).copy_from(&with_departure);
    joint.view_mut((free, 0), (1, free)).copy_from(&with_departure.transpose());
    joint[(free, free)] = here.covariance(&here);
    // Coefficients differ by fifteen powers of ten: drawn by their correlation, none is lost in another's rounding.
    let deviations = joint.diagonal().map(|variance| variance.max(0.0).sqrt());
    let correlation =
        DMatrix::from_fn(free + 1, free + 1, |i, j| joint[(i, j)] / (deviations[i] * deviations[j]));
    let draw = correlated_normal(&correlation);
    let sensors = found.sensors();
    let mut values: Vec<Vector4<f64>> = Vec::new();
    for _ in 0..DRAWS {
        let errors = draw(source).component_mul(&deviations);
        let mut begin = 0;
        let drawn = sensors.map(|sensor| {
            let mut coefficients = sensor.fit.coefficients.clone();
            for place in &sensor.fit.free {
                coefficients[*place] += errors[begin];
                begin += 1;
            }
            coefficients
        });
        let mut value = |index: usize, inputs: &[f64]| {
            let (sensor, mut rounded) = (sensors[index], inputs.to_vec());
            for (input, step) in rounded.iter_mut().zip(&sensor.at_use.steps) {
                *input += step * (uniform(source) - 0.5);
            }
            let value = sensor.fit.equation.value(&drawn[index], &rounded);
            value + sensor.at_use.inadequacy_at(value) * standard_normal(source)
        };
        let absolute = value(2, &[raw.pressure_counts, raw.pressure_temperature_counts]);
        let pressure = crate::quantity::AbsolutePressure::from_mpa(absolute).sea();
        let celsius = value(0, &[raw.temperature_counts, pressure.dbar()]);
        let siemens = value(1, &[raw.conductivity_hz, celsius, pressure.dbar()]);
        // What the cell was given too little by PSS-78 at the points, PSS-78 takes as too little here.
        let seen = Conductivity::from_siemens_per_m(siemens + errors[free]);
        let salinity = seawater::practical_salinity(seen, Temperature::from_celsius(celsius), pressure);
        values.push(Vector4::new(celsius, siemens, absolute, salinity.value()));
    }
    let count = f64::from(DRAWS);
    let mean = values.iter().sum::<Vector4<f64>>() / count;
    values.iter().map(|v| (v - mean) * (v - mean).transpose()).sum::<Matrix4<f64>>() / (count - 1.0)
}

/// Standard deviations within four of their standard errors (twelve are compared), correlations within four of 1/√n.
#[test]
fn the_covariance_of_a_reading_is_that_of_draws_through_the_equations() {
    let mut source = stream(2_031, 0, "unit in use");
    let world = World::draw(&mut source);
    let found = calibrate(&run(&world, &mut source)).unwrap();
    let places = deep_places();
    for (t, s, p) in [places[1], places[10], places[20]] {
        let raw = scan(&world, s, t, p);
        let stated = found.reading(&raw).covariance;
        let drawn = simulated(&found, &raw, &mut source);
        for row in 0..4 {
            let ratio = (drawn[(row, row)] / stated[(row, row)]).sqrt();
            assert!((ratio - 1.0).abs() < 4.0 * 0.005, "{p} MPa, quantity {row}: {ratio}");
            for column in 0..row {
                let correlation =
                    |m: &Matrix4<f64>| m[(row, column)] / (m[(row, row)] * m[(column, column)]).sqrt();
                let (seen, said) = (correlation(&drawn), correlation(&stated));
                assert!((seen - said).abs() < 4.0 / f64::from(DRAWS).sqrt(), "{row} {column}: {seen} {said}");
            }
        }
    }
}

/// The parts that a certificate states make the same instrument, to the last bit.
#[test]
fn an_instrument_put_together_from_its_parts_reads_the_same() {
    let found = calibrate(&one_run()).unwrap();
    let (_, covariance) = found.coefficient_covariance();
    let (points, moves) = found.shared_formulation();
    let parts = found.sensors().map(sensor_in_use);
    let again = CtdInUse::new(parts, covariance.clone(), points, moves.clone()).unwrap();
    let raw = found.expected_reading(
        PracticalSalinity::new(34.7),
        Temperature::from_celsius(2.5),
        SeaPressure::from_mpa(70.0),
    );
    assert_eq!(again.reading(&raw), found.reading(&raw));
    // Each sensor's own uncertainty is in it where no other sensor's comes in.
    let (value, uncertainty) =
        found.pressure.predict(&[raw.pressure_counts, raw.pressure_temperature_counts]);
    let reading = found.reading(&raw);
    assert!((reading.pressure_mpa_absolute - value).abs() < f64::MIN_POSITIVE);
    assert!((reading.standard_uncertainties()[2] / uncertainty - 1.0).abs() < 1e-12);
}

#[test]
fn parts_that_do_not_fit_are_refused_by_name() {
    let found = calibrate(&one_run()).unwrap();
    let (_, covariance) = found.coefficient_covariance();
    let (points, moves) = found.shared_formulation();
    let parts = || found.sensors().map(sensor_in_use);
    let made = |sensors, covariance: DMatrix<f64>| {
        CtdInUse::new(sensors, covariance, points, moves.clone()).unwrap_err()
    };
    let [temperature, conductivity, pressure] = parts();
    let turned = made([conductivity, temperature, pressure], covariance.clone());
    assert!(matches!(turned, InUseError::Inputs { quantity: "temperature", .. }), "{turned}");
    let small = made(parts(), covariance.clone().remove_row(0));
    assert!(small.to_string().starts_with("rows of the covariance: "), "{small}");
    let mut broken = covariance.clone();
    broken[(1, 2)] = f64::NAN;
    assert!(matches!(made(parts(), broken), InUseError::Covariance { .. }));
    let mut wild = parts();
    wild[1].free[0] = 99;
    assert!(made(wild, covariance.clone()).to_string().contains("place of a free coefficient: 99"));
    let mut negative = parts();
    negative[2].at_use.inadequacy = -1.0;
    assert!(made(negative, covariance.clone()).to_string().contains("the inadequacy is -1"));
    for nothing in [0.0, -5.0, f64::NAN] {
        let mut flat = parts();
        flat[2].at_use.shape = InadequacyShape::UnderPressure { full_scale: nothing };
        let said = made(flat, covariance.clone()).to_string();
        let expected = format!(
            "pressure: full scale of the inadequacy is {nothing}; accepted: a finite number above zero"
        );
        assert_eq!(said, expected);
    }
}

#[test]
fn a_covariance_that_no_errors_have_is_refused() {
    let found = calibrate(&one_run()).unwrap();
    let (_, covariance) = found.coefficient_covariance();
    let (points, moves) = found.shared_formulation();
    let size = covariance.nrows();
    let deviation = |place: usize| covariance[(place, place)].sqrt();
    let mut broken = [covariance.clone(), covariance.clone(), covariance.clone(), covariance.clone()];
    broken[0][(0, 0)] = -1e-3;
    broken[1][(0, 1)] = 5.0;
    broken[2][(1, 0)] = f64::NAN;
    // Every pair of errors could be so, and all together could not: one goes with all others, and they not with each other.
    broken[3] = DMatrix::from_diagonal(&covariance.diagonal());
    for place in 1..size {
        broken[3][(0, place)] = 0.9 * deviation(0) * deviation(place);
        broken[3][(place, 0)] = broken[3][(0, place)];
    }
    let wrong =
        ["-1e-3 at row 0, column 0", "5e0 at row 0, column 1", "column 1; accepted: finite", "eigenvalue -"];
    for (broken, wrong) in broken.into_iter().zip(wrong) {
        let parts = found.sensors().map(sensor_in_use);
        let said = CtdInUse::new(parts, broken, points, moves.clone()).unwrap_err().to_string();
        assert!(said.starts_with("covariance of the coefficients: ") && said.contains(wrong), "{said}");
    }
}

#[test]
fn a_point_at_which_no_water_was_is_refused() {
    let found = calibrate(&one_run()).unwrap();
    let (_, covariance) = found.coefficient_covariance();
    let (points, moves) = found.shared_formulation();
    let at = |salinity: f64, celsius: f64, mpa: f64| State {
        salinity: PracticalSalinity::new(salinity),
        temperature: Temperature::from_celsius(celsius),
        pressure: SeaPressure::from_mpa(mpa),
    };
    for (state, wrong) in [
        (at(0.0, 2.0, 10.0), "practical salinity is 0; accepted: above 0, at most 50"),
        (at(-5.0, 2.0, 10.0), "practical salinity is -5"),
        (at(f64::NAN, 2.0, 10.0), "practical salinity is NaN"),
        (at(35.0, 1e3, 10.0), "temperature in \u{b0}C is 1000"),
        (at(35.0, 2.0, 1e9), "sea pressure in MPa is 1000000000"),
        (at(35.0, 2.0, -1.0), "sea pressure in MPa is -1"),
    ] {
        let mut points = points.to_vec();
        points[3] = state;
        let parts = found.sensors().map(sensor_in_use);
        let said = CtdInUse::new(parts, covariance.clone(), &points, moves.clone()).unwrap_err().to_string();
        assert!(said.starts_with("shared formulation, point 3: ") && said.contains(wrong), "{said}");
    }
}

#[test]
fn a_variance_that_is_none_is_never_taken_for_zero() {
    let found = calibrate(&one_run()).unwrap();
    let state = (PracticalSalinity::new(34.7), Temperature::from_celsius(2.5), SeaPressure::from_mpa(70.0));
    let mut reading = found.reading(&found.expected_reading(state.0, state.1, state.2));
    reading.covariance[(0, 0)] = f64::NAN;
    reading.covariance[(3, 3)] = -1e-6;
    let uncertainties = reading.standard_uncertainties();
    assert!(uncertainties[0].is_nan() && uncertainties[3].is_nan(), "{uncertainties:?}");
    assert!(uncertainties[1] > 0.0 && uncertainties[2] > 0.0, "{uncertainties:?}");
}
