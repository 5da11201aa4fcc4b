//! `hadal calibrate`: a procedure on a rig, from the files to the report.

use super::Ending;
use super::progress::RunBar;
use crate::plan::{Plan, Plant};
use crate::products::{CERTIFICATE_FILE, Products, REPORT_FILE};
use crate::run::{Simulation, run_on_hardware};
use anyhow::{Context as _, bail};
use hadal_controller::{RunReport, StopHandle};
use hadal_record::event::Outcome;
use hadal_record::{FileStore, HDF5_FILE, JOURNAL_FILE, Record, TRUTH_FILE, write_hdf5, write_tables};
use hadal_sim::Scenario;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Arguments of `hadal calibrate`.
#[derive(clap::Args)]
#[command(after_help = "Example: hadal calibrate rigs/catalog/procedures/ctd-full-depth.toml \\\n    \
    --rig rigs/catalog/full-ocean-depth-71l.toml --seed 7 --output runs/first\n\n\
    Ctrl-C stops the run as an operator would: the plant is made safe, vented, and the record closed.")]
pub struct Arguments {
    /// The procedure file; it names the items
    procedure: PathBuf,
    /// The rig file
    #[arg(long)]
    rig: PathBuf,
    /// Folder for the run's files; it must not exist or be empty [default: runs/PROCEDURE-seed-N]
    #[arg(long)]
    output: Option<PathBuf>,
    /// Which of all simulated worlds; only for a twin
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Allow endpoints that reach hardware: pumps will run and pressure will rise
    #[arg(long)]
    arm: bool,
}

/// Runs the procedure and makes its products.
///
/// # Errors
/// Files that cannot be accepted (nothing has moved and nothing is written), or a folder that cannot be written.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    let plan = Plan::load(&arguments.procedure, &arguments.rig)?;
    let plant = plan.plant()?;
    if matches!(plant, Plant::Hardware) && !arguments.arm {
        bail!(
            "{}: its endpoints reach hardware; if people are clear of the vessel, say so with --arm",
            plan.rig.path.display()
        );
    }
    let folder = folder_for(arguments)?;
    let report = match plant {
        Plant::Twin(scenario) => simulate(&plan, &scenario, arguments.seed, &folder)?,
        Plant::Hardware => {
            run_on_hardware(&plan, store(&folder)?, stop_on_signal()?, RunBar::listener("real time"))?
        }
    };
    if let Some(reason) = &report.record_failed {
        bail!("{}: the record could not be finished: {reason}", folder.display());
    }
    finish(&folder, &report)
}

/// Runs the twin and writes what only it knows.
fn simulate(plan: &Plan, scenario: &Scenario, seed: u64, folder: &Path) -> anyhow::Result<RunReport> {
    let mut simulation = Simulation::new(plan, scenario, seed)?;
    let report = simulation.run(plan, store(folder)?, stop_on_signal()?, RunBar::listener("SIMULATED"))?;
    let opened = simulation.opened();
    let truth = simulation.twin.truth(&opened.run_id, opened.epoch_utc_ns);
    write_tables(&folder.join(TRUTH_FILE), &truth.attributes, &truth.tables)?;
    Ok(report)
}

/// Closed journal to HDF5, and where points were read to certificate and report.
fn finish(folder: &Path, report: &RunReport) -> anyhow::Result<Ending> {
    let record = Record::from_journal(&folder.join(JOURNAL_FILE))?;
    write_hdf5(&record, &folder.join(HDF5_FILE))?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", describe(report))?;
    if report.outcome != Outcome::Completed {
        writeln!(
            out,
            "record in {}; no certificate is made of a run that did not complete",
            folder.display()
        )?;
        return Ok(Ending::RunFailed);
    }
    let products = Products::of(&record, folder)?;
    products.write(&record, folder)?;
    writeln!(out, "{}", super::summary::text(&products, &record))?;
    for file in [HDF5_FILE, CERTIFICATE_FILE, REPORT_FILE] {
        writeln!(out, "  {}", folder.join(file).display())?;
    }
    Ok(Ending::Success)
}

fn describe(report: &RunReport) -> String {
    let ended = match &report.outcome {
        Outcome::Completed => "completed".to_owned(),
        Outcome::Tripped { cause } => format!("tripped: {cause}"),
        Outcome::Failed { reason } => format!("failed: {reason}"),
        Outcome::Recovered => "recovered".to_owned(),
    };
    let vessel = match &report.not_vented {
        None => "the vessel is vented".to_owned(),
        Some(reason) => format!("THE VESSEL WAS NOT SEEN VENTED ({reason}): go by its gauge"),
    };
    format!("run {ended}; {} points read; {vessel}", report.points)
}

/// The run's folder, made now. Without `--output` a free name is found, so that a command can be repeated.
fn folder_for(arguments: &Arguments) -> anyhow::Result<PathBuf> {
    let folder = match &arguments.output {
        Some(folder) => folder.clone(),
        None => {
            let procedure = arguments.procedure.file_stem().unwrap_or_default().to_string_lossy();
            let base = format!("runs/{procedure}-seed-{}", arguments.seed);
            let numbered = (2..).map(|number| PathBuf::from(format!("{base}-{number}")));
            let mut candidates = std::iter::once(PathBuf::from(&base)).chain(numbered);
            candidates.find(|candidate| !candidate.exists()).unwrap_or_else(|| base.into())
        }
    };
    let occupied = folder.exists() && (!folder.is_dir() || std::fs::read_dir(&folder)?.next().is_some());
    if occupied {
        bail!("--output {}: it exists and is not empty; a run's folder is its own", folder.display());
    }
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    Ok(folder)
}

fn store(folder: &Path) -> anyhow::Result<Box<FileStore>> {
    let path = folder.join(JOURNAL_FILE);
    Ok(Box::new(FileStore::create(&path).with_context(|| format!("cannot create {}", path.display()))?))
}

/// Ctrl-C, a hang-up and a termination request stop the run as an operator would.
fn stop_on_signal() -> anyhow::Result<StopHandle> {
    let stop = StopHandle::new();
    let handle = stop.clone();
    ctrlc::set_handler(move || handle.stop()).context("signals cannot be handled")?;
    Ok(stop)
}
