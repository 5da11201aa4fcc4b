//! The temperature scale against its own published numbers, and against itself.

use super::*;
use proptest::prelude::*;

/// Preston-Thomas (1990), table 1: defining fixed points and the values of W_r there, printed to 1e-8. One
/// unit of that digit is allowed, the coefficients being printed to 1e-8 themselves.
const FIXED_POINTS: [(f64, f64); 12] = [
    (13.8033, 0.001_190_07),
    (24.5561, 0.008_449_74),
    (54.3584, 0.091_718_04),
    (83.8058, 0.215_859_75),
    (234.3156, 0.844_142_11),
    (273.16, 1.000_000_00),
    (302.9146, 1.118_138_89),
    (429.7485, 1.609_801_85),
    (505.078, 1.892_797_68),
    (692.677, 2.568_917_30),
    (933.473, 3.376_008_60),
    (1234.93, 4.286_420_53),
];

/// Deviation of a certificate in the sheet of a demonstration thermometer (Isotech).
const DEMONSTRATION: SprtCoefficients =
    SprtCoefficients { resistance_tpw_ohm: 25.5, a: -2.796_69e-4, b: -3.199_47e-4 };

#[test]
fn val_reference_ratios_of_the_fixed_points() {
    for (kelvin, ratio) in FIXED_POINTS {
        let ours = reference_ratio(Temperature::from_kelvin(kelvin));
        assert!((ours - ratio).abs() <= 1.5e-8, "{kelvin} K: {ours} for {ratio}");
    }
}

/// The same table backwards: 1.5e-8 in ratio is 1.5e-8/(dW_r/dT) in temperature.
#[test]
fn val_reference_temperatures_of_the_fixed_points() {
    for (kelvin, ratio) in FIXED_POINTS {
        let tolerance = 1.5e-8 / reference_ratio_slope(Temperature::from_kelvin(kelvin));
        let ours = reference_temperature(ratio).kelvin();
        assert!((ours - kelvin).abs() <= tolerance, "{ratio}: {ours} K for {kelvin} K");
    }
}

/// W − W_r at gallium and mercury as that certificate prints them: −3.749e-5 and +3.58e-5, to their last
/// digit.
#[test]
fn val_deviation_of_a_certificate() {
    for (kelvin, deviation, tolerance) in [(302.9146, -3.749e-5, 1e-8), (234.3156, 3.58e-5, 1e-7)] {
        let temperature = Temperature::from_kelvin(kelvin);
        let ratio = DEMONSTRATION.resistance_ohm(temperature) / DEMONSTRATION.resistance_tpw_ohm;
        let ours = ratio - reference_ratio(temperature);
        assert!((ours - deviation).abs() <= tolerance, "{kelvin} K: {ours:e} for {deviation:e}");
    }
}

/// The published inverse 9b is good to 0.1 mK (Preston-Thomas 1990); a Newton inversion that agreed worse
/// with it, or better than it can be, would not be solving eq. 9a. B₀ to B₁₅ of its table 4.
#[test]
fn val_inverse_agrees_with_the_published_approximation() {
    const B: [f64; 16] = [
        0.183_324_722,
        0.240_975_303,
        0.209_108_771,
        0.190_439_972,
        0.142_648_498,
        0.077_993_465,
        0.012_475_611,
        -0.032_267_127,
        -0.075_291_522,
        -0.056_470_670,
        0.076_201_285,
        0.123_893_204,
        -0.029_201_193,
        -0.091_173_542,
        0.001_317_696,
        0.026_025_526,
    ];
    for ratio in [0.3, 0.6, 0.85, 0.9, 0.99] {
        let argument = (libm::pow(ratio, 1.0 / 6.0) - 0.65) / 0.35;
        let published = TRIPLE_POINT * B.iter().rev().fold(0.0, |sum, b| sum * argument + b);
        let ours = reference_temperature(ratio).kelvin();
        assert!((ours - published).abs() < 1e-4, "{ratio}: {ours} for {published}");
    }
}

#[test]
fn the_functions_meet_at_the_triple_point_to_its_printed_digits() {
    let edge = reference_ratio(Temperature::from_kelvin(TRIPLE_POINT - 1e-9));
    assert!((edge - reference_ratio(Temperature::from_kelvin(TRIPLE_POINT))).abs() < 2e-8);
}

#[test]
fn an_impossible_ratio_has_no_temperature() {
    assert!(reference_temperature(-0.1).kelvin().is_nan());
    assert!(reference_temperature(f64::NAN).kelvin().is_nan());
}

proptest! {
    #[test]
    fn temperature_comes_back_from_its_ratio(kelvin in 14.0f64..1234.0) {
        // Within 10 µK of the triple point the two functions overlap by their printed digits.
        prop_assume!((kelvin - TRIPLE_POINT).abs() > 1e-5);
        let back = reference_temperature(reference_ratio(Temperature::from_kelvin(kelvin)));
        prop_assert!((back.kelvin() - kelvin).abs() < 1e-11 * kelvin.max(100.0), "{}", back.kelvin() - kelvin);
    }

    #[test]
    fn temperature_comes_back_from_its_resistance(celsius in -38.0f64..156.0) {
        prop_assume!((celsius - 0.01).abs() > 1e-5);
        let temperature = Temperature::from_celsius(celsius);
        let back = DEMONSTRATION.temperature(DEMONSTRATION.resistance_ohm(temperature));
        prop_assert!((back.celsius() - celsius).abs() < 1e-11, "{}", back.celsius() - celsius);
    }

    #[test]
    fn gradients_match_differences(celsius in -38.0f64..40.0) {
        prop_assume!((celsius - 0.01).abs() > 1e-2);
        let temperature = Temperature::from_celsius(celsius);
        let resistance = DEMONSTRATION.resistance_ohm(temperature);
        let at = |tpw: f64, a: f64, b: f64, measured: f64| {
            let SprtCoefficients { resistance_tpw_ohm, a: a0, b: b0 } = DEMONSTRATION;
            let moved = SprtCoefficients { resistance_tpw_ohm: resistance_tpw_ohm + tpw, a: a0 + a, b: b0 + b };
            moved.temperature(resistance + measured).celsius()
        };
        let step = 1e-6;
        let differences = [
            at(step, 0.0, 0.0, 0.0) - at(-step, 0.0, 0.0, 0.0),
            at(0.0, step, 0.0, 0.0) - at(0.0, -step, 0.0, 0.0),
            at(0.0, 0.0, step, 0.0) - at(0.0, 0.0, -step, 0.0),
            at(0.0, 0.0, 0.0, step) - at(0.0, 0.0, 0.0, -step),
        ];
        let [by_tpw, by_a, by_b] = DEMONSTRATION.temperature_gradient(temperature);
        let slopes = [by_tpw, by_a, by_b, DEMONSTRATION.kelvin_per_ohm(temperature)];
        for (difference, slope) in differences.into_iter().zip(slopes) {
            prop_assert!((difference / (2.0 * step) - slope).abs() < 1e-6 * (1.0 + slope.abs()), "{difference} {slope}");
        }
    }
}
