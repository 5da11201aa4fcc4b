//! Uncertainty budgets and how they travel: covariance of many points, propagation, Monte Carlo.
//!
//! `budget` holds components over the points of a calibration, and `covariance` says whether a matrix can be one. A `measurement` is anyone's model of any inputs: `first_order`
//! and `second_order` propagate through it as the GUM does (JCGM 100), `simulation` as its supplements do (JCGM 101, 102),
//! and `conformity` decides with the result (JCGM 106).

mod budget;
pub mod conformity;
mod covariance;
pub mod distribution;
mod first_order;
pub mod measurement;
mod monte_carlo;
mod order;
pub mod probability;
mod quadratic_form;
mod region;
mod second_order;
mod simulation;
mod trials;
#[cfg(test)]
mod validation;

pub use budget::{Budget, Component, Correlation, Kind, Parameters, Recurrence};
pub use covariance::{ImpossibleCovariance, check_covariance};
pub use first_order::{Estimates, FirstOrder};
pub use monte_carlo::correlated_normal;
pub(crate) use quadratic_form::weighted_squares_beyond;
pub use region::Regions;
pub use second_order::{SecondOrder, second_order};
pub use simulation::{
    Length, MOST_TRIALS, MonteCarlo, OneThread, Simulated, TrialError, Workers, numerical_tolerance, simulate,
};

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
