//! What an equation cannot follow: the scatter that no stated error explains.
//!
//! The idea is that of Birge's ratio and of Mandel and Paule (1970): if the weighted residuals exceed what the stated
//! covariance makes one expect, a further variance τ² is solved for that makes them agree. A ratio would inflate the
//! references' certificates too; an added variance leaves them alone and can act again at use.

use super::fit::{Fit, fit_with_variance};
use super::problem::{FitError, Problem};

/// Halvings of the bracket around τ: 60 reach round-off.
const HALVINGS: usize = 60;

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
    let (mut low, mut high) = (0.0, upper_bound(problem, shape, &stated)?);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        match fit_at(problem, shape, middle)?.reduced_chi_squared > 1.0 {
            true => low = middle,
            false => high = middle,
        }
        if high - low < 1e-6 * high {
            break;
        }
    }
    Ok(Adequacy { fit: fit_at(problem, shape, high)?, inadequacy: high, stated_reduced_chi_squared })
}

fn fit_at(problem: &Problem<'static>, shape: &[f64], deviation: f64) -> Result<Fit, FitError> {
    let extra: Vec<f64> = shape.iter().map(|shape| deviation * deviation * shape * shape).collect();
    fit_with_variance(problem, &extra)
}

/// A τ at which the scatter is surely explained: start from the residuals' own size and double.
fn upper_bound(problem: &Problem<'static>, shape: &[f64], stated: &Fit) -> Result<f64, FitError> {
    let smallest = shape.iter().copied().fold(f64::INFINITY, f64::min);
    let mut bound = stated.residual_standard_deviation / smallest;
    for _ in 0..20 {
        if fit_at(problem, shape, bound)?.reduced_chi_squared <= 1.0 {
            return Ok(bound);
        }
        bound *= 2.0;
    }
    let reason = "no inadequacy explains the scatter".to_owned();
    Err(FitError::NotConverged { equation: problem.equation.id(), reason })
}
