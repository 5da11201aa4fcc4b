//! A fit's result: coefficients, covariance, residuals, and the value and uncertainty that they predict.

use super::linear_model::Rows;
use super::minimise::{minimise, rows_at};
use super::problem::{Errors, FitError, Problem};
use crate::equation::Equation;
use crate::uncertainty::propagated_variance;
use nalgebra::{DMatrix, DVector};

/// A fitted equation.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The equation.
    pub equation: &'static Equation,
    /// Every coefficient, in the equation's order.
    pub coefficients: Vec<f64>,
    /// Places of the free coefficients among them.
    pub free: Vec<usize>,
    /// Covariance of the free coefficients, in their order.
    pub covariance: DMatrix<f64>,
    /// Indicated minus reference at each point.
    pub residuals: Vec<f64>,
    /// Points and priors less free coefficients.
    pub degrees_of_freedom: usize,
    /// √(Σ residual² / degrees of freedom), unweighted, of the points; 0 without degrees of freedom.
    pub residual_standard_deviation: f64,
    /// Weighted sum of squared residuals, rᵀ W r; unweighted for [`Errors::FromResiduals`].
    pub chi_squared: f64,
    /// What the stated covariance makes one expect of it: the degrees of freedom where the weights know every error; these,
    /// and at least 1, where nothing is stated or none is left.
    pub expected_chi_squared: f64,
    /// Weighted sum of squared residuals over what the stated covariance makes one expect; 1 for
    /// [`Errors::FromResiduals`] and without degrees of freedom.
    pub reduced_chi_squared: f64,
    /// J⁺: how an error at each point (then at each prior) moves each free coefficient.
    pub influence: DMatrix<f64>,
}

/// Fits an equation to points by weighted least squares.
///
/// # Errors
/// [`FitError`] for input that cannot be fitted or an iteration that does not settle.
pub fn fit(problem: &Problem<'static>) -> Result<Fit, FitError> {
    fit_with_variance(problem, &[])
}

/// The same with `extra` variance, independent at each point.
pub(super) fn fit_with_variance(problem: &Problem<'static>, extra: &[f64]) -> Result<Fit, FitError> {
    problem.check()?;
    let rows = Rows::new(problem, extra)?;
    let coefficients = minimise(problem, &rows)?;
    let (residuals, jacobian) = rows_at(problem, &coefficients);
    let influence = rows.influence(&jacobian, &problem.free_names())?;
    let freedom = jacobian.nrows() - jacobian.ncols();
    let chi_squared = rows.chi_squared(&residuals);
    let expected_chi_squared = match &problem.errors {
        Errors::Stated { .. } if freedom > 0 => rows.expected_chi_squared(&jacobian, &influence),
        _ => per(freedom),
    };
    let (scale, reduced_chi_squared) = match &problem.errors {
        Errors::FromResiduals => (chi_squared / per(freedom), 1.0),
        Errors::Stated { .. } if freedom == 0 => (1.0, 1.0),
        Errors::Stated { .. } => (1.0, chi_squared / expected_chi_squared),
    };
    let points = residuals.rows(0, rows.points);
    Ok(Fit {
        equation: problem.equation,
        covariance: symmetric(&(&influence * &rows.covariance * influence.transpose())) * scale,
        free: problem.free(),
        residuals: points.iter().copied().collect(),
        degrees_of_freedom: freedom,
        residual_standard_deviation: (points.norm_squared() / per(freedom)).sqrt(),
        chi_squared,
        expected_chi_squared,
        reduced_chi_squared,
        influence,
        coefficients,
    })
}

/// Degrees of freedom as a divisor; without any, residuals are zero and so is their quotient.
pub(super) fn per(freedom: usize) -> f64 {
    f64::from(u32::try_from(freedom.max(1)).unwrap_or(u32::MAX))
}

pub(super) fn symmetric(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    (matrix + matrix.transpose()) * 0.5
}

impl Fit {
    /// Names of the free coefficients, in the order of [`Fit::covariance`].
    pub fn free_names(&self) -> Vec<&'static str> {
        self.free.iter().map(|index| self.equation.coefficients()[*index]).collect()
    }

    /// A coefficient and its standard uncertainty (zero if it was held), by name.
    pub fn coefficient(&self, name: &str) -> Option<(f64, f64)> {
        let index = self.equation.coefficient_index(name)?;
        let column = self.free.iter().position(|free| *free == index);
        let deviation = column.map_or(0.0, |column| self.covariance[(column, column)].max(0.0).sqrt());
        Some((self.coefficients[index], deviation))
    }

    /// Correlation of the free coefficients; none where the points fit without any residual, which makes the uncertainties.
    pub fn correlation(&self) -> DMatrix<f64> {
        let deviation = |index: usize| self.covariance[(index, index)].sqrt();
        let size = self.covariance.nrows();
        DMatrix::from_fn(size, size, |row, column| {
            let scale = deviation(row) * deviation(column);
            match (row == column, scale > 0.0) {
                (true, _) => 1.0,
                (false, true) => self.covariance[(row, column)] / scale,
                (false, false) => 0.0,
            }
        })
    }

    /// The value at these raw inputs, in the equation's output unit.
    pub fn value(&self, inputs: &[f64]) -> f64 {
        self.equation.value(&self.coefficients, inputs)
    }

    /// Standard uncertainty that the coefficients give the value: √(gᵀ Cov g).
    pub fn standard_uncertainty(&self, inputs: &[f64]) -> f64 {
        propagated_variance(&self.coefficient_gradient(inputs), &self.covariance).max(0.0).sqrt()
    }

    /// Derivatives of the value by the free coefficients.
    pub fn coefficient_gradient(&self, inputs: &[f64]) -> DVector<f64> {
        let (by_coefficient, _) = self.gradients(inputs);
        DVector::from_iterator(self.free.len(), self.free.iter().map(|index| by_coefficient[*index]))
    }

    /// Derivatives of the value by the inputs.
    pub fn input_gradient(&self, inputs: &[f64]) -> Vec<f64> {
        self.gradients(inputs).1
    }

    fn gradients(&self, inputs: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let mut by_coefficient = vec![0.0; self.coefficients.len()];
        let mut by_input = vec![0.0; inputs.len()];
        self.equation.gradient(&self.coefficients, inputs, &mut by_coefficient, &mut by_input);
        (by_coefficient, by_input)
    }
}
