//! Two toroids and the sea as one turn through both: the RBR's kind of conductivity cell.
//!
//! The first core drives a loop of water, whose current the second one picks up. What comes out over what goes in is the loop's
//! conductance times how well each core couples. A core of permeability μ couples by μ/(μ + m), m being its stray field. Stress
//! orders a ferrite's domains and changes its permeability (Villari's effect), first quickly, then no more; the housing's strain
//! changes the loop's size all the while. So the reading rises with pressure by more than a thousandth within 1,000 dbar and flattens:
//! RBR prints a cubic, 1.8732e-6 p − 7.7689e-10 p² + 1.4890e-13 p³ (p in dbar), for units without their own (its repository
//! `compressibility_RBRargo3`), and about 20 % less for two units of their own.

use crate::quantity::{Conductivity, SeaPressure, Temperature};
use serde::{Deserialize, Serialize};

/// Temperature at which the cell is stated, °C.
const NOMINAL_CELSIUS: f64 = 15.0;

/// An inductive cell as it truly is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct InductiveCell {
    /// Conductance of the loop of water over its conductivity at 15 °C and one atmosphere, m.
    pub loop_m: f64,
    /// What comes out over what goes in per siemens of loop, 1/S, were coupling complete.
    pub gain_per_s: f64,
    /// What comes out without water: direct coupling of the coils.
    pub crosstalk: f64,
    /// Relative change of the loop with temperature, 1/K: the housing grows.
    pub housing_per_k: f64,
    /// Relative change of the loop with pressure, 1/MPa: the housing shrinks.
    pub housing_per_mpa: f64,
    /// Stray field m over permeability, each core.
    pub stray: f64,
    /// Relative change of permeability with temperature, 1/K.
    pub permeability_per_k: f64,
    /// Relative change of permeability that pressure comes to.
    pub permeability_by_stress: f64,
    /// Pressure within which that happens (to 1/e), MPa.
    pub stress_mpa: f64,
}

impl InductiveCell {
    /// Voltage out over voltage in, without noise.
    pub fn voltage_ratio(&self, water: Conductivity, temperature: Temperature, pressure: SeaPressure) -> f64 {
        let away = temperature.celsius() - NOMINAL_CELSIUS;
        let mpa = pressure.mpa();
        let size = (1.0 + self.housing_per_k * away) * (1.0 + self.housing_per_mpa * mpa);
        let ordered = -self.permeability_by_stress * libm::expm1(-mpa / self.stress_mpa);
        let permeability = (1.0 + self.permeability_per_k * away) * (1.0 + ordered);
        let coupled = permeability / (permeability + self.stray);
        self.crosstalk + self.gain_per_s * self.loop_m * size * water.siemens_per_m() * coupled * coupled
    }
}

#[cfg(test)]
pub(in crate::sensor) mod tests {
    use super::*;

    pub(in crate::sensor) fn nominal() -> InductiveCell {
        InductiveCell {
            loop_m: 0.02,
            gain_per_s: 3.2,
            crosstalk: -2e-4,
            housing_per_k: 8e-6,
            housing_per_mpa: -2e-6,
            stray: 5e-3,
            permeability_per_k: 2e-3,
            permeability_by_stress: 0.28,
            stress_mpa: 17.0,
        }
    }

    fn ratio(siemens_per_m: f64, celsius: f64, mpa: f64) -> f64 {
        let water = Conductivity::from_siemens_per_m(siemens_per_m);
        nominal().voltage_ratio(water, Temperature::from_celsius(celsius), SeaPressure::from_mpa(mpa))
    }

    #[test]
    fn the_ratio_is_linear_in_conductivity_and_small_without_water() {
        let (air, one, two) = (ratio(0.0, 15.0, 0.0), ratio(3.0, 15.0, 0.0), ratio(6.0, 15.0, 0.0));
        assert!(air.abs() < 1e-3 && ((two - air) / (one - air) - 2.0).abs() < 1e-12);
        assert!((0.1..0.5).contains(&two), "{two}");
    }

    #[test]
    fn pressure_raises_the_reading_and_flattens() {
        let rise = |mpa: f64| {
            let air = ratio(0.0, 5.0, mpa);
            (ratio(3.5, 5.0, mpa) - air) / (ratio(3.5, 5.0, 0.0) - air) - 1.0
        };
        assert!(rise(10.0) > 0.5e-3 && rise(20.0) - rise(10.0) < 0.7 * rise(10.0));
    }
}
