//! A fit to a table of reference values and raw outputs, such as a laboratory's calibration sheet.
//!
//! Where the table states uncertainties, they are independent from point to point, weigh the points, and stand for
//! themselves: the residuals then test them. Without, all points are alike and the residuals make the uncertainties.

mod error;
mod stated;
mod terms;

use error::LARGEST;
pub use error::SheetError;
pub use terms::term_sets;

use super::{Fit, FitError, Problem, fit, fit_both_variables};
use crate::equation::{Equation, Input};
use crate::format::csv::Table;
use std::collections::BTreeMap;

/// A sheet, fitted.
#[derive(Clone, Debug)]
pub struct SheetFit {
    /// The fit; its covariance comes from the stated uncertainties, or without them from the residuals.
    pub fit: Fit,
    /// What was fitted; where raw inputs have stated uncertainties, the equivalent problem with exact inputs.
    pub problem: Problem<'static>,
    /// Which column served as what: `reference`, and each input of the equation by name.
    pub columns: BTreeMap<String, String>,
    /// Line of each point in the file.
    pub lines: Vec<u64>,
    /// Reference values.
    pub reference: Vec<f64>,
    /// Raw inputs of each point.
    pub inputs: Vec<Vec<f64>>,
    /// Coefficients that were held, with their values.
    pub held: BTreeMap<String, f64>,
}

/// Fits the equation of this name to the table.
///
/// `columns` maps roles to columns: `reference`, `raw` (the equation's first input) or an input's own name, and each of
/// these followed by `_uncertainty` for its standard uncertainty, in its unit. Roles that are not mapped take the column with
/// a plain name for them; uncertainties may be missing.
///
/// # Errors
/// [`SheetError`], naming the line, column or role.
pub fn fit_sheet(
    table: &Table,
    equation: &'static Equation,
    columns: &BTreeMap<String, String>,
) -> Result<SheetFit, SheetError> {
    check_roles(equation, columns)?;
    let mut used = BTreeMap::new();
    let named = columns.get("reference").cloned();
    let reference_column = required("reference", named, equation.reference_names(), table)?;
    let reference = table.numbers(&reference_column)?;
    used.insert("reference".to_owned(), reference_column);
    check_size(table, &used["reference"], &reference)?;
    check_plausible(equation, table, &used["reference"], &reference)?;
    let mut by_input = Vec::new();
    for (place, input) in equation.inputs().iter().enumerate() {
        by_input.push(input_values(table, place, input, columns, &mut used)?);
    }
    let stated = stated::read(table, equation, columns, &mut used, &reference, &by_input)?;
    check_shared(&used)?;
    let inputs: Vec<Vec<f64>> =
        (0..table.len()).map(|row| by_input.iter().map(|values| values[row]).collect()).collect();
    let held = held(equation, &inputs);
    let problem = Problem {
        equation,
        inputs: inputs.clone(),
        reference: reference.clone(),
        errors: stated.errors(),
        fixed: held.clone(),
        prior: BTreeMap::new(),
        start: BTreeMap::new(),
    };
    let (fit, problem) = match stated.raw_covariance() {
        Some(raw) => fit_both_variables(&problem, &raw).map(|found| (found.fit, found.problem)),
        None => fit(&problem).map(|found| (found, problem)),
    }
    .map_err(|error| at_line(error, &table.lines()))?;
    check_result(&fit)?;
    Ok(SheetFit { fit, problem, columns: used, lines: table.lines(), reference, inputs, held })
}

fn check_roles(equation: &Equation, columns: &BTreeMap<String, String>) -> Result<(), SheetError> {
    let mut accepted = vec!["reference", "raw"];
    accepted.extend(equation.inputs().iter().map(|input| input.name));
    let is_known = |role: &&String| accepted.contains(&role.strip_suffix(stated::SUFFIX).unwrap_or(role));
    if let Some(role) = columns.keys().find(|role| !is_known(role)) {
        return Err(SheetError::UnknownRole {
            role: role.clone(),
            equation: equation.id(),
            accepted: format!("{}, each also with {}", accepted.join(", "), stated::SUFFIX),
        });
    }
    let input = equation.inputs()[0].name;
    match (columns.get("raw"), columns.get(input)) {
        (Some(raw), Some(named)) => {
            Err(SheetError::RepeatedRole { input, raw: raw.clone(), named: named.clone() })
        }
        _ => Ok(()),
    }
}

