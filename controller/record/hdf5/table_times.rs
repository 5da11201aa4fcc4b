//! What the UTC columns of tables say about the whole: when it begins and ends, as ACDD-1.3 states it.
//!
//! No clock is asked: the same tables state the same times.

use super::Table;
use super::attributes::utc;
use jiff::Timestamp;

/// The unit of a UTC column before its epoch.
const SINCE: &str = "seconds since ";

/// First and last instant of all UTC columns; none where there is no such column or it has no value.
pub(super) fn coverage(tables: &[Table]) -> Option<(String, String)> {
    let instants = tables.iter().flat_map(|table| &table.columns).filter_map(|column| {
        let epoch: Timestamp = column.unit.strip_prefix(SINCE)?.parse().ok()?;
        let epoch = i64::try_from(epoch.as_nanosecond()).ok()?;
        let finite = || column.values.iter().copied().filter(|value| value.is_finite());
        let (first, last) = (finite().reduce(f64::min)?, finite().reduce(f64::max)?);
        Some((after(epoch, first), after(epoch, last)))
    });
    let (first, last) = instants.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))?;
    Some((utc(first), utc(last)))
}

/// An instant `seconds` after another, to the nearest nanosecond, within the range of the type.
#[expect(clippy::cast_possible_truncation, reason = "a float too large saturates, which is what is wanted")]
fn after(epoch_utc_ns: i64, seconds: f64) -> i64 {
    epoch_utc_ns.saturating_add((seconds * 1e9).round() as i64)
}
