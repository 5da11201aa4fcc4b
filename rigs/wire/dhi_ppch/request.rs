//! Messages to the controller, in either syntax.

use super::{ErrorCode, Head};
use crate::framing::{Dropped, LineDecoder, LineMessage, number};

/// How a message is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Syntax {
    /// `TP?` and `HS 0.1`.
    Enhanced,
    /// `TP` and `HS=0.1`.
    Classic,
}

/// A limit that is read and set under one name, in MPa or MPa per second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Setting {
    /// `HS`: how far from the target the pressure may hold.
    HoldLimit,
    /// `SS`: how fast it may change and still be ready.
    StabilityLimit,
    /// `UL`: targets above it are refused, and control stops when the pressure crosses it.
    UpperLimit,
}

impl Setting {
    const ALL: [Self; 3] = [Self::HoldLimit, Self::StabilityLimit, Self::UpperLimit];

    fn word(self) -> &'static str {
        match self {
            Self::HoldLimit => "HS",
            Self::StabilityLimit => "SS",
            Self::UpperLimit => "UL",
        }
    }
}

/// What is asked of the controller.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Request {
    /// `PR`: the next pressure.
    Pressure,
    /// `PRR`: ready or not, the next pressure, its rate and the atmosphere.
    PressureAndRate,
    /// `QPRR`: the same of the last measurement, at once.
    LatestPressureAndRate,
    /// `SR`: ready or not, with the next measurement.
    Ready,
    /// `STAT`: what the controller is doing.
    Status,
    /// `ATM`: the atmosphere.
    Atmosphere,
    /// `TP`: the target.
    Target,
    /// `PS n`: a new target, MPa; drives there and holds.
    SetTarget(f64),
    /// `ABORT`: stops driving.
    Abort,
    /// `VENT`: whether the exhaust is open.
    Vented,
    /// `VENT 1`: lets the pressure out.
    Vent,
    /// `VENT 0`: stops letting it out and closes the exhaust.
    StopVenting,
    /// A limit.
    Setting(Setting),
    /// A new limit.
    ChangeSetting(Setting, f64),
    /// `HEAD`.
    Head,
    /// `HEAD 10,cm,H2O`.
    ChangeHead(Head),
    /// `UNIT`: of every pressure.
    Unit,
    /// `UNIT MPaa`: the only one that is offered here.
    ChangeUnit(String),
    /// `ERR`: text of the last error.
    LastError,
    /// `VER`: who is there.
    Version,
    /// `REMOTE`: the front panel is locked.
    Remote,
    /// `LOCAL`: the front panel is free.
    Local,
    /// What the controller does not understand; it answers with the error.
    Refused(ErrorCode),
}

/// A message with its syntax, which its answer may depend on.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Message {
    /// How it is written.
    pub syntax: Syntax,
    /// What it asks.
    pub request: Request,
}

impl Message {
    /// The bytes to send; empty for [`Request::Refused`].
    pub fn encode(&self) -> Vec<u8> {
        let asks = |word: &str| match self.syntax {
            Syntax::Enhanced => format!("{word}?"),
            Syntax::Classic => word.to_owned(),
        };
        let sets = |word: &str, value: &str| match self.syntax {
            Syntax::Enhanced => format!("{word} {value}"),
            Syntax::Classic => format!("{word}={value}"),
        };
        let line = match &self.request {
            Request::SetTarget(mpa) => sets("PS", &mpa.to_string()),
            Request::Vent => sets("VENT", "1"),
            Request::StopVenting => sets("VENT", "0"),
            Request::Setting(setting) => asks(setting.word()),
            Request::ChangeSetting(setting, value) => sets(setting.word(), &value.to_string()),
            Request::ChangeHead(head) => sets("HEAD", &head.words().join(",")),
            Request::ChangeUnit(unit) => sets("UNIT", unit),
            Request::Refused(_) => return Vec::new(),
            simple => match SIMPLE.iter().find(|(_, known, _)| known == simple) {
                Some((word, _, Kind::Query)) => asks(word),
                Some((word, _, Kind::Action)) => (*word).to_owned(),
                None => return Vec::new(),
            },
        };
        (line + "\r\n").into_bytes()
    }
}

