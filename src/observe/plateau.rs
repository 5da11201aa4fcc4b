//! Readings of one channel at one point: mean, scatter about a line, drift.

/// What a channel did between the first and the last reading of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plateau {
    /// Mean value.
    pub mean: f64,
    /// Standard deviation about the least-squares line; about the mean where there are only two readings.
    pub deviation: f64,
    /// Change of the least-squares line from the first reading to the last.
    pub drift: f64,
    /// Number of readings.
    pub count: usize,
}

impl Plateau {
    /// Of the readings from `from_ns` to `until_ns`, both included; those without a value are left out.
    ///
    /// # Errors
    /// The number of readings where there are fewer than two.
    pub fn of(at_ns: &[u64], values: &[f64], from_ns: u64, until_ns: u64) -> Result<Self, usize> {
        let chosen: Vec<(f64, f64)> = at_ns
            .iter()
            .zip(values)
            .filter(|(at, value)| (from_ns..=until_ns).contains(at) && value.is_finite())
            .map(|(at, value)| (seconds(at - from_ns), *value))
            .collect();
        if chosen.len() < 2 { Err(chosen.len()) } else { Ok(Self::of_line(&chosen)) }
    }

    fn of_line(chosen: &[(f64, f64)]) -> Self {
        let count = as_f64(chosen.len());
        let (time, mean) = (average(chosen, |(t, _)| t), average(chosen, |(_, v)| v));
        let spread = average(chosen, |(t, _)| (t - time) * (t - time));
        let product = average(chosen, |(t, v)| (t - time) * (v - mean));
        let slope = if spread > 0.0 && chosen.len() > 2 { product / spread } else { 0.0 };
        let squares = count * average(chosen, |(t, v)| square(v - mean - slope * (t - time)));
        let freedom = (count - if chosen.len() > 2 { 2.0 } else { 1.0 }).max(1.0);
        let first = chosen.iter().map(|(t, _)| *t).fold(f64::INFINITY, f64::min);
        let last = chosen.iter().map(|(t, _)| *t).fold(f64::NEG_INFINITY, f64::max);
        Self {
            mean,
            deviation: (squares / freedom).sqrt(),
            drift: slope * (last - first),
            count: chosen.len(),
        }
    }

    /// Standard deviation of the mean.
    pub fn deviation_of_mean(&self) -> f64 {
        self.deviation / as_f64(self.count).sqrt()
    }

    /// Standard uncertainty of a drifting mean: its scatter, and the drift taken as a rectangular distribution over
    /// the time of the readings (half-width drift/2, so drift/√12).
    pub fn stability(&self) -> f64 {
        (square(self.deviation_of_mean()) + square(self.drift) / 12.0).sqrt()
    }
}

fn average(chosen: &[(f64, f64)], of: impl Fn((f64, f64)) -> f64) -> f64 {
    chosen.iter().map(|pair| of(*pair)).sum::<f64>() / as_f64(chosen.len())
}

fn square(value: f64) -> f64 {
    value * value
}

#[expect(clippy::cast_precision_loss, reason = "numbers of readings")]
const fn as_f64(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_precision_loss, reason = "a plateau lasts minutes")]
fn seconds(ns: u64) -> f64 {
    ns as f64 / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;

    #[test]
    fn a_straight_line_has_drift_and_no_deviation() {
        let at: Vec<u64> = (0..11).map(|i| i * SECOND).collect();
        let values: Vec<f64> = (0..11).map(|i| 2.0 + 0.1 * f64::from(i)).collect();
        let plateau = Plateau::of(&at, &values, 0, 10 * SECOND).unwrap();
        assert!((plateau.mean - 2.5).abs() < 1e-12);
        assert!((plateau.drift - 1.0).abs() < 1e-12);
        assert!(plateau.deviation < 1e-12);
        assert!((plateau.stability() - (1.0_f64 / 12.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn only_values_within_the_point_count() {
        let at = [0, SECOND, 2 * SECOND, 3 * SECOND, 4 * SECOND];
        let values = [100.0, 1.0, f64::NAN, 3.0, 100.0];
        let plateau = Plateau::of(&at, &values, SECOND, 3 * SECOND).unwrap();
        assert_eq!(plateau.count, 2);
        assert!((plateau.mean - 2.0).abs() < 1e-15);
        assert!((plateau.deviation - 2.0_f64.sqrt()).abs() < 1e-15);
    }

    #[test]
    fn fewer_than_two_readings_are_refused_with_their_number() {
        assert_eq!(Plateau::of(&[0], &[1.0], 0, SECOND), Err(1));
        assert_eq!(Plateau::of(&[], &[], 0, SECOND), Err(0));
    }
}
