//! What a plugin brings into its world: state that is kept, instruments, kinds of faults, quantities of the truth.

use super::{Check, Settings, check, one_of};
use crate::bench::Runs;
use crate::fault::Effect;
use crate::instrument::{Device, Kept};
use crate::scenario::{Scenario, ScenarioError};
use crate::sensor::Noise;
use crate::truth;
use bevy_app::App;
use bevy_ecs::prelude::*;
use hadal_models::randomness::stream;
use hadal_rigs::description::{Instrument, Refusal};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// What a plugin may do to a twin's app, beside what bevy lets it: systems go into the schedule [`Tick`](crate::Tick), each in
/// a [`Stage`](crate::Stage).
pub trait TwinApp {
    /// A stream of random numbers of this world, by the seed and the purpose: put the plugin's name before it.
    fn stream(&self, purpose: &str) -> Noise;

    /// Inserts a resource that decides what the plugin does next: it is part of the twin's digest and of its snapshots.
    fn keep<R: Resource + Serialize + DeserializeOwned>(&mut self, state: R) -> &mut Self;

    /// Brings an instrument: what answers on the line of an `[[instrument]]` of `model = "plugin"` that names it. `make` gets the
    /// instrument's own name on the rig.
    fn add_instrument<D: Device>(
        &mut self,
        name: &'static str,
        make: impl Fn(&str) -> D + Send + Sync + 'static,
    ) -> &mut Self;

    /// Brings a kind of fault: a `[[fault]]` has it as `effect = { kind = "plugin", name = "...", settings = { ... } }`. What acts
    /// is in [`Faults::of`](crate::Faults::of).
    fn add_fault<F: Settings>(&mut self) -> &mut Self;

    /// Adds a column to the trace in `truth.h5`, a value a minute: its name (letters, digits and `_`), unit and meaning.
    fn add_truth(
        &mut self,
        name: &'static str,
        unit: &'static str,
        long_name: &'static str,
        read: impl Fn(&World) -> f64 + Send + Sync + 'static,
    ) -> &mut Self;
}

/// What all plugins of a world have brought.
#[derive(Resource, Default)]
pub(crate) struct Parts {
    states: Vec<State>,
    instruments: BTreeMap<&'static str, Make>,
    faults: BTreeMap<&'static str, Check>,
    pub(crate) quantities: Vec<Quantity>,
    /// The first name that two have.
    twice: Option<&'static str>,
}

type Make = Box<dyn Fn(&str) -> Box<dyn Device> + Send + Sync>;

/// A resource that is kept.
struct State {
    keep: fn(&World) -> Vec<u8>,
    take_up: fn(&mut World, &[u8]) -> Result<(), String>,
}

/// A column of the trace.
pub(crate) struct Quantity {
    pub(crate) name: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) long_name: &'static str,
    pub(crate) read: Box<dyn Fn(&World) -> f64 + Send + Sync>,
}

impl TwinApp for App {
    fn stream(&self, purpose: &str) -> Noise {
        // Apart from the twin's own purposes, whatever the plugin calls its.
        Noise(stream(self.world().resource::<Runs>().seed, 0, &format!("plugin/{purpose}")))
    }

    fn keep<R: Resource + Serialize + DeserializeOwned>(&mut self, state: R) -> &mut Self {
        self.insert_resource(state);
        let state = State {
            keep: |world| world.resource::<R>().keep(),
            take_up: |world, kept| {
                let state: R = rmp_serde::from_slice(kept).map_err(|error| error.to_string())?;
                world.insert_resource(state);
                Ok(())
            },
        };
        self.world_mut().resource_mut::<Parts>().states.push(state);
        self
    }

    fn add_instrument<D: Device>(
        &mut self,
        name: &'static str,
        make: impl Fn(&str) -> D + Send + Sync + 'static,
    ) -> &mut Self {
        let mut parts = self.world_mut().resource_mut::<Parts>();
        let old = parts.instruments.insert(name, Box::new(move |own| Box::new(make(own))));
        parts.taken(old.is_some(), name);
        self
    }

    fn add_fault<F: Settings>(&mut self) -> &mut Self {
        let mut parts = self.world_mut().resource_mut::<Parts>();
        let old = parts.faults.insert(F::NAME, check::<F>);
        parts.taken(old.is_some(), F::NAME);
        self
    }

    fn add_truth(
        &mut self,
        name: &'static str,
        unit: &'static str,
        long_name: &'static str,
        read: impl Fn(&World) -> f64 + Send + Sync + 'static,
    ) -> &mut Self {
        let mut parts = self.world_mut().resource_mut::<Parts>();
        let is_taken = truth::is_quantity(name) || parts.quantities.iter().any(|one| one.name == name);
        parts.quantities.push(Quantity { name, unit, long_name, read: Box::new(read) });
        parts.taken(is_taken, name);
        self
    }
}

impl Parts {
    fn taken(&mut self, is_taken: bool, name: &'static str) {
        self.twice = self.twice.or(is_taken.then_some(name));
    }

    /// Refuses names that two plugins have, and faults of the scenario that no plugin has or accepts.
    pub(crate) fn check(&self, scenario: &Scenario) -> Result<(), ScenarioError> {
        if let Some(name) = self.twice {
            return Err(ScenarioError::NamedTwice(name.to_owned()));
        }
        for (index, fault) in scenario.fault.iter().enumerate() {
            let Effect::Plugin { name, settings } = &fault.effect else { continue };
            let field = |inner: &str| format!("fault[{index}].effect.{inner}");
            let checked = match self.faults.get(name.as_str()) {
                Some(check) => check(&field("settings"), settings),
                None => {
                    let names: Vec<&str> = self.faults.keys().copied().collect();
                    let accepted = one_of(&names, "a fault of a [[plugin]], none of which brings any");
                    Err(vec![Refusal { field: field("name"), value: format!("\"{name}\""), accepted }])
                }
            };
            checked.map_err(|refusals| scenario.refused(refusals))?;
        }
        Ok(())
    }

    /// What answers on the line of an instrument that a plugin brings.
    pub(crate) fn device(&self, instrument: &Instrument) -> Result<Box<dyn Device>, ScenarioError> {
        let named = instrument.plugin.as_deref().unwrap_or_default();
        let make = self.instruments.get(named).ok_or_else(|| {
            let names: Vec<&str> = self.instruments.keys().copied().collect();
            ScenarioError::NoSuchInstrument {
                instrument: instrument.name.clone(),
                plugin: named.to_owned(),
                accepted: one_of(
                    &names,
                    "an instrument of a [[plugin]] of the scenario, none of which brings any",
                ),
            }
        })?;
        Ok(make(&instrument.name))
    }

    /// The state of every plugin, in the order in which they brought it.
    pub(crate) fn keep(&self, world: &World) -> Vec<Vec<u8>> {
        self.states.iter().map(|state| (state.keep)(world)).collect()
    }

    /// Takes up what was kept.
    pub(crate) fn take_up(world: &mut World, kept: &[Vec<u8>]) -> Result<(), String> {
        world.resource_scope(|world, parts: Mut<Self>| {
            if parts.states.len() != kept.len() {
                return Err(format!("{} states of plugins, accepted are {}", kept.len(), parts.states.len()));
            }
            parts.states.iter().zip(kept).try_for_each(|(state, kept)| (state.take_up)(world, kept))
        })
    }
}
