//! The problem made linear at its solution: priors as further rows, and what weighted least squares does to errors.

use super::problem::{Errors, FitError, Problem};
use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

/// Smallest singular value, over the largest, of the column-scaled design that still tells coefficients apart: four
/// powers of a logarithm over an oceanic range come to about 1e-7, a truly missing direction to about 1e-16.
const SINGULAR: f64 = 1e-12;

/// Bound on the iteration of a singular value decomposition: it takes a few per column.
const SVD_SWEEPS: usize = 1_000;

/// Errors of every row: the points, then one row per prior.
pub(super) struct Rows {
    /// Covariance of all errors.
    pub(super) covariance: DMatrix<f64>,
    /// The part that shows as scatter.
    pub(super) scatter: DMatrix<f64>,
    /// Cholesky factor of that, which makes the weights.
    factor: Factor,
    /// Rows that are points.
    pub(super) points: usize,
}

/// The Cholesky factor L of a covariance. Independent errors have a diagonal one, and their sheets are long.
pub(super) enum Factor {
    /// Standard deviations of independent errors.
    Diagonal(DVector<f64>),
    /// Of errors that are correlated.
    Full(Cholesky<f64, Dyn>),
}

impl Factor {
    /// None for a matrix that is not positive definite.
    pub(super) fn of(covariance: &DMatrix<f64>) -> Option<Self> {
        let columns = covariance.column_iter().enumerate();
        let independent = columns.into_iter().all(|(place, column)| {
            column.iter().enumerate().all(|(row, value)| row == place || value.abs() <= 0.0)
        });
        let factor = if independent {
            Self::Diagonal(covariance.diagonal().map(f64::sqrt))
        } else {
            Self::Full(Cholesky::new(covariance.clone())?)
        };
        let pivots = match &factor {
            Self::Diagonal(deviations) => deviations.clone(),
            Self::Full(cholesky) => cholesky.l_dirty().diagonal(),
        };
        pivots.iter().all(|pivot| *pivot > 0.0 && pivot.is_finite()).then_some(factor)
    }

    /// L⁻¹ times columns.
    fn whiten(&self, columns: &DMatrix<f64>) -> DMatrix<f64> {
        let mut whitened = columns.clone();
        match self {
            Self::Diagonal(deviations) => {
                whitened.column_iter_mut().for_each(|mut column| column.component_div_assign(deviations));
            }
            Self::Full(cholesky) => {
                cholesky.l_dirty().solve_lower_triangular_mut(&mut whitened);
            }
        }
        whitened
    }

    /// The covariance's inverse times columns.
    pub(super) fn solve(&self, columns: &DMatrix<f64>) -> DMatrix<f64> {
        match self {
            Self::Diagonal(_) => self.whiten(&self.whiten(columns)),
            Self::Full(cholesky) => cholesky.solve(columns),
        }
    }
}

impl Rows {
    /// The rows of a problem, with `extra` variance added at each point.
    pub(super) fn new(problem: &Problem<'_>, extra: &[f64]) -> Result<Self, FitError> {
        let points = problem.inputs.len();
        let (covariance, scatter) = match &problem.errors {
            Errors::FromResiduals => (DMatrix::identity(points, points), DMatrix::identity(points, points)),
            Errors::Stated { covariance, scatter } => (covariance.clone(), scatter.clone()),
        };
        let extend = |matrix: DMatrix<f64>| extend(matrix, extra, problem);
        let (covariance, scatter) = (extend(covariance), extend(scatter));
        let not_definite = || FitError::Covariance { which: "covariance of scatter".to_owned() };
        let factor = Factor::of(&scatter).ok_or_else(not_definite)?;
        Ok(Self { covariance, scatter, factor, points })
    }

    /// Divides by the Cholesky factor: errors of unit variance, uncorrelated, as far as the weights know.
    pub(super) fn whiten(&self, rows: &DMatrix<f64>) -> DMatrix<f64> {
        self.factor.whiten(rows)
    }

    /// Divides a vector by the Cholesky factor.
    pub(super) fn whiten_vector(&self, rows: &DVector<f64>) -> DVector<f64> {
        self.whiten(&as_column(rows)).column(0).into_owned()
    }

    /// W times a matrix, W being the inverse of the covariance that makes the weights.
    pub(super) fn weigh(&self, rows: &DMatrix<f64>) -> DMatrix<f64> {
        self.factor.solve(rows)
    }

    /// Whether the weights know every error, so that W is the inverse of the whole covariance.
    pub(super) fn weights_know_all(&self) -> bool {
        self.covariance == self.scatter
    }

