//! Probabilities and quantiles of the normal, Student's, the chi-squared, Fisher's and the beta distribution.

use std::f64::consts::{PI, SQRT_2};

/// Degrees of freedom from which Student's quantiles are a series about normal ones.
const MANY: f64 = 1e4;

/// Probability that a standard normal quantity is below `x`.
pub fn normal_probability(x: f64) -> f64 {
    0.5 * libm::erfc(-x / SQRT_2)
}

/// Density of the standard normal distribution.
pub fn normal_density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x) / (2.0 * PI).sqrt()
}

/// The value below which a standard normal quantity lies with `probability`; NaN outside 0 to 1.
pub fn normal_quantile(probability: f64) -> f64 {
    let below = probability.min(1.0 - probability);
    if below.is_nan() || below < 0.0 {
        return f64::NAN;
    }
    if below == 0.0 {
        return if probability > 0.5 { f64::INFINITY } else { f64::NEG_INFINITY };
    }
    // Abramowitz and Stegun 26.2.23 (error below 5e-4), then Halley's steps to the last digits.
    let t = (-2.0 * libm::log(below)).sqrt();
    let numerator = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let denominator = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut x = numerator / denominator - t;
    for _ in 0..2 {
        let newton = (normal_probability(x) - below) / normal_density(x);
        x -= newton / (1.0 + 0.5 * x * newton);
    }
    if probability > 0.5 { -x } else { x }
}

/// The value below which Student's t with these degrees of freedom lies with `probability`; NaN outside 0 to 1 or without
/// positive degrees of freedom. Infinite degrees of freedom give the normal quantile.
pub fn student_quantile(probability: f64, degrees_of_freedom: f64) -> f64 {
    let freedom = degrees_of_freedom;
    let above = probability.min(1.0 - probability);
    if freedom.is_nan() || freedom <= 0.0 || above.is_nan() || above < 0.0 {
        return f64::NAN;
    }
    let z = normal_quantile(probability);
    if z.is_infinite() || freedom.is_infinite() || above >= 0.5 {
        return z;
    }
    if freedom > MANY {
        return many_degrees(z, freedom);
    }
    let tail = |t: f64| {
        let shares = [freedom / (freedom + t * t), t * t / (freedom + t * t)];
        0.5 * incomplete_beta([0.5 * freedom, 0.5], shares)
    };
    let (mut low, mut high) = (0.0, 1.0);
    while tail(high) > above && high < 1e300 {
        low = high;
        high *= 2.0;
    }
    let scale = libm::lgamma(0.5 * (freedom + 1.0)) - libm::lgamma(0.5 * freedom);
    let mut t = many_degrees(z.abs(), freedom).clamp(low, high);
    // Newton's steps inside a bracket that halves when they leave it.
    for _ in 0..200 {
        let excess = tail(t) - above;
        if excess > 0.0 {
            low = t
        } else {
            high = t
        }
        let density =
            libm::exp(scale - 0.5 * (freedom + 1.0) * libm::log1p(t * t / freedom)) / (PI * freedom).sqrt();
        let step = excess / density;
        let next = if (low..=high).contains(&(t + step)) { t + step } else { 0.5 * (low + high) };
        if (next - t).abs() <= 1e-15 * t.abs() || high - low <= 1e-15 * high {
            t = next;
            break;
        }
        t = next;
    }
    t.copysign(z)
}

/// Abramowitz and Stegun 26.7.5: Student's quantile as a series in the reciprocal of the degrees of freedom.
fn many_degrees(z: f64, freedom: f64) -> f64 {
    let square = z * z;
    let first = (square + 1.0) / 4.0;
    let second = ((5.0 * square + 16.0) * square + 3.0) / 96.0;
    let third = (((3.0 * square + 19.0) * square + 17.0) * square - 15.0) / 384.0;
    z * (1.0 + (first + (second + third / freedom) / freedom) / freedom)
}

