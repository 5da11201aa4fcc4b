//! A plan: the files of one run, read, checked together and found possible, before anything moves.

use anyhow::{Context as _, bail};
use hadal_rigs::description::{
    self, DescriptionError, Endpoint, Envelope, Item, Loaded, Procedure, Rig, Simulated,
};
use hadal_sim::scenario::Design;
use hadal_sim::{Plugins, Scenario};
use std::path::{Path, PathBuf};

/// The files of one run and the tightest envelope of vessel, rig and items.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The rig.
    pub rig: Loaded<Rig>,
    /// The procedure.
    pub procedure: Loaded<Procedure>,
    /// The items, in the procedure's order.
    pub items: Vec<Loaded<Item>>,
    /// What the run may not exceed.
    pub envelope: Envelope,
}

/// What answers at the far end of the wires.
#[derive(Clone, Debug)]
pub enum Plant {
    /// The digital twin, with the truth that only it may know.
    Twin(Box<Scenario>),
    /// A digital twin in another process, which `hadal twin` serves.
    ServedTwin {
        /// Which of all simulated worlds.
        seed: u64,
    },
    /// Steel and water.
    Hardware,
}

impl Plan {
    /// Reads procedure and rig, and the items that the procedure names, and checks that the run is possible.
    ///
    /// # Errors
    /// Every file, field and value that cannot be accepted, and what is accepted instead.
    pub fn load(procedure: &Path, rig: &Path) -> anyhow::Result<Self> {
        let rig: Loaded<Rig> = description::load(rig)?;
        let procedure: Loaded<Procedure> = description::load(procedure)?;
        let items = procedure
            .value
            .items
            .iter()
            .enumerate()
            .map(|(index, item)| {
                let named = || format!("{}: field `items[{index}]`", procedure.path.display());
                description::load(&beside(&procedure.path, item)).with_context(named)
            })
            .collect::<anyhow::Result<Vec<Loaded<Item>>>>()?;
        let items = match &rig.value.simulated {
            Some(simulated) => hang_in_twin(items, simulated, &rig.path)?,
            None => items,
        };
        let envelope = description::plan_check(&rig, &procedure, &items)?;
        Ok(Self { rig, procedure, items, envelope })
    }

    /// Who answers: the twin, which may have these plugins, when every endpoint says so, hardware when none does.
    ///
    /// # Errors
    /// A mixture of both, a twin without a scenario, or a scenario that cannot be accepted.
    pub fn plant(&self, plugins: &Plugins) -> anyhow::Result<Plant> {
        let endpoints = self.rig.value.instrument.iter().map(|instrument| &instrument.endpoint);
        let endpoints: Vec<&Endpoint> =
            endpoints.chain(self.items.iter().map(|item| &item.value.endpoint)).collect();
        let twins = endpoints.iter().filter(|endpoint| matches!(endpoint, Endpoint::Twin { .. })).count();
        let rig = self.rig.path.display();
        match &self.rig.value.simulated {
            Some(simulated) if twins == 0 => return Ok(Plant::ServedTwin { seed: simulated.seed }),
            None if twins == 0 => return Ok(Plant::Hardware),
            _ => {}
        }
        if twins < endpoints.len() {
            bail!(
                "{rig}: {twins} of {} endpoints are `twin`: a run is simulated as a whole, or not at all",
                endpoints.len()
            );
        }
        Ok(Plant::Twin(Box::new(scenario_of(&self.rig, plugins)?.0)))
    }

    /// UTC at the beginning of the procedure's virtual time, nanoseconds since 1970.
    ///
    /// # Errors
    /// An instant that is no RFC 3339 timestamp.
    pub fn epoch_utc_ns(&self) -> anyhow::Result<i64> {
        let text = &self.procedure.value.epoch_utc;
        let epoch: jiff::Timestamp = text.parse().with_context(|| {
            format!(
                "{}: field `epoch_utc`: `{text}`: accepted is 2026-06-01T00:00:00Z",
                self.procedure.path.display()
            )
        })?;
        i64::try_from(epoch.as_nanosecond())
            .with_context(|| format!("`epoch_utc` {text} is beyond the year 2262"))
    }
}

/// The truth of a rig's twin, and the file it stands in.
///
/// # Errors
/// A rig that names no scenario, or one that cannot be accepted.
pub fn scenario_of(rig: &Loaded<Rig>, plugins: &Plugins) -> anyhow::Result<(Scenario, PathBuf)> {
    let named = || format!("{}: field `scenario`", rig.path.display());
    let Some(name) = &rig.value.scenario else {
        bail!("{}: missing: a rig whose endpoints are `twin` names the scenario file of its twin", named());
    };
    let path = beside(&rig.path, name);
    let mut scenario = load_scenario(&path, plugins).with_context(named)?;
    if let Some(name) = &scenario.value.world.built_from {
        let design = description::load::<Rig>(&beside(&path, name));
        let named = || format!("{}: field `world.built_from`", path.display());
        scenario.value.design = Some(Design::of(&design.with_context(named)?.value));
    }
    Ok((scenario.value, path))
}

/// A scenario file, checked by the plugins that it names.
///
/// # Errors
/// A file that cannot be accepted, by itself or by its plugins.
pub(crate) fn load_scenario(path: &Path, plugins: &Plugins) -> Result<Loaded<Scenario>, DescriptionError> {
    let mut scenario: Loaded<Scenario> = description::load(path)?;
    let refused = plugins.refusals(&scenario.value).into_iter();
    let problems: Vec<_> = refused.map(|one| scenario.problem(one.field, one.value, one.accepted)).collect();
    if !problems.is_empty() {
        return Err(DescriptionError::Refused(problems));
    }
    scenario.value.plugins = plugins.clone();
    Ok(scenario)
}

/// The items at the lines that the served twin has for them.
fn hang_in_twin(
    items: Vec<Loaded<Item>>,
    simulated: &Simulated,
    rig: &Path,
) -> anyhow::Result<Vec<Loaded<Item>>> {
    let hang = |mut item: Loaded<Item>| {
        let Some(found) = simulated.item.iter().find(|served| served.serial == item.value.serial) else {
            let served: Vec<&str> = simulated.item.iter().map(|item| item.serial.as_str()).collect();
            bail!(
                "{}: no item {} hangs in the twin that wrote it (it has: {}); serve it with `hadal twin ... --item {}`",
                rig.display(),
                item.value.serial,
                served.join(", "),
                item.path.display()
            );
        };
        item.value.endpoint = found.endpoint.clone();
        Ok(item)
    };
    items.into_iter().map(hang).collect()
}

/// A path as a description file means it: relative to that file.
pub(crate) fn beside(file: &Path, name: &str) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).join(name)
}
