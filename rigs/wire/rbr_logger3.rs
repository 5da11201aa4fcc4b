//! RBR's third generation of loggers: `command argument = value, …`, answered in the same words, and the prompt `Ready: `.
//!
//! Source: RBR's command reference (docs.rbr-global.com, "Command Entry": a command ends with CR, LF or both, an empty one brings
//! the prompt, `E0102 invalid command '…'`, `E0107 expected argument missing`, `E0108 invalid argument to command: '…'`) and RBR's
//! own client libRBR (Apache-2.0, here its mirror `MrDOS/librbr`): woken by CR, then 50 ms; asleep after 10 s without a command;
//! lists of channels and calibrations joined by ` || `; samples such as
//! `2000-01-01 03:22:42.000, -129.993424e+000, 349.649536e-003`, where a reading may be `Error-14`, `###`, `nan` or `inf`.
//!
//! Derived: a reading has nine digits, as in those lines, and an exponent that is a multiple of three.

use crate::framing::{Decode, DropReason, Dropped, Lines, dropped, number};
use crate::typed::{LineFeed, TypedLines};

/// After this time without a command the logger sleeps.
pub const SLEEPS_AFTER_S: u64 = 10;
/// From the character that wakes it until it listens.
pub const WAKES_IN_MS: u64 = 50;

const PROMPT: &[u8] = b"Ready: ";
/// Between the entries of a list.
const NEXT_ENTRY: &str = " || ";

/// A name, and its value where it has one.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// What follows the equals sign.
    pub value: Option<String>,
}

/// A command, or an answer, which is written alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Phrase {
    /// The command.
    pub command: String,
    /// The channel that it is about: a number from 1, or `all`.
    pub index: Option<String>,
    /// Its arguments, in order.
    pub arguments: Vec<Argument>,
}

impl Phrase {
    /// A command without arguments; an empty one wakes, or brings another prompt.
    pub fn new(command: &str) -> Self {
        Self { command: command.to_owned(), index: None, arguments: Vec::new() }
    }

    /// About a channel, from 1.
    #[must_use]
    pub fn about(mut self, channel: usize) -> Self {
        self.index = Some(channel.to_string());
        self
    }

    /// With one more `name = value`.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.arguments.push(Argument { name: name.to_owned(), value: Some(value.to_string()) });
        self
    }

    /// With one more bare name, as in `outputformat type`.
    #[must_use]
    pub fn asking(mut self, name: &str) -> Self {
        self.arguments.push(Argument { name: name.to_owned(), value: None });
        self
    }

    /// The value of an argument.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find(|argument| argument.name == name)?.value.as_deref()
    }

    /// `fetch`: one sample of every channel, now; the logger stays awake.
    pub fn fetch() -> Self {
        Self::new("fetch").with("sleepafter", false)
    }

    /// The line without its end.
    pub fn line(&self) -> String {
        let arguments = self.arguments.iter().map(|argument| match &argument.value {
            Some(value) => format!("{} = {value}", argument.name),
            None => argument.name.clone(),
        });
        let arguments: Vec<String> = arguments.collect();
        let words = [Some(self.command.clone()), self.index.clone(), Some(arguments.join(", "))];
        let words: Vec<String> = words.into_iter().flatten().filter(|word| !word.is_empty()).collect();
        words.join(" ")
    }

    /// The bytes to send.
    pub fn encode(&self) -> Vec<u8> {
        (self.line() + "\r\n").into_bytes()
    }

    /// Reads a line: the first word is the command, a number or `all` behind it the channel, and commas separate arguments.
    /// Names are read in either case.
    pub fn parse(line: &str) -> Self {
        let line = line.trim();
        let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
        let (word, behind) = rest.trim_start().split_once(' ').unwrap_or((rest.trim(), ""));
        let is_index = word == "all" || (!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()));
        let (index, rest) = if is_index { (Some(word.to_owned()), behind) } else { (None, rest) };
        let argument = |text: &str| match text.split_once('=') {
            Some((name, value)) => {
                Argument { name: name.trim().to_ascii_lowercase(), value: Some(value.trim().to_owned()) }
            }
            None => Argument { name: text.trim().to_ascii_lowercase(), value: None },
        };
        let arguments = rest.split(',').filter(|text| !text.trim().is_empty()).map(argument).collect();
        Self { command: command.to_ascii_lowercase(), index, arguments }
    }
}

