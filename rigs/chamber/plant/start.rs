//! How a plant begins, and what the operator does to it by hand.

use super::layer::{LAYERS, Layer, gibbs_at, volume_departure};
use super::ledger::Ledger;
use super::network::Network;
use super::{Parameters, Plant, Reservoir, Start, Totals};
use hadal_models::constants::{STANDARD_ATMOSPHERE_MPA, ZERO_CELSIUS_KELVIN};
use hadal_models::quantity::{AbsoluteSalinity, PracticalSalinity};
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
}

impl Plant {
    /// A plant at rest.
    ///
    /// # Errors
    /// When the start is no state of liquid seawater.
    pub fn new(parameters: Parameters, water: TrueWater, start: Start) -> Result<Self, PlantError> {
        check(&start)?;
        let floor_mpa = start.pressure_mpa_absolute;
        let network = Network::new(&parameters, start.wall_celsius);
        let mut plant = Self {
            pressure_pa: floor_mpa.unwrap_or(parameters.atmosphere_mpa_absolute) * 1e6,
            rate_pa_per_s: 0.0,
            elapsed_s: 0.0,
            layers: [still_layer(&start, 1.0, STANDARD_ATMOSPHERE_MPA * 1e6, 1.0); LAYERS],
            network,
            regulator: super::jacket::Regulator::default(),
            last_heat_w: None,
            reservoir: Reservoir { mass_kg: 0.0, salinity: PracticalSalinity::new(0.0) },
            pump_drive_ml_per_min: 0.0,
            relief_open: false,
            hard_trip: false,
            pending_sample_kg: 0.0,
            totals: Totals::default(),
            ledger: Ledger::default(),
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
        let half_head_pa = 0.5 * self.head_pa(1.0 / gibbs_at(sa, start.water_celsius, self.pressure_pa).g_p);
        self.pressure_pa += if at_floor { -half_head_pa } else { half_head_pa };
        let departure = volume_departure(&self.water, sa, start.water_celsius, self.pressure_pa);
        let volume = self.parameters.vessel.volume_m3(self.pressure_pa, start.wall_celsius);
        let specific = departure * gibbs_at(sa, start.water_celsius, self.pressure_pa).g_p;
        let mass_kg = volume / specific / 3.0;
        self.layers = [still_layer(start, mass_kg, self.pressure_pa, departure); LAYERS];
    }

    /// Empties the pump's reservoir and fills it with water of this salinity, at the hall's temperature.
    pub fn fill_reservoir(&mut self, salinity: PracticalSalinity) {
        self.reservoir.salinity = salinity;
        self.reservoir.mass_kg = self.parameters.reservoir_l / 1000.0 * self.reservoir_density();
    }

    /// Draws a sample from the middle of the chamber: its true salinity. The water leaves with the next step.
    pub fn draw_sample(&mut self, volume_ml: f64) -> PracticalSalinity {
        let middle = &self.layers[LAYERS / 2];
        self.pending_sample_kg += volume_ml.max(0.0) * 1e-6 / middle.specific_volume_m3_per_kg;
        middle.salinity().practical()
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

fn still_layer(start: &Start, mass_kg: f64, pressure_pa: f64, departure: f64) -> Layer {
    let sa: AbsoluteSalinity = PracticalSalinity::new(start.salinity_practical).reference();
    let g = gibbs_at(sa, start.water_celsius, pressure_pa);
    let kelvin = start.water_celsius + ZERO_CELSIUS_KELVIN;
    let salt_kg = mass_kg * sa.mass_fraction();
    Layer {
        water_kg: mass_kg - salt_kg,
        salt_kg,
        energy_j: mass_kg * (g.g - kelvin * g.g_t - pressure_pa * g.g_p),
        volume_m3: mass_kg * departure * g.g_p,
        celsius: start.water_celsius,
        enthalpy_j_per_kg: g.g - kelvin * g.g_t,
        specific_volume_m3_per_kg: departure * g.g_p,
        isentropic_compressibility_per_pa: (g.g_tp * g.g_tp - g.g_tt * g.g_pp) / (g.g_p * g.g_tt),
    }
}
