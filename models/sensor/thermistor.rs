//! A thermistor bead in a pressure-proof sheath: a semiconductor whose activation energy feels heat and stress.
//!
//! The bead conducts by hopping, so its resistance follows `R = R₂₅ exp(B (1/T − 1/298.15 K))` with an activation
//! temperature B that itself drifts with temperature (which is why no two- or three-constant formula is exact). The
//! sheath passes on a little of the water's pressure: stress shifts B, and reads as a change of temperature. Published
//! shifts run from −77 µK/MPa (SBE 3, one unit; Peruzzi et al. 2017) to +41 µK/MPa (SBE 35, same paper), with units at
//! 1 to 2 mK in 60 MPa between (Uchida et al. 2007); the sources conflict, so a world draws its own.

use crate::quantity::{SeaPressure, Temperature};
use serde::{Deserialize, Serialize};

/// Temperature at which a bead is specified, K.
const NOMINAL_KELVIN: f64 = 298.15;

/// Temperature at which a pressure effect is stated, K: that of the deep sea, 2 °C.
const DEEP_SEA_KELVIN: f64 = 275.15;

/// A thermistor with its converter, as it truly is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thermistor {
    /// Converter counts at 25 °C and one atmosphere; counts are proportional to resistance but for the leak below.
    pub counts_at_25_celsius: f64,
    /// Activation temperature B at 25 °C, K.
    pub activation_kelvin: f64,
    /// Relative change of B per kelvin.
    pub activation_relative_per_k: f64,
    /// Counts at which leakage across the bead's leads would halve the signal.
    pub leakage_counts: f64,
    /// Shift of the indicated temperature per pressure, small pressures, at 2 °C, K/MPa.
    pub pressure_effect_k_per_mpa: f64,
    /// Pressure at which the sheath, stiffening under load, passes on half of what it did at first, MPa.
    pub sheath_stiffening_mpa: f64,
}

impl Thermistor {
    /// Converter counts, without noise.
    pub fn counts(&self, temperature: Temperature, pressure: SeaPressure) -> f64 {
        let kelvin = temperature.kelvin();
        let away = kelvin - NOMINAL_KELVIN;
        let activation = self.activation_kelvin * (1.0 + self.activation_relative_per_k * away);
        let thermal = activation * (1.0 / kelvin - 1.0 / NOMINAL_KELVIN);
        let stress = self.activation_shift_kelvin(pressure) / kelvin;
        let unloaded = self.counts_at_25_celsius * libm::exp(thermal + stress);
        unloaded / (1.0 + unloaded / self.leakage_counts)
    }

    /// What pressure adds to the activation temperature, K.
    fn activation_shift_kelvin(&self, pressure: SeaPressure) -> f64 {
        let felt_mpa = pressure.mpa() / (1.0 + pressure.mpa() / self.sheath_stiffening_mpa);
        -self.pressure_effect_k_per_mpa * felt_mpa * self.activation_kelvin / DEEP_SEA_KELVIN
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn nominal() -> Thermistor {
        Thermistor {
            counts_at_25_celsius: 267_500.0,
            activation_kelvin: 3_505.0,
            activation_relative_per_k: 4.0e-4,
            leakage_counts: 5.0e9,
            pressure_effect_k_per_mpa: -50.0e-6,
            sheath_stiffening_mpa: 900.0,
        }
    }

    fn indicated_shift_kelvin(bead: &Thermistor, celsius: f64, mpa: f64) -> f64 {
        let at = Temperature::from_celsius(celsius);
        let squeezed = bead.counts(at, SeaPressure::from_mpa(mpa));
        let free = |c: f64| bead.counts(Temperature::from_celsius(c), SeaPressure::SURFACE);
        let slope = (free(celsius + 0.01) - free(celsius - 0.01)) / 0.02;
        (squeezed - free(celsius)) / slope
    }

    /// SBE 45 serial 0402, calibration sheet of 31 January 2012 in the SBE 45 manual: 744,013 counts at 1 °C and
    /// 199,120 at 32.5 °C. Another bead of the same kind need only be alike: a tenth, and B within a hundredth.
    #[test]
    fn val_counts_look_like_those_of_a_printed_sheet() {
        let counts = |c| nominal().counts(Temperature::from_celsius(c), SeaPressure::SURFACE);
        for (celsius, sheet) in [(1.0, 744_013.0), (15.0, 401_693.2), (32.5, 199_120.0)] {
            let relative = counts(celsius) / sheet - 1.0;
            assert!(relative.abs() < 0.1, "{celsius} °C: {}", counts(celsius));
        }
        let (ratio, sheet): (f64, f64) = (counts(1.0) / counts(32.5), 744_013.0 / 199_120.0);
        assert!((libm::log(ratio) / libm::log(sheet) - 1.0).abs() < 0.02, "{ratio} {sheet}");
    }

    #[test]
    fn pressure_reads_as_the_stated_shift_and_flattens() {
        let bead = nominal();
        let small = indicated_shift_kelvin(&bead, 2.0, 1.0);
        assert!((small / -50.0e-6 - 1.0).abs() < 0.04, "{small}");
        let deep = indicated_shift_kelvin(&bead, 2.0, 115.0) / 115.0;
        assert!(deep / small < 0.95 && deep / small > 0.85, "{deep} {small}");
    }
}
