//! What the twin alone knows, as tables for `truth.h5`: the sensors on a grid between the points, and the plant's trace.

use crate::fault::{Faults, Label};
use crate::item::Surroundings;
use crate::plant::Chamber;
use crate::plugin::Parts;
use crate::schedule::{Moment, Stage, Tick};
use crate::sensor::Sensors;
use crate::twin::Twin;
use bevy_app::{App, Plugin};
use bevy_ecs::prelude::*;
use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
use hadal_models::sensor::{LocalWater, TrueWater};
use hadal_record::{Column, Table, utc_seconds_unit};
use hadal_rigs::chamber::plant::Plant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Ticks between rows of the trace.
const TRACE_TICKS: u64 = 60;

/// Near the surface: the ocean's range, off the usual calibration points.
const SURFACE_CELSIUS: [f64; 8] = [1.5, 3.0, 6.5, 11.0, 17.0, 22.0, 27.0, 32.0];
const SURFACE_SALINITIES: [f64; 7] = [6.0, 10.0, 16.0, 22.0, 28.0, 34.0, 37.0];

/// The deep box: 1 to 5 °C and SP 34 to 36 are what matters below the surface, to full ocean depth.
const DEEP_CELSIUS: [f64; 4] = [1.5, 2.5, 3.5, 4.5];
const DEEP_SALINITIES: [f64; 3] = [34.4, 35.0, 35.6];
const DEEP_MPA_SEA: [f64; 11] = [5.0, 15.0, 27.0, 38.0, 50.0, 61.0, 73.0, 84.0, 96.0, 107.0, 114.0];

/// The plant's trace, a row a minute.
#[derive(Resource, Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Trace {
    rows: Vec<Vec<f64>>,
}

/// Columns of the trace: name, unit, meaning.
const QUANTITIES: [(&str, &str, &str); 15] = [
    ("pressure", "MPa", "absolute pressure at the chamber's floor"),
    ("temperature_floor", "degree_Celsius", "water temperature at the chamber's floor"),
    ("temperature_middle", "degree_Celsius", "water temperature at half height"),
    ("temperature_lid", "degree_Celsius", "water temperature at the lid"),
    ("salinity_floor", "1", "practical salinity of the composition at the floor"),
    ("salinity_lid", "1", "practical salinity of the composition at the lid"),
    ("wall_temperature", "degree_Celsius", "mean wall temperature"),
    ("jacket_temperature", "degree_Celsius", "jacket fluid temperature"),
    ("hall_temperature", "degree_Celsius", "hall temperature"),
    ("pump_water_salinity", "1", "practical salinity of the pump's water"),
    ("pump_flow", "mL min-1", "flow that the pump delivers"),
    ("released_volume", "mL", "volume released since the start"),
    ("ice", "kg", "ice in the chamber"),
    ("oxygen_middle", "umol kg-1", "dissolved oxygen at half height"),
    (
        "oxygen_pressure_middle",
        "1",
        "partial pressure of oxygen at half height over that of surface water in air",
    ),
];

/// Writes the trace down.
pub(crate) struct TracePlugin;

impl Plugin for TracePlugin {
    fn build(&self, app: &mut App) {
        app.init_resource::<Trace>();
        app.add_systems(Tick, write_down.in_set(Stage::Trace));
    }
}

/// Whether the plant's trace has a quantity of this name.
pub(crate) fn is_quantity(name: &str) -> bool {
    name == "time" || QUANTITIES.iter().any(|(own, ..)| *own == name)
}

/// The system: a row a minute.
fn write_down(world: &mut World) {
    if !world.resource::<Moment>().tick.is_multiple_of(TRACE_TICKS) {
        return;
    }
    let mut row = row_of(&world.resource::<Chamber>().plant).to_vec();
    row.extend(world.resource::<Parts>().quantities.iter().map(|quantity| (quantity.read)(world)));
    world.resource_mut::<Trace>().rows.push(row);
}

