//! Sea-Bird SBE 16plus V2 and 19plus V2: typed commands, echoed, answered in text or XML and followed by a prompt; scans in
//! hexadecimal or decimal, raw or converted.
//!
//! Source: SBE 19plus V2 manual (easymanua.ls, 268 pages; printed pages 61 to 64 and 104; revision 006, page 38): commands in either
//! case, ended by Enter; `OutputFormat=` 0 to 3 and the order and width of every field; asleep after two minutes without a
//! command; Esc or ^C stops data that are being sent; the profiler samples at 4 Hz; in moored mode `#` precedes scans sent
//! while logging, and time follows: seconds since 2000 in hexadecimal, day and time in decimal.
//!
//! Derived from public drivers (Ocean Observatories Initiative, `mi-instrument`, sbe16plus_v2): prompt `S>`, refusal `?cmd S>`,
//! `<Executed/>` after each command if `OutputExecutedTag=Y`, `<ERROR type='INVALID ARGUMENT' msg='out of range'/>`, and the shape
//! of what `GetSD`, `GetHD`, `GetCD` and `GetCC` show. A prompt has no line end.
//!
//! A hexadecimal scan does not say what it holds, so its reader is told ([`Layout`]).

mod reading;
#[cfg(test)]
mod tests;

use crate::framing::{Decode, DropReason, Dropped, Lines, dropped, number};
use crate::typed::{self, TypedCommand, TypedDecoder};

/// After this time without a command the instrument sleeps.
pub const SLEEPS_AFTER_S: u64 = 120;
/// Counts of the auxiliary converter for one volt: 65,535 are 5 V.
pub const COUNTS_PER_VOLT: f64 = 13_107.0;
/// Typed instead of a command, these stop data that are being sent.
pub const INTERRUPTS: [u8; 2] = [0x1b, 0x03];

const PROMPT: &[u8] = b"S>";
const PROMPT_UNKNOWN: &[u8] = b"?cmd S>";
const EXECUTED: &str = "<Executed/>";
const HERTZ_STEPS: f64 = 256.0;

/// How scans are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum OutputFormat {
    /// `0`: counts and frequencies, hexadecimal.
    #[default]
    RawHex,
    /// `1`: converted by the instrument, hexadecimal.
    ConvertedHex,
    /// `2`: counts, frequencies and volts, decimal.
    RawDecimal,
    /// `3`: converted by the instrument, decimal.
    ConvertedDecimal,
}

impl OutputFormat {
    /// The number that `OutputFormat=` takes.
    pub const fn number(self) -> u8 {
        match self {
            Self::RawHex => 0,
            Self::ConvertedHex => 1,
            Self::RawDecimal => 2,
            Self::ConvertedDecimal => 3,
        }
    }

    fn numbered(digit: &str) -> Option<Self> {
        let all = [Self::RawHex, Self::ConvertedHex, Self::RawDecimal, Self::ConvertedDecimal];
        all.into_iter().find(|format| digit.parse() == Ok(format.number()))
    }
}

/// Whether something is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Switch {
    /// `Y` or `1`.
    On,
    /// `N` or `0`.
    Off,
}

/// What is typed to the instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Request {
    /// A bare line end: wakes it, or brings another prompt.
    Wake,
    /// `TS`: take a sample and send it in the chosen output format.
    Sample,
    /// `SL`: send the last sample.
    LastSample,
    /// `DS`: display status and configuration as text.
    DisplayStatus,
    /// `GetSD`: status.
    GetStatus,
    /// `GetCD`: configuration.
    GetConfiguration,
    /// `GetCC`: calibration coefficients.
    GetCoefficients,
    /// `GetHD`: hardware.
    GetHardware,
    /// `OutputFormat=x`; `None` for a format that there is not.
    OutputFormat(Option<OutputFormat>),
    /// `OutputExecutedTag=x`: whether `<Executed/>` follows each command.
    OutputExecutedTag(Switch),
    /// `StartNow`: log.
    StartNow,
    /// `Stop`: stop logging.
    Stop,
    /// `QS`: go to sleep.
    QuitSession,
}

impl Request {
    /// The bytes to send.
    pub fn encode(&self) -> Vec<u8> {
        (self.line() + "\r\n").into_bytes()
    }

