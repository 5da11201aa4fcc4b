//! Pressure above vacuum, and pressure above one standard atmosphere.

use crate::constants::{KILOPASCAL_PER_PSI, STANDARD_ATMOSPHERE_MPA};
use serde::{Deserialize, Serialize};

/// Pressure above vacuum.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct AbsolutePressure {
    mpa: f64,
}

/// Sea pressure: absolute pressure less one standard atmosphere (TEOS-10 manual, section 2.2).
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct SeaPressure {
    mpa: f64,
}

impl AbsolutePressure {
    /// From megapascals above vacuum.
    pub const fn from_mpa(mpa: f64) -> Self {
        Self { mpa }
    }
    /// From pounds-force per square inch above vacuum.
    pub const fn from_psi(psi: f64) -> Self {
        Self { mpa: psi * KILOPASCAL_PER_PSI / 1000.0 }
    }
    /// In megapascals above vacuum.
    pub const fn mpa(self) -> f64 {
        self.mpa
    }
    /// In pounds-force per square inch above vacuum.
    pub const fn psi(self) -> f64 {
        self.mpa * 1000.0 / KILOPASCAL_PER_PSI
    }
    /// The same pressure counted from one standard atmosphere.
    pub const fn sea(self) -> SeaPressure {
        SeaPressure { mpa: self.mpa - STANDARD_ATMOSPHERE_MPA }
    }
}

impl SeaPressure {
    /// One standard atmosphere: the surface of the sea.
    pub const SURFACE: Self = Self { mpa: 0.0 };

    /// From megapascals above one standard atmosphere.
    pub const fn from_mpa(mpa: f64) -> Self {
        Self { mpa }
    }
    /// From decibars above one standard atmosphere.
    pub const fn from_dbar(dbar: f64) -> Self {
        Self { mpa: dbar / 100.0 }
    }
    /// In megapascals above one standard atmosphere.
    pub const fn mpa(self) -> f64 {
        self.mpa
    }
    /// In decibars above one standard atmosphere.
    pub const fn dbar(self) -> f64 {
        self.mpa * 100.0
    }
    /// The same pressure counted from vacuum.
    pub const fn absolute(self) -> AbsolutePressure {
        AbsolutePressure { mpa: self.mpa + STANDARD_ATMOSPHERE_MPA }
    }
}