/// What stands in the place of a channel.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Reading {
    /// A value; not a number and infinities are possible.
    Value(f64),
    /// `Error-n`: the channel gives none, 14 where it is turned off.
    Error(u8),
    /// `###`: the channel has no coefficients.
    Uncalibrated,
}

impl Reading {
    fn text(self) -> String {
        match self {
            Self::Error(number) => format!("Error-{number:02}"),
            Self::Uncalibrated => "###".to_owned(),
            Self::Value(value) if value.is_nan() => "nan".to_owned(),
            Self::Value(value) if value.is_infinite() => if value > 0.0 { "inf" } else { "-inf" }.to_owned(),
            Self::Value(value) => engineering(value, 9),
        }
    }

    fn read(text: &str) -> Option<Self> {
        match text {
            "nan" => Some(Self::Value(f64::NAN)),
            "inf" => Some(Self::Value(f64::INFINITY)),
            "-inf" => Some(Self::Value(f64::NEG_INFINITY)),
            "###" => Some(Self::Uncalibrated),
            _ => match text.strip_prefix("Error-") {
                Some(digits) => digits.parse().ok().map(Self::Error),
                None => number(text).ok().map(Self::Value),
            },
        }
    }
}

/// A coefficient as the logger writes it: eight digits and an exponent that is a multiple of three, as in `-250.00002e-006`.
pub fn coefficient(value: f64) -> String {
    engineering(value, 8)
}

/// So many digits and an exponent that is a multiple of three, as in `349.649536e-003`.
fn engineering(value: f64, digits: usize) -> String {
    let after_first = digits - 1;
    // The digits decide the exponent: of 999.9999999 nine are 1.00000000e+003.
    let scientific = format!("{:.after_first$e}", value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let thousands = exponent.div_euclid(3) * 3;
    let before_point = usize::try_from(exponent - thousands).unwrap_or(0) + 1;
    let plain = mantissa.replace('.', "");
    let (whole, part) = plain.split_at_checked(before_point).unwrap_or((&plain, ""));
    let sign = if value < 0.0 { "-" } else { "" };
    let direction = if thousands < 0 { '-' } else { '+' };
    format!("{sign}{whole}.{part}e{direction}{:03}", thousands.abs())
}

/// A sample, fetched or streamed.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Sample {
    /// `yyyy-mm-dd hh:mm:ss.fff`, by the logger's clock.
    pub time: String,
    /// The channels that were asked for, or all.
    pub readings: Vec<Reading>,
}

impl Sample {
    fn line(&self) -> String {
        let readings: String = self.readings.iter().map(|reading| format!(", {}", reading.text())).collect();
        format!("{}{readings}", self.time)
    }

    fn read(line: &str) -> Option<Self> {
        let mut fields = line.split(',').map(str::trim);
        let time = fields.next().filter(|time| is_time(time))?.to_owned();
        let readings: Vec<Reading> = fields.map(Reading::read).collect::<Option<_>>()?;
        (!readings.is_empty()).then_some(Self { time, readings })
    }
}

/// `yyyy-mm-dd hh:mm:ss.fff`.
fn is_time(text: &str) -> bool {
    const PATTERN: &[u8] = b"0000-00-00 00:00:00.000";
    let fits =
        |(byte, pattern): (u8, &u8)| if *pattern == b'0' { byte.is_ascii_digit() } else { byte == *pattern };
    text.len() == PATTERN.len() && text.bytes().zip(PATTERN).all(fits)
}

/// What the logger sends.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Reply {
    /// `Ready: `.
    Prompt,
    /// A sample.
    Sample(Sample),
    /// `Ennnn …`.
    Error {
        /// Its number.
        number: u16,
        /// What it means.
        message: String,
    },
    /// An answer; lists have one phrase for each entry.
    Answer(Vec<Phrase>),
}

impl Reply {
    /// The bytes that the logger sends; all but the prompt get a line end.
    pub fn encode(&self) -> Vec<u8> {
        let line = match self {
            Self::Prompt => return PROMPT.to_vec(),
            Self::Sample(sample) => sample.line(),
            Self::Error { number, message } => format!("E{number:04} {message}"),
            Self::Answer(entries) => entries.iter().map(Phrase::line).collect::<Vec<_>>().join(NEXT_ENTRY),
        };
        (line + "\r\n").into_bytes()
    }
}

/// The logger's side: commands; an empty one brings the prompt.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct RequestDecoder {
    lines: TypedLines,
}

