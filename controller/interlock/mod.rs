//! The interlock: a pure state machine that decides, from what the instruments said last, whether the run may go on.
//!
//! It knows nothing of the procedure. The first cause latches; only a new run clears it. It is the weakest of four
//! layers: a hard-wired trip, a relief valve and the vessel's own margin stand behind it and do not ask it.

use crate::clock::{nanoseconds, seconds};
use hadal_rigs::description::Envelope;
use std::collections::VecDeque;
use std::fmt;

/// A value and when it was true, on the run's monotonic clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// In the quantity's unit.
    pub value: f64,
    /// Nanoseconds.
    pub at_ns: u64,
}

/// One safety channel as the interlock sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Watched {
    /// The latest value.
    pub latest: Option<Sample>,
    /// When the value last differed from the one before; a transducer whose last digits stand still is not measuring.
    pub changed_ns: u64,
}

impl Watched {
    /// Takes a new value.
    pub fn update(&mut self, sample: Sample) {
        let same = self.latest.is_some_and(|latest| latest.value.to_bits() == sample.value.to_bits());
        if !same {
            self.changed_ns = sample.at_ns;
        }
        self.latest = Some(sample);
    }
}

/// What the PLC says of itself and of the layers behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlantFlags {
    /// The hard-wired trip has acted.
    pub hard_trip: bool,
    /// The relief valve is open.
    pub relief_open: bool,
    /// The PLC's watchdog on our heartbeat has acted.
    pub watchdog_tripped: bool,
    /// The lid's lock is not closed.
    pub lid_unlocked: bool,
}

/// Everything the interlock looks at, at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// The plant's own transducer, MPa absolute, timed by the last change of the PLC's heartbeat.
    pub plant_pressure: Watched,
    /// The reference transducer, MPa absolute, certificate applied.
    pub reference_pressure: Watched,
    /// The reference thermometers, °C.
    pub reference_temperatures: Vec<Watched>,
    /// The PLC's flags.
    pub plant: PlantFlags,
    /// An instrument whose line is lost, and why.
    pub lost_link: Option<String>,
    /// An instrument whose driver panicked.
    pub panicked: Option<String>,
    /// The operator or the person at the console wants to stop.
    pub operator_stop: bool,
    /// Why the record cannot be written.
    pub record_failed: Option<String>,
    /// What the operator has been asked to do at the chamber, if anything.
    pub at_work: Option<AtWork>,
}

/// The operator is at the open chamber.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AtWork {
    /// The reference thermometer that is out of the chamber: what it shows is no water of ours.
    pub thermometer_out: Option<usize>,
}

/// Why a run is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Pressure above the envelope.
    OverPressure,
    /// Pressure changing faster than the envelope allows.
    PressureRate,
    /// Water outside the envelope's temperatures.
    TemperatureLimit,
    /// A safety channel is old, or stands still.
    StaleReading,
    /// Two instruments disagree beyond belief.
    DisagreeingReading,
    /// The line to an instrument is lost.
    LostLink,
    /// A person said stop.
    OperatorStop,
    /// A layer behind the software has acted: hard-wired trip, relief valve or the PLC's watchdog.
    PlantTrip,
    /// There is pressure while the operator works at the open chamber.
    PressureAtWork,
    /// An instrument's driver panicked.
    DriverPanicked,
    /// What happens can no longer be recorded.
    RecordFailed,
}

impl fmt::Display for Cause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}

/// What the interlock says.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Go on.
    Continue,
    /// Stop: make safe, then vent.
    Trip {
        /// The first cause.
        cause: Cause,
        /// The values that show it.
        detail: String,
    },
}

/// What the interlock remembers.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    since_ns: u64,
    histories: [VecDeque<Sample>; 2],
    apart_since_ns: Option<u64>,
    tripped: Option<(Cause, String)>,
}

/// The rate of pressure is taken over at least this long, so that a transducer's noise is no rate.
const RATE_WINDOW_S: f64 = 10.0;
/// Instruments are read one after the other: in a fast change they differ for a moment without disagreeing.
const APART_S: f64 = 5.0;
/// With the operator at the chamber either transducer above this trips, MPa absolute: as far above one atmosphere as the
/// plant's transducer may be wrong.
const AT_WORK_MPA_ABSOLUTE: f64 = 0.2;
/// A reference whose digits stand still for this many stale times is not measuring.
const FROZEN_PER_STALE: f64 = 10.0;

impl State {
    /// A fresh interlock; a channel that never reports is stale counted from `now_ns`.
    pub fn new(now_ns: u64) -> Self {
        Self {
            since_ns: now_ns,
            histories: [VecDeque::new(), VecDeque::new()],
            apart_since_ns: None,
            tripped: None,
        }
    }
}

