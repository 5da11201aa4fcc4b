//! The temperature scale against its own published numbers, and against itself.

use super::reference::TRIPLE_POINT;
use super::*;
use crate::quantity::Temperature;
use crate::randomness::{standard_normal, stream};
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

/// The same certificate from its own measurements: 21.563 901 Ω at mercury, 28.561 074 Ω at gallium, 25.544
/// 261 Ω in water, and a = −2.796 694 758e-4, b = −3.199 472 366e-4. Half a unit of the last digit of each
/// resistance is 2e-8 in either ratio to that in water, 4e-8 together; through the two equations that is 6e-7
/// in a and 2.2e-6 in b.
#[test]
fn val_coefficients_of_a_certificate_follow_from_its_resistances() {
    let ratios = [21.563_901 / 25.544_261, 28.561_074 / 25.544_261];
    let ours = Deviation::from_fixed_points(Subrange::MercuryGallium, &ratios);
    assert!((ours.a + 2.796_694_758e-4).abs() < 6e-7, "{}", ours.a);
    assert!((ours.b + 3.199_472_366e-4).abs() < 2.2e-6, "{}", ours.b);
    assert!(ours.is_acceptable());
}

/// Certificate 501.20/1241312 of IPQ, Portugal, as the Ruby package tuscan repeats it: subrange water–zinc,
/// whose deviation has the form of water–tin; 25.319 871 Ω in water. Temperatures to 0.1 mK, that package's
/// tolerance.
#[test]
fn val_temperatures_of_a_certificate() {
    let sprt = SprtCoefficients { resistance_tpw_ohm: 25.319_871, a: -1.2134e-4, b: -9.9190e-6 };
    for (resistance, celsius) in [(25.319_871, 0.01), (47.922_451, 231.928), (65.039_218, 419.527)] {
        let ours = sprt.temperature(resistance).celsius();
        assert!((ours - celsius).abs() < 1e-4, "{resistance} Ω: {ours} for {celsius}");
    }
}

/// ITS-90, table 1: W_r of each fixed point to eight decimals; one unit for the rounding of table and
/// coefficients.
#[test]
fn val_fixed_points_have_the_ratios_of_the_table() {
    let table = [
        (FixedPoint::Mercury, 0.844_142_11),
        (FixedPoint::Water, 1.0),
        (FixedPoint::Gallium, 1.118_138_89),
        (FixedPoint::Indium, 1.609_801_85),
        (FixedPoint::Tin, 1.892_797_68),
    ];
    for (point, ratio) in table {
        assert!((point.reference_ratio() - ratio).abs() <= 1.5e-8, "{}", point.name());
    }
}

#[test]
fn a_thermometer_of_poor_platinum_is_not_acceptable() {
    let poor = Deviation::from_fixed_points(Subrange::WaterGallium, &[1.118_06]);
    assert!(!poor.is_acceptable());
}

#[test]
fn a_missing_fixed_point_gives_no_coefficients() {
    assert!(Deviation::from_fixed_points(Subrange::MercuryGallium, &[0.844]).a.is_nan());
    assert!(Deviation::from_fixed_points(Subrange::WaterGallium, &[]).a.is_nan());
}

/// A calibration with errors of ordinary size, in which every source matters somewhere.
fn calibration(subrange: Subrange, water: TriplePointCells) -> Calibration {
    let b = if subrange.is_quadratic() { -3.2e-4 } else { 0.0 };
    let at_points = [
        FixedPointUncertainty { realisation_kelvin: 0.15e-3, reading: 2e-7 },
        FixedPointUncertainty { realisation_kelvin: 0.10e-3, reading: 3e-7 },
    ];
    Calibration {
        deviation: Deviation { subrange, a: -2.8e-4, b },
        fixed_points: at_points[..subrange.fixed_points().len()].to_vec(),
        water: FixedPointUncertainty { realisation_kelvin: 0.05e-3, reading: 1e-7 },
        used: UseUncertainty { reading: 1e-7, water },
    }
}

const OTHER_CELL: TriplePointCells =
    TriplePointCells::OtherCell(FixedPointUncertainty { realisation_kelvin: 0.08e-3, reading: 1.5e-7 });

