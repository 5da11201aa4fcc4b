//! Calibration of a conductivity-temperature-pressure instrument of the SBE 37 kind from the points of one run.
//!
//! Temperature and pressure are fitted against the bath's references; conductivity against PSS-78 conductivity of the
//! reference temperature, pressure and bottle salinity, never against the item's own temperature or pressure.

mod conductivity;
mod errors_at_use;
mod evidence;
mod examination;
mod expected;
mod formulation;
mod freedom;
mod held;
mod hysteresis;
mod in_use;
mod joint;
mod pressure;
mod reading;
mod selection;
mod sensor;
mod task;
mod temperature;

pub use errors_at_use::{ErrorsAtUse, InadequacyShape};
pub use evidence::{CalibrationError, Evidence, Mean, Observation, Resolution};
pub use examination::Examination;
pub use formulation::{FORMULATION, ImpossibleState, State};
pub use held::{Held, Reason};
pub use hysteresis::BothWays;
pub use in_use::{CtdInUse, InUseError, SensorInUse};
pub use joint::{Joint, SharedError};
pub use reading::{RawReading, Reading};
pub use selection::{TermTest, Verdict};
pub use sensor::{CalibratedPoint, Contribution, SensorCalibration};

use hysteresis::hysteresis;
use selection::Terms;

/// Which errors make the weights of a fit. The covariance of its result knows all of them in either case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// Those that show as scatter between points, as [`calibrate`] has it: errors that are new at each, and what the
    /// equation cannot follow of those that all points share.
    Scatter,
    /// All: narrowest if the budget is right in every correlation that it states.
    WholeCovariance,
}

/// The three calibrations of one item, and what they share.
#[derive(Clone, Debug)]
pub struct CtdCalibration {
    /// Temperature, °C (ITS-90), from counts and sea pressure in dbar.
    pub temperature: SensorCalibration,
    /// Conductivity, S/m, from hertz, temperature in °C and sea pressure in dbar.
    pub conductivity: SensorCalibration,
    /// Absolute pressure, MPa, from bridge counts and the counts of the bridge's thermometer.
    pub pressure: SensorCalibration,
    /// The errors of the references that all three share.
    pub joint: Joint,
}

impl CtdCalibration {
    /// The three, in the order of a certificate.
    pub fn sensors(&self) -> [&SensorCalibration; 3] {
        [&self.temperature, &self.conductivity, &self.pressure]
    }
}

/// Fits the three sensors, each with the terms that the points support.
///
/// # Errors
/// [`CalibrationError`] for evidence that is inconsistent, or points that leave a slope or a zero untold or no degree
/// of freedom to judge the fit by.
pub fn calibrate(evidence: &Evidence) -> Result<CtdCalibration, CalibrationError> {
    calibrate_with(evidence, Terms::Selected)
}

/// Fits the three sensors with these optional terms (of [`ladders`]) free and the others absent, as one does who knows
/// the sensors' form: nothing is tested, and no inadequacy is looked for.
///
/// # Errors
/// As [`calibrate`]; and where the whole covariance is to weigh and is not positive definite.
pub fn calibrate_as(
    evidence: &Evidence,
    terms: &[&str],
    weights: Weights,
) -> Result<CtdCalibration, CalibrationError> {
    calibrate_with(evidence, Terms::Given(terms, weights))
}

/// Optional terms of temperature, conductivity and pressure, each list in the order in which its terms are freed.
pub const fn ladders() -> [[&'static [&'static str]; 2]; 3] {
    [temperature::LADDERS, conductivity::LADDERS, pressure::LADDERS]
}

fn calibrate_with(evidence: &Evidence, terms: Terms<'_>) -> Result<CtdCalibration, CalibrationError> {
    evidence.check()?;
    let (mut temperature, temperature_per_mpa) = temperature::calibrate(evidence, terms)?;
    let (mut conductivity, sensitivity) = conductivity::calibrate(evidence, terms)?;
    let mut pressure = pressure::calibrate(evidence, terms)?;
    for sensor in [&mut temperature, &mut conductivity, &mut pressure] {
        sensor.hysteresis = hysteresis(evidence, sensor);
    }
    let joint =
        Joint::of(evidence, [&temperature, &conductivity, &pressure], temperature_per_mpa, sensitivity);
    Ok(CtdCalibration { temperature, conductivity, pressure, joint })
}

#[cfg(test)]
mod tests;
