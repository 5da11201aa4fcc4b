//! Practical salinity and conductivity: the Practical Salinity Scale 1978, both ways.
//!
//! UNESCO Technical Papers in Marine Science 44 (Fofonoff and Millard 1983), with temperature on the IPTS-68
//! as the scale demands. Range of the scale: 2–42, −2–35 °C, 0–10,000 dbar. Below 2 the correction of Hill,
//! Dauphinee and Woods (1986), scaled to join PSS-78 at 2 as in the TEOS-10 manual (appendix E).

use crate::newton::newton;
use crate::quantity::{Conductivity, PracticalSalinity, SeaPressure, Temperature};

/// C(35, 15 °C, 0), S/m (Culkin and Smith 1980): what the ratio of the scale is taken to.
const STANDARD_SIEMENS_PER_M: f64 = 4.2914;
/// a₀ to a₅: salinity at 15 °C in powers of √Rt.
const AT_15_DEGREES: [f64; 6] = [0.0080, -0.1692, 25.3851, 14.0941, -7.0261, 2.7081];
/// b₀ to b₅: what temperature changes of it.
const OFF_15_DEGREES: [f64; 6] = [0.0005, -0.0056, -0.0066, -0.0375, 0.0636, -0.0144];
/// k, 1/K: how that saturates with temperature.
const TEMPERATURE_CURVATURE: f64 = 0.0162;
/// c₀ to c₄: conductivity at SP 35 against temperature.
const AT_35: [f64; 5] = [0.676_609_7, 2.005_64e-2, 1.104_259e-4, -6.9698e-7, 1.0031e-9];
/// d₁ to d₄: the pressure effect against temperature and ratio.
const D: [f64; 4] = [3.426e-2, 4.464e-4, 4.215e-1, -3.107e-3];
/// e₁ to e₃, per power of dbar: the pressure effect itself.
const E: [f64; 3] = [2.070e-5, -6.370e-10, 3.989e-15];
/// Where the scale of 1978 hands over to the correction for low salinities.
pub(super) const LOW_SALINITY: f64 = 2.0;
/// √Rt at SP 2 and 15 °C, a start for the search of it at other temperatures.
const ROOT_AT_LOW_SALINITY: f64 = 0.2676;
/// Newton's last step in √Rt; the error left is of the order of its square.
const LAST_STEP: f64 = 1e-8;

/// How conductivity answers small changes of salinity, temperature and pressure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConductivitySensitivity {
    /// S/m per unit of practical salinity.
    pub per_salinity: f64,
    /// S/m per kelvin.
    pub per_kelvin: f64,
    /// S/m per megapascal.
    pub per_mpa: f64,
}

