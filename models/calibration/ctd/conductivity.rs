//! Conductivity: the cell's quartic in frequency, and what pressure does to the cell.
//!
//! The reference is PSS-78 conductivity of the reference temperature, pressure and bottle salinity. PSS-78 itself is
//! not exact; its departure is a smooth function of the state of the water and the same for every sensor, so it is a
//! component shared between points. It reaches the user through the coefficients only: a cell answers to the true
//! conductivity of the water around it, so at use the formulation does not act a second time.

use super::errors_at_use::InadequacyShape;
use super::evidence::{CalibrationError, Evidence, Mean, item_components};
use super::formulation::{self, State};
use super::freedom::{beyond, levels};
use super::held::{HeldByName, Reason, given, held};
use super::selection::Terms;
use super::sensor::SensorCalibration;
use super::task::Task;
use super::temperature::{sea_dbar, through_pressure};
use crate::calibration::Prior;
use crate::equation;
use crate::uncertainty::{Budget, Component};
use std::collections::BTreeMap;

/// Standard uncertainty of the printed CTCOR, K⁻¹. Borosilicate glass expands by (3.3 ± 0.1)e-6 per kelvin (ISO 3585);
/// the metal of the electrodes and the oscillator, which warm with it, are allowed twice as much again. The points may
/// move the printed value within this.
const CTCOR_STANDARD_UNCERTAINTY: f64 = 3.0e-7;

/// What Sea-Bird prints for every cell of this kind (SBE 37-SM calibration sheets): expansion, K⁻¹, and compression,
/// dbar⁻¹.
const TYPICAL_CTCOR: f64 = 3.25e-6;
const TYPICAL_CPCOR: f64 = -9.57e-8;

/// The zero term of such a cell, S/m: sheets print −0.99 to −1.01.
const TYPICAL_G: f64 = -1.0;

/// Terms that the points may or may not support, in rising order: the oscillator's curve and the cell's squeeze.
pub(super) const LADDERS: [&[&str]; 2] = [&["i", "j"], &["CPCOR", "CPCOR2", "CPCOR3"]];

pub(super) fn calibrate(
    evidence: &Evidence,
    terms: Terms<'_>,
) -> Result<(SensorCalibration, Sensitivity), CalibrationError> {
    let means: Vec<Mean> = evidence.observations.iter().map(|o| o.conductivity_hz).collect();
    let pressures = sea_dbar(evidence);
    let rows = evidence.observations.iter().zip(&pressures);
    let inputs: Vec<Vec<f64>> =
        rows.map(|(o, p)| vec![o.conductivity_hz.value, o.temperature_celsius, *p]).collect();
    let reference = evidence.column(|o| State::of(o).conductivity_s_per_m());
    let prior = prior(evidence, &inputs);
    let task = Task {
        equation: equation::find("sea-bird/sbe-37-conductivity")?,
        fixed: fixed(evidence, &reference, &pressures, &prior),
        prior,
        ladders: &LADDERS,
        absent: typical,
        shape: InadequacyShape::Relative,
        steps: vec![evidence.resolution.conductivity_hz, 0.0, 0.0],
        inputs,
        reference,
        start: BTreeMap::new(),
    };
    let rough = task.preliminary()?;
    let slopes: Vec<Vec<f64>> = task.inputs.iter().map(|inputs| rough.input_gradient(inputs)).collect();
    let sensitivity = Sensitivity::of(evidence, &slopes);
    let per_hertz: Vec<f64> = slopes.iter().map(|slope| slope[0]).collect();
    let item = item_components("conductivity", &means, evidence.resolution.conductivity_hz, &per_hertz);
    Ok((task.calibrate(&rough, references(evidence, &sensitivity), item, terms)?, sensitivity))
}

/// How errors of the references reach reference minus indication, point by point: errors of temperature and pressure
/// act on both.
pub(super) struct Sensitivity {
    pub(super) per_kelvin: Vec<f64>,
    pub(super) per_mpa: Vec<f64>,
    pub(super) per_salinity: Vec<f64>,
}

