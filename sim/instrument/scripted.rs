//! A bench that a test scripts, and the loop that a line would run.

use super::{
    Ambient, Bench, CellPlace, Circulator, Device, Opening, Place, PlantInputs, PlantOutputs,
    ThermometerPlace,
};
use crate::item::ItemRaw;
use bevy_ecs::world::World;
use hadal_models::sensor::CtdRaw;

/// Every answer is a field that the test sets.
#[derive(Debug)]
pub(super) struct ScriptedBench {
    pub(super) resistance_ohm: [f64; 2],
    pub(super) pressure_psi: f64,
    pub(super) crystal_celsius: f64,
    pub(super) raw: ItemRaw,
    pub(super) inputs: PlantInputs,
    pub(super) outputs: Option<PlantOutputs>,
    pub(super) manifold_error_mpa: f64,
    pub(super) jacket_celsius: f64,
    /// What the circulator was told, if anything.
    pub(super) circulator: Option<Option<f64>>,
    pub(super) bottle_salinity: f64,
    pub(super) bottles: Vec<Place>,
    pub(super) fill_error: f64,
    pub(super) gauge_mpa_absolute: f64,
    pub(super) thermometers: Vec<(u32, ThermometerPlace)>,
    pub(super) cell: CellPlace,
    pub(super) opening: Opening,
    pub(super) clock_error_s: f64,
    pub(super) stop: bool,
    pub(super) runs: Vec<String>,
    pub(super) world: World,
}

impl Default for ScriptedBench {
    fn default() -> Self {
        let raw = ItemRaw::Ctd(CtdRaw {
            temperature_counts: 400_000.0,
            conductivity_hz: 5_000.0,
            pressure_counts: 500_000.0,
            pressure_temperature_counts: 20_000.0,
        });
        let inputs = PlantInputs {
            pressure_mpa_absolute: 0.101_325,
            jacket_celsius: 20.0,
            pump_water_celsius: 20.0,
            hall_celsius: 20.0,
            pumped_ml: 0.0,
            released_ml: 0.0,
            hard_trip: false,
            relief_open: false,
        };
        Self {
            resistance_ohm: [25.0; 2],
            pressure_psi: 14.7,
            crystal_celsius: 20.0,
            raw,
            inputs,
            outputs: None,
            manifold_error_mpa: 0.0,
            jacket_celsius: 20.0,
            circulator: None,
            bottle_salinity: 35.0,
            bottles: Vec::new(),
            fill_error: 0.0,
            gauge_mpa_absolute: 0.1,
            thermometers: Vec::new(),
            cell: CellPlace::Water,
            opening: Opening::Closed,
            clock_error_s: 0.0,
            stop: false,
            runs: Vec::new(),
            world: World::new(),
        }
    }
}

impl Bench for ScriptedBench {
    fn resistance_ohm(&mut self, input: u8) -> f64 {
        self.resistance_ohm[usize::from(input) - 1]
    }

    fn reference_pressure_psi_absolute(&mut self) -> f64 {
        self.pressure_psi
    }

    fn transducer_temperature_celsius(&mut self) -> f64 {
        self.crystal_celsius
    }

    fn item_raw(&mut self, _item: usize) -> ItemRaw {
        self.raw
    }

    fn plant_inputs(&mut self) -> PlantInputs {
        self.inputs
    }

    fn actuate(&mut self, outputs: &PlantOutputs) {
        self.outputs = Some(*outputs);
    }

    fn manifold_reading_mpa(&mut self, manifold_mpa: f64) -> f64 {
        manifold_mpa + self.manifold_error_mpa
    }

    fn circulator(&mut self) -> Circulator {
        let set_point_celsius = self.circulator.flatten().unwrap_or(20.0);
        Circulator { set_point_celsius, fluid_celsius: self.jacket_celsius }
    }

    fn set_circulator(&mut self, set_point_celsius: Option<f64>) {
        self.circulator = Some(set_point_celsius);
    }

    fn draw_bottle(&mut self, place: Place) -> f64 {
        self.bottles.push(place);
        self.bottle_salinity
    }

    fn fill_reservoir(&mut self, salinity_practical: f64) -> f64 {
        salinity_practical + self.fill_error
    }

    fn ambient(&mut self, what: Ambient) -> f64 {
        match what {
            Ambient::VesselMpaAbsolute => self.gauge_mpa_absolute,
            Ambient::AirMpa => 0.101_325,
            Ambient::HallCelsius => self.inputs.hall_celsius,
            Ambient::JacketCelsius => self.jacket_celsius,
            Ambient::PumpWaterCelsius => self.inputs.pump_water_celsius,
        }
    }

    fn gauge_mpa_absolute(&mut self) -> f64 {
        self.gauge_mpa_absolute
    }

    fn place_thermometer(&mut self, thermometer: u32, place: ThermometerPlace) -> bool {
        let is_there = thermometer < 2;
        if is_there {
            self.thermometers.push((thermometer, place));
        }
        is_there
    }

    fn place_cell(&mut self, item: u32, place: CellPlace) -> bool {
        self.cell = place;
        item == 0
    }

    fn set_opening(&mut self, opening: Opening) -> Option<f64> {
        self.opening = opening;
        Some(1013.25)
    }

    fn standard_seawater(&mut self, batch: &str) -> Option<f64> {
        (batch == "P165").then_some(34.9942)
    }

    fn clock_error_s(&mut self) -> f64 {
        self.clock_error_s
    }

    fn run_begins(&mut self, id: &str) -> u64 {
        self.runs.push(id.to_owned());
        7
    }

    fn operator_stop(&mut self) -> bool {
        self.stop
    }

    fn world(&mut self) -> &mut World {
        &mut self.world
    }

    fn shown(&mut self, _channel: u8, fresh: f64) -> f64 {
        fresh
    }
}

/// Polls the device at each of its events in (from, until] and gives what it sends.
pub(super) fn run_until(
    device: &mut dyn Device,
    bench: &mut dyn Bench,
    from_ns: u64,
    until_ns: u64,
) -> Vec<u8> {
    let mut heard = Vec::new();
    let mut now_ns = from_ns;
    loop {
        while let Some(bytes) = device.poll(now_ns, bench) {
            heard.extend(bytes);
        }
        match device.next_event_ns() {
            Some(next_ns) if next_ns <= until_ns => {
                assert!(next_ns > now_ns, "an event that was polled is still due");
                now_ns = next_ns;
            }
            _ => return heard,
        }
    }
}

/// Sends bytes and gives what comes back within seven tenths of a second.
pub(super) fn ask(device: &mut dyn Device, bench: &mut dyn Bench, bytes: &[u8], now_ns: u64) -> Vec<u8> {
    device.receive(bytes, now_ns, bench);
    run_until(device, bench, now_ns, now_ns + 700 * super::MILLISECOND_NS)
}