    /// J⁺ = (Jᵀ W J)⁻¹ Jᵀ W: how an error in each row moves each coefficient.
    pub(super) fn influence(
        &self,
        jacobian: &DMatrix<f64>,
        names: &[&'static str],
    ) -> Result<DMatrix<f64>, FitError> {
        let (design, lengths) = self.scaled_design(jacobian, names)?;
        check_rank(&design, names)?;
        // Rows of the identity whitened: pseudo-inverse = R⁻¹ Qᵀ L⁻¹.
        let whitened_identity = self.whiten(&DMatrix::identity(jacobian.nrows(), jacobian.nrows()));
        Ok(solve(design, &lengths, whitened_identity))
    }

    /// J⁺ times a vector of rows, for much less than J⁺ itself.
    pub(super) fn solution(
        &self,
        jacobian: &DMatrix<f64>,
        of: &DVector<f64>,
        names: &[&'static str],
    ) -> Result<DVector<f64>, FitError> {
        let (design, lengths) = self.scaled_design(jacobian, names)?;
        Ok(solve(design, &lengths, self.whiten(&as_column(of))).column(0).into_owned())
    }

    /// The whitened design with columns of length one, and their lengths.
    fn scaled_design(
        &self,
        jacobian: &DMatrix<f64>,
        names: &[&'static str],
    ) -> Result<(DMatrix<f64>, Vec<f64>), FitError> {
        let mut design = self.whiten(jacobian);
        let lengths: Vec<f64> = design.column_iter().map(|column| column.norm()).collect();
        let dead = names.iter().zip(&lengths).find(|(_, length)| !(**length > 0.0 && length.is_finite()));
        if let Some((name, _)) = dead {
            return Err(FitError::Undetermined { names: (*name).to_owned() });
        }
        for (mut column, length) in design.column_iter_mut().zip(&lengths) {
            column /= *length;
        }
        Ok((design, lengths))
    }

    /// rᵀ W r.
    pub(super) fn chi_squared(&self, residuals: &DVector<f64>) -> f64 {
        self.whiten_vector(residuals).norm_squared()
    }

    /// What rᵀ W r is expected to be under the full covariance: tr(W M V Mᵀ), M = 1 − J J⁺. It equals the degrees of
    /// freedom when the weights know every error.
    pub(super) fn expected_chi_squared(&self, jacobian: &DMatrix<f64>, influence: &DMatrix<f64>) -> f64 {
        let size = jacobian.nrows();
        if self.weights_know_all() {
            return (size - jacobian.ncols()) as f64;
        }
        self.whitened_covariance(jacobian, influence).trace()
    }

    /// Covariance of whitened residuals under all errors: L⁻¹ M V Mᵀ L⁻ᵀ, whose eigenvalues are the weights of the squares
    /// that rᵀ W r is a sum of.
    pub(super) fn whitened_covariance(
        &self,
        jacobian: &DMatrix<f64>,
        influence: &DMatrix<f64>,
    ) -> DMatrix<f64> {
        let size = jacobian.nrows();
        let maker = DMatrix::identity(size, size) - jacobian * influence;
        let half = self.whiten(&(&maker * &self.covariance * maker.transpose()));
        self.whiten(&half.transpose())
    }
}

fn as_column(vector: &DVector<f64>) -> DMatrix<f64> {
    DMatrix::from_column_slice(vector.len(), 1, vector.as_slice())
}

/// Least squares of whitened right-hand sides, in the unit of unscaled columns.
fn solve(design: DMatrix<f64>, lengths: &[f64], right: DMatrix<f64>) -> DMatrix<f64> {
    let qr = design.qr();
    let mut solution = qr.q().transpose() * right;
    let _solved = qr.unpack_r().solve_upper_triangular_mut(&mut solution);
    for (mut row, length) in solution.row_iter_mut().zip(lengths) {
        row /= *length;
    }
    solution
}

/// Refuses a design whose columns cannot be told apart, naming those that trade.
fn check_rank(design: &DMatrix<f64>, names: &[&'static str]) -> Result<(), FitError> {
    let Some(decomposition) = design.clone().try_svd(false, true, f64::EPSILON, SVD_SWEEPS) else {
        return Err(FitError::Undetermined { names: names.join(", ") });
    };
    let singular = &decomposition.singular_values;
    if singular.min() > SINGULAR * singular.max() {
        return Ok(());
    }
    let weakest = singular.imin();
    let right = decomposition.v_t.map(|v_t| v_t.row(weakest).transpose()).unwrap_or_default();
    let trading =
        names.iter().zip(right.iter()).filter(|(_, share)| share.abs() > 0.1).map(|(name, _)| *name);
    Err(FitError::Undetermined { names: trading.collect::<Vec<_>>().join(", ") })
}

/// Adds `extra` to the diagonal, and one independent row per prior.
fn extend(matrix: DMatrix<f64>, extra: &[f64], problem: &Problem<'_>) -> DMatrix<f64> {
    let points = matrix.nrows();
    let mut extended = matrix.resize(points + problem.prior.len(), points + problem.prior.len(), 0.0);
    for (point, variance) in extra.iter().enumerate() {
        extended[(point, point)] += variance;
    }
    for (row, prior) in problem.prior.values().enumerate() {
        extended[(points + row, points + row)] = prior.standard_uncertainty * prior.standard_uncertainty;
    }
    extended
}
