//! The same requests and replies on a serial line: Modbus RTU, several units on one pair of wires.
//!
//! Source: MODBUS over Serial Line Specification and Implementation Guide V1.02: a frame is the unit's address, the
//! protocol data unit and a cyclic redundancy check, low byte first (sections 2.2 and 2.5.1); address 0 is a broadcast, which
//! every unit obeys and none answers (section 2.1). There is no transaction number: a late reply looks like a fresh one,
//! so whoever asks must wait for quiet after a missed deadline. Frames are set apart by a silence of 3.5 characters, which only the line
//! can see; it calls [`Decode::reset`]. Without it, frames are told by their length and their check.

use super::frame::Frame;
use super::{RegisterMap, Reply, Request, reply, request};
use crate::framing::{Decode, DropReason, Dropped};

/// The address that every unit obeys.
pub const BROADCAST: u8 = 0;
/// Longest frame (section 2.5.1).
const LONGEST: usize = 256;
/// Address, function, check.
const SHORTEST: usize = 4;
/// Marks an exception in the function's byte.
const REFUSED: u8 = 0x80;

/// A request with the unit that it is for.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Addressed {
    /// The unit's address; [`BROADCAST`] is for all.
    pub unit: u8,
    /// The request.
    pub message: Request,
}

impl Addressed {
    /// The bytes to send, by Hadal's own map; empty for [`Request::Unsupported`].
    pub fn encode(&self) -> Vec<u8> {
        self.encode_by(RegisterMap::standard())
    }

    /// The bytes to send to a PLC with this map; empty for [`Request::Unsupported`].
    pub fn encode_by(&self, map: &RegisterMap) -> Vec<u8> {
        framed(self.unit, Frame { bytes: self.message.encode_by(map, 0) })
    }
}

/// The bytes of a reply of a PLC with Hadal's own map.
pub fn encode_reply(reply: &Reply) -> Vec<u8> {
    encode_reply_by(RegisterMap::standard(), reply)
}

/// The bytes of a reply of a PLC with this map.
pub fn encode_reply_by(map: &RegisterMap, reply: &Reply) -> Vec<u8> {
    framed(map.unit, Frame { bytes: reply.encode_by(map, 0) })
}

/// A whole frame as another unit would have sent it; `None` where it is no whole frame.
pub fn readdressed(frame: &[u8], unit: u8) -> Option<Vec<u8>> {
    let (content, _) = frame.split_last_chunk::<2>().filter(|_| is_whole(frame))?;
    let mut bytes = vec![unit];
    bytes.extend(content.get(1..)?);
    bytes.extend(check(&bytes).to_le_bytes());
    Some(bytes)
}

/// The protocol data unit of a TCP frame, between address and check.
fn framed(unit: u8, tcp: Frame) -> Vec<u8> {
    if tcp.bytes.is_empty() {
        return Vec::new();
    }
    let mut bytes = vec![unit];
    bytes.extend(tcp.pdu());
    bytes.extend(check(&bytes).to_le_bytes());
    bytes
}

/// The cyclic redundancy check of section 2.5.1.2: polynomial 0xA001, from 0xFFFF.
fn check(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |sum, byte| {
        (0..8).fold(sum ^ u16::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xa001 } else { sum >> 1 })
    })
}

/// What comes over the line.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
enum Side {
    Requests,
    Replies,
}

impl Side {
    /// Length of a whole frame by its beginning; `None` until enough has arrived, 0 where no frame can begin.
    fn length(self, bytes: &[u8]) -> Option<usize> {
        match self {
            Self::Requests => request_length(bytes),
            Self::Replies => reply_length(bytes),
        }
    }
}

/// Finds frames in a stream. Bytes that make none are dropped together.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
struct Frames {
    side: Side,
    buffer: Vec<u8>,
    /// Bytes at the front that make no frame.
    noise: usize,
}

impl Frames {
    fn new(side: Side) -> Self {
        Self { side, buffer: Vec::new(), noise: 0 }
    }