/// The plant's quantities at this moment.
fn row_of(plant: &Plant) -> [f64; QUANTITIES.len()] {
    let length_m = plant.parameters().vessel.inner_length_m();
    let [floor, middle, lid] = [0.0, 0.5, 1.0].map(|share| plant.water_at(share * length_m));
    let oxygen = plant.oxygen_at(0.5 * length_m);
    [
        plant.pressure().mpa(),
        floor.temperature.celsius(),
        middle.temperature.celsius(),
        lid.temperature.celsius(),
        floor.salinity.value(),
        lid.salinity.value(),
        plant.wall_temperature().celsius(),
        plant.jacket_temperature().celsius(),
        plant.hall_temperature().celsius(),
        plant.pump_water().salinity.value(),
        plant.pump_flow_ml_per_min(),
        plant.released_volume_ml(),
        plant.ice_kg(),
        oxygen.micromol_per_kg,
        oxygen.relative_partial_pressure,
    ]
}

/// The truth of a run, ready for [`hadal_record::write_tables`].
#[derive(Clone, Debug, PartialEq)]
pub struct Truth {
    /// Attributes of the file; `run_id` joins it to the record.
    pub attributes: BTreeMap<String, String>,
    /// `grid`: what the items truly give on a grid of water. `trace`: the plant, a row a minute. `faults`, where any acted: when,
    /// row by row as the attribute `faults` describes them.
    pub tables: Vec<Table>,
}

impl Twin {
    /// What only the twin knows, at the end of a run. `epoch_utc_ns` is UTC at the start of virtual time.
    ///
    /// `grid` (dimension `place`): `temperature`, `practical_salinity`, `sea_pressure`, `conductivity`, and for each item its
    /// raw outputs (of an SBE 37 `item_{i}_temperature_counts`, `_conductivity_frequency`, `_pressure_counts`,
    /// `_pressure_temperature_counts`): noise-free, in the middle of the hysteresis loop, at rest in water that has stood
    /// open to the air.
    pub fn truth(&self, run_id: &str, epoch_utc_ns: i64) -> Truth {
        let world = self.app.world();
        let text = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let attributes = BTreeMap::from([
            text("run_id", run_id),
            text("title", "SIMULATED: what the twin's sensors and water truly were"),
            text(
                "summary",
                "Noise-free raw outputs of the items on a grid of water, and the trace of the plant",
            ),
            text(
                "source",
                &format!("hadal-sim {}, scenario {}", env!("CARGO_PKG_VERSION"), self.scenario.name),
            ),
            text("seed", &self.seed.to_string()),
            text("state_digest", &self.state_digest_hex()),
            text("faults", &faults_json(world.resource::<Faults>())),
        ]);
        let water = world.resource::<Chamber>().plant.true_water();
        let grid = grid_table(water, world.resource::<Sensors>());
        let trace = trace_table(world.resource::<Trace>(), world.resource::<Parts>(), epoch_utc_ns);
        let mut tables = vec![grid, trace];
        tables.extend(faults_table(world.resource::<Faults>(), epoch_utc_ns));
        Truth { attributes, tables }
    }
}

/// Every place of the grid, with this world's true conductivity.
fn places(water: &TrueWater) -> Vec<LocalWater> {
    let place = |celsius: f64, salinity: f64, sea_mpa: f64| {
        let (temperature, pressure) = (Temperature::from_celsius(celsius), SeaPressure::from_mpa(sea_mpa));
        let salinity = PracticalSalinity::new(salinity);
        let conductivity = water.conductivity(salinity, temperature, pressure);
        LocalWater { temperature, pressure: pressure.absolute(), salinity, conductivity }
    };
    let surface = SURFACE_CELSIUS.iter().flat_map(|t| SURFACE_SALINITIES.iter().map(move |s| (*t, *s, 0.0)));
    let deep = DEEP_CELSIUS.iter().flat_map(|t| {
        DEEP_SALINITIES.iter().flat_map(move |s| DEEP_MPA_SEA.iter().map(move |p| (*t, *s, *p)))
    });
    surface.chain(deep).map(|(t, s, p)| place(t, s, p)).collect()
}

