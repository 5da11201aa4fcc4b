//! How requests reach the PLC: over TCP with their numbers, or on a serial bus among other units.

use super::super::MILLISECOND_NS;
use hadal_wire::Decode;
use hadal_wire::plant_plc::{RegisterMap, Reply, Request, RequestDecoder, Tagged, rtu};

/// A silence that ends a frame on a serial bus, longer than 3.5 characters at 1,200 baud and than a USB adapter's latency.
const SILENCE_NS: u64 = 50 * MILLISECOND_NS;

/// How frames are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Framing {
    /// Modbus TCP.
    Tcp,
    /// Modbus RTU.
    Rtu,
}

/// The PLC's end of the line.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) enum Bus {
    Tcp(RequestDecoder),
    Rtu { decoder: rtu::RequestDecoder, heard_ns: u64 },
}

/// Who waits for the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) enum Caller {
    Tcp {
        transaction: u16,
    },
    Rtu,
    /// Nobody: the request was for every unit on the bus.
    Nobody,
}

impl Caller {
    /// The bytes of an answer, if anybody waits for it.
    pub(super) fn answer(self, reply: &Reply, map: &RegisterMap) -> Option<Vec<u8>> {
        match self {
            Self::Tcp { transaction } => Some(reply.encode_by(map, transaction)),
            Self::Rtu => Some(rtu::encode_reply_by(map, reply)),
            Self::Nobody => None,
        }
    }
}

impl Bus {
    pub(super) fn new(framing: Framing, map: &RegisterMap) -> Self {
        match framing {
            Framing::Tcp => Self::Tcp(RequestDecoder::by(map)),
            Framing::Rtu => Self::Rtu { decoder: rtu::RequestDecoder::by(map), heard_ns: 0 },
        }
    }

    pub(super) fn framing(&self) -> Framing {
        match self {
            Self::Tcp(_) => Framing::Tcp,
            Self::Rtu { .. } => Framing::Rtu,
        }
    }

    /// The requests that are for the PLC of this unit. Damage is no request, and neither is what other units are asked.
    pub(super) fn hear(&mut self, bytes: &[u8], now_ns: u64, unit: u8) -> Vec<(Caller, Request)> {
        match self {
            Self::Tcp(decoder) => {
                let tagged = |Tagged { transaction, message }| (Caller::Tcp { transaction }, message);
                decoder.feed(bytes).into_iter().flatten().map(tagged).collect()
            }
            Self::Rtu { decoder, heard_ns } => {
                if now_ns.saturating_sub(*heard_ns) > SILENCE_NS {
                    decoder.reset();
                }
                *heard_ns = now_ns;
                let heard = decoder.feed(bytes).into_iter().flatten();
                heard.filter_map(|addressed| on_the_bus(addressed, unit)).collect()
            }
        }
    }

    pub(super) fn forget(&mut self) {
        match self {
            Self::Tcp(decoder) => drop(decoder.reset()),
            Self::Rtu { decoder, .. } => drop(decoder.reset()),
        }
    }
}

/// A broadcast can only write (MODBUS over Serial Line V1.02, section 2.1).
fn on_the_bus(addressed: rtu::Addressed, unit: u8) -> Option<(Caller, Request)> {
    let writes = matches!(addressed.message, Request::WriteCommand(_) | Request::WriteRegister { .. });
    match addressed.unit {
        ours if ours == unit => Some((Caller::Rtu, addressed.message)),
        rtu::BROADCAST if writes => Some((Caller::Nobody, addressed.message)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
