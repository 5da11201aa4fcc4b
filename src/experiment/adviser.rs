//! The controller's adviser: hears a run as it is recorded, makes of it what a calibration takes, and asks the strategy.

use super::adaptive::{Strategy, Walked};
use crate::calibrations::CalibrateError;
use crate::observe::Run;
use hadal_controller::procedure::{Advised, Adviser, Whereabouts};
use hadal_record::event::{Entry, Event, Point, Reading, Timestamp};
use hadal_record::{Builder, RecordError};
use std::sync::Arc;

/// The only channel that counts between points too: it says what the pump has added.
const PUMPED: &str = "plc.pumped_volume";

/// Hears what is recorded, and keeps of it what a calibration needs.
pub struct RunAdviser {
    strategy: Arc<Strategy>,
    /// Until the last point.
    kept: Vec<Event>,
    /// Readings since then: which of them belong to a point is known once it has been read.
    recent: Vec<Reading>,
    pumped: Option<u16>,
    points: Vec<Point>,
}

/// Why there is no run to calibrate from.
#[derive(Debug, thiserror::Error)]
enum NoRun {
    #[error(transparent)]
    Record(#[from] RecordError),
    #[error(transparent)]
    Calibrate(#[from] CalibrateError),
}

impl RunAdviser {
    /// At the beginning of a run.
    pub fn new(strategy: Arc<Strategy>) -> Self {
        Self { strategy, kept: Vec::new(), recent: Vec::new(), pumped: None, points: Vec::new() }
    }

    fn keep_recent(&mut self) {
        let belongs = |reading: &Reading| {
            let read_at = |point: &Point| (point.from_ns..=point.until_ns).contains(&reading.at_ns);
            Some(reading.channel) == self.pumped || self.points.iter().rev().any(read_at)
        };
        self.kept.extend(self.recent.drain(..).filter(belongs).map(Event::Reading));
    }

    fn walked(&self) -> Vec<Walked> {
        let mut walked: Vec<Walked> = Vec::new();
        for point in &self.points {
            let leg = usize::try_from(point.leg).unwrap_or(usize::MAX);
            if walked.last().is_none_or(|last| last.leg != leg) {
                walked.push(Walked { leg, pressures_mpa_sea: Vec::new() });
            }
            walked
                .iter_mut()
                .last()
                .into_iter()
                .for_each(|one| one.pressures_mpa_sea.push(point.pressure_mpa_sea));
        }
        walked
    }

    /// The run, without the leg that is under way.
    fn closed(&self, whereabouts: Whereabouts) -> Result<Run, NoRun> {
        let is_open = |leg: u32| match whereabouts {
            Whereabouts::BetweenLegs => false,
            Whereabouts::InLeg(open) => usize::try_from(leg) == Ok(open),
        };
        let counts = |event: &&Event| match event {
            Event::Point(point) => !is_open(point.leg),
            Event::Bottle(bottle) => !is_open(bottle.leg),
            _ => true,
        };
        let mut builder = Builder::default();
        for (event, sequence) in self.kept.iter().filter(counts).zip(0..) {
            let time = Timestamp { monotonic_ns: 0, utc_ns: 0 };
            builder.push(Entry { sequence, time, event: event.clone() })?;
        }
        Ok(Run::of(&builder.finish([0; 32])?).map_err(CalibrateError::from)?)
    }
}

impl Adviser for RunAdviser {
    fn hear(&mut self, event: &Event) {
        match event {
            Event::Reading(reading) => self.recent.push(*reading),
            Event::Point(point) => {
                self.points.push(point.clone());
                self.keep_recent();
                self.kept.push(event.clone());
            }
            Event::Opened(opened) => {
                let pumped = opened.channels.iter().zip(0_u16..).find(|(channel, _)| channel.name == PUMPED);
                self.pumped = pumped.map(|(_, number)| number);
                self.kept.push(event.clone());
            }
            _ => self.kept.push(event.clone()),
        }
    }

    fn advise(&mut self, whereabouts: Whereabouts) -> Result<Advised, String> {
        self.keep_recent();
        let closed = || self.closed(whereabouts).map_err(|problem| problem.to_string());
        self.strategy.advise(whereabouts, &self.walked(), closed)
    }
}
