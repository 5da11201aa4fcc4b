//! Valeport's mini series, here the miniCTD: every character echoed, `#` stops, readings in columns of fixed width.
//!
//! Source: miniSERIES operating manual 0660880d, pages 12 and 15 (manualslib 1899295, manualshive 3220971): commands are confirmed with
//! CR but for `#`, which stops at any time and brings `>`; `S`, `M1`, `M2`, `M4`, `M8`, `M`; `#059;115200` sets the speed;
//! columns are separated by a tab: pressure with leading zeros as `0123.4`, `012.34` or `12.345` by range, temperature as `21.456`,
//! `02.769` or `-01.174`, conductivity in mS/cm with three decimals and leading zeros. The manual of the miniSVS, page 18: CR is
//! echoed as CR LF, and half a second must pass between power and the first command.
//!
//! Derived from a public driver of the miniCT: `#028` runs at the last rate, `#032` software version, `#034` serial number, `#039;M4`
//! sets a rate without running, `#040` reads it, `#089` output format; an answer is a line after the echo, and `>` follows
//! it without a line end.

use crate::framing::{Decode, DropReason, Dropped, Lines, dropped, number};
use std::collections::VecDeque;

/// Stops whatever is going on; needs no line end.
pub const STOP: u8 = b'#';
/// From power to the first command.
pub const STARTS_IN_MS: u64 = 500;

const PROMPT: &[u8] = b">";
/// Longest command that the instrument takes.
const LONGEST_COMMAND: usize = 64;

/// Readings in a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Rate {
    /// `M1`.
    Hz1,
    /// `M2`.
    Hz2,
    /// `M4`.
    Hz4,
    /// `M8`.
    Hz8,
}

impl Rate {
    const ALL: [Self; 4] = [Self::Hz1, Self::Hz2, Self::Hz4, Self::Hz8];

    /// In hertz.
    pub const fn hertz(self) -> u8 {
        match self {
            Self::Hz1 => 1,
            Self::Hz2 => 2,
            Self::Hz4 => 4,
            Self::Hz8 => 8,
        }
    }

    fn named(mode: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rate| mode == format!("M{}", rate.hertz()))
    }
}

/// A command that ends with CR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Request {
    /// A bare CR.
    Nothing,
    /// `S`: one reading.
    Single,
    /// `M1` to `M8`: readings at this rate; `M` or `#028`: at the last one.
    Run(Option<Rate>),
    /// `#039;Mn`: the rate for the next run.
    SetRate(Rate),
    /// `#040`: what it runs at.
    ReadRate,
    /// `#032`: software version.
    ReadVersion,
    /// `#034`: serial number.
    ReadSerial,
    /// `#089`: output format.
    ReadOutputFormat,
    /// `#059;n`: speed of the line, baud.
    SetBaud(u32),
}

impl Request {
    /// The bytes to send.
    pub fn encode(&self) -> Vec<u8> {
        let line = match self {
            Self::Nothing => String::new(),
            Self::Single => "S".to_owned(),
            Self::Run(Some(rate)) => format!("M{}", rate.hertz()),
            Self::Run(None) => "#028".to_owned(),
            Self::SetRate(rate) => format!("#039;M{}", rate.hertz()),
            Self::ReadRate => "#040".to_owned(),
            Self::ReadVersion => "#032".to_owned(),
            Self::ReadSerial => "#034".to_owned(),
            Self::ReadOutputFormat => "#089".to_owned(),
            Self::SetBaud(baud) => format!("#059;{baud}"),
        };
        (line + "\r").into_bytes()
    }

    /// Reads a line; `None` for a command that is not known here.
    pub fn parse(line: &str) -> Option<Self> {
        let line = line.trim().to_ascii_uppercase();
        match line.as_str() {
            "" | "#" => Some(Self::Nothing),
            "S" => Some(Self::Single),
            "M" | "#028" => Some(Self::Run(None)),
            "#032" => Some(Self::ReadVersion),
            "#034" => Some(Self::ReadSerial),
            "#040" => Some(Self::ReadRate),
            "#089" => Some(Self::ReadOutputFormat),
            _ => match line.split_once(';') {
                Some(("#039", mode)) => Rate::named(mode).map(Self::SetRate),
                Some(("#059", baud)) => baud.trim_end_matches(";1").parse().ok().map(Self::SetBaud),
                Some(_) => None,
                None => Rate::named(&line).map(|rate| Self::Run(Some(rate))),
            },
        }
    }
}

