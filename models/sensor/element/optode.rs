//! A luminophore that oxygen quenches, in a foil: the optode.
//!
//! Light excites the dye; it glows for some tens of microseconds, the shorter the more oxygen collides with it: 1/τ = k + k_q x
//! (Stern and Volmer). Not all sites in a polymer are alike: two kinds, one hardly quenched (Demas and DeGraff, Anal. Chem. 63
//! (1991) 829A; Carraway et al., Anal. Chem. 63 (1991) 337). Excited by light that swings at ω, the glow lags by the phase of
//! Σ a τ/(1 + jωτ). Heat shortens the unquenched life (a non-radiative way out with an activation energy) and speeds collisions.
//!
//! Pressure acts twice (Bittig et al., J. Atmos. Oceanic Technol. 32 (2015) 2305): the unquenched life shortens a little, and the
//! equilibrium between foil and water shifts: oxygen takes more room in the polymer than in water, so less of it goes
//! in. The polymer's room shrinks with pressure. How fast oxygen gets in is diffusion through the water's film and the foil.

use super::{GAS_CONSTANT, OxygenatedWater};
use crate::quantity::{SeaPressure, Temperature};
use crate::seawater::{DissolvedGas, partial_pressure_factor};
use crate::sensor::effect::diffusion_line::{DiffusionLine, Layer};
use crate::sensor::effect::water_film::oxygen_diffusivity_m2_per_s;
use serde::{Deserialize, Serialize};

/// Temperature at which a foil is stated, K.
const NOMINAL_KELVIN: f64 = 298.15;
/// Layers of the foil.
const LAYERS: u32 = 12;

/// The foil's way for oxygen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Foil {
    /// Thickness, m.
    pub thickness_m: f64,
    /// Diffusivity of oxygen in it at 25 °C, m²/s.
    pub diffusivity_m2_per_s: f64,
    /// Activation energy of that, J/mol.
    pub diffusion_j_per_mol: f64,
    /// Concentration in the foil over that in water, at equilibrium.
    pub partition: f64,
}

/// Oxygen in a foil: its activity, layer by layer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoilState {
    line: DiffusionLine,
}

/// An optode as it truly is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Optode {
    /// The foil.
    pub foil: Foil,
    /// Frequency of the light, Hz.
    pub modulation_hz: f64,
    /// Unquenched life at 25 °C, s.
    pub life_s: f64,
    /// Share of the unquenched decay at 25 °C that needs activation.
    pub activated_share: f64,
    /// Its activation energy, J/mol.
    pub decay_j_per_mol: f64,
    /// Stern and Volmer's constant of the quenched sites at 25 °C, per activity of air-saturated water.
    pub quenching: f64,
    /// Its activation energy, solubility included, J/mol.
    pub quenching_j_per_mol: f64,
    /// Share of sites that are hardly quenched.
    pub shielded_share: f64,
    /// Their constant over that of the others.
    pub shielded_quenching: f64,
    /// Activation volume of the unquenched decay, m³/mol: negative, pressure speeds it.
    pub decay_m3_per_mol: f64,
    /// Room of a mole of oxygen in the foil beyond that in water, at 2 °C and one atmosphere, m³/mol.
    pub foil_m3_per_mol: f64,
    /// Relative change of that per kelvin.
    pub foil_relative_per_k: f64,
    /// Pressure that halves it, MPa.
    pub foil_halves_mpa: f64,
    /// Delay of the electronics as a phase, degrees.
    pub electronics_degrees: f64,
}

impl Foil {
    /// A foil that has long been in this water.
    pub fn at_rest(&self, water: &OxygenatedWater) -> FoilState {
        let n = f64::from(LAYERS);
        let layers = (1..=LAYERS)
            .map(|k| Layer { capacity: 1.0 / n, to_next: if k == LAYERS { 0.0 } else { n } })
            .collect();
        FoilState { line: DiffusionLine::at_rest(0.0, layers, water.activity()) }
    }

    /// Lets `step_s` pass in water that stays as it is, behind a film of still water of this thickness.
    pub fn follow(&self, state: &mut FoilState, water: &OxygenatedWater, film_m: f64, step_s: f64) {
        let away = 1.0 / water.temperature.kelvin() - 1.0 / NOMINAL_KELVIN;
        let diffusivity =
            self.diffusivity_m2_per_s * libm::exp(-self.diffusion_j_per_mol / GAS_CONSTANT * away);
        // In units of the foil's own resistance.
        let film = self.partition * diffusivity * film_m
            / (oxygen_diffusivity_m2_per_s(water.temperature) * self.thickness_m);
        state.line.entrance = 1.0 / (film + 0.5 / f64::from(LAYERS));
        let times = step_s * diffusivity / (self.thickness_m * self.thickness_m);
        let activity = water.activity();
        state.line.follow(activity, activity, times);
    }
}

impl FoilState {
    /// Mean activity of oxygen in the foil.
    pub fn activity(&self) -> f64 {
        self.line.mean()
    }
}

impl Optode {
    /// Phase by which the glow lags the light, degrees, without noise.
    pub fn phase_degrees(&self, state: &FoilState, temperature: Temperature, pressure: SeaPressure) -> f64 {
        let quenched = self.quenching_at(temperature) * state.activity() * self.room(temperature, pressure);
        let life_s = self.life_at_s(temperature, pressure);
        let omega = std::f64::consts::TAU * self.modulation_hz;
        let glow = |share: f64, life_s: f64| {
            let turn = omega * life_s;
            let amplitude = share * life_s / (1.0 + turn * turn);
            (amplitude, amplitude * turn)
        };
        let open = glow(1.0 - self.shielded_share, life_s / (1.0 + quenched));
        let shielded = glow(self.shielded_share, life_s / (1.0 + self.shielded_quenching * quenched));
        let phase = libm::atan2(open.1 + shielded.1, open.0 + shielded.0);
        phase.to_degrees() + self.electronics_degrees
    }

