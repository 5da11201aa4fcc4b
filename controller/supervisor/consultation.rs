//! The adviser at its desk, or thinking on a thread of its own while the core goes on watching.
//!
//! On a paused clock virtual time stands still for as long as it thinks (tokio does not advance it while a blocking task is
//! under way), so that its answer comes at the same instant in every run.

use crate::procedure::{Advised, Adviser, Answer, Whereabouts};
use hadal_record::event::Event;
use tokio::task::JoinHandle;

type Thought = (Box<dyn Adviser>, Result<Advised, String>);

/// An adviser, if the run has one.
pub(super) struct Consultation {
    at_desk: Option<Box<dyn Adviser>>,
    thinking: Option<JoinHandle<Thought>>,
    /// What was recorded while it thought.
    unheard: Vec<Event>,
}

impl Consultation {
    pub(super) fn with(adviser: Option<Box<dyn Adviser>>) -> Self {
        Self { at_desk: adviser, thinking: None, unheard: Vec::new() }
    }

    /// Passes on what has been recorded.
    pub(super) fn hear(&mut self, event: &Event) {
        match &mut self.at_desk {
            Some(adviser) => adviser.hear(event),
            None if self.thinking.is_some() => self.unheard.push(event.clone()),
            None => {}
        }
    }

    /// Lets it think. Without an adviser nothing comes of it, and the procedure runs out of patience.
    pub(super) fn begin(&mut self, whereabouts: Whereabouts) {
        let Some(mut adviser) = self.at_desk.take() else { return };
        self.thinking = Some(tokio::task::spawn_blocking(move || {
            let advised = adviser.advise(whereabouts);
            (adviser, advised)
        }));
    }

    /// What it says, once it has thought. Dropping the future loses nothing.
    pub(super) async fn next(&mut self) -> Answer {
        let Some(thinking) = &mut self.thinking else { return std::future::pending().await };
        let thought = thinking.await;
        self.thinking = None;
        match thought {
            Ok((mut adviser, advised)) => {
                self.unheard.drain(..).for_each(|event| adviser.hear(&event));
                self.at_desk = Some(adviser);
                Answer::Advice(advised)
            }
            Err(error) => Answer::Advice(Err(super::panicked(error))),
        }
    }
}
