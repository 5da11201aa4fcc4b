//! What certificates share: the covariance between coefficients that were calibrated against the same references.
//!
//! A reference's parameter θ, named in two certificates, moves the coefficients of both: their covariance is S₁ U(θ) S₂ᵀ
//! with the sensitivities that each certificate states (JCGM 102:2011, 6.2.1.3). Errors that no name ties together (bottles,
//! scatter) are taken as independent between certificates; within one item the certificate's own covariance stands.

use super::{JointResult, SharedErrorEntry};
use serde::Serialize;

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
    /// Parameters that more than one item names.
    pub shared_parameters: Vec<String>,
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
        "{parameters}: {one} states another covariance for them than {other}: one of the two quotes another certificate of the reference"
    )]
    Differs {
        /// The parameters.
        parameters: String,
        /// One item.
        one: String,
        /// The other.
        other: String,
    },
}

/// The covariance of all coefficients of these items, each with the name by which it is called in the result.
///
/// # Errors
/// [`SharedCovarianceError`] for matrices that do not fit, or certificates that contradict each other.
pub fn covariance(items: &[(String, &JointResult)]) -> Result<SharedCovariance, SharedCovarianceError> {
    items.iter().try_for_each(|(name, joint)| check(name, joint))?;
    let names = |(name, joint): &(String, &JointResult)| -> Vec<String> {
        joint.coefficients.iter().map(|coefficient| format!("{name}: {coefficient}")).collect()
    };
    let coefficients: Vec<String> = items.iter().flat_map(names).collect();
    let mut covariance = vec![Vec::with_capacity(coefficients.len()); coefficients.len()];
    let mut shared_parameters = Vec::new();
    let mut top = 0;
    for (row, one) in items.iter().enumerate() {
        for (column, other) in items.iter().enumerate() {
            let block = if row == column {
                one.1.covariance.clone()
            } else {
                between(one, other, &mut shared_parameters)?
            };
            for (line, values) in covariance[top..].iter_mut().zip(block) {
                line.extend(values);
            }
        }
        top += one.1.coefficients.len();
    }
    Ok(SharedCovariance { schema: SCHEMA, coefficients, covariance, shared_parameters })
}

/// Covariance of one item's coefficients (rows) with another's.
fn between(
    (one_name, one): &(String, &JointResult),
    (other_name, other): &(String, &JointResult),
    shared: &mut Vec<String>,
) -> Result<Vec<Vec<f64>>, SharedCovarianceError> {
    let mut block = vec![vec![0.0; other.coefficients.len()]; one.coefficients.len()];
    for error in &one.shared_errors {
        let Some(twin) = other.shared_errors.iter().find(|twin| twin.parameters == error.parameters) else {
            continue;
        };
        if !alike(error, twin) {
            let parameters = error.parameters.join(", ");
            let (one, other) = (one_name.clone(), other_name.clone());
            return Err(SharedCovarianceError::Differs { parameters, one, other });
        }
        shared.extend(
            error.parameters.iter().filter(|name| !shared.contains(name)).cloned().collect::<Vec<_>>(),
        );
        for (line, left) in block.iter_mut().zip(&error.sensitivity) {
            for (value, right) in line.iter_mut().zip(&twin.sensitivity) {
                *value += product(left, &error.covariance, right);
            }
        }
    }
    Ok(block)
}

fn product(left: &[f64], covariance: &[Vec<f64>], right: &[f64]) -> f64 {
    let row = |line: &Vec<f64>| line.iter().zip(right).map(|(u, right)| u * right).sum::<f64>();
    left.iter().zip(covariance).map(|(left, line)| left * row(line)).sum()
}

/// Whether two certificates say the same of a reference, to round-off of their decimals.
fn alike(one: &SharedErrorEntry, other: &SharedErrorEntry) -> bool {
    let pairs = || one.covariance.iter().flatten().zip(other.covariance.iter().flatten());
    pairs().all(|(one, other)| (one - other).abs() <= 1e-9 * one.abs().max(other.abs()))
}

fn check(item: &str, joint: &JointResult) -> Result<(), SharedCovarianceError> {
    let size = |what: &str, found: usize, expected: usize| {
        let (item, what) = (item.to_owned(), what.to_owned());
        if found == expected {
            Ok(())
        } else {
            Err(SharedCovarianceError::Size { item, what, found, expected })
        }
    };
    let square = |what: &str, matrix: &[Vec<f64>], expected: usize| {
        size(what, matrix.len(), expected)?;
        matrix.iter().try_for_each(|row| size(what, row.len(), expected))
    };
    let coefficients = joint.coefficients.len();
    square("covariance of the coefficients", &joint.covariance, coefficients)?;
    for error in &joint.shared_errors {
        let parameters = error.parameters.len();
        square(&format!("covariance of {}", error.name), &error.covariance, parameters)?;
        let sensitivity = format!("sensitivity to {}", error.name);
        size(&sensitivity, error.sensitivity.len(), coefficients)?;
        error.sensitivity.iter().try_for_each(|row| size(&sensitivity, row.len(), parameters))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joint(sensitivity: [f64; 2], parameters: [&str; 2]) -> JointResult {
        JointResult {
            identified: String::new(),
            validity: Vec::new(),
            salinity_budget: Vec::new(),
            coefficients: vec!["temperature.a0".to_owned()],
            covariance: vec![vec![25.0]],
            shared_errors: vec![SharedErrorEntry {
                name: "certificate".to_owned(),
                parameters: parameters.map(str::to_owned).to_vec(),
                covariance: vec![vec![4.0, 1.0], vec![1.0, 9.0]],
                sensitivity: vec![sensitivity.to_vec()],
            }],
        }
    }

    /// (1, 2)·[[4, 1], [1, 9]]·(3, −1)ᵀ = (6, 19)·(3, −1)ᵀ = −1.
    #[test]
    fn one_reference_ties_two_items() {
        let (one, other) = (joint([1.0, 2.0], ["R", "a"]), joint([3.0, -1.0], ["R", "a"]));
        let found = covariance(&[("A".to_owned(), &one), ("B".to_owned(), &other)]).unwrap();
        assert_eq!(found.coefficients, ["A: temperature.a0", "B: temperature.a0"]);
        assert_eq!(found.covariance, [[25.0, -1.0], [-1.0, 25.0]]);
        assert_eq!(found.shared_parameters, ["R", "a"]);
        let apart = joint([3.0, -1.0], ["R", "b"]);
        let found = covariance(&[("A".to_owned(), &one), ("B".to_owned(), &apart)]).unwrap();
        assert_eq!(found.covariance, [[25.0, 0.0], [0.0, 25.0]]);
    }

    #[test]
    fn certificates_that_contradict_or_do_not_fit_are_refused() {
        let (one, mut other) = (joint([1.0, 2.0], ["R", "a"]), joint([3.0, -1.0], ["R", "a"]));
        other.shared_errors[0].covariance[1][1] = 16.0;
        let said = covariance(&[("A".to_owned(), &one), ("B".to_owned(), &other)]).unwrap_err().to_string();
        assert!(said.starts_with("R, a: A states another covariance"), "{said}");
        other.shared_errors[0].sensitivity[0].pop();
        let said = covariance(&[("A".to_owned(), &one), ("B".to_owned(), &other)]).unwrap_err().to_string();
        assert_eq!(said, "B: sensitivity to certificate: 1 rows or columns where 2 are named");
    }
}
