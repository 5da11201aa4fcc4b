//! `hadal fit`: coefficients of a run's items from its record, or of one equation from a calibration sheet.

use super::Ending;
use crate::sheet;
use crate::{calibrations, certificate};
use anyhow::{Context as _, bail};
use hadal_record::Record;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Arguments of `hadal fit`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  hadal fit runs/ctd-full-depth-seed-1\n  \
    hadal fit tests/reference/sbe45-0402-temperature.csv --equation sea-bird/sbe-37-temperature \\\n    \
    --columns reference=bath_temperature_celsius,raw=output_counts --json")]
pub struct Arguments {
    /// A run's folder, its run.h5, or a calibration sheet (CSV, # begins a comment)
    data: PathBuf,
    /// Equation to fit to a sheet, such as sea-bird/sbe-37-temperature
    #[arg(long)]
    equation: Option<String>,
    /// Which column of the sheet serves as what; not needed where names are plain
    #[arg(long, value_name = "reference=COLUMN,raw=COLUMN")]
    columns: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Fits and prints.
///
/// # Errors
/// A record or sheet that cannot be read or fitted, naming line, field, value and what is accepted.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    let text = if is_run(&arguments.data) { run(arguments)? } else { of_sheet(arguments)? };
    let mut out = std::io::stdout();
    out.write_all(text.as_bytes()).context("standard output")?;
    Ok(Ending::Success)
}

/// A folder or an HDF5 file is a run; anything else is a sheet.
fn is_run(path: &Path) -> bool {
    path.is_dir() || path.extension().is_some_and(|extension| extension == "h5")
}

fn run(arguments: &Arguments) -> anyhow::Result<String> {
    if arguments.equation.is_some() || arguments.columns.is_some() {
        bail!("--equation and --columns are for sheets; a run's record says which equations its items have");
    }
    let record = Record::open(&arguments.data)?;
    let calibrations = calibrations::calibrate_record(&record)?;
    let certificate = certificate::certificate(&record, &calibrations)?;
    if arguments.json {
        let items: BTreeMap<_, _> =
            certificate.items.iter().map(|item| (item.name.as_str(), &item.quantities)).collect();
        return Ok(serde_json::to_string_pretty(&items)? + "\n");
    }
    Ok(super::summary::coefficients(&certificate))
}

fn of_sheet(arguments: &Arguments) -> anyhow::Result<String> {
    let path = arguments.data.display().to_string();
    let Some(equation) = &arguments.equation else {
        bail!("{path}: a sheet needs --equation, for example --equation sea-bird/sbe-37-temperature");
    };
    let columns = match &arguments.columns {
        Some(text) => sheet::parse_columns(text)?,
        None => BTreeMap::new(),
    };
    let text = std::fs::read_to_string(&arguments.data).with_context(|| format!("cannot read {path}"))?;
    let report = sheet::fit_text(&path, &text, equation, &columns)?;
    Ok(if arguments.json { report.to_json()? } else { report.to_text() })
}
