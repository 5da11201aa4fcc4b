//! Speed of sound: c² = v/κ, κ at constant entropy (TEOS-10 manual, eq. 2.17.1).

use super::gibbs::Gibbs;
use super::reduced::{Reduced, without_logarithm};
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};

impl Gibbs {
    /// Speed of sound at vanishing frequency, m/s.
    #[inline(always)]
    pub fn sound_speed(&self) -> f64 {
        (self.g_p / self.isentropic_compressibility()).sqrt()
    }
}

/// Speed of sound at vanishing frequency, m/s. Range: as [`gibbs`](super::gibbs()).
#[inline(always)]
pub fn sound_speed(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    without_logarithm(Reduced::of(salinity, temperature, pressure)).sound_speed()
}
