//! Heat through the steel: radial nodes of the wall, and the jacket around it.
//!
//! Between nodes G = 2πkL/ln(r_{k+1}/r_k). The chain is eliminated from the jacket inward, T_k = α_k + β_k T_0, so that one
//! unknown of the wall remains: the node at the bore, which all layers know.

use super::jacket::{Power, Supply};
use super::parameters::Parameters;
use serde::{Deserialize, Serialize};

/// Number of radial nodes in the wall.
pub(super) const WALL_NODES: usize = 12;
pub(super) const NODES: usize = WALL_NODES + 1;
const JACKET: usize = WALL_NODES;

pub(super) type Nodes = [f64; NODES];

/// What the wall and the jacket are made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Wall {
    capacity_j_per_k: Nodes,
    link_w_per_k: [f64; WALL_NODES],
    loss_w_per_k: f64,
    /// Resistance between the bore's surface and the innermost node, K/W.
    pub(super) bore_resistance_k_per_w: f64,
}

/// Temperatures from bore to outside and of the jacket fluid, °C, and the regulator's integral.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct WallState {
    pub(super) celsius: Nodes,
    pub(super) integral_w: f64,
}

/// What acts on the wall from outside during a stage.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surroundings {
    pub(super) supply: Supply,
    pub(super) hall_celsius: f64,
}

/// The wall as a function of its innermost node in one stage: T_k = offset_k + slope_k T_0, and the equation of that node,
/// diagonal · T_0 − weight · (heat from the water) = right.
pub(super) struct Reduced {
    offset: Nodes,
    slope: Nodes,
    pub(super) diagonal: f64,
    pub(super) right: f64,
}

/// Rates of change of the wall's state, and what crosses its outside, W.
#[derive(Clone, Copy, Debug)]
pub(super) struct WallRates {
    celsius_per_s: Nodes,
    integral_w_per_s: f64,
    /// Heating and cooling.
    pub(super) supplied_w: f64,
    /// To the hall.
    pub(super) lost_w: f64,
}

impl WallState {
    /// This state after `seconds` at these rates.
    pub(super) fn after(&self, seconds: f64, rates: &WallRates) -> Self {
        Self {
            celsius: std::array::from_fn(|k| self.celsius[k] + seconds * rates.celsius_per_s[k]),
            integral_w: self.integral_w + seconds * rates.integral_w_per_s,
        }
    }

    /// Temperature of the innermost node, °C.
    pub(super) fn bore_celsius(&self) -> f64 {
        self.celsius[0]
    }

    /// Temperature of the jacket fluid, °C.
    pub(super) fn jacket_celsius(&self) -> f64 {
        self.celsius[JACKET]
    }
}

impl Wall {
    /// The wall of a vessel.
    pub(super) fn new(parameters: &Parameters) -> Self {
        let rings = Rings::new(parameters);
        Self {
            capacity_j_per_k: rings.capacities(parameters),
            link_w_per_k: rings.links(parameters),
            loss_w_per_k: parameters.jacket_loss_w_per_k,
            bore_resistance_k_per_w: rings.resistance(rings.edge[0], rings.centre[0]),
        }
    }

    /// Mean temperature of the steel by heat capacity, °C.
    pub(super) fn mean_celsius(&self, celsius: &Nodes) -> f64 {
        let steel = &self.capacity_j_per_k[..WALL_NODES];
        let heat: f64 = steel.iter().zip(celsius).map(|(c, t)| c * t).sum();
        heat / steel.iter().sum::<f64>()
    }

    /// Heat stored in wall and jacket above 0 °C, J.
    pub(super) fn heat_j(&self, state: &WallState) -> f64 {
        state.celsius.iter().zip(&self.capacity_j_per_k).map(|(t, c)| t * c).sum()
    }

    /// Eliminates jacket and rings but the innermost; the supply is linearised where the jacket is guessed to be.
    pub(super) fn reduce(
        &self,
        base: &WallState,
        guess: &WallState,
        around: &Surroundings,
        weight_s: f64,
    ) -> Reduced {
        let power = around.supply.power(guess.jacket_celsius(), base.integral_w, weight_s);
        let (mut alpha, mut beta) = ([0.0; NODES], [0.0; NODES]);
        let inward = weight_s * self.link_w_per_k[JACKET - 1];
        let free_w =
            power.watt - power.by_celsius * guess.jacket_celsius() + self.loss_w_per_k * around.hall_celsius;
        let diagonal =
            self.capacity_j_per_k[JACKET] + inward + weight_s * (self.loss_w_per_k - power.by_celsius);
        alpha[JACKET] = (self.capacity_j_per_k[JACKET] * base.celsius[JACKET] + weight_s * free_w) / diagonal;
        beta[JACKET] = inward / diagonal;
        for k in (1..JACKET).rev() {
            let (inward, outward) = (weight_s * self.link_w_per_k[k - 1], weight_s * self.link_w_per_k[k]);
            let diagonal = self.capacity_j_per_k[k] + inward + outward * (1.0 - beta[k + 1]);
            alpha[k] = (self.capacity_j_per_k[k] * base.celsius[k] + outward * alpha[k + 1]) / diagonal;
            beta[k] = inward / diagonal;
        }
        let outward = weight_s * self.link_w_per_k[0];
        let diagonal = self.capacity_j_per_k[0] + outward * (1.0 - beta[1]);
        let right = self.capacity_j_per_k[0] * base.celsius[0] + outward * alpha[1];
        let (mut offset, mut slope) = ([0.0; NODES], [1.0; NODES]);
        for k in 1..NODES {
            offset[k] = alpha[k] + beta[k] * offset[k - 1];
            slope[k] = beta[k] * slope[k - 1];
        }
        Reduced { offset, slope, diagonal, right }
    }

    /// Slope of the steel's mean temperature by that of its innermost node.
    pub(super) fn mean_slope(&self, reduced: &Reduced) -> f64 {
        self.mean_celsius(&reduced.slope)
    }

    /// Rates at a state with this heat into the bore, W; each flow leaves one node and enters its neighbour.
    pub(super) fn rates(&self, celsius: &Nodes, power: &Power, bore_w: f64, hall_celsius: f64) -> WallRates {
        let mut net_w = [0.0; NODES];
        net_w[0] += bore_w;
        for k in 0..WALL_NODES {
            let outward = self.link_w_per_k[k] * (celsius[k] - celsius[k + 1]);
            net_w[k] -= outward;
            net_w[k + 1] += outward;
        }
        let lost_w = self.loss_w_per_k * (celsius[JACKET] - hall_celsius);
        net_w[JACKET] += power.watt - lost_w;
        WallRates {
            celsius_per_s: std::array::from_fn(|k| net_w[k] / self.capacity_j_per_k[k]),
            integral_w_per_s: power.integral_w_per_s,
            supplied_w: power.watt,
            lost_w,
        }
    }
}

impl Reduced {
    /// All temperatures for one of the innermost node.
    pub(super) fn nodes(&self, bore_celsius: f64) -> Nodes {
        std::array::from_fn(|k| self.offset[k] + self.slope[k] * bore_celsius)
    }
}

/// Rings of the wall, thin at the bore where heat comes and goes.
struct Rings {
    edge: Nodes,
    centre: [f64; WALL_NODES],
    length_m: f64,
    conductivity: f64,
}

impl Rings {
    fn new(parameters: &Parameters) -> Self {
        let bore = parameters.vessel.inner_diameter_m / 2.0;
        #[expect(clippy::cast_precision_loss, reason = "a dozen nodes")]
        let edge: Nodes = std::array::from_fn(|k| {
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
            if k == JACKET {
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
