//! The item: an SBE 16plus V2 or 19plus V2 that echoes, samples when asked or logs by itself, prompts, and falls asleep.
//!
//! It holds the coefficients of its file and converts with them when `OutputFormat` asks for it. Its real-time data come while it
//! logs: four scans a second from a profiler, one in ten seconds with `#` in front from a moored one. There is no external
//! voltage sensor on it.

mod status;
#[cfg(test)]
mod tests;

use super::calendar::Moment;
use super::firmware::Conversion;
use super::outbox::{Outbox, earlier};
use super::{Bench, Device, MILLISECOND_NS, SECOND_NS};
use crate::item::ItemRaw;
use hadal_models::constants::{SEA_BIRD_ATMOSPHERE_PSI, SEA_BIRD_DECIBAR_PER_PSI};
use hadal_models::quantity::AbsolutePressure;
use hadal_rigs::description::Item;
use hadal_wire::Decode;
use hadal_wire::sbe_19plus::{
    COUNTS_PER_VOLT, ConvertedScan, INTERRUPTS, Mode, OutputFormat, RawScan, Reply, Request, RequestDecoder,
    SLEEPS_AFTER_S, Scan, Switch, Taken, Values,
};
use std::collections::BTreeMap;

/// Time from the command to the end of a sample. Derived: a scan takes a quarter of a second, waking the sensors the rest.
const SAMPLE_NS: u64 = SECOND_NS;
/// From a command to the first byte of its answer.
const REPLY_NS: u64 = 10 * MILLISECOND_NS;
/// From the character that wakes it to its prompt. Derived: not in the pages at hand; public drivers wait up to 3 s.
const WAKE_NS: u64 = SECOND_NS;
const SLEEPS_AFTER_NS: u64 = SLEEPS_AFTER_S * SECOND_NS;

/// Its last sample.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
struct Sample {
    raw: ItemRaw,
    /// By its own clock.
    taken: Moment,
}

/// An SBE 16plus V2 (moored) or 19plus V2 (profiling), asleep when switched on.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct SeaCat {
    item: usize,
    mode: Mode,
    serial: String,
    coefficients: BTreeMap<String, f64>,
    temperature: Conversion,
    conductivity: Conversion,
    pressure: Conversion,
    decoder: RequestDecoder,
    outbox: Outbox,
    activity: Activity,
    /// When the next scan of the log is due.
    logging: Option<u64>,
    format: OutputFormat,
    executed_tag: Switch,
    last: Option<Sample>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum Activity {
    Asleep,
    /// Waking, or sending a sample: deaf until its prompt.
    Deaf {
        until_ns: u64,
    },
    /// Waiting for a command since.
    Awake {
        since_ns: u64,
    },
    /// Sampling: deaf, and the water is looked at in the middle.
    Sampling {
        middle_ns: u64,
    },
}

impl SeaCat {
    /// Item number `index`, asleep.
    pub fn new(item: &Item, index: usize, mode: Mode) -> Self {
        let memory = &item.coefficient;
        let thermistor = |name: &str| format!("T{}", name.to_ascii_uppercase());
        Self {
            item: index,
            mode,
            serial: item.serial.clone(),
            coefficients: memory.clone(),
            temperature: Conversion::new("sea-bird/sbe-16plus-temperature", memory, thermistor),
            // The sheet's G to J give S/m; the equation of the SBE 4 has ten times those.
            conductivity: Conversion::new("sea-bird/sbe-4-conductivity", memory, str::to_ascii_uppercase),
            pressure: Conversion::new("sea-bird/sbe-37-pressure", memory, str::to_owned),
            decoder: RequestDecoder::default(),
            outbox: Outbox::default(),
            activity: Activity::Asleep,
            logging: None,
            format: OutputFormat::RawHex,
            executed_tag: Switch::Off,
            last: None,
        }
    }

    /// Between scans of the log.
    const fn interval_ns(&self) -> u64 {
        match self.mode {
            Mode::Profiling => SECOND_NS / 4,
            Mode::Moored => 10 * SECOND_NS,
        }
    }

