//! `hadal check FILE`: is a description file acceptable, and if not, why.

use super::Ending;
use anyhow::Context as _;
use hadal_rigs::description;
use hadal_sim::Scenario;
use std::io::Write as _;
use std::path::PathBuf;

/// Arguments of `hadal check`.
#[derive(clap::Args)]
#[command(after_help = "Example: hadal check rigs/catalog/full-ocean-depth-71l.toml")]
pub struct Arguments {
    /// A rig, procedure, item or scenario file
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Checks each file by the kind that its own `schema` line names.
///
/// # Errors
/// The first file that cannot be accepted, with all its problems.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    for path in &arguments.files {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
        let kind = if text.contains("hadal-scenario/") {
            description::parse::<Scenario>(&name, &text).map(|_| "scenario")?
        } else {
            description::check_any(&name, &text)?
        };
        writeln!(std::io::stdout(), "{name}: a good {kind} file")?;
    }
    Ok(Ending::Success)
}
