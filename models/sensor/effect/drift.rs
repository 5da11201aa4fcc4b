//! Age: how calibrations move between visits to the laboratory, with the heavy tails that real ones have.
//!
//! Measured on 1,323 pairs of successive calibrations of 429 Sea-Bird instruments (calibration sheets that the Ocean Observatories
//! Initiative publishes in its repository `asset-management`; old and new coefficients compared at equal raw output, pairs apart
//! by more than 50 mK or 0.5 % left out, median gap 1.84 years): temperature at 4 °C −1.27 to +1.14 mK a year (5 to 95 %), median
//! of its size 0.41; conductivity −401 to +348 ppm a year, median of its size 58, cleaned and replatinised cells included. A
//! normal distribution with that median would reach 1.0 mK and 141 ppm: these are Student's t with few degrees of freedom.

use crate::randomness::{Stream, uniform};
use serde::{Deserialize, Serialize};

/// Student's distribution, moved, stretched and cut: beyond `limit` a unit would have been repaired, not recalibrated.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct StudentT {
    /// Degrees of freedom, above zero; not necessarily whole.
    pub degrees_of_freedom: f64,
    /// Centre.
    pub location: f64,
    /// Scale.
    pub scale: f64,
    /// No draw is farther from zero than this.
    pub limit: f64,
}

impl StudentT {
    /// Temperature, mK a year: solved for the three published quantiles.
    pub const TEMPERATURE_MK_PER_YEAR: Self =
        Self { degrees_of_freedom: 3.5, location: -0.065, scale: 0.54, limit: 50.0 / 1.84 };

    /// Conductivity, ppm a year: likewise.
    pub const CONDUCTIVITY_PPM_PER_YEAR: Self =
        Self { degrees_of_freedom: 0.774, location: -27.3, scale: 47.0, limit: 5_000.0 / 1.84 };

    /// One draw: Bailey's polar method (Mathematics of Computation 62 (1994) 779), repeated while beyond the limit.
    pub fn draw(&self, stream: &mut Stream) -> f64 {
        /// Of Student's distributions with a limit above the scale, more than half lies within: this many misses do not happen.
        const ATTEMPTS: u32 = 1_000;
        for _ in 0..ATTEMPTS {
            let freedom = self.degrees_of_freedom;
            let radius = (freedom * (libm::pow(1.0 - uniform(stream), -2.0 / freedom) - 1.0)).sqrt();
            let standard = radius * libm::cos(std::f64::consts::TAU * uniform(stream));
            let value = self.location + self.scale * standard;
            if value.abs() <= self.limit {
                return value;
            }
        }
        self.location.max(-self.limit).min(self.limit)
    }
}

/// A drift that settles and goes on: an exponential and a line, as pressure sensors on the sea floor show it (Watts and
/// Kontoyiannis, J. Atmos. Oceanic Technol. 7 (1990) 296).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settling {
    /// What the exponential comes to, in the sensor's unit.
    pub settles_by: f64,
    /// Its time constant, days.
    pub time_days: f64,
    /// The line, in the sensor's unit per day.
    pub per_day: f64,
}

impl Settling {
    /// Drift after so many days.
    pub fn after_days(&self, days: f64) -> f64 {
        -self.settles_by * libm::expm1(-days / self.time_days) + self.per_day * days
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::randomness::stream;

    fn draws(distribution: StudentT) -> Vec<f64> {
        let mut random = stream(4, 0, "student");
        let mut draws: Vec<f64> = (0..40_000).map(|_| distribution.draw(&mut random)).collect();
        draws.sort_by(f64::total_cmp);
        draws
    }

    /// Student's own table (Abramowitz and Stegun, table 26.10): t of 3 degrees of freedom is 2.353 at 95 %, of 1 6.314.
    #[test]
    fn draws_have_the_quantiles_of_students_table() {
        for (freedom, quantile) in [(1.0, 6.314), (3.0, 2.353)] {
            let distribution =
                StudentT { degrees_of_freedom: freedom, location: 0.0, scale: 1.0, limit: f64::INFINITY };
            let beyond = draws(distribution).iter().filter(|draw| **draw > quantile).count();
            // 5 % of 40,000 is 2,000, with a standard deviation of 43.6.
            assert!(beyond.abs_diff(2_000) < 218, "{beyond}");
        }
    }

    #[test]
    fn nothing_is_beyond_the_limit() {
        let rates = draws(StudentT::CONDUCTIVITY_PPM_PER_YEAR);
        assert!(rates[0] > -2_720.0 && rates[rates.len() - 1] < 2_720.0);
        assert!(rates[0] < -2_000.0, "{}", rates[0]);
    }

    #[test]
    fn settling_ends_as_a_line() {
        let drift = Settling { settles_by: 0.3, time_days: 20.0, per_day: 1e-4 };
        assert!(drift.after_days(0.0).abs() < 1e-15);
        assert!((drift.after_days(365.0) - (0.3 + 0.0365)).abs() < 1e-6);
    }
}
