//! Calibration of a conductivity-temperature-pressure instrument of the SBE 37 kind from the points of one run.
//!
//! Temperature and pressure are fitted against the bath's references; conductivity against PSS-78 conductivity of the
//! reference temperature, pressure and bottle salinity, never against the item's own temperature or pressure.

mod conductivity;
mod evidence;
mod freedom;
mod held;
mod pressure;
mod sensor;
mod temperature;

pub use evidence::{CalibrationError, Evidence, Mean, Observation, Resolution};
pub use held::{Held, Reason};
pub use sensor::{CalibratedPoint, Contribution, SensorCalibration};

/// The three calibrations of one item.
#[derive(Clone, Debug)]
pub struct CtdCalibration {
    /// Temperature, °C (ITS-90), from counts and sea pressure in dbar.
    pub temperature: SensorCalibration,
    /// Conductivity, S/m, from hertz, temperature in °C and sea pressure in dbar.
    pub conductivity: SensorCalibration,
    /// Absolute pressure, MPa, from bridge counts and the counts of the bridge's thermometer.
    pub pressure: SensorCalibration,
}

impl CtdCalibration {
    /// The three, in the order of a certificate.
    pub fn sensors(&self) -> [&SensorCalibration; 3] {
        [&self.temperature, &self.conductivity, &self.pressure]
    }
}

/// Fits the three sensors.
///
/// # Errors
/// [`CalibrationError`] for evidence that is inconsistent, or points that leave a slope or a zero untold or no degree
/// of freedom to judge the fit by.
pub fn calibrate(evidence: &Evidence) -> Result<CtdCalibration, CalibrationError> {
    evidence.check()?;
    Ok(CtdCalibration {
        temperature: temperature::calibrate(evidence)?,
        conductivity: conductivity::calibrate(evidence)?,
        pressure: pressure::calibrate(evidence)?,
    })
}

#[cfg(test)]
mod tests;
