//! One scan of an instrument: what it sends, and what is made of it.

use nalgebra::Matrix4;

/// One scan of the instrument, as it sends it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RawReading {
    /// Temperature counts.
    pub temperature_counts: f64,
    /// Conductivity oscillator, Hz.
    pub conductivity_hz: f64,
    /// Pressure bridge, counts.
    pub pressure_counts: f64,
    /// Thermometer of the pressure bridge, counts.
    pub pressure_temperature_counts: f64,
}

/// What the calibrated instrument makes of a scan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Temperature (ITS-90), °C.
    pub temperature_celsius: f64,
    /// Conductivity, S/m.
    pub conductivity_s_per_m: f64,
    /// Pressure above vacuum, MPa.
    pub pressure_mpa_absolute: f64,
    /// Practical salinity.
    pub practical_salinity: f64,
    /// Covariance of the four, in this order and these units. It is that of a scan without noise.
    pub covariance: Matrix4<f64>,
}

impl Reading {
    /// Standard uncertainties of temperature, conductivity, pressure and practical salinity; NaN where the covariance has no
    /// variance: none is stated then, least of all zero.
    pub fn standard_uncertainties(&self) -> [f64; 4] {
        self.covariance.diagonal().map(f64::sqrt).into()
    }
}
