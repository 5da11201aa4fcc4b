//! The states of the procedure and what leads from one to the next.

mod bottles;
mod checks;
mod consulting;
mod driving;

use super::pressure::{self, Water};
use super::salinity::Dosed;
use super::stability::{self, SetPoint, Term, Windows};
use super::{Advised, Command, Demand, Itinerary, News, Plan, Sampling, Whereabouts};
use crate::clock::{nanoseconds, seconds};
use crate::interlock::Sample;
use checks::Checking;
use hadal_models::quantity::{PracticalSalinity, Temperature};
use hadal_record::event::{Bracket, Drawn, Point};
use hadal_rigs::description::Leg;
use hadal_wire::operator::Occasion;
use std::collections::{BTreeMap, BTreeSet};

/// What the procedure remembers.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    phase: Phase,
    since_ns: u64,
    leg: usize,
    index: usize,
    /// Pressure of the leg's last point; ambient before its first.
    held_mpa_sea: f64,
    visited: BTreeSet<usize>,
    advised: Option<(Advised, u64)>,
    windows: Windows,
    plant_pressure: Option<Sample>,
    salinity: Option<PracticalSalinity>,
    volume_factor: f64,
    dosed: Option<Dosed>,
    doses: u32,
    questions: u32,
    bottles_asked: u32,
    open_questions: BTreeMap<u32, Question>,
    points: u32,
    demand: Option<Demand>,
}

/// A question that the operator has not answered yet.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Question {
    bottle: u32,
    leg: u32,
    drawn: Drawn,
    drawn_ns: u64,
}

/// Where the procedure is.
#[derive(Clone, Debug, PartialEq)]
enum Phase {
    /// Until every reference has spoken.
    Waiting,
    /// A reference or an item is checked, before the first leg or after the last.
    Checking(Checking),
    /// A bottle decides what to dose.
    Sounding { question: u32 },
    /// Fresh water or brine flows.
    Dosing { until_ns: u64 },
    /// The stirrer works.
    Mixing { until_ns: u64 },
    /// The operator fills the pump's reservoir.
    Filling { question: u32 },
    /// The first bottle of a leg is being drawn.
    BottleBefore { question: u32 },
    /// Pressure is brought near.
    Approach,
    /// Until stable.
    Soak { held_by: Vec<Term> },
    /// Items are read.
    Reading { from_ns: u64, counts: Vec<u32>, last_ns: u64 },
    /// The last bottle of a leg: drawn and measured before the leg ends.
    BottleAfter { question: u32 },
    /// The adviser thinks about what comes next.
    Consulting(Whereabouts),
    /// All done, or failed.
    Ended,
}

/// Time for the stirrer to even out a dose.
const MIXING_S: f64 = 900.0;

impl State {
    /// Before the first leg.
    pub fn new(plan: &Plan, now_ns: u64) -> Self {
        let length_ns = nanoseconds(plan.procedure.stability.window_s);
        Self {
            phase: Phase::Waiting,
            since_ns: now_ns,
            leg: 0,
            index: 0,
            held_mpa_sea: 0.0,
            visited: BTreeSet::new(),
            advised: None,
            windows: Windows::new(plan.rig.reference_thermometer.len(), length_ns),
            plant_pressure: None,
            salinity: None,
            volume_factor: 1.0,
            dosed: None,
            doses: 0,
            questions: 0,
            bottles_asked: 0,
            open_questions: BTreeMap::new(),
            points: 0,
            demand: None,
        }
    }

    /// Points read so far.
    pub fn points(&self) -> u32 {
        self.points
    }

    /// Leg under way, from 0.
    pub fn leg(&self) -> usize {
        self.leg
    }

    /// Index of the pressure under way in the leg, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// What was last advised in an adaptive run, and when, ns.
    pub fn advised(&self) -> Option<&(Advised, u64)> {
        self.advised.as_ref()
    }

    /// Whether it has come to its end, good or bad.
    pub fn has_ended(&self) -> bool {
        self.phase == Phase::Ended
    }

