//! One run from beginning to end: the core under guard, and safe-down after it, whatever ended it.
//!
//! The core (instruments' tasks, interlock, procedure) runs as a task of its own. When it ends, by itself or by a
//! panic, the supervisor opens a fresh line to the PLC, makes the plant safe at once and vents it, and only then
//! closes the record. The PLC's watchdog stands behind the supervisor.

mod channels;
mod consultation;
mod core;
mod crew;
mod safe_down;
mod stop;
mod witness;

pub use channels::plan_record;
pub use safe_down::NotVented;
pub use stop::StopHandle;

use crate::clock::Clock;
use crate::interlock::Cause;
use crate::link::{Connector, Wiring};
use crate::procedure::{Adviser, Itinerary, Plan};
use crate::progress::Progress;
use crate::recorder::Recorder;
use hadal_record::Journal;
use hadal_record::event::{Event, Opened, Outcome};
use hadal_rigs::description::{Envelope, Item, Procedure, Rig};
use std::sync::Arc;

/// Everything a run needs. The files have been checked against each other (`plan_check`).
pub struct RunSetup {
    /// The rig.
    pub rig: Rig,
    /// The procedure.
    pub procedure: Procedure,
    /// The items, in the procedure's order.
    pub items: Vec<Item>,
    /// The tightest limits of vessel, rig and items.
    pub envelope: Envelope,
    /// What the journal was opened with; links and channels are those of [`plan_record`].
    pub opened: Opened,
    /// The run's clock, whose zero is the journal's.
    pub clock: Clock,
    /// Opens lines to the instruments by their names on the rig, and to item `k` as `item_k`.
    pub connector: Arc<dyn Connector>,
    /// The journal, created from `opened`.
    pub journal: Journal,
    /// Stops the run from outside.
    pub stop: StopHandle,
    /// Chooses the points of an adaptive run; without one, every point of the procedure is visited as listed.
    pub adviser: Option<Box<dyn Adviser>>,
    /// Hears how far the run is. A panic in it is a panic of the core: the plant is made safe.
    pub progress: Box<dyn FnMut(&Progress) + Send>,
}

/// How a run went.
#[derive(Clone, Debug, PartialEq)]
pub struct RunReport {
    /// How it ended.
    pub outcome: Outcome,
    /// The journal's last hash.
    pub head: [u8; 32],
    /// Whether the plant was seen vented.
    pub plant_vented: bool,
    /// Why it was not, if so.
    pub not_vented: Option<String>,
    /// Points read.
    pub points: u32,
    /// Why the record is not closed, if so.
    pub record_failed: Option<String>,
}

/// How the core ended.
#[derive(Clone, Debug, PartialEq)]
enum Ending {
    Finished,
    Tripped { cause: Cause, detail: String },
    Failed { reason: String },
}

/// Runs a procedure. Never panics, and never returns before the plant is safe and vented, or cannot be reached.
///
/// Call it on a current-thread runtime; with a virtual clock that runtime's clock must be paused.
pub async fn run(setup: RunSetup) -> RunReport {
    let RunSetup { rig, procedure, items, envelope, opened, .. } = setup;
    let RunSetup { clock, connector, journal, stop, adviser, progress, .. } = setup;
    let recorder = Recorder::new(clock.clone(), journal);
    let wiring = Wiring { connector, recorder: recorder.clone(), clock };
    let itinerary = if adviser.is_some() { Itinerary::Advised } else { Itinerary::Listed };
    let plan = Plan { itinerary, ..Plan::new(&rig, &procedure, &items, opened.epoch_utc_ns) };
    let mut consultation = consultation::Consultation::with(adviser);
    consultation.hear(&Event::Opened(Box::new(opened.clone())));
    let points = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let core = core::Core::new(plan, items, envelope, opened, wiring.clone(), stop, progress, points.clone());
    let ending = match tokio::spawn(core.run(consultation)).await {
        Ok(ending) => ending,
        Err(error) => Ending::Failed { reason: panicked(error) },
    };
    note_ending(&recorder, &ending);
    let vented = vent(&rig, &envelope, wiring).await;
    close(&recorder, ending, vented, points.load(std::sync::atomic::Ordering::Relaxed))
}

/// What a task's panic said.
fn panicked(error: tokio::task::JoinError) -> String {
    let Ok(payload) = error.try_into_panic() else {
        return "a task of the controller was cancelled".to_owned();
    };
    let said = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned());
    format!("a task of the controller panicked: {}", said.unwrap_or_else(|| "without words".to_owned()))
}

/// The record may be what failed: then safe-down goes on without it.
fn note_ending(recorder: &Recorder, ending: &Ending) {
    let event = match ending {
        Ending::Finished => return,
        Ending::Tripped { cause, detail } => Event::Trip { cause: cause.to_string(), detail: detail.clone() },
        Ending::Failed { reason } => Event::Note { text: reason.clone() },
    };
    recorder.record(&event).ok();
}

/// Safe-down as a task of its own, begun anew over a fresh line should it panic.
async fn vent(rig: &Rig, envelope: &Envelope, wiring: Wiring) -> Result<(), NotVented> {
    let wiring = Wiring { recorder: wiring.recorder.lenient(), ..wiring };
    let mut result = Err(NotVented { reason: "not attempted".to_owned() });
    for _ in 0..SAFE_DOWN_ATTEMPTS {
        let safe_down = safe_down::SafeDown::new(rig, envelope, wiring.clone())?;
        match tokio::spawn(safe_down.run()).await {
            Ok(ended) => return ended,
            Err(error) => result = Err(NotVented { reason: panicked(error) }),
        }
    }
    result
}

/// Safe-down is tried again after a panic, so often.
const SAFE_DOWN_ATTEMPTS: u32 = 3;

fn close(recorder: &Recorder, ending: Ending, vented: Result<(), NotVented>, points: u32) -> RunReport {
    let not_vented = vented.err().map(|error| error.reason);
    let outcome = match (ending, &not_vented) {
        (Ending::Tripped { cause, .. }, _) => Outcome::Tripped { cause: cause.to_string() },
        (Ending::Failed { reason }, _) => Outcome::Failed { reason },
        (Ending::Finished, None) => Outcome::Completed,
        (Ending::Finished, Some(reason)) => Outcome::Failed { reason: format!("not seen vented: {reason}") },
    };
    let closed = recorder.record(&Event::Closed { outcome: outcome.clone() });
    let record_failed = closed.err().map(|failed| failed.reason);
    let plant_vented = not_vented.is_none();
    RunReport { outcome, head: recorder.head(), plant_vented, not_vented, points, record_failed }
}

#[cfg(test)]
mod tests;
