//! The operator's console: numbered questions, entries that carry the same number, and STOP.
//!
//! Our own protocol (docs/operator-wire.md): one line of ASCII each, ended by CR LF.
//!
//! | controller to console | console to controller |
//! |---|---|
//! | `? 12 BOTTLE chamber before-leg 3` | `: 12 DRAWN` when the bottle is full, `! 12 34.9871` by the salinometer |
//! | `? 13 FILL 35.0000` | `! 13 35.0120`, as measured |
//! | `? 14 TRIPLE-POINT 0`, later `? 15 WELL 0` | `: 14 DONE` when the thermometer has settled there |
//! | `? 16 STANDARD-SEAWATER P165` | `! 16 34.9942` by the salinometer |
//! | `? 17 OPEN`, later `? 18 CLOSE` | `! 17 1013.2500` by the barometer, hPa; `: 18 DONE` |
//! | `? 19 AIR 0`, later `? 20 WATER 0` | `: 19 DONE` when the item's cell is dry |
//! | `? 0 RUN 3f0c…` | a twin, and nothing else: `: 0 TWIN 7`, its seed |
//! | | `X 12 reason` when it cannot be done |
//! | | `STOP`, at any time |

use crate::framing::{DropReason, Dropped, LineDecoder, LineMessage, dropped, number};

/// Where a bottle is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Place {
    /// The chamber, at ambient pressure.
    Chamber,
    /// The pump's reservoir.
    Reservoir,
}

/// When in a leg a bottle is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Occasion {
    /// While salinity is being changed.
    WhileDosing,
    /// Before the leg's points.
    BeforeLeg,
    /// After the leg's points.
    AfterLeg,
}

const PLACES: [(&str, Place); 2] = [("chamber", Place::Chamber), ("reservoir", Place::Reservoir)];
const OCCASIONS: [(&str, Occasion); 3] = [
    ("while-dosing", Occasion::WhileDosing),
    ("before-leg", Occasion::BeforeLeg),
    ("after-leg", Occasion::AfterLeg),
];

/// A question to the operator.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Request {
    /// Its number; the answer carries it.
    pub number: u32,
    /// What is to be done.
    pub task: Task,
}

/// What the operator is asked to do.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Task {
    /// Draw a bottle, measure it on the salinometer, enter practical salinity.
    Bottle {
        /// From where.
        place: Place,
        /// When.
        occasion: Occasion,
        /// In which leg, from 0.
        leg: u32,
    },
    /// Fill the pump's reservoir with water of about this practical salinity and enter what it measures.
    Fill {
        /// Wanted practical salinity.
        salinity_practical: f64,
    },
    /// Put a reference thermometer into the triple-point-of-water cell, and say when it has settled there.
    TriplePoint {
        /// Its number in the rig file, from 0.
        thermometer: u32,
    },
    /// Put it back into its well in the chamber, and say when it has settled there.
    Well {
        /// Its number in the rig file, from 0.
        thermometer: u32,
    },
    /// Measure a bottle of Standard Seawater on the salinometer as it stands, enter practical salinity.
    StandardSeawater {
        /// The batch, one word, as on its label.
        batch: String,
    },
    /// Open the chamber to the air, and enter what the barometer shows at the height of the water's surface, hPa.
    Open,
    /// Close the chamber, and say so.
    Close,
    /// Open the chamber, take an item's conductivity cell out of the water, rinse and dry it, and say when it is dry.
    Air {
        /// The item's number in the procedure, from 0.
        item: u32,
    },
    /// Put it back to its place in the water, close the chamber, and say so.
    Water {
        /// The item's number in the procedure, from 0.
        item: u32,
    },
    /// A run begins; a digital twin answers that it is one, and keeps the run's id with its truth.
    Run {
        /// The run's id, one word.
        id: String,
    },
}

impl Request {
    /// The bytes to send.
    pub fn encode(&self) -> Vec<u8> {
        let task = match &self.task {
            Task::Bottle { place, occasion, leg } => {
                format!("BOTTLE {} {} {leg}", word(&PLACES, *place), word(&OCCASIONS, *occasion))
            }
            Task::Fill { salinity_practical } => format!("FILL {salinity_practical:.4}"),
            Task::TriplePoint { thermometer } => format!("TRIPLE-POINT {thermometer}"),
            Task::Well { thermometer } => format!("WELL {thermometer}"),
            Task::StandardSeawater { batch } => format!("STANDARD-SEAWATER {batch}"),
            Task::Open => "OPEN".to_owned(),
            Task::Close => "CLOSE".to_owned(),
            Task::Air { item } => format!("AIR {item}"),
            Task::Water { item } => format!("WATER {item}"),
            Task::Run { id } => format!("RUN {id}"),
        };
        format!("? {} {task}\r\n", self.number).into_bytes()
    }
}

