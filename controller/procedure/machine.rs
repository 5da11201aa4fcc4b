//! The states of the procedure and what leads from one to the next.

use super::pressure::{self, Flows, Water};
use super::salinity::{self, Dose, Dosed};
use super::stability::{self, SetPoint, Term, Windows};
use super::{Answer, Command, Demand, News, Plan, Sampling, jacket};
use crate::clock::{nanoseconds, seconds};
use hadal_models::quantity::{PracticalSalinity, Temperature};
use hadal_record::event::{Bottle, Drawn, Point};
use hadal_rigs::description::Leg;
use hadal_wire::operator::{Occasion, Place, Task};
use std::collections::BTreeMap;

/// What the procedure remembers.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    phase: Phase,
    since_ns: u64,
    leg: usize,
    index: usize,
    windows: Windows,
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
    /// All done, or failed.
    Ended,
}

/// Stirring while water is approached, soaked and read.
const STIRRER_RPM: f64 = 300.0;
/// Time for the stirrer to even out a dose.
const MIXING_S: f64 = 900.0;
/// A chamber that so many doses cannot set is not the one in the rig file.
const DOSES_MAX: u32 = 10;
/// Trickle flow stops once the mean temperature drifts less than so many times its limit.
const CLOSING_DRIFTS: f64 = 8.0;

