//! Conservative Temperature: heat content, not hotness, and so a type of its own.

use serde::{Deserialize, Serialize};

/// Conservative Temperature Θ: potential enthalpy divided by 3991.867 957 119 63 J/(kg K) (TEOS-10 manual,
/// section 3.3). It is not a temperature that a thermometer reads.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct ConservativeTemperature {
    celsius: f64,
}

impl ConservativeTemperature {
    /// From degrees Celsius.
    pub const fn from_celsius(celsius: f64) -> Self {
        Self { celsius }
    }
    /// In degrees Celsius.
    pub const fn celsius(self) -> f64 {
        self.celsius
    }
}
