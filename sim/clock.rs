//! The twin's view of tokio's clock: nanoseconds since the start of its world.
//!
//! There is one clock in a virtual run, and this is a reader of it, not a second one. Paused, it moves only when every
//! task waits; running, the twin follows the wall.

use std::time::Duration;
use tokio::time::Instant;

/// Nanoseconds of virtual time in a second.
pub(crate) const SECOND_NS: u64 = 1_000_000_000;

/// Tokio's clock, counted from one instant.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TwinClock {
    origin: Instant,
}

impl TwinClock {
    /// A clock that shows `shown_ns` now.
    #[expect(clippy::disallowed_methods, reason = "this file is the twin's clock, on the runtime's own")]
    pub(crate) fn showing(shown_ns: u64) -> Self {
        let now = Instant::now();
        Self { origin: now.checked_sub(Duration::from_nanos(shown_ns)).unwrap_or(now) }
    }

    /// Nanoseconds since the start.
    #[expect(clippy::disallowed_methods, reason = "this file is the twin's clock, on the runtime's own")]
    pub(crate) fn now_ns(&self) -> u64 {
        let elapsed = Instant::now().saturating_duration_since(self.origin);
        u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX)
    }

    /// The instant at which this clock shows `at_ns`.
    pub(crate) fn instant(&self, at_ns: u64) -> Instant {
        self.origin + Duration::from_nanos(at_ns)
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
