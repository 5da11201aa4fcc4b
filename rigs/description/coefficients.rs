//! The coefficients that an item file holds: which names each kind of item needs, and what values are plausible.
//!
//! A coefficient that is missing or misspelt would be taken as its neutral value, and nothing in a fit would show it.

use super::{Checks, ItemKind};
use std::collections::BTreeMap;

/// A coefficient of the maker's sheet, and the closed range that no sheet leaves.
struct Coefficient {
    name: &'static str,
    least: f64,
    most: f64,
    /// What it is, for the message.
    meaning: &'static str,
}

const fn coefficient(name: &'static str, least: f64, most: f64, meaning: &'static str) -> Coefficient {
    Coefficient { name, least, most, meaning }
}

/// What a calibration in water cannot tell apart, so that the sheet must say it.
///
/// Sheets print PTEMPA1 near 0.05 °C per count, PTCA0 near 5e5 counts, PTCB0 near 25 and CTCOR as 3.25e-6; the ranges
/// are one to three orders of magnitude wider. They keep every divisor of the equations away from zero between −10 and
/// 60 °C: PTCB0 + PTCB1 t + PTCB2 t² (at least 5 − 3 − 1.8) and 1 + CTCOR t.
const SBE_37_NEEDED: [Coefficient; 11] = [
    coefficient("PTEMPA0", -500.0, 500.0, "zero of the pressure sensor's thermometer, °C"),
    coefficient("PTEMPA1", 1e-3, 1.0, "slope of the pressure sensor's thermometer, °C per count"),
    coefficient("PTEMPA2", -1e-4, 1e-4, "curvature of the pressure sensor's thermometer, °C per count²"),
    coefficient("PTCA0", -1.1e6, 1.1e6, "pressure counts at zero"),
    coefficient("PTCA1", -1000.0, 1000.0, "pressure counts at zero, per °C"),
    coefficient("PTCA2", -10.0, 10.0, "pressure counts at zero, per °C²"),
    coefficient("PTCB0", 5.0, 1000.0, "pressure span"),
    coefficient("PTCB1", -0.05, 0.05, "pressure span, per °C"),
    coefficient("PTCB2", -5e-4, 5e-4, "pressure span, per °C²"),
    coefficient("CTCOR", -1e-5, 1e-5, "conductivity cell, per °C"),
    coefficient("WBOTC", -1e-3, 1e-3, "conductivity oscillator, per °C"),
];

/// What the calibration finds out, unless the file holds it at the maker's value: the effects of pressure, and the span of
/// the pressure sensor, of which a bath at one atmosphere tells nothing.
const SBE_37_OPTIONAL: [Coefficient; 8] = [
    coefficient("TPCOR", -1e-5, 1e-5, "pressure effect on temperature, K per dbar"),
    coefficient("TPCOR2", -1e-9, 1e-9, "pressure effect on temperature, K per dbar²"),
    coefficient("CPCOR", -1e-6, 1e-6, "conductivity cell, per dbar"),
    coefficient("CPCOR2", -1e-10, 1e-10, "conductivity cell, per dbar²"),
    coefficient("CPCOR3", -1e-14, 1e-14, "conductivity cell, per dbar³"),
    coefficient("PA1", 1e-5, 10.0, "pressure bridge, psi per count"),
    coefficient("PA2", -1e-6, 1e-6, "pressure bridge, psi per count²"),
    coefficient("PA3", -1e-12, 1e-12, "pressure bridge, psi per count³"),
];

/// Refuses coefficients that are missing, unknown or implausible for this kind of item.
pub(super) fn check_coefficients(kind: ItemKind, values: &BTreeMap<String, f64>, checks: &mut Checks) {
    let (needed, optional): (&[Coefficient], &[Coefficient]) = match kind {
        ItemKind::Sbe37 => (&SBE_37_NEEDED, &SBE_37_OPTIONAL),
    };
    for one in needed.iter().filter(|one| !values.contains_key(one.name)) {
        checks.missing(
            field(one.name),
            format!("a number from {} to {} ({})", one.least, one.most, one.meaning),
        );
    }
    for (name, value) in values {
        match needed.iter().chain(optional).find(|one| one.name == name) {
            Some(one) => checks.range(field(name), *value, one.least, one.most),
            None => {
                let known: Vec<&str> = needed.iter().chain(optional).map(|one| one.name).collect();
                checks.unknown(field(name), format!("one of {}", known.join(", ")));
            }
        }
    }
}

fn field(name: &str) -> String {
    format!("coefficient.{name}")
}
