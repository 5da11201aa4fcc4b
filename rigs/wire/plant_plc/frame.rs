//! Cutting a TCP stream into Modbus frames, and finding the next frame again after damage.

use crate::framing::{DropReason, Dropped};

/// Transaction (2), protocol (2), length (2), unit (1).
const HEADER: usize = 7;
/// Longest frame: a header and a protocol data unit of 253 bytes (MODBUS on TCP/IP V1.0b, section 3.1.3).
const LONGEST: usize = 260;

/// A whole frame.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Frame {
    pub(super) bytes: Vec<u8>,
}

impl Frame {
    pub(super) fn new(transaction: u16, unit: u8, pdu: &[u8]) -> Self {
        let length = u16::try_from(pdu.len() + 1).unwrap_or(u16::MAX);
        let mut bytes = Vec::with_capacity(HEADER + pdu.len());
        for word in [transaction, 0, length] {
            bytes.extend(word.to_be_bytes());
        }
        bytes.push(unit);
        bytes.extend(pdu);
        Self { bytes }
    }

    pub(super) fn transaction(&self) -> u16 {
        u16::from_be_bytes([self.bytes[0], self.bytes[1]])
    }

    pub(super) fn pdu(&self) -> &[u8] {
        &self.bytes[HEADER..]
    }

    pub(super) fn dropped(self, reason: DropReason) -> Dropped {
        Dropped { bytes: self.bytes, reason }
    }
}

/// Finds frames of one unit in a stream. Bytes that cannot begin one are dropped together.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Frames {
    unit: u8,
    functions: Vec<u8>,
    buffer: Vec<u8>,
}

impl Frames {
    /// `functions` are those that can stand in a frame; others count as damage.
    pub(super) fn new(unit: u8, functions: &[u8]) -> Self {
        Self { unit, functions: functions.to_vec(), buffer: Vec::new() }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    pub(super) fn take(&mut self) -> Option<Result<Frame, Dropped>> {
        let start = (0..self.buffer.len()).find(|start| self.can_begin(&self.buffer[*start..]));
        match start {
            Some(0) => self.whole().map(Ok),
            Some(start) => Some(Err(self.drop_front(start))),
            None if self.buffer.is_empty() => None,
            None => Some(Err(self.drop_front(self.buffer.len()))),
        }
    }

    pub(super) fn reset(&mut self) -> Option<Dropped> {
        let bytes = std::mem::take(&mut self.buffer);
        (!bytes.is_empty()).then_some(Dropped { bytes, reason: DropReason::CutOff })
    }

    /// Whether these bytes can be the beginning of a frame, as far as they have arrived.
    fn can_begin(&self, bytes: &[u8]) -> bool {
        let is =
            |index: usize, accepted: &dyn Fn(u8) -> bool| bytes.get(index).is_none_or(|byte| accepted(*byte));
        let length_fits = |low: u8| (3..=LONGEST - HEADER + 1).contains(&usize::from(low));
        is(2, &|byte| byte == 0)
            && is(3, &|byte| byte == 0)
            && is(4, &|byte| byte == 0)
            && is(5, &length_fits)
            && is(6, &|byte| byte == self.unit)
            && is(HEADER, &|byte| self.functions.contains(&(byte & 0x7f)))
    }

    fn whole(&mut self) -> Option<Frame> {
        let length = HEADER - 1 + usize::from(*self.buffer.get(5)?);
        (self.buffer.len() >= length).then(|| Frame { bytes: self.buffer.drain(..length).collect() })
    }

    fn drop_front(&mut self, count: usize) -> Dropped {
        Dropped { bytes: self.buffer.drain(..count).collect(), reason: DropReason::OutOfFrame }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ: [u8; 12] = [0x12, 0x34, 0, 0, 0, 6, 1, 3, 0, 0, 0, 20];

    #[test]
    fn noise_in_front_of_a_frame_is_dropped_and_the_frame_is_found() {
        let mut frames = Frames::new(1, &[3, 16]);
        frames.push(b"noise\xff\xff");
        frames.push(&READ);
        let dropped = frames.take().unwrap().unwrap_err();
        assert_eq!(
            (dropped.bytes.as_slice(), dropped.reason),
            (&b"noise\xff\xff"[..], DropReason::OutOfFrame)
        );
        assert_eq!(frames.take().unwrap().unwrap().transaction(), 0x1234);
        assert_eq!(frames.take(), None);
    }

    #[test]
    fn a_frame_in_pieces_waits_for_its_end() {
        let mut frames = Frames::new(1, &[3]);
        for byte in &READ[..11] {
            frames.push(&[*byte]);
            assert_eq!(frames.take(), None);
        }
        frames.push(&READ[11..]);
        assert_eq!(frames.take().unwrap().unwrap().pdu(), [3, 0, 0, 0, 20]);
    }

    #[test]
    fn a_frame_for_another_unit_is_dropped_whole() {
        let mut frames = Frames::new(1, &[3]);
        let mut other = READ;
        other[6] = 9;
        frames.push(&other);
        assert_eq!(frames.take().unwrap().unwrap_err().bytes.len() + frames.buffer.len(), 12);
        frames.push(&READ);
        let found = std::iter::from_fn(|| frames.take()).filter_map(Result::ok).count();
        assert_eq!(found, 1);
    }
}
