//! The speed of a line: when bytes that start now have arrived, in whole nanoseconds.

use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Bits on the line per byte: start, eight data, stop.
const BITS_PER_BYTE: u64 = 10;

/// Line time after which received bytes are handed on although more are coming, like a USB adapter's latency timer.
const HANDOVER_NS: u64 = 16_000_000;

/// Bytes with the time at which the last of them has arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Parcel {
    pub(crate) at_ns: u64,
    pub(crate) bytes: Vec<u8>,
}

/// One direction of a line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Lane {
    baud: u64,
    free_ns: u64,
    under_way: VecDeque<Parcel>,
}

impl Lane {
    pub(crate) fn new(baud: u32) -> Self {
        Self { baud: u64::from(baud.max(1)), free_ns: 0, under_way: VecDeque::new() }
    }

    /// Puts bytes on the line, behind what is already on it.
    pub(crate) fn send(&mut self, bytes: &[u8], now_ns: u64) {
        let start_ns = self.free_ns.max(now_ns);
        let per_parcel =
            usize::try_from(HANDOVER_NS * self.baud / (BITS_PER_BYTE * 1_000_000_000)).unwrap_or(1).max(1);
        let mut sent = 0;
        for piece in bytes.chunks(per_parcel) {
            sent += piece.len() as u64;
            self.free_ns = start_ns + self.duration_ns(sent);
            self.under_way.push_back(Parcel { at_ns: self.free_ns, bytes: piece.to_vec() });
        }
    }

    /// When the next bytes have arrived.
    pub(crate) fn next_ns(&self) -> Option<u64> {
        self.under_way.front().map(|parcel| parcel.at_ns)
    }

    /// The next bytes, if they have arrived.
    pub(crate) fn take(&mut self, now_ns: u64) -> Option<Vec<u8>> {
        let arrived = self.next_ns()? <= now_ns;
        if arrived { self.under_way.pop_front().map(|parcel| parcel.bytes) } else { None }
    }

    /// Forgets what is on the line.
    pub(crate) fn clear(&mut self) {
        self.under_way.clear();
        self.free_ns = 0;
    }

    /// Time that `count` bytes take, rounded up once, so that long messages do not drift.
    fn duration_ns(&self, count: u64) -> u64 {
        (count * BITS_PER_BYTE * 1_000_000_000).div_ceil(self.baud)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ninety_six_bytes_at_9600_baud_take_a_tenth_of_a_second_exactly() {
        let mut lane = Lane::new(9_600);
        lane.send(&[0x55; 96], 5);
        let mut last = 0;
        let mut count = 0;
        while let Some(at_ns) = lane.next_ns() {
            assert_eq!(lane.take(at_ns - 1), None, "not before its time");
            count += lane.take(at_ns).unwrap().len();
            last = at_ns;
        }
        assert_eq!((count, last), (96, 100_000_005));
    }

    #[test]
    fn a_byte_is_rounded_once_in_nanoseconds() {
        let mut lane = Lane::new(115_200);
        lane.send(b"x", 0);
        assert_eq!(lane.next_ns(), Some(86_806), "10 bits at 115200 baud are 86805.6 ns");
    }

    #[test]
    fn later_bytes_queue_behind_earlier_ones() {
        let mut lane = Lane::new(1_000);
        lane.send(b"a", 0);
        lane.send(b"b", 1_000_000);
        assert_eq!(lane.take(10_000_000), Some(b"a".to_vec()));
        assert_eq!(lane.next_ns(), Some(20_000_000));
        lane.clear();
        lane.send(b"c", 30_000_000);
        assert_eq!(lane.next_ns(), Some(40_000_000));
    }
}
