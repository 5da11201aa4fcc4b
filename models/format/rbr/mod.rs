//! RBR's calibrations: equations and coefficients by the maker's names, and the command that enters them.
//!
//! A third-generation logger (L3) numbers its channels, a fourth-generation one labels them; both name their equations
//! and coefficients alike. Source: RBR, L3 command reference and Gen4 command reference, `calibration` and the pages of
//! the equations. A logger's file, `.rsk`, is an SQLite database, which is read outside this crate.

pub mod command;
mod conversion;
#[cfg(test)]
mod tests;

pub use conversion::{Calibration, Conversion, conversion};
