//! One column advanced in time against the others (Sea-Bird's *Align CTD*).
//!
//! A sensor behind a pump's tubing, or a slow one, sees a parcel of water late by `advance_s`. Its value for scan i is
//! the one measured that much later, interpolated linearly between the two scans around that moment. What would lie
//! before the first or after the last scan becomes [`BAD_FLAG`], and so does a value between two scans one of which is
//! bad (`seabirdscientific` 3.1.1 interpolates towards the flag as if it were a measured zero).

use super::bad_flag::{BAD_FLAG, is_bad};
use super::error::{ProcessingError, above_zero, finite};

/// By how much to advance a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Align {
    advance_s: f64,
    sample_interval_s: f64,
}

impl Align {
    /// Advance in seconds (negative delays) and time between scans. Usual: 0.073 s for the conductivity of a 911plus
    /// where the deck unit has not done it, 0.5 s for the temperature of a 19plus, 2 to 5 s for oxygen.
    ///
    /// # Errors
    /// An advance that is not finite; an interval that is not finite and above zero.
    pub fn new(advance_s: f64, sample_interval_s: f64) -> Result<Self, ProcessingError> {
        Ok(Self {
            advance_s: finite("the advance in seconds", advance_s)?,
            sample_interval_s: above_zero("the sample interval in seconds", sample_interval_s)?,
        })
    }
}

/// The column as it would stand had its sensor been that much faster; the length is kept.
///
/// ```
/// use hadal_models::processing::{Align, BAD_FLAG, align};
///
/// let advanced = align(&[0.0, 15.0, 30.0, 45.0], Align::new(10.0, 15.0)?);
/// assert_eq!(advanced, [10.0, 25.0, 40.0, BAD_FLAG]);
/// # Ok::<(), hadal_models::processing::ProcessingError>(())
/// ```
#[must_use]
pub fn align(values: &[f64], parameters: Align) -> Vec<f64> {
    /// A shift this near to a whole number of scans is one.
    const ROUND_OFF: f64 = 1e-9;
    let shift = parameters.advance_s / parameters.sample_interval_s;
    // Also where the quotient is infinite: nothing of the column is left in sight.
    if shift.abs() >= values.len() as f64 {
        return vec![BAD_FLAG; values.len()];
    }
    let nearest = libm::round(shift);
    let (whole, fraction) = if (shift - nearest).abs() < ROUND_OFF {
        (nearest, 0.0)
    } else {
        (libm::floor(shift), shift - libm::floor(shift))
    };
    #[expect(clippy::cast_possible_truncation, reason = "smaller than the length of a slice")]
    let whole = whole as isize;
    let good = |index: Option<usize>| index.and_then(|i| values.get(i)).filter(|value| !is_bad(**value));
    let shifted = |index: usize| {
        let before = index.checked_add_signed(whole);
        if fraction > 0.0 {
            let (first, second) = (good(before)?, good(index.checked_add_signed(whole + 1))?);
            return Some(first + fraction * (second - first));
        }
        good(before).copied()
    };
    (0..values.len()).map(|index| shifted(index).unwrap_or(BAD_FLAG)).collect()
}
