//! What clients did on the lines, and when: with it a world that lived with clients can be lived again, to the byte.

use serde::{Deserialize, Serialize};

/// One thing that a client did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requested {
    /// When the twin took notice of it, nanoseconds of its own time.
    pub at_ns: u64,
    /// On which line.
    pub instrument: String,
    /// What was done.
    #[serde(flatten)]
    pub happened: Happened,
}

/// What a client can do on a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "what")]
pub enum Happened {
    /// A connection was made; an earlier one ended with it.
    Opened,
    /// Bytes were written.
    Wrote {
        /// The bytes, two hexadecimal digits each.
        hex: String,
    },
    /// The log ends, and with it what is known of this life. On no line.
    Ended,
}

impl Happened {
    /// Bytes that were written.
    pub fn wrote(bytes: &[u8]) -> Self {
        Self::Wrote { hex: bytes.iter().map(|byte| format!("{byte:02x}")).collect() }
    }

    /// The bytes; none where nothing was written, or the digits are no bytes.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let Self::Wrote { hex } = self else { return None };
        let pair = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
        (0..hex.len()).step_by(2).map(pair).collect()
    }
}

/// What hears each thing that a client does.
type Hearing = Box<dyn FnMut(&Requested) + Send + Sync>;

/// Hears what clients do, where somebody wants to know.
#[derive(Default)]
pub(crate) struct RequestLog {
    listener: Option<Hearing>,
}

impl RequestLog {
    /// A log that `listener` hears.
    pub(crate) fn heard_by(listener: impl FnMut(&Requested) + Send + Sync + 'static) -> Self {
        Self { listener: Some(Box::new(listener)) }
    }

    /// A connection was made.
    pub(crate) fn opened(&mut self, at_ns: u64, instrument: &str) {
        self.tell(at_ns, instrument, || Happened::Opened);
    }

    /// Bytes were written.
    pub(super) fn wrote(&mut self, at_ns: u64, instrument: &str, bytes: &[u8]) {
        self.tell(at_ns, instrument, || Happened::wrote(bytes));
    }

    /// The log ends.
    pub(crate) fn ended(&mut self, at_ns: u64) {
        self.tell(at_ns, "", || Happened::Ended);
        self.listener = None;
    }

    fn tell(&mut self, at_ns: u64, instrument: &str, happened: impl FnOnce() -> Happened) {
        if let Some(listener) = &mut self.listener {
            listener(&Requested { at_ns, instrument: instrument.to_owned(), happened: happened() });
        }
    }
}

impl std::fmt::Debug for RequestLog {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("RequestLog").field("kept", &self.listener.is_some()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_the_log() {
        let every: Vec<u8> = (0..=255).collect();
        assert_eq!(Happened::wrote(&every).bytes(), Some(every));
        let line = Requested { at_ns: 7, instrument: "plc".to_owned(), happened: Happened::wrote(b"\x00a") };
        let text = serde_json::to_string(&line).unwrap();
        assert_eq!(text, r#"{"at_ns":7,"instrument":"plc","what":"wrote","hex":"0061"}"#);
        assert_eq!(serde_json::from_str::<Requested>(&text).unwrap(), line);
        for bad in ["0", "0g", "é0"] {
            assert_eq!(Happened::Wrote { hex: bad.to_owned() }.bytes(), None, "{bad}");
        }
    }
}
