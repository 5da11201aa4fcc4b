//! What can be wrong with an `.rsk` file.

use std::path::PathBuf;

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct RskError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong. Part of the message, and so not its source.
    pub problem: Box<Problem>,
}

/// The kinds of wrong.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It cannot be read at all.
    #[error("cannot be read: {reason}")]
    Unreadable {
        /// The operating system's word for it.
        reason: String,
    },
    /// Another format.
    #[error(
        "not an SQLite database, which an RBR .rsk file is; accepted: a file of RBR's Ruskin or of an RBR logger"
    )]
    NotSqlite,
    /// A program has it open, or died with it open.
    #[error(
        "{beside} lies beside it, with changes that are not in the file yet: close the program that has it open, or open and \
         close it once with Ruskin"
    )]
    Unfinished {
        /// The file beside it.
        beside: String,
    },
    /// SQLite finds it damaged.
    #[error("table `{table}`: damaged: {reason}")]
    Damaged {
        /// The table that was being read.
        table: String,
        /// SQLite's word for it.
        reason: String,
    },
    /// A table is not there, or is no ordinary table.
    #[error("no table `{table}`: accepted: {accepted}")]
    NoTable {
        /// The table.
        table: &'static str,
        /// What is.
        accepted: &'static str,
    },
    /// A column is not there.
    #[error("table `{table}`: no column `{column}`, which every file of this version has")]
    NoColumn {
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// A value that cannot be.
    #[error("table `{table}`, column `{column}`, row {row}: value `{value}`: accepted: {accepted}")]
    Value {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// The row, from 1, in the order read.
        row: u64,
        /// The value.
        value: String,
        /// What may stand there.
        accepted: &'static str,
    },
    /// A version that is not known.
    #[error("version `{version}` of type `{kind}`: accepted: versions 1, 2 and 3 of the .rsk format")]
    Version {
        /// The version.
        version: String,
        /// The type.
        kind: String,
    },
    /// More than any file has.
    #[error("table `{table}`: more than {limit} {what}")]
    TooMuch {
        /// The table.
        table: String,
        /// The limit.
        limit: u64,
        /// Of what.
        what: &'static str,
    },
    /// Several schedules sampled, each at its own times.
    #[error("samples of schedules {schedules:?}: accepted: one schedule at a time (--schedule NUMBER)")]
    SeveralSchedules {
        /// Their numbers.
        schedules: Vec<i64>,
    },
    /// A schedule that did not sample.
    #[error("no samples of schedule {schedule}: accepted: one of {accepted:?}")]
    NoSuchSchedule {
        /// Its number.
        schedule: i64,
        /// Those that did.
        accepted: Vec<i64>,
    },
}
