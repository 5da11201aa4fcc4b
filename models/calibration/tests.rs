//! The fit against published values, Monte Carlo and its own promises.

use super::*;
use crate::equation::{Equation, describe, find};
use crate::randomness::stream;
use crate::uncertainty::{Budget, Component, Kind, Parameters, correlated_normal};
use nalgebra::{DMatrix, DVector};
use std::collections::BTreeMap;

/// y = y1 + y2 (t − 20 °C): the straight line of GUM, annex H.3.
pub(crate) fn line() -> &'static Equation {
    describe(
        r#"
        schema = "hadal-equation/1"
        id = "gum/h3"
        version = 1
        quantity = "correction"
        unit = "K"
        plausible = [-1.0, 1.0]
        source = "JCGM 100:2008, annex H.3"
        formula = "y1 + y2*(celsius - 20)"
        input = [{ name = "celsius", unit = "degree_Celsius" }]
        coefficient = [{ name = "y1", unit = "K", typical = 0.0 }, { name = "y2", unit = "1", typical = 0.0 }]
        "#,
    )
    .unwrap()
}

fn problem(equation: &'static Equation, points: &[(Vec<f64>, f64)], errors: Errors) -> Problem<'static> {
    let (inputs, reference) = points.iter().cloned().unzip();
    let none = BTreeMap::new;
    Problem { equation, inputs, reference, errors, fixed: none(), prior: BTreeMap::new(), start: none() }
}

/// The line through GUM (JCGM 100:2008), annex H.3, table H.6: thermometer readings and observed corrections.
pub(crate) fn line_of_gum_h3() -> Fit {
    let readings = [
        (21.521, -0.171),
        (22.012, -0.169),
        (22.512, -0.166),
        (23.003, -0.159),
        (23.507, -0.164),
        (23.999, -0.165),
        (24.513, -0.156),
        (25.002, -0.157),
        (25.503, -0.159),
        (26.010, -0.161),
        (26.511, -0.160),
    ];
    let points: Vec<_> = readings.iter().map(|(t, b)| (vec![*t], *b)).collect();
    fit(&problem(line(), &points, Errors::FromResiduals)).unwrap()
}

/// GUM, clause H.3.3: results. Tolerances: half a unit of the last digit printed.
#[test]
fn val_gum_h3_thermometer() {
    let fit = line_of_gum_h3();
    let (y1, u1) = fit.coefficient("y1").unwrap();
    let (y2, u2) = fit.coefficient("y2").unwrap();
    assert!((y1 - -0.1712).abs() < 0.5e-4 && (u1 - 0.0029).abs() < 0.5e-4, "{y1} {u1}");
    assert!((y2 - 0.00218).abs() < 0.5e-5 && (u2 - 0.00067).abs() < 0.5e-5, "{y2} {u2}");
    assert!((fit.correlation()[(0, 1)] - -0.930).abs() < 0.5e-3);
    assert!((fit.residual_standard_deviation - 0.0035).abs() < 0.5e-4);
    assert_eq!(fit.degrees_of_freedom, 9);
    assert!((fit.value(&[30.0]) - -0.1494).abs() < 0.5e-4);
    assert!((fit.standard_uncertainty(&[30.0]) - 0.0041).abs() < 0.5e-4);
}

/// A thermistor with errors that are partly its own at each point, partly shared per pair of points, partly shared by
/// all, and partly a certificate's two parameters.
fn correlated_errors(celsius: &[f64]) -> Budget {
    let each = |u: f64| vec![u; celsius.len()];
    let pairs = (0..celsius.len()).map(|point| point / 2).collect();
    let gradients: Vec<Vec<f64>> = celsius.iter().map(|t| vec![1.0, *t]).collect();
    let certificate = nalgebra::dmatrix![1.0e-7, -2.0e-9; -2.0e-9, 4.0e-10];
    let parameters =
        Parameters::new(["offset", "slope"].map(str::to_owned).to_vec(), &gradients, certificate);
    Budget::new(vec![
        Component::independent("noise", "", Kind::A, each(0.2e-3)),
        Component::grouped("bottle", "", Kind::B, each(0.3e-3), pairs),
        Component::common("drift", "", Kind::B, each(0.5e-3)),
        Component::from_parameters("certificate", "", Kind::B, parameters),
    ])
}

const TRUE_COEFFICIENTS: [f64; 6] = [5.72452e-5, 2.658_577e-4, -1.8277e-6, 1.335_867e-7, 0.0, 0.0];

fn thermistor_points() -> (Vec<f64>, Vec<Vec<f64>>) {
    let counts: Vec<f64> = (0..12).map(|k| 780_000.0 * libm::exp(-0.125 * f64::from(k))).collect();
    let inputs: Vec<Vec<f64>> = counts.into_iter().map(|n| vec![n, 0.0]).collect();
    let equation = find("sea-bird/sbe-37-temperature").unwrap();
    (inputs.iter().map(|inputs| equation.value(&TRUE_COEFFICIENTS, inputs)).collect(), inputs)
}

fn thermistor_problem(budget: &Budget, celsius: &[f64], inputs: &[Vec<f64>]) -> Problem<'static> {
    let size = celsius.len();
    let errors =
        Errors::Stated { covariance: budget.covariance(size), scatter: budget.scatter_covariance(size) };
    let points: Vec<_> = inputs.iter().cloned().zip(celsius.iter().copied()).collect();
    let mut problem = problem(find("sea-bird/sbe-37-temperature").unwrap(), &points, errors);
    problem.fixed = [("TPCOR".to_owned(), 0.0), ("TPCOR2".to_owned(), 0.0)].into();
    problem
}

