//! A Fluke (Hart) calibration bath that circulates the jacket's fluid: its set point and its readout are the jacket's.
//!
//! While the PLC is in run it has the circulator by a line of its own, and what is set here waits; otherwise the circulator
//! goes where it was last told here, and stands still until it has been told anything.

use super::outbox::{Outbox, earlier};
use super::{Bench, Device, MILLISECOND_NS, SECOND_NS};
use hadal_wire::Decode;
use hadal_wire::hart_bath::{CutOutState, Duplex, Heard, LineFeed, Reply, Request, RequestDecoder, Unit};

/// From a command to the first byte of its answer. Derived.
const REPLY_NS: u64 = 50 * MILLISECOND_NS;
/// The bath looks at its thermometer, and its cut-out at its own, so often. Derived.
const LOOK_NS: u64 = SECOND_NS;
/// Range of the set point, °C. Derived: a bath for seawater; the jacket itself goes less far.
const RANGE_CELSIUS: std::ops::RangeInclusive<f64> = -40.0..=150.0;
/// Largest vernier.
const LARGEST_VERNIER_K: f64 = 0.5;

/// The bath.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct HartBath {
    decoder: RequestDecoder,
    outbox: Outbox,
    unit: Unit,
    duplex: Duplex,
    line_feed: LineFeed,
    sample_period_s: u16,
    next_sample_ns: u64,
    vernier_k: f64,
    /// What was set here, °C, without the vernier.
    told_celsius: Option<f64>,
    cut_out_celsius: f64,
    cut_out: CutOutState,
    next_look_ns: u64,
}

impl HartBath {
    /// Switched on at time zero: full duplex, line feeds, no samples, nothing set.
    pub fn new() -> Self {
        Self {
            decoder: RequestDecoder::default(),
            outbox: Outbox::default(),
            unit: Unit::Celsius,
            duplex: Duplex::Full,
            line_feed: LineFeed::On,
            sample_period_s: 0,
            next_sample_ns: 0,
            vernier_k: 0.0,
            told_celsius: None,
            cut_out_celsius: 60.0,
            cut_out: CutOutState::In,
            next_look_ns: LOOK_NS,
        }
    }

    fn look_until(&mut self, now_ns: u64, bench: &mut dyn Bench) {
        while self.next_look_ns <= now_ns {
            let at_ns = self.next_look_ns;
            self.next_look_ns += LOOK_NS;
            let celsius = bench.circulator().fluid_celsius;
            if celsius > self.cut_out_celsius && self.cut_out == CutOutState::In {
                self.cut_out = CutOutState::Out;
                self.pass_on(bench);
            }
            if self.sample_period_s > 0 && self.next_sample_ns <= at_ns {
                self.next_sample_ns = at_ns + u64::from(self.sample_period_s) * SECOND_NS;
                let sample = Reply::Temperature { value: self.shown(celsius), unit: self.unit };
                self.outbox.send(at_ns, sample.encode(self.line_feed));
            }
        }
    }

    /// Tells the circulator what holds now: nothing while the cut-out is out.
    fn pass_on(&self, bench: &mut dyn Bench) {
        let told = self.told_celsius.filter(|_| self.cut_out == CutOutState::In);
        bench.set_circulator(told.map(|celsius| celsius + self.vernier_k));
    }

    fn shown(&self, celsius: f64) -> f64 {
        match self.unit {
            Unit::Celsius => celsius,
            Unit::Fahrenheit => celsius * 1.8 + 32.0,
        }
    }

    fn meant(&self, shown: f64) -> f64 {
        match self.unit {
            Unit::Celsius => shown,
            Unit::Fahrenheit => (shown - 32.0) / 1.8,
        }
    }

    fn hear(&mut self, heard: &Heard, now_ns: u64, bench: &mut dyn Bench) {
        let due_ns = now_ns + REPLY_NS;
        if self.duplex == Duplex::Full {
            self.outbox.send(due_ns, Reply::Echo(heard.line.clone()).encode(self.line_feed));
        }
        if let Some(reply) = heard.request.and_then(|request| self.obey(request, now_ns, bench)) {
            self.outbox.send(due_ns, reply.encode(self.line_feed));
        }
    }

