//! What the residuals of a calibrated sensor tell: outliers, which are reported and kept, and tests of the errors.

use super::SensorCalibration;
use super::held::values;
use crate::calibration::diagnostics::{Test, diagnostics};
use crate::calibration::outliers::{Outliers, outliers};
use crate::calibration::{Errors, FitError, Problem, fit};
use nalgebra::{DMatrix, DVector};

/// One suspect is looked for among so many points.
const POINTS_PER_SUSPECT: usize = 10;

/// What the residuals tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Examination {
    /// Points that lie farther out than chance makes of the stated errors. The fit keeps them.
    pub outliers: Outliers,
    /// Tests of the residuals together.
    pub tests: Vec<Test>,
}

impl SensorCalibration {
    /// Tests the residuals against the budget and the equation's inadequacy.
    ///
    /// # Errors
    /// [`FitError`], for which points that have been calibrated from give no reason.
    pub fn examination(&self) -> Result<Examination, FitError> {
        let problem = self.as_fitted();
        let most = (self.points.len() / POINTS_PER_SUSPECT).max(1);
        let tests = diagnostics(&problem, &fit(&problem)?)?;
        Ok(Examination { outliers: outliers(&problem, most)?, tests })
    }

    /// The problem of the form that was kept, under its errors.
    fn as_fitted(&self) -> Problem<'static> {
        let count = self.points.len();
        let inadequacy = self.points.iter().map(|point| {
            let deviation = self.at_use.inadequacy_at(point.reference);
            deviation * deviation
        });
        let inadequacy = DMatrix::from_diagonal(&DVector::from_iterator(count, inadequacy));
        let names = self.fit.equation.coefficients().iter().map(|name| (*name).to_owned());
        Problem {
            equation: self.fit.equation,
            inputs: self.point_inputs().to_vec(),
            reference: self.points.iter().map(|point| point.reference).collect(),
            errors: Errors::Stated {
                covariance: self.budget.covariance(count) + &inadequacy,
                scatter: self.budget.scatter_covariance(count) + inadequacy,
            },
            fixed: values(&self.held),
            prior: self.prior.clone(),
            start: names.zip(self.fit.coefficients.iter().copied()).collect(),
        }
    }
}
