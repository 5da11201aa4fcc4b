//! What residuals say of a fit beyond their size: tests of scatter, order, sign and shape, each with its probability.
//!
//! Residuals are not independent: a fit of k coefficients ties them together by k conditions, which with seven points and
//! a cubic is most of what they do. The test of order therefore takes its distribution from the fit itself; that of signs is
//! only asked whether there are too *few* changes, which those conditions make rarer, not more frequent. Those of scatter
//! and order know what errors the points share beyond what the weights know.

use super::fit::{Fit, per, symmetric};
use super::linear_model::Rows;
use super::minimise::rows_at;
use super::problem::{Errors, FitError, Problem};
use super::studentised::studentised;
use crate::uncertainty::probability::{beta_probability, chi_squared_beyond, normal_probability};
use crate::uncertainty::{square_root, weighted_squares_beyond};
use nalgebra::{DMatrix, DVector};

/// Probability below which a test speaks.
pub const SIGNIFICANCE: f64 = 0.05;

/// Fewest residuals for which the approximation of the normality test is given.
const FEWEST_FOR_NORMALITY: usize = 8;

/// What is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// χ² of the residuals against the stated errors.
    Scatter,
    /// Durbin and Watson's d of residuals in the order of the references.
    Order,
    /// Runs of one sign in the order of the references (Wald and Wolfowitz).
    Runs,
    /// Anderson and Darling's A² of studentised residuals, mean and variance estimated.
    Normality,
}

/// A test of residuals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// What it tests.
    pub property: Property,
    /// χ²; d (2 without autocorrelation, 0 where neighbours are alike); number of runs; A², corrected for few points.
    pub statistic: f64,
    /// Probability of a statistic so far out, in the direction that the test looks, if nothing is wrong.
    pub probability: f64,
}

impl Property {
    /// Its name, such as `Durbin-Watson`.
    pub const fn test(self) -> &'static str {
        match self {
            Self::Scatter => "chi-squared",
            Self::Order => "Durbin-Watson",
            Self::Runs => "runs",
            Self::Normality => "Anderson-Darling",
        }
    }
}

impl Test {
    /// What it means, in one sentence.
    pub fn verdict(&self) -> &'static str {
        let speaks = self.probability < SIGNIFICANCE;
        match (self.property, speaks) {
            (Property::Scatter, true) => "The points scatter more than their stated errors allow.",
            (Property::Scatter, false) if self.probability > 1.0 - SIGNIFICANCE => {
                "The points scatter less than their stated errors make one expect."
            }
            (Property::Scatter, false) => "The scatter is what the stated errors make one expect.",
            (Property::Order, true) => {
                "Neighbouring residuals are alike: the equation does not follow the sensor."
            }
            (Property::Order, false) => "Neighbouring residuals are not more alike than the fit makes them.",
            (Property::Runs, true) => {
                "Signs change too seldom along the range: the equation does not follow the sensor."
            }
            (Property::Runs, false) => "Signs change as often as chance lets them.",
            (Property::Normality, true) => "The residuals are not those of normal errors: look for outliers.",
            (Property::Normality, false) => "Nothing speaks against normal errors.",
        }
    }
}

/// The tests for which the points are enough; runs only where no points share an error that scatters.
///
/// # Errors
/// [`FitError`] for a problem that could not have been fitted.
pub fn diagnostics(problem: &Problem<'static>, fit: &Fit) -> Result<Vec<Test>, FitError> {
    let mut order: Vec<usize> = (0..problem.reference.len()).collect();
    order.sort_by(|one, other| problem.reference[*one].total_cmp(&problem.reference[*other]));
    let sorted: Vec<f64> = order.iter().map(|point| fit.residuals[*point]).collect();
    let standing = studentised(problem, fit)?;
    let shape: Vec<f64> = standing.internal.into_iter().flatten().collect();
    let runs = if scatters_point_by_point(problem) { runs(&sorted) } else { None };
    let tests = [scatter(problem, fit)?, durbin_watson(problem, fit, &order)?, runs, normality(&shape)];
    Ok(tests.into_iter().flatten().collect())
}