    fn obey(&mut self, request: Request, now_ns: u64, bench: &mut dyn Bench) -> Option<Reply> {
        let unit = self.unit;
        match request {
            Request::SetPoint => {
                let set_point =
                    bench.circulator().set_point_celsius - self.told_celsius.map_or(0.0, |_| self.vernier_k);
                return Some(Reply::SetPoint { value: self.shown(set_point), unit });
            }
            Request::Temperature => {
                return Some(Reply::Temperature {
                    value: self.shown(bench.circulator().fluid_celsius),
                    unit,
                });
            }
            Request::Vernier => return Some(Reply::Vernier(self.vernier_k)),
            Request::Unit => return Some(Reply::Unit(unit)),
            Request::CutOut => {
                let value = self.shown(self.cut_out_celsius);
                return Some(Reply::CutOut { value, unit, state: self.cut_out });
            }
            Request::SamplePeriod => return Some(Reply::SamplePeriod(self.sample_period_s)),
            Request::Version => {
                let (model, version) = ("7341".to_owned(), "1.00".to_owned());
                return Some(Reply::Version { model, version });
            }
            Request::ChangeSetPoint(value) => {
                let celsius = self.meant(value);
                if RANGE_CELSIUS.contains(&celsius) {
                    self.told_celsius = Some(celsius);
                }
            }
            Request::ChangeVernier(kelvin) if kelvin.abs() <= LARGEST_VERNIER_K => self.vernier_k = kelvin,
            Request::ChangeVernier(_) => {}
            Request::ChangeUnit(unit) => self.unit = unit,
            Request::ChangeCutOut(value) => self.cut_out_celsius = self.meant(value),
            Request::ResetCutOut => self.cut_out = CutOutState::In,
            Request::ChangeSamplePeriod(seconds) => {
                (self.sample_period_s, self.next_sample_ns) = (seconds, now_ns);
            }
            Request::ChangeDuplex(duplex) => self.duplex = duplex,
            Request::ChangeLineFeed(line_feed) => self.line_feed = line_feed,
        }
        self.pass_on(bench);
        None
    }
}

impl Default for HartBath {
    fn default() -> Self {
        Self::new()
    }
}

impl Device for HartBath {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, bench: &mut dyn Bench) {
        self.look_until(now_ns, bench);
        for heard in self.decoder.feed(bytes).into_iter().flatten() {
            self.hear(&heard, now_ns, bench);
        }
    }

    fn next_event_ns(&self) -> Option<u64> {
        earlier(self.outbox.next_ns(), Some(self.next_look_ns))
    }

    fn poll(&mut self, now_ns: u64, bench: &mut dyn Bench) -> Option<Vec<u8>> {
        self.look_until(now_ns, bench);
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
mod tests {
    use super::super::scripted::{ScriptedBench, ask};
    use super::*;

    const S: u64 = SECOND_NS;

    #[test]
    fn full_duplex_sends_the_command_back_and_half_does_not() {
        let mut bench = ScriptedBench { jacket_celsius: 55.69, ..ScriptedBench::default() };
        let mut bath = HartBath::new();
        assert_eq!(ask(&mut bath, &mut bench, b"T\r", 0), b"T\r\nt: 55.69 C\r\n");
        assert_eq!(ask(&mut bath, &mut bench, b"du=h\r", S), b"du=h\r\n");
        assert_eq!(ask(&mut bath, &mut bench, b"t\r\n", 2 * S), b"t: 55.69 C\r\n");
        assert_eq!(ask(&mut bath, &mut bench, b"lf=of\r", 3 * S), b"");
        assert_eq!(ask(&mut bath, &mut bench, b"*ver\r", 4 * S), b"ver.7341,1.00\r");
        assert_eq!(ask(&mut bath, &mut bench, b"brew\r", 5 * S), b"");
    }

    #[test]
    fn a_set_point_reaches_the_circulator_with_its_vernier_and_one_out_of_range_does_not() {
        let mut bench = ScriptedBench::default();
        let mut bath = HartBath::new();
        assert_eq!(ask(&mut bath, &mut bench, b"s=4.5\r", 0), b"s=4.5\r\n");
        ask(&mut bath, &mut bench, b"v=0.01\r", S);
        assert_eq!(bench.circulator, Some(Some(4.51)));
        ask(&mut bath, &mut bench, b"s=900\r", 2 * S);
        assert_eq!(bench.circulator, Some(Some(4.51)));
        assert_eq!(ask(&mut bath, &mut bench, b"s\r", 3 * S), b"s\r\nset: 4.50 C\r\n");
        ask(&mut bath, &mut bench, b"u=f\r", 4 * S);
        assert_eq!(ask(&mut bath, &mut bench, b"s\r", 5 * S), b"s\r\nset: 40.10 F\r\n");
    }

    #[test]
    fn the_cut_out_takes_the_circulator_off_until_it_is_reset() {
        let mut bench = ScriptedBench { jacket_celsius: 30.0, ..ScriptedBench::default() };
        let mut bath = HartBath::new();
        ask(&mut bath, &mut bench, b"s=35\r", 0);
        ask(&mut bath, &mut bench, b"c=29\r", S);
        assert_eq!(ask(&mut bath, &mut bench, b"c\r", 3 * S), b"c\r\nc: 29 C, out\r\n");
        assert_eq!(bench.circulator, Some(None));
        ask(&mut bath, &mut bench, b"c=50\r", 4 * S);
        ask(&mut bath, &mut bench, b"c=r\r", 5 * S);
        assert_eq!(bench.circulator, Some(Some(35.0)));
    }

    #[test]
    fn samples_come_unasked_at_their_period() {
        let mut bench = ScriptedBench::default();
        let mut bath = HartBath::new();
        ask(&mut bath, &mut bench, b"sa=2\r", 0);
        let heard = super::super::scripted::run_until(&mut bath, &mut bench, S / 2, 6 * S + S / 2);
        assert_eq!(heard, b"t: 20.00 C\r\n".repeat(3));
    }
}