    fn line(self) -> String {
        let switch = |switch| if switch == Switch::On { "Y" } else { "N" };
        match self {
            Self::Wake => String::new(),
            Self::Sample => "TS".to_owned(),
            Self::LastSample => "SL".to_owned(),
            Self::DisplayStatus => "DS".to_owned(),
            Self::GetStatus => "GetSD".to_owned(),
            Self::GetConfiguration => "GetCD".to_owned(),
            Self::GetCoefficients => "GetCC".to_owned(),
            Self::GetHardware => "GetHD".to_owned(),
            Self::OutputFormat(format) => {
                format!("OutputFormat={}", format.map_or_else(String::new, |one| one.number().to_string()))
            }
            Self::OutputExecutedTag(on) => format!("OutputExecutedTag={}", switch(on)),
            Self::StartNow => "StartNow".to_owned(),
            Self::Stop => "Stop".to_owned(),
            Self::QuitSession => "QS".to_owned(),
        }
    }

    /// Reads a typed line; `None` for a command that is not known here.
    pub fn parse(line: &str) -> Option<Self> {
        let line = line.trim().to_ascii_lowercase();
        match line.as_str() {
            "" => Some(Self::Wake),
            "ts" => Some(Self::Sample),
            "sl" => Some(Self::LastSample),
            "ds" => Some(Self::DisplayStatus),
            "getsd" => Some(Self::GetStatus),
            "getcd" => Some(Self::GetConfiguration),
            "getcc" => Some(Self::GetCoefficients),
            "gethd" => Some(Self::GetHardware),
            "startnow" => Some(Self::StartNow),
            "stop" => Some(Self::Stop),
            "qs" => Some(Self::QuitSession),
            _ => match line.split_once('=')? {
                ("outputformat", digit) => Some(Self::OutputFormat(OutputFormat::numbered(digit))),
                ("outputexecutedtag", "y" | "1") => Some(Self::OutputExecutedTag(Switch::On)),
                ("outputexecutedtag", "n" | "0") => Some(Self::OutputExecutedTag(Switch::Off)),
                _ => None,
            },
        }
    }
}

/// When a moored instrument took a sample.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Taken {
    /// Seconds since the start of the year 2000, as hexadecimal scans have it.
    pub seconds_since_2000: u32,
    /// `dd Mmm yyyy, hh:mm:ss`, as decimal scans have it.
    pub date: String,
}

/// A raw scan.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RawScan {
    /// Thermistor, analogue-to-digital counts.
    pub temperature_counts: u32,
    /// Frequency of the conductivity cell's oscillator.
    pub conductivity_hz: f64,
    /// Strain gauge, counts.
    pub pressure_counts: u32,
    /// Temperature of the strain gauge.
    pub pressure_temperature_v: f64,
    /// The external voltages that are sampled.
    pub external_v: Vec<f64>,
}

/// A scan that the instrument has converted with its own coefficients.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ConvertedScan {
    /// Temperature (ITS-90).
    pub temperature_celsius: f64,
    /// Conductivity.
    pub conductivity_s_per_m: f64,
    /// Pressure above one atmosphere, by the maker's conversion.
    pub pressure_dbar_sea: f64,
    /// The external voltages that are sampled.
    pub external_v: Vec<f64>,
}

fn hex(value: f64, digits: usize) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not below zero, and saturating"
    )]
    let counts = value.round().max(0.0) as u64;
    let counts = counts.min((1 << (4 * digits)) - 1);
    format!("{counts:0digits$X}")
}

fn volts_hex(volts: &[f64]) -> String {
    volts.iter().map(|volt| hex(volt * COUNTS_PER_VOLT, 4)).collect()
}

fn volts_decimal(volts: &[f64]) -> String {
    volts.iter().map(|volt| format!(", {volt:.4}")).collect()
}

impl RawScan {
    fn line(&self, format: OutputFormat) -> String {
        let Self { temperature_counts, conductivity_hz, pressure_counts, pressure_temperature_v, external_v } =
            self;
        if matches!(format, OutputFormat::RawDecimal | OutputFormat::ConvertedDecimal) {
            let external = volts_decimal(external_v);
            return format!(
                "{temperature_counts}, {conductivity_hz:.3}, {pressure_counts}, {pressure_temperature_v:.4}{external}"
            );
        }
        [
            hex(f64::from(*temperature_counts), 6),
            hex(conductivity_hz * HERTZ_STEPS, 6),
            hex(f64::from(*pressure_counts), 6),
            hex(pressure_temperature_v * COUNTS_PER_VOLT, 4),
            volts_hex(external_v),
        ]
        .concat()
    }
}

