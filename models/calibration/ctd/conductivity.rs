//! Conductivity: the cell's quartic in frequency, and what pressure does to the cell.
//!
//! The reference is PSS-78 conductivity of the reference temperature, pressure and bottle salinity. PSS-78 itself is
//! not exact; its departure is a smooth function of the state of the water and the same for every sensor, so it is a
//! component shared between points. It reaches the user through the coefficients only: a cell answers to the true
//! conductivity of the water around it, so at use the formulation does not act a second time.

use super::evidence::{CalibrationError, Evidence, Mean, Observation, item_components};
use super::freedom::{beyond, levels};
use super::held::{HeldByName, Reason, given, held};
use super::sensor::{SensorCalibration, Shape, Task};
use super::temperature::{sea_dbar, through_pressure};
use crate::calibration::Prior;
use crate::equation;
use crate::quantity::{AbsolutePressure, PracticalSalinity, SeaPressure, Temperature};
use crate::seawater;
use crate::uncertainty::{Budget, Component, Kind};
use nalgebra::DMatrix;
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

/// Distances over which PSS-78 may change what it is wrong by: a judgement from the low order of its polynomials
/// (fifth in √R, fourth in t, third in p, over 40 units, 37 K and 100 MPa).
const SALINITY_LENGTH: f64 = 20.0;
const TEMPERATURE_LENGTH_K: f64 = 20.0;
const PRESSURE_LENGTH_MPA: f64 = 60.0;

/// Temperature at which practical salinity is a conductivity ratio by definition (at one atmosphere), °C.
const DEFINITION_CELSIUS: f64 = 15.0;

pub(super) fn calibrate(evidence: &Evidence) -> Result<SensorCalibration, CalibrationError> {
    let means: Vec<Mean> = evidence.observations.iter().map(|o| o.conductivity_hz).collect();
    let pressures = sea_dbar(evidence);
    let rows = evidence.observations.iter().zip(&pressures);
    let inputs: Vec<Vec<f64>> =
        rows.map(|(o, p)| vec![o.conductivity_hz.value, o.temperature_celsius, *p]).collect();
    let reference = evidence.column(reference_conductivity);
    let prior = prior(evidence, &inputs);
    let task = Task {
        equation: equation::find("sea-bird/sbe-37-conductivity")?,
        fixed: fixed(evidence, &reference, &pressures, &prior),
        prior,
        shape: Shape::Relative,
        steps: vec![evidence.resolution.conductivity_hz, 0.0, 0.0],
        inputs,
        reference,
    };
    let rough = task.preliminary()?;
    let slopes: Vec<Vec<f64>> = task.inputs.iter().map(|inputs| rough.input_gradient(inputs)).collect();
    let budget = budget(evidence, &means, &slopes);
    task.calibrate(budget)
}

/// The state of the water at a point.
fn state(o: &Observation) -> (PracticalSalinity, Temperature, SeaPressure) {
    (
        PracticalSalinity::new(o.practical_salinity),
        Temperature::from_celsius(o.temperature_celsius),
        AbsolutePressure::from_mpa(o.pressure_mpa_absolute).sea(),
    )
}

fn reference_conductivity(o: &Observation) -> f64 {
    let (salinity, temperature, pressure) = state(o);
    seawater::conductivity(salinity, temperature, pressure).siemens_per_m()
}

/// Components of reference minus indication, S/m: errors of temperature and pressure act on both.
fn budget(evidence: &Evidence, means: &[Mean], slopes: &[Vec<f64>]) -> Budget {
    let reference: Vec<_> = evidence
        .observations
        .iter()
        .map(state)
        .map(|(salinity, temperature, pressure)| {
            seawater::conductivity_sensitivity(salinity, temperature, pressure)
        })
        .collect();
    let both = || reference.iter().zip(slopes);
    let per_kelvin: Vec<f64> = both().map(|(reference, slope)| reference.per_kelvin - slope[1]).collect();
    let per_mpa: Vec<f64> = both().map(|(reference, slope)| reference.per_mpa - 100.0 * slope[2]).collect();
    let per_salinity: Vec<f64> = reference.iter().map(|reference| reference.per_salinity).collect();
    let per_hertz: Vec<f64> = slopes.iter().map(|slope| slope[0]).collect();

    let salinity = evidence.salinity_budget.components.iter();
    let temperature = evidence.temperature_budget.components.iter();
    let mut components: Vec<Component> =
        salinity.map(|c| c.through(format!("salinity: {}", c.name), &per_salinity)).collect();
    components.extend(temperature.map(|c| c.through(format!("temperature: {}", c.name), &per_kelvin)));
    components.push(through_pressure(evidence, &per_mpa));
    components.push(formulation(evidence));
    let step = evidence.resolution.conductivity_hz;
    components.extend(item_components("conductivity", means, step, &per_hertz));
    Budget::new(components)
}

/// The departure of PSS-78: its stated standard uncertainty, tied between points by squared-exponential correlation,
/// and nothing where the scale is a definition (15 °C, one atmosphere).
fn formulation(evidence: &Evidence) -> Component {
    let sizes: Vec<f64> = evidence.observations.iter().map(formulation_size).collect();
    let count = evidence.points();
    let covariance = DMatrix::from_fn(count, count, |row, column| {
        sizes[row]
            * sizes[column]
            * departure_correlation(&evidence.observations[row], &evidence.observations[column])
    });
    let source = "PSS-78, stated uncertainty with correlation lengths of 20, 20 K and 60 MPa";
    Component::from_covariance("formulation PSS-78", source, Kind::B, &covariance)
}

/// Stated standard uncertainty of PSS-78 conductivity far from its definition, S/m.
fn formulation_size(o: &Observation) -> f64 {
    let (salinity, temperature, pressure) = state(o);
    let relative = seawater::conductivity_relative_standard_uncertainty(salinity, temperature, pressure);
    relative * reference_conductivity(o)
}

/// Covariance, over the two standard uncertainties, of a field that is known to vanish where the scale is defined.
fn departure_correlation(one: &Observation, other: &Observation) -> f64 {
    let salinity = bell((one.practical_salinity - other.practical_salinity) / SALINITY_LENGTH);
    let between = bell((one.temperature_celsius - other.temperature_celsius) / TEMPERATURE_LENGTH_K)
        * bell((one.pressure_mpa_absolute - other.pressure_mpa_absolute) / PRESSURE_LENGTH_MPA);
    salinity * (between - from_definition(one) * from_definition(other))
}

/// Correlation with the place where the scale is defined.
fn from_definition(o: &Observation) -> f64 {
    let (_, _, pressure) = state(o);
    bell((o.temperature_celsius - DEFINITION_CELSIUS) / TEMPERATURE_LENGTH_K)
        * bell(pressure.mpa() / PRESSURE_LENGTH_MPA)
}

fn bell(distance: f64) -> f64 {
    libm::exp(-0.5 * distance * distance)
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
    let compression = beyond(&["", "CPCOR", "CPCOR2"], levels(pressures, 100.0));
    let untold = cell.chain(compression).map(|name| (name, typical(name)));
    fixed.extend(held(untold, Reason::TooFewPoints));
    fixed.extend(given(evidence, &["g", "h", "i", "j", "CTCOR", "CPCOR", "CPCOR2", "WBOTC"]));
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
