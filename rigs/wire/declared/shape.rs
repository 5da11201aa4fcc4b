//! The shape of a reply: fixed words with numbers between them.

use crate::framing::number;
use std::collections::BTreeMap;

/// A parsed shape, such as `P= {pressure} hPa`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    Number(String),
}

/// Why a text is no shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// A brace that does not close, or is not open.
    #[error("each {{ closed by a }} after a name; a brace that is meant is written twice")]
    Brace,
    /// A name that is none, or one that is there twice.
    #[error("names of letters, digits and underscores between braces, each once")]
    Name,
    /// Nothing tells where the number before it ends.
    #[error("words between two numbers that begin with no digit, sign, point or E")]
    Boundary,
    /// No number at all, or something that cannot be sent as text.
    #[error("printable ASCII and tabs, with at least one {{name}}")]
    Text,
}

impl Shape {
    /// Reads a shape.
    ///
    /// # Errors
    /// What is accepted instead.
    pub fn parse(text: &str) -> Result<Self, ShapeError> {
        if !text.bytes().all(is_printable) {
            return Err(ShapeError::Text);
        }
        let parts = parts(text)?;
        let names: Vec<&str> = names(&parts).collect();
        if names.is_empty() {
            return Err(ShapeError::Text);
        }
        let is_twice = names.iter().enumerate().any(|(index, name)| names[..index].contains(name));
        if is_twice || !names.iter().all(|name| is_name(name)) {
            return Err(ShapeError::Name);
        }
        let runs_on = |pair: &[Part]| match pair {
            [Part::Number(_), Part::Number(_)] => true,
            [Part::Number(_), Part::Words(words)] => words.starts_with(is_of_number),
            _ => false,
        };
        if parts.windows(2).any(runs_on) { Err(ShapeError::Boundary) } else { Ok(Self { parts }) }
    }

    /// The names of its numbers, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        names(&self.parts)
    }

    /// The numbers of a line of this shape; `None` where it has another.
    pub fn read(&self, line: &str) -> Option<BTreeMap<String, f64>> {
        let mut numbers = BTreeMap::new();
        let mut rest = line;
        for part in &self.parts {
            match part {
                Part::Words(words) => rest = rest.strip_prefix(words.as_str())?,
                Part::Number(name) => {
                    let from = rest.trim_start_matches(' ');
                    let end = from.find(|c| !is_of_number(c)).unwrap_or(from.len());
                    let (digits, behind) = from.split_at(end);
                    numbers.insert(name.clone(), number(digits).ok()?);
                    rest = behind;
                }
            }
        }
        rest.is_empty().then_some(numbers)
    }

    /// A line of this shape.
    pub(super) fn write(&self, mut number: impl FnMut(&str) -> String) -> String {
        let text = |part: &Part| match part {
            Part::Words(words) => words.clone(),
            Part::Number(name) => number(name),
        };
        self.parts.iter().map(text).collect()
    }
}

fn names(parts: &[Part]) -> impl Iterator<Item = &str> {
    parts.iter().filter_map(|part| match part {
        Part::Number(name) => Some(name.as_str()),
        Part::Words(_) => None,
    })
}

fn parts(text: &str) -> Result<Vec<Part>, ShapeError> {
    let mut parts = Vec::new();
    let mut words = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        words.push_str(before);
        if let Some(behind) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
            words.push_str(&from[..1]);
            rest = behind;
            continue;
        }
        let (name, behind) =
            from.strip_prefix('{').and_then(|open| open.split_once('}')).ok_or(ShapeError::Brace)?;
        if !words.is_empty() {
            parts.push(Part::Words(std::mem::take(&mut words)));
        }
        parts.push(Part::Number(name.to_owned()));
        rest = behind;
    }
    words.push_str(rest);
    if !words.is_empty() {
        parts.push(Part::Words(words));
    }
    Ok(parts)
}

fn is_printable(byte: u8) -> bool {
    (0x20..0x7f).contains(&byte) || byte == b'\t'
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E')
}
