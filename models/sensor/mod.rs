//! What physics does to water and to a sensor: truth in, raw output out. Only the twin and tests see this.
//!
//! Sensors of one instrument stand here as the twin has them; `element` holds what senses in the other families, `effect`
//! what happens to any of them (heat, lag, friction, noise, growth, age), and `population` draws units as they are made.
//!
//! Nothing here shares a formula with `equation` or `calibration`: only `quantity`, `constants` and `seawater`.

mod conductivity_cell;
mod ctd;
pub mod effect;
pub mod element;
pub mod population;
mod pressure_transducer;
mod sprt;
mod strain_gauge;
mod thermistor;
mod water;

pub use conductivity_cell::ConductivityCell;
pub use ctd::{CountedThermometer, CtdNoise, CtdRaw, CtdTruth};
pub use effect::play::Memory;
pub use pressure_transducer::PressureTransducer;
pub use sprt::Sprt;
pub use strain_gauge::StrainGauge;
pub use thermistor::Thermistor;
pub use water::TrueWater;

use crate::quantity::{AbsolutePressure, Conductivity, PracticalSalinity, Temperature};

/// The water at one place in the chamber, as it truly is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalWater {
    /// Temperature (ITS-90).
    pub temperature: Temperature,
    /// Pressure above vacuum, hydrostatic head included.
    pub pressure: AbsolutePressure,
    /// Composition, as the practical salinity it would have if PSS-78 were exact at 15 °C and one atmosphere.
    pub salinity: PracticalSalinity,
    /// True conductivity: PSS-78 times the world's own departure.
    pub conductivity: Conductivity,
}
