//! Errors in the raw inputs as well as in the references: generalised distance regression.
//!
//! Wanted are the coefficients b and the true inputs ξ that make
//! (x − ξ)ᵀ Ux⁻¹ (x − ξ) + (y − f(b, ξ))ᵀ Uy⁻¹ (y − f(b, ξ)) least (Britt and Luecke 1973; ISO/TS 28037:2010, clauses 8 to 10,
//! for a straight line). With F = ∂f/∂ξ the condition on ξ is ξ = x + Ux Fᵀ W r, where r = y − f(b, ξ) − F (x − ξ) and
//! W = (Uy + F Ux Fᵀ)⁻¹; what is left is a weighted fit of the references, moved by −F (x − ξ), at the inputs ξ. So it is the
//! fit of [`super::fit`] done again until it stays, and its covariance is that of York et al. (2004): derivatives at the
//! adjusted inputs. Neither Ux nor Uy need have an inverse, their sum in W must.
//!
//! Errors of a raw input and of a reference are taken as independent of each other.

use super::fit::{Fit, fit};
use super::linear_model::Factor;
use super::problem::{Errors, FitError, Problem};
use nalgebra::{DMatrix, DVector};

/// Rounds of which none is needed where the inputs' errors are small against the equation's curvature; York's data take 20.
const ROUNDS: usize = 300;

/// Largest last change of a coefficient, in units of its standard uncertainty, that counts as settled.
const SETTLED: f64 = 1e-10;

/// A fit that honours errors in both variables.
#[derive(Clone, Debug)]
pub struct BothVariables {
    /// The fit. Its residuals are indicated minus reference at the inputs as measured, to first order in the adjustment;
    /// its `chi_squared` is the sum that was made least.
    pub fit: Fit,
    /// The equivalent problem with exact inputs: the adjusted inputs, the references moved to them, and errors that hold
    /// those of the inputs too. Whatever examines a fit may examine this one.
    pub problem: Problem<'static>,
    /// How often it was fitted.
    pub rounds: usize,
}

/// Fits an equation to points whose raw inputs have errors, too.
///
/// `raw` is their covariance, in the inputs' units: one row for each input of each point, point after point. It counts
/// whole among what makes the weights. An input without error has zeros.
///
/// # Errors
/// Those of [`fit`]; [`FitError::Unstated`] where the problem's own errors are [`Errors::FromResiduals`];
/// [`FitError::Size`] and [`FitError::Covariance`] for a `raw` that is none; [`FitError::NotConverged`].
pub fn fit_both_variables(problem: &Problem<'static>, raw: &DMatrix<f64>) -> Result<BothVariables, FitError> {
    problem.check()?;
    check_raw(problem, raw)?;
    let Errors::Stated { covariance, scatter } = &problem.errors else {
        return Err(FitError::Unstated);
    };
    let mut equivalent = problem.clone();
    let mut coefficients = preliminary(problem)?;
    for rounds in 1..=ROUNDS {
        let slopes = slopes(problem, &coefficients, &equivalent.inputs);
        let lever = lever(raw, &slopes);
        let carried = by_point(&slopes, &lever);
        let errors = Errors::Stated { covariance: covariance + &carried, scatter: scatter + &carried };
        let moved = by_point(&slopes, &difference(&problem.inputs, &equivalent.inputs));
        equivalent.reference = problem.reference.iter().zip(moved.iter()).map(|(y, by)| y - by).collect();
        equivalent.errors = errors;
        let names = problem.equation.coefficients().iter().map(|name| (*name).to_owned());
        equivalent.start = names.zip(coefficients.iter().copied()).collect();
        equivalent.start.retain(|name, _| !problem.fixed.contains_key(name));
        let found = fit(&equivalent)?;
        let change = largest_change(&found, &coefficients);
        if change < SETTLED {
            return Ok(BothVariables { fit: found, problem: equivalent, rounds });
        }
        coefficients.clone_from(&found.coefficients);
        equivalent.inputs = adjusted(problem, &(scatter + &carried), &lever, &found)?;
    }
    let reason = format!("inputs and coefficients still moved each other after {ROUNDS} rounds");
    Err(FitError::NotConverged { equation: problem.equation.id(), reason })
}

