//! Pressure: zero, span and bend of the gauge, and how its zero moves with temperature.

use super::evidence::{CalibrationError, Evidence, Mean, item_components};
use super::freedom::{beyond, levels};
use super::sensor::{SensorCalibration, Shape, Task};
use super::temperature::maker;
use crate::equation::{self, Equation};
use std::collections::BTreeMap;

pub(super) fn calibrate(evidence: &Evidence) -> Result<SensorCalibration, CalibrationError> {
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
        fixed: fixed(evidence, equation, &reference),
        prior: BTreeMap::new(),
        shape: Shape::UnderPressure { full_scale: reference.iter().copied().fold(0.0, f64::max) },
        steps: vec![resolution.pressure_counts, resolution.pressure_temperature_counts],
        inputs,
        reference,
    };
    let rough = task.preliminary()?;
    let slopes: Vec<Vec<f64>> = task.inputs.iter().map(|inputs| rough.input_gradient(inputs)).collect();
    let of = |index: usize| slopes.iter().map(|slope| slope[index]).collect::<Vec<f64>>();
    let mut budget = evidence.pressure_budget.clone();
    budget.components.extend(item_components("pressure", &bridge, resolution.pressure_counts, &of(0)));
    let step = resolution.pressure_temperature_counts;
    budget.components.extend(item_components("pressure thermometer", &thermometer, step, &of(1)));
    task.calibrate(budget)
}

/// Coefficients held: all but PA0..PA2 and, where temperature was varied, the thermal zero; the maker's values where
/// the item's file has them.
fn fixed(evidence: &Evidence, equation: &dyn Equation, reference: &[f64]) -> BTreeMap<String, f64> {
    let given = maker(evidence, equation.coefficients());
    let mut fixed: BTreeMap<String, f64> =
        equation.held().iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    for name in free_thermal_terms(evidence, &given) {
        fixed.remove(name);
    }
    let gauge = beyond(&["PA0", "PA1", "PA2"], levels(reference, 1.0));
    fixed.extend(gauge.map(|name| (name.to_owned(), 0.0)));
    fixed.extend(given);
    fixed
}

/// PTCA1 and PTCA2 can be told only with a thermometer that the maker calibrated, and enough temperatures.
fn free_thermal_terms(
    evidence: &Evidence,
    given: &BTreeMap<String, f64>,
) -> impl Iterator<Item = &'static str> {
    let calibrated = given.contains_key("PTEMPA1");
    let temperatures = levels(&evidence.column(|o| o.temperature_celsius), 2.0);
    let told = if calibrated { temperatures.saturating_sub(1) } else { 0 };
    ["PTCA1", "PTCA2"].into_iter().take(told)
}
