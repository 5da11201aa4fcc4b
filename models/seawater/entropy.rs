//! Entropy: η = −∂g/∂T (TEOS-10 manual, eq. 2.10.1).

use super::gibbs::{Gibbs, gibbs};
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};

impl Gibbs {
    /// Specific entropy, J/(kg K); zero at SP 35, 0 °C, one atmosphere.
    pub fn entropy(&self) -> f64 {
        -self.g_t
    }
}

/// Specific entropy, J/(kg K); zero at SP 35, 0 °C, one atmosphere. Range: as [`gibbs`](super::gibbs()).
pub fn entropy(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    gibbs(salinity, temperature, pressure).entropy()
}