/// What the operator says.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Reply {
    /// The bottle of this question has been drawn; its value follows when it is measured.
    Drawn {
        /// The question.
        number: u32,
    },
    /// What this question asked for is done.
    Done {
        /// The question.
        number: u32,
    },
    /// The entry for this question.
    Entry {
        /// The question.
        number: u32,
        /// Practical salinity; hPa where the barometer was asked for.
        value: f64,
    },
    /// What answers is a digital twin.
    Twin {
        /// The question.
        number: u32,
        /// Which of all simulated worlds.
        seed: u64,
    },
    /// It cannot be done.
    Refused {
        /// The question.
        number: u32,
        /// In the operator's words.
        reason: String,
    },
    /// Stop the run: make safe and vent.
    Stop,
}

impl Reply {
    /// The bytes that the console sends. Entries carry 4 decimals, the resolution of a laboratory salinometer; a
    /// barometer's is coarser.
    pub fn encode(&self) -> Vec<u8> {
        let line = match self {
            Self::Drawn { number } => format!(": {number} DRAWN"),
            Self::Done { number } => format!(": {number} DONE"),
            Self::Entry { number, value } => format!("! {number} {value:.4}"),
            Self::Twin { number, seed } => format!(": {number} TWIN {seed}"),
            Self::Refused { number, reason } => format!("X {number} {reason}"),
            Self::Stop => "STOP".to_owned(),
        };
        (line + "\r\n").into_bytes()
    }
}

/// The console's side: lines to questions.
pub type RequestDecoder = LineDecoder<Request>;

impl LineMessage for Request {
    fn from_line(line: &str) -> Result<Self, Dropped> {
        parse_request(line)
    }
}

/// The controller's side: lines to entries.
pub type ReplyDecoder = LineDecoder<Reply>;

impl LineMessage for Reply {
    fn from_line(line: &str) -> Result<Self, Dropped> {
        parse_reply(line)
    }
}

