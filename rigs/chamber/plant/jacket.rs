//! The jacket's own regulator: a heating and cooling circulator with limited power.

use super::actuators::{Actuators, Faults};
use super::parameters::Parameters;
use serde::{Deserialize, Serialize};

/// Proportional gain, W/K: with the jacket's heat capacity this is a time constant of under a minute.
const GAIN_W_PER_K: f64 = 3000.0;
/// Integral time, s.
const INTEGRAL_S: f64 = 300.0;

/// State of the circulator's regulator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Regulator {
    integral_w: f64,
}

impl Regulator {
    /// Power into the jacket fluid for the next step, W: proportional and integral action, the integral held while the
    /// power is at its limit. A tripped plant has no power at all.
    pub(super) fn power_w(
        &mut self,
        jacket_celsius: f64,
        actuators: &Actuators,
        faults: &Faults,
        tripped: bool,
        parameters: &Parameters,
        dt_s: f64,
    ) -> f64 {
        if tripped {
            self.integral_w = 0.0;
            return 0.0;
        }
        if let Some(stuck_w) = faults.heater_stuck_w {
            return stuck_w;
        }
        if !actuators.jacket_enabled || faults.jacket_failed {
            self.integral_w = 0.0;
            return 0.0;
        }
        let (coldest, warmest) = parameters.jacket_range_celsius;
        let error = actuators.jacket_setpoint_celsius.clamp(coldest, warmest) - jacket_celsius;
        let wanted = GAIN_W_PER_K * error + self.integral_w;
        let power = wanted.clamp(-parameters.chiller_w, parameters.heater_w);
        if (wanted - power).abs() < f64::EPSILON {
            self.integral_w += GAIN_W_PER_K / INTEGRAL_S * error * dt_s;
        }
        power
    }
}
