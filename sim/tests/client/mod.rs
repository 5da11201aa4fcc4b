//! A world of the shipped rig, and a client that talks to one instrument.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part of this")]

use hadal_rigs::description::{Item, Rig, parse};
use hadal_sim::{Course, Effect, Fault, Scenario, Twin};
use hadal_wire::Decode;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

pub fn rig() -> Rig {
    parse("rig", include_str!("../../../rigs/catalog/full-ocean-depth-71l.toml")).unwrap()
}

pub fn item() -> Item {
    parse("item", include_str!("../../../rigs/catalog/items/deep-ctd.toml")).unwrap()
}

pub fn scenario() -> Scenario {
    parse("scenario", include_str!("../../../rigs/catalog/full-ocean-depth-71l.scenario.toml")).unwrap()
}

pub fn twin(seed: u64) -> Twin {
    Twin::build(&rig(), &[item()], &scenario(), seed).unwrap()
}

/// A world in which this goes wrong from 10 s on.
pub fn twin_with(effect: Effect) -> Twin {
    let mut scenario = scenario();
    scenario.fault.push(Fault { at_s: 10.0, until_s: None, course: Course::Step, effect });
    Twin::build(&rig(), &[item()], &scenario, 1).unwrap()
}

/// Runs a client beside a twin until the client is done.
pub async fn beside<T>(twin: &mut Twin, client: impl Future<Output = T>) -> T {
    tokio::select! {
        biased;
        done = client => done,
        () = twin.drive() => unreachable!("a twin lives until it is dropped"),
    }
}

/// A line with a decoder of what comes back.
pub struct Client<D> {
    pub line: DuplexStream,
    pub decoder: D,
}

impl<D: Decode> Client<D> {
    pub fn new(line: DuplexStream, decoder: D) -> Self {
        Self { line, decoder }
    }

    pub async fn send(&mut self, bytes: &[u8]) {
        let _closed = self.line.write_all(bytes).await;
    }

    /// The next message within so many seconds of virtual time; `None` if there is none, or the line ends.
    pub async fn next_within(&mut self, seconds: f64) -> Option<D::Message> {
        let message = async {
            loop {
                if let Some(Ok(message)) = self.decoder.take() {
                    return Some(message);
                }
                let mut bytes = [0; 256];
                match self.line.read(&mut bytes).await {
                    Ok(count @ 1..) => self.decoder.push(&bytes[..count]),
                    _ => return None,
                }
            }
        };
        tokio::time::timeout(Duration::from_secs_f64(seconds), message).await.ok().flatten()
    }

    /// Asks and waits for the next message.
    pub async fn ask(&mut self, bytes: &[u8]) -> Option<D::Message> {
        self.send(bytes).await;
        self.next_within(5.0).await
    }
}

pub async fn wait(seconds: f64) {
    tokio::time::sleep(Duration::from_secs_f64(seconds)).await;
}
