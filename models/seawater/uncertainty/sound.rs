//! Standard uncertainty of the speed of sound and of the compressibilities.

use super::caloric;
use super::{
    density_relative, freshness, gibbs_of, growth_outside, growth_with_salt, pressure_ratio, together,
};
use crate::seawater::state::State;

/// At the surface, m/s. Sound in the sea agrees with Del Grosso to 0.05 ± 0.05 m/s (Dushaw et al. 1993, J. Acoust.
/// Soc. Am. 93, 255), and Del Grosso with TEOS-10 to 0.02 at the surface. Single instruments differ by more: 0.3
/// (von Rohden et al. 2015, J. Acoust. Soc. Am. 138, 651).
const SURFACE: f64 = 0.05;
/// Added by 100 MPa to cold ocean water, m/s: Del Grosso less TEOS-10 is 0.04, 0.11, 0.14 and 0.24 at 20, 50, 80
/// and 100 MPa (root mean square over S 30–40, 0–5 °C).
const OCEAN_DEEP: f64 = 0.2;
/// Pressure beyond 100 MPa after which that has doubled, MPa: the same difference is 0.48 and 1.45 at 110 and
/// 127 MPa, where Del Grosso is an extrapolation too.
const OCEAN_AGAIN_MPA: f64 = 8.0;
/// Added by 100 MPa to water that was hardly measured there, fresh or warm, m/s. IAPWS-95 is below G12-15 by up
/// to 1.45, 1.15 in the root mean square; Chen and Millero are off TEOS-10 by 1.1 (S 30–38, 0–30 °C).
const ELSEWHERE_DEEP: f64 = 1.2;
/// Pressure beyond 100 MPa after which salt has doubled that, MPa: a judgement; Chen and Millero are off by
/// 1.6 and 3.0 m/s at 110 and 127 MPa.
const ELSEWHERE_AGAIN_MPA: f64 = 25.0;
/// Where the measurements of warm deep water fade, °C, and over how many kelvins (judgement: no sea is so).
const WARM_FROM_CELSIUS: f64 = 5.0;
/// See [`WARM_FROM_CELSIUS`].
const WARM_OVER_KELVIN: f64 = 15.0;

/// Standard uncertainty of TEOS-10 sound speed, m/s.
///
/// Ocean water colder than 5 °C: 0.05 at the surface, 0.2 at 100 MPa, 0.5 at 110, 1.5 at 127. Fresh or warm
/// water (20 °C and more): 0.6 at 50 MPa, 1.2 at 100, fresh 1.5 at 127 and warm ocean water 3.6.
pub fn sound_speed(state: &State) -> f64 {
    let ratio = pressure_ratio(state);
    let ocean =
        together([SURFACE, OCEAN_DEEP * ratio.clamp(0.0, 1.0)]) * growth_with_salt(state, OCEAN_AGAIN_MPA);
    let warmth = ((state.temperature.celsius() - WARM_FROM_CELSIUS) / WARM_OVER_KELVIN).clamp(0.0, 1.0);
    let elsewhere =
        freshness(state).max(warmth) * ELSEWHERE_DEEP * ratio * growth_with_salt(state, ELSEWHERE_AGAIN_MPA);
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
