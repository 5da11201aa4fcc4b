//! The instrument: answers `T?` and `ID?`, each ended by a carriage return, and anything else with a question mark.

use crate::{Nephelometer, fouling};
use hadal_sim::Faults;
use hadal_sim::instrument::{Bench, Device, Outbox};
use serde::{Deserialize, Serialize};

/// Time in which a measurement is integrated.
const INTEGRATION_NS: u64 = 500_000_000;
/// A longer command is none.
const LONGEST: usize = 16;

/// What the meter is doing. All of it is kept in snapshots.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Meter {
    heard: Vec<u8>,
    measured_at_ns: Option<u64>,
    outbox: Outbox,
}

impl Meter {
    fn obey(&mut self, command: &[u8], now_ns: u64) {
        match command {
            b"T?" => self.measured_at_ns = Some(now_ns + INTEGRATION_NS),
            b"ID?" => self.outbox.send(now_ns, b"ACME TM-1\r\n".to_vec()),
            _ => self.outbox.send(now_ns, b"?\r\n".to_vec()),
        }
    }
}

impl Device for Meter {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, _bench: &mut dyn Bench) {
        for &byte in bytes {
            if byte == b'\r' {
                let command = std::mem::take(&mut self.heard);
                self.obey(&command, now_ns);
            } else if self.heard.len() <= LONGEST {
                self.heard.push(byte);
            }
        }
    }

    fn next_event_ns(&self) -> Option<u64> {
        self.measured_at_ns.into_iter().chain(self.outbox.next_ns()).min()
    }

    fn poll(&mut self, now_ns: u64, bench: &mut dyn Bench) -> Option<Vec<u8>> {
        if self.measured_at_ns.take_if(|at_ns| *at_ns <= now_ns).is_some() {
            let world = bench.world();
            let passes = fouling::passes(world.resource::<Faults>());
            let fresh = world.resource_mut::<Nephelometer>().measure_fnu(passes);
            let shown = bench.shown(0, fresh);
            self.outbox.send(now_ns, format!("T={shown:.3} FNU\r\n").into_bytes());
        }
        self.outbox.take(now_ns)
    }

    fn switched_on(&mut self, _now_ns: u64) {
        *self = Self::default();
    }

    fn reconnected(&mut self, _now_ns: u64) {
        *self = Self::default();
    }
}
