//! The Baltic Sea, whose rivers bring salts of their own.
//!
//! Feistel et al., Ocean Science 6 (2010) 3: at zero practical salinity 0.087 g/kg are left. The outline is
//! that of the Gibbs SeaWater Toolbox.

use super::{Meridian, linear};
use crate::quantity::{AbsoluteSalinity, PracticalSalinity};

/// Absolute Salinity of the rivers, g/kg.
const RIVERS: f64 = 0.087;
/// Absolute Salinity per practical salinity between the rivers and Standard Seawater, g/kg.
const SLOPE: f64 = (35.165_04 - RIVERS) / 35.0;
/// Latitudes, and the longitudes of the western shore there.
const WEST: ([f64; 3], [f64; 3]) = ([50.0, 59.0, 69.0], [12.6, 7.0, 26.0]);
/// Latitudes, and the longitudes of the eastern shore there.
const EAST: ([f64; 2], [f64; 2]) = ([50.0, 69.0], [45.0, 26.0]);

pub(super) fn contains(place: Meridian) -> bool {
    let near = 7.0 < place.east && place.east < 45.0 && 50.0 < place.north && place.north < 69.0;
    near && linear(&WEST.0, &WEST.1, place.north) <= place.east
        && place.east <= linear(&EAST.0, &EAST.1, place.north)
}

pub(super) fn absolute(salinity: PracticalSalinity) -> AbsoluteSalinity {
    AbsoluteSalinity::from_g_per_kg(SLOPE * salinity.value() + RIVERS)
}

pub(super) fn practical(salinity: AbsoluteSalinity) -> PracticalSalinity {
    PracticalSalinity::new((salinity.g_per_kg() - RIVERS) / SLOPE)
}
