//! Aanderaa's smart sensors in the terminal protocol, here the oxygen optode 4330: `Get`, `Set` and `Do`, acknowledged with `#`.
//!
//! Source: TD 269, operating manual of the optodes 4330, 4831 and 4835, June 2017, pages 28, 33 and 88 (manualshive 449151), and TD 302
//! of the 4117, page 52 (449146): `MainCmd SubCmd` or `MainCmd Property(Value, …)` in either case, ended by CR LF; `#` acknowledges,
//! `*` and a short message refuse; `//` and `;` begin comments, which bring no answer; names and numbers are separated by
//! tabs; passkeys protect settings; the line sleeps after a minute without a character (`%`), any character wakes it within 100 ms
//! (`!`) and is lost; `Enable Polled Mode` decides whether it measures by itself; at power `StartupInfo …` and a first sample.
//!
//! Derived from public transcripts of 4330F sensors: `MEASUREMENT`, model, serial number, then name, unit in brackets, and value. The
//! answer to `Get Property` is the property's name, model, serial number and value, as in the same.

use crate::framing::{Decode, DropReason, Dropped, Lines, dropped, number};
use crate::typed::{self, TypedCommand, TypedDecoder};

/// After this time without a character the line sleeps.
pub const LINE_SLEEPS_AFTER_S: u64 = 60;
/// From the character that wakes it until it listens, at most.
pub const WAKES_IN_MS: u64 = 100;

const MEASUREMENT: &str = "MEASUREMENT";
const ACKNOWLEDGED: u8 = b'#';
const LINE_SLEEPS: u8 = b'%';
const LINE_READY: u8 = b'!';

/// What is typed to the sensor.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Request {
    /// An empty line or a comment: no answer.
    Nothing,
    /// `Get Property`, `Get All`.
    Get(String),
    /// `Set Property(Value)`.
    Set {
        /// The property, in lower case.
        property: String,
        /// What stands between the parentheses.
        value: String,
    },
    /// `Do Sample`: measure once and show it.
    DoSample,
    /// `Do Output`: show the last measurement again.
    DoOutput,
    /// `Start`: measure by itself, if it is not in polled mode.
    Start,
    /// `Stop`.
    Stop,
    /// `Save`: keep the settings.
    Save,
    /// `Load`: back to those that were kept.
    Load,
    /// `Reset`: as after power.
    Reset,
}

impl Request {
    /// `Set Property(Value)`.
    pub fn set(property: &str, value: impl std::fmt::Display) -> Self {
        Self::Set { property: property.to_ascii_lowercase(), value: value.to_string() }
    }

    /// The bytes to send.
    pub fn encode(&self) -> Vec<u8> {
        let line = match self {
            Self::Nothing => String::new(),
            Self::Get(property) => format!("Get {property}"),
            Self::Set { property, value } => format!("Set {property}({value})"),
            Self::DoSample => "Do Sample".to_owned(),
            Self::DoOutput => "Do Output".to_owned(),
            Self::Start => "Start".to_owned(),
            Self::Stop => "Stop".to_owned(),
            Self::Save => "Save".to_owned(),
            Self::Load => "Load".to_owned(),
            Self::Reset => "Reset".to_owned(),
        };
        (line + "\r\n").into_bytes()
    }

    /// Reads a typed line; `None` for a command that is not known here.
    pub fn parse(line: &str) -> Option<Self> {
        let line = line.trim();
        if line.is_empty() || line.starts_with("//") || line.starts_with(';') {
            return Some(Self::Nothing);
        }
        let lower = line.to_ascii_lowercase();
        match lower.as_str() {
            "do sample" => Some(Self::DoSample),
            "do output" => Some(Self::DoOutput),
            "start" => Some(Self::Start),
            "stop" => Some(Self::Stop),
            "save" => Some(Self::Save),
            "load" => Some(Self::Load),
            "reset" => Some(Self::Reset),
            _ => {
                if let Some(property) = lower.strip_prefix("get ") {
                    return Some(Self::Get(property.trim().to_owned()));
                }
                let (property, value) = lower.strip_prefix("set ")?.strip_suffix(')')?.split_once('(')?;
                Some(Self::set(property.trim(), value.trim()))
            }
        }
    }
}

/// Which sensor speaks.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Speaker {
    /// Product number, such as `4330`.
    pub product: String,
    /// Serial number.
    pub serial: String,
}

/// One parameter of a measurement.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Parameter {
    /// Its name, such as `O2Concentration`.
    pub name: String,
    /// Its unit, such as `uM`.
    pub unit: String,
    /// As it is written: the number of decimals is the sensor's.
    pub value: String,
}

impl Parameter {
    /// With so many decimals.
    pub fn new(name: &str, unit: &str, value: f64, decimals: usize) -> Self {
        Self { name: name.to_owned(), unit: unit.to_owned(), value: format!("{value:.decimals$}") }
    }

    /// As a number; `None` if it is none.
    pub fn number(&self) -> Option<f64> {
        number(&self.value).ok()
    }
}

/// What the sensor sends.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Reply {
    /// `#`: the command was carried out.
    Acknowledged,
    /// `*`, a tab and a message: it was not.
    Refused(String),
    /// `%`: the line goes to sleep.
    LineSleeps,
    /// `!`: the line is awake.
    LineReady,
    /// A measurement.
    Measurement {
        /// Which sensor.
        speaker: Speaker,
        /// What it measured, in its order.
        parameters: Vec<Parameter>,
    },
    /// A property, or any other line.
    Text(String),
}

