//! The best linear term against closed forms, a search, and the equations themselves.

use super::terms::ATMOSPHERE_DBAR;
use super::*;
use crate::equation;
use crate::quantity::{PracticalSalinity, SeaPressure, Temperature};
use crate::seawater::conductivity;
use proptest::prelude::*;

/// Coefficients in order, from names; those not named are the held ones.
fn coefficients(equation: &Equation, named: &[(&str, f64)]) -> Vec<f64> {
    let held =
        |name: &str| equation.held().iter().find(|(held, _)| *held == name).map_or(0.0, |(_, value)| *value);
    let value = |name: &&'static str| {
        named.iter().find(|(known, _)| known == name).map_or_else(|| held(name), |(_, value)| *value)
    };
    equation.coefficients().iter().map(value).collect()
}

fn known(equation: &Equation, named: &[(&str, f64)]) -> Known {
    Known { coefficients: coefficients(equation, named), covariance: None }
}

const FULL_DEPTH: Usage = Usage { from_dbar: 0.0, to_dbar: 11_000.0, celsius: 2.0, practical_salinity: 34.7 };
/// An SBE 37 of invented coefficients of the ordinary size, with a compression that is not linear.
const MICROCAT: [(&str, f64); 6] =
    [("g", -1.0), ("h", 0.145), ("i", -3.1e-4), ("j", 3.5e-5), ("CPCOR", -9.8e-8), ("CPCOR2", 4.0e-13)];

/// With even weights the best line through the origin for b·p² has the slope (2√2 − 2)·b·P, the largest error is
/// (3 − 2√2)·b·P², and it stands at (√2 − 1)·P and at P. (An extremum inside, −δ²/4b for the slope δ + …, and the end,
/// δ·P + b·P², are opposite where δ = (2 − 2√2)·b·P.)
#[test]
fn a_quadratic_term_has_the_best_line_that_algebra_gives() {
    let (b, deepest) = (4.0e-13, 6000.0);
    let places: Vec<Place> = (0..=20_000)
        .map(|index| deepest * f64::from(index) / 20_000.0)
        .map(|p| Place { weight: 1.0, target: -9.57e-8 * p + b * p * p, basis: p })
        .collect();
    let best = minimax(&places).unwrap();
    let root = 2.0_f64.sqrt();
    assert!((best.value - (-9.57e-8 + (2.0 * root - 2.0) * b * deepest)).abs() < 1e-13);
    // The grid misses the extremum inside by half a step at most: 1e-8 of the error.
    assert!((best.largest / ((3.0 - 2.0 * root) * b * deepest * deepest) - 1.0).abs() < 1e-7);
    // Least squares: δ = −(3/4)·b·P, largest at the end, 1/4 of b·P².
    let least_squares = -9.57e-8 + 0.75 * b * deepest;
    let largest = places.iter().map(|p| (p.target - least_squares * p.basis).abs()).fold(0.0, f64::max);
    assert!((largest / (0.25 * b * deepest * deepest) - 1.0).abs() < 1e-9 && largest > best.largest);
}

proptest! {
    /// No other number does better: a search without any calculus, over a grid that closes in.
    #[test]
    fn no_other_value_has_a_smaller_largest_error(
        weights in proptest::collection::vec(0.1..10.0_f64, 3..40),
        curve in -5.0..5.0_f64,
        line in -5.0..5.0_f64,
        constant in -1.0..1.0_f64,
    ) {
        let count = f64::from(u32::try_from(weights.len()).unwrap());
        let places: Vec<Place> = (0_u32..).zip(&weights).map(|(index, weight)| {
            let x = f64::from(index) / count;
            Place { weight: *weight, target: constant + x * (line + x * curve), basis: 0.05 + x }
        }).collect();
        let best = minimax(&places).unwrap();
        let largest = |k: f64| places.iter().map(|p| (p.weight * (p.target - k * p.basis)).abs()).fold(0.0, f64::max);
        let (mut centre, mut width) = (0.0, 100.0);
        for _ in 0..60 {
            let tried = (-20..=20).map(|step| centre + width * f64::from(step) / 20.0);
            centre = tried.min_by(|one, other| largest(*one).total_cmp(&largest(*other))).unwrap();
            width *= 0.5;
        }
        prop_assert!((best.largest - largest(centre)).abs() <= 1e-9 * (1.0 + best.largest), "{} {}", best.largest, largest(centre));
    }
}

