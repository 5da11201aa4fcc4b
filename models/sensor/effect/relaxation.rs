//! Slow settling of a solid: many relaxation times side by side.
//!
//! Polymers, adhesives and metals under load settle neither at once nor with one time: their relaxation times are spread
//! over decades, near enough log-normally (Nowick and Berry, Anelastic Relaxation in Crystalline Solids, 1972). Each of a few
//! modes follows the load with its own time, weighted so that together they have the stated median and spread.

use super::lag::FirstOrder;
use serde::{Deserialize, Serialize};

/// Places of the modes in standard deviations of the logarithm of time, and their weights: Gauss and Hermite's for five
/// points (Abramowitz and Stegun, table 25.10, times √2 and over √π).
const MODES: [(f64, f64); 5] = [
    (-2.856_970_013_872_806, 0.011_257_411_327_721),
    (-1.355_626_179_974_266, 0.222_075_922_005_613),
    (0.0, 0.533_333_333_333_333),
    (1.355_626_179_974_266, 0.222_075_922_005_613),
    (2.856_970_013_872_806, 0.011_257_411_327_721),
];

/// A relaxation and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relaxation {
    median_s: f64,
    spread: f64,
    modes: [FirstOrder; MODES.len()],
}

impl Relaxation {
    /// Settled at `value`, with a median relaxation time and the standard deviation of its natural logarithm.
    pub const fn settled(value: f64, median_s: f64, spread: f64) -> Self {
        Self { median_s, spread, modes: [FirstOrder::at_rest(value); MODES.len()] }
    }

    /// Where it stands.
    pub fn value(&self) -> f64 {
        self.modes.iter().zip(MODES).map(|(mode, (_, weight))| weight * mode.value()).sum()
    }

    /// Moves towards `target` for `step_s`, and gives the value at the end.
    pub fn follow(&mut self, target: f64, step_s: f64) -> f64 {
        for (mode, (place, _)) in self.modes.iter_mut().zip(MODES) {
            mode.follow(target, self.median_s * libm::exp(self.spread * place), step_s);
        }
        self.value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_those_of_a_normal_distribution() {
        let moment = |power: i32| -> f64 {
            MODES.iter().map(|(place, weight)| weight * libm::pow(*place, f64::from(power))).sum()
        };
        for (power, of_normal) in [(0, 1.0), (1, 0.0), (2, 1.0), (4, 3.0), (6, 15.0), (8, 105.0)] {
            assert!(
                (moment(power) - of_normal).abs() < 1e-10 * of_normal.max(1.0),
                "{power}: {}",
                moment(power)
            );
        }
    }

    #[test]
    fn a_spread_makes_the_beginning_faster_and_the_end_slower() {
        let left = |spread: f64, after_s: f64| {
            let mut relaxation = Relaxation::settled(1.0, 1_000.0, spread);
            relaxation.follow(0.0, after_s)
        };
        assert!((left(0.0, 1_000.0) - libm::exp(-1.0)).abs() < 1e-12);
        assert!(left(1.0, 100.0) < left(0.0, 100.0));
        assert!(left(1.0, 5_000.0) > left(0.0, 5_000.0));
    }
}
