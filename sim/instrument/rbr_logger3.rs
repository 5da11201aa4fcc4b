//! The item: an RBR logger with conductivity, temperature and pressure. It wakes, answers one command after the other, fetches
//! samples, streams while it is enabled, and falls asleep.
//!
//! Its firmware converts by `tmp`, `corr_pres2` and `corr_cond3` with the coefficients of its file. Bytes that arrive while it is busy
//! wait in its port. Derived: a fetch takes the settling and reading times that the published channel lists print (50 and
//! 290 ms), streamed samples come every second, and pressure is corrected for the marine temperature.

mod answers;
#[cfg(test)]
mod tests;

use super::calendar::Moment;
use super::firmware::Conversion;
use super::outbox::{Outbox, earlier};
use super::{Bench, Device, MILLISECOND_NS, SECOND_NS};
use crate::item::RatiometricRaw;
use hadal_rigs::description::{Endpoint, Item};
use hadal_wire::Decode;
use hadal_wire::rbr_logger3::{Phrase, Reading, Reply, RequestDecoder, SLEEPS_AFTER_S, Sample, WAKES_IN_MS};
use std::collections::BTreeMap;

/// From a command to the first byte of its answer.
const REPLY_NS: u64 = 5 * MILLISECOND_NS;
const SETTLING_NS: u64 = 50 * MILLISECOND_NS;
const READING_NS: u64 = 290 * MILLISECOND_NS;
const WAKE_NS: u64 = WAKES_IN_MS * MILLISECOND_NS;
const SLEEPS_AFTER_NS: u64 = SLEEPS_AFTER_S * SECOND_NS;
const PERIOD_NS: u64 = SECOND_NS;
/// Speed of a serial line that a rig does not say. Derived: libRBR's examples open it at this one.
const FACTORY_BAUD: u32 = 115_200;
/// MPa to decibars.
const DBAR_PER_MPA: f64 = 100.0;
/// S/m to mS/cm.
const MS_PER_CM: f64 = 10.0;

/// Its channels, in order: label, type, equation, unit.
const CHANNELS: [[&str; 4]; 3] = [
    ["conductivity_00", "cond11", "corr_cond3", "mS/cm"],
    ["temperature_00", "temp09", "tmp", "C"],
    ["pressure_00", "pres24", "corr_pres2", "dbar"],
];

/// Whether it streams samples on its serial line while it logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum Streaming {
    On,
    Off,
}

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
enum Activity {
    Asleep,
    /// Deaf: what arrives is lost.
    Waking {
        until_ns: u64,
    },
    /// Waiting for a command since.
    Awake {
        since_ns: u64,
    },
    /// Taking a sample of these channels, which are looked at in the middle of the reading.
    Fetching {
        channels: Vec<usize>,
        middle_ns: u64,
        sleeps_after: bool,
    },
}

/// An RBR logger, asleep when switched on.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct RbrLogger {
    item: usize,
    model: String,
    serial: String,
    baud: u32,
    coefficients: BTreeMap<String, f64>,
    conductivity: Conversion,
    temperature: Conversion,
    pressure: Conversion,
    decoder: RequestDecoder,
    outbox: Outbox,
    activity: Activity,
    streaming: Streaming,
    /// When the next logged sample is due.
    logging: Option<u64>,
}

impl RbrLogger {
    /// Item number `index`, asleep.
    pub fn new(item: &Item, index: usize) -> Self {
        let memory = &item.coefficient;
        let of = |label: &'static str| move |name: &str| format!("{label}-{name}");
        Self {
            item: index,
            model: item.model.clone(),
            serial: item.serial.clone(),
            baud: match item.endpoint {
                Endpoint::Twin { baud } | Endpoint::Serial { baud, .. } => baud,
                Endpoint::Tcp { .. } => FACTORY_BAUD,
            },
            coefficients: memory.clone(),
            conductivity: Conversion::new("rbr/conductivity", memory, of("conductivity_00")),
            temperature: Conversion::new("rbr/temperature", memory, of("temperature_00")),
            pressure: Conversion::new("rbr/pressure", memory, of("pressure_00")),
            decoder: RequestDecoder::default(),
            outbox: Outbox::default(),
            activity: Activity::Asleep,
            streaming: Streaming::Off,
            logging: None,
        }
    }

    fn event_ns(&self) -> Option<u64> {
        let activity = match &self.activity {
            Activity::Asleep => None,
            Activity::Waking { until_ns } => Some(*until_ns),
            Activity::Awake { since_ns } => Some(since_ns + SLEEPS_AFTER_NS),
            Activity::Fetching { middle_ns, .. } => Some(*middle_ns),
        };
        earlier(activity, self.logging)
    }

