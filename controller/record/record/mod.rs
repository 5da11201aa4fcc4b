//! The whole record of a run in memory, as columns: what fits, certificates and reports read.

mod build;
mod digest;

pub use build::Builder;
pub(crate) use build::empty_sets;

use crate::LayoutError;
use crate::event::{Bottle, Check, Direction, Entry, NoData, Opened, Outcome, Plant, Point, Timestamp};
use crate::names::{channel_set, channel_variable};
use crate::reader::{ReadError, load, scan};
use crate::store::{HDF5_FILE, JOURNAL_FILE, run_folder};
use std::path::Path;

/// The status of a channel in a row in which it was not read at all, only others of its set.
pub const ABSENT: u8 = 7;

/// The record of a run.
#[derive(Clone, Debug)]
pub struct Record {
    /// What the run was made of.
    pub opened: Opened,
    /// The journal's last hash, 64 hexadecimal digits: it stands for the whole record.
    pub head: String,
    /// Number of events in the journal.
    pub frames: u64,
    /// When the last event was recorded.
    pub ended: Timestamp,
    /// Readings, one set for each first part of channel names, in the order of [`Opened::channels`].
    pub sets: Vec<ChannelSet>,
    /// Raw bytes on all lines, in order.
    pub traffic: Traffic,
    /// Transitions, commands, trips and notes, in order.
    pub events: Vec<Entry>,
    /// When and where each of [`Record::points`] was recorded.
    pub point_stamps: Vec<Stamp>,
    /// When and where each of [`Record::bottles`] was recorded.
    pub bottle_stamps: Vec<Stamp>,
    /// When and where each of [`Record::checks`] was recorded.
    pub check_stamps: Vec<Stamp>,
    pub(crate) points: Vec<Point>,
    pub(crate) bottles: Vec<Bottle>,
    pub(crate) checks: Vec<Check>,
    pub(crate) outcome: Option<Outcome>,
}

/// Place in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Number in the journal.
    pub sequence: u64,
    /// When it was recorded.
    pub time: Timestamp,
}

/// Channels that are read together and share their times; all columns are equally long.
#[derive(Clone, Debug, Default)]
pub struct ChannelSet {
    /// The first part of the channels' names.
    pub name: String,
    /// Midpoint of the integration, nanoseconds on the run's monotonic clock.
    pub at_ns: Vec<u64>,
    /// Journal sequence of the row's first reading.
    pub sequence: Vec<u64>,
    /// Journal sequence of the bytes the row came from.
    pub from_sequence: Vec<u64>,
    /// One column for each channel.
    pub series: Vec<Series>,
}

/// One channel's column of a [`ChannelSet`].
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// Index into [`Opened::channels`].
    pub channel: u16,
    /// Values in the channel's unit; NaN where there is none.
    pub values: Vec<f64>,
    /// 0 where there is a value, otherwise why not: 1 + [`NoData`] in its order, or [`ABSENT`].
    pub status: Vec<u8>,
}

/// Raw bytes as a ragged array: row `i` has `byte_count[i]` of `data`, after those of the rows before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Journal sequence.
    pub sequence: Vec<u64>,
    /// Nanoseconds on the run's monotonic clock.
    pub monotonic_ns: Vec<u64>,
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    pub utc_ns: Vec<i64>,
    /// Index into [`Opened::links`].
    pub link: Vec<u16>,
    /// 0 sent to the instrument, 1 received from it.
    pub direction: Vec<u8>,
    /// Bytes in the row.
    pub byte_count: Vec<u32>,
    /// All bytes.
    pub data: Vec<u8>,
}

