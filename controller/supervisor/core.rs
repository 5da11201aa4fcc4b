//! The core of a run: takes reports, asks the interlock first and the procedure second, and tells the instruments.

use super::channels::Meaning;
use super::consultation::Consultation;
use super::crew::{Crew, Next};
use super::{Ending, StopHandle};
use crate::instrument::{Content, DriverError, Report};
use crate::interlock::{self, PlantFlags, Sample, Snapshot, Verdict, Watched};
use crate::link::Wiring;
use crate::procedure::{self, Answer, Command, Demand, News, Plan};
use crate::progress::Progress;
use crate::recorder::RecordFailed;
use hadal_models::quantity::AbsolutePressure;
use hadal_record::event::{Event, Opened, Reading};
use hadal_rigs::description::{Envelope, Item};
use hadal_wire::operator::{Reply, Request};
use hadal_wire::plant_plc::{CommandBlock, Mode, StatusBlock};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::time::{Interval, MissedTickBehavior};

/// The procedure steps this often.
const TICK: std::time::Duration = std::time::Duration::from_secs(1);
/// Progress is told every so many ticks, and at every transition.
const TICKS_PER_PROGRESS: u32 = 60;
/// A command is noted in words when a flow or temperature has changed by more than this part, or started or stopped.
const WORTH_NOTING: f64 = 0.1;

pub(super) struct Core {
    plan: Plan,
    items: Vec<Item>,
    envelope: Envelope,
    opened: Opened,
    wiring: Wiring,
    stop: StopHandle,
    progress: Box<dyn FnMut(&Progress) + Send>,
    points: Arc<AtomicU32>,
}

/// What changes while the core runs.
struct Live {
    meaning: Meaning,
    crew: Crew,
    consultation: Consultation,
    snapshot: Snapshot,
    interlock: interlock::State,
    procedure: procedure::State,
    news: News,
    plant_heartbeat: Option<u16>,
    noted: Option<Demand>,
    plc: String,
}

/// What one pass of the loop woke up for.
enum Woken {
    Stop,
    Next(Next),
    Advised(Answer),
    Tick,
}

impl Core {
    #[expect(clippy::too_many_arguments, reason = "called once, from the setup's fields")]
    pub(super) fn new(
        plan: Plan,
        items: Vec<Item>,
        envelope: Envelope,
        opened: Opened,
        wiring: Wiring,
        stop: StopHandle,
        progress: Box<dyn FnMut(&Progress) + Send>,
        points: Arc<AtomicU32>,
    ) -> Self {
        Self { plan, items, envelope, opened, wiring, stop, progress, points }
    }

    /// Runs until the procedure ends or the interlock trips. A panic unwinds through here and ends every driver.
    pub(super) async fn run(mut self, consultation: Consultation) -> Ending {
        let mut live = self.start(consultation);
        let mut ticks = interval();
        let mut tick = 0;
        let ending = loop {
            let woken = tokio::select! {
                biased;
                () = self.stop.stopped(), if !live.snapshot.operator_stop => Woken::Stop,
                next = live.crew.next() => Woken::Next(next),
                answer = live.consultation.next() => Woken::Advised(answer),
                _ = ticks.tick() => Woken::Tick,
            };
            let due = matches!(woken, Woken::Tick);
            if let Err(failed) = self.absorb(&mut live, woken) {
                live.snapshot.record_failed = Some(failed.reason);
            }
            if let Some(ending) = self.judge(&mut live) {
                break ending;
            }
            if due {
                match self.proceed(&mut live, tick) {
                    Ok(None) => tick = tick.wrapping_add(1),
                    Ok(Some(ending)) => break ending,
                    Err(failed) => live.snapshot.record_failed = Some(failed.reason),
                }
            }
        };
        live.crew.dismiss().await;
        ending
    }

    fn start(&self, consultation: Consultation) -> Live {
        let now_ns = self.wiring.clock.now_ns();
        let first = self.command_block(Mode::Safe, None);
        let thermometers = self.plan.rig.reference_thermometer.len();
        let reference_temperatures = vec![Watched::default(); thermometers];
        Live {
            meaning: Meaning::new(&self.plan.rig, &self.opened.channels),
            crew: Crew::start(&self.plan.rig, &self.items, &self.wiring, first),
            consultation,
            snapshot: Snapshot { reference_temperatures, ..Snapshot::default() },
            interlock: interlock::State::new(now_ns),
            procedure: procedure::State::new(&self.plan, now_ns),
            news: News::default(),
            plant_heartbeat: None,
            noted: None,
            plc: super::safe_down::plc(&self.plan.rig).map(|(_, plc)| plc.name.clone()).unwrap_or_default(),
        }
    }

