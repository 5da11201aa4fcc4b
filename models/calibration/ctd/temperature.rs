//! Temperature: four coefficients of the thermistor, and what pressure does to its housing.

use super::errors_at_use::InadequacyShape;
use super::evidence::{CalibrationError, Evidence, Mean, item_components};
use super::freedom::{beyond, demand, levels};
use super::held::{HeldByName, Reason, given, held};
use super::selection::Terms;
use super::sensor::SensorCalibration;
use super::task::Task;
use crate::equation;
use crate::quantity::AbsolutePressure;
use crate::uncertainty::{Component, Kind};
use std::collections::BTreeMap;

/// Terms that the points may or may not support, in rising order: the thermistor's curve and the housing's squeeze.
pub(super) const LADDERS: [&[&str]; 2] = [&["a2", "a3"], &["TPCOR", "TPCOR2"]];

/// The calibration, and how errors of the reference pressure reach reference minus indication, K/MPa, point by point.
pub(super) fn calibrate(
    evidence: &Evidence,
    terms: Terms<'_>,
) -> Result<(SensorCalibration, Vec<f64>), CalibrationError> {
    let means: Vec<Mean> = evidence.observations.iter().map(|o| o.temperature_counts).collect();
    let pressures = sea_dbar(evidence);
    let inputs: Vec<Vec<f64>> = means.iter().zip(&pressures).map(|(mean, p)| vec![mean.value, *p]).collect();
    let reference = evidence.column(|o| o.temperature_celsius);
    let equation = equation::find("sea-bird/sbe-37-temperature")?;
    let task = Task {
        equation,
        fixed: fixed(evidence, &reference, &pressures)?,
        prior: BTreeMap::new(),
        ladders: &LADDERS,
        absent: |_| 0.0,
        shape: InadequacyShape::Even,
        steps: vec![evidence.resolution.temperature_counts, 0.0],
        inputs,
        reference,
        start: BTreeMap::new(),
    };
    let rough = task.preliminary()?;
    let gradients: Vec<Vec<f64>> = task.inputs.iter().map(|inputs| rough.input_gradient(inputs)).collect();
    let per_count: Vec<f64> = gradients.iter().map(|gradient| gradient[0]).collect();
    let per_mpa: Vec<f64> = gradients.iter().map(|gradient| -100.0 * gradient[1]).collect();
    let mut budget = evidence.temperature_budget.clone();
    let step = evidence.resolution.temperature_counts;
    budget.components.push(through_pressure(evidence, &per_mpa));
    let item = item_components("temperature", &means, step, &per_count);
    Ok((task.calibrate(&rough, budget, item, terms)?, per_mpa))
}

/// Reference sea pressure in decibar, as the equations take it.
pub(super) fn sea_dbar(evidence: &Evidence) -> Vec<f64> {
    evidence.column(|o| AbsolutePressure::from_mpa(o.pressure_mpa_absolute).sea().dbar())
}

/// All errors of the reference pressure as one component of another quantity, to which they matter little.
pub(super) fn through_pressure(evidence: &Evidence, per_mpa: &[f64]) -> Component {
    let covariance = evidence.pressure_budget.covariance(per_mpa.len());
    let source = "pressure budget through the sensitivity to pressure";
    Component::from_covariance("reference pressure", source, Kind::B, &covariance)
        .through("reference pressure".to_owned(), per_mpa)
}

/// Coefficients held because the item's file gives them, or because these points cannot tell them.
fn fixed(evidence: &Evidence, reference: &[f64], pressures: &[f64]) -> Result<HeldByName, CalibrationError> {
    let given = given(evidence, &["a0", "a1", "a2", "a3", "TPCOR", "TPCOR2"]);
    let temperatures = levels(reference, 0.5);
    demand("temperature", &["a0", "a1"], &given, (temperatures, "temperatures more than 0.5 K apart"))?;
    let thermistor = beyond(&["a0", "a1", "a2", "a3"], temperatures);
    let housing = beyond(&["", "TPCOR", "TPCOR2"], levels(pressures, 100.0));
    let untold = thermistor.chain(housing).map(|name| (name, 0.0));
    Ok(held(untold, Reason::TooFewPoints).chain(given).collect())
}
