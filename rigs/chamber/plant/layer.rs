//! One layer of the water column: what is conserved in it, and where Newton's method left its state.

use serde::{Deserialize, Serialize};

/// Most layers that a column may have: the step works in arrays of this length and allocates nothing.
pub(super) const MOST_LAYERS: usize = 64;

/// Conserved contents of a layer, or their rates of change per second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Content {
    /// Water, as liquid and as ice, kg.
    pub(super) water_kg: f64,
    /// Salt, all of it in the liquid, kg.
    pub(super) salt_kg: f64,
    /// Internal energy and weight above half height, J.
    pub(super) energy_j: f64,
    /// Ice, kg: not conserved, but changed by rates like the rest.
    pub(super) ice_kg: f64,
    /// Dissolved oxygen, µmol.
    pub(super) oxygen_umol: f64,
}

impl Content {
    /// Water and salt, kg.
    pub(super) fn mass_kg(&self) -> f64 {
        self.water_kg + self.salt_kg
    }

    /// Water and salt that are not ice, kg.
    pub(super) fn liquid_kg(&self) -> f64 {
        self.mass_kg() - self.ice_kg
    }

    /// These contents after `seconds` at these rates.
    pub(super) fn after(&self, seconds: f64, rate: &Self) -> Self {
        Self {
            water_kg: self.water_kg + seconds * rate.water_kg,
            salt_kg: self.salt_kg + seconds * rate.salt_kg,
            energy_j: self.energy_j + seconds * rate.energy_j,
            ice_kg: self.ice_kg + seconds * rate.ice_kg,
            oxygen_umol: self.oxygen_umol + seconds * rate.oxygen_umol,
        }
    }
}

/// What Newton's method looks for in each layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Point {
    /// Temperature, °C.
    pub(super) celsius: f64,
    /// Mass fraction of salt in the liquid.
    pub(super) salinity: f64,
    /// Water that rises through the layer's ceiling, kg/s.
    pub(super) rising_kg_per_s: f64,
}

impl Point {
    /// The difference from another.
    pub(super) fn less(&self, other: &Self) -> Self {
        Self {
            celsius: self.celsius - other.celsius,
            salinity: self.salinity - other.salinity,
            rising_kg_per_s: self.rising_kg_per_s - other.rising_kg_per_s,
        }
    }

    /// This point after `seconds` of a trend; the through-flow stays.
    pub(super) fn after(&self, seconds: f64, trend: &Self) -> Self {
        Self {
            celsius: self.celsius + seconds * trend.celsius,
            salinity: self.salinity + seconds * trend.salinity,
            rising_kg_per_s: self.rising_kg_per_s,
        }
    }
}

/// One layer, counted from the floor.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Layer {
    pub(super) content: Content,
    pub(super) point: Point,
    /// Temperature and salinity per second over the last step: where Newton's method begins.
    pub(super) trend: Point,
}
