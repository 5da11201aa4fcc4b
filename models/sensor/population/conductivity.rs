//! Conductivity cells: glass with electrodes (SBE 4, 61 and 41CP), and inductive (RBR).

use super::{about, between, spread, within};
use crate::quantity::{Conductivity, SeaPressure, Temperature};
use crate::randomness::{Stream, uniform};
use crate::sensor::ConductivityCell;
use crate::sensor::effect::cell_wall::CellWall;
use crate::sensor::effect::drift::StudentT;
use crate::sensor::effect::fouling::{Film, narrowed_bore};
use crate::sensor::element::InductiveCell;
use serde::{Deserialize, Serialize};

/// What bare glass shrinks by, 1/MPa: the −9.57e-8 per dbar that makers print.
const PRINTED_PER_MPA: f64 = 9.57e-6;
/// Pressure over which the jacket's part is stated, MPa: 4,000 dbar.
const STATED_MPA: f64 = 40.0;

/// Where a glass cell is used: how its jacket holds it differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellKind {
    /// On a cable (SBE 4).
    Shipboard,
    /// On a deep float, made for it (SBE 61).
    DeepFloat,
    /// On a deep float, made for 2,000 dbar (SBE 41CP).
    AdaptedFloat,
}

/// A glass cell with its wall, age and growth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConductivityUnit {
    /// Geometry and oscillator.
    pub element: ConductivityCell,
    /// The wall that stores heat.
    pub wall: CellWall,
    /// Drift of the indicated conductivity, ppm a year.
    pub drift_ppm_per_year: f64,
    /// Growth in the bore.
    pub film: Film,
    /// Conductivity of that over the water's.
    pub film_conductivity_ratio: f64,
}

impl ConductivityUnit {
    /// One unit.
    ///
    /// How much softer than bare glass, over 4,000 dbar: on a cable 0 to 41 % evenly (−9.57e-8, which makers print, to −13.5e-8 per
    /// dbar in Argo's practice), but 41 to 76 % in one of twenty; on floats about the average salinity slopes that Kobayashi, Sato
    /// and King (Progress in Oceanography 198 (2021) 102686) found, −0.54e-6 and −1.80e-6 per dbar, which are 14 % and 48 %
    /// (spreads of 10 and 14 % are judgement; they have room for −12.5e-8 and −13.5e-8; 76 % is the mean and two spreads of the
    /// softer floats). The jacket's part fades within 30 to 200 MPa, evenly in the logarithm (judgement). Both have room for
    /// salinity that rises falsely by about 1e-6 g/kg a metre beyond 7,000 m, as in two profilers 14 years apart (van Haren, Uchida
    /// and Yanagimoto, arXiv 2101.12633): cells must be as soft as any in Argo's practice and stiffen early to do that.
    ///
    /// The wall's two free sizes, 2.83 mm of glass and 145 mm from thermometer to electrodes, were fitted to the formulas of Morison et
    /// al. (1994) between 0.5 and 3 m/s; the bore of 4 mm is the maker's (Stewart, Introduction to Physical Oceanography, figure 6.13),
    /// 146 mm between electrodes a judgement from its length of 191 mm.
    pub fn draw(kind: CellKind, stream: &mut Stream) -> Self {
        let softer = match kind {
            CellKind::Shipboard => {
                let place = uniform(stream);
                if place < 0.95 { 0.41 * place / 0.95 } else { 0.41 + 0.35 * (place - 0.95) / 0.05 }
            }
            CellKind::DeepFloat => within(stream, 0.14, 0.10, [-0.1, 0.5]),
            CellKind::AdaptedFloat => within(stream, 0.48, 0.14, [0.0, 1.0]),
        };
        let fading = 30.0 * libm::pow(200.0 / 30.0, uniform(stream));
        let reached = -fading * libm::expm1(-STATED_MPA / fading);
        let element = ConductivityCell {
            cell_constant_per_m: about(stream, 300.0, 3.0),
            bridge_resistance_ohm: about(stream, 300.0, 3.0),
            open_frequency_hz: about(stream, 2_650.0, 30.0),
            stray_resistance_ohm: between(stream, 0.01, 0.05),
            amplifier_delay_s: between(stream, 0.5e-8, 2.5e-8),
            electronics_relative_per_k: about(stream, 0.0, 3e-7),
            glass_expansion_per_k: about(stream, 3.25e-6, 5e-8),
            glass_expansion_slope_per_k2: about(stream, 2e-9, 5e-10),
            glass_bulk_modulus_mpa: 34_800.0,
            glass_bulk_modulus_derivative: between(stream, -2.0, 2.0),
            jacket_compliance_per_mpa: softer * PRINTED_PER_MPA * STATED_MPA / reached,
            jacket_fading_mpa: fading,
        };
        Self {
            element,
            wall: CellWall {
                bore_radius_m: 2e-3,
                glass_thickness_m: about(stream, 2.83e-3, 0.05e-3),
                approach_m: about(stream, 0.145, 0.005),
                measured_m: 0.146,
            },
            drift_ppm_per_year: StudentT::CONDUCTIVITY_PPM_PER_YEAR.draw(stream),
            // In the euphotic zone; a micrometre a month of slime takes 0.1 % off the reading (judgement).
            film: Film { m_per_day: spread(stream, 3e-8, 1.0), free_days: between(stream, 0.0, 120.0) },
            film_conductivity_ratio: between(stream, 0.0, 0.8),
        }
    }
}

