//! Description files: rig, procedure and item, each read by one loader that refuses what it does not know.

mod item;
mod procedure;
mod rig;

pub use item::{Item, ItemKind};
pub use procedure::{Approach, Leg, Procedure, Readings, Stability};
pub use rig::{
    ChamberNominal, Dosing, Endpoint, Instrument, InstrumentModel, Limits, Parity, PressureReference, Rig, Sprt,
};
