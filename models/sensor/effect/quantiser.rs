//! A counter or converter: only whole steps come out.

use serde::{Deserialize, Serialize};

/// Rounds to whole steps.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantiser {
    /// One step, in the unit of what is quantised; zero or less lets everything pass.
    pub step: f64,
}

impl Quantiser {
    /// The nearest whole number of steps, as a value.
    pub fn quantise(self, value: f64) -> f64 {
        if self.step > 0.0 { libm::round(value / self.step) * self.step } else { value }
    }

    /// Standard deviation of what rounding takes away from a value that moves over many steps: step/√12.
    pub fn standard_deviation(self) -> f64 {
        self.step.max(0.0) / 12.0_f64.sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::randomness::{stream, uniform};

    #[test]
    fn rounding_leaves_the_error_of_a_uniform_distribution() {
        let (quantiser, mut random) = (Quantiser { step: 0.25 }, stream(2, 0, "rounding"));
        let n = 20_000;
        let squares: f64 = (0..n)
            .map(|_| {
                let value = 100.0 * uniform(&mut random);
                let lost = value - quantiser.quantise(value);
                assert!(lost.abs() <= 0.125 + 1e-12);
                lost * lost
            })
            .sum();
        let ratio = (squares / f64::from(n)).sqrt() / quantiser.standard_deviation();
        // Of a uniform variable's variance over n draws the standard error is √(0.8/n) of it: five of them, halved for the root.
        assert!((ratio - 1.0).abs() < 2.5 * (0.8 / f64::from(n)).sqrt(), "{ratio}");
    }

    #[test]
    fn no_step_lets_everything_pass() {
        assert_eq!(Quantiser { step: 0.0 }.quantise(1.234).to_bits(), 1.234_f64.to_bits());
    }
}