impl Default for RequestDecoder {
    fn default() -> Self {
        Self { lines: TypedLines::new(LineFeed::EndsLine) }
    }
}

impl Decode for RequestDecoder {
    type Message = Phrase;

    fn push(&mut self, bytes: &[u8]) {
        self.lines.push(bytes);
    }

    fn take(&mut self) -> Option<Result<Phrase, Dropped>> {
        Some(self.lines.take()?.map(|line| Phrase::parse(&line)))
    }

    fn reset(&mut self) -> Option<Dropped> {
        self.lines.reset()
    }
}

/// The controller's side: prompts, samples, errors and answers.
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
        // The prompt has no line end, so it is looked for at the start of whatever is pending.
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
    if line.starts_with(|first: char| first.is_ascii_digit()) {
        return Sample::read(line).map(Reply::Sample).ok_or_else(|| dropped(line, DropReason::Malformed));
    }
    let numbered = line.strip_prefix('E').and_then(|rest| rest.split_at_checked(4));
    if let Some((digits, message)) = numbered
        && let Ok(number) = digits.parse()
    {
        return Ok(Reply::Error { number, message: message.trim_start().to_owned() });
    }
    // Entries of a list after the first repeat the command, and so are phrases like it.
    Ok(Reply::Answer(line.split(NEXT_ENTRY).map(Phrase::parse).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample() -> Sample {
        let readings = vec![Reading::Value(35.124_568), Reading::Error(14), Reading::Uncalibrated];
        Sample { time: "2000-01-01 00:00:02.500".to_owned(), readings }
    }

    #[test]
    fn phrases_survive_the_wire() {
        let phrase = Phrase::new("calibration").about(2).with("c0", "3.5e-3").with("label", "pressure_00");
        assert_eq!(RequestDecoder::default().feed(&phrase.encode()), [Ok(phrase)]);
        assert_eq!(RequestDecoder::default().feed(b"\r"), [Ok(Phrase::default())]);
        assert_eq!(Phrase::parse("FETCH SleepAfter = false").value("sleepafter"), Some("false"));
    }

    #[test]
    fn numbers_have_nine_digits_and_an_exponent_of_thousands() {
        for (value, text) in [
            (0.0, "0.00000000e+000"),
            (1.0, "1.00000000e+000"),
            (10.1325, "10.1325000e+000"),
            (999.999_999_9, "1.00000000e+003"),
            (-0.012_5, "-12.5000000e-003"),
        ] {
            assert_eq!(Reading::Value(value).text(), text);
        }
    }

    #[test]
    fn samples_errors_and_lists_survive_the_wire() {
        let list = Reply::Answer(vec![
            Phrase::new("channel").about(1).with("label", "temperature_00"),
            Phrase::new("channel").about(2).with("label", "pressure_00"),
        ]);
        let error = Reply::Error { number: 102, message: "invalid command 'fletch'".to_owned() };
        for reply in [Reply::Prompt, Reply::Sample(sample()), error, list] {
            assert_eq!(ReplyDecoder::default().feed(&reply.encode()), [Ok(reply)]);
        }
    }

    #[test]
    fn half_a_sample_is_damage() {
        for line in
            ["2000-01-01 00:00:02.500", "2000-01-01 00:00:02.500, 1.0, x", "2000-01-01 0:0:2, 1.0", "12"]
        {
            let taken = ReplyDecoder::default().feed(format!("{line}\r\n").as_bytes());
            assert_eq!(taken[0].as_ref().unwrap_err().reason, DropReason::Malformed, "{line}");
        }
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic_and_never_hide_the_next_sample(noise in prop::collection::vec(any::<u8>(), 0..3000)) {
            let mut decoder = ReplyDecoder::default();
            decoder.feed(&noise);
            decoder.feed(b"\r");
            prop_assert_eq!(decoder.feed(&Reply::Sample(sample()).encode()), [Ok(Reply::Sample(sample()))]);
            let mut decoder = RequestDecoder::default();
            decoder.feed(&noise);
            decoder.feed(b"\r");
            prop_assert_eq!(decoder.feed(b"\rid\r\n").last().unwrap().clone(), Ok(Phrase::new("id")));
        }

        #[test]
        fn values_survive_the_wire_to_nine_digits(value in -1.0e6f64..1.0e6) {
            let Some(Reading::Value(read)) = Reading::read(&Reading::Value(value).text()) else { panic!("{value}") };
            prop_assert!((read - value).abs() <= 6e-9 * value.abs());
        }
    }
}
