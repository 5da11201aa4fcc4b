//! Outlier tests, which report and never drop: what becomes of a suspect is a person's decision, with a reason.
//!
//! One point: its externally studentised residual against Student's t (the normal distribution where errors are stated), the
//! probability times the number of points (Bonferroni), since the worst of many is looked at. Several: two outliers can
//! hide each other, so the worst is set aside and the rest fitted and tested again; there are as many outliers as the *last*
//! significant stage has set aside (generalised extreme studentised deviates: Rosner 1983; for regression, Paul and Fung
//! 1991). For a mean this is Rosner's test to the digit.

use super::fit::{Fit, fit};
use super::problem::{Errors, FitError, Problem};
use super::studentised::studentised;
use crate::uncertainty::probability::{student_quantile, student_two_sided};

/// Probability below which the worst point of a stage is called an outlier.
pub const SIGNIFICANCE: f64 = 0.05;

/// The worst point of those that are left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    /// The point, from 0 in the problem's order.
    pub point: usize,
    /// Its externally studentised residual among those that were left.
    pub studentised: f64,
    /// What its size would have to exceed.
    pub critical: f64,
    /// Probability, times the number of points left and at most 1, that so large a residual is chance.
    pub probability: f64,
    /// Its leverage: near 1 the curve follows the point and its residual says little.
    pub leverage: f64,
}

/// The outcome.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outliers {
    /// The worst point of all, the worst of the rest, and so on.
    pub stages: Vec<Stage>,
    /// How many of them, from the first, are outliers.
    pub count: usize,
}

impl Outliers {
    /// The stages that found outliers.
    pub fn suspects(&self) -> &[Stage] {
        &self.stages[..self.count]
    }
}

/// Tests for up to `most` outliers. Fewer stages come out where the rest of the points would not do for a fit.
///
/// # Errors
/// Those of [`fit`] for all points.
pub fn outliers(problem: &Problem<'static>, most: usize) -> Result<Outliers, FitError> {
    let mut rest = problem.clone();
    let mut places: Vec<usize> = (0..problem.inputs.len()).collect();
    let mut found = Outliers::default();
    let mut fitted = fit(problem)?;
    for _ in 0..most {
        let Some((place, stage)) = worst(&rest, &fitted, &places)? else { break };
        found.stages.push(stage);
        places.remove(place);
        rest = without(&rest, place);
        match fit(&rest) {
            Ok(again) => fitted = again,
            // Fewer points cannot tell the coefficients: there is nothing further to test.
            Err(_) => break,
        }
    }
    let significant = |stage: &Stage| stage.probability < SIGNIFICANCE;
    found.count = found.stages.iter().rposition(significant).map_or(0, |last| last + 1);
    Ok(found)
}

fn worst(
    rest: &Problem<'static>,
    fitted: &Fit,
    places: &[usize],
) -> Result<Option<(usize, Stage)>, FitError> {
    let of_each = studentised(rest, fitted)?;
    let tested = of_each.external.iter().enumerate().filter_map(|(place, t)| t.map(|t| (place, t)));
    let tests = places.len() as f64;
    let stage = |(place, t): (usize, f64)| {
        let freedom = of_each.external_freedom;
        let stage = Stage {
            point: places[place],
            studentised: t,
            critical: student_quantile(1.0 - 0.5 * SIGNIFICANCE / tests, freedom),
            probability: (tests * student_two_sided(t, freedom)).min(1.0),
            leverage: of_each.leverage[place],
        };
        (place, stage)
    };
    Ok(tested.max_by(|one, other| one.1.abs().total_cmp(&other.1.abs())).map(stage))
}

/// The problem without one of its points.
fn without(problem: &Problem<'static>, place: usize) -> Problem<'static> {
    let mut rest = problem.clone();
    rest.inputs.remove(place);
    rest.reference.remove(place);
    if let Errors::Stated { covariance, scatter } = &mut rest.errors {
        *covariance = covariance.clone().remove_row(place).remove_column(place);
        *scatter = scatter.clone().remove_row(place).remove_column(place);
    }
    rest
}

#[cfg(test)]
pub(crate) mod tests;
