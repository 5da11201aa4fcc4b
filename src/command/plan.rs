//! `hadal plan`: set points and their order that reach a target uncertainty in the fewest chamber hours.

use super::Ending;
use crate::experiment::expected::Quantity;
use crate::experiment::procedure_file;
use crate::experiment::progress::AllCores;
use crate::experiment::rehearsal::{Start, rehearse};
use crate::experiment::report::{Comparison, Report};
use crate::experiment::search::{Criterion, Judge, Question, Target};
use crate::output::Output;
use anyhow::{Context as _, bail};
use hadal_controller::procedure::Plan;
use hadal_rigs::description::{self, Loaded, Procedure};
use std::path::{Path, PathBuf};

/// Approach, stability and readings of a plan where no other procedure is named.
const SHIPPED_TERMS: &str = include_str!("../../rigs/catalog/procedures/ctd-full-depth.toml");

/// Arguments of `hadal plan`.
#[derive(clap::Args)]
#[command(after_help = "Example: a calibration good for 0.004 in salinity, as a procedure to run\n  \
    hadal plan rigs/catalog/items/deep-ctd.toml --rig rigs/catalog/full-ocean-depth-71l.toml \\\n    \
    --target salinity=0.004 --output procedure.toml\n\n\
    What a target means, what is always kept, and what is forecast: docs/plan.md")]
pub struct Arguments {
    /// The item file
    item: PathBuf,
    /// The rig file
    #[arg(long)]
    rig: PathBuf,
    /// Expanded uncertainty (k = 2) to reach wherever the ocean is: salinity, temperature (K), conductivity (S/m) or
    /// pressure (MPa); may be repeated
    #[arg(long, value_name = "QUANTITY=U", value_parser = parse_target, required_unless_present = "against")]
    target: Vec<Target>,
    /// Whether a target holds at the worst place (G-optimal) or in the root mean square over all (I-optimal)
    #[arg(long, value_enum, default_value_t = Over::Worst)]
    over: Over,
    /// Procedure whose approach, stability and readings hold [default: those of the shipped ctd-full-depth.toml]
    #[arg(long, value_name = "PROCEDURE")]
    terms: Option<PathBuf>,
    /// Compare with this procedure; without --target, its own uncertainty of salinity is the target
    #[arg(long, value_name = "PROCEDURE")]
    against: Vec<PathBuf>,
    /// Where the procedure goes; without it, only the table is printed
    #[arg(long, value_name = "PROCEDURE")]
    output: Option<PathBuf>,
    /// JSON instead of a table
    #[arg(long)]
    json: bool,
}

/// The places that decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Over {
    /// The worst place.
    Worst,
    /// All places in the root mean square.
    Mean,
}

pub(super) fn parse_target(text: &str) -> Result<Target, String> {
    const ACCEPTED: &str =
        "accepted: salinity, temperature, conductivity or pressure, then =, then a number above zero";
    let (name, number) = text.split_once('=').ok_or(ACCEPTED)?;
    let quantity = Quantity::ALL.into_iter().find(|quantity| quantity.name() == name).ok_or(ACCEPTED)?;
    let found = number.trim().parse::<f64>().ok().filter(|value| value.is_finite() && *value > 0.0);
    found
        .map(|expanded_uncertainty| Target { quantity, expanded_uncertainty })
        .ok_or_else(|| ACCEPTED.to_owned())
}

/// Finds the plan, prints what each hour buys, and writes the procedure.
///
/// # Errors
/// Files that cannot be accepted, targets out of reach with the reason, an output that cannot be written.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    super::say(&answer(arguments)?)?;
    Ok(Ending::Success)
}

fn answer(arguments: &Arguments) -> anyhow::Result<String> {
    let mut question = question(arguments)?;
    let customary = arguments
        .against
        .iter()
        .map(|path| description::load(path))
        .collect::<Result<Vec<Loaded<Procedure>>, _>>()?;
    let against =
        customary.iter().map(|one| compare(&question, one)).collect::<anyhow::Result<Vec<Comparison>>>()?;
    if question.targets.is_empty() {
        question.targets = against.first().map(Comparison::salinity_target).into_iter().collect();
    }
    let mut workers = AllCores::new();
    let found = Judge::new(&question).plan(&mut workers);
    workers.end();
    let stages = found.with_context(|| arguments.item.display().to_string())?;
    let Some(last) = stages.last() else { bail!("no plan was found") };
    let procedure = procedure_file::procedure(&question, last, arguments.output.as_deref())?;
    let hours = hours(&question, &procedure)?;
    let report = Report { question: &question, stages: &stages, hours, against: &against };
    if let Some(path) = &arguments.output {
        let text = procedure_file::text(&question, &procedure, &report)?;
        procedure_file::check(&question, path, &text)?;
        let mut output = Output::open(Some(path))?;
        let _written = output.write(text.as_bytes())?;
        output.finish()?;
    }
    if arguments.json { report.json() } else { Ok(report.table(arguments.output.as_deref())) }
}

fn question(arguments: &Arguments) -> anyhow::Result<Question> {
    let rig = description::load(&arguments.rig)?;
    let item = description::load(&arguments.item)?;
    description::driven_check(&item)?;
    let terms = match &arguments.terms {
        Some(path) => description::load(path)?,
        None => shipped_terms()?,
    };
    let criterion = match arguments.over {
        Over::Worst => Criterion::Worst,
        Over::Mean => Criterion::Mean,
    };
    let mut question = Question { rig, item, terms, targets: arguments.target.clone(), criterion };
    question.slow_down();
    Ok(question)
}

