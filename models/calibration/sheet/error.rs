//! What can be wrong with a sheet.

use crate::calibration::FitError;
use crate::format::csv::CsvError;

/// Largest value or uncertainty in a sheet: 2⁵³. Instruments send whole counts, and beyond it not every whole number is a
/// double.
pub(super) const LARGEST: f64 = 9_007_199_254_740_992.0;

/// Why a sheet could not be fitted.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SheetError {
    /// The table.
    #[error(transparent)]
    Table(#[from] CsvError),
    /// The fit.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// A point at which a number is not finite, or the equation gives none.
    #[error("line {line}: {what} is {value}; a finite number within the equation's range is needed")]
    NotFinite {
        /// Line in the file.
        line: u64,
        /// Which number.
        what: String,
        /// The number.
        value: f64,
    },
    /// A reference value that no calibration has.
    #[error(
        "line {line}: column `{column}`: reference value {value} {unit} is not plausible; accepted: {least} to {most} {unit}"
    )]
    Implausible {
        /// Line in the file.
        line: u64,
        /// The column of reference values.
        column: String,
        /// The value.
        value: f64,
        /// Least accepted.
        least: f64,
        /// Most accepted.
        most: f64,
        /// Unit of all three.
        unit: &'static str,
    },
    /// One column in two roles.
    #[error("columns: `{column}` cannot be both {first} and {second}; each role needs a column of its own")]
    SharedColumn {
        /// The column.
        column: String,
        /// One role.
        first: String,
        /// The other.
        second: String,
    },
    /// Two columns in one role.
    #[error("columns: raw and {input} are the same role; name one column, `{raw}` or `{named}`")]
    RepeatedRole {
        /// The input that is also called raw.
        input: &'static str,
        /// The column given for raw.
        raw: String,
        /// The column given for the input's own name.
        named: String,
    },
    /// A role that the equation does not have.
    #[error("columns: `{role}` is nothing that `{equation}` takes; accepted: {accepted}")]
    UnknownRole {
        /// The role given.
        role: String,
        /// The equation.
        equation: &'static str,
        /// The roles there are.
        accepted: String,
    },
    /// No column has a plain name for a role.
    #[error(
        "no column is recognised as {role}; name it with --columns {role}=NAME, or call it one of {plain}; the columns are {found}"
    )]
    NoColumn {
        /// The role.
        role: String,
        /// Plain names.
        plain: String,
        /// Columns of the table.
        found: String,
    },
    /// A number that no instrument sends.
    #[error("line {line}: column `{column}`: {value:e}; accepted: -{LARGEST:e} to {LARGEST:e}")]
    Beyond {
        /// Line in the file.
        line: u64,
        /// The column.
        column: String,
        /// The value.
        value: f64,
    },
    /// A stated uncertainty that is none.
    #[error(
        "line {line}: column `{column}`: standard uncertainty {value:e}; accepted: {least:.1e} (the last digit that the values can carry) to {LARGEST:e}"
    )]
    Uncertainty {
        /// Line in the file.
        line: u64,
        /// The column.
        column: String,
        /// The value.
        value: f64,
        /// Least accepted.
        least: f64,
    },
    /// Numbers so far apart that the arithmetic loses the result.
    #[error(
        "the fit gives no finite {what}: the numbers of the sheet are too large, too small or too far apart"
    )]
    Overflow {
        /// Of what.
        what: &'static str,
    },
    /// Several columns have plain names for one role.
    #[error("{found} could each be {role}; name one with --columns {role}=NAME")]
    AmbiguousColumn {
        /// The role.
        role: String,
        /// The candidates.
        found: String,
    },
}
