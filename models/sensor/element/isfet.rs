//! A gate that feels protons, against an electrode that feels chloride: the SeaFET's kind of pH sensor.
//!
//! Both respond as Nernst says, so their difference is E = E*(T, p) − (RT/F) ln(a_H a_Cl), without a liquid junction. Activities are
//! molalities times the mean activity coefficient of HCl, here by Debye and Hückel in the form of Davies (Ion Association, 1962),
//! with the limiting slope from water's permittivity (Malmberg and Maryott, J. Res. NBS 56 (1956) 1).
//!
//! Pressure works against volumes: (∂E/∂p) = −ΔV/F. HCl in solution takes room, silver chloride more than silver; and
//! the gate, a membrane of silicon over a seal, is strained, unit by unit: a part in proportion to pressure, and one that is
//! used up as the seal sets.

use super::{FARADAY, GAS_CONSTANT};
use crate::quantity::{PracticalSalinity, SeaPressure, Temperature};
use serde::{Deserialize, Serialize};

/// Partial molal volume of HCl in seawater at 25 °C, m³/mol: 17.8 at infinite dilution and about 2 more for the salt (Millero,
/// Chem. Rev. 71 (1971) 147; the addition is judgement).
const HYDROCHLORIC_M3_PER_MOL: f64 = 20.0e-6;
/// Its compression, m³/(mol Pa): of ions, negative partial molal compressibility (judgement, from 0 to 2e-15).
const HYDROCHLORIC_M3_PER_MOL_PA: f64 = 1.0e-15;
/// Molar volume of silver chloride less that of silver, m³/mol: 25.8 − 10.3, from densities of 5.56 and 10.49 g/cm³.
const SILVER_CHLORIDE_M3_PER_MOL: f64 = 15.5e-6;
/// Chloride of seawater of salinity 35, mol/kg of water (Millero et al. 2008, 0.5659), bromide included 0.5667.
const CHLORIDE_AT_35: f64 = 0.566_7;
/// Ionic strength of seawater of salinity 35, mol/kg of water (the same, 0.7226).
const IONIC_STRENGTH_AT_35: f64 = 0.722_6;

/// Water as this sensor feels it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ElectrolytePh {
    /// Free hydrogen ion, mol/kg of water.
    pub free_hydrogen_mol_per_kg: f64,
    /// Salinity.
    pub salinity: PracticalSalinity,
    /// Temperature (ITS-90).
    pub temperature: Temperature,
    /// Sea pressure.
    pub pressure: SeaPressure,
}

/// A pair of gate and chloride electrode as it truly is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Isfet {
    /// E* at 25 °C and one atmosphere, V.
    pub standard_v: f64,
    /// Its slope with temperature, V/K.
    pub standard_v_per_k: f64,
    /// Share of Nernst's slope that the gate has.
    pub nernst_share: f64,
    /// Strain of the gate, in proportion to pressure, V/MPa.
    pub strain_v_per_mpa: f64,
    /// What the setting seal comes to, V.
    pub seal_v: f64,
    /// Pressure within which it sets (to 1/e), MPa.
    pub seal_mpa: f64,
}

impl ElectrolytePh {
    /// Natural logarithm of the activities' product a_H a_Cl at one atmosphere.
    fn log_activities(&self) -> f64 {
        // Per kilogram of water, not of sea: salt takes its share of the mass.
        let practical = self.salinity.value();
        let salt = practical / 35.0 * (1.0 - 0.035_165) / (1.0 - 0.001_004_7 * practical);
        let (ionic, chloride) = (IONIC_STRENGTH_AT_35 * salt, CHLORIDE_AT_35 * salt);
        let root = ionic.sqrt();
        let davies = -debye_huckel(self.temperature) * (root / (1.0 + root) - 0.3 * ionic);
        libm::log(self.free_hydrogen_mol_per_kg * chloride) + 2.0 * davies
    }
}

/// Limiting slope A of ln γ, (kg/mol)^½: 1.8246e6 (εT)^(−3/2), times ln 10.
fn debye_huckel(temperature: Temperature) -> f64 {
    let t = temperature.celsius();
    let permittivity = 87.740 - t * (0.400_08 - t * (9.398e-4 - t * 1.410e-6));
    let screened = permittivity * temperature.kelvin();
    std::f64::consts::LN_10 * 1.8246e6 / (screened * screened.sqrt())
}

impl Isfet {
    /// Voltage of the gate against the chloride electrode, without noise.
    pub fn volts(&self, water: &ElectrolytePh) -> f64 {
        let (kelvin, pascal) = (water.temperature.kelvin(), water.pressure.mpa() * 1e6);
        let standard = self.standard_v + self.standard_v_per_k * (water.temperature.celsius() - 25.0);
        let nernst = self.nernst_share * GAS_CONSTANT * kelvin / FARADAY;
        let solution = (HYDROCHLORIC_M3_PER_MOL + 0.5 * HYDROCHLORIC_M3_PER_MOL_PA * pascal) * pascal;
        let electrode = SILVER_CHLORIDE_M3_PER_MOL * pascal;
        let strain = self.strain_v_per_mpa * water.pressure.mpa()
            - self.seal_v * libm::expm1(-water.pressure.mpa() / self.seal_mpa);
        standard - nernst * water.log_activities() - (solution - electrode) / FARADAY + strain
    }
}

#[cfg(test)]
pub(in crate::sensor) mod tests {
    use super::*;

    pub(in crate::sensor) fn nominal() -> Isfet {
        Isfet {
            standard_v: -1.39,
            standard_v_per_k: -1.08e-3,
            nernst_share: 1.0,
            strain_v_per_mpa: -1e-4,
            seal_v: -2e-3,
            seal_mpa: 6.0,
        }
    }

    fn water(ph_free: f64, celsius: f64, dbar: f64) -> ElectrolytePh {
        ElectrolytePh {
            free_hydrogen_mol_per_kg: libm::pow(10.0, -ph_free),
            salinity: PracticalSalinity::new(35.0),
            temperature: Temperature::from_celsius(celsius),
            pressure: SeaPressure::from_dbar(dbar),
        }
    }

    #[test]
    fn a_unit_of_ph_is_worth_nernsts_slope() {
        let volts = |ph: f64| nominal().volts(&water(ph, 25.0, 0.0));
        assert!((volts(8.0) - volts(7.0) - 0.059_159).abs() < 1e-6, "{}", volts(8.0) - volts(7.0));
        assert!((-1.05..-0.8).contains(&volts(8.1)), "{}", volts(8.1));
    }

    /// Limiting slope of log₁₀ γ of water at 25 °C: 0.509 (kg/mol)^½.
    #[test]
    fn the_limiting_slope_is_that_of_water() {
        let slope = debye_huckel(Temperature::from_celsius(25.0)) / std::f64::consts::LN_10;
        assert!((slope - 0.51).abs() < 2e-3, "{slope}");
    }

    #[test]
    fn volumes_alone_move_a_millivolt_in_2000_dbar() {
        let bare = Isfet { strain_v_per_mpa: 0.0, seal_v: 0.0, ..nominal() };
        let moved = bare.volts(&water(8.0, 5.0, 2_000.0)) - bare.volts(&water(8.0, 5.0, 0.0));
        assert!((moved + 20e6 * (4.5e-6 + 0.01e-6) / FARADAY).abs() < 5e-5, "{moved}");
    }
}
