//! The item: an SBE 37 that echoes, samples for two seconds when asked, prompts, and falls asleep.
//!
//! It has not been calibrated, so it has no coefficients to convert with and sends raw data only: `OutputFormat=1`
//! is refused.

use super::calendar::Moment;
use super::outbox::{Outbox, earlier};
use super::{Bench, Device, MILLISECOND_NS, SECOND_NS};
use hadal_wire::Decode;
use hadal_wire::sbe_37::{RawScan, Reply, Request, RequestDecoder, SLEEPS_AFTER_S};

/// Time from the command to the end of a sample.
const SAMPLE_NS: u64 = 2 * SECOND_NS;
/// From a command to the first byte of its answer.
const REPLY_NS: u64 = 10 * MILLISECOND_NS;
/// From the character that wakes it to its prompt. Derived: not in the pages at hand.
const WAKE_NS: u64 = 500 * MILLISECOND_NS;
const SLEEPS_AFTER_NS: u64 = SLEEPS_AFTER_S * SECOND_NS;
/// What `DS` shows below model, serial number and time. Derived: the line of samples, and two spaces before the
/// serial number in the line above, are where the public driver `seabird_ctd` looks for both.
const STATUS: [&str; 3] =
    ["vMain = 13.59, vLith = 2.91", "samplenumber = 0, free = 559240", "not logging, stop command"];

/// An SBE 37 with index `item` on the bench; asleep when switched on.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Sbe37 {
    item: usize,
    decoder: RequestDecoder,
    outbox: Outbox,
    activity: Activity,
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

impl Sbe37 {
    /// The item with this index, asleep.
    pub fn new(item: usize) -> Self {
        Self {
            item,
            decoder: RequestDecoder::default(),
            outbox: Outbox::default(),
            activity: Activity::Asleep,
        }
    }

    fn event_ns(&self) -> Option<u64> {
        match self.activity {
            Activity::Asleep => None,
            Activity::Deaf { until_ns } => Some(until_ns),
            Activity::Awake { since_ns } => Some(since_ns + SLEEPS_AFTER_NS),
            Activity::Sampling { middle_ns } => Some(middle_ns),
        }
    }

    fn advance(&mut self, now_ns: u64, bench: &mut dyn Bench) {
        while let Some(due_ns) = self.event_ns().filter(|due_ns| *due_ns <= now_ns) {
            self.activity = match self.activity {
                Activity::Deaf { .. } => self.prompt(&Reply::Prompt, due_ns),
                Activity::Sampling { .. } => self.finish_sample(due_ns, bench),
                Activity::Awake { .. } | Activity::Asleep => Activity::Asleep,
            };
        }
    }

    fn prompt(&mut self, prompt: &Reply, due_ns: u64) -> Activity {
        self.outbox.send(due_ns, prompt.encode(""));
        Activity::Awake { since_ns: due_ns }
    }

    fn finish_sample(&mut self, middle_ns: u64, bench: &mut dyn Bench) -> Activity {
        let raw = bench.item_raw(self.item).ctd();
        let scan = RawScan {
            temperature_counts: raw.temperature_counts,
            conductivity_hz: raw.conductivity_hz,
            pressure_counts: raw.pressure_counts,
            pressure_temperature_counts: raw.pressure_temperature_counts,
        };
        let done_ns = middle_ns + SAMPLE_NS / 2;
        let shown = Moment::shown(done_ns, bench);
        self.outbox.send(done_ns, Reply::Raw(scan).encode(&shown.sea_bird()));
        Activity::Deaf { until_ns: done_ns }
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
        self.echo(line, now_ns);
        let due_ns = now_ns + REPLY_NS;
        self.activity = match request {
            Some(Request::Sample | Request::SampleRaw) => {
                Activity::Sampling { middle_ns: now_ns + SAMPLE_NS / 2 }
            }
            Some(Request::QuitSession) => Activity::Asleep,
            Some(Request::DisplayStatus) => self.status(due_ns, bench),
            Some(Request::Wake | Request::Stop | Request::OutputFormat(0)) => {
                self.prompt(&Reply::Prompt, due_ns)
            }
            Some(Request::OutputFormat(_)) | None => self.prompt(&Reply::UnknownCommand, due_ns),
        };
    }

    fn echo(&mut self, line: &str, now_ns: u64) {
        self.outbox.send(now_ns + REPLY_NS, Reply::Text(line.to_owned()).encode(""));
    }

    fn status(&mut self, due_ns: u64, bench: &mut dyn Bench) -> Activity {
        let serial = 90_001 + self.item;
        let date = Moment::shown(due_ns, bench).sea_bird().replace(',', "");
        let first = format!("SBE37SM-RS232 v5.0.0  SERIAL NO. {serial} {date}");
        for line in [first.as_str()].into_iter().chain(STATUS) {
            self.outbox.send(due_ns, Reply::Text(line.to_owned()).encode(""));
        }
        self.prompt(&Reply::Prompt, due_ns)
    }
}

