//! Where on the Earth water is: gravity, and the salts that the ocean adds, depend on it.

use serde::{Deserialize, Serialize};

/// Geographic latitude, degrees north of the equator; meaningful from −90 to 90.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Latitude {
    degrees_north: f64,
}

impl Latitude {
    /// From degrees north; south is negative.
    pub const fn from_degrees_north(degrees_north: f64) -> Self {
        Self { degrees_north }
    }
    /// In degrees north.
    pub const fn degrees_north(self) -> f64 {
        self.degrees_north
    }
}

/// Geographic longitude, degrees east of Greenwich; any number of turns, either way, means the same meridian.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Longitude {
    degrees_east: f64,
}

impl Longitude {
    /// From degrees east; west is negative.
    pub const fn from_degrees_east(degrees_east: f64) -> Self {
        Self { degrees_east }
    }
    /// In degrees east, as given.
    pub const fn degrees_east(self) -> f64 {
        self.degrees_east
    }
}

/// A place on the Earth.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Place {
    /// How far east.
    pub longitude: Longitude,
    /// How far north.
    pub latitude: Latitude,
}
