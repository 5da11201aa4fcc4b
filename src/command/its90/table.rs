//! A table of values, converted row by row.

use super::thermometer::{Given, Thermometer, Values};
use crate::columns::{self, Batch, Column, Table};
use anyhow::Context as _;
use std::path::Path;

/// A column that is appended, with what it takes from a row's values.
type Appended = (&'static str, fn(&Values) -> f64);

const NUMBERS: [Appended; 4] = [
    ("t90 [degC]", |values| values.t90_celsius),
    ("t68 [degC]", |values| values.t68_celsius),
    ("W [1]", |values| values.ratio),
    ("Wr [1]", |values| values.reference_ratio),
];

/// Appends to the table at `input` whatever belongs to its column of values.
pub(super) fn convert(thermometer: &Thermometer, input: &Path, output: Option<&Path>) -> anyhow::Result<()> {
    columns::refuse_overwriting(input, output)?;
    let table = Table::open(input)?;
    let (given, index) = given(&table)?;
    let appended: Vec<Appended> =
        NUMBERS.into_iter().filter(|(name, _)| !given.columns().contains(name)).collect();
    let mut names: Vec<&str> = appended.iter().map(|(name, _)| *name).collect();
    names.push("in_range");
    if thermometer.with_uncertainty() {
        names.push(given.uncertainty_name());
    }
    columns::append(table, output, &names, |batch| rows(thermometer, given, index, &appended, batch))?;
    Ok(())
}

/// Which column holds the values, and what they are.
fn given(table: &Table) -> anyhow::Result<(Given, usize)> {
    let all: Vec<&str> = Given::ALL.into_iter().flat_map(|given| given.columns().iter().copied()).collect();
    let index = table.require(&all)?;
    let header = table.headers()[index].as_str();
    let given = Given::ALL.into_iter().find(|given| given.columns().contains(&header));
    Ok((given.context("a column that was found has a meaning")?, index))
}

fn rows(
    thermometer: &Thermometer,
    given: Given,
    index: usize,
    appended: &[Appended],
    batch: &Batch,
) -> anyhow::Result<Vec<Column>> {
    let values = batch.column_with_gaps(index)?.into_iter().map(|value| thermometer.values(given, value));
    let values = values.collect::<anyhow::Result<Vec<Values>>>()?;
    let mut columns: Vec<Column> = appended
        .iter()
        .map(|(_, of)| Column::Numbers(values.iter().map(of).collect()))
        .chain([Column::Flags(values.iter().map(|values| values.in_range).collect())])
        .collect();
    if thermometer.with_uncertainty() {
        let of = |values: &Values| values.uncertainty.unwrap_or(f64::NAN);
        columns.push(Column::Numbers(values.iter().map(of).collect()));
    }
    Ok(columns)
}
