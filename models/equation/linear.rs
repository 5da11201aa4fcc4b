//! The linear least squares that starts an iterative fit.

use nalgebra::{DMatrix, DVector};

/// Bound on the iteration of a singular value decomposition: it takes a few per column.
const SVD_SWEEPS: usize = 1_000;

/// The steps that take the residuals away in the least-squares sense, unweighted: one row of derivatives for each residual.
///
/// The columns are scaled to unit length, so that large numbers cost no digits. Rows that are not finite are left out;
/// where the rows cannot tell steps apart the shortest serve, and zeros where there is no answer.
pub(super) fn least_squares(rows: &[Vec<f64>], residuals: &[f64]) -> Vec<f64> {
    let finite =
        |row: &Vec<f64>, residual: f64| residual.is_finite() && row.iter().all(|slope| slope.is_finite());
    let kept: Vec<usize> = (0..rows.len()).filter(|index| finite(&rows[*index], residuals[*index])).collect();
    let columns = rows.first().map_or(0, Vec::len);
    if kept.is_empty() || columns == 0 {
        return vec![0.0; columns];
    }
    let mut design = DMatrix::from_fn(kept.len(), columns, |row, column| rows[kept[row]][column]);
    let lengths: Vec<f64> = design.column_iter().map(|column| column.norm()).collect();
    for (mut column, length) in design.column_iter_mut().zip(&lengths) {
        column /= length.max(f64::MIN_POSITIVE);
    }
    let wanted = DVector::from_iterator(kept.len(), kept.iter().map(|index| residuals[*index]));
    let decomposition = design.try_svd(true, true, f64::EPSILON, SVD_SWEEPS);
    let solution = decomposition.and_then(|svd| svd.solve(&wanted, 1e-13).ok());
    solution.map_or_else(
        || vec![0.0; columns],
        |scaled| {
            scaled.iter().zip(&lengths).map(|(step, length)| step / length.max(f64::MIN_POSITIVE)).collect()
        },
    )
}

#[cfg(test)]
mod tests {
    use super::least_squares;

    #[test]
    fn steps_are_those_of_the_polynomial_that_made_the_residuals() {
        let made = [1.0, -0.5, 0.25];
        let rows: Vec<Vec<f64>> = (0..7).map(|k| 100.0 + f64::from(k)).map(|x| vec![1.0, x, x * x]).collect();
        let residuals: Vec<f64> =
            rows.iter().map(|row| row.iter().zip(made).map(|(x, c)| x * c).sum()).collect();
        for (found, made) in least_squares(&rows, &residuals).iter().zip(made) {
            assert!((found - made).abs() < 1e-6, "{found} {made}");
        }
    }

    #[test]
    fn rows_that_are_no_numbers_are_left_out_and_none_is_an_answer_too() {
        let rows = [vec![1.0], vec![f64::NAN], vec![1.0]];
        assert!((least_squares(&rows, &[2.0, 5.0, 4.0])[0] - 3.0).abs() < 1e-12);
        assert!(least_squares(&[], &[]).is_empty());
    }
}
