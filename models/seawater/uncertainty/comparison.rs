//! Standard uncertainties of the formulas that are here for comparison: EOS-80, two for sound, the 75-term fit.
//!
//! None of them can be better than what is known of seawater. So each is its departure from TEOS-10, together with
//! TEOS-10's own uncertainty. Outside the range of a formula the departure is all that is known of it.

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
/// Del Grosso's fit to his measurements, m/s; at the surface he differs from TEOS-10 by 0.02 in his range and by up to
/// 0.3 at S 9.
const DEL_GROSSO_FIT: f64 = 0.05;
/// The same in warm water by 100 MPa, for each kelvin above 15 °C, m/s: warmer and deeper than 2,000 m he had measured
/// nothing. A judgement; the rest of the difference is TEOS-10's own uncertainty there.
const DEL_GROSSO_WARM: f64 = 0.05;
/// Temperature that he measured to at depth, °C.
const DEL_GROSSO_WARM_FROM_CELSIUS: f64 = 15.0;
/// Del Grosso in thin water by 100 MPa, for each kelvin off 0 °C, and with the power 3/2 of salinity below 30, m/s: he
/// differs from TEOS-10 by 11, 24, 64 and 121 at S 25, 20, 10 and 0, 20 °C, 98 MPa, by half of that at 10 °C, by twice
/// at 40 °C and by −56 at S 0, −10 °C. He has almost no term of salinity times pressure.
const DEL_GROSSO_THIN: f64 = 0.04;
/// Added to the temperature there, K: where his departure changes sign is not where it vanishes at every salinity; at S 10,
/// 0 °C and 98 MPa it is 2.7 m/s.
const DEL_GROSSO_THIN_LEAST_KELVIN: f64 = 0.6;
/// Del Grosso above 40 by 100 MPa, for each unit of salinity, m/s: 7.1 at S 42 against 4.4 at S 40 (20 °C, 98 MPa).
const DEL_GROSSO_SALTY: f64 = 1.0;
/// Del Grosso above 30 °C by 100 MPa, for each kelvin, with the square root of pressure, m/s: −4, −8 and −11 at 40 °C,
/// 20, 40 and 80 MPa (S 34.7).
const DEL_GROSSO_HOT: f64 = 1.2;
/// Del Grosso below 0 °C by 100 MPa, for each kelvin, m/s: 0.9 and 4.3 at −4 and −10 °C, 98 MPa (S 34.7).
const DEL_GROSSO_COLD: f64 = 0.35;
/// Pressure beyond 100 MPa after which these have doubled, MPa: 0.7 at 98 and 1.7 at 127 MPa (S 30, 5 °C), 4.3 and
/// 9.1 (S 34.7, −10 °C).
const DEL_GROSSO_AGAIN_MPA: f64 = 25.0;
/// Kelvins upwards that make the departure of the 75-term polynomial e times larger where it is warm.
const WARM_KELVIN: f64 = 10.0;
/// Kelvins downwards that do so where it is cold.
const COLD_KELVIN: f64 = 5.0;
/// Its part in ocean water at 100 MPa, where it grows with the square of pressure.
const OCEAN_PART: f64 = 0.2;
/// The slope of the polynomial by salinity below 2 g/kg at the surface, kg/g: a polynomial cannot follow the square root
/// of salinity in the Gibbs function. Off by 4.8, 1.4 and 0.3e-6 at 0.05, 0.5 and 2, and 11e-6 at 0.05 and 98 MPa.
const THIN_CONTRACTION: f64 = 5e-6;
/// Salinity at which that has faded, g/kg.
const THIN_G_PER_KG: f64 = 2.0;
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

/// Standard uncertainty of Del Grosso's sound speed, m/s: TEOS-10's and a departure of its own, which grows steeply
/// below a salinity of 30 (to 135 in fresh water of 20 °C at 100 MPa) and outside 0–30 °C.
pub fn sound_speed_del_grosso(state: &State) -> f64 {
    let (salinity, celsius) = (state.practical.value(), state.temperature.celsius());
    let ratio = pressure_ratio(state);
    let below = beyond(salinity, 30.0, f64::INFINITY);
    let above = |value: f64, end: f64| beyond(value, f64::NEG_INFINITY, end);
    let departure = together([
        DEL_GROSSO_WARM * above(celsius, DEL_GROSSO_WARM_FROM_CELSIUS) * ratio,
        DEL_GROSSO_THIN * below * below.sqrt() * (celsius.abs() + DEL_GROSSO_THIN_LEAST_KELVIN) * ratio,
        DEL_GROSSO_SALTY * above(salinity, 40.0) * ratio,
        DEL_GROSSO_HOT * above(celsius, 30.0) * ratio.sqrt(),
        DEL_GROSSO_COLD * beyond(celsius, 0.0, f64::INFINITY) * ratio,
    ]);
    let fit = DEL_GROSSO_FIT * outside(state, [30.0, 40.0], [0.0, 30.0]);
    let own = together([fit, departure * growth_with_pressure(state, DEL_GROSSO_AGAIN_MPA)]);
    together([own, sound_speed(state)])
}

