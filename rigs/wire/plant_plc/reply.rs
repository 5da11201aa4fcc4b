//! Replies of the PLC: made by the PLC, read by the controller.

use super::frame::{Frame, Frames};
use super::{Area, Exception, RegisterMap, StatusBlock, Tagged};
use crate::framing::{Decode, DropReason, Dropped};
use rmodbus::client::ModbusRequest;

const READ: u8 = 3;
const READ_INPUT: u8 = 4;
const WRITE_ONE: u8 = 6;
const WRITE: u8 = 16;
/// Marks an exception in the function's byte.
const REFUSED: u8 = 0x80;

/// What the PLC says.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Reply {
    /// The status block.
    Status(StatusBlock),
    /// The command block was taken.
    Written,
    /// One register of the coupler's own.
    Register(u16),
    /// One register of the coupler's own was written.
    RegisterWritten {
        /// The function that wrote it.
        function: u8,
        /// Where.
        register: u16,
        /// What; function 16 does not repeat it.
        value: u16,
    },
    /// The request was refused.
    Refused {
        /// The function that was asked for.
        function: u8,
        /// Why.
        exception: Exception,
    },
}

impl Reply {
    /// The bytes that the PLC sends in answer to this transaction, by Hadal's own map.
    pub fn encode(&self, transaction: u16) -> Vec<u8> {
        self.encode_by(RegisterMap::standard(), transaction)
    }

    /// The bytes that a PLC with this map sends in answer to this transaction.
    pub fn encode_by(&self, map: &RegisterMap, transaction: u16) -> Vec<u8> {
        let pdu = match self {
            Self::Status(block) => {
                let words = map.status_registers(block);
                let data: Vec<u8> = words.into_iter().flat_map(u16::to_be_bytes).collect();
                let length = u8::try_from(data.len()).unwrap_or(u8::MAX);
                [vec![map.status.area.function(), length], data].concat()
            }
            Self::Written => {
                let (start, length) = map.command_span();
                [vec![WRITE], start.to_be_bytes().to_vec(), length.to_be_bytes().to_vec()].concat()
            }
            Self::Register(value) => [vec![READ, 2], value.to_be_bytes().to_vec()].concat(),
            Self::RegisterWritten { function, register, value } => {
                // Function 6 repeats the value, function 16 the count.
                let second = if *function == WRITE_ONE { *value } else { 1 };
                [vec![*function], register.to_be_bytes().to_vec(), second.to_be_bytes().to_vec()].concat()
            }
            Self::Refused { function, exception } => vec![function | REFUSED, exception.code()],
        };
        Frame::new(transaction, map.unit, &pdu).bytes
    }
}

/// The controller's side: a stream to replies.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct ReplyDecoder {
    frames: Frames,
    map: Box<RegisterMap>,
}

/// Functions that the PLC answers.
pub(super) const ANSWERED: &[u8] = &[READ, READ_INPUT, WRITE_ONE, WRITE];

impl Default for ReplyDecoder {
    fn default() -> Self {
        Self::by(RegisterMap::standard())
    }
}

impl ReplyDecoder {
    /// Reads the replies of a PLC with this map.
    pub fn by(map: &RegisterMap) -> Self {
        Self { frames: Frames::new(map.unit, ANSWERED), map: Box::new(map.clone()) }
    }
}

impl Decode for ReplyDecoder {
    type Message = Tagged<Reply>;

    fn push(&mut self, bytes: &[u8]) {
        self.frames.push(bytes);
    }

    fn take(&mut self) -> Option<Result<Tagged<Reply>, Dropped>> {
        Some(self.frames.take()?.and_then(|frame| parse(frame, &self.map)))
    }

    fn reset(&mut self) -> Option<Dropped> {
        self.frames.reset()
    }
}

fn parse(frame: Frame, map: &RegisterMap) -> Result<Tagged<Reply>, Dropped> {
    let transaction = frame.transaction();
    match message(&frame, map) {
        Some(message) => Ok(Tagged { transaction, message }),
        None => Err(frame.dropped(DropReason::Malformed)),
    }
}

