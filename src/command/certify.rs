//! `hadal certify RUN`: certificate and report again, from the record alone.

use super::{Ending, mention};
use crate::products::{CERTIFICATE_FILE, Products, REPORT_FILE};
use anyhow::{Context as _, bail};
use hadal_record::{Record, TRUTH_FILE, read_tables, run_folder};
use std::path::{Path, PathBuf};

/// Arguments of `hadal certify`.
#[derive(clap::Args)]
#[command(
    after_help = "Example: hadal certify runs/ctd-full-depth-seed-1/run.h5 --output certificates/f-0001"
)]
pub struct Arguments {
    /// The run's folder, or its run.h5
    run: PathBuf,
    /// Folder for certificate.json and report.html [default: the run's folder]
    #[arg(long)]
    output: Option<PathBuf>,
    /// The truth that a served twin wrote, a file or the folder of its `--output`: compare with it, and keep it beside the run
    #[arg(long)]
    truth: Option<PathBuf>,
}

/// Makes the products of a record; the same record gives the same certificate.
///
/// # Errors
/// A record that is missing, damaged or not closed, or one with too few points for any fit. What was cut short is certified
/// as a trial, and says so.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    let record = super::open_record(&arguments.run)?;
    let folder = run_folder(&arguments.run);
    let output = arguments.output.clone().unwrap_or_else(|| folder.clone());
    std::fs::create_dir_all(&output).with_context(|| format!("--output {}", output.display()))?;
    if let Some(truth) = &arguments.truth {
        join_truth(truth, &folder, &record)?;
    }
    let products = Products::of(&record, &folder)?;
    products.write(&record, &output)?;
    if record.simulated() && !folder.join(TRUTH_FILE).exists() {
        mention(&format!(
            "{}: no {TRUTH_FILE}, so nothing is compared with the twin's truth",
            folder.display()
        ));
    }
    let files = [CERTIFICATE_FILE, REPORT_FILE].map(|file| format!("  {}\n", output.join(file).display()));
    super::say(&format!("{}\n{}", super::summary::text(&products, &record), files.concat()))?;
    Ok(Ending::Success)
}

/// Puts a served twin's truth beside the record of its run.
fn join_truth(truth: &Path, folder: &Path, record: &Record) -> anyhow::Result<()> {
    let run_id = &record.opened.run_id;
    let file = match truth.is_dir() {
        true => truth.join(run_id).join(TRUTH_FILE),
        false => truth.to_owned(),
    };
    let found = read_tables(&file).with_context(|| format!("--truth {}", file.display()))?;
    if found.attributes.get("run_id") != Some(run_id) {
        bail!("--truth {}: it is of another run; accepted is that of run {run_id}", file.display());
    }
    let beside = folder.join(TRUTH_FILE);
    if beside.exists() {
        bail!("{}: there is a truth already; --truth is for a run on a served twin", beside.display());
    }
    std::fs::copy(&file, &beside).with_context(|| format!("cannot write {}", beside.display()))?;
    Ok(())
}
