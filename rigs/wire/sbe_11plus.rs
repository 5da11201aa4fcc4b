//! Sea-Bird SBE 11plus V2 deck unit with an SBE 9plus below: commands of a letter or two, and 24 scans a second.
//!
//! Source: SBE 11plus V2 manual 017, page 81 (manualzilla.com, 5694435): `GR` puts data into the RS-232C buffer, at a rate that the
//! number of averaged scans decides, `S` stops, `Xn` leaves word n (hexadecimal) out; a word holds one frequency or two
//! voltages. The same manual's word format, as public decoders of it print it: a frequency is byte 0 × 256 + byte 1 + byte 2 / 256;
//! voltages are twelve bits that fall from 4095 at 0 V to 0 at 5 V; the last three bytes are twelve bits of the pressure sensor's
//! thermometer, four of status and the modulo count. Words 0 to 4 are the frequencies of temperature, conductivity, pressure, second
//! temperature and second conductivity, 5 to 8 the voltages.
//!
//! Derived: a scan on RS-232C is these bytes as hexadecimal digits with CR LF behind, as in every `.hex` file; commands end with CR;
//! `DS` shows what Seasave copies into the heads of its files, the prompt `S>` included.
//!
//! A scan does not say which words it holds, so its reader is told ([`Words`]).

use crate::framing::{Decode, DropReason, Dropped, Lines, dropped};
use crate::typed::{self, TypedCommand, TypedDecoder};

/// Scans that the underwater unit sends in a second.
pub const SCANS_PER_S: u64 = 24;
/// Step of a frequency: the third byte counts 256ths.
const HERTZ_STEPS: f64 = 256.0;
/// Highest count of twelve bits.
const LAST_COUNT: f64 = 4_095.0;
/// Range of the voltage channels.
const FULL_SCALE_V: f64 = 5.0;
const FREQUENCIES: usize = 5;
const VOLTAGE_WORDS: usize = 4;
const PROMPT: &[u8] = b"S>";

/// The words of a scan that are sent: all, unless they were left out with `Xn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Words {
    sent: [bool; FREQUENCIES + VOLTAGE_WORDS],
}

impl Default for Words {
    fn default() -> Self {
        Self { sent: [true; FREQUENCIES + VOLTAGE_WORDS] }
    }
}

impl Words {
    /// Leaves a word out: 0 to 4 a frequency, 5 to 8 two voltages. There are no others.
    pub fn suppress(&mut self, word: u8) {
        if let Some(sent) = self.sent.get_mut(usize::from(word)) {
            *sent = false;
        }
    }

    /// Numbers of the words that are left out.
    pub fn suppressed(&self) -> impl Iterator<Item = u8> {
        (0_u8..).zip(self.sent).filter(|(_, sent)| !sent).map(|(word, _)| word)
    }

    fn digits(&self) -> usize {
        6 * (1 + self.sent.iter().filter(|sent| **sent).count())
    }
}

/// What is sent to the deck unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Request {
    /// A bare line end.
    Wake,
    /// `DS`: display status.
    DisplayStatus,
    /// `GR`: put data into the RS-232C buffer.
    Start,
    /// `S`: stop.
    Stop,
    /// `Xn`: leave word n out.
    Suppress(u8),
}

impl Request {
    /// The bytes to send.
    pub fn encode(&self) -> Vec<u8> {
        let line = match self {
            Self::Wake => String::new(),
            Self::DisplayStatus => "DS".to_owned(),
            Self::Start => "GR".to_owned(),
            Self::Stop => "S".to_owned(),
            Self::Suppress(word) => format!("X{word:X}"),
        };
        (line + "\r").into_bytes()
    }

    /// Reads a line; `None` for a command that is not known here.
    pub fn parse(line: &str) -> Option<Self> {
        let line = line.trim().to_ascii_uppercase();
        match line.as_str() {
            "" => Some(Self::Wake),
            "DS" => Some(Self::DisplayStatus),
            "GR" => Some(Self::Start),
            "S" => Some(Self::Stop),
            _ => {
                let word = u8::from_str_radix(line.strip_prefix('X')?, 16).ok()?;
                (usize::from(word) < FREQUENCIES + VOLTAGE_WORDS).then_some(Self::Suppress(word))
            }
        }
    }
}

