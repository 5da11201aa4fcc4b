//! What all decoders share: taking messages from a stream of bytes, and saying what was dropped.

use std::fmt;
use std::marker::PhantomData;

/// Turns a stream of bytes into messages.
pub trait Decode {
    /// What comes out.
    type Message;

    /// Bytes have arrived, in a piece of any size.
    fn push(&mut self, bytes: &[u8]);

    /// The next whole message, or bytes that had to be dropped; `None` until more bytes arrive.
    fn take(&mut self) -> Option<Result<Self::Message, Dropped>>;

    /// Forgets a half-received message, as after a reconnection or a quiet wait. Gives what was forgotten, if any.
    fn reset(&mut self) -> Option<Dropped>;

    /// Pushes, then takes everything that is ready.
    fn feed(&mut self, bytes: &[u8]) -> Vec<Result<Self::Message, Dropped>> {
        self.push(bytes);
        std::iter::from_fn(|| self.take()).collect()
    }
}

/// Bytes that made no message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Dropped {
    /// The bytes, as received.
    pub bytes: Vec<u8>,
    /// Why they were dropped.
    pub reason: DropReason,
}

impl fmt::Display for Dropped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({} bytes): \"{}\"", self.reason, self.bytes.len(), self.bytes.escape_ascii())
    }
}

/// Why bytes were dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DropReason {
    /// A whole frame or line, but not one that this instrument sends.
    #[error("not a message of this instrument")]
    Malformed,
    /// A number that cannot be read, or is not finite.
    #[error("not a finite number")]
    NotANumber,
    /// Bytes that are not printable ASCII inside a line of text.
    #[error("not printable ASCII")]
    NotText,
    /// No end within the longest frame or line that the instrument sends.
    #[error("no end of message in sight")]
    TooLong,
    /// Bytes in front of a frame.
    #[error("bytes between frames")]
    OutOfFrame,
    /// A message that was cut off by a reset.
    #[error("cut off by a reset of the line")]
    CutOff,
}

/// Longest line of text that is waited for.
const LONGEST_LINE: usize = 1024;

/// Splits a stream into lines that end with CR, LF or both; empty lines vanish.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Lines {
    buffer: Vec<u8>,
}

impl Lines {
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The unfinished beginning of a line, after empty lines in front of it are gone.
    pub(crate) fn pending(&mut self) -> &[u8] {
        let empty = self.buffer.iter().take_while(|byte| is_end(**byte)).count();
        self.buffer.drain(..empty);
        &self.buffer
    }

    /// Removes `count` bytes from the front.
    pub(crate) fn skip(&mut self, count: usize) {
        self.buffer.drain(..count.min(self.buffer.len()));
    }

    /// The next line without its end, as text.
    pub(crate) fn take(&mut self) -> Option<Result<String, Dropped>> {
        let pending = self.pending();
        match pending.iter().position(|byte| is_end(*byte)) {
            Some(end) if end <= LONGEST_LINE => {
                let line: Vec<u8> = self.buffer.drain(..end).collect();
                Some(text(line))
            }
            None if pending.len() <= LONGEST_LINE => None,
            _ => {
                let bytes: Vec<u8> = self.buffer.drain(..=LONGEST_LINE).collect();
                Some(Err(Dropped { bytes, reason: DropReason::TooLong }))
            }
        }
    }

    pub(crate) fn reset(&mut self) -> Option<Dropped> {
        let bytes = std::mem::take(&mut self.buffer);
        let silent = bytes.iter().all(|byte| is_end(*byte));
        (!silent).then_some(Dropped { bytes, reason: DropReason::CutOff })
    }
}

/// A message that is one line of text.
pub trait LineMessage: Sized {
    /// Reads a line, its end already taken off.
    ///
    /// # Errors
    /// The line, and why it is no such message.
    fn from_line(line: &str) -> Result<Self, Dropped>;
}

/// Decodes messages that are one line of text each.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(bound = "")]
pub struct LineDecoder<M> {
    lines: Lines,
    message: PhantomData<fn() -> M>,
}

impl<M> Default for LineDecoder<M> {
    fn default() -> Self {
        Self { lines: Lines::default(), message: PhantomData }
    }
}

impl<M: LineMessage> Decode for LineDecoder<M> {
    type Message = M;

    fn push(&mut self, bytes: &[u8]) {
        self.lines.push(bytes);
    }

    fn take(&mut self) -> Option<Result<M, Dropped>> {
        Some(self.lines.take()?.and_then(|line| M::from_line(&line)))
    }

    fn reset(&mut self) -> Option<Dropped> {
        self.lines.reset()
    }
}

fn is_end(byte: u8) -> bool {
    byte == b'\r' || byte == b'\n'
}

/// A line as text, if it is printable.
pub(crate) fn text(line: Vec<u8>) -> Result<String, Dropped> {
    let printable = |byte: &u8| (0x20..0x7f).contains(byte) || *byte == b'\t';
    if !line.iter().all(printable) {
        return Err(Dropped { bytes: line, reason: DropReason::NotText });
    }
    String::from_utf8(line)
        .map_err(|error| Dropped { bytes: error.into_bytes(), reason: DropReason::NotText })
}

/// Reads a finite decimal number; words that Rust also takes for numbers ("inf", "nan") are refused.
pub(crate) fn number(text: &str) -> Result<f64, DropReason> {
    let text = text.trim();
    let plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E');
    if !text.bytes().all(plain) {
        return Err(DropReason::NotANumber);
    }
    text.parse().ok().filter(|value: &f64| value.is_finite()).ok_or(DropReason::NotANumber)
}

/// Names a line as dropped.
pub(crate) fn dropped(line: &str, reason: DropReason) -> Dropped {
    Dropped { bytes: line.as_bytes().to_vec(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_either_or_both_and_empty_ones_vanish() {
        let mut lines = Lines::default();
        lines.push(b"\r\na\rb\nc\r\n\r\nd");
        let whole: Vec<_> = std::iter::from_fn(|| lines.take()).map(Result::unwrap).collect();
        assert_eq!(whole, ["a", "b", "c"]);
        assert_eq!(lines.pending(), b"d");
        assert_eq!(lines.reset().unwrap().reason, DropReason::CutOff);
    }

    #[test]
    fn an_endless_line_is_dropped_in_bounded_pieces_and_the_next_one_is_read() {
        let mut lines = Lines::default();
        lines.push(&vec![b'x'; 3000]);
        lines.push(b"\rgood\r");
        let mut taken: Vec<_> = std::iter::from_fn(|| lines.take()).collect();
        assert_eq!(taken.pop().unwrap().unwrap(), "good");
        assert_eq!(taken[0].as_ref().unwrap_err().reason, DropReason::TooLong);
        assert_eq!(taken[0].as_ref().unwrap_err().bytes.len(), LONGEST_LINE + 1);
    }

    #[test]
    fn numbers_are_decimal_and_finite() {
        assert!((number(" +1.5e3 ").unwrap() - 1500.0).abs() < 1e-9);
        for bad in ["", "nan", "inf", "infinity", "1e999", "1,5", "0x10", "--1", "1 2"] {
            assert_eq!(number(bad), Err(DropReason::NotANumber), "{bad}");
        }
    }
}
