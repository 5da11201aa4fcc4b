//! The verbs of the command line, one file each.

pub mod calibrate;
pub mod certify;
pub mod check;
pub mod fit;
mod progress;
pub mod recover;
pub mod schema;
mod summary;

/// How a verb ended when nothing was wrong with what it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It did what it was asked.
    Success,
    /// The run ended safely, but not as its procedure meant it to.
    RunFailed,
}