/// Error of one temperature when everything that has an uncertainty errs once, with no linearisation:
/// resistances are measured in cells that are off, coefficients made of them, and a temperature from those.
fn drawn_error(calibration: &Calibration, truth: Temperature, draw: &mut impl FnMut() -> f64) -> f64 {
    let thermometer = &calibration.deviation;
    let mut resistance = |temperature: Temperature, known: &FixedPointUncertainty| {
        let off = Temperature::from_kelvin(temperature.kelvin() + known.realisation_kelvin * draw());
        thermometer.ratio(off) + known.reading * draw()
    };
    let reading_only = |reading| FixedPointUncertainty { realisation_kelvin: 0.0, reading };
    // Resistance in water along one function of the scale: the two miss each other there by 3 µK.
    let slope = reference_ratio_slope(FixedPoint::Water.temperature()) / (1.0 - thermometer.slope(1.0));
    let water = |cell: f64, reading: f64| 1.0 + slope * cell + reading;
    let readings: Vec<f64> = thermometer
        .subrange
        .fixed_points()
        .iter()
        .zip(&calibration.fixed_points)
        .map(|(point, known)| resistance(point.temperature(), known))
        .collect();
    let used = resistance(truth, &reading_only(calibration.used.reading));
    let cell = calibration.water.realisation_kelvin * draw();
    let at_calibration = water(cell, calibration.water.reading * draw());
    let at_use = match calibration.used.water {
        TriplePointCells::AsCalibrated => at_calibration,
        TriplePointCells::SameCell { reading } => water(cell, reading * draw()),
        TriplePointCells::OtherCell(known) => {
            water(known.realisation_kelvin * draw(), known.reading * draw())
        }
    };
    let ratios: Vec<f64> = readings.iter().map(|reading| reading / at_calibration).collect();
    let found = Deviation::from_fixed_points(thermometer.subrange, &ratios).temperature(used / at_use);
    found.kelvin() - truth.kelvin()
}

#[test]
fn propagation_agrees_with_draws_that_know_no_derivative() {
    let count = 10_000;
    for water in [TriplePointCells::AsCalibrated, TriplePointCells::SameCell { reading: 1.2e-7 }, OTHER_CELL]
    {
        for (subrange, celsius) in [
            (Subrange::MercuryGallium, -30.0),
            (Subrange::MercuryGallium, 15.0),
            (Subrange::MercuryGallium, 40.0),
            (Subrange::WaterGallium, 25.0),
            (Subrange::WaterIndium, 35.0),
            (Subrange::WaterTin, 100.0),
        ] {
            let calibration = calibration(subrange, water);
            let truth = Temperature::from_celsius(celsius);
            let said = calibration.standard_uncertainty_kelvin(calibration.deviation.ratio(truth));
            let mut source = stream(7, 0, subrange.name());
            let mut draw = || standard_normal(&mut source);
            let squares: f64 = (0..count)
                .map(|_| drawn_error(&calibration, truth, &mut draw))
                .map(|error| error * error)
                .sum();
            let ratio = (squares / f64::from(count)).sqrt() / said;
            // Five standard errors of a standard deviation from so many draws.
            let tolerance = 5.0 / (2.0 * f64::from(count)).sqrt();
            assert!((ratio - 1.0).abs() < tolerance, "{} {celsius} °C {water:?}: {ratio}", subrange.name());
        }
    }
}

#[test]
fn at_a_fixed_point_only_its_own_error_arrives() {
    let calibration = calibration(Subrange::MercuryGallium, TriplePointCells::AsCalibrated);
    for (index, point) in Subrange::MercuryGallium.fixed_points().iter().enumerate() {
        let found = calibration.contributions(calibration.deviation.fixed_point_ratio(*point));
        let cell = &found[2 * index];
        assert_eq!(cell.source, ErrorSource::Cell(*point));
        let own = calibration.fixed_points[index].realisation_kelvin;
        assert!((cell.kelvin + own).abs() < 1e-15, "{}", cell.kelvin);
        let other = &found[2 * (1 - index)];
        assert!(other.kelvin.abs() < 1e-18, "{}", other.kelvin);
    }
}

