//! What can be seen of a plant: by sensors in the water, by the plant's own instruments, and by the books.

use super::cell::{absolute, sea};
use super::column::{Source, above_middle_m, number};
use super::layer::Layer;
use super::ledger::{Balance, Content};
use super::{DissolvedOxygen, Parameters, Plant, PumpWater, Work};
use hadal_models::constants::STANDARD_GRAVITY;
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_models::seawater::{self, DissolvedGas, Gibbs};
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
        Temperature::from_celsius(self.wall_state.jacket_celsius())
    }

    /// Mean temperature of the wall.
    pub fn wall_temperature(&self) -> Temperature {
        Temperature::from_celsius(self.wall.mean_celsius(&self.wall_state.celsius))
    }

    /// The pump's water in its reservoir.
    pub fn pump_water(&self) -> PumpWater {
        PumpWater {
            temperature: Temperature::from_celsius(self.reservoir.celsius),
            salinity: self.reservoir.salinity,
            volume_l: self.reservoir.mass_kg / self.reservoir_density() * 1000.0,
        }
    }

    /// What the pump really delivers into its line, mL/min at the reservoir's density.
    pub fn pump_flow_ml_per_min(&self) -> f64 {
        self.pumped_ml_per_min
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
        let water_j: f64 = (0..self.layers.len()).map(|index| self.energy_of(index)).sum();
        Content {
            water_kg: sum(|layer| layer.content.water_kg),
            salt_kg: sum(|layer| layer.content.salt_kg),
            energy_j: water_j + self.wall.heat_j(&self.wall_state),
        }
    }

    /// Energy of a layer's contents at the state that Newton's method found.
    pub(super) fn energy_of(&self, index: usize) -> f64 {
        let Layer { content, point, .. } = &self.layers[index];
        let above_m = above_middle_m(&self.parameters, index, self.layers.len());
        let pressure_pa = self.pressure_pa - self.weighed_density * STANDARD_GRAVITY * above_m;
        let (temperature, sea) = (Temperature::from_celsius(point.celsius), sea(pressure_pa));
        let energy =
            |g: &Gibbs| g.g - temperature.kelvin() * g.g_t - pressure_pa * g.g_p + STANDARD_GRAVITY * above_m;
        let liquid_kg = content.liquid_kg();
        let ice_j = if content.ice_kg > 0.0 {
            content.ice_kg * (energy(&seawater::ice_gibbs(temperature, sea)) - STANDARD_GRAVITY * above_m)
        } else {
            0.0
        };
        liquid_kg * energy(&seawater::gibbs(absolute(point.salinity), temperature, sea)) + ice_j
    }

    /// Ice in the chamber, kg.
    pub fn ice_kg(&self) -> f64 {
        self.layers.iter().map(|layer| layer.content.ice_kg).sum()
    }

    /// How much has been computed since the start.
    pub fn work(&self) -> Work {
        self.work
    }

    /// Temperature at the bottom of a thermometer's well; `None` where no such well was sunk.
    pub fn well_temperature(&self, number: usize) -> Option<Temperature> {
        self.wells.get(number).map(|well| Temperature::from_celsius(well.celsius()))
    }

    /// Oxygen dissolved at a height above the floor, m.
    pub fn oxygen_at(&self, height_m: f64) -> DissolvedOxygen {
        let water = self.water_at(height_m);
        let micromol_per_kg =
            self.between(height_m, |layer| layer.content.oxygen_umol / layer.content.liquid_kg());
        let (salinity, sea) = (water.salinity, water.pressure.sea());
        let surfaced = seawater::potential_temperature(salinity.reference(), water.temperature, sea);
        let saturation = micromol_per_kg / seawater::oxygen_solubility(salinity, surfaced);
        let squeezed = seawater::partial_pressure_factor(DissolvedGas::Oxygen, water.temperature, sea);
        DissolvedOxygen { micromol_per_kg, relative_partial_pressure: saturation * squeezed }
    }

    /// Temperature and salinity at a height.
    fn profile(&self, height_m: f64) -> (f64, PracticalSalinity) {
        let celsius = self.water_celsius(height_m);
        let salinity = self.between(height_m, |layer| absolute(layer.point.salinity).practical().value());
        (celsius, PracticalSalinity::new(salinity))
    }

    pub(super) fn water_celsius(&self, height_m: f64) -> f64 {
        self.between(height_m, |layer| layer.point.celsius)
    }

    /// A property at a height: straight lines between the layers' centres, level beyond them.
    fn between(&self, height_m: f64, of: impl Fn(&Layer) -> f64) -> f64 {
        let count = self.layers.len();
        let place = height_m / self.parameters.vessel.inner_length_m() * number(count) - 0.5;
        match (0..count).find(|index| number(*index) >= place) {
            Some(0) => of(&self.layers[0]),
            None => of(&self.layers[count - 1]),
            Some(upper) => {
                let share = place - number(upper - 1);
                let (low, high) = (of(&self.layers[upper - 1]), of(&self.layers[upper]));
                low + share * (high - low)
            }
        }
    }

    pub(super) fn mean_density(&self) -> f64 {
        self.layers.iter().map(|layer| layer.content.mass_kg()).sum::<f64>() / self.volume_m3
    }

    /// Density of what fills the uppermost layer, kg/m³.
    pub(super) fn lid_density(&self) -> f64 {
        let lid = &self.layers[self.layers.len() - 1];
        lid.content.mass_kg() / (self.volume_m3 / number(self.layers.len()))
    }

    /// Weight of the water column over its area, Pa.
    pub(super) fn head_pa(&self, density: f64) -> f64 {
        density * STANDARD_GRAVITY * self.parameters.vessel.inner_length_m()
    }

    /// Pressure at the lid less that at half height, Pa.
    pub(super) fn lid_head_pa(&self) -> f64 {
        -0.5 * self.head_pa(self.mean_density())
    }

    /// Pressure at the lid above the hall's atmosphere, Pa.
    pub(super) fn lid_excess_pa(&self) -> f64 {
        self.pressure_pa + self.lid_head_pa() - self.parameters.atmosphere_mpa_absolute * 1e6
    }

    pub(super) fn hall_celsius(&self) -> f64 {
        self.hall_celsius_after(0.0)
    }

    /// The hall's temperature so long after now, °C.
    pub(super) fn hall_celsius_after(&self, seconds: f64) -> f64 {
        let phase = std::f64::consts::TAU * (self.elapsed_s + seconds) / DAY_S;
        self.parameters.hall_celsius + self.parameters.hall_swing_k * libm::sin(phase)
    }

    pub(super) fn reservoir_density(&self) -> f64 {
        Source::new(self.reservoir.salinity, self.reservoir.celsius).density()
    }

    /// What the hard-wired trip's own transducer reads, MPa absolute.
    pub(super) fn trip_transducer_mpa(&self) -> f64 {
        self.pressure_pa * 1e-6 + self.parameters.hard_trip_error_mpa
    }
}
