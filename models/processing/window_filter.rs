//! Filters over a window of scans: boxcar, cosine, triangle, Gaussian, median (Sea-Bird's *Window Filter*).
//!
//! With N scans in the window and n from −(N−1)/2 to (N−1)/2, the weights are 1 (boxcar), cos(nπ/(N+1)) (cosine),
//! 1 − |2n/(N+1)| (triangle) and exp(−(n − φ)² ln 2 (2Δt/h)²) (Gaussian of half width h, centre moved by φ = offset/Δt),
//! divided by their sum. The manual writes the Gaussian with the sample *rate*; the maker's program uses the interval,
//! and so do we. The first and last (N−1)/2 scans stay as they are.
//!
//! Bad values carry no weight and are replaced by the mean of the good ones around them, as are scans marked bad where
//! these are excluded; so does `seabirdscientific`, and no file of the maker's at hand shows it. A bad value with no good
//! one in its window, or too near an end, stays bad.

use super::bad_flag::{BAD_FLAG, BadScans, is_bad};
use super::error::{ProcessingError, above_zero, finite, one_per_scan};
use std::f64::consts::{LN_2, PI};

/// Shape of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Window {
    /// Equal weights.
    Boxcar,
    /// Half a wave of the cosine.
    Cosine,
    /// Weights falling linearly.
    Triangle,
    /// A Gaussian curve.
    Gaussian {
        /// Half width in seconds, above 0.
        half_width_s: f64,
        /// Offset of its centre in seconds, positive towards earlier scans.
        offset_s: f64,
    },
    /// The middle value; of an even number of good ones the mean of the two in the middle.
    Median,
}

/// A window of a stated length.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowFilter {
    /// Weights in the order of the scans; nothing for the median.
    weights: Option<Vec<f64>>,
    scans: usize,
}

impl WindowFilter {
    /// The longest window accepted, scans.
    pub const LONGEST: usize = 100_001;

    /// A window of an odd number of scans, with the time between scans in seconds.
    ///
    /// # Errors
    /// An even number of scans, none or more than [`Self::LONGEST`]; a half width or interval not above zero; an offset
    /// that is not finite or so large that no weight is left.
    pub fn new(shape: Window, scans: usize, sample_interval_s: f64) -> Result<Self, ProcessingError> {
        let interval = above_zero("the sample interval in seconds", sample_interval_s)?;
        if scans.is_multiple_of(2) || scans > Self::LONGEST {
            return Err(ProcessingError::Parameter {
                parameter: "scans in the window",
                value: scans as f64,
                accepted: "an odd number from 1 to 100,001",
            });
        }
        let places = (0..scans).map(|index| index as f64 - (scans / 2) as f64);
        let beyond = scans as f64 + 1.0;
        let weights: Option<Vec<f64>> = match shape {
            Window::Boxcar => Some(vec![1.0; scans]),
            Window::Cosine => Some(places.map(|n| libm::cos(n * PI / beyond)).collect()),
            Window::Triangle => Some(places.map(|n| 1.0 - (2.0 * n / beyond).abs()).collect()),
            Window::Gaussian { half_width_s, offset_s } => {
                let width = 2.0 * interval / above_zero("the half width in seconds", half_width_s)?;
                let phase = finite("the offset in seconds", offset_s)? / interval;
                // The scan n before the centre has the weight of +n, as in a convolution.
                let gaussian = |n: f64| libm::exp(-(n + phase) * (n + phase) * LN_2 * width * width);
                let weights: Vec<f64> = places.map(gaussian).collect();
                if weights.iter().sum::<f64>() < f64::MIN_POSITIVE {
                    return Err(ProcessingError::Parameter {
                        parameter: "the offset in seconds",
                        value: offset_s,
                        accepted: "an offset that leaves the curve within the window",
                    });
                }
                Some(weights)
            }
            Window::Median => None,
        };
        Ok(Self { weights, scans })
    }

    /// What the good values of a window come to.
    fn value(&self, window: &[Option<f64>]) -> Option<f64> {
        let Some(weights) = &self.weights else {
            return median(window.iter().flatten().copied().collect());
        };
        let (mut sum, mut weight_sum) = (0.0, 0.0);
        for (value, weight) in window.iter().zip(weights) {
            if let Some(value) = value {
                sum += weight * value;
                weight_sum += weight;
            }
        }
        (weight_sum > 0.0).then(|| sum / weight_sum)
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    if !values.len().is_multiple_of(2) {
        return Some(upper);
    }
    let lower = *values.get((values.len() / 2).checked_sub(1)?)?;
    Some(lower + (upper - lower) / 2.0)
}

/// The column, filtered; the length is kept. `flags` is the flag column.
///
/// ```
/// use hadal_models::processing::{BadScans, Window, WindowFilter, window_filter};
///
/// let filter = WindowFilter::new(Window::Median, 3, 0.25)?;
/// let smooth = window_filter(&[1.0, 9.0, 2.0, 3.0], &[0.0; 4], &filter, BadScans::Include)?;
/// assert_eq!(smooth, [1.0, 2.0, 3.0, 3.0]);
/// # Ok::<(), hadal_models::processing::ProcessingError>(())
/// ```
///
/// # Errors
/// Columns of unequal length.
pub fn window_filter(
    values: &[f64],
    flags: &[f64],
    filter: &WindowFilter,
    bad_scans: BadScans,
) -> Result<Vec<f64>, ProcessingError> {
    one_per_scan("flag", flags, values.len())?;
    let scans = values.iter().zip(flags);
    let good: Vec<Option<f64>> =
        scans.map(|(value, flag)| (!is_bad(*value) && bad_scans.take(*flag)).then_some(*value)).collect();
    let mut filtered = values.to_vec();
    let inner = filtered.iter_mut().skip(filter.scans / 2);
    for (value, window) in inner.zip(good.windows(filter.scans)) {
        *value = filter.value(window).unwrap_or(BAD_FLAG);
    }
    Ok(filtered)
}
