//! Compressibility at constant temperature, −(∂²g/∂p²)/v (TEOS-10 manual, eq. 2.15.1), and at constant entropy (eq. 2.16.1).

use super::gibbs::Gibbs;
use super::reduced::{Reduced, without_logarithm};
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};

impl Gibbs {
    /// Compressibility at constant temperature, 1/Pa.
    #[inline(always)]
    pub fn isothermal_compressibility(&self) -> f64 {
        -self.g_pp / self.g_p
    }
    /// Compressibility at constant entropy, 1/Pa.
    #[inline(always)]
    pub fn isentropic_compressibility(&self) -> f64 {
        (self.g_tp * self.g_tp - self.g_tt * self.g_pp) / (self.g_p * self.g_tt)
    }
}

/// Compressibility at constant temperature, 1/Pa. Range: as [`gibbs`](super::gibbs()).
#[inline(always)]
pub fn isothermal_compressibility(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    without_logarithm(Reduced::of(salinity, temperature, pressure)).isothermal_compressibility()
}

/// Compressibility at constant entropy, 1/Pa. Range: as [`gibbs`](super::gibbs()).
#[inline(always)]
pub fn isentropic_compressibility(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    without_logarithm(Reduced::of(salinity, temperature, pressure)).isentropic_compressibility()
}
