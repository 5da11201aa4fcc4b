//! Isotech milliK: measures the channel it is told to, one shot after another, and answers when it has measured.
//!
//! Commands are obeyed in order; while it measures, the next one waits.

use super::outbox::{Outbox, earlier};
use super::{Bench, Device, MILLISECOND_NS, SECOND_NS};
use hadal_wire::Decode;
use hadal_wire::isotech_millik::{
    Command, INVALID_RANGE, RANGES_OHM, Reply, RequestDecoder, SenseCurrent, Wires,
};
use std::collections::VecDeque;

/// One measurement, both directions of the current. Derived.
const MEASUREMENT_NS: u64 = 2 * SECOND_NS;
/// From a query that needs no measurement to the first byte of its answer. Derived.
const REPLY_NS: u64 = 20 * MILLISECOND_NS;
/// Channels of a milliK without scanners.
const CHANNELS: std::ops::RangeInclusive<u8> = 1..=2;
/// Most commands that wait.
const MOST_WAITING: usize = 64;
/// Readings are given to a microohm. Derived.
const READINGS_PER_OHM: f64 = 1e6;
/// What stands for a resistance beyond its range. Derived, after [`INVALID_RANGE`].
const OVER_RANGE: &str = "Error: Over range";

/// A measurement under way.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
struct Measuring {
    started_ns: u64,
    /// The water is looked at in the middle of the measurement.
    midpoint_ohm: Option<f64>,
    done_ohm: Vec<f64>,
    wanted: usize,
    answers: bool,
}

/// A milliK.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct MilliK {
    decoder: RequestDecoder,
    outbox: Outbox,
    channel: u8,
    /// The range, or none when one was asked for that there is not.
    range_ohm: Option<f64>,
    current: SenseCurrent,
    wires: Wires,
    /// The front panel is locked.
    remote: bool,
    waiting: VecDeque<Command>,
    measuring: Option<Measuring>,
    newest: Option<Reply>,
}

impl MilliK {
    /// Switched on at time zero: channel 1, the smallest range, normal current, four wires.
    pub fn new() -> Self {
        Self {
            decoder: RequestDecoder::default(),
            outbox: Outbox::default(),
            channel: 1,
            range_ohm: Some(RANGES_OHM[0]),
            current: SenseCurrent::Normal,
            wires: Wires::Four,
            remote: false,
            waiting: VecDeque::new(),
            measuring: None,
            newest: None,
        }
    }

    fn measuring_event_ns(&self) -> Option<u64> {
        let measuring = self.measuring.as_ref()?;
        let length = if measuring.midpoint_ohm.is_none() { MEASUREMENT_NS / 2 } else { MEASUREMENT_NS };
        Some(measuring.started_ns + length)
    }

    fn live_until(&mut self, now_ns: u64, bench: &mut dyn Bench) {
        while let Some(at_ns) = self.measuring_event_ns().filter(|at_ns| *at_ns <= now_ns) {
            self.measure(at_ns, bench);
            self.obey_waiting(at_ns);
        }
    }

    fn measure(&mut self, at_ns: u64, bench: &mut dyn Bench) {
        let channel = self.channel;
        let Some(measuring) = &mut self.measuring else { return };
        let Some(ohm) = measuring.midpoint_ohm.take() else {
            measuring.midpoint_ohm = Some(bench.resistance_ohm(channel));
            return;
        };
        measuring.done_ohm.push((ohm * READINGS_PER_OHM).round() / READINGS_PER_OHM);
        measuring.started_ns = at_ns;
        if measuring.done_ohm.len() < measuring.wanted {
            return;
        }
        let (done_ohm, answers) = (std::mem::take(&mut measuring.done_ohm), measuring.answers);
        self.measuring = None;
        let range_ohm = self.range_ohm.unwrap_or(0.0);
        let over = done_ohm.iter().any(|ohm| *ohm > range_ohm);
        let reply = if over { Reply::Text(OVER_RANGE.to_owned()) } else { Reply::Numbers(done_ohm) };
        if answers {
            self.outbox.send(at_ns, reply.encode());
        }
        self.newest = Some(reply);
    }

