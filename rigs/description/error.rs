//! What is wrong with a description file: every problem with its file, line, field, value and what is accepted.

use std::fmt;
use std::path::PathBuf;

/// In place of a value: the field is not there.
pub(super) const MISSING: &str = "missing";
/// In place of a value: the field should not be there.
pub(super) const UNKNOWN_FIELD: &str = "unknown field";
/// In place of a value: the field is there twice.
pub(super) const GIVEN_TWICE: &str = "given twice";
/// How a remark on the length of a list begins, in place of its values.
pub(super) const HOLDS: &str = "holds ";

/// Whether this stands in place of a value. Texts of a file are quoted in messages, so that none looks like a remark.
fn is_remark(value: &str) -> bool {
    [MISSING, UNKNOWN_FIELD, GIVEN_TWICE].contains(&value) || value.starts_with(HOLDS)
}

/// A value for a message. Numbers that are very large or very small are written with an exponent, not with zeros.
pub(super) fn written(value: impl fmt::Display) -> String {
    let plain = value.to_string();
    match plain.parse::<f64>() {
        Ok(number) if number.is_finite() && number != 0.0 => {
            let size = number.abs();
            if (1e-4..1e9).contains(&size) { plain } else { format!("{number:e}") }
        }
        _ => plain,
    }
}

/// A number for a message, to four digits: where it says what follows from other fields.
pub(super) fn rounded(number: f64) -> String {
    format!("{number:.3e}").parse::<f64>().map_or_else(|_| number.to_string(), written)
}

/// One problem in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1, where one is known.
    pub line: Option<usize>,
    /// The field, such as `limits.pressure_max_mpa_absolute` or `leg[2].pressures_mpa_sea[1]`; empty for the whole file.
    pub field: String,
    /// What stands there.
    pub value: String,
    /// What would be accepted.
    pub accepted: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if self.field.is_empty() {
            return write!(f, ": {}: accepted: {}", self.value, self.accepted);
        }
        write!(f, ": {}", told(&self.field, &self.value, &self.accepted))
    }
}

/// A field, its value, and what would be accepted.
pub(super) fn told(field: &str, value: &str, accepted: &str) -> String {
    let word = if is_remark(value) { "" } else { "value " };
    format!("field `{field}`: {word}{value}: accepted: {accepted}")
}

/// Why a description is refused.
#[derive(Debug, thiserror::Error)]
pub enum DescriptionError {
    /// The file cannot be read.
    #[error("{}: cannot be read: {cause}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// The file is not TOML, has not the right fields, or a value is impossible. At least one problem.
    #[error("{}", lines(.0))]
    Refused(Vec<Problem>),
}

impl DescriptionError {
    /// The problems found; none when the file could not be read.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Unreadable { .. } => &[],
            Self::Refused(problems) => problems,
        }
    }
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