    /// What of the oxygen's activity still counts under pressure: more of it wants in, and there is less room for it. The
    /// constants of Stern and Volmer are stated for water at one atmosphere, so the water's own factor is taken out.
    fn room(&self, temperature: Temperature, pressure: SeaPressure) -> f64 {
        let kelvin = temperature.kelvin();
        let excess = self.foil_m3_per_mol * (1.0 + self.foil_relative_per_k * (temperature.celsius() - 2.0));
        let halves = self.foil_halves_mpa;
        let work = excess * halves * 1e6 * libm::log1p(pressure.mpa() / halves);
        let in_water = partial_pressure_factor(DissolvedGas::Oxygen, temperature, pressure);
        libm::exp(-work / (GAS_CONSTANT * kelvin)) / in_water
    }

    fn quenching_at(&self, temperature: Temperature) -> f64 {
        let away = 1.0 / temperature.kelvin() - 1.0 / NOMINAL_KELVIN;
        self.quenching * libm::exp(-self.quenching_j_per_mol / GAS_CONSTANT * away)
    }

    fn life_at_s(&self, temperature: Temperature, pressure: SeaPressure) -> f64 {
        let kelvin = temperature.kelvin();
        let away = 1.0 / kelvin - 1.0 / NOMINAL_KELVIN;
        let hot = self.activated_share * libm::exp(-self.decay_j_per_mol / GAS_CONSTANT * away);
        let squeezed = -self.decay_m3_per_mol * pressure.mpa() * 1e6 / (GAS_CONSTANT * kelvin);
        self.life_s / ((1.0 - self.activated_share + hot) * libm::exp(squeezed))
    }
}

#[cfg(test)]
pub(in crate::sensor) mod tests {
    use super::*;
    use crate::quantity::PracticalSalinity;

    pub(in crate::sensor) fn nominal() -> Optode {
        Optode {
            foil: Foil {
                thickness_m: 100e-6,
                diffusivity_m2_per_s: 2.2e-10,
                diffusion_j_per_mol: 25_000.0,
                partition: 3.0,
            },
            modulation_hz: 5_000.0,
            life_s: 56e-6,
            activated_share: 0.12,
            decay_j_per_mol: 15_000.0,
            quenching: 2.1,
            quenching_j_per_mol: 9_000.0,
            shielded_share: 0.1,
            shielded_quenching: 0.15,
            decay_m3_per_mol: -0.93e-6,
            foil_m3_per_mol: 9.8e-6,
            foil_relative_per_k: 0.0085,
            foil_halves_mpa: 300.0,
            electronics_degrees: 0.0,
        }
    }

    fn water(share: f64, celsius: f64, dbar: f64) -> OxygenatedWater {
        let (salinity, temperature) = (PracticalSalinity::new(0.0), Temperature::from_celsius(celsius));
        OxygenatedWater {
            oxygen_umol_per_kg: share * crate::seawater::oxygen_solubility(salinity, temperature),
            salinity,
            temperature,
            pressure: SeaPressure::from_dbar(dbar),
        }
    }

    fn phase(share: f64, celsius: f64, dbar: f64) -> f64 {
        let (optode, water) = (nominal(), water(share, celsius, dbar));
        optode.phase_degrees(&optode.foil.at_rest(&water), water.temperature, water.pressure)
    }

    #[test]
    fn phases_are_those_of_a_foil_at_five_kilohertz() {
        assert!((57.0..63.0).contains(&phase(0.0, 10.0, 0.0)), "{}", phase(0.0, 10.0, 0.0));
        assert!((28.0..42.0).contains(&phase(1.0, 10.0, 0.0)), "{}", phase(1.0, 10.0, 0.0));
        assert!(phase(1.0, 25.0, 0.0) < phase(1.0, 5.0, 0.0));
    }

    /// One kind of site: tan φ = ωτ (Lakowicz, Principles of Fluorescence Spectroscopy, 2006, eq. 5.2).
    #[test]
    fn one_kind_of_site_lags_by_the_arc_tangent_of_its_life() {
        let optode = Optode { shielded_share: 0.0, ..nominal() };
        let fresh = water(0.0, 25.0, 0.0);
        let phase = optode.phase_degrees(&optode.foil.at_rest(&fresh), fresh.temperature, fresh.pressure);
        let alone = libm::atan(std::f64::consts::TAU * 5_000.0 * 56e-6).to_degrees();
        assert!((phase - alone).abs() < 1e-9, "{phase} {alone}");
    }

    #[test]
    fn pressure_takes_from_the_phase_without_oxygen_and_adds_to_it_with() {
        assert!(phase(0.0, 2.0, 1_000.0) < phase(0.0, 2.0, 0.0));
        assert!(phase(1.0, 2.0, 1_000.0) > phase(1.0, 2.0, 0.0));
    }

    #[test]
    fn a_film_of_still_water_makes_it_late() {
        let optode = nominal();
        let time = |film_m: f64| {
            let (full, none) = (water(1.0, 10.0, 0.0), water(0.0, 10.0, 0.0));
            let mut state = optode.foil.at_rest(&full);
            (1..2_000).find(|_| {
                optode.foil.follow(&mut state, &none, film_m, 0.5);
                state.activity() < 1.0 / std::f64::consts::E
            })
        };
        let (pumped, still) = (time(20e-6).unwrap(), time(200e-6).unwrap());
        assert!(still > 3 * pumped / 2, "{pumped} {still}");
    }
}
