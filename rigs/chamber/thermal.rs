//! How the nominal chamber warms and settles: water, rings of the wall and jacket fluid as one chain of heat.
//!
//! For planning only. The water is one well-stirred body, and the jacket follows its set point as fast as its power allows.

use super::heat::{FASTEST_STIRRING, NOMINAL_STIRRER_RPM, film_share, stirring};
use super::vessel::Vessel;
use crate::description::{ChamberNominal, HeatTransfer};

/// Rings of the wall.
const RINGS: usize = 4;
/// Water, rings, jacket fluid.
const NODES: usize = RINGS + 2;
const JACKET: usize = NODES - 1;
/// Explicit steps are stable to 1 in units of the quickest node's time constant, and good to a per cent at this.
const STEP_SHARE: f64 = 0.2;
/// How fast the circulator brings the jacket fluid to its set point while its power lasts, s.
const CIRCULATOR_S: f64 = 60.0;

/// Temperatures of water, wall and jacket, and what moves heat between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThermalChamber {
    celsius: [f64; NODES],
    capacity_j_per_k: [f64; NODES],
    link_w_per_k: [f64; NODES - 1],
    film_k_per_w: f64,
    half_ring_k_per_w: f64,
    chiller_w: f64,
    heater_w: f64,
    longest_step_s: f64,
}

impl ThermalChamber {
    /// The chamber of a rig file, all of it at one temperature in °C, its water of this heat capacity.
    pub fn new(chamber: &ChamberNominal, water_j_per_k: f64, celsius: f64) -> Self {
        let heat = &chamber.heat;
        let vessel = Vessel::nominal(chamber);
        let (bore_m, length_m) = (vessel.inner_diameter_m / 2.0, vessel.inner_length_m());
        let around = 2.0 * std::f64::consts::PI * length_m;
        #[expect(clippy::cast_precision_loss, reason = "four rings")]
        let growth = libm::pow(vessel.diameter_ratio, 1.0 / RINGS as f64);
        let ring_k_per_w = libm::log(growth) / (around * heat.wall_conductivity_w_per_m_k);
        let mut link_w_per_k = [1.0 / ring_k_per_w; NODES - 1];
        link_w_per_k[RINGS] = 1.0 / (0.5 * ring_k_per_w + 1.0 / heat.jacket_conductance_w_per_k);
        let mut chain = Self {
            celsius: [celsius; NODES],
            capacity_j_per_k: capacities(&vessel, heat, growth, water_j_per_k),
            link_w_per_k,
            film_k_per_w: 1.0 / (heat.water_wall_w_per_m2_k * around * bore_m),
            half_ring_k_per_w: 0.5 * ring_k_per_w,
            chiller_w: heat.chiller_w,
            heater_w: heat.heater_w,
            longest_step_s: 0.0,
        };
        chain.stir(FASTEST_STIRRING * NOMINAL_STIRRER_RPM);
        chain.longest_step_s = STEP_SHARE * chain.quickest_s();
        chain
    }

    /// Time constant of the node that settles first, s.
    fn quickest_s(&self) -> f64 {
        let linked = |node: usize| {
            let inner = node.checked_sub(1).map_or(0.0, |link| self.link_w_per_k[link]);
            inner + self.link_w_per_k.get(node).copied().unwrap_or(0.0)
        };
        (0..NODES).map(|node| self.capacity_j_per_k[node] / linked(node)).fold(CIRCULATOR_S, f64::min)
    }

    /// Film of the water on the wall, and half a ring.
    fn stir(&mut self, stirrer_rpm: f64) {
        let film = self.film_k_per_w / film_share(stirring(stirrer_rpm, NOMINAL_STIRRER_RPM));
        self.link_w_per_k[0] = 1.0 / (film + self.half_ring_k_per_w);
    }

    /// Temperature of the water, °C.
    pub fn water_celsius(&self) -> f64 {
        self.celsius[0]
    }

    /// Warms the water at once, K: what compression does, or water that is added.
    pub fn warm_water(&mut self, kelvin: f64) {
        self.celsius[0] += kelvin;
    }

