//! The International Practical Temperature Scale of 1968 beside that of 1990.
//!
//! t90 − t68 = Σ aᵢ (t90/630 °C)ⁱ from −200 to 630 °C (BIPM, Supplementary Information for the ITS-90, 1990,
//! reprinted with amendments 1997): good to 1.5 mK below 0 °C and 1 mK above. It can be entered with either
//! scale's temperature, which differs by less than 0.05 mK; here the argument is t90, and the way back is its
//! inverse to round-off.
//!
//! Oceanography uses t68 = 1.00024 t90 ([`Temperature::celsius_ipts68`]), and PSS-78 means that one. Between
//! −2 and 40 °C the two differ most at 40 °C, by 0.63 mK; below 7 °C they agree to 0.011 mK.
//!
//! ```
//! use hadal_models::quantity::Temperature;
//! use hadal_models::standards::ipts68;
//!
//! // Water boils at 100 °C on the scale of 1968, 26 mK less on that of 1990.
//! let boiling = ipts68::temperature(100.0);
//! assert!((boiling.celsius() - 99.974).abs() < 1e-3);
//! assert!((ipts68::celsius(boiling) - 100.0).abs() < 1e-11);
//! ```

use crate::newton::newton;
use crate::quantity::Temperature;

/// a₁ to a₈, K.
const A: [f64; 8] =
    [-0.148_759, -0.267_408, 1.080_760, 1.269_056, -4.089_591, -1.871_251, 7.438_081, -3.536_296];
/// What the argument is divided by, °C.
const UNIT_CELSIUS: f64 = 630.0;
/// Lowest and highest temperature of the polynomial, °C.
const RANGE_CELSIUS: (f64, f64) = (-200.0, 630.0);
/// Newton's last step, K; the error left is of the order of its square.
const LAST_STEP: f64 = 1e-8;

/// t90 − t68 at `temperature`, K, and its slope. Outside −200 to 630 °C the polynomial is extrapolated, and
/// soon wrong.
fn difference(temperature_celsius: f64) -> (f64, f64) {
    let x = temperature_celsius / UNIT_CELSIUS;
    let (value, slope) =
        A.iter().rev().fold((0.0, 0.0), |(value, slope), a| (value * x + a, slope * x + value));
    (value * x, (slope * x + value) / UNIT_CELSIUS)
}

/// t90 − t68 at `temperature`, K.
///
/// Range −200 to 630 °C; beyond it the polynomial is extrapolated, and soon wrong.
pub fn its90_minus_ipts68(temperature: Temperature) -> f64 {
    difference(temperature.celsius()).0
}

/// `temperature` in degrees Celsius of the IPTS-68, range as [`its90_minus_ipts68`].
pub fn celsius(temperature: Temperature) -> f64 {
    temperature.celsius() - its90_minus_ipts68(temperature)
}

/// The temperature that the IPTS-68 called `celsius_ipts68` degrees Celsius: the inverse of [`celsius`].
///
/// Beyond the range the polynomial folds back, and a value may be returned that is not the nearest one.
pub fn temperature(celsius_ipts68: f64) -> Temperature {
    let celsius = newton(celsius_ipts68, LAST_STEP, |unknown| {
        let (value, slope) = difference(unknown);
        (unknown - value - celsius_ipts68, 1.0 - slope)
    });
    Temperature::from_celsius(celsius)
}

/// Whether the published difference covers `temperature`; NaN is not covered.
pub fn contains(temperature: Temperature) -> bool {
    (RANGE_CELSIUS.0..=RANGE_CELSIUS.1).contains(&temperature.celsius())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What this page says of the factor that oceanography uses, from −2 to 40 °C.
    #[test]
    fn the_oceanographic_factor_agrees_as_stated() {
        let apart = |celsius: f64| {
            let temperature = Temperature::from_celsius(celsius);
            super::celsius(temperature) - temperature.celsius_ipts68()
        };
        let worst = |from: i32, to: i32| {
            (from..=to).map(|tenths| apart(f64::from(tenths) / 10.0).abs()).fold(0.0, f64::max)
        };
        assert!(worst(-20, 70) < 11e-6, "{}", worst(-20, 70));
        assert!((worst(-20, 400) - 0.63e-3).abs() < 0.005e-3, "{}", worst(-20, 400));
        assert!((apart(40.0) - 0.63e-3).abs() < 0.005e-3, "{}", apart(40.0));
    }

    #[test]
    fn what_is_not_a_number_stays_so() {
        assert!(temperature(f64::NAN).celsius().is_nan());
        assert!(celsius(Temperature::from_celsius(f64::INFINITY)).is_nan());
        assert!(!contains(Temperature::from_celsius(f64::NAN)));
    }

    proptest! {
        #[test]
        fn the_way_back_is_the_inverse(celsius_1990 in -199.0f64..629.0) {
            let back = temperature(celsius(Temperature::from_celsius(celsius_1990)));
            prop_assert!((back.celsius() - celsius_1990).abs() < 1e-10, "{}", back.celsius() - celsius_1990);
        }
    }
}