    fn take(&mut self) -> Option<Result<Vec<u8>, Dropped>> {
        while self.noise < self.buffer.len() {
            let rest = &self.buffer[self.noise..];
            // Until more arrives these may be the beginning of a frame; the noise in front of them is none.
            let Some(length) = self.side.length(rest).filter(|length| *length <= rest.len()) else { break };
            let is_frame = length >= SHORTEST && rest.get(..length).is_some_and(is_whole);
            match (is_frame, self.noise) {
                (true, 0) => return Some(Ok(self.buffer.drain(..length).collect())),
                (true, _) => break,
                (false, _) => self.noise += 1,
            }
        }
        let count = std::mem::take(&mut self.noise);
        let bytes: Vec<u8> = self.buffer.drain(..count).collect();
        (!bytes.is_empty()).then_some(Err(Dropped { bytes, reason: DropReason::OutOfFrame }))
    }

    fn reset(&mut self) -> Option<Dropped> {
        self.noise = 0;
        let bytes = std::mem::take(&mut self.buffer);
        (!bytes.is_empty()).then_some(Dropped { bytes, reason: DropReason::CutOff })
    }
}

/// Whether the last two bytes check the rest.
fn is_whole(bytes: &[u8]) -> bool {
    bytes.split_last_chunk::<2>().is_some_and(|(content, sum)| check(content) == u16::from_le_bytes(*sum))
}

/// The units' side: every request on the line, for whom it may be.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct RequestDecoder {
    frames: Frames,
    map: Box<RegisterMap>,
}

impl Default for RequestDecoder {
    fn default() -> Self {
        Self::by(RegisterMap::standard())
    }
}

impl RequestDecoder {
    /// Reads requests by this map.
    pub fn by(map: &RegisterMap) -> Self {
        Self { frames: Frames::new(Side::Requests), map: Box::new(map.clone()) }
    }
}

/// Function 16 tells its length; the others that a client may ask for have eight bytes, or a length that is not known here.
fn request_length(bytes: &[u8]) -> Option<usize> {
    match *bytes.get(1)? {
        15 | 16 => Some((usize::from(*bytes.get(6)?) + 9).min(LONGEST)),
        1..=6 => Some(8),
        _ => Some(0),
    }
}

impl Decode for RequestDecoder {
    type Message = Addressed;

    fn push(&mut self, bytes: &[u8]) {
        self.frames.buffer.extend_from_slice(bytes);
    }

    fn take(&mut self) -> Option<Result<Addressed, Dropped>> {
        Some(self.frames.take()?.and_then(|bytes| {
            let message =
                content(&bytes, &self.map).and_then(|(_, frame)| request::message(&frame, &self.map));
            match message {
                Some(message) => Ok(Addressed { unit: bytes[0], message }),
                None => Err(Dropped { bytes, reason: DropReason::Malformed }),
            }
        }))
    }

    fn reset(&mut self) -> Option<Dropped> {
        self.frames.reset()
    }
}

/// The controller's side: replies of the PLC. What other units say on the line is dropped.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct ReplyDecoder {
    frames: Frames,
    map: Box<RegisterMap>,
}

impl Default for ReplyDecoder {
    fn default() -> Self {
        Self::by(RegisterMap::standard())
    }
}

impl ReplyDecoder {
    /// Reads the replies of a PLC with this map.
    pub fn by(map: &RegisterMap) -> Self {
        Self { frames: Frames::new(Side::Replies), map: Box::new(map.clone()) }
    }
}

fn reply_length(bytes: &[u8]) -> Option<usize> {
    match *bytes.get(1)? {
        function if function & REFUSED != 0 && reply::ANSWERED.contains(&(function & !REFUSED)) => Some(5),
        3 | 4 => Some(usize::from(*bytes.get(2)?) + 5),
        function if reply::ANSWERED.contains(&function) => Some(8),
        _ => Some(0),
    }
}

impl Decode for ReplyDecoder {
    type Message = Reply;

    fn push(&mut self, bytes: &[u8]) {
        self.frames.buffer.extend_from_slice(bytes);
    }

    fn take(&mut self) -> Option<Result<Reply, Dropped>> {
        Some(self.frames.take()?.and_then(|bytes| {
            let ours = content(&bytes, &self.map).filter(|(unit, _)| *unit == self.map.unit);
            let message = ours.and_then(|(_, frame)| reply::message(&frame, &self.map));
            message.ok_or(Dropped { bytes, reason: DropReason::Malformed })
        }))
    }

    fn reset(&mut self) -> Option<Dropped> {
        self.frames.reset()
    }
}

