//! Sea-Bird SBE 37-SM: typed commands, echoed, answered and followed by a prompt.
//!
//! Source: SBE 37-SM RS-232 user manual 041 (pages 30 to 46 and 76): commands in either case, ended by CR; lines end
//! with CR LF; `TSR` gives raw decimal data whatever `OutputFormat` is; converted scans look like
//! `24.8339,  0.97795,   -9.262, 07 Jan 2000, 04:51:39`. After two minutes without a command it sleeps; any character
//! wakes it, is lost, and brings the prompt `S>`. An unknown command brings `?cmd S>`. A prompt has no line end.
//!
//! Derived: the raw scan's layout. It is the one that Sea-Bird's manuals print for sister instruments with the same
//! converters: temperature counts, conductivity Hz with three decimals, pressure counts (SBE 49 manual 016, page 35:
//! `676721, 7111.133, 791745, …`), pressure-temperature counts and the date (SBE 39plus-IM manual 001, page 62:
//! `1722523, 93818, 23833, 14 Jul 2016, 09:01:34`). The last counts carry one decimal here, because they are few and
//! steady: whole ones would be a bias that no averaging removes. A first field above [`RAW_ABOVE`] tells raw from converted.

use crate::framing::{Decode, DropReason, Dropped, Lines, dropped, number};
use crate::typed::{self, TypedCommand, TypedDecoder};

/// No temperature in degrees Celsius is as high, and no counts of a working thermistor are as low.
pub const RAW_ABOVE: f64 = 1000.0;

/// After this time without a command the instrument sleeps.
pub const SLEEPS_AFTER_S: u64 = 120;

const PROMPT: &[u8] = b"S>";
const PROMPT_UNKNOWN: &[u8] = b"?cmd S>";

/// What is typed to the instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Request {
    /// A bare line end: wakes it, or brings another prompt.
    Wake,
    /// `TS`: take a sample and send it in the chosen output format.
    Sample,
    /// `TSR`: take a sample and send it raw.
    SampleRaw,
    /// `DS`: display status.
    DisplayStatus,
    /// `OutputFormat=x`: 0 raw, 1 converted.
    OutputFormat(u8),
    /// `Stop`: stop sampling by itself.
    Stop,
    /// `QS`: go to sleep.
    QuitSession,
}

impl Request {
    /// The bytes to send.
    pub fn encode(&self) -> Vec<u8> {
        (self.line() + "\r\n").into_bytes()
    }

    /// The command as it is typed, and echoed.
    pub fn line(&self) -> String {
        match self {
            Self::Wake => String::new(),
            Self::Sample => "TS".to_owned(),
            Self::SampleRaw => "TSR".to_owned(),
            Self::DisplayStatus => "DS".to_owned(),
            Self::OutputFormat(format) => format!("OutputFormat={format}"),
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
            "tsr" => Some(Self::SampleRaw),
            "ds" => Some(Self::DisplayStatus),
            "stop" => Some(Self::Stop),
            "qs" => Some(Self::QuitSession),
            _ => line.strip_prefix("outputformat=")?.parse().ok().map(Self::OutputFormat),
        }
    }
}

/// A raw scan.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RawScan {
    /// Thermistor, analogue-to-digital counts.
    pub temperature_counts: f64,
    /// Frequency of the conductivity cell's oscillator.
    pub conductivity_hz: f64,
    /// Strain gauge, counts.
    pub pressure_counts: f64,
    /// Temperature of the strain gauge, counts.
    pub pressure_temperature_counts: f64,
}

impl RawScan {
    /// The line that the instrument sends; `date` is `dd mmm yyyy, hh:mm:ss`.
    pub fn line(&self, date: &str) -> String {
        format!(
            "{:.0}, {:.3}, {:.0}, {:.1}, {date}",
            self.temperature_counts,
            self.conductivity_hz,
            self.pressure_counts,
            self.pressure_temperature_counts
        )
    }
}

/// A scan that the instrument has converted with its own coefficients (pressure only with a pressure sensor).
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ConvertedScan {
    /// Temperature (ITS-90).
    pub temperature_celsius: f64,
    /// Conductivity.
    pub conductivity_s_per_m: f64,
    /// Pressure above one atmosphere, by the maker's conversion.
    pub pressure_dbar_sea: Option<f64>,
}

/// What the instrument sends.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Reply {
    /// `S>`: ready for a command.
    Prompt,
    /// `?cmd S>`: it did not know the command, and is ready for another.
    UnknownCommand,
    /// A raw scan.
    Raw(RawScan),
    /// A converted scan.
    Converted(ConvertedScan),
    /// Any other line: the echo of a command, or a line of status.
    Text(String),
}

impl Reply {
    /// The bytes that the instrument sends; scans and text get a line end.
    pub fn encode(&self, date: &str) -> Vec<u8> {
        let line = match self {
            Self::Prompt => return PROMPT.to_vec(),
            Self::UnknownCommand => return PROMPT_UNKNOWN.to_vec(),
            Self::Raw(scan) => scan.line(date),
            Self::Converted(scan) => converted_line(scan, date),
            Self::Text(text) => text.clone(),
        };
        (line + "\r\n").into_bytes()
    }
}

fn converted_line(scan: &ConvertedScan, date: &str) -> String {
    let pressure = scan.pressure_dbar_sea.map_or_else(String::new, |dbar| format!(" {dbar:8.3},"));
    format!("{:.4}, {:8.5},{pressure} {date}", scan.temperature_celsius, scan.conductivity_s_per_m)
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
        Some(self.lines.take()?.and_then(|line| parse_reply(&line)))
    }

    fn reset(&mut self) -> Option<Dropped> {
        self.lines.reset()
    }
}

