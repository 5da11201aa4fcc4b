//! Heat through the steel: radial nodes of the wall, and the jacket around it.
//!
//! Linear, so one L-stable step of TR-BDF2 (Bank et al., IEEE Trans. Electron Devices 32, 1985, with γ = 2 − √2) needs
//! one factorised tridiagonal matrix. The last stage is written as a sum of fluxes, so that what leaves one node
//! enters its neighbour to the last bit.

use super::parameters::Parameters;
use serde::{Deserialize, Serialize};

/// Number of radial nodes in the wall.
pub(super) const WALL_NODES: usize = 8;
const NODES: usize = WALL_NODES + 1;
/// γ/2 = (1 − γ)/(2 − γ) for γ = 2 − √2: the weight of the implicit stages.
const IMPLICIT: f64 = 1.0 - std::f64::consts::SQRT_2 / 2.0;
/// Weight of the first two stages in the final sum.
const EARLY: f64 = std::f64::consts::SQRT_2 / 4.0;

type Nodes = [f64; NODES];

/// Wall nodes from bore to outside, then the jacket fluid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Network {
    celsius: Nodes,
    capacity_j_per_k: Nodes,
    link_w_per_k: [f64; WALL_NODES],
    loss_w_per_k: f64,
    bore_resistance_k_per_w: f64,
}

/// Heat given to the network and lost by it in one step, J.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exchanged {
    pub(super) lost_to_hall_j: f64,
}

impl Network {
    /// All nodes at one temperature.
    pub(super) fn new(parameters: &Parameters, celsius: f64) -> Self {
        let rings = Rings::new(parameters);
        Self {
            celsius: [celsius; NODES],
            capacity_j_per_k: rings.capacities(parameters),
            link_w_per_k: rings.links(parameters),
            loss_w_per_k: parameters.jacket_loss_w_per_k,
            bore_resistance_k_per_w: rings.resistance(rings.edge[0], rings.centre[0]),
        }
    }

    /// Temperature of the innermost node, °C.
    pub(super) fn inner_celsius(&self) -> f64 {
        self.celsius[0]
    }

    /// Temperature of the jacket fluid, °C.
    pub(super) fn jacket_celsius(&self) -> f64 {
        self.celsius[WALL_NODES]
    }

    /// Resistance between the bore's surface and the innermost node, K/W.
    pub(super) fn bore_resistance_k_per_w(&self) -> f64 {
        self.bore_resistance_k_per_w
    }

    /// Mean temperature of the wall by heat capacity, °C.
    pub(super) fn wall_mean_celsius(&self) -> f64 {
        let wall = || self.celsius.iter().zip(&self.capacity_j_per_k).take(WALL_NODES);
        wall().map(|(t, c)| t * c).sum::<f64>() / wall().map(|(_, c)| c).sum::<f64>()
    }

    /// Heat stored in wall and jacket above 0 °C, J.
    pub(super) fn heat_j(&self) -> f64 {
        self.celsius.iter().zip(&self.capacity_j_per_k).map(|(t, c)| t * c).sum()
    }

    /// Advances by `dt_s` with constant power into the bore and into the jacket, W.
    pub(super) fn step(&mut self, bore_w: f64, jacket_w: f64, hall_celsius: f64, dt_s: f64) -> Exchanged {
        let source = |celsius: &Nodes| self.power(celsius, bore_w, jacket_w, hall_celsius);
        let start = source(&self.celsius);
        let first = self.solve(dt_s, &self.explicit(&start, IMPLICIT * dt_s), bore_w, jacket_w, hall_celsius);
        let middle = source(&first);
        let base: Nodes = std::array::from_fn(|k| {
            self.capacity_j_per_k[k] * self.celsius[k] + EARLY * dt_s * (start[k] + middle[k])
        });
        let second = self.solve(dt_s, &base, bore_w, jacket_w, hall_celsius);
        let lost = |celsius: &Nodes| self.loss_w_per_k * (celsius[WALL_NODES] - hall_celsius);
        let lost_w = EARLY * (lost(&self.celsius) + lost(&first)) + IMPLICIT * lost(&second);
        let end = source(&second);
        for k in 0..NODES {
            let mean_w = EARLY * (start[k] + middle[k]) + IMPLICIT * end[k];
            self.celsius[k] += dt_s * mean_w / self.capacity_j_per_k[k];
        }
        Exchanged { lost_to_hall_j: lost_w * dt_s }
    }

