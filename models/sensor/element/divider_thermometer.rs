//! A thermistor's bead above a fixed resistor: what a ratiometric converter sees is the bead's share of the two.
//!
//! Many thermometers read a bead so: the loggers of RBR, SEACATs, optodes. The share is R/(R + R₀) with no voltage in it. The
//! fixed resistor warms with the housing, leads add to the bead, moisture leaks across it, and its current heats it.

use super::Bead;
use crate::quantity::{SeaPressure, Temperature};
use serde::{Deserialize, Serialize};

/// Temperature at which the fixed resistor is stated, °C.
const NOMINAL_CELSIUS: f64 = 20.0;

/// A bead in a divider as it truly is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DividerThermometer {
    /// The bead.
    pub bead: Bead,
    /// Leads in series with it, ohm.
    pub leads_ohm: f64,
    /// Leakage across it, ohm.
    pub leakage_ohm: f64,
    /// The fixed resistor at 20 °C, ohm.
    pub fixed_ohm: f64,
    /// Relative change of that per kelvin.
    pub fixed_relative_per_k: f64,
    /// Bead above water by its current, K.
    pub self_heating_k: f64,
}

impl DividerThermometer {
    /// The bead's share of the divider, 0 to 1, in water that has long been as it is, without noise.
    pub fn share(&self, water: Temperature, pressure: SeaPressure) -> f64 {
        let bead = Temperature::from_celsius(water.celsius() + self.self_heating_k);
        let resistance = self.bead.resistance_ohm(bead, pressure);
        let above = self.leads_ohm + resistance / (1.0 + resistance / self.leakage_ohm);
        let warmer = self.fixed_relative_per_k * (water.celsius() - NOMINAL_CELSIUS);
        above / (above + self.fixed_ohm * (1.0 + warmer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nominal() -> DividerThermometer {
        DividerThermometer {
            bead: Bead {
                resistance_at_25_celsius_ohm: 10_000.0,
                barrier_kelvin: 4_600.0,
                disorder_kelvin: 540.0,
                pressure_effect_k_per_mpa: -25e-6,
            },
            leads_ohm: 0.0,
            leakage_ohm: f64::INFINITY,
            fixed_ohm: 10_000.0,
            fixed_relative_per_k: 0.0,
            self_heating_k: 0.0,
        }
    }

    fn share(celsius: f64, mpa: f64) -> f64 {
        nominal().share(Temperature::from_celsius(celsius), SeaPressure::from_mpa(mpa))
    }

    #[test]
    fn equal_resistors_share_alike_and_cold_gives_the_bead_more() {
        assert!((share(25.0, 0.0) - 0.5).abs() < 1e-12);
        assert!((0..30).all(|celsius| share(f64::from(celsius), 0.0) > share(f64::from(celsius + 1), 0.0)));
    }

    #[test]
    fn a_bead_that_reads_low_under_pressure_gets_more_of_the_divider() {
        let per_k = (share(1.99, 0.0) - share(2.01, 0.0)) / 0.02;
        let shift_k = (share(2.0, 60.0) - share(2.0, 0.0)) / per_k;
        assert!((1.2e-3..1.5e-3).contains(&shift_k), "{shift_k}: 60 MPa at 25 µK/MPa, less what stiffens");
    }
}
