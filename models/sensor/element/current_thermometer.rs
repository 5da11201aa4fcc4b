//! A semiconductor that passes a current in proportion to its temperature, and the coarse converter behind it: the AD590's kind,
//! as it sits beside the Digiquartz of an SBE 9plus.
//!
//! 1 µA/K, with an error that bends by some tenths of a kelvin over its range (data sheet of the AD590: ±0.3 to ±2 °C). A
//! resistor makes it volts, and twelve bits cut them into 4,096 steps of about 0.0128 K, which is what Sea-Bird's sheets print
//! as AD590M.

use super::super::effect::quantiser::Quantiser;
use crate::quantity::Temperature;
use serde::{Deserialize, Serialize};

/// Temperature at which the current is stated, °C.
const NOMINAL_CELSIUS: f64 = 25.0;
/// The last of twelve bits.
const LAST_COUNT: f64 = 4_095.0;

/// A current thermometer with its converter, as it truly is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurrentThermometer {
    /// Current at 25 °C, µA.
    pub current_at_25_celsius_ua: f64,
    /// Its slope there, µA/K.
    pub current_ua_per_k: f64,
    /// Its curvature, µA/K².
    pub current_ua_per_k2: f64,
    /// Resistor that it flows through, kΩ.
    pub resistor_kilohm: f64,
    /// Voltage of the first step, mV.
    pub zero_mv: f64,
    /// Height of a step, mV.
    pub step_mv: f64,
}

impl CurrentThermometer {
    /// Whole counts, 0 to 4,095.
    pub fn counts(&self, temperature: Temperature) -> f64 {
        let away = temperature.celsius() - NOMINAL_CELSIUS;
        let current_ua =
            self.current_at_25_celsius_ua + (self.current_ua_per_k + self.current_ua_per_k2 * away) * away;
        let counts = (current_ua * self.resistor_kilohm - self.zero_mv) / self.step_mv;
        Quantiser { step: 1.0 }.quantise(counts).clamp(0.0, LAST_COUNT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AD590M = 0.0127941 and AD590B = −9.21574 of a published configuration (pressure sensor 1385): 6.62 °C are 1,238 counts.
    #[test]
    fn val_counts_are_those_of_published_coefficients() {
        let (per_count, zero_celsius) = (1.279_41e-2, -9.215_74);
        let nominal = CurrentThermometer {
            current_at_25_celsius_ua: 298.15,
            current_ua_per_k: 1.0,
            current_ua_per_k2: 0.0,
            resistor_kilohm: 10.0,
            zero_mv: 10.0 * (273.15 + zero_celsius),
            step_mv: 10.0 * per_count,
        };
        let counts = |celsius: f64| nominal.counts(Temperature::from_celsius(celsius));
        assert!((counts(6.623) - 1_238.0).abs() < 1e-9, "{}", counts(6.623));
        assert!((counts(-60.0) - 0.0).abs() < 1e-9 && (counts(90.0) - 4_095.0).abs() < 1e-9);
    }
}
