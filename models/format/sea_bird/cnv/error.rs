//! What can be wrong with a converted cast.

/// What is wrong with a `.cnv` file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CnvError {
    /// There is no line `*END*`.
    #[error("no line begins with `*END*`: this is no converted Sea-Bird file, or its heading is cut off")]
    NoEnd,
    /// The values are binary.
    #[error(
        "line {line}: the values are binary: convert the file with SBE Data Processing, Translate, to ASCII"
    )]
    Binary {
        /// The line.
        line: u64,
    },
    /// Another kind of file.
    #[error("line {line}: file type `{found}`; accepted: `ascii`")]
    FileType {
        /// The line.
        line: u64,
        /// What it says.
        found: String,
    },
    /// Fathom describes the columns in XML.
    #[error(
        "line {line}: Fathom wrote this file with its own heading, which is not read: export it in the form of SBE Data Processing"
    )]
    Fathom {
        /// The line.
        line: u64,
    },
    /// A heading line that must be a number and is none.
    #[error("line {line}: `{name}`: value `{value}`: accepted: {accepted}")]
    Heading {
        /// The line.
        line: u64,
        /// Its name.
        name: String,
        /// Its value.
        value: String,
        /// What is accepted.
        accepted: &'static str,
    },
    /// Columns that are not numbered in order.
    #[error(
        "line {line}: `{kind} {found}` where number {expected} is next; columns are numbered from 0 in order, none twice"
    )]
    Order {
        /// The line.
        line: u64,
        /// `name` or `span`.
        kind: &'static str,
        /// The number as written.
        found: String,
        /// The number that is next.
        expected: usize,
    },
    /// The heading names another number of columns than it says.
    #[error("the heading says `nquan = {said}` and names {named} columns")]
    ColumnCount {
        /// What it says.
        said: usize,
        /// What it names.
        named: usize,
    },
    /// No columns, or too many.
    #[error("the heading names {named} columns; accepted: 1 to {}", super::MAX_COLUMNS)]
    NoColumns {
        /// How many there are.
        named: usize,
    },
    /// A row of another number of values.
    #[error("line {line}: {found} values where the heading names {expected} columns")]
    ValueCount {
        /// The line.
        line: u64,
        /// Values found.
        found: usize,
        /// Columns named.
        expected: usize,
    },
    /// A value that is no number.
    #[error(
        "line {line}: column `{column}`: value `{value}`: accepted: a decimal number such as 1.5 or 6.9285e+01"
    )]
    NotANumber {
        /// The line.
        line: u64,
        /// The column.
        column: String,
        /// Its text.
        value: String,
    },
    /// Rows are missing or too many.
    #[error(
        "the heading says `nvalues = {said}` and there are {found} rows: the file is cut off, or was edited"
    )]
    RowCount {
        /// What it says.
        said: usize,
        /// Rows found.
        found: usize,
    },
}
