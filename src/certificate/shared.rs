//! What certificates share: the covariance between coefficients that were calibrated against the same references.
//!
//! A reference's parameter θ, named in two certificates, moves the coefficients of both: their covariance is S₁ U(θ) S₂ᵀ
//! with the sensitivities that each certificate states (JCGM 102:2011, 6.2.1.3). Bottles, bath and water of a run bear names with
//! its id, so that the items of one run share these too. What PSS-78 departs from true conductivity is the same for all, and
//! tied by its stated covariance between the water of one run's points and the other's. Errors that no name ties
//! together are independent. Within one item the certificate's own covariance stands.

mod check;

use super::{JointResult, SharedErrorEntry, SharedFormulation, UnitErrorEntry};
use check::{check, possible};
use hadal_models::calibration::ctd::{ImpossibleState, State};
use hadal_models::uncertainty::ImpossibleCovariance;
use serde::Serialize;
use std::collections::BTreeMap;

/// Version of this layout.
pub const SCHEMA: &str = "hadal-covariance/1";

/// Covariance of the coefficients of several items.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SharedCovariance {
    /// Always `hadal-covariance/1`.
    pub schema: &'static str,
    /// Rows and columns: item, quantity and coefficient.
    pub coefficients: Vec<String>,
    /// Row by row.
    pub covariance: Vec<Vec<f64>>,
    /// Parameters of references that more than one item names.
    pub shared_parameters: Vec<String>,
    /// What erred in a run of which more than one item is given.
    pub shared_in_run: Vec<String>,
}

/// Why there is no covariance between certificates.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SharedCovarianceError {
    /// A matrix of a certificate does not fit its names.
    #[error("{item}: {what}: {found} rows or columns where {expected} are named")]
    Size {
        /// Whose.
        item: String,
        /// Which matrix.
        what: String,
        /// Found.
        found: usize,
        /// Named.
        expected: usize,
    },
    /// Two certificates know the same parameter by different uncertainties.
    #[error(
        "{name}: {one} states the variance {here:e}, {other} states {there:e}: one of the two rig files is wrong"
    )]
    Differs {
        /// The parameter.
        name: String,
        /// One item.
        one: String,
        /// What it states.
        here: f64,
        /// The other.
        other: String,
        /// What that states.
        there: f64,
    },
    /// A name that stands for two rows or columns.
    #[error("{item}: {what}: `{name}` is named twice; accepted: each name once")]
    NamedTwice {
        /// Whose.
        item: String,
        /// Which matrix.
        what: String,
        /// The name.
        name: String,
    },
    /// A covariance that no errors have.
    #[error("{item}: {what}: {problem}")]
    Impossible {
        /// Whose.
        item: String,
        /// Which matrix.
        what: String,
        /// What is wrong with it. Part of the message, and so not its source.
        problem: ImpossibleCovariance,
    },
    /// A point at which there can have been no water.
    #[error("{item}: shared formulation, point {point}: {problem}")]
    State {
        /// Whose.
        item: String,
        /// Its number, from 0.
        point: usize,
        /// What is wrong with it. Part of the message, and so not its source.
        problem: ImpossibleState,
    },
}

/// The covariance of all coefficients of these items, each with the name by which it is called in the result.
///
/// # Errors
/// [`SharedCovarianceError`] for matrices that do not fit or that no errors have, or certificates that contradict each other.
pub fn covariance(items: &[(String, &JointResult)]) -> Result<SharedCovariance, SharedCovarianceError> {
    items.iter().try_for_each(|(name, joint)| check(name, joint))?;
    let names = |(name, joint): &(String, &JointResult)| -> Vec<String> {
        joint.coefficients.iter().map(|coefficient| format!("{name}: {coefficient}")).collect()
    };
    let coefficients: Vec<String> = items.iter().flat_map(names).collect();
    let mut covariance = vec![Vec::with_capacity(coefficients.len()); coefficients.len()];
    let (mut shared_parameters, mut shared_in_run) = (Vec::new(), Vec::new());
    let mut top = 0;
    for (row, one) in items.iter().enumerate() {
        for (column, other) in items.iter().enumerate() {
            let block = if row == column {
                one.1.covariance.clone()
            } else {
                let mut block = between(one, other, &mut shared_parameters)?;
                add_unit_errors(&mut block, &one.1.unit_errors, &other.1.unit_errors, &mut shared_in_run);
                block
            };
            for (line, values) in covariance[top..].iter_mut().zip(block) {
                line.extend(values);
            }
        }
        top += one.1.coefficients.len();
    }
    possible("these certificates together", "covariance of all coefficients", &covariance)?;
    Ok(SharedCovariance { schema: SCHEMA, coefficients, covariance, shared_parameters, shared_in_run })
}