/// The four bits beside the pressure sensor's thermometer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Status {
    /// The pump is on.
    pub pump: bool,
    /// The bottom-contact switch is open, as it is without one.
    pub no_bottom_contact: bool,
    /// A water sampler has confirmed.
    pub bottle_confirmed: bool,
    /// The deck unit's modem does not hear the underwater unit's.
    pub no_modem_carrier: bool,
}

impl Status {
    fn bits(self) -> u32 {
        let flags = [self.pump, self.no_bottom_contact, self.bottle_confirmed, self.no_modem_carrier];
        (0..).zip(flags).map(|(bit, flag)| u32::from(flag) << bit).sum()
    }

    const fn of(bits: u32) -> Self {
        Self {
            pump: bits & 1 != 0,
            no_bottom_contact: bits & 2 != 0,
            bottle_confirmed: bits & 4 != 0,
            no_modem_carrier: bits & 8 != 0,
        }
    }
}

/// One scan. Words that are not sent are zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Scan {
    /// Temperature, conductivity, pressure, second temperature, second conductivity.
    pub frequencies_hz: [f64; FREQUENCIES],
    /// Eight voltages.
    pub voltages_v: [f64; 2 * VOLTAGE_WORDS],
    /// Thermometer of the pressure sensor, 0 to 4,095.
    pub pressure_temperature_counts: u16,
    /// Four flags.
    pub status: Status,
    /// Counts scans, modulo 256: what is missing shows.
    pub modulo: u8,
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the bits it is for")]
fn counts(value: f64, last: f64) -> u32 {
    value.round().clamp(0.0, last) as u32
}

impl Scan {
    /// The line without its end.
    pub fn line(&self, words: &Words) -> String {
        let (frequencies_sent, voltages_sent) = words.sent.split_at(FREQUENCIES);
        let frequencies = self.frequencies_hz.iter().zip(frequencies_sent).filter(|(_, sent)| **sent);
        let frequencies =
            frequencies.map(|(hertz, _)| format!("{:06X}", counts(hertz * HERTZ_STEPS, 16_777_215.0)));
        let twelve_bits = |volt: f64| counts(LAST_COUNT * (1.0 - volt / FULL_SCALE_V), LAST_COUNT);
        let voltages = self.voltages_v.chunks_exact(2).zip(voltages_sent).filter(|(_, sent)| **sent);
        let voltages = voltages.flat_map(|(pair, _)| pair).map(|volt| format!("{:03X}", twelve_bits(*volt)));
        let line: String = frequencies.chain(voltages).collect();
        let thermometer = self.pressure_temperature_counts & 0x0FFF;
        format!("{line}{thermometer:03X}{:X}{:02X}", self.status.bits(), self.modulo)
    }

    fn read(line: &str, words: &Words) -> Option<Self> {
        if line.len() != words.digits() || !line.is_ascii() {
            return None;
        }
        let mut rest = line;
        let mut digits = |count: usize| -> Option<u32> {
            let (field, after) = rest.split_at_checked(count)?;
            rest = after;
            u32::from_str_radix(field, 16).ok()
        };
        let mut scan = Self::default();
        let (frequencies_sent, voltages_sent) = words.sent.split_at(FREQUENCIES);
        for (hertz, sent) in scan.frequencies_hz.iter_mut().zip(frequencies_sent) {
            if *sent {
                *hertz = f64::from(digits(6)?) / HERTZ_STEPS;
            }
        }
        for (pair, sent) in scan.voltages_v.chunks_exact_mut(2).zip(voltages_sent) {
            if *sent {
                for volt in pair {
                    *volt = FULL_SCALE_V * (1.0 - f64::from(digits(3)?) / LAST_COUNT);
                }
            }
        }
        scan.pressure_temperature_counts = u16::try_from(digits(3)?).ok()?;
        scan.status = Status::of(digits(1)?);
        scan.modulo = u8::try_from(digits(2)?).ok()?;
        Some(scan)
    }
}

/// What the deck unit sends.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Reply {
    /// `S>`: ready for a command.
    Prompt,
    /// A scan.
    Scan(Scan),
    /// A line of status.
    Text(String),
}

