//! Density and specific volume: v = ∂g/∂p, ρ = 1/v (TEOS-10 manual, eqs. 2.7.1 and 2.8.1).

use super::gibbs::Gibbs;
use super::reduced::{Reduced, without_logarithm};
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};

impl Gibbs {
    /// Density, kg/m³.
    #[inline(always)]
    pub fn density(&self) -> f64 {
        1.0 / self.g_p
    }
    /// Specific volume, m³/kg.
    #[inline(always)]
    pub fn specific_volume(&self) -> f64 {
        self.g_p
    }
}

/// Density, kg/m³. Range: as [`gibbs`](super::gibbs()).
#[inline(always)]
pub fn density(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    without_logarithm(Reduced::of(salinity, temperature, pressure)).density()
}

/// Specific volume, m³/kg. Range: as [`gibbs`](super::gibbs()).
#[inline(always)]
pub fn specific_volume(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    without_logarithm(Reduced::of(salinity, temperature, pressure)).specific_volume()
}