/// The unit of a checked frame, and what it carries in the frame of Modbus TCP, whose reader reads it.
fn content(bytes: &[u8], map: &RegisterMap) -> Option<(u8, Frame)> {
    let (unit, rest) = bytes.split_first()?;
    let (pdu, _) = rest.split_last_chunk::<2>()?;
    Some((*unit, Frame::new(0, map.unit, pdu)))
}

#[cfg(test)]
mod tests {
    use super::super::block::tests::{COMMAND, STATUS};
    use super::super::{Exception, UNIT};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn requests_and_replies_survive_the_wire() {
        for message in [Request::ReadStatus, Request::WriteCommand(COMMAND)] {
            for unit in [UNIT, BROADCAST, 17] {
                let addressed = Addressed { unit, message };
                assert_eq!(RequestDecoder::default().feed(&addressed.encode()), [Ok(addressed)]);
            }
        }
        let refused = Reply::Refused { function: 16, exception: Exception::ServerDeviceFailure };
        for reply in [Reply::Status(STATUS), Reply::Written, refused] {
            assert_eq!(ReplyDecoder::default().feed(&encode_reply(&reply)), [Ok(reply)]);
        }
    }

    #[test]
    fn bytes_one_by_one_make_the_same_frames_and_two_frames_are_two() {
        let bytes = [encode_reply(&Reply::Status(STATUS)), encode_reply(&Reply::Written)].concat();
        let mut decoder = ReplyDecoder::default();
        let taken: Vec<_> = bytes.iter().flat_map(|byte| decoder.feed(&[*byte])).collect();
        assert_eq!(taken, [Ok(Reply::Status(STATUS)), Ok(Reply::Written)]);
    }

    #[test]
    fn another_unit_s_reply_is_not_ours() {
        let mut bytes = encode_reply(&Reply::Written);
        bytes[0] = 9;
        let length = bytes.len() - 2;
        let sum = check(&bytes[..length]).to_le_bytes();
        bytes[length..].copy_from_slice(&sum);
        let taken = ReplyDecoder::default().feed(&bytes);
        assert_eq!(taken[0].as_ref().unwrap_err().reason, DropReason::Malformed);
    }

    #[test]
    fn a_function_that_is_not_offered_is_named_with_its_exception() {
        let mut bytes = vec![UNIT, 4, 0, 0, 0, 20];
        bytes.extend(check(&bytes).to_le_bytes());
        let message = Request::Unsupported { function: 4, exception: Exception::IllegalFunction };
        assert_eq!(RequestDecoder::default().feed(&bytes), [Ok(Addressed { unit: UNIT, message })]);
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic_and_silence_sets_frames_apart(noise in prop::collection::vec(any::<u8>(), 0..600)) {
            let mut decoder = RequestDecoder::default();
            decoder.feed(&noise);
            decoder.reset();
            let ask = Addressed { unit: UNIT, message: Request::ReadStatus };
            prop_assert_eq!(decoder.feed(&ask.encode()), [Ok(ask)]);
            let mut decoder = ReplyDecoder::default();
            decoder.feed(&noise);
            decoder.reset();
            prop_assert_eq!(decoder.feed(&encode_reply(&Reply::Written)), [Ok(Reply::Written)]);
        }

        #[test]
        fn no_damage_to_one_byte_gives_a_block(index in 0usize..45, flip in 1u8..=255) {
            // Unlike over TCP, every byte is checked: an error burst of up to sixteen bits is always seen.
            let mut bytes = encode_reply(&Reply::Status(STATUS));
            bytes[index] ^= flip;
            let mut decoder = ReplyDecoder::default();
            let mut taken = decoder.feed(&bytes);
            taken.extend(decoder.feed(&[0; 300]));
            prop_assert!(!taken.iter().any(|reply| matches!(reply, Ok(Reply::Status(_)))), "{:?}", taken);
        }

        #[test]
        fn a_decoder_holds_a_frame_at_most(noise in prop::collection::vec(any::<u8>(), 0..3000)) {
            let mut decoder = RequestDecoder::default();
            decoder.feed(&noise);
            prop_assert!(decoder.frames.buffer.len() < 2 * LONGEST, "{}", decoder.frames.buffer.len());
        }
    }
}
