//! Whether numbers can be a covariance matrix: the variances and covariances of errors that there could be.

use nalgebra::DMatrix;

/// Round-off of a matrix that is symmetric and positive semidefinite by its making, in units of correlation.
const ROUND_OFF: f64 = 1e-9;

/// Numbers that are no covariance matrix.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ImpossibleCovariance {
    /// A number that cannot stand in its place.
    #[error(
        "{value:e} at row {row}, column {column}; accepted: finite numbers, alike across the diagonal, not negative on it, no \
         correlation beyond 1"
    )]
    Number {
        /// The number.
        value: f64,
        /// Its row, from 0.
        row: usize,
        /// Its column, from 0.
        column: usize,
    },
    /// Each pair of errors is possible, all of them together are not.
    #[error(
        "the correlations have the eigenvalue {least:.1e}; accepted: none below zero, where a sum of the errors would have a \
         negative variance"
    )]
    Indefinite {
        /// The least eigenvalue of the correlation matrix.
        least: f64,
    },
}

/// Refuses a square matrix that is not finite, symmetric and positive semidefinite, beyond round-off of its making. Variances may
/// be of any sizes beside each other: what counts are the correlations.
///
/// # Errors
/// [`ImpossibleCovariance`].
pub fn check_covariance(matrix: &DMatrix<f64>) -> Result<(), ImpossibleCovariance> {
    let deviations = matrix.diagonal().map(f64::sqrt);
    let scale = |row: usize, column: usize| deviations[row] * deviations[column];
    let fits = |row: usize, column: usize| {
        let (value, scale) = (matrix[(row, column)], scale(row, column));
        let alike = (value - matrix[(column, row)]).abs() <= ROUND_OFF * scale;
        value.is_finite() && alike && value.abs() <= (1.0 + ROUND_OFF) * scale
    };
    let size = matrix.nrows();
    // The diagonal first: without it there is nothing to measure the others by.
    let diagonal = (0..size).map(|place| (place, place));
    let all = (0..size).flat_map(|row| (0..size).map(move |column| (row, column)));
    if let Some((row, column)) = diagonal.chain(all).find(|(row, column)| !fits(*row, *column)) {
        return Err(ImpossibleCovariance::Number { value: matrix[(row, column)], row, column });
    }
    if matrix.is_empty() {
        return Ok(());
    }
    let correlation = matrix.map_with_location(|row, column, value| {
        // An error that is known to be none goes with no other.
        if scale(row, column) > 0.0 { value / scale(row, column) } else { 0.0 }
    });
    let least = correlation.symmetric_eigenvalues().min();
    if least < -ROUND_OFF {
        return Err(ImpossibleCovariance::Indefinite { least });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(size: usize, rows: &[f64]) -> Result<(), ImpossibleCovariance> {
        check_covariance(&DMatrix::from_row_slice(size, size, rows))
    }

    #[test]
    fn what_errors_have_is_accepted_whatever_its_sizes() {
        check(0, &[]).unwrap();
        check(2, &[4.0, 0.0, 0.0, 0.0]).unwrap();
        // Fully correlated, thirty powers of ten apart, and a bit of round-off.
        check(2, &[1e-30, 1.0 + 1e-12, 1.0, 1e30]).unwrap();
        check(3, &[1.0, -0.5, -0.5, -0.5, 1.0, -0.5, -0.5, -0.5, 1.0]).unwrap();
    }

    #[test]
    fn what_no_errors_have_is_refused_with_its_place() {
        for (rows, value, row, column) in [
            ([1.0, 0.5, 0.5, -1e-3], -1e-3, 1, 1),
            ([1.0, 0.5, 0.4, 1.0], 0.5, 0, 1),
            ([1.0, 1.1, 1.1, 1.0], 1.1, 0, 1),
            ([0.0, 1e-9, 1e-9, 1.0], 1e-9, 0, 1),
            ([1.0, f64::INFINITY, f64::INFINITY, 1.0], f64::INFINITY, 0, 1),
        ] {
            assert_eq!(check(2, &rows), Err(ImpossibleCovariance::Number { value, row, column }));
        }
        assert!(
            check(2, &[f64::NAN, 0.0, 0.0, 1.0])
                .unwrap_err()
                .to_string()
                .starts_with("NaN at row 0, column 0")
        );
        // Three errors cannot all go against each other by 0.6: the eigenvalue is 1 - 2 * 0.6.
        let refused = check(3, &[1.0, -0.6, -0.6, -0.6, 1.0, -0.6, -0.6, -0.6, 1.0]).unwrap_err();
        assert!(matches!(refused, ImpossibleCovariance::Indefinite { least } if (least + 0.2).abs() < 1e-12));
    }
}
