//! What people type to an instrument: commands that end with CR, to some also with LF, and empty lines that mean something.

use crate::framing::{Decode, DropReason, Dropped};
use std::marker::PhantomData;

/// Longest command that an instrument takes.
const LONGEST_COMMAND: usize = 256;

/// What a line feed means to an instrument.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) enum LineFeed {
    /// Nothing: CR ends a line.
    #[default]
    Ignored,
    /// It ends a line as CR does; of CR LF and LF CR the second is dropped.
    EndsLine,
}

/// Splits a stream into typed lines; CR CR has an empty line between.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct TypedLines {
    line_feed: LineFeed,
    /// Lines end with CR here, whatever they ended with.
    buffer: Vec<u8>,
    /// The end that was just read, whose counterpart is still to be dropped.
    ended_by: Option<u8>,
}

impl TypedLines {
    pub(crate) fn new(line_feed: LineFeed) -> Self {
        Self { line_feed, ..Self::default() }
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if *byte == b'\n' && self.line_feed == LineFeed::Ignored {
                continue;
            }
            let counterpart = matches!((self.ended_by, byte), (Some(b'\r'), b'\n') | (Some(b'\n'), b'\r'));
            self.ended_by = (!counterpart && matches!(byte, b'\r' | b'\n')).then_some(*byte);
            if !counterpart {
                self.buffer.push(if *byte == b'\n' { b'\r' } else { *byte });
            }
        }
    }

    /// The next line without its end.
    pub(crate) fn take(&mut self) -> Option<Result<String, Dropped>> {
        let end = self.buffer.iter().position(|byte| *byte == b'\r');
        if end.unwrap_or(self.buffer.len()) > LONGEST_COMMAND {
            let bytes = self.buffer.drain(..=LONGEST_COMMAND).collect();
            return Some(Err(Dropped { bytes, reason: DropReason::TooLong }));
        }
        let mut bytes: Vec<u8> = self.buffer.drain(..=end?).collect();
        bytes.pop();
        Some(text(bytes))
    }

    pub(crate) fn reset(&mut self) -> Option<Dropped> {
        self.ended_by = None;
        let bytes = std::mem::take(&mut self.buffer);
        (!bytes.is_empty()).then_some(Dropped { bytes, reason: DropReason::CutOff })
    }
}

/// A command that is typed on a line of its own.
pub trait TypedCommand: Sized {
    /// What a line means; `None` where the instrument does not know it.
    fn from_typed(line: &str) -> Option<Self>;
}

/// A line typed to an instrument: known or not.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Typed<C> {
    /// As typed.
    pub line: String,
    /// What it means.
    pub request: Option<C>,
}

/// An instrument's side: typed lines that end with CR; an empty line counts.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(bound = "")]
pub struct TypedDecoder<C> {
    lines: TypedLines,
    command: PhantomData<fn() -> C>,
}

impl<C> Default for TypedDecoder<C> {
    fn default() -> Self {
        Self { lines: TypedLines::default(), command: PhantomData }
    }
}

impl<C: TypedCommand> Decode for TypedDecoder<C> {
    type Message = Typed<C>;

    fn push(&mut self, bytes: &[u8]) {
        self.lines.push(bytes);
    }

    fn take(&mut self) -> Option<Result<Typed<C>, Dropped>> {
        let typed = |line: String| Typed { request: C::from_typed(&line), line };
        Some(self.lines.take()?.map(typed))
    }

    fn reset(&mut self) -> Option<Dropped> {
        self.lines.reset()
    }
}

fn text(bytes: Vec<u8>) -> Result<String, Dropped> {
    if !bytes.iter().all(|byte| (0x20..0x7f).contains(byte)) {
        return Err(Dropped { bytes, reason: DropReason::NotText });
    }
    String::from_utf8(bytes)
        .map_err(|error| Dropped { bytes: error.into_bytes(), reason: DropReason::NotText })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(line_feed: LineFeed, bytes: &[u8]) -> Vec<String> {
        let mut typed = TypedLines::new(line_feed);
        bytes.iter().for_each(|byte| typed.push(&[*byte]));
        std::iter::from_fn(|| typed.take()).map(Result::unwrap).collect()
    }

    #[test]
    fn pairs_of_ends_are_one_and_equal_ends_are_two() {
        let bytes = b"a\r\nb\n\rc\r\rd\n\n";
        assert_eq!(lines(LineFeed::EndsLine, bytes), ["a", "b", "c", "", "d", ""]);
        assert_eq!(lines(LineFeed::Ignored, bytes), ["a", "b", "c", ""], "d has not ended");
    }

    #[test]
    fn what_never_ends_is_dropped_in_pieces() {
        let mut typed = TypedLines::default();
        typed.push(&[b'x'; 1000]);
        let reasons: Vec<DropReason> =
            std::iter::from_fn(|| typed.take()).map(|line| line.unwrap_err().reason).collect();
        assert_eq!(reasons, [DropReason::TooLong; 3]);
    }
}
