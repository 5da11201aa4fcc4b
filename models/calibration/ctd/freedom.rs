//! Which coefficients the points can tell: a short procedure frees fewer.

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
