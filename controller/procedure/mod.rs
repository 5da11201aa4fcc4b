//! The procedure: a pure state machine, (state, news, now) -> (state, commands).
//!
//! It approaches a leg's salinity, temperature and pressures, waits until an explicit criterion calls the water stable,
//! has the items read, and goes on. It knows no instrument and no clock: it is told what was read and answers what is
//! to be done. Safety is not its business; that is the interlock's.

mod advice;
mod jacket;
mod machine;
pub mod pressure;
pub mod salinity;
pub mod stability;
pub mod window;

pub use advice::{Advice, Advised, Adviser, Itinerary, Whereabouts};
pub use machine::{State, step};

use crate::interlock::Sample;
use hadal_record::event::{Bottle, Bracket, Point};
use hadal_rigs::bracket::Check;
use hadal_rigs::chamber::NominalChamber;
use hadal_rigs::description::{Item, Procedure, Rig};
use hadal_wire::operator::Task;

/// What a run is to do and what it may use for it. Nothing in it changes during the run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The procedure file.
    pub procedure: Procedure,
    /// The rig file.
    pub rig: Rig,
    /// Nominal model of the chamber.
    pub chamber: NominalChamber,
    /// The item files, in the procedure's order.
    pub items: Vec<Item>,
    /// Longest time between samples of any item, s.
    pub sample_period_s: f64,
    /// UTC at the run's beginning, ns since 1970: standards age.
    pub begins_utc_ns: i64,
    /// Who decides which points are visited.
    pub itinerary: Itinerary,
}

impl Plan {
    /// From checked files; every point is visited as listed.
    pub fn new(rig: &Rig, procedure: &Procedure, items: &[Item], begins_utc_ns: i64) -> Self {
        Self {
            procedure: procedure.clone(),
            rig: rig.clone(),
            chamber: NominalChamber::new(&rig.chamber),
            items: items.to_vec(),
            sample_period_s: items.iter().map(|item| item.sample_period_s).fold(0.0, f64::max),
            begins_utc_ns,
            itinerary: Itinerary::Listed,
        }
    }

    /// The checks on one side of the run, in order.
    fn checks(&self, bracket: Bracket) -> Vec<Check> {
        let Some(checks) = &self.procedure.checks else { return Vec::new() };
        let kinds = match bracket {
            Bracket::Before => &checks.before,
            Bracket::After => &checks.after,
        };
        Check::all(kinds, &self.rig, self.items.len())
    }
}

/// What has been read since the last step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct News {
    /// Reference temperatures, °C, with the thermometer's index.
    pub temperatures: Vec<(usize, Sample)>,
    /// Reference pressure, MPa absolute.
    pub pressures: Vec<Sample>,
    /// Pressure by the plant's own transducer, MPa absolute.
    pub plant_pressures: Vec<Sample>,
    /// Whole samples of items: index, and the frequency of the conductivity cell, Hz.
    pub item_samples: Vec<(usize, Sample)>,
    /// What the operator and the adviser said.
    pub answers: Vec<Answer>,
}

/// What was answered to a question: by the operator, or by the adviser.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The bottle has been drawn.
    Drawn {
        /// The question.
        number: u32,
        /// When, ns.
        at_ns: u64,
    },
    /// What was asked for is done.
    Done {
        /// The question.
        number: u32,
        /// When, ns.
        at_ns: u64,
    },
    /// A number was entered.
    Entry {
        /// The question.
        number: u32,
        /// Practical salinity; hPa where the barometer was asked for.
        value: f64,
        /// When, ns.
        at_ns: u64,
    },
    /// It cannot be done.
    Refused {
        /// The question.
        number: u32,
        /// Why.
        reason: String,
    },
    /// What the adviser said, or why it cannot say anything.
    Advice(Result<Advised, String>),
}

/// What the plant is to do until told otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// Pump.
    pub pump_ml_per_min: f64,
    /// Metered release.
    pub release_ml_per_min: f64,
    /// Set point of the jacket.
    pub jacket_celsius: f64,
    /// Stirrer.
    pub stirrer_rpm: f64,
    /// Fresh water, at ambient pressure only.
    pub fresh_ml_per_min: f64,
    /// Brine, at ambient pressure only.
    pub brine_ml_per_min: f64,
}

/// Whether items take samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampling {
    /// They wait.
    Idle,
    /// They sample at their own period.
    Running,
}

/// What is to be done, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// The procedure enters a new state; durable before anything after it is done.
    Transition {
        /// State left.
        from: String,
        /// State entered.
        to: String,
    },
    /// Tell the plant.
    Plant(Demand),
    /// Vent the plant and leave it vented, pump, heaters and dosing off, until it is told a demand again.
    Vent,
    /// Let items sample, or not.
    Sample(Sampling),
    /// Ask the operator.
    Ask {
        /// The question's number.
        number: u32,
        /// What to do.
        task: Task,
    },
    /// Ask the adviser.
    Consult(Whereabouts),
    /// Record a bottle.
    Bottle(Bottle),
    /// Record a point.
    Point(Point),
    /// Record a check.
    Check(hadal_record::event::Check),
    /// Record a note.
    Note(String),
    /// All points are read; the plant is at ambient pressure.
    Finish,
    /// The procedure cannot go on.
    Fail {
        /// Why.
        reason: String,
    },
}
