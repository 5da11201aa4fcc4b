//! Isotech milliK precision thermometer: SCPI on RS-232 (9600 8N1) or TCP port 1000, carriage returns both ways.
//!
//! Source: Isothermal Technology, milliK manual 923 issue 1.10, section 8: terminators and keywords (page 79), wires and
//! current (page 88: `SENS:RES:WIR?` answers `4`; a parameter that is not offered makes the command be ignored).
//! Capitals of a keyword are its short form; a word is that or the whole, in either case.
//!
//! Derived from two public drivers, `msl-equipment` of the Measurement Standards Laboratory of New Zealand and the
//! `Trolley_Control` client that declares `IsotechMilliK`: several commands in a line, separated by semicolons and each from
//! the root; `MILLik:REMote` first, `MILLik:LOCal` last; `MILL:LIST?` and `*IDN?` as `Isothermal
//! Technology,milliK,21-P2460,4.0.0`; `MEASure:RESistance1? 115,NORM,4` as one shot; `Calibration Okay`; and `Error: Invalid
//! range` as the range of a milliK that was asked for one it has not. How many decimals a reading has is not known.

use crate::framing::{DropReason, Dropped, LineDecoder, LineMessage, dropped, number};

/// Largest resistance of each range, ohm; a larger one has no range (driver `msl-equipment`).
pub const RANGES_OHM: [f64; 3] = [115.0, 460.0, 500_000.0];
/// What stands for the range of a milliK that was asked for one it has not (driver `msl-equipment`).
pub const INVALID_RANGE: &str = "Error: Invalid range";
/// Most readings that one `READ?` takes.
const MOST_READINGS: u16 = 1000;

/// Current through a platinum thermometer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum SenseCurrent {
    /// 1 mA.
    Normal,
    /// 1.4 mA: twice the power, which shows self-heating.
    RootTwo,
}

/// How a thermometer is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Wires {
    /// Three wires.
    Three,
    /// Four wires.
    Four,
}

/// One command of a line.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Command {
    /// `*IDN?`: who is there.
    Identify,
    /// `*RST`: settings as at power-up.
    Reset,
    /// `MILL:REM`: the front panel is left alone.
    Remote,
    /// `MILL:LOC`: the front panel again.
    Local,
    /// `MILL:LIST?`: who is on the chain; the milliK itself comes last.
    Devices,
    /// `CAL:VAL?`: whether the calibration data are whole.
    CalibrationValid,
    /// `SENS:FUNC RES`: measures resistance.
    SelectResistance,
    /// `SENS:FUNC?`: what is measured.
    SelectedFunction,
    /// `SENS:CHAN n`: measures this channel from now on (from 1).
    SelectChannel(u8),
    /// `SENS:CHAN?`.
    SelectedChannel,
    /// `SENS:RES:RANG x`: the range that holds this resistance, ohm.
    SelectRange(f64),
    /// `SENS:RES:RANG?`.
    SelectedRange,
    /// `SENS:CURR NORM`.
    SelectCurrent(SenseCurrent),
    /// `SENS:CURR?`: in ampere.
    SelectedCurrent,
    /// `SENS:RES:WIR n`.
    SelectWires(Wires),
    /// `SENS:RES:WIR?`.
    SelectedWires,
    /// `INIT`: begins a measurement.
    Initiate,
    /// `FETC?`: the newest measurement.
    Fetch,
    /// `READ? n`: so many new measurements.
    Read {
        /// How many.
        readings: u16,
    },
    /// `MEAS:RES1? 115,NORM,4`: settings and one new measurement.
    Measure {
        /// The channel, from 1.
        channel: u8,
        /// Largest resistance that is expected, ohm.
        range_ohm: f64,
        /// The current.
        current: SenseCurrent,
        /// The wires.
        wires: Wires,
    },
}

/// A line to the milliK.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Request {
    /// Its commands, in order.
    pub commands: Vec<Command>,
}

impl From<Command> for Request {
    fn from(command: Command) -> Self {
        Self { commands: vec![command] }
    }
}

impl Request {
    /// The bytes to send.
    pub fn encode(&self) -> Vec<u8> {
        let commands: Vec<String> = self.commands.iter().map(Command::text).collect();
        (commands.join(";") + "\r").into_bytes()
    }
}