/// Why a record cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The journal cannot be read.
    #[error(transparent)]
    Journal(#[from] ReadError),
    /// The HDF5 file cannot be read.
    #[error(transparent)]
    Hdf5(#[from] LayoutError),
    /// The run has not ended in its journal.
    #[error("the run's record is not closed: if the run is no longer alive, `hadal recover` closes it")]
    NotClosed,
    /// There is neither journal nor HDF5 file.
    #[error("{0}: no record of a run is there; accepted is a run's folder or its {HDF5_FILE}")]
    Missing(String),
    /// An event names what the run was not opened with.
    #[error("event {sequence} names {what}, which the run was not opened with")]
    Unknown {
        /// The event's sequence.
        sequence: u64,
        /// Its channel or link.
        what: String,
    },
}

impl Record {
    /// The record of a journal, whether closed or not; a torn tail is left out.
    ///
    /// # Errors
    /// A journal that cannot be read or that contradicts itself.
    pub fn from_journal(path: &Path) -> Result<Self, RecordError> {
        Self::from_journal_bytes(&load(path)?)
    }

    /// As [`Record::from_journal`], of a journal in memory.
    ///
    /// # Errors
    /// A journal that cannot be read or that contradicts itself.
    pub fn from_journal_bytes(bytes: &[u8]) -> Result<Self, RecordError> {
        let mut builder = Builder::default();
        let mut result = Ok(());
        let scan = scan(bytes, |entry| {
            if result.is_ok() {
                result = builder.push(entry);
            }
        })?;
        result?;
        builder.finish(scan.head)
    }

    /// The closed record of a run: its folder, or its `run.h5`.
    ///
    /// # Errors
    /// No record, one that is not closed, or one that is damaged.
    pub fn open(run: &Path) -> Result<Self, RecordError> {
        if run.is_file() && run.file_name().is_none_or(|name| name != JOURNAL_FILE) {
            return Ok(crate::hdf5::read_hdf5(run)?);
        }
        let folder = run_folder(run);
        let (hdf5, journal) = (folder.join(HDF5_FILE), folder.join(JOURNAL_FILE));
        if !run.exists() || !(hdf5.exists() || journal.exists()) {
            return Err(RecordError::Missing(run.display().to_string()));
        }
        if hdf5.exists() {
            return Ok(crate::hdf5::read_hdf5(&hdf5)?);
        }
        let record = Self::from_journal(&journal)?;
        if record.outcome.is_none() { Err(RecordError::NotClosed) } else { Ok(record) }
    }

    /// A channel's times (nanoseconds on the monotonic clock) and values; NaN where there is none.
    pub fn readings(&self, channel: &str) -> Option<(&[u64], &[f64])> {
        let (set, series) = self.series(channel)?;
        Some((&set.at_ns, &series.values))
    }

    /// A channel's column and the set it is in.
    pub fn series(&self, channel: &str) -> Option<(&ChannelSet, &Series)> {
        let index = self.opened.channels.iter().position(|known| known.name == channel)?;
        let set = self.sets.iter().find(|set| set.name == channel_set(channel))?;
        Some((set, set.series.iter().find(|series| usize::from(series.channel) == index)?))
    }

    /// The points, in order.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The bottles, in order.
    pub fn bottles(&self) -> &[Bottle] {
        &self.bottles
    }

    /// The checks that bracket the run, in order.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// How the run ended; none while it has not.
    pub const fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// Whether a twin answered: then every product is marked SIMULATED.
    pub const fn simulated(&self) -> bool {
        matches!(self.opened.plant, Plant::Twin { .. })
    }

    /// BLAKE3 over everything in the record: two records with the same digest are the same.
    pub fn digest(&self) -> [u8; 32] {
        digest::digest(self)
    }
}

impl ChannelSet {
    /// Number of rows.
    pub const fn rows(&self) -> usize {
        self.at_ns.len()
    }
}

impl Series {
    /// The variable's name in its set.
    pub fn variable<'a>(&self, opened: &'a Opened) -> &'a str {
        opened.channels.get(usize::from(self.channel)).map_or("", |channel| channel_variable(&channel.name))
    }
}

impl Traffic {
    /// Every row with its bytes, in order.
    pub fn rows(&self) -> impl Iterator<Item = (u64, u16, Direction, &[u8])> {
        let mut end = 0;
        (0..self.sequence.len()).map(move |row| {
            let start = end;
            end += self.byte_count[row] as usize;
            let direction = if self.direction[row] == 0 { Direction::Sent } else { Direction::Received };
            (self.sequence[row], self.link[row], direction, &self.data[start..end])
        })
    }
}

/// The status of a reading without a value.
pub(crate) const fn status(reason: NoData) -> u8 {
    match reason {
        NoData::NotReady => 1,
        NoData::Refused => 2,
        NoData::Malformed => 3,
        NoData::Timeout => 4,
        NoData::Disconnected => 5,
        NoData::OutOfRange => 6,
    }
}
