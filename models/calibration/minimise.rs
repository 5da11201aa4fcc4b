//! The iteration: Levenberg–Marquardt on whitened residuals with scaled coefficients, then full Gauss–Newton steps; from a
//! given start the full steps first.

use super::linear_model::Rows;
use super::problem::{FitError, Problem};
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{DMatrix, DVector, Dyn, Owned};

/// Full steps at most; near the answer each squares what is left of the error.
const POLISHING_STEPS: usize = 4;

/// Relative tolerance at which Levenberg–Marquardt hands over: near enough for full steps, far from where round-off would
/// keep it looking for a last gain.
const NEAR_ENOUGH: f64 = 1e-8;

/// Largest last step that counts as settled, in units of the residuals' whitened standard deviation.
const SETTLED: f64 = 1e-5;

/// Residuals (indicated minus reference, then coefficient minus prior) and their derivatives at given coefficients.
pub(super) fn rows_at(problem: &Problem<'_>, coefficients: &[f64]) -> (DVector<f64>, DMatrix<f64>) {
    let (free, points) = (problem.free(), problem.inputs.len());
    let mut residuals = DVector::zeros(points + problem.prior.len());
    let mut jacobian = DMatrix::zeros(points + problem.prior.len(), free.len());
    let mut by_coefficient = vec![0.0; coefficients.len()];
    let mut by_input = vec![0.0; problem.equation.inputs().len()];
    for (row, (inputs, reference)) in problem.inputs.iter().zip(&problem.reference).enumerate() {
        residuals[row] = problem.equation.value(coefficients, inputs) - reference;
        problem.equation.gradient(coefficients, inputs, &mut by_coefficient, &mut by_input);
        for (column, index) in free.iter().enumerate() {
            jacobian[(row, column)] = by_coefficient[*index];
        }
    }
    for (row, (name, prior)) in problem.prior.iter().enumerate() {
        let place = problem.equation.coefficient_index(name);
        let column = free.iter().position(|index| Some(*index) == place);
        if let (Some(column), Some(index)) = (column, place) {
            residuals[points + row] = coefficients[index] - prior.value;
            jacobian[(points + row, column)] = 1.0;
        }
    }
    (residuals, jacobian)
}

/// All coefficients at the minimum.
pub(super) fn minimise(problem: &Problem<'_>, rows: &Rows) -> Result<Vec<f64>, FitError> {
    let start = starting_coefficients(problem);
    check_range(problem, &start)?;
    // From a given start, such as the answer under other weights, full steps alone settle as a rule.
    if !problem.start.is_empty() {
        let mut coefficients = start.clone();
        if settle(problem, rows, &mut coefficients).is_ok_and(|last_step| last_step < SETTLED) {
            return Ok(coefficients);
        }
    }
    let mut coefficients = levenberg_marquardt(problem, rows, start)?;
    let last_step = settle(problem, rows, &mut coefficients)?;
    if last_step < SETTLED && coefficients.iter().all(|value| value.is_finite()) {
        return Ok(coefficients);
    }
    let reason = format!("its last step moved the points by {last_step:e} standard uncertainties");
    Err(FitError::NotConverged { equation: problem.equation.id(), reason })
}

/// Full steps; returns how far the last moved the points, in whitened units.
fn settle(problem: &Problem<'_>, rows: &Rows, coefficients: &mut [f64]) -> Result<f64, FitError> {
    let mut last_step = f64::INFINITY;
    for _ in 0..POLISHING_STEPS {
        last_step = gauss_newton(problem, rows, coefficients)?;
        if last_step < SETTLED * SETTLED {
            break;
        }
    }
    Ok(last_step)
}

fn starting_coefficients(problem: &Problem<'_>) -> Vec<f64> {
    let mut coefficients = problem.equation.start(&problem.inputs, &problem.reference, &problem.fixed);
    let priors = problem.prior.iter().map(|(name, prior)| (name, prior.value));
    let given = problem.start.iter().chain(&problem.fixed).map(|(name, value)| (name, *value));
    for (name, value) in priors.chain(given) {
        if let Some(index) = problem.equation.coefficient_index(name) {
            coefficients[index] = value;
        }
    }
    coefficients
}