    fn event_ns(&self) -> Option<u64> {
        let activity = match self.activity {
            Activity::Asleep => None,
            Activity::Deaf { until_ns } => Some(until_ns),
            Activity::Awake { .. } if self.logging.is_some() => None,
            Activity::Awake { since_ns } => Some(since_ns + SLEEPS_AFTER_NS),
            Activity::Sampling { middle_ns } => Some(middle_ns),
        };
        earlier(activity, self.logging)
    }

    fn advance(&mut self, now_ns: u64, bench: &mut dyn Bench) {
        while let Some(due_ns) = self.event_ns().filter(|due_ns| *due_ns <= now_ns) {
            if self.logging == Some(due_ns) {
                self.log(due_ns, bench);
                continue;
            }
            self.activity = match self.activity {
                Activity::Deaf { .. } => self.prompt(&Reply::Prompt, due_ns),
                Activity::Sampling { .. } => self.finish_sample(due_ns, bench),
                Activity::Awake { .. } | Activity::Asleep => Activity::Asleep,
            };
        }
    }

    fn log(&mut self, due_ns: u64, bench: &mut dyn Bench) {
        self.logging = Some(due_ns + self.interval_ns());
        self.last = Some(Sample { raw: bench.item_raw(self.item), taken: Moment::shown(due_ns, bench) });
        let mark = if self.mode == Mode::Moored { "#" } else { "" };
        if let Some(scan) = self.scan() {
            let line = format!("{mark}{}", scan.line(self.format));
            self.send(due_ns, &Reply::Text(line));
        }
    }

    fn send(&mut self, due_ns: u64, reply: &Reply) {
        self.outbox.send(due_ns, reply.encode(self.format));
    }

    fn prompt(&mut self, prompt: &Reply, due_ns: u64) -> Activity {
        self.send(due_ns, prompt);
        Activity::Awake { since_ns: due_ns }
    }

    /// The end of a command that was carried out.
    fn executed(&mut self, due_ns: u64) -> Activity {
        if self.executed_tag == Switch::On {
            self.send(due_ns, &Reply::Executed);
        }
        self.prompt(&Reply::Prompt, due_ns)
    }

    fn finish_sample(&mut self, middle_ns: u64, bench: &mut dyn Bench) -> Activity {
        self.last = Some(Sample { raw: bench.item_raw(self.item), taken: Moment::shown(middle_ns, bench) });
        let done_ns = middle_ns + SAMPLE_NS / 2;
        self.send_last(done_ns);
        if self.executed_tag == Switch::On {
            self.send(done_ns, &Reply::Executed);
        }
        Activity::Deaf { until_ns: done_ns }
    }

    fn send_last(&mut self, due_ns: u64) {
        if let Some(scan) = self.scan() {
            self.send(due_ns, &Reply::Scan(scan));
        }
    }

    /// The last sample as the output format wants it.
    fn scan(&self) -> Option<Scan> {
        let Sample { raw, taken } = self.last.as_ref()?;
        let values = match self.format {
            OutputFormat::RawHex | OutputFormat::RawDecimal => Values::Raw(raw_scan(*raw)),
            OutputFormat::ConvertedHex | OutputFormat::ConvertedDecimal => {
                Values::Converted(self.converted(*raw))
            }
        };
        let taken = (self.mode == Mode::Moored)
            .then(|| Taken { seconds_since_2000: taken.seconds_since_2000(), date: taken.sea_bird() });
        Some(Scan { values, taken })
    }

    fn converted(&self, raw: ItemRaw) -> ConvertedScan {
        let raw = raw_scan(raw);
        let mpa = self.pressure.value(&[f64::from(raw.pressure_counts), raw.pressure_temperature_v]);
        let psi = AbsolutePressure::from_mpa(mpa).psi();
        let pressure_dbar_sea = (psi - SEA_BIRD_ATMOSPHERE_PSI) * SEA_BIRD_DECIBAR_PER_PSI;
        let temperature_celsius = self.temperature.value(&[f64::from(raw.temperature_counts), 0.0]);
        let inputs = [raw.conductivity_hz, temperature_celsius, pressure_dbar_sea];
        let conductivity_s_per_m = 10.0 * self.conductivity.value(&inputs);
        ConvertedScan { temperature_celsius, conductivity_s_per_m, pressure_dbar_sea, external_v: Vec::new() }
    }

