//! Lines that end as their description says, to the byte.

use crate::framing::{Decode, DropReason, Dropped, text};

/// Longest line that is waited for.
pub const LONGEST: usize = 1024;

/// Splits a stream into lines of printable ASCII with one certain end; empty lines vanish.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct EndedLines {
    end: Vec<u8>,
    buffer: Vec<u8>,
}

impl EndedLines {
    /// Lines with this end.
    pub(super) fn new(end: &str) -> Self {
        Self { end: end.as_bytes().to_vec(), buffer: Vec::new() }
    }

    /// Where the first line ends.
    fn next_end(&self) -> Option<usize> {
        let length = self.end.len();
        if length == 0 { None } else { self.buffer.windows(length).position(|window| window == self.end) }
    }
}

impl Decode for EndedLines {
    type Message = String;

    fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    fn take(&mut self) -> Option<Result<String, Dropped>> {
        loop {
            match self.next_end() {
                Some(0) => drop(self.buffer.drain(..self.end.len())),
                Some(end) if end <= LONGEST => {
                    let line = self.buffer.drain(..end).collect();
                    self.buffer.drain(..self.end.len());
                    return Some(text(line));
                }
                // Until so many have come, the end may still stand in time.
                None if self.buffer.len() < LONGEST + self.end.len().max(1) => return None,
                _ => {
                    let bytes = self.buffer.drain(..=LONGEST).collect();
                    return Some(Err(Dropped { bytes, reason: DropReason::TooLong }));
                }
            }
        }
    }

    fn reset(&mut self) -> Option<Dropped> {
        let bytes = std::mem::take(&mut self.buffer);
        (!bytes.is_empty()).then_some(Dropped { bytes, reason: DropReason::CutOff })
    }
}