    fn explicit(&self, power: &Nodes, dt_s: f64) -> Nodes {
        std::array::from_fn(|k| self.capacity_j_per_k[k] * self.celsius[k] + dt_s * power[k])
    }

    /// Net power into every node, W.
    fn power(&self, celsius: &Nodes, bore_w: f64, jacket_w: f64, hall_celsius: f64) -> Nodes {
        let mut power = [0.0; NODES];
        power[0] += bore_w;
        for k in 0..WALL_NODES {
            let outward = self.link_w_per_k[k] * (celsius[k] - celsius[k + 1]);
            power[k] -= outward;
            power[k + 1] += outward;
        }
        power[WALL_NODES] += jacket_w - self.loss_w_per_k * (celsius[WALL_NODES] - hall_celsius);
        power
    }

    /// Solves C·T − w·dt·P(T) = base, P the net power, by elimination along the chain.
    fn solve(&self, dt_s: f64, base: &Nodes, bore_w: f64, jacket_w: f64, hall_celsius: f64) -> Nodes {
        let weight = IMPLICIT * dt_s;
        let mut diagonal = self.capacity_j_per_k;
        let mut right = *base;
        for (k, link) in self.link_w_per_k.iter().enumerate() {
            diagonal[k] += weight * link;
            diagonal[k + 1] += weight * link;
        }
        diagonal[WALL_NODES] += weight * self.loss_w_per_k;
        right[0] += weight * bore_w;
        right[WALL_NODES] += weight * (jacket_w + self.loss_w_per_k * hall_celsius);
        for k in 1..NODES {
            let factor = weight * self.link_w_per_k[k - 1] / diagonal[k - 1];
            diagonal[k] -= factor * weight * self.link_w_per_k[k - 1];
            right[k] += factor * right[k - 1];
        }
        let mut celsius = right;
        celsius[NODES - 1] /= diagonal[NODES - 1];
        for k in (0..WALL_NODES).rev() {
            celsius[k] = (right[k] + weight * self.link_w_per_k[k] * celsius[k + 1]) / diagonal[k];
        }
        celsius
    }
}

/// Rings of the wall, thin at the bore where heat comes and goes.
struct Rings {
    edge: [f64; NODES],
    centre: [f64; WALL_NODES],
    length_m: f64,
    conductivity: f64,
}

impl Rings {
    fn new(parameters: &Parameters) -> Self {
        let bore = parameters.vessel.inner_diameter_m / 2.0;
        #[expect(clippy::cast_precision_loss, reason = "eight nodes")]
        let edge: [f64; NODES] = std::array::from_fn(|k| {
            bore * libm::pow(parameters.vessel.diameter_ratio, k as f64 / WALL_NODES as f64)
        });
        let centre = std::array::from_fn(|k| (edge[k] * edge[k + 1]).sqrt());
        let length_m = parameters.vessel.inner_length_m();
        Self { edge, centre, length_m, conductivity: parameters.wall_conductivity_w_per_m_k }
    }

    fn resistance(&self, inner_m: f64, outer_m: f64) -> f64 {
        libm::log(outer_m / inner_m) / (2.0 * std::f64::consts::PI * self.conductivity * self.length_m)
    }

