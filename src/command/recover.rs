//! `hadal recover RUN`: closes the record of a run that was killed.

use super::Ending;
use anyhow::Context as _;
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
    let head = &recovery.head;
    let said = match (recovery.closed_now, recovery.written_now) {
        (true, _) => format!(
            "closed: {} events kept, a torn tail of {} bytes cut, run.h5 written; head {head}",
            recovery.frames, recovery.torn_bytes
        ),
        (false, true) => format!("the journal was closed; run.h5 written from it; head {head}"),
        (false, false) => {
            let outcome = super::outcome_in_words(Some(&recovery.outcome));
            format!("nothing to do: the run's record is closed (it {outcome}); head {head}")
        }
    };
    super::say(&(said + "\n"))?;
    Ok(Ending::Success)
}
