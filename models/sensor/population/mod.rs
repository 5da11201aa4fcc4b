//! Units as they are made: each draw is one sensor, from ranges that somebody published.
//!
//! A draw takes a stream ([`crate::randomness`]), so a unit is known by seed, number and purpose. Where sources conflict a law
//! has room for each of them; where a number is judgement it says so. `docs/validation.md` holds a thousand of each family
//! against what was published.

mod conductivity;
mod optics;
mod oxygen;
mod ph;
mod pressure;
mod temperature;

pub use conductivity::{CellKind, ConductivityUnit, InductiveUnit};
pub use optics::{LightMeterUnit, ScatteringUnit, TransmissometerUnit};
pub use oxygen::{ClarkUnit, OptodeUnit};
pub use ph::PhUnit;
pub use pressure::{QuartzKind, QuartzUnit, StrainGaugeUnit};
pub use temperature::{OscillatorState, OscillatorUnit, ReferenceUnit};

use crate::randomness::{Stream, standard_normal, uniform};

/// Evenly between two values.
fn between(stream: &mut Stream, low: f64, high: f64) -> f64 {
    low + (high - low) * uniform(stream)
}

/// Normally about a mean, cut at four standard deviations, which one draw in 16,000 meets.
fn about(stream: &mut Stream, mean: f64, deviation: f64) -> f64 {
    mean + deviation * standard_normal(stream).clamp(-4.0, 4.0)
}

/// Normally about a mean, but no farther out than a published range; what is beyond is drawn again.
fn within(stream: &mut Stream, mean: f64, deviation: f64, range: [f64; 2]) -> f64 {
    /// A range that holds at least a tenth of the draws is missed this often by one unit in 10⁴⁵.
    const ATTEMPTS: u32 = 1_000;
    for _ in 0..ATTEMPTS {
        let value = mean + deviation * standard_normal(stream);
        if range[0] <= value && value <= range[1] {
            return value;
        }
    }
    mean.max(range[0]).min(range[1])
}

/// Positive, with a median and the standard deviation of the natural logarithm.
fn spread(stream: &mut Stream, median: f64, deviation: f64) -> f64 {
    median * libm::exp(deviation * standard_normal(stream))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::randomness::stream;

    #[test]
    fn units_repeat_by_number_and_differ_between_numbers() {
        let unit = |run| OscillatorUnit::draw(&mut stream(1, run, "population"));
        assert_eq!(unit(3), unit(3));
        assert_ne!(unit(3), unit(4));
    }

    #[test]
    fn draws_stay_within_what_they_were_told() {
        let mut random = stream(1, 0, "ranges");
        for _ in 0..2_000 {
            assert!((2.0..3.0).contains(&between(&mut random, 2.0, 3.0)));
            assert!((-1.0..=1.0).contains(&within(&mut random, 0.5, 2.0, [-1.0, 1.0])));
            assert!(spread(&mut random, 1.0, 1.0) > 0.0);
        }
    }
}