    /// The state's name, for records and people.
    pub fn name(&self, plan: &Plan) -> String {
        let Some(leg) = plan.procedure.leg.get(self.leg) else { return "Ended".to_owned() };
        let point = || format!("leg {} ({}), {} MPa", self.leg, leg.name, pressure_at(leg, self.index));
        let leg = || format!("leg {} ({})", self.leg, leg.name);
        match &self.phase {
            Phase::Waiting => "Waiting for the references".to_owned(),
            Phase::Checking(checking) => checking.name(plan),
            Phase::Sounding { .. } => format!("Sounding salinity: {}", leg()),
            Phase::Dosing { .. } => format!("Dosing: {}", leg()),
            Phase::Mixing { .. } => format!("Mixing: {}", leg()),
            Phase::Filling { .. } => format!("Filling the reservoir: {}", leg()),
            Phase::BottleBefore { .. } => format!("Bottle before: {}", leg()),
            Phase::Approach => format!("Approach: {}", point()),
            Phase::Soak { .. } => format!("Soak: {}", point()),
            Phase::Reading { .. } => format!("Reading: {}", point()),
            Phase::BottleAfter { .. } => format!("Bottle after: {}", leg()),
            Phase::Consulting(Whereabouts::BetweenLegs) => format!("Consulting after {} points", self.points),
            Phase::Consulting(Whereabouts::InLeg(_)) => format!("Consulting: {}", point()),
            Phase::Ended => "Ended".to_owned(),
        }
    }
}

fn pressure_at(leg: &Leg, index: usize) -> f64 {
    leg.pressures_mpa_sea.get(index).copied().unwrap_or(0.0)
}

/// One step: takes the news, moves on if it may, and says what is to be done.
pub fn step(mut state: State, news: &News, plan: &Plan, now_ns: u64) -> (State, Vec<Command>) {
    let mut commands = Vec::new();
    if state.phase == Phase::Ended {
        return (state, commands);
    }
    state.absorb(news);
    state.collect_readings(news);
    for answer in &news.answers {
        state.hear(answer, plan, now_ns, &mut commands);
    }
    state.count_samples(&news.item_samples);
    state.advance(plan, now_ns, &mut commands);
    if state.phase != Phase::Ended {
        state.drive(plan, now_ns, &mut commands);
    }
    (state, commands)
}

impl State {
    fn absorb(&mut self, news: &News) {
        let out = self.at_work().and_then(|work| work.thermometer_out);
        for (index, sample) in news.temperatures.iter().filter(|(index, _)| Some(*index) != out) {
            if let Some(window) = self.windows.temperatures.get_mut(*index) {
                window.push(*sample);
            }
        }
        news.pressures.iter().for_each(|sample| self.windows.pressure.push(*sample));
        self.plant_pressure = news.plant_pressures.last().copied().or(self.plant_pressure);
    }

    fn count_samples(&mut self, samples: &[(usize, Sample)]) {
        let Phase::Reading { from_ns, counts, last_ns } = &mut self.phase else { return };
        for (item, sample) in samples.iter().filter(|(_, sample)| sample.at_ns >= *from_ns) {
            if let Some(count) = counts.get_mut(*item) {
                *count += 1;
                *last_ns = (*last_ns).max(sample.at_ns);
            }
        }
    }

    fn enter(&mut self, phase: Phase, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        let from = self.name(plan);
        self.phase = phase;
        self.since_ns = now_ns;
        commands.push(Command::Transition { from, to: self.name(plan) });
    }

    fn fail(&mut self, reason: String, commands: &mut Vec<Command>) {
        self.phase = Phase::Ended;
        commands.push(Command::Fail { reason });
    }

    fn advance(&mut self, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        let Some(leg) = plan.procedure.leg.get(self.leg) else {
            return self.fail("the procedure has no such leg".to_owned(), commands);
        };
        match self.phase.clone() {
            Phase::Waiting if self.water(leg).is_some() => {
                self.begin_checks(Bracket::Before, plan, now_ns, commands);
            }
            Phase::Checking(checking) => self.check(checking, plan, now_ns, commands),
            Phase::Dosing { until_ns } if now_ns >= until_ns => {
                let until_ns = now_ns + nanoseconds(MIXING_S);
                self.enter(Phase::Mixing { until_ns }, plan, now_ns, commands);
            }
            Phase::Mixing { until_ns } if now_ns >= until_ns => self.sound(plan, now_ns, commands),
            Phase::Approach if self.is_near(leg, plan) => {
                self.enter(Phase::Soak { held_by: Vec::new() }, plan, now_ns, commands);
            }
            Phase::Soak { .. } => self.soak(leg, plan, now_ns, commands),
            Phase::Reading { from_ns, counts, last_ns } => {
                self.read(leg, plan, now_ns, (from_ns, &counts, last_ns), commands);
            }
            _ => {}
        }
        self.check_patience(plan, now_ns, commands);
    }

