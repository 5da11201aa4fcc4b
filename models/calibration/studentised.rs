//! Residuals in units of their own standard deviation, whatever the errors of the points have in common.
//!
//! A residual's own variance is smaller than its point's, since the point has pulled the curve to itself. For any weights W
//! and the covariance V of all errors, the score of point i is u = (W r)ᵢ with variance (W M V Mᵀ W)ᵢᵢ, M = 1 − J J⁺ (Baarda
//! 1968, whose W is V⁻¹). Without correlations it is the residual divided by σ √(1 − h), h being the leverage.
//!
//! With correlations the diagonal of J J⁺ is no leverage: it may be below 0 or above 1. What a point says that the others do not
//! is score over weight, (W r)ᵢ / Wᵢᵢ, and by the fit without the point (W r)ᵢ / (W M)ᵢᵢ. So h = 1 − (W M)ᵢᵢ / Wᵢᵢ is
//! the share that the fit follows, as it is without correlations (1 − h is the redundancy number of Schaffrin 1997, Journal
//! of Surveying Engineering 123, 126).

use super::fit::{Fit, per};
use super::linear_model::Rows;
use super::minimise::rows_at;
use super::problem::{Errors, FitError, Problem};
use nalgebra::{DMatrix, DVector};

/// Least share of its own error that must be left in a residual to judge a point by.
const LEFT: f64 = 1e-9;

/// Points as their residuals show them.
#[derive(Clone, Debug, PartialEq)]
pub struct Studentised {
    /// How much of what each point alone says the curve follows, 0 to 1: its pull.
    pub leverage: Vec<f64>,
    /// Residuals over their standard deviation, from the stated errors, or from all residuals; `None` for a point that the
    /// curve goes through whatever its error.
    pub internal: Vec<Option<f64>>,
    /// The same, but with the standard deviation from the residuals of the other points (Student's t with one degree of
    /// freedom less) where it comes from residuals.
    pub external: Vec<Option<f64>>,
    /// Degrees of freedom of `external`: infinite where errors are stated.
    pub external_freedom: f64,
}

/// Studentised residuals of a fit of this problem.
///
/// # Errors
/// [`FitError`] for a problem that could not have been fitted.
pub fn studentised(problem: &Problem<'static>, fit: &Fit) -> Result<Studentised, FitError> {
    let rows = Rows::new(problem, &[])?;
    let (residuals, jacobian) = rows_at(problem, &fit.coefficients);
    let size = jacobian.nrows();
    let weighted = rows.weigh(&(DMatrix::identity(size, size) - &jacobian * &fit.influence));
    // W M V Mᵀ W is W M where W is the inverse of V.
    let variances = if rows.weights_know_all() {
        weighted.diagonal()
    } else {
        let spread = &weighted * &rows.covariance;
        DVector::from_fn(size, |point, _| spread.row(point).dot(&weighted.row(point)))
    };
    let weights = rows.weigh(&DMatrix::identity(size, size)).diagonal();
    // Rounding may leave the share of a point that the curve goes through a little outside.
    let leverage = |point: usize| (1.0 - weighted[(point, point)] / weights[point]).clamp(0.0, 1.0);
    let score = rows.weigh(&DMatrix::from_column_slice(size, 1, residuals.as_slice()));
    let freedom = per(fit.degrees_of_freedom);
    let estimated = matches!(problem.errors, Errors::FromResiduals);
    let scale = if estimated { (fit.chi_squared / freedom).sqrt() } else { 1.0 };
    let internal = |point: usize| {
        let own = variances[point];
        (own > LEFT * weights[point] && scale > 0.0).then(|| score[point] / (own.sqrt() * scale))
    };
    let internal: Vec<Option<f64>> = (0..rows.points).map(internal).collect();
    // Without the point, the other residuals have (ν − t²)/(ν − 1) of the variance.
    let external = |t: &Option<f64>| {
        let others = |t: f64| (freedom - 1.0) / (freedom - t * t).max(f64::MIN_POSITIVE);
        if estimated { t.filter(|_| fit.degrees_of_freedom > 1).map(|t| t * others(t).sqrt()) } else { *t }
    };
    Ok(Studentised {
        leverage: (0..rows.points).map(leverage).collect(),
        external: internal.iter().map(external).collect(),
        internal,
        external_freedom: if estimated { freedom - 1.0 } else { f64::INFINITY },
    })
}