/// One step: pure, and cheap enough to be asked on every message.
pub fn evaluate(mut state: State, snapshot: &Snapshot, envelope: &Envelope, now_ns: u64) -> (State, Verdict) {
    remember(&mut state.histories[0], snapshot.plant_pressure.latest);
    remember(&mut state.histories[1], snapshot.reference_pressure.latest);
    let apart = disagreement(snapshot, envelope).is_some();
    state.apart_since_ns = apart.then_some(state.apart_since_ns.unwrap_or(now_ns));
    if state.tripped.is_none() {
        state.tripped = first_cause(&state, snapshot, envelope, now_ns);
    }
    let verdict = match &state.tripped {
        None => Verdict::Continue,
        Some((cause, detail)) => Verdict::Trip { cause: *cause, detail: detail.clone() },
    };
    (state, verdict)
}

fn first_cause(
    state: &State,
    snapshot: &Snapshot,
    envelope: &Envelope,
    now_ns: u64,
) -> Option<(Cause, String)> {
    over_pressure(snapshot, envelope)
        .or_else(|| pressure_at_work(snapshot))
        .or_else(|| plant_trip(snapshot))
        .or_else(|| pressure_rate(state, envelope))
        .or_else(|| snapshot.panicked.clone().map(|detail| (Cause::DriverPanicked, detail)))
        .or_else(|| snapshot.lost_link.clone().map(|detail| (Cause::LostLink, detail)))
        .or_else(|| snapshot.record_failed.clone().map(|detail| (Cause::RecordFailed, detail)))
        .or_else(|| lasting_disagreement(state, snapshot, envelope, now_ns))
        .or_else(|| temperature_limit(snapshot, envelope))
        .or_else(|| stale(state, snapshot, envelope, now_ns))
        .or_else(|| snapshot.operator_stop.then(|| (Cause::OperatorStop, "stop was asked for".to_owned())))
}

fn remember(history: &mut VecDeque<Sample>, latest: Option<Sample>) {
    let Some(latest) = latest else { return };
    if history.back().is_some_and(|back| back.at_ns >= latest.at_ns) {
        return;
    }
    history.push_back(latest);
    let window = nanoseconds(RATE_WINDOW_S);
    while history.get(1).is_some_and(|second| second.at_ns + window <= latest.at_ns) {
        history.pop_front();
    }
}

fn over_pressure(snapshot: &Snapshot, envelope: &Envelope) -> Option<(Cause, String)> {
    let limit = envelope.pressure_max_mpa_absolute;
    named_pressures(snapshot).find(|(_, sample)| sample.value.is_nan() || sample.value > limit).map(
        |(name, sample)| {
            (Cause::OverPressure, format!("{name} shows {:.3} MPa absolute; limit {limit:.3}", sample.value))
        },
    )
}

fn pressure_at_work(snapshot: &Snapshot) -> Option<(Cause, String)> {
    snapshot.at_work?;
    let limit = AT_WORK_MPA_ABSOLUTE;
    let (name, sample) = named_pressures(snapshot).find(|(_, sample)| sample.value > limit)?;
    let detail = format!(
        "{name} shows {:.3} MPa absolute while the operator works at the chamber; limit {limit:.3}",
        sample.value
    );
    Some((Cause::PressureAtWork, detail))
}

fn plant_trip(snapshot: &Snapshot) -> Option<(Cause, String)> {
    let flags = snapshot.plant;
    let named = [
        (flags.hard_trip, "the hard-wired trip has acted"),
        (flags.relief_open, "the relief valve is open"),
        (flags.watchdog_tripped, "the PLC's watchdog has acted"),
        (flags.lid_unlocked, "the lid is not locked"),
    ];
    named.into_iter().find(|(set, _)| *set).map(|(_, detail)| (Cause::PlantTrip, detail.to_owned()))
}

fn pressure_rate(state: &State, envelope: &Envelope) -> Option<(Cause, String)> {
    let limit = envelope.pressure_rate_max_mpa_per_min;
    ["plc", "reference_pressure"].into_iter().zip(&state.histories).find_map(|(name, history)| {
        let rate = rate_mpa_per_min(history)?;
        let detail = || format!("{name} changes at {rate:.3} MPa/min; limit {limit:.3}");
        (rate.abs() > limit).then(|| (Cause::PressureRate, detail()))
    })
}