    fn capacities(&self, parameters: &Parameters) -> Nodes {
        std::array::from_fn(|k| {
            if k == WALL_NODES {
                return parameters.jacket_heat_capacity_j_per_k;
            }
            let area = self.edge[k + 1] * self.edge[k + 1] - self.edge[k] * self.edge[k];
            std::f64::consts::PI * area * self.length_m * parameters.wall_heat_capacity_j_per_m3_k
        })
    }

    fn links(&self, parameters: &Parameters) -> [f64; WALL_NODES] {
        std::array::from_fn(|k| {
            if k + 1 < WALL_NODES {
                return 1.0 / self.resistance(self.centre[k], self.centre[k + 1]);
            }
            let skin = self.resistance(self.centre[k], self.edge[k + 1]);
            1.0 / (skin + 1.0 / parameters.jacket_conductance_w_per_k)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;
    use nalgebra::{DMatrix, DVector};

    const BORE_W: f64 = 120.0;
    const JACKET_W: f64 = -900.0;
    const HALL: f64 = 20.0;

    fn network() -> Network {
        let rig = catalog::test_rig();
        let mut network = Network::new(&Parameters::nominal(&rig.chamber, &rig.limits), 5.0);
        network.celsius[0] = 7.0;
        network.celsius[WALL_NODES] = -2.0;
        network
    }

    /// The exact solution by the matrix exponential of the system with its source appended.
    fn exact(network: &Network, seconds: f64) -> Nodes {
        let mut matrix = DMatrix::<f64>::zeros(NODES + 1, NODES + 1);
        for column in 0..NODES {
            let mut unit = [0.0; NODES];
            unit[column] = 1.0;
            let response = network.power(&unit, 0.0, 0.0, 0.0);
            for row in 0..NODES {
                matrix[(row, column)] = response[row] / network.capacity_j_per_k[row] * seconds;
            }
        }
        let source = network.power(&[0.0; NODES], BORE_W, JACKET_W, HALL);
        for row in 0..NODES {
            matrix[(row, NODES)] = source[row] / network.capacity_j_per_k[row] * seconds;
        }
        let mut start = DVector::from_element(NODES + 1, 1.0);
        start.as_mut_slice()[..NODES].copy_from_slice(&network.celsius);
        let end = matrix.exp() * start;
        std::array::from_fn(|k| end[k])
    }

    fn error(steps: u32, seconds: f64) -> f64 {
        let mut network = network();
        let exact = exact(&network, seconds);
        for _ in 0..steps {
            network.step(BORE_W, JACKET_W, HALL, seconds / f64::from(steps));
        }
        network.celsius.iter().zip(&exact).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    }

    #[test]
    fn wall_follows_the_matrix_exponential() {
        // Second order: 5 ms against a fastest mode of seconds leaves a relative error near 1e-12.
        let worst = error(120_000, 600.0);
        assert!(worst < 1e-9, "{worst} K of the 9 K between the nodes");
        // The tick of one second is accurate to a tenth of what a reference thermometer resolves.
        assert!(error(600, 600.0) < 1e-4);
    }

    #[test]
    fn wall_converges_with_second_order() {
        let ratio = error(300, 600.0) / error(600, 600.0);
        assert!((3.7..4.3).contains(&ratio), "{ratio}");
    }

    #[test]
    fn heat_is_conserved_to_rounding() {
        let mut network = network();
        let start = network.heat_j();
        let mut lost = 0.0;
        for _ in 0..10_000 {
            lost += network.step(BORE_W, JACKET_W, HALL, 1.0).lost_to_hall_j;
        }
        let given = 10_000.0 * (BORE_W + JACKET_W) - lost;
        let passed = 10_000.0 * (BORE_W - JACKET_W);
        assert!(((network.heat_j() - start - given) / passed).abs() < 1e-12);
    }

    #[test]
    fn stiff_steps_stay_bounded() {
        let mut network = network();
        for _ in 0..50 {
            network.step(0.0, 0.0, HALL, 1e6);
        }
        assert!(network.celsius.iter().all(|t| (t - HALL).abs() < 1e-6), "{:?}", network.celsius);
    }
}
