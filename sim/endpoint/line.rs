//! One line with the instrument at its end: bytes in, bytes out, each direction at the line's speed.

use super::pace::Lane;
use super::requests::RequestLog;
use crate::clock::nanoseconds;
use crate::fault::Effect;
use crate::instrument::{Bench, Device};
use crate::sensor::Noise;
use hadal_models::randomness::{Stream, uniform};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf};

/// Bytes taken from the pipe at once.
const READ_BYTES: usize = 4096;

/// What faults do to a line at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Condition {
    pub(crate) silent: bool,
    pub(crate) cut: bool,
    pub(crate) frozen: bool,
    /// No mains: nothing is heard, done or said.
    pub(crate) unpowered: bool,
    pub(crate) garble_probability: f64,
    pub(crate) truncate_probability: f64,
    pub(crate) duplicate_probability: f64,
    pub(crate) lose_probability: f64,
    pub(crate) misaddress_probability: f64,
    pub(crate) late_ns: u64,
}

impl Condition {
    /// What these effects do to the line of `instrument`.
    pub(crate) fn of(instrument: &str, acting: &[Effect]) -> Self {
        let mut condition = Self::default();
        for effect in acting.iter().filter(|effect| effect.instrument() == Some(instrument)) {
            match effect {
                Effect::InstrumentSilent { .. } | Effect::FloodedHousing { .. } => condition.silent = true,
                Effect::LinkLost { .. } => condition.cut = true,
                Effect::FrozenReading { .. } => condition.frozen = true,
                Effect::GarbledBytes { probability, .. } => condition.garble_probability = *probability,
                Effect::TruncatedReply { probability, .. } => condition.truncate_probability = *probability,
                Effect::DuplicatedReply { probability, .. } => condition.duplicate_probability = *probability,
                Effect::LostReply { probability, .. } => condition.lose_probability = *probability,
                Effect::WrongAddress { probability, .. } => condition.misaddress_probability = *probability,
                Effect::LateReply { delay_s, .. } => condition.late_ns = nanoseconds(*delay_s),
                _ => {}
            }
        }
        condition
    }
}

/// What a line can have to do, in the order in which it is done when due at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// Bytes have arrived at the instrument.
    ToInstrument,
    /// The instrument wants to act.
    Instrument,
    /// A late reply starts on the line.
    LateReply,
    /// Bytes have arrived at the controller.
    ToController,
}

/// One line with the instrument at its end.
#[derive(Debug)]
pub(crate) struct Line {
    name: String,
    supply: Supply,
    device: Box<dyn Device>,
    pipe: Option<DuplexStream>,
    to_instrument: Lane,
    to_controller: Lane,
    late: VecDeque<(u64, Vec<u8>)>,
    condition: Condition,
    damage: Stream,
    overrun_bytes: u64,
}

/// What a snapshot keeps of a line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct KeptLine {
    device: Vec<u8>,
    to_instrument: Lane,
    to_controller: Lane,
    late: VecDeque<(u64, Vec<u8>)>,
    damage: Noise,
}

/// Where an instrument has its power from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Supply {
    /// The hall's mains.
    Mains,
    /// Its own battery, or a person.
    Own,
}