impl Reply {
    /// The bytes that the deck unit sends; all but the prompt get a line end.
    pub fn encode(&self, words: &Words) -> Vec<u8> {
        let line = match self {
            Self::Prompt => return PROMPT.to_vec(),
            Self::Scan(scan) => scan.line(words),
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

/// A line sent to the deck unit: known or not.
pub type Typed = typed::Typed<Request>;

/// The deck unit's side: lines; an empty line counts.
pub type RequestDecoder = TypedDecoder<Request>;

/// The computer's side: scans, prompts and lines of status.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct ReplyDecoder {
    lines: Lines,
    words: Words,
}

impl ReplyDecoder {
    /// For a deck unit that sends these words.
    pub fn new(words: Words) -> Self {
        Self { lines: Lines::default(), words }
    }
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
        let words = self.words;
        Some(self.lines.take()?.and_then(|line| reply(&line, &words)))
    }

    fn reset(&mut self) -> Option<Dropped> {
        self.lines.reset()
    }
}

fn reply(line: &str, words: &Words) -> Result<Reply, Dropped> {
    let line = line.trim();
    // A line of status has letters beyond F.
    if line.is_empty() || !line.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(Reply::Text(line.to_owned()));
    }
    Scan::read(line, words).map(Reply::Scan).ok_or_else(|| dropped(line, DropReason::Malformed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scan() -> Scan {
        Scan {
            frequencies_hz: [3_280.5, 6_000.25, 32_768.0, 3_281.0, 6_001.0],
            voltages_v: [0.0, 5.0, 0.0, 5.0, 0.0, 5.0, 0.0, 5.0],
            pressure_temperature_counts: 1_238,
            status: Status { pump: true, no_bottom_contact: true, ..Status::default() },
            modulo: 142,
        }
    }

    #[test]
    fn every_request_survives_the_wire() {
        let plain = [Request::Wake, Request::DisplayStatus, Request::Start, Request::Stop];
        for request in plain.into_iter().chain((0..9).map(Request::Suppress)) {
            let taken = RequestDecoder::default().feed(&request.encode());
            assert_eq!(taken[0].clone().unwrap().request, Some(request));
        }
        assert_eq!(Request::parse("X9"), None);
        assert_eq!(Request::parse("X-1"), None);
    }

    #[test]
    fn scans_survive_the_wire_with_and_without_words() {
        let mut words = Words::default();
        assert_eq!(
            ReplyDecoder::new(words).feed(&Reply::Scan(scan()).encode(&words)),
            [Ok(Reply::Scan(scan()))]
        );
        [3, 4, 8].into_iter().for_each(|word| words.suppress(word));
        assert_eq!(words.suppressed().collect::<Vec<_>>(), [3, 4, 8]);
        let line = scan().line(&words);
        assert_eq!(line.len(), 42);
        let mut expected = scan();
        expected.frequencies_hz[3..].fill(0.0);
        expected.voltages_v[6..].fill(0.0);
        assert_eq!(Scan::read(&line, &words), Some(expected));
    }

    #[test]
    fn a_scan_of_another_length_is_damage_and_words_are_text() {
        let taken = ReplyDecoder::default().feed(b"0CD084\r\nautorun on power up is disabled\r\nS>");
        assert_eq!(taken[0].as_ref().unwrap_err().reason, DropReason::Malformed);
        assert_eq!(
            taken[1..],
            [Ok(Reply::Text("autorun on power up is disabled".to_owned())), Ok(Reply::Prompt)]
        );
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic_and_never_hide_the_next_scan(noise in prop::collection::vec(any::<u8>(), 0..3000)) {
            let words = Words::default();
            let mut decoder = ReplyDecoder::default();
            decoder.feed(&noise);
            decoder.feed(b"\r");
            prop_assert_eq!(decoder.feed(&Reply::Scan(scan()).encode(&words)), [Ok(Reply::Scan(scan()))]);
            let mut decoder = RequestDecoder::default();
            decoder.feed(&noise);
            decoder.feed(b"\r");
            prop_assert_eq!(decoder.feed(b"\rGR\r").last().unwrap().clone().unwrap().request, Some(Request::Start));
        }
    }
}
