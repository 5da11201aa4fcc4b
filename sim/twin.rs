//! The digital twin: one world of one scenario, with the lines to its instruments.

use crate::bench::Runs;
use crate::endpoint::{Line, RequestLog, Requested, Sockets, Supply};
use crate::fault::{FaultPlugin, Injector};
use crate::instrument::{Device, PlcSettings, device, item_device};
use crate::lines::{InstrumentPlugin, Lines};
use crate::plant::{Chamber, PlantPlugin};
use crate::plugin::Parts;
use crate::scenario::{Scenario, ScenarioError, Tails, Worlds};
use crate::schedule::{settle, ticking_app};
use crate::sensor::{SensorPlugin, Sensors};
use crate::snapshot;
use crate::truth::TracePlugin;
use bevy_app::App;
use hadal_models::quantity::AbsolutePressure;
use hadal_rigs::chamber::plant::{Actuators, Balance, Plant, Start};
use hadal_rigs::description::{Endpoint, InstrumentModel, Item, Rig};
use std::collections::BTreeMap;

/// A world that answers on its lines as a rig with its instruments would.
pub struct Twin {
    pub(crate) app: App,
    pub(crate) scenario: Scenario,
    pub(crate) seed: u64,
    pub(crate) now_ns: u64,
    /// What decides this world, for its snapshots.
    pub(crate) identity: [u8; 32],
    sockets: Sockets,
    injector: Injector,
}

/// What the plant is and was, for tests and reports; no controller sees it.
#[derive(Clone, Debug)]
pub struct PlantView {
    /// Pressure at the floor.
    pub pressure: AbsolutePressure,
    /// Highest pressure at the floor so far.
    pub peak_pressure: AbsolutePressure,
    /// Fastest rise of pressure over one tick so far, MPa/min.
    pub peak_rise_mpa_per_min: f64,
    /// Fastest fall of pressure over one tick so far, MPa/min.
    pub peak_fall_mpa_per_min: f64,
    /// Temperature at half height, °C.
    pub water_celsius: f64,
    /// Practical salinity at half height.
    pub salinity_practical: f64,
    /// What drives the plant now.
    pub actuators: Actuators,
    /// Whether the hard-wired trip has latched.
    pub hard_trip: bool,
    /// How well the books of water, salt and energy close.
    pub balance: Balance,
}

impl Twin {
    /// The world of this seed. Instruments and items whose endpoint is `twin` get a line each: an instrument under its
    /// name on the rig, an item under `item_{i}` and under its own name.
    ///
    /// # Errors
    /// When the scenario does not fit the rig or its own plugins, or starts in no state of liquid seawater.
    pub fn build(rig: &Rig, items: &[Item], scenario: &Scenario, seed: u64) -> Result<Self, ScenarioError> {
        scenario.fits(rig, items)?;
        let worlds = Worlds { scenario, seed, tails: Tails::Normal };
        let chamber = found(&worlds, rig)?;
        let sensors = Sensors::draw(&worlds, rig, items, |height_m| chamber.plant.pressure_at(height_m));
        let injector = Injector::default();
        let mut app = ticking_app();
        app.insert_resource(Runs { seed, ids: Vec::new() }).init_resource::<Parts>();
        app.add_plugins((
            FaultPlugin {
                scheduled: scenario.fault.clone(),
                injector: injector.clone(),
                draws: worlds.stream("faults"),
            },
            PlantPlugin { chamber },
            SensorPlugin { sensors },
        ));
        scenario.plugins.add(scenario, &mut app)?;
        let parts = app.world().resource::<Parts>();
        parts.check(scenario)?;
        let (lines, sockets) = wire(&worlds, rig, items, parts)?;
        app.add_plugins((InstrumentPlugin::new(lines), TracePlugin));
        app.finish();
        app.cleanup();
        settle(&mut app).map_err(ScenarioError::Schedule)?;
        let identity = snapshot::identity(rig, items, scenario, seed);
        Ok(Self { app, scenario: scenario.clone(), seed, now_ns: 0, identity, sockets, injector })
    }

    /// Where a controller opens lines.
    pub fn sockets(&self) -> Sockets {
        self.sockets.clone()
    }

    /// Injects faults, also while the twin is driven.
    pub fn injector(&self) -> Injector {
        self.injector.clone()
    }

    /// Seconds that this world has lived.
    pub fn elapsed_s(&self) -> f64 {
        crate::clock::seconds(self.now_ns)
    }

    /// Has `listener` hear from now on what clients do on the lines, in the order in which the world takes notice of it.
    pub fn log_requests(&mut self, listener: impl FnMut(&Requested) + Send + Sync + 'static) {
        self.app.world_mut().resource_mut::<Lines>().keep_log(RequestLog::heard_by(listener));
    }

