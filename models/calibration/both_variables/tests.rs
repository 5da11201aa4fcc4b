//! Published lines and ODRPACK's curve with errors in both variables; correlated errors against all unknowns at once.

use super::*;
use crate::calibration::tests::line;
use crate::equation::find;
use nalgebra::dvector;
use std::collections::BTreeMap;

fn problem(
    equation: &'static crate::equation::Equation,
    inputs: Vec<Vec<f64>>,
    reference: Vec<f64>,
    covariance: DMatrix<f64>,
) -> Problem<'static> {
    let held = |name: &str| equation.held().iter().find(|(held, _)| *held == name).map(|(_, value)| *value);
    let fixed = equation.coefficients().iter().filter_map(|name| Some(((*name).to_owned(), held(name)?)));
    Problem {
        equation,
        inputs,
        reference,
        errors: Errors::Stated { covariance: covariance.clone(), scatter: covariance },
        fixed: fixed.collect(),
        prior: BTreeMap::new(),
        start: BTreeMap::new(),
    }
}

fn diagonal(variances: impl IntoIterator<Item = f64>) -> DMatrix<f64> {
    DMatrix::from_diagonal(&DVector::from_vec(variances.into_iter().collect()))
}

/// Pearson (1901) with the weights of York (1966). The line: Neri et al. (1989), digits as printed. Standard errors and
/// S/(n − 2): York, Evensen, Martinez and De Basabe (2004), table II, row 3: Monte Carlo values 0.295713 and 0.058256 with
/// analytic ones 0.251151 % and 0.464447 % below, half of their last digit being 0.5e-6, and 1.483; ten digits of the same by
/// the R package bfsl (its test of these data).
#[test]
fn val_the_line_through_pearsons_data_with_yorks_weights() {
    let x = [0.0, 0.9, 1.8, 2.6, 3.3, 4.4, 5.2, 6.1, 6.5, 7.4];
    let y = [5.9, 5.4, 4.4, 4.6, 3.5, 3.7, 2.8, 2.8, 2.4, 1.5];
    let weights_x = [1000.0, 1000.0, 500.0, 800.0, 200.0, 80.0, 60.0, 20.0, 1.8, 1.0];
    let weights_y = [1.0, 1.8, 4.0, 8.0, 20.0, 20.0, 70.0, 70.0, 100.0, 500.0];
    // The line's zero is at 20.
    let inputs = x.iter().map(|x| vec![20.0 + x]).collect();
    let problem = problem(line(), inputs, y.to_vec(), diagonal(weights_y.map(|w| 1.0 / w)));
    let found = fit_both_variables(&problem, &diagonal(weights_x.map(|w| 1.0 / w))).unwrap();
    let (intercept, u_intercept) = found.fit.coefficient("y1").unwrap();
    let (slope, u_slope) = found.fit.coefficient("y2").unwrap();
    assert!((intercept - 5.479_910_22).abs() < 0.5e-8, "{intercept}");
    assert!((slope - -0.480_533_407).abs() < 0.5e-9, "{slope}");
    assert!((u_intercept - 0.295_713 * (1.0 - 0.002_511_51)).abs() < 0.5e-6, "{u_intercept}");
    assert!((u_slope - 0.058_256 * (1.0 - 0.004_644_47)).abs() < 0.5e-6, "{u_slope}");
    assert!((found.fit.reduced_chi_squared - 1.483).abs() < 0.5e-3);
    assert!((u_intercept - 0.294_970_735).abs() < 0.5e-9 && (u_slope - 0.057_985_009_0).abs() < 0.5e-10);
    assert!((found.fit.reduced_chi_squared - 1.483_294_149).abs() < 0.5e-9);
}

