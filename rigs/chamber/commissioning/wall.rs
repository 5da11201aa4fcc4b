//! Water, rings of the wall and the jacket's measured temperature as one chain of heat, by the trapezoidal rule, and the wells of
//! the thermometers that look at the water.

use super::parameter::Hypothesis;
use crate::chamber::heat::{NOMINAL_STIRRER_RPM, film_share, stirring};
use crate::chamber::vessel::Vessel;

/// Rings of the wall.
const RINGS: usize = 12;
/// Water, then the rings from the bore outward.
const NODES: usize = RINGS + 1;

/// The chain at one moment.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    celsius: [f64; NODES],
    well_celsius: f64,
    well_time_s: f64,
    capacity_j_per_k: [f64; RINGS],
    ring_w_per_k: f64,
    half_ring_k_per_w: f64,
    film_k_per_w: f64,
    outside_w_per_k: f64,
}

/// What acts on the chain during a step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) seconds: f64,
    /// Heat capacity of the water, J/K.
    pub(super) water_j_per_k: f64,
    /// Mean temperature of the jacket, °C.
    pub(super) jacket_celsius: f64,
    pub(super) stirrer_rpm: f64,
    /// What warms the water besides the wall, K in the whole step.
    pub(super) warmed_k: f64,
}

impl Chain {
    pub(super) fn new(hypothesis: &Hypothesis, vessel: &Vessel, water_celsius: f64) -> Self {
        let heat = &hypothesis.chamber.heat;
        let bore_m = vessel.inner_diameter_m / 2.0;
        let around_m = 2.0 * std::f64::consts::PI * vessel.inner_length_m();
        #[expect(clippy::cast_precision_loss, reason = "a dozen rings")]
        let growth = libm::pow(vessel.diameter_ratio, 1.0 / RINGS as f64);
        let ring_k_per_w = libm::log(growth) / (around_m * heat.wall_conductivity_w_per_m_k);
        let mut inner_m = bore_m;
        let capacity_j_per_k = std::array::from_fn(|_| {
            let outer_m = inner_m * growth;
            let volume_m3 = 0.5 * around_m * (outer_m * outer_m - inner_m * inner_m);
            inner_m = outer_m;
            volume_m3 * heat.wall_heat_capacity_j_per_m3_k
        });
        Self {
            celsius: [water_celsius; NODES],
            well_celsius: water_celsius,
            well_time_s: heat.well_time_s,
            capacity_j_per_k,
            ring_w_per_k: 1.0 / ring_k_per_w,
            half_ring_k_per_w: 0.5 * ring_k_per_w,
            film_k_per_w: 1.0 / (heat.water_wall_w_per_m2_k * around_m * bore_m),
            outside_w_per_k: 1.0 / (0.5 * ring_k_per_w + 1.0 / heat.jacket_conductance_w_per_k),
        }
    }

    #[cfg(test)]
    fn water_celsius(&self) -> f64 {
        self.celsius[0]
    }

    /// What thermometers in their wells show.
    pub(super) fn well_celsius(&self) -> f64 {
        self.well_celsius
    }

    /// How far the water is ahead of its thermometers, K.
    pub(super) fn ahead_k(&self) -> f64 {
        self.celsius[0] - self.well_celsius
    }

    /// Puts the wells where they were measured, and the water as far ahead of them as it was.
    pub(super) fn put_well(&mut self, celsius: f64) {
        self.celsius[0] = celsius + self.ahead_k();
        self.well_celsius = celsius;
    }

    /// Puts the water ahead of wells that warm at this rate: what warms both may be none of the chain's.
    pub(super) fn lead_well(&mut self, warming_k_per_s: f64, by_layers_s: f64) {
        self.celsius[0] = self.well_celsius + (self.well_time_s + by_layers_s) * warming_k_per_s;
    }

    /// Mean temperature of the steel by heat capacity, °C.
    pub(super) fn wall_celsius(&self) -> f64 {
        let heat: f64 = self.celsius[1..].iter().zip(&self.capacity_j_per_k).map(|(t, c)| t * c).sum();
        heat / self.capacity_j_per_k.iter().sum::<f64>()
    }

