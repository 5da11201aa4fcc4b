//! What an equation cannot follow: the scatter that no stated error explains.
//!
//! The idea is that of Birge's ratio and of Mandel and Paule (1970): if the weighted residuals exceed what the stated
//! covariance makes one expect, a further variance τ² is solved for that makes them agree. A ratio would inflate the
//! references' certificates too; an added variance leaves them alone and can act again at use.

use super::fit::{Fit, fit_with_variance};
use super::problem::{FitError, Problem};

/// Steps of the search for τ²: false position halves the stale end's weight and needs about eight.
const STEPS: usize = 60;

/// How near the scatter must come to what is expected, relatively.
const NEAR: f64 = 1e-6;

/// A fit, and how far its equation falls short.
#[derive(Clone, Debug)]
pub struct Adequacy {
    /// The fit, its weights and covariance with the inadequacy included.
    pub fit: Fit,
    /// τ: standard deviation of the inadequacy where `shape` is 1; zero where stated errors explain the scatter.
    pub inadequacy: f64,
    /// Reduced chi-squared before any inadequacy was allowed for.
    pub stated_reduced_chi_squared: f64,
}

/// Fits, allowing at each point for an inadequacy of standard deviation τ·`shape`, with the smallest τ ≥ 0 that makes
/// the scatter no larger than expected.
///
/// # Errors
/// Those of [`super::fit`].
pub fn fit_with_inadequacy(problem: &Problem<'static>, shape: &[f64]) -> Result<Adequacy, FitError> {
    let stated = fit_with_variance(problem, &[])?;
    let stated_reduced_chi_squared = stated.reduced_chi_squared;
    if shape.len() != problem.inputs.len() {
        let what = "shape of the inadequacy".to_owned();
        return Err(FitError::Size { what, found: shape.len(), expected: problem.inputs.len() });
    }
    if stated.degrees_of_freedom == 0 || stated_reduced_chi_squared <= 1.0 {
        return Ok(Adequacy { fit: stated, inadequacy: 0.0, stated_reduced_chi_squared });
    }
    // From the stated fit's coefficients every further fit is two steps away.
    let names = problem.equation.coefficients().iter().map(|name| (*name).to_owned());
    let start = names.zip(stated.coefficients.iter().copied()).collect();
    let problem = &Problem { start, ..problem.clone() };
    let excess = |fit: &Fit| libm::log(fit.reduced_chi_squared);
    let mut low = (0.0, excess(&stated));
    let (variance, mut best) = upper_bound(problem, shape, &stated)?;
    let mut high = (variance, excess(&best));
    // False position with the Illinois rule on the logarithm of what the scatter is over what is expected.
    for _ in 0..STEPS {
        if excess(&best).abs() < NEAR {
            break;
        }
        let variance = (low.0 * high.1 - high.0 * low.1) / (high.1 - low.1);
        let found = fit_at(problem, shape, variance)?;
        let at = (variance, excess(&found));
        if at.1 > 0.0 {
            (low, high.1) = (at, 0.5 * high.1);
        } else {
            (high, best, low.1) = (at, found, 0.5 * low.1);
        }
    }
    Ok(Adequacy { inadequacy: high.0.sqrt(), fit: best, stated_reduced_chi_squared })
}

fn fit_at(problem: &Problem<'static>, shape: &[f64], variance: f64) -> Result<Fit, FitError> {
    let extra: Vec<f64> = shape.iter().map(|shape| variance * shape * shape).collect();
    fit_with_variance(problem, &extra)
}

/// A τ² at which the scatter is surely explained, and the fit there: start from the residuals' own size and quadruple.
fn upper_bound(problem: &Problem<'static>, shape: &[f64], stated: &Fit) -> Result<(f64, Fit), FitError> {
    let smallest = shape.iter().copied().fold(f64::INFINITY, f64::min);
    let deviation = stated.residual_standard_deviation / smallest;
    let mut variance = deviation * deviation;
    for _ in 0..20 {
        let fit = fit_at(problem, shape, variance)?;
        if fit.reduced_chi_squared <= 1.0 {
            return Ok((variance, fit));
        }
        variance *= 4.0;
    }
    let reason = "no inadequacy explains the scatter".to_owned();
    Err(FitError::NotConverged { equation: problem.equation.id(), reason })
}
