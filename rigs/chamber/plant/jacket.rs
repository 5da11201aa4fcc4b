//! The jacket's own regulator: a heating and cooling circulator with limited power.
//!
//! Proportional and integral action on the jacket fluid: P = clamp(w), w = K e + I, İ = (K/T_i) e φ(w). The integral stands
//! still while the power is at its limit; φ leads there within a band, so that the equations stay continuous.

use super::actuators::{Actuators, Faults};
use super::parameters::Parameters;
use crate::chamber::heat::REGULATOR_INTEGRAL_S as INTEGRAL_S;

/// Demand beyond the limit at which the integral stands still, over the heater's power.
const BAND: f64 = 0.05;

/// What heats and cools the jacket fluid during a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Supply {
    /// A power that nobody regulates, W.
    Fixed(f64),
    /// The regulator, on its way to a set point within its limits.
    Regulated {
        /// Set point, °C.
        setpoint_celsius: f64,
        /// Largest cooling and heating power, W.
        limits_w: [f64; 2],
        /// Proportional gain, W/K: with the jacket's heat capacity this is a time constant of under a minute.
        gain_w_per_k: f64,
    },
}

/// Power into the fluid at a temperature, with its slope, and how fast the regulator's integral grows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Power {
    pub(super) watt: f64,
    pub(super) by_celsius: f64,
    pub(super) integral_w_per_s: f64,
}

impl Supply {
    /// What acts. A tripped plant has no power at all.
    pub(super) fn of(actuators: &Actuators, faults: &Faults, tripped: bool, parameters: &Parameters) -> Self {
        match faults.heater_stuck_w {
            _ if tripped => Self::Fixed(0.0),
            Some(stuck_w) => Self::Fixed(stuck_w),
            None if !actuators.jacket_enabled || faults.jacket_failed => Self::Fixed(0.0),
            None => {
                let (coldest, warmest) = parameters.jacket_range_celsius;
                Self::Regulated {
                    setpoint_celsius: actuators.jacket_setpoint_celsius.clamp(coldest, warmest),
                    limits_w: [
                        if faults.chiller_lost { 0.0 } else { -parameters.chiller_w },
                        parameters.heater_w,
                    ],
                    gain_w_per_k: parameters.jacket_gain_w_per_k,
                }
            }
        }
    }

    /// Power when the fluid is at `celsius` at the end of a stage of this weight, the integral implicit as well.
    pub(super) fn power(&self, celsius: f64, base_w: f64, weight_s: f64) -> Power {
        let (setpoint_celsius, limits_w, gain) = match *self {
            Self::Regulated { setpoint_celsius, limits_w, gain_w_per_k } => {
                (setpoint_celsius, limits_w, gain_w_per_k)
            }
            Self::Fixed(watt) => {
                return Power { watt, by_celsius: 0.0, integral_w_per_s: 0.0 };
            }
        };
        let error_k = setpoint_celsius - celsius;
        let per_s = gain / INTEGRAL_S;
        let mut integral_w = base_w;
        let (mut free, mut by_demand) = freedom(gain * error_k + integral_w, limits_w);
        // Piecewise linear, so that Newton's method ends when it has found its piece.
        for _ in 0..4 {
            let residual = integral_w - base_w - weight_s * per_s * error_k * free;
            integral_w -= residual / (1.0 - weight_s * per_s * error_k * by_demand);
            (free, by_demand) = freedom(gain * error_k + integral_w, limits_w);
        }
        let integral_by_celsius = -weight_s * per_s * (free + error_k * by_demand * gain)
            / (1.0 - weight_s * per_s * error_k * by_demand);
        let demand = gain * error_k + integral_w;
        let watt = demand.clamp(limits_w[0], limits_w[1]);
        let within = (limits_w[0]..=limits_w[1]).contains(&demand);
        Power {
            watt,
            by_celsius: if within { integral_by_celsius - gain } else { 0.0 },
            integral_w_per_s: per_s * error_k * free,
        }
    }
}

/// φ: one within the limits, zero beyond the band around them; and its slope.
fn freedom(demand_w: f64, [least_w, most_w]: [f64; 2]) -> (f64, f64) {
    let beyond_w = (demand_w - most_w).max(least_w - demand_w);
    if beyond_w <= 0.0 {
        return (1.0, 0.0);
    }
    let band_w = BAND * most_w;
    if beyond_w >= band_w {
        return (0.0, 0.0);
    }
    (1.0 - beyond_w / band_w, if demand_w > most_w { -1.0 / band_w } else { 1.0 / band_w })
}
