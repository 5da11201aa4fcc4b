//! Checks that bracket a run: the operator brings reference and standard together, the instrument reads, all is put back.
//!
//! The plant is vented first, and the operator is asked for nothing before both transducers have shown ambient pressure for a
//! while. From the question until everything is back, [`State::at_work`] tells the interlock, which trips on any pressure.

use super::{Phase, State, count};
use crate::clock::{nanoseconds, seconds};
use crate::interlock::{AtWork, Sample};
use crate::procedure::{Command, News, Plan, Sampling, pressure};
use hadal_record::event::{self, Bracket, Checked};
use hadal_rigs::bracket::{Check, Evidence, Standards};
use hadal_wire::operator::Task;

/// A check under way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Checking {
    bracket: Bracket,
    /// Its place among the checks on this side of the run.
    index: usize,
    check: Check,
    stage: Stage,
    entered: Option<f64>,
    readings: Vec<f64>,
    from_ns: u64,
    until_ns: u64,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Until both transducers have shown ambient pressure for a while.
    Venting { ambient_since_ns: Option<u64> },
    /// The operator brings together what is compared.
    Asked { question: u32 },
    /// The instrument reads.
    Reading,
    /// The operator puts everything back.
    Returning { question: u32 },
}

/// Both transducers must show ambient pressure for so long before the operator is asked.
const AMBIENT_FOR_S: f64 = 60.0;
/// So far above one atmosphere the reference may read and count as ambient: its zero is what is to be checked, and the
/// weather is no standard atmosphere.
const REFERENCE_ABOVE_MPA: f64 = 0.05;
/// So high may the plant's transducer read, MPa absolute: it is good to about 0.1 MPa there.
const PLANT_AT_MOST_MPA_ABSOLUTE: f64 = 0.2;

impl Checking {
    /// The state's name, for records and people.
    pub(super) fn name(&self, plan: &Plan) -> String {
        let side = match self.bracket {
            Bracket::Before => "before",
            Bracket::After => "after",
        };
        let stage = match self.stage {
            Stage::Venting { .. } => "venting",
            Stage::Asked { .. } => "being prepared",
            Stage::Reading => "being read",
            Stage::Returning { .. } => "being put back",
        };
        format!("Check {side}: {}: {stage}", self.check.describe(&plan.rig, &plan.items))
    }

    fn of(check: Check, bracket: Bracket, index: usize) -> Self {
        let stage = Stage::Venting { ambient_since_ns: None };
        let (from_ns, until_ns) = (0, 0);
        Self { bracket, index, check, stage, entered: None, readings: Vec::new(), from_ns, until_ns }
    }

    fn event(&self) -> event::Check {
        let (checked, number) = match self.check {
            Check::TriplePoint { thermometer } => (Checked::TriplePoint, count(thermometer)),
            Check::StandardSeawater => (Checked::StandardSeawater, 0),
            Check::PressureZero => (Checked::PressureZero, 0),
            Check::CellInAir { item } => (Checked::CellInAir, count(item)),
        };
        let Self { bracket, from_ns, until_ns, entered, .. } = *self;
        event::Check { bracket, checked, number, from_ns, until_ns, entered }
    }

    /// What the operator is to do first.
    fn task(&self, plan: &Plan) -> Task {
        match self.check {
            Check::TriplePoint { thermometer } => Task::TriplePoint { thermometer: count(thermometer) },
            Check::StandardSeawater => {
                let checks = plan.procedure.checks.as_ref();
                let seawater = checks.and_then(|checks| checks.standard_seawater.as_ref());
                Task::StandardSeawater { batch: seawater.map_or_else(String::new, |one| one.batch.clone()) }
            }
            Check::PressureZero => Task::Open,
            Check::CellInAir { item } => Task::Air { item: count(item) },
        }
    }

    /// What the operator is to do last, if anything.
    fn return_task(&self) -> Option<Task> {
        match self.check {
            Check::TriplePoint { thermometer } => Some(Task::Well { thermometer: count(thermometer) }),
            Check::StandardSeawater => None,
            Check::PressureZero => Some(Task::Close),
            Check::CellInAir { item } => Some(Task::Water { item: count(item) }),
        }
    }

