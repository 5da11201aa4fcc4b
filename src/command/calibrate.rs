//! `hadal calibrate`: a procedure on a rig, from the files to the report.

use super::plan::parse_target;
use super::progress::RunBar;
use super::{Ending, mention, outcome_in_words};
use crate::experiment::adaptive::Strategy;
use crate::experiment::adviser::RunAdviser;
use crate::experiment::progress::AllCores;
use crate::experiment::search::{Criterion, Question, Target};
use crate::observe::Run;
use crate::plan::{Plan, Plant};
use crate::products::{CERTIFICATE_FILE, Products, REPORT_FILE};
use crate::run::{Simulation, run_on_hardware, run_on_served_twin};
use anyhow::{Context as _, bail};
use hadal_controller::procedure::Adviser;
use hadal_controller::{Clock, RunReport, StopHandle};
use hadal_record::event::Outcome;
use hadal_record::{FileStore, HDF5_FILE, JOURNAL_FILE, Record, TRUTH_FILE, write_hdf5, write_tables};
use hadal_rigs::description::{Item, Loaded, check_certificates_from};
use hadal_sim::{Plugins, Scenario};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Arguments of `hadal calibrate`.
#[derive(clap::Args)]
#[command(after_help = "Example: hadal calibrate rigs/catalog/procedures/ctd-full-depth.toml \\\n    \
    --rig rigs/catalog/full-ocean-depth-71l.toml --seed 7 --output runs/first\n\n\
    Adaptive: of the legs that the procedure lists, those that bring the target in the fewest hours (docs/plan.md)\n  \
    hadal calibrate rigs/catalog/procedures/ctd-candidates.toml --rig rigs/catalog/full-ocean-depth-71l.toml \\\n    \
    --adaptive --target salinity=0.003\n\n\
    Ctrl-C stops the run as an operator would: the plant is made safe, vented, and the record closed (exit code 3).")]
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
    /// Choose each next point from what has been measured, among those that the procedure lists, and end at the target
    #[arg(long, requires = "target")]
    adaptive: bool,
    /// Expanded uncertainty (k = 2) to reach wherever the ocean is: salinity, temperature (K), conductivity (S/m) or
    /// pressure (MPa); may be repeated
    #[arg(long, value_name = "QUANTITY=U", value_parser = parse_target, requires = "adaptive")]
    target: Vec<Target>,
    /// Allow endpoints that reach hardware: pumps will run and pressure will rise
    #[arg(long)]
    arm: bool,
}

/// Runs the procedure and makes its products.
///
/// # Errors
/// Files that cannot be accepted (nothing has moved and nothing is written), or a folder that cannot be written.
pub fn execute(arguments: &Arguments, plugins: &Plugins) -> anyhow::Result<Ending> {
    let plan = Plan::load(&arguments.procedure, &arguments.rig)?;
    let plant = plan.plant(plugins)?;
    if let Some(remark) = plan.rig.value.not_driven() {
        mention(&remark);
    }
    if matches!(plant, Plant::Hardware) && !arguments.arm {
        bail!(
            "{}: its endpoints reach hardware; if people are clear of the vessel, say so with --arm",
            plan.rig.path.display()
        );
    }
    if matches!(plant, Plant::Hardware) {
        // The procedure's epoch is virtual time's; certificates must hold today.
        check_certificates_from(&plan.rig, &plan.procedure, Clock::real().epoch_utc_ns())?;
    }
    let strategy = if arguments.adaptive { Some(strategy(&plan, &arguments.target)?) } else { None };
    let adviser = || -> Option<Box<dyn Adviser>> { Some(Box::new(RunAdviser::new(strategy.clone()?))) };
    let folder = folder_for(arguments)?;
    let report = match plant {
        Plant::Twin(scenario) => simulate(&plan, &scenario, arguments, adviser(), &folder)?,
        Plant::ServedTwin { seed } => {
            if arguments.arm {
                mention("--arm: nothing to arm, a twin answers at this rig's endpoints");
            }
            let (listener, store) =
                (RunBar::listener("SIMULATED, real time"), || store(&folder).map(|store| store as _));
            run_on_served_twin(&plan, seed, store, stop_on_signal()?, adviser(), listener)?
        }
        Plant::Hardware => {
            let listener = RunBar::listener("real time");
            run_on_hardware(&plan, store(&folder)?, stop_on_signal()?, adviser(), listener)?
        }
    };
    finish(&folder, &report, strategy.as_deref())
}

