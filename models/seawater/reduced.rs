//! The Gibbs polynomials in reduced variables, evaluated with all derivatives in straight lines.
//!
//! Everything here is inlined into each property and has neither branch nor call. So a property that needs
//! two derivatives pays for two, since the compiler drops the others, and a loop over many states runs on
//! several at once. No product is ever fused with a sum: every processor gives the same bits.

use super::coefficients::{SALT, SALT_LOGARITHM, WATER};
use super::gibbs::Gibbs;
use super::water_beyond_100_mpa::{FOURTH_POWER, SIXTH_POWER};
use crate::constants::STANDARD_OCEAN_SALINITY_G_PER_KG;
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};
use std::ops::{Add, Mul};

/// Normalising salinity S*, g/kg (IAPWS R13-08, table 1).
const SALINITY_UNIT_G_PER_KG: f64 = STANDARD_OCEAN_SALINITY_G_PER_KG * 40.0 / 35.0;
/// Normalising salinity S* as a mass fraction.
pub(super) const SALINITY_UNIT: f64 = SALINITY_UNIT_G_PER_KG / 1000.0;
/// Normalising temperature, K.
pub(super) const TEMPERATURE_UNIT: f64 = 40.0;
/// Normalising pressure, Pa.
const PRESSURE_UNIT: f64 = 1e8;

/// A state in reduced variables.
#[derive(Clone, Copy)]
pub(super) struct Reduced {
    /// x² = S/S*; what mixing round-off makes of zero salinity, a hair below it, counts as zero.
    pub(super) x2: f64,
    /// y = (T − 273.15 K)/40 K.
    pub(super) y: f64,
    /// z = (p − 0.101325 MPa)/100 MPa.
    pub(super) z: f64,
}

impl Reduced {
    #[inline(always)]
    pub(super) fn of(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> Self {
        let x2 = salinity.g_per_kg() * (1.0 / SALINITY_UNIT_G_PER_KG);
        Self {
            x2: if x2 < 0.0 { 0.0 } else { x2 },
            y: temperature.celsius() * (1.0 / TEMPERATURE_UNIT),
            z: pressure.mpa() * (1e6 / PRESSURE_UNIT),
        }
    }

    /// Sea pressure, Pa.
    #[inline(always)]
    pub(super) fn pascals(self) -> f64 {
        self.z * PRESSURE_UNIT
    }

    /// x² to x⁷.
    #[inline(always)]
    pub(super) fn powers(self) -> [f64; 6] {
        let (x2, x) = (self.x2, self.x2.sqrt());
        let (x3, x4) = (x2 * x, x2 * x2);
        [x2, x3, x4, x4 * x, x4 * x2, x4 * x3]
    }
}

/// The Gibbs energy less the salt's term in x² ln x.
///
/// That term is linear in temperature and knows no pressure, so density, compressibility, expansion, heat
/// capacity, lapse rate, sound speed, and differences of entropy at one salinity do without it, and without a
/// logarithm. Enthalpy does too: there it cancels.
#[inline(always)]
pub(super) fn without_logarithm(state: Reduced) -> Gibbs {
    seawater(state, &state.powers())
}

/// Water, and salt with the given factors of its terms in x² to x⁷.
#[inline(always)]
pub(super) fn seawater(state: Reduced, factors: &[f64; 6]) -> Gibbs {
    let (water, salt) = (water_rows(state.y), salt_rows(state.y, factors));
    let rows = [
        water[0] + salt[0],
        water[1] + salt[1],
        water[2] + salt[2],
        water[3] + salt[3],
        water[4] + salt[4],
        water[5] + salt[5],
        water[6],
    ];
    in_pressure(&rows, beyond(state), state.z)
}

/// Salt alone, with the given factors of its terms in x² to x⁷.
#[inline(always)]
pub(super) fn salt(state: Reduced, factors: &[f64; 6]) -> Gibbs {
    let [zero, one, two, three, four, five] = salt_rows(state.y, factors);
    in_pressure(&[zero, one, two, three, four, five, Jet::ZERO], [Jet::ZERO; 3], state.z)
}

/// The salt's term in x² ln x where its factor is `logarithm`.
pub(super) fn logarithmic_term(y: f64, logarithm: f64) -> Gibbs {
    let [constant, slope] = SALT_LOGARITHM;
    Gibbs {
        g: logarithm * (constant + slope * y),
        g_t: logarithm * slope * (1.0 / TEMPERATURE_UNIT),
        g_p: 0.0,
        g_tt: 0.0,
        g_tp: 0.0,
        g_pp: 0.0,
    }
}

/// Water and salt at atmospheric pressure, less the logarithmic term, as one polynomial in y: for those who look
/// for a temperature, the salinity being given.
#[inline(always)]
pub(super) fn at_surface(powers: &[f64; 6]) -> [f64; 8] {
    let mut folded = WATER.0;
    fold(&mut folded, &SALT.0.0, powers[0]);
    fold(&mut folded, &SALT.0.1, powers[1]);
    fold(&mut folded, &SALT.0.2, powers[2]);
    fold(&mut folded, &SALT.0.3, powers[3]);
    fold(&mut folded, &SALT.0.4, powers[4]);
    fold(&mut folded, &SALT.0.5, powers[5]);
    folded
}

#[inline(always)]
fn fold<const TERMS: usize>(folded: &mut [f64; 8], coefficients: &[f64; TERMS], factor: f64) {
    for (sum, coefficient) in folded.iter_mut().zip(coefficients) {
        *sum += factor * coefficient;
    }
}

/// A function of y: its value, slope and half its curvature.
#[derive(Clone, Copy)]
pub(super) struct Jet {
    pub(super) value: f64,
    pub(super) slope: f64,
    pub(super) half_curvature: f64,
}

impl Jet {
    const ZERO: Self = Self { value: 0.0, slope: 0.0, half_curvature: 0.0 };
}

impl Add for Jet {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self {
            value: self.value + other.value,
            slope: self.slope + other.slope,
            half_curvature: self.half_curvature + other.half_curvature,
        }
    }
}