impl SenseCurrent {
    fn word(self) -> &'static str {
        match self {
            Self::Normal => "NORM",
            Self::RootTwo => "ROOT2",
        }
    }

    /// Its name, or its value in ampere, as `SENS:CURR?` gives it.
    fn parse(text: &str) -> Option<Self> {
        let known = [("NORMal", Self::Normal), ("ROOT2", Self::RootTwo)];
        let named = known.into_iter().find(|(word, _)| is_keyword(text, word)).map(|(_, current)| current);
        named.or_else(|| {
            let ampere = number(text).ok().filter(|ampere| (0.000_5..0.002).contains(ampere))?;
            Some(if ampere < 0.001_2 { Self::Normal } else { Self::RootTwo })
        })
    }
}

impl Wires {
    fn count(self) -> u8 {
        match self {
            Self::Three => 3,
            Self::Four => 4,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Three, Self::Four].into_iter().find(|wires| text.trim() == wires.count().to_string())
    }
}

impl Command {
    fn text(&self) -> String {
        match self {
            Self::Identify => "*IDN?".to_owned(),
            Self::Reset => "*RST".to_owned(),
            Self::Remote => "MILL:REM".to_owned(),
            Self::Local => "MILL:LOC".to_owned(),
            Self::Devices => "MILL:LIST?".to_owned(),
            Self::CalibrationValid => "CAL:VAL?".to_owned(),
            Self::SelectResistance => "SENS:FUNC RES".to_owned(),
            Self::SelectedFunction => "SENS:FUNC?".to_owned(),
            Self::SelectChannel(channel) => format!("SENS:CHAN {channel}"),
            Self::SelectedChannel => "SENS:CHAN?".to_owned(),
            Self::SelectRange(ohm) => format!("SENS:RES:RANG {ohm}"),
            Self::SelectedRange => "SENS:RES:RANG?".to_owned(),
            Self::SelectCurrent(current) => format!("SENS:CURR {}", current.word()),
            Self::SelectedCurrent => "SENS:CURR?".to_owned(),
            Self::SelectWires(wires) => format!("SENS:RES:WIR {}", wires.count()),
            Self::SelectedWires => "SENS:RES:WIR?".to_owned(),
            Self::Initiate => "INIT".to_owned(),
            Self::Fetch => "FETC?".to_owned(),
            Self::Read { readings: 1 } => "READ?".to_owned(),
            Self::Read { readings } => format!("READ? {readings}"),
            Self::Measure { channel, range_ohm, current, wires } => {
                format!("MEAS:RES{channel}? {range_ohm},{},{}", current.word(), wires.count())
            }
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (header, parameter) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let parameter = parameter.trim();
        let is = |pattern: &str| suffix(header, pattern).is_some();
        let simple = SIMPLE.iter().find(|(pattern, _)| parameter.is_empty() && is(pattern));
        if let Some((_, command)) = simple {
            return Some(command.clone());
        }
        if is("SENSe:FUNCtion") && is_keyword(parameter, "RESistance") {
            return Some(Self::SelectResistance);
        }
        if is("SENSe:CHANnel") {
            return parameter.parse().ok().map(Self::SelectChannel);
        }
        if is("SENSe:RESistance:RANGe") {
            return number(parameter).ok().map(Self::SelectRange);
        }
        if is("SENSe:CURRent") {
            return SenseCurrent::parse(parameter).map(Self::SelectCurrent);
        }
        if is("SENSe:RESistance:WIRes") {
            return Wires::parse(parameter).map(Self::SelectWires);
        }
        if is("READ?") {
            let readings = parameter.parse().ok().filter(|count| (1..=MOST_READINGS).contains(count))?;
            return Some(Self::Read { readings });
        }
        let channel = suffix(header, "MEASure:RESistance#?")?;
        let [range_ohm, current, wires] = parameter.split(',').collect::<Vec<_>>().try_into().ok()?;
        let (range_ohm, current) = (number(range_ohm).ok()?, SenseCurrent::parse(current.trim())?);
        Some(Self::Measure { channel, range_ohm, current, wires: Wires::parse(wires)? })
    }
}

/// Commands without parameters. `#` stands for a channel.
const SIMPLE: [(&str, Command); 14] = [
    ("*IDN?", Command::Identify),
    ("*RST", Command::Reset),
    ("MILLik:REMote", Command::Remote),
    ("MILLik:LOCal", Command::Local),
    ("MILLiskanner:LIST?", Command::Devices),
    ("CALibrate:VALid?", Command::CalibrationValid),
    ("SENSe:FUNCtion?", Command::SelectedFunction),
    ("SENSe:CHANnel?", Command::SelectedChannel),
    ("SENSe:RESistance:RANGe?", Command::SelectedRange),
    ("SENSe:CURRent?", Command::SelectedCurrent),
    ("SENSe:RESistance:WIRes?", Command::SelectedWires),
    ("INITiate", Command::Initiate),
    ("FETCh?", Command::Fetch),
    ("READ?", Command::Read { readings: 1 }),
];

/// Whether a word is a keyword: its capitals or the whole, in either case.
fn is_keyword(word: &str, keyword: &str) -> bool {
    let short: String = keyword.chars().filter(|c| !c.is_ascii_lowercase()).collect();
    word.eq_ignore_ascii_case(keyword) || word.eq_ignore_ascii_case(&short)
}

/// Whether a header is this pattern; gives the channel in the place of `#`, 1 where there is none.
fn suffix(header: &str, pattern: &str) -> Option<u8> {
    let (header, asks) = header.strip_suffix('?').map_or((header, false), |header| (header, true));
    let (pattern, questions) = pattern.strip_suffix('?').map_or((pattern, false), |pattern| (pattern, true));
    let (words, keywords) = (header.split(':'), pattern.split(':'));
    if asks != questions || words.clone().count() != keywords.clone().count() {
        return None;
    }
    let mut channel = 1;
    for (word, keyword) in words.zip(keywords) {
        let Some(keyword) = keyword.strip_suffix('#') else {
            if is_keyword(word, keyword) {
                continue;
            }
            return None;
        };
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = &word[letters.len()..];
        channel = if digits.is_empty() { 1 } else { digits.parse().ok()? };
        if !is_keyword(letters, keyword) {
            return None;
        }
    }
    Some(channel)
}

/// What the milliK says.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Reply {
    /// Four fields: maker, model, serial number, version.
    Identity([String; 4]),
    /// Measurements in ohms, or a setting.
    Numbers(Vec<f64>),
    /// Words: `RESISTANCE`, `Calibration Okay`, an error.
    Text(String),
}

