//! The Gibbs energy and what is solved from it against the same formulas in 50 digits: only round-off is left.

use crate::comparison::{Comparison, Section, Terms};
use crate::gibbs::{BY_SALINITY, DERIVATIVES, Derivative, largest, round_off};
use crate::reference::{FIFTY_DIGITS, rows};
use hadal_models::constants::CONSERVATIVE_HEAT_CAPACITY;
use hadal_models::seawater::{conservative_temperature, potential_temperature};

const RANGE: &str = "the box and on to 12,700 dbar";
/// What [`round_off`] of entropy, 620 J/(kg K) at most, does to a temperature found from it: its slope is 13 J/(kg K²) or
/// more.
pub(crate) fn round_off_of_isentrope_kelvin() -> f64 {
    round_off(620.0) / 13.0
}

fn derivatives() -> Vec<Comparison> {
    let rows = rows(FIFTY_DIGITS);
    let compare = |derivative: &Derivative| {
        let Derivative { column, unit, ours } = derivative;
        let tolerance = round_off(largest(&rows, column));
        let terms = Terms { unit, range: RANGE, tolerance, reason: "40 roundings of the largest value" };
        terms.compare(
            format!("`{column}`"),
            rows.iter().filter_map(|row| Some([ours(row), row.cell(column)?])),
        )
    };
    DERIVATIVES.iter().chain(&BY_SALINITY).map(compare).collect()
}

fn temperatures() -> [Comparison; 2] {
    let rows = rows(FIFTY_DIGITS);
    let isentrope = round_off_of_isentrope_kelvin();
    let terms = |tolerance, reason| Terms { unit: "K", range: RANGE, tolerance, reason };
    [
        terms(isentrope, "40 roundings of entropy").compare(
            "potential temperature",
            rows.iter().map(|row| {
                let ours = potential_temperature(row.salinity(), row.temperature(), row.pressure());
                [ours.celsius(), row.number("pt0")]
            }),
        ),
        // Enthalpy is a difference from T ∂g/∂T, which reaches 195,000 J/kg.
        terms(
            isentrope + round_off(195_000.0) / CONSERVATIVE_HEAT_CAPACITY,
            "40 roundings of entropy and of enthalpy",
        )
        .compare(
            "Conservative Temperature",
            rows.iter().map(|row| {
                let ours = conservative_temperature(row.salinity(), row.temperature(), row.pressure());
                [ours.celsius(), row.number("CT")]
            }),
        ),
    ]
}

pub(crate) fn section() -> Section {
    let mut comparisons = derivatives();
    comparisons.extend(temperatures());
    Section { authority: "The same formulas with 50 digits (mpmath)", comparisons }
}

#[test]
fn derivatives_are_those_computed_with_fifty_digits() {
    section().assert_passed();
}
