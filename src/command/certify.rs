//! `hadal certify RUN`: certificate and report again, from the record alone.

use super::Ending;
use crate::products::{CERTIFICATE_FILE, Products, REPORT_FILE};
use hadal_record::event::Outcome;
use hadal_record::{Record, run_folder};
use std::io::Write as _;
use std::path::PathBuf;

/// Arguments of `hadal certify`.
#[derive(clap::Args)]
#[command(after_help = "Example: hadal certify runs/ctd-full-depth-seed-1/run.h5 --output /path/to/folder")]
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
/// A record that is missing, damaged, not closed or of a run that did not complete.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    let record = Record::open(&arguments.run)?;
    if record.outcome() != Some(&Outcome::Completed) {
        anyhow::bail!(
            "{}: the run ended as {:?}; only a completed run is certified (`hadal fit` fits what there is)",
            arguments.run.display(),
            record.outcome()
        );
    }
    let folder = run_folder(&arguments.run);
    let output = arguments.output.clone().unwrap_or_else(|| folder.clone());
    std::fs::create_dir_all(&output)?;
    let products = Products::of(&record, &folder)?;
    products.write(&record, &output)?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", super::summary::text(&products, &record))?;
    for file in [CERTIFICATE_FILE, REPORT_FILE] {
        writeln!(out, "  {}", output.join(file).display())?;
    }
    Ok(Ending::Success)
}
