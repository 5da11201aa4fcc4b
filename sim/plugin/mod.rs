//! Plugins: what a program puts into its worlds beside what is built in.
//!
//! A plugin is a bevy plugin whose fields are its settings: a scenario names it in `[[plugin]]`, serde fills it, and its
//! `build` adds what it brings by means of [`TwinApp`]. Which plugins there are, a program says once, in [`Plugins`].

mod part;

pub(crate) use part::Parts;
pub use part::TwinApp;

use crate::scenario::{Scenario, ScenarioError};
use bevy_app::{App, Plugin};
use hadal_rigs::description::{Checks, Refusal, Table, read_table};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a plugin takes from a scenario file: its own settings, or those of a kind of fault that it brings.
pub trait Settings: DeserializeOwned + JsonSchema + 'static {
    /// Its name in files: `acme-turbidity` for a plugin, `acme-turbidity/fouling` for a fault.
    const NAME: &'static str;

    /// Refuses impossible values. The shape has been checked, and every number is finite.
    fn check(&self, _checks: &mut Checks) {}
}

/// A plugin of a scenario, with its settings.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PluginEntry {
    /// The plugin's name.
    pub name: String,
    /// What it is told.
    #[serde(default)]
    pub settings: Table,
}

/// The plugins that a program has. By default there are none.
#[derive(Clone, Debug, Default)]
pub struct Plugins {
    kinds: BTreeMap<&'static str, Kind>,
}

/// Reads settings and says what is wrong with them.
pub(crate) type Check = fn(&str, &Table) -> Result<(), Vec<Refusal>>;

#[derive(Clone, Copy, Debug)]
struct Kind {
    check: Check,
    add: fn(&str, &Table, &mut App) -> Result<(), Vec<Refusal>>,
    schema: fn(&mut SchemaGenerator) -> Schema,
}

impl Plugins {
    /// These and one more.
    #[must_use]
    pub fn with<P: Plugin + Settings>(mut self) -> Self {
        let kind = Kind {
            check: check::<P>,
            add: |field, table, app| {
                app.add_plugins(read::<P>(field, table)?);
                Ok(())
            },
            schema: SchemaGenerator::subschema_for::<P>,
        };
        self.kinds.insert(P::NAME, kind);
        self
    }

    /// What cannot be accepted of a scenario's plugins and their settings.
    pub fn refusals(&self, scenario: &Scenario) -> Vec<Refusal> {
        let refused = |(index, entry): (usize, &PluginEntry)| {
            self.kind(index, entry)
                .and_then(|kind| (kind.check)(&settings_of(index), &entry.settings))
                .err()
                .unwrap_or_default()
        };
        scenario.plugin.iter().enumerate().flat_map(refused).collect()
    }

    /// Adds a scenario's plugins to its world.
    ///
    /// # Errors
    /// A plugin that is not here, or settings that it does not accept.
    pub(crate) fn add(&self, scenario: &Scenario, app: &mut App) -> Result<(), ScenarioError> {
        scenario.plugin.iter().enumerate().try_for_each(|(index, entry)| {
            self.kind(index, entry)
                .and_then(|kind| (kind.add)(&settings_of(index), &entry.settings, app))
                .map_err(|refusals| scenario.refused(refusals))
        })
    }

    /// Schemas of what a `[[plugin]]` may be, one for each plugin.
    pub(crate) fn schemas(&self, generator: &mut SchemaGenerator) -> Vec<serde_json::Value> {
        let entry = |(name, kind): (&&str, &Kind)| {
            serde_json::json!({
                "type": "object",
                "properties": { "name": { "const": name }, "settings": (kind.schema)(generator) },
                "required": ["name"],
                "additionalProperties": false,
            })
        };
        self.kinds.iter().map(entry).collect()
    }

    fn kind(&self, index: usize, entry: &PluginEntry) -> Result<&Kind, Vec<Refusal>> {
        self.kinds.get(entry.name.as_str()).ok_or_else(|| {
            let names: Vec<&str> = self.kinds.keys().copied().collect();
            vec![Refusal {
                field: format!("plugin[{index}].name"),
                value: format!("\"{}\"", entry.name),
                accepted: one_of(&names, "a plugin of the program at hand, which has none"),
            }]
        })
    }
}

/// Takes a table to settings.
fn read<S: Settings>(field: &str, table: &Table) -> Result<S, Vec<Refusal>> {
    read_table(field, table, S::check)
}

/// As [`read`], for what is wrong alone.
pub(crate) fn check<S: Settings>(field: &str, table: &Table) -> Result<(), Vec<Refusal>> {
    read::<S>(field, table).map(drop)
}

fn settings_of(index: usize) -> String {
    format!("plugin[{index}].settings")
}

/// What is accepted where something is chosen by name.
fn one_of(names: &[&str], where_there_is_none: &str) -> String {
    if names.is_empty() { where_there_is_none.to_owned() } else { format!("one of {}", names.join(", ")) }
}
