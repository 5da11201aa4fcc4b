//! What can be wrong with a raw file.

use super::super::model::Model;

/// What is wrong with a `.hex` file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HexError {
    /// There is no line that begins with `*END*`.
    #[error(
        "no line begins with `*END*`: this is no raw file of a Sea-Bird instrument, or its heading is cut off"
    )]
    NoEnd,
    /// The heading is longer than any.
    #[error("the heading has more than {limit} bytes")]
    LongHeader {
        /// The limit.
        limit: usize,
    },
    /// A scan of another length than the layout says.
    #[error("line {line}: {found} characters where a scan has {expected} digits: `{text}`")]
    ScanLength {
        /// The line.
        line: u64,
        /// Characters found.
        found: usize,
        /// Digits needed.
        expected: usize,
        /// The beginning of the line.
        text: String,
    },
    /// Something that is no hexadecimal digit.
    #[error("line {line}, column {column}: `{character}` is no hexadecimal digit")]
    NotADigit {
        /// The line.
        line: u64,
        /// Place in the line, from 1.
        column: usize,
        /// What stands there, escaped.
        character: String,
    },
    /// A line without an end.
    #[error("line {line}: longer than {limit} bytes")]
    LongLine {
        /// The line.
        line: u64,
        /// The limit.
        limit: usize,
    },
}

/// Why the meaning of the digits cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// The raw format of this instrument is not known.
    #[error(
        "the raw format of this instrument ({model}, `{name}`) is not known; known: SBE 911plus, 16plus, 19plus, 25, 25plus, 37, 39plus"
    )]
    Unknown {
        /// The model.
        model: Model,
        /// What the file calls it.
        name: String,
    },
    /// The instrument's configuration is needed.
    #[error("the heading of an {model} file does not say which words a scan has: give its .xmlcon")]
    NeedsConfiguration {
        /// The model.
        model: Model,
    },
    /// Neither heading nor configuration says something.
    #[error("neither heading nor configuration says {what}")]
    NotSaid {
        /// What is missing.
        what: &'static str,
    },
    /// A number outside what the instrument has.
    #[error("`{name}`: value {value}: accepted: 0 to {most}")]
    OutOfRange {
        /// Its name.
        name: &'static str,
        /// The value.
        value: u32,
        /// The greatest there can be.
        most: u32,
    },
    /// Something of which no description is published.
    #[error("{what}: where it stands in a scan is not published, so it is refused rather than guessed")]
    NotPublished {
        /// What it is.
        what: String,
    },
    /// Heading and configuration contradict one another.
    #[error(
        "the configuration makes {found} bytes a scan where the heading says {expected}: is it the configuration of this cast?"
    )]
    ScanBytes {
        /// By the configuration.
        found: usize,
        /// By the heading.
        expected: usize,
    },
    /// A setting that is no number.
    #[error(transparent)]
    Configuration(#[from] super::super::xmlcon::XmlconError),
}
