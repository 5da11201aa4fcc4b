//! The append-only journal of a run that is under way.

use crate::event::{Event, Opened, Timestamp};
use crate::frame::{self, EncodeError, MAGIC};
use crate::names::{self, ChannelNameError};
use crate::store::Store;
use std::io;
use std::time::Duration;

/// Longest wall time for which an appended event may stay undurable.
pub const COMMIT_WITHIN: Duration = Duration::from_millis(100);

/// A journal under way. Every event gets the next sequence, and its hash covers all events before it.
///
/// What is appended survives the death of the process at once, and a power cut after the next commit.
/// After an I/O error the journal stays failed: nothing later may look recorded.
pub struct Journal {
    store: Box<dyn Store>,
    head: [u8; 32],
    sequence: u64,
    durable: u64,
    committed_at: Duration,
    links: usize,
    channels: usize,
    closed: bool,
    failed: Option<io::ErrorKind>,
    buffer: Vec<u8>,
}

/// Why an event is not recorded.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The store failed now. The run must become safe: it is no longer recorded.
    #[error("the journal cannot be written: {0}")]
    Io(io::Error),
    /// The store failed before.
    #[error("the journal failed earlier ({0}) and takes nothing more")]
    Failed(io::ErrorKind),
    /// The run has ended.
    #[error("the journal is closed and takes nothing more")]
    Closed,
    /// An event that cannot be written; the journal is as it was.
    #[error("event {0}")]
    Event(String),
    /// The channels of the run cannot be recorded.
    #[error(transparent)]
    Channels(#[from] ChannelNameError),
}

/// Not by `#[from]`: the message tells the cause, and a `source` would have it told twice.
impl From<io::Error> for JournalError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<EncodeError> for JournalError {
    fn from(error: EncodeError) -> Self {
        Self::Event(error.to_string())
    }
}

impl Journal {
    /// Begins a journal with its first event, durable on return. Its time is monotonic zero at `epoch_utc_ns`.
    ///
    /// # Errors
    /// Channel names that cannot be recorded, or the store's error.
    pub fn create(store: Box<dyn Store>, opened: Opened) -> Result<Self, JournalError> {
        names::check(&opened.channels)?;
        let time = Timestamp { monotonic_ns: 0, utc_ns: opened.epoch_utc_ns };
        let mut journal = Self {
            store,
            head: frame::genesis(),
            sequence: 0,
            durable: 0,
            committed_at: Duration::ZERO,
            links: opened.links.len(),
            channels: opened.channels.len(),
            closed: false,
            failed: None,
            buffer: MAGIC.to_vec(),
        };
        journal.write(time, &Event::Opened(Box::new(opened)))?;
        journal.commit()?;
        Ok(journal)
    }

    /// Goes on after a recovered journal; only recovery does.
    pub(crate) fn resume(store: Box<dyn Store>, head: [u8; 32], frames: u64, opened: &Opened) -> Self {
        Self {
            store,
            head,
            sequence: frames,
            durable: frames,
            committed_at: Duration::ZERO,
            links: opened.links.len(),
            channels: opened.channels.len(),
            closed: false,
            failed: None,
            buffer: Vec::new(),
        }
    }

    /// Appends one event and returns its sequence.
    ///
    /// Transitions, trips, points, bottles, notes and the end of the run are durable on return; everything else with
    /// the next commit.
    ///
    /// # Errors
    /// The store's error, now or earlier; a closed journal; an event that names a link or channel that is not there.
    pub fn append(&mut self, time: Timestamp, event: &Event) -> Result<u64, JournalError> {
        self.check(event)?;
        let sequence = self.write(time, event)?;
        self.closed = matches!(event, Event::Closed { .. });
        if is_urgent(event) {
            self.commit()?;
        }
        Ok(sequence)
    }

    /// Makes everything appended so far durable (fdatasync on a file).
    ///
    /// # Errors
    /// The store's error, now or earlier.
    pub fn commit(&mut self) -> Result<(), JournalError> {
        self.check_store()?;
        if self.durable < self.sequence {
            let result = self.store.sync();
            self.latch(result)?;
            self.durable = self.sequence;
        }
        Ok(())
    }

    /// Commits when [`COMMIT_WITHIN`] of wall time has passed since this last committed.
    ///
    /// `wall_elapsed` is wall time since the run began, from the caller's clock: virtual time would let a power cut
    /// take hours of a fast run, or make it sync 10 times a virtual second.
    ///
    /// # Errors
    /// The store's error, now or earlier.
    pub fn commit_if_due(&mut self, wall_elapsed: Duration) -> Result<(), JournalError> {
        self.check_store()?;
        if wall_elapsed.saturating_sub(self.committed_at) >= COMMIT_WITHIN {
            self.committed_at = wall_elapsed;
            self.commit()?;
        }
        Ok(())
    }

    /// The hash over everything appended so far.
    pub const fn head(&self) -> [u8; 32] {
        self.head
    }

    /// The sequence that the next event will get, which is the number of events so far.
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The number of events that a power cut now would leave.
    pub const fn durable(&self) -> u64 {
        self.durable
    }

    fn check(&self, event: &Event) -> Result<(), JournalError> {
        self.check_store()?;
        let (what, index, count) = match event {
            _ if self.closed => return Err(JournalError::Closed),
            Event::Opened(_) => return Err(JournalError::Event("Opened: accepted only as the first".into())),
            Event::Bytes { link, .. } => ("link", usize::from(*link), self.links),
            Event::Reading(reading) => ("channel", usize::from(reading.channel), self.channels),
            _ => return Ok(()),
        };
        if index < count {
            return Ok(());
        }
        Err(JournalError::Event(format!("names {what} {index}: the run was opened with {count}")))
    }

    fn check_store(&self) -> Result<(), JournalError> {
        self.failed.map_or(Ok(()), |kind| Err(JournalError::Failed(kind)))
    }

    fn write(&mut self, time: Timestamp, event: &Event) -> Result<u64, JournalError> {
        let encoded = frame::encode(&mut self.buffer, &self.head, self.sequence, time, event);
        if encoded.is_err() {
            self.buffer.clear();
        }
        let head = encoded?;
        let result = self.store.append(&self.buffer);
        self.buffer.clear();
        self.latch(result)?;
        self.head = head;
        self.sequence += 1;
        Ok(self.sequence - 1)
    }

    fn latch(&mut self, result: io::Result<()>) -> Result<(), JournalError> {
        if let Err(error) = &result {
            self.failed = Some(error.kind());
        }
        Ok(result?)
    }
}

/// What the run may not move on from before it is durable. Readings and bytes come with the next group commit.
const fn is_urgent(event: &Event) -> bool {
    match event {
        Event::Transition { .. }
        | Event::Trip { .. }
        | Event::Note { .. }
        | Event::Point(_)
        | Event::Bottle(_)
        | Event::Check(_)
        | Event::Closed { .. } => true,
        Event::Opened(_) | Event::Bytes { .. } | Event::Reading(_) | Event::Command { .. } => false,
    }
}
