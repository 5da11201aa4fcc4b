//! A cathode that burns the oxygen which diffuses through a membrane: Clark's electrode, the SBE 43's kind.
//!
//! The current is the flux through the membrane: permeability times the partial pressure outside, none being left inside. Both
//! diffusion and permeation take activated jumps, faster with heat (Arrhenius) and slower under pressure by their activation
//! volumes. Oxygen itself presses harder under pressure (its partial molar volume, 31.7 cm³/mol), so that the two nearly halve
//! the signal at 6,000 dbar together. The membrane is resolved in layers: that is the lag.
//!
//! Under pressure the polymer also packs denser, slowly (Sea-Bird's Application Note 64-3: plasticization and amorphous to crystalline
//! ratio, with long time constants): sites that a two-state equilibrium fills, n = 1/(1 + K exp(−pΔV/RT)), reached with
//! relaxation times spread log-normally. What a unit reads depends on where it has been: that is the hysteresis.
//!
//! A thermistor under the membrane takes most of the temperature dependence out of the voltage, as far as a resistor in
//! series lets it.

use super::{GAS_CONSTANT, OxygenatedWater};
use crate::quantity::{SeaPressure, Temperature};
use crate::sensor::effect::diffusion_line::{DiffusionLine, Layer};
use crate::sensor::effect::relaxation::Relaxation;
use serde::{Deserialize, Serialize};

/// Temperature at which a membrane is stated, K.
const NOMINAL_KELVIN: f64 = 293.15;
/// Layers of the membrane.
const LAYERS: u32 = 10;

/// A Clark electrode with its amplifier, as it truly is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClarkElectrode {
    /// Voltage without oxygen, V.
    pub zero_v: f64,
    /// Voltage that water saturated at 20 °C and one atmosphere adds, V.
    pub span_v: f64,
    /// Activation energy of permeation, J/mol.
    pub permeation_j_per_mol: f64,
    /// Activation volume of permeation, m³/mol.
    pub permeation_m3_per_mol: f64,
    /// Time in which oxygen diffuses through the membrane, thickness² over diffusivity, at 20 °C and one atmosphere, s.
    pub diffusion_s: f64,
    /// Activation energy of diffusion, J/mol.
    pub diffusion_j_per_mol: f64,
    /// Activation volume of diffusion, m³/mol.
    pub diffusion_m3_per_mol: f64,
    /// Resistance of the water's film over that of the membrane.
    pub film_share: f64,
    /// What all dense sites together would take off the permeability.
    pub dense_sites: f64,
    /// K: loose sites for each dense one at one atmosphere.
    pub loose_per_dense: f64,
    /// ΔV: what a mole of sites shrinks by, m³/mol.
    pub site_m3_per_mol: f64,
    /// Median relaxation time, s.
    pub settling_s: f64,
    /// Standard deviation of its natural logarithm.
    pub settling_spread: f64,
    /// Activation temperature of the thermistor under the membrane, K.
    pub thermistor_kelvin: f64,
    /// Resistance in series with it, over the thermistor's at 20 °C.
    pub thermistor_series: f64,
}

/// What a Clark electrode remembers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClarkState {
    membrane: DiffusionLine,
    packing: Relaxation,
}

/// exp of an activated process against its nominal temperature and one atmosphere.
fn activated(j_per_mol: f64, m3_per_mol: f64, temperature: Temperature, pressure: SeaPressure) -> f64 {
    let kelvin = temperature.kelvin();
    let thermal = -j_per_mol / GAS_CONSTANT * (1.0 / kelvin - 1.0 / NOMINAL_KELVIN);
    libm::exp(thermal - m3_per_mol * pressure.mpa() * 1e6 / (GAS_CONSTANT * kelvin))
}

impl ClarkElectrode {
    /// The state of an electrode that has long been in this water.
    pub fn at_rest(&self, water: &OxygenatedWater) -> ClarkState {
        let n = f64::from(LAYERS);
        let layers = (1..=LAYERS)
            .map(|k| Layer { capacity: 1.0 / n, to_next: if k == LAYERS { 2.0 * n } else { n } })
            .collect();
        let mut membrane = DiffusionLine::at_rest(1.0 / (0.5 / n + self.film_share), layers, 0.0);
        // A million diffusion times: settled.
        membrane.follow(water.activity(), 0.0, 1e6);
        membrane.follow(water.activity(), 0.0, 1e6);
        let packing = Relaxation::settled(self.packing(water), self.settling_s, self.settling_spread);
        ClarkState { membrane, packing }
    }

    /// Lets `step_s` pass in water that stays as it is.
    pub fn follow(&self, state: &mut ClarkState, water: &OxygenatedWater, step_s: f64) {
        let diffusion =
            activated(self.diffusion_j_per_mol, self.diffusion_m3_per_mol, water.temperature, water.pressure);
        state.membrane.follow(water.activity(), 0.0, step_s * diffusion / self.diffusion_s);
        state.packing.follow(self.packing(water), step_s);
    }