/// Refuses a reference value of another unit or from another column.
fn check_plausible(
    equation: &Equation,
    table: &Table,
    column: &str,
    reference: &[f64],
) -> Result<(), SheetError> {
    let (least, most) = equation.plausible_reference();
    let mut rows = table.lines().into_iter().zip(reference);
    match rows.find(|(_, value)| !(least..=most).contains(*value)) {
        Some((line, value)) => Err(SheetError::Implausible {
            line,
            column: column.to_owned(),
            value: *value,
            least,
            most,
            unit: equation.output_unit(),
        }),
        None => Ok(()),
    }
}

/// Refuses what no instrument sends.
fn check_size(table: &Table, column: &str, values: &[f64]) -> Result<(), SheetError> {
    let mut rows = table.lines().into_iter().zip(values);
    match rows.find(|(_, value)| value.abs() > LARGEST) {
        Some((line, value)) => Err(SheetError::Beyond { line, column: column.to_owned(), value: *value }),
        None => Ok(()),
    }
}

/// Refuses a fit that says nothing of a coefficient, its uncertainty or a point.
fn check_result(fit: &Fit) -> Result<(), SheetError> {
    let finite = |values: &[f64]| values.iter().all(|value| value.is_finite());
    let what = match fit {
        _ if !finite(&fit.coefficients) => "coefficient",
        _ if !finite(fit.covariance.as_slice()) => "uncertainty of a coefficient",
        _ if !finite(&fit.residuals) || !fit.chi_squared.is_finite() => "residual",
        _ => return Ok(()),
    };
    Err(SheetError::Overflow { what })
}

/// Refuses one column in two roles.
fn check_shared(used: &BTreeMap<String, String>) -> Result<(), SheetError> {
    let mut role_of: BTreeMap<&str, &str> = BTreeMap::new();
    for (role, column) in used {
        if let Some(first) = role_of.insert(column, role) {
            let (first, second) = (first.to_owned(), role.clone());
            return Err(SheetError::SharedColumn { column: column.clone(), first, second });
        }
    }
    Ok(())
}

/// A sheet's points are its lines.
fn at_line(error: FitError, lines: &[u64]) -> SheetError {
    match error {
        FitError::NotFinite { point, what, value } if point < lines.len() => {
            SheetError::NotFinite { line: lines[point], what, value }
        }
        other => SheetError::Fit(other),
    }
}

/// Values of one input: its column, or its default where there is none.
fn input_values(
    table: &Table,
    place: usize,
    input: &Input,
    columns: &BTreeMap<String, String>,
    used: &mut BTreeMap<String, String>,
) -> Result<Vec<f64>, SheetError> {
    let raw = if place == 0 { columns.get("raw") } else { None };
    let named = columns.get(input.name).or(raw).cloned();
    let role = if place == 0 { "raw" } else { input.name };
    let column = match (named, input.default) {
        (None, Some(default)) => match recognised(role, input.plain_names, table)? {
            Some(column) => column,
            None => return Ok(vec![default; table.len()]),
        },
        (named, _) => required(role, named, input.plain_names, table)?,
    };
    let values = table.numbers(&column)?;
    check_size(table, &column, &values)?;
    used.insert(input.name.to_owned(), column);
    Ok(values)
}

fn required(role: &str, named: Option<String>, plain: &[&str], table: &Table) -> Result<String, SheetError> {
    if let Some(name) = named {
        return Ok(name);
    }
    recognised(role, plain, table)?.ok_or_else(|| SheetError::NoColumn {
        role: role.to_owned(),
        plain: plain.join(", "),
        found: table.headers().join(", "),
    })
}

/// The one column with a plain name for a role, if there is any.
fn recognised(role: &str, plain: &[&str], table: &Table) -> Result<Option<String>, SheetError> {
    let found: Vec<&String> = table.headers().iter().filter(|name| plain.contains(&name.as_str())).collect();
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some((*one).clone())),
        several => {
            let found = several.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
            Err(SheetError::AmbiguousColumn { role: role.to_owned(), found })
        }
    }
}

/// What the equation holds, less the first-order pressure term where pressure was varied.
fn held(equation: &Equation, inputs: &[Vec<f64>]) -> BTreeMap<String, f64> {
    let mut held: BTreeMap<String, f64> =
        equation.held().iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    let pressure = equation.inputs().iter().position(|input| input.name == "pressure_dbar_sea");
    if let Some(place) = pressure {
        let values = || inputs.iter().map(|row| row[place]);
        let span = values().fold(f64::NEG_INFINITY, f64::max) - values().fold(f64::INFINITY, f64::min);
        if span > 100.0 {
            held.retain(|name, _| name != "TPCOR" && name != "CPCOR");
        }
    }
    held
}

#[cfg(test)]
mod tests;
