//! The twin's view of tokio's clock: nanoseconds since the start of its world.
//!
//! There is one clock in a virtual run, and this is a reader of it, not a second one. Paused, it moves only when every
//! task waits; running, the twin follows the wall, or goes faster or slower than it by its [`Pace`].

use std::time::Duration;
use tokio::time::Instant;

/// Nanoseconds of virtual time in a second.
pub(crate) const SECOND_NS: u64 = 1_000_000_000;

/// How fast the twin lives beside tokio's clock, in thousandths, so that its times are exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    thousandths: u64,
}

impl Pace {
    /// A second of the twin takes a second.
    pub const REAL_TIME: Self = Self { thousandths: 1000 };

    /// So many times as fast as the clock, 0.001 to 10,000, in steps of 0.001; `None` beyond.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
    pub fn times(factor: f64) -> Option<Self> {
        (0.001..=10_000.0).contains(&factor).then(|| Self { thousandths: (factor * 1000.0).round() as u64 })
    }

    /// What the twin lives while the clock shows `elapsed_ns` more.
    fn lived_ns(self, elapsed_ns: u128) -> u64 {
        u64::try_from(elapsed_ns * u128::from(self.thousandths) / 1000).unwrap_or(u64::MAX)
    }

    /// What the clock shows more when the twin has lived `lived_ns`, rounded up.
    fn elapsed(self, lived_ns: u64) -> Duration {
        let elapsed_ns = (u128::from(lived_ns) * 1000).div_ceil(u128::from(self.thousandths));
        Duration::from_nanos(u64::try_from(elapsed_ns).unwrap_or(u64::MAX))
    }
}

/// Tokio's clock as a twin counts it, from one instant and at one pace.
#[derive(Clone, Copy, Debug)]
pub struct TwinClock {
    origin: Instant,
    shown_ns: u64,
    pace: Pace,
}

impl TwinClock {
    /// A clock that shows `shown_ns` now.
    #[expect(clippy::disallowed_methods, reason = "this file is the twin's clock, on the runtime's own")]
    pub(crate) fn showing(shown_ns: u64, pace: Pace) -> Self {
        Self { origin: Instant::now(), shown_ns, pace }
    }

    /// Nanoseconds since the start.
    #[expect(clippy::disallowed_methods, reason = "this file is the twin's clock, on the runtime's own")]
    pub(crate) fn now_ns(&self) -> u64 {
        let elapsed = Instant::now().saturating_duration_since(self.origin);
        self.shown_ns.saturating_add(self.pace.lived_ns(elapsed.as_nanos()))
    }

    /// The instant at which this clock shows `at_ns`.
    pub(crate) fn instant(&self, at_ns: u64) -> Instant {
        self.origin + self.pace.elapsed(at_ns.saturating_sub(self.shown_ns))
    }
}

/// Seconds as nanoseconds; negative becomes zero.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "float casts saturate; clamped at 0 below"
)]
pub(crate) fn nanoseconds(seconds: f64) -> u64 {
    (seconds.max(0.0) * 1.0e9) as u64
}

/// Nanoseconds as seconds.
#[expect(clippy::cast_precision_loss, reason = "a run of a year keeps 4 ns of resolution")]
pub(crate) fn seconds(nanoseconds: u64) -> f64 {
    nanoseconds as f64 / 1.0e9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_and_its_inverse_meet_at_every_nanosecond() {
        for (factor, slack_ns) in [(0.001, 1), (0.5, 1), (1.0, 0), (3.0, 3), (7.321, 8), (10_000.0, 10_000)] {
            let pace = Pace::times(factor).unwrap();
            for lived_ns in [0, 1, 999, 1_000_000_007, 86_400_000_000_000] {
                let back_ns = pace.lived_ns(pace.elapsed(lived_ns).as_nanos());
                assert!(
                    back_ns >= lived_ns,
                    "what is due must be due when its alarm rings: {factor} {lived_ns}"
                );
                assert!(back_ns - lived_ns <= slack_ns, "{factor} {lived_ns} {back_ns}");
            }
        }
        assert_eq!(Pace::times(0.0), None);
        assert_eq!(Pace::times(f64::NAN), None);
    }

    #[tokio::test(start_paused = true)]
    async fn ten_times_as_fast_shows_ten_seconds_after_one() {
        let clock = TwinClock::showing(5, Pace::times(10.0).unwrap());
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(clock.now_ns(), 10 * SECOND_NS + 5);
        assert_eq!(clock.instant(20 * SECOND_NS + 5) - clock.instant(5), Duration::from_secs(2));
    }
}
