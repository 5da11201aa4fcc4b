//! Hadal, assembled: the verbs of the command line, and what is made from a closed record.
//!
//! `plan` reads the files of a run and finds it possible; `run` puts the controller before a twin or hardware. From the
//! closed record, `observe` says what the water was at each point, `calibrations` fits, `certificate` and `report`
//! tell it, and for a twin `validation` compares it with the truth. `points` makes runs without a record, for statistics.
//! `command` holds one file per verb.
//! `columns` passes tables through, and `seawater` makes states of their rows; `convert` makes casts of raw files,
//! those of RBR by `rsk`. `coefficients` takes a certificate's coefficients to the makers' formats. `uncertainty` evaluates
//! budgets. `commissioning` takes records to a rig's nominal model. All write through `output`.

pub mod calibrations;
pub mod certificate;
pub mod coefficients;
pub mod columns;
pub mod command;
pub mod commissioning;
pub mod convert;
pub mod equations;
pub mod experiment;
pub mod found_and_left;
pub mod observe;
pub mod output;
pub mod plan;
pub mod points;
pub mod products;
pub mod report;
pub mod rsk;
pub mod run;
pub mod seawater;
pub mod served_twin;
pub mod sheet;
pub mod uncertainty;
pub mod validation;

#[cfg(test)]
mod fixture;
