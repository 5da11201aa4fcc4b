//! RBR's files, `.rsk`: the instrument, its channels with their calibrations, and the samples.
//!
//! Such a file is an SQLite database that Ruskin or the logger wrote. The samples in it are quantities already (mS/cm,
//! °C, dbar), converted by the logger with the calibration that the file names; nothing is converted here. What the
//! channels' coefficients mean stands beside them, as far as the maker's equation is one of ours.
//!
//! ```no_run
//! let file = hadal::rsk::open(std::path::Path::new("cast.rsk"))?;
//! for channel in &file.header().channels {
//!     println!("{} [{}]", channel.long_name, channel.unit);
//! }
//! let samples = file.read()?;
//! println!("{} samples", samples.time_ms.len());
//! # Ok::<(), hadal::rsk::RskError>(())
//! ```
//!
//! Sources: pyrsktools 1.3.0 (RBR, Apache-2.0), which reads versions 1.13.4 to 3.2, and the L3 command reference. It
//! was also asked what the tables are called in each version; columns that a version lacks are no error where nothing
//! depends on them.
//!
//! Why `rusqlite` with SQLite inside it: the format is SQLite's own, which nobody else reads as safely; the crate is
//! kept up by its community since 2014 (MIT), SQLite is in the public domain, and compiled in it is the same on every
//! machine. The file is opened read-only and immutable, so nothing is ever written beside it.

mod calibration;
mod columns;
mod database;
mod error;
mod header;
mod instrument;
mod region;
mod rows;
mod samples;
mod schema;
#[cfg(test)]
mod tests;

pub use calibration::ChannelCalibration;
pub use columns::{Column, Samples};
pub use error::{Problem, RskError};
pub use header::{Deployment, Format, Header, Instrument, Schedule};
pub use instrument::{Channel, Nature, Quantity, Status};
pub use region::{Detail, Event, Position, Region};

use database::Database;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// An open file with its header read.
#[derive(Debug)]
pub struct Rsk {
    path: PathBuf,
    database: Database,
    header: Header,
}

/// Opens a file, read-only, and reads everything but the samples.
///
/// # Errors
/// [`RskError`], naming the file and, as far as it comes to that, table, column, value and what is accepted.
pub fn open(path: &Path) -> Result<Rsk, RskError> {
    let at = |problem| RskError { path: path.to_owned(), problem: Box::new(problem) };
    let database = Database::open(path).map_err(at)?;
    let header = header::read(&database).map_err(at)?;
    Ok(Rsk { path: path.to_owned(), database, header })
}

impl Rsk {
    /// Everything but the samples.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// All samples, in the order of time.
    ///
    /// # Errors
    /// [`RskError`]: a value that is no number, a damaged file, or samples of several schedules, which are then read
    /// one by one with [`Self::read_schedule`].
    pub fn read(&self) -> Result<Samples, RskError> {
        self.within(|| match self.header.sampled_schedules.as_slice() {
            [] | [_] => samples::read(&self.database, &self.header, None),
            several => Err(Problem::SeveralSchedules { schedules: several.to_vec() }),
        })
    }

    /// The samples of one schedule, in the order of time. Only files of version 3 and later can have several.
    ///
    /// # Errors
    /// [`RskError`]: as [`Self::read`], or a schedule without samples.
    pub fn read_schedule(&self, schedule: i64) -> Result<Samples, RskError> {
        self.within(|| {
            if !self.header.sampled_schedules.contains(&schedule) {
                let accepted = self.header.sampled_schedules.clone();
                return Err(Problem::NoSuchSchedule { schedule, accepted });
            }
            samples::read(&self.database, &self.header, Some(schedule))
        })
    }

    /// Visits every sample in the order of time without keeping any: its time, ms since 1970 UTC, its schedule (0 where
    /// the file knows none), and its values in the order of the channels that are stored ([`Header::stored`]), NaN where
    /// there is none.
    ///
    /// # Errors
    /// [`RskError`]: a value that is no number, or a damaged file.
    pub fn visit(
        &self,
        mut visitor: impl FnMut(i64, i64, &[f64]) -> ControlFlow<()>,
    ) -> Result<(), RskError> {
        self.within(|| samples::visit(&self.database, &self.header, None, &mut visitor))
    }

    fn within<T>(&self, act: impl FnOnce() -> Result<T, Problem>) -> Result<T, RskError> {
        act().map_err(|problem| RskError { path: self.path.clone(), problem: Box::new(problem) })
    }
}
