//! Requests to the PLC: made by the controller, read by the PLC.

use super::frame::{Frame, Frames};
use super::{Area, COUPLER_REGISTERS, CommandBlock, Exception, RegisterMap, Tagged};
use crate::framing::{Decode, DropReason, Dropped};
use rmodbus::ModbusProto;
use rmodbus::client::ModbusRequest;
use rmodbus::server::ModbusFrame;

const READ: u8 = 3;
const READ_INPUT: u8 = 4;
const WRITE_ONE: u8 = 6;
const WRITE: u8 = 16;
/// Function, first register, count.
const READ_LENGTH: usize = 5;
/// Function, first register, count, bytes.
const WRITE_HEADER: usize = 6;

/// What is asked of the PLC.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Request {
    /// Read the whole status block (function 3, or 4 where the map says so).
    ReadStatus,
    /// Write the whole command block (function 16).
    WriteCommand(CommandBlock),
    /// Read one register of the coupler's own (function 3).
    ReadRegister {
        /// Where.
        register: u16,
    },
    /// Write one register of the coupler's own (function 6 or 16).
    WriteRegister {
        /// The function, which the answer repeats.
        function: u8,
        /// Where.
        register: u16,
        /// What.
        value: u16,
    },
    /// A request that this map does not offer; seen only by the PLC, which answers with the exception.
    Unsupported {
        /// The function that was asked for.
        function: u8,
        /// Why it is refused.
        exception: Exception,
    },
}

impl Request {
    /// The bytes to send under a transaction number, by Hadal's own map; empty for [`Request::Unsupported`].
    pub fn encode(&self, transaction: u16) -> Vec<u8> {
        self.encode_by(RegisterMap::standard(), transaction)
    }

    /// The bytes to send to a PLC with this map; empty for [`Request::Unsupported`].
    pub fn encode_by(&self, map: &RegisterMap, transaction: u16) -> Vec<u8> {
        let mut bytes: Vec<u8> = Vec::new();
        let mut client = ModbusRequest::new_tcp_udp(map.unit, transaction);
        let (start, length) = map.status_span();
        let made = match self {
            Self::ReadStatus if map.status.area == Area::Input => {
                client.generate_get_inputs(start, length, &mut bytes)
            }
            Self::ReadStatus => client.generate_get_holdings(start, length, &mut bytes),
            Self::WriteCommand(block) => {
                let words = map.command_registers(block);
                client.generate_set_holdings_bulk(map.command_span().0, &words, &mut bytes)
            }
            Self::ReadRegister { register } => client.generate_get_holdings(*register, 1, &mut bytes),
            Self::WriteRegister { function: WRITE_ONE, register, value } => {
                client.generate_set_holding(*register, *value, &mut bytes)
            }
            Self::WriteRegister { register, value, .. } => {
                client.generate_set_holdings_bulk(*register, &[*value], &mut bytes)
            }
            Self::Unsupported { .. } => Ok(()),
        };
        // Both blocks are far below Modbus's limits, so this cannot fail; half a frame would be worse than none.
        if made.is_err() {
            bytes.clear();
        }
        bytes
    }
}

/// The PLC's side: a stream to requests.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct RequestDecoder {
    frames: Frames,
    map: Box<RegisterMap>,
}

/// Every function that a client may ask for; those that are not offered get an exception, the rest is damage.
pub(super) const ASKED: &[u8] = &[1, 2, 3, 4, 5, 6, 15, 16, 22, 23, 43];

impl Default for RequestDecoder {
    fn default() -> Self {
        Self::by(RegisterMap::standard())
    }
}

impl RequestDecoder {
    /// Reads the requests to a PLC with this map.
    pub fn by(map: &RegisterMap) -> Self {
        Self { frames: Frames::new(map.unit, ASKED), map: Box::new(map.clone()) }
    }
}

impl Decode for RequestDecoder {
    type Message = Tagged<Request>;

    fn push(&mut self, bytes: &[u8]) {
        self.frames.push(bytes);
    }

    fn take(&mut self) -> Option<Result<Tagged<Request>, Dropped>> {
        Some(self.frames.take()?.and_then(|frame| parse(frame, &self.map)))
    }

    fn reset(&mut self) -> Option<Dropped> {
        self.frames.reset()
    }
}

fn parse(frame: Frame, map: &RegisterMap) -> Result<Tagged<Request>, Dropped> {
    let transaction = frame.transaction();
    match message(&frame, map) {
        Some(message) => Ok(Tagged { transaction, message }),
        None => Err(frame.dropped(DropReason::Malformed)),
    }
}