impl Device for Sbe37 {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, bench: &mut dyn Bench) {
        self.advance(now_ns, bench);
        match self.activity {
            Activity::Asleep if !bytes.is_empty() => {
                self.activity = Activity::Deaf { until_ns: now_ns + WAKE_NS };
            }
            Activity::Awake { .. } => {
                self.decoder.push(bytes);
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

#[cfg(test)]
mod tests {
    use super::super::scripted::{ScriptedBench, ask, run_until};
    use super::*;
    use crate::item::ItemRaw;
    use hadal_models::sensor::CtdRaw;

    const S: u64 = SECOND_NS;

    fn awake() -> (Sbe37, ScriptedBench) {
        let raw = CtdRaw {
            temperature_counts: 744_013.2,
            conductivity_hz: 5_123.456_7,
            pressure_counts: 523_456.0,
            pressure_temperature_counts: 23_833.0,
        };
        let mut bench = ScriptedBench { raw: ItemRaw::Ctd(raw), ..ScriptedBench::default() };
        let mut ctd = Sbe37::new(0);
        assert_eq!(ask(&mut ctd, &mut bench, b"\r\n", 0), b"S>");
        (ctd, bench)
    }

    #[test]
    fn a_raw_sample_is_echoed_answered_and_followed_by_a_prompt() {
        let (mut ctd, mut bench) = awake();
        ctd.receive(b"TSR\r\n", 61 * S, &mut bench);
        let heard = run_until(&mut ctd, &mut bench, 61 * S, 64 * S);
        let expected = "TSR\r\n744013, 5123.457, 523456, 23833.0, 01 Jan 2000, 00:01:03\r\nS>";
        assert_eq!(String::from_utf8(heard).unwrap(), expected);
    }

    #[test]
    fn a_sample_takes_two_seconds_and_shows_the_water_of_its_middle() {
        let (mut ctd, mut bench) = awake();
        ctd.receive(b"TSR\r\n", 10 * S, &mut bench);
        assert_eq!(run_until(&mut ctd, &mut bench, 10 * S, 12 * S - 1), b"TSR\r\n");
        bench.raw = ItemRaw::default();
        let scan = run_until(&mut ctd, &mut bench, 12 * S - 1, 12 * S);
        assert!(scan.starts_with(b"744013, "), "{}", scan.escape_ascii());
    }

    #[test]
    fn what_wakes_it_is_lost_and_it_sleeps_again_after_two_minutes() {
        let (mut ctd, mut bench) = awake();
        assert_eq!(run_until(&mut ctd, &mut bench, S, 130 * S), b"");
        assert_eq!(ctd.next_event_ns(), None, "asleep");
        assert_eq!(ask(&mut ctd, &mut bench, b"TSR\r\n", 130 * S), b"S>");
    }

    #[test]
    fn it_writes_its_own_clock_on_scans_and_status() {
        let (mut ctd, mut bench) = awake();
        bench.clock_error_s = 3_600.0;
        ctd.receive(b"TSR\r\n", 61 * S, &mut bench);
        let scan = String::from_utf8(run_until(&mut ctd, &mut bench, 61 * S, 64 * S)).unwrap();
        assert!(scan.contains("01 Jan 2000, 01:01:03\r\n"), "{scan}");
        let status = String::from_utf8(ask(&mut ctd, &mut bench, b"DS\r\n", 70 * S)).unwrap();
        assert!(status.contains("90001 01 Jan 2000 01:01:10\r\n"), "{status}");
    }

    #[test]
    fn it_is_deaf_while_it_samples() {
        let (mut ctd, mut bench) = awake();
        ctd.receive(b"TSR\r\nDS\r\n", 10 * S, &mut bench);
        ctd.receive(b"DS\r\n", 10 * S + S / 2, &mut bench);
        ctd.receive(b"DS\r\n", 11 * S + S / 2, &mut bench);
        let heard = run_until(&mut ctd, &mut bench, 11 * S + S / 2, 20 * S);
        assert!(!heard.windows(3).any(|bytes| bytes == b"DS\r"), "{}", heard.escape_ascii());
    }

    #[test]
    fn unknown_commands_and_conversion_are_refused() {
        let (mut ctd, mut bench) = awake();
        assert_eq!(ask(&mut ctd, &mut bench, b"TA0=1\r\n", S), b"TA0=1\r\n?cmd S>");
        assert_eq!(ask(&mut ctd, &mut bench, b"OutputFormat=1\r\n", 2 * S), b"OutputFormat=1\r\n?cmd S>");
        assert_eq!(ask(&mut ctd, &mut bench, b"OutputFormat=0\r\n", 3 * S), b"OutputFormat=0\r\nS>");
    }
}