fn grid_table(water: &TrueWater, sensors: &Sensors) -> Table {
    let places = places(water);
    let of = |name: &str, unit: &str, long_name: &str, value: &dyn Fn(&LocalWater) -> f64| Column {
        name: name.to_owned(),
        unit: unit.to_owned(),
        long_name: long_name.to_owned(),
        values: places.iter().map(value).collect(),
    };
    let mut columns = vec![
        of("temperature", "degree_Celsius", "true temperature (ITS-90)", &|w| w.temperature.celsius()),
        of("practical_salinity", "1", "practical salinity of the composition", &|w| w.salinity.value()),
        of("sea_pressure", "MPa", "pressure above one standard atmosphere", &|w| w.pressure.sea().mpa()),
        of("conductivity", "S m-1", "true conductivity", &|w| w.conductivity.siemens_per_m()),
    ];
    for (index, item) in sensors.items.iter().enumerate() {
        let outputs =
            |water: &LocalWater| item.truth.raw_without_history(&Surroundings::aired(*water)).outputs();
        let long_name = format!("noise-free raw output of item {index}");
        let rows: Vec<_> = places.iter().map(outputs).collect();
        let named = rows.first().into_iter().flatten().enumerate();
        columns.extend(named.map(|(output, (suffix, unit, _))| Column {
            name: format!("item_{index}_{suffix}"),
            unit: (*unit).to_owned(),
            long_name: long_name.clone(),
            values: rows.iter().map(|row| row[output].2).collect(),
        }));
    }
    Table { group: "grid".to_owned(), dimension: "place".to_owned(), columns }
}

/// What acted, as JSON.
fn faults_json(faults: &Faults) -> String {
    let labels: Vec<&Label> = faults.labels().collect();
    serde_json::to_string(&labels).unwrap_or_default()
}

/// When it acted; no table where nothing did.
fn faults_table(faults: &Faults, epoch_utc_ns: i64) -> Option<Table> {
    let labels: Vec<&Label> = faults.labels().collect();
    let of = |name: &str, unit: String, long_name: &str, value: &dyn Fn(&Label) -> f64| Column {
        name: name.to_owned(),
        unit,
        long_name: long_name.to_owned(),
        values: labels.iter().map(|label| value(label)).collect(),
    };
    let utc = || utc_seconds_unit(epoch_utc_ns);
    #[expect(clippy::cast_precision_loss, reason = "seconds of a run")]
    let acted_s = |label: &Label| label.acted_s as f64;
    let columns = vec![
        of("began", utc(), "when the fault first acted", &|label| label.began_s),
        of("ended", utc(), "when it acted no more", &|label| label.ended_s.unwrap_or(f64::NAN)),
        of("acted", "s".to_owned(), "seconds in which it acted", &acted_s),
    ];
    (!labels.is_empty()).then(|| Table { group: "faults".to_owned(), dimension: "fault".to_owned(), columns })
}

fn trace_table(trace: &Trace, parts: &Parts, epoch_utc_ns: i64) -> Table {
    let minute_s = crate::clock::seconds(TRACE_TICKS * crate::schedule::TICK_NS);
    let time = Column {
        name: "time".to_owned(),
        unit: utc_seconds_unit(epoch_utc_ns),
        long_name: "virtual time".to_owned(),
        values: (1_u32..).zip(&trace.rows).map(|(row, _)| f64::from(row) * minute_s).collect(),
    };
    let own = parts.quantities.iter().map(|own| (own.name, own.unit, own.long_name));
    let quantities = QUANTITIES.into_iter().chain(own).enumerate();
    let quantities = quantities.map(|(index, (name, unit, long_name))| Column {
        name: name.to_owned(),
        unit: unit.to_owned(),
        long_name: long_name.to_owned(),
        values: trace.rows.iter().map(|row| row[index]).collect(),
    });
    let columns = std::iter::once(time).chain(quantities).collect();
    Table { group: "trace".to_owned(), dimension: "time".to_owned(), columns }
}
