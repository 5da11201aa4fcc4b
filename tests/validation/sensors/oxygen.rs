//! Water with oxygen in it, for the sensors of it.

use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater;
use hadal_models::sensor::element::OxygenatedWater;

pub(super) fn water(oxygen_umol_per_kg: f64, salinity: f64, celsius: f64, dbar: f64) -> OxygenatedWater {
    OxygenatedWater {
        oxygen_umol_per_kg,
        salinity: PracticalSalinity::new(salinity),
        temperature: Temperature::from_celsius(celsius),
        pressure: SeaPressure::from_dbar(dbar),
    }
}

/// Kilograms in a litre of water at one atmosphere.
pub(super) fn kg_per_l(salinity: f64, celsius: f64) -> f64 {
    let absolute = PracticalSalinity::new(salinity).reference();
    seawater::density(absolute, Temperature::from_celsius(celsius), SeaPressure::SURFACE) / 1_000.0
}