/// Standard uncertainty of density by the 75-term polynomial, kg/m³.
pub fn density_polynomial75(state: &State) -> f64 {
    let fit = polynomial(state, Fit { funnel: 0.2e-6, near: 1e-6, warm: 6e-6, cold: 12e-6 });
    let value = gibbs(state.absolute, state.temperature, state.pressure).density();
    together([fit * value, density(state)])
}

/// Standard uncertainty of sound speed by the 75-term polynomial, m/s.
pub fn sound_speed_polynomial75(state: &State) -> f64 {
    let fit = polynomial(state, Fit { funnel: 0.023, near: 0.1, warm: 0.5, cold: 0.5 });
    together([fit, sound_speed(state)])
}

/// Standard uncertainty of thermal expansion by the 75-term polynomial, 1/K.
pub fn thermal_expansion_polynomial75(state: &State) -> f64 {
    let fit = polynomial(state, Fit { funnel: 0.032e-6, near: 0.1e-6, warm: 0.46e-6, cold: 3.7e-6 });
    together([fit, thermal_expansion(state)])
}

/// Standard uncertainty of haline contraction by the 75-term polynomial, kg/g.
pub fn haline_contraction_polynomial75(state: &State) -> f64 {
    let fit = polynomial(state, Fit { funnel: 0.12e-6, near: 0.45e-6, warm: 0.41e-6, cold: 1.2e-6 });
    let thin = beyond(state.absolute.g_per_kg(), THIN_G_PER_KG, f64::INFINITY) / THIN_G_PER_KG;
    let bend = THIN_CONTRACTION * thin * thin * (1.0 + pressure_ratio(state));
    together([fit, bend, haline_contraction(state)])
}

/// How far the polynomial is from the Gibbs function that it was fitted to (own calculation over the liquid states
/// of SP 0–42, −2–40 °C, 0–127 MPa).
struct Fit {
    /// In the funnel, root mean square.
    funnel: f64,
    /// Outside it near the surface.
    near: f64,
    /// Outside it by 100 MPa in fresh water, growing with the cube of pressure and with warmth: the value at 0 °C.
    warm: f64,
    /// The same, growing with cold.
    cold: f64,
}

/// Outside the funnel the fit is worst where it is warm: at 98 MPa and 10, 20, 30 and 40 °C the speed of sound is off by
/// 1.3, 4.6, 11 and 21 m/s at S 0, by up to 5 m/s at S 30–42, there most at 60 to 80 MPa. At −6 and −10 °C it is
/// off by 2.2 and 4.1 m/s at S 0, by 0.6 and 1.3 at S 42.
fn polynomial(state: &State, fit: Fit) -> f64 {
    if Formulation::Polynomial75.contains(state) {
        return fit.funnel;
    }
    let (ratio, fresh) = (pressure_ratio(state), freshness(state));
    let square = ratio * ratio;
    let warm = fit.warm
        * libm::exp(state.temperature.celsius() / WARM_KELVIN)
        * (fresh * ratio + (1.0 - fresh) * OCEAN_PART);
    let cold = fit.cold
        * libm::exp(-state.temperature.celsius() / COLD_KELVIN)
        * (fresh + (1.0 - fresh) * OCEAN_PART)
        * ratio;
    together([fit.near, square * warm, square * cold]) * outside(state, [0.0, 42.0], [-2.0, 40.0])
}

/// Growth outside a range of practical salinity and temperature.
fn outside(state: &State, salinity: [f64; 2], celsius: [f64; 2]) -> f64 {
    (1.0 + beyond(state.practical.value(), salinity[0], salinity[1]) / NARROW_GROWTH)
        * (1.0 + beyond(state.temperature.celsius(), celsius[0], celsius[1]) / NARROW_GROWTH)
}
