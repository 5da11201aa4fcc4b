//! The instruments in the world: a line to each, and what faults do to them at the moment.

use crate::bench::{Seen, WorldBench};
use crate::endpoint::{Condition, Happened, KeptLine, Line, RequestLog, Requested, Sockets, Step, Supply};
use crate::fault::Faults;
use crate::schedule::{Moment, Stage, TICK_NS, Tick};
use bevy_app::{App, Plugin};
use bevy_ecs::prelude::*;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::task::Context;

/// Every line of the rig, instruments first, items after them.
#[derive(Resource, Debug)]
pub(crate) struct Lines {
    lines: Vec<Line>,
    sockets: Sockets,
    conditions: Vec<Condition>,
    faults_version: u64,
    brine_salinity_practical: f64,
    log: RequestLog,
}

impl Lines {
    pub(crate) fn new(lines: Vec<Line>, sockets: Sockets, brine_salinity_practical: f64) -> Self {
        let conditions = vec![Condition::default(); lines.len()];
        let log = RequestLog::default();
        Self { lines, sockets, conditions, faults_version: 0, brine_salinity_practical, log }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter()
    }

    /// When the next line has something to do, and which does what. Earlier lines first.
    pub(crate) fn next(&self) -> Option<(u64, usize, Step)> {
        let due = |(index, line): (usize, &Line)| line.next().map(|(at_ns, step)| (at_ns, index, step));
        self.lines
            .iter()
            .enumerate()
            .filter_map(due)
            .min_by_key(|(at_ns, index, step)| (*at_ns, *step, *index))
    }

    /// Does the next thing.
    pub(crate) fn act(
        &mut self,
        (at_ns, index, step): (u64, usize, Step),
        cx: &mut Context<'_>,
        world: &mut World,
    ) {
        let condition = self.conditions[index];
        let brine_salinity_practical = self.brine_salinity_practical;
        let line = &mut self.lines[index];
        let instrument = line.name().to_owned();
        let mut bench =
            WorldBench { world, line: index, instrument: &instrument, condition, brine_salinity_practical };
        line.act(step, at_ns, cx, &mut bench);
    }

    /// Takes up newly opened pipes; tells whether there were any.
    pub(crate) fn accept(&mut self, now_ns: u64, cx: &Context<'_>) -> bool {
        let opened = self.sockets.take_opened(cx.waker());
        let any = !opened.is_empty();
        for (index, pipe) in opened {
            self.log.opened(now_ns, self.lines[index].name());
            self.lines[index].connect(pipe, now_ns);
        }
        any
    }

    /// Takes what controllers have written since; tells whether there was anything.
    pub(crate) fn read(&mut self, now_ns: u64, cx: &mut Context<'_>) -> bool {
        let log = &mut self.log;
        self.lines.iter_mut().filter_map(|line| line.read(now_ns, cx, log).then_some(())).count() > 0
    }

    /// Every line as it stands.
    pub(crate) fn keep(&self) -> Vec<KeptLine> {
        self.lines.iter().map(Line::keep).collect()
    }

    /// Takes up the lines as they stood; what faults do to them is decided anew at the next tick.
    pub(crate) fn take_up(&mut self, kept: Vec<KeptLine>) -> Result<(), String> {
        if kept.len() != self.lines.len() {
            return Err(format!("{} lines, and this twin has {}", kept.len(), self.lines.len()));
        }
        self.lines.iter_mut().zip(kept).try_for_each(|(line, kept)| line.take_up(kept))
    }

    /// Lets somebody hear what clients do from now on.
    pub(crate) fn keep_log(&mut self, log: RequestLog) {
        self.log = log;
    }

    /// Ends the log.
    pub(crate) fn end_log(&mut self, at_ns: u64) {
        self.log.ended(at_ns);
    }

    /// Does what a client did in another life of this world; tells whether there is such a line.
    pub(crate) fn relive(&mut self, request: &Requested) -> bool {
        if request.happened == Happened::Ended {
            return true;
        }
        let Some(line) = self.lines.iter_mut().find(|line| line.name() == request.instrument) else {
            return false;
        };
        match (&request.happened, request.happened.bytes()) {
            (Happened::Opened, _) => {
                let (_client, pipe) = tokio::io::duplex(1);
                line.connect(pipe, request.at_ns);
            }
            (Happened::Wrote { .. }, Some(bytes)) => line.written(&bytes, request.at_ns),
            (Happened::Wrote { .. } | Happened::Ended, _) => return false,
        }
        true
    }
}

/// Puts the instruments' lines into the world.
pub(crate) struct InstrumentPlugin {
    lines: Mutex<Option<Lines>>,
}

impl InstrumentPlugin {
    pub(crate) fn new(lines: Lines) -> Self {
        Self { lines: Mutex::new(Some(lines)) }
    }
}

impl Plugin for InstrumentPlugin {
    fn build(&self, app: &mut App) {
        let lines = self.lines.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        if let Some(lines) = lines {
            app.insert_resource(lines);
        }
        app.init_resource::<Seen>();
        app.add_systems(Tick, take_up_faults.in_set(Stage::Instruments));
    }
}

/// The system: lines break and mend as the faults say.
fn take_up_faults(faults: Res<Faults>, moment: Res<Moment>, mut lines: ResMut<Lines>) {
    if lines.faults_version == faults.version() {
        return;
    }
    lines.faults_version = faults.version();
    let now_ns = moment.tick * TICK_NS;
    let mut cut = BTreeSet::new();
    for index in 0..lines.lines.len() {
        let mut condition = Condition::of(lines.lines[index].name(), faults.acting());
        condition.unpowered = faults.power_cut() && lines.lines[index].supply() == Supply::Mains;
        if condition.cut {
            cut.insert(index);
        }
        lines.conditions[index] = condition;
        lines.lines[index].set_condition(condition, now_ns);
    }
    lines.sockets.cut_only(&cut);
}
