//! The plant in the world: one step per tick, with the actuators as they were left and the faults that act.

use crate::fault::{Effect, Faults};
use crate::instrument::CellPlace;
use crate::item::Surroundings;
use crate::schedule::{Stage, TICK_S, Tick};
use bevy_app::{App, Plugin};
use bevy_ecs::prelude::*;
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use hadal_models::quantity::{AbsolutePressure, Conductivity, PracticalSalinity, Temperature};
use hadal_models::sensor::LocalWater;
use hadal_rigs::chamber::plant::{self, Actuators, Plant};
use serde::{Deserialize, Serialize};

/// The chamber, what drives it and the extremes it has seen.
#[derive(Resource, Clone, Debug, Serialize, Deserialize)]
pub struct Chamber {
    pub(crate) plant: Plant,
    pub(crate) actuators: Actuators,
    /// What the PLC says.
    commanded: Actuators,
    /// Where the circulator's own interface sends it while the PLC is not in run.
    circulator_celsius: Option<f64>,
    pub(crate) peak_pressure_mpa: f64,
    pub(crate) peak_rise_mpa_per_min: f64,
    pub(crate) peak_fall_mpa_per_min: f64,
}

impl Chamber {
    /// A plant at rest.
    pub(crate) fn at_rest(plant: Plant, actuators: Actuators) -> Self {
        let peak_pressure_mpa = plant.pressure().mpa();
        Self {
            plant,
            actuators,
            commanded: actuators,
            circulator_celsius: None,
            peak_pressure_mpa,
            peak_rise_mpa_per_min: 0.0,
            peak_fall_mpa_per_min: 0.0,
        }
    }

    /// The plant as it truly is: water at a height, oxygen, walls, books.
    pub fn plant(&self) -> &Plant {
        &self.plant
    }

    /// What the plant is told; with faults, it may do otherwise.
    pub fn actuators(&self) -> &Actuators {
        &self.actuators
    }

    /// The water at a height above the floor, as it truly is.
    pub(crate) fn water_at(&self, height_m: f64) -> LocalWater {
        self.plant.water_at(height_m)
    }

    /// Temperature at the bottom of a thermometer's well, of which there is one for each thermometer of the rig.
    pub(crate) fn well_temperature(&self, thermometer: usize, height_m: f64) -> Temperature {
        self.plant.well_temperature(thermometer).unwrap_or_else(|| self.water_at(height_m).temperature)
    }

    /// Pressure so far below the surface of the water while it stands open to the air.
    pub(crate) fn pressure_below_open_surface(&self, depth_m: f64) -> AbsolutePressure {
        let mpa_per_m = self.plant.pressure_at(0.0).mpa() - self.plant.pressure_at(1.0).mpa();
        AbsolutePressure::from_mpa(STANDARD_ATMOSPHERE_MPA + mpa_per_m * depth_m)
    }

    /// What surrounds an item that hangs dry in the hall.
    fn air_of_hall(&self) -> LocalWater {
        LocalWater {
            temperature: self.plant.hall_temperature(),
            pressure: AbsolutePressure::from_mpa(STANDARD_ATMOSPHERE_MPA),
            salinity: PracticalSalinity::new(0.0),
            conductivity: Conductivity::from_siemens_per_m(0.0),
        }
    }

    /// What drives the plant while the PLC says this. In run the PLC has the circulator; otherwise its own interface has
    /// it, if it was ever told anything there.
    pub(crate) fn drive(&mut self, commanded: Actuators) {
        self.commanded = commanded;
        self.actuators = match self.circulator_celsius {
            Some(jacket_setpoint_celsius) if !commanded.jacket_enabled => {
                Actuators { jacket_setpoint_celsius, jacket_enabled: true, ..commanded }
            }
            _ => commanded,
        };
    }

    /// The circulator is told something at its own interface, and obeys at once if the PLC lets it.
    pub(crate) fn tell_circulator(&mut self, set_point_celsius: Option<f64>) {
        self.circulator_celsius = set_point_celsius;
        self.drive(self.commanded);
    }

    /// What surrounds an item at a height above the floor, or in the hall.
    pub(crate) fn around(&self, height_m: f64, place: CellPlace) -> Surroundings {
        match place {
            CellPlace::Water => Surroundings {
                water: self.water_at(height_m),
                oxygen_umol_per_kg: self.plant.oxygen_at(height_m).micromol_per_kg,
            },
            CellPlace::Air => Surroundings::aired(self.air_of_hall()),
        }
    }

    fn step(&mut self, actuators: &Actuators, broken: &plant::Faults) {
        let before = self.plant.pressure().mpa();
        self.plant.step(actuators, broken, TICK_S);
        let after = self.plant.pressure().mpa();
        let rate = (after - before) * 60.0 / TICK_S;
        self.peak_pressure_mpa = self.peak_pressure_mpa.max(after);
        self.peak_rise_mpa_per_min = self.peak_rise_mpa_per_min.max(rate);
        self.peak_fall_mpa_per_min = self.peak_fall_mpa_per_min.max(-rate);
    }
}

/// Steps the plant.
pub(crate) struct PlantPlugin {
    pub(crate) chamber: Chamber,
}

impl Plugin for PlantPlugin {
    fn build(&self, app: &mut App) {
        app.insert_resource(self.chamber.clone());
        app.add_systems(Tick, step.in_set(Stage::Plant));
    }
}

/// The system: one second of plant.
fn step(faults: Res<Faults>, mut chamber: ResMut<Chamber>) {
    for effect in faults.beginning() {
        if let Effect::SealSlip { volume_ml } | Effect::FloodedHousing { volume_ml, .. } = effect {
            chamber.plant.give_way(volume_ml * 1e-6);
        }
    }
    let commanded = chamber.actuators;
    let without_mains =
        || Actuators { brine_salinity_practical: commanded.brine_salinity_practical, ..Actuators::default() };
    let actuators = if faults.power_cut() { without_mains() } else { commanded };
    chamber.step(&actuators, &broken(&faults));
}

/// What the faults break in the plant.
fn broken(faults: &Faults) -> plant::Faults {
    let leak_ml_per_min_at_100_mpa = faults.leak_ml_per_min_at_100_mpa();
    let mut broken = plant::Faults { leak_ml_per_min_at_100_mpa, ..plant::Faults::default() };
    for effect in faults.acting() {
        match effect {
            Effect::PumpRunaway { flow_ml_per_min } => {
                broken.pump_runaway_ml_per_min = Some(*flow_ml_per_min)
            }
            Effect::ReleaseBlocked => broken.release_blocked = true,
            Effect::HeaterStuck { power_w } => broken.heater_stuck_w = Some(*power_w),
            Effect::ReleaseStuckOpen { share } => broken.release_open_share = *share,
            Effect::JacketFailed => broken.jacket_failed = true,
            Effect::ChillerLost => broken.chiller_lost = true,
            Effect::StirrerStopped => broken.stirrer_stopped = true,
            Effect::SuctionClogged { share } => broken.suction_clogged = *share,
            Effect::HardTripDefeated => broken.hard_trip_defeated = true,
            _ => {}
        }
    }
    broken
}