/// What the instrument makes of a character.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Typed {
    /// To be echoed; a command is not yet complete.
    Character(u8),
    /// CR: a command, if it is known.
    Command(Option<Request>),
}

/// The instrument's side, which sees every character.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct RequestDecoder {
    arrived: VecDeque<u8>,
    line: Vec<u8>,
}

impl Decode for RequestDecoder {
    type Message = Typed;

    fn push(&mut self, bytes: &[u8]) {
        // LF after CR means nothing here.
        self.arrived.extend(bytes.iter().filter(|byte| **byte != b'\n'));
    }

    fn take(&mut self) -> Option<Result<Typed, Dropped>> {
        let byte = self.arrived.pop_front()?;
        if byte == b'\r' {
            let line = std::mem::take(&mut self.line);
            return Some(Ok(Typed::Command(std::str::from_utf8(&line).ok().and_then(Request::parse))));
        }
        if !(0x20..0x7f).contains(&byte) {
            return Some(Err(Dropped { bytes: vec![byte], reason: DropReason::NotText }));
        }
        if self.line.len() == LONGEST_COMMAND {
            let bytes = std::mem::take(&mut self.line);
            return Some(Err(Dropped { bytes, reason: DropReason::TooLong }));
        }
        self.line.push(byte);
        Some(Ok(Typed::Character(byte)))
    }

    fn reset(&mut self) -> Option<Dropped> {
        let mut bytes = std::mem::take(&mut self.line);
        bytes.extend(self.arrived.drain(..));
        (!bytes.is_empty()).then_some(Dropped { bytes, reason: DropReason::CutOff })
    }
}

/// A reading, converted by the instrument.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Measurement {
    /// Pressure above one atmosphere (the tare is the operator's).
    pub pressure_dbar: f64,
    /// Temperature.
    pub temperature_celsius: f64,
    /// Conductivity.
    pub conductivity_ms_per_cm: f64,
}

/// Decimals of the pressure, which the sensor's range decides; five digits in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum PressureFormat {
    /// `PPPP.P`.
    Tenths,
    /// `PPP.PP`.
    Hundredths,
    /// `PP.PPP`.
    Thousandths,
}

impl PressureFormat {
    /// For a sensor of this range: as many decimals as five digits leave.
    pub fn of_range(dbar: f64) -> Self {
        if dbar < 100.0 {
            Self::Thousandths
        } else if dbar < 1_000.0 {
            Self::Hundredths
        } else {
            Self::Tenths
        }
    }

    const fn decimals(self) -> usize {
        match self {
            Self::Tenths => 1,
            Self::Hundredths => 2,
            Self::Thousandths => 3,
        }
    }
}

/// Fixed width with leading zeros; a sign only where it is negative.
fn fixed(value: f64, width: usize, decimals: usize) -> String {
    // What rounds to zero has no sign.
    let shown = format!("{:0width$.decimals$}", value.abs());
    let zero = shown.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if value < 0.0 && !zero { format!("-{shown}") } else { shown }
}

/// What the instrument sends.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Reply {
    /// `>`: stopped, and ready for a command.
    Prompt,
    /// A reading.
    Measurement(Measurement),
    /// Any other line: the echo of a command, or its answer.
    Text(String),
}

impl Reply {
    /// The bytes that the instrument sends; all but the prompt get a line end.
    pub fn encode(&self, pressure: PressureFormat) -> Vec<u8> {
        let line = match self {
            Self::Prompt => return PROMPT.to_vec(),
            Self::Measurement(reading) => [
                fixed(reading.pressure_dbar, 6, pressure.decimals()),
                fixed(reading.temperature_celsius, 6, 3),
                fixed(reading.conductivity_ms_per_cm, 6, 3),
            ]
            .join("\t"),
            Self::Text(text) => text.clone(),
        };
        (line + "\r\n").into_bytes()
    }
}

