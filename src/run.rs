//! A run: the controller beside the twin in virtual time, or alone with the hardware in real time.

use crate::plan::Plan;
use crate::served_twin;
use anyhow::Context as _;
use hadal_controller::link::{BoxFuture, Line};
use hadal_controller::procedure::Adviser;
use hadal_controller::{Clock, Connector, HardwareConnector, Progress, RunReport, RunSetup, StopHandle};
use hadal_record::event::{Opened, Plant, Source};
use hadal_record::{Journal, Store};
use hadal_rigs::description::Endpoint;
use hadal_sim::scenario::Design;
use hadal_sim::{Scenario, Sockets, Twin};
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Name and version of the software, as records carry it.
pub const SOFTWARE: &str = concat!("hadal ", env!("CARGO_PKG_VERSION"));

/// Hears how far a run is.
pub type Listener = Box<dyn FnMut(&Progress) + Send>;

/// A run in a simulated world, not yet begun.
pub struct Simulation {
    /// The world; faults may be injected before and while it lives.
    pub twin: Twin,
    /// Chooses the points of an adaptive run.
    pub adviser: Option<Box<dyn Adviser>>,
    opened: Opened,
}

impl Simulation {
    /// Builds the world of this seed for the plan.
    ///
    /// # Errors
    /// A scenario that does not fit the rig, or an impossible epoch.
    pub fn new(plan: &Plan, scenario: &Scenario, seed: u64) -> anyhow::Result<Self> {
        let items: Vec<_> = plan.items.iter().map(|item| item.value.clone()).collect();
        let twin = Twin::build(&plan.rig.value, &items, scenario, seed)?;
        let mut world = serde_json::to_string(scenario)?;
        // The vessel is that of the rig file or, where that was commissioned since, that of another.
        let own = serde_json::to_string(&Design::of(&plan.rig.value))?;
        let built = scenario.design.as_ref().map(serde_json::to_string).transpose()?;
        world.extend(built.filter(|built| *built != own));
        let opened = opened(plan, Plant::Twin { seed }, plan.epoch_utc_ns()?, &world);
        Ok(Self { twin, adviser: None, opened })
    }

    /// What the journal is opened with.
    pub fn opened(&self) -> &Opened {
        &self.opened
    }

    /// Runs the plan in virtual time. The controller reaches the twin through `through(sockets)`, so that a test can
    /// stand between them.
    ///
    /// # Errors
    /// A journal that cannot be created, or a runtime that cannot be started.
    pub fn run_through(
        &mut self,
        plan: &Plan,
        store: Box<dyn Store>,
        stop: StopHandle,
        progress: Listener,
        through: impl FnOnce(Sockets) -> Arc<dyn Connector>,
    ) -> anyhow::Result<RunReport> {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
        let connector = through(self.twin.sockets());
        runtime.block_on(async {
            let clock = Clock::virtual_from(self.opened.epoch_utc_ns);
            let setup = RunSetup {
                adviser: self.adviser.take(),
                ..setup(plan, &self.opened, store, clock, connector, stop, progress)?
            };
            tokio::select! {
                biased;
                report = hadal_controller::run(setup) => Ok(report),
                () = self.twin.drive() => anyhow::bail!("the twin stopped before the run ended"),
            }
        })
    }

    /// Runs the plan in virtual time on the twin's own lines.
    ///
    /// # Errors
    /// A journal that cannot be created, or a runtime that cannot be started.
    pub fn run(
        &mut self,
        plan: &Plan,
        store: Box<dyn Store>,
        stop: StopHandle,
        progress: Listener,
    ) -> anyhow::Result<RunReport> {
        self.run_through(plan, store, stop, progress, |sockets| Arc::new(TwinConnector { sockets }))
    }
}

