//! What the controller says: pressures with their unit, words and codes.

use super::{Head, Readiness, Zero};
use crate::framing::{DropReason, Dropped, LineDecoder, LineMessage, dropped, number};

/// What the controller says. Pressures are in MPa whatever unit they came in.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Reply {
    /// `R,23.0626 MPa a,0.011 MPa/s, 0.097001 MPa a`; without the last field where there is no barometer.
    Measurement {
        /// Whether the pressure may be read.
        readiness: Readiness,
        /// The pressure.
        mpa: f64,
        /// What it is counted from.
        zero: Zero,
        /// Its rate of change.
        mpa_per_s: f64,
        /// The atmosphere.
        atmosphere_mpa: Option<f64>,
    },
    /// `10.000 MPa a`: a pressure, a target, an upper limit.
    Pressure {
        /// The pressure.
        mpa: f64,
        /// What it is counted from.
        zero: Zero,
    },
    /// `0.1 kPa`: a difference of pressures, such as the hold limit.
    Difference(f64),
    /// `0.10 kPa/s`: a rate, such as the stability limit.
    Rate(f64),
    /// `R`, `NR`.
    Ready(Readiness),
    /// `10, in, N2`.
    Head(Head),
    /// A code: of `STAT`, or of `VENT` in the enhanced syntax.
    Code(u32),
    /// `VENT=1`: of `VENT` in the classic syntax.
    Vented(u32),
    /// `ERR# 6`.
    Error(u8),
    /// Anything else in words: `ABORT`, a version, the text of an error.
    Text(String),
}

impl Reply {
    /// The bytes that the controller sends, in MPa.
    pub fn encode(&self) -> Vec<u8> {
        let line = match self {
            Self::Measurement { readiness, mpa, zero, mpa_per_s, atmosphere_mpa } => {
                let atmosphere = atmosphere_mpa.map(|mpa| format!(", {mpa:.6} MPa a")).unwrap_or_default();
                format!(
                    "{},{mpa:.4} MPa {},{mpa_per_s:.3} MPa/s{atmosphere}",
                    ready(*readiness),
                    letter(*zero)
                )
            }
            Self::Pressure { mpa, zero } => format!("{mpa:.3} MPa {}", letter(*zero)),
            Self::Difference(mpa) => format!("{mpa} MPa"),
            Self::Rate(mpa_per_s) => format!("{mpa_per_s} MPa/s"),
            Self::Ready(readiness) => ready(*readiness).to_owned(),
            Self::Head(head) => head.words().join(", "),
            Self::Code(code) => code.to_string(),
            Self::Vented(code) => format!("VENT={code}"),
            Self::Error(number) => format!("ERR# {number}"),
            Self::Text(text) => text.clone(),
        };
        (line + "\r\n").into_bytes()
    }
}

fn ready(readiness: Readiness) -> &'static str {
    match readiness {
        Readiness::Ready => "R",
        Readiness::NotReady => "NR",
    }
}

fn letter(zero: Zero) -> char {
    match zero {
        Zero::Vacuum => 'a',
        Zero::Atmosphere => 'g',
    }
}

/// The far side: lines to replies.
pub type ReplyDecoder = LineDecoder<Reply>;

impl LineMessage for Reply {
    fn from_line(line: &str) -> Result<Self, Dropped> {
        parse(line.trim()).map_err(|reason| dropped(line, reason))
    }
}

fn parse(line: &str) -> Result<Reply, DropReason> {
    if let Some(readiness) = readiness(line) {
        return Ok(Reply::Ready(readiness));
    }
    if let Some(error) = line.strip_prefix("ERR#") {
        return error.trim().parse().map(Reply::Error).map_err(|_| DropReason::NotANumber);
    }
    if let Some(code) = line.strip_prefix("VENT=") {
        return code.parse().map(Reply::Vented).map_err(|_| DropReason::NotANumber);
    }
    let fields: Vec<&str> = line.split(',').map(str::trim).collect();
    if let [first, pressure, rate, rest @ ..] = fields.as_slice()
        && let Some(readiness) = readiness(first)
    {
        return measurement(readiness, pressure, rate, rest);
    }
    if let Some(head) = Head::parse(line) {
        return Ok(Reply::Head(head));
    }
    if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Ok(Reply::Text(line.to_owned()));
    }
    if line.bytes().all(|byte| byte.is_ascii_digit()) {
        return line.parse().map(Reply::Code).map_err(|_| DropReason::NotANumber);
    }
    match amount(line)? {
        (mpa, Dimension::Pressure(zero)) => Ok(Reply::Pressure { mpa, zero }),
        (mpa, Dimension::Difference) => Ok(Reply::Difference(mpa)),
        (mpa_per_s, Dimension::Rate) => Ok(Reply::Rate(mpa_per_s)),
    }
}

fn readiness(word: &str) -> Option<Readiness> {
    [Readiness::Ready, Readiness::NotReady].into_iter().find(|readiness| ready(*readiness) == word)
}

fn measurement(readiness: Readiness, pressure: &str, rate: &str, rest: &[&str]) -> Result<Reply, DropReason> {
    let (mpa, Dimension::Pressure(zero)) = amount(pressure)? else { return Err(DropReason::Malformed) };
    let (mpa_per_s, Dimension::Rate) = amount(rate)? else { return Err(DropReason::Malformed) };
    let atmosphere_mpa = match rest {
        [] => None,
        [atmosphere] => match amount(atmosphere)? {
            (mpa, Dimension::Pressure(Zero::Vacuum)) => Some(mpa),
            _ => return Err(DropReason::Malformed),
        },
        _ => return Err(DropReason::Malformed),
    };
    Ok(Reply::Measurement { readiness, mpa, zero, mpa_per_s, atmosphere_mpa })
}

/// What a number's unit makes of it.
enum Dimension {
    Pressure(Zero),
    Difference,
    Rate,
}

/// A number with a unit: `MPa` or `kPa`, then `a`, `g`, `/s` or nothing, with or without a space.
fn amount(text: &str) -> Result<(f64, Dimension), DropReason> {
    let unit_begins = text.find(['M', 'k']).ok_or(DropReason::Malformed)?;
    let (value, unit) = text.split_at(unit_begins);
    let (mpa_per_unit, rest) = match (unit.strip_prefix("MPa"), unit.strip_prefix("kPa")) {
        (Some(rest), _) => (1.0, rest),
        (_, Some(rest)) => (1e-3, rest),
        _ => return Err(DropReason::Malformed),
    };
    let dimension = match rest.trim() {
        "a" => Dimension::Pressure(Zero::Vacuum),
        "g" => Dimension::Pressure(Zero::Atmosphere),
        "/s" => Dimension::Rate,
        "" => Dimension::Difference,
        _ => return Err(DropReason::Malformed),
    };
    Ok((number(value)? * mpa_per_unit, dimension))
}
