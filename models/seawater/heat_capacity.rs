//! Isobaric heat capacity: c_p = −T ∂²g/∂T² (TEOS-10 manual, eq. 2.20.1).

use super::gibbs::Gibbs;
use super::reduced::{Reduced, without_logarithm};
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};

impl Gibbs {
    /// Specific heat capacity at constant pressure, J/(kg K), at the temperature that the Gibbs energy was taken at.
    #[inline(always)]
    pub fn isobaric_heat_capacity(&self, temperature: Temperature) -> f64 {
        -temperature.kelvin() * self.g_tt
    }
}

/// Specific heat capacity at constant pressure, J/(kg K). Range: as [`gibbs`](super::gibbs()).
#[inline(always)]
pub fn isobaric_heat_capacity(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    without_logarithm(Reduced::of(salinity, temperature, pressure)).isobaric_heat_capacity(temperature)
}
