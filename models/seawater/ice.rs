//! The specific Gibbs energy of ordinary ice, hexagonal ice I (IAPWS R10-06, revised 2009).
//!
//! Its reference state is the one of the liquid in [`super::gibbs`](mod@super::gibbs), so that the two may be
//! compared.

use super::gibbs::Gibbs;
use crate::quantity::{SeaPressure, Temperature};
use nalgebra::Complex;

/// Triple point of water, K (IAPWS R10-06).
const TRIPLE_TEMPERATURE: f64 = 273.16;
/// Triple point of water, Pa (IAPWS R10-06).
const TRIPLE_PRESSURE: f64 = 611.657;
/// Residual entropy s₀ that agrees with the liquid's reference state, J/(kg K) (IAPWS R10-06).
const ENTROPY_ZERO: f64 = -3_327.337_564_921_68;
/// g₀₀ to g₀₄, J/kg (IAPWS R10-06).
const BASE: [f64; 5] = [
    -632_020.233_335_886,
    0.655_022_213_658_955,
    -1.893_699_293_261_31e-8,
    3.397_461_232_710_53e-15,
    -5.564_648_690_589_91e-22,
];
/// t₁ and t₂ (IAPWS R10-06).
const ROOTS: [Complex<f64>; 2] = [
    Complex { re: 0.036_801_711_285_505_1, im: 0.051_087_811_495_957_2 },
    Complex { re: 0.337_315_741_065_416, im: 0.335_449_415_919_309 },
];
/// r₁, J/(kg K) (IAPWS R10-06).
const FIRST: Complex<f64> = Complex { re: 44.705_071_628_538_8, im: 65.687_684_746_348_1 };
/// r₂₀ to r₂₂, J/(kg K) (IAPWS R10-06).
const SECOND: [Complex<f64>; 3] = [
    Complex { re: -72.597_457_432_922, im: -78.100_842_711_287 },
    Complex { re: -5.571_076_980_301_23e-5, im: 4.645_786_345_808_06e-5 },
    Complex { re: 2.348_014_092_159_13e-11, im: -2.856_511_429_049_72e-11 },
];

/// Gibbs energy of ice and its derivatives (IAPWS R10-06, eq. 1). Range: 0–273.16 K, 0–210 MPa.
pub fn ice_gibbs(temperature: Temperature, pressure: SeaPressure) -> Gibbs {
    let tau = temperature.kelvin() / TRIPLE_TEMPERATURE;
    let above = pressure.mpa() * 1e6 / TRIPLE_PRESSURE;
    let [base, base_p, base_pp] = base_polynomial(above);
    let [first, first_t, first_tt] = bracket(ROOTS[0], tau);
    let [second, second_t, second_tt] = bracket(ROOTS[1], tau);
    let weight = SECOND[0] + (SECOND[1] + SECOND[2] * above) * above;
    let weight_p = (SECOND[1] + SECOND[2] * (2.0 * above)) / TRIPLE_PRESSURE;
    let weight_pp = SECOND[2] * 2.0 / (TRIPLE_PRESSURE * TRIPLE_PRESSURE);
    Gibbs {
        g: base - ENTROPY_ZERO * temperature.kelvin()
            + TRIPLE_TEMPERATURE * (FIRST * first + weight * second).re,
        g_t: -ENTROPY_ZERO + (FIRST * first_t + weight * second_t).re,
        g_p: base_p + TRIPLE_TEMPERATURE * (weight_p * second).re,
        g_tt: (FIRST * first_tt + weight * second_tt).re / TRIPLE_TEMPERATURE,
        g_tp: (weight_p * second_t).re,
        g_pp: base_pp + TRIPLE_TEMPERATURE * (weight_pp * second).re,
    }
}

/// g₀(p) and its derivatives by pressure in pascals.
fn base_polynomial(above: f64) -> [f64; 3] {
    let (mut value, mut slope, mut half_curvature) = (0.0, 0.0, 0.0);
    for coefficient in BASE.iter().rev() {
        half_curvature = half_curvature * above + slope;
        slope = slope * above + value;
        value = value * above + coefficient;
    }
    [value, slope / TRIPLE_PRESSURE, 2.0 * half_curvature / (TRIPLE_PRESSURE * TRIPLE_PRESSURE)]
}

/// (t−τ)ln(t−τ) + (t+τ)ln(t+τ) − 2t ln t − τ²/t and its first two derivatives by τ.
fn bracket(t: Complex<f64>, tau: f64) -> [Complex<f64>; 3] {
    let (below, above) = (t - tau, t + tau);
    let (ln_below, ln_above) = (logarithm(below), logarithm(above));
    [
        below * ln_below + above * ln_above - t * logarithm(t) * 2.0 - t.inv() * (tau * tau),
        ln_above - ln_below - t.inv() * (2.0 * tau),
        below.inv() + above.inv() - t.inv() * 2.0,
    ]
}

/// Principal branch, by the compiled-in `libm` (the method of `Complex` would take the system's).
fn logarithm(z: Complex<f64>) -> Complex<f64> {
    Complex { re: 0.5 * libm::log(z.re * z.re + z.im * z.im), im: libm::atan2(z.im, z.re) }
}
