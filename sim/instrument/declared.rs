//! An instrument that the rig file describes: it answers each of its queries in turn, with what the world is as the file
//! has it shown.

use super::{Ambient, Bench, Device, SECOND_NS};
use hadal_models::quantity::AbsolutePressure;
use hadal_wire::Decode as _;
use hadal_wire::declared::{Dialect, EndedLines, Field, Quantity};
use std::collections::VecDeque;

/// Most queries that wait; a peer that asks without reading loses the oldest.
const MOST_WAITING: usize = 64;

/// The instrument.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct DeclaredInstrument {
    dialect: Dialect,
    queries: EndedLines,
    /// When each answer is due, and to which query; none of its own is answered by an error.
    waiting: VecDeque<(u64, Option<usize>)>,
}

impl DeclaredInstrument {
    /// Switched on, with nothing asked.
    pub fn new(dialect: Dialect) -> Self {
        Self { queries: dialect.queries(), waiting: VecDeque::new(), dialect }
    }

    fn hear(&mut self, line: &str, now_ns: u64) {
        let query = self.dialect.query.iter().position(|query| query.send == line);
        if query.is_none() && self.dialect.error_replies.is_empty() {
            return;
        }
        let takes_s =
            query.and_then(|index| self.dialect.query.get(index)).map_or(0.0, |query| query.reply_after_s);
        // One after the other: a measurement begins when the one before it has been answered.
        let begins_ns = self.waiting.back().map_or(now_ns, |(due_ns, _)| now_ns.max(*due_ns));
        if self.waiting.len() == MOST_WAITING {
            self.waiting.pop_front();
        }
        self.waiting.push_back((begins_ns + nanoseconds(takes_s), query));
    }

    fn answer(&self, query: Option<usize>, bench: &mut dyn Bench) -> Vec<u8> {
        let text = match query.and_then(|index| self.dialect.query.get(index)) {
            Some(query) => query.written(|field| shown(field, bench)),
            None => self.dialect.error_replies.first().cloned().unwrap_or_default(),
        };
        self.dialect.reply(&text)
    }
}

/// What a field shows, in the unit in which it is recorded.
fn shown(field: &Field, bench: &mut dyn Bench) -> f64 {
    match field.quantity {
        Quantity::Resistance => bench.resistance_ohm(field.input.unwrap_or(0)),
        Quantity::ReferencePressure => {
            AbsolutePressure::from_psi(bench.reference_pressure_psi_absolute()).mpa()
        }
        Quantity::VesselPressure => bench.ambient(Ambient::VesselMpaAbsolute),
        Quantity::AirPressure => bench.ambient(Ambient::AirMpa),
        Quantity::HallTemperature => bench.ambient(Ambient::HallCelsius),
        Quantity::JacketTemperature => bench.ambient(Ambient::JacketCelsius),
        Quantity::PumpWaterTemperature => bench.ambient(Ambient::PumpWaterCelsius),
        Quantity::Other => field.simulated.unwrap_or(0.0),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a delay of seconds, checked with the file, to the nanosecond"
)]
fn nanoseconds(seconds: f64) -> u64 {
    (seconds * SECOND_NS as f64) as u64
}

impl Device for DeclaredInstrument {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, _bench: &mut dyn Bench) {
        for line in self.queries.feed(bytes) {
            // What is no text is no query of its own either.
            self.hear(&line.unwrap_or_default(), now_ns);
        }
    }

    fn next_event_ns(&self) -> Option<u64> {
        self.waiting.front().map(|(due_ns, _)| *due_ns)
    }

    fn poll(&mut self, now_ns: u64, bench: &mut dyn Bench) -> Option<Vec<u8>> {
        let (_, query) = self.waiting.pop_front_if(|(due_ns, _)| *due_ns <= now_ns)?;
        Some(self.answer(query, bench))
    }

    fn switched_on(&mut self, _now_ns: u64) {
        *self = Self::new(self.dialect.clone());
    }

    fn reconnected(&mut self, _now_ns: u64) {
        *self = Self::new(self.dialect.clone());
    }
}

#[cfg(test)]
mod tests;
