//! What can be seen of a plant: by sensors in the water, by the plant's own instruments, and by the books.

use super::layer::{LAYERS, Layer, gibbs_at};
use super::ledger::{Balance, Content};
use super::{Parameters, Plant, PumpWater};
use hadal_models::constants::{STANDARD_GRAVITY, ZERO_CELSIUS_KELVIN};
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_models::seawater;
use hadal_models::sensor::{LocalWater, TrueWater};

const DAY_S: f64 = 86_400.0;

impl Plant {
    /// The water at a height above the floor, m: pressure with its head, and this world's conductivity.
    pub fn water_at(&self, height_m: f64) -> LocalWater {
        let (celsius, salinity) = self.profile(height_m);
        let temperature = Temperature::from_celsius(celsius);
        let pressure = self.pressure_at(height_m);
        let conductivity = self.water.conductivity(salinity, temperature, pressure.sea());
        LocalWater { temperature, pressure, salinity, conductivity }
    }

    /// Pressure at a height above the floor, m.
    pub fn pressure_at(&self, height_m: f64) -> AbsolutePressure {
        let middle_m = 0.5 * self.parameters.vessel.inner_length_m();
        let head_pa = self.mean_density() * STANDARD_GRAVITY * (middle_m - height_m);
        AbsolutePressure::from_mpa((self.pressure_pa + head_pa) * 1e-6)
    }

    /// Pressure at the floor.
    pub fn pressure(&self) -> AbsolutePressure {
        self.pressure_at(0.0)
    }

    /// Rate of change of pressure in the last step, MPa/min.
    pub fn pressure_rate_mpa_per_min(&self) -> f64 {
        self.rate_pa_per_s * 60.0 * 1e-6
    }

    /// The hall's air pressure.
    pub fn atmosphere(&self) -> AbsolutePressure {
        AbsolutePressure::from_mpa(self.parameters.atmosphere_mpa_absolute)
    }

    /// The hall's temperature: its mean, and a daily swing.
    pub fn hall_temperature(&self) -> Temperature {
        Temperature::from_celsius(self.hall_celsius())
    }

    /// Temperature of the jacket fluid.
    pub fn jacket_temperature(&self) -> Temperature {
        Temperature::from_celsius(self.network.jacket_celsius())
    }

    /// Mean temperature of the wall.
    pub fn wall_temperature(&self) -> Temperature {
        Temperature::from_celsius(self.network.wall_mean_celsius())
    }

    /// The pump's water in its reservoir.
    pub fn pump_water(&self) -> PumpWater {
        PumpWater {
            temperature: self.hall_temperature(),
            salinity: self.reservoir.salinity,
            volume_l: self.reservoir.mass_kg / self.reservoir_density() * 1000.0,
        }
    }

    /// What the pump really delivers into its line, mL/min at the reservoir's density.
    pub fn pump_flow_ml_per_min(&self) -> f64 {
        self.pump_drive_ml_per_min * self.parameters.pump_efficiency
    }

    /// Volume drawn from the reservoir since the start, by the pump's meter, mL.
    pub fn pumped_volume_ml(&self) -> f64 {
        self.totals.pumped_ml
    }

    /// Volume through the release valve since the start, mL at the chamber's density.
    pub fn released_volume_ml(&self) -> f64 {
        self.totals.released_ml
    }

    /// Volume through the relief valve since the start, mL at the chamber's density.
    pub fn relieved_volume_ml(&self) -> f64 {
        self.totals.relieved_ml
    }

    /// Volume leaked since the start, mL at the chamber's density.
    pub fn leaked_volume_ml(&self) -> f64 {
        self.totals.leaked_ml
    }

    /// Whether the hard-wired trip has latched.
    pub fn hard_trip_tripped(&self) -> bool {
        self.hard_trip
    }

    /// Whether the relief valve is open.
    pub fn relief_open(&self) -> bool {
        self.relief_open
    }

