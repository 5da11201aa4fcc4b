//! Standard uncertainty of density and what follows from it alone.

use super::caloric;
use super::{
    RANGE_END_MPA, at_pressure, beyond, freshness, gibbs_of, growth_outside, growth_with_salt,
    pressure_ratio, salinity_ratio, together,
};
use crate::quantity::SeaPressure;
use crate::seawater::state::State;

/// Relative standard uncertainty at atmospheric pressure, as TEOS-10 is quoted (Feistel 2008; not seen by the
/// authors of this file in print). Schmidt et al. (2018, Ocean Science 14, 15) find that the accuracy has been
/// overestimated; EOS-80's standard error, 0.0036 kg/m³, is the same 3.5 ppm (Millero and Poisson 1981).
const SURFACE: f64 = 4e-6;
/// Share of water under pressure: with that of salt it makes the 20 ppm that TEOS-10 is quoted with. IAPWS-95
/// differs from G12-15 by 15, 18 and 25 ppm at 50, 100 and 127 MPa (root mean square over 0–26 °C).
const WATER_DEEP: f64 = 17e-6;
/// Share of salt under pressure, at the salinity of the standard ocean. EOS-80 differs from TEOS-10 in it by 7,
/// 9 and 16 ppm at 50, 100 and 127 MPa (root mean square over SP 10–40, 0–30 °C).
const SALT_DEEP: f64 = 10e-6;
/// Pressure at which both are complete, MPa: the comparisons above give 5 ppm at 20 MPa and 15 at 50.
const ONSET_MPA: f64 = 50.0;
/// Pressure beyond 100 MPa after which the share of water has doubled, MPa: from 18 to 25 ppm at 127, as above.
const WATER_AGAIN_MPA: f64 = 60.0;
/// Pressure beyond 100 MPa after which the share of salt has doubled, MPa: a judgement, between the 10 that
/// EOS-80's total departure took and the slower growth of the disagreement in the share of salt. It puts
/// Standard Seawater at 127 MPa at 42 ppm. Safarov et al. (2009, Ocean Science 5, 235) measured there to 60 ppm
/// (their standard uncertainty), which contradicts nothing so fine.
const SALT_AGAIN_MPA: f64 = 15.0;

/// Added to fresh water under pressure for each kelvin below 0 °C: G12-15 is denser than IAPWS-95 by 51, 78, 113 and
/// 157 ppm at −2, −4, −6 and −8 °C and 100 MPa, all of it stable liquid; over √2, less what is above.
const COLD_FRESH_PER_KELVIN: f64 = 12e-6;

/// Standard uncertainty of TEOS-10 density, relative to it.
///
/// Standard Seawater: 4 ppm at the surface, 20 ppm from 50 to 100 MPa, 25 at 110 and 42 at 127 MPa; fresh
/// water 25 ppm there, and colder than 0 °C 12 ppm more for each kelvin from 50 MPa on. More by as much again for each 10 g/kg above 42 and each 10 K outside −6–40 °C.
pub fn density_relative(state: &State) -> f64 {
    let onset = (pressure_ratio(state) * (RANGE_END_MPA / ONSET_MPA)).clamp(0.0, 1.0);
    let excess = beyond(state.pressure.mpa(), 0.0, RANGE_END_MPA);
    let water = WATER_DEEP * onset * (1.0 + excess / WATER_AGAIN_MPA);
    let salt = SALT_DEEP * onset * salinity_ratio(state) * growth_with_salt(state, SALT_AGAIN_MPA);
    let cold = beyond(state.temperature.celsius(), 0.0, f64::INFINITY);
    let cold_fresh = COLD_FRESH_PER_KELVIN * onset * cold * freshness(state);
    together([SURFACE, water, salt, cold_fresh]) * growth_outside(state)
}

/// Standard uncertainty of density, kg/m³.
pub fn density(state: &State) -> f64 {
    density_relative(state) * gibbs_of(state).density().abs()
}

/// Standard uncertainty of specific volume, m³/kg.
pub fn specific_volume(state: &State) -> f64 {
    density_relative(state) * gibbs_of(state).specific_volume().abs()
}

/// Standard uncertainty of potential density (anomaly), reference pressure 0 dbar, kg/m³: that of density
/// at the surface, and of the potential temperature there.
pub fn potential_density_anomaly(state: &State) -> f64 {
    let temperature = state.potential();
    let surface = at_pressure(&State { temperature, ..*state }, SeaPressure::SURFACE);
    let water = gibbs_of(&surface);
    let by_temperature = water.thermal_expansion() * caloric::potential_temperature(state);
    water.density().abs() * together([density_relative(&surface), by_temperature])
}
