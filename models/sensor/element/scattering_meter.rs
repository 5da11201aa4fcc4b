//! Light sent into the water and what comes back from its side: fluorometers and meters of backscatter (the ECO's kind).
//!
//! What comes back is in proportion to what is there, until it dims the light on its own way to and fro (the inner-filter
//! effect): (1 − exp(−κc))/κ. The lamp dims with heat, the detector's dark current doubles every so many kelvins, a window may be
//! grown over, and the converter ends.

use super::super::effect::fouling::dimmed_window;
use crate::quantity::Temperature;
use serde::{Deserialize, Serialize};

/// Temperature at which a meter is stated, °C.
const NOMINAL_CELSIUS: f64 = 20.0;

/// A fluorometer or a meter of backscatter as it truly is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScatteringMeter {
    /// Counts per unit of concentration or turbidity, small amounts, at 20 °C.
    pub counts_per_unit: f64,
    /// Counts of the electronics without any light.
    pub electronics_counts: f64,
    /// Counts of the detector's dark current at 20 °C.
    pub dark_counts: f64,
    /// Kelvins in which the dark current doubles.
    pub dark_doubles_k: f64,
    /// Relative change of the lamp per kelvin.
    pub lamp_relative_per_k: f64,
    /// Self-attenuation κ per unit.
    pub self_attenuation_per_unit: f64,
    /// Last count of the converter.
    pub last_count: f64,
}

impl ScatteringMeter {
    /// Counts, without noise and not yet whole, behind a film on the window of this thickness and attenuation.
    pub fn counts(&self, amount: f64, temperature: Temperature, film_m: f64, film_per_m: f64) -> f64 {
        let away = temperature.celsius() - NOMINAL_CELSIUS;
        let dark = self.dark_counts * libm::exp2(away / self.dark_doubles_k);
        let depth = self.self_attenuation_per_unit;
        let seen =
            if (depth * amount).abs() < 1e-12 { amount } else { -libm::expm1(-depth * amount) / depth };
        let lamp = 1.0 + self.lamp_relative_per_k * away;
        // Out and back again.
        let window = dimmed_window(2.0 * film_m, film_per_m);
        let light = self.counts_per_unit * lamp * window * seen;
        (self.electronics_counts + dark + light).min(self.last_count)
    }
}

#[cfg(test)]
pub(in crate::sensor) mod tests {
    use super::*;

    pub(in crate::sensor) fn nominal() -> ScatteringMeter {
        ScatteringMeter {
            counts_per_unit: 137.0,
            electronics_counts: 45.0,
            dark_counts: 3.0,
            dark_doubles_k: 10.0,
            lamp_relative_per_k: -2e-3,
            self_attenuation_per_unit: 3e-4,
            last_count: 4_130.0,
        }
    }

    fn counts(amount: f64, celsius: f64, film_m: f64) -> f64 {
        nominal().counts(amount, Temperature::from_celsius(celsius), film_m, 2e4)
    }

    #[test]
    fn little_reads_in_proportion_and_much_reads_less() {
        let dark = counts(0.0, 20.0, 0.0);
        assert!((40.0..60.0).contains(&dark), "{dark}");
        let gain = |amount: f64| (counts(amount, 20.0, 0.0) - dark) / amount;
        assert!((gain(0.1) / 137.0 - 1.0).abs() < 1e-4);
        assert!((gain(25.0) / 137.0 - (1.0 - 0.5 * 25.0 * 3e-4)).abs() < 1e-4);
        assert!((counts(1_000.0, 20.0, 0.0) - 4_130.0).abs() < 1e-12);
    }

    #[test]
    fn heat_darkens_the_lamp_and_lights_the_dark() {
        assert!(counts(10.0, 30.0, 0.0) < counts(10.0, 10.0, 0.0));
        assert!(counts(0.0, 30.0, 0.0) > counts(0.0, 10.0, 0.0));
        assert!(counts(10.0, 20.0, 5e-6) < counts(10.0, 20.0, 0.0));
    }
}
