//! Polynomials, and the linear least squares that start an iterative fit.

use nalgebra::{DMatrix, DVector};

/// Bound on the iteration of a singular value decomposition: it takes a few per column.
const SVD_SWEEPS: usize = 1_000;

/// c0 + c1 x + c2 x² + … by Horner's scheme.
pub(super) fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

/// c1 + 2 c2 x + 3 c3 x² + …
pub(super) fn polynomial_slope(coefficients: &[f64], x: f64) -> f64 {
    let mut slope = 0.0;
    let mut power = 1.0;
    let mut order = 1.0;
    for coefficient in &coefficients[1..] {
        slope += order * coefficient * power;
        power *= x;
        order += 1.0;
    }
    slope
}

/// x^n by repeated multiplication.
pub(super) fn power(x: f64, n: usize) -> f64 {
    (0..n).fold(1.0, |product, _| product * x)
}

/// Coefficients of these powers of x through (x, y) in the least-squares sense, unweighted.
///
/// The columns are scaled to unit length, so powers of large numbers cost no digits. Points that are not finite are
/// left out; zeros where there is no answer.
pub(super) fn fit_polynomial(x: &[f64], y: &[f64], powers: &[usize]) -> Vec<f64> {
    let finite = x.iter().zip(y).filter(|(x, y)| x.is_finite() && y.is_finite());
    let (x, y): (Vec<f64>, Vec<f64>) = finite.map(|(x, y)| (*x, *y)).unzip();
    let mut design = DMatrix::from_fn(x.len(), powers.len(), |row, column| power(x[row], powers[column]));
    let lengths: Vec<f64> = design.column_iter().map(|column| column.norm()).collect();
    for (mut column, length) in design.column_iter_mut().zip(&lengths) {
        column /= length.max(f64::MIN_POSITIVE);
    }
    let decomposition = design.try_svd(true, true, f64::EPSILON, SVD_SWEEPS);
    let solution = decomposition.and_then(|svd| svd.solve(&DVector::from_vec(y), 1e-13).ok());
    solution.map_or_else(
        || vec![0.0; powers.len()],
        |scaled| scaled.iter().zip(&lengths).map(|(value, length)| value / length).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slope_is_the_derivative_of_the_polynomial() {
        let c = [3.0, -2.0, 0.5, 0.25];
        assert!((polynomial(&c, 2.0) - 3.0).abs() < 1e-15);
        assert!((polynomial_slope(&c, 2.0) - 3.0).abs() < 1e-15);
    }

    #[test]
    fn fit_returns_the_polynomial_that_made_the_points() {
        let c = [1.0, -0.5, 0.25];
        let x: Vec<f64> = (0..7).map(|k| 100.0 + f64::from(k)).collect();
        let y: Vec<f64> = x.iter().map(|x| polynomial(&c, *x)).collect();
        for (found, made) in fit_polynomial(&x, &y, &[0, 1, 2]).iter().zip(c) {
            assert!((found - made).abs() < 1e-6, "{found} {made}");
        }
    }
}
