//! Adiabatic lapse rate: Γ = −(∂²g/∂T∂p)/(∂²g/∂T²) (TEOS-10 manual, eq. 2.22.1).

use super::gibbs::Gibbs;
use super::reduced::{Reduced, without_logarithm};
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};

impl Gibbs {
    /// Warming by pressure at constant entropy, K/Pa; negative for cold fresh water.
    #[inline(always)]
    pub fn adiabatic_lapse_rate(&self) -> f64 {
        -self.g_tp / self.g_tt
    }
}

/// Warming by pressure at constant entropy and salinity, K/Pa; negative for cold fresh water. Range: as
/// [`gibbs`](super::gibbs()).
#[inline(always)]
pub fn adiabatic_lapse_rate(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    without_logarithm(Reduced::of(salinity, temperature, pressure)).adiabatic_lapse_rate()
}
