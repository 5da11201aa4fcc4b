//! What a quantity brings to be fitted, and how its terms are chosen.

use super::Weights;
use super::errors_at_use::{ErrorsAtUse, InadequacyShape};
use super::evidence::CalibrationError;
use super::held::{Held, HeldByName, Reason, values};
use super::selection::{TermTest, Terms, tests, weakest};
use super::sensor::SensorCalibration;
use crate::calibration::fit::symmetric;
use crate::calibration::linear_model::Rows;
use crate::calibration::{Adequacy, Errors, Fit, FitError, Prior, Problem, fit, fit_with_inadequacy};
use crate::equation::Equation;
use crate::uncertainty::{Budget, Component};
use nalgebra::{DMatrix, DVector};
use std::collections::BTreeMap;

/// What a quantity brings to be fitted.
pub(super) struct Task {
    pub(super) equation: &'static Equation,
    pub(super) inputs: Vec<Vec<f64>>,
    pub(super) reference: Vec<f64>,
    pub(super) fixed: HeldByName,
    pub(super) prior: BTreeMap<String, Prior>,
    /// Optional terms in rising order.
    pub(super) ladders: &'static [&'static [&'static str]],
    /// What an optional term is without evidence.
    pub(super) absent: fn(&str) -> f64,
    pub(super) shape: InadequacyShape,
    /// Step of each raw input; zero for inputs that are not the item's.
    pub(super) steps: Vec<f64>,
    /// Where the iteration starts, if not where the equation says.
    pub(super) start: BTreeMap<String, f64>,
}

impl Task {
    /// A first fit, all points alike, for the sensitivities that the budget needs.
    pub(super) fn preliminary(&self) -> Result<Fit, CalibrationError> {
        self.check_freedom()?;
        let size = self.inputs.len();
        let alike = DMatrix::identity(size, size);
        let mut fixed = values(&self.fixed);
        fixed.extend(self.prior.iter().map(|(name, prior)| (name.clone(), prior.value)));
        let errors = Errors::Stated { covariance: alike.clone(), scatter: alike };
        let problem = Problem { fixed, prior: BTreeMap::new(), ..self.problem(errors) };
        fit(&problem).map_err(|problem| self.failed(problem))
    }

    /// The fit under a budget, starting from a rough one.
    pub(super) fn calibrate(
        mut self,
        rough: &Fit,
        references: Budget,
        item: Vec<Component>,
        terms: Terms<'_>,
    ) -> Result<SensorCalibration, CalibrationError> {
        let size = self.inputs.len();
        let item_from = references.components.len();
        let budget = Budget::new([references.components, item].concat());
        let covariance = budget.covariance(size);
        let scatter = match terms {
            Terms::Given(_, Weights::WholeCovariance) => covariance.clone(),
            _ => self.scatter(rough, &covariance, budget.scatter_covariance(size)),
        };
        let errors = Errors::Stated { covariance, scatter: scatter.clone() };
        let names = self.equation.coefficients().iter().map(|name| (*name).to_owned());
        self.start = names.zip(rough.coefficients.iter().copied()).collect();
        let found = match terms {
            Terms::Selected => self.select(errors),
            Terms::Given(names, _) => self.with_given_terms(names, errors),
        }?;
        Ok(found.finish(budget, scatter, item_from))
    }

    /// What shows as scatter: errors that are new at each point or group of points; and of those that bend all points
    /// together, what the fullest form cannot follow, M V Mᵀ with M = 1 − J J⁺. Of this only the sizes are taken, not the
    /// shape, which the budget knows least.
    ///
    /// Without it readings of one leg, that differ by a few parts in a million, would bind the terms to whatever PSS-78 is
    /// wrong by along that leg, and the price is paid elsewhere.
    fn scatter(&self, rough: &Fit, covariance: &DMatrix<f64>, mut scatter: DMatrix<f64>) -> DMatrix<f64> {
        let size = self.inputs.len();
        let gradients = self.inputs.iter().map(|inputs| rough.coefficient_gradient(inputs).transpose());
        let jacobian = DMatrix::from_rows(&gradients.collect::<Vec<_>>());
        let maker = DMatrix::identity(size, size) - jacobian * &rough.influence;
        let left = &maker * (covariance - &scatter) * maker.transpose();
        for (point, variance) in left.diagonal().iter().enumerate() {
            scatter[(point, point)] += variance.max(0.0);
        }
        scatter
    }

