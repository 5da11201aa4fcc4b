//! How the numbers of a column are written.

/// Width of a column, the separating space included.
pub(super) const WIDTH: usize = 11;
/// Most characters of a number in scientific notation.
const CHARACTERS: usize = WIDTH - 1;

/// How the numbers of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// So many digits after the point.
    Fixed(usize),
    /// As `6.9285e+01`: four digits after the point, three if negative.
    Scientific,
}

impl Notation {
    /// The notation in which both numbers and all that this text has to say survive.
    pub(super) fn widened(self, text: &str) -> Notation {
        if text.contains(['e', 'E']) {
            return self;
        }
        let digits = text.split_once('.').map_or(0, |(_, digits)| digits.len()).min(CHARACTERS);
        match self {
            Notation::Fixed(known) => Notation::Fixed(known.max(digits)),
            Notation::Scientific => Notation::Fixed(digits),
        }
    }

    /// A number in at most eleven characters, and in ten where it is scientific because it does not fit otherwise. One
    /// of eleven touches its neighbour, as in the maker's files.
    pub(super) fn text(self, value: f64, bad_flag: f64) -> String {
        if value.is_nan() || value.total_cmp(&bad_flag).is_eq() {
            return scientific(bad_flag, 3);
        }
        let fixed = match self {
            Notation::Fixed(digits) => Some(format!("{value:.digits$}")),
            Notation::Scientific => None,
        };
        fixed.filter(|text| text.len() <= WIDTH).unwrap_or_else(|| {
            let digits = (0..=4).rev().find(|digits| scientific(value, *digits).len() <= CHARACTERS);
            scientific(value, digits.unwrap_or(0))
        })
    }
}

/// As C prints it: a sign and at least two digits in the exponent.
fn scientific(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$e}");
    match text.split_once('e') {
        Some((mantissa, exponent)) => {
            let (sign, size) = exponent.strip_prefix('-').map_or(('+', exponent), |size| ('-', size));
            format!("{mantissa}e{sign}{size:0>2}")
        }
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_as_the_maker_writes_them() {
        let cases = [
            (Notation::Fixed(4), 28.0831, "28.0831"),
            (Notation::Fixed(0), 5248.0, "5248"),
            (Notation::Scientific, 69.285, "6.9285e+01"),
            (Notation::Scientific, -0.1563, "-1.563e-01"),
            (Notation::Scientific, 0.0, "0.0000e+00"),
            (Notation::Fixed(6), -14_930.0, "-1.493e+04"),
            (Notation::Fixed(6), 1_011_600.0, "1.0116e+06"),
            (Notation::Fixed(4), -9.990e-29, "-9.990e-29"),
            (Notation::Fixed(4), f64::NAN, "-9.990e-29"),
            (Notation::Scientific, -1.5e-300, "-1.50e-300"),
        ];
        for (notation, value, text) in cases {
            assert_eq!(notation.text(value, super::super::BAD_FLAG), text);
        }
    }
}
