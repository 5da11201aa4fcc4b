//! The world as one instrument reaches it: through its own sensors and actuators, from the last tick's state.

use crate::endpoint::Condition;
use crate::fault::Faults;
use crate::instrument::{
    Ambient, Bench, CellPlace, Circulator, Opening, Place, PlantInputs, PlantOutputs, ThermometerPlace,
};
use crate::item::{ItemRaw, Surroundings};
use crate::plant::Chamber;
use crate::sensor::Sensors;
use bevy_ecs::prelude::*;
use hadal_models::quantity::{Conductivity, PracticalSalinity};
use hadal_models::sensor::LocalWater;
use hadal_rigs::chamber::plant::Actuators;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The last values that each instrument saw, which a frozen one goes on showing.
#[derive(Resource, Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Seen {
    numbers: BTreeMap<(usize, u16), f64>,
    scans: BTreeMap<usize, ItemRaw>,
}

/// Which world this is, and the runs that controllers have announced to it.
#[derive(Resource, Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Runs {
    pub(crate) seed: u64,
    pub(crate) ids: Vec<String>,
}

/// Number under which a transducer's pressure is kept in [`Seen`]; bridges' inputs count from 1.
const PRESSURE: u16 = 0;
/// Number under which the jacket's temperature is kept.
const JACKET: u16 = 254;
/// Number from which on the channels of a plugin's instrument count.
const OWN: u16 = 256;

/// Number under which what an uncertified instrument shows is kept.
fn key(what: Ambient) -> u16 {
    match what {
        Ambient::VesselMpaAbsolute => 253,
        Ambient::AirMpa => 252,
        Ambient::HallCelsius => 251,
        Ambient::JacketCelsius => JACKET,
        Ambient::PumpWaterCelsius => 250,
    }
}

/// Volume of a salinity bottle with its rinses, mL. The chamber makes it up from the reservoir.
const BOTTLE_ML: f64 = 250.0;
/// What a bridge shows on an input with nothing connected.
const OPEN_INPUT_OHM: f64 = 9.9e9;

/// The world as the instrument on one line reaches it.
pub(crate) struct WorldBench<'w> {
    pub(crate) world: &'w mut World,
    /// Index of the line.
    pub(crate) line: usize,
    /// Name of the instrument.
    pub(crate) instrument: &'w str,
    /// Faults on this line.
    pub(crate) condition: Condition,
    /// Practical salinity of the brine that doses.
    pub(crate) brine_salinity_practical: f64,
}

impl WorldBench<'_> {
    /// A number as the instrument sees it: fresh, or the last one if it is frozen.
    fn see(&mut self, key: u16, fresh: f64) -> f64 {
        let mut seen = self.world.resource_mut::<Seen>();
        let kept = seen.numbers.entry((self.line, key)).or_insert(fresh);
        if !self.condition.frozen {
            *kept = fresh;
        }
        *kept
    }

    fn chamber(&self) -> &Chamber {
        self.world.resource::<Chamber>()
    }

    fn faults(&self) -> &Faults {
        self.world.resource::<Faults>()
    }

    /// What the salinometer on the operator's bench makes of this practical salinity.
    fn measure_salinity(&mut self, truth: f64) -> f64 {
        let offset = self.faults().salinometer_offset();
        self.world.resource_mut::<Sensors>().salinometer.measure(truth) + offset
    }
}

