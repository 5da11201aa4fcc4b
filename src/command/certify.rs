//! `hadal certify RUN`: certificate and report again, from the record alone.

use super::{Ending, mention};
use crate::products::{CERTIFICATE_FILE, Products, REPORT_FILE};
use anyhow::Context as _;
use hadal_record::{TRUTH_FILE, run_folder};
use std::path::PathBuf;

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
