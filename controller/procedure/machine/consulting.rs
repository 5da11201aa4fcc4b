//! Asking the adviser, and following what it says as far as that can be followed.

use super::{Phase, State};
use crate::procedure::pressure;
use crate::procedure::{Advice, Advised, Command, Plan, Whereabouts};
use hadal_record::event::Bracket;

impl State {
    /// Waits for advice; the vessel is held until it comes.
    pub(super) fn consult(
        &mut self,
        whereabouts: Whereabouts,
        plan: &Plan,
        now_ns: u64,
        commands: &mut Vec<Command>,
    ) {
        self.enter(Phase::Consulting(whereabouts), plan, now_ns, commands);
        commands.push(Command::Consult(whereabouts));
    }

    pub(super) fn hear_advice(
        &mut self,
        advised: &Result<Advised, String>,
        plan: &Plan,
        now_ns: u64,
        commands: &mut Vec<Command>,
    ) {
        let Phase::Consulting(whereabouts) = self.phase else {
            return commands.push(Command::Note("advice nobody asked for".to_owned()));
        };
        match advised {
            Ok(advised) => {
                commands.push(Command::Note(format!("advised: {}", advised.why)));
                self.advised = Some((advised.clone(), now_ns));
                self.follow(whereabouts, advised.advice, plan, now_ns, commands);
            }
            Err(reason) => self.fail(format!("the adviser gives no advice: {reason}"), commands),
        }
    }

    fn follow(
        &mut self,
        whereabouts: Whereabouts,
        advice: Advice,
        plan: &Plan,
        now_ns: u64,
        commands: &mut Vec<Command>,
    ) {
        let legs = &plan.procedure.leg;
        match (whereabouts, advice) {
            (Whereabouts::InLeg(leg), Advice::GoTo(index))
                if legs.get(leg).is_some_and(|leg| index < leg.pressures_mpa_sea.len()) =>
            {
                self.index = index;
                self.enter(Phase::Approach, plan, now_ns, commands);
            }
            (Whereabouts::InLeg(_), Advice::EndLeg) if pressure::is_ambient(self.held_mpa_sea) => {
                self.bottle_after(plan, now_ns, commands);
            }
            (Whereabouts::BetweenLegs, Advice::Begin(leg))
                if leg < legs.len() && !self.visited.contains(&leg) =>
            {
                self.leg = leg;
                self.begin_leg(plan, now_ns, commands);
            }
            (Whereabouts::BetweenLegs, Advice::Finish) => {
                self.begin_checks(Bracket::After, plan, now_ns, commands);
            }
            _ => self.fail(format!("{advice:?} cannot be followed {whereabouts:?}"), commands),
        }
    }
}