impl Sensitivity {
    fn of(evidence: &Evidence, slopes: &[Vec<f64>]) -> Self {
        let reference: Vec<_> = evidence.observations.iter().map(|o| State::of(o).sensitivity()).collect();
        let both = || reference.iter().zip(slopes);
        Self {
            per_kelvin: both().map(|(reference, slope)| reference.per_kelvin - slope[1]).collect(),
            per_mpa: both().map(|(reference, slope)| reference.per_mpa - 100.0 * slope[2]).collect(),
            per_salinity: reference.iter().map(|reference| reference.per_salinity).collect(),
        }
    }
}

/// Components of the reference, S/m.
fn references(evidence: &Evidence, sensitivity: &Sensitivity) -> Budget {
    let Sensitivity { per_kelvin, per_mpa, per_salinity } = sensitivity;
    let salinity = evidence.salinity_budget.components.iter();
    let temperature = evidence.temperature_budget.components.iter();
    let mut components: Vec<Component> =
        salinity.map(|c| c.through(format!("salinity: {}", c.name), per_salinity)).collect();
    components.extend(temperature.map(|c| c.through(format!("temperature: {}", c.name), per_kelvin)));
    components.push(through_pressure(evidence, per_mpa));
    let states: Vec<State> = evidence.observations.iter().map(State::of).collect();
    components.push(formulation::component(&states));
    Budget::new(components)
}

/// CTCOR is known beforehand, but not exactly; the points say more if temperature was varied.
fn prior(evidence: &Evidence, inputs: &[Vec<f64>]) -> BTreeMap<String, Prior> {
    let printed = evidence.maker_coefficients.get("CTCOR").copied().unwrap_or(TYPICAL_CTCOR);
    let temperatures: Vec<f64> = inputs.iter().map(|inputs| inputs[1]).collect();
    let varied = levels(&temperatures, 0.5) > 1;
    let known = Prior { value: printed, standard_uncertainty: CTCOR_STANDARD_UNCERTAINTY };
    varied.then(|| ("CTCOR".to_owned(), known)).into_iter().collect()
}

/// Coefficients held because the item's file gives them, or because these points cannot tell them.
fn fixed(
    evidence: &Evidence,
    reference: &[f64],
    pressures: &[f64],
    prior: &BTreeMap<String, Prior>,
) -> HeldByName {
    let mut fixed: HeldByName = held([("WBOTC", 0.0), ("CTCOR", TYPICAL_CTCOR)], Reason::Form).collect();
    let cell = beyond(&["h", "g", "j", "i"], cell_levels(&shallow_logarithms(reference, pressures)));
    let compression = beyond(&["", "CPCOR", "CPCOR2", "CPCOR3"], levels(pressures, 100.0));
    let untold = cell.chain(compression).map(|name| (name, typical(name)));
    fixed.extend(held(untold, Reason::TooFewPoints));
    fixed.extend(given(evidence, &["g", "h", "i", "j", "CTCOR", "CPCOR", "CPCOR2", "CPCOR3", "WBOTC"]));
    fixed.retain(|name, _| !prior.contains_key(name));
    fixed
}

/// What a coefficient that the points cannot tell is about: a zero conductivity of zero would put the slope far off.
fn typical(name: &str) -> f64 {
    match name {
        "g" => TYPICAL_G,
        "CPCOR" => TYPICAL_CPCOR,
        _ => 0.0,
    }
}

/// Levels of the logarithm of conductivity: each a fiftieth apart tells one term of the quartic, and two that are a
/// two-hundredth apart already tell slope from zero.
fn cell_levels(logarithms: &[f64]) -> usize {
    levels(logarithms, 0.02).max(levels(logarithms, 0.005).min(2))
}

/// Logarithms of conductivity within 100 dbar of the lowest pressure: deeper, conductivity and the cell's compression
/// change together, and a level there tells nothing of the quartic.
fn shallow_logarithms(reference: &[f64], pressures: &[f64]) -> Vec<f64> {
    let lowest = pressures.iter().copied().fold(f64::INFINITY, f64::min);
    let shallow = reference.iter().zip(pressures).filter(|(_, pressure)| **pressure - lowest < 100.0);
    shallow.map(|(value, _)| libm::log(*value)).collect()
}
