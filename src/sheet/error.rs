//! What can be wrong with a sheet or with what is asked of it.

use hadal_models::calibration::correction::CorrectionError;
use hadal_models::calibration::sheet::SheetError;
use hadal_models::format::csv;

/// Why a sheet is not fitted. Names the line, the column or the coefficient, what was found and what is accepted.
#[derive(Debug, thiserror::Error)]
pub enum FitSheetError {
    /// The text is no table of numbers.
    #[error("{path}: {problem}")]
    Csv {
        /// The file.
        path: String,
        /// What is wrong. Part of the message, and so not its source.
        problem: csv::CsvError,
    },
    /// The table does not suit the equation.
    #[error("{path}: {problem}")]
    Sheet {
        /// The file.
        path: String,
        /// What is wrong. Part of the message, and so not its source.
        problem: Box<SheetError>,
    },
    /// The fit stands, but what belongs beside it fails.
    #[error("{path}: {what}: {problem}")]
    Beside {
        /// The file.
        path: String,
        /// What fails.
        what: &'static str,
        /// Why. Part of the message, and so not its source.
        problem: CorrectionError,
    },
    /// `--columns` is not a list of role=column.
    #[error("--columns: `{found}` is not ROLE=COLUMN; accepted is a list such as reference=bath,raw=counts")]
    Columns {
        /// The piece that is not.
        found: String,
    },
    /// `--columns` names a role twice.
    #[error(
        "--columns: role `{role}` is given twice, as `{first}` and as `{second}`; each role takes one column"
    )]
    RepeatedRole {
        /// The role.
        role: String,
        /// The first column.
        first: String,
        /// The second.
        second: String,
    },
}