/// Regularised incomplete beta function of x, given x and 1 − x: Lentz's continued fraction (DLMF 8.17.22).
fn incomplete_beta([a, b]: [f64; 2], [x, rest]: [f64; 2]) -> f64 {
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta([b, a], [rest, x]);
    }
    if x <= 0.0 {
        return 0.0;
    }
    const TINY: f64 = 1e-300;
    let away = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for term in 1..20_000_u32 {
        let m = f64::from(term);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = fraction;
        for numerator in [even, odd] {
            d = 1.0 / away(1.0 + numerator * d);
            c = away(1.0 + numerator / c);
            fraction *= c * d;
        }
        if (fraction - before).abs() <= f64::EPSILON * fraction.abs() {
            break;
        }
    }
    let logarithm =
        libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log(rest);
    libm::exp(logarithm) * fraction / a
}

/// The value below which chi-squared with these degrees of freedom lies with `probability`; NaN outside 0 to 1, and for more
/// than ten thousand degrees of freedom.
pub fn chi_squared_quantile(probability: f64, degrees_of_freedom: f64) -> f64 {
    let known = degrees_of_freedom > 0.0 && degrees_of_freedom <= MANY;
    if !((0.0..1.0).contains(&probability) && known) {
        return f64::NAN;
    }
    let (mut low, mut high) = (0.0, degrees_of_freedom.max(1.0));
    while chi_squared_probability(high, degrees_of_freedom) < probability && high < 1e5 {
        high *= 2.0;
    }
    while high - low > 1e-14 * high {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if chi_squared_probability(middle, degrees_of_freedom) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Probability that chi-squared is below `x`: the series of the lower incomplete gamma function (DLMF 8.11.4).
fn chi_squared_probability(x: f64, degrees_of_freedom: f64) -> f64 {
    let (a, half) = (0.5 * degrees_of_freedom, 0.5 * x);
    let (mut term, mut sum, mut n) = (1.0, 1.0, a);
    while term > f64::EPSILON * sum {
        n += 1.0;
        term *= half / n;
        sum += term;
    }
    libm::exp(a * libm::log(half) - half - libm::lgamma(a + 1.0)) * sum
}

/// Probability that Student's t with these degrees of freedom is farther from zero than `t`, to either side; NaN without
/// positive degrees of freedom. Infinite degrees of freedom are those of a normal quantity.
pub fn student_two_sided(t: f64, degrees_of_freedom: f64) -> f64 {
    if degrees_of_freedom.is_infinite() {
        return libm::erfc(t.abs() / SQRT_2);
    }
    fisher_beyond(t * t, [1.0, degrees_of_freedom])
}

/// Probability that Fisher's F with these degrees of freedom, of numerator and denominator, is above `ratio`; NaN for a
/// negative ratio and without positive degrees of freedom.
pub fn fisher_beyond(ratio: f64, [numerator, denominator]: [f64; 2]) -> f64 {
    if ratio == f64::INFINITY {
        return 0.0;
    }
    let total = denominator + numerator * ratio;
    beta_probability([0.5 * denominator, 0.5 * numerator], [denominator / total, numerator * ratio / total])
}

/// Probability that a beta quantity with these shapes is below x, given x and 1 − x; NaN outside 0 to 1 and without positive
/// shapes.
pub fn beta_probability([a, b]: [f64; 2], [x, rest]: [f64; 2]) -> f64 {
    let known = a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite() && x >= 0.0 && rest >= 0.0;
    if known { incomplete_beta([a, b], [x, rest]) } else { f64::NAN }
}

/// Probability that chi-squared with these degrees of freedom is above `x`, to 1e-15; NaN for a negative x and without
/// positive degrees of freedom.
pub fn chi_squared_beyond(x: f64, degrees_of_freedom: f64) -> f64 {
    if !(x >= 0.0 && degrees_of_freedom > 0.0) {
        return f64::NAN;
    }
    // Wilson and Hilferty (1931), for what is too far out for the series and for many degrees of freedom.
    let ninth = 2.0 / (9.0 * degrees_of_freedom);
    let normal = (libm::cbrt(x / degrees_of_freedom) - (1.0 - ninth)) / ninth.sqrt();
    if normal > 8.0 || degrees_of_freedom > MANY {
        return normal_probability(-normal);
    }
    if x > 0.0 { (1.0 - chi_squared_probability(x, degrees_of_freedom)).clamp(0.0, 1.0) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Abramowitz and Stegun, tables 26.8 and 26.10 and the text before them; all to their last printed digit.
    #[test]
    fn val_quantiles_are_those_of_the_printed_tables() {
        for (ours, theirs, digit) in [
            (normal_quantile(0.975), 1.959_964, 1e-6),
            (normal_quantile(0.995), 2.575_829, 1e-6),
            (student_quantile(0.975, 1.0), 12.706, 1e-3),
            (student_quantile(0.975, 9.0), 2.262, 1e-3),
            (student_quantile(0.995, 16.0), 2.921, 1e-3),
            (student_quantile(0.95, 3.0), 2.353, 1e-3),
            (student_quantile(0.975, 120.0), 1.980, 1e-3),
            (chi_squared_quantile(0.95, 1.0), 3.841_46, 1e-5),
            (chi_squared_quantile(0.95, 3.0), 7.814_73, 1e-5),
            (chi_squared_quantile(0.99, 10.0), 23.209_3, 1e-4),
        ] {
            assert!((ours - theirs).abs() <= digit, "{ours} {theirs}");
        }
        // Closed forms: chi-squared of two degrees is exponential; t of one is Cauchy's, of two algebraic.
        assert!((chi_squared_quantile(0.95, 2.0) + 2.0 * libm::log(0.05)).abs() < 1e-12);
        assert!((student_quantile(0.9, 1.0) / libm::tan(PI * 0.4) - 1.0).abs() < 1e-12);
        let two = 0.8 / (2.0 * 0.9 * 0.1_f64).sqrt();
        assert!((student_quantile(0.9, 2.0) / two - 1.0).abs() < 1e-12);
    }

    /// Abramowitz and Stegun, tables 26.8 to 26.10: percentage points of chi-squared, F and t. Half of the last of their three
    /// digits is 0.1 % to 0.2 % of the point, and changes a probability by up to 0.5 %.
    #[test]
    fn val_probabilities_beyond_printed_percentage_points_are_the_printed_ones() {
        for (ours, theirs) in [
            (fisher_beyond(4.35, [1.0, 20.0]), 0.05),
            (fisher_beyond(3.10, [3.0, 20.0]), 0.05),
            (fisher_beyond(5.64, [5.0, 10.0]), 0.01),
            (student_two_sided(2.228, 10.0), 0.05),
            (student_two_sided(-1.96, f64::INFINITY), 0.05),
            (chi_squared_beyond(18.307, 10.0), 0.05),
            (chi_squared_beyond(37.566_2, 20.0), 0.01),
        ] {
            assert!((ours / theirs - 1.0).abs() < 5e-3, "{ours} {theirs}");
        }
        // Closed forms: F of two and two degrees is 1/(1 + f); chi-squared of two is exponential.
        assert!((fisher_beyond(3.0, [2.0, 2.0]) - 0.25).abs() < 1e-15);
        assert!((chi_squared_beyond(30.0, 2.0) / libm::exp(-15.0) - 1.0).abs() < 1e-8);
        assert!(fisher_beyond(f64::INFINITY, [1.0, 3.0]).abs() < 1e-300);
        assert!(chi_squared_beyond(1e4, 2.0) < 1e-15 && (chi_squared_beyond(0.0, 2.0) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn both_ways_to_students_quantile_meet() {
        for probability in [0.6, 0.9, 0.975, 0.9999] {
            let fraction = student_quantile(probability, MANY);
            let series = many_degrees(normal_quantile(probability), MANY);
            assert!((fraction / series - 1.0).abs() < 1e-10, "{probability}: {fraction} {series}");
        }
    }

    proptest! {
        #[test]
        fn a_quantile_has_its_probability(probability in 1e-12f64..1.0) {
            let back = normal_probability(normal_quantile(probability));
            prop_assert!((back / probability - 1.0).abs() < 1e-12);
        }

        #[test]
        fn no_numbers_panic(a in any::<f64>(), b in any::<f64>()) {
            normal_quantile(a);
            student_quantile(a, b);
            chi_squared_quantile(a, b);
            student_two_sided(a, b);
            fisher_beyond(a, [b, 3.0]);
            fisher_beyond(3.0, [a, b]);
            chi_squared_beyond(a, b);
        }
    }
}
