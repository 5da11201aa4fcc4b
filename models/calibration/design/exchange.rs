//! Exchange: points of a design for other candidates, as long as that helps.

use super::{Experiment, Valued};
use crate::uncertainty::Workers;

/// An exchange must help by more than this share: round-off is no reason to go on for ever.
const LEAST_SHARE: f64 = 1e-6;
/// Designs judged at a time. Fixed, so that the same search finds the same on any number of cores.
const BATCH: usize = 16;

/// Swaps one point at a time for the candidate that lowers uncertainty most, at the same number of points, until none
/// does.
pub fn exchange(experiment: &impl Experiment, start: Valued, workers: &mut impl Workers) -> Valued {
    let mut now = start;
    loop {
        let changed = swapped(&now.design, experiment.candidates());
        let tried = valued(experiment, &changed, workers).into_iter().flatten();
        let better = |best: Valued, next: Valued| {
            if next.worth.uncertainty < best.worth.uncertainty { next } else { best }
        };
        match tried.reduce(better) {
            Some(best) if is_less(best.worth.uncertainty, now.worth.uncertainty) => now = best,
            _ => return now,
        }
    }
}

/// Leaves points out and swaps them for others, each time by what lowers cost most while uncertainty stays at most
/// `target`, until nothing does. A design that misses the target comes back as it is.
pub fn thrift(
    experiment: &impl Experiment,
    start: Valued,
    target: f64,
    workers: &mut impl Workers,
) -> Valued {
    if start.worth.uncertainty > target {
        return start;
    }
    let mut now = start;
    while let Some(next) = cheaper(experiment, &now, target, workers) {
        now = next;
    }
    now
}

/// The cheapest change that still meets the target.
fn cheaper(
    experiment: &impl Experiment,
    now: &Valued,
    target: f64,
    workers: &mut impl Workers,
) -> Option<Valued> {
    let changed: Vec<Vec<usize>> =
        left_out(&now.design).chain(swapped(&now.design, experiment.candidates())).collect();
    let costs = workers
        .run(0..changed.len() as u64, &|number| experiment.cost(changed.get(usize::try_from(number).ok()?)?));
    let mut cheaper: Vec<(f64, Vec<usize>)> = costs
        .into_iter()
        .zip(changed)
        .filter_map(|(cost, design)| cost.map(|cost| (cost, design)))
        .filter(|(cost, _)| is_less(*cost, now.worth.cost))
        .collect();
    cheaper.sort_by(|one, other| one.0.total_cmp(&other.0));
    let designs: Vec<Vec<usize>> = cheaper.into_iter().map(|(_, design)| design).collect();
    let mut batches = designs.chunks(BATCH);
    batches.find_map(|batch| {
        let judged = valued(experiment, batch, workers);
        judged.into_iter().flatten().find(|valued| valued.worth.uncertainty <= target)
    })
}

fn is_less(after: f64, before: f64) -> bool {
    after < before - LEAST_SHARE * before.abs()
}

fn valued(
    experiment: &impl Experiment,
    designs: &[Vec<usize>],
    workers: &mut impl Workers,
) -> Vec<Option<Valued>> {
    workers.run(0..designs.len() as u64, &|number| {
        Valued::of(experiment, designs.get(usize::try_from(number).ok()?)?.clone())
    })
}

/// Every design with one point less.
fn left_out(design: &[usize]) -> impl Iterator<Item = Vec<usize>> + '_ {
    (0..design.len()).map(|place| {
        let mut shorter = design.to_vec();
        shorter.remove(place);
        shorter
    })
}

/// Every design with one point changed for another candidate.
fn swapped(design: &[usize], candidates: usize) -> Vec<Vec<usize>> {
    let swap = |place: usize, candidate: usize| {
        let mut changed = design.to_vec();
        changed[place] = candidate;
        changed
    };
    let places = (0..design.len()).flat_map(|place| (0..candidates).map(move |candidate| (place, candidate)));
    places.filter(|(place, candidate)| design[*place] != *candidate).map(|(p, c)| swap(p, c)).collect()
}
