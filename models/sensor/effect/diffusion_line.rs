//! Heat, or a dissolved gas, on its way through a line of layers between two surroundings.
//!
//! Finite volumes, each with a capacity, joined by conductances. A step is Alexander's two-stage, stiffly accurate, L-stable
//! Runge–Kutta method of second order (SIAM J. Numer. Anal. 14 (1977) 1006): no step is too long for it to be stable.

use serde::{Deserialize, Serialize};

/// 1 − 1/√2, the diagonal of the method.
const DIAGONAL: f64 = 1.0 - std::f64::consts::FRAC_1_SQRT_2;

/// One layer: what it holds per unit of its value, and how easily that passes on to the next one, or from the last one to the
/// surroundings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Layer {
    /// What the layer holds per unit of its value.
    pub capacity: f64,
    /// What passes to the next layer per unit of difference and second.
    pub to_next: f64,
}

/// A line of layers and their values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiffusionLine {
    /// What passes from the surroundings before the first layer into it, per unit of difference and second.
    pub entrance: f64,
    layers: Vec<Layer>,
    values: Vec<f64>,
}

impl DiffusionLine {
    /// A line that has the same value everywhere.
    pub fn at_rest(entrance: f64, layers: Vec<Layer>, value: f64) -> Self {
        let values = vec![value; layers.len()];
        Self { entrance, layers, values }
    }

    /// The layers' values, the one next to the entrance first.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The layers' mean value, by capacity.
    pub fn mean(&self) -> f64 {
        let held: f64 =
            self.layers.iter().zip(&self.values).map(|(layer, value)| layer.capacity * value).sum();
        held / self.layers.iter().map(|layer| layer.capacity).sum::<f64>()
    }

    /// What leaves by the far end per second into surroundings of value `after`.
    pub fn leaving(&self, after: f64) -> f64 {
        let ends = self.layers.last().zip(self.values.last());
        ends.map_or(0.0, |(layer, value)| layer.to_next * (value - after))
    }

    /// What leaves by the entrance per second into surroundings of value `before`.
    pub fn returning(&self, before: f64) -> f64 {
        self.values.first().map_or(0.0, |value| self.entrance * (value - before))
    }

    /// Lets `step_s` pass between surroundings that stay as they are.
    pub fn follow(&mut self, before: f64, after: f64, step_s: f64) {
        let stage_s = DIAGONAL * step_s;
        let first = self.implicit(&self.values, before, after, stage_s);
        // What the first stage's slope adds up to over the rest of the step.
        let carried = (1.0 - DIAGONAL) / DIAGONAL;
        let start: Vec<f64> =
            self.values.iter().zip(&first).map(|(value, stage)| value + carried * (stage - value)).collect();
        self.values = self.implicit(&start, before, after, stage_s);
    }

    /// Values v with capacity·(v − start) = stage_s · (what flows in at v): a tridiagonal system, by Thomas's elimination.
    fn implicit(&self, start: &[f64], before: f64, after: f64, stage_s: f64) -> Vec<f64> {
        let last = self.layers.len().saturating_sub(1);
        let mut from_left = self.entrance;
        let mut left_value = before;
        let (mut bends, mut solution) = (Vec::with_capacity(start.len()), Vec::with_capacity(start.len()));
        let mut bend = 0.0;
        for (index, (layer, value)) in self.layers.iter().zip(start).enumerate() {
            // Elimination of the neighbour before: it is `bend` times this value, plus `left_value`.
            let beyond = if index == last { stage_s * layer.to_next * after } else { 0.0 };
            let diagonal = layer.capacity + stage_s * (from_left * (1.0 - bend) + layer.to_next);
            let right = layer.capacity * value + stage_s * from_left * left_value + beyond;
            left_value = right / diagonal;
            bend = if index == last { 0.0 } else { stage_s * layer.to_next / diagonal };
            bends.push(bend);
            solution.push(left_value);
            from_left = layer.to_next;
        }
        let mut next = 0.0;
        for (value, bend) in solution.iter_mut().zip(&bends).rev() {
            *value += bend * next;
            next = *value;
        }
        solution
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A slab of unit thickness and diffusivity in `count` layers, both faces held.
    fn slab(count: u32, value: f64) -> DiffusionLine {
        let n = f64::from(count);
        let layers = (1..=count)
            .map(|k| Layer { capacity: 1.0 / n, to_next: if k == count { 2.0 * n } else { n } })
            .collect();
        DiffusionLine::at_rest(2.0 * n, layers, value)
    }

    /// Mean of a slab with both faces suddenly at zero: Σ 8/((2k+1)²π²) exp(−(2k+1)²π²t) (Crank, The Mathematics of Diffusion).
    fn crank(time: f64) -> f64 {
        (0..50)
            .map(|k| {
                let odd = f64::from(2 * k + 1) * std::f64::consts::PI;
                8.0 / (odd * odd) * libm::exp(-odd * odd * time)
            })
            .sum()
    }

    #[test]
    fn a_slab_cools_as_crank_says() {
        let mut line = slab(60, 1.0);
        (0..200).for_each(|_| line.follow(0.0, 0.0, 0.001));
        assert!((line.mean() / crank(0.2) - 1.0).abs() < 1e-3, "{} {}", line.mean(), crank(0.2));
    }

    #[test]
    fn halving_the_step_quarters_the_error() {
        let after = |steps: u32| {
            let mut line = slab(20, 1.0);
            (0..steps).for_each(|_| line.follow(0.0, 0.0, 0.2 / f64::from(steps)));
            line.mean()
        };
        let (coarse, middle, fine) = (after(20), after(40), after(80));
        let order = (coarse - middle) / (middle - fine);
        assert!((3.0..5.0).contains(&order), "{order}");
    }

    #[test]
    fn what_enters_leaves_in_the_end_and_a_long_step_is_stable() {
        let mut line = slab(20, 0.3);
        line.follow(1.0, 0.0, 1e6);
        line.follow(1.0, 0.0, 1e6);
        assert!((line.leaving(0.0) - 1.0).abs() < 1e-6 && (line.returning(1.0) + 1.0).abs() < 1e-6);
        assert!((line.mean() - 0.5).abs() < 1e-6, "{}", line.mean());
    }

    #[test]
    fn a_line_without_layers_holds_nothing() {
        let mut line = DiffusionLine::at_rest(1.0, Vec::new(), 0.0);
        line.follow(1.0, 0.0, 1.0);
        assert!(line.values().is_empty() && line.leaving(0.0).abs() < 1e-300);
    }
}