    /// One step: (C + h/2 G) T' = (C − h/2 G) T + h (sources), tridiagonal.
    pub(super) fn advance(&mut self, step: &Step) {
        let stirred = film_share(stirring(step.stirrer_rpm, NOMINAL_STIRRER_RPM));
        let film_w_per_k = 1.0 / (self.film_k_per_w / stirred + self.half_ring_k_per_w);
        let half_s = 0.5 * step.seconds;
        let before = self.celsius[0];
        let link = |inner: usize| if inner == 0 { film_w_per_k } else { self.ring_w_per_k };
        let capacity =
            |node: usize| if node == 0 { step.water_j_per_k } else { self.capacity_j_per_k[node - 1] };
        let (mut upper, mut right) = ([0.0; NODES], [0.0; NODES]);
        for node in 0..NODES {
            let inner = if node == 0 { 0.0 } else { half_s * link(node - 1) };
            let outer = half_s * if node == NODES - 1 { self.outside_w_per_k } else { link(node) };
            let here = self.celsius[node];
            let below = if node == 0 { here } else { self.celsius[node - 1] };
            let beyond = if node == NODES - 1 { step.jacket_celsius } else { self.celsius[node + 1] };
            let mut known = capacity(node) * here + inner * (below - here) + outer * (beyond - here);
            if node == 0 {
                known += capacity(0) * step.warmed_k;
            }
            if node == NODES - 1 {
                known += outer * step.jacket_celsius;
            }
            let (before, above) = if node == 0 { (0.0, 0.0) } else { (right[node - 1], upper[node - 1]) };
            let diagonal = capacity(node) + inner + outer - inner * above;
            upper[node] = if node == NODES - 1 { 0.0 } else { outer / diagonal };
            right[node] = (known + inner * before) / diagonal;
        }
        for node in (0..NODES).rev() {
            let beyond = if node == NODES - 1 { 0.0 } else { upper[node] * self.celsius[node + 1] };
            self.celsius[node] = right[node] + beyond;
        }
        self.follow(before, step.seconds);
    }

    /// The wells follow water that went from `before` to where it is on a straight line: the exact response of a first-order lag.
    fn follow(&mut self, before: f64, seconds: f64) {
        let lag_k = (self.celsius[0] - before) / seconds * self.well_time_s;
        let left = libm::exp(-seconds / self.well_time_s);
        self.well_celsius = self.celsius[0] - lag_k + (self.well_celsius - before + lag_k) * left;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;

    #[test]
    fn heat_that_nothing_takes_away_is_kept() {
        // Water 1 K above a wall whose outside is insulated: the mean over all capacities is what remains.
        let rig = catalog::test_rig();
        let hypothesis = Hypothesis::new(&rig.chamber, &[]);
        let mut chain = Chain::new(&hypothesis, &Vessel::nominal(&rig.chamber), 20.0);
        chain.outside_w_per_k = 0.0;
        chain.put_well(21.0);
        let (seconds, water_j_per_k) = (10.0, 2.9e5);
        let step = Step { seconds, water_j_per_k, jacket_celsius: 0.0, stirrer_rpm: 300.0, warmed_k: 0.0 };
        for _ in 0..17_280 {
            chain.advance(&step);
        }
        let whole = water_j_per_k + chain.capacity_j_per_k.iter().sum::<f64>();
        assert!((chain.water_celsius() - 20.0 - water_j_per_k / whole).abs() < 1e-9);
        assert!((chain.wall_celsius() - chain.water_celsius()).abs() < 1e-9);
    }

    #[test]
    fn wells_are_behind_water_that_warms_steadily_by_their_time() {
        let rig = catalog::test_rig();
        let hypothesis = Hypothesis::new(&rig.chamber, &[]);
        let mut chain = Chain::new(&hypothesis, &Vessel::nominal(&rig.chamber), 20.0);
        let warming_k_per_s = 1e-3;
        for _ in 0..60 {
            let before = chain.celsius[0];
            chain.celsius[0] += 10.0 * warming_k_per_s;
            chain.follow(before, 10.0);
        }
        let lag_k = rig.chamber.heat.well_time_s * warming_k_per_s;
        assert!((chain.ahead_k() - lag_k).abs() < 1e-9, "{}", chain.ahead_k());
        chain.put_well(25.0);
        assert!((chain.well_celsius() - 25.0).abs() < 1e-12 && (chain.ahead_k() - lag_k).abs() < 1e-9);
    }
}
