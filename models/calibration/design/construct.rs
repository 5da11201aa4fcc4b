//! Greedy construction: what each addition buys for what it costs.

use super::{Experiment, Valued, Worth};
use crate::uncertainty::Workers;

/// An addition that lowers uncertainty by less than this share is not worth its cost.
const LEAST_GAIN: f64 = 5e-3;

/// One step of a construction.
#[derive(Clone, Debug, PartialEq)]
pub struct Bought {
    /// What was added: one candidate or two.
    pub added: Vec<usize>,
    /// The design with it.
    pub valued: Valued,
}

/// Adds to a design what lowers its uncertainty most for its cost, until uncertainty is at most `target` or nothing is
/// worth its cost any more. Where no single candidate helps, as happens when the largest of several uncertainties
/// decides, pairs are tried.
pub fn construct(
    experiment: &impl Experiment,
    start: Valued,
    target: f64,
    workers: &mut impl Workers,
) -> Vec<Bought> {
    let singles: Vec<Vec<usize>> = (0..experiment.candidates()).map(|candidate| vec![candidate]).collect();
    let pairs: Vec<Vec<usize>> = (0..experiment.candidates())
        .flat_map(|first| (first..experiment.candidates()).map(move |second| vec![first, second]))
        .collect();
    let mut now = start;
    let mut steps = Vec::new();
    while now.worth.uncertainty > target {
        let best = best_of(experiment, &now, &singles, workers);
        let Some(bought) = best.or_else(|| best_of(experiment, &now, &pairs, workers)) else { break };
        now = bought.valued.clone();
        steps.push(bought);
    }
    steps
}

/// The addition that buys most for its cost; none where none gains.
fn best_of(
    experiment: &impl Experiment,
    now: &Valued,
    additions: &[Vec<usize>],
    workers: &mut impl Workers,
) -> Option<Bought> {
    let tried = workers.run(0..additions.len() as u64, &|number| {
        let added = additions.get(usize::try_from(number).ok()?)?;
        let design: Vec<usize> = now.design.iter().chain(added).copied().collect();
        let valued = Valued::of(experiment, design)?;
        let value = gain_for_cost(&now.worth, &valued.worth)?;
        Some((value, Bought { added: added.clone(), valued }))
    });
    let best = tried.into_iter().flatten().reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.map(|(_, bought)| bought)
}

/// Logarithm of the uncertainty gained, for each unit of cost; none where the gain is not worth speaking of.
fn gain_for_cost(before: &Worth, after: &Worth) -> Option<f64> {
    let gain = libm::log(before.uncertainty / after.uncertainty);
    // What costs nothing or saves is priced as if it cost a thousandth of the whole.
    let cost = (after.cost - before.cost).max(1e-3 * before.cost.abs()).max(f64::MIN_POSITIVE);
    (gain > LEAST_GAIN).then(|| gain / cost)
}
