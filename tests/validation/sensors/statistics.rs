//! How drawn units are compared with few, or with many, published ones.

/// Values in order; one that is no number fails every comparison.
pub(super) fn sorted(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The value below which a share of sorted ones lies.
pub(super) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = (0..sorted.len()).rev().find(|index| *index as f64 <= place).unwrap();
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Share of values that are so.
pub(super) fn share(values: &[f64], so: impl Fn(f64) -> bool) -> f64 {
    values.iter().filter(|value| so(**value)).count() as f64 / values.len() as f64
}

/// Whether one published unit can be one of the drawn: it lies within their central 98 %.
pub(super) fn holds(sorted: &[f64], published: f64) -> bool {
    (quantile(sorted, 0.01)..=quantile(sorted, 0.99)).contains(&published)
}

/// Whether `count` of `of` is in the central 99 % of a binomial distribution with this share.
pub(super) fn binomial_99(count: u32, of: u32, share: f64) -> bool {
    let probability = |k: u32| {
        let choose = libm::lgamma(f64::from(of + 1))
            - libm::lgamma(f64::from(k + 1))
            - libm::lgamma(f64::from(of - k + 1));
        let (yes, no) = (f64::from(k), f64::from(of - k));
        let power = |base: f64, times: f64| if times > 0.0 { times * libm::log(base) } else { 0.0 };
        libm::exp(choose + power(share, yes) + power(1.0 - share, no))
    };
    let at_most: f64 = (0..=count).map(probability).sum();
    let at_least: f64 = (count..=of).map(probability).sum();
    at_most >= 0.005 && at_least >= 0.005
}

/// Whether a published quantile can be that of the drawn values: as many of them below as chance allows, 99 %.
pub(super) fn is_quantile(sorted: &[f64], published: f64, share: f64) -> bool {
    let below = sorted.iter().filter(|value| **value < published).count();
    binomial_99(u32::try_from(below).unwrap(), u32::try_from(sorted.len()).unwrap(), share)
}

#[test]
fn the_outermost_hundredths_do_not_hold_a_unit() {
    let drawn: Vec<f64> = (0..=1_000).map(f64::from).collect();
    assert!(holds(&drawn, 10.0) && !holds(&drawn, 9.0) && holds(&drawn, 990.0) && !holds(&drawn, 991.0));
}

#[test]
fn chance_is_neither_too_kind_nor_too_strict() {
    // Clopper and Pearson's limits for 8 of 11, 99 %: 0.307 and 0.967.
    assert!(binomial_99(8, 11, 0.31) && !binomial_99(8, 11, 0.30));
    assert!(binomial_99(8, 11, 0.96) && !binomial_99(8, 11, 0.97));
    assert!(binomial_99(11, 11, 1.0) && !binomial_99(10, 11, 1.0));
    // What the page says of few units: 2 of 2 pass above 7.1 %, 6 of 6 above 41 %.
    assert!(binomial_99(2, 2, 0.071) && !binomial_99(2, 2, 0.070));
    assert!(binomial_99(6, 6, 0.414) && !binomial_99(6, 6, 0.413));
    // 3 of 11 from 3.4 to 69 %, 1 of 100 up to 7.1 %.
    assert!(binomial_99(3, 11, 0.034) && !binomial_99(3, 11, 0.033));
    assert!(binomial_99(3, 11, 0.69) && !binomial_99(3, 11, 0.70));
    assert!(binomial_99(1, 100, 0.071) && !binomial_99(1, 100, 0.072));
    // Of 1,000 at 5 % the central 99 % run from 33 to 69.
    assert!(binomial_99(33, 1_000, 0.05) && !binomial_99(31, 1_000, 0.05));
}
