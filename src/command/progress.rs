//! How far a run is, on the terminal: a bar with its expected end, or a line now and then where there is no terminal.

use crate::run::Listener;
use hadal_controller::Progress;
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;

const STEPS: u64 = 1000;
/// Without a terminal a line is printed for every such part of the run.
const LINES: f64 = 10.0;

/// Shows the progress of one run.
pub(super) struct RunBar {
    bar: ProgressBar,
    kind: &'static str,
    terminal: bool,
    lines: f64,
    advised: Option<String>,
}

impl RunBar {
    /// A listener that draws on standard error. `kind` says whether the run is simulated.
    pub(super) fn listener(kind: &'static str) -> Listener {
        let mut run_bar = Self::new(kind);
        Box::new(move |progress| run_bar.show(progress))
    }

    fn new(kind: &'static str) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(Some(STEPS), ProgressDrawTarget::stderr_with_hz(10));
        let template = "{prefix} [{bar:32}] {percent:>3} %  {msg}";
        bar.set_style(
            ProgressStyle::with_template(template)
                .unwrap_or_else(|_| ProgressStyle::default_bar())
                .progress_chars("=> "),
        );
        bar.set_prefix(kind);
        Self { bar, kind, terminal, lines: 0.0, advised: None }
    }

    /// Every advice once, on a line of its own.
    fn tell_advice(&mut self, progress: &Progress) {
        if self.advised == progress.advised {
            return;
        }
        self.advised.clone_from(&progress.advised);
        let Some(advised) = &self.advised else { return };
        let line = format!("after {}: {advised}", days(progress.elapsed_s));
        if self.terminal { self.bar.println(line) } else { super::mention(&line) }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a fraction of a thousand")]
    #[expect(clippy::cast_precision_loss, reason = "a thousand")]
    fn show(&mut self, progress: &Progress) {
        self.tell_advice(progress);
        let message = format!("{} (run time {})", progress.step, days(progress.elapsed_s));
        if self.terminal {
            self.bar.set_position((progress.fraction.clamp(0.0, 1.0) * STEPS as f64) as u64);
            // Before there is any experience an expected end would be a guess.
            let known = progress.fraction > 0.01;
            let eta =
                if known { HumanDuration(self.bar.eta()).to_string() } else { "not known yet".to_owned() };
            self.bar.set_message(format!("ETA {eta}  {message}"));
        } else if progress.fraction * LINES >= self.lines {
            self.lines = (progress.fraction * LINES).floor() + 1.0;
            let left = days(progress.remaining_s);
            let percent = progress.fraction * 100.0;
            super::mention(&format!(
                "{} {percent:>3.0} %  {message}, about {left} of run time left",
                self.kind
            ));
        }
    }
}

/// Seconds as days and hours, as an operator says them.
fn days(seconds: f64) -> String {
    let hours = seconds.max(0.0) / 3600.0;
    if hours < 24.0 {
        format!("{hours:.1} h")
    } else {
        format!("{:.0} d {:.0} h", (hours / 24.0).floor(), hours % 24.0)
    }
}