impl State {
    /// Before the first leg.
    pub fn new(plan: &Plan, now_ns: u64) -> Self {
        let length_ns = nanoseconds(plan.procedure.stability.window_s);
        Self {
            phase: Phase::Waiting,
            since_ns: now_ns,
            leg: 0,
            index: 0,
            windows: Windows::new(plan.rig.reference_thermometer.len(), length_ns),
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
            Phase::Sounding { .. } => format!("Sounding salinity: {}", leg()),
            Phase::Dosing { .. } => format!("Dosing: {}", leg()),
            Phase::Mixing { .. } => format!("Mixing: {}", leg()),
            Phase::Filling { .. } => format!("Filling the reservoir: {}", leg()),
            Phase::BottleBefore { .. } => format!("Bottle before: {}", leg()),
            Phase::Approach => format!("Approach: {}", point()),
            Phase::Soak { .. } => format!("Soak: {}", point()),
            Phase::Reading { .. } => format!("Reading: {}", point()),
            Phase::BottleAfter { .. } => format!("Bottle after: {}", leg()),
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
        for (index, sample) in &news.temperatures {
            if let Some(window) = self.windows.temperatures.get_mut(*index) {
                window.push(*sample);
            }
        }
        news.pressures.iter().for_each(|sample| self.windows.pressure.push(*sample));
    }

    fn count_samples(&mut self, samples: &[(usize, u64)]) {
        let Phase::Reading { from_ns, counts, last_ns } = &mut self.phase else { return };
        for (item, at_ns) in samples.iter().filter(|(_, at_ns)| *at_ns >= *from_ns) {
            if let Some(count) = counts.get_mut(*item) {
                *count += 1;
                *last_ns = (*last_ns).max(*at_ns);
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
            Phase::Waiting if self.water(leg).is_some() => self.begin_leg(plan, now_ns, commands),
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
        self.fail(format!("{name}: not done within {} h{held_by}", plan.procedure.approach.timeout_h), commands);
    }

    /// A leg begins with its salinity: the last bottle decides, or a new one.
    fn begin_leg(&mut self, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        (self.index, self.doses, self.dosed) = (0, 0, None);
        match self.salinity {
            Some(salinity) => self.dose(salinity, plan, now_ns, commands),
            None => self.sound(plan, now_ns, commands),
        }
    }

    fn sound(&mut self, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        let question = self.next_question(Drawn::WhileDosing, now_ns);
        self.enter(Phase::Sounding { question }, plan, now_ns, commands);
        commands.push(Command::Ask { number: question, task: self.bottle_task(Occasion::WhileDosing) });
    }

    fn dose(&mut self, now: PracticalSalinity, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        let Some(leg) = plan.procedure.leg.get(self.leg) else { return };
        let target = PracticalSalinity::new(leg.salinity_practical);
        let (chamber, dosing) = (&plan.chamber, &plan.rig.dosing);
        if let Some(dosed) = self.dosed.take() {
            self.volume_factor = salinity::learned_volume_factor(self.volume_factor, &dosed, now, chamber, dosing);
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

    fn next_question(&mut self, drawn: Drawn, now_ns: u64) -> u32 {
        let number = self.questions;
        let question = Question { bottle: self.bottles_asked, leg: count(self.leg), drawn, drawn_ns: now_ns };
        self.open_questions.insert(number, question);
        self.questions += 1;
        self.bottles_asked += 1;
        number
    }

    fn bottle_task(&self, occasion: Occasion) -> Task {
        Task::Bottle { place: Place::Chamber, occasion, leg: count(self.leg) }
    }

    fn hear(&mut self, answer: &Answer, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        match answer {
            Answer::Drawn { number, at_ns } => self.hear_drawn(*number, *at_ns, plan, now_ns, commands),
            Answer::Entry { number, salinity, .. } => self.hear_entry(*number, *salinity, plan, now_ns, commands),
            Answer::Refused { number, reason } => {
                self.fail(format!("the operator refused question {number}: {reason}"), commands);
            }
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
        if self.leg + 1 < plan.procedure.leg.len() {
            self.leg += 1;
            return self.begin_leg(plan, now_ns, commands);
        }
        self.enter(Phase::Ended, plan, now_ns, commands);
        commands.push(Command::Finish);
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
        let phase = Phase::Reading { from_ns: now_ns, counts: vec![0; plan.items], last_ns: now_ns };
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
        let surrounded = windows.map(|window| window.latest()).all(|latest| latest.is_some_and(|s| s.at_ns > last_ns));
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
        self.next_point(leg, plan, now_ns, commands);
    }

    fn next_point(&mut self, leg: &Leg, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        if self.index + 1 < leg.pressures_mpa_sea.len() {
            self.index += 1;
            return self.enter(Phase::Approach, plan, now_ns, commands);
        }
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

    /// Tells the plant what follows from the phase, when it differs from what it was told before.
    fn drive(&mut self, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        let Some(leg) = plan.procedure.leg.get(self.leg) else { return };
        let Some(water) = self.water(leg) else { return };
        let flows = self.flows(leg, &water, plan);
        let moving = flows.pump_ml_per_min > 0.0 || !self.is_at_rest(leg, flows);
        self.windows.still_since_ns = if moving { None } else { self.windows.still_since_ns.or(Some(now_ns)) };
        let dose = self.dosed.filter(|_| matches!(self.phase, Phase::Dosing { .. })).map(|dosed| dosed.dose);
        let dosing_ml_per_min = |wanted| if dose == Some(wanted) { plan.rig.dosing.flow_max_ml_per_min } else { 0.0 };
        let demand = Demand {
            pump_ml_per_min: flows.pump_ml_per_min,
            release_ml_per_min: flows.release_ml_per_min,
            jacket_celsius: self.jacket_celsius(leg, &water, plan),
            stirrer_rpm: STIRRER_RPM,
            fresh_ml_per_min: dosing_ml_per_min(Dose::Fresh),
            brine_ml_per_min: dosing_ml_per_min(Dose::Brine),
        };
        if self.demand != Some(demand) {
            self.demand = Some(demand);
            commands.push(Command::Plant(demand));
        }
    }

    fn jacket_celsius(&self, leg: &Leg, water: &Water, plan: &Plan) -> f64 {
        let chamber = &plan.rig.chamber;
        let target = leg.temperature_celsius;
        let wanted = jacket::set_point_celsius(target, water.temperature.celsius(), water.salinity, chamber);
        // A tenth of a millikelvin: finer steps would only fill the record.
        (wanted * 1e4).round() / 1e4
    }

    /// An open valve at ambient pressure is at rest; under pressure only a shut one is.
    fn is_at_rest(&self, leg: &Leg, flows: Flows) -> bool {
        pressure::is_ambient(pressure_at(leg, self.index)) || flows.release_ml_per_min <= 0.0
    }

    fn flows(&self, leg: &Leg, water: &Water, plan: &Plan) -> Flows {
        let direction = match self.phase {
            Phase::Approach | Phase::Soak { .. } => pressure::direction(&leg.pressures_mpa_sea, self.index),
            Phase::Reading { .. } if !pressure::is_ambient(pressure_at(leg, self.index)) => return Flows::default(),
            _ => pressure::Direction::Ambient,
        };
        if direction != pressure::Direction::Ambient && self.may_close(leg, water, plan) {
            return Flows::default();
        }
        let index = if direction == pressure::Direction::Ambient { None } else { Some(self.index) };
        let target = pressure::Target {
            direction,
            pressure_mpa_absolute: pressure::absolute(index.map_or(0.0, |index| pressure_at(leg, index))),
            rate_mpa_per_min: plan.procedure.approach.pressure_rate_mpa_per_min,
        };
        let limits = Flows {
            pump_ml_per_min: plan.rig.chamber.pump_max_ml_per_min,
            release_ml_per_min: plan.rig.chamber.release_max_ml_per_min,
        };
        pressure::flows(&target, water, &plan.chamber, limits)
    }

    /// Under pressure the trickle that holds against the settling temperature stops when little of it is left.
    fn may_close(&self, leg: &Leg, water: &Water, plan: &Plan) -> bool {
        let limits = &plan.procedure.stability;
        let away = water.pressure_mpa_absolute - pressure::absolute(pressure_at(leg, self.index));
        matches!(self.phase, Phase::Soak { .. })
            && away.abs() <= plan.procedure.approach.pressure_tolerance_mpa
            && 1000.0 * self.windows.temperature_drift().abs() <= CLOSING_DRIFTS * limits.temperature_drift_mk
    }
}

/// A count that fits the record.
fn count(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "machine_tests.rs"]
mod tests;
