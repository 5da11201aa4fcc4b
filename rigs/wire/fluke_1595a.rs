//! Fluke 1594A and 1595A super-thermometers: SCPI lines on their remote port. Both speak alike and differ in their name.
//!
//! Source: Fluke 1594A/1595A Super-Thermometer User Manual, section 8.7 (printed pages 70 to 101). Commands end with
//! CR or LF; only the first three or four letters of a word count, in either case. `STAT:OPER?` gives 16 when a new
//! measurement can be read and 0 otherwise, and is cleared by itself, `*CLS` and `FETC?`. What cannot be answered
//! because there is no measurement gets *no reply*: error −230 waits in the queue instead.
//!
//! Derived, because those pages were not at hand: the selection of an input by the channel list of SCPI-1999 volume 2
//! (`ROUT:CLOS (@2)`, `ROUT:CLOS?`), the error queue as SCPI-1999 has it (`SYST:ERR?`), and `*IDN?` as IEEE 488.2 has
//! it. Check them against the instrument before the first run on hardware.
//!
//! Replies carry no name of their request. They differ in shape: a register has no decimal point and a measurement
//! has one, so that a late `16` is never taken for a resistance.

use crate::framing::{DropReason, Dropped, LineDecoder, LineMessage, dropped, number};

/// Value of the operation status register when a new measurement can be read (manual, 8.7.3.89).
pub const NEW_MEASUREMENT: u16 = 16;

/// Error that is queued instead of a reply when there is nothing to read (manual, 8.7.3.60).
pub const DATA_CORRUPT_OR_STALE: i32 = -230;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Model {
    /// 1594A.
    Fluke1594A,
    /// 1595A.
    Fluke1595A,
}

impl Model {
    /// What `*IDN?` calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fluke1594A => "1594A",
            Self::Fluke1595A => "1595A",
        }
    }
}

/// What is asked of the bridge.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Request {
    /// `*IDN?`: who is there.
    Identify,
    /// `*CLS`: clears status and errors.
    ClearStatus,
    /// `ROUT:CLOS (@n)`: measures this input from now on (from 1). No reply. Derived.
    SelectInput(u8),
    /// `ROUT:CLOS?`: which input is measured. Derived.
    SelectedInput,
    /// `STAT:OPER?`: whether a new measurement can be read.
    OperationStatus,
    /// `FETC?`: the newest measurement, in ohms when the channel's calculation is resistance.
    Fetch,
    /// `SYST:ERR?`: the oldest error.
    NextError,
}

impl Request {
    /// The bytes to send.
    pub fn encode(&self) -> Vec<u8> {
        let line = match self {
            Self::Identify => "*IDN?".to_owned(),
            Self::ClearStatus => "*CLS".to_owned(),
            Self::SelectInput(input) => format!("ROUT:CLOS (@{input})"),
            Self::SelectedInput => "ROUT:CLOS?".to_owned(),
            Self::OperationStatus => "STAT:OPER?".to_owned(),
            Self::Fetch => "FETC?".to_owned(),
            Self::NextError => "SYST:ERR?".to_owned(),
        };
        (line + "\r").into_bytes()
    }

    /// Whether the bridge answers it when all is well.
    pub fn expects_reply(&self) -> bool {
        !matches!(self, Self::ClearStatus | Self::SelectInput(_))
    }
}

/// What the bridge says.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Reply {
    /// Four fields of `*IDN?`.
    Identity {
        /// Maker.
        manufacturer: String,
        /// Model.
        model: String,
        /// Serial number.
        serial: String,
        /// Version of its software.
        version: String,
    },
    /// A status register, or the number of the selected input.
    Register(u16),
    /// A measurement, in ohms when the channel's calculation is resistance.
    Measurement(f64),
    /// An entry of the error queue; number 0 says that it is empty.
    Error {
        /// SCPI error number.
        number: i32,
        /// Its text.
        message: String,
    },
}

impl Reply {
    /// The bytes that the bridge sends. Measurements carry 6 decimals, as the manual's `25.001098` does: 1 µΩ.
    pub fn encode(&self) -> Vec<u8> {
        let line = match self {
            Self::Identity { manufacturer, model, serial, version } => {
                format!("{manufacturer},{model},{serial},{version}")
            }
            Self::Register(value) => format!("{value}"),
            Self::Measurement(value) => format!("{value:.6}"),
            Self::Error { number, message } => format!("{number},\"{message}\""),
        };
        (line + "\r\n").into_bytes()
    }
}

/// The bridge's side: lines to requests.
pub type RequestDecoder = LineDecoder<Request>;

impl LineMessage for Request {
    fn from_line(line: &str) -> Result<Self, Dropped> {
        parse_request(line)
    }
}

/// The controller's side: lines to replies.
pub type ReplyDecoder = LineDecoder<Reply>;

impl LineMessage for Reply {
    fn from_line(line: &str) -> Result<Self, Dropped> {
        parse_reply(line)
    }
}

