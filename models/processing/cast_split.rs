//! Descent and ascent told apart (Sea-Bird's *Split*).
//!
//! The descent ends with the deepest scan, the first of them where several are as deep; the ascent begins with the next.
//! With bad scans excluded it is the deepest scan not marked bad, as SBE Data Processing does it, even where that scan
//! lies on the way up. (`seabirdscientific` 3.1.1 looks for the deepest good scan before the turn for the descent and
//! after it for the ascent: 197 scans of a descent where the maker's file has 219.)

use super::bad_flag::{BadScans, is_bad};
use super::error::{ProcessingError, one_per_scan};
use std::ops::Range;

/// Scans of one cast. Every scan is in one of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cast {
    /// On the way down, the deepest scan included.
    pub descent: Range<usize>,
    /// On the way up.
    pub ascent: Range<usize>,
}

/// Splits by pressure or depth, in any unit. `flags` is the flag column; pass it whatever becomes of bad scans. A
/// column without any usable scan is all descent.
///
/// ```
/// use hadal_models::processing::{BadScans, split_cast};
///
/// let cast = split_cast(&[1.0, 5.0, 9.0, 4.0], &[0.0; 4], BadScans::Exclude)?;
/// assert_eq!((cast.descent, cast.ascent), (0..3, 3..4));
/// # Ok::<(), hadal_models::processing::ProcessingError>(())
/// ```
///
/// # Errors
/// Columns of unequal length.
pub fn split_cast(depth: &[f64], flags: &[f64], bad_scans: BadScans) -> Result<Cast, ProcessingError> {
    one_per_scan("flag", flags, depth.len())?;
    let usable = depth.iter().zip(flags).enumerate();
    let usable = usable.filter(|(_, (depth, flag))| !is_bad(**depth) && bad_scans.take(**flag));
    let mut deepest: Option<(usize, f64)> = None;
    for (index, (&depth, _)) in usable {
        if deepest.is_none_or(|(_, so_far)| depth > so_far) {
            deepest = Some((index, depth));
        }
    }
    let turn = deepest.map_or(depth.len(), |(index, _)| index + 1);
    Ok(Cast { descent: 0..turn, ascent: turn..depth.len() })
}
