//! A day of the Gregorian calendar, as a certificate or a label prints it.

use std::fmt;
use std::str::FromStr;

/// A day. Without time of day or zone: a label has neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CalendarDate {
    year: i32,
    month: u8,
    day: u8,
}

/// Text that is no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no date: accepted is a day of the calendar as YYYY-MM-DD, from 1583 to 9999")]
pub struct NotADate(String);

impl CalendarDate {
    /// A day from 1583 to 9999, if the calendar has it.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u8::from(leap),
            _ => 0,
        };
        ((1583..=9999).contains(&year) && (1..=length).contains(&day)).then_some(Self { year, month, day })
    }

    /// Days from `earlier` to this day; negative if it is later.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.day_number() - earlier.day_number()
    }

    /// The same day of a month so many months later; the month's last day where it has no such day.
    #[must_use]
    pub fn months_later(self, months: u16) -> Option<Self> {
        let count = self.year * 12 + i32::from(self.month) - 1 + i32::from(months);
        let (year, month) = (count.div_euclid(12), u8::try_from(count.rem_euclid(12) + 1).ok()?);
        (28..=self.day.max(28)).rev().find_map(|day| Self::new(year, month, day.min(self.day)))
    }

    /// Days since 1 March of the year 0, when a year that begins in March is counted: leap days then come
    /// last.
    fn day_number(self) -> i32 {
        let before_march = i32::from(self.month < 3);
        let (year, month) = (self.year - before_march, i32::from(self.month) + 12 * before_march - 3);
        let leap_days = year / 4 - year / 100 + year / 400;
        365 * year + leap_days + (153 * month + 2) / 5 + i32::from(self.day) - 1
    }
}

impl fmt::Display for CalendarDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for CalendarDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let parse = || {
            let mut parts = text.split('-');
            let mut next = |length: usize| {
                let digits =
                    |part: &&str| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
                parts.next().filter(digits)
            };
            let (year, month, day) = (next(4)?.parse().ok()?, next(2)?.parse().ok()?, next(2)?.parse().ok()?);
            Self::new(year, month, day).filter(|_| parts.next().is_none())
        };
        parse().ok_or_else(|| NotADate(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> CalendarDate {
        text.parse().unwrap()
    }

    #[test]
    fn days_are_counted_across_leap_years_and_centuries() {
        assert_eq!(date("2000-03-01").days_since(date("2000-02-28")), 2);
        assert_eq!(date("1900-03-01").days_since(date("1900-02-28")), 1);
        assert_eq!(date("2001-01-01").days_since(date("1601-01-01")), 146_097);
        assert_eq!(date("2021-04-15").days_since(date("2024-04-15")), -1096);
    }

    #[test]
    fn months_pass_and_short_months_end() {
        assert_eq!(date("2021-04-15").months_later(36), Some(date("2024-04-15")));
        assert_eq!(date("2024-02-29").months_later(36), Some(date("2027-02-28")));
        assert_eq!(date("2023-10-31").months_later(4), Some(date("2024-02-29")));
        assert_eq!(date("9999-06-01").months_later(12), None);
    }

    #[test]
    fn what_is_no_day_is_refused_with_what_is_accepted() {
        for text in [
            "2023-02-29",
            "2023-13-01",
            "2023-00-10",
            "2023-1-1",
            "15.04.2021",
            "",
            "2023-01-01-",
            "+023-01-01",
        ] {
            let message = text.parse::<CalendarDate>().unwrap_err().to_string();
            assert!(message.contains("YYYY-MM-DD"), "{message}");
        }
    }

    proptest! {
        #[test]
        fn the_next_day_is_one_day_later(year in 1583i32..9999, month in 1u8..13, day in 1u8..29) {
            let first = CalendarDate::new(year, month, day).unwrap();
            let next = CalendarDate::new(year, month, day + 1)
                .or_else(|| CalendarDate::new(year, month, 1).and_then(|start| start.months_later(1)))
                .unwrap();
            prop_assert_eq!(next.days_since(first), 1);
            prop_assert_eq!(first.to_string().parse(), Ok(first));
        }
    }
}