/// Whether each point scatters for itself. Where points share errors, as those of one bottle do, signs come in runs by nature.
fn scatters_point_by_point(problem: &Problem<'_>) -> bool {
    match &problem.errors {
        Errors::FromResiduals => true,
        Errors::Stated { scatter, .. } => {
            let mut rest = scatter.clone();
            rest.fill_diagonal(0.0);
            rest.amax() <= 0.0
        }
    }
}

/// χ², brought to as many degrees of freedom as the stated covariance makes one expect, where errors are stated and any
/// freedom is left. Errors that the weights do not know make it a sum of squares of different weight.
///
/// # Errors
/// [`FitError`] for a problem that could not have been fitted.
pub fn scatter(problem: &Problem<'static>, fit: &Fit) -> Result<Option<Test>, FitError> {
    if matches!(problem.errors, Errors::FromResiduals) || fit.degrees_of_freedom == 0 {
        return Ok(None);
    }
    let freedom = per(fit.degrees_of_freedom);
    let statistic = fit.reduced_chi_squared * freedom;
    let rows = Rows::new(problem, &[])?;
    let probability = if rows.weights_know_all() {
        chi_squared_beyond(statistic, freedom)
    } else {
        let (_, jacobian) = rows_at(problem, &fit.coefficients);
        let weights = rows.whitened_covariance(&jacobian, &fit.influence).symmetric_eigenvalues();
        weighted_squares_beyond(fit.chi_squared, weights.as_slice())
    };
    Ok(Some(Test { property: Property::Scatter, statistic, probability }))
}

/// d = Σ (eᵢ − eᵢ₋₁)² / Σ eᵢ² of weighted residuals (Durbin and Watson 1950, 1951).
fn durbin_watson(problem: &Problem<'static>, fit: &Fit, order: &[usize]) -> Result<Option<Test>, FitError> {
    let rows = Rows::new(problem, &[])?;
    let (residuals, jacobian) = rows_at(problem, &fit.coefficients);
    let whitened = rows.whiten_vector(&residuals);
    let errors = DVector::from_iterator(order.len(), order.iter().map(|point| whitened[*point]));
    let steps = errors.as_slice().windows(2).map(|pair| (pair[1] - pair[0]) * (pair[1] - pair[0]));
    let statistic = steps.sum::<f64>() / errors.norm_squared();
    let in_order = |matrix: DMatrix<f64>| {
        DMatrix::from_fn(order.len(), order.len(), |row, column| matrix[(order[row], order[column])])
    };
    let probability = if rows.weights_know_all() {
        let basis = rows.whiten(&jacobian).qr().q();
        let maker = DMatrix::identity(jacobian.nrows(), jacobian.nrows()) - &basis * basis.transpose();
        below_by_moments(statistic, &in_order(maker))
    } else {
        below_by_weights(statistic, &in_order(rows.whitened_covariance(&jacobian, &fit.influence)))
    };
    // One or two degrees of freedom leave d no room to say anything.
    let enough = fit.degrees_of_freedom > 2 && probability.is_finite();
    Ok(enough.then_some(Test { property: Property::Order, statistic, probability }))
}

/// Probability of a smaller d, where the weights know all errors: its exact mean and variance for this fit, and d/4 as a beta
/// quantity of the same mean and variance.
fn below_by_moments(statistic: f64, maker: &DMatrix<f64>) -> f64 {
    let product = differences(maker);
    let freedom = maker.trace();
    let mean = product.trace() / freedom;
    let squares = product.component_mul(&product.transpose()).sum();
    let variance =
        2.0 * (freedom * squares - product.trace() * product.trace()) / (freedom * freedom * (freedom + 2.0));
    let both = mean * (4.0 - mean) / variance - 1.0;
    let shapes = [0.25 * both * mean, 0.25 * both * (4.0 - mean)];
    beta_probability(shapes, [0.25 * statistic, 1.0 - 0.25 * statistic])
}

/// The same where residuals share more than the fit ties together: d is below where eᵀ (A − d) e is negative.
fn below_by_weights(statistic: f64, covariance: &DMatrix<f64>) -> f64 {
    let root = square_root(covariance);
    let form = differences(&root.transpose()) * &root - root.tr_mul(&root) * statistic;
    1.0 - weighted_squares_beyond(0.0, symmetric(&form).symmetric_eigenvalues().as_slice())
}

