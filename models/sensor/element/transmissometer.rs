//! A beam through a known length of water: what arrives, by Beer's and Lambert's law (the C-Star's kind).
//!
//! A reference detector takes most of the lamp's dependence on temperature out; windows dim as they are grown over, and some
//! of the light that particles scatter forward arrives after all.

use super::super::effect::fouling::dimmed_window;
use crate::quantity::Temperature;
use serde::{Deserialize, Serialize};

/// Temperature at which a transmissometer is stated, °C.
const NOMINAL_CELSIUS: f64 = 20.0;

/// A transmissometer as it truly is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transmissometer {
    /// Length of the beam in water, m.
    pub path_m: f64,
    /// Voltage with the beam blocked, V.
    pub dark_v: f64,
    /// Voltage that a beam through clean windows and pure water adds at 20 °C, V.
    pub pure_water_v: f64,
    /// What is left of the lamp's dependence on temperature, 1/K.
    pub lamp_relative_per_k: f64,
    /// Share of scattered light that still arrives.
    pub forward_share: f64,
}

impl Transmissometer {
    /// Voltage, without noise, for attenuation beyond pure water's by absorption and by scattering, 1/m, with a film on each
    /// window of this thickness and attenuation.
    pub fn volts(
        &self,
        absorption_per_m: f64,
        scattering_per_m: f64,
        temperature: Temperature,
        film_m: f64,
        film_per_m: f64,
    ) -> f64 {
        let lamp = 1.0 + self.lamp_relative_per_k * (temperature.celsius() - NOMINAL_CELSIUS);
        let lost_per_m = absorption_per_m + scattering_per_m * (1.0 - self.forward_share);
        let windows = dimmed_window(2.0 * film_m, film_per_m);
        self.dark_v + self.pure_water_v * lamp * windows * libm::exp(-lost_per_m * self.path_m)
    }
}

#[cfg(test)]
pub(in crate::sensor) mod tests {
    use super::*;

    pub(in crate::sensor) fn nominal() -> Transmissometer {
        Transmissometer {
            path_m: 0.25,
            dark_v: 0.06,
            pure_water_v: 4.6,
            lamp_relative_per_k: 2e-4,
            forward_share: 0.0,
        }
    }

    #[test]
    fn attenuation_adds_and_a_metre_of_it_takes_as_much_as_four_quarters() {
        let signal = |absorbed: f64, scattered: f64| {
            nominal().volts(absorbed, scattered, Temperature::from_celsius(20.0), 0.0, 0.0) - 0.06
        };
        assert!((signal(2.0, 1.0) / signal(0.0, 0.0) - libm::exp(-0.75)).abs() < 1e-12);
        assert!((signal(2.0, 1.0) - signal(1.0, 2.0)).abs() < 1e-12);
    }

    #[test]
    fn growth_reads_as_attenuation() {
        let clean = nominal().volts(0.5, 0.0, Temperature::from_celsius(20.0), 0.0, 2e4);
        let grown = nominal().volts(0.5, 0.0, Temperature::from_celsius(20.0), 5e-6, 2e4);
        let read_per_m = -libm::log((grown - 0.06) / (clean - 0.06)) / 0.25;
        assert!((read_per_m - 2.0 * 5e-6 * 2e4 / 0.25).abs() < 1e-9, "{read_per_m}");
    }
}
