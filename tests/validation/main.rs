//! Seawater and primary standards against somebody else's numbers, and the table of it in `docs/validation.md`.
//!
//! A subject is a file: it makes the comparisons of its section, and a test holds each of them to its tolerance.
//! `page` puts all sections into the table: `HADAL_REGENERATE=1 cargo test --release --test validation` writes it,
//! without the variable the same test fails if the table is not what is measured. `uncertainty_page` does so for the figures
//! of `docs/physics/seawater.md`, `sensors` for a thousand units of each family of sensors.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod before_teos_10;
mod comparison;
mod consistency;
mod gibbs;
mod gsw;
mod gsw_ocean;
mod iapws_releases;
mod page;
mod primary_standards;
mod reference;
mod seawater_beyond_100_mpa;
mod seawater_box;
mod seawater_check_values;
mod seawater_precision;
mod seawater_seam;
mod sensors;
mod temperature_scales;
mod uncertainty_page;
mod unesco;
