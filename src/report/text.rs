//! Numbers as a reader of a certificate expects them.

/// U+2212, which is as wide as a digit.
const MINUS: &str = "\u{2212}";

/// A number with `decimals` digits after the point and a true minus; never minus zero.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let zero = text.chars().all(|c| c == '0' || c == '.');
    if value < 0.0 && !zero { format!("{MINUS}{text}") } else { text }
}

/// As [`fixed`], with a plus where it is positive: for residuals and errors.
pub(super) fn signed(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    let zero = text.chars().all(|c| c == '0' || c == '.');
    if value > 0.0 && !zero { format!("+{text}") } else { text }
}

/// A coefficient as it is typed into a sensor: ten significant digits, exponent of two digits.
pub(super) fn coefficient(value: f64) -> String {
    exponent(value, 9)
}

/// An uncertainty: two significant digits, exponent of two digits.
pub(super) fn uncertainty(value: f64) -> String {
    exponent(value, 1)
}

/// A UDUNITS string as it is printed: `S m-1 kHz-2` with raised exponents, nothing for the unit one.
pub(super) fn unit(unit: &str) -> String {
    let raised = |c: char| match c {
        '-' => '\u{207b}',
        '1' => '\u{b9}',
        '2' => '\u{b2}',
        '3' => '\u{b3}',
        '4' => '\u{2074}',
        other => other,
    };
    match unit {
        "1" => String::new(),
        "degree_Celsius" => "°C".to_owned(),
        other => other.chars().map(raised).collect(),
    }
}

/// A sentence with its first letter large.
pub(super) fn capitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn exponent(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$e}");
    let Some((mantissa, power)) = text.split_once('e') else { return text };
    let (sign, digits) = power.strip_prefix('-').map_or(("+", power), |digits| ("-", digits));
    format!("{mantissa}e{sign}{digits:0>2}")
}

/// Two significant digits without an exponent, for standard uncertainties in a unit of their size.
pub(super) fn two_digits(value: f64) -> String {
    if value.abs() < f64::MIN_POSITIVE || !value.is_finite() {
        return fixed(value, 0);
    }
    if value.abs() < 0.001 {
        return "< 0.001".to_owned();
    }
    let magnitude = libm::log10(value.abs()).floor();
    let decimals = (0..9).find(|&count| f64::from(count) >= 1.0 - magnitude).unwrap_or(9);
    fixed(value, usize::try_from(decimals).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_has_no_sign() {
        assert_eq!(fixed(-0.000_01, 3), "0.000");
        assert_eq!(signed(0.000_01, 3), "0.000");
        assert_eq!(signed(0.25, 2), "+0.25");
        assert_eq!(signed(-0.25, 2), "\u{2212}0.25");
    }

    #[test]
    fn coefficients_keep_ten_digits_and_two_of_exponent() {
        assert_eq!(coefficient(5.724_520e-5), "5.724520000e-05");
        assert_eq!(uncertainty(2.13e-12), "2.1e-12");
        assert_eq!(coefficient(-9.57e-8), "-9.570000000e-08");
        assert_eq!(coefficient(0.0), "0.000000000e+00");
    }

    #[test]
    fn units_have_raised_exponents() {
        assert_eq!(unit("S m-1 kHz-4"), "S m\u{207b}\u{b9} kHz\u{207b}\u{2074}");
        assert_eq!((unit("1"), unit("degree_Celsius")), (String::new(), "°C".to_owned()));
        assert_eq!(capitalized("the item"), "The item");
    }

    #[test]
    fn two_digits_are_two_digits() {
        assert_eq!(two_digits(0.012_34), "0.012");
        assert_eq!(two_digits(1.234), "1.2");
        assert_eq!(two_digits(123.4), "123");
        assert_eq!(two_digits(0.0), "0");
        assert_eq!(two_digits(0.000_2), "< 0.001");
    }
}