    /// Voltage, without noise.
    pub fn volts(&self, state: &ClarkState, water: &OxygenatedWater) -> f64 {
        let permeation = activated(
            self.permeation_j_per_mol,
            self.permeation_m3_per_mol,
            water.temperature,
            water.pressure,
        );
        let flux = state.membrane.leaving(0.0) * permeation * (1.0 - state.packing.value());
        self.zero_v + self.span_v * flux * self.compensation(water.temperature)
    }

    /// What packing takes off the permeability once it has settled at this pressure, less that at one atmosphere.
    pub fn packing(&self, water: &OxygenatedWater) -> f64 {
        let dense = |mpa: f64| {
            let work = self.site_m3_per_mol * mpa * 1e6 / (GAS_CONSTANT * water.temperature.kelvin());
            1.0 / (1.0 + self.loose_per_dense * libm::exp(-work))
        };
        self.dense_sites * (dense(water.pressure.mpa()) - dense(0.0))
    }

    /// Gain of the amplifier with the thermistor in it, over that at 20 °C.
    fn compensation(&self, temperature: Temperature) -> f64 {
        let away = 1.0 / temperature.kelvin() - 1.0 / NOMINAL_KELVIN;
        let thermistor = libm::exp(self.thermistor_kelvin * away);
        (thermistor + self.thermistor_series) / (1.0 + self.thermistor_series)
    }
}

#[cfg(test)]
pub(in crate::sensor) mod tests {
    use super::*;
    use crate::quantity::PracticalSalinity;

    pub(in crate::sensor) fn nominal() -> ClarkElectrode {
        ClarkElectrode {
            zero_v: 0.5,
            span_v: 2.2,
            permeation_j_per_mol: 26_000.0,
            permeation_m3_per_mol: 61.6e-6,
            diffusion_s: 8.8,
            diffusion_j_per_mol: 32_500.0,
            diffusion_m3_per_mol: 44.5e-6,
            film_share: 0.02,
            dense_sites: 0.8,
            loose_per_dense: 20.0,
            site_m3_per_mol: 45.0e-6,
            settling_s: 1_450.0,
            settling_spread: 0.8,
            thermistor_kelvin: 3_400.0,
            thermistor_series: 0.08,
        }
    }

    fn water(share: f64, celsius: f64, dbar: f64) -> OxygenatedWater {
        let (salinity, temperature) = (PracticalSalinity::new(35.0), Temperature::from_celsius(celsius));
        OxygenatedWater {
            oxygen_umol_per_kg: share * crate::seawater::oxygen_solubility(salinity, temperature),
            salinity,
            temperature,
            pressure: SeaPressure::from_dbar(dbar),
        }
    }

    #[test]
    fn saturated_water_gives_a_few_volts_and_none_gives_the_zero() {
        let clark = nominal();
        let volts = |share| clark.volts(&clark.at_rest(&water(share, 20.0, 0.0)), &water(share, 20.0, 0.0));
        assert!((volts(0.0) - 0.5).abs() < 1e-9, "{}", volts(0.0));
        assert!((2.5..2.8).contains(&volts(1.0)), "{}", volts(1.0));
        assert!(((volts(0.5) - 0.5) / (volts(1.0) - 0.5) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn two_thirds_of_a_step_take_a_sixth_of_the_diffusion_time() {
        let clark = ClarkElectrode { film_share: 0.0, ..nominal() };
        let mut state = clark.at_rest(&water(1.0, 20.0, 0.0));
        let (before, none) = (clark.volts(&state, &water(1.0, 20.0, 0.0)), water(0.0, 20.0, 0.0));
        (0..200).for_each(|_| clark.follow(&mut state, &none, clark.diffusion_s * 0.17 / 200.0));
        let left = (clark.volts(&state, &none) - 0.5) / (before - 0.5);
        // Crank: 1 − flux = 1 + 2 Σ (−1)ⁿ exp(−n²π²·0.17) = 0.629 followed.
        assert!((left - 0.371).abs() < 0.01, "{left}");
    }

    #[test]
    fn the_reading_depends_on_where_it_has_been() {
        let clark = nominal();
        let (deep, surface) = (water(0.6, 2.0, 6_000.0), water(0.6, 2.0, 0.0));
        let mut state = clark.at_rest(&surface);
        (0..240).for_each(|_| clark.follow(&mut state, &deep, 0.5));
        let fresh = clark.volts(&state, &deep) - 0.5;
        let settled = clark.volts(&clark.at_rest(&deep), &deep) - 0.5;
        assert!((0.9..0.98).contains(&(settled / fresh)), "{}", settled / fresh);
    }
}
