//! `hadal schema KIND`: the JSON Schema of a kind of description file.

use super::Ending;
use anyhow::bail;
use hadal_sim::Plugins;

/// Arguments of `hadal schema`.
#[derive(clap::Args)]
#[command(after_help = "Example: hadal schema rig > rig.schema.json")]
pub struct Arguments {
    /// rig, procedure, item or scenario
    kind: String,
}

/// Prints the schema, a scenario's with the settings of these plugins.
///
/// # Errors
/// An unknown kind, or standard output that cannot be written.
pub fn execute(arguments: &Arguments, plugins: &Plugins) -> anyhow::Result<Ending> {
    let text = if arguments.kind == "scenario" {
        hadal_sim::scenario::schema_json(plugins)
    } else {
        hadal_rigs::description::schema_json(&arguments.kind)
    };
    let Some(text) = text else {
        bail!("no description is of kind `{}`: accepted are rig, procedure, item, scenario", arguments.kind);
    };
    super::say(&(text + "\n"))?;
    Ok(Ending::Success)
}
