//! Fluke (Hart Scientific) calibration baths, 6xxx and 7xxx: short words on RS-232 at 2400 8N1.
//!
//! Source: Fluke 7037 user manual, page 47 (commands end with CR; either case; spaces are ignored; backspace erases;
//! `s`, `t`, `v`, `u`, `c` and their answers), 7102 manual, page 46, and 7381 manual, page 45 (`sa`, `du`, `lf`;
//! `u: C`), Hart 6331 manual, page 53 (full duplex sends every command back; line feed on adds LF after CR). A command
//! may be shortened as long as it stays unique: what stands in brackets in the manuals may be left out.
//!
//! Derived: `*ver` as `ver.7341,1.00` (test of the public driver `pymeasure`, `fluke7341`); that the echo is a line in
//! front of the answer (a public Python driver that declares `Fluke7341` takes the answer behind the first line); that
//! what is not understood, and a value outside the bath's range, is echoed and otherwise ignored.

use crate::framing::{Decode, DropReason, Dropped, LineDecoder, LineMessage, Lines, dropped, number};

/// Unit of temperatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Unit {
    /// Degrees Celsius.
    Celsius,
    /// Degrees Fahrenheit.
    Fahrenheit,
}

impl Unit {
    fn letter(self) -> char {
        match self {
            Self::Celsius => 'C',
            Self::Fahrenheit => 'F',
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Celsius, Self::Fahrenheit]
            .into_iter()
            .find(|unit| text.len() == 1 && text.eq_ignore_ascii_case(&unit.letter().to_string()))
    }
}

/// Whether commands are sent back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Duplex {
    /// Every command is sent back.
    Full,
    /// Only answers are sent.
    Half,
}

/// What follows a carriage return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum LineFeed {
    /// A line feed.
    On,
    /// Nothing.
    Off,
}

/// What is asked of the bath.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Request {
    /// `s`: the set point.
    SetPoint,
    /// `s=n`: no answer.
    ChangeSetPoint(f64),
    /// `v`: the vernier, a fine addition to the set point.
    Vernier,
    /// `v=n`: no answer.
    ChangeVernier(f64),
    /// `t`: the temperature.
    Temperature,
    /// `u`: the unit.
    Unit,
    /// `u=c`, `u=f`: no answer.
    ChangeUnit(Unit),
    /// `c`: the cut-out, and whether it has acted.
    CutOut,
    /// `c=n`: no answer.
    ChangeCutOut(f64),
    /// `c=r`: lets the heaters in again. No answer.
    ResetCutOut,
    /// `sa`: seconds between temperatures sent unasked; 0 is never.
    SamplePeriod,
    /// `sa=n`: no answer.
    ChangeSamplePeriod(u16),
    /// `du=f`, `du=h`: no answer.
    ChangeDuplex(Duplex),
    /// `lf=on`, `lf=of`: no answer.
    ChangeLineFeed(LineFeed),
    /// `*ver`: model and version.
    Version,
}

impl Request {
    /// The bytes to send.
    pub fn encode(&self) -> Vec<u8> {
        let line = match self {
            Self::SetPoint => "s".to_owned(),
            Self::ChangeSetPoint(value) => format!("s={value}"),
            Self::Vernier => "v".to_owned(),
            Self::ChangeVernier(value) => format!("v={value}"),
            Self::Temperature => "t".to_owned(),
            Self::Unit => "u".to_owned(),
            Self::ChangeUnit(unit) => format!("u={}", unit.letter().to_ascii_lowercase()),
            Self::CutOut => "c".to_owned(),
            Self::ChangeCutOut(value) => format!("c={value}"),
            Self::ResetCutOut => "c=r".to_owned(),
            Self::SamplePeriod => "sa".to_owned(),
            Self::ChangeSamplePeriod(seconds) => format!("sa={seconds}"),
            Self::ChangeDuplex(Duplex::Full) => "du=f".to_owned(),
            Self::ChangeDuplex(Duplex::Half) => "du=h".to_owned(),
            Self::ChangeLineFeed(LineFeed::On) => "lf=on".to_owned(),
            Self::ChangeLineFeed(LineFeed::Off) => "lf=of".to_owned(),
            Self::Version => "*ver".to_owned(),
        };
        (line + "\r").into_bytes()
    }