    /// Obeys in order until one of the commands measures.
    fn obey_waiting(&mut self, now_ns: u64) {
        while self.measuring.is_none() {
            let Some(command) = self.waiting.pop_front() else { return };
            if let Some(reply) = self.obey(command, now_ns) {
                self.outbox.send(now_ns + REPLY_NS, reply.encode());
            }
        }
    }

    fn obey(&mut self, command: Command, now_ns: u64) -> Option<Reply> {
        let text = |text: &str| Some(Reply::Text(text.to_owned()));
        let number = |value: f64| Some(Reply::Numbers(vec![value]));
        match command {
            Command::Identify | Command::Devices => {
                let fields = ["Isothermal Technology", "milliK", "SIMULATED", "4.0.0"];
                return Some(Reply::Identity(fields.map(str::to_owned)));
            }
            Command::CalibrationValid => return text("Calibration Okay"),
            Command::SelectedFunction => return text("RESISTANCE"),
            Command::SelectedChannel => return number(f64::from(self.channel)),
            Command::SelectedRange => return self.range_ohm.map_or_else(|| text(INVALID_RANGE), number),
            Command::SelectedCurrent => {
                return number(if self.current == SenseCurrent::Normal { 1e-3 } else { 1.414e-3 });
            }
            Command::SelectedWires => return number(if self.wires == Wires::Three { 3.0 } else { 4.0 }),
            Command::Fetch => return self.newest.clone(),
            Command::Reset => {
                let Self { channel, range_ohm, current, wires, .. } = Self::new();
                (self.channel, self.range_ohm, self.current, self.wires) =
                    (channel, range_ohm, current, wires);
            }
            Command::Remote | Command::Local => self.remote = command == Command::Remote,
            Command::SelectResistance => {}
            Command::SelectChannel(channel) => self.select(channel),
            Command::SelectRange(ohm) => self.range_ohm = range_for(ohm),
            Command::SelectCurrent(current) => self.current = current,
            Command::SelectWires(wires) => self.wires = wires,
            Command::Initiate => self.begin(1, false, now_ns),
            Command::Read { readings } => self.begin(usize::from(readings), true, now_ns),
            Command::Measure { channel, range_ohm, current, wires } => {
                self.select(channel);
                (self.range_ohm, self.current, self.wires) = (range_for(range_ohm), current, wires);
                self.begin(1, true, now_ns);
            }
        }
        None
    }

    /// A channel that is not there is not selected.
    fn select(&mut self, channel: u8) {
        if CHANNELS.contains(&channel) {
            self.channel = channel;
        }
    }

    fn begin(&mut self, wanted: usize, answers: bool, now_ns: u64) {
        self.newest = None;
        let done_ohm = Vec::new();
        self.measuring =
            Some(Measuring { started_ns: now_ns, midpoint_ohm: None, done_ohm, wanted, answers });
    }
}

/// The most sensitive range that holds a resistance.
fn range_for(ohm: f64) -> Option<f64> {
    RANGES_OHM.into_iter().find(|range| (0.0..=*range).contains(&ohm))
}

impl Default for MilliK {
    fn default() -> Self {
        Self::new()
    }
}

impl Device for MilliK {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, bench: &mut dyn Bench) {
        self.live_until(now_ns, bench);
        for request in self.decoder.feed(bytes).into_iter().flatten() {
            let room = MOST_WAITING - self.waiting.len();
            self.waiting.extend(request.commands.into_iter().take(room));
        }
        self.obey_waiting(now_ns);
    }

    fn next_event_ns(&self) -> Option<u64> {
        earlier(self.outbox.next_ns(), self.measuring_event_ns())
    }

    fn poll(&mut self, now_ns: u64, bench: &mut dyn Bench) -> Option<Vec<u8>> {
        self.live_until(now_ns, bench);
        self.outbox.take(now_ns)
    }

    fn switched_on(&mut self, _now_ns: u64) {
        *self = Self::new();
    }

    fn reconnected(&mut self, _now_ns: u64) {
        self.outbox.clear();
        self.decoder.reset();
        self.waiting.clear();
        self.measuring = None;
    }
}

