//! Optimal design: which points of many candidates tell most for what they cost, and in which order.
//!
//! A design is a list of candidates, some of them perhaps more than once. An [`Experiment`] says what a design is worth:
//! a figure of its uncertainty and its cost, which may depend on everything in it (on the shortest way through its
//! points, for one). [`construct`] adds what buys most for its cost until a target is met; [`exchange`] swaps points
//! for others at the same number (Fedorov 1972, Theory of Optimal Experiments, ch. 3; Meyer and Nachtsheim 1995,
//! Technometrics 37, 60); [`thrift`] drops and swaps points for as long as the target is still met at less cost.
//!
//! Exchange finds a local optimum. For uncertainty that is convex in the weights of the points (log det, trace, largest
//! variance) what is lost is the rounding of weights to whole points.

mod construct;
mod exchange;
mod order;

pub use construct::{Bought, construct};
pub use exchange::{exchange, thrift};
pub use order::shortest_order;

/// What a design is worth; less is better of both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worth {
    /// A positive figure of what remains unknown, such as the largest expanded uncertainty over its target.
    pub uncertainty: f64,
    /// What it costs, such as hours.
    pub cost: f64,
}

/// Candidates, and what designs of them are worth.
pub trait Experiment: Sync {
    /// Number of candidates.
    fn candidates(&self) -> usize;

    /// What a design costs; none where it is against the rules. Asked far more often than uncertainty.
    fn cost(&self, design: &[usize]) -> Option<f64>;

    /// What remains unknown; none where a design cannot tell what is asked.
    fn uncertainty(&self, design: &[usize]) -> Option<f64>;
}

/// A design with its worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Valued {
    /// Candidates, in no particular order.
    pub design: Vec<usize>,
    /// What they are worth together.
    pub worth: Worth,
}

impl Valued {
    /// The design, if the experiment accepts it.
    pub fn of(experiment: &impl Experiment, design: Vec<usize>) -> Option<Self> {
        let cost = experiment.cost(&design)?;
        let uncertainty = experiment.uncertainty(&design)?;
        Some(Self { design, worth: Worth { uncertainty, cost } })
    }
}

#[cfg(test)]
mod tests;