pub(super) fn message(frame: &Frame, map: &RegisterMap) -> Option<Reply> {
    match *frame.pdu() {
        [READ, 2, high, low] => Some(Reply::Register(u16::from_be_bytes([high, low]))),
        [WRITE_ONE, a, b, c, d] => {
            let (register, value) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
            Some(Reply::RegisterWritten { function: WRITE_ONE, register, value })
        }
        [function, code] if function & REFUSED != 0 => {
            Some(Reply::Refused { function: function & !REFUSED, exception: Exception::from_code(code) })
        }
        [function, length, ref data @ ..]
            if function == map.status.area.function()
                && usize::from(length) == data.len()
                && !data.is_empty() =>
        {
            status(frame, map)
        }
        [WRITE, a, b, c, d] => {
            let place = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
            match place {
                place if place == map.command_span() => Some(Reply::Written),
                (register, 1) => Some(Reply::RegisterWritten { function: WRITE, register, value: 0 }),
                _ => None,
            }
        }
        _ => None,
    }
}

fn status(frame: &Frame, map: &RegisterMap) -> Option<Reply> {
    let mut client = ModbusRequest::new_tcp_udp(map.unit, frame.transaction());
    let mut request: Vec<u8> = Vec::new();
    let (start, length) = map.status_span();
    match map.status.area {
        Area::Holding => client.generate_get_holdings(start, length, &mut request).ok()?,
        Area::Input => client.generate_get_inputs(start, length, &mut request).ok()?,
    }
    let mut registers: Vec<u16> = Vec::new();
    client.parse_u16(&frame.bytes, &mut registers).ok()?;
    map.status_block(&registers).map(Reply::Status)
}

#[cfg(test)]
mod tests {
    use super::super::UNIT;
    use super::super::block::tests::STATUS;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn replies_survive_the_wire_with_their_number() {
        for message in [
            Reply::Status(STATUS),
            Reply::Written,
            Reply::Register(0xaa55),
            Reply::RegisterWritten { function: 6, register: 0x1120, value: 500 },
            Reply::RegisterWritten { function: 16, register: 0x1008, value: 0 },
            Reply::Refused { function: 16, exception: Exception::IllegalDataValue },
            Reply::Refused { function: 3, exception: Exception::Other(11) },
        ] {
            let taken = ReplyDecoder::default().feed(&message.encode(0x8001));
            assert_eq!(taken, [Ok(Tagged { transaction: 0x8001, message })]);
        }
    }

    #[test]
    fn a_block_of_another_version_is_dropped() {
        let mut bytes = Reply::Status(STATUS).encode(1);
        bytes[10] = 99;
        let taken = ReplyDecoder::default().feed(&bytes);
        assert_eq!(taken[0].as_ref().unwrap_err().reason, DropReason::Malformed);
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(noise in prop::collection::vec(any::<u8>(), 0..2000)) {
            ReplyDecoder::default().feed(&noise);
        }

        #[test]
        fn random_frames_never_panic(pdu in prop::collection::vec(any::<u8>(), 2..250), write in any::<bool>()) {
            let mut pdu = pdu;
            pdu[0] = if write { WRITE } else { READ };
            prop_assert_eq!(ReplyDecoder::default().feed(&Frame::new(5, UNIT, &pdu).bytes).len(), 1);
        }

        #[test]
        fn one_damaged_byte_never_gives_another_block(index in 0usize..49, flip in 1u8..=255) {
            // A flip in the data or in the transaction cannot be seen by Modbus TCP (TCP has its own checksum);
            // one anywhere else must not give a block.
            let mut bytes = Reply::Status(STATUS).encode(1);
            bytes[index] ^= flip;
            let taken = ReplyDecoder::default().feed(&bytes);
            let blocks = taken.iter().filter(|reply| matches!(reply, Ok(Tagged { message: Reply::Status(_), .. })));
            prop_assert!(blocks.count() <= usize::from(!(2..=10).contains(&index)));
        }
    }
}
