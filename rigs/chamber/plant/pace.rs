//! How long each step is: a rung of a fixed ladder, chosen by the time since something was last switched.
//!
//! After a switch steps are 1/64 s and may never be longer than the time since, so that they double: what a switch set off has decayed
//! by as much as the steps have grown. A command that moved but switched nothing (the drive it moves has a lag of seconds)
//! takes the ladder back to one second only. While water is being moved steps stay at one second, so that the trip and the
//! relief valve, which act between steps, act in time. No error is estimated and nobody's polling matters, so that a run repeats bit by bit.

use super::actuators::{Actuators, Faults};
use super::ports::Openings;
use serde::{Deserialize, Serialize};

/// Shortest rung, s.
const SHORTEST_S: f64 = 1.0 / 64.0;
/// Longest rung, s.
const LONGEST_S: f64 = 16.0;
/// Longest rung while water is moved, and where the ladder begins again after a command has moved, s.
const MOVING_S: f64 = 1.0;

/// Everything that is on or off.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Switches {
    pump: bool,
    release: bool,
    jacket: bool,
    stirrer: bool,
    dosing: bool,
    relief: bool,
    tripped: bool,
    faults: Faults,
}

/// Where on the ladder the plant is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Pace {
    since_s: f64,
    last: Option<(Switches, Actuators)>,
}

impl Pace {
    /// Looks what is switched and commanded.
    pub(super) fn notice(
        &mut self,
        actuators: &Actuators,
        faults: &Faults,
        openings: Openings,
        tripped: bool,
    ) {
        let switches = Switches {
            pump: actuators.pump_ml_per_min > 0.0,
            release: actuators.release_ml_per_min > 0.0,
            jacket: actuators.jacket_enabled,
            stirrer: actuators.stirrer_rpm > 0.0,
            dosing: openings.dosing,
            relief: openings.relief,
            tripped,
            faults: *faults,
        };
        match self.last {
            Some((before, commands)) if before == switches && commands == *actuators => {}
            Some((before, _)) if before == switches => self.since_s = self.since_s.min(MOVING_S),
            _ => self.since_s = 0.0,
        }
        self.last = Some((switches, *actuators));
    }

    /// The next step, no longer than what is left; what is left over below the shortest rung is a step of its own.
    pub(super) fn rung_s(&self, left_s: f64, moving: Motion) -> f64 {
        let longest = match moving {
            Motion::Still => LONGEST_S,
            Motion::Moving => MOVING_S,
        };
        let most_s = left_s.min(longest).min(self.since_s.max(SHORTEST_S));
        if most_s < SHORTEST_S {
            return left_s;
        }
        let mut rung_s = SHORTEST_S;
        while 2.0 * rung_s <= most_s {
            rung_s *= 2.0;
        }
        rung_s
    }

    /// Time has passed.
    pub(super) fn lived(&mut self, step_s: f64) {
        self.since_s += step_s;
    }
}

/// Whether water is being moved through the boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Motion {
    /// Closed and still, or open to the air.
    Still,
    /// Pump, release under pressure, relief or dosing at work.
    Moving,
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHUT: Openings = Openings { dosing: false, relief: false };

    fn rungs(pace: &mut Pace, seconds: f64, motion: Motion) -> Vec<f64> {
        let (mut left, mut taken) = (seconds, Vec::new());
        while left > 0.0 {
            let step = pace.rung_s(left, motion);
            taken.push(step);
            pace.lived(step);
            left -= step;
        }
        taken
    }

    #[test]
    fn steps_double_after_a_switch_up_to_sixteen_seconds() {
        let mut pace = Pace::default();
        pace.notice(&Actuators::default(), &Faults::default(), SHUT, false);
        let first = rungs(&mut pace, 1.0, Motion::Still);
        assert_eq!(first, [1.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0].map(|n| n / 64.0));
        assert_eq!(rungs(&mut pace, 31.0, Motion::Still), [1.0, 2.0, 4.0, 8.0, 16.0]);
        assert_eq!(rungs(&mut pace, 3.0, Motion::Moving), [1.0, 1.0, 1.0]);
    }

    #[test]
    fn a_moved_command_begins_again_at_a_second_and_a_switch_at_the_bottom() {
        let mut pace = Pace::default();
        let pumping = |flow| Actuators { pump_ml_per_min: flow, ..Actuators::default() };
        pace.notice(&pumping(100.0), &Faults::default(), SHUT, false);
        rungs(&mut pace, 64.0, Motion::Still);
        pace.notice(&pumping(110.0), &Faults::default(), SHUT, false);
        assert_eq!(rungs(&mut pace, 4.0, Motion::Still), [1.0, 2.0, 1.0]);
        pace.notice(&pumping(0.0), &Faults::default(), SHUT, false);
        assert_eq!(rungs(&mut pace, 1.0 / 64.0, Motion::Still), [1.0 / 64.0]);
    }

    #[test]
    fn what_is_no_multiple_of_the_shortest_rung_ends_in_a_step_of_its_own() {
        let mut pace = Pace::default();
        pace.notice(&Actuators::default(), &Faults::default(), SHUT, false);
        let total: f64 = rungs(&mut pace, 0.1, Motion::Still).iter().sum();
        assert!((total - 0.1).abs() < 1e-15, "{total}");
    }
}
