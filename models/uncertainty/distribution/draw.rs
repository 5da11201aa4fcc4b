//! Draws from a distribution, many at a time.

use super::Distribution;
use crate::randomness::Lanes;
use rand::Rng as _;
use rand_distr::{Distribution as _, StandardNormal};
use std::f64::consts::TAU;

impl Distribution {
    /// Fills a column with independent draws: normal ones by the ziggurat of `rand_distr`, Student's by Bailey's polar method
    /// (Math. Comp. 62, 1994, 779), the curvilinear trapezoid as JCGM 101 6.4.3.4 does, all others through the quantile.
    pub fn fill(&self, stream: &mut Lanes, column: &mut [f64]) {
        match self {
            Self::Normal { mean, standard_deviation } => {
                for draw in column {
                    let standard: f64 = StandardNormal.sample(stream);
                    *draw = mean + standard_deviation * standard;
                }
            }
            Self::Student { mean, scale, degrees_of_freedom } => {
                for draw in column {
                    *draw = mean + scale * student(stream, *degrees_of_freedom);
                }
            }
            Self::Uniform { limits: [low, high] } => {
                stream.fill_uniform(column);
                for draw in column {
                    *draw = low + (high - low) * *draw;
                }
            }
            Self::CurvilinearTrapezoid { limits: [low, high], inexactness } => {
                stream.fill_uniform(column);
                for draw in column {
                    let lower = (low - inexactness) + 2.0 * inexactness * uniform(stream);
                    let upper = low + high - lower;
                    *draw = lower + (upper - lower) * *draw;
                }
            }
            _ => {
                stream.fill_uniform(column);
                for draw in column {
                    *draw = self.quantile(*draw);
                }
            }
        }
    }
}

fn student(stream: &mut Lanes, freedom: f64) -> f64 {
    let (radius, angle) = (uniform(stream), TAU * uniform(stream));
    (freedom * libm::expm1(-2.0 / freedom * libm::log(radius))).sqrt() * libm::cos(angle)
}

#[expect(clippy::cast_precision_loss, reason = "52 bits fit a double exactly")]
fn uniform(stream: &mut Lanes) -> f64 {
    ((stream.next_u64() >> 12) as f64 + 0.5) * f64::EPSILON
}
