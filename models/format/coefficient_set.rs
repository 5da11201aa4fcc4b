//! Coefficients of one sensor on their way into a maker's format.

use crate::equation;

/// Coefficients of one equation, with whose they are and since when.
#[derive(Clone, Debug, PartialEq)]
pub struct CoefficientSet {
    /// The equation's name, such as `sea-bird/sbe-37-temperature`.
    pub equation: &'static str,
    /// Coefficients by the equation's names. One that is not listed is zero.
    pub coefficients: Vec<(&'static str, f64)>,
    /// Serial number of the sensor, or of the instrument where the sensor has none.
    pub serial_number: String,
    /// Date of calibration.
    pub date: CalendarDate,
    /// What is added to the quantity afterwards, in °C, S/m or dbar; 0 where nothing is.
    pub offset: f64,
}

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarDate {
    year: u16,
    month: u8,
    day: u8,
}

/// English, as makers write them.
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Why coefficients are not written.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CoefficientSetError {
    /// The format has no place for this equation.
    #[error("{equation} has no place in {format}: accepted: {accepted}")]
    Equation {
        /// The equation.
        equation: &'static str,
        /// The format.
        format: &'static str,
        /// What has a place.
        accepted: &'static str,
    },
    /// The format has no place for a coefficient, and it is not zero.
    #[error("{equation}: {name} = {value:e} has no place in {format}, where it is {instead:e}: {advice}")]
    NoPlace {
        /// The equation.
        equation: &'static str,
        /// The coefficient.
        name: &'static str,
        /// Its value.
        value: f64,
        /// The format.
        format: &'static str,
        /// What it is where the format lacks it.
        instead: f64,
        /// What to do.
        advice: &'static str,
    },
    /// A coefficient that is no finite number.
    #[error("{equation}: {name} = {value}: accepted: a finite number")]
    NotFinite {
        /// The equation.
        equation: &'static str,
        /// The coefficient.
        name: &'static str,
        /// Its value.
        value: f64,
    },
    /// A serial number that a line or an element cannot hold.
    #[error("serial number `{0}`: accepted: 1 to 40 letters, digits and . _ - / ( )")]
    SerialNumber(String),
    /// Text that is no day.
    #[error("date `{0}`: accepted: a day such as 2026-11-22")]
    Date(String),
}

impl CalendarDate {
    /// The day with which a text such as `2026-11-22T08:00:00Z` begins.
    ///
    /// # Errors
    /// [`CoefficientSetError::Date`].
    pub fn parse(text: &str) -> Result<Self, CoefficientSetError> {
        let wrong = || CoefficientSetError::Date(text.chars().take(40).collect());
        let day = text.get(..10).filter(|_| text.as_bytes().get(10).is_none_or(|next| *next == b'T'));
        let mut parts = day.ok_or_else(wrong)?.split('-');
        let mut part = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits);
            part.filter(|part| part.bytes().all(|byte| byte.is_ascii_digit())).ok_or_else(wrong)
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        let year = year.parse().map_err(|_| wrong())?;
        let (month, day): (u8, u8) = (month.parse().map_err(|_| wrong())?, day.parse().map_err(|_| wrong())?);
        if (1..=12).contains(&month) && (1..=31).contains(&day) {
            Ok(Self { year, month, day })
        } else {
            Err(wrong())
        }
    }

    /// `22-Nov-26`, as Sea-Bird writes it.
    pub fn day_month_year(self) -> String {
        let month = MONTHS[usize::from(self.month - 1)];
        format!("{:02}-{month}-{:02}", self.day, self.year % 100)
    }

    /// `20261122`.
    pub fn digits(self) -> String {
        format!("{:04}{:02}{:02}", self.year, self.month, self.day)
    }
}

impl CoefficientSet {
    /// A coefficient by name; 0 for one that is not listed.
    pub fn coefficient(&self, name: &str) -> f64 {
        self.coefficients.iter().find(|(known, _)| *known == name).map_or(0.0, |(_, value)| *value)
    }

    /// Refuses what no format can hold, and coefficients that are not among those with a `place` and not what they are
    /// without one.
    pub(super) fn check(
        &self,
        format: &'static str,
        place: &[&str],
        instead: &[(&'static str, f64)],
    ) -> Result<(), CoefficientSetError> {
        check_serial_number(&self.serial_number)?;
        let equation = self.equation;
        for (name, value) in self.coefficients.iter().copied().chain([("offset", self.offset)]) {
            if !value.is_finite() {
                return Err(CoefficientSetError::NotFinite { equation, name, value });
            }
        }
        let known = equation::find(equation).map(equation::Equation::coefficients).unwrap_or_default();
        for name in known {
            let (value, otherwise) = (
                self.coefficient(name),
                instead.iter().find(|(known, _)| known == name).map_or(0.0, |(_, value)| *value),
            );
            if !place.contains(name) && (value - otherwise).abs() > 0.0 {
                let advice =
                    "leave it out for the best value of those that have a place, with what that costs";
                return Err(CoefficientSetError::NoPlace {
                    equation,
                    name,
                    value,
                    format,
                    instead: otherwise,
                    advice,
                });
            }
        }
        Ok(())
    }
}

/// Refuses a serial number that would be more than a word of a line, or part of a markup.
pub(super) fn check_serial_number(serial: &str) -> Result<(), CoefficientSetError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/()".contains(c);
    if serial.is_empty() || serial.len() > 40 || !serial.chars().all(plain) {
        return Err(CoefficientSetError::SerialNumber(serial.chars().take(60).collect()));
    }
    Ok(())
}

/// A number with so many digits behind the point and in the exponent: `-9.420702e-05` has 6 and 2.
pub(super) fn scientific(value: f64, digits: usize, exponent_digits: usize) -> String {
    // Zero has no sign in any of the makers' files.
    let text = format!("{:.digits$e}", value + 0.0);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |exponent| ('-', exponent));
    format!("{mantissa}e{sign}{exponent:0>exponent_digits$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_strictly_and_written_as_makers_do() {
        let day = CalendarDate::parse("2026-11-02T08:00:00Z").unwrap();
        assert_eq!((day.day_month_year().as_str(), day.digits().as_str()), ("02-Nov-26", "20261102"));
        assert_eq!(CalendarDate::parse("2026-11-02").unwrap(), day);
        for text in [
            "",
            "2026",
            "2026-13-01",
            "2026-00-01",
            "2026-01-32",
            "26-01-01",
            "2026-01-011",
            "2026-+1-01",
            "é026-01-01",
        ] {
            assert!(CalendarDate::parse(text).unwrap_err().to_string().contains("accepted: a day"), "{text}");
        }
    }

    #[test]
    fn numbers_have_the_exponents_of_the_makers() {
        for (value, digits, exponent, text) in [
            (-9.420702e-5, 6, 2, "-9.420702e-05"),
            (0.0, 6, 2, "0.000000e+00"),
            (-0.0, 6, 2, "0.000000e+00"),
            (1.25e-3, 8, 3, "1.25000000e-003"),
            (524_000.0, 8, 3, "5.24000000e+005"),
            (1e-120, 6, 2, "1.000000e-120"),
        ] {
            assert_eq!(scientific(value, digits, exponent), text);
        }
    }
}
