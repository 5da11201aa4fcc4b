//! The number that stands for a bad value in the maker's files, and what is done with scans so marked.

/// What Sea-Bird's files carry in place of a bad value, and in the flag column of a bad scan (`bad_flag` of a `.cnv`
/// header). A good scan has 0 in the flag column.
pub const BAD_FLAG: f64 = -9.99e-29;

/// Whether scans that the flag column marks as bad take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadScans {
    /// They take part like any other (`excl_bad_scans = no`).
    Include,
    /// They are passed over (`excl_bad_scans = yes`).
    Exclude,
}

/// Whether a value is bad: the maker's flag, NaN or an infinity.
///
/// ```
/// use hadal_models::processing::{BAD_FLAG, is_bad};
///
/// assert!(is_bad(BAD_FLAG) && is_bad(f64::NAN) && !is_bad(0.0));
/// ```
#[must_use]
pub fn is_bad(value: f64) -> bool {
    !value.is_finite() || value.to_bits() == BAD_FLAG.to_bits()
}

impl BadScans {
    /// Whether a scan with this flag takes part.
    pub(super) fn take(self, flag: f64) -> bool {
        self == Self::Include || !is_bad(flag)
    }
}