/// The controller's side: prompts, readings and other lines.
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
        if self.lines.pending().starts_with(PROMPT) {
            self.lines.skip(PROMPT.len());
            return Some(Ok(Reply::Prompt));
        }
        Some(self.lines.take()?.and_then(|line| reply(&line)))
    }

    fn reset(&mut self) -> Option<Dropped> {
        self.lines.reset()
    }
}

fn reply(line: &str) -> Result<Reply, Dropped> {
    if !line.contains('\t') {
        return Ok(Reply::Text(line.trim().to_owned()));
    }
    let values: Vec<f64> = line.split('\t').map_while(|field| number(field).ok()).collect();
    match *values.as_slice() {
        [pressure_dbar, temperature_celsius, conductivity_ms_per_cm] if line.split('\t').count() == 3 => {
            Ok(Reply::Measurement(Measurement { pressure_dbar, temperature_celsius, conductivity_ms_per_cm }))
        }
        _ => Err(dropped(line, DropReason::Malformed)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const READING: Measurement =
        Measurement { pressure_dbar: 12.3, temperature_celsius: -1.174, conductivity_ms_per_cm: 33.412 };

    #[test]
    fn every_request_survives_the_wire() {
        let plain = [
            Request::Nothing,
            Request::Single,
            Request::Run(None),
            Request::ReadRate,
            Request::ReadVersion,
            Request::ReadSerial,
            Request::ReadOutputFormat,
            Request::SetBaud(115_200),
        ];
        let rated = Rate::ALL.into_iter().flat_map(|rate| [Request::Run(Some(rate)), Request::SetRate(rate)]);
        for request in plain.into_iter().chain(rated) {
            let taken = RequestDecoder::default().feed(&request.encode());
            assert_eq!(taken.last().unwrap(), &Ok(Typed::Command(Some(request))));
        }
        assert_eq!(Request::parse("M3"), None);
        assert_eq!(Request::parse("#777;x"), None);
    }

    #[test]
    fn characters_are_seen_one_by_one() {
        let taken = RequestDecoder::default().feed(b"M4\r\n");
        let expected = [
            Typed::Character(b'M'),
            Typed::Character(b'4'),
            Typed::Command(Some(Request::Run(Some(Rate::Hz4)))),
        ];
        assert_eq!(taken.into_iter().map(Result::unwrap).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn columns_keep_their_width() {
        assert_eq!(fixed(-0.000_4, 6, 3), "00.000");
        assert_eq!(fixed(5_999.96, 6, 1), "6000.0");
        assert_eq!(PressureFormat::of_range(6_000.0), PressureFormat::Tenths);
        let sent = Reply::Measurement(READING).encode(PressureFormat::Tenths);
        assert_eq!(sent, b"0012.3\t-01.174\t33.412\r\n");
        assert_eq!(ReplyDecoder::default().feed(&sent), [Ok(Reply::Measurement(READING))]);
    }

    #[test]
    fn half_a_reading_is_damage() {
        for line in ["0012.3\t-01.174", "0012.3\t-01.174\t33.412\t1.0", "0012.3\tx\t33.412"] {
            let taken = ReplyDecoder::default().feed(format!("{line}\r\n").as_bytes());
            assert_eq!(taken[0].as_ref().unwrap_err().reason, DropReason::Malformed, "{line}");
        }
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic_and_never_hide_the_next_reading(noise in prop::collection::vec(any::<u8>(), 0..3000)) {
            let mut decoder = ReplyDecoder::default();
            decoder.feed(&noise);
            decoder.feed(b"\r");
            let sent = Reply::Measurement(READING).encode(PressureFormat::Tenths);
            prop_assert_eq!(decoder.feed(&sent), [Ok(Reply::Measurement(READING))]);
            let mut decoder = RequestDecoder::default();
            decoder.feed(&noise);
            decoder.feed(b"\r");
            prop_assert_eq!(decoder.feed(b"S\r").pop(), Some(Ok(Typed::Command(Some(Request::Single)))));
        }
    }
}