/// `None` when lengths contradict each other: `rmodbus` is only given frames in which they agree.
pub(super) fn message(frame: &Frame, map: &RegisterMap) -> Option<Request> {
    let pdu = frame.pdu();
    let function = *pdu.first()?;
    let whole = match function {
        WRITE_ONE if pdu.len() == READ_LENGTH => return Some(single(pdu)),
        READ => pdu.len() == READ_LENGTH,
        READ_INPUT if map.status.area == Area::Input => pdu.len() == READ_LENGTH,
        WRITE => {
            let count = u16::from_be_bytes([*pdu.get(3)?, *pdu.get(4)?]);
            let bytes = usize::from(*pdu.get(5)?);
            bytes == 2 * usize::from(count) && pdu.len() == WRITE_HEADER + bytes
        }
        _ => return Some(Request::Unsupported { function, exception: Exception::IllegalFunction }),
    };
    if !whole {
        return None;
    }
    let mut unused: Vec<u8> = Vec::new();
    let mut server = ModbusFrame::new(map.unit, &frame.bytes, ModbusProto::TcpUdp, &mut unused);
    server.parse().ok()?;
    let reads_status = function == map.status.area.function();
    let exception = match (function, server.reg, server.count) {
        _ if server.error.is_some() => Exception::IllegalDataValue,
        (_, start, length) if reads_status && (start, length) == map.status_span() => {
            return Some(Request::ReadStatus);
        }
        (WRITE, start, length) if (start, length) == map.command_span() => {
            match command(&pdu[WRITE_HEADER..], map) {
                Some(block) => return Some(Request::WriteCommand(block)),
                None => Exception::IllegalDataValue,
            }
        }
        (READ, register, 1) if COUPLER_REGISTERS.contains(&register) => {
            return Some(Request::ReadRegister { register });
        }
        (WRITE, register, 1) if COUPLER_REGISTERS.contains(&register) => {
            let value = u16::from_be_bytes([*pdu.get(WRITE_HEADER)?, *pdu.get(WRITE_HEADER + 1)?]);
            return Some(Request::WriteRegister { function, register, value });
        }
        _ => Exception::IllegalDataAddress,
    };
    Some(Request::Unsupported { function, exception })
}

/// One register written with function 6, which only a coupler's own offer.
fn single(pdu: &[u8]) -> Request {
    let word =
        |index: usize| pdu.get(index..index + 2).map_or(0, |pair| u16::from_be_bytes([pair[0], pair[1]]));
    let (register, value) = (word(1), word(3));
    match COUPLER_REGISTERS.contains(&register) {
        true => Request::WriteRegister { function: WRITE_ONE, register, value },
        false => Request::Unsupported { function: WRITE_ONE, exception: Exception::IllegalFunction },
    }
}

fn command(bytes: &[u8], map: &RegisterMap) -> Option<CommandBlock> {
    let registers: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
    map.command_block(&registers)
}

#[cfg(test)]
mod tests {
    use super::super::UNIT;
    use super::super::block::tests::COMMAND;
    use super::*;
    use proptest::prelude::*;

    fn take_one(bytes: &[u8]) -> Result<Tagged<Request>, Dropped> {
        RequestDecoder::default().feed(bytes).remove(0)
    }

    #[test]
    fn requests_survive_the_wire_with_their_number() {
        let (register, value) = (0x1000, 50);
        for message in [
            Request::ReadStatus,
            Request::WriteCommand(COMMAND),
            Request::ReadRegister { register },
            Request::WriteRegister { function: 6, register, value },
            Request::WriteRegister { function: 16, register, value },
        ] {
            assert_eq!(take_one(&message.encode(0xfffe)), Ok(Tagged { transaction: 0xfffe, message }));
        }
    }

    #[test]
    fn what_is_not_offered_is_named_with_its_exception() {
        let refused = |pdu: &[u8]| match take_one(&Frame::new(1, UNIT, pdu).bytes).unwrap().message {
            Request::Unsupported { exception, .. } => exception,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(&[4, 0, 0, 0, 20]), Exception::IllegalFunction);
        assert_eq!(refused(&[6, 0, 100, 0, 1]), Exception::IllegalFunction);
        assert_eq!(refused(&[3, 0, 0, 0, 21]), Exception::IllegalDataAddress);
        assert_eq!(refused(&[3, 0, 0, 0, 200]), Exception::IllegalDataValue);
        let mut write = Request::WriteCommand(COMMAND).encode(1)[7..].to_vec();
        write[7] = 9;
        assert_eq!(refused(&write), Exception::IllegalDataValue);
    }

    #[test]
    fn lengths_that_contradict_each_other_are_damage() {
        let pdu = [16, 0, 100, 0, 20, 4, 0, 1, 0, 1];
        let dropped = take_one(&Frame::new(1, UNIT, &pdu).bytes).unwrap_err();
        assert_eq!(dropped.reason, DropReason::Malformed);
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(noise in prop::collection::vec(any::<u8>(), 0..2000)) {
            RequestDecoder::default().feed(&noise);
        }

        #[test]
        fn random_frames_never_panic(pdu in prop::collection::vec(any::<u8>(), 2..250), function in 0usize..11) {
            let mut pdu = pdu;
            pdu[0] = ASKED[function];
            prop_assert_eq!(RequestDecoder::default().feed(&Frame::new(5, UNIT, &pdu).bytes).len(), 1);
        }

        #[test]
        fn noise_between_requests_hides_none(noise in prop::collection::vec(1u8..=255, 0..300)) {
            // Bytes other than zero cannot be taken for a header for longer than its first four bytes.
            let mut decoder = RequestDecoder::default();
            decoder.feed(&noise);
            decoder.reset();
            let taken = decoder.feed(&Request::ReadStatus.encode(3));
            prop_assert_eq!(taken, [Ok(Tagged { transaction: 3, message: Request::ReadStatus })]);
        }
    }
}
