//! Standard uncertainties that a sheet states, of its references and of its raw outputs.

use super::super::Errors;
use super::{LARGEST, SheetError, recognised};
use crate::equation::Equation;
use crate::format::csv::Table;
use nalgebra::{DMatrix, DVector};
use std::collections::BTreeMap;

/// What follows a role's name where its uncertainty is meant.
pub(super) const SUFFIX: &str = "_uncertainty";

/// What the columns state.
pub(super) struct Stated {
    /// Of each reference, in the output's unit.
    reference: Option<Vec<f64>>,
    /// Of each input at each point, in its unit, in the equation's order.
    inputs: Vec<Option<Vec<f64>>>,
    points: usize,
}

/// Reads the columns of uncertainties that there are, of these values.
pub(super) fn read(
    table: &Table,
    equation: &Equation,
    columns: &BTreeMap<String, String>,
    used: &mut BTreeMap<String, String>,
    references: &[f64],
    raw: &[Vec<f64>],
) -> Result<Stated, SheetError> {
    let mut of_roles = |roles: &[&str], of: &[f64]| -> Result<Option<Vec<f64>>, SheetError> {
        let names: Vec<String> = roles.iter().map(|role| format!("{role}{SUFFIX}")).collect();
        let plain: Vec<&str> = names.iter().map(String::as_str).collect();
        let named = names.iter().find_map(|name| columns.get(name)).cloned();
        let column = match named {
            Some(column) => Some(column),
            None => recognised(&names[0], &plain, table)?,
        };
        column.map(|column| values(table, &names[0], column, of, used)).transpose()
    };
    let reference = of_roles(&["reference"], references)?;
    let inputs = equation.inputs().iter().zip(raw).enumerate().map(|(place, (input, raw))| match place {
        0 => of_roles(&["raw", input.name], raw),
        _ => of_roles(&[input.name], raw),
    });
    let inputs = inputs.collect::<Result<_, _>>()?;
    Ok(Stated { reference, inputs, points: table.len() })
}

fn values(
    table: &Table,
    role: &str,
    column: String,
    of: &[f64],
    used: &mut BTreeMap<String, String>,
) -> Result<Vec<f64>, SheetError> {
    let values = table.numbers(&column)?;
    // A double has no digits below this share of itself; a column of zeros is no less coarse than ones.
    let largest = of.iter().map(|value| value.abs()).fold(0.0, f64::max);
    let least = f64::EPSILON * if largest > 0.0 { largest } else { 1.0 };
    let mut rows = table.lines().into_iter().zip(&values);
    if let Some((line, value)) = rows.find(|(_, value)| !(least..=LARGEST).contains(*value)) {
        return Err(SheetError::Uncertainty { line, column, value: *value, least });
    }
    used.insert(role.to_owned(), column);
    Ok(values)
}

impl Stated {
    /// Errors of the references: none known without any column; none at all where only raw outputs have uncertainties.
    pub(super) fn errors(&self) -> Errors {
        let covariance = match &self.reference {
            Some(uncertainties) => squares(uncertainties.iter().copied()),
            None if self.inputs.iter().all(Option::is_none) => return Errors::FromResiduals,
            None => DMatrix::zeros(self.points, self.points),
        };
        Errors::Stated { covariance: covariance.clone(), scatter: covariance }
    }

    /// Covariance of the raw inputs, point after point, if any of them has uncertainties.
    pub(super) fn raw_covariance(&self) -> Option<DMatrix<f64>> {
        self.inputs.iter().any(Option::is_some).then(|| {
            let of_point = |point: usize| {
                self.inputs.iter().map(move |column| column.as_ref().map_or(0.0, |values| values[point]))
            };
            squares((0..self.points).flat_map(of_point))
        })
    }
}

fn squares(uncertainties: impl Iterator<Item = f64>) -> DMatrix<f64> {
    DMatrix::from_diagonal(&DVector::from_vec(uncertainties.map(|u| u * u).collect()))
}
