//! One calibrated sensor: fit, budget, points, and what it is worth at use.

use super::errors_at_use::ErrorsAtUse;
use super::held::{Held, Reason};
use super::hysteresis::BothWays;
use super::selection::TermTest;
use crate::calibration::{Errors, Fit, Prior};
use crate::uncertainty::{Budget, Kind};
use nalgebra::{DMatrix, DVector};
use std::collections::BTreeMap;

/// Coverage factor of stated expanded uncertainties: about 95 % of a normal distribution.
pub(super) const COVERAGE_FACTOR: f64 = 2.0;

/// One point as a certificate prints it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CalibratedPoint {
    /// Reference value.
    pub reference: f64,
    /// What the fitted equation makes of the raw means.
    pub indicated: f64,
    /// Indicated minus reference.
    pub residual: f64,
    /// Standard uncertainty of reference minus indication at this point, before any fit.
    pub point_standard_uncertainty: f64,
    /// Standard uncertainty of the calibrated sensor here, when used.
    pub standard_uncertainty: f64,
    /// The same times k = 2.
    pub expanded_uncertainty: f64,
}

/// What one source of error contributes to the calibrated sensor.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// What errs.
    pub name: String,
    /// Where the number comes from.
    pub source: String,
    /// Type A or B.
    pub kind: Kind,
    /// Standard uncertainty, in the quantity's unit.
    pub standard_uncertainty: f64,
}

/// A calibrated sensor.
#[derive(Clone, Debug)]
pub struct SensorCalibration {
    /// `temperature`, `conductivity` or `pressure`.
    pub quantity: &'static str,
    /// Unit of the output (UDUNITS).
    pub unit: &'static str,
    /// The fit: values of the coefficients that the points support; covariance of all that they could tell.
    pub fit: Fit,
    /// What the points say of the highest term of each ladder, those that went first.
    pub selection: Vec<TermTest>,
    /// What the sensor reads less on the way to high pressure than on the way back, where a leg went both ways.
    pub hysteresis: Vec<BothWays>,
    /// Coefficients that were held, with their values and why.
    pub held: BTreeMap<String, Held>,
    /// Coefficients known beforehand, which the points could still move.
    pub prior: BTreeMap<String, Prior>,
    /// Errors of reference minus indication at the points, by component.
    pub budget: Budget,
    /// The points.
    pub points: Vec<CalibratedPoint>,
    /// Reduced chi-squared of the stated budget: well above 1 says that the equation does not follow the sensor.
    pub stated_reduced_chi_squared: f64,
    /// What the sensor errs by at use beside its coefficients.
    pub at_use: ErrorsAtUse,
    /// Covariance of what counts as scatter between the points: it made the weights.
    pub(super) scatter: DMatrix<f64>,
    /// Where the item's own components begin in the budget.
    pub(super) item_from: usize,
    /// What the fullest form says more of each free coefficient.
    pub(super) left_out: DVector<f64>,
    pub(super) inputs: Vec<Vec<f64>>,
}

impl SensorCalibration {
    /// Value and standard uncertainty at raw inputs, at a point of the calibration or between points.
    ///
    /// The uncertainty is that of one reading without noise: coefficients (with every shared error of the references),
    /// rounding of the raw outputs, and the equation's inadequacy, which acts again at use. Errors of the inputs that
    /// are not this sensor's own (temperature and pressure for conductivity) are the user's to add.
    pub fn predict(&self, inputs: &[f64]) -> (f64, f64) {
        let value = self.fit.value(inputs);
        let coefficients = self.fit.standard_uncertainty(inputs);
        let own = self.at_use.variance(value, &self.fit.input_gradient(inputs));
        (value, (coefficients * coefficients + own).sqrt())
    }