/// A raw value that the equation cannot take (the logarithm of zero counts) shows as a value, or a derivative, that is not
/// finite.
fn check_range(problem: &Problem<'_>, coefficients: &[f64]) -> Result<(), FitError> {
    let mut by_coefficient = vec![0.0; coefficients.len()];
    let mut by_input = vec![0.0; problem.equation.inputs().len()];
    for (point, inputs) in problem.inputs.iter().enumerate() {
        let value = problem.equation.value(coefficients, inputs);
        problem.equation.gradient(coefficients, inputs, &mut by_coefficient, &mut by_input);
        if !value.is_finite() || by_coefficient.iter().any(|slope| !slope.is_finite()) {
            let what = format!("the indication at {} = {}", problem.equation.inputs()[0].name, inputs[0]);
            return Err(FitError::NotFinite { point, what, value });
        }
    }
    Ok(())
}

fn levenberg_marquardt(problem: &Problem<'_>, rows: &Rows, start: Vec<f64>) -> Result<Vec<f64>, FitError> {
    let (_, jacobian) = rows_at(problem, &start);
    let scales = rows.whiten(&jacobian).column_iter().map(|column| positive(1.0 / column.norm())).collect();
    let free = problem.free();
    let parameters = DVector::zeros(free.len());
    let whitened = Whitened { problem, rows, free, scales, start, parameters };
    let (solution, report) =
        LevenbergMarquardt::new().with_tol(NEAR_ENOUGH).with_patience(200).minimize(whitened);
    use levenberg_marquardt::TerminationReason as Reason;
    match report.termination {
        Reason::User(reason) | Reason::Numerical(reason) | Reason::WrongDimensions(reason) => {
            Err(FitError::NotConverged { equation: problem.equation.id(), reason: reason.to_owned() })
        }
        // All others are left for the last full step to judge.
        _ => Ok(solution.coefficients()),
    }
}

fn positive(scale: f64) -> f64 {
    if scale.is_finite() { scale } else { 1.0 }
}

/// One full step; returns how far it moved the points, in whitened units.
fn gauss_newton(problem: &Problem<'_>, rows: &Rows, coefficients: &mut [f64]) -> Result<f64, FitError> {
    let (residuals, jacobian) = rows_at(problem, coefficients);
    let step = -rows.solution(&jacobian, &residuals, &problem.free_names())?;
    for (column, index) in problem.free().into_iter().enumerate() {
        coefficients[index] += step[column];
    }
    Ok(rows.whiten_vector(&(jacobian * step)).norm())
}

/// The problem as the crate wants it: coefficient = start + scale · parameter, residuals whitened.
struct Whitened<'a> {
    problem: &'a Problem<'a>,
    rows: &'a Rows,
    free: Vec<usize>,
    scales: Vec<f64>,
    start: Vec<f64>,
    parameters: DVector<f64>,
}

impl Whitened<'_> {
    fn coefficients(&self) -> Vec<f64> {
        let mut coefficients = self.start.clone();
        for (column, index) in self.free.iter().enumerate() {
            coefficients[*index] += self.scales[column] * self.parameters[column];
        }
        coefficients
    }
}

impl LeastSquaresProblem<f64, Dyn, Dyn> for Whitened<'_> {
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;
    type ParameterStorage = Owned<f64, Dyn>;

    fn set_params(&mut self, parameters: &DVector<f64>) {
        self.parameters.copy_from(parameters);
    }
    fn params(&self) -> DVector<f64> {
        self.parameters.clone()
    }
    fn residuals(&self) -> Option<DVector<f64>> {
        Some(self.rows.whiten_vector(&rows_at(self.problem, &self.coefficients()).0))
    }
    fn jacobian(&self) -> Option<DMatrix<f64>> {
        let mut jacobian = self.rows.whiten(&rows_at(self.problem, &self.coefficients()).1);
        for (mut column, scale) in jacobian.column_iter_mut().zip(&self.scales) {
            column *= *scale;
        }
        Some(jacobian)
    }
}
