//! Typed quantities: the unit lives in the type at a boundary and in the name inside a function.
//!
//! A newtype is made from a unit (`Temperature::from_celsius`) and read in a unit (`.celsius()`); there is no bare
//! number to mistake. Pressure comes as two types, because 0.101325 MPa between them has sunk many salinities.

mod conservative_temperature;
mod place;
mod pressure;
mod salinity;

pub use conservative_temperature::ConservativeTemperature;
pub use place::{Latitude, Longitude, Place};
pub use pressure::{AbsolutePressure, SeaPressure};
pub use salinity::{AbsoluteSalinity, PracticalSalinity};

use crate::constants::{IPTS68_PER_ITS90, ZERO_CELSIUS_KELVIN};
use serde::{Deserialize, Serialize};

/// A temperature on the International Temperature Scale of 1990.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Temperature {
    celsius: f64,
}

impl Temperature {
    /// From degrees Celsius (ITS-90).
    pub const fn from_celsius(celsius: f64) -> Self {
        Self { celsius }
    }
    /// From kelvin (ITS-90).
    pub const fn from_kelvin(kelvin: f64) -> Self {
        Self { celsius: kelvin - ZERO_CELSIUS_KELVIN }
    }
    /// In degrees Celsius (ITS-90).
    pub const fn celsius(self) -> f64 {
        self.celsius
    }
    /// In kelvin (ITS-90).
    pub const fn kelvin(self) -> f64 {
        self.celsius + ZERO_CELSIUS_KELVIN
    }
    /// In degrees Celsius on the IPTS-68, which PSS-78 takes: t68 = 1.00024 t90.
    pub const fn celsius_ipts68(self) -> f64 {
        self.celsius * IPTS68_PER_ITS90
    }
}

/// Electrical conductivity of water.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Conductivity {
    siemens_per_m: f64,
}

impl Conductivity {
    /// From siemens per metre.
    pub const fn from_siemens_per_m(siemens_per_m: f64) -> Self {
        Self { siemens_per_m }
    }
    /// From millisiemens per centimetre (1 S/m = 10 mS/cm).
    pub const fn from_millisiemens_per_cm(value: f64) -> Self {
        Self { siemens_per_m: value / 10.0 }
    }
    /// In siemens per metre.
    pub const fn siemens_per_m(self) -> f64 {
        self.siemens_per_m
    }
    /// In millisiemens per centimetre.
    pub const fn millisiemens_per_cm(self) -> f64 {
        self.siemens_per_m * 10.0
    }
}