    /// Obeys what was typed, until a command makes it deaf: what stands behind that one is lost.
    fn listen(&mut self, now_ns: u64, bench: &mut dyn Bench) {
        while let Some(typed) = self.decoder.take() {
            // A line of noise is a command that is not known.
            let (line, request) = typed.map_or((String::new(), None), |typed| (typed.line, typed.request));
            self.obey(&line, request, now_ns, bench);
            if !matches!(self.activity, Activity::Awake { .. }) {
                self.decoder.reset();
            }
        }
    }

    fn obey(&mut self, line: &str, request: Option<Request>, now_ns: u64, bench: &mut dyn Bench) {
        let due_ns = now_ns + REPLY_NS;
        self.send(due_ns, &Reply::Text(line.to_owned()));
        self.activity = match request {
            // While logging only these are known (manual, page 38 and following: stop first).
            Some(
                Request::OutputFormat(_)
                | Request::OutputExecutedTag(_)
                | Request::StartNow
                | Request::Sample,
            ) if self.logging.is_some() => self.prompt(&Reply::UnknownCommand, due_ns),
            Some(Request::Sample) => Activity::Sampling { middle_ns: now_ns + SAMPLE_NS / 2 },
            Some(Request::QuitSession) => Activity::Asleep,
            Some(request) => self.answer(request, due_ns, bench),
            None => self.prompt(&Reply::UnknownCommand, due_ns),
        };
    }

    fn answer(&mut self, request: Request, due_ns: u64, bench: &mut dyn Bench) -> Activity {
        match request {
            Request::Wake => return self.prompt(&Reply::Prompt, due_ns),
            Request::LastSample => self.send_last(due_ns),
            Request::DisplayStatus => self.show(due_ns, self.plain_status(Moment::shown(due_ns, bench))),
            Request::GetStatus => self.show(due_ns, self.status(Moment::shown(due_ns, bench))),
            Request::GetConfiguration => self.show(due_ns, self.configuration()),
            Request::GetCoefficients => self.show(due_ns, self.calibration()),
            Request::GetHardware => self.show(due_ns, self.hardware()),
            Request::OutputFormat(Some(format)) => self.format = format,
            Request::OutputFormat(None) => {
                let (kind, message) = ("INVALID ARGUMENT".to_owned(), "out of range".to_owned());
                self.send(due_ns, &Reply::Error { kind, message });
            }
            Request::OutputExecutedTag(switch) => self.executed_tag = switch,
            Request::StartNow => self.logging = Some(due_ns + self.interval_ns()),
            Request::Stop => self.logging = None,
            Request::Sample | Request::QuitSession => {}
        }
        self.executed(due_ns)
    }

    fn show(&mut self, due_ns: u64, lines: Vec<String>) {
        // One message: the outbox holds so many.
        self.outbox.send(due_ns, lines.iter().flat_map(|line| [line.as_bytes(), b"\r\n"].concat()).collect());
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what the line carries"
)]
fn raw_scan(raw: ItemRaw) -> RawScan {
    let raw = raw.ctd();
    let counts = |value: f64| value.round().clamp(0.0, f64::from(0x00FF_FFFF)) as u32;
    RawScan {
        temperature_counts: counts(raw.temperature_counts),
        conductivity_hz: raw.conductivity_hz,
        pressure_counts: counts(raw.pressure_counts),
        pressure_temperature_v: raw.pressure_temperature_counts / COUNTS_PER_VOLT,
        external_v: Vec::new(),
    }
}

impl Device for SeaCat {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, bench: &mut dyn Bench) {
        self.advance(now_ns, bench);
        match self.activity {
            Activity::Asleep if !bytes.is_empty() => {
                self.activity = Activity::Deaf { until_ns: now_ns + WAKE_NS };
            }
            Activity::Awake { .. } => {
                let mut typed = bytes;
                if let Some(interrupt) = bytes.iter().rposition(|byte| INTERRUPTS.contains(byte)) {
                    self.outbox.clear();
                    self.decoder.reset();
                    typed = &bytes[interrupt + 1..];
                }
                self.decoder.push(typed);
                self.listen(now_ns, bench);
            }
            Activity::Asleep | Activity::Deaf { .. } | Activity::Sampling { .. } => {}
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