    const fn wants_entry(&self) -> bool {
        matches!(self.check, Check::StandardSeawater | Check::PressureZero)
    }
}

impl State {
    /// What the operator has been asked to do at the open chamber, if anything.
    pub fn at_work(&self) -> Option<AtWork> {
        let Phase::Checking(checking) = &self.phase else { return None };
        if matches!(checking.stage, Stage::Venting { .. }) {
            return None;
        }
        match checking.check {
            Check::TriplePoint { thermometer } => Some(AtWork { thermometer_out: Some(thermometer) }),
            Check::StandardSeawater => None,
            Check::PressureZero | Check::CellInAir { .. } => Some(AtWork::default()),
        }
    }

    /// Vents the plant and begins the first check on this side of the run; without any, the run goes on.
    pub(super) fn begin_checks(
        &mut self,
        bracket: Bracket,
        plan: &Plan,
        now_ns: u64,
        commands: &mut Vec<Command>,
    ) {
        if !plan.checks(bracket).is_empty() {
            self.demand = None;
            commands.push(Command::Vent);
        }
        self.begin_check(bracket, 0, plan, now_ns, commands);
    }

    fn begin_check(
        &mut self,
        bracket: Bracket,
        index: usize,
        plan: &Plan,
        now_ns: u64,
        commands: &mut Vec<Command>,
    ) {
        match (plan.checks(bracket).get(index), bracket) {
            (Some(check), _) => {
                let checking = Checking::of(*check, bracket, index);
                self.enter(Phase::Checking(checking), plan, now_ns, commands);
            }
            (None, Bracket::Before) => self.begin_legs(plan, now_ns, commands),
            (None, Bracket::After) => {
                self.enter(Phase::Ended, plan, now_ns, commands);
                commands.push(Command::Finish);
            }
        }
    }

    /// Whether this is the question of the check under way.
    pub(super) fn is_asked_for_a_check(&self, number: u32) -> bool {
        let Phase::Checking(checking) = &self.phase else { return false };
        matches!(checking.stage, Stage::Asked { question } | Stage::Returning { question } if question == number)
    }

    /// Readings of what is checked, while it is.
    pub(super) fn collect_readings(&mut self, news: &News) {
        let Phase::Checking(checking) = &mut self.phase else { return };
        if checking.stage != Stage::Reading {
            return;
        }
        let samples: Vec<Sample> = match checking.check {
            Check::TriplePoint { thermometer } => {
                let own = news.temperatures.iter().filter(|(index, _)| *index == thermometer);
                own.map(|(_, sample)| *sample).collect()
            }
            Check::StandardSeawater => Vec::new(),
            Check::PressureZero => news.pressures.clone(),
            Check::CellInAir { item } => {
                let own = news.item_samples.iter().filter(|(index, _)| *index == item);
                own.map(|(_, sample)| *sample).collect()
            }
        };
        for sample in samples.iter().filter(|sample| sample.at_ns >= checking.from_ns) {
            checking.readings.push(sample.value);
            checking.until_ns = checking.until_ns.max(sample.at_ns);
        }
    }

    /// Moves the check on, if it may.
    pub(super) fn check(
        &mut self,
        mut checking: Checking,
        plan: &Plan,
        now_ns: u64,
        commands: &mut Vec<Command>,
    ) {
        match checking.stage {
            Stage::Venting { ambient_since_ns } => {
                let since_ns = self.is_ambient(plan, now_ns).then(|| ambient_since_ns.unwrap_or(now_ns));
                checking.stage = Stage::Venting { ambient_since_ns: since_ns };
                self.phase = Phase::Checking(checking.clone());
                if since_ns.is_some_and(|since| seconds(now_ns - since) >= AMBIENT_FOR_S) {
                    let task = checking.task(plan);
                    self.ask(checking, task, |question| Stage::Asked { question }, plan, now_ns, commands);
                }
            }
            Stage::Reading => {
                let wanted = plan.procedure.checks.as_ref().map_or(0, |checks| checks.readings);
                if count(checking.readings.len()) >= wanted {
                    self.end_reading(checking, plan, now_ns, commands);
                }
            }
            Stage::Asked { .. } | Stage::Returning { .. } => {}
        }
    }

