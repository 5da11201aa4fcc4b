//! How the nominal chamber warms and settles: water, rings of the wall and jacket fluid as one chain of heat, the hall around it.
//!
//! For planning only. The water is one well-stirred body, the wall four rings.

use super::heat::{
    FASTEST_STIRRING, NOMINAL_STIRRER_RPM, REGULATOR_INTEGRAL_S, film_share, regulator_gain_w_per_k, stirring,
};
use super::vessel::Vessel;
use crate::description::{ChamberNominal, HeatTransfer};

/// Rings of the wall.
const RINGS: usize = 4;
/// Water, rings, jacket fluid.
const NODES: usize = RINGS + 2;
const JACKET: usize = NODES - 1;
/// Explicit steps are stable to 1 in units of the quickest node's time constant, and good to a per cent at this.
const STEP_SHARE: f64 = 0.2;
/// Longest step in any case, s: the regulator's integral is explicit.
const LONGEST_STEP_S: f64 = 60.0;

/// Temperatures of water, wall and jacket, and what moves heat between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThermalChamber {
    celsius: [f64; NODES],
    capacity_j_per_k: [f64; NODES],
    link_w_per_k: [f64; NODES - 1],
    film_k_per_w: f64,
    half_ring_k_per_w: f64,
    hall: Hall,
    stirrer_w: f64,
    chiller_w: f64,
    heater_w: f64,
    integral_w: f64,
    well_celsius: f64,
    well_time_s: f64,
    longest_step_s: f64,
}

/// What the hall gives and takes.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Hall {
    celsius: f64,
    /// To the water, through the lid and along the stems of thermometers.
    water_w_per_k: f64,
    jacket_w_per_k: f64,
}

