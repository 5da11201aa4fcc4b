//! Time: the run's monotonic clock and UTC, both on tokio's clock, and the wall's stopwatch for commits.
//!
//! This is the one file that reads a clock. In virtual time tokio's paused clock moves only when every task waits,
//! so a run of three days passes in seconds and twice the same way; in real time the same code follows the wall.

use hadal_record::event::Timestamp;
use std::time::Duration;

/// The clock of one run: monotonic zero is where the run was opened.
#[derive(Clone, Debug)]
pub struct Clock {
    origin: tokio::time::Instant,
    epoch_utc_ns: i64,
}

impl Clock {
    /// A clock whose UTC at zero is given, in nanoseconds since 1970-01-01T00:00:00Z. For virtual time: call it inside
    /// a current-thread runtime whose clock is paused.
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn virtual_from(epoch_utc_ns: i64) -> Self {
        Self { origin: tokio::time::Instant::now(), epoch_utc_ns }
    }

    /// A clock that takes its UTC from the system, once; afterwards it is monotonic, whatever is done to the system's.
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn real() -> Self {
        let since_epoch =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Self::virtual_from(i64::try_from(since_epoch.as_nanos()).unwrap_or(i64::MAX))
    }

    /// UTC at monotonic zero, nanoseconds since 1970.
    pub fn epoch_utc_ns(&self) -> i64 {
        self.epoch_utc_ns
    }

    /// Nanoseconds since the run was opened.
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn now_ns(&self) -> u64 {
        let elapsed = tokio::time::Instant::now().saturating_duration_since(self.origin);
        u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX)
    }

    /// Both clocks at once.
    pub fn now(&self) -> Timestamp {
        let monotonic_ns = self.now_ns();
        let utc_ns = self.epoch_utc_ns.saturating_add_unsigned(monotonic_ns);
        Timestamp { monotonic_ns, utc_ns }
    }

    /// Waits until the monotonic clock shows `at_ns` (1 ms granularity).
    pub async fn sleep_until_ns(&self, at_ns: u64) {
        tokio::time::sleep_until(self.origin + Duration::from_nanos(at_ns)).await;
    }

    /// Waits.
    pub async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// A stopwatch on the wall's clock, whatever the run's clock does: it bounds how much a power cut can take.
#[derive(Clone, Copy, Debug)]
pub struct WallStopwatch {
    started: std::time::Instant,
}

impl WallStopwatch {
    /// Starts at zero.
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn start() -> Self {
        Self { started: std::time::Instant::now() }
    }

    /// Time since the start, on the wall.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}

/// Seconds as nanoseconds, never negative, saturating.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "float casts saturate; clamped below at 0"
)]
pub(crate) fn nanoseconds(seconds: f64) -> u64 {
    (seconds.max(0.0) * 1e9) as u64
}

/// Nanoseconds as seconds.
#[expect(clippy::cast_precision_loss, reason = "a run of a year keeps 4 ns of resolution")]
pub(crate) fn seconds(nanoseconds: u64) -> f64 {
    nanoseconds as f64 / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn virtual_time_moves_only_by_waiting_and_carries_utc() {
        let clock = Clock::virtual_from(1_000);
        assert_eq!(clock.now_ns(), 0);
        clock.sleep_until_ns(86_400_000_000_000).await;
        assert_eq!(clock.now(), Timestamp { monotonic_ns: 86_400_000_000_000, utc_ns: 86_400_000_001_000 });
    }

    #[test]
    fn seconds_saturate_instead_of_wrapping() {
        assert_eq!(nanoseconds(-1.0), 0);
        assert_eq!(nanoseconds(f64::INFINITY), u64::MAX);
        assert_eq!(nanoseconds(1.5), 1_500_000_000);
    }
}