/// Counts, °C and the curve's standard uncertainty.
const ODRPACK: [(f64, f64, f64); 4] = [
    (700_000.0, 2.333_254_496, 5.923_516e-4),
    (450_000.0, 12.330_063_455, 7.346_672e-4),
    (300_000.0, 22.063_475_787, 5.909_008e-4),
    (210_000.0, 31.109_472_996, 6.467_781e-4),
];
const ODRPACK_SUM: f64 = 1.042_476_090;

/// ODRPACK (tests/reference/calibration_statistics.py) on the sheet of SBE 45 serial 0402, references moved by some tenths
/// of a millikelvin: errors of 3e-5 of the counts and of 0.5 mK. Values to 1 nK; standard uncertainties to 1e-5 of themselves
/// (the script takes the curve's derivatives as differences); the sum of squares to 1e-8.
#[test]
fn val_a_thermistor_with_uncertain_counts_is_odrpacks() {
    let counts = [744_013.0, 634_618.6, 401_693.2, 347_069.1, 277_505.6, 227_834.0, 199_120.0];
    let celsius = [1.0004, 4.4997, 15.0005, 18.4994, 24.0002, 29.0004, 32.4999];
    let equation = find("sea-bird/sbe-37-temperature").unwrap();
    let inputs = counts.map(|n| vec![n, 0.0]).to_vec();
    let problem = problem(equation, inputs, celsius.to_vec(), diagonal([0.5e-3 * 0.5e-3; 7]));
    let raw = diagonal(counts.iter().flat_map(|n| [9e-10 * n * n, 0.0]));
    let found = fit_both_variables(&problem, &raw).unwrap();
    for (counts, celsius, uncertainty) in ODRPACK {
        let value = found.fit.value(&[counts, 0.0]);
        let deviation = found.fit.standard_uncertainty(&[counts, 0.0]);
        assert!((value - celsius).abs() < 1e-9, "{counts}: {value} {celsius}");
        assert!((deviation / uncertainty - 1.0).abs() < 1e-5, "{counts}: {deviation} {uncertainty}");
    }
    assert!((found.fit.chi_squared - ODRPACK_SUM).abs() < 1e-8, "{}", found.fit.chi_squared);
}

/// Residuals of all unknowns, whitened: true inputs first, then references.
fn all_residuals(problem: &Problem<'_>, whiten: &[DMatrix<f64>; 2], unknown: &DVector<f64>) -> DVector<f64> {
    let points = problem.inputs.len();
    let coefficients = &unknown.as_slice()[points..];
    let inputs =
        DVector::from_iterator(points, (0..points).map(|point| problem.inputs[point][0] - unknown[point]));
    let value = |point: usize| problem.equation.value(coefficients, &[unknown[point]]);
    let outputs =
        DVector::from_iterator(points, (0..points).map(|point| problem.reference[point] - value(point)));
    let [raw, reference] = [&whiten[0] * inputs, &whiten[1] * outputs];
    DVector::from_iterator(2 * points, raw.iter().chain(reference.iter()).copied())
}

