//! A photodiode into a logarithmic amplifier: the meter of photosynthetically active radiation.
//!
//! The amplifier's transistor holds V = (kT/q) ln(i/i₀) over many decades; its scale is compensated for temperature by a
//! resistor that is not quite proportional to it. Leakage adds at the dark end, the junction's bulk resistance at the bright one.

use crate::quantity::Temperature;
use serde::{Deserialize, Serialize};

/// Temperature at which a meter is stated, °C.
const NOMINAL_CELSIUS: f64 = 20.0;

/// A logarithmic light meter as it truly is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LightMeter {
    /// Current of the diode per light, A per µmol/(m² s).
    pub amperes_per_umol_per_m2_s: f64,
    /// Leakage at 20 °C, A.
    pub leakage_a: f64,
    /// Kelvins in which leakage doubles.
    pub leakage_doubles_k: f64,
    /// Voltage at a reference current of 1 nA and 20 °C, V.
    pub volts_at_1_na: f64,
    /// Volts per decade at 20 °C.
    pub volts_per_decade: f64,
    /// What is left of the scale's dependence on temperature, 1/K.
    pub scale_relative_per_k: f64,
    /// Bulk resistance times gain, V/A.
    pub bulk_v_per_a: f64,
}

impl LightMeter {
    /// Voltage, without noise. NaN in light so negative that no current flows.
    pub fn volts(&self, light_umol_per_m2_s: f64, temperature: Temperature) -> f64 {
        let away = temperature.celsius() - NOMINAL_CELSIUS;
        let leakage = self.leakage_a * libm::exp2(away / self.leakage_doubles_k);
        let amperes = self.amperes_per_umol_per_m2_s * light_umol_per_m2_s + leakage;
        let scale = self.volts_per_decade * (1.0 + self.scale_relative_per_k * away);
        self.volts_at_1_na + scale * libm::log10(amperes / 1e-9) + self.bulk_v_per_a * amperes
    }
}

#[cfg(test)]
pub(in crate::sensor) mod tests {
    use super::*;

    pub(in crate::sensor) fn nominal() -> LightMeter {
        LightMeter {
            amperes_per_umol_per_m2_s: 1e-9,
            leakage_a: 5e-12,
            leakage_doubles_k: 10.0,
            volts_at_1_na: 1.37,
            volts_per_decade: 0.8,
            scale_relative_per_k: 1e-4,
            bulk_v_per_a: 500.0,
        }
    }

    #[test]
    fn a_decade_of_light_is_a_step_of_voltage() {
        let volts = |light: f64| nominal().volts(light, Temperature::from_celsius(20.0));
        assert!((volts(100.0) - volts(10.0) - 0.8).abs() < 3e-4, "{}", volts(100.0) - volts(10.0));
        assert!((3.9..4.2).contains(&volts(2_200.0)), "{}", volts(2_200.0));
    }

    #[test]
    fn in_the_dark_leakage_is_read_and_more_of_it_when_warm() {
        let dark = |celsius: f64| nominal().volts(0.0, Temperature::from_celsius(celsius));
        assert!(dark(30.0) > dark(10.0) + 0.2, "{} {}", dark(30.0), dark(10.0));
        assert!(nominal().volts(-1.0, Temperature::from_celsius(20.0)).is_nan());
    }
}
