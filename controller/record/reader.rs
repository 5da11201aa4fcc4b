//! Reading a journal back: the whole chain is checked, a torn tail is told from damage.

use crate::event::{Entry, Event};
use crate::frame::{Frame, HEAD, MAGIC, TAIL, genesis, sequence_at};
use std::io;
use std::path::Path;

/// A journal in memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Contents {
    /// Every event in order.
    pub entries: Vec<Entry>,
    /// What was found around them.
    pub scan: Scan,
}

/// What reading a journal found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scan {
    /// The hash over all whole frames.
    pub head: [u8; 32],
    /// The number of whole frames.
    pub frames: u64,
    /// Length of the part that is whole.
    pub whole_bytes: u64,
    /// Length of the torn tail after it, which holds no whole frame; 0 in a journal that was not torn.
    pub torn_bytes: u64,
    /// Whether the last event ends the run.
    pub closed: bool,
}

/// Why a journal cannot be read. Nothing is changed on disk: the file is evidence.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file cannot be read.
    #[error("{path}: the journal cannot be read: {error}")]
    Io {
        /// The file.
        path: String,
        /// What the operating system says; the message tells it, so it is no `source`.
        error: io::Error,
    },
    /// The file begins with something else.
    #[error("not a journal: the file does not begin with `hadal-journal/1`")]
    NotAJournal,
    /// The process died before the first event was whole: nothing was recorded.
    #[error("the journal holds no whole event: the run was killed before it began")]
    Empty,
    /// A damaged frame with whole frames after it, or one whose hash does not follow.
    #[error("the journal is damaged: frame {sequence} at byte {offset} {why}; keep the file as evidence")]
    Damaged {
        /// Sequence of the damaged frame.
        sequence: u64,
        /// Where it begins.
        offset: u64,
        /// What is wrong with it.
        why: String,
    },
}

/// Reads a whole journal.
///
/// # Errors
/// See [`ReadError`].
pub fn read(path: &Path) -> Result<Contents, ReadError> {
    let mut entries = Vec::new();
    let scan = scan(&load(path)?, |entry| entries.push(entry))?;
    Ok(Contents { entries, scan })
}

/// All bytes of a journal.
pub(crate) fn load(path: &Path) -> Result<Vec<u8>, ReadError> {
    std::fs::read(path).map_err(|error| ReadError::Io { path: path.display().to_string(), error })
}

/// Checks a journal's bytes and hands over every event in order.
///
/// # Errors
/// See [`ReadError`]; events before the damage have been handed over.
pub fn scan(bytes: &[u8], mut each: impl FnMut(Entry)) -> Result<Scan, ReadError> {
    if !bytes.starts_with(MAGIC) {
        return Err(if MAGIC.starts_with(bytes) { ReadError::Empty } else { ReadError::NotAJournal });
    }
    let mut state = Scan { head: genesis(), frames: 0, whole_bytes: 16, torn_bytes: 0, closed: false };
    let mut rest = &bytes[MAGIC.len()..];
    while !rest.is_empty() {
        let Some(frame) = whole_frame(rest, &state)? else { break };
        let entry = entry(&frame).map_err(|why| damaged(&state, why))?;
        check_place(&state, &entry.event).map_err(|why| damaged(&state, why))?;
        state.closed = matches!(entry.event, Event::Closed { .. });
        each(entry);
        state.head = frame.hash;
        state.frames += 1;
        state.whole_bytes += frame.length() as u64;
        rest = &rest[frame.length()..];
    }
    state.torn_bytes = rest.len() as u64;
    if state.frames == 0 { Err(ReadError::Empty) } else { Ok(state) }
}

/// The next frame; none where only a torn tail is left.
fn whole_frame<'a>(rest: &'a [u8], state: &Scan) -> Result<Option<Frame<'a>>, ReadError> {
    match Frame::decode(rest) {
        Some(frame) if frame.sequence != state.frames => {
            Err(damaged(state, format!("has sequence {} instead", frame.sequence)))
        }
        Some(frame) if frame.follows(&state.head) => Ok(Some(frame)),
        _ => match frame_after(rest, state.frames) {
            Some((sequence, further)) => Err(damaged(
                state,
                format!("is broken, yet frame {sequence} is whole {further} bytes further on"),
            )),
            None => Ok(None),
        },
    }
}

/// A whole frame somewhere after a broken one. A torn tail has none: an append never began before the last one ended.
fn frame_after(rest: &[u8], broken: u64) -> Option<(u64, usize)> {
    let most = broken + (rest.len() / (HEAD + TAIL)) as u64;
    let plausible =
        |at: &usize| sequence_at(&rest[*at..]).is_some_and(|sequence| sequence > broken && sequence <= most);
    (1..rest.len())
        .filter(plausible)
        .find_map(|at| Frame::decode(&rest[at..]).map(|frame| (frame.sequence, at)))
}

fn entry(frame: &Frame<'_>) -> Result<Entry, String> {
    let event =
        rmp_serde::from_slice(frame.payload).map_err(|error| format!("holds no known event: {error}"))?;
    Ok(Entry { sequence: frame.sequence, time: frame.time, event })
}

fn check_place(state: &Scan, event: &Event) -> Result<(), String> {
    match (state.frames, event) {
        _ if state.closed => Err("comes after the end of the run".into()),
        (0, Event::Opened(_)) => Ok(()),
        (0, _) | (_, Event::Opened(_)) => {
            Err("is not where it belongs: `Opened` is the first and only the first".into())
        }
        _ => Ok(()),
    }
}

fn damaged(state: &Scan, why: String) -> ReadError {
    ReadError::Damaged { sequence: state.frames, offset: state.whole_bytes, why }
}