#[test]
fn places_that_tell_nothing_give_none() {
    let place = |weight, target, basis| Place { weight, target, basis };
    for places in
        [vec![], vec![place(1.0, 1.0, 0.0)], vec![place(1.0, f64::NAN, 1.0)], vec![place(0.0, 1.0, 1.0)]]
    {
        assert_eq!(minimax(&places), None);
    }
}

/// The input that gives this value, by halving.
fn raw_of(equation: &Equation, coefficients: &[f64], value: f64, others: &[f64], bracket: (f64, f64)) -> f64 {
    let of = |raw: f64| equation.value(coefficients, &[&[raw], others].concat());
    let (mut low, mut high) = bracket;
    let rises = of(high) > of(low);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if (of(middle) < value) == rises { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Independent of how residuals are computed: the raw output that the full form converts to the water's conductivity, given
/// to the reduced form.
#[test]
fn residuals_are_what_the_reduced_equation_says_less_what_the_full_one_says() {
    let rbr = [
        ("c0", 0.03),
        ("c1", 158.0),
        ("x0", 2e-4),
        ("x1", 3e-5),
        ("x2", 4.2e-7),
        ("x3", -7.0e-12),
        ("x4", 6e-17),
    ];
    for (id, named, bracket, pressure_offset) in [
        ("sea-bird/sbe-37-conductivity", &MICROCAT[..], (2800.0, 9000.0), 0.0),
        ("rbr/conductivity", &rbr[..], (0.01, 0.9), ATMOSPHERE_DBAR),
    ] {
        let equation = equation::find(id).unwrap();
        let known = known(equation, named);
        let reduction = reduce(equation, &known, Held::Linear, &FULL_DEPTH).unwrap();
        assert!(
            reduction.left_out.len() == reduction.left_out.iter().filter(|name| !name.is_empty()).count()
        );
        for pressure in [0.0, 500.0, 4000.0, 6000.0, 9000.0, 11_000.0] {
            let found = residual(equation, &known, &reduction, &FULL_DEPTH, pressure);
            let truth = conductivity(
                PracticalSalinity::new(34.7),
                Temperature::from_celsius(2.0),
                SeaPressure::from_dbar(pressure),
            );
            let others = [2.0, pressure + pressure_offset];
            let raw = raw_of(equation, &known.coefficients, truth.siemens_per_m(), &others, bracket);
            let inputs = [raw, others[0], others[1]];
            let expected = equation.value(&reduction.coefficients, &inputs)
                - equation.value(&known.coefficients, &inputs);
            assert!((found.value - expected).abs() < 1e-12, "{id} {pressure}: {} {expected}", found.value);
            assert!(found.value.abs() <= reduction.largest * (1.0 + 1e-9));
            let slope = crate::seawater::conductivity_sensitivity(
                PracticalSalinity::new(34.7),
                Temperature::from_celsius(2.0),
                SeaPressure::from_dbar(pressure),
            );
            let linear = found.value / slope.per_salinity;
            assert!((found.practical_salinity - linear).abs() <= 1e-3 * linear.abs() + 1e-12);
        }
    }
}

#[test]
fn the_error_swings_evenly_and_its_uncertainty_is_not_below_its_root_mean_square() {
    let equation = equation::find("sea-bird/sbe-37-conductivity").unwrap();
    let known = known(equation, &MICROCAT);
    let reduction = reduce(equation, &known, Held::Linear, &FULL_DEPTH).unwrap();
    let (name, value, uncertainty) = reduction.chosen.unwrap();
    assert_eq!((name, uncertainty, reduction.left_out.as_slice()), ("CPCOR", None, &["CPCOR2"][..]));
    // Conductivity grows by a twentieth with pressure, so the closed form for even weights is near, not exact.
    let even = -9.8e-8 + (8.0_f64.sqrt() - 2.0) * 4.0e-13 * 11_000.0;
    assert!((value / even - 1.0).abs() < 2e-3, "{value} {even}");
    let errors: Vec<f64> =
        grid(&FULL_DEPTH).map(|p| residual(equation, &known, &reduction, &FULL_DEPTH, p).value).collect();
    let (least, most) =
        (errors.iter().copied().fold(0.0, f64::min), errors.iter().copied().fold(0.0, f64::max));
    assert!((least + most).abs() < 1e-3 * most, "{least} {most}");
    assert!(reduction.standard_uncertainty() >= reduction.root_mean_square);
    assert!(reduction.standard_uncertainty() >= reduction.largest / 3.0_f64.sqrt());
    // 0.17 of 4e-13 dbar⁻² · (11,000 dbar)² of 3.2 S/m or so.
    assert!((2.0e-5..3.5e-5).contains(&reduction.largest), "{}", reduction.largest);
}

#[test]
fn the_uncertainty_of_the_best_line_follows_from_the_covariance() {
    let equation = equation::find("sea-bird/sbe-37-conductivity").unwrap();
    let mut known = known(equation, &MICROCAT);
    let (linear, quadratic) =
        (equation.coefficient_index("CPCOR").unwrap(), equation.coefficient_index("CPCOR2").unwrap());
    let count = equation.coefficients().len();
    let mut covariance = vec![vec![0.0; count]; count];
    let (u, v, r) = (2.0e-9, 3.0e-13, -0.95);
    covariance[linear][linear] = u * u;
    covariance[quadratic][quadratic] = v * v;
    (covariance[linear][quadratic], covariance[quadratic][linear]) = (r * u * v, r * u * v);
    known.covariance = Some(covariance);
    let (_, value, uncertainty) =
        reduce(equation, &known, Held::Linear, &FULL_DEPTH).unwrap().chosen.unwrap();
    // By moving the coefficients themselves.
    let moved = |by: usize, step: f64| {
        let mut moved = known.clone();
        moved.coefficients[by] += step;
        (reduce(equation, &moved, Held::Linear, &FULL_DEPTH).unwrap().chosen.unwrap().1 - value) / step
    };
    let (by_linear, by_quadratic) = (moved(linear, 1e-8), moved(quadratic, 1e-13));
    assert!((by_linear - 1.0).abs() < 1e-6, "{by_linear}");
    let (one, other) = (u * by_linear, v * by_quadratic);
    let variance = one * one + other * other + 2.0 * r * one * other;
    assert!(
        (uncertainty.unwrap() / variance.sqrt() - 1.0).abs() < 1e-5,
        "{uncertainty:?} {}",
        variance.sqrt()
    );
}

#[test]
fn temperature_loses_its_pressure_terms_or_keeps_their_middle_as_an_offset() {
    let equation = equation::find("sea-bird/sbe-3-temperature").unwrap();
    let known = known(equation, &[("TPCOR", -2.0e-7), ("TPCOR2", 0.0)]);
    let deep = Usage { from_dbar: 4000.0, to_dbar: 6000.0, ..FULL_DEPTH };
    let without = reduce(equation, &known, Held::Linear, &deep).unwrap();
    assert_eq!((without.chosen, without.left_out.as_slice()), (None, &["TPCOR"][..]));
    // −(−2e-7 K/dbar · 6000 dbar): the reduced form reads high.
    assert!((without.largest - 1.2e-3).abs() < 1e-12);
    assert!((without.root_mean_square - 1.007e-3).abs() < 1e-6, "{}", without.root_mean_square);
    let offset = reduce(equation, &known, Held::LinearOrOffset, &deep).unwrap();
    assert!((offset.offset + 1.0e-3).abs() < 1e-12 && (offset.largest - 2.0e-4).abs() < 1e-12);
    let found = residual(equation, &known, &offset, &deep, 6000.0);
    assert!((found.value - 2.0e-4).abs() < 1e-12);
    // 0.2 mK too warm makes salinity some 0.0002 too fresh.
    assert!((-2.5e-4..-1.0e-4).contains(&found.practical_salinity), "{}", found.practical_salinity);
}

#[test]
fn what_has_nothing_to_lose_is_left_as_it_is() {
    for (id, named, held) in [
        ("sea-bird/sbe-37-conductivity", &MICROCAT[..5], Held::Linear),
        ("sea-bird/sbe-37-conductivity", &MICROCAT[..], Held::Everything),
        ("sea-bird/sbe-37-temperature", &[("a0", 1e-4)][..], Held::Linear),
        ("sea-bird/sbe-37-pressure", &[("PA0", 1.0)][..], Held::Linear),
    ] {
        let equation = equation::find(id).unwrap();
        let known = known(equation, named);
        let reduction = reduce(equation, &known, held, &FULL_DEPTH).unwrap();
        assert_eq!(
            (&reduction.coefficients, reduction.chosen, reduction.offset),
            (&known.coefficients, None, 0.0)
        );
        assert_eq!((reduction.standard_uncertainty(), reduction.left_out.len()), (0.0, 0));
    }
}

#[test]
fn ranges_and_coefficients_that_are_none_are_refused() {
    let equation = equation::find("sea-bird/sbe-37-conductivity").unwrap();
    let known = known(equation, &MICROCAT);
    for (from_dbar, to_dbar) in [(0.0, 0.0), (-1.0, 10.0), (6000.0, 10.0), (0.0, 20_000.0), (f64::NAN, 1.0)] {
        let error =
            reduce(equation, &known, Held::Linear, &Usage { from_dbar, to_dbar, ..FULL_DEPTH }).unwrap_err();
        assert!(error.to_string().contains("accepted: two sea pressures from 0 to 13000 dbar"), "{error}");
    }
    let broken = Known {
        coefficients: coefficients(equation, &[("CPCOR", f64::NAN), ("CPCOR2", 1.0)]),
        covariance: None,
    };
    assert!(reduce(equation, &broken, Held::Linear, &FULL_DEPTH).is_err());
}

/// An SBE 37's gauge whose diaphragm stiffens; the coefficients are invented, of the ordinary size.
const GAUGE: [(&str, f64); 4] = [("PA0", 0.7), ("PA1", 0.065), ("PA2", 0.0), ("PA3", 4.0e-16)];

/// What is left of a cubic beside its best quadratic is a Chebyshev polynomial: a quarter of the cubic term, reached four
/// times with alternating signs (de la Vallée-Poussin: so no other quadratic is better).
#[test]
fn a_cubic_gauge_has_the_best_quadratic_that_chebyshev_gives() {
    let equation = equation::find("sea-bird/sbe-37-pressure").unwrap();
    let known = known(equation, &GAUGE);
    let reduction = reduce(equation, &known, Held::Linear, &FULL_DEPTH).unwrap();
    assert_eq!((reduction.chosen, reduction.left_out.as_slice()), (None, &["PA3"][..]));
    let counts = |dbar: f64| (dbar / 100.0 * 1e3 / 6.894_757_293_168 - 0.7) / 0.065;
    let half = 0.5 * (counts(11_000.0) - counts(0.0));
    let quarter = 4.0e-16 * half * half * half / 4.0 * 6.894_757_293_168e-3;
    // Counts are not quite linear in pressure, by 4e-4 at full depth.
    assert!((reduction.largest / quarter - 1.0).abs() < 2e-3, "{} {quarter}", reduction.largest);
    let errors: Vec<f64> = (0..=1000)
        .map(|k| residual(equation, &known, &reduction, &FULL_DEPTH, 11.0 * f64::from(k)).value)
        .collect();
    let mut extremes: Vec<f64> = Vec::new();
    for error in errors.into_iter().filter(|error| error.abs() > 0.999 * reduction.largest) {
        if extremes.last().is_none_or(|last| last.signum() * error.signum() < 0.0) {
            extremes.push(error);
        }
    }
    assert_eq!(extremes.len(), 4, "{extremes:?}");
    let whole = reduce(equation, &known, Held::Everything, &FULL_DEPTH).unwrap();
    assert_eq!((whole.coefficients, whole.left_out.len()), (known.coefficients, 0));
}
