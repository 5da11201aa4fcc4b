//! `hadal fit`: coefficients of a run's items from its record, or of one equation from a calibration sheet.

use super::Ending;
use crate::calibrations::Calibrations;
use crate::certificate::QuantityResult;
use crate::convert::Previous;
use crate::found_and_left::{Earlier, FoundAndLeft, Points};
use crate::{calibrations, certificate, equations, sheet};
use anyhow::{Context as _, bail};
use hadal_models::calibration::correction::Convention;
use hadal_models::equation::Equation;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A calibration sheet is some lines; whatever is larger than this was not meant.
const LARGEST_SHEET_BYTES: u64 = 64 << 20;

const EXAMPLES: &str = "A sheet may state standard uncertainties, in columns called reference_uncertainty, raw_uncertainty or by an input's \
    name and _uncertainty: they weigh the points, both ways. Below the fit stand the terms that the points support, outliers \
    (reported, never left out) and tests of the residuals. With --previous: the points as found, as left, and slope and offset.\n\n\
    Examples:\n  hadal fit runs/ctd-full-depth-seed-1\n  \
    hadal fit tests/reference/sbe45-0402-temperature.csv --equation sea-bird/sbe-37-temperature \\\n    \
    --columns reference=bath_temperature_celsius,raw=output_counts --json\n  \
    hadal fit sheet.csv --equation sea-bird/sbe-4-conductivity --previous cruise.xmlcon --serial 2715";

/// Arguments of `hadal fit`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A run's folder, its run.h5, or a calibration sheet (CSV, # begins a comment)
    data: PathBuf,
    /// Equation to fit to a sheet, such as sea-bird/sbe-37-temperature, or a file that describes one (TOML)
    #[arg(long)]
    equation: Option<String>,
    /// Which column of the sheet serves as what; not needed where names are plain
    #[arg(long, value_name = "reference=COLUMN,raw=COLUMN")]
    columns: Option<String>,
    /// Earlier calibration of the sensor, to compare with: certificate.json, .xmlcon, .cal, a reply to DC or GetCC, TOML
    #[arg(long, value_name = "COEFFICIENTS")]
    previous: Option<PathBuf>,
    /// Serial number of the sensor in --previous, where several have the equation
    #[arg(long, requires = "previous")]
    serial: Option<String>,
    /// What to correct beside --previous [default: as the maker advises: temperature and RBR offset, conductivity slope, pressure both]
    #[arg(long, value_enum, requires = "previous")]
    correction: Option<Corrected>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What is corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Corrected {
    /// Something is added
    Offset,
    /// The value is multiplied
    Slope,
    /// Both
    SlopeAndOffset,
}

/// Fits and prints.
///
/// # Errors
/// A record or sheet that cannot be read or fitted, naming line, field, value and what is accepted.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    let text = if is_run(&arguments.data) { run(arguments)? } else { of_sheet(arguments)? };
    super::say(&text)?;
    Ok(Ending::Success)
}

/// A folder or an HDF5 file is a run; anything else is a sheet.
fn is_run(path: &Path) -> bool {
    path.is_dir() || path.extension().is_some_and(|extension| extension == "h5")
}

/// What `--json` prints of a run.
#[derive(Serialize)]
struct RunFit<'a> {
    schema: &'static str,
    simulated: bool,
    run_id: &'a str,
    outcome: String,
    items: Vec<ItemFit<'a>>,
    /// The sensors by the earlier calibration, in the order of the quantities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    found_and_left: Vec<FoundAndLeft>,
}

#[derive(Serialize)]
struct ItemFit<'a> {
    name: &'a str,
    serial: &'a str,
    quantities: &'a [QuantityResult],
}

fn run(arguments: &Arguments) -> anyhow::Result<String> {
    if arguments.equation.is_some() || arguments.columns.is_some() {
        bail!("--equation and --columns are for sheets; a run's record says which equations its items have");
    }
    let record = super::open_record(&arguments.data)?;
    let calibrations = calibrations::calibrate_record(&record)?;
    let certificate = certificate::certificate(&record, &calibrations)?;
    let outcome = super::outcome_in_words(record.outcome());
    let compared = found_and_left(arguments, &calibrations)?;
    if !arguments.json {
        let simulated =
            if record.simulated() { "SIMULATED: of a digital twin, not of a real instrument\n" } else { "" };
        let coefficients = super::summary::coefficients(&certificate);
        let mut text = format!("{simulated}run {}: it {outcome}\n{coefficients}", record.opened.run_id);
        compared.iter().for_each(|compared| compared.write(&mut text));
        return Ok(text);
    }
    let items = certificate.items.iter();
    let items =
        items.map(|item| ItemFit { name: &item.name, serial: &item.serial, quantities: &item.quantities });
    let fit = RunFit {
        schema: "hadal-run-fit/1",
        simulated: record.simulated(),
        run_id: &record.opened.run_id,
        outcome,
        items: items.collect(),
        found_and_left: compared,
    };
    Ok(serde_json::to_string_pretty(&fit)? + "\n")
}

/// The run's sensors by an earlier calibration, where one is given: of one item, as a file of coefficients is.
fn found_and_left(arguments: &Arguments, calibrations: &Calibrations) -> anyhow::Result<Vec<FoundAndLeft>> {
    let Some(file) = &arguments.previous else { return Ok(Vec::new()) };
    let [item] = calibrations.items.as_slice() else {
        bail!("--previous: the run has {} items; accepted is a run of one", calibrations.items.len());
    };
    let compare = |sensor| {
        let points = Points::from(sensor);
        let earlier = earlier(arguments, file, points.fit.equation)?;
        let quantity = points.fit.equation.quantity();
        FoundAndLeft::of(&points, &earlier).with_context(|| format!("{quantity}: slope and offset"))
    };
    item.ctd.sensors().into_iter().map(compare).collect()
}

fn of_sheet(arguments: &Arguments) -> anyhow::Result<String> {
    let path = arguments.data.display().to_string();
    let text = sheet_text(&arguments.data)?;
    let Some(equation) = &arguments.equation else {
        bail!("{path}: a sheet needs --equation, for example --equation sea-bird/sbe-37-temperature");
    };
    let columns = match &arguments.columns {
        Some(text) => sheet::parse_columns(text)?,
        None => BTreeMap::new(),
    };
    let equation = equations::named_or_described(equation)?;
    let earlier = arguments.previous.as_deref().map(|file| earlier(arguments, file, equation)).transpose()?;
    let report = sheet::fit_text(&path, &text, equation, &columns, earlier.as_ref())?;
    Ok(if arguments.json { report.to_json()? } else { report.to_text() })
}

fn earlier(arguments: &Arguments, file: &Path, equation: &'static Equation) -> anyhow::Result<Earlier> {
    let convention = match arguments.correction {
        None => Convention::advised(equation),
        Some(Corrected::Offset) => Convention::Offset,
        Some(Corrected::Slope) => Convention::Slope,
        Some(Corrected::SlopeAndOffset) => Convention::SlopeAndOffset,
    };
    Ok(Earlier { calibration: Previous::read(file, equation, arguments.serial.as_deref())?, convention })
}

/// The text of a sheet: a file of sensible size, in UTF-8.
fn sheet_text(path: &Path) -> anyhow::Result<String> {
    let name = path.display();
    let describe = || format!("cannot read {name}, which is no run's folder and no run.h5, as a CSV file");
    let bytes = super::bytes_within(path, LARGEST_SHEET_BYTES).with_context(describe)?;
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
        anyhow::anyhow!("{name}: line {line}: not UTF-8 text")
    })
}