    /// Advances by `duration_s` with the jacket's set point, °C, and the stirrer's speed held.
    pub fn advance(&mut self, duration_s: f64, jacket_celsius: f64, stirrer_rpm: f64) {
        self.stir(stirrer_rpm);
        let mut left_s = duration_s;
        while left_s > 0.0 {
            let step_s = left_s.min(self.longest_step_s);
            self.step(step_s, jacket_celsius);
            left_s -= step_s;
        }
    }

    fn step(&mut self, step_s: f64, jacket_celsius: f64) {
        let mut power_w = [0.0; NODES];
        for (inner, link) in self.link_w_per_k.iter().enumerate() {
            let inward_w = link * (self.celsius[inner + 1] - self.celsius[inner]);
            power_w[inner] += inward_w;
            power_w[inner + 1] -= inward_w;
        }
        let missing_k = jacket_celsius - self.celsius[JACKET];
        let wanted_w = self.capacity_j_per_k[JACKET] / CIRCULATOR_S * missing_k - power_w[JACKET];
        power_w[JACKET] += wanted_w.clamp(-self.chiller_w, self.heater_w);
        for ((celsius, power_w), capacity) in self.celsius.iter_mut().zip(power_w).zip(self.capacity_j_per_k)
        {
            *celsius += step_s * power_w / capacity;
        }
    }
}

fn capacities(vessel: &Vessel, heat: &HeatTransfer, growth: f64, water_j_per_k: f64) -> [f64; NODES] {
    let mut capacity_j_per_k = [water_j_per_k; NODES];
    let mut edge_m = vessel.inner_diameter_m / 2.0;
    for ring in &mut capacity_j_per_k[1..=RINGS] {
        let outer_m = edge_m * growth;
        let area_m2 = std::f64::consts::PI * (outer_m * outer_m - edge_m * edge_m);
        *ring = area_m2 * vessel.inner_length_m() * heat.wall_heat_capacity_j_per_m3_k;
        edge_m = outer_m;
    }
    capacity_j_per_k[JACKET] = heat.jacket_heat_capacity_j_per_k;
    capacity_j_per_k
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;

    const WATER_J_PER_K: f64 = 2.9e5;
    const RPM: f64 = 300.0;

    fn chamber() -> ThermalChamber {
        let rig = catalog::test_rig();
        ThermalChamber::new(&rig.chamber, WATER_J_PER_K, 20.0)
    }

    #[test]
    fn what_compression_gives_the_water_is_shared_with_the_wall() {
        // With a jacket that follows the wall no heat leaves: the mean over all capacities is what remains.
        let mut chamber = chamber();
        (chamber.chiller_w, chamber.heater_w) = (0.0, 0.0);
        chamber.warm_water(1.0);
        chamber.advance(48.0 * 3600.0, 20.0, RPM);
        let expected = 20.0 + WATER_J_PER_K / chamber.capacity_j_per_k.iter().sum::<f64>();
        assert!((chamber.water_celsius() - expected).abs() < 1e-6, "{}", chamber.water_celsius());
    }

    #[test]
    fn a_far_set_point_takes_as_long_as_the_circulator_needs_and_a_near_one_as_heat_takes_through_steel() {
        // The least time for 10 K: everything warmed by the circulator's full power.
        let mut far = chamber();
        let least_s = 10.0 * far.capacity_j_per_k.iter().sum::<f64>() / far.heater_w;
        far.advance(0.8 * least_s, 30.0, RPM);
        assert!(far.water_celsius() < 29.0, "{}", far.water_celsius());
        let mut near = chamber();
        near.advance(1200.0, 20.1, RPM);
        assert!(near.water_celsius() > 20.01 && near.water_celsius() < 20.09, "{}", near.water_celsius());
        near.advance(8.0 * 3600.0, 20.1, RPM);
        assert!((near.water_celsius() - 20.1).abs() < 1e-4, "{}", near.water_celsius());
    }

    #[test]
    fn a_finer_step_gives_the_same_water() {
        let (mut coarse, mut fine) = (chamber(), chamber());
        fine.longest_step_s /= 20.0;
        for chamber in [&mut coarse, &mut fine] {
            chamber.warm_water(0.3);
            chamber.advance(1800.0, 20.0, RPM);
        }
        assert!((coarse.water_celsius() - fine.water_celsius()).abs() < 0.003);
    }
}
