//! Worlds to test in: plans, runs in memory, and faults that strike when the run has come to a certain step.

use hadal::plan::{Plan, Plant};
use hadal::run::{Simulation, TwinConnector};
use hadal_controller::{Connector, RunReport, StopHandle};
use hadal_record::{MemoryStore, Record, Store};
use hadal_rigs::description::{Leg, plan_check};
use hadal_sim::{Course, Effect, Fault, PlantView, Plugins, Scenario, Sockets};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) const RIG: &str = "rigs/catalog/full-ocean-depth-71l.toml";
pub(crate) const FULL: &str = "rigs/catalog/procedures/ctd-full-depth.toml";
pub(crate) const SHORT: &str = "rigs/catalog/procedures/ctd-short.toml";

/// A path from the root of the repository.
pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

pub(crate) fn plan(procedure: &str) -> Plan {
    Plan::load(&path(procedure), &path(RIG)).unwrap()
}

/// One leg, straight to full ocean depth and back, at the temperature and salinity in which the twin is found.
pub(crate) fn deep_plan() -> Plan {
    let mut plan = plan(SHORT);
    plan.procedure.value.leg = vec![Leg {
        name: "deep".to_owned(),
        temperature_celsius: 20.0,
        salinity_practical: 35.0,
        pressures_mpa_sea: vec![0.0, 115.0, 0.0],
    }];
    plan.envelope = plan_check(&plan.rig, &plan.procedure, &plan.items).unwrap();
    plan
}

pub(crate) fn scenario(plan: &Plan) -> Scenario {
    match plan.plant(&Plugins::default()).unwrap() {
        Plant::Twin(scenario) => *scenario,
        Plant::Hardware | Plant::ServedTwin { .. } => panic!("the shipped rig is a twin"),
    }
}

/// What a run in memory left behind.
pub(crate) struct Ran {
    pub(crate) report: RunReport,
    pub(crate) journal: Vec<u8>,
    pub(crate) simulation: Simulation,
}

impl Ran {
    pub(crate) fn record(&self) -> Record {
        Record::from_journal_bytes(&self.journal).unwrap()
    }

    pub(crate) fn plant(&self) -> PlantView {
        self.simulation.twin.plant()
    }

    /// Safe: pressure never exceeded `limit_mpa_absolute`, nothing drives the plant, and pressure is gone.
    pub(crate) fn assert_vented_below(&self, limit_mpa_absolute: f64) {
        let plant = self.plant();
        let peak = plant.peak_pressure.mpa();
        assert!(peak < limit_mpa_absolute, "peak {peak} MPa, limit {limit_mpa_absolute}");
        assert!(plant.pressure.mpa() < 0.3, "still {:?}", plant.pressure);
        assert!(plant.actuators.pump_ml_per_min <= 0.0, "the pump is told to run: {:?}", plant.actuators);
        assert!(!plant.actuators.jacket_enabled, "the jacket is on: {:?}", plant.actuators);
    }

    /// As [`Ran::assert_vented_below`] the software's own limit; and since pressure only rose before the trip, the fastest
    /// fall is that of venting.
    pub(crate) fn assert_safe_and_vented(&self, plan: &Plan) {
        self.assert_vented_below(plan.envelope.pressure_max_mpa_absolute);
        let (fall, allowed) = (self.plant().peak_fall_mpa_per_min, plan.envelope.vent_rate_mpa_per_min);
        assert!(fall <= allowed, "vented at {fall} MPa/min, allowed {allowed}");
    }
}

/// Strikes once, when the run comes to a step whose name holds all of these words.
#[derive(Clone)]
pub(crate) struct When {
    pub(crate) words: &'static [&'static str],
    pub(crate) effect: Effect,
}

/// How a run is to be run.
pub(crate) struct Setting<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) seed: u64,
    pub(crate) faults: Vec<When>,
    pub(crate) stop: StopHandle,
}

impl<'a> Setting<'a> {
    pub(crate) fn of(plan: &'a Plan) -> Self {
        Self { plan, seed: 11, faults: Vec::new(), stop: StopHandle::new() }
    }

    pub(crate) fn with(mut self, words: &'static [&'static str], effect: Effect) -> Self {
        self.faults.push(When { words, effect });
        self
    }

    pub(crate) fn run(self) -> Ran {
        let memory = MemoryStore::new();
        self.run_through(Box::new(memory.clone()), &memory, |sockets| Arc::new(TwinConnector { sockets }))
    }

    pub(crate) fn run_through(
        self,
        store: Box<dyn Store>,
        memory: &MemoryStore,
        through: impl FnOnce(Sockets) -> Arc<dyn Connector>,
    ) -> Ran {
        let mut simulation = Simulation::new(self.plan, &scenario(self.plan), self.seed).unwrap();
        let injector = simulation.twin.injector();
        let mut waiting = self.faults;
        let listener = Box::new(move |progress: &hadal_controller::Progress| {
            waiting.retain(|when| {
                let strikes = when.words.iter().all(|word| progress.step.contains(word));
                if strikes {
                    injector.inject(Fault {
                        at_s: 0.0,
                        until_s: None,
                        course: Course::Step,
                        effect: when.effect.clone(),
                    });
                }
                !strikes
            });
        });
        let report = simulation.run_through(self.plan, store, self.stop, listener, through).unwrap();
        Ran { report, journal: memory.bytes(), simulation }
    }
}
