//! Uncertainty budgets and how they travel: covariance of many points, propagation, Monte Carlo.

mod budget;
mod monte_carlo;

pub use budget::{Budget, Component, Correlation, Kind};
pub use monte_carlo::correlated_normal;

use nalgebra::{DMatrix, DVector};

/// Variance of a function of correlated inputs to first order: gᵀ V g (GUM, JCGM 100:2008, eq. 13).
pub fn propagated_variance(gradient: &DVector<f64>, covariance: &DMatrix<f64>) -> f64 {
    gradient.dot(&(covariance * gradient))
}

/// A matrix R with R Rᵀ = `covariance`, by eigenvalues: works for semi-definite matrices, where Cholesky does not.
pub(crate) fn square_root(covariance: &DMatrix<f64>) -> DMatrix<f64> {
    let eigen = covariance.clone().symmetric_eigen();
    let mut root = eigen.eigenvectors;
    for (mut column, value) in root.column_iter_mut().zip(eigen.eigenvalues.iter()) {
        column *= value.max(0.0).sqrt();
    }
    root
}