    /// Seconds since the start.
    pub fn elapsed_s(&self) -> f64 {
        self.elapsed_s
    }

    /// The true parameters.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// This world's water.
    pub fn true_water(&self) -> &TrueWater {
        &self.water
    }

    /// How well the books of water, salt and energy close.
    pub fn balance(&self) -> Balance {
        self.ledger.balance(&self.content())
    }

    /// What is inside, the energy anew from pressure, temperature and salinity.
    pub(super) fn content(&self) -> Content {
        let sum = |of: fn(&Layer) -> f64| self.layers.iter().map(of).sum::<f64>();
        let water_j: f64 = self.layers.iter().map(|layer| self.energy_of(layer)).sum();
        Content {
            water_kg: sum(|layer| layer.water_kg),
            salt_kg: sum(|layer| layer.salt_kg),
            energy_j: water_j + self.network.heat_j(),
        }
    }

    pub(super) fn energy_of(&self, layer: &Layer) -> f64 {
        let g = gibbs_at(layer.salinity(), layer.celsius, self.pressure_pa);
        let kelvin = layer.celsius + ZERO_CELSIUS_KELVIN;
        layer.mass_kg() * (g.g - kelvin * g.g_t - self.pressure_pa * g.g_p)
    }

    /// Temperature and salinity at a height: straight lines between the layers' centres, level beyond them.
    fn profile(&self, height_m: f64) -> (f64, PracticalSalinity) {
        let length = self.parameters.vessel.inner_length_m();
        let volume: f64 = self.layers.iter().map(|layer| layer.volume_m3).sum();
        let state = |layer: &Layer| (layer.celsius, layer.salinity().practical().value());
        let mut below = (0.0, state(&self.layers[0]));
        let mut floor_m = 0.0;
        for (k, layer) in self.layers.iter().enumerate() {
            let thickness = length * layer.volume_m3 / volume;
            let centre = (floor_m + 0.5 * thickness, state(layer));
            if height_m <= centre.0 {
                let share = if k == 0 { 1.0 } else { (height_m - below.0) / (centre.0 - below.0) };
                let mix = |a: f64, b: f64| a + share * (b - a);
                let salinity = mix(below.1.1, centre.1.1);
                return (mix(below.1.0, centre.1.0), PracticalSalinity::new(salinity));
            }
            below = centre;
            floor_m += thickness;
        }
        let top = state(&self.layers[LAYERS - 1]);
        (top.0, PracticalSalinity::new(top.1))
    }

    fn mean_density(&self) -> f64 {
        let mass: f64 = self.layers.iter().map(Layer::mass_kg).sum();
        mass / self.layers.iter().map(|layer| layer.volume_m3).sum::<f64>()
    }

    /// Weight of the water column over its area, Pa.
    pub(super) fn head_pa(&self, density: f64) -> f64 {
        density * STANDARD_GRAVITY * self.parameters.vessel.inner_length_m()
    }

    /// Pressure at the lid above the hall's atmosphere, Pa.
    pub(super) fn lid_excess_pa(&self) -> f64 {
        let lid_pa = self.pressure_pa - 0.5 * self.head_pa(self.mean_density());
        lid_pa - self.parameters.atmosphere_mpa_absolute * 1e6
    }

    pub(super) fn hall_celsius(&self) -> f64 {
        let phase = std::f64::consts::TAU * self.elapsed_s / DAY_S;
        self.parameters.hall_celsius + self.parameters.hall_swing_k * libm::sin(phase)
    }

    pub(super) fn reservoir_density(&self) -> f64 {
        seawater::density(
            self.reservoir.salinity.reference(),
            Temperature::from_celsius(self.hall_celsius()),
            self.atmosphere().sea(),
        )
    }

    /// What the hard-wired trip's own transducer reads, MPa absolute.
    pub(super) fn trip_transducer_mpa(&self) -> f64 {
        self.pressure_pa * 1e-6 + self.parameters.hard_trip_error_mpa
    }
}
