//! What senses, one family to a file, by the physics of the element: raw output from water, without noise.

mod clark_electrode;
mod current_thermometer;
mod divider_thermometer;
mod inductive_cell;
mod isfet;
mod light_meter;
mod optode;
mod oxygenated_water;
mod quartz_gauge;
mod scattering_meter;
mod transmissometer;
mod wien_thermometer;

pub use clark_electrode::{ClarkElectrode, ClarkState};
pub use current_thermometer::CurrentThermometer;
pub use divider_thermometer::DividerThermometer;
pub use inductive_cell::InductiveCell;
pub use isfet::{ElectrolytePh, Isfet};
pub use light_meter::LightMeter;
pub use optode::{Foil, FoilState, Optode};
pub use oxygenated_water::OxygenatedWater;
pub use quartz_gauge::{QuartzGauge, beam_frequency_ratio};
pub use scattering_meter::ScatteringMeter;
pub use transmissometer::Transmissometer;
pub use wien_thermometer::{Bead, WienThermometer};

/// Molar gas constant, J/(mol K) (exact; SI 2019).
const GAS_CONSTANT: f64 = 8.314_462_618_153_24;
/// Faraday constant, C/mol (exact; SI 2019).
const FARADAY: f64 = 96_485.332_123_310_02;

#[cfg(test)]
mod any_number;
