//! Speed of sound by Chen and Millero, the equation of UNESCO 1983, for comparison with what was computed by
//! it.
//!
//! Chen and Millero, J. Acoust. Soc. Am. 62 (1977) 1129, as in UNESCO Technical Papers in Marine Science 44
//! (Fofonoff and Millard 1983), section 9: the original coefficients, with temperature on the IPTS-68 and
//! pressure in bar. (Wong and Zhu, J. Acoust. Soc. Am. 97 (1995) 1732, refitted the same surface to ITS-90
//! temperature; the original with t68 = 1.00024 t90 is what UNESCO's check value and Sea-Bird's software hold
//! to.) Range: 0–40, 0–40 °C, 0–1,000 bar. Beyond, the value is extrapolated: at SP 34.7 it exceeds the exact
//! TEOS-10 by 0.7, 1.2, 1.8 and 3.7 m/s at 8,000, 10,000, 11,000 and 12,700 dbar. Salinity below zero gives
//! NaN.

use crate::quantity::{PracticalSalinity, SeaPressure, Temperature};

/// Pure water: rows for bar⁰ to bar³, in powers of temperature (C₀₀ to C₃₂).
const WATER: [&[f64]; 4] = [
    &[1402.388, 5.037_11, -5.808_52e-2, 3.3420e-4, -1.478_00e-6, 3.1464e-9],
    &[0.153_563, 6.8982e-4, -8.1788e-6, 1.3621e-7, -6.1185e-10],
    &[3.1260e-5, -1.7107e-6, 2.5974e-8, -2.5335e-10, 1.0405e-12],
    &[-9.7729e-9, 3.8504e-10, -2.3643e-12],
];
/// Times salinity (A₀₀ to A₃₂).
const BY_SALINITY: [&[f64]; 4] = [
    &[1.389, -1.262e-2, 7.164e-5, 2.006e-6, -3.21e-8],
    &[9.4742e-5, -1.2580e-5, -6.4885e-8, 1.0507e-8, -2.0122e-10],
    &[-3.9064e-7, 9.1041e-9, -1.6002e-10, 7.988e-12],
    &[1.100e-10, 6.649e-12, -3.389e-13],
];
/// Times salinity to the power 3/2 (B₀₀ to B₁₁).
const BY_SALINITY_ROOT: [&[f64]; 2] = [&[-1.922e-2, -4.42e-5], &[7.3637e-5, 1.7945e-7]];
/// Times the square of salinity (D₀₀ and D₁₀).
const BY_SALINITY_SQUARE: [&[f64]; 2] = [&[1.727e-3], &[-7.9836e-6]];
/// Bars in a megapascal.
const BAR_PER_MPA: f64 = 10.0;

/// Speed of sound by the equation of UNESCO 1983 (Chen and Millero 1977), m/s.
///
/// ```
/// use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
/// use hadal_models::seawater::sound_speed_chen_millero;
/// // UNESCO 44, page 48: 1731.995 m/s at 40, 40 °C (IPTS-68), 10,000 dbar.
/// let forty = Temperature::from_celsius(40.0 / 1.00024);
/// let deep = SeaPressure::from_dbar(10_000.0);
/// assert!((sound_speed_chen_millero(PracticalSalinity::new(40.0), forty, deep) - 1731.995).abs() < 5e-4);
/// ```
pub fn sound_speed_chen_millero(
    salinity: PracticalSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    let (s, t, bar) = (salinity.value(), temperature.celsius_ipts68(), pressure.mpa() * BAR_PER_MPA);
    surface(&WATER, t, bar)
        + s * (surface(&BY_SALINITY, t, bar)
            + s.sqrt() * surface(&BY_SALINITY_ROOT, t, bar)
            + s * surface(&BY_SALINITY_SQUARE, t, bar))
}

/// Σ rows[i][j] barⁱ tʲ.
fn surface(rows: &[&[f64]], t: f64, bar: f64) -> f64 {
    let polynomial = |row: &[f64]| row.iter().rev().fold(0.0, |sum, coefficient| sum * t + coefficient);
    rows.iter().rev().fold(0.0, |sum, row| sum * bar + polynomial(row))
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
            let pressure = SeaPressure::from_mpa(f64::from_bits(p));
            let value = sound_speed_chen_millero(PracticalSalinity::new(s), temperature, pressure);
            prop_assert!(s >= 0.0 || value.is_nan());
        }
    }
}
