//! Outliers marked as bad (Sea-Bird's *Wild Edit*).
//!
//! A column is taken in blocks. In each, mean and standard deviation are found twice: first of all scans, then without
//! those that were at least `first_pass` deviations from the first mean. What lies more than `second_pass` of the
//! second deviations and more than `keep_within` from the second mean is marked. The last, shorter block borrows the
//! scans before it for its statistics.
//!
//! A block without any spread marks nothing: its first pass leaves no scan to judge by.

use super::bad_flag::{BAD_FLAG, BadScans, is_bad};
use super::error::{ProcessingError, one_per_scan, zero_or_above};

/// What counts as an outlier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WildEdit {
    first_pass: f64,
    second_pass: f64,
    keep_within: f64,
    scans_per_block: usize,
    bad_scans: BadScans,
}

impl WildEdit {
    /// Standard deviations of the first and second pass (the maker's 2 and 20), distance from the mean within which
    /// nothing is marked (unit of the column; 0 for none), scans per block (100; at least 2), and whether scans already
    /// marked take part in the statistics.
    ///
    /// # Errors
    /// A negative number or one that is not finite; a block of fewer than two scans.
    pub fn new(
        first_pass: f64,
        second_pass: f64,
        keep_within: f64,
        scans_per_block: usize,
        bad_scans: BadScans,
    ) -> Result<Self, ProcessingError> {
        if scans_per_block < 2 {
            return Err(ProcessingError::Parameter {
                parameter: "scans per block",
                value: scans_per_block as f64,
                accepted: "2 or more",
            });
        }
        Ok(Self {
            first_pass: zero_or_above("standard deviations of the first pass", first_pass)?,
            second_pass: zero_or_above("standard deviations of the second pass", second_pass)?,
            keep_within: zero_or_above("the distance to keep within", keep_within)?,
            scans_per_block,
            bad_scans,
        })
    }
}

/// The column with [`BAD_FLAG`] in place of outliers; `flags` is the flag column.
///
/// ```
/// use hadal_models::processing::{BAD_FLAG, BadScans, WildEdit, wild_edit};
///
/// let mut values: Vec<f64> = (0..100).map(|i| f64::from(i % 7)).collect();
/// values[40] = 1000.0;
/// let edited = wild_edit(&values, &[0.0; 100], WildEdit::new(2.0, 20.0, 0.0, 100, BadScans::Exclude)?)?;
/// assert_eq!((edited[40], edited[41]), (BAD_FLAG, values[41]));
/// # Ok::<(), hadal_models::processing::ProcessingError>(())
/// ```
///
/// # Errors
/// Columns of unequal length.
pub fn wild_edit(values: &[f64], flags: &[f64], edit: WildEdit) -> Result<Vec<f64>, ProcessingError> {
    one_per_scan("flag", flags, values.len())?;
    let mut edited = values.to_vec();
    let size = edit.scans_per_block;
    for (block, targets) in edited.chunks_mut(size).enumerate() {
        let end = block * size + targets.len();
        let start = end.saturating_sub(size);
        let scans = values.iter().zip(flags).skip(start).take(end - start);
        let judged: Vec<f64> =
            scans.filter(|(v, f)| !is_bad(**v) && edit.bad_scans.take(**f)).map(|(v, _)| *v).collect();
        let Some((mean, deviation)) = mean_and_deviation(judged.iter()) else { continue };
        let near = judged.iter().filter(|value| (**value - mean).abs() < edit.first_pass * deviation);
        let Some((mean, deviation)) = mean_and_deviation(near) else { continue };
        for value in targets.iter_mut().filter(|value| !is_bad(**value)) {
            let distance = (*value - mean).abs();
            if distance > edit.second_pass * deviation && distance > edit.keep_within {
                *value = BAD_FLAG;
            }
        }
    }
    Ok(edited)
}

/// Mean and sample standard deviation; nothing for fewer than two values.
fn mean_and_deviation<'a>(values: impl Iterator<Item = &'a f64> + Clone) -> Option<(f64, f64)> {
    let (count, sum) = values.clone().fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    if count < 2.0 {
        return None;
    }
    let mean: f64 = sum / count;
    let squares: f64 = values.map(|value| (value - mean) * (value - mean)).sum();
    Some((mean, (squares / (count - 1.0)).sqrt()))
}
