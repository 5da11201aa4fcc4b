//! Analytic gradients against differences.

use super::sea_bird_microcat::{CONDUCTIVITY_16125, PRESSURE_6385, TEMPERATURE_6385};
use super::*;
use proptest::prelude::*;

/// Analytic derivatives against differences, each relative to the size of its effect.
fn check_gradient(equation: &Equation, coefficients: &[f64], inputs: &[f64]) -> Result<(), TestCaseError> {
    let mut by_coefficient = vec![f64::NAN; coefficients.len()];
    let mut by_input = vec![f64::NAN; inputs.len()];
    equation.gradient(coefficients, inputs, &mut by_coefficient, &mut by_input);
    let scale = equation.value(coefficients, inputs).abs() + 1.0;
    for (index, analytic) in by_coefficient.iter().enumerate() {
        let at = |c: f64| {
            let mut moved = coefficients.to_vec();
            moved[index] = c;
            equation.value(&moved, inputs)
        };
        // A step that moves the value by about 1e-5 of itself, but the coefficient by a ten-thousandth at most: PTCB0 almost
        // cancels itself, and a Digiquartz works within a hundredth of its U0.
        let own = coefficients[index].abs();
        let widest = if own > 0.0 { 1e-4 * own } else { f64::INFINITY };
        let step = if analytic.abs() > 0.0 { (1e-5 * scale / analytic.abs()).min(widest) } else { 1e-6 };
        compare(at, coefficients[index], step, *analytic, scale)?;
    }
    for (index, analytic) in by_input.iter().enumerate() {
        let at = |x: f64| {
            let mut moved = inputs.to_vec();
            moved[index] = x;
            equation.value(coefficients, &moved)
        };
        compare(at, inputs[index], 1e-5 * (inputs[index].abs() + 1.0), *analytic, scale)?;
    }
    Ok(())
}

/// Difference through five points: truncation is of order step^5, round-off a few parts in 1e15 of the largest term.
fn compare(
    at: impl Fn(f64) -> f64,
    x: f64,
    step: f64,
    analytic: f64,
    scale: f64,
) -> Result<(), TestCaseError> {
    let near = at(x + step) - at(x - step);
    let far = at(x + 2.0 * step) - at(x - 2.0 * step);
    let difference = (8.0 * near - far) / 12.0;
    prop_assert!((difference - analytic * step).abs() < 1e-9 * scale, "{difference} {}", analytic * step);
    Ok(())
}

/// A place in the ranges of an equation's inputs: 0 is their low ends, 1 their high ones.
fn at_place(equation: &Equation, place: impl Fn(usize) -> f64) -> Vec<f64> {
    let between = |(index, input): (usize, &Input)| {
        input.range.map_or(0.0, |(low, high)| low + place(index) * (high - low))
    };
    equation.inputs().iter().enumerate().map(between).collect()
}

/// Coefficients of an ordinary sensor, each moved by up to a thousandth; those that are zero, so that the value moves by up
/// to a thousandth at an end of the inputs' ranges.
fn near_typical(equation: &Equation, chance: &[f64]) -> Vec<f64> {
    let mut coefficients = equation.typical().to_vec();
    let mut largest = vec![0.0_f64; coefficients.len()];
    for end in [0.0, 1.0] {
        let inputs = at_place(equation, |_| end);
        let (mut by_coefficient, mut by_input) = (vec![0.0; coefficients.len()], vec![0.0; inputs.len()]);
        equation.gradient(&coefficients, &inputs, &mut by_coefficient, &mut by_input);
        let scale = equation.value(&coefficients, &inputs).abs() + 1.0;
        for (largest, slope) in largest.iter_mut().zip(by_coefficient) {
            *largest = largest.max(slope.abs() / scale);
        }
    }
    for ((coefficient, largest), chance) in coefficients.iter_mut().zip(largest).zip(chance.iter().cycle()) {
        if *coefficient != 0.0 {
            *coefficient *= 1.0 + 1e-3 * chance;
        } else if largest > 0.0 {
            *coefficient = 1e-3 * chance / largest;
        }
    }
    coefficients
}

proptest! {
    #[test]
    fn every_gradient_of_the_catalog_is_analytic(
        place in proptest::collection::vec(0.0..1.0_f64, 8), chance in proptest::collection::vec(-1.0..1.0_f64, 23),
    ) {
        for equation in all() {
            let inputs = at_place(equation, |index| place[index]);
            let coefficients = near_typical(equation, &chance);
            let checked = check_gradient(equation, &coefficients, &inputs);
            prop_assert!(checked.is_ok(), "{} at {inputs:?} with {coefficients:?}: {checked:?}", equation.id());
        }
    }
}

proptest! {
    #[test]
    fn temperature_gradient_is_analytic(counts in 1.5e5..8e5_f64, p in 0.0..12_000.0_f64, slope in -1e-6..1e-6_f64) {
        let mut coefficients = TEMPERATURE_6385;
        coefficients[4] = slope;
        coefficients[5] = slope * 1e-5;
        check_gradient(find("sea-bird/sbe-37-temperature").unwrap(), &coefficients, &[counts, p])?;
    }

    #[test]
    fn conductivity_gradient_is_analytic(
        hertz in 2_800.0..8_000.0_f64, t in -2.0..35.0_f64, p in 0.0..12_000.0_f64, bend in -1e-12..1e-12_f64,
    ) {
        let mut coefficients = CONDUCTIVITY_16125;
        coefficients[6] = bend;
        coefficients[7] = bend * 1e-4;
        check_gradient(find("sea-bird/sbe-37-conductivity").unwrap(), &coefficients, &[hertz, t, p])?;
    }

    #[test]
    fn pressure_gradient_is_analytic(counts in 5.3e5..1.5e6_f64, thermometer in 1_200.0..2_200.0_f64) {
        let mut coefficients = PRESSURE_6385;
        coefficients[8] = 1e-5;
        coefficients[12] = 1e-16;
        check_gradient(find("sea-bird/sbe-37-pressure").unwrap(), &coefficients, &[counts, thermometer])?;
    }
}
