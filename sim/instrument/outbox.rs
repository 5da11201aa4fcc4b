//! Bytes that a device will send, each not before its time, in the order in which they were decided.

use std::collections::VecDeque;

/// Most messages that a device holds back; a peer that asks without reading loses the oldest.
const MOST: usize = 64;

/// What a device is going to send, and when.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Outbox {
    waiting: VecDeque<(u64, Vec<u8>)>,
}

impl Outbox {
    /// Sends these bytes at `due_ns`, or right after what is already waiting.
    pub fn send(&mut self, due_ns: u64, bytes: Vec<u8>) {
        let due_ns = self.waiting.back().map_or(due_ns, |(last_ns, _)| due_ns.max(*last_ns));
        if self.waiting.len() == MOST {
            self.waiting.pop_front();
        }
        self.waiting.push_back((due_ns, bytes));
    }

    /// When the next bytes are due.
    pub fn next_ns(&self) -> Option<u64> {
        self.waiting.front().map(|(due_ns, _)| *due_ns)
    }

    /// The next bytes, if their time has come.
    pub fn take(&mut self, now_ns: u64) -> Option<Vec<u8>> {
        self.waiting.pop_front_if(|(due_ns, _)| *due_ns <= now_ns).map(|(_, bytes)| bytes)
    }

    /// Sends nothing of what waits.
    pub fn clear(&mut self) {
        self.waiting.clear();
    }
}

/// The earlier of two events.
pub(super) fn earlier(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    one.into_iter().chain(other).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_leave_in_order_and_never_early() {
        let mut outbox = Outbox::default();
        outbox.send(20, b"first".to_vec());
        outbox.send(10, b"second".to_vec());
        assert_eq!(outbox.take(19), None);
        assert_eq!(outbox.next_ns(), Some(20));
        assert_eq!(outbox.take(20), Some(b"first".to_vec()));
        assert_eq!(outbox.take(20), Some(b"second".to_vec()));
        assert_eq!(outbox.next_ns(), None);
    }

    #[test]
    fn a_peer_that_never_reads_costs_bounded_memory() {
        let mut outbox = Outbox::default();
        (0..1000).for_each(|at| outbox.send(at, vec![0]));
        assert_eq!(outbox.waiting.len(), MOST);
    }
}
