//! Draws of correlated errors, to check what first-order propagation says.

use crate::randomness::{Stream, standard_normal};
use nalgebra::{DMatrix, DVector};

/// A generator of zero-mean normal vectors with this covariance, which may be semi-definite.
pub fn correlated_normal(covariance: &DMatrix<f64>) -> impl Fn(&mut Stream) -> DVector<f64> + use<> {
    let root = super::square_root(covariance);
    move |stream| {
        let draws = DVector::from_fn(root.ncols(), |_, _| standard_normal(stream));
        &root * draws
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::randomness::stream;

    #[test]
    fn draws_have_the_covariance_asked_for() {
        let covariance = nalgebra::dmatrix![4.0, -1.8, 0.0; -1.8, 1.0, 0.0; 0.0, 0.0, 0.0];
        let draw = correlated_normal(&covariance);
        let mut source = stream(3, 0, "correlated draws");
        let count = 40_000;
        let mut sum = DMatrix::zeros(3, 3);
        for _ in 0..count {
            let x = draw(&mut source);
            sum += &x * x.transpose();
        }
        let found = sum / f64::from(count);
        // Standard error of a variance v from n normal draws: v √(2/n); five of them for the largest.
        assert!((found - covariance).amax() < 5.0 * 4.0 * (2.0 / f64::from(count)).sqrt());
    }
}
