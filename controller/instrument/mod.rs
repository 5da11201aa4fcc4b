//! Drivers: one task per instrument, a line of its own, and reports to the core over a bounded queue.
//!
//! A driver turns bytes into what the instrument said, or the reason why it said nothing. What that means (a resistance
//! as a temperature) is the core's business. A driver that misses too often gives up, and the core trips.

pub mod bridge;
pub mod declared;
pub mod item;
pub mod millik;
pub mod operator;
pub mod plant;
pub mod pressure;

use crate::clock::{Clock, nanoseconds};
use crate::link::LinkError;
use crate::recorder::RecordFailed;
use hadal_models::quantity::AbsolutePressure;
use hadal_record::event::NoData;
use hadal_rigs::description::ItemKind;
use hadal_wire::plant_plc::StatusBlock;
use hadal_wire::sbe_37::RawScan;
use std::time::Duration;
use tokio::sync::mpsc;

/// What an instrument said, when it was true, and the journal's number of its last bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Midpoint of the integration, ns on the run's monotonic clock.
    pub at_ns: u64,
    /// Sequence of the bytes it came from.
    pub sequence: u64,
    /// What was said.
    pub content: Content,
}

/// What an instrument said.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Resistance of a reference thermometer, ohm.
    Resistance {
        /// Index of the thermometer.
        thermometer: usize,
        /// The value, or why there is none.
        ohm: Result<f64, NoData>,
    },
    /// The reference transducer's indication.
    Pressure {
        /// The value, or why there is none.
        indicated: Result<AbsolutePressure, NoData>,
    },
    /// The PLC's status block.
    Plant {
        /// The block, or why there is none.
        status: Result<StatusBlock, NoData>,
    },
    /// A raw scan of an item.
    Scan {
        /// Index of the item.
        item: usize,
        /// The scan, or why there is none.
        scan: Result<RawScan, NoData>,
    },
    /// A number that is only recorded.
    Recorded {
        /// The channel's name.
        channel: String,
        /// The value in the channel's unit, or why there is none.
        value: Result<f64, NoData>,
    },
    /// The operator said something.
    Operator(hadal_wire::operator::Reply),
}

/// Why a driver ended.
#[derive(Debug, thiserror::Error)]
pub enum DriverError {
    /// Too many transactions in a row failed.
    #[error("{instrument}: {reason}")]
    Lost {
        /// Whose line.
        instrument: String,
        /// The last error.
        reason: String,
    },
    /// An item of a kind that has no driver; plans with one are refused before they come here.
    #[error("{item}: no driver for \"{kind}\" items")]
    NotDriven {
        /// Name of the item.
        item: String,
        /// Its kind.
        kind: ItemKind,
    },
    /// The core does not keep up; nothing is dropped, so the run stops.
    #[error("{instrument}: the core's queue is full")]
    QueueFull {
        /// Whose report did not fit.
        instrument: String,
    },
    /// The record cannot be written.
    #[error(transparent)]
    Record(#[from] RecordFailed),
}

/// What a driver sends its reports through.
#[derive(Clone)]
pub struct Outlet {
    instrument: String,
    sender: mpsc::Sender<Report>,
    misses: u32,
}

/// So many failed transactions in a row are a lost line.
const MISSES_MAX: u32 = 4;
/// Wait after a broken line before it is opened again.
const REOPEN_AFTER: Duration = Duration::from_millis(500);

impl Outlet {
    /// For one instrument.
    pub fn new(instrument: &str, sender: mpsc::Sender<Report>) -> Self {
        Self { instrument: instrument.to_owned(), sender, misses: 0 }
    }

    /// A good report: the line is well again.
    fn good(&mut self, report: Report) -> Result<(), DriverError> {
        self.misses = 0;
        self.send(report)
    }

    fn send(&self, report: Report) -> Result<(), DriverError> {
        let full = |_| DriverError::QueueFull { instrument: self.instrument.clone() };
        self.sender.try_send(report).map_err(full)
    }

    /// A failed transaction: the reason for no data, or the end of the driver.
    fn miss(&mut self, error: LinkError) -> Result<NoData, DriverError> {
        let reason = error.to_string();
        let no_data = self.absent(error)?;
        self.misses += 1;
        if self.misses >= MISSES_MAX {
            return Err(DriverError::Lost { instrument: self.instrument.clone(), reason });
        }
        Ok(no_data)
    }

    /// A failed transaction with an instrument that a run can do without: the reason for no data, or that nothing can be
    /// recorded any more.
    fn absent(&self, error: LinkError) -> Result<NoData, DriverError> {
        match error {
            LinkError::Record(failed) => Err(failed.into()),
            LinkError::Timeout(_) => Ok(NoData::Timeout),
            LinkError::Malformed(_) => Ok(NoData::Malformed),
            LinkError::Disconnected(_) => Ok(NoData::Disconnected),
        }
    }
}

/// A steady beat: late turns are skipped, not made up for.
struct Pace {
    clock: Clock,
    period_ns: u64,
    next_ns: u64,
}

impl Pace {
    fn new(clock: &Clock, period_s: f64) -> Self {
        let period_ns = nanoseconds(period_s).max(1_000_000);
        Self { clock: clock.clone(), period_ns, next_ns: clock.now_ns() }
    }

    /// Waits for the next beat.
    async fn beat(&mut self) {
        self.clock.sleep_until_ns(self.next_ns).await;
        let late = self.clock.now_ns().saturating_sub(self.next_ns) / self.period_ns;
        self.next_ns += (late + 1) * self.period_ns;
    }

    /// The next beat is now.
    fn restart(&mut self) {
        self.next_ns = self.clock.now_ns();
    }
}

/// Seconds of a description file as a duration of at least a millisecond.
pub(crate) fn duration(seconds: f64) -> Duration {
    Duration::from_nanos(nanoseconds(seconds).max(1_000_000))
}
