//! Slope in time of an SBE 43's voltage, for the tau correction (Sea-Bird's application note 64).
//!
//! dV/dt of the term τ(T, P) dV/dt is the slope of a straight line through the voltages of a window centred on the
//! scan, as the maker's Derive takes it (its Data Conversion and Seasave look backward only). Where the window would reach
//! beyond the column the slope is 0, so that nothing is corrected there.

use super::bad_flag::is_bad;
use super::error::{ProcessingError, above_zero, whole_intervals};

/// The window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VoltageSlope {
    window_s: f64,
    sample_interval_s: f64,
}

impl VoltageSlope {
    /// Width of the window (2 s is usual) and time between scans, in seconds. The window has as many whole scans on
    /// either side of its centre as half the width holds.
    ///
    /// # Errors
    /// A value that is not finite and above zero.
    pub fn new(window_s: f64, sample_interval_s: f64) -> Result<Self, ProcessingError> {
        Ok(Self {
            window_s: above_zero("the window in seconds", window_s)?,
            sample_interval_s: above_zero("the sample interval in seconds", sample_interval_s)?,
        })
    }
}

/// dV/dt in volts per second, one per scan. Bad voltages of a window are left out of its line; a line through fewer than
/// two scans has slope 0.
///
/// ```
/// use hadal_models::processing::{VoltageSlope, voltage_slope};
///
/// let slope = voltage_slope(&[1.0, 1.5, 2.0, 2.5, 3.0], VoltageSlope::new(0.5, 0.25)?);
/// assert_eq!(slope, [0.0, 2.0, 2.0, 2.0, 0.0]);
/// # Ok::<(), hadal_models::processing::ProcessingError>(())
/// ```
#[must_use]
pub fn voltage_slope(voltage_v: &[f64], window: VoltageSlope) -> Vec<f64> {
    let side = whole_intervals(window.window_s / 2.0, window.sample_interval_s, voltage_v.len());
    let mut slopes = vec![0.0; voltage_v.len()];
    if side == 0 {
        return slopes;
    }
    let windows = voltage_v.windows(2 * side + 1);
    for (slope, voltages) in slopes.iter_mut().skip(side).zip(windows) {
        *slope = line_slope(voltages) / window.sample_interval_s;
    }
    slopes
}

/// Slope of the least-squares line through good values, per scan.
fn line_slope(voltages: &[f64]) -> f64 {
    let good = || voltages.iter().enumerate().filter(|(_, v)| !is_bad(**v)).map(|(i, v)| (i as f64, *v));
    let (mut count, mut sum_x, mut sum_y) = (0.0, 0.0, 0.0);
    for (x, y) in good() {
        count += 1.0;
        sum_x += x;
        sum_y += y;
    }
    if count < 2.0 {
        return 0.0;
    }
    let (mean_x, mean_y) = (sum_x / count, sum_y / count);
    let (mut xx, mut xy) = (0.0, 0.0);
    for (x, y) in good() {
        xx += (x - mean_x) * (x - mean_x);
        xy += (x - mean_x) * (y - mean_y);
    }
    xy / xx
}
