//! What the residuals of a calibrated sensor tell: outliers, which are reported and kept, and tests of the errors.
//!
//! The residuals are those of the certificate: its form, its weights, its inadequacy. One test is not: chi-squared asks whether
//! the *stated* errors explain the scatter, and the inadequacy was solved for so that they do. The others ask what is beyond
//! scatter of that size. Whether neighbours are alike, and signs change, tells whether an inadequacy is new at each
//! point, as the certificate takes it. A point is an outlier if it stands out from its fellows, not if all are far out; since
//! it has made the inadequacy larger itself, that errs towards silence.

use super::SensorCalibration;
use super::held::values;
use crate::calibration::diagnostics::{Property, Test, diagnostics, scatter};
use crate::calibration::outliers::{Outliers, outliers};
use crate::calibration::{Errors, FitError, Problem, fit};
use nalgebra::{DMatrix, DVector};

/// One suspect is looked for among so many points.
const POINTS_PER_SUSPECT: usize = 10;

/// What the residuals tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Examination {
    /// Points that lie farther out than chance makes of the budget and the inadequacy. The fit keeps them.
    pub outliers: Outliers,
    /// Tests of the residuals together: chi-squared against the budget alone, the others with the inadequacy.
    pub tests: Vec<Test>,
}

impl SensorCalibration {
    /// Tests the residuals against the budget, and against the budget with the equation's inadequacy.
    ///
    /// # Errors
    /// [`FitError`], for which points that have been calibrated from give no reason.
    pub fn examination(&self) -> Result<Examination, FitError> {
        let stated = self.problem(self.errors());
        let certified = self.problem(self.errors_with_inadequacy());
        let most = (self.points.len() / POINTS_PER_SUSPECT).max(1);
        let mut tests = diagnostics(&certified, &fit(&certified)?)?;
        tests.retain(|test| test.property != Property::Scatter);
        tests.splice(0..0, scatter(&stated, &fit(&stated)?)?);
        Ok(Examination { outliers: outliers(&certified, most)?, tests })
    }

    fn errors_with_inadequacy(&self) -> Errors {
        let variances = self.points.iter().map(|point| {
            let deviation = self.at_use.inadequacy_at(point.reference);
            deviation * deviation
        });
        let inadequacy = DMatrix::from_diagonal(&DVector::from_iterator(self.points.len(), variances));
        match self.errors() {
            Errors::Stated { covariance, scatter } => {
                Errors::Stated { covariance: covariance + &inadequacy, scatter: scatter + inadequacy }
            }
            Errors::FromResiduals => Errors::FromResiduals,
        }
    }

    /// The problem of the form that was kept.
    fn problem(&self, errors: Errors) -> Problem<'static> {
        let names = self.fit.equation.coefficients().iter().map(|name| (*name).to_owned());
        Problem {
            equation: self.fit.equation,
            inputs: self.point_inputs().to_vec(),
            reference: self.points.iter().map(|point| point.reference).collect(),
            errors,
            fixed: values(&self.held),
            prior: self.prior.clone(),
            start: names.zip(self.fit.coefficients.iter().copied()).collect(),
        }
    }
}
