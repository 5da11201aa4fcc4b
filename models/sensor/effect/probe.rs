//! A thermometer's probe in a stream: how late it is, and how much warmer than the water.
//!
//! Two places store heat one behind the other: the sheath behind the water's film, the sensing bead behind the filling. So
//! the probe is the slower the slower the water, and current through the bead warms it through both.

use super::lag::FirstOrder;
use super::water_film::{cylinder_w_per_m2_k, viscous_heating_k};
use crate::quantity::Temperature;
use serde::{Deserialize, Serialize};

/// A probe as it truly is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    /// Outer diameter of the sheath, m.
    pub diameter_m: f64,
    /// Length over which the bead's heat spreads in the sheath, m.
    pub length_m: f64,
    /// Heat that a metre of sheath and filling stores, J/(m K).
    pub heat_capacity_j_per_m_k: f64,
    /// Time constant of the bead behind the filling, s.
    pub inner_time_s: f64,
    /// Thermal resistance of the filling, K/W.
    pub inner_resistance_k_per_w: f64,
    /// Electric power in the bead, W.
    pub power_w: f64,
}

/// Where the sheath and the bead of a probe stand.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProbeState {
    sheath: FirstOrder,
    bead: FirstOrder,
}

impl Probe {
    /// Time constant of the sheath behind the water's film, s.
    pub fn film_time_s(&self, speed_m_per_s: f64, water: Temperature) -> f64 {
        let film = cylinder_w_per_m2_k(self.diameter_m, speed_m_per_s, water);
        self.heat_capacity_j_per_m_k / (film * std::f64::consts::PI * self.diameter_m)
    }

    /// How much warmer the bead is than the water by its own current, K.
    pub fn self_heating_k(&self, speed_m_per_s: f64, water: Temperature) -> f64 {
        let film = cylinder_w_per_m2_k(self.diameter_m, speed_m_per_s, water);
        let area = std::f64::consts::PI * self.diameter_m * self.length_m;
        self.power_w * (self.inner_resistance_k_per_w + 1.0 / (film * area))
    }

    /// Temperature of the bead in water that has long been as it is.
    pub fn settled(&self, speed_m_per_s: f64, water: Temperature) -> Temperature {
        let warmer = viscous_heating_k(speed_m_per_s, water) + self.self_heating_k(speed_m_per_s, water);
        Temperature::from_celsius(water.celsius() + warmer)
    }

    /// The state of a probe in water that has long been as it is.
    pub fn at_rest(&self, speed_m_per_s: f64, water: Temperature) -> ProbeState {
        let bead = FirstOrder::at_rest(self.settled(speed_m_per_s, water).celsius());
        ProbeState { sheath: bead, bead }
    }

    /// Follows water that stays as it is for `step_s`; gives the bead's temperature at the end.
    pub fn follow(
        &self,
        state: &mut ProbeState,
        speed_m_per_s: f64,
        water: Temperature,
        step_s: f64,
    ) -> Temperature {
        let outside = self.settled(speed_m_per_s, water).celsius();
        let sheath = state.sheath.follow(outside, self.film_time_s(speed_m_per_s, water), step_s);
        Temperature::from_celsius(state.bead.follow(sheath, self.inner_time_s, step_s))
    }

    /// Time after which a step of the water's temperature has been followed to 1 − 1/e, s: what makers print as time
    /// constant. The sum of two exponentials, solved by bisection.
    pub fn response_time_s(&self, speed_m_per_s: f64, water: Temperature) -> f64 {
        let (film, inner) = (self.film_time_s(speed_m_per_s, water), self.inner_time_s);
        let left = |time: f64| {
            if (film - inner).abs() < 1e-9 * (film + inner) {
                return (1.0 + time / film) * libm::exp(-time / film);
            }
            (film * libm::exp(-time / film) - inner * libm::exp(-time / inner)) / (film - inner)
        };
        let (mut low, mut high) = (0.0, 4.0 * (film + inner));
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if left(middle) > 1.0 / std::f64::consts::E { low = middle } else { high = middle }
        }
        0.5 * (low + high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probe() -> Probe {
        Probe {
            diameter_m: 0.8e-3,
            length_m: 8e-3,
            heat_capacity_j_per_m_k: 1.7,
            inner_time_s: 0.03,
            inner_resistance_k_per_w: 60.0,
            power_w: 1e-6,
        }
    }

    #[test]
    fn the_response_time_is_when_a_step_has_been_followed_to_1_less_1_over_e() {
        let (probe, cold, warm) = (probe(), Temperature::from_celsius(5.0), Temperature::from_celsius(6.0));
        let mut state = probe.at_rest(1.0, cold);
        let start = state.bead.value();
        let steps = 2_000;
        let step_s = probe.response_time_s(1.0, warm) / f64::from(steps);
        for _ in 0..steps {
            probe.follow(&mut state, 1.0, warm, step_s);
        }
        let share = (state.bead.value() - start) / (probe.settled(1.0, warm).celsius() - start);
        assert!((share - (1.0 - 1.0 / std::f64::consts::E)).abs() < 2e-3, "{share}");
    }

    #[test]
    fn slow_water_makes_the_probe_late_and_warm() {
        let (probe, water) = (probe(), Temperature::from_celsius(2.0));
        assert!(probe.response_time_s(0.2, water) > 1.3 * probe.response_time_s(1.0, water));
        assert!(probe.self_heating_k(0.0, water) > 1.5 * probe.self_heating_k(1.0, water));
        assert!(probe.self_heating_k(1.0, water) < 0.2e-3);
    }
}
