//! `hadal check FILE`: is a description file acceptable, alone or with a rig, and if not, why; with a rig, how it will go.

use super::{Ending, describe};
use crate::convert;
use crate::experiment::forecast;
use crate::plan::{Plan, Plant, load_scenario};
use crate::run::Simulation;
use anyhow::{Context as _, bail};
use hadal_models::{cast, equation};
use hadal_rigs::description::{self, Description as _, Rig};
use hadal_sim::Plugins;
use std::path::{Path, PathBuf};

/// Arguments of `hadal check`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  hadal check rigs/catalog/full-ocean-depth-71l.toml\n  \
    hadal check rigs/catalog/procedures/ctd-short.toml --rig rigs/catalog/full-ocean-depth-71l.toml")]
pub struct Arguments {
    /// Rig, procedure, item, scenario, processing, equation or calibration files
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Check procedures together with this rig and with the items they name, as `hadal calibrate` would, and forecast path,
    /// hours and margins
    #[arg(long)]
    rig: Option<PathBuf>,
}

/// Checks each file by the kind that its own `schema` line names.
///
/// # Errors
/// Every file that cannot be accepted, with all its problems.
pub fn execute(arguments: &Arguments, plugins: &Plugins) -> anyhow::Result<Ending> {
    let mut problems = Vec::new();
    for path in &arguments.files {
        match check(path, arguments.rig.as_deref(), plugins) {
            Ok(said) => super::say(&(said + "\n"))?,
            Err(error) => problems.push(describe(&error)),
        }
    }
    if problems.is_empty() { Ok(Ending::Success) } else { bail!("{}", problems.join("\n")) }
}

fn check(path: &Path, rig: Option<&Path>, plugins: &Plugins) -> anyhow::Result<String> {
    let name = path.display().to_string();
    if let Some(rig) = rig {
        let plan = Plan::load(path, rig)?;
        if let Plant::Twin(scenario) = plan.plant(plugins)? {
            Simulation::new(&plan, &scenario, 1)?;
        }
        let points: usize = plan.procedure.value.leg.iter().map(|leg| leg.pressures_mpa_sea.len()).sum();
        let forecast = forecast::of(&plan).with_context(|| name.clone())?;
        let remark = remark(&plan.rig.value);
        forecast.within_limits().with_context(|| name.clone())?;
        return Ok(format!("{name}: possible on {}: {points} points{remark}\n{forecast}", rig.display()));
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
    let kind = if text.contains("hadal-scenario/") {
        load_scenario(path, plugins).map(|_| "scenario")?
    } else if text.contains("hadal-processing/") {
        cast::Plan::parse(&text).map(|_| "processing").with_context(|| name.clone())?
    } else if text.contains("hadal-equation/") {
        equation::describe(&text).map(|_| "equation").with_context(|| name.clone())?
    } else if text.contains("hadal-calibration/") {
        convert::Calibrations::read(path, &[path.to_owned()], None).map(|_| "calibration")?
    } else {
        description::check_any(&name, &text)?
    };
    let remark = if kind == Rig::KIND { remark(&description::parse(&name, &text)?) } else { String::new() };
    Ok(format!("{name}: a good {kind} file{remark}"))
}

/// A line that names the instruments which the controller does not drive, if there are any.
fn remark(rig: &Rig) -> String {
    rig.not_driven().map(|remark| format!("\n  {remark}")).unwrap_or_default()
}
