//! The column of layers as it stands during one step: places, mixing, films, and what flows in from outside.

use super::Parameters;
use super::cell::{Departure, Place, absolute, sea};
use super::layer::{Layer, MOST_LAYERS};
use super::mixing::Mixing;
use super::oxygen;
use super::wall::Wall;
use super::well::Well;
use crate::chamber::heat::film_share;
use hadal_models::constants::{STANDARD_GRAVITY, ZERO_CELSIUS_KELVIN};
use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater;
use hadal_models::sensor::TrueWater;

/// What stands still during a step.
pub(super) struct Column {
    pub(super) count: usize,
    pub(super) share: f64,
    pub(super) places: [Place; MOST_LAYERS],
    pub(super) departure: Departure,
    pub(super) mixing: Mixing,
    /// Between the bore's innermost node and each layer, W/K.
    pub(super) film_w_per_k: f64,
    /// From the hall into each layer, by the lid and by the stems of thermometers, W/K.
    pub(super) hall_w_per_k: [f64; MOST_LAYERS],
    /// Heat of stirring in each layer, W.
    pub(super) stirred_w: f64,
}

/// Water of one kind that flows in at the hall's side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    /// Mass fraction of salt.
    pub(super) salinity: f64,
    celsius: f64,
}

/// Number of layers as a number.
#[expect(clippy::cast_precision_loss, reason = "at most 64 layers")]
pub(super) fn number(count: usize) -> f64 {
    count as f64
}

/// Height of a layer's centre above half height, m.
pub(super) fn above_middle_m(parameters: &Parameters, index: usize, count: usize) -> f64 {
    parameters.vessel.inner_length_m() * ((number(index) + 0.5) / number(count) - 0.5)
}

impl Column {
    pub(super) fn new(
        parameters: &Parameters,
        wall: &Wall,
        water: &TrueWater,
        layers: &[Layer],
        wells: &[Well],
        (pressure_pa, density): (f64, f64),
        stirring: f64,
    ) -> Self {
        let count = layers.len();
        let middle = &layers[count / 2];
        let mut places = [Place::default(); MOST_LAYERS];
        for (index, (place, layer)) in places.iter_mut().zip(layers).enumerate() {
            *place = Place::new(above_middle_m(parameters, index, count), density, &layer.point, pressure_pa);
        }
        let mut hall_w_per_k = [0.0; MOST_LAYERS];
        hall_w_per_k[count - 1] += parameters.lid_loss_w_per_k;
        for well in wells {
            hall_w_per_k[well.layer(parameters, count)] += parameters.well_stem_w_per_k;
        }
        let thickness_m = parameters.vessel.inner_length_m() / number(count);
        let celsius = Temperature::from_celsius(middle.point.celsius);
        let compressibility =
            seawater::isentropic_compressibility(absolute(middle.point.salinity), celsius, sea(pressure_pa));
        let bore_m2 =
            std::f64::consts::PI * parameters.vessel.inner_diameter_m * parameters.vessel.inner_length_m();
        let film_w_per_k = parameters.water_wall_w_per_m2_k * film_share(stirring) * bore_m2;
        Self {
            count,
            share: 1.0 / number(count),
            places,
            departure: Departure::of(water, &middle.point, pressure_pa),
            mixing: Mixing::new(parameters, stirring, thickness_m, density, compressibility),
            film_w_per_k: 1.0 / (1.0 / film_w_per_k + wall.bore_resistance_k_per_w) / number(count),
            hall_w_per_k,
            stirred_w: parameters.stirrer_power_w * stirring * stirring * stirring / number(count),
        }
    }
}

impl Source {
    /// Water of a practical salinity at a temperature in °C.
    pub(super) fn new(salinity: PracticalSalinity, celsius: f64) -> Self {
        Self { salinity: salinity.reference().mass_fraction(), celsius }
    }

    /// Oxygen that it took up from the air, µmol/kg.
    pub(super) fn oxygen_micromol_per_kg(&self) -> f64 {
        oxygen::in_air(absolute(self.salinity).practical(), self.celsius)
    }

    /// Density where it stands, at one atmosphere, kg/m³.
    pub(super) fn density(&self) -> f64 {
        let celsius = Temperature::from_celsius(self.celsius);
        seawater::density(absolute(self.salinity), celsius, SeaPressure::SURFACE)
    }

    /// Specific enthalpy on arrival, with its height's potential energy, and its slope in pressure. The line is long: the
    /// water arrives at the temperature it had outside, whatever the pressure.
    pub(super) fn enthalpy(&self, place: &Place, middle_pa: f64) -> (f64, f64) {
        let kelvin = self.celsius + ZERO_CELSIUS_KELVIN;
        let celsius = Temperature::from_celsius(self.celsius);
        let g = seawater::gibbs(absolute(self.salinity), celsius, sea(middle_pa + place.head_pa));
        let weight = STANDARD_GRAVITY * place.above_middle_m;
        (g.g - kelvin * g.g_t + weight, g.g_p - kelvin * g.g_tp)
    }
}
