//! The whole box: SP 0 to 42, freezing to 40 °C, 0 to 10,000 dbar, against GSW-Python; beyond that, its salt part.

use crate::comparison::{Comparison, Section, Terms};
use crate::gibbs::{BY_SALINITY, DERIVATIVES, Derivative, largest, round_off};
use crate::gsw::{EXACT, Law, POLYNOMIAL, conductivity};
use crate::reference::{GSW_BOX, GSW_DERIVATIVES, GSW_FREEZING, GSW_POLYNOMIAL, Row, rows, rows_where};
use crate::seawater_check_values::tolerance;
use hadal_models::quantity::Temperature;
use hadal_models::seawater::{
    conservative_temperature, freezing_depression_by_air, freezing_temperature, practical_salinity,
};

/// End of TEOS-10 in pressure: beyond it our water part is not the toolbox's.
const END_DBAR: f64 = 10_000.0;
const BEYOND: &str = "the box and on to 12,700 dbar";
const OWN: &str = "GSW's own";
const ROUND_OFF: &str = "40 roundings of the largest value on either side";

fn unmodified(row: &Row) -> bool {
    row.number("p") <= END_DBAR
}

/// Every law whose column the rows have.
fn against(rows: &[Row], range: &'static str, laws: &[Law]) -> Vec<Comparison> {
    let compare = |law: &Law| {
        let terms = Terms { unit: law.unit, range, tolerance: tolerance(law.column), reason: OWN };
        let there = rows.iter().filter_map(|row| Some([(law.ours)(row), row.cell(law.column)?]));
        terms.compare(format!("{} (`{}`)", law.name, law.column), there)
    };
    laws.iter().map(compare).filter(|comparison| comparison.points > 0).collect()
}

/// The toolbox gives fresh water a small conductivity; ours does not conduct.
fn salinity_scale() -> [Comparison; 2] {
    let rows = rows_where(GSW_BOX, |row| row.number("SP") > 0.0);
    let range = "SP 0.5 to 42, to 12,700 dbar";
    let terms = |unit, column| Terms { unit, range, tolerance: tolerance(column), reason: OWN };
    [
        terms("mS/cm", "C_from_SP").compare(
            "conductivity (`C_from_SP`)",
            rows.iter().map(|row| [conductivity(row), row.number("C_from_SP")]),
        ),
        terms("1", "SP_from_C").compare(
            "Practical Salinity from that conductivity (`SP_from_C`)",
            rows.iter().map(|row| {
                let ours = practical_salinity(row.conductivity(), row.temperature(), row.pressure());
                [ours.value(), row.number("SP")]
            }),
        ),
    ]
}

fn freezing() -> Vec<Comparison> {
    let rows = rows_where(GSW_FREEZING, unmodified);
    let in_situ = |row: &Row, air: f64| {
        let free_of_air = freezing_temperature(row.salinity(), row.pressure()).celsius();
        Temperature::from_celsius(free_of_air - air * freezing_depression_by_air(row.salinity()))
    };
    let mut comparisons = Vec::new();
    for (water, air, end) in [("free of air", 0.0, ""), ("saturated with air", 1.0, "_air_saturated")] {
        let temperature = |row: &Row| in_situ(row, air);
        let conservative =
            |row: &Row| conservative_temperature(row.salinity(), temperature(row), row.pressure()).celsius();
        let terms = |column| Terms {
            unit: "K",
            range: "SP 0 to 42, to 10,000 dbar",
            tolerance: tolerance(column),
            reason: OWN,
        };
        comparisons.push(terms("t_freezing").compare(
            format!("freezing temperature, {water} (`t_freezing`)"),
            rows.iter().map(|row| [temperature(row).celsius(), row.number(&format!("t_freezing{end}"))]),
        ));
        comparisons.push(terms("CT_freezing").compare(
            format!("freezing Conservative Temperature, {water} (`CT_freezing`)"),
            rows.iter().map(|row| [conservative(row), row.number(&format!("CT_freezing{end}"))]),
        ));
    }
    comparisons
}

fn derivatives() -> Vec<Comparison> {
    let rows = rows_where(GSW_DERIVATIVES, unmodified);
    DERIVATIVES.iter().map(|derivative| compare(derivative, &rows, "the box")).collect()
}

/// The salt's part is TEOS-10's at all pressures.
fn derivatives_by_salinity() -> Vec<Comparison> {
    let rows = rows(GSW_DERIVATIVES);
    BY_SALINITY.iter().map(|derivative| compare(derivative, &rows, BEYOND)).collect()
}

fn compare(derivative: &Derivative, rows: &[Row], range: &'static str) -> Comparison {
    let Derivative { column, unit, ours } = derivative;
    let tolerance = 2.0 * round_off(largest(rows, column));
    let terms = Terms { unit, range, tolerance, reason: ROUND_OFF };
    let pairs = rows.iter().filter_map(|row| Some([ours(row), row.cell(column)?]));
    terms.compare(format!("`{column}`"), pairs)
}

/// Beyond 10,000 dbar: seawater less fresh water of the same temperature and pressure, on either side.
fn salt_beyond() -> Vec<Comparison> {
    let rows = rows_where(GSW_DERIVATIVES, |row| !unmodified(row));
    let fresh = |row: &Row| {
        let place = [row.number("t"), row.number("p")].map(f64::to_bits);
        rows.iter().find(|other| {
            other.number("SA").to_bits() == 0
                && [other.number("t"), other.number("p")].map(f64::to_bits) == place
        })
    };
    let compare = |derivative: &Derivative| {
        let Derivative { column, unit, ours } = derivative;
        let salty = rows.iter().filter(|row| row.number("SA") > 0.0);
        let pairs = salty.filter_map(|row| {
            let fresh = fresh(row)?;
            Some([ours(row) - ours(fresh), row.number(column) - fresh.number(column)])
        });
        let tolerance = 4.0 * round_off(largest(&rows, column));
        let terms = Terms {
            unit,
            range: "4 to 40 °C, 11,000 and 12,700 dbar",
            tolerance,
            reason: "the same, of two values",
        };
        terms.compare(format!("`{column}`, salt part"), pairs)
    };
    DERIVATIVES.iter().map(compare).collect()
}

pub(crate) fn section() -> Section {
    let mut comparisons = against(&rows_where(GSW_BOX, unmodified), "the box", &EXACT);
    comparisons.extend(against(&rows(GSW_POLYNOMIAL), BEYOND, &POLYNOMIAL));
    comparisons.extend(salinity_scale());
    comparisons.extend(freezing());
    comparisons.extend(derivatives());
    comparisons.extend(derivatives_by_salinity());
    comparisons.extend(salt_beyond());
    Section { authority: "The code of GSW-Python 3.6.23", comparisons }
}

#[test]
fn val_every_function_agrees_with_gsw_over_the_box() {
    section().assert_passed();
}