    fn absorb(&self, live: &mut Live, woken: Woken) -> Result<(), RecordFailed> {
        match woken {
            Woken::Stop => live.snapshot.operator_stop = true,
            Woken::Tick => self.wiring.recorder.commit_if_due()?,
            Woken::Advised(answer) => live.news.answers.push(answer),
            Woken::Next(Next::Panicked(name)) => live.snapshot.panicked = Some(name),
            Woken::Next(Next::Ended(DriverError::Record(failed))) => return Err(failed),
            Woken::Next(Next::Ended(error)) => live.snapshot.lost_link = Some(error.to_string()),
            Woken::Next(Next::Report(report)) => self.take(live, report)?,
        }
        Ok(())
    }

    /// Records a report's values, and shows them to the interlock and the procedure.
    fn take(&self, live: &mut Live, report: Report) -> Result<(), RecordFailed> {
        let Report { at_ns, sequence: from_sequence, content } = report;
        for (channel, value) in live.meaning.values(&content) {
            self.record(live, Event::Reading(Reading { channel, value, at_ns, from_sequence }))?;
        }
        match content {
            Content::Resistance { thermometer, ohm: Ok(ohm) } => {
                live.take_temperature(thermometer, ohm, at_ns)
            }
            Content::Pressure { indicated: Ok(indicated) } => live.take_pressure(indicated, at_ns),
            Content::Plant { status: Ok(status) } => live.take_plant(&status, at_ns),
            Content::Scan { item, scan: Ok(scan) } => {
                live.news.item_samples.push((item, Sample { value: scan.conductivity_hz, at_ns }));
            }
            Content::Operator(reply) => live.take_operator(reply, at_ns),
            _ => {}
        }
        Ok(())
    }

    fn judge(&self, live: &mut Live) -> Option<Ending> {
        let now_ns = self.wiring.clock.now_ns();
        let state = std::mem::replace(&mut live.interlock, interlock::State::new(now_ns));
        let (state, verdict) = interlock::evaluate(state, &live.snapshot, &self.envelope, now_ns);
        live.interlock = state;
        match verdict {
            Verdict::Continue => None,
            Verdict::Trip { cause, detail } => Some(Ending::Tripped { cause, detail }),
        }
    }

    fn proceed(&mut self, live: &mut Live, tick: u32) -> Result<Option<Ending>, RecordFailed> {
        let now_ns = self.wiring.clock.now_ns();
        let news = std::mem::take(&mut live.news);
        let state = std::mem::replace(&mut live.procedure, procedure::State::new(&self.plan, now_ns));
        let (state, commands) = procedure::step(state, &news, &self.plan, now_ns);
        live.snapshot.at_work = state.at_work();
        live.procedure = state;
        let moved = commands.iter().any(|command| matches!(command, Command::Transition { .. }));
        for command in commands {
            if let Some(ending) = self.obey(live, command)? {
                return Ok(Some(ending));
            }
        }
        self.points.store(live.procedure.points(), Ordering::Relaxed);
        if moved || tick.is_multiple_of(TICKS_PER_PROGRESS) {
            (self.progress)(&Progress::of(&live.procedure, &self.plan, now_ns));
        }
        Ok(None)
    }

    /// Records a command, then does it.
    fn obey(&self, live: &mut Live, command: Command) -> Result<Option<Ending>, RecordFailed> {
        let recorder = &self.wiring.recorder;
        match command {
            Command::Transition { from, to } => recorder.record(&Event::Transition { from, to })?,
            Command::Bottle(bottle) => self.record(live, Event::Bottle(bottle))?,
            Command::Check(check) => recorder.record(&Event::Check(check))?,
            Command::Point(point) => self.record(live, Event::Point(point))?,
            Command::Note(text) => recorder.note(text)?,
            Command::Consult(whereabouts) => {
                live.consultation.begin(whereabouts);
                return Ok(None);
            }
            Command::Plant(demand) => self.tell_plant(live, demand)?,
            Command::Vent => {
                let what = "vent and stay vented: the operator comes to the chamber".to_owned();
                let sequence = recorder.record(&Event::Command { instrument: live.plc.clone(), what })?;
                live.noted = None;
                live.crew.plant.send_replace(self.command_block(Mode::Vent, None));
                sequence
            }
            Command::Sample(sampling) => {
                let what = format!("{sampling:?}");
                let sequence = recorder.record(&Event::Command { instrument: "items".to_owned(), what })?;
                live.crew.sampling.send_replace(sampling);
                sequence
            }
            Command::Ask { number, task } => {
                let what = format!("question {number}: {task:?}");
                let sequence =
                    recorder.record(&Event::Command { instrument: "operator".to_owned(), what })?;
                if live.crew.questions.try_send(Request { number, task }).is_err() {
                    return Ok(Some(Ending::Failed {
                        reason: "the operator's console takes no question".to_owned(),
                    }));
                }
                sequence
            }
            Command::Finish => return Ok(Some(Ending::Finished)),
            Command::Fail { reason } => return Ok(Some(Ending::Failed { reason })),
        };
        Ok(None)
    }

    /// Records what an adviser may reckon with, and lets it hear.
    fn record(&self, live: &mut Live, event: Event) -> Result<u64, RecordFailed> {
        let sequence = self.wiring.recorder.record(&event)?;
        live.consultation.hear(&event);
        Ok(sequence)
    }

