//! Standard uncertainties of the formulas that are here for comparison: EOS-80, two for sound, the 75-term fit.
//!
//! None of them can be better than what is known of seawater. So each is its departure from TEOS-10, together with
//! TEOS-10's own uncertainty; only Del Grosso's, which the sea has confirmed, is taken as good as TEOS-10.

use super::{
    beyond, density, freshness, growth_with_pressure, haline_contraction, pressure_ratio, sound_speed,
    thermal_expansion, together,
};
use crate::seawater::gibbs::gibbs;
use crate::seawater::range::Formulation;
use crate::seawater::state::State;

/// EOS-80 at one atmosphere, kg/m³: the standard error of Millero and Poisson (1981).
const EOS80_SURFACE: f64 = 3.6e-3;
/// EOS-80 by 100 MPa, relative: it differs from TEOS-10 by 4, 8, 11, 14 and 29 ppm at 20, 50, 80, 100 and 127 MPa
/// (root mean square over S 30–38, 0–30 °C).
const EOS80_DEEP: f64 = 14e-6;
/// Pressure beyond 100 MPa after which that has doubled, MPa (from the same).
const EOS80_AGAIN_MPA: f64 = 27.0;
/// Chen and Millero (1977, abstract): standard deviation of their fit to the effect of salt under pressure, m/s.
const CHEN_MILLERO_FIT: f64 = 0.19;
/// Chen and Millero by 100 MPa, m/s: they differ from TEOS-10 by 0.6, 1.1, 1.6 and 3.0 at 50, 100, 110 and 127 MPa
/// (S 30–38, 0–30 °C). The cause is in the water that they measured against (Millero and Li 1994).
const CHEN_MILLERO_DEEP: f64 = 1.1;
/// Pressure beyond 100 MPa after which that has doubled, MPa (from the same).
const CHEN_MILLERO_AGAIN_MPA: f64 = 20.0;
/// Kelvins that make the departure of the 75-term polynomial e times larger.
const WARM_KELVIN: f64 = 10.0;
/// Its part in ocean water.
const OCEAN_PART: f64 = 0.1;
/// Salinity and kelvins outside the range of a formula that add as much again (judgement).
const NARROW_GROWTH: f64 = 5.0;

/// Standard uncertainty of EOS-80 density, kg/m³.
pub fn density_eos80(state: &State) -> f64 {
    let deep = gibbs(state.absolute, state.temperature, state.pressure).density()
        * EOS80_DEEP
        * pressure_ratio(state)
        * growth_with_pressure(state, EOS80_AGAIN_MPA);
    together([EOS80_SURFACE * outside(state, [0.0, 42.0], [-2.0, 40.0]), deep, density(state)])
}

/// Standard uncertainty of Chen and Millero's sound speed, m/s.
pub fn sound_speed_chen_millero(state: &State) -> f64 {
    let deep =
        CHEN_MILLERO_DEEP * pressure_ratio(state) * growth_with_pressure(state, CHEN_MILLERO_AGAIN_MPA);
    let own = together([CHEN_MILLERO_FIT, deep]) * outside(state, [0.0, 40.0], [0.0, 40.0]);
    together([own, sound_speed(state)])
}

/// Standard uncertainty of Del Grosso's sound speed, m/s: TEOS-10's, growing outside its own narrower range.
pub fn sound_speed_del_grosso(state: &State) -> f64 {
    sound_speed(state) * outside(state, [30.0, 40.0], [0.0, 30.0])
}

/// Standard uncertainty of density by the 75-term polynomial, kg/m³.
pub fn density_polynomial75(state: &State) -> f64 {
    let fit = polynomial(state, Fit { funnel: 0.2e-6, near: 0.4e-6, deep: 6e-6 });
    let value = gibbs(state.absolute, state.temperature, state.pressure).density();
    together([fit * value, density(state)])
}

/// Standard uncertainty of sound speed by the 75-term polynomial, m/s.
pub fn sound_speed_polynomial75(state: &State) -> f64 {
    let fit = polynomial(state, Fit { funnel: 0.023, near: 0.1, deep: 0.5 });
    together([fit, sound_speed(state)])
}

/// Standard uncertainty of thermal expansion by the 75-term polynomial, 1/K.
pub fn thermal_expansion_polynomial75(state: &State) -> f64 {
    let fit = polynomial(state, Fit { funnel: 0.032e-6, near: 0.1e-6, deep: 0.46e-6 });
    together([fit, thermal_expansion(state)])
}

/// Standard uncertainty of haline contraction by the 75-term polynomial, kg/g.
pub fn haline_contraction_polynomial75(state: &State) -> f64 {
    let fit = polynomial(state, Fit { funnel: 0.12e-6, near: 0.45e-6, deep: 0.41e-6 });
    together([fit, haline_contraction(state)])
}

/// How far the polynomial is from the Gibbs function that it was fitted to (own calculation over the liquid states
/// of SP 0–42, −2–40 °C, 0–127 MPa).
struct Fit {
    /// In the funnel, root mean square.
    funnel: f64,
    /// Outside it near the surface.
    near: f64,
    /// Outside it in fresh water of 0 °C by 100 MPa, growing with the cube of pressure from the surface on.
    deep: f64,
}

/// Outside the funnel the fit is worst where it is fresh and warm: at 100 MPa and S 0–2 the speed of sound is off by
/// 0.4, 1.1, 3.8 and 17 m/s at 1, 7, 17 and 35 °C; at S 34–36 by a tenth of that or less.
fn polynomial(state: &State, fit: Fit) -> f64 {
    if Formulation::Polynomial75.contains(state) {
        return fit.funnel;
    }
    let ratio = pressure_ratio(state);
    let warm = libm::exp(state.temperature.celsius() / WARM_KELVIN);
    let deep = fit.deep * ratio * ratio * ratio * warm * (OCEAN_PART + (1.0 - OCEAN_PART) * freshness(state));
    together([fit.near, deep]) * outside(state, [0.0, 42.0], [-2.0, 40.0])
}

/// Growth outside a range of practical salinity and temperature.
fn outside(state: &State, salinity: [f64; 2], celsius: [f64; 2]) -> f64 {
    (1.0 + beyond(state.practical.value(), salinity[0], salinity[1]) / NARROW_GROWTH)
        * (1.0 + beyond(state.temperature.celsius(), celsius[0], celsius[1]) / NARROW_GROWTH)
}
