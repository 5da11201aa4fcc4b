//! Properties of seawater, each from the one Gibbs function (TEOS-10 manual, section 2).
//!
//! Whoever needs several at one state calls [`gibbs`] once and asks the result; the free functions are for
//! one.

use super::gibbs::{Gibbs, gibbs, water_potential};
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};

impl Gibbs {
    /// Density, kg/m³.
    pub fn density(&self) -> f64 {
        1.0 / self.g_p
    }
    /// Specific volume, m³/kg.
    pub fn specific_volume(&self) -> f64 {
        self.g_p
    }
    /// Specific entropy, J/(kg K).
    pub fn entropy(&self) -> f64 {
        -self.g_t
    }
    /// Specific enthalpy, J/kg, at the temperature that the Gibbs energy was taken at.
    pub fn enthalpy(&self, temperature: Temperature) -> f64 {
        self.g - temperature.kelvin() * self.g_t
    }
    /// Specific internal energy, J/kg, at the state that the Gibbs energy was taken at.
    pub fn internal_energy(&self, temperature: Temperature, pressure: SeaPressure) -> f64 {
        self.enthalpy(temperature) - pressure.absolute().mpa() * 1e6 * self.g_p
    }
    /// Specific heat capacity at constant pressure, J/(kg K).
    pub fn isobaric_heat_capacity(&self, temperature: Temperature) -> f64 {
        -temperature.kelvin() * self.g_tt
    }
    /// Thermal expansion at constant salinity and pressure, 1/K.
    pub fn thermal_expansion(&self) -> f64 {
        self.g_tp / self.g_p
    }
    /// Compressibility at constant temperature, 1/Pa.
    pub fn isothermal_compressibility(&self) -> f64 {
        -self.g_pp / self.g_p
    }
    /// Compressibility at constant entropy, 1/Pa.
    pub fn isentropic_compressibility(&self) -> f64 {
        (self.g_tp * self.g_tp - self.g_tt * self.g_pp) / (self.g_p * self.g_tt)
    }
    /// Warming by pressure at constant entropy, K/Pa; negative for cold fresh water.
    pub fn adiabatic_lapse_rate(&self) -> f64 {
        -self.g_tp / self.g_tt
    }
    /// Speed of sound, m/s.
    pub fn sound_speed(&self) -> f64 {
        (self.g_p / self.isentropic_compressibility()).sqrt()
    }
}

/// Density, kg/m³.
pub fn density(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    gibbs(salinity, temperature, pressure).density()
}

/// Specific volume, m³/kg.
pub fn specific_volume(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    gibbs(salinity, temperature, pressure).specific_volume()
}

/// Specific enthalpy, J/kg.
pub fn enthalpy(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    gibbs(salinity, temperature, pressure).enthalpy(temperature)
}

/// Specific internal energy, J/kg.
pub fn internal_energy(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    gibbs(salinity, temperature, pressure).internal_energy(temperature, pressure)
}

/// Specific entropy, J/(kg K).
pub fn entropy(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    gibbs(salinity, temperature, pressure).entropy()
}

/// Specific heat capacity at constant pressure, J/(kg K).
pub fn isobaric_heat_capacity(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    gibbs(salinity, temperature, pressure).isobaric_heat_capacity(temperature)
}

/// Thermal expansion at constant salinity and pressure, 1/K.
pub fn thermal_expansion(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    gibbs(salinity, temperature, pressure).thermal_expansion()
}

/// Compressibility at constant temperature, 1/Pa.
pub fn isothermal_compressibility(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    gibbs(salinity, temperature, pressure).isothermal_compressibility()
}

/// Warming by pressure at constant entropy and salinity, K/Pa.
pub fn adiabatic_lapse_rate(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    gibbs(salinity, temperature, pressure).adiabatic_lapse_rate()
}

/// Speed of sound, m/s.
pub fn sound_speed(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> f64 {
    gibbs(salinity, temperature, pressure).sound_speed()
}

/// Chemical potential of water in seawater, J/kg.
pub fn chemical_potential_of_water(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    water_potential(salinity, temperature, pressure).g
}