    /// Whether both transducers have spoken lately and show no pressure above the atmosphere's.
    fn is_ambient(&self, plan: &Plan, now_ns: u64) -> bool {
        let stale_ns = nanoseconds(plan.rig.limits.stale_after_s);
        let shows = |sample: Option<Sample>, at_most: f64| {
            sample.is_some_and(|sample| sample.at_ns + stale_ns >= now_ns && sample.value <= at_most)
        };
        shows(self.windows.pressure.latest(), pressure::absolute(REFERENCE_ABOVE_MPA))
            && shows(self.plant_pressure, PLANT_AT_MOST_MPA_ABSOLUTE)
    }

    fn ask(
        &mut self,
        mut checking: Checking,
        task: Task,
        stage: impl Fn(u32) -> Stage,
        plan: &Plan,
        now_ns: u64,
        commands: &mut Vec<Command>,
    ) {
        let number = self.questions;
        self.questions += 1;
        checking.stage = stage(number);
        self.enter(Phase::Checking(checking), plan, now_ns, commands);
        commands.push(Command::Ask { number, task });
    }

    /// The operator's answer to a question of a check: DONE, or a number where one was asked for.
    pub(super) fn hear_check(
        &mut self,
        number: u32,
        entered: Option<f64>,
        at_ns: u64,
        plan: &Plan,
        now_ns: u64,
        commands: &mut Vec<Command>,
    ) {
        let Phase::Checking(mut checking) = self.phase.clone() else {
            return commands.push(Command::Note(format!("an answer nobody asked for: question {number}")));
        };
        match checking.stage {
            Stage::Asked { question }
                if question == number && entered.is_some() == checking.wants_entry() =>
            {
                (checking.entered, checking.from_ns, checking.until_ns) = (entered, at_ns, at_ns);
                if checking.check == Check::StandardSeawater {
                    return self.end_reading(checking, plan, now_ns, commands);
                }
                if matches!(checking.check, Check::CellInAir { .. }) {
                    commands.push(Command::Sample(Sampling::Running));
                }
                checking.stage = Stage::Reading;
                self.enter(Phase::Checking(checking), plan, now_ns, commands);
            }
            Stage::Returning { question } if question == number && entered.is_none() => {
                self.conclude(&checking, plan, now_ns, commands);
            }
            _ => commands.push(Command::Note(format!("an answer that does not fit: question {number}"))),
        }
    }

    /// What was read goes into the record; what was moved goes back.
    fn end_reading(&mut self, checking: Checking, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        commands.push(Command::Check(checking.event()));
        if matches!(checking.check, Check::CellInAir { .. }) {
            commands.push(Command::Sample(Sampling::Idle));
        }
        match checking.return_task() {
            Some(task) => {
                self.ask(checking, task, |question| Stage::Returning { question }, plan, now_ns, commands);
            }
            None => self.conclude(&checking, plan, now_ns, commands),
        }
    }

    /// A check before the run must pass, or there is no run. One after it is judged by whoever reads the record.
    fn conclude(&mut self, checking: &Checking, plan: &Plan, now_ns: u64, commands: &mut Vec<Command>) {
        let Checking { bracket, index, check, .. } = *checking;
        if bracket == Bracket::Before
            && let Err(found) = judge(checking, plan)
        {
            let what = check.describe(&plan.rig, &plan.items);
            let reason = format!(
                "a check before the run failed, and nothing was pressurised: {what}: {found}. What to do: {}",
                check.remedy()
            );
            return self.fail(reason, commands);
        }
        self.begin_check(bracket, index + 1, plan, now_ns, commands);
    }
}

/// Nothing, or what is wrong in words.
fn judge(checking: &Checking, plan: &Plan) -> Result<(), String> {
    let standards = Standards::new(&plan.rig, &plan.procedure, plan.begins_utc_ns);
    let evidence = Evidence::of(checking.check, &checking.readings, checking.entered)
        .ok_or_else(|| "it gave no numbers to judge".to_owned())?;
    let found = standards.against_standard(checking.check, &evidence);
    match found.filter(|finding| !finding.passes()) {
        None => Ok(()),
        Some(finding) => Err(finding.in_words(checking.check)),
    }
}