/// How an adaptive run will choose its points. Nothing has moved when it turns out to be impossible.
fn strategy(plan: &Plan, targets: &[Target]) -> anyhow::Result<Arc<Strategy>> {
    let question = |item: &Loaded<Item>| Question {
        rig: plan.rig.clone(),
        item: item.clone(),
        terms: plan.procedure.clone(),
        targets: targets.to_vec(),
        criterion: Criterion::Worst,
    };
    let questions: Vec<Question> = plan.items.iter().map(question).collect();
    let mut workers = AllCores::new();
    let found = Strategy::new(&questions, &mut workers);
    workers.end();
    let strategy = found?;
    let (least, hours) = (strategy.least(), strategy.forecast_h());
    mention(&format!(
        "adaptive: {} of {} legs in any case, {:.1} h; the target forecast after {hours:.1} h",
        least.legs.len(),
        plan.procedure.value.leg.len(),
        least.hours
    ));
    Ok(Arc::new(strategy))
}

/// Runs the twin and writes what only it knows.
fn simulate(
    plan: &Plan,
    scenario: &Scenario,
    arguments: &Arguments,
    adviser: Option<Box<dyn Adviser>>,
    folder: &Path,
) -> anyhow::Result<RunReport> {
    if arguments.arm {
        mention("--arm: nothing to arm, every endpoint of this rig is a twin");
    }
    let mut simulation = Simulation::new(plan, scenario, arguments.seed)?;
    simulation.adviser = adviser;
    let report = simulation.run(plan, store(folder)?, stop_on_signal()?, RunBar::listener("SIMULATED"))?;
    let opened = simulation.opened();
    let truth = simulation.twin.truth(&opened.run_id, opened.epoch_utc_ns);
    // The run and its record come first: without its truth a simulated run is only not compared with it.
    if let Err(error) = write_tables(&folder.join(TRUTH_FILE), &truth.attributes, &truth.tables) {
        mention(&format!("the twin's truth is not written: {error}"));
    }
    Ok(report)
}

/// Closed journal to HDF5, and from a completed run certificate and report. How the run ended is said first, and
/// products are made before anything is said about them.
fn finish(folder: &Path, report: &RunReport, strategy: Option<&Strategy>) -> anyhow::Result<Ending> {
    mention(&describe(report));
    if let Some(reason) = &report.record_failed {
        bail!("{}: the record could not be finished: {reason}; {}", folder.display(), vessel(report));
    }
    let record = Record::from_journal(&folder.join(JOURNAL_FILE))?;
    write_hdf5(&record, &folder.join(HDF5_FILE))?;
    if report.outcome != Outcome::Completed {
        let folder = folder.display();
        let what = match record.points().is_empty() {
            true => "; no point was read, so that there is nothing to certify".to_owned(),
            false => format!("; `hadal certify {folder}` makes a trial of what was measured"),
        };
        mention(&format!("its record is in {folder}{what}"));
        return Ok(Ending::RunFailed);
    }
    let products = Products::of(&record, folder)?;
    products.write(&record, folder)?;
    let files =
        [HDF5_FILE, CERTIFICATE_FILE, REPORT_FILE].map(|file| format!("  {}\n", folder.join(file).display()));
    super::say(&format!("{}\n{}", super::summary::text(&products, &record), files.concat()))?;
    let Some(strategy) = strategy else { return Ok(Ending::Success) };
    let reached = strategy.reached(&Run::of(&record)?)?;
    let (verdict, ending) = match reached.over_target <= 1.0 {
        true => ("the target is met", Ending::Success),
        false => ("THE TARGET IS MISSED by all that the procedure lists", Ending::RunFailed),
    };
    mention(&format!("{verdict}: {}", strategy.stated(&reached)));
    Ok(ending)
}

fn describe(report: &RunReport) -> String {
    format!(
        "run {}; {} points read; {}",
        outcome_in_words(Some(&report.outcome)),
        report.points,
        vessel(report)
    )
}

fn vessel(report: &RunReport) -> String {
    match &report.not_vented {
        None => "the vessel is vented".to_owned(),
        Some(reason) => format!("THE VESSEL WAS NOT SEEN VENTED ({reason}): go by its gauge"),
    }
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
    let describe = || format!("--output {}", folder.display());
    if folder.exists() && !folder.is_dir() {
        bail!("{}: it is a file; a folder is needed, new or empty", describe());
    }
    if folder.exists() && std::fs::read_dir(&folder).with_context(describe)?.next().is_some() {
        bail!("{}: it is not empty; a run's folder is its own", describe());
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
