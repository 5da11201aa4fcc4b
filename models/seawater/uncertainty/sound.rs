//! Standard uncertainty of the speed of sound and of the compressibilities.

use super::caloric;
use super::{
    beyond, density_relative, freshness, gibbs_of, growth_outside, growth_with_salt, pressure_ratio, together,
};
use crate::seawater::state::State;

/// At the surface, m/s. Sound in the sea agrees with Del Grosso to 0.05 ± 0.05 m/s (Dushaw et al. 1993, J. Acoust.
/// Soc. Am. 93, 255), and Del Grosso with TEOS-10 to 0.02 at the surface. Single instruments differ by more: 0.3
/// (von Rohden et al. 2015, J. Acoust. Soc. Am. 138, 651).
const SURFACE: f64 = 0.05;
/// Added by 100 MPa to cold ocean water, m/s: Del Grosso less TEOS-10 is 0.03, 0.05, 0.10 and 0.15 at 0–20, 20–40,
/// 40–60 and 60–98 MPa (root mean square over S 30–40, 0–5 °C). Chen and Millero, 0.3 to 0.9 off, do not count
/// here: sound in the sea decided against them (Dushaw et al. 1993; Millero and Li 1994).
const OCEAN_DEEP: f64 = 0.2;
/// Pressure beyond 100 MPa after which that has doubled, MPa: the same difference is 0.48 and 1.45 at 110 and
/// 127 MPa, where Del Grosso is an extrapolation too.
const OCEAN_AGAIN_MPA: f64 = 8.0;
/// Added by 100 MPa to fresh water, with the square root of pressure, m/s. G12-15 less IAPWS-95, over √2, is 0.4,
/// 0.3, 0.6, 0.8 and 0.9 at 20, 50, 80, 100 and 127 MPa (root mean square over 0–26 °C), and at 0 °C −0.8, −0.5 and
/// 0.8 at 20, 50 and 100 MPa.
const FRESH_DEEP: f64 = 1.2;
/// Added by 100 MPa to fresh water for each kelvin below [`COLD_FROM_CELSIUS`], with the square root of pressure, m/s: at 0 and
/// −1 °C and 20 MPa, and at −3 °C and 35 MPa, G12-15 differs by 1.15, 1.30 and 1.79; over √2. Cautious at greater depth.
const FRESH_COLD: f64 = 0.43;
/// Temperature from which down that counts, °C.
const COLD_FROM_CELSIUS: f64 = 3.0;
/// Added by 100 MPa for each kelvin of salt water above [`WARM_FROM_CELSIUS`], m/s. Del Grosso and Chen and Millero
/// differ from TEOS-10 at 25–30 °C by 1.0 and 0.8 at 20–40 MPa, by 1.5 and 0.8 at 40–60 MPa, and at 10–15 °C by 1.1
/// and 0.9 at 60–98 MPa (root mean square, S 30–40). There nothing tells which of the three is right; where
/// formulations of equal standing differ by d, each has a mean square error of d²/2 on average. With this figure no cell
/// of 5 K and 20 to 38 MPa above 10 °C is stated better than that by more than a fifth (`docs/physics/seawater.md`).
const WARM_DEEP: f64 = 0.1;
/// Temperature from which on that counts, °C: no deep ocean is much warmer.
const WARM_FROM_CELSIUS: f64 = 5.0;
/// Added by 100 MPa for each g/kg off the salinities of the deep ocean, m/s: Del Grosso differs by 0.6 and 0.8 at
/// S 30 and 40, 5 °C, 80–98 MPa, but by 0.06 at S 34.7; over √2.
const SALINITY_DEEP: f64 = 0.12;
/// Salinities of the deep ocean, g/kg.
const DEEP_OCEAN_G_PER_KG: [f64; 2] = [34.0, 36.0];
/// Where that stops growing, m/s: between salt and fresh water Chen and Millero are off by 1.5 to 2.4 at 98 MPa.
const SALINITY_END: f64 = 1.2;
/// Pressure beyond 100 MPa after which salt has doubled these, MPa: a judgement; Chen and Millero are off by
/// 1.6 and 3.0 m/s at 110 and 127 MPa.
const ELSEWHERE_AGAIN_MPA: f64 = 25.0;

/// Standard uncertainty of TEOS-10 sound speed, m/s.
///
/// Water of the deep ocean (34–36 g/kg, to 5 °C): 0.05 at the surface, 0.21 at 100 MPa, 0.49 at 110, 1.5 at 127. Added in
/// quadrature at 100 MPa: 0.1 for each kelvin above and 0.12 for each g/kg off these (at 25 °C together 2). Fresh water at
/// 2 °C: 0.57 at 20 MPa and 1.27 at 100.
pub fn sound_speed(state: &State) -> f64 {
    let ratio = pressure_ratio(state);
    let ocean =
        together([SURFACE, OCEAN_DEEP * ratio.clamp(0.0, 1.0)]) * growth_with_salt(state, OCEAN_AGAIN_MPA);
    let fresh = FRESH_DEEP * freshness(state) * ratio.sqrt();
    let coldness = beyond(state.temperature.celsius(), COLD_FROM_CELSIUS, f64::INFINITY);
    let cold = FRESH_COLD * coldness * freshness(state) * ratio.sqrt();
    let warmth = beyond(state.temperature.celsius(), f64::NEG_INFINITY, WARM_FROM_CELSIUS);
    let warm = WARM_DEEP * warmth * (1.0 - freshness(state)) * ratio;
    let [least, most] = DEEP_OCEAN_G_PER_KG;
    let off = SALINITY_DEEP * beyond(state.absolute.g_per_kg(), least, most);
    let salty = off.clamp(0.0, SALINITY_END) * (1.0 - freshness(state)) * ratio;
    let elsewhere = together([fresh, cold, warm, salty]) * growth_with_salt(state, ELSEWHERE_AGAIN_MPA);
    together([ocean, elsewhere]) * growth_outside(state)
}

/// Standard uncertainty of isentropic compressibility κ = 1/(ρc²), 1/Pa.
pub fn isentropic_compressibility(state: &State) -> f64 {
    let water = gibbs_of(state);
    let relative = together([2.0 * sound_speed(state) / water.sound_speed(), density_relative(state)]);
    water.isentropic_compressibility().abs() * relative
}

/// Standard uncertainty of isothermal compressibility, 1/Pa, from κ_T = κ + T v α²/c_p.
pub fn isothermal_compressibility(state: &State) -> f64 {
    let water = gibbs_of(state);
    let heat_capacity = water.isobaric_heat_capacity(state.temperature);
    let expansion = water.thermal_expansion();
    let factor = state.temperature.kelvin() * water.specific_volume() * expansion / heat_capacity;
    together([
        isentropic_compressibility(state),
        2.0 * factor * caloric::thermal_expansion(state),
        factor * expansion * caloric::isobaric_heat_capacity(state) / heat_capacity,
    ])
}
