//! A glass conductivity cell in an oscillator: geometry that heat and pressure change, and a circuit that is not ideal.
//!
//! A conductance is conductivity times area over length. Warm glass is larger, squeezed glass smaller, each by its
//! linear strain: the oscillator sees `C/K·(1 + strain)`. Borosilicate's bulk modulus of 34.8 GPa gives the
//! −9.57e-6 /MPa that makers print; real cells were found 10 to 40 % softer (−11.7e-8 to −13.5e-8 per dbar in Argo
//! practice), and their salinity rises falsely below 7,000 m under a linear correction (van Haren and Uchida 2021):
//! the jacket around the glass adds compliance that is used up with pressure. That is what is modelled here.

use crate::quantity::{Conductivity, SeaPressure, Temperature};
use serde::{Deserialize, Serialize};

/// A conductivity cell with its oscillator, as it truly is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConductivityCell {
    /// Length over area of the cell at 0 °C and one atmosphere, 1/m.
    pub cell_constant_per_m: f64,
    /// Resistance of the bridge arm that the cell works against, ohm.
    pub bridge_resistance_ohm: f64,
    /// Frequency of the oscillator with an empty, dry cell, Hz.
    pub open_frequency_hz: f64,
    /// Resistance of leads and electrodes in series with the water, ohm.
    pub stray_resistance_ohm: f64,
    /// Delay of the amplifier in one turn of the loop, s.
    pub amplifier_delay_s: f64,
    /// Relative change of the squared frequency per kelvin of the electronics' temperature.
    pub electronics_relative_per_k: f64,
    /// Linear thermal expansion of the glass at 0 °C, 1/K.
    pub glass_expansion_per_k: f64,
    /// Change of that expansion with temperature, 1/K².
    pub glass_expansion_slope_per_k2: f64,
    /// Bulk modulus of the glass, MPa.
    pub glass_bulk_modulus_mpa: f64,
    /// Derivative of that bulk modulus with pressure (near zero or negative in silicate glasses).
    pub glass_bulk_modulus_derivative: f64,
    /// Linear compliance that the jacket adds at small pressures, 1/MPa.
    pub jacket_compliance_per_mpa: f64,
    /// Pressure over which that compliance fades (to 1/e), MPa.
    pub jacket_fading_mpa: f64,
}

impl ConductivityCell {
    /// Frequency of the oscillator, Hz, without noise. The electronics have the water's temperature.
    pub fn frequency_hz(&self, water: Conductivity, temperature: Temperature, pressure: SeaPressure) -> f64 {
        let celsius = temperature.celsius();
        let size = (1.0 + self.thermal_strain(celsius)) * (1.0 + self.pressure_strain(pressure));
        let conductance = water.siemens_per_m() * size / self.cell_constant_per_m;
        let seen = conductance / (1.0 + conductance * self.stray_resistance_ohm);
        let electronics = 1.0 + self.electronics_relative_per_k * celsius;
        let squared = (1.0 + self.bridge_resistance_ohm * seen) / electronics;
        let ideal_hz = self.open_frequency_hz * squared.sqrt();
        ideal_hz / (1.0 + ideal_hz * self.amplifier_delay_s)
    }

    /// Relative change of the cell's linear size from 0 °C.
    fn thermal_strain(&self, celsius: f64) -> f64 {
        (self.glass_expansion_per_k + 0.5 * self.glass_expansion_slope_per_k2 * celsius) * celsius
    }

    /// Relative change of the cell's linear size from one atmosphere: Murnaghan's solid for the glass, and the
    /// fading compliance of its jacket.
    pub fn pressure_strain(&self, pressure: SeaPressure) -> f64 {
        let (mpa, derivative) = (pressure.mpa(), self.glass_bulk_modulus_derivative);
        let reduced = mpa / self.glass_bulk_modulus_mpa;
        let logarithm =
            if derivative.abs() < 1.0e-6 { reduced } else { libm::log1p(derivative * reduced) / derivative };
        let glass = libm::expm1(-logarithm / 3.0);
        let fading = self.jacket_fading_mpa;
        glass + self.jacket_compliance_per_mpa * fading * libm::expm1(-mpa / fading)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn nominal() -> ConductivityCell {
        ConductivityCell {
            cell_constant_per_m: 300.0,
            bridge_resistance_ohm: 300.0,
            open_frequency_hz: 2_650.0,
            stray_resistance_ohm: 0.03,
            amplifier_delay_s: 1.5e-8,
            electronics_relative_per_k: 3.0e-7,
            glass_expansion_per_k: 3.25e-6,
            glass_expansion_slope_per_k2: 2.0e-9,
            glass_bulk_modulus_mpa: 34_800.0,
            glass_bulk_modulus_derivative: -1.0,
            jacket_compliance_per_mpa: 0.0,
            jacket_fading_mpa: 150.0,
        }
    }

    /// The bulk modulus was chosen for this, so that departures are counted from what makers print (CPcor −9.57e-8 per
    /// dbar); data sheets of borosilicate glass (Young's modulus 63 to 64 GPa, Poisson's ratio 0.20) give 35 to 36 GPa.
    /// What is shown is that the strain is a third of the volume's, with the right sign and unit.
    #[test]
    fn bare_glass_has_the_pressure_coefficient_that_makers_print() {
        let per_dbar = nominal().pressure_strain(SeaPressure::from_dbar(10.0)) / 10.0;
        assert!((per_dbar / -9.57e-8 - 1.0).abs() < 2.0e-3, "{per_dbar}");
    }

    #[test]
    fn jacketed_cells_are_softer_and_grow_stiffer() {
        let mut cell = nominal();
        cell.jacket_compliance_per_mpa = 0.25 * 9.57e-6;
        let per_mpa = |mpa: f64| cell.pressure_strain(SeaPressure::from_mpa(mpa)) / mpa;
        let excess = per_mpa(1.0) / -9.57e-6 - 1.0;
        assert!((0.10..0.40).contains(&excess), "{excess}");
        assert!(per_mpa(115.0).abs() < 0.97 * per_mpa(1.0).abs());
    }

    #[test]
    fn frequencies_are_those_of_a_microcat_and_rise_with_conductivity() {
        let at = |s| {
            let t = Temperature::from_celsius(15.0);
            nominal().frequency_hz(Conductivity::from_siemens_per_m(s), t, SeaPressure::SURFACE)
        };
        assert!((2_600.0..2_700.0).contains(&at(0.0)), "{}", at(0.0));
        assert!((5_000.0..5_600.0).contains(&at(3.0)), "{}", at(3.0));
        assert!((6_600.0..7_200.0).contains(&at(6.0)), "{}", at(6.0));
        assert!((0..60).all(|k| at(0.1 * f64::from(k + 1)) > at(0.1 * f64::from(k))));
    }
}
