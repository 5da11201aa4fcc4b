//! What a certificate must state so that a covariance can be made of it: sizes that fit, each name once, numbers that errors have.

use super::SharedCovarianceError;
use crate::certificate::{JointResult, SharedFormulation, UnitErrorEntry};
use hadal_models::calibration::ctd::State;
use hadal_models::uncertainty::check_covariance;
use nalgebra::DMatrix;
use std::collections::BTreeSet;

/// Refuses what an item states, if no errors are so.
pub(super) fn check(item: &str, joint: &JointResult) -> Result<(), SharedCovarianceError> {
    let coefficients = joint.coefficients.len();
    let square = |what: &str, matrix: &[Vec<f64>], names: &[String]| {
        distinct(item, what, names)?;
        sized(item, what, matrix, names.len(), names.len())?;
        possible(item, what, matrix)
    };
    square("covariance of the coefficients", &joint.covariance, &joint.coefficients)?;
    for error in &joint.shared_errors {
        square(&format!("covariance of {}", error.name), &error.covariance, &error.parameters)?;
        let what = format!("sensitivity to {}", error.name);
        sized(item, &what, &error.sensitivity, coefficients, error.parameters.len())?;
    }
    for UnitErrorEntry { name, parameters, sensitivity } in &joint.unit_errors {
        let what = format!("sensitivity to {name}");
        distinct(item, &what, parameters)?;
        sized(item, &what, sensitivity, coefficients, parameters.len())?;
    }
    let SharedFormulation { points, sensitivity } = &joint.shared_formulation;
    sized(item, "sensitivity to PSS-78", sensitivity, coefficients, points.len())?;
    points.iter().enumerate().try_for_each(|(point, state)| {
        let item = item.to_owned();
        State::from(state).check().map_err(|problem| SharedCovarianceError::State { item, point, problem })
    })
}

/// Refuses a square matrix that is no covariance of errors.
pub(super) fn possible(item: &str, what: &str, matrix: &[Vec<f64>]) -> Result<(), SharedCovarianceError> {
    let size = matrix.len();
    check_covariance(&DMatrix::from_fn(size, size, |row, column| matrix[row][column])).map_err(|problem| {
        SharedCovarianceError::Impossible { item: item.to_owned(), what: what.to_owned(), problem }
    })
}

fn sized(
    item: &str,
    what: &str,
    matrix: &[Vec<f64>],
    rows: usize,
    columns: usize,
) -> Result<(), SharedCovarianceError> {
    let lengths = matrix.iter().map(|row| (row.len(), columns));
    match std::iter::once((matrix.len(), rows)).chain(lengths).find(|(found, expected)| found != expected) {
        None => Ok(()),
        Some((found, expected)) => {
            let (item, what) = (item.to_owned(), what.to_owned());
            Err(SharedCovarianceError::Size { item, what, found, expected })
        }
    }
}

fn distinct(item: &str, what: &str, names: &[String]) -> Result<(), SharedCovarianceError> {
    let mut known = BTreeSet::new();
    match names.iter().find(|name| !known.insert(name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let (item, what, name) = (item.to_owned(), what.to_owned(), name.clone());
            Err(SharedCovarianceError::NamedTwice { item, what, name })
        }
    }
}