/// Covariances with errors in common, both ways: Gauss and Newton on the true inputs and the coefficients all together, with
/// derivatives by differences, finds the same curve, the same sum of squares and the same covariance.
#[test]
fn correlated_errors_of_both_variables_give_what_all_unknowns_at_once_give() {
    let points = 9;
    let x: Vec<f64> =
        (0..points).map(f64::from).map(|k| -1.6 + 0.4 * k + 0.03 * libm::sin(7.0 * k)).collect();
    let y =
        x.iter().zip(0..).map(|(x, k)| 1.0 + 0.7 * x - 0.2 * x * x + 0.05 * libm::cos(11.0 * f64::from(k)));
    let common = |own: f64, shared: f64, neighbour: f64| {
        DMatrix::from_fn(9, 9, |i, j| match i.abs_diff(j) {
            0 => own * own + shared * shared,
            1 => shared * shared + neighbour * own * own,
            _ => shared * shared,
        })
    };
    let (raw, reference) = (common(0.08, 0.05, 0.3), common(0.05, 0.04, -0.2));
    let mut problem = problem(
        find("generic/polynomial").unwrap(),
        x.iter().map(|x| vec![*x]).collect(),
        y.collect(),
        reference.clone(),
    );
    problem.fixed.remove("c2");
    let found = fit_both_variables(&problem, &raw).unwrap();

    let whiten = [raw, reference].map(|covariance| covariance.cholesky().unwrap().l().try_inverse().unwrap());
    let mut unknown = DVector::from_iterator(12, x.into_iter().chain([1.0, 0.7, -0.2]));
    let full = |unknown: &DVector<f64>| {
        let padded = DVector::from_iterator(15, unknown.iter().copied().chain([0.0; 3]));
        all_residuals(&problem, &whiten, &padded)
    };
    let jacobian = |unknown: &DVector<f64>| {
        let column = |index: usize| {
            let step = DVector::from_fn(12, |place, _| if place == index { 1e-5 } else { 0.0 });
            (full(&(unknown + &step)) - full(&(unknown - &step))) / 2e-5
        };
        DMatrix::from_columns(&(0..12).map(column).collect::<Vec<_>>())
    };
    for _ in 0..60 {
        let step = jacobian(&unknown).svd(true, true).solve(&full(&unknown), 1e-14).unwrap();
        unknown -= step;
    }
    let slopes = jacobian(&unknown);
    let covariance = (slopes.transpose() * &slopes).try_inverse().unwrap();
    for (place, name) in ["c0", "c1", "c2"].into_iter().enumerate() {
        let (value, deviation) = found.fit.coefficient(name).unwrap();
        let expected = covariance[(9 + place, 9 + place)].sqrt();
        assert!(
            (value - unknown[9 + place]).abs() < 1e-6 * expected,
            "{name}: {value} {}",
            unknown[9 + place]
        );
        assert!((deviation / expected - 1.0).abs() < 1e-6, "{name}: {deviation} {expected}");
    }
    assert!((found.fit.chi_squared - full(&unknown).norm_squared()).abs() < 1e-7);
    for (point, inputs) in found.problem.inputs.iter().enumerate() {
        assert!((inputs[0] - unknown[point]).abs() < 1e-7, "{point}");
    }
}

#[test]
fn inputs_without_errors_leave_the_ordinary_fit() {
    let points = dvector![20.0, 21.0, 22.5, 24.0];
    let inputs: Vec<Vec<f64>> = points.iter().map(|x| vec![*x]).collect();
    let problem = problem(line(), inputs, vec![0.1, -0.2, 0.4, 0.3], diagonal([0.01, 0.02, 0.01, 0.03]));
    let found = fit_both_variables(&problem, &DMatrix::zeros(4, 4)).unwrap();
    let plain = fit(&problem).unwrap();
    for (one, other) in found.fit.coefficients.iter().zip(&plain.coefficients) {
        assert!((one - other).abs() < 1e-12);
    }
    assert_eq!(found.problem.inputs, problem.inputs);
}

#[test]
fn covariances_that_are_none_are_refused() {
    let inputs: Vec<Vec<f64>> = [20.0, 21.0, 22.0].map(|x| vec![x]).to_vec();
    let good = problem(line(), inputs, vec![0.0, 1.0, 3.0], DMatrix::identity(3, 3));
    let message = |raw: DMatrix<f64>| fit_both_variables(&good, &raw).unwrap_err().to_string();
    assert!(message(DMatrix::identity(2, 2)).contains("covariance of raw inputs (3 of them): 2 given"));
    assert!(message(-DMatrix::identity(3, 3)).contains("covariance of raw inputs is not positive definite"));
    let unstated = Problem { errors: Errors::FromResiduals, ..good.clone() };
    let message = fit_both_variables(&unstated, &DMatrix::identity(3, 3)).unwrap_err().to_string();
    assert!(message.contains("state both"), "{message}");
}
