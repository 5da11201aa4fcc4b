//! What is said to an instrument, what must come back, and when: a dialogue as data.

use std::ops::RangeInclusive;

/// At whose line the dialogue is held.
#[derive(Clone, Copy, Debug)]
pub enum Far {
    /// A laboratory instrument on the shipped rig: its model, as rig files name it.
    Instrument(&'static str),
    /// An item of the catalogue: the text of its file.
    Item(&'static str),
}

/// How bytes are written in a dialogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// As ASCII; patterns are regular expressions on bytes.
    Text,
    /// As hexadecimal digits in pairs, a space between; patterns are regular expressions on such digits.
    Hexadecimal,
}

/// What an instrument is asked and answers.
#[derive(Clone, Debug)]
pub struct Dialogue {
    /// For messages.
    pub name: &'static str,
    /// With whom.
    pub far: Far,
    /// Speed of the line, 10 bits to a byte.
    pub baud: u32,
    /// Seconds of the instrument in a second of the test, where the test lives in real time. Chosen so that a machine that stands
    /// still for a second or two does not make the instrument fall asleep.
    pub pace: f64,
    /// How bytes are written below.
    pub notation: Notation,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

/// One exchange.
#[derive(Clone, Debug)]
pub struct Step {
    /// Silence before anything is sent, s; a byte that comes during it is a fault.
    pub silence_s: f64,
    /// What is sent, perhaps nothing.
    pub sent: &'static str,
    /// What must come, whole; empty where nothing may come.
    pub expected: String,
    /// From the last byte at the instrument to the beginning of the first byte of its answer, ms; negative where the first of several
    /// commands is answered while the others are still on the line.
    pub begins_ms: RangeInclusive<f64>,
    /// From the last byte at the instrument to the end of the answer, less the time that its bytes take: how long it was silent
    /// in all, ms. `None` for an answer in one piece.
    pub pauses_ms: Option<RangeInclusive<f64>>,
    /// Whether more may come behind the answer.
    pub then: Then,
}

/// What follows an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Nothing, until something is sent.
    Quiet,
    /// The instrument goes on sending, and the next answer follows upon it.
    More,
}

/// Nothing that only has to look something up takes longer.
const AT_ONCE_MS: RangeInclusive<f64> = 0.0..=100.0;

/// Sends bytes and hears an answer, begun at once and in one piece.
pub fn ask(sent: &'static str, expected: &str) -> Step {
    Step {
        silence_s: 0.0,
        sent,
        expected: expected.to_owned(),
        begins_ms: AT_ONCE_MS,
        pauses_ms: None,
        then: Then::Quiet,
    }
}

/// Sends bytes that are not answered.
pub fn tell(sent: &'static str) -> Step {
    ask(sent, "")
}

/// Hears what the instrument says by itself.
pub fn hear(expected: &str) -> Step {
    ask("", expected)
}

impl Step {
    /// After so many seconds of silence on both sides.
    pub fn after(self, silence_s: f64) -> Self {
        Self { silence_s, ..self }
    }

    /// The answer begins then.
    pub fn begins(self, begins_ms: RangeInclusive<f64>) -> Self {
        Self { begins_ms, ..self }
    }

    /// The answer comes in pieces, with so much silence in all.
    pub fn pauses(self, pauses_ms: RangeInclusive<f64>) -> Self {
        Self { pauses_ms: Some(pauses_ms), ..self }
    }

    /// More follows unasked.
    pub fn streams(self) -> Self {
        Self { then: Then::More, ..self }
    }
}

impl Notation {
    /// The bytes that a dialogue's text stands for.
    pub fn bytes(self, text: &str) -> Vec<u8> {
        match self {
            // One character, one byte: `\u{80}` is 0x80.
            Self::Text => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
            Self::Hexadecimal => {
                text.split_whitespace().map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
            }
        }
    }

    /// Bytes as patterns of a dialogue see them.
    pub fn shown(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Text => bytes.to_vec(),
            Self::Hexadecimal => {
                let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                pairs.join(" ").into_bytes()
            }
        }
    }
}
