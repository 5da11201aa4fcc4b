//! Thermal expansion at constant in-situ temperature steps: α = (∂²g/∂T∂p)/v (TEOS-10 manual, eq. 2.18.1).

use super::gibbs::Gibbs;
use super::reduced::{Reduced, without_logarithm};
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};

impl Gibbs {
    /// Thermal expansion at constant salinity and pressure, by in-situ temperature, 1/K.
    #[inline(always)]
    pub fn thermal_expansion(&self) -> f64 {
        self.g_tp / self.g_p
    }
}

/// Thermal expansion at constant salinity and pressure, by in-situ temperature, 1/K; negative for cold fresh water.
/// Range: as [`gibbs`](super::gibbs()).
#[inline(always)]
pub fn thermal_expansion(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    without_logarithm(Reduced::of(salinity, temperature, pressure)).thermal_expansion()
}