    /// With these optional terms free, taken to be the sensor's own: no inadequacy is looked for.
    fn with_given_terms(mut self, names: &[&str], errors: Errors) -> Result<Fitted, CalibrationError> {
        let absent = self.ladders.iter().copied().flatten().filter(|name| !names.contains(*name));
        let (value, reason) = (self.absent, Reason::Form);
        for name in absent {
            let held = Held { value: value(name), reason };
            self.fixed.entry((*name).to_owned()).or_insert(held);
        }
        let fit = fit(&self.problem(errors)).map_err(|problem| self.failed(problem))?;
        let stated_reduced_chi_squared = fit.reduced_chi_squared;
        let found = Adequacy { fit, inadequacy: 0.0, stated_reduced_chi_squared };
        let left_out = DVector::zeros(found.fit.free.len());
        Ok(Fitted { task: self, found, selection: Vec::new(), left_out })
    }

    /// From the fullest form down to the terms that the points support.
    fn select(mut self, errors: Errors) -> Result<Fitted, CalibrationError> {
        let shape: Vec<f64> = self.reference.iter().map(|value| self.shape.at(*value)).collect();
        let fullest = self.problem(errors.clone());
        let full = fit_with_inadequacy(&fullest, &shape).map_err(|problem| self.failed(problem))?;
        let (mut found, mut selection) = (full.clone(), Vec::new());
        loop {
            let rows = self.rows(&self.problem(errors.clone()), &found, &shape)?;
            let tests = tests(&found.fit, &rows.scatter, self.ladders, self.absent);
            let Some(failed) = weakest(&tests).cloned() else {
                selection.extend(tests);
                break;
            };
            let held = Held { value: (self.absent)(failed.name), reason: Reason::Unsupported };
            self.fixed.insert(failed.name.to_owned(), held);
            selection.push(failed);
            found = fit_with_inadequacy(&self.problem(errors.clone()), &shape)
                .map_err(|problem| self.failed(problem))?;
        }
        // Covariance of every term that was free at first, under the inadequacy of the form that is left.
        let rows = self.rows(&fullest, &found, &shape)?;
        let influence = full.fit.influence;
        let otherwise =
            full.fit.free.iter().map(|index| full.fit.coefficients[*index] - found.fit.coefficients[*index]);
        let left_out = DVector::from_iterator(full.fit.free.len(), otherwise);
        let stated = &influence * &rows.covariance * influence.transpose();
        let covariance = symmetric(&(stated + &left_out * left_out.transpose()));
        found.fit = Fit { free: full.fit.free, covariance, influence, ..found.fit };
        Ok(Fitted { task: self, found, selection, left_out })
    }

    /// Errors of every row where the form falls short as `found` does.
    fn rows(
        &self,
        problem: &Problem<'static>,
        found: &Adequacy,
        shape: &[f64],
    ) -> Result<Rows, CalibrationError> {
        let extra: Vec<f64> =
            shape.iter().map(|shape| found.inadequacy * found.inadequacy * shape * shape).collect();
        Rows::new(problem, &extra).map_err(|problem| self.failed(problem))
    }

    fn problem(&self, errors: Errors) -> Problem<'static> {
        Problem {
            equation: self.equation,
            inputs: self.inputs.clone(),
            reference: self.reference.clone(),
            errors,
            fixed: values(&self.fixed),
            prior: self.prior.clone(),
            start: self.start.clone(),
        }
    }

    /// Refuses as many points as coefficients: nothing would tell whether the equation follows the sensor, and its
    /// uncertainty would be a guess. What is known beforehand of a coefficient counts as one observation.
    fn check_freedom(&self) -> Result<(), CalibrationError> {
        let names = self.equation.coefficients().iter().copied();
        let free: Vec<&str> = names.filter(|name| !self.fixed.contains_key(*name)).collect();
        let needed = 1 + free.iter().filter(|name| !self.prior.contains_key(**name)).count();
        let points = self.inputs.len();
        if points >= needed {
            return Ok(());
        }
        Err(self.failed(FitError::TooFewPoints { points, free: free.len(), names: free.join(", "), needed }))
    }

    fn failed(&self, problem: FitError) -> CalibrationError {
        CalibrationError::Fit { quantity: self.equation.quantity(), problem }
    }
}

/// A task done.
struct Fitted {
    task: Task,
    found: Adequacy,
    selection: Vec<TermTest>,
    /// What the fullest form says more of each free coefficient.
    left_out: DVector<f64>,
}

impl Fitted {
    fn finish(self, budget: Budget, scatter: DMatrix<f64>, item_from: usize) -> SensorCalibration {
        let Self { task, found, selection, left_out } = self;
        let mut calibration = SensorCalibration {
            quantity: task.equation.quantity(),
            unit: task.equation.output_unit(),
            fit: found.fit,
            selection,
            hysteresis: Vec::new(),
            held: task.fixed,
            prior: task.prior,
            budget,
            scatter,
            points: Vec::new(),
            stated_reduced_chi_squared: found.stated_reduced_chi_squared,
            at_use: ErrorsAtUse { steps: task.steps, inadequacy: found.inadequacy, shape: task.shape },
            item_from,
            left_out,
            inputs: task.inputs,
        };
        calibration.points = calibration.finished_points(&task.reference);
        calibration
    }
}
