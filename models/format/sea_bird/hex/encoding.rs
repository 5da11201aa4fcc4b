//! How a value is written in hexadecimal digits.

/// A way of writing one value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Encoding {
    /// N, in so many digits.
    Counts(u32),
    /// N over a divisor.
    Divided(u32, f64),
    /// N over a divisor, less a constant.
    Lifted(u32, f64, f64),
    /// Twelve bits, 4095 for 0 V and 0 for 5 V.
    FallingVolts,
    /// Twelve bits behind a digit that is 0 for plus and 4 for minus.
    SignedCounts,
    /// Sixteen bits for 0 to 5 V.
    RisingVolts,
    /// Six digits over 50,000; negative where this bit of the digit so many places further on is set.
    Coordinate { further: usize, bit: u32 },
    /// One bit of a digit.
    Bit(u32),
    /// Four bytes, the lowest first.
    LowByteFirst,
    /// Four bytes of an IEEE 754 number, the highest first.
    Float,
}

/// Digits that [`word`] reads at once; so many must follow the last place of a row.
pub(super) const WORD: usize = 8;

impl Encoding {
    /// Appends one value for each row. A row is `stride` values of one digit each; the field begins at `first`.
    pub(super) fn decode(self, rows: &[u8], stride: usize, first: usize, out: &mut Vec<f64>) {
        let rows = rows.chunks_exact(stride);
        let number = |row: &[u8], digits: u32| f64::from(word(row, first) >> (32 - 4 * digits));
        match self {
            Encoding::Counts(digits) => out.extend(rows.map(|row| number(row, digits))),
            Encoding::Divided(digits, divisor) => out.extend(rows.map(|row| number(row, digits) / divisor)),
            Encoding::Lifted(digits, divisor, less) => {
                out.extend(rows.map(|row| number(row, digits) / divisor - less));
            }
            Encoding::FallingVolts => out.extend(rows.map(|row| 5.0 * (1.0 - number(row, 3) / 4095.0))),
            Encoding::SignedCounts => out.extend(rows.map(|row| {
                let magnitude = f64::from(word(row, first) >> 16 & 0xFFF);
                if row[first] & 4 == 0 { magnitude } else { -magnitude }
            })),
            Encoding::RisingVolts => out.extend(rows.map(|row| number(row, 4) / 65_536.0 * 5.0)),
            Encoding::Coordinate { further, bit } => out.extend(rows.map(|row| {
                let degrees = number(row, 6) / 50_000.0;
                if row[first + further] >> bit & 1 == 0 { degrees } else { -degrees }
            })),
            Encoding::Bit(bit) => out.extend(rows.map(|row| f64::from(row[first] >> bit & 1))),
            Encoding::LowByteFirst => out.extend(rows.map(|row| f64::from(word(row, first).swap_bytes()))),
            Encoding::Float => out.extend(rows.map(|row| f64::from(f32::from_bits(word(row, first))))),
        }
    }
}

/// The eight digits from `first`, the first of them highest.
fn word(row: &[u8], first: usize) -> u32 {
    let mut digits = [0; WORD];
    digits.copy_from_slice(&row[first..first + WORD]);
    let digits = u64::from_be_bytes(digits);
    let pairs = (digits | digits >> 4) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF;
    #[expect(clippy::cast_possible_truncation, reason = "the lower half holds all eight digits")]
    let word = (fours | fours >> 16) as u32;
    word
}

/// Values of hexadecimal digits, upper or lower case; `false` if there is anything else. Written so that the compiler
/// takes sixteen characters at a time.
pub(super) fn digits(line: &[u8], out: &mut [u8]) -> bool {
    let mut wrong = false;
    for (out, character) in out.iter_mut().zip(line) {
        let digit = character.wrapping_sub(b'0');
        let letter = (character | 0x20).wrapping_sub(b'a');
        *out = if digit < 10 { digit } else { letter.wrapping_add(10) };
        wrong |= !((digit < 10) | (letter < 6));
    }
    !wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(encoding: Encoding, text: &str) -> f64 {
        let mut row = vec![0; text.len() + WORD];
        assert!(digits(text.as_bytes(), &mut row));
        let mut out = Vec::new();
        encoding.decode(&row, row.len(), 0, &mut out);
        out[0]
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "the digits say exactly this")]
    fn each_encoding_gives_its_number() {
        assert_eq!(value(Encoding::Counts(6), "0A5371"), 676_721.0);
        assert_eq!(value(Encoding::Counts(8), "FFFFFFFF"), 4_294_967_295.0);
        assert_eq!(value(Encoding::Divided(6, 256.0), "122b2B"), 4_651.167_968_75);
        assert_eq!(value(Encoding::FallingVolts, "FFF"), 0.0);
        assert_eq!(value(Encoding::FallingVolts, "000"), 5.0);
        assert_eq!(value(Encoding::SignedCounts, "4010"), -16.0);
        assert_eq!(value(Encoding::SignedCounts, "0FFF"), 4095.0);
        assert_eq!(value(Encoding::RisingVolts, "8000"), 2.5);
        assert_eq!(value(Encoding::Bit(3), "8"), 1.0);
        assert_eq!(value(Encoding::LowByteFirst, "390B8868"), f64::from(0x6888_0B39));
        assert_eq!(value(Encoding::Float, "45BB8000"), 6000.0);
    }

    #[test]
    fn what_is_no_digit_is_seen_wherever_it_stands() {
        let good = *b"0123456789abcdefABCDEF0123456789ABCDEF";
        let mut out = [0; 38];
        assert!(digits(&good, &mut out));
        for place in 0..good.len() {
            for wrong in (0..=u8::MAX).filter(|character| !character.is_ascii_hexdigit()) {
                let mut line = good;
                line[place] = wrong;
                assert!(!digits(&line, &mut out), "{wrong} at {place}");
            }
        }
    }
}