impl ConvertedScan {
    fn line(&self, format: OutputFormat) -> String {
        let Self { temperature_celsius, conductivity_s_per_m, pressure_dbar_sea, external_v } = self;
        if matches!(format, OutputFormat::RawDecimal | OutputFormat::ConvertedDecimal) {
            let external = volts_decimal(external_v);
            return format!(
                "{temperature_celsius:8.4}, {conductivity_s_per_m:8.5}, {pressure_dbar_sea:8.3}{external}"
            );
        }
        [
            hex((temperature_celsius + 10.0) * 1e5, 6),
            hex((conductivity_s_per_m + 1.0) * 1e6, 6),
            hex((pressure_dbar_sea + 100.0) * 1e3, 6),
            volts_hex(external_v),
        ]
        .concat()
    }
}

/// What a scan holds.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Values {
    /// Counts, frequencies and volts.
    Raw(RawScan),
    /// Quantities.
    Converted(ConvertedScan),
}

/// A scan as it is sent.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Scan {
    /// What it holds.
    pub values: Values,
    /// When it was taken: moored instruments only.
    pub taken: Option<Taken>,
}

impl Scan {
    /// The line without its end. `format` decides between hexadecimal and decimal; raw or converted are as the values are.
    pub fn line(&self, format: OutputFormat) -> String {
        let values = match &self.values {
            Values::Raw(scan) => scan.line(format),
            Values::Converted(scan) => scan.line(format),
        };
        match (&self.taken, format) {
            (None, _) => values,
            (Some(taken), OutputFormat::RawHex | OutputFormat::ConvertedHex) => {
                format!("{values}{:08X}", taken.seconds_since_2000)
            }
            (Some(taken), _) => format!("{values}, {}", taken.date),
        }
    }
}

/// What the scans of an instrument hold, which they do not say themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Layout {
    /// How they are written.
    pub format: OutputFormat,
    /// External voltages that are sampled, 0 to 6.
    pub external_voltages: usize,
    /// Whether time follows.
    pub mode: Mode,
}

/// How an instrument is deployed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Mode {
    /// Profiling: no time in scans.
    #[default]
    Profiling,
    /// Moored: time in every scan.
    Moored,
}

/// What the instrument sends.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Reply {
    /// `S>`: ready for a command.
    Prompt,
    /// `?cmd S>`: it did not know the command, and is ready for another.
    UnknownCommand,
    /// `<Executed/>`.
    Executed,
    /// `<ERROR type='…' msg='…'/>`.
    Error {
        /// Kind of error, such as `INVALID ARGUMENT`.
        kind: String,
        /// What is wrong.
        message: String,
    },
    /// A scan; sent while logging moored, with `#` in front.
    Scan(Scan),
    /// Any other line: the echo of a command, or a line of status.
    Text(String),
}

impl Reply {
    /// The bytes that the instrument sends; all but prompts get a line end.
    pub fn encode(&self, format: OutputFormat) -> Vec<u8> {
        let line = match self {
            Self::Prompt => return PROMPT.to_vec(),
            Self::UnknownCommand => return PROMPT_UNKNOWN.to_vec(),
            Self::Executed => EXECUTED.to_owned(),
            Self::Error { kind, message } => format!("<ERROR type='{kind}' msg='{message}'/>"),
            Self::Scan(scan) => scan.line(format),
            Self::Text(text) => text.clone(),
        };
        (line + "\r\n").into_bytes()
    }
}

impl TypedCommand for Request {
    fn from_typed(line: &str) -> Option<Self> {
        Self::parse(line)
    }
}

/// A line typed to the instrument: known or not.
pub type Typed = typed::Typed<Request>;

/// The instrument's side: typed lines; an empty line counts.
pub type RequestDecoder = TypedDecoder<Request>;

/// The controller's side: prompts, scans and other lines.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct ReplyDecoder {
    lines: Lines,
    layout: Layout,
}

impl ReplyDecoder {
    /// For an instrument whose scans hold this.
    pub fn new(layout: Layout) -> Self {
        Self { lines: Lines::default(), layout }
    }
}

impl Decode for ReplyDecoder {
    type Message = Reply;

    fn push(&mut self, bytes: &[u8]) {
        self.lines.push(bytes);
    }

    fn take(&mut self) -> Option<Result<Reply, Dropped>> {
        // A prompt has no line end, so it is looked for at the start of whatever is pending.
        for (prompt, reply) in [(PROMPT, Reply::Prompt), (PROMPT_UNKNOWN, Reply::UnknownCommand)] {
            if self.lines.pending().starts_with(prompt) {
                self.lines.skip(prompt.len());
                return Some(Ok(reply));
            }
        }
        let layout = self.layout;
        Some(self.lines.take()?.and_then(|line| reading::reply(&line, layout)))
    }

    fn reset(&mut self) -> Option<Dropped> {
        self.lines.reset()
    }
}
