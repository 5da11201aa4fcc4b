//! The reference pressure transducer: samples when asked, and answers when the sample is done.

use super::outbox::{Outbox, earlier};
use super::{Bench, Device, MILLISECOND_NS};
use hadal_wire::Decode;
use hadal_wire::paroscientific::{Command, Content, Reply, Request, RequestDecoder, TRANSMITTER};

/// Length of one sample. Derived: the order of the transmitters' default integration time.
const SAMPLE_NS: u64 = 600 * MILLISECOND_NS;
/// From a query for a parameter to its answer.
const REPLY_NS: u64 = 20 * MILLISECOND_NS;

/// A Paroscientific intelligent transmitter, set to psi, at address 01.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Transducer {
    decoder: RequestDecoder,
    outbox: Outbox,
    /// What is being sampled, and the middle of the sample.
    sampling: Option<(Command, u64)>,
}

impl Transducer {
    /// Switched on at time zero.
    pub fn new() -> Self {
        Self::default()
    }

    /// One command at a time: a new one stops the sample that is under way.
    fn obey(&mut self, request: Request, now_ns: u64) {
        if request.transmitter != TRANSMITTER {
            return;
        }
        self.sampling = None;
        match request.command {
            Command::Pressure | Command::Temperature => {
                self.sampling = Some((request.command, now_ns + SAMPLE_NS / 2));
            }
            Command::SerialNumber => self.parameter("SN", "900001", now_ns),
            Command::Unit => self.parameter("UN", "1", now_ns),
        }
    }

    fn parameter(&mut self, name: &str, value: &str, now_ns: u64) {
        let content = Content::Parameter { name: name.to_owned(), value: value.to_owned() };
        self.answer(content, now_ns + REPLY_NS);
    }

    fn answer(&mut self, content: Content, due_ns: u64) {
        self.outbox.send(due_ns, Reply { transmitter: TRANSMITTER, content }.encode());
    }

    fn sample_until(&mut self, now_ns: u64, bench: &mut dyn Bench) {
        let Some((command, middle_ns)) = self.sampling.take_if(|(_, middle_ns)| *middle_ns <= now_ns) else {
            return;
        };
        let value = match command {
            Command::Temperature => bench.transducer_temperature_celsius(),
            _ => bench.reference_pressure_psi_absolute(),
        };
        self.answer(Content::Value(value), middle_ns + SAMPLE_NS / 2);
    }
}

impl Device for Transducer {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, bench: &mut dyn Bench) {
        self.sample_until(now_ns, bench);
        for request in self.decoder.feed(bytes).into_iter().flatten() {
            self.obey(request, now_ns);
        }
    }

    fn next_event_ns(&self) -> Option<u64> {
        earlier(self.outbox.next_ns(), self.sampling.map(|(_, middle_ns)| middle_ns))
    }

    fn poll(&mut self, now_ns: u64, bench: &mut dyn Bench) -> Option<Vec<u8>> {
        self.sample_until(now_ns, bench);
        self.outbox.take(now_ns)
    }

    fn switched_on(&mut self, _now_ns: u64) {
        *self = Self::new();
    }

    fn misaddressed(&self, message: &[u8]) -> Option<Vec<u8>> {
        let [b'*', b'0', b'0', tens, units, rest @ ..] = message else { return None };
        let other = if (*tens, *units) == (b'0', b'2') { *b"03" } else { *b"02" };
        Some([b"*00", &other[..], rest].concat())
    }

    fn reconnected(&mut self, _now_ns: u64) {
        self.outbox.clear();
        self.decoder.reset();
        self.sampling = None;
    }
}

#[cfg(test)]
mod tests {
    use super::super::SECOND_NS;
    use super::super::scripted::{ScriptedBench, ask, run_until};
    use super::*;

    #[test]
    fn a_pressure_takes_its_sampling_time_and_is_that_of_its_middle() {
        let mut bench = ScriptedBench { pressure_psi: 16_679.5, ..ScriptedBench::default() };
        let mut transducer = Transducer::new();
        transducer.receive(b"*0100P3\r\n", 0, &mut bench);
        assert_eq!(run_until(&mut transducer, &mut bench, 0, SAMPLE_NS - 1), b"");
        bench.pressure_psi = 0.0;
        assert_eq!(run_until(&mut transducer, &mut bench, SAMPLE_NS - 1, SAMPLE_NS), b"*000116679.50000\r\n");
        assert_eq!(transducer.next_event_ns(), None);
    }

    #[test]
    fn parameters_and_the_crystal_s_temperature_are_answered() {
        let mut bench = ScriptedBench { crystal_celsius: 20.25, ..ScriptedBench::default() };
        let mut transducer = Transducer::new();
        assert_eq!(ask(&mut transducer, &mut bench, b"*0100UN\r\n", 0), b"*0001UN=1\r\n");
        assert_eq!(ask(&mut transducer, &mut bench, b"*0100Q3\r\n", SECOND_NS), b"*000120.25000\r\n");
    }

    #[test]
    fn a_new_connection_hears_nothing_of_the_old_one() {
        let mut bench = ScriptedBench::default();
        let mut transducer = Transducer::new();
        transducer.receive(b"*0100P3\r\n*01", 0, &mut bench);
        transducer.reconnected(1);
        assert_eq!(ask(&mut transducer, &mut bench, b"*0100UN\r\n", 1), b"*0001UN=1\r\n");
    }
}
