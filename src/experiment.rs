//! Design of a calibration: set points and their order that reach a target uncertainty in the fewest chamber hours.
//!
//! `candidates` are the waters and pressures that a rig can make for an item; `course` turns chosen ones into legs and
//! asks `rehearsal` how long they take; `expected` is the run that would come of them, which the calibration itself
//! judges at the places of `ocean`. `search` puts the three before the optimal-design search of `hadal_models`; `report` and
//! `procedure_file` tell what it found. `adaptive` chooses as a run goes on, of what its procedure lists, and `adviser` tells
//! the controller. `forecast` tells what a rehearsal comes near.

pub mod adaptive;
pub mod adviser;
pub mod candidates;
pub mod course;
pub mod expected;
pub mod floor;
pub mod forecast;
mod nominal_item;
pub mod ocean;
pub mod procedure_file;
pub mod progress;
pub mod rehearsal;
pub mod report;
pub mod rules;
pub mod search;
