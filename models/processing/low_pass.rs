//! First-order low-pass filter run forward and then backward, which leaves no shift in time (Sea-Bird's *Filter*).
//!
//! The bilinear transform of 1/(1 + τs): with A = 1/(1 + 2τ/Δt) and B = A(1 − 2τ/Δt),
//! y(i) = A(x(i) + x(i−1)) − B y(i−1). Twice through, the amplitude falls as 1/(1 + (2πfτ)²). Each pass begins as if
//! its first value had stood for ever, so a constant stays what it is.
//!
//! Across a bad value the filter goes on with the last good input; the bad value stays in its place. The maker does not
//! say what its program does there.

use super::bad_flag::is_bad;
use super::error::{ProcessingError, above_zero};

/// How strongly to smooth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LowPass {
    time_constant_s: f64,
    sample_interval_s: f64,
}

impl LowPass {
    /// Time constant τ and time between scans, both in seconds and above zero. The maker's usual τ is 0.15 s for the
    /// pressure of a 911plus, 0.5 s for temperature and conductivity and 1 s for pressure of a 19plus.
    ///
    /// # Errors
    /// A value that is not finite and above zero.
    pub fn new(time_constant_s: f64, sample_interval_s: f64) -> Result<Self, ProcessingError> {
        Ok(Self {
            time_constant_s: above_zero("the time constant in seconds", time_constant_s)?,
            sample_interval_s: above_zero("the sample interval in seconds", sample_interval_s)?,
        })
    }
}

/// The column, smoothed and not shifted; length and bad values are kept.
///
/// ```
/// use hadal_models::processing::{LowPass, low_pass};
///
/// let step = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
/// let smooth = low_pass(&step, LowPass::new(0.25, 0.25)?);
/// // A step seen from both sides: what the left lacks the right has.
/// assert!((smooth[2] + smooth[3] - 1.0).abs() < 0.02 && smooth[2] > 0.2);
/// # Ok::<(), hadal_models::processing::ProcessingError>(())
/// ```
#[must_use]
pub fn low_pass(values: &[f64], filter: LowPass) -> Vec<f64> {
    let twice = 2.0 * filter.time_constant_s / filter.sample_interval_s;
    let a = 1.0 / (1.0 + twice);
    let b = (1.0 - twice) / (1.0 + twice);
    let mut smooth = values.to_vec();
    one_way(smooth.iter_mut(), a, b);
    one_way(smooth.iter_mut().rev(), a, b);
    smooth
}

fn one_way<'a>(values: impl Iterator<Item = &'a mut f64>, a: f64, b: f64) {
    let mut state: Option<(f64, f64)> = None;
    for value in values {
        let good = !is_bad(*value);
        let (input_before, output_before) = match state {
            Some(state) => state,
            None if good => (*value, *value),
            None => continue,
        };
        let input = if good { *value } else { input_before };
        let output = a * (input + input_before) - b * output_before;
        state = Some((input, output));
        if good {
            *value = output;
        }
    }
}