/// Covariance of one item's coefficients (rows) with another's.
fn between(
    (one_name, one): &(String, &JointResult),
    (other_name, other): &(String, &JointResult),
    shared: &mut Vec<String>,
) -> Result<Vec<Vec<f64>>, SharedCovarianceError> {
    let mut block = by_formulation(&one.shared_formulation, &other.shared_formulation);
    for (error, twin) in one.shared_errors.iter().flat_map(|error| {
        other
            .shared_errors
            .iter()
            .map(move |twin| (error, twin))
            .filter(|(error, twin)| names_one(error, twin))
    }) {
        for name in error.parameters.iter().filter(|name| twin.parameters.contains(name)) {
            let [here, there] = [error, twin].map(|entry| own_variance(entry, name));
            if (here - there).abs() > 1e-9 * here.abs().max(there.abs()) {
                let (one, other) = (one_name.clone(), other_name.clone());
                return Err(SharedCovarianceError::Differs { name: name.clone(), one, here, other, there });
            }
            if !shared.contains(name) {
                shared.push(name.clone());
            }
        }
        let covariance = parameter_covariance(error, twin);
        add(&mut block, &error.sensitivity, &covariance, &twin.sensitivity);
    }
    Ok(block)
}

/// Adds what errors of unit variance that both name give: the product of their effects on one and the other.
fn add_unit_errors(
    block: &mut [Vec<f64>],
    one: &[UnitErrorEntry],
    other: &[UnitErrorEntry],
    shared: &mut Vec<String>,
) {
    let columns = other.iter().flat_map(|error| {
        error.parameters.iter().enumerate().map(move |(column, name)| (name.as_str(), (error, column)))
    });
    let columns: BTreeMap<&str, (&UnitErrorEntry, usize)> = columns.collect();
    for error in one {
        for (column, name) in error.parameters.iter().enumerate() {
            let Some((twin, place)) = columns.get(name.as_str()) else { continue };
            for (line, left) in block.iter_mut().zip(&error.sensitivity) {
                for (value, right) in line.iter_mut().zip(&twin.sensitivity) {
                    *value += left[column] * right[*place];
                }
            }
            if !shared.contains(&error.name) {
                shared.push(error.name.clone());
            }
        }
    }
}

fn names_one(error: &SharedErrorEntry, twin: &SharedErrorEntry) -> bool {
    error.parameters.iter().any(|name| twin.parameters.contains(name))
}

fn own_variance(entry: &SharedErrorEntry, name: &String) -> f64 {
    stated(entry, name, name).unwrap_or(f64::NAN)
}

/// What an entry states of two parameters, if it names both.
fn stated(entry: &SharedErrorEntry, one: &String, other: &String) -> Option<f64> {
    let place = |name: &String| entry.parameters.iter().position(|found| found == name);
    Some(entry.covariance[place(one)?][place(other)?])
}

/// Covariance of the parameters of one entry with those of another, as far as either states it.
fn parameter_covariance(error: &SharedErrorEntry, twin: &SharedErrorEntry) -> Vec<Vec<f64>> {
    let known = |one: &String, other: &String| stated(error, one, other).or_else(|| stated(twin, one, other));
    let row = |one: &String| twin.parameters.iter().map(|other| known(one, other).unwrap_or(0.0)).collect();
    error.parameters.iter().map(row).collect()
}

/// What the departure of PSS-78 gives both: one smooth function of the water, at the points of each.
fn by_formulation(one: &SharedFormulation, other: &SharedFormulation) -> Vec<Vec<f64>> {
    let states =
        |shared: &SharedFormulation| -> Vec<State> { shared.points.iter().map(State::from).collect() };
    let (here, there) = (states(one), states(other));
    let covariance: Vec<Vec<f64>> =
        here.iter().map(|state| there.iter().map(|twin| state.covariance(twin)).collect()).collect();
    let mut block = vec![vec![0.0; other.sensitivity.len()]; one.sensitivity.len()];
    add(&mut block, &one.sensitivity, &covariance, &other.sensitivity);
    block
}

/// Adds S₁ U S₂ᵀ.
fn add(block: &mut [Vec<f64>], one: &[Vec<f64>], covariance: &[Vec<f64>], other: &[Vec<f64>]) {
    for (line, left) in block.iter_mut().zip(one) {
        // One product per row first: there are as many columns of U as points.
        let width = covariance.first().map_or(0, Vec::len);
        let weighted: Vec<f64> = (0..width)
            .map(|column| left.iter().zip(covariance).map(|(left, row)| left * row[column]).sum())
            .collect();
        for (value, right) in line.iter_mut().zip(other) {
            *value += weighted.iter().zip(right).map(|(weighted, right)| weighted * right).sum::<f64>();
        }
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod two_items;
