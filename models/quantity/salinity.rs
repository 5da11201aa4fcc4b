//! Practical salinity (a ratio, PSS-78) and absolute salinity (a mass fraction, reference composition).

use crate::constants::REFERENCE_SALINITY_PER_PRACTICAL;
use serde::{Deserialize, Serialize};

/// Practical salinity on the scale of 1978, dimensionless; defined from 2 to 42.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct PracticalSalinity {
    value: f64,
}

/// Absolute salinity of reference-composition seawater.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct AbsoluteSalinity {
    g_per_kg: f64,
}

impl PracticalSalinity {
    /// From the dimensionless value of PSS-78.
    pub const fn new(value: f64) -> Self {
        Self { value }
    }
    /// The dimensionless value of PSS-78.
    pub const fn value(self) -> f64 {
        self.value
    }
    /// Reference salinity S_R = (35.16504/35) S_P g/kg, exact for Standard Seawater (Millero et al. 2008, eq. 2.1).
    pub const fn reference(self) -> AbsoluteSalinity {
        AbsoluteSalinity { g_per_kg: self.value * REFERENCE_SALINITY_PER_PRACTICAL }
    }
}

impl AbsoluteSalinity {
    /// From grams of salt per kilogram of seawater.
    pub const fn from_g_per_kg(g_per_kg: f64) -> Self {
        Self { g_per_kg }
    }
    /// In grams of salt per kilogram of seawater.
    pub const fn g_per_kg(self) -> f64 {
        self.g_per_kg
    }
    /// As a mass fraction, kg of salt per kg of seawater.
    pub const fn mass_fraction(self) -> f64 {
        self.g_per_kg / 1000.0
    }
    /// Practical salinity of reference-composition seawater, the inverse of [`PracticalSalinity::reference`].
    pub const fn practical(self) -> PracticalSalinity {
        PracticalSalinity { value: self.g_per_kg / REFERENCE_SALINITY_PER_PRACTICAL }
    }
}