fn shipped_terms() -> anyhow::Result<Loaded<Procedure>> {
    let path = Path::new("ctd-full-depth.toml").to_owned();
    let value = description::parse("ctd-full-depth.toml (shipped)", SHIPPED_TERMS)?;
    Ok(Loaded { value, path, text: SHIPPED_TERMS.to_owned() })
}

/// Hours and uncertainty of a procedure as it stands, with its own terms.
fn compare(question: &Question, procedure: &Loaded<Procedure>) -> anyhow::Result<Comparison> {
    let place = procedure.path.display().to_string();
    let own = Question { terms: procedure.clone(), ..question.clone() };
    let hours = hours(&own, &procedure.value).with_context(|| place.clone())?;
    let outcome = Judge::new(&own).outcome(procedure.value.leg.clone()).with_context(|| place.clone())?;
    Ok(Comparison { name: place, points: points(&procedure.value), hours, outcome })
}

fn points(procedure: &Procedure) -> usize {
    procedure.leg.iter().map(|leg| leg.pressures_mpa_sea.len()).sum()
}

/// Hours of a whole rehearsal, the checks that bracket a run aside.
fn hours(question: &Question, procedure: &Procedure) -> anyhow::Result<f64> {
    let procedure = Procedure { checks: None, ..procedure.clone() };
    let plan = Plan::new(&question.rig.value, &procedure, std::slice::from_ref(&question.item.value), 0);
    let course = rehearse(&plan, Start::of_rig(&question.rig.value));
    course.map(|course| course.hours()).map_err(|reason| anyhow::anyhow!("the rehearsal failed: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan;
    use clap::Parser as _;

    #[derive(clap::Parser)]
    struct Typed {
        #[command(flatten)]
        arguments: Arguments,
    }

    fn catalog(name: &str) -> String {
        format!("{}/rigs/catalog/{name}", env!("CARGO_MANIFEST_DIR"))
    }

    fn asked(more: &[&str]) -> anyhow::Result<String> {
        let (item, rig) = (catalog("items/deep-ctd.toml"), catalog("full-ocean-depth-71l.toml"));
        let words = ["plan", item.as_str(), "--rig", rig.as_str()];
        answer(&Typed::try_parse_from(words.iter().chain(more)).unwrap().arguments)
    }

    #[test]
    fn a_plan_is_a_procedure_that_can_be_run_and_beats_the_customary_one() {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("procedure.toml");
        let customary = catalog("procedures/ctd-full-depth.toml");
        let more = ["--against", customary.as_str(), "--json", "--output", output.to_str().unwrap()];
        let found: serde_json::Value = serde_json::from_str(&asked(&more).unwrap()).unwrap();
        let number = |value: &serde_json::Value| value.as_f64().unwrap();
        let salinity =
            |value: &serde_json::Value| number(&value["expanded_uncertainty"]["salinity"]["largest"]);
        let (stages, customary) = (found["stages"].as_array().unwrap(), &found["against"][0]);
        let last = stages.last().unwrap();
        assert!(salinity(last) <= salinity(customary), "{found:#}");
        assert!(number(&found["hours"]) < 0.75 * number(&customary["hours"]), "{found:#}");
        // Hours add up from parts; the whole is rehearsed once more.
        assert!((number(&last["hours"]) / number(&found["hours"]) - 1.0).abs() < 0.03, "{found:#}");
        let rig = catalog("full-ocean-depth-71l.toml");
        let loaded = plan::Plan::load(&output, Path::new(&rig)).unwrap();
        assert_eq!(loaded.procedure.value.leg.len(), found["legs"].as_array().unwrap().len());
        let under = loaded.procedure.value.leg.iter().filter(|leg| leg.pressures_mpa_sea.len() > 1);
        for leg in under {
            let falling: Vec<f64> = leg.pressures_mpa_sea.iter().rev().copied().collect();
            assert_eq!(leg.pressures_mpa_sea, falling, "both branches");
        }
    }

    #[test]
    fn a_target_beyond_the_references_names_what_stands_in_the_way() {
        let message = crate::command::describe(&asked(&["--target", "salinity=0.0005"]).unwrap_err());
        assert!(message.contains("target salinity = 0.0005: accepted: more than 1."), "{message}");
        assert!(message.contains("salinometer standardisation (certificate S-2026-0009)"), "{message}");
    }

    #[test]
    fn targets_are_a_quantity_and_a_size() {
        let target = parse_target("salinity=0.002").unwrap();
        assert_eq!(target, Target { quantity: Quantity::Salinity, expanded_uncertainty: 0.002 });
        for bad in ["salinity", "salinity=", "salinity=-1", "salinity=NaN", "depth=1", "=1", ""] {
            assert!(parse_target(bad).unwrap_err().contains("accepted: salinity"), "{bad}");
        }
    }

    #[test]
    fn the_customary_grid_that_is_shipped_for_comparison_can_be_run() {
        let (procedure, rig) =
            (catalog("procedures/ctd-classic-grid.toml"), catalog("full-ocean-depth-71l.toml"));
        let loaded = plan::Plan::load(Path::new(&procedure), Path::new(&rig)).unwrap();
        assert_eq!(points(&loaded.procedure.value), 55);
    }
}
