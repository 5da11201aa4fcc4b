//! What can be wrong with a bottle summary.

/// What is wrong with a `.btl` file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BtlError {
    /// There is no table.
    #[error("no line names the columns, beginning with `Bottle` and `Date`: this is no Bottle Summary")]
    NoTable,
    /// The names are not where they belong.
    #[error(
        "line {line}: the names of the columns, eleven characters each behind `Date`, end after column {column}"
    )]
    Names {
        /// The line.
        line: u64,
        /// Columns with names.
        column: usize,
    },
    /// A row that does not say what it is.
    #[error("line {line}: a row ends with `(avg)`, `(sdev)`, `(min)` or `(max)`; this ends with `{found}`")]
    Kind {
        /// The line.
        line: u64,
        /// How it ends.
        found: String,
    },
    /// Rows that do not follow one another as they must.
    #[error("line {line}: a row `{found}` where `{expected}` must come")]
    RowOrder {
        /// The line.
        line: u64,
        /// The row.
        found: &'static str,
        /// What must come.
        expected: &'static str,
    },
    /// A bottle's place or time cannot be read.
    #[error("line {line}: {what}: value `{value}`: accepted: {accepted}")]
    Label {
        /// The line.
        line: u64,
        /// What it is.
        what: &'static str,
        /// Its text.
        value: String,
        /// What is accepted.
        accepted: &'static str,
    },
    /// A value that is no number.
    #[error("line {line}: column `{column}`: value `{value}`: accepted: a finite decimal number, or blank")]
    NotANumber {
        /// The line.
        line: u64,
        /// The column.
        column: String,
        /// Its text.
        value: String,
    },
    /// Too many bottles or columns.
    #[error("line {line}: more than {} bottles or {} columns", super::MAX_BOTTLES, super::cnv::MAX_COLUMNS)]
    TooMany {
        /// The line.
        line: u64,
    },
}