fn word<T: Copy + PartialEq>(words: &[(&'static str, T)], wanted: T) -> &'static str {
    words.iter().find(|(_, value)| *value == wanted).map_or("", |(word, _)| word)
}

fn meaning<T: Copy>(words: &[(&str, T)], wanted: &str) -> Option<T> {
    words.iter().find(|(word, _)| *word == wanted).map(|(_, value)| *value)
}

fn parse_request(line: &str) -> Result<Request, Dropped> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let malformed = || dropped(line, DropReason::Malformed);
    let ["?", question, task @ ..] = words.as_slice() else { return Err(malformed()) };
    let number = question.parse().map_err(|_| malformed())?;
    Ok(Request { number, task: parse_task(task, line)? })
}

fn parse_task(words: &[&str], line: &str) -> Result<Task, Dropped> {
    let malformed = || dropped(line, DropReason::Malformed);
    match words {
        ["BOTTLE", place, occasion, leg] => Ok(Task::Bottle {
            place: meaning(&PLACES, place).ok_or_else(malformed)?,
            occasion: meaning(&OCCASIONS, occasion).ok_or_else(malformed)?,
            leg: leg.parse().map_err(|_| malformed())?,
        }),
        ["FILL", value] => number(value)
            .map(|salinity_practical| Task::Fill { salinity_practical })
            .map_err(|reason| dropped(line, reason)),
        ["STANDARD-SEAWATER", batch] => Ok(Task::StandardSeawater { batch: (*batch).to_owned() }),
        ["RUN", id] => Ok(Task::Run { id: (*id).to_owned() }),
        ["OPEN"] => Ok(Task::Open),
        ["CLOSE"] => Ok(Task::Close),
        [what, which] => {
            let which = which.parse().map_err(|_| malformed())?;
            match *what {
                "TRIPLE-POINT" => Ok(Task::TriplePoint { thermometer: which }),
                "WELL" => Ok(Task::Well { thermometer: which }),
                "AIR" => Ok(Task::Air { item: which }),
                "WATER" => Ok(Task::Water { item: which }),
                _ => Err(malformed()),
            }
        }
        _ => Err(malformed()),
    }
}

fn parse_reply(line: &str) -> Result<Reply, Dropped> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let malformed = || dropped(line, DropReason::Malformed);
    let question = |text: &str| text.parse::<u32>().map_err(|_| malformed());
    match words.as_slice() {
        ["STOP"] => Ok(Reply::Stop),
        [":", asked, "DRAWN"] => Ok(Reply::Drawn { number: question(asked)? }),
        [":", asked, "DONE"] => Ok(Reply::Done { number: question(asked)? }),
        [":", asked, "TWIN", seed] => {
            Ok(Reply::Twin { number: question(asked)?, seed: seed.parse().map_err(|_| malformed())? })
        }
        ["!", asked, value] => Ok(Reply::Entry {
            number: question(asked)?,
            value: number(value).map_err(|reason| dropped(line, reason))?,
        }),
        ["X", asked, reason @ ..] => {
            Ok(Reply::Refused { number: question(asked)?, reason: reason.join(" ") })
        }
        _ => Err(malformed()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Decode as _;
    use proptest::prelude::*;

    #[test]
    fn questions_survive_the_wire() {
        for (_, place) in PLACES {
            for (_, occasion) in OCCASIONS {
                let request = Request { number: 12, task: Task::Bottle { place, occasion, leg: 3 } };
                assert_eq!(RequestDecoder::default().feed(&request.encode()), [Ok(request)]);
            }
        }
        for task in [
            Task::TriplePoint { thermometer: 1 },
            Task::Well { thermometer: 1 },
            Task::StandardSeawater { batch: "38H12".to_owned() },
            Task::Open,
            Task::Close,
            Task::Air { item: 0 },
            Task::Water { item: 0 },
            Task::Run { id: "3f0c".to_owned() },
        ] {
            let request = Request { number: 14, task };
            assert_eq!(RequestDecoder::default().feed(&request.encode()), [Ok(request)]);
        }
        let fill = Request { number: 13, task: Task::Fill { salinity_practical: 35.0 } };
        assert_eq!(fill.encode(), b"? 13 FILL 35.0000\r\n");
        assert_eq!(RequestDecoder::default().feed(&fill.encode()), [Ok(fill)]);
    }

    #[test]
    fn answers_survive_the_wire() {
        for reply in [
            Reply::Drawn { number: 12 },
            Reply::Done { number: 14 },
            Reply::Twin { number: 0, seed: u64::MAX },
            Reply::Entry { number: 12, value: 34.9871 },
            Reply::Refused { number: 4_294_967_295, reason: "no bottles left".to_owned() },
            Reply::Stop,
        ] {
            assert_eq!(ReplyDecoder::default().feed(&reply.encode()), [Ok(reply)]);
        }
    }

    #[test]
    fn what_the_page_says_is_what_is_read() {
        let bottle = Task::Bottle { place: Place::Chamber, occasion: Occasion::BeforeLeg, leg: 3 };
        let taken = RequestDecoder::default().feed(b"? 12 BOTTLE chamber before-leg 3\r\n");
        assert_eq!(taken, [Ok(Request { number: 12, task: bottle })]);
    }

    #[test]
    fn slips_of_the_keyboard_are_refused() {
        for line in ["! 12\r", "! 12 34,9871\r", "! 12 nan\r", "! -1 35\r", "STOPP\r", "! 12 34.9 35.0\r"] {
            assert!(ReplyDecoder::default().feed(line.as_bytes())[0].is_err(), "{line}");
        }
        for line in [
            "? 1 BOTTLE cellar before-leg 3\r",
            "? 1 FILL\r",
            "? x FILL 35\r",
            "BOTTLE\r",
            "? 1\r",
            "? 1 WELL\r",
            "? 1 AIR x\r",
            "? 1 OPEN 2\r",
            "? 1 RUN\r",
            "? 1 STANDARD-SEAWATER P 165\r",
        ] {
            assert!(RequestDecoder::default().feed(line.as_bytes())[0].is_err(), "{line}");
        }
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic_and_never_hide_a_stop(noise in prop::collection::vec(any::<u8>(), 0..3000)) {
            let mut decoder = ReplyDecoder::default();
            decoder.feed(&noise);
            decoder.feed(b"\r");
            prop_assert_eq!(decoder.feed(b"STOP\r\n"), [Ok(Reply::Stop)]);
            let mut decoder = RequestDecoder::default();
            decoder.feed(&noise);
            prop_assert!(decoder.feed(b"\r? 1 FILL 35\r").iter().last().is_some_and(Result::is_ok));
        }
    }
}
