//! Description files: rig, procedure and item, each read by one loader that refuses what it does not know.
//!
//! [`parse`] takes a text to a checked value, or tells every problem with file, line, field, value and what is accepted.
//! [`plan_check`] takes a rig, a procedure and its items to the envelope of a run, or tells why it may not begin.

mod bracket;
mod bracket_check;
mod certificate_check;
mod chamber;
mod chamber_check;
mod check;
mod coefficients;
mod dialect_check;
mod dosing_check;
mod error;
mod freezing;
mod instrument_role;
mod item;
mod loader;
mod locate;
mod plan_check;
mod procedure;
mod procedure_check;
mod register_map_check;
mod rig;
mod rig_check;
mod schema;
mod shape;
mod simulated;
mod table;
#[cfg(test)]
mod tests;

pub use bracket::{
    Barometer, BracketingChecks, CellInAir, CheckKind, StandardSeawaterBatch, TriplePointCell,
};
pub use certificate_check::check_certificates_from;
pub use chamber::{ChamberNominal, HeatTransfer, Hydraulics};
pub use check::{Checks, Refusal};
pub use error::{DescriptionError, Problem};
pub use instrument_role::Role;
pub use item::{Item, ItemKind};
pub use loader::{Description, Loaded, load, parse};
pub use plan_check::{Envelope, driven_check, plan_check};
pub use procedure::{Approach, Leg, Procedure, Readings, Stability};
pub use rig::{
    Dosing, Endpoint, Instrument, InstrumentModel, Limits, Parity, PressureReference, Rig, Salinometer, Sprt,
};
pub use schema::{KINDS, check_any, schema_json};
pub use simulated::{Simulated, SimulatedItem};
pub use table::{Table, read_table};
