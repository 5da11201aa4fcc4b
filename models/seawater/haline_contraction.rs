//! Haline contraction at constant in-situ temperature: β = −(∂²g/∂S∂p)/v (TEOS-10 manual, eq. 2.19.1).

use super::gibbs::volume_by_salinity;
use super::reduced::{Reduced, without_logarithm};
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};

/// Haline contraction at constant in-situ temperature and pressure, per mass fraction of salt, kg/kg; a thousandth of it
/// is GSW's kg/g. Range: as [`gibbs`](super::gibbs()), fresh water included.
#[inline(always)]
pub fn haline_contraction(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    let state = Reduced::of(salinity, temperature, pressure);
    -volume_by_salinity(state) / without_logarithm(state).g_p
}