#[cfg(test)]
mod tests {
    use super::super::scripted::{ScriptedBench, ask, run_until};
    use super::*;

    const S: u64 = SECOND_NS;

    fn thermometers() -> ScriptedBench {
        ScriptedBench { resistance_ohm: [25.5, 125.600_000_4], ..ScriptedBench::default() }
    }

    #[test]
    fn a_one_shot_measurement_takes_its_time_and_is_that_of_its_middle() {
        let (mut bench, mut millik) = (thermometers(), MilliK::new());
        millik.receive(b"meas:res1? 115,NORM,4\r", 0, &mut bench);
        assert_eq!(run_until(&mut millik, &mut bench, 0, MEASUREMENT_NS / 2), b"");
        bench.resistance_ohm[0] = 99.0;
        assert_eq!(run_until(&mut millik, &mut bench, MEASUREMENT_NS / 2, MEASUREMENT_NS), b"25.5\r");
        assert_eq!(ask(&mut millik, &mut bench, b"FETC?\r", 3 * S), b"25.5\r");
    }

    #[test]
    fn a_line_of_several_commands_is_obeyed_in_order_and_commands_wait_while_it_measures() {
        let (mut bench, mut millik) = (thermometers(), MilliK::new());
        millik.receive(b"SENS:CHAN 2;SENS:RES:RANG 200;READ? 2\rSENS:RES:RANG?\r", 0, &mut bench);
        let heard = run_until(&mut millik, &mut bench, 0, 10 * S);
        assert_eq!(heard, b"125.6,125.6\r460\r");
    }

    #[test]
    fn settings_answer_as_its_drivers_expect() {
        let (mut bench, mut millik) = (thermometers(), MilliK::new());
        let settings = b"millik:remote;sens:chan 1;sens:res:rang 115;sens:curr NORM;sens:res:wir 4\r";
        assert_eq!(ask(&mut millik, &mut bench, settings, 0), b"");
        assert_eq!(ask(&mut millik, &mut bench, b"sens:chan?\r", S), b"1\r");
        assert_eq!(ask(&mut millik, &mut bench, b"sens:res:wir?\r", 2 * S), b"4\r");
        assert_eq!(ask(&mut millik, &mut bench, b"sens:curr?\r", 3 * S), b"0.001\r");
        assert_eq!(
            ask(&mut millik, &mut bench, b"sens:res:rang 1e6;sens:res:rang?\r", 4 * S),
            b"Error: Invalid range\r"
        );
        let who = b"Isothermal Technology,milliK,SIMULATED,4.0.0\r";
        assert_eq!(ask(&mut millik, &mut bench, b"mill:list?\r", 5 * S), who);
    }

    #[test]
    fn nothing_is_fetched_before_anything_is_measured_and_nothing_is_said_to_nonsense() {
        let (mut bench, mut millik) = (thermometers(), MilliK::new());
        assert_eq!(ask(&mut millik, &mut bench, b"FETC?\rBREW COFFEE\r", 0), b"");
        assert_eq!(ask(&mut millik, &mut bench, b"INIT;FETC?\r", S), b"");
        assert_eq!(run_until(&mut millik, &mut bench, 2 * S, 4 * S), b"25.5\r", "fetching waits for it");
    }

    #[test]
    fn a_resistance_beyond_its_range_is_no_number() {
        let (mut bench, mut millik) = (thermometers(), MilliK::new());
        millik.receive(b"MEAS:RES2? 115,NORM,4\r", 0, &mut bench);
        assert_eq!(run_until(&mut millik, &mut bench, 0, 3 * S), b"Error: Over range\r");
    }
}