    /// Reads a line; `None` when the bath does not understand it.
    fn parse(line: &str) -> Option<Self> {
        let line: String = line.chars().filter(|c| *c != ' ').collect::<String>().to_ascii_lowercase();
        let (word, value) =
            line.split_once('=').map_or((line.as_str(), None), |(word, value)| (word, Some(value)));
        let is = |shortest: &str, whole: &str| word.starts_with(shortest) && whole.starts_with(word);
        let amount = || value.and_then(|value| number(value).ok());
        match value {
            None if is("s", "setpoint") => Some(Self::SetPoint),
            None if is("v", "vernier") => Some(Self::Vernier),
            None if is("t", "temperature") => Some(Self::Temperature),
            None if is("u", "units") => Some(Self::Unit),
            None if is("c", "cutout") => Some(Self::CutOut),
            None if is("sa", "sample") => Some(Self::SamplePeriod),
            None if is("*ver", "*version") => Some(Self::Version),
            Some(_) if is("s", "setpoint") => amount().map(Self::ChangeSetPoint),
            Some(_) if is("v", "vernier") => amount().map(Self::ChangeVernier),
            Some(unit) if is("u", "units") => Unit::parse(unit).map(Self::ChangeUnit),
            Some("r" | "reset") if is("c", "cutout") => Some(Self::ResetCutOut),
            Some(_) if is("c", "cutout") => amount().map(Self::ChangeCutOut),
            Some(seconds) if is("sa", "sample") => seconds.parse().ok().map(Self::ChangeSamplePeriod),
            Some("f" | "full") if is("du", "duplex") => Some(Self::ChangeDuplex(Duplex::Full)),
            Some("h" | "half") if is("du", "duplex") => Some(Self::ChangeDuplex(Duplex::Half)),
            Some("on") if is("lf", "lfeed") => Some(Self::ChangeLineFeed(LineFeed::On)),
            Some("of" | "off") if is("lf", "lfeed") => Some(Self::ChangeLineFeed(LineFeed::Off)),
            _ => None,
        }
    }
}

/// A line that the bath has heard.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Heard {
    /// The line without its end, erased characters left out, as full duplex sends it back.
    pub line: String,
    /// What it asks; `None` when the bath does not understand it.
    pub request: Option<Request>,
}

/// What the bath says.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Reply {
    /// `set: 150.00 C`.
    SetPoint {
        /// In the unit.
        value: f64,
        /// The unit.
        unit: Unit,
    },
    /// `t: 55.69 C`.
    Temperature {
        /// In the unit.
        value: f64,
        /// The unit.
        unit: Unit,
    },
    /// `v: 0.00000`.
    Vernier(f64),
    /// `u: C`.
    Unit(Unit),
    /// `c: 620 C, in`.
    CutOut {
        /// In the unit.
        value: f64,
        /// The unit.
        unit: Unit,
        /// Whether it has acted.
        state: CutOutState,
    },
    /// `sa: 1`.
    SamplePeriod(u16),
    /// `ver.7341,1.00`.
    Version {
        /// Model.
        model: String,
        /// Version of its software.
        version: String,
    },
    /// A command sent back, in full duplex.
    Echo(String),
}

/// Whether the cut-out has acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum CutOutState {
    /// `in`: it has not.
    In,
    /// `out`: it has, and the heaters are off until it is reset.
    Out,
}