fn parse_request(line: &str) -> Result<Request, Dropped> {
    let (header, parameter) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
    let malformed = || dropped(line, DropReason::Malformed);
    match (abbreviate(header).as_str(), parameter.trim()) {
        ("*IDN?", "") => Ok(Request::Identify),
        ("*CLS", "") => Ok(Request::ClearStatus),
        ("ROUT:CLOS", list) => channel(list).map(Request::SelectInput).ok_or_else(malformed),
        ("ROUT:CLOS?", "") => Ok(Request::SelectedInput),
        ("STAT:OPER?" | "STAT:OPER:EVEN?", "") => Ok(Request::OperationStatus),
        ("FETC?", "") => Ok(Request::Fetch),
        ("SYST:ERR?", "") => Ok(Request::NextError),
        _ => Err(malformed()),
    }
}

/// Cuts every word of a header to its first four letters, in capitals (manual, 8.7.1).
fn abbreviate(header: &str) -> String {
    let (words, query) = header.strip_suffix('?').map_or((header, ""), |words| (words, "?"));
    let short: Vec<String> = words
        .split(':')
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(4).collect::<String>().to_ascii_uppercase())
        .collect();
    short.join(":") + query
}

/// The one channel of a list such as `(@2)`.
fn channel(list: &str) -> Option<u8> {
    let digits = list.strip_prefix("(@")?.strip_suffix(')')?;
    digits.parse().ok().filter(|input| (1..=4).contains(input))
}

fn parse_reply(line: &str) -> Result<Reply, Dropped> {
    let line = line.trim();
    let fields: Vec<&str> = line.split(',').collect();
    let parsed = match fields.as_slice() {
        [manufacturer, model, serial, version] if number(manufacturer).is_err() => Some(Reply::Identity {
            manufacturer: (*manufacturer).trim().to_owned(),
            model: (*model).trim().to_owned(),
            serial: (*serial).trim().to_owned(),
            version: (*version).trim().to_owned(),
        }),
        [value] if value.bytes().all(|byte| byte.is_ascii_digit()) => value.parse().ok().map(Reply::Register),
        [value] => {
            return number(value).map(Reply::Measurement).map_err(|reason| dropped(line, reason));
        }
        [code, message] => error_entry(code, message),
        _ => None,
    };
    parsed.ok_or_else(|| dropped(line, DropReason::Malformed))
}

fn error_entry(code: &str, message: &str) -> Option<Reply> {
    let message = message.trim().strip_prefix('"')?.strip_suffix('"')?.to_owned();
    Some(Reply::Error { number: code.trim().parse().ok()?, message })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Decode as _;
    use proptest::prelude::*;

    #[test]
    fn every_request_survives_the_wire() {
        let mut decoder = RequestDecoder::default();
        for request in [
            Request::Identify,
            Request::ClearStatus,
            Request::SelectInput(2),
            Request::SelectedInput,
            Request::OperationStatus,
            Request::Fetch,
            Request::NextError,
        ] {
            assert_eq!(decoder.feed(&request.encode()), [Ok(request)]);
        }
    }

    #[test]
    fn a_register_is_never_taken_for_a_measurement() {
        let replies =
            ReplyDecoder::default().feed(b"16\r\n0\r\n25.499871\r\n-230,\"Data corrupt or stale\"\r\n");
        let expected = [
            Reply::Register(16),
            Reply::Register(0),
            Reply::Measurement(25.499_871),
            Reply::Error { number: DATA_CORRUPT_OR_STALE, message: "Data corrupt or stale".to_owned() },
        ];
        assert_eq!(replies, expected.map(Ok));
    }

    #[test]
    fn damage_is_reported_and_the_next_line_is_read() {
        let mut decoder = ReplyDecoder::default();
        let taken = decoder.feed(b"25.4\xff9871\r\n25.4x9871\r\n25.499871\r\n");
        assert_eq!(taken[0].as_ref().unwrap_err().reason, DropReason::NotText);
        assert_eq!(taken[1].as_ref().unwrap_err().reason, DropReason::NotANumber);
        assert_eq!(taken[2], Ok(Reply::Measurement(25.499_871)));
    }

    #[test]
    fn unknown_commands_and_channels_are_dropped() {
        for line in ["ROUT:CLOS (@5)\r", "ROUT:CLOS 2\r", "CALC1:TYPE RES\r", "FETC\r"] {
            let taken = RequestDecoder::default().feed(line.as_bytes());
            assert_eq!(taken[0].as_ref().unwrap_err().reason, DropReason::Malformed, "{line}");
        }
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic_and_never_hide_the_next_reply(noise in prop::collection::vec(any::<u8>(), 0..3000)) {
            let mut decoder = ReplyDecoder::default();
            decoder.feed(&noise);
            decoder.feed(b"\r");
            prop_assert_eq!(decoder.feed(b"99.123456\r\n"), [Ok(Reply::Measurement(99.123_456))]);
            let mut decoder = RequestDecoder::default();
            decoder.feed(&noise);
            decoder.feed(b"\r");
            prop_assert_eq!(decoder.feed(b"fetch?\n"), [Ok(Request::Fetch)]);
        }
    }
}