impl Bench for WorldBench<'_> {
    fn resistance_ohm(&mut self, input: u8) -> f64 {
        let sensors = self.world.resource::<Sensors>();
        let wired = |t: &crate::sensor::Thermometer| t.instrument == self.instrument && t.input == input;
        let Some(index) = sensors.thermometers.iter().position(wired) else { return OPEN_INPUT_OHM };
        let thermometer = &sensors.thermometers[index];
        let around = match (thermometer.place, &sensors.check_standards.triple_point) {
            (ThermometerPlace::TriplePointCell, Some(cell)) => *cell,
            _ => self.chamber().well_temperature(thermometer.index, thermometer.height_m),
        };
        let offset_k = self.faults().thermometer_offset_k(thermometer.index);
        let hall = self.chamber().plant.hall_temperature();
        let fresh =
            self.world.resource_mut::<Sensors>().thermometers[index].measure_ohm(around, hall, offset_k);
        self.see(input.into(), fresh)
    }

    fn reference_pressure_psi_absolute(&mut self) -> f64 {
        let sensors = self.world.resource::<Sensors>();
        let height_m = sensors.transducer.height_m;
        let pressure = match sensors.check_standards.open_surface_m() {
            Some(surface_m) => self.chamber().pressure_below_open_surface(surface_m - height_m),
            None => self.chamber().water_at(height_m).pressure,
        };
        let offset_mpa = self.faults().reference_pressure_offset_mpa();
        let fresh = self.world.resource_mut::<Sensors>().transducer.indicate_psi(pressure, offset_mpa);
        self.see(PRESSURE, fresh)
    }

    fn transducer_temperature_celsius(&mut self) -> f64 {
        let above_k = self.world.resource::<Sensors>().transducer.truth.crystal_above_hall_k;
        self.chamber().plant.hall_temperature().celsius() + above_k
    }

    fn item_raw(&mut self, item: usize) -> ItemRaw {
        let Some((height_m, place)) =
            self.world.resource::<Sensors>().items.get(item).map(|i| (i.height_m, i.place))
        else {
            return ItemRaw::default();
        };
        let around = self.chamber().around(height_m, place);
        let passes = self.faults().cell_passes(item, &around.water);
        let conductivity = around.water.conductivity.siemens_per_m();
        let conductivity = Conductivity::from_siemens_per_m(passes * conductivity);
        let around = Surroundings { water: LocalWater { conductivity, ..around.water }, ..around };
        let offset_hz = self.faults().cell_offset_hz(item);
        let scan = self.world.resource_mut::<Sensors>().items[item].scan(&around);
        let fresh = scan.with_cell_offset(offset_hz);
        let mut seen = self.world.resource_mut::<Seen>();
        let kept = seen.scans.entry(self.line).or_insert(fresh);
        if !self.condition.frozen {
            *kept = fresh;
        }
        *kept
    }

    fn plant_inputs(&mut self) -> PlantInputs {
        let fresh = fresh_inputs(self.world);
        PlantInputs {
            pressure_mpa_absolute: self.see(PRESSURE, fresh.pressure_mpa_absolute),
            jacket_celsius: self.see(JACKET, fresh.jacket_celsius),
            ..fresh
        }
    }

    fn actuate(&mut self, outputs: &PlantOutputs) {
        let actuators = Actuators {
            pump_ml_per_min: outputs.pump_ml_per_min,
            release_ml_per_min: outputs.release_ml_per_min,
            jacket_setpoint_celsius: outputs.jacket_setpoint_celsius,
            jacket_enabled: outputs.jacket_enabled,
            stirrer_rpm: outputs.stirrer_rpm,
            fresh_ml_per_min: outputs.fresh_ml_per_min,
            brine_ml_per_min: outputs.brine_ml_per_min,
            brine_salinity_practical: self.brine_salinity_practical,
        };
        self.world.resource_mut::<Chamber>().drive(actuators);
    }

    fn manifold_reading_mpa(&mut self, manifold_mpa: f64) -> f64 {
        let mut sensors = self.world.resource_mut::<Sensors>();
        let sensor = sensors.controllers.get_mut(self.instrument);
        let fresh = sensor.map_or(manifold_mpa, |sensor| sensor.read_mpa(manifold_mpa));
        self.see(PRESSURE, fresh)
    }

    fn circulator(&mut self) -> Circulator {
        let chamber = self.chamber();
        let set_point_celsius = chamber.actuators.jacket_setpoint_celsius;
        let fresh = chamber.plant.jacket_temperature().celsius();
        Circulator { set_point_celsius, fluid_celsius: self.see(JACKET, fresh) }
    }

    fn set_circulator(&mut self, set_point_celsius: Option<f64>) {
        self.world.resource_mut::<Chamber>().tell_circulator(set_point_celsius);
    }

    fn draw_bottle(&mut self, place: Place) -> f64 {
        let plant = &mut self.world.resource_mut::<Chamber>().plant;
        let truth = match place {
            Place::Chamber => plant.draw_sample(BOTTLE_ML),
            Place::Reservoir => plant.pump_water().salinity,
        };
        self.measure_salinity(truth.value())
    }

    fn fill_reservoir(&mut self, salinity_practical: f64) -> f64 {
        let mixed = self.world.resource_mut::<Sensors>().salinometer.mix(salinity_practical);
        let measured = self.measure_salinity(mixed);
        self.world.resource_mut::<Chamber>().plant.fill_reservoir(PracticalSalinity::new(mixed));
        measured
    }

    fn ambient(&mut self, what: Ambient) -> f64 {
        let plant = &self.chamber().plant;
        let fresh = match what {
            Ambient::VesselMpaAbsolute => plant.pressure().mpa(),
            Ambient::AirMpa => self.world.resource::<Sensors>().check_standards.barometer_mpa(),
            Ambient::HallCelsius => plant.hall_temperature().celsius(),
            Ambient::JacketCelsius => plant.jacket_temperature().celsius(),
            Ambient::PumpWaterCelsius => plant.pump_water().temperature.celsius(),
        };
        self.see(key(what), fresh)
    }

    fn gauge_mpa_absolute(&mut self) -> f64 {
        self.chamber().plant.pressure().mpa()
    }

    fn place_thermometer(&mut self, thermometer: u32, place: ThermometerPlace) -> bool {
        let mut sensors = self.world.resource_mut::<Sensors>();
        let has_cell = sensors.check_standards.triple_point.is_some();
        let found = usize::try_from(thermometer).ok().and_then(|index| sensors.thermometers.get_mut(index));
        let Some(thermometer) = found.filter(|_| has_cell) else { return false };
        thermometer.place = place;
        true
    }

    fn place_cell(&mut self, item: u32, place: CellPlace) -> bool {
        let mut sensors = self.world.resource_mut::<Sensors>();
        let Some(item) = usize::try_from(item).ok().and_then(|index| sensors.items.get_mut(index)) else {
            return false;
        };
        item.place = place;
        true
    }

    fn set_opening(&mut self, opening: Opening) -> Option<f64> {
        self.world.resource_mut::<Sensors>().check_standards.open(opening)
    }

    fn standard_seawater(&mut self, batch: &str) -> Option<f64> {
        let truth = self.world.resource::<Sensors>().check_standards.seawater.get(batch).copied()?;
        Some(self.measure_salinity(truth))
    }

    fn clock_error_s(&mut self) -> f64 {
        self.faults().clock_error_s(self.instrument)
    }

    fn run_begins(&mut self, id: &str) -> u64 {
        let mut runs = self.world.resource_mut::<Runs>();
        runs.ids.push(id.to_owned());
        runs.seed
    }

    fn operator_stop(&mut self) -> bool {
        self.faults().operator_stop()
    }

    fn world(&mut self) -> &mut World {
        self.world
    }

    fn shown(&mut self, channel: u8, fresh: f64) -> f64 {
        self.see(OWN + u16::from(channel), fresh)
    }
}

/// What the plant's own sensors show during this tick.
fn fresh_inputs(world: &World) -> PlantInputs {
    let plant = &world.resource::<Chamber>().plant;
    let plc = &world.resource::<Sensors>().plc;
    let (error, span) = (plc.error(), plc.pressure_span());
    let offset_mpa = world.resource::<Faults>().plc_pressure_offset_mpa();
    PlantInputs {
        pressure_mpa_absolute: plant.pressure().mpa() * (1.0 + span) + error.pressure_mpa + offset_mpa,
        jacket_celsius: plant.jacket_temperature().celsius() + error.jacket_k,
        pump_water_celsius: plant.pump_water().temperature.celsius() + error.pump_water_k,
        hall_celsius: plant.hall_temperature().celsius() + error.hall_k,
        pumped_ml: plant.pumped_volume_ml(),
        released_ml: plant.released_volume_ml(),
        hard_trip: plant.hard_trip_tripped(),
        relief_open: plant.relief_open(),
    }
}
