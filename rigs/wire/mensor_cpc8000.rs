//! Mensor (WIKA) CPC8000-H hydraulic pressure controller and its sisters: the Mensor command set on a line of text.
//!
//! Source: WIKA CPC8000-H operating instructions 980104, pages 56 and 57, and Mensor 0018708001B, page 52 (commands end
//! with CR, LF or both, in either case; every response begins with a space, or with `E` while the queue of the last ten errors is
//! not empty; `Keylock Yes` first; floating point numbers in exponential format); Mensor CPC6050, pages 73 and 74
//! (`A?`, `AR?`, `AS?`, `ARS?`, `Acquire?`, `+n.nnnnnE+nn`, words for yes and no); CPC6000, page 50 (the seven output
//! formats).
//!
//! Derived, because the tables of the other commands were not at hand: `Mode`, `Setpt`, `Stable?`, `Units` with their
//! numbers, `UpperLimit` and `Chan` as the public driver `pymensor` has them; `Errorno?` as `E` number `-` text and
//! `Units?` as a word as the public CPC6000 driver of the `WorkBench` program reads them; numbers and texts of the errors.

use crate::framing::{DropReason, Dropped, LineDecoder, LineMessage, dropped, number};

/// The only channel of a CPC8000-H.
pub const CHANNEL: &str = "A";

/// What the controller does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Mode {
    /// Valves closed.
    Standby,
    /// Valves closed; the pressure is somebody else's.
    Measure,
    /// Drives the pressure to its set point.
    Control,
    /// Lets the pressure out.
    Vent,
}

impl Mode {
    const ALL: [Self; 4] = [Self::Standby, Self::Measure, Self::Control, Self::Vent];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Standby => "STANDBY",
            Self::Measure => "MEASURE",
            Self::Control => "CONTROL",
            Self::Vent => "VENT",
        }
    }
}

/// Unit of pressure; the number is that of `Units`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Unit {
    /// 1: pound per square inch.
    Psi,
    /// 14: bar.
    Bar,
    /// 22: kilopascal.
    Kilopascal,
    /// 23: pascal.
    Pascal,
}

impl Unit {
    const ALL: [Self; 4] = [Self::Psi, Self::Bar, Self::Kilopascal, Self::Pascal];

    /// Its number.
    pub fn code(self) -> u8 {
        match self {
            Self::Psi => 1,
            Self::Bar => 14,
            Self::Kilopascal => 22,
            Self::Pascal => 23,
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Psi => "psi",
            Self::Bar => "bar",
            Self::Kilopascal => "kPa",
            Self::Pascal => "Pa",
        }
    }
}

/// Whether the keys on the screen are locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Keys {
    /// `Yes`.
    Locked,
    /// `No`.
    Free,
}

/// What is asked of the controller. Commands have no response, queries have one.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Request {
    /// `?`: the reading in the output format.
    Reading,
    /// `A?`: the pressure of channel A.
    Pressure,
    /// `AR?`: its rate of change, per second.
    Rate,
    /// `AS?` or `Stable?`: whether the pressure is stable.
    Stable,
    /// `ARS?`: whether the rate is stable.
    RateStable,
    /// `Outform n`: the output format, 1 to 7.
    ChangeOutputFormat(u8),
    /// `Outform?`.
    OutputFormat,
    /// `Keylock Yes`, `Keylock No`.
    ChangeKeys(Keys),
    /// `Keylock?`.
    Keys,
    /// `Acquire? name`: asks for sole control.
    Acquire(String),
    /// `Mode CONTROL` and the like.
    ChangeMode(Mode),
    /// `Mode?`.
    Mode,
    /// `Setpt n`, in the unit.
    ChangeSetPoint(f64),
    /// `Setpt?`.
    SetPoint,
    /// `UpperLimit n`, in the unit.
    ChangeUpperLimit(f64),
    /// `UpperLimit?`.
    UpperLimit,
    /// `Units n`, by number or word.
    ChangeUnit(Unit),
    /// `Units?`: its word.
    Unit,
    /// `Chan A`: the only channel.
    ChangeChannel,
    /// `Chan?`.
    Channel,
    /// `Errorno?`: the oldest error, which leaves the queue.
    NextError,
    /// `ID?`: who is there.
    Identify,
}

impl Request {
    /// The bytes to send.
    pub fn encode(&self) -> Vec<u8> {
        let line = match self {
            Self::Reading => "?".to_owned(),
            Self::Pressure => "A?".to_owned(),
            Self::Rate => "AR?".to_owned(),
            Self::Stable => "AS?".to_owned(),
            Self::RateStable => "ARS?".to_owned(),
            Self::ChangeOutputFormat(format) => format!("Outform {format}"),
            Self::OutputFormat => "Outform?".to_owned(),
            Self::ChangeKeys(Keys::Locked) => "Keylock Yes".to_owned(),
            Self::ChangeKeys(Keys::Free) => "Keylock No".to_owned(),
            Self::Keys => "Keylock?".to_owned(),
            Self::Acquire(name) => format!("Acquire? {name}"),
            Self::ChangeMode(mode) => format!("Mode {}", mode.word()),
            Self::Mode => "Mode?".to_owned(),
            Self::ChangeSetPoint(value) => format!("Setpt {value}"),
            Self::SetPoint => "Setpt?".to_owned(),
            Self::ChangeUpperLimit(value) => format!("UpperLimit {value}"),
            Self::UpperLimit => "UpperLimit?".to_owned(),
            Self::ChangeUnit(unit) => format!("Units {}", unit.code()),
            Self::Unit => "Units?".to_owned(),
            Self::ChangeChannel => format!("Chan {CHANNEL}"),
            Self::Channel => "Chan?".to_owned(),
            Self::NextError => "Errorno?".to_owned(),
            Self::Identify => "ID?".to_owned(),
        };
        (line + "\r").into_bytes()
    }

