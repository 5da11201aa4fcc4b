//! How far a table is, on standard error, once it has taken long enough to make somebody wonder.

use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

/// Nothing is said before.
const QUIET: Duration = Duration::from_secs(2);
/// Without a terminal, time between two lines.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// Says that lines were left out, so that nobody misses them later.
pub(super) fn mention_left_out(lines: u64) {
    if lines > 0 {
        // Whoever cannot hear must not stop the work.
        writeln!(std::io::stderr(), "{lines} lines left out: comments, or cells without anything").ok();
    }
}

/// Shows the progress of one table.
pub struct Progress {
    bar: ProgressBar,
    length_bytes: Option<u64>,
    terminal: bool,
    next: Duration,
}

impl Progress {
    /// Begins to count time. Without a length there is no expected end, only a count.
    pub fn new(length_bytes: Option<u64>) -> Self {
        let bar = ProgressBar::with_draw_target(length_bytes, ProgressDrawTarget::hidden());
        Self { bar, length_bytes, terminal: std::io::stderr().is_terminal(), next: QUIET }
    }

    /// Says that so many rows and bytes have been dealt with.
    pub fn show(&mut self, rows: u64, bytes: u64) {
        let elapsed = self.bar.elapsed();
        if elapsed < self.next {
            return;
        }
        let (rows, left) = (HumanCount(rows), self.left(elapsed, bytes));
        if self.terminal {
            if self.next == QUIET {
                self.appear();
            }
            self.next = elapsed;
            self.bar.set_position(bytes);
            self.bar.set_message(format!(
                "{rows} rows{}",
                left.map_or(String::new(), |left| format!("  ETA {left}"))
            ));
        } else {
            self.next = elapsed + BETWEEN_LINES;
            let left = left.map_or(String::new(), |left| format!(", about {left} left"));
            // Whoever cannot hear must not stop the work.
            writeln!(std::io::stderr(), "{rows} rows{left}").ok();
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn appear(&self) {
        let template =
            if self.length_bytes.is_some() { "[{bar:32}] {percent:>3} %  {msg}" } else { "{spinner} {msg}" };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        self.bar.set_style(style.progress_chars("=> "));
        self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
    }

    /// Time that the rest takes at the speed so far.
    #[expect(clippy::cast_precision_loss, reason = "a share of a length")]
    fn left(&self, elapsed: Duration, bytes: u64) -> Option<HumanDuration> {
        let rest = self.length_bytes?.saturating_sub(bytes);
        let ratio = rest as f64 / bytes.max(1) as f64;
        Duration::try_from_secs_f64(elapsed.as_secs_f64() * ratio).ok().map(HumanDuration)
    }
}
