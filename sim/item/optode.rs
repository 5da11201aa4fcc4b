//! An oxygen optode (Aanderaa 4330): a foil that breathes, the phase of its glow, and a bead in a bridge.

use super::{Surroundings, about};
use hadal_models::quantity::{AbsolutePressure, Conductivity, PracticalSalinity, Temperature};
use hadal_models::randomness::{Stream, standard_normal};
use hadal_models::sensor::LocalWater;
use hadal_models::sensor::element::{Bead, DividerThermometer, FoilState, Optode};
use hadal_models::sensor::population::OptodeUnit;
use serde::{Deserialize, Serialize};

/// Noise of one phase: 0.01° (judgement, from the maker's resolution of less than 0.1 µM).
const PHASE_NOISE_DEGREES: f64 = 0.01;
/// Noise of one reading of the bridge: 1 mK (judgement, from the maker's resolution of 0.01 °C).
const BRIDGE_NOISE_MV: f64 = 0.03;

/// Phase and bridge of a measurement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OptodeRaw {
    /// Phase of the glow, less that of the red reference.
    pub phase_degrees: f64,
    /// Thermometer bridge.
    pub temperature_mv: f64,
}

/// An optode as it truly is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct OptodeTruth {
    optode: Optode,
    film_m: f64,
    foil: FoilState,
    divider: DividerThermometer,
    bridge_mv: f64,
}

impl OptodeTruth {
    /// A year after its coefficients were found, in water that has stood open to the air.
    pub(super) fn draw(
        temperature: Temperature,
        salinity: PracticalSalinity,
        pressure: AbsolutePressure,
        stream: &mut Stream,
    ) -> Self {
        let unit = OptodeUnit::draw(stream);
        let mean = Optode {
            life_s: 53.5e-6,
            activated_share: 0.12,
            decay_j_per_mol: 15_000.0,
            quenching: 2.1 * (1.0 + 0.01 * unit.drift_percent_per_year),
            quenching_j_per_mol: 9_000.0,
            shielded_share: 0.10,
            shielded_quenching: 0.15,
            electronics_degrees: 0.0,
            ..unit.element
        };
        let divider = DividerThermometer {
            bead: Bead {
                resistance_at_25_celsius_ohm: 10_000.0,
                barrier_kelvin: 4_600.0,
                disorder_kelvin: 540.0,
                pressure_effect_k_per_mpa: 0.0,
            },
            leads_ohm: 1.0,
            leakage_ohm: 1e9,
            // 10 mK of drift (judgement; the maker states 0.03 °C).
            fixed_ohm: about(stream, 8_600.0, 3.5),
            fixed_relative_per_k: 5e-6,
            self_heating_k: 1e-3,
        };
        let conductivity = Conductivity::from_siemens_per_m(0.0);
        let around = Surroundings::aired(LocalWater { temperature, pressure, salinity, conductivity });
        let foil = mean.foil.at_rest(&around.oxygenated());
        Self { optode: mean, film_m: unit.unpumped_film_m, foil, divider, bridge_mv: 3_360.0 }
    }

    /// Lets `step_s` pass in water that stays as it is.
    pub(super) fn breathe(&mut self, around: &Surroundings, step_s: f64) {
        self.optode.foil.follow(&mut self.foil, &around.oxygenated(), self.film_m, step_s);
    }

    pub(super) fn noisy(&self, around: &Surroundings, stream: &mut Stream) -> OptodeRaw {
        let clean = self.with_foil(around, &self.foil);
        OptodeRaw {
            phase_degrees: clean.phase_degrees + PHASE_NOISE_DEGREES * standard_normal(stream),
            temperature_mv: clean.temperature_mv + BRIDGE_NOISE_MV * standard_normal(stream),
        }
    }

    pub(super) fn raw_without_history(&self, around: &Surroundings) -> OptodeRaw {
        self.with_foil(around, &self.optode.foil.at_rest(&around.oxygenated()))
    }

    fn with_foil(&self, around: &Surroundings, foil: &FoilState) -> OptodeRaw {
        let (temperature, sea) = (around.water.temperature, around.water.pressure.sea());
        // The bridge is balanced where bead and fixed resistor are alike.
        let share = self.divider.share(temperature, sea) - 0.5;
        OptodeRaw {
            phase_degrees: self.optode.phase_degrees(foil, temperature, sea),
            temperature_mv: self.bridge_mv * share,
        }
    }
}
