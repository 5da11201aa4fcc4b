//! The one pen that writes the journal: every task of a run shares it, and bytes get their number before their meaning.

use crate::clock::{Clock, WallStopwatch};
use hadal_record::event::{Direction, Event};
use hadal_record::{Journal, JournalError};
use std::sync::{Arc, Mutex, PoisonError};

/// The record cannot be written any more; the run must end.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the record cannot be written: {reason}")]
pub struct RecordFailed {
    /// What the journal said first.
    pub reason: String,
}

/// A shared handle to the journal. Once a write has failed every later one fails too.
#[derive(Clone)]
pub struct Recorder {
    clock: Clock,
    pen: Arc<Mutex<Pen>>,
    strictness: Strictness,
}

/// What a failed record means to whoever writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Strictness {
    /// Nothing may go on.
    Strict,
    /// Making the plant safe goes on unrecorded.
    Lenient,
}

struct Pen {
    journal: Journal,
    opened: WallStopwatch,
    failed: Option<RecordFailed>,
}

impl Recorder {
    /// Takes the journal over.
    pub fn new(clock: Clock, journal: Journal) -> Self {
        let pen = Pen { journal, opened: WallStopwatch::start(), failed: None };
        Self { clock, pen: Arc::new(Mutex::new(pen)), strictness: Strictness::Strict }
    }

    /// A handle for safe-down: it records while it can, and never fails.
    pub fn lenient(&self) -> Self {
        Self { strictness: Strictness::Lenient, ..self.clone() }
    }

    /// Appends an event now and returns its sequence number.
    pub fn record(&self, event: &Event) -> Result<u64, RecordFailed> {
        let time = self.clock.now();
        let recorded = self.with(|pen| {
            let sequence = pen.journal.append(time, event)?;
            pen.commit_if_due()?;
            Ok(sequence)
        });
        match (recorded, self.strictness) {
            (Err(_), Strictness::Lenient) => Ok(0),
            (recorded, _) => recorded,
        }
    }

    /// Appends bytes of a line, before anyone interprets them.
    pub fn bytes(&self, link: u16, direction: Direction, bytes: &[u8]) -> Result<u64, RecordFailed> {
        self.record(&Event::Bytes { link, direction, bytes: bytes.to_vec() })
    }

    /// Appends a note.
    pub fn note(&self, text: impl Into<String>) -> Result<u64, RecordFailed> {
        self.record(&Event::Note { text: text.into() })
    }

    /// Commits what is due by the wall's clock; call it now and then when nothing is appended.
    pub fn commit_if_due(&self) -> Result<(), RecordFailed> {
        self.with(Pen::commit_if_due)
    }

    /// Commits everything.
    pub fn commit(&self) -> Result<(), RecordFailed> {
        self.with(|pen| pen.journal.commit())
    }

    /// The first failure, if any.
    pub fn failure(&self) -> Option<RecordFailed> {
        self.lock().failed.clone()
    }

    /// The hash chain's head.
    pub fn head(&self) -> [u8; 32] {
        self.lock().journal.head()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Pen> {
        if self.pen.is_poisoned() {
            let mut pen = self.pen.lock().unwrap_or_else(PoisonError::into_inner);
            pen.failed.get_or_insert_with(|| RecordFailed { reason: "the journal panicked".to_owned() });
            return pen;
        }
        self.pen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, act: impl FnOnce(&mut Pen) -> Result<T, JournalError>) -> Result<T, RecordFailed> {
        let mut pen = self.lock();
        if let Some(failed) = &pen.failed {
            return Err(failed.clone());
        }
        act(&mut pen).map_err(|error| {
            let failed = RecordFailed { reason: error.to_string() };
            pen.failed = Some(failed.clone());
            failed
        })
    }
}

impl Pen {
    fn commit_if_due(&mut self) -> Result<(), JournalError> {
        self.journal.commit_if_due(self.opened.elapsed())
    }
}
