//! Sea-Bird's application note in numbers, and each convention by hand.

use super::*;
use crate::equation;

/// Application note 31 (February 2010), conductivity: true 3.5 S/m, read as 3.49965 S/m, slope 1.000100, six decimals printed.
#[test]
fn val_the_makers_example_of_a_slope() {
    let alike = DMatrix::identity(1, 1);
    let errors = Errors::Stated { covariance: alike.clone(), scatter: alike };
    let found = correct(Convention::Slope, &[3.499_65], &[3.5], errors).unwrap();
    assert!((found.correction.slope - 1.000_100).abs() < 0.5e-6, "{}", found.correction.slope);
    assert!(found.correction.offset.abs() < 1e-15 && found.residuals[0].abs() < 1e-15);
}

/// Σ αβ / Σ α², the note's slope of a whole calibration, and the mean difference, its offset.
#[test]
fn slope_and_offset_are_the_makers_sums() {
    let indicated = [0.0, 2.8, 3.4, 4.5, 5.9];
    let reference = [0.0001, 2.8004, 3.4002, 4.5007, 5.9006];
    let found = correct(Convention::Slope, &indicated, &reference, Errors::FromResiduals).unwrap();
    let sum = |of: &dyn Fn(f64, f64) -> f64| {
        indicated.iter().zip(&reference).map(|(alpha, beta)| of(*alpha, *beta)).sum::<f64>()
    };
    let slope = sum(&|alpha, beta| alpha * beta) / sum(&|alpha, _| alpha * alpha);
    assert!((found.correction.slope - slope).abs() < 1e-14);
    let residual = sum(&|alpha, beta| (slope * alpha - beta) * (slope * alpha - beta));
    let variance = residual / 4.0 / sum(&|alpha, _| alpha * alpha);
    assert!((found.covariance[0][0] / variance - 1.0).abs() < 1e-9);
    assert!(found.covariance[1].iter().all(|covariance| covariance.abs() < 1e-300));
    let found = correct(Convention::Offset, &indicated, &reference, Errors::FromResiduals).unwrap();
    assert!((found.correction.offset - sum(&|alpha, beta| beta - alpha) / 5.0).abs() < 1e-14);
    assert!((found.correction.apply(3.0) - 3.0 - found.correction.offset).abs() < 1e-14);
}

#[test]
fn both_are_found_where_both_are_wrong_and_errors_weigh() {
    let indicated = [0.0, 1000.0, 2500.0, 6000.0];
    let reference = indicated.map(|p| 1.0002 * p - 0.7);
    let variances = DMatrix::from_diagonal(&nalgebra::dvector![0.01, 0.02, 0.05, 0.2]);
    let errors = Errors::Stated { covariance: variances.clone(), scatter: variances };
    let found = correct(Convention::SlopeAndOffset, &indicated, &reference, errors).unwrap();
    assert!((found.correction.slope - 1.0002).abs() < 1e-12 && (found.correction.offset + 0.7).abs() < 1e-9);
    let [[slope, both], [again, offset]] = found.covariance;
    assert!(slope > 0.0 && offset > 0.0 && both < 0.0 && (both - again).abs() < 1e-20);
}

#[test]
fn pressure_is_corrected_as_sea_pressure_in_decibars() {
    let pressure = equation::find("sea-bird/sbe-37-pressure").unwrap();
    assert_eq!(correction_unit(pressure), "dbar (sea)");
    assert!((in_correction_unit(pressure, 10.101_325) - 1000.0).abs() < 1e-9);
    let stated = Errors::Stated { covariance: DMatrix::identity(1, 1), scatter: DMatrix::identity(1, 1) };
    let Errors::Stated { scatter, .. } = errors_in_correction_unit(pressure, &stated) else { panic!() };
    assert!((scatter[(0, 0)] - 1e4).abs() < 1e-9);
    let temperature = equation::find("rbr/temperature").unwrap();
    assert_eq!(correction_unit(temperature), "degree_Celsius");
    assert!((in_correction_unit(temperature, 4.5) - 4.5).abs() < 1e-15);
    assert_eq!(Convention::advised(pressure), Convention::SlopeAndOffset);
    let conductivity = equation::find("sea-bird/sbe-4-conductivity").unwrap();
    assert_eq!(Convention::advised(conductivity), Convention::Slope);
    assert_eq!(Convention::advised(temperature), Convention::Offset);
    assert_eq!(Convention::advised(equation::find("rbr/conductivity").unwrap()), Convention::Offset);
}
