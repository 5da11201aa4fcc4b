//! Speed of sound by Del Grosso, which at depth was found nearer to the truth than Chen and Millero's.
//!
//! Del Grosso, J. Acoust. Soc. Am. 56 (1974) 1084 (equation NRL II): the original coefficients, with
//! temperature on the IPTS-68 and gauge pressure in kgf/cm². (Wong and Zhu, J. Acoust. Soc. Am. 97 (1995)
//! 1732, refitted the same surface to ITS-90 temperature; both agree within 1 mm/s over the whole range.
//! Better at depth: Meinen and Watts, J. Acoust. Soc. Am. 102 (1997) 2058.) Range: 30–40, 0–30 °C, 0–1,000
//! kgf/cm² (9,807 dbar), measured below 2,000 m only at 33–38 and up to 15 °C. Beyond, the value is
//! extrapolated: at SP 34.7 it departs from the exact TEOS-10 by −0.05, +0.16 and +1.07 m/s at 10,000, 11,000
//! and 12,700 dbar.

use crate::constants::STANDARD_GRAVITY;
use crate::quantity::{PracticalSalinity, SeaPressure, Temperature};

/// C₀₀₀, m/s.
const AT_ZERO: f64 = 1402.392;
/// Powers of temperature from 1 up.
const BY_T: [f64; 3] = [5.011_093_988_73, -5.509_468_431_72e-2, 2.215_359_692_40e-4];
/// Powers of salinity from 1 up.
const BY_S: [f64; 2] = [1.329_522_907_81, 1.289_557_568_44e-4];
/// Powers of pressure from 1 up.
const BY_P: [f64; 3] = [1.560_592_570_41e-1, 2.449_986_884_41e-5, -8.833_923_325_13e-9];
const BY_ST: f64 = -1.275_627_834_26e-2;
const BY_STT: f64 = 9.684_031_564_10e-5;
const BY_STP: f64 = -3.405_970_390_04e-4;
const BY_SSTP: f64 = 4.856_396_200_15e-6;
const BY_SSPP: f64 = -1.616_744_959_09e-9;
const BY_TP: f64 = 6.351_916_133_89e-3;
const BY_TTTP: f64 = -4.380_310_962_13e-7;
const BY_TPP: f64 = -1.593_494_790_45e-6;
const BY_TTPP: f64 = 2.654_847_166_08e-8;
const BY_TPPP: f64 = 5.221_164_372_35e-10;

/// Speed of sound by Del Grosso (1974), m/s.
///
/// ```
/// use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
/// use hadal_models::seawater::{sound_speed, sound_speed_del_grosso};
/// // The equation and TEOS-10 agree on the water of a trench's walls.
/// let (salinity, t, p) = (PracticalSalinity::new(34.7), Temperature::from_celsius(1.9), SeaPressure::from_dbar(8000.0));
/// assert!((sound_speed_del_grosso(salinity, t, p) - sound_speed(salinity.reference(), t, p)).abs() < 0.15);
/// ```
pub fn sound_speed_del_grosso(
    salinity: PracticalSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    let (s, t) = (salinity.value(), temperature.celsius_ipts68());
    // 1 kgf/cm² is 0.0980665 MPa.
    let p = pressure.mpa() / (STANDARD_GRAVITY / 100.0);
    let alone = powers(&BY_T, t) + powers(&BY_S, s) + powers(&BY_P, p);
    let salt = s * (t * (BY_ST + BY_STT * t + p * (BY_STP + BY_SSTP * s)) + BY_SSPP * s * p * p);
    let water = t * p * (BY_TP + BY_TTTP * t * t + p * (BY_TPP + BY_TTPP * t + BY_TPPP * p));
    AT_ZERO + alone + salt + water
}

/// c₁ u + c₂ u² + …
fn powers(coefficients: &[f64], u: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| (sum + coefficient) * u)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_bits_panic_and_nan_stays_nan(s: u64, t: u64, p: u64) {
            let [s, t, p] = [s, t, p].map(f64::from_bits);
            let at = |s, t, p| {
                let (s, t) = (PracticalSalinity::new(s), Temperature::from_celsius(t));
                sound_speed_del_grosso(s, t, SeaPressure::from_mpa(p))
            };
            prop_assert!(at(f64::NAN, t, p).is_nan() && at(s, f64::NAN, p).is_nan() && at(s, t, f64::NAN).is_nan());
        }
    }
}
