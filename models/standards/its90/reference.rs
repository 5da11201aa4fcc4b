//! The reference functions of the scale: what the ideal platinum thermometer does.
//!
//! The inverse functions printed beside them (9b, 10b) are good to 0.1 and 0.13 mK only; here the reference
//! functions themselves are inverted by Newton's method, to round-off.

use crate::newton::newton;
use crate::quantity::Temperature;

/// Temperature of the triple point of water, K.
pub(super) const TRIPLE_POINT: f64 = 273.16;
/// A₀ to A₁₂ of eq. 9a.
const A: [f64; 13] = [
    -2.135_347_29,
    3.183_247_20,
    -1.801_435_97,
    0.717_272_04,
    0.503_440_27,
    -0.618_993_95,
    -0.053_323_22,
    0.280_213_62,
    0.107_152_24,
    -0.293_028_65,
    0.044_598_72,
    0.118_686_32,
    -0.052_481_34,
];
/// C₀ to C₉ of eq. 10a.
const C: [f64; 10] = [
    2.781_572_54,
    1.646_509_16,
    -0.137_143_90,
    -0.006_497_67,
    -0.002_344_44,
    0.005_118_68,
    0.001_879_82,
    -0.002_044_72,
    -0.000_461_22,
    0.000_457_24,
];
/// Width of the argument ln(T/273.16 K) in eq. 9a.
const LOGARITHM_UNIT: f64 = 1.5;
/// Centre of eq. 10a, K.
const CENTRE: f64 = 754.15;
/// Half-width of eq. 10a, K.
const HALF_WIDTH: f64 = 481.0;
/// Newton's last step: in ln T below the triple point, in units of 481 K above; the error left is its square.
const LAST_STEP: f64 = 1e-9;

/// W_r(T): the ratio R(T)/R(273.16 K) of the ideal platinum thermometer of the scale.
///
/// Range 13.8033–1234.93 K; outside it the functions are merely extrapolated.
pub fn reference_ratio(temperature: Temperature) -> f64 {
    let kelvin = temperature.kelvin();
    if kelvin < TRIPLE_POINT {
        return libm::exp(below(libm::log(kelvin / TRIPLE_POINT)).0);
    }
    above((kelvin - CENTRE) / HALF_WIDTH).0
}

/// dW_r/dT at `temperature`, 1/K.
pub fn reference_ratio_slope(temperature: Temperature) -> f64 {
    let kelvin = temperature.kelvin();
    if kelvin < TRIPLE_POINT {
        let (logarithm, slope) = below(libm::log(kelvin / TRIPLE_POINT));
        return libm::exp(logarithm) * slope / kelvin;
    }
    above((kelvin - CENTRE) / HALF_WIDTH).1 / HALF_WIDTH
}

/// The temperature at which the ideal thermometer has the ratio `ratio`: the inverse of [`reference_ratio`].
///
/// Exact to round-off from 13.8 K to 1234.93 K; a ratio not above zero gives NaN. At the triple point itself
/// the two functions of the scale miss each other by 1e-8 in ratio, 3 µK.
pub fn reference_temperature(ratio: f64) -> Temperature {
    if ratio < above((TRIPLE_POINT - CENTRE) / HALF_WIDTH).0 {
        let target = libm::log(ratio);
        // W is nearly proportional to T here, and ever steeper towards the cold: start warm.
        let logarithm = newton(libm::log(ratio.max(0.05)) * 0.8, LAST_STEP, |unknown| {
            let (value, slope) = below(unknown);
            (value - target, slope)
        });
        return Temperature::from_kelvin(TRIPLE_POINT * libm::exp(logarithm));
    }
    let reduced = newton((ratio - C[0]) / C[1], LAST_STEP, |unknown| {
        let (value, slope) = above(unknown);
        (value - ratio, slope)
    });
    Temperature::from_kelvin(CENTRE + HALF_WIDTH * reduced)
}

/// ln W_r and its slope by ln T, at ln(T/273.16 K) (eq. 9a).
fn below(logarithm: f64) -> (f64, f64) {
    let (value, slope) = polynomial(&A, (logarithm + LOGARITHM_UNIT) / LOGARITHM_UNIT);
    (value, slope / LOGARITHM_UNIT)
}

/// W_r and its slope by the reduced temperature (T − 754.15 K)/481 K (eq. 10a).
fn above(reduced: f64) -> (f64, f64) {
    polynomial(&C, reduced)
}

fn polynomial(coefficients: &[f64], x: f64) -> (f64, f64) {
    coefficients
        .iter()
        .rev()
        .fold((0.0, 0.0), |(value, slope), coefficient| (value * x + coefficient, slope * x + value))
}
