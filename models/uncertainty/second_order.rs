//! Terms that first order leaves out (JCGM 100:2008, 5.1.2, note).

use super::first_order::Estimates;
use super::measurement::Model;
use nalgebra::DMatrix;

/// Step of the differences in units of a standard uncertainty: exact for polynomials up to the third degree, and small
/// enough that what is beyond does not show.
const STEP: f64 = 1e-2;

/// What the second-order terms change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SecondOrder {
    /// By how much the expectation of the output lies above its value at the estimates: half the sum of f_ij V_ij.
    pub bias: f64,
    /// Standard uncertainty with the terms of second order. First order alone where they would make a variance negative.
    pub standard_uncertainty: f64,
}

/// Second-order terms of one model: derivatives of its gradient by central differences along the directions in which the
/// inputs vary independently. For independent inputs these are the inputs themselves and the formula is that of the note,
/// which takes them as symmetric, with the fourth moment of a normal one; for correlated inputs it is that of normal ones.
pub fn second_order(estimates: &Estimates, model: &impl Model) -> SecondOrder {
    let covariance = estimates.covariance();
    let count = covariance.nrows();
    let independent = (0..count).all(|i| (0..count).all(|j| i == j || covariance[(i, j)] == 0.0));
    let directions = if independent { covariance.map(f64::sqrt) } else { super::square_root(&covariance) };
    let gradient_at = |direction: Option<(usize, f64)>| {
        let mut at = estimates.values().to_vec();
        if let Some((column, step)) = direction {
            at.iter_mut().enumerate().for_each(|(row, x)| *x += step * directions[(row, column)]);
        }
        let mut gradient = vec![0.0; count];
        model.gradient(&at, &mut gradient);
        gradient
    };
    let middle = gradient_at(None);
    let mut slopes = DMatrix::zeros(count, count);
    let mut bends = vec![0.0; count];
    for column in 0..count {
        if directions.column(column).iter().all(|part| *part == 0.0) {
            continue;
        }
        let (up, down) = (gradient_at(Some((column, STEP))), gradient_at(Some((column, -STEP))));
        for row in 0..count {
            slopes[(row, column)] = (up[row] - down[row]) / (2.0 * STEP);
            bends[row] += ((up[row] - middle[row]) + (down[row] - middle[row])) / (STEP * STEP);
        }
    }
    let curvature = directions.transpose() * slopes;
    let along = &covariance * nalgebra::DVector::from_vec(middle.clone());
    let first: f64 = along.iter().zip(&middle).map(|(a, b)| a * b).sum();
    let third: f64 = along.iter().zip(&bends).map(|(a, b)| a * b).sum();
    let variance = first + 0.5 * curvature.norm_squared() + third;
    let kept = if variance >= 0.0 { variance } else { first };
    SecondOrder { bias: 0.5 * curvature.trace(), standard_uncertainty: kept.max(0.0).sqrt() }
}
