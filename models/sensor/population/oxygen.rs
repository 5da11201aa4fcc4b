//! Oxygen sensors: Clark's electrode (SBE 43) and the optode (Aanderaa 4330, SBE 63).

use super::{about, between, within};
use crate::randomness::Stream;
use crate::sensor::element::{ClarkElectrode, Foil, Optode};
use serde::{Deserialize, Serialize};

/// A Clark electrode and its age.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClarkUnit {
    /// Membrane, cathode and amplifier.
    pub element: ClarkElectrode,
    /// Loss of sensitivity, per cent a year.
    pub loss_percent_per_year: f64,
}

/// What all dense sites must take off for one unit of the maker's H1: their share grows by this over 6,000 dbar at 2 °C,
/// where H1 is multiplied by 2.32 (Application Note 64-3).
const SITES_PER_H1: f64 = 25.1;

impl ClarkUnit {
    /// One unit.
    ///
    /// Hysteresis: H1 has the default −0.033 and ranges from −0.02 to −0.05 between sensors, with a time constant of 1,450 s by default and
    /// 1,200 to 2,000 (Application Note 64-3). Pressure and response: E = 0.036 K/dbar, D1 = 1.926e-4 per dbar and D2 = −0.0465 per
    /// kelvin are activation volumes of 61.6 and 44.5 cm³/mol and an energy of 32.5 kJ/mol. Response 1 to 2.5 s at 20 °C
    /// (judgement, about the maker's typical τ20). Drift by the electrolyte: up to a few per cent a year (judgement).
    pub fn draw(stream: &mut Stream) -> Self {
        let h1 = within(stream, 0.033, 0.005, [0.02, 0.05]);
        let element = ClarkElectrode {
            zero_v: about(stream, 0.5, 0.01),
            span_v: about(stream, 2.2, 0.2),
            permeation_j_per_mol: about(stream, 26_000.0, 500.0),
            permeation_m3_per_mol: about(stream, 61.6e-6, 0.5e-6),
            diffusion_s: between(stream, 1.0, 2.5) / 0.17,
            diffusion_j_per_mol: about(stream, 32_500.0, 1_000.0),
            diffusion_m3_per_mol: about(stream, 44.5e-6, 2e-6),
            film_share: between(stream, 0.01, 0.03),
            dense_sites: SITES_PER_H1 * h1,
            loose_per_dense: 20.0,
            site_m3_per_mol: about(stream, 45.0e-6, 1e-6),
            settling_s: within(stream, 1_450.0, 200.0, [1_200.0, 2_000.0]),
            settling_spread: between(stream, 0.3, 0.9),
            thermistor_kelvin: about(stream, 3_400.0, 20.0),
            thermistor_series: between(stream, 0.05, 0.11),
        };
        Self { element, loss_percent_per_year: between(stream, 0.0, 5.0) }
    }
}

/// An optode, its mounting and its age.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OptodeUnit {
    /// Foil, dye and electronics.
    pub element: Optode,
    /// Film of still water before the foil in a pumped cell, m.
    pub pumped_film_m: f64,
    /// The same on a float without a pump, rising at 0.1 m/s, m.
    pub unpumped_film_m: f64,
    /// Change of the indicated oxygen, per cent a year.
    pub drift_percent_per_year: f64,
}

impl OptodeUnit {
    /// One unit.
    ///
    /// Pressure: a reading lower by 3 to 4 % per 1,000 dbar, growing with temperature, 0.3 % per 1,000 dbar between sensors (Bittig
    /// et al. 2015). Response on floats: 25 to 40 s pumped, 60 to 95 s unpumped; drift −0.40 and −0.27 % a year in two floats
    /// (Bittig and Körtzinger, Ocean Science 13 (2017) 1). Two kinds of site, energies and partition are judgement, so that the
    /// phase runs from about 60° without oxygen to 35° in air-saturated water.
    pub fn draw(stream: &mut Stream) -> Self {
        let foil = Foil {
            thickness_m: about(stream, 100e-6, 3e-6),
            diffusivity_m2_per_s: about(stream, 2.2e-10, 8e-12),
            diffusion_j_per_mol: about(stream, 25_000.0, 1_000.0),
            partition: about(stream, 3.0, 0.1),
        };
        let element = Optode {
            foil,
            modulation_hz: 5_000.0,
            life_s: about(stream, 53.5e-6, 0.6e-6),
            activated_share: about(stream, 0.12, 0.01),
            decay_j_per_mol: about(stream, 15_000.0, 1_000.0),
            quenching: about(stream, 2.1, 0.08),
            quenching_j_per_mol: about(stream, 9_000.0, 800.0),
            shielded_share: about(stream, 0.10, 0.015),
            shielded_quenching: about(stream, 0.15, 0.03),
            decay_m3_per_mol: about(stream, -0.93e-6, 0.1e-6),
            foil_m3_per_mol: about(stream, 9.8e-6, 0.25e-6),
            foil_relative_per_k: about(stream, 0.0085, 0.001),
            foil_halves_mpa: between(stream, 180.0, 280.0),
            electronics_degrees: about(stream, 0.0, 0.5),
        };
        Self {
            element,
            pumped_film_m: between(stream, 15e-6, 45e-6),
            unpumped_film_m: between(stream, 180e-6, 250e-6),
            drift_percent_per_year: about(stream, -0.33, 0.15),
        }
    }
}
