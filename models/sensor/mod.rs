//! What physics does to water and to a sensor: truth in, raw output out. Only the twin and tests see this.
//!
//! Nothing here shares a formula with `equation` or `calibration`: only `quantity`, `constants` and `seawater`.

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
