//! Two items of one run, from their certificates and once more from the run's evidence.

use super::*;
use crate::calibrations::{Calibrations, calibrate_run, evidence};
use crate::certificate::{Certificate, certificate};
use crate::fixture::World;
use crate::observe::Run;
use hadal_models::calibration::ctd::{CtdCalibration, SensorCalibration};
use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater::conductivity_sensitivity;
use hadal_models::uncertainty::{Budget, Correlation};
use hadal_record::Record;
use nalgebra::{DMatrix, DVector};

/// Sensitivities of the certificate are those of the preliminary fit, the test's those of the final one: they differ by parts
/// in ten thousand.
const TOLERANCE: f64 = 1e-3;

/// A run of two instruments of the same kind, the second of other coefficients.
fn run(record: &Record) -> Run {
    let mut run = Run::of(record).unwrap();
    let (mut item, mut raw) = (run.items[0].clone(), run.raw[0].clone());
    item.serial = "second".to_owned();
    raw.temperature_counts.iter_mut().for_each(|plateau| plateau.mean *= 1.01);
    raw.conductivity_hz.iter_mut().for_each(|plateau| plateau.mean *= 0.99);
    raw.pressure_counts.iter_mut().for_each(|plateau| plateau.mean += 500.0);
    run.items.push(item);
    run.raw.push(raw);
    run
}

fn certified(record: &Record, run: &Run) -> (Calibrations, Certificate) {
    let calibrations = calibrate_run(run).unwrap();
    let certificate = certificate(record, &calibrations).unwrap();
    (calibrations, certificate)
}

/// How errors of reference temperature, pressure and salinity at each point move all coefficients.
fn moves(ctd: &CtdCalibration) -> [DMatrix<f64>; 3] {
    let (states, _) = ctd.shared_formulation();
    let points = states.len();
    let influence = |sensor: &SensorCalibration| sensor.fit.influence.columns(0, points).into_owned();
    let slopes = |sensor: &SensorCalibration, input: usize| -> Vec<f64> {
        sensor.point_inputs().iter().map(|inputs| sensor.fit.input_gradient(inputs)[input]).collect()
    };
    let pss_78: Vec<_> = states
        .iter()
        .map(|state| conductivity_sensitivity(state.salinity, state.temperature, state.pressure))
        .collect();
    let scaled =
        |influence: &DMatrix<f64>, by: Vec<f64>| influence * DMatrix::from_diagonal(&DVector::from_vec(by));
    let less =
        |of: Vec<f64>, by: Vec<f64>, scale: f64| of.iter().zip(by).map(|(of, by)| of - scale * by).collect();
    let [thermal, cell, gauge] = ctd.sensors().map(influence);
    let by_kelvin = less(pss_78.iter().map(|s| s.per_kelvin).collect(), slopes(&ctd.conductivity, 1), 1.0);
    let by_mpa = less(pss_78.iter().map(|s| s.per_mpa).collect(), slopes(&ctd.conductivity, 2), 100.0);
    let thermal_by_mpa = less(vec![0.0; points], slopes(&ctd.temperature, 1), 100.0);
    let by_salinity = pss_78.iter().map(|s| s.per_salinity).collect();
    let nothing = |of: &DMatrix<f64>| DMatrix::zeros(of.nrows(), points);
    let stacked = |blocks: [DMatrix<f64>; 3]| {
        DMatrix::from_rows(&blocks.iter().flat_map(|block| block.row_iter()).collect::<Vec<_>>())
    };
    [
        stacked([thermal.clone(), scaled(&cell, by_kelvin), nothing(&gauge)]),
        stacked([scaled(&thermal, thermal_by_mpa), scaled(&cell, by_mpa), gauge.clone()]),
        stacked([nothing(&thermal), scaled(&cell, by_salinity), nothing(&gauge)]),
    ]
}

/// Covariance of the coefficients of both items from the errors at the points that `shared` leaves in the budgets.
fn expected(
    run: &Run,
    [one, other]: [&CtdCalibration; 2],
    shared: impl Fn(&Budget) -> Budget,
) -> DMatrix<f64> {
    // Without an id nothing of the run is named, so that the names have no part in this.
    let evidence = evidence(&Run { id: None, ..run.clone() }, 0).unwrap();
    let budgets = [&evidence.temperature_budget, &evidence.pressure_budget, &evidence.salinity_budget];
    let points = run.points.len();
    let covariances = budgets.map(|budget| shared(budget).covariance(points));
    let ((here, by_here), (there, by_there)) = (one.shared_formulation(), other.shared_formulation());
    let departure = DMatrix::from_fn(points, points, |row, column| here[row].covariance(&there[column]));
    let mut found = by_here * departure * by_there.transpose();
    for ((left, covariance), right) in moves(one).into_iter().zip(covariances).zip(moves(other)) {
        found += left * covariance * right.transpose();
    }
    found
}

/// The part of the matrix that is between the items, as far as the sizes say where it begins.
fn between(found: &SharedCovariance, [one, other]: [&CtdCalibration; 2]) -> DMatrix<f64> {
    let [rows, columns] = [one, other].map(|ctd| ctd.coefficient_covariance().0.len());
    DMatrix::from_fn(rows, columns, |row, column| found.covariance[row][rows + column])
}

