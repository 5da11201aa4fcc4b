//! How a plant begins, and what the operator does to it by hand.

use super::cell::{Departure, Place, absolute, sea};
use super::column::{above_middle_m, number};
use super::ice::Freezing;
use super::layer::{Content, Layer, MOST_LAYERS, Point};
use super::ledger::Ledger;
use super::pace::Pace;
use super::wall::{NODES, Wall, WallState};
use super::well::Well;
use super::{Parameters, Plant, Reservoir, Start, Totals, Work, creep, oxygen};
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use hadal_models::quantity::{PracticalSalinity, Temperature};
use hadal_models::seawater;
use hadal_models::sensor::TrueWater;

/// Why a plant cannot begin.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PlantError {
    /// A starting value is no state of liquid seawater in this vessel.
    #[error("start: field `{field}`: value {value}: accepted {accepted}")]
    Start {
        /// The field of [`Start`].
        field: &'static str,
        /// Its value.
        value: f64,
        /// What would do.
        accepted: &'static str,
    },
    /// A column of water has at least one layer, and arrays have an end.
    #[error("parameters: field `layers`: value {value}: accepted 1 to {most}")]
    Layers {
        /// Number of layers asked for.
        value: usize,
        /// Most that there may be.
        most: usize,
    },
}

impl Plant {
    /// A plant at rest.
    ///
    /// # Errors
    /// When the start is no state of liquid seawater.
    pub fn new(parameters: Parameters, water: TrueWater, start: Start) -> Result<Self, PlantError> {
        check(&start)?;
        check_layers(&parameters)?;
        let floor_mpa = start.pressure_mpa_absolute;
        let wall = Wall::new(&parameters);
        let mut plant = Self {
            pressure_pa: floor_mpa.unwrap_or(parameters.atmosphere_mpa_absolute) * 1e6,
            rate_pa_per_s: 0.0,
            elapsed_s: 0.0,
            volume_m3: 0.0,
            weighed_density: 0.0,
            layers: Vec::with_capacity(parameters.layers),
            wall,
            wall_state: WallState { celsius: [start.wall_celsius; NODES], integral_w: 0.0 },
            creep: creep::Strains::default(),
            reservoir: Reservoir { mass_kg: 0.0, salinity: PracticalSalinity::new(0.0), celsius: 0.0 },
            pump_drive_ml_per_min: 0.0,
            pumped_ml_per_min: 0.0,
            oil_pa: parameters.atmosphere_mpa_absolute * 1e6,
            wells: Vec::new(),
            relief_open: false,
            hard_trip: false,
            pending_sample_kg: 0.0,
            pace: Pace::default(),
            totals: Totals::default(),
            ledger: Ledger::default(),
            work: Work::default(),
            parameters,
            water,
        };
        plant.fill_with(&start, floor_mpa.is_some());
        plant.fill_reservoir(PracticalSalinity::new(start.reservoir_salinity_practical));
        plant.ledger = Ledger::open(&plant.content());
        Ok(plant)
    }

    /// Fills the vessel with still water, so that the stated pressure is the floor's (or the lid is at the atmosphere).
    fn fill_with(&mut self, start: &Start, at_floor: bool) {
        let sa = PracticalSalinity::new(start.salinity_practical).reference();
        let temperature = Temperature::from_celsius(start.water_celsius);
        let half_head_pa = 0.5 * self.head_pa(seawater::density(sa, temperature, sea(self.pressure_pa)));
        self.pressure_pa += if at_floor { -half_head_pa } else { half_head_pa };
        self.volume_m3 = self.parameters.vessel.volume_m3(self.pressure_pa, start.wall_celsius);
        let salinity = sa.mass_fraction();
        let point = Point { celsius: start.water_celsius, salinity, rising_kg_per_s: 0.0 };
        let departure = Departure::of(&self.water, &point, self.pressure_pa);
        let density =
            seawater::density(sa, temperature, sea(self.pressure_pa)) / departure.at(self.pressure_pa);
        self.weighed_density = density;
        let count = self.parameters.layers;
        let volume_m3 = self.volume_m3 / number(count);
        for index in 0..count {
            let above_m = above_middle_m(&self.parameters, index, count);
            let place = Place::new(above_m, density, &point, self.pressure_pa);
            let cell = place.cell(&point, self.pressure_pa, volume_m3, &departure, &Freezing::NEVER);
            let (salt_kg, energy_j) = (cell.salt.value, cell.energy.value);
            let oxygen_umol = cell.mass.value * oxygen::in_air(sa.practical(), start.water_celsius);
            let water_kg = cell.mass.value - salt_kg;
            let content = Content { water_kg, salt_kg, energy_j, ice_kg: 0.0, oxygen_umol };
            self.layers.push(Layer { content, point, trend: Point::default() });
        }
    }

    /// Empties the pump's reservoir and fills it with water of this salinity, at the hall's temperature.
    pub fn fill_reservoir(&mut self, salinity: PracticalSalinity) {
        self.reservoir.salinity = salinity;
        self.reservoir.celsius = self.hall_celsius();
        self.reservoir.mass_kg = self.parameters.reservoir_l / 1000.0 * self.reservoir_density();
    }

    /// Sinks a thermometer's well to a height above the floor, m; gives its number, from 0.
    pub fn sink_well(&mut self, height_m: f64) -> usize {
        self.wells.push(Well::new(height_m, self.water_celsius(height_m)));
        self.wells.len() - 1
    }

    /// Draws a sample from the middle of the chamber: its true salinity. The water leaves with the next step.
    pub fn draw_sample(&mut self, volume_ml: f64) -> PracticalSalinity {
        let middle = &self.layers[self.layers.len() / 2];
        self.pending_sample_kg += volume_ml.max(0.0) * 1e-6 * self.mean_density();
        absolute(middle.point.salinity).practical()
    }

    /// Resets the hard-wired trip by its key on the panel. Refused (false) while pressure is above its set point.
    pub fn reset_hard_trip(&mut self) -> bool {
        let above = self.trip_transducer_mpa() >= self.parameters.hard_trip_mpa_absolute;
        self.hard_trip = self.hard_trip && above;
        !self.hard_trip
    }
}

fn check(start: &Start) -> Result<(), PlantError> {
    let range = |field, value: f64, least: f64, most: f64, accepted| {
        if (least..=most).contains(&value) {
            return Ok(());
        }
        Err(PlantError::Start { field, value, accepted })
    };
    range("water_celsius", start.water_celsius, -10.0, 60.0, "-10 to 60 °C")?;
    range("wall_celsius", start.wall_celsius, -30.0, 90.0, "-30 to 90 °C")?;
    range("salinity_practical", start.salinity_practical, 0.0, 60.0, "0 to 60")?;
    range("reservoir_salinity_practical", start.reservoir_salinity_practical, 0.0, 60.0, "0 to 60")?;
    let floor = start.pressure_mpa_absolute.unwrap_or(STANDARD_ATMOSPHERE_MPA);
    range("pressure_mpa_absolute", floor, 0.08, 200.0, "0.08 to 200 MPa")
}

fn check_layers(parameters: &Parameters) -> Result<(), PlantError> {
    if (1..=MOST_LAYERS).contains(&parameters.layers) {
        return Ok(());
    }
    Err(PlantError::Layers { value: parameters.layers, most: MOST_LAYERS })
}