/// A heater that sticks must not cook the item, nor a chiller freeze the water.
fn temperature_limit(snapshot: &Snapshot, envelope: &Envelope) -> Option<(Cause, String)> {
    let (lowest, highest) = (envelope.temperature_min_celsius, envelope.temperature_max_celsius);
    let beyond = temperatures_in_chamber(snapshot).find(|value| !(lowest..=highest).contains(value))?;
    let detail =
        format!("a reference thermometer shows {beyond:.3} degC; limits {lowest:.1} to {highest:.1}");
    Some((Cause::TemperatureLimit, detail))
}

/// Rate over the whole of a history that is at least the window long.
fn rate_mpa_per_min(history: &VecDeque<Sample>) -> Option<f64> {
    let (first, last) = (history.front()?, history.back()?);
    let elapsed_s = seconds(last.at_ns.saturating_sub(first.at_ns));
    (elapsed_s >= RATE_WINDOW_S).then(|| (last.value - first.value) / elapsed_s * 60.0)
}

fn lasting_disagreement(
    state: &State,
    snapshot: &Snapshot,
    envelope: &Envelope,
    now_ns: u64,
) -> Option<(Cause, String)> {
    let apart_s = seconds(now_ns.saturating_sub(state.apart_since_ns?));
    if apart_s >= APART_S { disagreement(snapshot, envelope) } else { None }
}

fn disagreement(snapshot: &Snapshot, envelope: &Envelope) -> Option<(Cause, String)> {
    let pressures: Vec<f64> = named_pressures(snapshot).map(|(_, sample)| sample.value).collect();
    let temperatures: Vec<f64> = temperatures_in_chamber(snapshot).collect();
    let pressure = spread(&pressures, envelope.pressure_disagreement_mpa)
        .map(|apart| format!("plant and reference pressure are {apart:.3} MPa apart"));
    let temperature = || {
        spread(&temperatures, envelope.temperature_disagreement_k)
            .map(|apart| format!("reference thermometers are {apart:.4} K apart"))
    };
    pressure.or_else(temperature).map(|detail| (Cause::DisagreeingReading, detail))
}

/// Largest difference if it is beyond the limit, or no number at all.
fn spread(values: &[f64], limit: f64) -> Option<f64> {
    let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
    let apart = if values.iter().any(|value| value.is_nan()) { f64::NAN } else { highest - lowest };
    (values.len() > 1 && (apart.is_nan() || apart > limit)).then_some(apart)
}

fn stale(state: &State, snapshot: &Snapshot, envelope: &Envelope, now_ns: u64) -> Option<(Cause, String)> {
    let limit_s = envelope.stale_after_s;
    let old = |name: String, watched: &Watched| {
        let at_ns = watched.latest.map_or(state.since_ns, |sample| sample.at_ns);
        let age_s = seconds(now_ns.saturating_sub(at_ns));
        (age_s > limit_s)
            .then(|| (Cause::StaleReading, format!("{name} is {age_s:.1} s old; limit {limit_s:.1}")))
    };
    let frozen = |name: String, watched: &Watched| {
        let still_s = seconds(watched.latest?.at_ns.saturating_sub(watched.changed_ns));
        (still_s > FROZEN_PER_STALE * limit_s)
            .then(|| (Cause::StaleReading, format!("{name} has not changed for {still_s:.1} s")))
    };
    old("plc.pressure".to_owned(), &snapshot.plant_pressure).or_else(|| {
        named_references(snapshot)
            .find_map(|(name, watched)| old(name.clone(), watched).or_else(|| frozen(name, watched)))
    })
}

fn temperatures_in_chamber(snapshot: &Snapshot) -> impl Iterator<Item = f64> {
    let out = snapshot.at_work.and_then(|work| work.thermometer_out);
    let all = snapshot.reference_temperatures.iter().enumerate();
    all.filter(move |(index, _)| Some(*index) != out).filter_map(|(_, watched)| Some(watched.latest?.value))
}

fn named_pressures(snapshot: &Snapshot) -> impl Iterator<Item = (&'static str, Sample)> {
    [("plc", snapshot.plant_pressure), ("reference_pressure", snapshot.reference_pressure)]
        .into_iter()
        .filter_map(|(name, watched)| Some((name, watched.latest?)))
}

fn named_references(snapshot: &Snapshot) -> impl Iterator<Item = (String, &Watched)> {
    let thermometers = snapshot.reference_temperatures.iter().enumerate();
    std::iter::once(("reference_pressure.pressure".to_owned(), &snapshot.reference_pressure)).chain(
        thermometers.map(|(index, watched)| (format!("reference_thermometer_{index}.temperature"), watched)),
    )
}

#[cfg(test)]
mod tests;
