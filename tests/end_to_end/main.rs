//! The assembled product against the twin: the whole job, and everything that may go wrong with it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod adaptive;
mod catalog;
mod checks;
mod command_line;
mod commissioning;
mod coverage;
mod declared;
mod interlocks;
mod kill;
mod laboratory;
mod main_job;
mod panics;
mod refusals;
mod served_twin;
mod world;
