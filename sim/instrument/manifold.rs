//! The manifold of a laboratory pressure controller: a small dead-ended volume of its own, pressurised by its own valves.
//!
//! The pressure goes to its target at the slew limit and then with one time constant, from one side only: it never
//! crosses the target. In static control the valves close near the target, and the pressure stands where it is. The course is
//! reckoned in closed form, so that it does not depend on how often somebody asks.

use super::SECOND_NS;
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;

/// Fastest change of pressure.
pub(super) const SLEW_MPA_PER_S: f64 = 0.5;
/// Time constant of the last part of an approach.
const TIME_CONSTANT_S: f64 = 2.0;
/// So near to the atmosphere the exhaust stands open and the pressure is the atmosphere's.
const VENTED_WITHIN_MPA: f64 = 1e-3;

/// What the valves do.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) enum Valves {
    /// Closed; nothing is wanted.
    Closed,
    /// Driving to a target.
    Driving { target_mpa: f64 },
    /// Closed at a target.
    Holding { target_mpa: f64 },
    /// Letting the pressure out.
    Venting,
    /// The exhaust is open.
    Vented,
}

/// The pressure in the manifold and what drives it.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Manifold {
    mpa: f64,
    valves: Valves,
    reckoned_ns: u64,
}

impl Manifold {
    /// Open to the air.
    pub(super) fn vented() -> Self {
        Self { mpa: STANDARD_ATMOSPHERE_MPA, valves: Valves::Vented, reckoned_ns: 0 }
    }

    pub(super) fn valves(&self) -> Valves {
        self.valves
    }

    /// True pressure, MPa above vacuum, at the time it was last reckoned.
    pub(super) fn mpa(&self) -> f64 {
        self.mpa
    }

    pub(super) fn set_valves(&mut self, valves: Valves) {
        self.valves = valves;
    }

    /// The target while there is one.
    pub(super) fn target_mpa(&self) -> Option<f64> {
        match self.valves {
            Valves::Driving { target_mpa } | Valves::Holding { target_mpa } => Some(target_mpa),
            Valves::Closed | Valves::Venting | Valves::Vented => None,
        }
    }

    /// Lets time pass.
    pub(super) fn advance(&mut self, now_ns: u64) {
        #[expect(clippy::cast_precision_loss, reason = "a double counts nanoseconds of a hundred days")]
        let elapsed_s = now_ns.saturating_sub(self.reckoned_ns) as f64 / SECOND_NS as f64;
        self.reckoned_ns = self.reckoned_ns.max(now_ns);
        match self.valves {
            Valves::Driving { target_mpa } => self.mpa = approached(self.mpa, target_mpa, elapsed_s),
            Valves::Venting => {
                self.mpa = approached(self.mpa, STANDARD_ATMOSPHERE_MPA, elapsed_s);
                if (self.mpa - STANDARD_ATMOSPHERE_MPA).abs() <= VENTED_WITHIN_MPA {
                    (self.mpa, self.valves) = (STANDARD_ATMOSPHERE_MPA, Valves::Vented);
                }
            }
            Valves::Closed | Valves::Holding { .. } | Valves::Vented => {}
        }
    }

    /// Static control: closes the valves where the pressure has come within half the hold limit, and drives again when it
    /// is found outside.
    pub(super) fn hold_within(&mut self, hold_limit_mpa: f64) {
        match self.valves {
            Valves::Driving { target_mpa } if (self.mpa - target_mpa).abs() <= 0.5 * hold_limit_mpa => {
                self.valves = Valves::Holding { target_mpa };
            }
            Valves::Holding { target_mpa } if (self.mpa - target_mpa).abs() > hold_limit_mpa => {
                self.valves = Valves::Driving { target_mpa };
            }
            _ => {}
        }
    }

    #[cfg(test)]
    pub(super) fn force(&mut self, mpa: f64) {
        self.mpa = mpa;
    }
}

/// Where a pressure is after a time: at the slew limit first, then exponentially, never beyond the target.
fn approached(from: f64, target: f64, elapsed_s: f64) -> f64 {
    let gap = target - from;
    let knee = SLEW_MPA_PER_S * TIME_CONSTANT_S;
    let slewing_s = (gap.abs() - knee).max(0.0) / SLEW_MPA_PER_S;
    if elapsed_s <= slewing_s {
        return from + gap.signum() * SLEW_MPA_PER_S * elapsed_s;
    }
    target - gap.signum() * gap.abs().min(knee) * libm::exp(-(elapsed_s - slewing_s) / TIME_CONSTANT_S)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn driving(target_mpa: f64) -> Manifold {
        Manifold { valves: Valves::Driving { target_mpa }, ..Manifold::vented() }
    }

    #[test]
    fn the_course_does_not_depend_on_how_often_one_asks() {
        let (mut once, mut often) = (driving(10.0), driving(10.0));
        once.advance(21 * SECOND_NS);
        (1..=2100).for_each(|step| often.advance(step * SECOND_NS / 100));
        assert!((once.mpa() - often.mpa()).abs() < 1e-9, "{} {}", once.mpa(), often.mpa());
    }

    #[test]
    fn the_pressure_comes_from_one_side_no_faster_than_the_slew_limit_and_never_crosses_its_target() {
        for target in [10.0, 0.5] {
            let mut manifold = driving(target);
            manifold.force(5.0);
            let direction = (target - 5.0_f64).signum();
            let mut before = manifold.mpa();
            for second in 1..200 {
                manifold.advance(second * SECOND_NS);
                let step = (manifold.mpa() - before) * direction;
                assert!((0.0..=SLEW_MPA_PER_S + 1e-12).contains(&step), "{step}");
                assert!((target - manifold.mpa()) * direction >= 0.0, "{}", manifold.mpa());
                before = manifold.mpa();
            }
            assert!((manifold.mpa() - target).abs() < 1e-9);
        }
    }

    #[test]
    fn venting_ends_at_the_atmosphere() {
        let mut manifold = Manifold { valves: Valves::Venting, ..Manifold::vented() };
        manifold.force(100.0);
        manifold.advance(100 * SECOND_NS);
        assert!(manifold.valves() == Valves::Venting && manifold.mpa() > 40.0);
        manifold.advance(300 * SECOND_NS);
        assert_eq!(manifold.valves(), Valves::Vented);
        assert!((manifold.mpa() - STANDARD_ATMOSPHERE_MPA).abs() < 1e-12);
    }
}
