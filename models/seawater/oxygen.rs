//! Dissolved oxygen: how much of it water in contact with air takes up, and how pressure raises what a sensor
//! feels.

use crate::quantity::{PracticalSalinity, SeaPressure, Temperature};

/// A₀ to A₅: the solubility in fresh water, in powers of scaled temperature (Garcia and Gordon 1992, table 1,
/// first column: the data of Benson and Krause 1984, µmol/kg).
const FRESH: [f64; 6] = [5.808_71, 3.202_91, 4.178_87, 5.100_06, -9.866_43e-2, 3.803_69];
/// B₀ to B₃: what salinity takes off, likewise.
const BY_SALINITY: [f64; 4] = [-7.015_77e-3, -7.700_28e-3, -1.138_64e-2, -9.515_19e-3];
/// C₀: what its square takes off.
const BY_SALINITY_SQUARE: f64 = -2.759_15e-7;
/// Molar gas constant, J/(mol K) (exact; SI 2019).
const GAS_CONSTANT: f64 = 8.314_462_618_153_24;

/// Oxygen in water at equilibrium with moist air of one standard atmosphere, µmol/kg.
///
/// Garcia and Gordon, Limnology and Oceanography 37 (1992) 1307, eq. 8 with the coefficients fitted to Benson
/// and Krause (1984); temperature, which the equation takes on the IPTS-68, is potential temperature, since
/// the water met the air at the surface. Range: 0–42, freezing to 40 °C; the data are good to 0.1 % (Benson
/// and Krause). Beyond, extrapolated; NaN above 298 °C and below absolute zero.
///
/// ```
/// use hadal_models::quantity::{PracticalSalinity, Temperature};
/// use hadal_models::seawater::oxygen_solubility;
/// // 274.610 µmol/kg at 35 and 10 °C (IPTS-68).
/// let solubility = oxygen_solubility(PracticalSalinity::new(35.0), Temperature::from_celsius(10.0 / 1.00024));
/// assert!((solubility - 274.610).abs() < 5e-4);
/// ```
pub fn oxygen_solubility(salinity: PracticalSalinity, potential_temperature: Temperature) -> f64 {
    let (s, t) = (salinity.value(), potential_temperature.celsius_ipts68());
    let scaled = libm::log((298.15 - t) / (273.15 + t));
    let polynomial = |coefficients: &[f64]| {
        coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * scaled + coefficient)
    };
    libm::exp(polynomial(&FRESH) + s * (polynomial(&BY_SALINITY) + BY_SALINITY_SQUARE * s))
}

/// A dissolved gas whose partial molar volume in seawater is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DissolvedGas {
    /// O₂: 31.7 cm³/mol (Enns, Scholander and Bradstreet, J. Phys. Chem. 69 (1965) 389, as SCOR working group
    /// 142 recommends it: Bittig et al. 2015, doi 10.13155/45915).
    Oxygen,
    /// CO₂: 32.3 cm³/mol (Weiss, Marine Chemistry 2 (1974) 203, appendix).
    CarbonDioxide,
}

impl DissolvedGas {
    /// Partial molar volume in seawater, m³/mol.
    pub const fn partial_molar_volume(self) -> f64 {
        match self {
            Self::Oxygen => 31.7e-6,
            Self::CarbonDioxide => 32.3e-6,
        }
    }
}

/// Partial pressure of a dissolved gas under `pressure`, divided by that of the same water at the surface:
/// exp(V p/(R T)).
///
/// The concentration stays as it is; what grows is the gas's tendency to escape, and so the reading of a
/// sensor behind a membrane: by 15 % for oxygen at 1,000 dbar and 2 °C, 4.6 times at 11,000 dbar. Range: the
/// volume is taken as constant, and no source is known here that vouches for it at hadal pressure, so that
/// deep values are extrapolations. Another measurement of oxygen's volume, 31 cm³/mol (Lauder, Australian J.
/// Chem. 12 (1959) 40), makes the factor 3 % less at 11,000 dbar. At absolute zero and below the value has no
/// meaning.
pub fn partial_pressure_factor(gas: DissolvedGas, temperature: Temperature, pressure: SeaPressure) -> f64 {
    let work = gas.partial_molar_volume() * pressure.mpa() * 1e6;
    libm::exp(work / (GAS_CONSTANT * temperature.kelvin()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_thousand_decibars_raise_the_partial_pressure_of_oxygen_by_fifteen_per_cent() {
        let (two, deep) = (Temperature::from_celsius(2.0), SeaPressure::from_dbar(1000.0));
        let factor = partial_pressure_factor(DissolvedGas::Oxygen, two, deep);
        // exp(31.7e-6 · 1e7/(8.314 · 275.15)), by hand.
        assert!((factor - 1.1486).abs() < 5e-4, "{factor}");
    }

    proptest! {
        #[test]
        fn nothing_panics_and_nan_stays_nan(s: u64, t: u64, p: u64) {
            let [s, t, p] = [s, t, p].map(f64::from_bits);
            let (temperature, pressure) = (Temperature::from_celsius(t), SeaPressure::from_mpa(p));
            let solubility = oxygen_solubility(PracticalSalinity::new(s), temperature);
            prop_assert!(!(s.is_nan() || t.is_nan() || t >= 298.15) || solubility.is_nan());
            for gas in [DissolvedGas::Oxygen, DissolvedGas::CarbonDioxide] {
                let factor = partial_pressure_factor(gas, temperature, pressure);
                prop_assert!(!(t.is_nan() || p.is_nan()) || factor.is_nan());
            }
        }
    }
}