/// As correlations: over the standard uncertainties of both coefficients.
fn in_standard_uncertainties(between: &DMatrix<f64>, ctds: [&CtdCalibration; 2]) -> DMatrix<f64> {
    let [rows, columns] = ctds.map(|ctd| ctd.coefficient_covariance().1.diagonal().map(f64::sqrt));
    DMatrix::from_fn(rows.len(), columns.len(), |row, column| {
        between[(row, column)] / (rows[row] * columns[column])
    })
}

fn assert_alike(found: &DMatrix<f64>, expected: &DMatrix<f64>, ctds: [&CtdCalibration; 2]) {
    let difference = in_standard_uncertainties(&(found - expected), ctds);
    assert!(difference.amax() < TOLERANCE, "{difference:.1e}");
}

/// Covariance of what both cells make of deep water, S²/m².
fn of_deep_conductivity(between: &DMatrix<f64>, ctds: [&CtdCalibration; 2]) -> f64 {
    let [one, other] = ctds.map(|ctd| {
        let (celsius, pressure) = (Temperature::from_celsius(2.5), SeaPressure::from_mpa(100.0));
        let raw = ctd.expected_reading(PracticalSalinity::new(34.7), celsius, pressure);
        let inputs = [raw.conductivity_hz, celsius.celsius(), pressure.dbar()];
        let mut gradient = DVector::zeros(ctd.coefficient_covariance().0.len());
        let of_cell = ctd.conductivity.fit.coefficient_gradient(&inputs);
        gradient.rows_mut(ctd.temperature.fit.free.len(), of_cell.len()).copy_from(&of_cell);
        gradient
    });
    one.dot(&(between * other))
}

fn joint<'a>(name: &str, certificate: &'a Certificate, item: usize) -> (String, &'a JointResult) {
    (name.to_owned(), &certificate.items[item].joint)
}

/// All that two items at one height do not share of a run is their own height; all else ties them whole.
#[test]
fn the_certificates_of_two_items_of_one_run_tell_all_that_they_share() {
    let record = World::measured(21).record(|_| true);
    let run = run(&record);
    let (calibrations, certificate) = certified(&record, &run);
    let ctds = [&calibrations.items[0].ctd, &calibrations.items[1].ctd];
    let whole = |budget: &Budget| {
        let components =
            budget.components.iter().filter(|component| !component.name.ends_with("item's height"));
        Budget::new(components.cloned().collect())
    };
    let expected = expected(&run, ctds, whole);
    let found = covariance(&[joint("A", &certificate, 0), joint("B", &certificate, 1)]).unwrap();
    let found = between(&found, ctds);
    assert_alike(&found, &expected, ctds);
    let [one, other] = [of_deep_conductivity(&found, ctds), of_deep_conductivity(&expected, ctds)];
    assert!((one / other - 1.0).abs() < TOLERANCE, "{one:e} {other:e}");
    let mut nameless = certificate.clone();
    nameless.items.iter_mut().for_each(|item| item.joint.unit_errors.clear());
    let less = covariance(&[joint("A", &nameless, 0), joint("B", &nameless, 1)]).unwrap();
    let part = in_standard_uncertainties(&(found - between(&less, ctds)), ctds);
    assert!(part.amax() > 100.0 * TOLERANCE, "names of the run's errors tell nothing: {:e}", part.amax());
}

/// Two runs share what certificates of references state, and PSS-78.
#[test]
fn another_run_is_tied_by_references_and_the_formulation_alone() {
    let record = World::measured(22).record(|_| true);
    let run = run(&record);
    let (calibrations, certificate) = certified(&record, &run);
    let (_, another) = certified(&record, &Run { id: Some("another".to_owned()), ..run.clone() });
    let ctds = [&calibrations.items[0].ctd, &calibrations.items[1].ctd];
    let of_certificates = |budget: &Budget| {
        let components = budget.components.iter();
        let named =
            components.filter(|component| matches!(component.correlation, Correlation::Parameters(_)));
        Budget::new(named.cloned().collect())
    };
    let expected = expected(&run, ctds, of_certificates);
    let found = covariance(&[joint("A", &certificate, 0), joint("B", &another, 1)]).unwrap();
    assert!(found.shared_in_run.is_empty() && !found.shared_parameters.is_empty());
    assert_alike(&between(&found, ctds), &expected, ctds);
}

/// Each thermometer scatters for itself: items beside different ones share only the bath's drift and shape.
#[test]
fn a_thermometer_ties_only_items_that_take_part_of_it() {
    let record = World::measured(23).record(|_| true);
    let mut run = run(&record);
    let heights: Vec<f64> = run.rig.reference_thermometer.iter().map(|sprt| sprt.height_m).collect();
    let share = |run: &Run| {
        let (_, certificate) = certified(&record, run);
        covariance(&[joint("A", &certificate, 0), joint("B", &certificate, 1)]).unwrap().shared_in_run
    };
    let scatter = |name: &String| name.starts_with("bath stability, thermometer");
    assert_eq!(share(&run).iter().filter(|name| scatter(name)).count(), heights.len());
    run.items.iter_mut().zip(&heights).for_each(|(item, height)| item.height_m = *height);
    let shared = share(&run);
    assert!(
        !shared.iter().any(scatter) && shared.contains(&"bath stability, drift".to_owned()),
        "{shared:?}"
    );
}
