//! The temperature scale against itself, and its propagation of uncertainty against draws.

use super::reference::TRIPLE_POINT;
use super::*;
use crate::quantity::Temperature;
use crate::randomness::{standard_normal, stream};
use proptest::prelude::*;

/// A thermometer of ordinary platinum.
const THERMOMETER: SprtCoefficients = SprtCoefficients { resistance_tpw_ohm: 25.5, a: -2.8e-4, b: -3.2e-4 };

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

#[test]
fn only_a_thermometer_of_poor_platinum_is_not_acceptable() {
    let SprtCoefficients { a, b, .. } = THERMOMETER;
    assert!(Deviation { subrange: Subrange::MercuryGallium, a, b }.is_acceptable());
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
        let back = THERMOMETER.temperature(THERMOMETER.resistance_ohm(temperature));
        prop_assert!((back.celsius() - celsius).abs() < 1e-11, "{}", back.celsius() - celsius);
    }

    #[test]
    fn gradients_match_differences(celsius in -38.0f64..40.0) {
        prop_assume!((celsius - 0.01).abs() > 1e-2);
        let temperature = Temperature::from_celsius(celsius);
        let resistance = THERMOMETER.resistance_ohm(temperature);
        let at = |tpw: f64, a: f64, b: f64, measured: f64| {
            let SprtCoefficients { resistance_tpw_ohm, a: a0, b: b0 } = THERMOMETER;
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
        let [by_tpw, by_a, by_b] = THERMOMETER.temperature_gradient(temperature);
        let slopes = [by_tpw, by_a, by_b, THERMOMETER.kelvin_per_ohm(temperature)];
        for (difference, slope) in differences.into_iter().zip(slopes) {
            prop_assert!((difference / (2.0 * step) - slope).abs() < 1e-6 * (1.0 + slope.abs()), "{difference} {slope}");
        }
    }
}
