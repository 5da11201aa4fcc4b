//! Query-and-reply instruments that a laboratory describes in its rig file: what is sent, what comes back, what it means.
//!
//! A query is a line of text; its reply is a line with numbers between fixed words ([`Shape`]). A query is answered before the
//! next one is sent. What this cannot say (state, handshakes, checks, binary frames) needs a driver.

mod line;
mod shape;
mod unit;

pub use line::{EndedLines, LONGEST};
pub use shape::{Shape, ShapeError};
pub use unit::{Datum, Quantity, UNITS, Unit};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an instrument is asked and what it answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dialect {
    /// What the controller uses it for.
    pub role: Use,
    /// What ends a query on the line, such as "\r\n".
    pub query_end: String,
    /// What ends a reply.
    pub reply_end: String,
    /// Beginnings of replies that refuse. A twin answers with the first what it does not know; without one it is silent.
    #[serde(default)]
    pub error_replies: Vec<String>,
    /// What is asked, in this order, on every beat.
    pub query: Vec<Query>,
}

/// What a controller uses such an instrument for. All its other fields are recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    /// Measures the reference thermometers: fields of the quantity `resistance`.
    ThermometerBridge,
    /// Measures the reference pressure: the field of the quantity `reference-pressure`.
    PressureReference,
    /// Only recorded. A run goes on without it.
    #[default]
    Recorded,
}

/// A question and the shape of its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// What is sent, without its end.
    pub send: String,
    /// What may come back, without its end: words, and `{name}` for each number; `{{` and `}}` are braces. Blanks in front of a
    /// number are skipped. The first that fits counts; a twin answers with the first.
    pub reply: Vec<String>,
    /// Time from the query to the first byte of the reply.
    #[serde(default)]
    pub reply_after_s: f64,
    /// The numbers of the reply, by name.
    pub field: BTreeMap<String, Field>,
}

/// A number of a reply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// What it measures.
    pub quantity: Quantity,
    /// Its unit on the line. For the quantity `other` any UDUNITS text, which is recorded as it stands.
    pub unit: String,
    /// Of a pressure: above vacuum, where nothing is said, or above one standard atmosphere.
    pub datum: Option<Datum>,
    /// Of a resistance: the input, from 1.
    pub input: Option<u8>,
    /// Of the quantity `other`: what a twin shows, in the field's unit.
    pub simulated: Option<f64>,
    /// How a twin writes it: digits after the point.
    pub decimals: u8,
    /// How a twin writes it: characters in all, filled with blanks in front.
    #[serde(default)]
    pub width: u8,
    /// How a twin writes it: with an exponent or without.
    #[serde(default)]
    pub notation: Notation,
    /// How a twin writes it: with a plus or without.
    #[serde(default)]
    pub sign: Sign,
}

/// How an instrument writes a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Notation {
    /// 25.4873
    #[default]
    Decimal,
    /// 2.54873E+01
    Exponent,
}

/// What an instrument writes in front of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// A minus where it is negative.
    #[default]
    Minus,
    /// A minus or a plus.
    Always,
}

/// What a reply to a query says.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Every field of the query, in the unit in which it is recorded ([`Field::recorded_unit`]).
    Values(BTreeMap<String, f64>),
    /// The instrument refuses.
    Refused,
    /// No shape of the query fits.
    Malformed,
}

impl Dialect {
    /// The bytes of a query.
    pub fn request(&self, query: &Query) -> Vec<u8> {
        format!("{}{}", query.send, self.query_end).into_bytes()
    }

    /// The bytes of a reply.
    pub fn reply(&self, text: &str) -> Vec<u8> {
        format!("{text}{}", self.reply_end).into_bytes()
    }

    /// Takes the replies out of a stream.
    pub fn replies(&self) -> EndedLines {
        EndedLines::new(&self.reply_end)
    }

    /// Takes the queries out of a stream.
    pub fn queries(&self) -> EndedLines {
        EndedLines::new(&self.query_end)
    }

    /// What a line says as the reply to a query.
    pub fn answer(&self, query: &Query, line: &str) -> Answer {
        if self.error_replies.iter().any(|beginning| line.starts_with(beginning.as_str())) {
            return Answer::Refused;
        }
        query.read(line).map_or(Answer::Malformed, Answer::Values)
    }

    /// Every field with the query that it is in.
    pub fn fields(&self) -> impl Iterator<Item = (&Query, &str, &Field)> {
        self.query
            .iter()
            .flat_map(|query| query.field.iter().map(move |(name, field)| (query, name.as_str(), field)))
    }
}

impl Query {
    fn read(&self, line: &str) -> Option<BTreeMap<String, f64>> {
        let shapes = self.reply.iter().filter_map(|shape| Shape::parse(shape).ok());
        let numbers = shapes.into_iter().find_map(|shape| shape.read(line))?;
        let value = |(name, field): (&String, &Field)| {
            let number = numbers.get(name)?;
            Some((name.clone(), field.recorded(*number)?))
        };
        self.field.iter().map(value).collect()
    }

    /// The reply in which every field shows what `recorded` gives for it, in the unit in which it is recorded.
    pub fn written(&self, mut recorded: impl FnMut(&Field) -> f64) -> String {
        let Some(shape) = self.reply.first().and_then(|shape| Shape::parse(shape).ok()) else {
            return String::new();
        };
        shape.write(|name| self.field.get(name).map_or_else(String::new, |field| field.text(recorded(field))))
    }
}

impl Field {
    /// The number as the instrument writes it, from the value in the unit in which it is recorded.
    fn text(&self, recorded: f64) -> String {
        let (number, decimals) = (self.shown(recorded).unwrap_or(recorded), usize::from(self.decimals));
        let plain = match self.notation {
            Notation::Decimal => format!("{number:.decimals$}"),
            Notation::Exponent => with_exponent(&format!("{number:.decimals$E}")),
        };
        let signed = match self.sign {
            Sign::Always if !plain.starts_with('-') => format!("+{plain}"),
            Sign::Always | Sign::Minus => plain,
        };
        format!("{signed:>width$}", width = usize::from(self.width))
    }
}

/// An exponent with its sign and at least two digits, as instruments write it.
fn with_exponent(text: &str) -> String {
    match text.split_once('E').map(|(mantissa, exponent)| (mantissa, exponent.parse::<i32>())) {
        Some((mantissa, Ok(exponent))) => format!("{mantissa}E{exponent:+03}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
