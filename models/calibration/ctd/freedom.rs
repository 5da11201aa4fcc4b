//! Which coefficients the points can tell: a short procedure frees fewer, and one that is too short frees none.

use super::evidence::CalibrationError;
use super::held::HeldByName;

/// Number of different levels among values: values nearer than `gap` to the next lower one are the same level.
pub(super) fn levels(values: &[f64], gap: f64) -> usize {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    match sorted.is_empty() {
        true => 0,
        false => 1 + sorted.windows(2).filter(|pair| pair[1] - pair[0] > gap).count(),
    }
}

/// Of the terms in rising order, those beyond what `levels` levels can tell: one level tells one term. An empty name
/// stands for a term that belongs to another part of the equation.
pub(super) fn beyond<'a>(
    terms: &'a [&'static str],
    levels: usize,
) -> impl Iterator<Item = &'static str> + use<'a> {
    terms.iter().skip(levels).copied().filter(|name| !name.is_empty())
}

/// Refuses points at so few levels that a coefficient without which the equation says nothing (an offset, a slope)
/// would have to be made up. `terms` are in rising order: one level tells one of them.
pub(super) fn demand(
    quantity: &'static str,
    terms: &[&'static str],
    given: &HeldByName,
    (found, levels): (usize, &'static str),
) -> Result<(), CalibrationError> {
    let untold = terms.iter().zip(1..).find(|(name, needed)| found < *needed && !given.contains_key(**name));
    untold.map_or(Ok(()), |(coefficient, needed)| {
        Err(CalibrationError::Essential { quantity, coefficient, levels, found, needed })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_in_a_clump_are_one_level() {
        assert_eq!(levels(&[], 0.5), 0);
        assert_eq!(levels(&[2.1, 2.0, 15.0, 1.9, 15.2], 0.5), 2);
        assert_eq!(beyond(&["a0", "a1", "a2"], 2).collect::<Vec<_>>(), ["a2"]);
        assert_eq!(beyond(&["", "p"], 0).collect::<Vec<_>>(), ["p"]);
        assert_eq!(beyond(&["a0"], 5).count(), 0);
    }
}
