//! Rosner's sample, a regression by others' code, and what a stated covariance changes.

use super::*;
use crate::calibration::tests::line;
use crate::equation::{Equation, describe};
use nalgebra::DMatrix;
use std::collections::BTreeMap;

fn problem(equation: &'static Equation, inputs: Vec<Vec<f64>>, reference: Vec<f64>) -> Problem<'static> {
    let none = BTreeMap::new;
    let errors = Errors::FromResiduals;
    Problem { equation, inputs, reference, errors, fixed: none(), prior: BTreeMap::new(), start: none() }
}

const ROSNER: [f64; 54] = [
    -0.25, 0.68, 0.94, 1.15, 1.20, 1.26, 1.26, 1.34, 1.38, 1.43, 1.49, 1.49, 1.55, 1.56, 1.58, 1.65, 1.69,
    1.70, 1.76, 1.77, 1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09, 2.10, 2.14, 2.15, 2.23, 2.24, 2.26, 2.35,
    2.37, 2.40, 2.47, 2.54, 2.62, 2.64, 2.90, 2.92, 2.92, 2.93, 3.21, 3.26, 3.30, 3.59, 3.68, 4.30, 4.64,
    5.34, 5.42, 6.01,
];

/// Rosner (1983), the example of the NIST/SEMATECH handbook, 1.3.5.17.3: three outliers although the first two stages are not
/// significant. R and λ to half of the third digit, by his formulas in tests/reference/calibration_statistics.py.
#[test]
fn val_rosners_sample_has_three_outliers_with_his_statistics() {
    let mut sample = problem(line(), vec![vec![20.0]; 54], ROSNER.to_vec());
    // At 20 °C the line is its constant, so the fit is a mean.
    sample.fixed.insert("y2".to_owned(), 0.0);
    let found = outliers(&sample, 10).unwrap();
    let expected = [
        (3.119, 3.159, 6.01),
        (2.943, 3.151, 5.42),
        (3.179, 3.144, 5.34),
        (2.810, 3.136, 4.64),
        (2.816, 3.128, -0.25),
        (2.848, 3.120, 4.30),
        (2.279, 3.112, 3.68),
        (2.310, 3.103, 3.59),
        (2.102, 3.094, 0.68),
        (2.067, 3.085, 3.30),
    ];
    assert_eq!((found.count, found.stages.len()), (3, 10));
    assert!(found.stages[0].probability > SIGNIFICANCE && found.stages[1].probability > SIGNIFICANCE);
    for ((stage, left), (r, lambda, value)) in found.stages.iter().zip((45..=54).rev()).zip(expected) {
        // Rosner's R is (x − mean)/s, not (x − mean)/(s √(1 − h)): t² = ν R'²/(ν + 1 − R'²) the other way round.
        let left = f64::from(left);
        let deviate =
            |t: f64| ((left - 1.0) / left).sqrt() * ((left - 1.0) * t * t / (left - 2.0 + t * t)).sqrt();
        assert!((deviate(stage.studentised) - r).abs() < 0.5e-3, "{} {r}", deviate(stage.studentised));
        assert!((deviate(stage.critical) - lambda).abs() < 0.5e-3, "{} {lambda}", deviate(stage.critical));
        assert!((ROSNER[stage.point] - value).abs() < 1e-12);
    }
}

/// Employment by six series (Longley 1967), the equation of NIST's StRD.
pub(crate) fn longley() -> Problem<'static> {
    let equation = describe(
        r#"
        schema = "hadal-equation/1"
        id = "nist/longley"
        version = 1
        quantity = "employment"
        unit = "1"
        plausible = [0.0, 1e6]
        source = "NIST StRD"
        formula = "b0 + b1*deflator + b2*product + b3*unemployed + b4*armed + b5*population + b6*year"
        input = [
            { name = "deflator", unit = "1" }, { name = "product", unit = "1" }, { name = "unemployed", unit = "1" },
            { name = "armed", unit = "1" }, { name = "population", unit = "1" }, { name = "year", unit = "1" },
        ]
        coefficient = [
            { name = "b0", unit = "1", typical = 0.0 }, { name = "b1", unit = "1", typical = 0.0 },
            { name = "b2", unit = "1", typical = 0.0 }, { name = "b3", unit = "1", typical = 0.0 },
            { name = "b4", unit = "1", typical = 0.0 }, { name = "b5", unit = "1", typical = 0.0 },
            { name = "b6", unit = "1", typical = 0.0 },
        ]
        "#,
    )
    .unwrap();
    let rows = [
        [60323.0, 83.0, 234289.0, 2356.0, 1590.0, 107608.0, 1947.0],
        [61122.0, 88.5, 259426.0, 2325.0, 1456.0, 108632.0, 1948.0],
        [60171.0, 88.2, 258054.0, 3682.0, 1616.0, 109773.0, 1949.0],
        [61187.0, 89.5, 284599.0, 3351.0, 1650.0, 110929.0, 1950.0],
        [63221.0, 96.2, 328975.0, 2099.0, 3099.0, 112075.0, 1951.0],
        [63639.0, 98.1, 346999.0, 1932.0, 3594.0, 113270.0, 1952.0],
        [64989.0, 99.0, 365385.0, 1870.0, 3547.0, 115094.0, 1953.0],
        [63761.0, 100.0, 363112.0, 3578.0, 3350.0, 116219.0, 1954.0],
        [66019.0, 101.2, 397469.0, 2904.0, 3048.0, 117388.0, 1955.0],
        [67857.0, 104.6, 419180.0, 2822.0, 2857.0, 118734.0, 1956.0],
        [68169.0, 108.4, 442769.0, 2936.0, 2798.0, 120445.0, 1957.0],
        [66513.0, 110.8, 444546.0, 4681.0, 2637.0, 121950.0, 1958.0],
        [68655.0, 112.6, 482704.0, 3813.0, 2552.0, 123366.0, 1959.0],
        [69564.0, 114.2, 502601.0, 3931.0, 2514.0, 125368.0, 1960.0],
        [69331.0, 115.7, 518173.0, 4806.0, 2572.0, 127852.0, 1961.0],
        [70551.0, 116.9, 554894.0, 4007.0, 2827.0, 130081.0, 1962.0],
    ];
    let inputs = rows.iter().map(|row| row[1..].to_vec()).collect();
    problem(equation, inputs, rows.iter().map(|row| row[0]).collect())
}

