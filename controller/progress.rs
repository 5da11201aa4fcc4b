//! How far a run is, and how long it will still take, judged by what it has taken so far.

use crate::clock::seconds;
use crate::procedure::{Plan, State};

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
}

/// Hours that a leg's salinity, temperature and bottles take, roughly: the guess before there is experience.
const LEG_H: f64 = 4.0;
/// Hours that a point takes, roughly.
const POINT_H: f64 = 1.5;

impl Progress {
    /// From where the procedure is.
    pub fn of(state: &State, plan: &Plan, now_ns: u64) -> Self {
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
        Self { fraction, step: state.name(plan), elapsed_s, remaining_s }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few points")]
fn to_f64(count: usize) -> f64 {
    count as f64
}
