//! One state of seawater: how salty, how warm, under what pressure, and where on Earth if that is known.

use crate::quantity::{
    AbsoluteSalinity, ConservativeTemperature, Latitude, Longitude, Place, PracticalSalinity, SeaPressure,
    Temperature,
};

/// A state of seawater.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State {
    /// Mass fraction of salt: that of the place if it is known, else Reference Salinity.
    pub absolute: AbsoluteSalinity,
    /// Practical salinity (PSS-78).
    pub practical: PracticalSalinity,
    /// In-situ temperature (ITS-90).
    pub temperature: Temperature,
    /// Sea pressure.
    pub pressure: SeaPressure,
    /// Latitude, where depth or gravity is asked for.
    pub latitude: Option<Latitude>,
    /// Longitude, with latitude where Absolute Salinity shall be that of the place.
    pub longitude: Option<Longitude>,
}

impl State {
    /// Standard Seawater, whose Absolute Salinity is its Reference Salinity, nowhere in particular.
    pub const fn of_standard_seawater(
        practical: PracticalSalinity,
        temperature: Temperature,
        pressure: SeaPressure,
    ) -> Self {
        let absolute = practical.reference();
        Self { absolute, practical, temperature, pressure, latitude: None, longitude: None }
    }

    /// The place, if both its coordinates are known.
    pub fn place(&self) -> Option<Place> {
        Some(Place { longitude: self.longitude?, latitude: self.latitude? })
    }

    /// Conservative Temperature.
    pub fn conservative(&self) -> ConservativeTemperature {
        super::conservative_temperature(self.absolute, self.temperature, self.pressure)
    }

    /// Potential temperature, reference pressure the surface.
    pub fn potential(&self) -> Temperature {
        super::potential_temperature(self.absolute, self.temperature, self.pressure)
    }
}
