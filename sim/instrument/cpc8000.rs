//! Mensor CPC8000-H: a pressure controller that says with every answer whether errors wait.

use super::manifold::{Manifold, Valves};
use super::outbox::{Outbox, earlier};
use super::{Bench, Device, MILLISECOND_NS, SECOND_NS};
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use hadal_wire::Decode;
use hadal_wire::DropReason;
use hadal_wire::mensor_cpc8000::{
    CHANNEL, ErrorFlag, Field, Keys, Mode, Reply, Request, RequestDecoder, Unit,
};
use std::collections::VecDeque;

/// Time between readings. Derived.
const READING_NS: u64 = 500 * MILLISECOND_NS;
const READINGS_PER_S: f64 = 2.0;
/// From a query to the first byte of its answer.
const REPLY_NS: u64 = 20 * MILLISECOND_NS;
/// The error queue holds the last ten (manual, page 56).
const ERRORS: usize = 10;
/// Full scale of the hydraulic controller.
const FULL_SCALE_MPA: f64 = 160.0;
/// Stable window about the set point, and how long the pressure must have been in it. Derived.
const STABLE_WINDOW_MPA: f64 = 5e-5 * FULL_SCALE_MPA;
const STABLE_DELAY_NS: u64 = 4 * SECOND_NS;
/// A rate below this is stable. Derived.
const STABLE_RATE_MPA_PER_S: f64 = 2e-3;
/// The exhaust opens above this, whatever is commanded.
const OVER_PRESSURE_OF_FULL_SCALE: f64 = 1.1;

/// Why a line was not obeyed. Numbers and texts are derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum Fault {
    UnknownCommand,
    BadData,
    OutOfLimits,
    OverPressure,
}

impl Fault {
    fn text(self) -> String {
        let (number, text) = match self {
            Self::UnknownCommand => (1, "Unknown command"),
            Self::BadData => (2, "Bad data"),
            Self::OutOfLimits => (3, "Value outside of limits"),
            Self::OverPressure => (4, "Over pressure"),
        };
        format!("{number} - {text}")
    }
}

/// The newest reading.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
struct Reading {
    mpa: f64,
    mpa_per_s: f64,
    least_mpa: f64,
    most_mpa: f64,
}

/// A CPC8000-H, absolute, in bar at power-up.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Cpc8000 {
    decoder: RequestDecoder,
    outbox: Outbox,
    manifold: Manifold,
    mode: Mode,
    unit: Unit,
    set_point_mpa: f64,
    upper_limit_mpa: f64,
    output_format: u8,
    keys: Keys,
    errors: VecDeque<Fault>,
    reading: Option<Reading>,
    /// Since when the pressure has been in the stable window.
    inside_since_ns: Option<u64>,
    next_reading_ns: u64,
}

impl Cpc8000 {
    /// Switched on at time zero, vented.
    pub fn new() -> Self {
        Self {
            decoder: RequestDecoder::default(),
            outbox: Outbox::default(),
            manifold: Manifold::vented(),
            mode: Mode::Vent,
            unit: Unit::Bar,
            set_point_mpa: 0.0,
            upper_limit_mpa: FULL_SCALE_MPA,
            output_format: 1,
            keys: Keys::Free,
            errors: VecDeque::new(),
            reading: None,
            inside_since_ns: None,
            next_reading_ns: READING_NS,
        }
    }

