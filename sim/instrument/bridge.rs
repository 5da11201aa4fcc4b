//! The reference thermometers' bridge: measures the selected input again and again, two seconds each.

use super::outbox::{Outbox, earlier};
use super::{Bench, Device, MILLISECOND_NS, SECOND_NS};
use hadal_wire::Decode;
use hadal_wire::fluke_1595a::{
    DATA_CORRUPT_OR_STALE, Model, NEW_MEASUREMENT, Reply, Request, RequestDecoder,
};
use std::collections::VecDeque;

/// One measurement, both directions of the current.
const INTEGRATION_NS: u64 = 2 * SECOND_NS;
/// From a query to the first byte of its answer.
const REPLY_NS: u64 = 20 * MILLISECOND_NS;
/// Length of the error queue.
const ERRORS: usize = 16;
/// SCPI-1999: the command is not known.
const UNDEFINED_HEADER: i32 = -113;

/// A Fluke 1594A or 1595A.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Bridge {
    model: Model,
    decoder: RequestDecoder,
    outbox: Outbox,
    input: u8,
    started_ns: u64,
    /// The water is looked at in the middle of the integration, because the bridge gives the mean over it.
    midpoint_ohm: Option<f64>,
    newest_ohm: Option<f64>,
    is_new: bool,
    errors: VecDeque<(i32, String)>,
}

impl Bridge {
    /// Switched on at time zero, measuring input 1.
    pub fn new(model: Model) -> Self {
        Self {
            model,
            decoder: RequestDecoder::default(),
            outbox: Outbox::default(),
            input: 1,
            started_ns: 0,
            midpoint_ohm: None,
            newest_ohm: None,
            is_new: false,
            errors: VecDeque::new(),
        }
    }

    fn measurement_event_ns(&self) -> u64 {
        let length = if self.midpoint_ohm.is_none() { INTEGRATION_NS / 2 } else { INTEGRATION_NS };
        self.started_ns + length
    }

    fn measure_until(&mut self, now_ns: u64, bench: &mut dyn Bench) {
        while self.measurement_event_ns() <= now_ns {
            match self.midpoint_ohm.take() {
                None => self.midpoint_ohm = Some(bench.resistance_ohm(self.input)),
                Some(resistance) => {
                    self.newest_ohm = Some(resistance);
                    self.is_new = true;
                    self.started_ns += INTEGRATION_NS;
                }
            }
        }
    }

    fn obey(&mut self, request: &Request, now_ns: u64) {
        let reply = match request {
            Request::Identify => Some(identity(self.model)),
            Request::ClearStatus => self.clear_status(),
            Request::SelectInput(input) => self.select(*input, now_ns),
            Request::SelectedInput => Some(Reply::Register(u16::from(self.input))),
            Request::OperationStatus => {
                let value = if std::mem::take(&mut self.is_new) { NEW_MEASUREMENT } else { 0 };
                Some(Reply::Register(value))
            }
            Request::Fetch => self.fetch(),
            Request::NextError => Some(self.next_error()),
        };
        if let Some(reply) = reply {
            self.outbox.send(now_ns + REPLY_NS, reply.encode());
        }
    }

    fn clear_status(&mut self) -> Option<Reply> {
        self.is_new = false;
        self.errors.clear();
        None
    }

    /// A new input starts a new measurement; what was measured on the old one can no longer be fetched.
    fn select(&mut self, input: u8, now_ns: u64) -> Option<Reply> {
        self.input = input;
        self.started_ns = now_ns;
        self.midpoint_ohm = None;
        self.newest_ohm = None;
        self.is_new = false;
        None
    }

    fn fetch(&mut self) -> Option<Reply> {
        self.is_new = false;
        if self.newest_ohm.is_none() {
            self.error(DATA_CORRUPT_OR_STALE, "Data corrupt or stale");
        }
        self.newest_ohm.map(Reply::Measurement)
    }

