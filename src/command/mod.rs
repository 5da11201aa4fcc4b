//! The verbs of the command line, one file each.

pub mod calibrate;
pub mod certify;
pub mod check;
pub mod fit;
mod progress;
pub mod recover;
pub mod schema;
mod summary;

use anyhow::Context as _;
use hadal_record::event::Outcome;
use std::io::{ErrorKind, Write as _};

/// How a verb ended when nothing was wrong with what it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It did what it was asked.
    Success,
    /// The run ended safely, but not as its procedure meant it to.
    RunFailed,
}

/// One message out of an error and its causes; a cause that its consequence already quotes is not said twice.
pub fn describe(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |said, cause| {
        if said.is_empty() {
            cause
        } else if said.contains(&cause) {
            said
        } else {
            format!("{said}: {cause}")
        }
    })
}

/// Prints to standard output. A reader that has gone away (`| head`) is no error.
fn say(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("standard output"),
        _ => Ok(()),
    }
}

/// Prints to standard error, come what may: whoever cannot hear must not stop a run.
fn mention(text: &str) {
    writeln!(std::io::stderr(), "{text}").ok();
}

/// How a run ended, in words.
fn outcome_in_words(outcome: Option<&Outcome>) -> String {
    match outcome {
        None => "has not ended".to_owned(),
        Some(Outcome::Completed) => "completed".to_owned(),
        Some(Outcome::Tripped { cause }) => format!("tripped ({cause})"),
        Some(Outcome::Failed { reason }) => format!("failed ({reason})"),
        Some(Outcome::Recovered) => "was cut off and closed by `hadal recover`".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_that_is_quoted_already_is_not_said_twice() {
        let cause = anyhow::anyhow!("line 3: `x` is no number");
        let error = cause.context("m.csv: line 3: `x` is no number").context("cannot fit");
        assert_eq!(describe(&error), "cannot fit: m.csv: line 3: `x` is no number");
    }
}