    fn read_until(&mut self, now_ns: u64, bench: &mut dyn Bench) {
        while self.next_reading_ns <= now_ns {
            let at_ns = self.next_reading_ns;
            self.manifold.advance(at_ns);
            self.protect();
            let mpa = bench.manifold_reading_mpa(self.manifold.mpa());
            let before =
                self.reading.unwrap_or(Reading { mpa, mpa_per_s: 0.0, least_mpa: mpa, most_mpa: mpa });
            self.reading = Some(Reading {
                mpa,
                mpa_per_s: (mpa - before.mpa) * READINGS_PER_S,
                least_mpa: before.least_mpa.min(mpa),
                most_mpa: before.most_mpa.max(mpa),
            });
            let inside = self.mode == Mode::Control && (mpa - self.set_point_mpa).abs() <= STABLE_WINDOW_MPA;
            self.inside_since_ns = if inside { self.inside_since_ns.or(Some(at_ns)) } else { None };
            self.manifold.hold_within(STABLE_WINDOW_MPA);
            self.next_reading_ns += READING_NS;
        }
    }

    fn protect(&mut self) {
        let mpa = self.manifold.mpa();
        if mpa > OVER_PRESSURE_OF_FULL_SCALE * FULL_SCALE_MPA && self.mode != Mode::Vent {
            self.fail(Fault::OverPressure);
            self.change_mode(Mode::Vent);
        } else if mpa > self.upper_limit_mpa && self.mode == Mode::Control {
            self.fail(Fault::OutOfLimits);
            self.change_mode(Mode::Standby);
        }
    }

    fn fail(&mut self, fault: Fault) {
        if self.errors.len() == ERRORS {
            self.errors.pop_front();
        }
        self.errors.push_back(fault);
    }

    fn change_mode(&mut self, mode: Mode) {
        self.mode = mode;
        self.inside_since_ns = None;
        self.manifold.set_valves(match mode {
            Mode::Standby | Mode::Measure => Valves::Closed,
            Mode::Control => Valves::Driving { target_mpa: self.set_point_mpa },
            Mode::Vent if self.manifold.valves() == Valves::Vented => Valves::Vented,
            Mode::Vent => Valves::Venting,
        });
    }

    /// Whether the pressure has been in the window for long enough, with no valve moving.
    fn is_stable(&self, now_ns: u64) -> bool {
        let long =
            self.inside_since_ns.is_some_and(|since_ns| now_ns.saturating_sub(since_ns) >= STABLE_DELAY_NS);
        long && self.is_rate_stable() && matches!(self.manifold.valves(), Valves::Holding { .. })
    }

    fn is_rate_stable(&self) -> bool {
        self.reading.is_some_and(|reading| reading.mpa_per_s.abs() < STABLE_RATE_MPA_PER_S)
    }

    fn in_unit(&self, mpa: f64) -> Field {
        Field::Amount(mpa / mpa_per(self.unit))
    }

    /// Fields of the answer to a query; `None` for a command.
    fn obey(&mut self, request: Request, now_ns: u64) -> Option<Vec<Field>> {
        self.manifold.advance(now_ns);
        match request {
            Request::ChangeOutputFormat(format) => self.output_format = format,
            Request::ChangeKeys(keys) => self.keys = keys,
            Request::ChangeChannel => {}
            Request::ChangeUnit(unit) => self.unit = unit,
            Request::ChangeMode(mode) => self.change_mode(mode),
            Request::ChangeSetPoint(value) => {
                let mpa = value * mpa_per(self.unit);
                if !(0.0..=self.upper_limit_mpa).contains(&mpa) {
                    self.fail(Fault::OutOfLimits);
                    return None;
                }
                self.set_point_mpa = mpa;
                if self.mode == Mode::Control {
                    self.change_mode(Mode::Control);
                }
            }
            Request::ChangeUpperLimit(value) => {
                let mpa = value * mpa_per(self.unit);
                if (0.0..=FULL_SCALE_MPA).contains(&mpa) {
                    self.upper_limit_mpa = mpa;
                } else {
                    self.fail(Fault::OutOfLimits);
                }
            }
            query => return Some(self.answer(&query, now_ns)),
        }
        None
    }

