//! Batches on all cores, and how far they are, once it has taken long enough to make somebody wonder.

use hadal_models::uncertainty::Workers;
use indicatif::{HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::io::{IsTerminal as _, Write as _};
use std::ops::Range;
use std::time::Duration;

/// Nothing is said before.
const QUIET: Duration = Duration::from_secs(2);
/// Without a terminal, time between two lines.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// All cores of the machine, and a bar that measures time from the beginning.
pub(super) struct AllCores {
    bar: ProgressBar,
    terminal: bool,
    next: Duration,
}

impl AllCores {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self { bar, terminal: std::io::stderr().is_terminal(), next: QUIET }
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl Workers for AllCores {
    fn run<T: Send>(&mut self, numbers: Range<u64>, work: &(impl Fn(u64) -> T + Sync)) -> Vec<T> {
        numbers.into_par_iter().map(work).collect()
    }

    #[expect(clippy::cast_precision_loss, reason = "a share of a count")]
    fn hear(&mut self, done: u64, expected: u64) {
        let elapsed = self.bar.elapsed();
        if elapsed < self.next {
            return;
        }
        let rest = expected.saturating_sub(done) as f64 / done.max(1) as f64;
        let left = Duration::try_from_secs_f64(elapsed.as_secs_f64() * rest).map(HumanDuration);
        let left = left.map_or("unknown".to_owned(), |left| left.to_string());
        let said = format!("{} trials of about {}  ETA {left}", HumanCount(done), HumanCount(expected));
        if self.terminal {
            if self.next == QUIET {
                let style = ProgressStyle::with_template("[{bar:32}] {percent:>3} %  {msg}");
                self.bar
                    .set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
                self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
            }
            self.next = elapsed;
            self.bar.set_length(expected);
            self.bar.set_position(done);
            self.bar.set_message(said);
        } else {
            self.next = elapsed + BETWEEN_LINES;
            // Whoever cannot hear must not stop the work.
            writeln!(std::io::stderr(), "{said}").ok();
        }
    }
}