/// J⁺ V J⁺ᵀ is what repeated calibrations with errors drawn from V scatter by, between and beyond the points; and an
/// error common to all points is not averaged away.
#[test]
fn covariance_is_the_scatter_of_repeated_calibrations() {
    let (celsius, inputs) = thermistor_points();
    let budget = correlated_errors(&celsius);
    let stated = fit(&thermistor_problem(&budget, &celsius, &inputs)).unwrap();
    let draw = correlated_normal(&budget.covariance(celsius.len()));
    let mut source = stream(11, 0, "repeated calibrations");
    let probes = [[900_000.0, 0.0], [500_000.0, 0.0], [300_000.0, 0.0], [200_000.0, 0.0]];
    let runs = 3_000;
    let mut squares = [0.0; 4];
    let mut chi_squared = 0.0;
    for _ in 0..runs {
        let errors = draw(&mut source);
        let observed: Vec<f64> = celsius.iter().zip(errors.iter()).map(|(t, e)| t + e).collect();
        let again = fit(&thermistor_problem(&budget, &observed, &inputs)).unwrap();
        chi_squared += again.reduced_chi_squared / f64::from(runs);
        for (square, probe) in squares.iter_mut().zip(&probes) {
            let error = again.value(probe) - again.equation.value(&TRUE_COEFFICIENTS, probe);
            *square += error * error / f64::from(runs);
        }
    }
    // A standard deviation from n draws has a relative standard error of 1/√(2n): four of them.
    let tolerance = 4.0 / (2.0 * f64::from(runs)).sqrt();
    for (square, probe) in squares.iter().zip(&probes) {
        let ratio = square.sqrt() / stated.standard_uncertainty(probe);
        assert!((ratio - 1.0).abs() < tolerance, "{probe:?}: {ratio}");
    }
    // Mean of reduced χ² with 8 degrees of freedom: standard error √(2/8/n); four of them.
    assert!((chi_squared - 1.0).abs() < 4.0 * (0.25 / f64::from(runs)).sqrt(), "{chi_squared}");
    assert!(stated.standard_uncertainty(&probes[1]) > 0.5e-3, "the common part stays");
}

#[test]
fn exact_data_give_back_the_coefficients_whatever_the_weights() {
    let (celsius, inputs) = thermistor_points();
    let found = fit(&thermistor_problem(&correlated_errors(&celsius), &celsius, &inputs)).unwrap();
    for (name, made) in ["a0", "a1", "a2", "a3"].into_iter().zip(TRUE_COEFFICIENTS) {
        let (value, deviation) = found.coefficient(name).unwrap();
        assert!((value - made).abs() < 1e-6 * deviation, "{name} {value} {made}");
    }
    assert!(found.residuals.iter().all(|residual| residual.abs() < 1e-10));
}