    fn answer(&mut self, query: &Request, now_ns: u64) -> Vec<Field> {
        let word = |word: &str| Field::Word(word.to_owned());
        let yes = |is: bool| word(if is { "YES" } else { "NO" });
        match query {
            Request::Reading => return self.formatted(now_ns),
            Request::Acquire(name) => return vec![word("YES"), word(name)],
            _ => {}
        }
        vec![match query {
            Request::Pressure => self.in_unit(self.reading.map_or(0.0, |reading| reading.mpa)),
            Request::Rate => self.in_unit(self.reading.map_or(0.0, |reading| reading.mpa_per_s)),
            Request::Stable => yes(self.is_stable(now_ns)),
            Request::RateStable => yes(self.is_rate_stable()),
            Request::OutputFormat => Field::Count(i64::from(self.output_format)),
            Request::Keys => yes(self.keys == Keys::Locked),
            Request::Mode => word(self.mode.word()),
            Request::Channel => word(CHANNEL),
            Request::SetPoint => self.in_unit(self.set_point_mpa),
            Request::UpperLimit => self.in_unit(self.upper_limit_mpa),
            Request::Unit => word(self.unit.word()),
            Request::NextError => {
                Field::Word(self.errors.pop_front().map_or_else(|| "0 - No errors".to_owned(), Fault::text))
            }
            _ => word("MENSOR,CPC8000-H,SIMULATED,1.00"),
        }]
    }

    /// The reading in the chosen output format (CPC8000-H manual, page 57).
    fn formatted(&self, now_ns: u64) -> Vec<Field> {
        let Some(reading) = self.reading else { return vec![self.in_unit(0.0)] };
        let word = |word: &str| Field::Word(word.to_owned());
        let more = match self.output_format {
            1 => vec![],
            2 => vec![Field::Count(i64::from(self.unit.code())), word(self.mode.word())],
            3 => vec![self.in_unit(reading.mpa_per_s)],
            4 => vec![self.in_unit(reading.least_mpa), self.in_unit(reading.most_mpa)],
            5 => vec![word("P"), Field::Count(1)],
            6 => {
                let state = if self.is_stable(now_ns) { "stable" } else { "slewing" };
                vec![self.in_unit(self.set_point_mpa), word(state)]
            }
            _ => vec![self.in_unit(STANDARD_ATMOSPHERE_MPA)],
        };
        [vec![self.in_unit(reading.mpa)], more].concat()
    }
}

impl Default for Cpc8000 {
    fn default() -> Self {
        Self::new()
    }
}

fn mpa_per(unit: Unit) -> f64 {
    match unit {
        Unit::Psi => 6.894_757_293_168e-3,
        Unit::Bar => 0.1,
        Unit::Kilopascal => 1e-3,
        Unit::Pascal => 1e-6,
    }
}

impl Device for Cpc8000 {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, bench: &mut dyn Bench) {
        self.read_until(now_ns, bench);
        for heard in self.decoder.feed(bytes) {
            let request = match heard {
                Ok(request) => request,
                Err(dropped) => {
                    let bad_data = dropped.reason == DropReason::NotANumber;
                    self.fail(if bad_data { Fault::BadData } else { Fault::UnknownCommand });
                    continue;
                }
            };
            let errors = if self.errors.is_empty() { ErrorFlag::Clear } else { ErrorFlag::Waiting };
            if let Some(fields) = self.obey(request, now_ns) {
                self.outbox.send(now_ns + REPLY_NS, Reply { errors, fields }.encode());
            }
        }
    }

    fn next_event_ns(&self) -> Option<u64> {
        earlier(self.outbox.next_ns(), Some(self.next_reading_ns))
    }

    fn poll(&mut self, now_ns: u64, bench: &mut dyn Bench) -> Option<Vec<u8>> {
        self.read_until(now_ns, bench);
        self.outbox.take(now_ns)
    }

    fn switched_on(&mut self, _now_ns: u64) {
        *self = Self::new();
    }

    fn reconnected(&mut self, _now_ns: u64) {
        self.outbox.clear();
        self.decoder.reset();
    }
}

#[cfg(test)]
mod tests;