impl Line {
    pub(crate) fn new(
        name: String,
        baud: u32,
        supply: Supply,
        device: Box<dyn Device>,
        damage: Stream,
    ) -> Self {
        Self {
            name,
            supply,
            device,
            pipe: None,
            to_instrument: Lane::new(baud),
            to_controller: Lane::new(baud),
            late: VecDeque::new(),
            condition: Condition::default(),
            damage,
            overrun_bytes: 0,
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The line as it stands, but for the client at its other end.
    pub(crate) fn keep(&self) -> KeptLine {
        KeptLine {
            device: self.device.keep(),
            to_instrument: self.to_instrument.clone(),
            to_controller: self.to_controller.clone(),
            late: self.late.clone(),
            damage: Noise(self.damage.clone()),
        }
    }

    /// Takes up a line as it stood.
    pub(crate) fn take_up(&mut self, kept: KeptLine) -> Result<(), String> {
        self.device.take_up(&kept.device)?;
        self.to_instrument = kept.to_instrument;
        self.to_controller = kept.to_controller;
        self.late = kept.late;
        self.damage = kept.damage.0;
        Ok(())
    }

    /// Where the instrument has its power from.
    pub(crate) fn supply(&self) -> Supply {
        self.supply
    }

    /// The instrument at the end, for digests.
    pub(crate) fn device(&self) -> &dyn Device {
        self.device.as_ref()
    }

    /// A new pipe replaces the old one; what was under way is lost.
    pub(crate) fn connect(&mut self, pipe: DuplexStream, now_ns: u64) {
        self.forget();
        self.pipe = Some(pipe);
        self.device.reconnected(now_ns);
    }

    /// Takes up what faults now do to this line.
    pub(crate) fn set_condition(&mut self, condition: Condition, now_ns: u64) {
        if self.condition.unpowered && !condition.unpowered {
            self.device.switched_on(now_ns);
        }
        self.condition = condition;
        if condition.unpowered {
            self.forget();
        }
        if condition.cut {
            self.forget();
            self.pipe = None;
        }
    }

    /// When the line next has something to do, and what.
    pub(crate) fn next(&self) -> Option<(u64, Step)> {
        let due = [
            (self.to_instrument.next_ns(), Step::ToInstrument),
            (self.device.next_event_ns().filter(|_| !self.condition.unpowered), Step::Instrument),
            (self.late.front().map(|(at_ns, _)| *at_ns), Step::LateReply),
            (self.to_controller.next_ns(), Step::ToController),
        ];
        due.into_iter().filter_map(|(at_ns, step)| Some((at_ns?, step))).min()
    }

    /// Does one thing that is due.
    pub(crate) fn act(&mut self, step: Step, at_ns: u64, cx: &mut Context<'_>, bench: &mut dyn Bench) {
        match step {
            Step::ToInstrument => {
                if let Some(bytes) = self.to_instrument.take(at_ns).filter(|_| !self.condition.unpowered) {
                    self.device.receive(&bytes, at_ns, bench);
                    self.collect(at_ns, bench);
                }
            }
            Step::Instrument => self.collect(at_ns, bench),
            Step::LateReply => {
                if let Some((_, bytes)) = self.late.pop_front() {
                    self.to_controller.send(&bytes, at_ns);
                }
            }
            Step::ToController => {
                if let Some(bytes) = self.to_controller.take(at_ns) {
                    self.deliver(&bytes, cx);
                }
            }
        }
    }

    /// Takes what the controller has written since, and has the log hear it; tells whether there was anything.
    pub(crate) fn read(&mut self, now_ns: u64, cx: &mut Context<'_>, log: &mut RequestLog) -> bool {
        let mut storage = [0; READ_BYTES];
        let mut buffer = ReadBuf::new(&mut storage);
        let Some(pipe) = &mut self.pipe else { return false };
        match Pin::new(pipe).poll_read(cx, &mut buffer) {
            Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {
                log.wrote(now_ns, &self.name, buffer.filled());
                self.written(buffer.filled(), now_ns);
                true
            }
            Poll::Ready(_) => {
                self.pipe = None;
                false
            }
            Poll::Pending => false,
        }
    }

    /// Bytes of the controller start towards the instrument.
    pub(crate) fn written(&mut self, bytes: &[u8], now_ns: u64) {
        self.to_instrument.send(bytes, now_ns);
    }

    /// Puts on the line what the instrument wants to send.
    fn collect(&mut self, at_ns: u64, bench: &mut dyn Bench) {
        while let Some(bytes) = self.device.poll(at_ns, bench) {
            if self.condition.silent || self.pipe.is_none() {
                continue;
            }
            for message in self.spoiled(bytes) {
                match self.condition.late_ns {
                    0 => self.to_controller.send(&message, at_ns),
                    late_ns => self.late.push_back((at_ns.saturating_add(late_ns), message)),
                }
            }
        }
    }

    /// What faults leave of a message: lost, short, under a foreign address, twice.
    fn spoiled(&mut self, bytes: Vec<u8>) -> Vec<Vec<u8>> {
        let condition = self.condition;
        if self.strikes(condition.lose_probability) {
            return Vec::new();
        }
        let mut message = bytes;
        if self.strikes(condition.misaddress_probability) {
            message = self.device.misaddressed(&message).unwrap_or(message);
        }
        if self.strikes(condition.truncate_probability) {
            message.truncate(part(message.len(), &mut self.damage));
        }
        let twice = self.strikes(condition.duplicate_probability);
        if twice { vec![message.clone(), message] } else { vec![message] }
    }

    fn strikes(&mut self, probability: f64) -> bool {
        probability > 0.0 && uniform(&mut self.damage) < probability
    }

    /// Hands bytes to the controller, damaged if a fault says so. What a full pipe cannot take is lost, as on a port.
    fn deliver(&mut self, bytes: &[u8], cx: &mut Context<'_>) {
        let arriving = self.damaged(bytes);
        let Some(pipe) = &mut self.pipe else { return };
        match Pin::new(pipe).poll_write(cx, &arriving) {
            Poll::Ready(Ok(written)) => self.overrun_bytes += (arriving.len() - written) as u64,
            Poll::Ready(Err(_)) => self.pipe = None,
            Poll::Pending => self.overrun_bytes += arriving.len() as u64,
        }
    }

    /// Bits flipped in each byte with the fault's probability.
    fn damaged(&mut self, bytes: &[u8]) -> Vec<u8> {
        let probability = self.condition.garble_probability;
        if probability <= 0.0 {
            return bytes.to_vec();
        }
        let damage = &mut self.damage;
        let flip = |byte: &u8| {
            if uniform(damage) < probability { byte ^ (1 << (bit(damage) & 7)) } else { *byte }
        };
        bytes.iter().map(flip).collect()
    }

    /// Forgets what is under way.
    fn forget(&mut self) {
        self.to_instrument.clear();
        self.to_controller.clear();
        self.late.clear();
    }
}

/// How much of a message is left: at least nothing, at most all but its last byte.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a message has some kilobytes at most"
)]
fn part(length: usize, damage: &mut Stream) -> usize {
    (uniform(damage) * length as f64) as usize
}

/// Which bit of a byte is hit.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the product lies in 0 to 7")]
fn bit(damage: &mut Stream) -> u8 {
    (uniform(damage) * 8.0) as u8
}