/// An error of the triple point of water at use grows with temperature as W does (and dT/dW_r); with one and
/// the same water at calibration and use it vanishes at the fixed points instead, as Lagrange's function of
/// water.
#[test]
fn water_errs_as_w_unless_it_is_the_same_water() {
    let indium = Subrange::WaterIndium;
    let alone = |water, celsius: f64| {
        let mut calibration = calibration(indium, water);
        calibration.fixed_points[0] = FixedPointUncertainty::default();
        calibration.water.reading = 0.0;
        calibration.used.reading = 0.0;
        let temperature = Temperature::from_celsius(celsius);
        let ratio = calibration.deviation.ratio(temperature);
        (calibration.standard_uncertainty_kelvin(ratio), ratio, reference_ratio_slope(temperature))
    };
    let only_use =
        TriplePointCells::OtherCell(FixedPointUncertainty { realisation_kelvin: 1e-3, reading: 0.0 });
    let in_water = reference_ratio_slope(FixedPoint::Water.temperature());
    for celsius in [5.0, 80.0, 150.0] {
        let (both, ratio, slope) = alone(only_use, celsius);
        let at_use = 1e-3 * ratio * in_water / slope;
        // What is left is the cell of the calibration, 0.05 mK through the fixed point.
        let share = (ratio - 1.0) / (1.609_8 - 1.0);
        let at_calibration = 0.05e-3 * share * 1.609_8 * in_water / slope;
        let expected = (at_use * at_use + at_calibration * at_calibration).sqrt();
        assert!((both / expected - 1.0).abs() < 1e-4, "{celsius}: {both:e} for {expected:e}");
    }
    let same = TriplePointCells::SameCell { reading: 0.0 };
    assert!(alone(same, 156.5985).0 < 1e-15);
    assert!((alone(same, 0.01001).0 - 0.05e-3).abs() < 1e-8);
}

#[test]
fn temperatures_share_what_the_calibration_erred() {
    let calibration = calibration(Subrange::MercuryGallium, OTHER_CELL);
    let ratios = [0.9, 1.02, 1.1];
    let budget = calibration.budget(&ratios);
    let (covariance, alone) = (budget.covariance(3), budget.scatter_covariance(3));
    assert!(alone[(1, 2)].abs() < 1e-30 && covariance[(1, 2)] > 0.5 * covariance[(1, 1)]);
    for (index, ratio) in ratios.into_iter().enumerate() {
        let said = calibration.standard_uncertainty_kelvin(ratio);
        assert!((covariance[(index, index)].sqrt() / said - 1.0).abs() < 1e-12);
    }
}

proptest! {
    #[test]
    fn coefficients_come_back_from_the_fixed_points(index in 0usize..4, a in -1e-3f64..1e-3, b in -1e-3f64..1e-3) {
        let subrange = Subrange::ALL[index];
        let deviation = Deviation { subrange, a, b: if subrange.is_quadratic() { b } else { 0.0 } };
        let back = Deviation::from_fixed_points(subrange, &deviation.fixed_point_ratios());
        // Round-off of ratios near 1, through the smallest distance between nodes, 0.12.
        prop_assert!((back.a - deviation.a).abs() < 2e-14 && (back.b - deviation.b).abs() < 1e-13, "{back:?}");
    }

    #[test]
    fn temperature_comes_back_from_its_ratio_in_every_subrange(
        index in 0usize..4, share in 0.0f64..1.0, a in -1e-3f64..1e-3, b in -1e-3f64..1e-3,
    ) {
        let subrange = Subrange::ALL[index];
        let (lowest, highest) = subrange.limits();
        let celsius = lowest.celsius() + share * (highest.celsius() - lowest.celsius());
        prop_assume!((celsius - 0.01).abs() > 1e-5);
        let deviation = Deviation { subrange, a, b };
        let back = deviation.temperature(deviation.ratio(Temperature::from_celsius(celsius))).celsius();
        prop_assert!((back - celsius).abs() < 1e-11, "{}", back - celsius);
    }

    #[test]
    fn no_ratio_makes_it_panic(ratio in any::<f64>(), a in any::<f64>(), b in any::<f64>()) {
        let mut calibration = calibration(Subrange::MercuryGallium, OTHER_CELL);
        calibration.deviation.a = a;
        calibration.deviation.b = b;
        let temperature = calibration.deviation.temperature(ratio);
        prop_assert_eq!(temperature.celsius().is_nan(), temperature.kelvin().is_nan());
        prop_assert_eq!(calibration.contributions(ratio).len(), 9);
    }

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