/// The matrix times A, for which eᵀ A e = Σ (eᵢ − eᵢ₋₁)²: each column less its neighbours.
fn differences(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let size = matrix.ncols();
    DMatrix::from_fn(matrix.nrows(), size, |row, column| {
        let here = matrix[(row, column)];
        let before = column.checked_sub(1).map_or(0.0, |before| here - matrix[(row, before)]);
        let after = if column + 1 < size { here - matrix[(row, column + 1)] } else { 0.0 };
        before + after
    })
}

/// Runs of one sign, zeros left out, and the exact probability of as few of them (Wald and Wolfowitz 1940).
fn runs(residuals: &[f64]) -> Option<Test> {
    let signs: Vec<bool> =
        residuals.iter().filter(|residual| residual.abs() > 0.0).map(|residual| *residual > 0.0).collect();
    let above = signs.iter().filter(|sign| **sign).count();
    let below = signs.len() - above;
    let runs = 1 + signs.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let statistic = f64::from(u32::try_from(runs).ok()?);
    let probability = fewer_runs(runs, above, below);
    (above > 0 && below > 0).then_some(Test { property: Property::Runs, statistic, probability })
}

/// Probability of at most `runs` runs among so many of either sign.
fn fewer_runs(runs: usize, above: usize, below: usize) -> f64 {
    let all = ln_choose(above + below, above);
    // `one` runs of the sign that begins and `other` of the sign that follows.
    let share = |one: usize, other: usize| {
        let ways = |count: usize, runs: usize| ln_choose(count - 1, runs - 1);
        let begun_above = ways(above, one) + ways(below, other);
        let begun_below = ways(below, one) + ways(above, other);
        libm::exp(begun_above - all) + libm::exp(begun_below - all)
    };
    (2..=runs).map(|runs| share(runs - runs / 2, runs / 2)).sum::<f64>().min(1.0)
}

/// Logarithm of the number of ways to choose; minus infinity if there is none.
fn ln_choose(from: usize, chosen: usize) -> f64 {
    if chosen > from {
        return f64::NEG_INFINITY;
    }
    let ln_factorial = |count: usize| libm::lgamma(count as f64 + 1.0);
    ln_factorial(from) - ln_factorial(chosen) - ln_factorial(from - chosen)
}

/// A² (1 + 0.75/n + 2.25/n²), mean and variance estimated, with its probability by D'Agostino and Stephens (1986), table 4.9.
fn normality(residuals: &[f64]) -> Option<Test> {
    let count = residuals.len();
    if count < FEWEST_FOR_NORMALITY {
        return None;
    }
    let n = count as f64;
    let mean = residuals.iter().sum::<f64>() / n;
    let squares: f64 = residuals.iter().map(|residual| (residual - mean) * (residual - mean)).sum();
    let deviation = (squares / (n - 1.0)).sqrt();
    let mut standard: Vec<f64> = residuals.iter().map(|residual| (residual - mean) / deviation).collect();
    standard.sort_by(f64::total_cmp);
    let term = |index: usize| {
        let tails = normal_probability(standard[index]) * normal_probability(-standard[count - 1 - index]);
        (2 * index + 1) as f64 * libm::log(tails)
    };
    let distance = -n - (0..count).map(term).sum::<f64>() / n;
    let statistic = distance * (1.0 + 0.75 / n + 2.25 / (n * n));
    let probability = anderson_darling_beyond(statistic);
    probability.is_finite().then_some(Test { property: Property::Normality, statistic, probability })
}

fn anderson_darling_beyond(a: f64) -> f64 {
    let power = |constant: f64, linear: f64, square: f64| libm::exp(constant + a * (linear + a * square));
    match a {
        ..0.2 => 1.0 - power(-13.436, 101.14, -223.73),
        0.2..0.34 => 1.0 - power(-8.318, 42.796, -59.938),
        0.34..0.6 => power(0.9177, -4.279, -1.38),
        0.6..13.0 => power(1.2937, -5.709, 0.0186),
        13.0.. => 0.0,
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests;
