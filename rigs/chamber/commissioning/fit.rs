//! The fit: Levenberg–Marquardt on weighted residuals and the prior, with weights that the misfit itself makes.
//!
//! A reduced model errs slowly, so that neighbouring residuals say nearly the same; how errors are taken to be alike is said in
//! [`Errors`].

use super::errors::Errors;
use super::estimate::Commissioned;
use super::history::History;
use super::model::{Residual, residuals};
use super::parameter::{Hypothesis, Parameter};
use crate::description::ChamberNominal;
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{DMatrix, DVector, Dyn, Owned};

/// Times that errors and fit follow from each other.
const ROUNDS: usize = 4;
/// Step of the numerical derivative, in standard uncertainties of the prior.
const STEP: f64 = 1e-4;
/// Stretches below which no fit is tried.
const FEWEST_STRETCHES: usize = 3;

/// Why nothing can be inferred.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CommissioningError {
    /// Too little of the records is calm enough.
    #[error(
        "{found} stretches of ten minutes and more in which a calm chamber begins to move or to settle: accepted: \
         at least {FEWEST_STRETCHES} (ramps, holds, heat-ups) in all records together"
    )]
    TooLittle {
        /// Stretches found.
        found: usize,
    },
    /// The iteration did not end.
    #[error("the fit did not converge: {0}")]
    NotConverged(String),
}

/// Infers the parameters of a chamber from its records.
///
/// # Errors
/// [`CommissioningError`].
pub fn commission(
    nominal: &ChamberNominal,
    histories: &[History],
) -> Result<Commissioned, CommissioningError> {
    let found = histories.iter().map(|history| history.stretches()[0]).sum();
    if found < FEWEST_STRETCHES {
        return Err(CommissioningError::TooLittle { found });
    }
    let moved = DVector::zeros(Parameter::ALL.len());
    let mut problem = Weighted { nominal, histories, errors: Errors::before(), moved };
    for _ in 0..ROUNDS {
        problem = minimise(problem)?;
        let compared = problem.compared();
        // What the data, not the prior, have determined, in number.
        let spent = problem.covariance()?.diagonal().map(|variance| (1.0 - variance).max(0.0)).sum();
        problem.errors = Errors::of(&compared);
        let observations = problem.errors.independent(&compared);
        let errors = problem.errors.clone();
        let widened = errors.widened(&compared, &observations, &problem.derivatives(), spent);
        problem.errors = widened.ok_or_else(|| singular(SINGULAR))?;
    }
    let covariance = problem.covariance()?;
    Ok(Commissioned::new(nominal, problem.moved.as_slice(), covariance, &problem.errors))
}

const SINGULAR: &str = "its information is singular";

fn singular(reason: &str) -> CommissioningError {
    CommissioningError::NotConverged(reason.to_owned())
}

fn minimise(problem: Weighted<'_>) -> Result<Weighted<'_>, CommissioningError> {
    use levenberg_marquardt::TerminationReason as Reason;
    let (solution, report) = LevenbergMarquardt::new().with_tol(1e-8).with_patience(60).minimize(problem);
    match report.termination {
        Reason::User(reason) | Reason::Numerical(reason) | Reason::WrongDimensions(reason) => {
            Err(singular(reason))
        }
        Reason::LostPatience => Err(singular("no end after as many trials as are allowed")),
        _ => Ok(solution),
    }
}

/// The problem as the crate wants it: weighted residuals, then the prior's.
struct Weighted<'a> {
    nominal: &'a ChamberNominal,
    histories: &'a [History],
    errors: Errors,
    /// Each of [`Parameter::ALL`], in standard uncertainties of its prior.
    moved: DVector<f64>,
}

impl Weighted<'_> {
    fn compared(&self) -> Vec<Residual> {
        residuals(&Hypothesis::new(self.nominal, self.moved.as_slice()), self.histories)
    }

    /// Of the parameters, in standard uncertainties of the prior.
    fn covariance(&self) -> Result<DMatrix<f64>, CommissioningError> {
        let jacobian = self.derivatives();
        (jacobian.transpose() * &jacobian).try_inverse().ok_or_else(|| singular(SINGULAR))
    }

    fn residuals_at(&self, moved: &DVector<f64>) -> DVector<f64> {
        let compared = residuals(&Hypothesis::new(self.nominal, moved.as_slice()), self.histories);
        let mut all = self.errors.independent(&compared);
        all.extend(moved.iter());
        DVector::from_vec(all)
    }

    fn derivatives(&self) -> DMatrix<f64> {
        let here = self.residuals_at(&self.moved);
        let mut jacobian = DMatrix::zeros(here.len(), self.moved.len());
        for column in 0..self.moved.len() {
            let mut beside = self.moved.clone();
            beside[column] += STEP;
            jacobian.set_column(column, &((self.residuals_at(&beside) - &here) / STEP));
        }
        jacobian
    }
}

impl LeastSquaresProblem<f64, Dyn, Dyn> for Weighted<'_> {
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;
    type ParameterStorage = Owned<f64, Dyn>;

    fn set_params(&mut self, moved: &DVector<f64>) {
        self.moved.copy_from(moved);
    }
    fn params(&self) -> DVector<f64> {
        self.moved.clone()
    }
    fn residuals(&self) -> Option<DVector<f64>> {
        Some(self.residuals_at(&self.moved)).filter(|all| all.iter().all(|value| value.is_finite()))
    }
    fn jacobian(&self) -> Option<DMatrix<f64>> {
        Some(self.derivatives())
    }
}