/// A prior on a coefficient that the points also tell: two observations of it, weighted by their variances.
#[test]
fn a_prior_is_one_more_observation() {
    let points: Vec<_> = (0..4).map(|k| (vec![20.0 + f64::from(k)], 1.0)).collect();
    let identity = DMatrix::identity(4, 4);
    let errors = Errors::Stated { covariance: identity.clone(), scatter: identity };
    let mut problem = problem(line(), &points, errors);
    problem.fixed.insert("y2".to_owned(), 0.0);
    problem.prior.insert("y1".to_owned(), Prior { value: 3.0, standard_uncertainty: 0.5 });
    let (value, deviation) = fit(&problem).unwrap().coefficient("y1").unwrap();
    // Four observations of 1 with variance 1, and one of 3 with variance 1/4: the mean of both, variance 1/8.
    assert!(
        (value - 2.0).abs() < 1e-12 && (deviation - 0.125_f64.sqrt()).abs() < 1e-12,
        "{value} {deviation}"
    );
}

/// A sensor that bends where the equation does not: the excess scatter is found, within the spread that a standard
/// deviation from these degrees of freedom has; without it the added variance stays small.
#[test]
fn inadequacy_is_the_excess_scatter() {
    let mut source = stream(5, 0, "inadequacy");
    let size = 40;
    let unit = DMatrix::from_diagonal_element(size, size, 1e-2_f64 * 1e-2);
    let mean_excess = |true_excess: f64, source: &mut crate::randomness::Stream| {
        let total = 1e-2_f64.hypot(true_excess);
        let draw = correlated_normal(&DMatrix::from_diagonal_element(size, size, total * total));
        let runs = 40;
        let mut sum = 0.0;
        for _ in 0..runs {
            let errors: DVector<f64> = draw(source);
            let points: Vec<_> =
                (0..40).zip(errors.iter()).map(|(k, e)| (vec![20.0 + f64::from(k)], *e)).collect();
            let stated = Errors::Stated { covariance: unit.clone(), scatter: unit.clone() };
            let found = fit_with_inadequacy(&problem(line(), &points, stated), &[1.0; 40]).unwrap();
            assert!(found.inadequacy == 0.0 || (found.fit.reduced_chi_squared - 1.0).abs() < 1e-3);
            sum += found.inadequacy * found.inadequacy / f64::from(runs);
        }
        sum.sqrt()
    };
    let found = mean_excess(3e-2, &mut source);
    // Variance of 1e-3 from 38 degrees of freedom, 40 runs: relative standard error √(2/38/40) = 0.036 of variance.
    assert!((found / 3e-2 - 1.0).abs() < 0.08, "{found}");
    assert!(mean_excess(0.0, &mut source) < 0.5e-2);
}

#[test]
fn a_common_error_is_refused_as_the_only_one() {
    let points = vec![(vec![20.0], 0.0), (vec![21.0], 0.0), (vec![22.0], 0.0)];
    let common = DMatrix::from_element(3, 3, 1.0);
    let errors = Errors::Stated { covariance: common.clone(), scatter: common };
    assert!(matches!(fit(&problem(line(), &points, errors)), Err(FitError::Covariance { .. })));
}

#[test]
fn problems_that_make_no_sense_are_named() {
    let points = vec![(vec![20.0], 0.0), (vec![21.0], 0.0), (vec![22.0], 0.0)];
    let good = problem(line(), &points, Errors::FromResiduals);
    let message = |change: &dyn Fn(&mut Problem<'static>)| {
        let mut bad = good.clone();
        change(&mut bad);
        fit(&bad).unwrap_err().to_string()
    };
    assert!(message(&|p| p.reference[1] = f64::NAN).contains("point 1: reference is NaN"));
    assert!(message(&|p| p.reference.truncate(2)).contains("references: 2 given for 3 points"));
    let unknown = message(&|p| p.fixed = [("y3".to_owned(), 0.0)].into());
    assert!(unknown.contains("no coefficient `y3`; it has y1, y2"), "{unknown}");
    assert!(
        message(&|p| p.fixed = [("y1".to_owned(), 0.0), ("y2".to_owned(), 0.0)].into())
            .contains("nothing to fit")
    );
    let prior = Prior { value: 0.0, standard_uncertainty: 0.0 };
    assert!(message(&|p| p.prior = [("y1".to_owned(), prior)].into()).contains("must be positive"));
    assert!(message(&|p| p.inputs = vec![vec![20.0]; 3]).contains("cannot determine"), "y2 is dead at 20 °C");
}