/// statsmodels on Longley's data (tests/reference/calibration_statistics.py), all its nine decimals but three, which the
/// condition of these data takes.
#[test]
fn val_studentised_residuals_and_leverages_are_those_of_statsmodels() {
    let problem = longley();
    let found = studentised(&problem, &fit(&problem).unwrap()).unwrap();
    let external = [
        1.181111702,
        -0.446281008,
        0.179589572,
        -1.94170474,
        1.844026688,
        -1.033930561,
        -0.735136459,
        -0.057929074,
        0.060056147,
        2.169448182,
        -0.066771005,
        -0.168299643,
        -0.622730872,
        -0.303353165,
        1.514786845,
        -1.253361351,
    ];
    let leverage = [
        0.424536931,
        0.564978298,
        0.362074712,
        0.372227783,
        0.615511094,
        0.369573634,
        0.49153154,
        0.504656154,
        0.457117044,
        0.330615214,
        0.359881575,
        0.483124131,
        0.374308408,
        0.228378471,
        0.37287041,
        0.688614602,
    ];
    for point in 0..16 {
        // Ours are indicated minus reference.
        assert!(
            (found.external[point].unwrap() + external[point]).abs() < 1e-6,
            "{point}: {:?}",
            found.external[point]
        );
        assert!((found.leverage[point] - leverage[point]).abs() < 1e-6, "{point}: {}", found.leverage[point]);
    }
    assert_eq!(outliers(&problem, 2).unwrap().count, 0);
}

/// Two points far out on the same side of a line hide behind each other.
#[test]
fn two_outliers_that_hide_each_other_are_both_found() {
    let value = |k: u32| 0.01 * libm::sin(5.0 * f64::from(k)) + if k == 12 || k == 13 { 0.3 } else { 0.0 };
    let points: Vec<u32> = (0..24).collect();
    let inputs = points.iter().map(|k| vec![f64::from(*k)]).collect();
    let found = outliers(&problem(line(), inputs, points.iter().map(|k| value(*k)).collect()), 4).unwrap();
    let mut suspects: Vec<usize> = found.suspects().iter().map(|stage| stage.point).collect();
    suspects.sort_unstable();
    assert_eq!(suspects, [12, 13]);
}

