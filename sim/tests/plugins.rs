//! Plugins that do not go together. What one can do is shown from outside, in `examples/turbidity`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what tests share ends a test as a test does"
)]

mod client;

use bevy_app::{App, Plugin};
use bevy_ecs::prelude::*;
use client::{item, rig, scenario};
use hadal_sim::{Course, Effect, Fault, Faults, PluginEntry, Plugins, Settings, Stage, Tick, Twin, TwinApp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Resource, Debug, Default, Serialize, Deserialize)]
struct Count(f64);

fn count(mut count: ResMut<Count>) {
    count.0 += 1.0;
}

fn double(mut count: ResMut<Count>) {
    count.0 *= 2.0;
}

/// Counts seconds, and adds a column to the trace.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Counter {}

impl Settings for Counter {
    const NAME: &'static str = "counter";
}

impl Plugin for Counter {
    fn build(&self, app: &mut App) {
        app.keep(Count::default())
            .add_truth("seconds", "s", "seconds counted", |world| world.resource::<Count>().0)
            .add_systems(Tick, count.in_set(Stage::Sensors));
    }
}

/// Wants a name that the twin has.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Namesake {}

impl Settings for Namesake {
    const NAME: &'static str = "namesake";
}

impl Plugin for Namesake {
    fn build(&self, app: &mut App) {
        app.add_truth("pressure", "MPa", "another pressure", |_| 0.0);
    }
}

/// Doubles what the other counts, before or after it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Doubler {}

impl Settings for Doubler {
    const NAME: &'static str = "doubler";
}

impl Plugin for Doubler {
    fn build(&self, app: &mut App) {
        app.add_systems(Tick, double.in_set(Stage::Sensors));
    }
}

/// A kind of fault that acts through a built-in one: the pump runs away as fast as it is told here.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Surge {
    flow_ml_per_min: f64,
}

impl Settings for Surge {
    const NAME: &'static str = "surges/surge";
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Surges {}

impl Settings for Surges {
    const NAME: &'static str = "surges";
}

impl Plugin for Surges {
    fn build(&self, app: &mut App) {
        app.add_fault::<Surge>().add_systems(Tick, surge.in_set(Stage::Consequences));
    }
}

fn surge(mut faults: ResMut<Faults>) {
    let surges: Vec<(Surge, f64)> = faults.of().collect();
    for (surge, share) in surges {
        faults.also(Effect::PumpRunaway { flow_ml_per_min: share * surge.flow_ml_per_min }, 1.0);
    }
}

fn with(names: &[&str]) -> Result<Twin, String> {
    let mut scenario = scenario();
    scenario.plugins = Plugins::default().with::<Counter>().with::<Namesake>().with::<Doubler>();
    let entry = |name: &&str| PluginEntry { name: (*name).to_owned(), settings: Default::default() };
    scenario.plugin = names.iter().map(entry).collect();
    Twin::build(&rig(), &[item()], &scenario, 1).map_err(|error| error.to_string())
}

#[test]
fn what_a_plugin_keeps_is_in_the_digest_and_what_it_adds_to_the_truth_is_there() {
    let mut twin = with(&["counter"]).unwrap();
    let mut without = with(&[]).unwrap();
    assert_ne!(twin.state_digest(), without.state_digest());
    twin.advance_by_s(120.0);
    without.advance_by_s(120.0);
    let trace =
        |twin: &Twin| twin.truth("run", 0).tables.into_iter().find(|one| one.group == "trace").unwrap();
    assert_eq!(trace(&twin).column("seconds").unwrap(), [60.0, 120.0]);
    assert_eq!(
        trace(&twin).column("pressure"),
        trace(&without).column("pressure"),
        "the plant does not care"
    );
    assert_eq!(trace(&without).column("seconds"), None);
}

#[test]
fn names_that_are_taken_are_refused() {
    let said = with(&["counter", "namesake"]).err().unwrap();
    assert!(said.contains("`pressure`"), "{said}");
}

#[test]
fn plugins_whose_order_matters_and_is_not_said_are_refused() {
    let said = with(&["counter", "doubler"]).err().unwrap();
    assert!(said.contains("indeterminate execution order"), "{said}");
}

#[test]
fn a_fault_of_a_plugin_reaches_the_plant_through_a_built_in_one() {
    let mut scenario = scenario();
    scenario.plugins = Plugins::default().with::<Surges>();
    scenario.plugin = vec![PluginEntry { name: "surges".to_owned(), settings: Default::default() }];
    let settings = serde_json::json!({ "flow_ml_per_min": 200.0 }).as_object().unwrap().clone();
    let effect = Effect::Plugin { name: "surges/surge".to_owned(), settings };
    scenario.fault =
        vec![Fault { at_s: 60.0, until_s: Some(240.0), course: Course::Drift { over_s: 120.0 }, effect }];
    let mut twin = Twin::build(&rig(), &[item()], &scenario, 1).unwrap();
    let mut mpa_after = |seconds: f64| {
        twin.advance_by_s(seconds);
        twin.plant().pressure.mpa()
    };
    let [before, during, ended, later] = [60.0, 120.0, 61.0, 60.0].map(&mut mpa_after);
    assert!(before < 0.2 && during > 1.0 && ended > during + 1.0, "{before} {during} {ended}");
    assert!(later < ended, "the pump stands again, and the warm water cools: {ended} {later}");
    let labels: serde_json::Value = serde_json::from_str(&twin.truth("run", 0).attributes["faults"]).unwrap();
    assert_eq!(
        labels.as_array().unwrap().len(),
        1,
        "what it brings about is not a fault of its own: {labels}"
    );
}
