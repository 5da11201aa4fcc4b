//! Ranges and ticks of a plot's axis: round numbers that hold the data.

use std::ops::Range;

/// The span of an axis and the distance of its ticks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Axis {
    /// From the first tick's place to the last's.
    pub(super) range: Range<f64>,
    /// Number of ticks, ends included.
    pub(super) ticks: usize,
    /// Digits after the decimal point that tell ticks apart.
    pub(super) decimals: usize,
}

impl Axis {
    /// The tightest axis with round ticks that holds all `values`; about `wanted` ticks.
    pub(super) fn around(values: impl Iterator<Item = f64>, wanted: usize) -> Self {
        let (low, high) = extent(values);
        let step = round_step((high - low) / as_f64(wanted.max(2) - 1));
        let first = (low / step).floor();
        let last = (high / step).ceil().max(first + 1.0);
        Self { range: first * step..last * step, ticks: count(last - first) + 1, decimals: decimals(step) }
    }

    /// As [`Axis::around`], with zero in the middle.
    pub(super) fn symmetric(values: impl Iterator<Item = f64>, wanted: usize) -> Self {
        let largest = values.filter(|value| value.is_finite()).fold(0.0, |most: f64, v| most.max(v.abs()));
        let largest = if largest > 0.0 { largest } else { 1.0 };
        Self::around([-largest, largest].into_iter(), wanted)
    }

    /// A tick's label.
    pub(super) fn label(&self, value: f64) -> String {
        let text = format!("{value:.*}", self.decimals);
        let zero = text.trim_start_matches('-').chars().all(|c| c == '0' || c == '.');
        if zero { text.trim_start_matches('-').to_owned() } else { text.replace('-', "\u{2212}") }
    }
}

fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    match (low <= high, high - low > 1e-12 * (1.0 + high.abs())) {
        (true, true) => (low, high),
        (true, false) => (low - 0.5, high + 0.5),
        (false, _) => (0.0, 1.0),
    }
}

/// The smallest of 1, 2, 2.5 and 5 times a power of ten that is not less than `rough`.
fn round_step(rough: f64) -> f64 {
    let decade = libm::pow(10.0, libm::log10(rough).floor());
    let times = [1.0, 2.0, 2.5, 5.0].into_iter().find(|times| times * decade >= rough * (1.0 - 1e-9));
    times.unwrap_or(10.0) * decade
}

fn decimals(step: f64) -> usize {
    (0..12)
        .find(|&digits| {
            let scaled = step * libm::pow(10.0, as_f64(digits));
            (scaled - scaled.round()).abs() < 1e-6 * scaled
        })
        .unwrap_or(12)
}

#[expect(clippy::cast_precision_loss, reason = "a handful of ticks")]
const fn as_f64(count: usize) -> f64 {
    count as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a handful of ticks, positive and whole"
)]
const fn count(ticks: f64) -> usize {
    ticks as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_the_data() {
        let axis = Axis::around([0.3, 114.8].into_iter(), 6);
        assert_eq!(axis.range, 0.0..125.0);
        assert_eq!((axis.ticks, axis.decimals), (6, 0));
    }

    #[test]
    fn an_axis_about_zero_is_symmetric() {
        let axis = Axis::symmetric([0.2, -0.71].into_iter(), 5);
        assert_eq!(axis.range.start.to_bits(), (-axis.range.end).to_bits());
        assert!(axis.range.end >= 0.71 && axis.range.end <= 1.0);
    }

    #[test]
    fn a_single_value_or_none_still_makes_an_axis() {
        assert!(Axis::around([4.0].into_iter(), 5).range.contains(&4.0));
        assert!(Axis::around(std::iter::empty(), 5).ticks >= 2);
    }

    #[test]
    fn minus_zero_is_not_written() {
        let axis = Axis { range: -1.0..1.0, ticks: 3, decimals: 1 };
        assert_eq!(axis.label(-0.0), "0.0");
        assert_eq!(axis.label(-0.5), "\u{2212}0.5");
    }
}
