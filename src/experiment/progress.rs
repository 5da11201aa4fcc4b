//! Designs judged on all cores, and how far a round of them is, once it has taken long enough to make somebody wonder.

use hadal_models::uncertainty::Workers;
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;
use std::io::{IsTerminal as _, Write as _};
use std::ops::Range;
use std::sync::Mutex;
use std::time::Duration;

/// Nothing is said before.
const QUIET: Duration = Duration::from_secs(2);
/// Without a terminal, time between two lines.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// All cores of the machine, and a bar over the round of designs that is under way.
pub struct AllCores {
    bar: ProgressBar,
    terminal: bool,
    judged: u64,
    round_began: Duration,
    next: Mutex<Duration>,
}

impl Default for AllCores {
    fn default() -> Self {
        Self::new()
    }
}

impl AllCores {
    /// Quiet for the first two seconds.
    pub fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("[{bar:32}] {percent:>3} % of this round  {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
        Self {
            bar,
            terminal: std::io::stderr().is_terminal(),
            judged: 0,
            round_began: Duration::ZERO,
            next: Mutex::new(QUIET),
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn tell(&self, of: u64) {
        self.bar.inc(1);
        let elapsed = self.bar.elapsed();
        let Ok(mut next) = self.next.try_lock() else { return };
        if elapsed < *next {
            return;
        }
        let done = self.bar.position();
        let round = elapsed.saturating_sub(self.round_began);
        let left = round.mul_f64(share(of.saturating_sub(done), done.max(1)));
        let said =
            format!("{} designs judged, ETA of this round {}", self.judged + done, HumanDuration(left));
        if self.terminal {
            if *next == QUIET {
                self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
            }
            *next = elapsed + Duration::from_millis(200);
            self.bar.set_message(said);
        } else {
            *next = elapsed + BETWEEN_LINES;
            // Whoever cannot hear must not stop the work.
            writeln!(std::io::stderr(), "{done} of {of}: {said}").ok();
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of designs")]
fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

impl Workers for AllCores {
    fn run<T: Send>(&mut self, numbers: Range<u64>, work: &(impl Fn(u64) -> T + Sync)) -> Vec<T> {
        let of = numbers.end.saturating_sub(numbers.start);
        self.bar.set_length(of);
        self.bar.set_position(0);
        self.round_began = self.bar.elapsed();
        let this = &*self;
        let done = numbers
            .into_par_iter()
            .map(|number| {
                let answer = work(number);
                this.tell(of);
                answer
            })
            .collect();
        self.judged += of;
        done
    }

    fn hear(&mut self, _done: u64, _expected: u64) {}
}
