//! The fit: Levenberg–Marquardt on weighted residuals and the prior, with weights that the misfit itself makes.
//!
//! A reduced model errs slowly, so that neighbouring residuals say nearly the same however many there are. All residuals of one
//! channel in one stretch therefore weigh as a single observation, and its standard deviation is the root mean square of
//! that channel's misfit over all stretches, raised for the parameters that the fit has spent. What the model leaves out it leaves
//! out each time: beyond a dozen, stretches of the same kind no longer make the intervals narrower.

use super::estimate::Commissioned;
use super::history::History;
use super::model::{Channel, Residual, residuals};
use super::parameter::{Hypothesis, Parameter};
use crate::description::ChamberNominal;
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{DMatrix, DVector, Dyn, Owned};
use std::collections::BTreeMap;

/// Standard deviations to begin with, and those below which no misfit is believed: K, MPa, share of what was pumped.
const SCATTER: [(Channel, f64, f64); 3] = [
    (Channel::Temperature, 0.01, 3e-4),
    (Channel::Pressure, 0.02, 1e-3),
    (Channel::PumpedShare, 0.005, 5e-4),
];
/// Times that weights and fit follow from each other.
const ROUNDS: usize = 4;
/// Step of the numerical derivative, in standard uncertainties of the prior.
const STEP: f64 = 1e-4;
/// Stretches of a channel that err independently, at most.
const INDEPENDENT: f64 = 12.0;
/// Stretches below which no fit is tried.
const FEWEST_STRETCHES: usize = 3;

/// Why nothing can be inferred.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CommissioningError {
    /// Too little of the records is calm enough.
    #[error(
        "{found} stretches of ten minutes and more in which a calm chamber begins to move or to settle: accepted: \
         at least {FEWEST_STRETCHES} (ramps, holds, heat-ups)"
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
    let start = DVector::zeros(Parameter::ALL.len());
    let at_nominal = residuals(&Hypothesis::new(nominal, start.as_slice()), histories);
    let mut scatter: BTreeMap<Channel, f64> =
        SCATTER.iter().map(|(channel, first, _)| (*channel, *first)).collect();
    let mut problem = Weighted { nominal, histories, weights: Vec::new(), moved: start };
    let mut freedom = 1.0;
    for _ in 0..ROUNDS {
        problem.weights = weights(&at_nominal, &scatter);
        problem = minimise(problem)?;
        let jacobian = problem.derivatives();
        let spent = spent(&jacobian);
        let independent = |(channel, _, _): &(Channel, f64, f64)| {
            stretches_of(*channel, &clusters(&at_nominal)).min(INDEPENDENT)
        };
        freedom = (SCATTER.iter().map(independent).sum::<f64>() - spent).max(2.0);
        let raised = (freedom + spent) / freedom;
        scatter = misfit(&problem.compared(), raised);
    }
    problem.weights = weights(&at_nominal, &scatter);
    let jacobian = problem.derivatives();
    let information = jacobian.transpose() * &jacobian;
    let covariance = information.try_inverse().ok_or_else(|| singular("its information is singular"))?;
    Ok(Commissioned::new(nominal, problem.moved.as_slice(), covariance, freedom, &scatter))
}

fn singular(reason: &str) -> CommissioningError {
    CommissioningError::NotConverged(reason.to_owned())
}

/// Residuals of each channel in each stretch.
fn clusters(compared: &[Residual]) -> BTreeMap<(usize, Channel), usize> {
    let mut count = BTreeMap::new();
    for residual in compared {
        *count.entry((residual.stretch, residual.channel)).or_insert(0) += 1;
    }
    count
}

/// In how many stretches a channel is compared.
fn stretches_of(channel: Channel, clusters: &BTreeMap<(usize, Channel), usize>) -> f64 {
    let stretches = clusters.keys().filter(|(_, other)| *other == channel).count();
    f64::from(u32::try_from(stretches).unwrap_or(u32::MAX))
}

/// All residuals of a channel in a stretch weigh as one, and all stretches as a dozen at most.
fn weights(compared: &[Residual], scatter: &BTreeMap<Channel, f64>) -> Vec<f64> {
    let count = clusters(compared);
    let repeated = |channel| (stretches_of(channel, &count) / INDEPENDENT).max(1.0);
    let repeated: BTreeMap<Channel, f64> =
        SCATTER.iter().map(|(channel, _, _)| (*channel, repeated(*channel))).collect();
    let weight = |residual: &Residual| {
        let alike = count.get(&(residual.stretch, residual.channel)).copied().unwrap_or(1);
        let repeated = repeated.get(&residual.channel).copied().unwrap_or(1.0);
        let alike = repeated * f64::from(u32::try_from(alike).unwrap_or(u32::MAX));
        1.0 / (scatter.get(&residual.channel).copied().unwrap_or(f64::INFINITY) * alike.sqrt())
    };
    compared.iter().map(weight).collect()
}

/// Root mean square of each channel's misfit, each stretch alike.
fn misfit(compared: &[Residual], raised: f64) -> BTreeMap<Channel, f64> {
    let count = clusters(compared);
    let mean_square = |channel: Channel| {
        let (mut sum, mut stretches) = (0.0, 0.0);
        for (_, alike) in count.iter().filter(|((_, other), _)| *other == channel) {
            stretches += f64::from(u32::try_from(*alike).unwrap_or(u32::MAX));
        }
        for residual in compared.iter().filter(|residual| residual.channel == channel) {
            sum += residual.value * residual.value;
        }
        if stretches > 0.0 { sum / stretches } else { 0.0 }
    };
    let scatter = |(channel, _, least): &(Channel, f64, f64)| {
        (*channel, (mean_square(*channel) * raised).sqrt().max(*least))
    };
    SCATTER.iter().map(scatter).collect()
}

/// Parameters that the data, not the prior, have determined, in number.
fn spent(jacobian: &DMatrix<f64>) -> f64 {
    let information = jacobian.transpose() * jacobian;
    let Some(covariance) = information.try_inverse() else { return 0.0 };
    covariance.diagonal().iter().map(|variance| (1.0 - variance).max(0.0)).sum()
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
    weights: Vec<f64>,
    /// Each of [`Parameter::ALL`], in standard uncertainties of its prior.
    moved: DVector<f64>,
}

impl Weighted<'_> {
    fn compared(&self) -> Vec<Residual> {
        residuals(&Hypothesis::new(self.nominal, self.moved.as_slice()), self.histories)
    }

    fn residuals_at(&self, moved: &DVector<f64>) -> DVector<f64> {
        let compared = residuals(&Hypothesis::new(self.nominal, moved.as_slice()), self.histories);
        let weighted = compared.iter().zip(&self.weights).map(|(residual, weight)| residual.value * weight);
        let all: Vec<f64> = weighted.chain(moved.iter().copied()).collect();
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
