//! Closing the record of a run whose process died.

use crate::LayoutError;
use crate::event::{Event, Opened, Outcome, Timestamp};
use crate::journal::{Journal, JournalError};
use crate::reader::{ReadError, Scan, scan};
use crate::record::{Record, RecordError};
use crate::store::{FileStore, HDF5_FILE, JOURNAL_FILE, run_folder, try_lock};
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// What recovery found and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// How the run ended: [`Outcome::Recovered`] where this or an earlier recovery closed it.
    pub outcome: Outcome,
    /// The journal's last hash, 64 hexadecimal digits.
    pub head: String,
    /// Number of events in the journal.
    pub frames: u64,
    /// Bytes of a torn last event, cut off.
    pub torn_bytes: u64,
    /// Whether the journal lacked its end.
    pub closed_now: bool,
    /// Whether `run.h5` was written.
    pub written_now: bool,
}

/// Why a record cannot be recovered. The journal is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RecoverError {
    /// A process holds the journal.
    #[error("the run is alive: another process holds its journal")]
    Alive,
    /// The journal cannot be opened or changed.
    #[error("{path}: {error}")]
    Io {
        /// The journal.
        path: String,
        /// What the operating system says; the message tells it, so it is no `source`.
        error: io::Error,
    },
    /// The journal cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The end cannot be written.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The record cannot be made or there is none.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// `run.h5` cannot be written.
    #[error(transparent)]
    Layout(#[from] LayoutError),
}

/// Closes the record of a run that was killed, and writes its `run.h5`. On a finished run it changes nothing.
///
/// `run` is the run's folder or its `run.h5`. The end bears the time of the last event, so that the same journal always
/// gives the same record.
///
/// # Errors
/// A run that is alive, a journal that is damaged or empty, or a file system that refuses.
pub fn recover(run: &Path) -> Result<Recovery, RecoverError> {
    let folder = run_folder(run);
    let (journal, hdf5) = (folder.join(JOURNAL_FILE), folder.join(HDF5_FILE));
    if !journal.exists() {
        return finished(&Record::open(run)?);
    }
    let closed = close(&journal)?;
    let record = Record::from_journal(&journal)?;
    let current = hdf5.exists()
        && crate::hdf5::read_hdf5(&hdf5).is_ok_and(|written| written.digest() == record.digest());
    if !current {
        crate::hdf5::write_hdf5(&record, &hdf5)?;
    }
    Ok(Recovery {
        torn_bytes: closed.scan.torn_bytes,
        closed_now: closed.closed_now,
        written_now: !current,
        ..finished(&record)?
    })
}

fn finished(record: &Record) -> Result<Recovery, RecoverError> {
    let outcome = record.outcome().cloned().ok_or(RecordError::NotClosed)?;
    let (head, frames) = (record.head.clone(), record.frames);
    Ok(Recovery { outcome, head, frames, torn_bytes: 0, closed_now: false, written_now: false })
}

/// A journal that has its end, locked until this is dropped.
struct Closed {
    scan: Scan,
    closed_now: bool,
    _lock: File,
}

/// Cuts a torn tail and appends the end, where they are needed.
fn close(path: &Path) -> Result<Closed, RecoverError> {
    let refused = |error| RecoverError::Io { path: path.display().to_string(), error };
    let mut file = OpenOptions::new().read(true).append(true).open(path).map_err(refused)?;
    try_lock(&file).map_err(|error| match error.kind() {
        io::ErrorKind::WouldBlock => RecoverError::Alive,
        _ => refused(error),
    })?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(refused)?;
    let (mut opened, mut last) = (None, None);
    let scan = scan(&bytes, |entry| {
        last = Some(entry.time);
        if let Event::Opened(first) = entry.event {
            opened = Some(first);
        }
    })?;
    let lock = file.try_clone().map_err(refused)?;
    let store = FileStore::resume(file, &scan).map_err(refused)?;
    if let (false, Some(opened), Some(time)) = (scan.closed, opened, last) {
        append_end(store, &scan, &opened, time)?;
    }
    Ok(Closed { closed_now: !scan.closed, scan, _lock: lock })
}

fn append_end(store: FileStore, scan: &Scan, opened: &Opened, time: Timestamp) -> Result<(), JournalError> {
    let mut journal = Journal::resume(Box::new(store), scan.head, scan.frames, opened);
    journal.append(time, &Event::Closed { outcome: Outcome::Recovered })?;
    Ok(())
}