/// An error that all points share cannot make one of them suspect, and a point's own stated error is what it is judged by.
#[test]
fn a_stated_covariance_says_what_is_far_out() {
    let inputs: Vec<Vec<f64>> = (0..8).map(|k| vec![20.0 + f64::from(k)]).collect();
    let mut reference = vec![5.0; 8];
    reference[3] += 0.04;
    let mut problem = problem(line(), inputs, reference);
    let judged = |problem: &Problem<'static>| outliers(problem, 1).unwrap().stages[0];
    let own = DMatrix::from_diagonal_element(8, 8, 1e-4);
    let shared = DMatrix::from_element(8, 8, 4.0);
    problem.errors = Errors::Stated { covariance: &own + shared, scatter: own.clone() };
    let stage = judged(&problem);
    // The leverage of the fourth of eight even steps is 1/8 + 0.5²/42.
    let leverage = 0.125 + 0.25 / 42.0;
    assert!((stage.leverage - leverage).abs() < 1e-9 && stage.point == 3);
    assert!((stage.studentised + 4.0 * (1.0 - leverage).sqrt()).abs() < 1e-6, "{}", stage.studentised);
    assert!(stage.probability < SIGNIFICANCE);
    let mut wide = own;
    wide[(3, 3)] = 4e-4;
    problem.errors = Errors::Stated { covariance: wide.clone(), scatter: wide };
    assert!(judged(&problem).probability > SIGNIFICANCE);
}

#[test]
fn a_point_that_the_curve_must_go_through_is_not_judged() {
    let inputs = vec![vec![20.0], vec![20.0], vec![20.0], vec![30.0]];
    let problem = problem(line(), inputs, vec![0.0, 0.1, -0.1, 7.0]);
    let found = studentised(&problem, &fit(&problem).unwrap()).unwrap();
    assert!(found.internal[3].is_none() && (found.leverage[3] - 1.0).abs() < 1e-12);
    assert!(outliers(&problem, 3).unwrap().stages.iter().all(|stage| stage.point != 3));
}

/// A mean of two readings, of variances 1 and 9, whose errors are correlated: W = [9, −2.9; −2.9, 1]/0.59 makes the weights
/// 6.1/4.2 and −1.9/4.2, which is what J J⁺ has on its diagonal. Without the point the other stands alone: 1 − h = (W M)ᵢᵢ/Wᵢᵢ
/// leaves 6.1²/(4.2·9) and 1.9²/4.2.
#[test]
fn leverage_is_a_share_where_errors_are_correlated() {
    let mut mean = problem(line(), vec![vec![20.0]; 2], vec![0.3, -0.2]);
    mean.fixed.insert("y2".to_owned(), 0.0);
    let correlated = nalgebra::dmatrix![1.0, 2.9; 2.9, 9.0];
    mean.errors = Errors::Stated { covariance: correlated.clone(), scatter: correlated };
    let found = studentised(&mean, &fit(&mean).unwrap()).unwrap().leverage;
    for (found, expected) in found.iter().zip([6.1 * 6.1 / (4.2 * 9.0), 1.9 * 1.9 / 4.2]) {
        assert!((found - expected).abs() < 1e-9, "{found} {expected}");
    }
}

/// Bonferroni's bound at work: of 1,000 samples without outliers about one in twenty is called to have one.
#[test]
fn one_sample_in_twenty_without_outliers_seems_to_have_one() {
    use crate::randomness::stream;
    let draw = crate::uncertainty::correlated_normal(&DMatrix::identity(12, 12));
    let mut source = stream(3, 0, "outliers");
    let inputs: Vec<Vec<f64>> = (0..12).map(|k| vec![f64::from(k)]).collect();
    let runs = 1000;
    let mut called = 0.0;
    for _ in 0..runs {
        let reference = draw(&mut source).iter().copied().collect();
        called += outliers(&problem(line(), inputs.clone(), reference), 1).unwrap().count as f64;
    }
    let share = called / f64::from(runs);
    // Three standard errors of a share of one in twenty.
    let tolerance = 3.0 * (0.05 * 0.95 / f64::from(runs)).sqrt();
    assert!((share - 0.05).abs() < tolerance, "{share}");
}
