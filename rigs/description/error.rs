//! What is wrong with a description file: every problem with its file, line, field, value and what is accepted.

use std::fmt;
use std::path::PathBuf;

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
        write!(f, ": field `{}`: value {}: accepted: {}", self.field, self.value, self.accepted)
    }
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
