//! The item: a Valeport miniCTD, which echoes every character, reads once or steadily, and stops at `#`.
//!
//! It never sleeps; for half a second after power it does not listen, then it sends `>`. Its firmware turns ratios into pressure,
//! temperature and conductivity by polynomials. Derived: a single reading takes the eighth of a second of its fastest rate; an
//! unknown command brings `>` and nothing else; `#059` for another speed is such a command here, because the speed of the line
//! is the rig's.

use super::firmware::Conversion;
use super::outbox::{Outbox, earlier};
use super::{Bench, Device, MILLISECOND_NS, SECOND_NS};
use crate::item::RatiometricRaw;
use hadal_rigs::description::Item;
use hadal_wire::Decode;
use hadal_wire::valeport_mini::{
    Measurement, PressureFormat, Rate, Reply, Request, RequestDecoder, STARTS_IN_MS, STOP, Typed,
};

/// From a character to its echo.
const ECHO_NS: u64 = MILLISECOND_NS;
/// Time that a reading takes.
const READING_NS: u64 = SECOND_NS / 8;
const STARTS_NS: u64 = STARTS_IN_MS * MILLISECOND_NS;
/// MPa to decibars.
const DBAR_PER_MPA: f64 = 100.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum Activity {
    Starting,
    Stopped,
    /// One reading, in whose middle the water is looked at.
    Single {
        middle_ns: u64,
    },
    /// Readings at a rate.
    Running {
        next_ns: u64,
    },
}

/// A Valeport miniCTD.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct ValeportMiniCtd {
    item: usize,
    serial: String,
    temperature: Conversion,
    conductivity: Conversion,
    pressure: Conversion,
    format: PressureFormat,
    decoder: RequestDecoder,
    outbox: Outbox,
    activity: Activity,
    rate: Rate,
}

impl ValeportMiniCtd {
    /// Item number `index`, just switched on.
    pub fn new(item: &Item, index: usize) -> Self {
        let memory = &item.coefficient;
        let of = |sensor: &'static str| move |name: &str| format!("{sensor}-{name}");
        let polynomial = |sensor| Conversion::new("generic/polynomial", memory, of(sensor));
        Self {
            item: index,
            serial: item.serial.clone(),
            temperature: polynomial("temperature"),
            conductivity: polynomial("conductivity"),
            pressure: polynomial("pressure"),
            format: PressureFormat::of_range(item.rating_mpa_sea * DBAR_PER_MPA),
            decoder: RequestDecoder::default(),
            outbox: Outbox::default(),
            activity: Activity::Starting,
            rate: Rate::Hz1,
        }
    }

    const fn period_ns(&self) -> u64 {
        SECOND_NS / self.rate.hertz() as u64
    }

    const fn event_ns(&self) -> Option<u64> {
        match self.activity {
            Activity::Starting => Some(STARTS_NS),
            Activity::Stopped => None,
            Activity::Single { middle_ns } => Some(middle_ns),
            Activity::Running { next_ns } => Some(next_ns),
        }
    }

    fn advance(&mut self, now_ns: u64, bench: &mut dyn Bench) {
        while let Some(due_ns) = self.event_ns().filter(|due_ns| *due_ns <= now_ns) {
            self.activity = match self.activity {
                Activity::Starting => {
                    self.send(due_ns, &Reply::Prompt);
                    Activity::Stopped
                }
                Activity::Single { .. } => {
                    self.measure(due_ns, bench);
                    self.send(due_ns + READING_NS / 2, &Reply::Prompt);
                    Activity::Stopped
                }
                Activity::Running { .. } => {
                    self.measure(due_ns, bench);
                    Activity::Running { next_ns: due_ns + self.period_ns() }
                }
                Activity::Stopped => return,
            };
        }
    }

    fn measure(&mut self, middle_ns: u64, bench: &mut dyn Bench) {
        let measurement = self.converted(bench.item_raw(self.item).ratiometric());
        self.send(middle_ns + READING_NS / 2, &Reply::Measurement(measurement));
    }

    fn converted(&self, raw: RatiometricRaw) -> Measurement {
        Measurement {
            pressure_dbar: self.pressure.value(&[raw.pressure_ratio]),
            temperature_celsius: self.temperature.value(&[raw.temperature_ratio]),
            conductivity_ms_per_cm: self.conductivity.value(&[raw.conductivity_ratio]),
        }
    }

    fn send(&mut self, due_ns: u64, reply: &Reply) {
        self.outbox.send(due_ns, reply.encode(self.format));
    }

    /// A byte that arrives while it measures: only the stop means anything.
    fn interrupted(&mut self, byte: u8, now_ns: u64) {
        if byte == STOP {
            self.outbox.clear();
            self.send(now_ns + ECHO_NS, &Reply::Prompt);
            self.activity = Activity::Stopped;
        }
    }

