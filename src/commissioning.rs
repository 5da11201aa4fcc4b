//! Commissioning: a rig's nominal model from the records of its own runs.
//!
//! `record` takes a closed record to the moments that the fit of `hadal_rigs` lives through, with what `told` reads from the PLC's line;
//! `report` tells what was found as a table and as JSON, and `rig_file` writes it into the rig file, whose comments and order stay.

pub mod record;
pub mod report;
pub mod rig_file;
mod told;
