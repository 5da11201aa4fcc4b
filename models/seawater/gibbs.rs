//! The specific Gibbs energy of seawater and its derivatives, evaluated exactly and in one pass.
//!
//! g(S, T, p) = g_water(T, p) + g_salt(S, T, p): IAPWS SR7-09 eq. 1 and IAPWS R13-08 eq. 4, as TEOS-10 puts
//! them together (IOC et al. 2010, appendices G and H). For given salinity both are one polynomial in reduced
//! temperature and pressure, so the salt is first folded into 7 × 8 coefficients and the polynomial then
//! evaluated with its derivatives by Horner's rule. Range: 0–42 g/kg, freezing to 40 °C, 0–100 MPa; see
//! [`super::uncertainty`] beyond.

use super::coefficients::{Lanes, SALT, SALT_LOGARITHM, WATER};
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};

/// Normalising salinity S*, kg/kg (IAPWS R13-08, table 1).
const SALINITY_UNIT: f64 = 0.035_165_04 * 40.0 / 35.0;
/// Normalising temperature, K.
const TEMPERATURE_UNIT: f64 = 40.0;
/// Normalising pressure, Pa.
const PRESSURE_UNIT: f64 = 1e8;

/// Specific Gibbs energy of seawater and its derivatives by temperature and pressure.
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
    /// ∂²g/∂S², J/kg.
    pub g_ss: f64,
    /// ∂²g/∂S∂T, J/(kg K).
    pub g_st: f64,
    /// ∂²g/∂S∂p, m³/kg.
    pub g_sp: f64,
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
    let x = reduced_salinity(salinity);
    let mut table = WATER;
    if x > 0.0 || x.is_nan() {
        fold_salt(&mut table, &powers(x), x * x * libm::log(x));
    }
    evaluate(&table, reduced_temperature(temperature), reduced_pressure(pressure))
}

/// Derivatives by salinity (mass fraction, kg/kg).
///
/// Needs some salt: `g_s` and `g_ss` have no finite value at zero salinity, and come out as infinite or NaN
/// there.
pub fn gibbs_by_salinity(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> GibbsBySalinity {
    let (y, z) = (reduced_temperature(temperature), reduced_pressure(pressure));
    let x = reduced_salinity(salinity);
    let [x2, x3, x4, x5, ..] = powers(x);
    let first = salt_alone(&[1.0, 1.5 * x, 2.0 * x2, 2.5 * x3, 3.0 * x4, 3.5 * x5], libm::log(x) + 0.5);
    let second = salt_alone(&[0.0, 0.75 / x, 2.0, 3.75 * x, 6.0 * x2, 8.75 * x3], 0.5 / x2);
    let by_salinity = evaluate(&first, y, z);
    GibbsBySalinity {
        g_s: by_salinity.g / SALINITY_UNIT,
        g_ss: evaluate(&second, y, z).g / (SALINITY_UNIT * SALINITY_UNIT),
        g_st: by_salinity.g_t / SALINITY_UNIT,
        g_sp: by_salinity.g_p / SALINITY_UNIT,
    }
}

/// Chemical potential of water in seawater, μ = g − S ∂g/∂S (J/kg), with its derivatives; finite for fresh
/// water.
pub fn water_potential(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> Gibbs {
    let [x2, x3, x4, x5, x6, x7] = powers(reduced_salinity(salinity));
    let mut table = WATER;
    fold_salt(&mut table, &[0.0, -0.5 * x3, -x4, -1.5 * x5, -2.0 * x6, -2.5 * x7], -0.5 * x2);
    evaluate(&table, reduced_temperature(temperature), reduced_pressure(pressure))
}

/// x = √(S/S*); what mixing round-off makes of zero salinity, a hair below it, counts as zero.
fn reduced_salinity(salinity: AbsoluteSalinity) -> f64 {
    let ratio = salinity.mass_fraction() / SALINITY_UNIT;
    if ratio < 0.0 { 0.0 } else { ratio.sqrt() }
}

/// y = (T − 273.15 K)/40 K.
fn reduced_temperature(temperature: Temperature) -> f64 {
    temperature.celsius() / TEMPERATURE_UNIT
}

/// z = (p − 0.101325 MPa)/100 MPa.
fn reduced_pressure(pressure: SeaPressure) -> f64 {
    pressure.mpa() * 1e6 / PRESSURE_UNIT
}

/// x² to x⁷.
fn powers(x: f64) -> [f64; 6] {
    let x2 = x * x;
    let x3 = x2 * x;
    let x4 = x2 * x2;
    [x2, x3, x4, x4 * x, x4 * x2, x4 * x3]
}

/// Adds the salt, with the given factors of the terms in x² to x⁷ and in x² ln x, to a table in y and z.
#[inline]
fn fold_salt(table: &mut [Lanes; 7], factors: &[f64; 6], logarithm: f64) {
    for (lanes, rows) in table.iter_mut().zip(SALT) {
        for (factor, row) in factors.iter().zip(rows) {
            for (value, coefficient) in lanes.iter_mut().zip(row) {
                *value += factor * coefficient;
            }
        }
    }
    for (value, coefficient) in table[0].iter_mut().zip(SALT_LOGARITHM) {
        *value += logarithm * coefficient;
    }
}

/// A table in y and z of the salt's terms only.
fn salt_alone(factors: &[f64; 6], logarithm: f64) -> [Lanes; 7] {
    let mut table = [[0.0; 8]; 7];
    fold_salt(&mut table, factors, logarithm);
    table
}

/// Σ table[k][j] yʲ zᵏ with its derivatives, in SI units: Horner's rule in z for all powers of y at once,
/// then in y.
#[inline]
fn evaluate(table: &[Lanes; 7], y: f64, z: f64) -> Gibbs {
    let (mut value, mut by_z, mut half_by_zz) = ([0.0; 8], [0.0; 8], [0.0; 8]);
    for lanes in table.iter().rev() {
        for j in 0..8 {
            half_by_zz[j] = half_by_zz[j] * z + by_z[j];
            by_z[j] = by_z[j] * z + value[j];
            value[j] = value[j] * z + lanes[j];
        }
    }
    let [g, g_y, half_g_yy] = horner(&value, y);
    let [g_z, g_yz, _] = horner(&by_z, y);
    let [half_g_zz, ..] = horner(&half_by_zz, y);
    Gibbs {
        g,
        g_t: g_y / TEMPERATURE_UNIT,
        g_p: g_z / PRESSURE_UNIT,
        g_tt: 2.0 * half_g_yy / (TEMPERATURE_UNIT * TEMPERATURE_UNIT),
        g_tp: g_yz / (TEMPERATURE_UNIT * PRESSURE_UNIT),
        g_pp: 2.0 * half_g_zz / (PRESSURE_UNIT * PRESSURE_UNIT),
    }
}

/// A polynomial, its slope and half its curvature.
#[inline]
fn horner(coefficients: &Lanes, y: f64) -> [f64; 3] {
    let (mut value, mut slope, mut half_curvature) = (0.0, 0.0, 0.0);
    for coefficient in coefficients.iter().rev() {
        half_curvature = half_curvature * y + slope;
        slope = slope * y + value;
        value = value * y + coefficient;
    }
    [value, slope, half_curvature]
}
