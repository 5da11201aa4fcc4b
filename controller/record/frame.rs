//! One frame of the journal: length, CRC, sequence, times, payload, hash over all before it.
//!
//! All integers are little-endian:
//!
//! | bytes | what |
//! |---|---|
//! | 4 | length of the payload |
//! | 4 | CRC-32 (IEEE) of everything in the frame but itself and the hash |
//! | 8 | sequence, from 0, without gaps |
//! | 8 | nanoseconds on the run's monotonic clock |
//! | 8 | nanoseconds since 1970-01-01T00:00:00Z (signed) |
//! | n | the event: MessagePack with field names |
//! | 32 | BLAKE3 of the hash before, then of everything in the frame but the CRC and itself |

use crate::event::{Event, Timestamp};

/// The first bytes of every journal: what it is and which version.
pub(crate) const MAGIC: &[u8; 16] = b"hadal-journal/1\n";
/// Bytes of a frame before its payload.
pub(crate) const HEAD: usize = 32;
/// Bytes of a frame after its payload.
pub(crate) const TAIL: usize = 32;
/// Longest payload that is believed; a longer one is damage.
pub(crate) const PAYLOAD_MAX: usize = 1 << 26;

/// The chain's value before the first frame.
pub(crate) fn genesis() -> [u8; 32] {
    *blake3::hash(MAGIC).as_bytes()
}

/// A frame whose length, CRC and sequence make sense; its hash is checked against the chain by the reader.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) sequence: u64,
    pub(crate) time: Timestamp,
    pub(crate) payload: &'a [u8],
    pub(crate) hash: [u8; 32],
    covered: [&'a [u8]; 2],
}

/// Appends one frame to `out` and returns the chain's new value.
pub(crate) fn encode(
    out: &mut Vec<u8>,
    previous: &[u8; 32],
    sequence: u64,
    time: Timestamp,
    event: &Event,
) -> Result<[u8; 32], EncodeError> {
    let start = out.len();
    out.resize(start + HEAD, 0);
    rmp_serde::encode::write_named(out, event).map_err(EncodeError::Encode)?;
    let length = out.len() - start - HEAD;
    let length =
        u32::try_from(length).ok().filter(|_| length <= PAYLOAD_MAX).ok_or(EncodeError::TooLong(length))?;
    let head = &mut out[start..start + HEAD];
    head[0..4].copy_from_slice(&length.to_le_bytes());
    head[8..16].copy_from_slice(&sequence.to_le_bytes());
    head[16..24].copy_from_slice(&time.monotonic_ns.to_le_bytes());
    head[24..32].copy_from_slice(&time.utc_ns.to_le_bytes());
    let covered = [&out[start..start + 4], &out[start + 8..]];
    let (crc, hash) = (crc(&covered), chain(previous, &covered));
    out[start + 4..start + 8].copy_from_slice(&crc.to_le_bytes());
    out.extend_from_slice(&hash);
    Ok(hash)
}

/// Why an event cannot be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EncodeError {
    #[error("cannot be encoded: {0}")]
    Encode(rmp_serde::encode::Error),
    #[error("has {0} bytes; accepted up to {PAYLOAD_MAX}")]
    TooLong(usize),
}

impl<'a> Frame<'a> {
    /// The frame at the start of `bytes`, if it is whole and its CRC agrees.
    pub(crate) fn decode(bytes: &'a [u8]) -> Option<Self> {
        let length =
            usize::try_from(u32::from_le_bytes(array(bytes, 0)?)).ok().filter(|n| *n <= PAYLOAD_MAX)?;
        let covered = [bytes.get(0..4)?, bytes.get(8..HEAD + length)?];
        let hash = array(bytes, HEAD + length)?;
        (crc(&covered) == u32::from_le_bytes(array(bytes, 4)?)).then_some(())?;
        let time = Timestamp {
            monotonic_ns: u64::from_le_bytes(array(bytes, 16)?),
            utc_ns: i64::from_le_bytes(array(bytes, 24)?),
        };
        let payload = &bytes[HEAD..HEAD + length];
        Some(Self { sequence: sequence_at(bytes)?, time, payload, hash, covered })
    }

    /// Whether the frame's hash follows from the one before.
    pub(crate) fn follows(&self, previous: &[u8; 32]) -> bool {
        chain(previous, &self.covered) == self.hash
    }

    /// Length of the whole frame.
    pub(crate) const fn length(&self) -> usize {
        HEAD + self.payload.len() + TAIL
    }
}

/// The sequence that a frame at the start of `bytes` would have.
pub(crate) fn sequence_at(bytes: &[u8]) -> Option<u64> {
    Some(u64::from_le_bytes(array(bytes, 8)?))
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

fn crc(parts: &[&[u8]; 2]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    parts.iter().for_each(|part| hasher.update(part));
    hasher.finalize()
}

fn chain(previous: &[u8; 32], parts: &[&[u8]; 2]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(previous);
    parts.iter().for_each(|part| {
        hasher.update(part);
    });
    *hasher.finalize().as_bytes()
}
