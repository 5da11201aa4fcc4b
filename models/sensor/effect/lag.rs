//! A response of the first order: what is inside follows what is outside, the faster the farther it is behind.

use serde::{Deserialize, Serialize};

/// The state of a response of the first order, in the unit of what it follows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FirstOrder {
    value: f64,
}

impl FirstOrder {
    /// At rest.
    pub const fn at_rest(value: f64) -> Self {
        Self { value }
    }

    /// What it is now.
    pub const fn value(self) -> f64 {
        self.value
    }

    /// Follows an input that stays for `step_s`, exactly, and gives the value at the end. A time constant of zero follows at
    /// once.
    pub fn follow(&mut self, input: f64, time_constant_s: f64, step_s: f64) -> f64 {
        let share = if time_constant_s > 0.0 { -libm::expm1(-step_s / time_constant_s) } else { 1.0 };
        self.value += share * (input - self.value);
        self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_time_constant_closes_all_but_a_fraction_of_1_over_e_in_any_number_of_steps() {
        for steps in [1, 7, 100] {
            let mut lag = FirstOrder::at_rest(10.0);
            for _ in 0..steps {
                lag.follow(0.0, 0.5, 0.5 / f64::from(steps));
            }
            assert!((lag.value() - 10.0 / std::f64::consts::E).abs() < 1e-12, "{}", lag.value());
        }
    }

    #[test]
    fn without_a_time_constant_it_is_what_it_follows() {
        let mut lag = FirstOrder::at_rest(3.0);
        assert_eq!(lag.follow(-1.0, 0.0, 0.1).to_bits(), (-1.0_f64).to_bits());
    }
}