    fn error(&mut self, number: i32, message: &str) {
        if self.errors.len() < ERRORS {
            self.errors.push_back((number, message.to_owned()));
        }
    }

    fn next_error(&mut self) -> Reply {
        let (number, message) = self.errors.pop_front().unwrap_or_else(|| (0, "No error".to_owned()));
        Reply::Error { number, message }
    }
}

fn identity(model: Model) -> Reply {
    Reply::Identity {
        manufacturer: "FLUKE".to_owned(),
        model: model.name().to_owned(),
        serial: "SIMULATED".to_owned(),
        version: "1.00".to_owned(),
    }
}

impl Device for Bridge {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, bench: &mut dyn Bench) {
        self.measure_until(now_ns, bench);
        for request in self.decoder.feed(bytes) {
            match request {
                Ok(request) => self.obey(&request, now_ns),
                Err(_) => self.error(UNDEFINED_HEADER, "Undefined header"),
            }
        }
    }

    fn next_event_ns(&self) -> Option<u64> {
        earlier(self.outbox.next_ns(), Some(self.measurement_event_ns()))
    }

    fn poll(&mut self, now_ns: u64, bench: &mut dyn Bench) -> Option<Vec<u8>> {
        self.measure_until(now_ns, bench);
        self.outbox.take(now_ns)
    }

    fn switched_on(&mut self, now_ns: u64) {
        *self = Self { started_ns: now_ns, ..Self::new(self.model) };
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
    fn a_measurement_is_new_once_and_fetching_reads_it_again() {
        let mut bench = ScriptedBench { resistance_ohm: [25.5, 25.6], ..ScriptedBench::default() };
        let mut bridge = Bridge::new(Model::Fluke1595A);
        assert_eq!(ask(&mut bridge, &mut bench, b"STAT:OPER?\r", S), b"0\r\n");
        assert_eq!(ask(&mut bridge, &mut bench, b"STAT:OPER?\r", 2 * S), b"16\r\n");
        assert_eq!(ask(&mut bridge, &mut bench, b"STAT:OPER?\r", 3 * S), b"0\r\n");
        assert_eq!(ask(&mut bridge, &mut bench, b"FETCH?\r", 3 * S), b"25.500000\r\n");
        assert_eq!(ask(&mut bridge, &mut bench, b"ROUT:CLOS?\n", 3 * S), b"1\r\n");
    }

    #[test]
    fn a_new_input_gives_no_value_until_it_is_measured() {
        let mut bench = ScriptedBench { resistance_ohm: [25.5, 25.6], ..ScriptedBench::default() };
        let mut bridge = Bridge::new(Model::Fluke1595A);
        assert_eq!(ask(&mut bridge, &mut bench, b"ROUT:CLOS (@2)\r", 5 * S), b"");
        assert_eq!(ask(&mut bridge, &mut bench, b"FETC?\r", 6 * S), b"", "stale: no reply");
        assert_eq!(
            ask(&mut bridge, &mut bench, b"SYST:ERR?\r", 6 * S),
            b"-230,\"Data corrupt or stale\"\r\n"
        );
        assert_eq!(ask(&mut bridge, &mut bench, b"SYST:ERR?\r", 6 * S), b"0,\"No error\"\r\n");
        assert_eq!(ask(&mut bridge, &mut bench, b"FETC?\r", 7 * S), b"25.600000\r\n");
    }

    #[test]
    fn the_value_is_that_of_the_middle_of_the_integration() {
        let mut bench = ScriptedBench { resistance_ohm: [25.5, 0.0], ..ScriptedBench::default() };
        let mut bridge = Bridge::new(Model::Fluke1595A);
        assert_eq!(bridge.poll(S, &mut bench), None);
        bench.resistance_ohm = [99.0, 0.0];
        assert_eq!(ask(&mut bridge, &mut bench, b"FETC?\r", 2 * S), b"25.500000\r\n");
    }
}