    /// `NotANumber` for data that the command does not take, `Malformed` for a command that is not known.
    fn parse(line: &str) -> Result<Self, DropReason> {
        let (word, data) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        let data = data.trim();
        let bad = DropReason::NotANumber;
        match (word.to_ascii_lowercase().as_str(), data) {
            ("?", "") => Ok(Self::Reading),
            ("a?", "") => Ok(Self::Pressure),
            ("ar?", "") => Ok(Self::Rate),
            ("as?" | "stable?", "") => Ok(Self::Stable),
            ("ars?", "") => Ok(Self::RateStable),
            ("outform?", "") => Ok(Self::OutputFormat),
            ("keylock?", "") => Ok(Self::Keys),
            ("acquire?", name) => Ok(Self::Acquire(name.to_owned())),
            ("mode?", "") => Ok(Self::Mode),
            ("setpt?", "") => Ok(Self::SetPoint),
            ("upperlimit?", "") => Ok(Self::UpperLimit),
            ("units?", "") => Ok(Self::Unit),
            ("chan?", "") => Ok(Self::Channel),
            ("chan", word) => word.eq_ignore_ascii_case(CHANNEL).then_some(Self::ChangeChannel).ok_or(bad),
            ("errorno?", "") => Ok(Self::NextError),
            ("id?", "") => Ok(Self::Identify),
            ("setpt", value) => number(value).map(Self::ChangeSetPoint),
            ("upperlimit", value) => number(value).map(Self::ChangeUpperLimit),
            ("outform", format) => {
                let format = format.parse().ok().filter(|format| (1..=7).contains(format));
                format.map(Self::ChangeOutputFormat).ok_or(bad)
            }
            ("keylock", word) => keys(word).map(Self::ChangeKeys).ok_or(bad),
            ("mode", word) => {
                let mode = Mode::ALL.into_iter().find(|mode| mode.word().eq_ignore_ascii_case(word));
                mode.map(Self::ChangeMode).ok_or(bad)
            }
            ("units", unit) => {
                let named = |known: &Unit| {
                    known.word().eq_ignore_ascii_case(unit) || known.code().to_string() == unit
                };
                Unit::ALL.into_iter().find(named).map(Self::ChangeUnit).ok_or(bad)
            }
            _ => Err(DropReason::Malformed),
        }
    }
}

/// The words that stand for yes and no (CPC6050, page 73).
fn keys(word: &str) -> Option<Keys> {
    match word.to_ascii_lowercase().as_str() {
        "yes" | "on" | "true" | "1" => Some(Keys::Locked),
        "no" | "off" | "false" | "0" => Some(Keys::Free),
        _ => None,
    }
}

/// The first character of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ErrorFlag {
    /// A space: no error waits.
    Clear,
    /// `E`: at least one error waits.
    Waiting,
}

/// A field of a response.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Field {
    /// A number in exponential format, `+1.50000E+01`.
    Amount(f64),
    /// A whole number.
    Count(i64),
    /// A word.
    Word(String),
}

impl Field {
    fn text(&self) -> String {
        match self {
            Self::Amount(value) => exponential(*value),
            Self::Count(count) => count.to_string(),
            Self::Word(word) => word.clone(),
        }
    }

    fn parse(text: &str) -> Self {
        let text = text.trim();
        let amount = number(text).ok().filter(|_| text.contains(['.', 'E', 'e']));
        let count = || text.parse().map_or_else(|_| Self::Word(text.to_owned()), Self::Count);
        amount.map_or_else(count, Self::Amount)
    }
}

/// `+n.nnnnnE+nn`: sign, six figures, sign and two figures of the exponent.
fn exponential(value: f64) -> String {
    let text = format!("{value:+.5e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text.as_str(), "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    format!("{mantissa}E{exponent:+03}")
}

/// A response.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Reply {
    /// Whether errors wait.
    pub errors: ErrorFlag,
    /// What is said.
    pub fields: Vec<Field>,
}

impl Reply {
    /// The bytes that the controller sends.
    pub fn encode(&self) -> Vec<u8> {
        let fields: Vec<String> = self.fields.iter().map(Field::text).collect();
        let flag = if self.errors == ErrorFlag::Waiting { 'E' } else { ' ' };
        format!("{flag}{}\r\n", fields.join(", ")).into_bytes()
    }
}

/// The controller's own side: lines to requests.
pub type RequestDecoder = LineDecoder<Request>;

impl LineMessage for Request {
    fn from_line(line: &str) -> Result<Self, Dropped> {
        Self::parse(line).map_err(|reason| dropped(line, reason))
    }
}

/// The far side: lines to responses.
pub type ReplyDecoder = LineDecoder<Reply>;

impl LineMessage for Reply {
    fn from_line(line: &str) -> Result<Self, Dropped> {
        let malformed = || dropped(line, DropReason::Malformed);
        let (errors, content) = match line.split_at_checked(1).ok_or_else(malformed)? {
            (" ", content) => (ErrorFlag::Clear, content),
            ("E", content) => (ErrorFlag::Waiting, content),
            _ => return Err(malformed()),
        };
        Ok(Self { errors, fields: content.split(',').map(Field::parse).collect() })
    }
}

#[cfg(test)]
mod tests;
