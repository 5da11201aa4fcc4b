//! Standard uncertainties of the properties of seawater, extrapolation included.
//!
//! One function per property, in the property's own unit: how far the *formulation* may be from nature for
//! Standard Seawater of exactly the given state. What the inputs contribute is the caller's business. Inside
//! the stated range a figure rests on a source or on a comparison of independent formulations; beyond, on a
//! law of growth that is a judgement, and is said to be one. `docs/physics/seawater.md` tells each story.
//! Every function takes any state; what is not a number gives NaN.
//!
//! Two pieces of evidence recur below.
//!
//! * *Water*: IAPWS-95, which is TEOS-10's water, against IAPWS G12-15, a later equation fitted to later
//!   measurements (0–26 °C, to 127 MPa).
//! * *Seawater*: EOS-80, Chen and Millero, and Del Grosso against TEOS-10. They share part of their data, so
//!   that their differences are a lower bound. Where two of equal standing differ by d (root mean square), the
//!   errors of the two have a mean square of d²/2 on average, and neither is stated to be better than d/√2.
//!
//! Above 100 MPa the water part is close to IAPWS-95 and as uncertain as that; what salt does to it is unproven there,
//! and its share grows with excess pressure to the power 3/2. That is how EOS-80, fitted to 100 MPa, leaves
//! TEOS-10: by 0.007, 0.013 and 0.035 kg/m³ at 100, 110 and 127 MPa (SP 34.7, 2.3–2.7 °C).

mod caloric;
mod comparison;
mod density;
mod freezing;
mod ocean;
mod salt;
mod sound;
#[cfg(test)]
mod tests;

pub use caloric::{
    adiabatic_lapse_rate, conservative_temperature, enthalpy, entropy, gibbs_energy, internal_energy,
    isobaric_heat_capacity, potential_temperature, temperature, thermal_expansion,
};
pub use comparison::{
    density_eos80, density_polynomial75, haline_contraction_polynomial75, sound_speed_chen_millero,
    sound_speed_del_grosso, sound_speed_polynomial75, thermal_expansion_polynomial75,
};
pub use density::{density, density_relative, potential_density_anomaly, specific_volume};
pub use freezing::{
    freezing_pressure, freezing_temperature, freezing_temperature_air_saturated, release_freezing_pressure,
    release_freezing_temperature, release_limit_temperature,
};
pub use ocean::{depth, gas_pressure_factor_relative, gravity, oxygen_solubility_relative};
pub use salt::{
    absolute_salinity, chemical_potential_of_salt, chemical_potential_of_water, conductivity,
    haline_contraction, practical_salinity, reference_salinity, relative_chemical_potential,
};
pub use sound::{isentropic_compressibility, isothermal_compressibility, sound_speed};

use super::gibbs::{Gibbs, gibbs};
use super::state::State;
use crate::constants::STANDARD_OCEAN_SALINITY_G_PER_KG;
use crate::quantity::{PracticalSalinity, SeaPressure, Temperature};
use crate::seawater;

/// End of the pressure range of PSS-78 (10,000 dbar) and of TEOS-10 seawater, MPa.
const RANGE_END_MPA: f64 = 100.0;
/// Salinity beyond 42 g/kg that adds as much again, g/kg (judgement).
const SALINITY_GROWTH_G_PER_KG: f64 = 10.0;
/// Temperature outside −6–40 °C that adds as much again, K (judgement).
const TEMPERATURE_GROWTH_KELVIN: f64 = 10.0;

/// Standard uncertainty of PSS-78 conductivity of given salinity, relative to the conductivity.
///
/// [`practical_salinity`] taken to conductivity by ∂ ln C/∂SP. Salinity must be above zero.
pub fn conductivity_relative_standard_uncertainty(
    salinity: PracticalSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    salt::conductivity_relative(&State::of_standard_seawater(salinity, temperature, pressure))
}

/// Standard uncertainty of TEOS-10 density, relative: [`density_relative`] of Standard Seawater.
pub fn density_relative_standard_uncertainty(
    salinity: PracticalSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    density_relative(&State::of_standard_seawater(salinity, temperature, pressure))
}

/// Distance outside a range, zero inside it, NaN for NaN.
fn beyond(value: f64, low: f64, high: f64) -> f64 {
    (value - value.clamp(low, high)).abs()
}

/// Root of the sum of squares.
fn together<const N: usize>(shares: [f64; N]) -> f64 {
    shares.iter().fold(0.0, |sum, share| sum + share * share).sqrt()
}

/// Sea pressure over the end of the range; zero where it is negative.
fn pressure_ratio(state: &State) -> f64 {
    state.pressure.mpa().clamp(0.0, f64::INFINITY) / RANGE_END_MPA
}

/// How much a share grows beyond 100 MPa (and in tension), where another of its size is added after
/// `again_mpa`.
fn growth_with_pressure(state: &State, again_mpa: f64) -> f64 {
    let excess = beyond(state.pressure.mpa(), 0.0, RANGE_END_MPA) / again_mpa;
    1.0 + excess * excess.sqrt()
}

/// The same for what depends on salt: in proportion to salinity up to that of the standard ocean.
fn growth_with_salt(state: &State, again_mpa: f64) -> f64 {
    1.0 + salinity_ratio(state).clamp(0.0, 1.0) * (growth_with_pressure(state, again_mpa) - 1.0)
}

/// Absolute Salinity over that of the standard ocean.
fn salinity_ratio(state: &State) -> f64 {
    state.absolute.g_per_kg().clamp(0.0, f64::INFINITY) / STANDARD_OCEAN_SALINITY_G_PER_KG
}

/// How far water is from the salinities that were measured under pressure: 0 from 30 g/kg up, 1 for fresh
/// water.
fn freshness(state: &State) -> f64 {
    (1.0 - state.absolute.g_per_kg() / 30.0).clamp(0.0, 1.0)
}

/// Growth outside TEOS-10's salinities.
fn growth_with_salinity(state: &State) -> f64 {
    1.0 + beyond(state.absolute.g_per_kg(), 0.0, 42.0) / SALINITY_GROWTH_G_PER_KG
}

/// Growth outside TEOS-10's salinities and temperatures.
fn growth_outside(state: &State) -> f64 {
    let celsius = state.temperature.celsius();
    // Water that pressure keeps liquid is inside, however cold (see `range`).
    let coldest = if celsius < -6.0 {
        seawater::freezing_temperature(state.absolute, state.pressure).celsius().min(-6.0)
    } else {
        -6.0
    };
    let warmth = beyond(celsius, coldest, 40.0) / TEMPERATURE_GROWTH_KELVIN;
    growth_with_salinity(state) * (1.0 + warmth)
}

/// The Gibbs energy at a state.
fn gibbs_of(state: &State) -> Gibbs {
    gibbs(state.absolute, state.temperature, state.pressure)
}

/// The same water at another pressure.
fn at_pressure(state: &State, pressure: SeaPressure) -> State {
    State { pressure, ..*state }
}

/// The uncertainty that a derivative by pressure accumulates between the surface and a state, by Simpson's
/// rule: its errors are the same all the way, so that they add up and do not average out. Per pascal in.
fn along_pressure(state: &State, slope: impl Fn(&State) -> f64) -> f64 {
    let halfway = SeaPressure::from_mpa(0.5 * state.pressure.mpa());
    let sum = slope(&at_pressure(state, SeaPressure::SURFACE))
        + 4.0 * slope(&at_pressure(state, halfway))
        + slope(state);
    state.pressure.mpa().abs() * 1e6 * sum / 6.0
}
