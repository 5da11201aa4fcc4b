//! Tests of residuals against others' code, printed tables and their own promised error rates.

use super::*;
use crate::calibration::fit::fit;
use crate::calibration::outliers::tests::longley;
use crate::calibration::tests::line;
use crate::randomness::stream;
use crate::uncertainty::correlated_normal;
use std::collections::BTreeMap;

fn of(tests: &[Test], property: Property) -> Test {
    *tests.iter().find(|test| test.property == property).unwrap()
}

/// statsmodels and Imhof's integral on Longley's data in the order of employment (tests/reference/calibration_statistics.py):
/// d = 2.576691751 with the exact probability 0.7503; the beta approximation may differ by 0.01, which is what Durbin and
/// Watson (1951) found of it. Anderson and Darling with its correction 0.460358334, p 0.260634449.
#[test]
fn val_order_and_normality_of_longleys_residuals() {
    let problem = longley();
    let tests = diagnostics(&problem, &fit(&problem).unwrap()).unwrap();
    let order = of(&tests, Property::Order);
    assert!((order.statistic - 2.576_691_75).abs() < 1e-6, "{}", order.statistic);
    assert!((order.probability - 0.750_3).abs() < 0.01, "{}", order.probability);
    let normality = of(&tests, Property::Normality);
    assert!((normality.statistic - 0.460_358_334).abs() < 1e-6, "{}", normality.statistic);
    assert!((normality.probability - 0.260_634_449).abs() < 1e-6, "{}", normality.probability);
    assert!(tests.iter().all(|test| test.property != Property::Scatter), "nothing is stated");
}

/// Swed and Eisenhart (1943): among ten of either sign 6 runs or fewer have the probability 0.019, 7 or fewer 0.051, and
/// the largest number of runs with at most 0.05 among 5 and 5 is 3 (0.040).
#[test]
fn val_runs_are_as_rare_as_the_printed_table_says() {
    assert!((fewer_runs(6, 10, 10) - 0.019).abs() < 0.5e-3);
    assert!((fewer_runs(7, 10, 10) - 0.051).abs() < 0.5e-3);
    assert!((fewer_runs(3, 5, 5) - 0.040).abs() < 0.5e-3);
    assert!((fewer_runs(20, 10, 10) - 1.0).abs() < 1e-12);
    // One above among four: 2 runs where it is at an end, 3 elsewhere.
    assert!((fewer_runs(2, 1, 4) - 0.4).abs() < 1e-12 && (fewer_runs(3, 1, 4) - 1.0).abs() < 1e-12);
}

fn straight(reference: Vec<f64>, errors: Errors) -> Problem<'static> {
    let none = BTreeMap::new;
    let inputs = (0..reference.len()).map(|k| vec![20.0 + k as f64]).collect();
    let equation = line();
    Problem { equation, inputs, reference, errors, fixed: none(), prior: BTreeMap::new(), start: none() }
}

/// Of 800 good samples of twelve points about one in twenty is objected to by each test; by that of signs, which is exact
/// for independent residuals and told here by dependent ones, fewer. A trend in the references keeps their order.
#[test]
fn each_test_objects_to_one_good_sample_in_twenty() {
    let identity = DMatrix::identity(12, 12);
    let stated = Errors::Stated { covariance: identity.clone(), scatter: identity.clone() };
    let draw = correlated_normal(&identity);
    let mut source = stream(6, 0, "diagnostics");
    let runs = 800;
    let mut shares = BTreeMap::new();
    for _ in 0..runs {
        let reference = draw(&mut source).iter().zip(0..).map(|(e, k)| e + 100.0 * f64::from(k)).collect();
        let problem = straight(reference, stated.clone());
        for test in diagnostics(&problem, &fit(&problem).unwrap()).unwrap() {
            *shares.entry(test.property.test()).or_insert(0.0) +=
                f64::from(u8::from(test.probability < SIGNIFICANCE)) / f64::from(runs);
        }
    }
    let tolerance = 3.0 * (0.05 * 0.95 / f64::from(runs)).sqrt();
    for test in ["chi-squared", "Durbin-Watson", "Anderson-Darling"] {
        assert!((shares[test] - 0.05).abs() < tolerance, "{test}: {}", shares[test]);
    }
    assert!(shares["runs"] < 0.05 + tolerance, "{}", shares["runs"]);
}

/// Errors that points share and the weights do not know: every group of four of its own, and a smooth one over all. Of 2,000
/// samples one in twenty scatters more than the stated errors allow and one in twenty less, and one in twenty has neighbours more
/// alike than these errors make them, within three standard errors and the 0.004 of the approximation.
#[test]
fn points_that_share_errors_are_objected_to_as_often_as_stated() {
    let grouped = |one: usize, other: usize| f64::from(u8::from(one / 4 == other / 4));
    let smooth = |one: usize, other: usize| {
        let distance = (one as f64 - other as f64) / 4.0;
        3.0 * libm::exp(-0.5 * distance * distance)
    };
    let own = DMatrix::<f64>::identity(12, 12);
    let covariance = &own + DMatrix::from_fn(12, 12, |i, k| grouped(i, k) + smooth(i, k));
    let draw = correlated_normal(&covariance);
    let errors = Errors::Stated { covariance, scatter: own };
    let mut source = stream(9, 0, "shared errors");
    let runs = 2_000;
    let mut shares = [0.0; 3];
    for _ in 0..runs {
        let reference = draw(&mut source).iter().zip(0..).map(|(e, k)| e + 100.0 * f64::from(k)).collect();
        let problem = straight(reference, errors.clone());
        let tests = diagnostics(&problem, &fit(&problem).unwrap()).unwrap();
        let [scatter, order] = [Property::Scatter, Property::Order].map(|kind| of(&tests, kind).probability);
        for (share, speaks) in shares.iter_mut().zip([scatter < 0.05, scatter > 0.95, order < 0.05]) {
            *share += f64::from(u8::from(speaks)) / f64::from(runs);
        }
    }
    let tolerance = 0.004 + 3.0 * (0.05 * 0.95 / f64::from(runs)).sqrt();
    assert!(shares.iter().all(|share| (share - 0.05).abs() < tolerance), "{shares:?}");
}

#[test]
fn a_curve_through_a_line_shows_in_order_and_signs() {
    let bend = |k: i32| f64::from(k) * 10.0 + 0.05 * f64::from((k - 8) * (k - 8));
    let problem = straight((0..17).map(bend).collect(), Errors::FromResiduals);
    let tests = diagnostics(&problem, &fit(&problem).unwrap()).unwrap();
    for property in [Property::Order, Property::Runs] {
        let test = of(&tests, property);
        assert!(test.probability < 0.01 && test.verdict().contains("does not follow the sensor"), "{test:?}");
    }
}

#[test]
fn few_points_have_few_tests() {
    let problem = straight(vec![0.0, 1.1, 1.9], Errors::FromResiduals);
    let tests = diagnostics(&problem, &fit(&problem).unwrap()).unwrap();
    assert_eq!(tests.iter().map(|test| test.property).collect::<Vec<_>>(), [Property::Runs]);
    let exact = straight(vec![0.0, 1.0, 2.0, 3.0, 4.0], Errors::FromResiduals);
    let tests = diagnostics(&exact, &fit(&exact).unwrap()).unwrap();
    assert!(tests.iter().all(|test| test.probability.is_finite()), "{tests:?}");
}