impl Reply {
    /// The bytes that the milliK sends.
    pub fn encode(&self) -> Vec<u8> {
        let line = match self {
            Self::Identity(fields) => fields.join(","),
            Self::Numbers(values) => values.iter().map(f64::to_string).collect::<Vec<_>>().join(","),
            Self::Text(text) => text.clone(),
        };
        (line + "\r").into_bytes()
    }
}

/// The milliK's side: lines to requests. Commands that it does not know are ignored; a line of nothing else is dropped.
pub type RequestDecoder = LineDecoder<Request>;

impl LineMessage for Request {
    fn from_line(line: &str) -> Result<Self, Dropped> {
        let commands: Vec<Command> = line.split(';').filter_map(Command::parse).collect();
        if commands.is_empty() { Err(dropped(line, DropReason::Malformed)) } else { Ok(Self { commands }) }
    }
}

/// The controller's side: lines to replies.
pub type ReplyDecoder = LineDecoder<Reply>;

impl LineMessage for Reply {
    fn from_line(line: &str) -> Result<Self, Dropped> {
        let line = line.trim();
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        let is_worded = line.starts_with(|c: char| c.is_ascii_alphabetic());
        if let (true, [maker, model, serial, version]) = (is_worded, fields.as_slice()) {
            return Ok(Self::Identity([maker, model, serial, version].map(|field| (*field).to_owned())));
        }
        if is_worded {
            return Ok(Self::Text(line.to_owned()));
        }
        let values: Result<Vec<f64>, DropReason> = fields.into_iter().map(number).collect();
        values.map(Self::Numbers).map_err(|reason| dropped(line, reason))
    }
}

#[cfg(test)]
mod tests;