    fn tell_plant(&self, live: &mut Live, demand: Demand) -> Result<u64, RecordFailed> {
        // A trimmed flow is in the record as bytes; only what an operator would call a command gets an event.
        let worth_noting = live.noted.is_none_or(|noted| is_worth_noting(&noted, &demand));
        let sequence = if worth_noting {
            live.noted = Some(demand);
            let event = Event::Command { instrument: live.plc.clone(), what: words(&demand) };
            self.wiring.recorder.record(&event)?
        } else {
            0
        };
        live.crew.plant.send_replace(self.command_block(Mode::Run, Some(demand)));
        Ok(sequence)
    }

    fn command_block(&self, mode: Mode, demand: Option<Demand>) -> CommandBlock {
        let envelope = &self.envelope;
        let safe = CommandBlock::safe(0, envelope.vent_rate_mpa_per_min, envelope.pressure_max_mpa_absolute);
        let Some(demand) = demand else { return CommandBlock { mode, ..safe } };
        CommandBlock {
            mode,
            pump_ml_per_min: demand.pump_ml_per_min,
            release_ml_per_min: demand.release_ml_per_min,
            jacket_setpoint_celsius: demand.jacket_celsius,
            stirrer_rpm: demand.stirrer_rpm,
            fresh_ml_per_min: demand.fresh_ml_per_min,
            brine_ml_per_min: demand.brine_ml_per_min,
            ..safe
        }
    }
}

impl Live {
    fn take_temperature(&mut self, thermometer: usize, ohm: f64, at_ns: u64) {
        let Ok(value) = self.meaning.temperature_celsius(thermometer, ohm) else { return };
        let sample = Sample { value, at_ns };
        if let Some(watched) = self.snapshot.reference_temperatures.get_mut(thermometer) {
            watched.update(sample);
        }
        self.news.temperatures.push((thermometer, sample));
    }

    fn take_pressure(&mut self, indicated: AbsolutePressure, at_ns: u64) {
        let Ok(value) = self.meaning.pressure_mpa(indicated) else { return };
        let sample = Sample { value, at_ns };
        self.snapshot.reference_pressure.update(sample);
        self.news.pressures.push(sample);
    }

    /// A status whose heartbeat stands still is an old status: its pressure ages.
    fn take_plant(&mut self, status: &StatusBlock, at_ns: u64) {
        let bits = status.bits;
        self.snapshot.plant = PlantFlags {
            hard_trip: bits.hard_trip,
            relief_open: bits.relief_open,
            watchdog_tripped: bits.watchdog_tripped,
            lid_unlocked: !bits.lid_locked && status.pressure_mpa_absolute > LID_MUST_BE_LOCKED_MPA_ABSOLUTE,
        };
        if self.plant_heartbeat.replace(status.heartbeat) != Some(status.heartbeat) {
            let sample = Sample { value: status.pressure_mpa_absolute, at_ns };
            self.snapshot.plant_pressure.update(sample);
            self.news.plant_pressures.push(sample);
        }
    }

    fn take_operator(&mut self, reply: Reply, at_ns: u64) {
        let answer = match reply {
            Reply::Stop => {
                self.snapshot.operator_stop = true;
                return;
            }
            Reply::Drawn { number } => Answer::Drawn { number, at_ns },
            Reply::Done { number } => Answer::Done { number, at_ns },
            Reply::Entry { number, value } => Answer::Entry { number, value, at_ns },
            Reply::Refused { number, reason } => Answer::Refused { number, reason },
            // Nothing that a procedure asks is answered so.
            Reply::Twin { .. } => return,
        };
        self.news.answers.push(answer);
    }
}

/// Above this the lid's lock must be closed, MPa absolute.
const LID_MUST_BE_LOCKED_MPA_ABSOLUTE: f64 = 0.3;

fn interval() -> Interval {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

fn is_worth_noting(before: &Demand, now: &Demand) -> bool {
    let flows = |demand: &Demand| {
        [
            demand.pump_ml_per_min,
            demand.release_ml_per_min,
            demand.stirrer_rpm,
            demand.fresh_ml_per_min,
            demand.brine_ml_per_min,
        ]
    };
    let moved = |(a, b): (f64, f64)| (a - b).abs() > WORTH_NOTING * a.abs().max(b.abs());
    flows(before).into_iter().zip(flows(now)).any(moved)
        || (before.jacket_celsius - now.jacket_celsius).abs() > WORTH_NOTING
}

fn words(demand: &Demand) -> String {
    format!(
        "run: pump {:.2} mL/min, release {:.2} mL/min, jacket {:.3} degC, stirrer {:.0} rpm, fresh {:.0} mL/min, brine {:.0} mL/min",
        demand.pump_ml_per_min,
        demand.release_ml_per_min,
        demand.jacket_celsius,
        demand.stirrer_rpm,
        demand.fresh_ml_per_min,
        demand.brine_ml_per_min
    )
}