/// Whether a word asks or acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum Kind {
    Query,
    Action,
}

/// Words that stand alone.
const SIMPLE: [(&str, Request, Kind); 15] = [
    ("PR", Request::Pressure, Kind::Query),
    ("PRR", Request::PressureAndRate, Kind::Query),
    ("QPRR", Request::LatestPressureAndRate, Kind::Query),
    ("SR", Request::Ready, Kind::Query),
    ("STAT", Request::Status, Kind::Query),
    ("ATM", Request::Atmosphere, Kind::Query),
    ("TP", Request::Target, Kind::Query),
    ("VENT", Request::Vented, Kind::Query),
    ("HEAD", Request::Head, Kind::Query),
    ("UNIT", Request::Unit, Kind::Query),
    ("ERR", Request::LastError, Kind::Query),
    ("VER", Request::Version, Kind::Query),
    ("ABORT", Request::Abort, Kind::Action),
    ("REMOTE", Request::Remote, Kind::Action),
    ("LOCAL", Request::Local, Kind::Action),
];

/// The controller's side: lines to messages. Every line of text is one, understood or not.
pub type RequestDecoder = LineDecoder<Message>;

impl LineMessage for Message {
    fn from_line(line: &str) -> Result<Self, Dropped> {
        let line = line.trim();
        let (syntax, word, argument) = match line.find(['?', ' ', '=']) {
            Some(end) => {
                let (word, rest) = line.split_at(end);
                let (mark, rest) = rest.split_at(1);
                let syntax = if mark == "=" { Syntax::Classic } else { Syntax::Enhanced };
                (syntax, word, (mark == "?", rest.trim()))
            }
            None => (Syntax::Classic, line, (false, "")),
        };
        let word = word.to_ascii_uppercase();
        let request = match argument {
            (_, "") => ask(&word, argument.0),
            (_, value) => set(&word, value),
        };
        // `ABORT` and the like are written the same in both; what comes without a mark is taken as classic.
        Ok(Self { syntax, request: request.unwrap_or_else(Request::Refused) })
    }
}

/// A word alone, or with a question mark.
fn ask(word: &str, questioned: bool) -> Result<Request, ErrorCode> {
    if let Some(setting) = Setting::ALL.into_iter().find(|setting| setting.word() == word) {
        return Ok(Request::Setting(setting));
    }
    let known = SIMPLE.iter().find(|(known, ..)| *known == word);
    match known {
        Some((_, request, Kind::Query)) => Ok(request.clone()),
        Some((_, request, Kind::Action)) if !questioned => Ok(request.clone()),
        _ if word == "PS" => Err(ErrorCode::OutOfRange),
        _ => Err(ErrorCode::UnknownCommand),
    }
}

/// A word with an argument. An enhanced query may have one too (`HS? .1` sets and answers), as in the manuals' examples.
fn set(word: &str, value: &str) -> Result<Request, ErrorCode> {
    let amount = || number(value).map_err(|_| ErrorCode::TextInNumber);
    if let Some(setting) = Setting::ALL.into_iter().find(|setting| setting.word() == word) {
        return amount().map(|amount| Request::ChangeSetting(setting, amount));
    }
    match (word, value) {
        // A test volume may follow the target: it saves the controller its own search, and the twin's needs none.
        ("PS", _) => {
            let target = value.split_once(',').map_or(value, |(target, _)| target);
            number(target).map(Request::SetTarget).map_err(|_| ErrorCode::TextInNumber)
        }
        ("VENT", "1") => Ok(Request::Vent),
        ("VENT", "0") => Ok(Request::StopVenting),
        ("VENT", _) => Err(ErrorCode::OutOfRange),
        ("HEAD", _) => Head::parse(value).map(Request::ChangeHead).ok_or(ErrorCode::OutOfRange),
        ("UNIT", _) => Ok(Request::ChangeUnit(value.to_owned())),
        _ if SIMPLE.iter().any(|(known, ..)| *known == word) => Err(ErrorCode::ImproperArgument),
        _ => Err(ErrorCode::UnknownCommand),
    }
}
