//! How well the formulations describe Standard Seawater: stated inside their range, assumed to grow beyond
//! it.
//!
//! Above 100 MPa no measurement of seawater's conductivity is known here, and those of its density (Safarov
//! et al. 2012, Romeo et al. 2021) have yet to be weighed. The growth is a judgement, scaled on what happened
//! to formulas of the same make: EOS-80, fitted to 100 MPa, departs from the exact TEOS-10 density by 0.007,
//! 0.013 and 0.035 kg/m³ at 100, 110 and 127 MPa (SP 34.7, 2.3–2.7 °C), that is in proportion 1 : 1.9 : 5,
//! while TEOS-10's water part stays within 1 ppm of IAPWS-95, itself valid to 1,000 MPa.

use super::conductivity::{conductivity, conductivity_sensitivity};
use crate::quantity::{PracticalSalinity, SeaPressure, Temperature};

/// End of the pressure range of PSS-78 (10,000 dbar) and of TEOS-10 seawater, MPa.
const RANGE_END_MPA: f64 = 100.0;
/// PSS-78's own standard uncertainty in salinity: half of the ±0.002 that is expected of it (Le Menn 2011,
/// Ocean Science 7, 651), which is read here as k = 2; the source leaves the coverage open.
const SALINITY_STANDARD_UNCERTAINTY: f64 = 0.001;
/// Pressure beyond the range that adds as much again to the uncertainty of PSS-78, which then grows with its
/// power 3/2.
const CONDUCTIVITY_GROWTH_MPA: f64 = 10.0;
/// Pressure beyond the range that adds as much again to the uncertainty of density: the salt part alone is
/// unproven.
const DENSITY_GROWTH_MPA: f64 = 25.0;
/// Standard uncertainty of density at atmospheric pressure, as TEOS-10 is quoted (Feistel 2008). Schmidt
/// (thesis, Rostock 2019) finds TEOS-10's statements too small, without a figure that could be used here.
const DENSITY_SURFACE: f64 = 4e-6;
/// Standard uncertainty of density under pressure (the same sources).
const DENSITY_DEEP: f64 = 20e-6;
/// Pressure over which the former is taken to pass into the latter, MPa: an interpolation of our own.
const DENSITY_TRANSITION_MPA: f64 = 10.0;

/// Standard uncertainty of PSS-78 conductivity of given salinity, relative to the conductivity.
///
/// u(SP) = 0.001 inside 2–42, −2–35 °C, 0–100 MPa, times 1 + (Δp/10 MPa)^1.5 beyond in pressure, which is how
/// EOS-80 went astray, and by as much again for each 4 units of salinity and each 5 K beyond; taken to
/// conductivity by ∂ ln C/∂SP. Salinity must be above zero.
pub fn conductivity_relative_standard_uncertainty(
    salinity: PracticalSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    let depth = beyond(pressure.mpa(), 0.0, RANGE_END_MPA) / CONDUCTIVITY_GROWTH_MPA;
    let growth = (1.0 + depth * depth.sqrt())
        * (1.0 + beyond(salinity.value(), 2.0, 42.0) / 4.0)
        * (1.0 + beyond(temperature.celsius(), -2.0, 35.0) / 5.0);
    let slope = conductivity_sensitivity(salinity, temperature, pressure).per_salinity;
    SALINITY_STANDARD_UNCERTAINTY * growth * slope
        / conductivity(salinity, temperature, pressure).siemens_per_m()
}

/// Standard uncertainty of TEOS-10 density, relative: 4 ppm at the surface, 20 ppm from 10 to 100 MPa,
/// growing by another 20 ppm each 25 MPa beyond, and by as much again for each 10 g/kg above 42 and each 10 K
/// outside −6–40 °C.
pub fn density_relative_standard_uncertainty(
    salinity: PracticalSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    let depth = (pressure.mpa() / DENSITY_TRANSITION_MPA).clamp(0.0, 1.0);
    let stated = DENSITY_SURFACE + (DENSITY_DEEP - DENSITY_SURFACE) * depth;
    stated
        * (1.0 + beyond(pressure.mpa(), 0.0, RANGE_END_MPA) / DENSITY_GROWTH_MPA)
        * (1.0 + beyond(salinity.reference().g_per_kg(), 0.0, 42.0) / 10.0)
        * (1.0 + beyond(temperature.celsius(), -6.0, 40.0) / 10.0)
}

/// Distance outside a range, zero inside it.
fn beyond(value: f64, low: f64, high: f64) -> f64 {
    (low - value).max(value - high).max(0.0)
}