/// Runs the plan on hardware, in real time. The caller has made sure that this is meant.
///
/// # Errors
/// A journal that cannot be created, or a runtime that cannot be started.
pub fn run_on_hardware(
    plan: &Plan,
    store: Box<dyn Store>,
    stop: StopHandle,
    adviser: Option<Box<dyn Adviser>>,
    progress: Listener,
) -> anyhow::Result<RunReport> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let clock = Clock::real();
        let opened = opened(plan, Plant::Hardware, clock.epoch_utc_ns(), "");
        let connector = Arc::new(HardwareConnector::armed());
        let setup = setup(plan, &opened, store, clock, connector, stop, progress)?;
        Ok(hadal_controller::run(RunSetup { adviser, ..setup }).await)
    })
}

/// Runs the plan on a twin that another process serves, in real time.
///
/// # Errors
/// As [`run_on_hardware`]; and an endpoint at which no twin of this seed answers.
pub fn run_on_served_twin(
    plan: &Plan,
    seed: u64,
    store: impl FnOnce() -> anyhow::Result<Box<dyn Store>>,
    stop: StopHandle,
    adviser: Option<Box<dyn Adviser>>,
    progress: Listener,
) -> anyhow::Result<RunReport> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let clock = Clock::real();
        let opened = opened(plan, Plant::Twin { seed }, clock.epoch_utc_ns(), "");
        served_twin::announce(&plan.rig, &opened.run_id, seed).await?;
        // Only a twin is driven unarmed, and one has just said that it is one.
        let connector = Arc::new(HardwareConnector::armed());
        let setup = setup(plan, &opened, store()?, clock, connector, stop, progress)?;
        Ok(hadal_controller::run(RunSetup { adviser, ..setup }).await)
    })
}

fn setup(
    plan: &Plan,
    opened: &Opened,
    store: Box<dyn Store>,
    clock: Clock,
    connector: Arc<dyn Connector>,
    stop: StopHandle,
    progress: Listener,
) -> anyhow::Result<RunSetup> {
    let journal = Journal::create(store, opened.clone()).context("the journal cannot be begun")?;
    Ok(RunSetup {
        rig: plan.rig.value.clone(),
        procedure: plan.procedure.value.clone(),
        items: plan.items.iter().map(|item| item.value.clone()).collect(),
        envelope: plan.envelope,
        opened: opened.clone(),
        clock,
        connector,
        journal,
        stop,
        adviser: None,
        progress,
    })
}

/// What a journal is opened with. The run's id is the digest of what decides the run, wherever its files lie.
fn opened(plan: &Plan, plant: Plant, epoch_utc_ns: i64, world: &str) -> Opened {
    let items: Vec<_> = plan.items.iter().map(|item| item.value.clone()).collect();
    let (links, channels) = hadal_controller::plan_record(&plan.rig.value, &items);
    let named = plan.procedure.value.items.iter().zip(&plan.items);
    let mut opened = Opened {
        run_id: String::new(),
        plant,
        procedure: source(file_name(&plan.procedure.path), &plan.procedure.text),
        rig: source(file_name(&plan.rig.path), &plan.rig.text),
        items: named.map(|(name, item)| source(name.clone(), &item.text)).collect(),
        software: SOFTWARE.to_owned(),
        epoch_utc_ns,
        links,
        channels,
    };
    let mut hasher = blake3::Hasher::new();
    hasher.update(format!("{opened:?}").as_bytes());
    hasher.update(world.as_bytes());
    opened.run_id = hasher.finalize().to_hex().chars().take(32).collect();
    opened
}

/// A description file as the record keeps it: its text, and a name that says nothing of the machine it lay on.
fn source(path: String, text: &str) -> Source {
    Source { path, text: text.to_owned() }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Opens the twin's in-memory lines.
#[derive(Clone)]
pub struct TwinConnector {
    /// Where the twin's lines are.
    pub sockets: Sockets,
}

impl Connector for TwinConnector {
    fn open<'a>(
        &'a self,
        name: &'a str,
        _endpoint: &'a Endpoint,
    ) -> BoxFuture<'a, io::Result<Box<dyn Line>>> {
        Box::pin(async move { Ok(Box::new(self.sockets.open(name)?) as Box<dyn Line>) })
    }
}
