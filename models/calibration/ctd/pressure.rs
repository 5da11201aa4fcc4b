//! Pressure: zero, span and bend of the gauge, and how its zero moves with temperature.

use super::errors_at_use::InadequacyShape;
use super::evidence::{CalibrationError, Evidence, Mean, item_components};
use super::freedom::{beyond, demand, levels};
use super::held::{HeldByName, Reason, given, held};
use super::selection::Terms;
use super::sensor::SensorCalibration;
use super::task::Task;
use crate::equation::{self, Equation};
use std::collections::BTreeMap;

/// Terms that the points may or may not support, in rising order: the bend of the diaphragm and its thermal zero.
pub(super) const LADDERS: [&[&str]; 2] = [&["PA2", "PA3"], &["PTCA1", "PTCA2"]];

pub(super) fn calibrate(
    evidence: &Evidence,
    terms: Terms<'_>,
) -> Result<SensorCalibration, CalibrationError> {
    let bridge: Vec<Mean> = evidence.observations.iter().map(|o| o.pressure_counts).collect();
    let thermometer: Vec<Mean> =
        evidence.observations.iter().map(|o| o.pressure_temperature_counts).collect();
    let inputs: Vec<Vec<f64>> =
        bridge.iter().zip(&thermometer).map(|(n, y)| vec![n.value, y.value]).collect();
    let reference = evidence.column(|o| o.pressure_mpa_absolute);
    let equation = equation::find("sea-bird/sbe-37-pressure")?;
    let resolution = evidence.resolution;
    let task = Task {
        equation,
        fixed: fixed(evidence, equation, &reference)?,
        prior: BTreeMap::new(),
        ladders: &LADDERS,
        absent: |_| 0.0,
        shape: InadequacyShape::UnderPressure { full_scale: reference.iter().copied().fold(0.0, f64::max) },
        steps: vec![resolution.pressure_counts, resolution.pressure_temperature_counts],
        inputs,
        reference,
        start: BTreeMap::new(),
    };
    let rough = task.preliminary()?;
    let slopes: Vec<Vec<f64>> = task.inputs.iter().map(|inputs| rough.input_gradient(inputs)).collect();
    let of = |index: usize| slopes.iter().map(|slope| slope[index]).collect::<Vec<f64>>();
    let mut item = item_components("pressure", &bridge, resolution.pressure_counts, &of(0));
    let step = resolution.pressure_temperature_counts;
    item.extend(item_components("pressure thermometer", &thermometer, step, &of(1)));
    task.calibrate(&rough, evidence.pressure_budget.clone(), item, terms)
}

/// Coefficients held: all but PA0..PA3 and, where temperature was varied, the thermal zero; the maker's values where
/// the item's file has them.
fn fixed(
    evidence: &Evidence,
    equation: &Equation,
    reference: &[f64],
) -> Result<HeldByName, CalibrationError> {
    let given = given(evidence, equation.coefficients());
    let pressures = levels(reference, 1.0);
    demand("pressure", &["PA0", "PA1"], &given, (pressures, "pressures more than 1 MPa apart"))?;
    let mut fixed: HeldByName = held(equation.held().iter().copied(), Reason::Form).collect();
    let (told, untold) = thermal_terms(evidence, &given);
    for name in told.iter().chain(&["PA3"]) {
        fixed.remove(*name);
    }
    let untold = untold.iter().copied().chain(beyond(&["PA0", "PA1", "PA2", "PA3"], pressures));
    fixed.extend(held(untold.map(|name| (name, 0.0)), Reason::TooFewPoints));
    fixed.extend(given);
    Ok(fixed)
}

/// PTCA1 and PTCA2, those that the points can tell and those that they cannot. A thermometer that the maker did not
/// calibrate can tell neither, whatever the points: then the maker's form holds both.
fn thermal_terms(
    evidence: &Evidence,
    given: &HeldByName,
) -> (&'static [&'static str], &'static [&'static str]) {
    if !given.contains_key("PTEMPA1") {
        return (&[], &[]);
    }
    let temperatures = levels(&evidence.column(|o| o.temperature_celsius), 2.0);
    ["PTCA1", "PTCA2"].as_slice().split_at(temperatures.saturating_sub(1).min(2))
}
