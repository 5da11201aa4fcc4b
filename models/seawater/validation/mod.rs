//! Seawater under pressure as others found it, against itself, and before any number at all.
//!
//! Each property against other people's numbers is in `tests/validation`.

mod any_number;
mod pss78;
mod round_trips;
mod squeeze;

use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};

/// A state in the units of oceanography: g/kg, °C, dbar of sea pressure.
fn state(g_per_kg: f64, celsius: f64, dbar: f64) -> (AbsoluteSalinity, Temperature, SeaPressure) {
    (
        AbsoluteSalinity::from_g_per_kg(g_per_kg),
        Temperature::from_celsius(celsius),
        SeaPressure::from_dbar(dbar),
    )
}

/// Fails unless `ours` is within `tolerance` of `theirs`; a NaN fails too.
#[track_caller]
fn assert_within(ours: f64, theirs: f64, tolerance: f64, what: &str) {
    let difference = (ours - theirs).abs();
    assert!(
        difference <= tolerance,
        "{what}: ours {ours:e}, theirs {theirs:e}, off by {difference:e} > {tolerance:e}"
    );
}

/// Fails unless `ours` rounds to `theirs`, printed with `digits` significant digits. One unit of the last
/// digit is allowed, since published values are rounded and sometimes cut.
#[track_caller]
fn assert_digits(ours: f64, theirs: f64, digits: i32, what: &str) {
    let exponent = libm::floor(libm::log10(theirs.abs()));
    let unit = libm::pow(10.0, exponent - f64::from(digits - 1));
    assert_within(ours, theirs, unit, what);
}
