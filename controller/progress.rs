//! How far a run is, and how long it will still take, judged by what it has taken so far.

use crate::clock::seconds;
use crate::procedure::{Advised, Plan, State};

/// How far a run is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// Part done, 0 to 1.
    pub fraction: f64,
    /// What is being done.
    pub step: String,
    /// Time since the run was opened, s.
    pub elapsed_s: f64,
    /// Expected time until the end, s.
    pub remaining_s: f64,
    /// What was last advised in an adaptive run, and why.
    pub advised: Option<String>,
}

/// Hours that a leg's salinity, temperature and bottles take, roughly: the guess before there is experience.
const LEG_H: f64 = 4.0;
/// Hours that a point takes, roughly.
const POINT_H: f64 = 1.5;

impl Progress {
    /// From where the procedure is, and in an adaptive run from what was last advised.
    pub fn of(state: &State, plan: &Plan, now_ns: u64) -> Self {
        match state.advised() {
            Some((advised, at_ns)) => Self::as_advised(advised, *at_ns, state, plan, now_ns),
            None => Self::along_the_list(state, plan, now_ns),
        }
    }

    fn as_advised(advised: &Advised, at_ns: u64, state: &State, plan: &Plan, now_ns: u64) -> Self {
        let since_s = seconds(now_ns.saturating_sub(at_ns));
        let (elapsed_s, remaining_s) = (seconds(now_ns), (advised.remaining_s - since_s).max(0.0));
        let whole_s = elapsed_s + remaining_s;
        let fraction = if state.has_ended() || whole_s <= 0.0 { 1.0 } else { elapsed_s / whole_s };
        Self { fraction, step: state.name(plan), elapsed_s, remaining_s, advised: Some(advised.why.clone()) }
    }

    fn along_the_list(state: &State, plan: &Plan, now_ns: u64) -> Self {
        let legs = &plan.procedure.leg;
        let hours = |points: usize| LEG_H + POINT_H * to_f64(points);
        let total: f64 = legs.iter().map(|leg| hours(leg.pressures_mpa_sea.len())).sum();
        let before: f64 = legs.iter().take(state.leg()).map(|leg| hours(leg.pressures_mpa_sea.len())).sum();
        let under_way = if state.index() > 0 { hours(state.index()) } else { 0.0 };
        let done = if state.has_ended() { total } else { before + under_way };
        let fraction = if total > 0.0 { done / total } else { 1.0 };
        let elapsed_s = seconds(now_ns);
        let guess_s = (total - done) * 3600.0;
        let experience_s = if fraction > 0.0 { elapsed_s * (1.0 - fraction) / fraction } else { guess_s };
        let remaining_s = fraction * experience_s + (1.0 - fraction) * guess_s;
        Self { fraction, step: state.name(plan), elapsed_s, remaining_s, advised: None }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few points")]
fn to_f64(count: usize) -> f64 {
    count as f64
}