fn check_raw(problem: &Problem<'_>, raw: &DMatrix<f64>) -> Result<(), FitError> {
    let expected = problem.inputs.len() * problem.equation.inputs().len();
    if let Some(found) = [raw.nrows(), raw.ncols()].into_iter().find(|found| *found != expected) {
        let what = format!("covariance of raw inputs ({expected} of them)");
        return Err(FitError::Size { what, found, expected: problem.inputs.len() });
    }
    let is_wrong = |variance: &f64| !(*variance >= 0.0 && variance.is_finite());
    if raw.diagonal().iter().any(is_wrong) {
        return Err(FitError::Covariance { which: "covariance of raw inputs".to_owned() });
    }
    Ok(())
}

/// Coefficients that ignore every stated error, from which the rounds begin.
fn preliminary(problem: &Problem<'static>) -> Result<Vec<f64>, FitError> {
    let size = problem.inputs.len();
    let alike = DMatrix::identity(size, size);
    let errors = Errors::Stated { covariance: alike.clone(), scatter: alike };
    Ok(fit(&Problem { errors, ..problem.clone() })?.coefficients)
}

/// F: one row per point, one column per input. Each point has inputs of its own, so that what stands beside them is zero and
/// left out.
fn slopes(problem: &Problem<'_>, coefficients: &[f64], inputs: &[Vec<f64>]) -> DMatrix<f64> {
    let width = problem.equation.inputs().len();
    let mut slopes = DMatrix::zeros(inputs.len(), width);
    let mut by_coefficient = vec![0.0; coefficients.len()];
    let mut by_input = vec![0.0; width];
    for (point, inputs) in inputs.iter().enumerate() {
        problem.equation.gradient(coefficients, inputs, &mut by_coefficient, &mut by_input);
        slopes.row_mut(point).copy_from_slice(&by_input);
    }
    slopes
}

/// Ux Fᵀ.
fn lever(raw: &DMatrix<f64>, slopes: &DMatrix<f64>) -> DMatrix<f64> {
    let width = slopes.ncols();
    let of_point = |point: usize| raw.columns(point * width, width) * slopes.row(point).transpose();
    let columns: Vec<DVector<f64>> = (0..slopes.nrows()).map(of_point).collect();
    DMatrix::from_columns(&columns)
}

/// F times a matrix of a row for each input of each point.
fn by_point(slopes: &DMatrix<f64>, of_inputs: &DMatrix<f64>) -> DMatrix<f64> {
    let width = slopes.ncols();
    let of_point = |point: usize| slopes.row(point) * of_inputs.rows(point * width, width);
    let rows: Vec<_> = (0..slopes.nrows()).map(of_point).collect();
    DMatrix::from_rows(&rows)
}

/// x − ξ, point after point.
fn difference(measured: &[Vec<f64>], adjusted: &[Vec<f64>]) -> DMatrix<f64> {
    let pairs = measured.iter().flatten().zip(adjusted.iter().flatten());
    DMatrix::from_iterator(measured.iter().map(Vec::len).sum(), 1, pairs.map(|(x, xi)| x - xi))
}

/// ξ = x + Ux Fᵀ W r.
fn adjusted(
    problem: &Problem<'_>,
    scatter: &DMatrix<f64>,
    lever: &DMatrix<f64>,
    found: &Fit,
) -> Result<Vec<Vec<f64>>, FitError> {
    let not_definite = || FitError::Covariance { which: "covariance of scatter".to_owned() };
    let factor = Factor::of(scatter).ok_or_else(not_definite)?;
    let residuals = DMatrix::from_iterator(found.residuals.len(), 1, found.residuals.iter().map(|r| -r));
    let steps = lever * factor.solve(&residuals);
    let width = problem.equation.inputs().len();
    let rows = problem.inputs.iter().zip(steps.as_slice().chunks(width));
    Ok(rows.map(|(inputs, steps)| inputs.iter().zip(steps).map(|(x, step)| x + step).collect()).collect())
}

/// Largest change of a free coefficient in units of its standard uncertainty.
fn largest_change(found: &Fit, before: &[f64]) -> f64 {
    let change = |(column, index): (usize, &usize)| {
        let deviation = found.covariance[(column, column)].sqrt();
        (found.coefficients[*index] - before[*index]).abs() / deviation
    };
    found.free.iter().enumerate().map(change).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests;
