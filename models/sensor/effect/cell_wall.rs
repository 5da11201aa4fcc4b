//! Heat stored in the wall of a conductivity cell: the water that is measured has been warmed or cooled on its way.
//!
//! Glass is a cylinder of conducting layers, insulated outside by the gap to its jacket (the dual cylinder of Kobayashi, Deep-Sea
//! Research I 167 (2021) 103420). Water takes heat from it along the bore through the film of a tube, first in the duct between
//! thermometer and electrodes, then between the electrodes, where its conductivity is averaged. No filter is assumed: that the
//! water's error dies away nearly as one exponential, with the amplitudes and times that Morison et al. (J. Atmos. Oceanic Technol.
//! 11 (1994) 1151) found, is a result.

use super::diffusion_line::{DiffusionLine, Layer};
use super::water_film::{SEAWATER_HEAT_J_PER_M3_K, tube_w_per_m2_k};
use crate::quantity::Temperature;
use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// Thermal conductivity of borosilicate glass 3.3, W/(m K) (makers' sheets give 1.1 to 1.2).
const GLASS_W_PER_M_K: f64 = 1.14;
/// Density times heat capacity of it, J/(m³ K) (2,230 kg/m³, 800 J/(kg K)).
const GLASS_J_PER_M3_K: f64 = 1.784e6;
/// Layers of glass.
const LAYERS: u32 = 16;

/// The wall of a conductivity cell, and the water's way along it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellWall {
    /// Radius of the bore, m.
    pub bore_radius_m: f64,
    /// Thickness of glass that takes part, m.
    pub glass_thickness_m: f64,
    /// Way from the thermometer to the first electrode, m.
    pub approach_m: f64,
    /// Way between the outer electrodes, m.
    pub measured_m: f64,
}

/// The glass as it now is, °C, layer by layer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WallState {
    glass: DiffusionLine,
}

impl CellWall {
    /// Glass that has long been in water of this temperature.
    pub fn at_rest(&self, water: Temperature) -> WallState {
        let layers = (0..LAYERS).map(|index| self.layer(index)).collect();
        WallState { glass: DiffusionLine::at_rest(0.0, layers, water.celsius()) }
    }

    /// Lets water of one temperature pass at one mean speed for `step_s`; gives how much warmer it is, on average between
    /// the electrodes, than at the thermometer, K.
    pub fn follow(&self, state: &mut WallState, speed_m_per_s: f64, water: Temperature, step_s: f64) -> f64 {
        // At rest the water takes the glass's temperature; a hundredth of a millimetre a second stands for that.
        let speed = speed_m_per_s.abs().max(1e-5);
        let length = self.approach_m + self.measured_m;
        let film = tube_w_per_m2_k(2.0 * self.bore_radius_m, length, speed, water);
        let around = 2.0 * PI * self.bore_radius_m;
        let carried_w_per_k = SEAWATER_HEAT_J_PER_M3_K * speed * PI * self.bore_radius_m * self.bore_radius_m;
        // Along the bore the water nears the wall by exp(−x/reach).
        let reach = carried_w_per_k / (film * around);
        let taken = -libm::expm1(-length / reach) * reach / length;
        let film_w_per_m_k = film * around * taken;
        let glass_w_per_m_k = 2.0 * PI * GLASS_W_PER_M_K / libm::log(self.middle_m(0) / self.bore_radius_m);
        state.glass.entrance = 1.0 / (1.0 / film_w_per_m_k + 1.0 / glass_w_per_m_k);
        let celsius = water.celsius();
        state.glass.follow(celsius, celsius, step_s);
        let wall_above_water = state.glass.returning(celsius) / film_w_per_m_k;
        let not_yet = libm::exp(-self.approach_m / reach) - libm::exp(-length / reach);
        wall_above_water * (1.0 - not_yet * reach / self.measured_m)
    }

    fn edge_m(&self, index: u32) -> f64 {
        self.bore_radius_m + self.glass_thickness_m * f64::from(index) / f64::from(LAYERS)
    }

    fn middle_m(&self, index: u32) -> f64 {
        0.5 * (self.edge_m(index) + self.edge_m(index + 1))
    }

    /// One layer of a metre of tube; nothing passes the outermost.
    fn layer(&self, index: u32) -> Layer {
        let (inner, outer) = (self.edge_m(index), self.edge_m(index + 1));
        let to_next = if index + 1 == LAYERS {
            0.0
        } else {
            2.0 * PI * GLASS_W_PER_M_K / libm::log(self.middle_m(index + 1) / self.middle_m(index))
        };
        Layer { capacity: GLASS_J_PER_M3_K * PI * (outer * outer - inner * inner), to_next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall() -> CellWall {
        CellWall { bore_radius_m: 2e-3, glass_thickness_m: 2.83e-3, approach_m: 0.145, measured_m: 0.146 }
    }

    #[test]
    fn warm_glass_warms_cold_water_and_the_heat_adds_up() {
        let (wall, cold) = (wall(), Temperature::from_celsius(9.0));
        let mut state = wall.at_rest(Temperature::from_celsius(10.0));
        let before = state.glass.mean();
        let first = wall.follow(&mut state, 1.75, cold, 0.05);
        assert!((0.0..0.2).contains(&first), "{first}");
        (0..4_000).for_each(|_| {
            wall.follow(&mut state, 1.75, cold, 0.05);
        });
        assert!(before > 9.99 && (state.glass.mean() - 9.0).abs() < 1e-3, "{}", state.glass.mean());
    }

    #[test]
    fn nothing_happens_at_equilibrium_and_still_water_takes_the_glasss_temperature() {
        let (wall, water) = (wall(), Temperature::from_celsius(4.0));
        let mut state = wall.at_rest(water);
        assert!(wall.follow(&mut state, 1.0, water, 0.1).abs() < 1e-12);
        let still = wall.follow(&mut state, 0.0, Temperature::from_celsius(3.0), 0.01);
        assert!((still - 1.0).abs() < 0.01, "{still}");
    }
}
