//! Salinity and bottles: what the operator is asked, and what follows from the answers.

use super::{Phase, Question, State, count};
use crate::clock::nanoseconds;
use crate::procedure::{Answer, Command, Itinerary, Plan, Whereabouts, salinity};
use hadal_models::quantity::PracticalSalinity;
use hadal_record::event::{Bottle, Bracket, Drawn};
use hadal_wire::operator::{Occasion, Place, Task};

/// A chamber that so many doses cannot set is not the one in the rig file.
const DOSES_MAX: u32 = 10;

impl State {
    /// The first leg, or the question which that is.
    pub(super) fn begin_legs(&mut self, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        match plan.itinerary {
            Itinerary::Listed => self.begin_leg(plan, now_ns, commands),
            Itinerary::Advised => self.consult(Whereabouts::BetweenLegs, plan, now_ns, commands),
        }
    }

    /// A leg begins with its salinity: the last bottle decides, or a new one.
    pub(super) fn begin_leg(&mut self, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        (self.index, self.held_mpa_sea, self.doses, self.dosed) = (0, 0.0, 0, None);
        self.visited.insert(self.leg);
        match self.salinity {
            Some(salinity) => self.dose(salinity, plan, now_ns, commands),
            None => self.sound(plan, now_ns, commands),
        }
    }

    pub(super) fn sound(&mut self, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        let question = self.next_question(Drawn::WhileDosing, now_ns);
        self.enter(Phase::Sounding { question }, plan, now_ns, commands);
        commands.push(Command::Ask { number: question, task: self.bottle_task(Occasion::WhileDosing) });
    }

    fn dose(&mut self, now: PracticalSalinity, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        let Some(leg) = plan.procedure.leg.get(self.leg) else { return };
        let target = PracticalSalinity::new(leg.salinity_practical);
        let (chamber, dosing) = (&plan.chamber, &plan.rig.dosing);
        if let Some(dosed) = self.dosed.take() {
            self.volume_factor =
                salinity::learned_volume_factor(self.volume_factor, &dosed, now, chamber, dosing);
        }
        if (now.value() - target.value()).abs() <= plan.procedure.approach.salinity_tolerance_practical {
            return self.fill(target, plan, now_ns, commands);
        }
        let chosen = salinity::choose(now, target, self.volume_factor, chamber, dosing);
        match chosen {
            Some(dosed) if self.doses < DOSES_MAX => {
                self.doses += 1;
                self.dosed = Some(dosed);
                let minutes = dosed.volume_l * 1000.0 / dosing.flow_max_ml_per_min;
                let until_ns = now_ns + nanoseconds(minutes * 60.0);
                self.enter(Phase::Dosing { until_ns }, plan, now_ns, commands);
            }
            _ => self.fail(
                format!("salinity {:.3} cannot be brought to {:.3} by dosing", now.value(), target.value()),
                commands,
            ),
        }
    }

    fn fill(&mut self, target: PracticalSalinity, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        let question = self.next_question(Drawn::PumpReservoir, now_ns);
        self.enter(Phase::Filling { question }, plan, now_ns, commands);
        let task = Task::Fill { salinity_practical: target.value() };
        commands.push(Command::Ask { number: question, task });
    }

    fn bottle_before(&mut self, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        let question = self.next_question(Drawn::BeforeLeg, now_ns);
        self.enter(Phase::BottleBefore { question }, plan, now_ns, commands);
        commands.push(Command::Ask { number: question, task: self.bottle_task(Occasion::BeforeLeg) });
    }

    pub(super) fn next_question(&mut self, drawn: Drawn, now_ns: u64) -> u32 {
        let number = self.questions;
        let question = Question { bottle: self.bottles_asked, leg: count(self.leg), drawn, drawn_ns: now_ns };
        self.open_questions.insert(number, question);
        self.questions += 1;
        self.bottles_asked += 1;
        number
    }

    pub(super) fn bottle_task(&self, occasion: Occasion) -> Task {
        Task::Bottle { place: Place::Chamber, occasion, leg: count(self.leg) }
    }

    pub(super) fn hear(&mut self, answer: &Answer, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        match answer {
            Answer::Drawn { number, at_ns } => self.hear_drawn(*number, *at_ns, plan, now_ns, commands),
            Answer::Done { number, at_ns } => self.hear_check(*number, None, *at_ns, plan, now_ns, commands),
            Answer::Entry { number, value, at_ns } if self.is_asked_for_a_check(*number) => {
                self.hear_check(*number, Some(*value), *at_ns, plan, now_ns, commands);
            }
            Answer::Entry { number, value, .. } => {
                self.hear_entry(*number, PracticalSalinity::new(*value), plan, now_ns, commands)
            }
            Answer::Refused { number, reason } => {
                self.fail(format!("the operator refused question {number}: {reason}"), commands);
            }
            Answer::Advice(advised) => self.hear_advice(advised, plan, now_ns, commands),
        }
    }

    fn hear_drawn(&mut self, number: u32, at_ns: u64, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        let Some(question) = self.open_questions.get_mut(&number) else {
            return commands.push(Command::Note(format!("a bottle nobody asked for: question {number}")));
        };
        question.drawn_ns = at_ns;
        if self.phase == (Phase::BottleBefore { question: number }) {
            self.enter(Phase::Approach, plan, now_ns, commands);
        }
    }

    fn hear_entry(
        &mut self,
        number: u32,
        salinity: PracticalSalinity,
        plan: &Plan,
        now_ns: u64,
        commands: &mut Vec<Command>,
    ) {
        let Some(question) = self.open_questions.remove(&number) else {
            return commands.push(Command::Note(format!("an entry nobody asked for: question {number}")));
        };
        commands.push(Command::Bottle(Bottle {
            index: question.bottle,
            leg: question.leg,
            drawn: question.drawn,
            drawn_ns: question.drawn_ns,
            salinity_practical: salinity.value(),
        }));
        if question.drawn != Drawn::PumpReservoir {
            self.salinity = Some(salinity);
        }
        match self.phase {
            Phase::Sounding { question } if question == number => self.dose(salinity, plan, now_ns, commands),
            Phase::Filling { question } if question == number => self.bottle_before(plan, now_ns, commands),
            Phase::BottleBefore { question } if question == number => {
                self.enter(Phase::Approach, plan, now_ns, commands);
            }
            Phase::BottleAfter { question } if question == number => self.end_leg(plan, now_ns, commands),
            _ => {}
        }
    }

    fn end_leg(&mut self, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        match plan.itinerary {
            Itinerary::Advised => self.consult(Whereabouts::BetweenLegs, plan, now_ns, commands),
            Itinerary::Listed if self.leg + 1 < plan.procedure.leg.len() => {
                self.leg += 1;
                self.begin_leg(plan, now_ns, commands);
            }
            Itinerary::Listed => self.begin_checks(Bracket::After, plan, now_ns, commands),
        }
    }
}
