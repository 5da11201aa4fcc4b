//! A sliding window of readings, and what a straight line makes of it.

use crate::clock::seconds;
use crate::interlock::Sample;
use std::collections::VecDeque;

/// The readings of the last `length_ns`.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    length_ns: u64,
    samples: VecDeque<Sample>,
}

/// Fewest readings in a full window.
const FEWEST: usize = 10;
/// The oldest and the newest reading lie within this part of the window from its ends.
const EDGE: u64 = 10;

/// A least-squares line through a window.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Line {
    per_second: f64,
    deviation: f64,
}

impl Window {
    /// An empty window of this length.
    pub fn new(length_ns: u64) -> Self {
        Self { length_ns, samples: VecDeque::new() }
    }

    /// Takes a reading; those older than the window, counted from it, leave.
    pub fn push(&mut self, sample: Sample) {
        self.samples.push_back(sample);
        let oldest_ns = sample.at_ns.saturating_sub(self.length_ns);
        while self.samples.front().is_some_and(|front| front.at_ns < oldest_ns) {
            self.samples.pop_front();
        }
    }

    /// The newest reading.
    pub fn latest(&self) -> Option<Sample> {
        self.samples.back().copied()
    }

    /// Whether readings span the whole window up to now.
    pub fn is_full(&self, now_ns: u64) -> bool {
        let (Some(first), Some(last)) = (self.samples.front(), self.samples.back()) else { return false };
        let edge = self.length_ns / EDGE;
        self.samples.len() >= FEWEST
            && last.at_ns + edge >= now_ns
            && last.at_ns - first.at_ns + edge >= self.length_ns
    }

    /// Mean; NaN when empty.
    pub fn mean(&self) -> f64 {
        self.samples.iter().map(|sample| sample.value).sum::<f64>() / self.count()
    }

    /// Least-squares slope times the window's length; NaN with fewer than three readings.
    pub fn drift(&self) -> f64 {
        self.line().map_or(f64::NAN, |line| line.per_second * seconds(self.length_ns))
    }

    /// Standard deviation about the least-squares line; NaN with fewer than three readings.
    pub fn deviation(&self) -> f64 {
        self.line().map_or(f64::NAN, |line| line.deviation)
    }

    #[expect(clippy::cast_precision_loss, reason = "thousands of readings")]
    fn count(&self) -> f64 {
        self.samples.len() as f64
    }

    fn line(&self) -> Option<Line> {
        if self.samples.len() < 3 {
            return None;
        }
        let (origin, mean) = (self.samples.front()?.at_ns, self.mean());
        let times = || self.samples.iter().map(move |sample| seconds(sample.at_ns - origin));
        let mean_time = times().sum::<f64>() / self.count();
        let (mut tt, mut tv, mut vv) = (0.0, 0.0, 0.0);
        for (time, sample) in times().zip(&self.samples) {
            let (t, v) = (time - mean_time, sample.value - mean);
            tt += t * t;
            tv += t * v;
            vv += v * v;
        }
        let per_second = tv / tt;
        let left_over = vv - per_second * tv;
        // Round-off may leave less than nothing of a perfect line; NaN must pass.
        let left_over = if left_over < 0.0 { 0.0 } else { left_over };
        Some(Line { per_second, deviation: (left_over / (self.count() - 2.0)).sqrt() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;

    #[test]
    fn a_line_with_alternating_noise_gives_its_slope_and_scatter() {
        let mut window = Window::new(100 * SECOND);
        for step in 0..=100_u32 {
            let noise = if step % 2 == 0 { 0.01 } else { -0.01 };
            let value = 5.0 + 0.002 * f64::from(step) + noise;
            window.push(Sample { value, at_ns: u64::from(step) * SECOND });
        }
        assert!((window.drift() - 0.2).abs() < 0.002, "{}", window.drift());
        // 101 values of ±0.01 about a line with two parameters.
        assert!(
            (window.deviation() - 0.01 * (101.0_f64 / 99.0).sqrt()).abs() < 1e-4,
            "{}",
            window.deviation()
        );
    }

    #[test]
    fn old_readings_leave_and_a_gap_is_not_full() {
        let mut window = Window::new(100 * SECOND);
        for step in 0..=200_u64 {
            window.push(Sample { value: 1.0, at_ns: step * SECOND });
        }
        assert!(window.is_full(200 * SECOND));
        assert!(window.is_full(210 * SECOND));
        assert!(!window.is_full(211 * SECOND), "silence is not stability");
        assert_eq!(window.samples.len(), 101);
    }
}
