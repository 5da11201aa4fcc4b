//! `hadal rig fit`: a rig's nominal model from its own records.

use super::{Ending, mention, open_record};
use crate::columns::refuse_overwriting;
use crate::commissioning::{record, report, rig_file};
use crate::output::Output;
use anyhow::{Context as _, bail};
use hadal_rigs::chamber::commissioning::{History, commission};
use hadal_rigs::description::{self, Loaded, Rig};
use std::path::{Path, PathBuf};

/// Arguments of `hadal rig`.
#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Fit the nominal model of a rig's chamber to records of runs on it.
    Fit(FitArguments),
}

/// Arguments of `hadal rig fit`.
#[derive(clap::Args)]
#[command(after_help = "Example: from the records of two runs, a rig file with new nominal values\n  \
    hadal rig fit runs/first runs/second/run.h5 --rig rigs/catalog/full-ocean-depth-71l.toml \\\n    \
    --output rigs/catalog/full-ocean-depth-71l-commissioned.toml\n\n\
    What is fitted, how, and what a record must hold to tell it: docs/rig.md")]
struct FitArguments {
    /// Folders of closed runs on the rig, or their run.h5
    #[arg(required = true, value_name = "RECORD")]
    records: Vec<PathBuf>,
    /// The rig file whose nominal values are the prior
    #[arg(long)]
    rig: PathBuf,
    /// Write the rig file with the new values here; without it nothing is written
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// Fits, tells, and writes where that is wanted.
///
/// # Errors
/// Files that cannot be accepted, records of another rig or in which too little happens, an output that cannot be written.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    let What::Fit(arguments) = &arguments.what;
    let rig: Loaded<Rig> = description::load(&arguments.rig)?;
    refuse_overwriting(&arguments.rig, arguments.output.as_deref())?;
    let (mut histories, mut names) = (Vec::new(), Vec::new());
    for path in &arguments.records {
        let (history, name) = read(path, &rig)?;
        if names.contains(&name) {
            bail!("{}: {name} is there already: a record tells what it tells once", path.display());
        }
        histories.push(history);
        names.push(name);
    }
    mention("fitting ...");
    let found = commission(&rig.value.chamber, &histories).with_context(|| names.join(", "))?;
    let told = match arguments.json {
        true => serde_json::to_string_pretty(&report::json(&found, &names))? + "\n",
        false => report::table(&found),
    };
    if let Some(path) = &arguments.output {
        let text = rig_file::with(&rig, path, &found, &names)?;
        let mut output = Output::open(Some(path))?;
        let _reader = output.write(text.as_bytes())?;
        output.finish()?;
    }
    super::say(&told)?;
    Ok(Ending::Success)
}

/// A record's history and its name in reports and comments.
fn read(path: &Path, rig: &Loaded<Rig>) -> anyhow::Result<(History, String)> {
    let record = open_record(path)?;
    let history = record::history(&record, rig).with_context(|| path.display().to_string())?;
    let [all, sealed] = history.stretches();
    mention(&format!(
        "{}: {:.1} h in {all} stretches that tell something, {sealed} of them under pressure",
        path.display(),
        history.told_h()
    ));
    let head: String = record.head.chars().take(16).collect();
    Ok((history, format!("run {} (head {head})", record.opened.run_id)))
}
