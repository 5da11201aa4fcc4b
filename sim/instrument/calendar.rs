//! An instrument's own clock, set to the start of the year 2000 when it was switched on, as its maker writes it.

use super::{Bench, SECOND_NS};

const MONTHS: [(&str, u64); 12] = [
    ("Jan", 31),
    ("Feb", 29),
    ("Mar", 31),
    ("Apr", 30),
    ("May", 31),
    ("Jun", 30),
    ("Jul", 31),
    ("Aug", 31),
    ("Sep", 30),
    ("Oct", 31),
    ("Nov", 30),
    ("Dec", 31),
];

/// A moment by that clock. It knows the year 2000, which is longer than any run, and then begins again.
#[derive(Clone, Copy, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Moment {
    now_ns: u64,
}

impl Moment {
    /// What the instrument's own clock shows then, which may be ahead or behind.
    #[expect(clippy::cast_possible_truncation, reason = "float casts saturate")]
    pub(super) fn shown(now_ns: u64, bench: &mut dyn Bench) -> Self {
        Self { now_ns: now_ns.saturating_add_signed((bench.clock_error_s() * 1e9) as i64) }
    }

    const fn seconds(self) -> u64 {
        self.now_ns / SECOND_NS
    }

    /// Whole seconds since the start of the year 2000.
    pub(super) fn seconds_since_2000(self) -> u32 {
        u32::try_from(self.seconds()).unwrap_or(u32::MAX)
    }

    /// Number of the month from 1, its name, and the day in it.
    fn day(self) -> (u64, &'static str, u64) {
        let mut day = self.seconds() / 86_400 % 366;
        let mut found = (1, "Jan");
        for (number, (month, length)) in (1..).zip(MONTHS) {
            found = (number, month);
            if day < length {
                break;
            }
            day -= length;
        }
        (found.0, found.1, day + 1)
    }

    fn time(self) -> String {
        let seconds = self.seconds();
        format!("{:02}:{:02}:{:02}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
    }

    /// `01 Jan 2000, 00:00:00`, as Sea-Bird writes it.
    pub(super) fn sea_bird(self) -> String {
        let (_, month, day) = self.day();
        format!("{day:02} {month} 2000, {}", self.time())
    }

    /// `2000-01-01T00:00:00`, as Sea-Bird writes it in XML.
    pub(super) fn xml(self) -> String {
        let (month, _, day) = self.day();
        format!("2000-{month:02}-{day:02}T{}", self.time())
    }

    /// `2000-01-01 00:00:00.000`, as RBR writes it.
    pub(super) fn rbr(self) -> String {
        let (month, _, day) = self.day();
        let milliseconds = self.now_ns % SECOND_NS / 1_000_000;
        format!("2000-{month:02}-{day:02} {}.{milliseconds:03}", self.time())
    }
}

#[cfg(test)]
mod tests {
    use super::super::scripted::ScriptedBench;
    use super::*;

    const S: u64 = SECOND_NS;

    #[test]
    fn the_calendar_knows_the_leap_year_2000() {
        let at = |now_ns| Moment { now_ns };
        assert_eq!(at(0).sea_bird(), "01 Jan 2000, 00:00:00");
        assert_eq!(at(59 * 86_400 * S).sea_bird(), "29 Feb 2000, 00:00:00");
        assert_eq!(at((366 * 86_400 - 1) * S).sea_bird(), "31 Dec 2000, 23:59:59");
        assert_eq!(at(31 * 86_400 * S + S / 2).rbr(), "2000-02-01 00:00:00.500");
        assert_eq!(at(3_661 * S).xml(), "2000-01-01T01:01:01");
    }

    #[test]
    fn a_clock_shows_its_own_error_and_nothing_before_its_beginning() {
        let mut bench = ScriptedBench { clock_error_s: -61.5, ..ScriptedBench::default() };
        assert_eq!(Moment::shown(3_661 * S, &mut bench).rbr(), "2000-01-01 00:59:59.500");
        assert_eq!(Moment::shown(S, &mut bench).sea_bird(), "01 Jan 2000, 00:00:00");
    }
}