impl Mul<Jet> for f64 {
    type Output = Jet;
    #[inline(always)]
    fn mul(self, jet: Jet) -> Jet {
        Jet { value: self * jet.value, slope: self * jet.slope, half_curvature: self * jet.half_curvature }
    }
}

/// Σ cᵢ yⁱ with its derivatives, each by Horner's rule of its own so that none waits for another.
#[inline(always)]
pub(super) fn polynomial<const TERMS: usize>(coefficients: &[f64; TERMS], y: f64) -> Jet {
    let mut jet = Jet::ZERO;
    for (power, coefficient) in coefficients.iter().enumerate().rev() {
        let last = power + 1 == TERMS;
        let count = power as f64;
        jet.value = if last { *coefficient } else { jet.value * y + coefficient };
        if power > 0 {
            let term = count * coefficient;
            jet.slope = if last { term } else { jet.slope * y + term };
        }
        if power > 1 {
            let term = 0.5 * count * (count - 1.0) * coefficient;
            jet.half_curvature = if last { term } else { jet.half_curvature * y + term };
        }
    }
    jet
}

/// Water: coefficients of z⁰ to z⁶ (IAPWS SR7-09, eq. 1).
#[inline(always)]
fn water_rows(y: f64) -> [Jet; 7] {
    [
        polynomial(&WATER.0, y),
        polynomial(&WATER.1, y),
        polynomial(&WATER.2, y),
        polynomial(&WATER.3, y),
        polynomial(&WATER.4, y),
        polynomial(&WATER.5, y),
        polynomial(&WATER.6, y),
    ]
}

/// Salt: coefficients of z⁰ to z⁵ (IAPWS R13-08, eq. 4).
#[inline(always)]
fn salt_rows(y: f64, factors: &[f64; 6]) -> [Jet; 6] {
    let [two, three, four, five, six, seven] = *factors;
    [
        two * polynomial(&SALT.0.0, y)
            + three * polynomial(&SALT.0.1, y)
            + four * polynomial(&SALT.0.2, y)
            + five * polynomial(&SALT.0.3, y)
            + six * polynomial(&SALT.0.4, y)
            + seven * polynomial(&SALT.0.5, y),
        two * polynomial(&SALT.1.0, y)
            + three * polynomial(&SALT.1.1, y)
            + four * polynomial(&SALT.1.2, y)
            + five * polynomial(&SALT.1.3, y),
        two * polynomial(&SALT.2.0, y) + three * polynomial(&SALT.2.1, y) + four * polynomial(&SALT.2.2, y),
        two * polynomial(&SALT.3.0, y) + three * polynomial(&SALT.3.1, y) + four * polynomial(&SALT.3.2, y),
        two * polynomial(&SALT.4.0, y) + three * polynomial(&SALT.4.1, y),
        two * polynomial(&SALT.5.0, y),
    ]
}

/// What carries water beyond 100 MPa on to IAPWS-95, with its first two derivatives by z; zero up to there.
#[inline(always)]
fn beyond(state: Reduced) -> [Jet; 3] {
    let above = state.z - 1.0;
    let u = if above > 0.0 { above } else { 0.0 };
    let (fourth, sixth) = (polynomial(&FOURTH_POWER, state.y), polynomial(&[SIXTH_POWER], state.y));
    let u2 = u * u;
    [
        (u2 * u2) * (fourth + u2 * sixth),
        (u2 * u) * (4.0 * fourth + (6.0 * u2) * sixth),
        u2 * (12.0 * fourth + (30.0 * u2) * sixth),
    ]
}

/// Σ rowₖ zᵏ plus the part beyond 100 MPa, in SI units.
#[inline(always)]
fn in_pressure(rows: &[Jet; 7], [beyond, beyond_z, beyond_zz]: [Jet; 3], z: f64) -> Gibbs {
    let [a0, a1, a2, a3, a4, a5, a6] = *rows;
    let value = a0 + z * (a1 + z * (a2 + z * (a3 + z * (a4 + z * (a5 + z * a6)))));
    let by_z = a1 + z * (2.0 * a2 + z * (3.0 * a3 + z * (4.0 * a4 + z * (5.0 * a5 + (6.0 * z) * a6))));
    let by_zz = 2.0 * a2 + z * (6.0 * a3 + z * (12.0 * a4 + z * (20.0 * a5 + (30.0 * z) * a6)));
    let (value, by_z, by_zz) = (value + beyond, by_z + beyond_z, by_zz + beyond_zz);
    Gibbs {
        g: value.value,
        g_t: value.slope * (1.0 / TEMPERATURE_UNIT),
        g_p: by_z.value * (1.0 / PRESSURE_UNIT),
        g_tt: value.half_curvature * (2.0 / (TEMPERATURE_UNIT * TEMPERATURE_UNIT)),
        g_tp: by_z.slope * (1.0 / (TEMPERATURE_UNIT * PRESSURE_UNIT)),
        g_pp: by_zz.value * (1.0 / (PRESSURE_UNIT * PRESSURE_UNIT)),
    }
}
