//! An adaptive run: the procedure file lists what may be visited, and an adviser says what is, point by point.
//!
//! The adviser stands outside of the controller, which knows no fit. It hears what is recorded and is consulted between
//! points, while the vessel is held and the interlock stays alive. What it says is checked before it is followed.

use hadal_record::event::Event;

/// Who decides which points of a procedure are visited, and in which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Itinerary {
    /// The procedure file: all of them, as listed.
    #[default]
    Listed,
    /// An adviser: each leg at most once, and of its pressures those that are chosen.
    Advised,
}

/// Where a run is when it asks for advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// Before the first leg, or the last bottle of a leg has been measured.
    BetweenLegs,
    /// A point of this leg, numbered from 0, has been read.
    InLeg(usize),
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// In a leg: go on to the pressure at this place of its list, from 0. Pressure rises or falls from the last point.
    GoTo(usize),
    /// In a leg, after a point at ambient pressure: draw its last bottle.
    EndLeg,
    /// Between legs: begin this leg, numbered from 0, which has not been visited.
    Begin(usize),
    /// Between legs: nothing more is needed.
    Finish,
}

/// Advice with what people want to know about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Advised {
    /// What to do.
    pub advice: Advice,
    /// Why, in words; it goes into the record.
    pub why: String,
    /// How long the run will still take as far as the adviser can tell, s.
    pub remaining_s: f64,
}

/// Chooses the next point from what has been recorded so far.
pub trait Adviser: Send {
    /// Hears the opening of the run, and then each reading, point and bottle once it is in the record, in that order. It must
    /// return at once.
    fn hear(&mut self, event: &Event);

    /// Gives advice. It may think for seconds: it has a thread of its own, and virtual time stands still.
    ///
    /// # Errors
    /// Why it cannot advise; the run then ends safely.
    fn advise(&mut self, whereabouts: Whereabouts) -> Result<Advised, String>;
}
