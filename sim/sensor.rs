//! The sensors in the world: they follow the plant at each tick, and are read between ticks from the last tick's state.

use crate::instrument::{CellPlace, Opening, ThermometerPlace};
use crate::item::{ItemRaw, ItemTruth, Surroundings};
use crate::plant::Chamber;
use crate::scenario::{
    ControllerTruth, PlcTruth, SalinometerTruth, ThermometerTruth, TransducerTruth, Worlds,
};
use crate::schedule::{Stage, Tick};
use bevy_app::{App, Plugin};
use bevy_ecs::prelude::*;
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use hadal_models::quantity::{AbsolutePressure, Temperature};
use hadal_models::randomness::{self, Stream, standard_normal};
use hadal_rigs::description::{Instrument, InstrumentModel, Item, Rig};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A stream of noise that can tell how much of it is used up.
#[derive(Clone, Debug)]
pub struct Noise(pub(crate) Stream);

impl Noise {
    /// One draw from the standard normal distribution.
    pub fn normal(&mut self) -> f64 {
        standard_normal(&mut self.0)
    }
}

impl<'de> Deserialize<'de> for Noise {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (seed, position) = Deserialize::deserialize(deserializer)?;
        Ok(Self(randomness::resumed(seed, position)))
    }
}

impl Serialize for Noise {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.0.get_seed(), self.0.get_word_pos()).serialize(serializer)
    }
}

/// A reference thermometer in the chamber.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Thermometer {
    /// Number in the rig file.
    pub(crate) index: usize,
    /// The bridge it hangs on, and where.
    pub(crate) instrument: String,
    pub(crate) input: u8,
    pub(crate) height_m: f64,
    pub(crate) place: ThermometerPlace,
    pub(crate) truth: ThermometerTruth,
    pub(crate) noise: Noise,
}

/// The reference pressure transducer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Transducer {
    pub(crate) height_m: f64,
    pub(crate) truth: TransducerTruth,
    pub(crate) noise: Noise,
}

/// The plant's own sensors, sampled once a tick, so that asking them changes nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PlcSensors {
    pub(crate) truth: PlcTruth,
    noise: Noise,
    error: PlcError,
}

/// What the plant's sensors are wrong by during this tick.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(crate) struct PlcError {
    pub(crate) pressure_mpa: f64,
    pub(crate) jacket_k: f64,
    pub(crate) pump_water_k: f64,
    pub(crate) hall_k: f64,
}

/// A pressure controller's own sensor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ControllerSensor {
    pub(crate) truth: ControllerTruth,
    pub(crate) noise: Noise,
}

impl ControllerSensor {
    /// What it makes of the pressure in its manifold, MPa above vacuum.
    pub(crate) fn read_mpa(&mut self, manifold_mpa: f64) -> f64 {
        let truth = &self.truth;
        manifold_mpa * (1.0 + truth.span) + truth.offset_mpa + truth.noise_mpa * self.noise.normal()
    }
}

/// The salinometer on the operator's bench.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Salinometer {
    pub(crate) truth: SalinometerTruth,
    pub(crate) noise: Noise,
}

/// An item in the chamber.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ItemSensors {
    pub(crate) height_m: f64,
    pub(crate) place: CellPlace,
    pub(crate) truth: ItemTruth,
    pub(crate) noise: Noise,
}

/// What references are checked against, as it truly is, and whether the chamber is open for it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CheckStandards {
    /// Temperature at a thermometer's element in the triple-point cell, where there is a cell.
    pub(crate) triple_point: Option<Temperature>,
    /// What the barometer shows beyond the air's pressure, hPa, and the open surface's height, where there is a barometer.
    pub(crate) barometer: Option<Barometer>,
    /// Practical salinity of the bottles of each batch of Standard Seawater.
    pub(crate) seawater: BTreeMap<String, f64>,
    pub(crate) opening: Opening,
}

/// The barometer as it truly is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Barometer {
    pub(crate) error_hpa: f64,
    pub(crate) surface_height_m: f64,
}

/// One standard atmosphere, which the hall always has.
const HALL_HPA: f64 = STANDARD_ATMOSPHERE_MPA * 1e4;

impl CheckStandards {
    /// Opens or closes the chamber; gives what the barometer shows.
    pub(crate) fn open(&mut self, opening: Opening) -> Option<f64> {
        let barometer = self.barometer?;
        self.opening = opening;
        Some(HALL_HPA + barometer.error_hpa)
    }

    /// What the barometer shows, MPa; without a barometer, what one without error would.
    pub(crate) fn barometer_mpa(&self) -> f64 {
        (HALL_HPA + self.barometer.map_or(0.0, |barometer| barometer.error_hpa)) * 1e-4
    }

    /// Height of the water's surface while the chamber is open.
    pub(crate) fn open_surface_m(&self) -> Option<f64> {
        self.barometer.filter(|_| self.opening == Opening::Open).map(|barometer| barometer.surface_height_m)
    }
}

/// Every sensor of the world.
#[derive(Resource, Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Sensors {
    pub(crate) thermometers: Vec<Thermometer>,
    pub(crate) transducer: Transducer,
    pub(crate) plc: PlcSensors,
    /// Those of pressure controllers, by the instrument's name.
    pub(crate) controllers: BTreeMap<String, ControllerSensor>,
    pub(crate) salinometer: Salinometer,
    pub(crate) check_standards: CheckStandards,
    pub(crate) items: Vec<ItemSensors>,
}

