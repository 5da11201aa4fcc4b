//! Standard uncertainties of where seawater freezes, at rest and on its way up.

use super::caloric;
use super::{at_pressure, growth_with_salinity, growth_with_salt, pressure_ratio, salinity_ratio, together};
use crate::quantity::SeaPressure;
use crate::seawater::freezing::{
    freezing_pressure as freezing_pressure_of, freezing_temperature as freezing_temperature_of,
};
use crate::seawater::gibbs::{gibbs, water_potential};
use crate::seawater::ice::ice_gibbs;
use crate::seawater::state::State;

/// Fresh air-free water at one atmosphere, K: water of another isotopic composition freezes up to a tenth of a
/// millikelvin elsewhere (judgement).
const FRESH_KELVIN: f64 = 1e-4;
/// Standard Seawater at one atmosphere, K, and proportional to salinity otherwise (judgement: what is commonly
/// stated for measured freezing points of seawater).
const SALT_KELVIN: f64 = 2e-3;
/// Pressure on ice, K by 100 MPa: the volume of ice to one part in 10⁴, over the entropy of melting (judgement).
const ICE_KELVIN: f64 = 1e-2;
/// Pressure on water, K by 100 MPa, growing with the fourth power: another Gibbs function of water (Bollengier
/// et al. 2019) with the same ice melts 0.5, 4, 9, 13 and 22 mK lower at 50, 80, 100, 110 and 127 MPa.
const WATER_KELVIN: f64 = 9e-3;
/// Pressure beyond 100 MPa after which the share of salt has doubled, MPa (judgement).
const SALT_AGAIN_MPA: f64 = 15.0;
/// Depression by dissolved air, K: 2.4 mK fresh and 1.9 mK salty, to a fifth (judgement).
const AIR_KELVIN: f64 = 5e-4;

/// Standard uncertainty of the freezing temperature of air-free seawater, K.
///
/// Standard Seawater: 2 mK at the surface, 14 mK at 100 MPa, 27.5 mK at 127 MPa.
pub fn freezing_temperature(state: &State) -> f64 {
    let ratio = pressure_ratio(state);
    let salt = SALT_KELVIN * salinity_ratio(state) * growth_with_salt(state, SALT_AGAIN_MPA);
    let water = WATER_KELVIN * ratio * ratio * ratio * ratio;
    together([FRESH_KELVIN, salt, ICE_KELVIN * ratio, water]) * growth_with_salinity(state)
}

/// Standard uncertainty of the freezing temperature of air-saturated seawater, K.
pub fn freezing_temperature_air_saturated(state: &State) -> f64 {
    together([freezing_temperature(state), AIR_KELVIN])
}

/// Standard uncertainty of the pressure at which water of this temperature freezes, dbar: that of the freezing
/// temperature there over its slope. NaN where there is no such pressure.
pub fn freezing_pressure(state: &State) -> f64 {
    let there = at_pressure(state, freezing_pressure_of(state.absolute, state.temperature));
    freezing_temperature(&there) / slope_kelvin_per_mpa(&there).abs() * 100.0
}

/// Standard uncertainty of the pressure at which an isentropic release to the surface begins to freeze, dbar.
///
/// Taken where freezing is known worst on that way, at the pressure that it starts from: an upper bound.
pub fn release_freezing_pressure(state: &State) -> f64 {
    let (approach, _) = approach(state);
    release_kelvin(state) / approach.abs() * 100.0
}

/// Standard uncertainty of the temperature at which that happens, K (an upper bound likewise).
pub fn release_freezing_temperature(state: &State) -> f64 {
    let (approach, cooling) = approach(state);
    together([release_kelvin(state), release_kelvin(state) / approach * cooling])
}

/// Standard uncertainty of the temperature of the coldest water that can be released to the surface without
/// ice, K: freezing at the surface, and the way there.
pub fn release_limit_temperature(state: &State) -> f64 {
    let surface = at_pressure(state, SeaPressure::SURFACE);
    together([freezing_temperature(&surface), caloric::potential_temperature(state)])
}

/// Freezing temperature and the isentrope together, K.
fn release_kelvin(state: &State) -> f64 {
    together([freezing_temperature(state), caloric::potential_temperature(state)])
}

/// How fast an isentrope nears the freezing curve, and how fast it cools, K/MPa.
fn approach(state: &State) -> (f64, f64) {
    let temperature = freezing_temperature_of(state.absolute, state.pressure);
    let cooling = gibbs(state.absolute, temperature, state.pressure).adiabatic_lapse_rate() * 1e6;
    (slope_kelvin_per_mpa(&State { temperature, ..*state }) - cooling, cooling)
}

/// Slope of the freezing curve at a state on it, K/MPa (Clausius and Clapeyron).
fn slope_kelvin_per_mpa(state: &State) -> f64 {
    let water = water_potential(state.absolute, state.temperature, state.pressure);
    let ice = ice_gibbs(state.temperature, state.pressure);
    -(water.g_p - ice.g_p) / (water.g_t - ice.g_t) * 1e6
}