    fn check_patience(&mut self, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        let waited_h = seconds(now_ns.saturating_sub(self.since_ns)) / 3600.0;
        if self.phase == Phase::Ended || waited_h <= plan.procedure.approach.timeout_h {
            return;
        }
        let held_by = match &self.phase {
            Phase::Soak { held_by } => format!("; held by {held_by:?}"),
            _ => String::new(),
        };
        let name = self.name(plan);
        self.fail(
            format!("{name}: not done within {} h{held_by}", plan.procedure.approach.timeout_h),
            commands,
        );
    }

    fn is_near(&self, leg: &Leg, plan: &Plan) -> bool {
        let target = pressure::absolute(pressure_at(leg, self.index));
        let tolerance = plan.procedure.approach.pressure_tolerance_mpa;
        self.windows.pressure.latest().is_some_and(|sample| (sample.value - target).abs() <= tolerance)
    }

    fn soak(&mut self, leg: &Leg, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        let terms = self.holding_terms(leg, plan, now_ns);
        if !terms.is_empty() {
            self.phase = Phase::Soak { held_by: terms };
            return;
        }
        let phase = Phase::Reading { from_ns: now_ns, counts: vec![0; plan.items.len()], last_ns: now_ns };
        self.enter(phase, plan, now_ns, commands);
        commands.push(Command::Sample(Sampling::Running));
    }

    fn holding_terms(&self, leg: &Leg, plan: &Plan, now_ns: u64) -> Vec<Term> {
        let set_point = SetPoint {
            temperature_celsius: leg.temperature_celsius,
            pressure_mpa_absolute: pressure::absolute(pressure_at(leg, self.index)),
        };
        stability::holding_terms(
            &self.windows,
            set_point,
            &plan.procedure.approach,
            &plan.procedure.stability,
            now_ns,
        )
    }

    /// Readings end when every item has given enough and every reference has spoken after the last of them. Then
    /// the water must still be stable, or the point is soaked again.
    fn read(
        &mut self,
        leg: &Leg,
        plan: &Plan,
        now_ns: u64,
        (from_ns, counts, last_ns): (u64, &[u32], u64),
        commands: &mut Vec<Command>,
    ) {
        let enough = counts.iter().all(|count| *count >= plan.procedure.readings.count);
        let windows = self.windows.temperatures.iter().chain([&self.windows.pressure]);
        let surrounded =
            windows.map(|window| window.latest()).all(|latest| latest.is_some_and(|s| s.at_ns > last_ns));
        if !enough || !surrounded {
            return;
        }
        commands.push(Command::Sample(Sampling::Idle));
        let terms = self.holding_terms(leg, plan, now_ns);
        if !terms.is_empty() {
            commands.push(Command::Note(format!("{}: not stable while read: {terms:?}", self.name(plan))));
            return self.enter(Phase::Soak { held_by: terms }, plan, now_ns, commands);
        }
        commands.push(Command::Point(Point {
            index: self.points,
            leg: count(self.leg),
            temperature_celsius: leg.temperature_celsius,
            salinity_practical: leg.salinity_practical,
            pressure_mpa_sea: pressure_at(leg, self.index),
            from_ns,
            until_ns: now_ns,
        }));
        self.points += 1;
        self.held_mpa_sea = pressure_at(leg, self.index);
        self.next_point(leg, plan, now_ns, commands);
    }

    fn next_point(&mut self, leg: &Leg, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        match plan.itinerary {
            Itinerary::Advised => self.consult(Whereabouts::InLeg(self.leg), plan, now_ns, commands),
            Itinerary::Listed if self.index + 1 < leg.pressures_mpa_sea.len() => {
                self.index += 1;
                self.enter(Phase::Approach, plan, now_ns, commands);
            }
            Itinerary::Listed => self.bottle_after(plan, now_ns, commands),
        }
    }

    fn bottle_after(&mut self, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        let question = self.next_question(Drawn::AfterLeg, now_ns);
        self.enter(Phase::BottleAfter { question }, plan, now_ns, commands);
        commands.push(Command::Ask { number: question, task: self.bottle_task(Occasion::AfterLeg) });
    }

    /// The water as last read; `None` until every reference has spoken.
    fn water(&self, leg: &Leg) -> Option<Water> {
        Some(Water {
            pressure_mpa_absolute: self.windows.pressure.latest()?.value,
            temperature: Temperature::from_celsius(self.windows.latest_temperature()?),
            salinity: self.salinity.unwrap_or(PracticalSalinity::new(leg.salinity_practical)),
        })
    }
}

/// A count that fits the record.
fn count(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
