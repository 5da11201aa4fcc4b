//! How many terms of an equation the points support: fits with fewer and with more free coefficients, compared.
//!
//! A candidate is larger than another if it frees all that the other frees, and more. What the further coefficients gain is
//! the fall of χ² over what the errors alone would make it fall. Where errors are stated, d times that gain is χ² of d degrees
//! of freedom; where they come from the residuals, the gain over the larger candidate's residual variance is F of d and ν.
//!
//! **The rule.** The candidate with the fewest free coefficients that no larger one beats at 5 % is supported; of several
//! with as few, that of the smallest χ². Every comparison is at 5 % for itself, so that among many idle terms one in
//! twenty seems to be needed. Akaike's criterion stands beside it, corrected for few points (AICc; Hurvich and Tsai
//! 1989), and decides nothing.

use super::fit::{Fit, fit, per};
use super::problem::{Errors, FitError, Problem};
use crate::uncertainty::probability::{chi_squared_beyond, fisher_beyond};
use std::collections::BTreeMap;

/// Probability below which a larger candidate beats a smaller one.
pub const SIGNIFICANCE: f64 = 0.05;

/// One choice of free coefficients, fitted.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Coefficients that are held, with their values.
    pub fixed: BTreeMap<String, f64>,
    /// The fit of the others.
    pub fit: Fit,
    /// Akaike's information criterion, corrected for few points; the smaller the better. `None` with too few of them.
    pub aicc: Option<f64>,
    /// The larger candidate that improves on this one most, if there is a larger one.
    pub best_larger: Option<Gain>,
}

/// What a larger candidate gains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gain {
    /// Place of the larger candidate.
    pub candidate: usize,
    /// Fall of χ² for each further coefficient, over what errors alone would make of it: F where errors come from the
    /// residuals, χ² over its degrees of freedom where they are stated.
    pub ratio: f64,
    /// How many coefficients more it frees.
    pub further: usize,
    /// Probability of so large a gain by coefficients that are not needed.
    pub probability: f64,
}

/// Candidates, and which of them is supported.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Those that the points can determine, in the order given.
    pub candidates: Vec<Candidate>,
    /// Place of the one that is supported.
    pub supported: usize,
}

/// Fits the problem with each of these sets of held coefficients and compares. Sets that the points cannot determine are
/// left out; a set takes the place of [`Problem::fixed`].
///
/// # Errors
/// That of the first set, if none can be fitted.
pub fn compare(problem: &Problem<'static>, sets: &[BTreeMap<String, f64>]) -> Result<Comparison, FitError> {
    let mut refused = FitError::NothingFree;
    let mut candidates: Vec<Candidate> = Vec::new();
    for fixed in sets.iter().rev() {
        let mut chosen = Problem { fixed: fixed.clone(), ..problem.clone() };
        chosen.start.retain(|name, _| !fixed.contains_key(name));
        match fit(&chosen) {
            Ok(fit) => {
                let aicc = aicc(&chosen, &fit);
                candidates.push(Candidate { fixed: fixed.clone(), fit, aicc, best_larger: None });
            }
            Err(error) => refused = error,
        }
    }
    candidates.reverse();
    for place in 0..candidates.len() {
        let gains = (0..candidates.len()).filter_map(|larger| gain(problem, &candidates, place, larger));
        let best = gains.min_by(|one, other| one.probability.total_cmp(&other.probability));
        candidates[place].best_larger = best;
    }
    let supported = supported(&candidates).ok_or(refused)?;
    Ok(Comparison { candidates, supported })
}

fn supported(candidates: &[Candidate]) -> Option<usize> {
    let is_beaten =
        |candidate: &Candidate| candidate.best_larger.is_some_and(|gain| gain.probability < SIGNIFICANCE);
    let unbeaten = (0..candidates.len()).filter(|place| !is_beaten(&candidates[*place]));
    unbeaten.min_by(|one, other| {
        let (one, other) = (&candidates[*one].fit, &candidates[*other].fit);
        one.free.len().cmp(&other.free.len()).then(one.chi_squared.total_cmp(&other.chi_squared))
    })
}

/// What `larger` gains on `smaller`, if it is larger.
fn gain(problem: &Problem<'_>, candidates: &[Candidate], smaller: usize, larger: usize) -> Option<Gain> {
    let (small, large) = (&candidates[smaller], &candidates[larger]);
    let same = |(name, value): (&String, &f64)| {
        small.fixed.get(name).is_some_and(|held| held.total_cmp(value).is_eq())
    };
    let is_larger = large.fixed.len() < small.fixed.len() && large.fixed.iter().all(same);
    if !is_larger {
        return None;
    }
    let further = large.fit.free.len() - small.fit.free.len();
    let fall = (small.fit.chi_squared - large.fit.chi_squared).max(0.0);
    let (ratio, probability) = match problem.errors {
        Errors::FromResiduals => {
            let freedom = large.fit.degrees_of_freedom;
            let ratio = (fall / per(further)) / (large.fit.chi_squared / per(freedom));
            (ratio, fisher_beyond(ratio, [per(further), per(freedom)]))
        }
        Errors::Stated { .. } => {
            // Without freedom nothing is left to expect.
            let left = if large.fit.degrees_of_freedom > 0 { large.fit.expected_chi_squared } else { 0.0 };
            let expected = small.fit.expected_chi_squared - left;
            let ratio = fall / expected;
            (ratio, chi_squared_beyond(ratio * per(further), per(further)))
        }
    };
    probability.is_finite().then_some(Gain { candidate: larger, ratio, further, probability })
}

/// χ² + 2 K + 2 K (K + 1)/(n − K − 1) for K coefficients; where the variance is one more unknown, n ln(S/n) is in the place
/// of χ² and counts as one more.
fn aicc(problem: &Problem<'_>, fit: &Fit) -> Option<f64> {
    let rows = per(problem.inputs.len() + problem.prior.len());
    let free = per(fit.free.len());
    let (misfit, unknown) = match problem.errors {
        Errors::FromResiduals => (rows * libm::log(fit.chi_squared / rows), free + 1.0),
        Errors::Stated { .. } => (fit.chi_squared, free),
    };
    let spare = rows - unknown - 1.0;
    (spare > 0.0 && misfit.is_finite())
        .then(|| misfit + 2.0 * unknown + 2.0 * unknown * (unknown + 1.0) / spare)
}

#[cfg(test)]
mod tests;
