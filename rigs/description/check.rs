//! Values that a description may not hold, collected so that one reading of the file shows them all.

use super::error::{MISSING, UNKNOWN_FIELD, rounded, told, written};
use std::fmt::{self, Display};

/// Years that records can hold, as nanoseconds since 1970 in 63 bits (to April 2262).
const INSTANT_YEARS: std::ops::RangeInclusive<i16> = 1970..=2261;

/// Refusals found in one file.
#[derive(Debug, Default)]
pub struct Checks {
    refusals: Vec<Refusal>,
}

/// A field, its value, and what would be accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The field's path.
    pub field: String,
    /// What stands there.
    pub value: String,
    /// What would be accepted.
    pub accepted: String,
}

impl Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&told(&self.field, &self.value, &self.accepted))
    }
}

impl Checks {
    /// Refuses a field: its value, and what is accepted.
    pub fn refuse(&mut self, field: impl Into<String>, value: impl Display, accepted: impl Display) {
        let refusal = Refusal { field: field.into(), value: written(value), accepted: accepted.to_string() };
        self.refusals.push(refusal);
    }

    /// The field must be there.
    pub(super) fn missing(&mut self, field: String, accepted: String) {
        self.refuse(field, MISSING, accepted);
    }

    /// The field must not be there.
    pub(super) fn unknown(&mut self, field: String, accepted: String) {
        self.refuse(field, UNKNOWN_FIELD, accepted);
    }

    /// The value must be finite and lie in the closed range.
    ///
    /// A bound may be the value of another field. If that one is so far out that no value is left between the bounds, it
    /// has been refused itself, and only that is told.
    pub fn range(&mut self, field: impl Into<String>, value: f64, least: f64, most: f64) {
        if least <= most && !(least..=most).contains(&value) {
            self.refuse(field, value, format!("{} to {}", written(least), written(most)));
        }
    }

    /// A standard uncertainty, as the variance on the diagonal of a covariance: its root lies in 0 to `most`.
    pub(super) fn variance(&mut self, field: String, variance: f64, most: f64, meaning: &str) {
        // A root that differs in its last digits only, as one written in decimals does, is at the bound.
        if variance.sqrt() > most * (1.0 + 1e-9) {
            let (bound, root) = (rounded(most * most), rounded(most));
            let accepted = format!("0 to {bound}: a standard uncertainty of at most {root} ({meaning})");
            self.refuse(field, variance, accepted);
        }
    }

    /// The whole number must lie in the closed range.
    pub fn count(&mut self, field: impl Into<String>, value: u32, least: u32, most: u32) {
        if !(least..=most).contains(&value) {
            self.refuse(field, value, format!("{least} to {most}"));
        }
    }

    /// The text must not be empty.
    pub fn named(&mut self, field: impl Into<String>, value: &str) {
        if value.trim().is_empty() {
            self.refuse(field, "\"\"", "a text that is not empty");
        }
    }

    /// The text must be a calendar date.
    pub fn date(&mut self, field: impl Into<String>, value: &str) {
        if value.parse::<jiff::civil::Date>().is_err() {
            self.refuse(field, format!("\"{value}\""), "a date, YYYY-MM-DD");
        }
    }

    /// The text must be an instant in UTC.
    pub fn instant(&mut self, field: impl Into<String>, value: &str) {
        let year = value.parse::<jiff::Timestamp>().map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).year());
        if !year.is_ok_and(|year| INSTANT_YEARS.contains(&year)) {
            let accepted = format!(
                "an instant from {} to {}, such as 2026-03-02T08:00:00Z",
                INSTANT_YEARS.start(),
                INSTANT_YEARS.end()
            );
            self.refuse(field, format!("\"{value}\""), accepted);
        }
    }

    /// No name may occur twice. `field` makes the path of the name at an index.
    pub fn distinct<'a>(&mut self, names: impl Iterator<Item = &'a str>, field: impl Fn(usize) -> String) {
        let mut seen = std::collections::BTreeMap::new();
        for (index, name) in names.enumerate() {
            match seen.get(name) {
                Some(first) => {
                    let accepted = format!("a name that `{}` does not have", field(*first));
                    self.refuse(field(index), format!("\"{name}\""), accepted);
                }
                None => {
                    seen.insert(name, index);
                }
            }
        }
    }

    /// A covariance matrix: finite, symmetric, no negative variance, no correlation beyond one.
    pub fn covariance<const N: usize>(&mut self, field: &str, matrix: &[[f64; N]; N]) {
        for row in 0..N {
            let variance = matrix[row][row];
            if !(variance.is_finite() && variance >= 0.0) {
                self.refuse(format!("{field}[{row}][{row}]"), variance, "a variance, zero or more");
            }
            for (column, mirrored) in matrix.iter().enumerate().take(row) {
                let (one, other) = (matrix[row][column], mirrored[row]);
                let scale = (variance * mirrored[column]).sqrt();
                if (one - other).abs() > 1e-9 * scale {
                    self.refuse(
                        format!("{field}[{row}][{column}]"),
                        one,
                        format!("{}, by symmetry", written(other)),
                    );
                }
                if one.abs() > scale * (1.0 + 1e-9) {
                    let accepted =
                        format!("{} to {}: a correlation of at most one", written(-scale), written(scale));
                    self.refuse(format!("{field}[{row}][{column}]"), one, accepted);
                }
            }
        }
    }

    /// Whether nothing was refused.
    pub fn is_clean(&self) -> bool {
        self.refusals.is_empty()
    }

    pub(super) fn into_refusals(self) -> Vec<Refusal> {
        self.refusals
    }
}
