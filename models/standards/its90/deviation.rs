//! How one platinum thermometer differs from the ideal one: deviation functions and their inverses.
//!
//! ITS-90 (Preston-Thomas 1990), eq. 14 with c = d = 0: W − W_r = a (W − 1) + b (W − 1)².

use super::{FixedPoint, Subrange, reference_ratio, reference_ratio_slope, reference_temperature};
use crate::quantity::Temperature;
use serde::{Deserialize, Serialize};

/// Least ratio at gallium, and greatest at mercury, of a thermometer pure and free enough of strain for the
/// scale (eqs. 8a and 8b).
const GALLIUM_LEAST: f64 = 1.118_07;
const MERCURY_GREATEST: f64 = 0.844_235;

/// W − W_r as a function of W, in one subrange.
///
/// Beyond the subrange's limits the function is merely extrapolated; [`Subrange::contains`] tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deviation {
    /// Where it holds, and by which fixed points.
    pub subrange: Subrange,
    /// First coefficient, dimensionless.
    pub a: f64,
    /// Second coefficient, dimensionless; zero where the subrange has none.
    pub b: f64,
}

impl Deviation {
    /// The coefficients from W measured at each of [`Subrange::fixed_points`], in that order.
    ///
    /// A ratio that is missing, or equal to 1 where no fixed point has it, gives NaN.
    pub fn from_fixed_points(subrange: Subrange, ratios: &[f64]) -> Self {
        let measured = |index: usize| {
            let ratio = ratios.get(index).copied().unwrap_or(f64::NAN);
            let deviation = ratio - subrange.fixed_points()[index].reference_ratio();
            (ratio - 1.0, deviation / (ratio - 1.0))
        };
        let (x, per_x) = measured(0);
        if !subrange.is_quadratic() {
            return Self { subrange, a: per_x, b: 0.0 };
        }
        let (other_x, other_per_x) = measured(1);
        let b = (per_x - other_per_x) / (x - other_x);
        Self { subrange, a: per_x - b * x, b }
    }

    /// W at each of [`Subrange::fixed_points`]: the inverse of [`Self::from_fixed_points`].
    pub fn fixed_point_ratios(&self) -> Vec<f64> {
        self.subrange.fixed_points().iter().map(|point| self.fixed_point_ratio(*point)).collect()
    }

    /// W at a fixed point.
    pub fn fixed_point_ratio(&self, point: FixedPoint) -> f64 {
        1.0 + beyond_one(self.a, self.b, point.reference_ratio())
    }

    /// W − W_r at the ratio W.
    pub fn deviation(&self, ratio: f64) -> f64 {
        let beyond_one = ratio - 1.0;
        (self.a + self.b * beyond_one) * beyond_one
    }

    /// d(W − W_r)/dW at the ratio W.
    pub fn slope(&self, ratio: f64) -> f64 {
        self.a + 2.0 * self.b * (ratio - 1.0)
    }

    /// W_r at the ratio W.
    pub fn reference_ratio(&self, ratio: f64) -> f64 {
        ratio - self.deviation(ratio)
    }

    /// Temperature at the ratio W. A ratio whose W_r is not above zero has none and gives NaN.
    pub fn temperature(&self, ratio: f64) -> Temperature {
        reference_temperature(self.reference_ratio(ratio))
    }

    /// W at `temperature`: the inverse of [`Self::temperature`], exact to round-off.
    pub fn ratio(&self, temperature: Temperature) -> f64 {
        1.0 + beyond_one(self.a, self.b, reference_ratio(temperature))
    }

    /// Whether the thermometer is one that the scale accepts: W at least 1.118 07 at gallium or at most 0.844
    /// 235 at mercury (ITS-90, eqs. 8a and 8b).
    ///
    /// A deviation known at neither is extrapolated to gallium.
    pub fn is_acceptable(&self) -> bool {
        self.fixed_point_ratio(FixedPoint::Gallium) >= GALLIUM_LEAST
            || (self.subrange == Subrange::MercuryGallium
                && self.fixed_point_ratio(FixedPoint::Mercury) <= MERCURY_GREATEST)
    }
}

/// W − 1 where the reference ratio is `reference`: the root of b x² − (1 − a) x + (W_r − 1) = 0 that vanishes
/// with W_r − 1.
fn beyond_one(a: f64, b: f64, reference: f64) -> f64 {
    let (beyond, linear) = (reference - 1.0, 1.0 - a);
    2.0 * beyond / (linear + (linear * linear - 4.0 * b * beyond).sqrt())
}

/// What a certificate says of one standard platinum resistance thermometer in the subranges used by the sea.
///
/// W − W_r = a (W − 1) + b (W − 1)²: the form of every [`Subrange`], of the subrange water–zinc (0 to
/// 419.527 °C) too. The range is not part of it; [`Deviation`] knows its own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SprtCoefficients {
    /// Resistance at the triple point of water, Ω.
    pub resistance_tpw_ohm: f64,
    /// First coefficient of the deviation, dimensionless.
    pub a: f64,
    /// Second coefficient of the deviation, dimensionless.
    pub b: f64,
}

impl SprtCoefficients {
    /// Temperature at which the thermometer has this resistance (Ω, at zero current).
    pub fn temperature(&self, resistance_ohm: f64) -> Temperature {
        let beyond_one = resistance_ohm / self.resistance_tpw_ohm - 1.0;
        reference_temperature(1.0 + beyond_one - (self.a + self.b * beyond_one) * beyond_one)
    }

    /// Resistance at `temperature`, Ω at zero current: the inverse of [`Self::temperature`].
    pub fn resistance_ohm(&self, temperature: Temperature) -> f64 {
        self.resistance_tpw_ohm * (1.0 + self.ratio_beyond_one(temperature))
    }

    /// dT/d(resistance at the triple point in Ω, a, b) in K, at constant measured resistance.
    pub fn temperature_gradient(&self, temperature: Temperature) -> [f64; 3] {
        let beyond_one = self.ratio_beyond_one(temperature);
        let kelvin_per_reference = 1.0 / reference_ratio_slope(temperature);
        let by_ratio = -(1.0 + beyond_one) / self.resistance_tpw_ohm * self.reference_per_ratio(beyond_one);
        [by_ratio, -beyond_one, -beyond_one * beyond_one].map(|ratio| ratio * kelvin_per_reference)
    }

    /// dT/dR at `temperature`, K/Ω.
    pub fn kelvin_per_ohm(&self, temperature: Temperature) -> f64 {
        let reference_per_ratio = self.reference_per_ratio(self.ratio_beyond_one(temperature));
        reference_per_ratio / (self.resistance_tpw_ohm * reference_ratio_slope(temperature))
    }

    /// W − 1 at `temperature`.
    fn ratio_beyond_one(&self, temperature: Temperature) -> f64 {
        beyond_one(self.a, self.b, reference_ratio(temperature))
    }

    /// dW_r/dW.
    fn reference_per_ratio(&self, beyond_one: f64) -> f64 {
        1.0 - self.a - 2.0 * self.b * beyond_one
    }
}
