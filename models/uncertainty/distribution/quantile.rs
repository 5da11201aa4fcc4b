//! Quantiles: the value below which a quantity lies with a given probability.

use super::Distribution;
use crate::uncertainty::probability::{normal_quantile, student_quantile};
use std::f64::consts::PI;

impl Distribution {
    /// The value below which the quantity lies with `probability`, which must lie between 0 and 1.
    pub fn quantile(&self, probability: f64) -> f64 {
        match self {
            Self::Normal { mean, standard_deviation } => {
                mean + standard_deviation * normal_quantile(probability)
            }
            Self::Student { mean, scale, degrees_of_freedom } => {
                mean + scale * student_quantile(probability, *degrees_of_freedom)
            }
            Self::Uniform { limits: [low, high] } => low + (high - low) * probability,
            Self::Trapezoidal { limits: [low, high], top } => {
                low + (high - low) * trapezoid(probability, *top)
            }
            Self::CurvilinearTrapezoid { limits: [low, high], inexactness } => {
                let half = 0.5 * (high - low);
                low + half + curvilinear_trapezoid(probability, half, *inexactness)
            }
            Self::Triangular { limits: [low, high], mode } => {
                let (width, rising, falling) = (high - low, mode - low, high - mode);
                if probability * width <= rising {
                    low + (probability * width * rising).sqrt()
                } else {
                    high - ((1.0 - probability) * width * falling).sqrt()
                }
            }
            Self::Arcsine { limits: [low, high] } => {
                low + 0.5 * (high - low) * (1.0 + libm::sin(PI * (probability - 0.5)))
            }
            Self::Exponential { mean } => -mean * libm::log1p(-probability),
            Self::Samples { sorted } => sample(probability, sorted),
        }
    }
}

/// On the base from 0 to 1, with a top of this width.
fn trapezoid(probability: f64, top: f64) -> f64 {
    let slope = 0.5 * (1.0 - top);
    let share = slope / (1.0 + top);
    let ramp = |p: f64| (p * slope * (1.0 + top)).sqrt();
    if probability < share {
        ramp(probability)
    } else if probability > 1.0 - share {
        1.0 - ramp(1.0 - probability)
    } else {
        slope + (probability - share) * 0.5 * (1.0 + top)
    }
}

/// About the middle: the half-width is itself uniform from `half − inexactness` to `half + inexactness`, so the probability of
/// lying within y of the middle is the mean of min(1, y / half-width).
fn curvilinear_trapezoid(probability: f64, half: f64, inexactness: f64) -> f64 {
    let (least, most) = (half - inexactness, half + inexactness);
    let within = |y: f64| {
        let from = y.max(least);
        let flat = y * libm::log1p((most - from) / from) / (2.0 * inexactness);
        if y <= least { flat } else { flat + (y - least) / (2.0 * inexactness) }
    };
    let wanted = (2.0 * probability - 1.0).abs();
    let (mut low, mut high) = (0.0, most);
    // Sixty halvings take a double to its last bits.
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if within(middle) < wanted { low = middle } else { high = middle }
    }
    (0.5 * (low + high)).copysign(probability - 0.5)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list, cut to it")]
#[expect(clippy::cast_precision_loss, reason = "a count of values in memory")]
fn sample(probability: f64, sorted: &[f64]) -> f64 {
    let place = (probability * sorted.len() as f64) as usize;
    sorted.get(place).or(sorted.last()).copied().unwrap_or(f64::NAN)
}
