//! Enthalpy and internal energy: h = g − T ∂g/∂T, u = h − p ∂g/∂p (TEOS-10 manual, eqs. 2.11.1 and 2.11.2).

use super::gibbs::{Gibbs, gibbs};
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};

impl Gibbs {
    /// Specific enthalpy, J/kg, at the temperature that the Gibbs energy was taken at.
    #[inline(always)]
    pub fn enthalpy(&self, temperature: Temperature) -> f64 {
        self.g - temperature.kelvin() * self.g_t
    }
    /// Specific internal energy, J/kg, at the state that the Gibbs energy was taken at.
    pub fn internal_energy(&self, temperature: Temperature, pressure: SeaPressure) -> f64 {
        self.enthalpy(temperature) - pressure.absolute().mpa() * 1e6 * self.g_p
    }
}

/// Specific enthalpy, J/kg; zero at SP 35, 0 °C, one atmosphere. Range: as [`gibbs`](super::gibbs()).
pub fn enthalpy(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    gibbs(salinity, temperature, pressure).enthalpy(temperature)
}

/// Specific internal energy, J/kg; enthalpy less absolute pressure times volume. Range: as [`gibbs`](super::gibbs()).
pub fn internal_energy(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    gibbs(salinity, temperature, pressure).internal_energy(temperature, pressure)
}
