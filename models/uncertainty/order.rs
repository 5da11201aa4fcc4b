//! Ordered values of an output: coverage intervals from the tails alone (JCGM 101:2008, 7.7).
//!
//! The ends of an interval with probability p lie among the lowest and the highest (1 − p) M of M values. Only those are kept,
//! chosen by limits that a first batch of trials gives: what lies between is counted. The order statistics are exact; a tenth
//! of the values is sorted and held for 95 %.

/// The tails of one output, each in ascending order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tails {
    pub(super) low: Vec<f64>,
    pub(super) high: Vec<f64>,
}

impl Tails {
    /// Values up to the first limit, and those from the second on; sorted.
    pub(super) fn choose(values: &[f64], [low, high]: [f64; 2]) -> Self {
        let mut tails = Self::default();
        for value in values {
            if *value <= low {
                tails.low.push(*value);
            } else if *value >= high {
                tails.high.push(*value);
            }
        }
        tails.low.sort_unstable_by(f64::total_cmp);
        tails.high.sort_unstable_by(f64::total_cmp);
        tails
    }

    /// Adds the tails of other trials; [`Self::order`] sorts again.
    pub(super) fn append(&mut self, other: &Self) {
        self.low.extend_from_slice(&other.low);
        self.high.extend_from_slice(&other.high);
    }

    /// Sorts what was appended: the stable sort finds the runs that are sorted already.
    pub(super) fn order(&mut self) {
        self.low.sort_by(f64::total_cmp);
        self.high.sort_by(f64::total_cmp);
    }

    /// The value in place `rank`, from 1, among `trials`, if it was kept.
    fn at(&self, rank: usize, trials: usize) -> Option<f64> {
        match self.low.get(rank.checked_sub(1)?) {
            Some(value) => Some(*value),
            None => self.high.get(self.high.len().checked_sub(trials.checked_sub(rank)? + 1)?).copied(),
        }
    }

    /// The probabilistically symmetric interval (7.7.2), if its ends were kept.
    pub(super) fn symmetric(&self, trials: usize, coverage: f64) -> Option<[f64; 2]> {
        let inside = inside(trials, coverage);
        let rank = (trials - inside).div_ceil(2).max(1);
        Some([self.at(rank, trials)?, self.at(rank + inside, trials)?])
    }

    /// The shortest interval (7.7.4, 5.3.4), if all ends it could have were kept; of several the first.
    pub(super) fn shortest(&self, trials: usize, coverage: f64) -> Option<[f64; 2]> {
        let inside = inside(trials, coverage);
        let mut best: Option<[f64; 2]> = None;
        for rank in 1..=trials - inside {
            let ends = [self.at(rank, trials)?, self.at(rank + inside, trials)?];
            if best.is_none_or(|best| ends[1] - ends[0] < best[1] - best[0]) {
                best = Some(ends);
            }
        }
        best
    }

    /// The value that a share `coverage` of the trials does not exceed, if it was kept.
    pub(super) fn quantile(&self, trials: usize, coverage: f64) -> Option<f64> {
        self.at(inside(trials, coverage).max(1), trials)
    }
}

/// How many of so many trials an interval spans: pM, rounded, and not all.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count")]
#[expect(clippy::cast_precision_loss, reason = "a count of trials is far below 2⁵³")]
fn inside(trials: usize, coverage: f64) -> usize {
    ((coverage * trials as f64 + 0.5) as usize).min(trials.saturating_sub(1))
}

/// Limits that keep the tails of the whole run, judged from one batch: a share 1 − p with six standard errors of room, `room`
/// times as wide where that was not enough. Where the tails meet, everything is kept.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count")]
#[expect(clippy::cast_precision_loss, reason = "a count of trials is far below 2⁵³")]
pub(super) fn limits(batch: &[f64], coverage: f64, room: f64) -> [f64; 2] {
    let (count, outside) = (batch.len() as f64, 1.0 - coverage);
    let kept = room * (outside * count + 6.0 * (outside * count).sqrt() + 1.0);
    if kept >= 0.5 * count {
        return [f64::INFINITY, f64::INFINITY];
    }
    let mut sorted = batch.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let kept = kept as usize;
    [sorted[kept], sorted[sorted.len() - 1 - kept]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(values: &[f64]) -> Tails {
        Tails::choose(values, [f64::INFINITY; 2])
    }

    /// JCGM 101, 7.7.2 note: for M = 100 and p = 95 %, q = 95 and r = 3 (from M − q = 5, odd); worked by hand.
    #[test]
    fn intervals_are_those_of_the_ordered_values() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(all(&values).symmetric(100, 0.95), Some([3.0, 98.0]));
        let skewed: Vec<f64> = (1..=100).map(|n| f64::from(n * n)).collect();
        assert_eq!(all(&skewed).shortest(100, 0.95), Some([1.0, 96.0 * 96.0]));
        assert_eq!(all(&values).quantile(100, 0.95), Some(95.0));
        assert_eq!(all(&[2.0; 50]).shortest(50, 0.95), Some([2.0, 2.0]));
    }

    proptest! {
        #[test]
        fn tails_give_what_all_values_give(
            values in proptest::collection::vec(-5.0f64..5.0, 400..900), coverage in 0.5f64..0.99, parts in 1usize..5,
        ) {
            let limits = limits(&values[..300], coverage, 1.0);
            let mut tails = Tails::default();
            values.chunks(values.len().div_ceil(parts)).for_each(|part| tails.append(&Tails::choose(part, limits)));
            tails.order();
            let whole = all(&values);
            for (tails, whole) in [
                (tails.symmetric(values.len(), coverage), whole.symmetric(values.len(), coverage)),
                (tails.shortest(values.len(), coverage), whole.shortest(values.len(), coverage)),
            ] {
                prop_assert!(tails.is_none() || tails == whole);
            }
        }
    }
}