    fn typed(&mut self, byte: u8, now_ns: u64) {
        for typed in self.decoder.feed(&[byte]) {
            match typed {
                Ok(Typed::Character(byte)) => self.outbox.send(now_ns + ECHO_NS, vec![byte]),
                Ok(Typed::Command(request)) => self.obey(request, now_ns),
                // Noise is not echoed.
                Err(_) => {}
            }
        }
    }

    fn obey(&mut self, request: Option<Request>, now_ns: u64) {
        let due_ns = now_ns + ECHO_NS;
        self.outbox.send(due_ns, b"\r\n".to_vec());
        let answer = match request {
            Some(Request::Single) => {
                self.activity = Activity::Single { middle_ns: now_ns + READING_NS / 2 };
                return;
            }
            Some(Request::Run(rate)) => {
                self.rate = rate.unwrap_or(self.rate);
                self.activity = Activity::Running { next_ns: now_ns + self.period_ns() };
                return;
            }
            Some(Request::SetRate(rate)) => {
                self.rate = rate;
                None
            }
            Some(Request::ReadRate) => Some(format!("M{}", self.rate.hertz())),
            Some(Request::ReadVersion) => Some("0660706B3".to_owned()),
            Some(Request::ReadSerial) => Some(self.serial.clone()),
            Some(Request::ReadOutputFormat) => Some("3".to_owned()),
            Some(Request::Nothing | Request::SetBaud(_)) | None => None,
        };
        if let Some(text) = answer {
            self.send(due_ns, &Reply::Text(text));
        }
        self.send(due_ns, &Reply::Prompt);
    }
}

impl Device for ValeportMiniCtd {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, bench: &mut dyn Bench) {
        self.advance(now_ns, bench);
        for byte in bytes {
            match self.activity {
                Activity::Starting => {}
                Activity::Stopped => self.typed(*byte, now_ns),
                Activity::Single { .. } | Activity::Running { .. } => self.interrupted(*byte, now_ns),
            }
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

#[cfg(test)]
mod tests {
    use super::super::scripted::{ScriptedBench, ask, run_until};
    use super::*;
    use crate::item::ItemRaw;
    use hadal_rigs::description::parse;

    const S: u64 = SECOND_NS;

    fn ready() -> (ValeportMiniCtd, ScriptedBench) {
        let item: Item =
            parse("item", include_str!("../../rigs/catalog/items/valeport-minictd.toml")).unwrap();
        let raw =
            RatiometricRaw { temperature_ratio: 0.27, conductivity_ratio: 0.25, pressure_ratio: 0.013_5 };
        let mut bench = ScriptedBench { raw: ItemRaw::Ratiometric(raw), ..ScriptedBench::default() };
        let mut ctd = ValeportMiniCtd::new(&item, 0);
        assert_eq!(run_until(&mut ctd, &mut bench, 0, S), b">");
        (ctd, bench)
    }

    fn text(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn it_does_not_listen_before_it_has_started() {
        let (ctd, mut bench) = ready();
        let mut ctd = ValeportMiniCtd { activity: Activity::Starting, ..ctd };
        assert_eq!(ask(&mut ctd, &mut bench, b"S\r", 0), b">");
    }

    #[test]
    fn every_character_is_echoed_and_a_single_reading_is_followed_by_the_prompt() {
        let (mut ctd, mut bench) = ready();
        assert_eq!(ask(&mut ctd, &mut bench, b"#0", S), b"#0");
        assert_eq!(ask(&mut ctd, &mut bench, b"34\r", 2 * S), b"34\r\nV-00001\r\n>");
        let heard = text(ask(&mut ctd, &mut bench, b"S\r\n", 3 * S));
        assert!(heard.starts_with("S\r\n0000.8\t20.5") && heard.ends_with("\r\n>"), "{heard}");
        assert_eq!(heard.matches('\t').count(), 2, "{heard}");
    }

    #[test]
    fn it_runs_at_its_rate_until_it_is_stopped_and_hears_nothing_else() {
        let (mut ctd, mut bench) = ready();
        ctd.receive(b"M4\r", 2 * S, &mut bench);
        ctd.receive(b"S\r", 3 * S, &mut bench);
        let heard = text(run_until(&mut ctd, &mut bench, 2 * S, 4 * S + S / 8));
        assert_eq!(heard.lines().count(), 9, "the echo and eight readings: {heard}");
        assert_eq!(text(ask(&mut ctd, &mut bench, b"#\r\n", 5 * S)), ">\r\n>");
        assert_eq!(run_until(&mut ctd, &mut bench, 6 * S, 9 * S), b"");
        assert_eq!(text(ask(&mut ctd, &mut bench, b"#040\r", 9 * S)), "#040\r\nM4\r\n>");
    }
}
