//! Density by the International Equation of State of Seawater 1980, for comparison with what was computed
//! before TEOS-10.
//!
//! UNESCO Technical Papers in Marine Science 44 (Fofonoff and Millard 1983), section 3; Millero and Poisson,
//! Deep-Sea Research 28A (1981) 625, and Millero, Chen, Bradshaw and Schleicher, Deep-Sea Research 27A (1980)
//! 255. Temperature on the IPTS-68, pressure in bar, as the equation demands. Range: 0–42, −2 to 40 °C,
//! 0–10,000 dbar. Beyond, the value is extrapolated: at SP 34.7 it departs from the exact TEOS-10 density by
//! 0.007, 0.013 and 0.035 kg/m³ at 10,000, 11,000 and 12,700 dbar. Salinity below zero gives NaN.

use crate::quantity::{PracticalSalinity, SeaPressure, Temperature};

/// Density of pure water at one atmosphere, kg/m³ (a₀ to a₅, eq. 14).
const WATER: [f64; 6] = [999.842_594, 6.793_952e-2, -9.095_290e-3, 1.001_685e-4, -1.120_083e-6, 6.536_332e-9];
/// What salinity adds (b₀ to b₄, eq. 13).
const BY_SALINITY: [f64; 5] = [8.244_93e-1, -4.0899e-3, 7.6438e-5, -8.2467e-7, 5.3875e-9];
/// What salinity to the power 3/2 adds (c₀ to c₂).
const BY_SALINITY_ROOT: [f64; 3] = [-5.724_66e-3, 1.0227e-4, -1.6546e-6];
/// What the square of salinity adds (d₀).
const BY_SALINITY_SQUARE: f64 = 4.8314e-4;
/// Secant bulk modulus of pure water at one atmosphere, bar (e₀ to e₄, eq. 19).
const MODULUS: [f64; 5] = [19_652.21, 148.4206, -2.327_105, 1.360_477e-2, -5.155_288e-5];
/// What salinity adds (f₀ to f₃, eq. 16).
const MODULUS_BY_SALINITY: [f64; 4] = [54.6746, -0.603_459, 1.099_87e-2, -6.1670e-5];
/// What salinity to the power 3/2 adds (g₀ to g₂).
const MODULUS_BY_SALINITY_ROOT: [f64; 3] = [7.944e-2, 1.6483e-2, -5.3009e-4];
/// Its growth with pressure in pure water, dimensionless (h₀ to h₃).
const GROWTH: [f64; 4] = [3.239_908, 1.437_13e-3, 1.160_92e-4, -5.779_05e-7];
/// What salinity adds (i₀ to i₂, eq. 17).
const GROWTH_BY_SALINITY: [f64; 3] = [2.2838e-3, -1.0981e-5, -1.6078e-6];
/// What salinity to the power 3/2 adds (j₀).
const GROWTH_BY_SALINITY_ROOT: f64 = 1.910_75e-4;
/// Its growth with the square of pressure in pure water, 1/bar (k₀ to k₂).
const CURVATURE: [f64; 3] = [8.509_35e-5, -6.122_93e-6, 5.2787e-8];
/// What salinity adds (m₀ to m₂, eq. 18).
const CURVATURE_BY_SALINITY: [f64; 3] = [-9.9348e-7, 2.0816e-8, 9.1697e-10];
/// Bars in a megapascal.
const BAR_PER_MPA: f64 = 10.0;

/// Density, kg/m³ (eq. 7).
///
/// ```
/// use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
/// use hadal_models::seawater::eos80;
/// // UNESCO 44, page 19: 1069.489 14 kg/m³ at 35, 5 °C (IPTS-68), 10,000 dbar.
/// let five = Temperature::from_celsius(5.0 / 1.00024);
/// let density = eos80::density(PracticalSalinity::new(35.0), five, SeaPressure::from_dbar(10_000.0));
/// assert!((density - 1069.489_14).abs() < 5e-6);
/// ```
pub fn density(salinity: PracticalSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    let (s, t) = (salinity.value(), temperature.celsius_ipts68());
    let at_surface = polynomial(&WATER, t)
        + s * (polynomial(&BY_SALINITY, t)
            + s.sqrt() * polynomial(&BY_SALINITY_ROOT, t)
            + s * BY_SALINITY_SQUARE);
    at_surface / (1.0 - pressure.mpa() / secant_bulk_modulus_mpa(salinity, temperature, pressure))
}

/// Secant bulk modulus p v(0)/(v(0) − v(p)) at constant temperature, MPa (eq. 15): its limit at the surface
/// is the bulk modulus.
pub fn secant_bulk_modulus_mpa(
    salinity: PracticalSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    let (s, t, bar) = (salinity.value(), temperature.celsius_ipts68(), pressure.mpa() * BAR_PER_MPA);
    let root = s.sqrt();
    let modulus = polynomial(&MODULUS, t)
        + s * (polynomial(&MODULUS_BY_SALINITY, t) + root * polynomial(&MODULUS_BY_SALINITY_ROOT, t));
    let growth =
        polynomial(&GROWTH, t) + s * (polynomial(&GROWTH_BY_SALINITY, t) + root * GROWTH_BY_SALINITY_ROOT);
    let curvature = polynomial(&CURVATURE, t) + s * polynomial(&CURVATURE_BY_SALINITY, t);
    (modulus + bar * (growth + bar * curvature)) / BAR_PER_MPA
}

fn polynomial(coefficients: &[f64], t: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * t + coefficient)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_panics_and_negative_salinity_is_refused(s: u64, t: u64, p: u64) {
            let s = f64::from_bits(s);
            let temperature = Temperature::from_celsius(f64::from_bits(t));
            let value = density(PracticalSalinity::new(s), temperature, SeaPressure::from_mpa(f64::from_bits(p)));
            prop_assert!(s >= 0.0 || value.is_nan());
        }
    }
}