fn parse_reply(line: &str) -> Result<Reply, Dropped> {
    let line = line.trim();
    // What begins like a number must be a whole scan: half of one is damage, not text.
    let numeric = line.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '+' | '.'));
    if !numeric {
        return Ok(Reply::Text(line.to_owned()));
    }
    let fields: Vec<&str> = line.split(',').collect();
    let values: Vec<f64> = fields.iter().map_while(|field| number(field).ok()).collect();
    let rest = fields.get(values.len()..).unwrap_or_default();
    if !is_date(rest) {
        return Err(dropped(line, DropReason::Malformed));
    }
    scan(&values).ok_or_else(|| dropped(line, DropReason::Malformed))
}

/// `dd mmm yyyy` and `hh:mm:ss`, or nothing.
fn is_date(fields: &[&str]) -> bool {
    match fields {
        [] => true,
        [day, time] => {
            let time: Vec<&str> = time.trim().split(':').collect();
            let two_digits = |text: &&str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            day.split_whitespace().count() == 3 && time.len() == 3 && time.iter().all(two_digits)
        }
        _ => false,
    }
}

fn scan(values: &[f64]) -> Option<Reply> {
    match *values {
        [temperature_counts, conductivity_hz, pressure_counts, pressure_temperature_counts]
            if temperature_counts > RAW_ABOVE =>
        {
            let scan =
                RawScan { temperature_counts, conductivity_hz, pressure_counts, pressure_temperature_counts };
            Some(Reply::Raw(scan))
        }
        [temperature_celsius, conductivity_s_per_m, ref pressure @ ..]
            if temperature_celsius <= RAW_ABOVE && pressure.len() <= 1 =>
        {
            let pressure_dbar_sea = pressure.first().copied();
            Some(Reply::Converted(ConvertedScan {
                temperature_celsius,
                conductivity_s_per_m,
                pressure_dbar_sea,
            }))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SCAN: RawScan = RawScan {
        temperature_counts: 676_721.0,
        conductivity_hz: 7_111.133,
        pressure_counts: 791_745.0,
        pressure_temperature_counts: 23_833.0,
    };
    const DATE: &str = "14 Jul 2016, 09:01:34";

    #[test]
    fn a_whole_dialogue_is_read_byte_by_byte() {
        let mut bytes = b"S>TSR\r\n".to_vec();
        bytes.extend(Reply::Raw(SCAN).encode(DATE));
        bytes.extend(b"S>DSS\r\n?cmd S>");
        let mut decoder = ReplyDecoder::default();
        let taken: Vec<_> =
            bytes.iter().flat_map(|byte| decoder.feed(&[*byte])).map(Result::unwrap).collect();
        let text = |line: &str| Reply::Text(line.to_owned());
        assert_eq!(
            taken,
            [Reply::Prompt, text("TSR"), Reply::Raw(SCAN), Reply::Prompt, text("DSS"), Reply::UnknownCommand]
        );
    }

    #[test]
    fn a_converted_scan_survives_the_wire() {
        let scan = |pressure_dbar_sea| {
            Reply::Converted(ConvertedScan {
                temperature_celsius: 24.8339,
                conductivity_s_per_m: 0.97795,
                pressure_dbar_sea,
            })
        };
        for reply in [scan(Some(-9.262)), scan(None)] {
            assert_eq!(ReplyDecoder::default().feed(&reply.encode(DATE)), [Ok(reply)]);
        }
    }

    #[test]
    fn half_a_scan_is_damage() {
        for line in [
            "676721, 7111.133, 791745\r",
            "676721, 7111.133, 791745, 23833, 14 Jul 2016\r",
            "6767x1, 7111.133, 791745, 23833\r",
            "676721, 7111.133, 791745, 23833, 5, 14 Jul 2016, 09:01:34\r",
            "24.8339\r",
            "24.8339, 0.9, 1.0, 2.0, 14 Jul 2016, 09:01:34\r",
        ] {
            let taken = ReplyDecoder::default().feed(line.as_bytes());
            assert_eq!(taken[0].as_ref().unwrap_err().reason, DropReason::Malformed, "{line}");
        }
    }

    #[test]
    fn typed_lines_are_known_in_either_case() {
        let taken = RequestDecoder::default().feed(b"\r\ntsr\r\nOUTPUTFORMAT=0\rxyz\r");
        let requests: Vec<_> = taken.into_iter().map(|typed| typed.unwrap().request).collect();
        let expected = [Some(Request::Wake), Some(Request::SampleRaw), Some(Request::OutputFormat(0)), None];
        assert_eq!(requests, expected);
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic_and_never_hide_the_next_scan(noise in prop::collection::vec(any::<u8>(), 0..3000)) {
            let mut decoder = ReplyDecoder::default();
            decoder.feed(&noise);
            decoder.feed(b"\r");
            prop_assert_eq!(decoder.feed(&Reply::Raw(SCAN).encode(DATE)), [Ok(Reply::Raw(SCAN))]);
            let mut decoder = RequestDecoder::default();
            decoder.feed(&noise);
            decoder.feed(b"\r");
            let taken = decoder.feed(b"TSR\r\n");
            prop_assert_eq!(taken[0].clone().unwrap().request, Some(Request::SampleRaw));
        }
    }
}
