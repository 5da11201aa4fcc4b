//! The specific Gibbs energy of seawater and its derivatives.
//!
//! g(S, T, p) = g_water(T, p) + g_salt(S, T, p): IAPWS SR7-09 eq. 1 and IAPWS R13-08 eq. 4, as TEOS-10 puts
//! them together (IOC et al. 2010, appendices G and H); 0–42 g/kg, −6–40 °C, 0–100 MPa. Beyond 100 MPa the
//! water part follows IAPWS-95 ([`super::water_beyond_100_mpa`]); the salt part is TEOS-10's, extrapolated.

use super::reduced::{Reduced, SALINITY_UNIT, logarithmic_term, salt, seawater, without_logarithm};
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};
use std::ops::Add;

/// Specific Gibbs energy and its derivatives by temperature and pressure.
///
/// Reference state: TEOS-10 (enthalpy and entropy vanish at SP 35, 0 °C, one atmosphere).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gibbs {
    /// g, J/kg.
    pub g: f64,
    /// ∂g/∂T, J/(kg K): minus the entropy.
    pub g_t: f64,
    /// ∂g/∂p, J/(kg Pa) = m³/kg: the specific volume.
    pub g_p: f64,
    /// ∂²g/∂T², J/(kg K²).
    pub g_tt: f64,
    /// ∂²g/∂T∂p, m³/(kg K).
    pub g_tp: f64,
    /// ∂²g/∂p², m³/(kg Pa).
    pub g_pp: f64,
}

/// Derivatives of the specific Gibbs energy by the mass fraction of salt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GibbsBySalinity {
    /// ∂g/∂S, J/kg: the relative chemical potential. Goes to −∞ with vanishing salinity.
    pub g_s: f64,
    /// ∂²g/∂S², J/kg. Goes to ∞ with vanishing salinity.
    pub g_ss: f64,
    /// ∂²g/∂S∂T, J/(kg K). Goes to −∞ with vanishing salinity.
    pub g_st: f64,
    /// ∂²g/∂S∂p, m³/kg.
    pub g_sp: f64,
}

impl Add for Gibbs {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            g: self.g + other.g,
            g_t: self.g_t + other.g_t,
            g_p: self.g_p + other.g_p,
            g_tt: self.g_tt + other.g_tt,
            g_tp: self.g_tp + other.g_tp,
            g_pp: self.g_pp + other.g_pp,
        }
    }
}

/// The Gibbs energy and its first and second derivatives at one state.
///
/// ```
/// use hadal_models::{quantity::{PracticalSalinity, SeaPressure, Temperature}, seawater::gibbs};
/// let salinity = PracticalSalinity::new(35.0).reference();
/// let water = gibbs(salinity, Temperature::from_celsius(2.0), SeaPressure::from_mpa(110.0));
/// assert!((1.0 / water.g_p - 1074.17).abs() < 0.005);
/// ```
pub fn gibbs(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> Gibbs {
    let state = Reduced::of(salinity, temperature, pressure);
    let smooth = without_logarithm(state);
    if state.x2 <= 0.0 {
        return smooth;
    }
    smooth + logarithmic_term(state.y, 0.5 * state.x2 * libm::log(state.x2))
}

/// Derivatives by salinity (mass fraction, kg/kg).
///
/// Without salt `g_s`, `g_ss` and `g_st` have no finite value and come out as infinite or NaN; `g_sp` has one.
pub fn gibbs_by_salinity(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> GibbsBySalinity {
    let state = Reduced::of(salinity, temperature, pressure);
    let x2 = state.x2;
    let x = x2.sqrt();
    let smooth = salt(state, &by_salinity_factors(state));
    let first = smooth + logarithmic_term(state.y, 0.5 * libm::log(x2) + 0.5);
    let second = salt(state, &[0.0, 0.75 / x, 2.0, 3.75 * x, 6.0 * x2, 8.75 * x2 * x])
        + logarithmic_term(state.y, 0.5 / x2);
    GibbsBySalinity {
        g_s: first.g / SALINITY_UNIT,
        g_ss: second.g / (SALINITY_UNIT * SALINITY_UNIT),
        g_st: first.g_t / SALINITY_UNIT,
        g_sp: smooth.g_p / SALINITY_UNIT,
    }
}

/// ∂²g/∂S∂p, m³/kg: how salt contracts water. Finite for fresh water.
#[inline(always)]
pub(super) fn volume_by_salinity(state: Reduced) -> f64 {
    salt(state, &by_salinity_factors(state)).g_p * (1.0 / SALINITY_UNIT)
}

/// Chemical potential of water in seawater, μ = g − S ∂g/∂S (J/kg), with its derivatives; finite for fresh
/// water.
pub fn water_potential(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> Gibbs {
    let state = Reduced::of(salinity, temperature, pressure);
    let [x2, x3, x4, x5, x6, x7] = state.powers();
    seawater(state, &[0.0, -0.5 * x3, -x4, -1.5 * x5, -2.0 * x6, -2.5 * x7])
        + logarithmic_term(state.y, -0.5 * x2)
}

/// Factors of the salt's terms in ∂g/∂(x²).
#[inline(always)]
fn by_salinity_factors(state: Reduced) -> [f64; 6] {
    let (x2, x) = (state.x2, state.x2.sqrt());
    [1.0, 1.5 * x, 2.0 * x2, 2.5 * x2 * x, 3.0 * x2 * x2, 3.5 * x2 * x2 * x]
}
