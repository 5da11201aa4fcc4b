//! `hadal recover RUN`: closes the record of a run that was killed.

use super::Ending;
use anyhow::Context as _;
use std::io::Write as _;
use std::path::PathBuf;

/// Arguments of `hadal recover`.
#[derive(clap::Args)]
#[command(after_help = "Example: hadal recover runs/ctd-full-depth-seed-1")]
pub struct Arguments {
    /// The run's folder, or its run.h5
    run: PathBuf,
}

/// Closes the journal where it lacks its end and writes `run.h5` where it is missing.
///
/// # Errors
/// A run that is alive, or a journal that is damaged in its middle: the evidence is left as it is.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    let recovery = hadal_record::recover(&arguments.run)
        .with_context(|| format!("cannot recover {}", arguments.run.display()))?;
    let mut out = std::io::stdout();
    match (recovery.closed_now, recovery.written_now) {
        (true, _) => writeln!(
            out,
            "closed: {} events kept, a torn tail of {} bytes cut, run.h5 written; head {}",
            recovery.frames, recovery.torn_bytes, recovery.head
        )?,
        (false, true) => {
            writeln!(out, "the journal was closed; run.h5 written from it; head {}", recovery.head)?
        }
        (false, false) => writeln!(
            out,
            "nothing to do: the run is finished ({:?}); head {}",
            recovery.outcome, recovery.head
        )?,
    }
    Ok(Ending::Success)
}