impl ThermalChamber {
    /// The chamber of a rig file with so many thermometers in it, all of it at one temperature in °C, its water of this heat capacity.
    pub fn new(chamber: &ChamberNominal, thermometers: u32, water_j_per_k: f64, celsius: f64) -> Self {
        let heat = &chamber.heat;
        let vessel = Vessel::nominal(chamber);
        let (bore_m, length_m) = (vessel.inner_diameter_m / 2.0, vessel.inner_length_m());
        let around = 2.0 * std::f64::consts::PI * length_m;
        #[expect(clippy::cast_precision_loss, reason = "four rings")]
        let growth = libm::pow(vessel.diameter_ratio, 1.0 / RINGS as f64);
        let ring_k_per_w = libm::log(growth) / (around * heat.wall_conductivity_w_per_m_k);
        let mut link_w_per_k = [1.0 / ring_k_per_w; NODES - 1];
        link_w_per_k[RINGS] = 1.0 / (0.5 * ring_k_per_w + 1.0 / heat.jacket_conductance_w_per_k);
        let hall = Hall {
            celsius: chamber.ambient_celsius,
            water_w_per_k: heat.lid_loss_w_per_k + f64::from(thermometers) * heat.well_stem_w_per_k,
            jacket_w_per_k: heat.jacket_loss_w_per_k,
        };
        let mut chain = Self {
            celsius: [celsius; NODES],
            capacity_j_per_k: capacities(&vessel, heat, growth, water_j_per_k),
            link_w_per_k,
            film_k_per_w: 1.0 / (heat.water_wall_w_per_m2_k * around * bore_m),
            half_ring_k_per_w: 0.5 * ring_k_per_w,
            hall,
            stirrer_w: heat.stirrer_power_w,
            chiller_w: heat.chiller_w,
            heater_w: heat.heater_w,
            integral_w: 0.0,
            well_celsius: celsius,
            well_time_s: heat.well_time_s,
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
        let explicit = (0..JACKET).map(|node| self.capacity_j_per_k[node] / linked(node));
        explicit.fold(LONGEST_STEP_S / STEP_SHARE, f64::min)
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

    /// What thermometers in their wells show, °C.
    pub fn well_celsius(&self) -> f64 {
        self.well_celsius
    }

    /// Warms the water at once, K: what compression does, or water that is added.
    pub fn warm_water(&mut self, kelvin: f64) {
        self.celsius[0] += kelvin;
    }

    /// Advances by `duration_s` with the jacket's set point, °C, and the stirrer's speed held.
    pub fn advance(&mut self, duration_s: f64, jacket_celsius: f64, stirrer_rpm: f64) {
        self.stir(stirrer_rpm);
        let stirred = stirring(stirrer_rpm, NOMINAL_STIRRER_RPM);
        // The power of a stirrer in turbulent water grows with the cube of its speed.
        let stirred_w = self.stirrer_w * stirred * stirred * stirred;
        let mut left_s = duration_s;
        while left_s > 0.0 {
            let step_s = left_s.min(self.longest_step_s);
            self.step(step_s, jacket_celsius, stirred_w);
            left_s -= step_s;
        }
    }

    fn step(&mut self, step_s: f64, setpoint_celsius: f64, stirred_w: f64) {
        let before = self.celsius[0];
        self.regulate(step_s, setpoint_celsius);
        let mut power_w = [0.0; NODES];
        for (inner, link) in self.link_w_per_k.iter().enumerate() {
            let inward_w = link * (self.celsius[inner + 1] - self.celsius[inner]);
            power_w[inner] += inward_w;
            power_w[inner + 1] -= inward_w;
        }
        power_w[0] += stirred_w + self.hall.water_w_per_k * (self.hall.celsius - before);
        let explicit = self.celsius.iter_mut().zip(power_w).zip(self.capacity_j_per_k);
        for ((celsius, power_w), capacity) in explicit.take(JACKET) {
            *celsius += step_s * power_w / capacity;
        }
        let followed = -libm::expm1(-step_s / self.well_time_s);
        self.well_celsius += followed * (0.5 * (before + self.celsius[0]) - self.well_celsius);
    }

    /// The jacket alone is implicit, since its regulator is quick; the integral rests while power is at its limit.
    fn regulate(&mut self, step_s: f64, setpoint_celsius: f64) {
        let (wall_w_per_k, hall_w_per_k) = (self.link_w_per_k[JACKET - 1], self.hall.jacket_w_per_k);
        let per_s = self.capacity_j_per_k[JACKET] / step_s;
        let given_w = per_s * self.celsius[JACKET]
            + wall_w_per_k * self.celsius[JACKET - 1]
            + hall_w_per_k * self.hall.celsius;
        let taken_w_per_k = per_s + wall_w_per_k + hall_w_per_k;
        let gain_w_per_k = regulator_gain_w_per_k(self.capacity_j_per_k[JACKET]);
        let free =
            (given_w + gain_w_per_k * setpoint_celsius + self.integral_w) / (taken_w_per_k + gain_w_per_k);
        let error_k = setpoint_celsius - free;
        let wanted_w = gain_w_per_k * error_k + self.integral_w;
        let power_w = wanted_w.clamp(-self.chiller_w, self.heater_w);
        self.celsius[JACKET] = (given_w + power_w) / taken_w_per_k;
        if (-self.chiller_w..=self.heater_w).contains(&wanted_w) {
            self.integral_w += step_s * gain_w_per_k / REGULATOR_INTEGRAL_S * error_k;
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
        ThermalChamber::new(&rig.chamber, 2, WATER_J_PER_K, 20.0)
    }

    #[test]
    fn what_compression_gives_the_water_is_shared_with_the_wall() {
        // With nothing from outside the mean over all capacities is what remains.
        let mut chamber = chamber();
        (chamber.chiller_w, chamber.heater_w, chamber.stirrer_w) = (0.0, 0.0, 0.0);
        (chamber.hall.water_w_per_k, chamber.hall.jacket_w_per_k) = (0.0, 0.0);
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
        near.stirrer_w = 0.0;
        near.advance(1200.0, 20.1, RPM);
        assert!(near.water_celsius() > 20.01 && near.water_celsius() < 20.09, "{}", near.water_celsius());
        near.advance(8.0 * 3600.0, 20.1, RPM);
        assert!((near.water_celsius() - 20.1).abs() < 1e-4, "{}", near.water_celsius());
    }

    #[test]
    fn what_stirrer_and_hall_give_leaves_through_film_steel_and_jacket() {
        let mut chamber = chamber();
        chamber.advance(24.0 * 3600.0, 5.0, RPM);
        // Beyond twice the nominal speed more stirring does no more, and power grows with the cube of the speed.
        let hall_w = chamber.hall.water_w_per_k * (chamber.hall.celsius - chamber.water_celsius());
        let resistance_k_per_w: f64 = chamber.link_w_per_k.iter().map(|link| 1.0 / link).sum();
        let above_k = (8.0 * chamber.stirrer_w + hall_w) * resistance_k_per_w;
        assert!((chamber.water_celsius() - 5.0 - above_k).abs() < 1e-4, "{}", chamber.water_celsius());
    }

    #[test]
    fn wells_follow_the_water_with_their_lag() {
        let mut chamber = chamber();
        chamber.advance(1800.0, 30.0, RPM);
        let before = chamber.water_celsius();
        chamber.advance(10.0, 30.0, RPM);
        let behind_k = (chamber.water_celsius() - before) / 10.0 * chamber.well_time_s;
        assert!((chamber.water_celsius() - chamber.well_celsius() - behind_k).abs() < 0.1 * behind_k);
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