impl Reply {
    /// The bytes that the sensor sends. The line's two marks have no line end.
    pub fn encode(&self) -> Vec<u8> {
        let line = match self {
            Self::LineSleeps => return vec![LINE_SLEEPS],
            Self::LineReady => return vec![LINE_READY],
            Self::Acknowledged => char::from(ACKNOWLEDGED).to_string(),
            Self::Refused(message) => format!("*\t{message}"),
            Self::Measurement { speaker, parameters } => {
                let heading = format!("{MEASUREMENT}\t{}\t{}", speaker.product, speaker.serial);
                let one = |p: &Parameter| format!("\t{}[{}]\t{}", p.name, p.unit, p.value);
                heading + &parameters.iter().map(one).collect::<String>()
            }
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

/// A line typed to the sensor: known or not.
pub type Typed = typed::Typed<Request>;

/// The sensor's side: typed lines.
pub type RequestDecoder = TypedDecoder<Request>;

/// The controller's side.
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
        // The line's two marks have no line end, so they are looked for at the start of whatever is pending.
        for (mark, reply) in [(LINE_SLEEPS, Reply::LineSleeps), (LINE_READY, Reply::LineReady)] {
            if self.lines.pending().first() == Some(&mark) {
                self.lines.skip(1);
                return Some(Ok(reply));
            }
        }
        Some(self.lines.take()?.and_then(|line| reply(&line)))
    }

    fn reset(&mut self) -> Option<Dropped> {
        self.lines.reset()
    }
}

fn reply(line: &str) -> Result<Reply, Dropped> {
    let line = line.trim();
    if line.as_bytes() == [ACKNOWLEDGED] {
        return Ok(Reply::Acknowledged);
    }
    if let Some(message) = line.strip_prefix('*') {
        return Ok(Reply::Refused(message.trim().to_owned()));
    }
    let mut fields = line.split('\t');
    if fields.next() != Some(MEASUREMENT) {
        return Ok(Reply::Text(line.to_owned()));
    }
    measurement(fields).ok_or_else(|| dropped(line, DropReason::Malformed))
}

/// Units stand in brackets, or in parentheses in firmware older than 2013.
fn measurement<'a>(mut fields: impl Iterator<Item = &'a str>) -> Option<Reply> {
    let speaker = Speaker { product: fields.next()?.to_owned(), serial: fields.next()?.to_owned() };
    let mut parameters = Vec::new();
    while let Some(heading) = fields.next() {
        let (name, unit) = heading.split_once(['[', '('])?;
        let parameter = Parameter {
            name: name.to_owned(),
            unit: unit.strip_suffix([']', ')'])?.to_owned(),
            value: fields.next()?.to_owned(),
        };
        parameter.number()?;
        parameters.push(parameter);
    }
    (!parameters.is_empty()).then_some(Reply::Measurement { speaker, parameters })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn measurement() -> Reply {
        Reply::Measurement {
            speaker: Speaker { product: "4330".to_owned(), serial: "829".to_owned() },
            parameters: vec![
                Parameter::new("O2Concentration", "uM", 268.277, 3),
                Parameter::new("Temperature", "Deg.C", -1.5, 3),
            ],
        }
    }

    #[test]
    fn every_request_survives_the_wire() {
        for request in [
            Request::Nothing,
            Request::Get("interval".to_owned()),
            Request::set("passkey", 1),
            Request::set("enable polled mode", "yes"),
            Request::DoSample,
            Request::DoOutput,
            Request::Start,
            Request::Stop,
            Request::Save,
            Request::Load,
            Request::Reset,
        ] {
            let taken = RequestDecoder::default().feed(&request.encode());
            assert_eq!(taken[0].clone().unwrap().request, Some(request));
        }
        assert_eq!(Request::parse("// Wake up test"), Some(Request::Nothing));
        assert_eq!(Request::parse("Set Passkey 1"), None);
    }

    #[test]
    fn every_reply_survives_the_wire() {
        let refused = Reply::Refused("ERROR PROTECTED PROPERTY".to_owned());
        let text = Reply::Text("Interval\t4330\t829\t30.000".to_owned());
        for reply in [Reply::Acknowledged, refused, Reply::LineSleeps, Reply::LineReady, measurement(), text]
        {
            assert_eq!(ReplyDecoder::default().feed(&reply.encode()), [Ok(reply)]);
        }
    }

    #[test]
    fn half_a_measurement_is_damage() {
        for line in [
            "MEASUREMENT\t4330\t829",
            "MEASUREMENT\t4330\t829\tO2Concentration[uM]",
            "MEASUREMENT\t4330\t829\tO2Concentration[uM\t1.0",
            "MEASUREMENT\t4330\t829\tO2Concentration[uM]\tx",
        ] {
            let taken = ReplyDecoder::default().feed(format!("{line}\r\n").as_bytes());
            assert_eq!(taken[0].as_ref().unwrap_err().reason, DropReason::Malformed, "{line}");
        }
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic_and_never_hide_the_next_measurement(noise in prop::collection::vec(any::<u8>(), 0..3000)) {
            let mut decoder = ReplyDecoder::default();
            decoder.feed(&noise);
            decoder.feed(b"\r");
            prop_assert_eq!(decoder.feed(&measurement().encode()), [Ok(measurement())]);
            let mut decoder = RequestDecoder::default();
            decoder.feed(&noise);
            decoder.feed(b"\r");
            let taken = decoder.feed(b"\rDo Sample\r\n");
            prop_assert_eq!(taken.last().unwrap().clone().unwrap().request, Some(Request::DoSample));
        }
    }
}