impl Reply {
    /// The bytes that the bath sends.
    pub fn encode(&self, line_feed: LineFeed) -> Vec<u8> {
        let line = match self {
            Self::SetPoint { value, unit } => format!("set: {value:.2} {}", unit.letter()),
            Self::Temperature { value, unit } => format!("t: {value:.2} {}", unit.letter()),
            Self::Vernier(value) => format!("v: {value:.5}"),
            Self::Unit(unit) => format!("u: {}", unit.letter()),
            Self::CutOut { value, unit, state } => {
                let state = if *state == CutOutState::In { "in" } else { "out" };
                format!("c: {value:.0} {}, {state}", unit.letter())
            }
            Self::SamplePeriod(seconds) => format!("sa: {seconds}"),
            Self::Version { model, version } => format!("ver.{model},{version}"),
            Self::Echo(line) => line.clone(),
        };
        let end = if line_feed == LineFeed::On { "\r\n" } else { "\r" };
        (line + end).into_bytes()
    }

    fn parse(line: &str) -> Result<Self, DropReason> {
        if let Some((model, version)) = line.strip_prefix("ver.").and_then(|rest| rest.split_once(',')) {
            let (model, version) = (model.trim().to_owned(), version.trim().to_owned());
            return Ok(Self::Version { model, version });
        }
        // Commands have no colon, so that what has none was sent back.
        let Some((name, content)) = line.split_once(':') else { return Ok(Self::Echo(line.to_owned())) };
        let content = content.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "set" => measured(content).map(|(value, unit)| Self::SetPoint { value, unit }),
            "t" => measured(content).map(|(value, unit)| Self::Temperature { value, unit }),
            "v" => number(content).map(Self::Vernier),
            "u" => Unit::parse(content).map(Self::Unit).ok_or(DropReason::Malformed),
            "c" | "cu" => cut_out(content),
            "sa" => content.parse().map(Self::SamplePeriod).map_err(|_| DropReason::NotANumber),
            _ => Err(DropReason::Malformed),
        }
    }
}

/// A number and its unit, with or without a space between them.
fn measured(content: &str) -> Result<(f64, Unit), DropReason> {
    let letters = content.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    let (value, unit) = content.split_at(letters);
    Ok((number(value)?, Unit::parse(unit).ok_or(DropReason::Malformed)?))
}

fn cut_out(content: &str) -> Result<Reply, DropReason> {
    let (value, state) = content.split_once(',').ok_or(DropReason::Malformed)?;
    let (value, unit) = measured(value.trim())?;
    let state = match state.trim().to_ascii_lowercase().as_str() {
        "in" => CutOutState::In,
        "out" => CutOutState::Out,
        _ => return Err(DropReason::Malformed),
    };
    Ok(Reply::CutOut { value, unit, state })
}

/// The bath's side: every line that it hears, understood or not.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct RequestDecoder {
    lines: Lines,
}

impl Decode for RequestDecoder {
    type Message = Heard;

    fn push(&mut self, bytes: &[u8]) {
        self.lines.push(bytes);
    }

    fn take(&mut self) -> Option<Result<Heard, Dropped>> {
        let line = self.lines.take()?.or_else(erased);
        Some(line.map(|line| Heard { request: Request::parse(&line), line }))
    }

    fn reset(&mut self) -> Option<Dropped> {
        self.lines.reset()
    }
}

const BACKSPACE: u8 = 8;

/// A line that was dropped because of its backspaces, with what they erase left out.
fn erased(found: Dropped) -> Result<String, Dropped> {
    if found.reason != DropReason::NotText || !found.bytes.contains(&BACKSPACE) {
        return Err(found);
    }
    let mut line = Vec::new();
    for byte in &found.bytes {
        match *byte {
            BACKSPACE => drop(line.pop()),
            byte => line.push(byte),
        }
    }
    let is_text = line.iter().all(|byte| (0x20..0x7f).contains(byte));
    String::from_utf8(line).ok().filter(|_| is_text).ok_or(found)
}

/// The controller's side: lines to replies.
pub type ReplyDecoder = LineDecoder<Reply>;

impl LineMessage for Reply {
    fn from_line(line: &str) -> Result<Self, Dropped> {
        Self::parse(line.trim()).map_err(|reason| dropped(line, reason))
    }
}

#[cfg(test)]
mod tests;