    /// What makes up the standard uncertainty of [`SensorCalibration::predict`], source by source: the squares add up
    /// to its square.
    pub fn contributions(&self, inputs: &[f64]) -> Vec<Contribution> {
        let gradient = self.fit.coefficient_gradient(inputs);
        let left_out = self.left_out.dot(&gradient).abs();
        let on_rows = self.fit.influence.transpose() * gradient;
        let points = self.points_count();
        let on_points = on_rows.rows(0, points).into_owned();
        let mut found: Vec<Contribution> = Vec::new();
        for component in &self.budget.components {
            let uncertainty = component.variance_of_sum(&on_points).max(0.0).sqrt();
            found.push(contribution(&component.name, &component.source, component.kind, uncertainty));
        }
        for (row, (name, prior)) in self.prior.iter().enumerate() {
            let uncertainty = (on_rows[points + row] * prior.standard_uncertainty).abs();
            found.push(contribution(name, "known before the calibration", Kind::B, uncertainty));
        }
        found.push(contribution(
            "terms left out",
            "what the fullest form would say otherwise",
            Kind::A,
            left_out,
        ));
        found.push(self.inadequacy_contribution(inputs, on_points.as_slice()));
        let resolution = self.at_use.resolution(&self.fit.input_gradient(inputs));
        found.push(contribution(
            "item resolution at use",
            "last digit sent, rectangular",
            Kind::B,
            resolution,
        ));
        found
    }

    /// Those of the contributions that no reference makes: of the item and its equation alone.
    pub(super) fn own_contributions(&self, inputs: &[f64]) -> impl Iterator<Item = Contribution> + use<> {
        self.contributions(inputs).into_iter().skip(self.item_from)
    }

    /// Names of the coefficients that the points could not tell, in the equation's order; none where the equation is
    /// calibrated as a whole.
    pub fn held_for_lack_of_points(&self) -> Vec<&'static str> {
        let untold =
            |name: &&str| self.held.get(*name).is_some_and(|held| held.reason == Reason::TooFewPoints);
        self.fit.equation.coefficients().iter().copied().filter(untold).collect()
    }

    /// Whether the scatter is more than chance makes of the stated budget: reduced chi-squared above 1 by three times
    /// its own standard deviation, √(2/degrees of freedom).
    pub fn scatters_beyond_budget(&self) -> bool {
        let freedom = u32::try_from(self.fit.degrees_of_freedom).unwrap_or(u32::MAX);
        self.stated_reduced_chi_squared > 1.0 + 3.0 * (2.0 / f64::from(freedom.max(1))).sqrt()
    }

    /// Stated errors of reference minus indication, and the part of them that weighed in the fit: the whole budget, the
    /// equation's inadequacy aside.
    pub fn errors(&self) -> Errors {
        let covariance = self.budget.covariance(self.points_count());
        Errors::Stated { covariance, scatter: self.scatter.clone() }
    }

    /// Raw inputs of the points.
    pub fn point_inputs(&self) -> &[Vec<f64>] {
        &self.inputs
    }

    /// Inadequacy of the equation: what it did to the coefficients, and again at use.
    fn inadequacy_contribution(&self, inputs: &[f64], on_points: &[f64]) -> Contribution {
        let fitted = on_points.iter().zip(&self.points);
        let through_fit = fitted.map(|(share, point)| share * self.at_use.inadequacy_at(point.reference));
        let at_use = self.at_use.inadequacy_at(self.fit.value(inputs));
        let source = "scatter beyond the stated budget (Mandel and Paule 1970)";
        contribution("equation inadequacy", source, Kind::A, through_fit.fold(at_use, f64::hypot))
    }

    pub(super) fn points_count(&self) -> usize {
        self.inputs.len()
    }

    pub(super) fn finished_points(&self, reference: &[f64]) -> Vec<CalibratedPoint> {
        let before_fit = self.budget.standard_uncertainty(self.points_count());
        let rows = self.inputs.iter().zip(reference).zip(before_fit);
        rows.map(|((inputs, reference), point_standard_uncertainty)| {
            let (indicated, standard_uncertainty) = self.predict(inputs);
            CalibratedPoint {
                reference: *reference,
                indicated,
                residual: indicated - reference,
                point_standard_uncertainty,
                standard_uncertainty,
                expanded_uncertainty: COVERAGE_FACTOR * standard_uncertainty,
            }
        })
        .collect()
    }
}

fn contribution(name: &str, source: &str, kind: Kind, standard_uncertainty: f64) -> Contribution {
    Contribution { name: name.to_owned(), source: source.to_owned(), kind, standard_uncertainty }
}