    /// Ends the log of what clients do, at the present.
    pub fn end_log(&mut self) {
        let now_ns = self.now_ns;
        self.app.world_mut().resource_mut::<Lines>().end_log(now_ns);
    }

    /// Lives until a client's act of another life, and does it. A world of the same rig, items, scenario and seed that relives a
    /// whole log comes to the same state, byte by byte.
    ///
    /// # Errors
    /// The request, if it lies in the past, on no line of this twin, or holds no bytes.
    pub fn relive(&mut self, request: &Requested) -> Result<(), Requested> {
        if request.at_ns < self.now_ns {
            return Err(request.clone());
        }
        self.live_until_ns(request.at_ns);
        let done = self.app.world_mut().resource_mut::<Lines>().relive(request);
        if done { Ok(()) } else { Err(request.clone()) }
    }

    /// The runs that controllers have announced, in order.
    pub fn runs(&self) -> &[String] {
        &self.app.world().resource::<Runs>().ids
    }

    /// What the plant is and was.
    pub fn plant(&self) -> PlantView {
        let chamber = self.app.world().resource::<Chamber>();
        let middle = chamber.water_at(0.5 * chamber.plant.parameters().vessel.inner_length_m());
        PlantView {
            pressure: chamber.plant.pressure(),
            peak_pressure: AbsolutePressure::from_mpa(chamber.peak_pressure_mpa),
            peak_rise_mpa_per_min: chamber.peak_rise_mpa_per_min,
            peak_fall_mpa_per_min: chamber.peak_fall_mpa_per_min,
            water_celsius: middle.temperature.celsius(),
            salinity_practical: middle.salinity.value(),
            actuators: chamber.actuators,
            hard_trip: chamber.plant.hard_trip_tripped(),
            balance: chamber.plant.balance(),
        }
    }
}

/// The chamber as it is found.
fn found(worlds: &Worlds<'_>, rig: &Rig) -> Result<Chamber, ScenarioError> {
    let start = worlds.scenario.start;
    let start = Start::uniform(start.temperature_celsius, start.salinity_practical);
    let mut plant = Plant::new(worlds.chamber(rig), worlds.water(), start)?;
    for thermometer in &rig.reference_thermometer {
        plant.sink_well(thermometer.height_m);
    }
    let brine_salinity_practical = rig.dosing.brine_salinity_practical;
    let actuators = Actuators { brine_salinity_practical, ..Actuators::default() };
    Ok(Chamber::at_rest(plant, actuators))
}

/// A line to each instrument and item of the twin.
fn wire(
    worlds: &Worlds<'_>,
    rig: &Rig,
    items: &[Item],
    parts: &Parts,
) -> Result<(Lines, Sockets), ScenarioError> {
    let plc = PlcSettings {
        communication_loss: worlds.scenario.plc.communication_loss.unwrap_or_default(),
        ..PlcSettings::of_vessel(rig.chamber.volume_l * 1000.0)
    };
    let instruments = rig.instrument.iter().map(|i| {
        let supply = if i.model == InstrumentModel::Operator { Supply::Own } else { Supply::Mains };
        let device = device(i, plc).map_or_else(|| parts.device(i), Ok)?;
        Ok((i.name.clone(), &i.endpoint, supply, device))
    });
    let instruments = instruments.collect::<Result<Vec<_>, ScenarioError>>()?;
    let items = items.iter().enumerate();
    let aliases: Vec<(String, String)> =
        items.clone().map(|(index, item)| (item.name.clone(), item_line(index))).collect();
    let items =
        items.map(|(index, item)| (item_line(index), &item.endpoint, Supply::Own, item_device(item, index)));
    let mut lines: Vec<Line> = Vec::new();
    let mut names = BTreeMap::new();
    for (name, endpoint, supply, instrument) in instruments.into_iter().chain(items) {
        if let Some(line) = twin_line(worlds, &name, endpoint, supply, instrument) {
            names.insert(name, lines.len());
            lines.push(line);
        }
    }
    for (alias, name) in aliases {
        if let Some(index) = names.get(&name).copied() {
            names.entry(alias).or_insert(index);
        }
    }
    let sockets = Sockets::new(names);
    Ok((Lines::new(lines, sockets.clone(), rig.dosing.brine_salinity_practical), sockets))
}

/// Name of the line to item number `index`.
pub(crate) fn item_line(index: usize) -> String {
    format!("item_{index}")
}

fn twin_line(
    worlds: &Worlds<'_>,
    name: &str,
    endpoint: &Endpoint,
    supply: Supply,
    instrument: Box<dyn Device>,
) -> Option<Line> {
    match endpoint {
        Endpoint::Twin { baud } => {
            let damage = worlds.stream(&format!("damage-{name}"));
            Some(Line::new(name.to_owned(), *baud, supply, instrument, damage))
        }
        Endpoint::Serial { .. } | Endpoint::Tcp { .. } => None,
    }
}