    fn advance(&mut self, now_ns: u64, bench: &mut dyn Bench) {
        while let Some(due_ns) = self.event_ns().filter(|due_ns| *due_ns <= now_ns) {
            if self.logging == Some(due_ns) {
                self.log(due_ns, bench);
                continue;
            }
            match std::mem::replace(&mut self.activity, Activity::Asleep) {
                Activity::Waking { until_ns } => self.activity = Activity::Awake { since_ns: until_ns },
                Activity::Fetching { channels, middle_ns, sleeps_after } => {
                    let done_ns = middle_ns + READING_NS / 2;
                    self.send_sample(&channels, middle_ns, done_ns, bench);
                    if !sleeps_after {
                        self.prompt(done_ns);
                        self.listen(done_ns);
                    }
                }
                Activity::Awake { .. } | Activity::Asleep => {}
            }
        }
    }

    fn log(&mut self, due_ns: u64, bench: &mut dyn Bench) {
        self.logging = Some(due_ns + PERIOD_NS);
        if self.streaming == Streaming::On {
            self.send_sample(&[0, 1, 2], due_ns, due_ns + READING_NS / 2, bench);
        }
    }

    fn send_sample(&mut self, channels: &[usize], at_ns: u64, due_ns: u64, bench: &mut dyn Bench) {
        let values = self.converted(bench.item_raw(self.item).ratiometric());
        let reading =
            |channel: &usize| values.get(*channel).map_or(Reading::Uncalibrated, |v| Reading::Value(*v));
        let readings = channels.iter().map(reading).collect();
        let time = Moment::shown(at_ns, bench).rbr();
        self.send(due_ns, &Reply::Sample(Sample { time, readings }));
    }

    /// The channels, in order: mS/cm, °C, dbar absolute.
    fn converted(&self, raw: RatiometricRaw) -> [f64; 3] {
        let celsius = self.temperature.value(&[raw.temperature_ratio, 0.0]);
        let dbar = self.pressure.value(&[raw.pressure_ratio, celsius]) * DBAR_PER_MPA;
        let conductivity = self.conductivity.value(&[raw.conductivity_ratio, celsius, dbar]) * MS_PER_CM;
        [conductivity, celsius, dbar]
    }

    fn send(&mut self, due_ns: u64, reply: &Reply) {
        self.outbox.send(due_ns, reply.encode());
    }

    fn prompt(&mut self, due_ns: u64) {
        self.send(due_ns, &Reply::Prompt);
    }

    /// Takes up commands that waited in the port, one at a time, until one keeps it busy.
    fn listen(&mut self, now_ns: u64) {
        self.activity = Activity::Awake { since_ns: now_ns };
        while matches!(self.activity, Activity::Awake { .. }) {
            let Some(typed) = self.decoder.take() else { break };
            // A line of noise is a command that is not known.
            let phrase = typed.unwrap_or_else(|_| Phrase::new("?"));
            self.obey(&phrase, now_ns);
        }
    }

    fn obey(&mut self, phrase: &Phrase, now_ns: u64) {
        let due_ns = now_ns + REPLY_NS;
        self.activity = Activity::Awake { since_ns: now_ns };
        if phrase.command == "sleep" {
            self.activity = Activity::Asleep;
            return;
        }
        if phrase.command == "fetch" {
            match self.fetched_channels(phrase) {
                Ok(channels) => {
                    self.activity = Activity::Fetching {
                        channels,
                        middle_ns: now_ns + SETTLING_NS + READING_NS / 2,
                        sleeps_after: phrase.value("sleepafter") == Some("true"),
                    };
                    return;
                }
                Err(refused) => self.send(due_ns, &refused),
            }
        } else if !phrase.command.is_empty() {
            let answer = self.answer(phrase, now_ns);
            self.send(due_ns, &answer);
        }
        self.prompt(due_ns);
    }
}

impl Device for RbrLogger {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, bench: &mut dyn Bench) {
        self.advance(now_ns, bench);
        match self.activity {
            Activity::Asleep if !bytes.is_empty() => {
                self.activity = Activity::Waking { until_ns: now_ns + WAKE_NS };
            }
            Activity::Asleep | Activity::Waking { .. } => {}
            Activity::Awake { .. } => {
                self.decoder.push(bytes);
                self.listen(now_ns);
            }
            Activity::Fetching { .. } => self.decoder.push(bytes),
        }
    }

    fn next_event_ns(&self) -> Option<u64> {
        earlier(self.outbox.next_ns(), self.event_ns())
    }

    fn poll(&mut self, now_ns: u64, bench: &mut dyn Bench) -> Option<Vec<u8>> {
        self.advance(now_ns, bench);
        self.outbox.take(now_ns)
    }

    fn reconnected(&mut self, _now_ns: u64) {
        self.outbox.clear();
        self.decoder.reset();
    }
}
