//! The plant's PLC over Modbus TCP, or over a serial line in [`rtu`]: Hadal's own register map (docs/plant-plc.md), or a
//! laboratory's ([`RegisterMap`]).
//!
//! One block of registers for status, read whole; one for commands, written whole with
//! function 16. Both hold a heartbeat: a block that does not change is a dead one. Every exchange has its own
//! transaction number, so that a late reply is known for what it is. Frames are those of the MODBUS Application Protocol Specification V1.1b3 and the MODBUS Messaging on TCP/IP
//! Implementation Guide V1.0b; `rmodbus` makes requests and reads requests and replies.
//!
//! A PLC that is a bare fieldbus coupler has registers of its own for its watchdog: single ones, in [`COUPLER_REGISTERS`].

mod block;
mod frame;
mod map;
mod registers;
mod reply;
mod request;
pub mod rtu;

pub use block::{CommandBlock, Mode, PlantState, StatusBits, StatusBlock};
pub use map::{
    Active, Area, Bit, CommandRegisters, Constant, Counter, ModeCodes, Number, NumberType, Order, Place,
    RegisterMap, StateCodes, StatusRegisters,
};
pub use reply::{Reply, ReplyDecoder};
pub use request::{Request, RequestDecoder};

/// Unit identifier of a PLC with Hadal's own map.
pub const UNIT: u8 = 1;
/// Where couplers keep their watchdogs: WAGO 750 from 0x1000 (manual 750-341, page 181), Turck at 0x1020 and 0x1120
/// (manual TBEN-L, page 54). Read and written one at a time.
pub const COUPLER_REGISTERS: std::ops::RangeInclusive<u16> = 0x1000..=0x1120;
/// The version of Hadal's own map, in the first register of each block; another version is refused.
const MAP_VERSION: u16 = 1;

/// A message with the number of its transaction.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Tagged<T> {
    /// The number that the client chose; the reply carries the same.
    pub transaction: u16,
    /// The message.
    pub message: T,
}

/// Why a server refuses (MODBUS Application Protocol V1.1b3, section 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
pub enum Exception {
    /// 01: the function is not offered.
    #[error("illegal function")]
    IllegalFunction,
    /// 02: no such registers.
    #[error("illegal data address")]
    IllegalDataAddress,
    /// 03: a value that is not allowed.
    #[error("illegal data value")]
    IllegalDataValue,
    /// 04: the server failed.
    #[error("server device failure")]
    ServerDeviceFailure,
    /// Any other code.
    #[error("exception code {0}")]
    Other(u8),
}

impl Exception {
    /// The code on the wire.
    pub fn code(self) -> u8 {
        match self {
            Self::IllegalFunction => 1,
            Self::IllegalDataAddress => 2,
            Self::IllegalDataValue => 3,
            Self::ServerDeviceFailure => 4,
            Self::Other(code) => code,
        }
    }

    /// The meaning of a code.
    pub fn from_code(code: u8) -> Self {
        match code {
            1 => Self::IllegalFunction,
            2 => Self::IllegalDataAddress,
            3 => Self::IllegalDataValue,
            4 => Self::ServerDeviceFailure,
            other => Self::Other(other),
        }
    }
}
