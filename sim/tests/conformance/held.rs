//! A dialogue held over a line: sends, hears, and finds what is not as it must be.

use super::dialogue::{Dialogue, Step, Then};
use regex::bytes::Regex;
use std::ops::RangeInclusive;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::{Instant, sleep, timeout};

/// Silence that a message without an answer is followed by, s.
const UNANSWERED_S: f64 = 0.4;
/// Slack of a time, ms: timers know milliseconds of the test's clock, and a message's time on the line is rounded up.
const SLACK_MS: f64 = 0.005;

/// How time passes where a dialogue is held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Time {
    /// By a paused clock: every byte has its time.
    Virtual {
        /// Seconds of the instrument in a second of the clock.
        pace: f64,
    },
    /// By the wall: order and content count, because anything may stand still for a while.
    Real {
        /// Seconds of the instrument in a second.
        pace: f64,
    },
}

impl Time {
    fn pace(self) -> f64 {
        let (Self::Virtual { pace } | Self::Real { pace }) = self;
        pace
    }

    /// What the test's clock shows more when the instrument has lived so long.
    fn wait(self, instrument_s: f64) -> Duration {
        Duration::from_secs_f64(instrument_s / self.pace())
    }

    /// What the instrument has lived since, ms.
    fn since_ms(self, start: Instant) -> f64 {
        (now() - start).as_secs_f64() * 1e3 * self.pace()
    }

    /// Longest wait for the next byte of an answer that may be silent for so long.
    fn deadline(self, longest_ms: f64) -> Duration {
        match self {
            Self::Virtual { .. } => self.wait(longest_ms / 1e3 + 10.0),
            Self::Real { .. } => self.wait(longest_ms / 1e3) + Duration::from_secs(20),
        }
    }
}

/// The test's clock.
fn now() -> Instant {
    sleep(Duration::ZERO).deadline()
}

/// Bytes that were heard, and when each piece of them was, in the instrument's time.
#[derive(Debug, Default)]
struct Heard {
    bytes: Vec<u8>,
    pieces: Vec<(f64, usize)>,
}

/// A line at whose end the dialogue's instrument is.
pub struct Held<'d, L> {
    pub dialogue: &'d Dialogue,
    pub line: L,
    pub time: Time,
}

impl<L: AsyncRead + AsyncWrite + Unpin> Held<'_, L> {
    /// Holds the whole dialogue.
    ///
    /// # Errors
    /// The first step that does not go as it must.
    pub async fn hold(mut self) -> Result<(), String> {
        let mut before = Then::Quiet;
        for (number, step) in self.dialogue.steps.iter().enumerate() {
            self.step(step, before).await.map_err(|wrong| {
                format!("{}, step {number}, sent {:?}: {wrong}", self.dialogue.name, step.sent)
            })?;
            before = step.then;
        }
        self.silent_for(2.0 * UNANSWERED_S).await.map_err(|wrong| format!("{}: {wrong}", self.dialogue.name))
    }

    async fn step(&mut self, step: &Step, before: Then) -> Result<(), String> {
        if step.silence_s > 0.0 {
            self.silent_for(step.silence_s).await?;
        }
        let sent = self.dialogue.notation.bytes(step.sent);
        let began = now();
        self.line.write_all(&sent).await.map_err(|error| error.to_string())?;
        if step.expected.is_empty() {
            return self.silent_for(UNANSWERED_S).await;
        }
        let heard = self.answer(step, before, began).await?;
        match (self.time, before) {
            (Time::Virtual { .. }, Then::Quiet) => self.in_time(step, &heard, sent.len()),
            _ => Ok(()),
        }
    }

    /// Hears until what is heard is the answer: the whole of it, but for what streams before and behind it.
    async fn answer(&mut self, step: &Step, before: Then, began: Instant) -> Result<Heard, String> {
        let begins = if before == Then::Quiet { "^" } else { "" };
        let ends = if step.then == Then::Quiet { "$" } else { "" };
        let pattern = format!("{begins}(?s-u:{}){ends}", step.expected);
        let pattern = Regex::new(&pattern).map_err(|error| error.to_string())?;
        let longest_ms = step.pauses_ms.as_ref().map_or(*step.begins_ms.end(), |pauses| *pauses.end());
        let mut heard = Heard::default();
        let shown = |heard: &Heard| self.dialogue.notation.shown(&heard.bytes);
        let hearing = async {
            let mut piece = [0; 4096];
            while !pattern.is_match(&shown(&heard)) {
                let count = self.line.read(&mut piece).await.unwrap_or(0);
                if count == 0 {
                    break;
                }
                heard.bytes.extend_from_slice(&piece[..count]);
                heard.pieces.push((self.time.since_ms(began), count));
            }
        };
        let _late = timeout(self.time.deadline(longest_ms), hearing).await;
        if pattern.is_match(&shown(&heard)) {
            return Ok(heard);
        }
        Err(format!("heard \"{}\", not {}", shown(&heard).escape_ascii(), step.expected))
    }

    /// Nothing comes for so many seconds of the instrument.
    async fn silent_for(&mut self, seconds: f64) -> Result<(), String> {
        let mut piece = [0; 4096];
        match timeout(self.time.wait(seconds), self.line.read(&mut piece)).await {
            Err(_) => Ok(()),
            Ok(Ok(count @ 1..)) => {
                let shown = self.dialogue.notation.shown(&piece[..count]);
                Err(format!("heard \"{}\" where nothing may come", shown.escape_ascii()))
            }
            Ok(ended) => Err(format!("the line ended: {ended:?}")),
        }
    }

    /// Bytes come at the line's speed: an answer begins and ends when it may, and in between only silence takes more time than bytes.
    fn in_time(&self, step: &Step, heard: &Heard, sent: usize) -> Result<(), String> {
        let byte_ms = 1e4 / f64::from(self.dialogue.baud);
        #[expect(clippy::cast_precision_loss, reason = "an answer has some kilobytes")]
        let on_the_line_ms = |bytes: usize| bytes as f64 * byte_ms;
        let (first_ms, first_bytes) = heard.pieces[0];
        let begins_ms = first_ms - on_the_line_ms(first_bytes) - on_the_line_ms(sent);
        within("the answer begins", begins_ms, &step.begins_ms)?;
        let mut silent_ms = begins_ms;
        for pair in heard.pieces.windows(2) {
            let silence_ms = pair[1].0 - pair[0].0 - on_the_line_ms(pair[1].1);
            within("between two pieces it is silent", silence_ms, &(0.0..=f64::MAX))?;
            silent_ms += silence_ms;
        }
        let in_one_piece = begins_ms..=begins_ms;
        within("in all it is silent", silent_ms, step.pauses_ms.as_ref().unwrap_or(&in_one_piece))
    }
}

fn within(what: &str, ms: f64, accepted: &RangeInclusive<f64>) -> Result<(), String> {
    let good = (accepted.start() - SLACK_MS..=accepted.end() + SLACK_MS).contains(&ms);
    if good { Ok(()) } else { Err(format!("{what} for {ms:.4} ms, not {accepted:?}")) }
}
