//! The item: an SBE 9plus in the water, behind its deck unit, an SBE 11plus V2, which is always awake.
//!
//! The underwater unit sends 24 scans a second, and the deck unit passes them on from `GR` to `S`, each at its own time. There is one
//! pair of sensors and no voltage sensor: the other words are those of open inputs. Derived: the pump runs while the
//! conductivity frequency shows water (3,500 Hz; the sensor swings below 3,000 Hz in air).

use super::outbox::{Outbox, earlier};
use super::{Bench, Device, MILLISECOND_NS, SECOND_NS};
use hadal_wire::Decode;
use hadal_wire::sbe_11plus::{Reply, Request, RequestDecoder, SCANS_PER_S, Scan, Status, Words};

/// From a command to the first byte of its answer.
const REPLY_NS: u64 = 10 * MILLISECOND_NS;
/// The conductivity cell is in water above.
const WET_HZ: f64 = 3_500.0;
/// What a deck unit says of itself, as Seasave copies it into the heads of its files.
const STATUS: [&str; 7] = [
    "SBE 11plus V 5.1g",
    "number of scans to average = 1",
    "pressure baud rate = 19200",
    "NMEA baud rate = 4800",
    "GPIB address = 1",
    "advance primary conductivity  0.073 seconds",
    "advance secondary conductivity  0.073 seconds",
];

/// An SBE 9plus and its deck unit.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct DeckUnit {
    item: usize,
    decoder: RequestDecoder,
    outbox: Outbox,
    words: Words,
    running: Option<Running>,
}

#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
struct Running {
    since_ns: u64,
    scans: u64,
}

impl Running {
    /// The end of the next scan: a twenty-fourth of a second is no whole number of nanoseconds, so scans are counted.
    const fn next_ns(self) -> u64 {
        self.since_ns + (self.scans + 1) * SECOND_NS / SCANS_PER_S
    }
}

impl DeckUnit {
    /// The item with this index, not sending.
    pub fn new(item: usize) -> Self {
        Self {
            item,
            decoder: RequestDecoder::default(),
            outbox: Outbox::default(),
            words: Words::default(),
            running: None,
        }
    }

    fn advance(&mut self, now_ns: u64, bench: &mut dyn Bench) {
        while let Some(running) = self.running.filter(|running| running.next_ns() <= now_ns) {
            let scan = scan(running.scans, bench, self.item);
            self.outbox.send(running.next_ns(), Reply::Scan(scan).encode(&self.words));
            self.running = Some(Running { scans: running.scans + 1, ..running });
        }
    }

    fn obey(&mut self, request: Request, now_ns: u64) {
        let due_ns = now_ns + REPLY_NS;
        match (request, self.running) {
            (Request::Start, None) => self.running = Some(Running { since_ns: now_ns, scans: 0 }),
            (Request::Stop, _) => {
                self.running = None;
                self.prompt(due_ns);
            }
            // What a scan holds does not change while scans are sent.
            (_, Some(_)) => {}
            (Request::Suppress(word), None) => {
                self.words.suppress(word);
                self.prompt(due_ns);
            }
            (Request::DisplayStatus, None) => self.show(due_ns),
            (Request::Wake, None) => self.prompt(due_ns),
        }
    }

    fn prompt(&mut self, due_ns: u64) {
        self.outbox.send(due_ns, Reply::Prompt.encode(&self.words));
    }

    fn show(&mut self, due_ns: u64) {
        let suppressed = self.words.suppressed().map(|word| format!("delete word {word} from scan"));
        let lines = STATUS.into_iter().map(str::to_owned).chain(suppressed);
        for line in lines.chain(["autorun on power up is disabled".to_owned()]) {
            self.outbox.send(due_ns, Reply::Text(line).encode(&self.words));
        }
        self.prompt(due_ns);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole counts of twelve bits")]
fn scan(number: u64, bench: &mut dyn Bench, item: usize) -> Scan {
    let raw = bench.item_raw(item).profiler();
    Scan {
        frequencies_hz: [raw.temperature_hz, raw.conductivity_hz, raw.pressure_hz, 0.0, 0.0],
        voltages_v: [0.0; 8],
        pressure_temperature_counts: raw.pressure_temperature_counts.clamp(0.0, 4_095.0) as u16,
        status: Status { pump: raw.conductivity_hz > WET_HZ, no_bottom_contact: true, ..Status::default() },
        modulo: (number % 256) as u8,
    }
}

impl Device for DeckUnit {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, bench: &mut dyn Bench) {
        self.advance(now_ns, bench);
        for typed in self.decoder.feed(bytes) {
            // What it does not know, it does not answer.
            if let Ok(Some(request)) = typed.map(|typed| typed.request) {
                self.obey(request, now_ns);
            }
        }
    }

    fn next_event_ns(&self) -> Option<u64> {
        earlier(self.outbox.next_ns(), self.running.map(Running::next_ns))
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
    use crate::item::{ItemRaw, ProfilerRaw};
    use hadal_wire::sbe_11plus::ReplyDecoder;

    const S: u64 = SECOND_NS;

    fn bench() -> ScriptedBench {
        let raw = ProfilerRaw {
            temperature_hz: 3_280.515_625,
            conductivity_hz: 4_214.480_468_75,
            pressure_hz: 32_837.558_593_75,
            pressure_temperature_counts: 1_238.0,
        };
        ScriptedBench { raw: ItemRaw::Profiler(raw), ..ScriptedBench::default() }
    }

    fn scans(heard: &[u8], words: Words) -> Vec<Scan> {
        let scan = |reply| if let Ok(Reply::Scan(scan)) = reply { Some(scan) } else { None };
        ReplyDecoder::new(words).feed(heard).into_iter().filter_map(scan).collect()
    }

    #[test]
    fn from_start_to_stop_there_are_24_scans_a_second_numbered_in_turn() {
        let (mut deck, mut bench) = (DeckUnit::new(0), bench());
        deck.receive(b"GR\r", 0, &mut bench);
        let heard = run_until(&mut deck, &mut bench, 0, 12 * S);
        let scans = scans(&heard, Words::default());
        assert_eq!(scans.len(), 288);
        assert_eq!(scans[256].modulo, 0);
        assert_eq!(scans[3].pressure_temperature_counts, 1_238);
        assert!(scans[3].status.pump && scans[3].status.no_bottom_contact);
        assert_eq!(ask(&mut deck, &mut bench, b"S\r", 12 * S + 1), b"S>");
        assert_eq!(run_until(&mut deck, &mut bench, 13 * S, 20 * S), b"");
    }

    #[test]
    fn words_are_left_out_when_told_and_only_between_runs() {
        let (mut deck, mut bench) = (DeckUnit::new(0), bench());
        assert_eq!(ask(&mut deck, &mut bench, b"X3\rX4\r", 0), b"S>S>");
        deck.receive(b"GR\rX5\r", S, &mut bench);
        let heard = run_until(&mut deck, &mut bench, S, 2 * S);
        // Three frequencies, four words of open voltages, and the last word: 48 digits.
        assert_eq!(&heard[..50], b"0CD08410767B80458FFFFFFFFFFFFFFFFFFFFFFFFF4D6300\r\n");
    }
}