/// Conductivity of Standard Seawater of practical salinity `salinity`. Zero salinity and less give zero.
pub fn conductivity(
    salinity: PracticalSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> Conductivity {
    if salinity.value() <= 0.0 {
        return Conductivity::from_siemens_per_m(0.0);
    }
    let celsius = temperature.celsius_ipts68();
    let root = ratio_root(salinity.value(), celsius);
    let at_surface = root * root * ratio_at_35(celsius);
    let ratio = ratio_under_pressure(at_surface, celsius, pressure.dbar());
    Conductivity::from_siemens_per_m(ratio * STANDARD_SIEMENS_PER_M)
}

/// Practical salinity of water of conductivity `conductivity`; negative conductivity gives NaN.
pub fn practical_salinity(
    conductivity: Conductivity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> PracticalSalinity {
    let salinity = unextended_salinity(conductivity, temperature, pressure);
    if salinity.value() >= LOW_SALINITY || salinity.value().is_nan() {
        return salinity;
    }
    salinity_of_root(ratio_root_at_surface(conductivity, temperature, pressure), temperature).0
}

/// Practical salinity of water whose conductivity is `ratio` (R_t) times that of SP 35 at the same
/// temperature and at one atmosphere, and its slope by that ratio; a negative ratio gives NaN.
pub(crate) fn salinity_of_surface_ratio(ratio: f64, temperature: Temperature) -> (PracticalSalinity, f64) {
    let root = ratio.sqrt();
    let (salinity, by_root) = salinity_of_root(root, temperature);
    (salinity, by_root / (2.0 * root))
}

/// R_t of water of practical salinity `salinity`: the inverse of [`salinity_of_surface_ratio`].
pub(crate) fn surface_ratio(salinity: PracticalSalinity, temperature: Temperature) -> f64 {
    let root = ratio_root(salinity.value(), temperature.celsius_ipts68());
    root * root
}

/// Practical salinity from √Rt, with Hill's correction where it is low, and its slope.
fn salinity_of_root(root: f64, temperature: Temperature) -> (PracticalSalinity, f64) {
    let factor = temperature_factor(temperature.celsius_ipts68());
    let (mut salinity, mut slope) = scale_of_1978(root, factor);
    if salinity < LOW_SALINITY {
        (salinity, slope) = scale_of_low_salinity(root, factor, low_salinity_gain(factor));
    }
    (PracticalSalinity::new(salinity), slope)
}

/// Practical salinity by the scale of 1978 itself, which holds from [`LOW_SALINITY`] up: straight arithmetic.
#[inline(always)]
pub(super) fn unextended_salinity(
    conductivity: Conductivity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> PracticalSalinity {
    let root = ratio_root_at_surface(conductivity, temperature, pressure);
    PracticalSalinity::new(scale_of_1978(root, temperature_factor(temperature.celsius_ipts68())).0)
}

/// √Rt: conductivity relative to that at SP 35 and the same temperature, both at atmospheric pressure.
#[inline(always)]
fn ratio_root_at_surface(conductivity: Conductivity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    let celsius = temperature.celsius_ipts68();
    let ratio = conductivity.siemens_per_m() * (1.0 / STANDARD_SIEMENS_PER_M);
    let (numerator, constant, slope) = pressure_terms(celsius, pressure.dbar());
    // R/(R_p r_t) with one division instead of two.
    let denominator = constant + slope * ratio;
    (ratio * denominator / ((denominator + numerator) * ratio_at_35(celsius))).sqrt()
}

/// Partial derivatives of [`conductivity`], by central differences (relative error below 1e-6 in the scale's
/// range).
pub fn conductivity_sensitivity(
    salinity: PracticalSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> ConductivitySensitivity {
    let at = |salinity: f64, kelvin: f64, mpa: f64| {
        let temperature = Temperature::from_celsius(temperature.celsius() + kelvin);
        let pressure = SeaPressure::from_mpa(pressure.mpa() + mpa);
        conductivity(PracticalSalinity::new(salinity), temperature, pressure).siemens_per_m()
    };
    let value = salinity.value();
    let step = 1e-3 * value;
    ConductivitySensitivity {
        per_salinity: (at(value + step, 0.0, 0.0) - at(value - step, 0.0, 0.0)) / (2.0 * step),
        per_kelvin: (at(value, 1e-2, 0.0) - at(value, -1e-2, 0.0)) / 2e-2,
        per_mpa: (at(value, 0.0, 0.1) - at(value, 0.0, -0.1)) / 0.2,
    }
}

/// √Rt at which the scale reads `salinity`.
fn ratio_root(salinity: f64, celsius: f64) -> f64 {
    let factor = temperature_factor(celsius);
    // Near enough to proportional for a start: Rt is 1 at SP 35.
    let start = (salinity / 35.0).sqrt();
    if salinity < LOW_SALINITY {
        let gain = low_salinity_gain(factor);
        return newton(start, LAST_STEP, |root| {
            let (value, slope) = scale_of_low_salinity(root, factor, gain);
            (value - salinity, slope)
        });
    }
    newton(start, LAST_STEP, |root| {
        let (value, slope) = scale_of_1978(root, factor);
        (value - salinity, slope)
    })
}

/// (t − 15)/(1 + k(t − 15)): how far temperature is from the scale's own.
#[inline(always)]
fn temperature_factor(celsius: f64) -> f64 {
    (celsius - 15.0) / (1.0 + TEMPERATURE_CURVATURE * (celsius - 15.0))
}

/// Conductivity at SP 35 and atmospheric pressure, relative to that at 15 °C (r_t).
#[inline(always)]
fn ratio_at_35(celsius: f64) -> f64 {
    AT_35.iter().rev().fold(0.0, |sum, c| sum * celsius + c)
}

/// Numerator, constant and slope of the pressure factor R_p = 1 + numerator/(constant + slope R).
#[inline(always)]
fn pressure_terms(celsius: f64, dbar: f64) -> (f64, f64, f64) {
    let numerator = dbar * (E[0] + dbar * (E[1] + dbar * E[2]));
    (numerator, 1.0 + celsius * (D[0] + celsius * D[1]), D[2] + D[3] * celsius)
}

/// Solves R = at_surface · R_p(R), a quadratic in R, for its positive root.
fn ratio_under_pressure(at_surface: f64, celsius: f64, dbar: f64) -> f64 {
    let (numerator, constant, slope) = pressure_terms(celsius, dbar);
    let linear = constant - slope * at_surface;
    let product = at_surface * (numerator + constant);
    2.0 * product / (linear + (linear * linear + 4.0 * slope * product).sqrt())
}

/// Practical salinity from √Rt, and its slope.
#[inline(always)]
fn scale_of_1978(root: f64, factor: f64) -> (f64, f64) {
    let (mut value, mut slope) = (0.0, 0.0);
    for power in (0..AT_15_DEGREES.len()).rev() {
        slope = slope * root + value;
        value = value * root + (AT_15_DEGREES[power] + OFF_15_DEGREES[power] * factor);
    }
    (value, slope)
}

/// What Hill et al. (1986) take off the scale at low salinity, and its slope by √Rt.
fn low_salinity_correction(root: f64, factor: f64) -> (f64, f64) {
    let (x, y) = (400.0 * root * root, 10.0 * root);
    let first = 1.0 + x * (1.5 + x);
    let second = 1.0 + y * (1.0 + y * (1.0 + y));
    let first_slope = (1.5 + 2.0 * x) * 800.0 * root;
    let second_slope = (1.0 + y * (2.0 + y * 3.0)) * 10.0;
    let (a, b) = (AT_15_DEGREES[0], OFF_15_DEGREES[0] * factor);
    (a / first + b / second, -a * first_slope / (first * first) - b * second_slope / (second * second))
}

/// The factor that makes the corrected scale join the scale of 1978 at SP 2.
fn low_salinity_gain(factor: f64) -> f64 {
    let root = newton(ROOT_AT_LOW_SALINITY, LAST_STEP, |root| {
        let (value, slope) = scale_of_1978(root, factor);
        (value - LOW_SALINITY, slope)
    });
    LOW_SALINITY / (LOW_SALINITY - low_salinity_correction(root, factor).0)
}

/// Practical salinity below 2 from √Rt, and its slope.
fn scale_of_low_salinity(root: f64, factor: f64, gain: f64) -> (f64, f64) {
    let (value, slope) = scale_of_1978(root, factor);
    let (correction, correction_slope) = low_salinity_correction(root, factor);
    (gain * (value - correction), gain * (slope - correction_slope))
}
