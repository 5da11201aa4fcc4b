//! The check values that come with the Gibbs SeaWater Oceanographic Toolbox, each at the toolbox's own tolerance.

use crate::comparison::{Comparison, Section, Terms};
use crate::gsw::{AT_A_PLACE, EXACT, INVERSE, Law, POLYNOMIAL};
use crate::reference::{GSW_CHECK_VALUES, GSW_FREEZING_PRESSURE, Row, rows};
use hadal_models::quantity::{SeaPressure, Temperature};
use hadal_models::seawater::{
    freezing_depression_by_air, freezing_pressure, polynomial_75, temperature_from_conservative,
};

const REASON: &str = "GSW's own";

/// The toolbox's tolerance for each column: the row that it publishes beside its values.
pub(crate) fn tolerance(column: &str) -> f64 {
    rows(GSW_CHECK_VALUES)[0].number(column)
}

/// Laws against a table of check values, whose first row is the tolerance.
fn against(table: &'static str, range: &'static str, laws: &[Law]) -> Vec<Comparison> {
    let rows = rows(table);
    let compare = |law: &Law| {
        let terms = Terms { unit: law.unit, range, tolerance: rows[0].number(law.column), reason: REASON };
        let pairs = rows[1..].iter().map(|row| [(law.ours)(row), row.number(law.column)]);
        terms.compare(format!("{} (`{}`)", law.name, law.column), pairs)
    };
    laws.iter().map(compare).collect()
}

/// Potential density anomaly by the polynomial; columns `SA`, `CT`.
const SIGMA: Law = Law {
    name: "potential density anomaly by 75 terms",
    column: "sigma0",
    unit: "kg/m³",
    ours: |row| polynomial_75::density(row.salinity(), row.conservative(), SeaPressure::SURFACE) - 1000.0,
};

/// Pressure at which water half saturated with air freezes; columns `SA`, `CT`.
const FREEZING_PRESSURE: Law = Law {
    name: "freezing pressure",
    column: "pressure_freezing_CT",
    unit: "dbar",
    ours: half_saturated_freezing_pressure,
};

/// Ours is free of air and takes the temperature in situ, which itself depends on the pressure sought. Since water cools
/// by a tenth at most of what its freezing point rises, each round gains a digit or more.
fn half_saturated_freezing_pressure(row: &Row) -> f64 {
    let salinity = row.salinity();
    let mut pressure = SeaPressure::SURFACE;
    for _ in 0..20 {
        let in_situ = temperature_from_conservative(salinity, row.conservative(), pressure).celsius();
        let free_of_air = Temperature::from_celsius(in_situ + 0.5 * freezing_depression_by_air(salinity));
        pressure = freezing_pressure(salinity, free_of_air);
    }
    pressure.dbar()
}

pub(crate) fn section() -> Section {
    let ocean = "three casts to 6,131 dbar";
    let mut comparisons = against(GSW_CHECK_VALUES, ocean, &EXACT);
    comparisons.extend(against(GSW_CHECK_VALUES, ocean, &INVERSE));
    comparisons.extend(against(GSW_CHECK_VALUES, ocean, &POLYNOMIAL));
    comparisons.extend(against(GSW_CHECK_VALUES, ocean, &[SIGMA]));
    comparisons.extend(against(GSW_CHECK_VALUES, ocean, &AT_A_PLACE));
    comparisons.extend(against(GSW_FREEZING_PRESSURE, "three casts under Arctic ice", &[FREEZING_PRESSURE]));
    Section {
        authority: "Check values of the Gibbs SeaWater Oceanographic Toolbox (gsw_cv_v3_0)",
        comparisons,
    }
}

#[test]
fn val_every_function_passes_the_check_values_of_gsw() {
    section().assert_passed();
}
