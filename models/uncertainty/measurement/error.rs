//! What is wrong with a budget's file: line, field, what was found, what is accepted.

use crate::equation::FormulaError;

/// A budget that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BudgetError {
    /// No TOML.
    #[error("{0}")]
    Toml(String),
    /// Longer than any budget.
    #[error("{found} bytes: a budget has at most {most}")]
    TooLong {
        /// Length of the text.
        found: usize,
        /// Longest accepted.
        most: usize,
    },
    /// A field that says something else than it may.
    #[error("line {line}: {field}: {found}; accepted: {accepted}")]
    Field {
        /// Line, from 1.
        line: usize,
        /// The field, such as `inputs.x.low`.
        field: String,
        /// What it says, or that it is missing.
        found: String,
        /// What it may say.
        accepted: String,
    },
    /// A formula that is none.
    #[error("line {line}: {field}: {problem}")]
    Formula {
        /// Line, from 1.
        line: usize,
        /// The output.
        field: String,
        /// What is wrong; part of the message, and so not its source.
        problem: FormulaError,
    },
}