impl ConductivityUnit {
    /// Frequency of a cell that has been growing over for so many days and drifting for so many years, Hz, without noise.
    ///
    /// Conductivity and temperature are those between the electrodes: the wall has warmed the water on its way
    /// ([`CellWall::follow`]).
    pub fn frequency_hz(
        &self,
        conductivity: Conductivity,
        temperature: Temperature,
        pressure: SeaPressure,
        days: f64,
        years: f64,
    ) -> f64 {
        let thickness_m = self.film.thickness_m(days);
        let open = narrowed_bore(thickness_m, self.wall.bore_radius_m, self.film_conductivity_ratio);
        let aged = 1.0 + 1e-6 * self.drift_ppm_per_year * years;
        let seen = Conductivity::from_siemens_per_m(conductivity.siemens_per_m() * open * aged);
        self.element.frequency_hz(seen, temperature, pressure)
    }
}

/// An inductive cell and its age.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct InductiveUnit {
    /// Cores, loop and housing.
    pub element: InductiveCell,
    /// Drift of the indicated conductivity, mS/cm a year.
    pub drift_ms_per_cm_per_year: f64,
}

impl InductiveUnit {
    /// One unit.
    ///
    /// Pressure: between the maker's cubic for units without their own and those of two units (repository
    /// `compressibility_RBRargo3`), 1.4e-3 to 1.8e-3 of the reading at 2,000 dbar. Drift: less than 0.01 mS/cm a year is typical
    /// (RBR, Oceans 2010).
    pub fn draw(stream: &mut Stream) -> Self {
        let element = InductiveCell {
            loop_m: about(stream, 0.02, 2e-4),
            gain_per_s: about(stream, 3.2, 0.03),
            crosstalk: about(stream, 0.0, 2e-4),
            housing_per_k: between(stream, 5e-6, 1.1e-5),
            housing_per_mpa: between(stream, -4e-6, 0.0),
            stray: between(stream, 4.5e-3, 5.5e-3),
            permeability_per_k: between(stream, 1e-3, 3e-3),
            permeability_by_stress: between(stream, 0.25, 0.31),
            stress_mpa: between(stream, 15.5, 18.5),
        };
        Self { element, drift_ms_per_cm_per_year: about(stream, 0.0, 0.004) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::randomness::stream;

    #[test]
    fn growth_reads_fresher_and_drift_goes_the_way_it_was_drawn() {
        let unit = ConductivityUnit::draw(CellKind::Shipboard, &mut stream(8, 1, "cell"));
        let read = |days, years| {
            let water = Conductivity::from_siemens_per_m(3.5);
            unit.frequency_hz(water, Temperature::from_celsius(5.0), SeaPressure::SURFACE, days, years)
        };
        assert!(read(365.0, 0.0) < read(0.0, 0.0));
        assert!((read(0.0, 5.0) - read(0.0, 0.0)) * unit.drift_ppm_per_year > 0.0);
    }
}
