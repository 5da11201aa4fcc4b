//! The well of a thermometer: a closed tube through the lid, which follows the water with a lag and leads heat from the hall.

use super::Parameters;
use hadal_models::sensor::effect::lag::FirstOrder;
use serde::{Deserialize, Serialize};

/// A thermometer's well, with the temperature at its bottom.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Well {
    pub(super) height_m: f64,
    inside: FirstOrder,
    water_celsius: f64,
}

impl Well {
    /// At rest in water of this temperature, °C.
    pub(super) fn new(height_m: f64, water_celsius: f64) -> Self {
        Self { height_m, inside: FirstOrder::at_rest(water_celsius), water_celsius }
    }

    /// Temperature at its bottom, °C.
    pub(super) fn celsius(&self) -> f64 {
        self.inside.value()
    }

    /// Follows the water, which came to this temperature during a step.
    pub(super) fn follow(&mut self, water_celsius: f64, time_s: f64, step_s: f64) {
        self.inside.follow(0.5 * (self.water_celsius + water_celsius), time_s, step_s);
        self.water_celsius = water_celsius;
    }

    /// The layer in which its bottom is.
    pub(super) fn layer(&self, parameters: &Parameters, count: usize) -> usize {
        let share = self.height_m / parameters.vessel.inner_length_m();
        (1..count)
            .filter(|index| super::column::number(*index) <= share * super::column::number(count))
            .count()
    }
}