impl Thermometer {
    /// Resistance as the bridge measures it, ohm.
    pub(crate) fn measure_ohm(&mut self, around: Temperature, hall: Temperature, offset_k: f64) -> f64 {
        let felt = Temperature::from_celsius(around.celsius() + offset_k);
        self.truth.sprt.resistance_ohm(felt, hall) + self.truth.noise_ohm * self.noise.normal()
    }
}

impl Transducer {
    /// The transducer's own indication, psi above vacuum.
    pub(crate) fn indicate_psi(&mut self, pressure: AbsolutePressure, offset_mpa: f64) -> f64 {
        let reading = self.truth.transducer.reading(pressure).mpa();
        let shown_mpa = reading + offset_mpa + self.truth.noise_mpa * self.noise.normal();
        AbsolutePressure::from_mpa(shown_mpa).psi()
    }
}

impl PlcSensors {
    /// Sensors that have not been sampled yet.
    pub(crate) fn new(truth: PlcTruth, noise: Noise) -> Self {
        let mut sensors = Self { truth, noise, error: PlcError::default() };
        sensors.sample();
        sensors
    }

    /// Relative error of the pressure transducer's span.
    pub(crate) fn pressure_span(&self) -> f64 {
        self.truth.pressure_span
    }

    /// What the sensors are wrong by during this tick.
    pub(crate) fn error(&self) -> PlcError {
        self.error
    }

    /// Draws this tick's errors.
    fn sample(&mut self) {
        let (truth, noise) = (&self.truth, &mut self.noise);
        self.error = PlcError {
            pressure_mpa: truth.pressure_offset_mpa + truth.pressure_noise_mpa * noise.normal(),
            jacket_k: truth.jacket_offset_k + truth.temperature_noise_k * noise.normal(),
            pump_water_k: truth.pump_water_offset_k + truth.temperature_noise_k * noise.normal(),
            hall_k: truth.hall_offset_k + truth.temperature_noise_k * noise.normal(),
        };
    }
}

impl ItemSensors {
    /// One scan with noise.
    pub(crate) fn scan(&mut self, around: &Surroundings) -> ItemRaw {
        self.truth.noisy(around, &mut self.noise.0)
    }
}

impl Salinometer {
    /// What the salinometer makes of a bottle of this salinity.
    pub(crate) fn measure(&mut self, salinity_practical: f64) -> f64 {
        let SalinometerTruth { standardisation_practical, repeatability_practical, tails, .. } = self.truth;
        salinity_practical
            + (standardisation_practical + repeatability_practical * tails.draw(&mut self.noise.0))
    }

    /// The salinity that the operator mixes who wants this one.
    pub(crate) fn mix(&mut self, salinity_practical: f64) -> f64 {
        salinity_practical + self.truth.mixing_practical * self.noise.normal()
    }
}

impl Sensors {
    /// Every sensor of a world, as it truly is. The items rest at `pressure_at` their height.
    pub(crate) fn draw(
        worlds: &Worlds<'_>,
        rig: &Rig,
        items: &[Item],
        pressure_at: impl Fn(f64) -> AbsolutePressure,
    ) -> Self {
        let noise = |name: &str| Noise(worlds.stream(&format!("noise-{name}")));
        let spreads = rig.reference_thermometer.iter().zip(&worlds.scenario.reference_thermometer);
        let thermometers = spreads.enumerate().map(|(index, (certificate, spread))| Thermometer {
            index,
            instrument: certificate.instrument.clone(),
            input: certificate.input,
            height_m: certificate.height_m,
            place: ThermometerPlace::Well,
            truth: worlds.thermometer(index, certificate, spread),
            noise: noise(&format!("thermometer-{index}")),
        });
        let is_controller =
            |model| matches!(model, InstrumentModel::DhiPpch | InstrumentModel::MensorCpc8000);
        let controllers = rig.instrument.iter().filter(|instrument| is_controller(instrument.model));
        let controllers = controllers.map(|Instrument { name, .. }| {
            let truth = worlds.pressure_controller(name);
            (name.clone(), ControllerSensor { truth, noise: noise(&format!("pressure-controller-{name}")) })
        });
        let items = items.iter().enumerate().map(|(index, item)| ItemSensors {
            height_m: item.height_m,
            place: CellPlace::Water,
            truth: worlds.item(index, item, pressure_at(item.height_m)),
            noise: noise(&format!("item-{index}")),
        });
        Self {
            thermometers: thermometers.collect(),
            transducer: Transducer {
                height_m: rig.reference_pressure.height_m,
                truth: worlds.transducer(&rig.reference_pressure, &worlds.scenario.reference_pressure),
                noise: noise("transducer"),
            },
            plc: PlcSensors::new(worlds.plc(), noise("plc")),
            controllers: controllers.collect(),
            salinometer: Salinometer { truth: worlds.salinometer(), noise: noise("salinometer") },
            check_standards: worlds.check_standards(rig),
            items: items.collect(),
        }
    }
}

/// Lets what has a memory follow the plant.
pub(crate) struct SensorPlugin {
    pub(crate) sensors: Sensors,
}

impl Plugin for SensorPlugin {
    fn build(&self, app: &mut App) {
        app.insert_resource(self.sensors.clone());
        app.add_systems(Tick, follow.in_set(Stage::Sensors));
    }
}

/// The system: the items' sensors feel this second, the plant's sensors are sampled.
fn follow(chamber: Res<Chamber>, mut sensors: ResMut<Sensors>) {
    sensors.plc.sample();
    for item in &mut sensors.items {
        item.follow(&chamber);
    }
}
