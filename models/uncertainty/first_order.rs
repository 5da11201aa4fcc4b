//! The law of propagation of uncertainty to first order (JCGM 100:2008, clause 5), with effective degrees of freedom (G.4).

use super::measurement::{Inputs, Model, groups};
use super::probability::student_quantile;
use nalgebra::{DMatrix, DVector};
use std::borrow::Cow;

/// Inputs as the GUM takes them: estimates, standard uncertainties, degrees of freedom, correlation.
#[derive(Clone, Debug)]
pub struct Estimates {
    values: Vec<f64>,
    standard_uncertainties: Vec<f64>,
    degrees_of_freedom: Vec<f64>,
    /// Covariance of the inputs where any of them are correlated.
    covariance: Option<DMatrix<f64>>,
    groups: Vec<Vec<usize>>,
}

/// What the law says of one output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FirstOrder {
    /// The output at the estimates.
    pub value: f64,
    /// Combined standard uncertainty (eq. 13).
    pub standard_uncertainty: f64,
    /// Effective degrees of freedom by Welch and Satterthwaite (eq. G.2b). Their formula holds for independent components: a
    /// group of correlated inputs of the output counts as one component, with the uncertainty that its members have together
    /// and the smallest of their degrees of freedom.
    pub degrees_of_freedom: f64,
}

impl Estimates {
    /// Takes expectations, standard uncertainties and degrees of freedom from distributions.
    pub fn new(inputs: &Inputs) -> Self {
        let list = inputs.list();
        let standard_uncertainties: Vec<f64> =
            list.iter().map(|input| input.distribution.standard_uncertainty()).collect();
        let correlated = inputs.groups().iter().any(|group| group.len() > 1);
        let covariance = correlated.then(|| {
            let u = &standard_uncertainties;
            inputs
                .correlation()
                .map_with_location(|row, column, coefficient| u[row] * u[column] * coefficient)
        });
        Self {
            values: list.iter().map(|input| input.distribution.mean()).collect(),
            standard_uncertainties,
            degrees_of_freedom: list.iter().map(|input| input.degrees_of_freedom).collect(),
            covariance,
            groups: inputs.groups().to_vec(),
        }
    }

    /// Estimates of the inputs.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Standard uncertainties of the inputs.
    pub fn standard_uncertainties(&self) -> &[f64] {
        &self.standard_uncertainties
    }

    /// Covariance of the inputs.
    pub fn covariance(&self) -> DMatrix<f64> {
        self.covariance.clone().unwrap_or_else(|| {
            let variances = self.standard_uncertainties.iter().map(|u| u * u);
            DMatrix::from_diagonal(&DVector::from_iterator(self.standard_uncertainties.len(), variances))
        })
    }

    /// Propagates through one model; the derivative by each input, its sensitivity coefficient, goes to `sensitivities`.
    pub fn propagate(&self, model: &impl Model, sensitivities: &mut [f64]) -> FirstOrder {
        let value = model.gradient(&self.values, sensitivities);
        let (mut total, mut weighted) = (0.0, 0.0);
        for group in self.groups_of(model).iter() {
            let variance = self.joint_variance(group, sensitivities);
            let freedom =
                group.iter().map(|place| self.degrees_of_freedom[*place]).fold(f64::INFINITY, f64::min);
            total += variance;
            weighted += variance * variance / freedom;
        }
        let degrees_of_freedom = if weighted > 0.0 { total * total / weighted } else { f64::INFINITY };
        FirstOrder { value, standard_uncertainty: total.sqrt(), degrees_of_freedom }
    }

    /// Groups of inputs that are correlated with each other through inputs of this model: what it does not depend on ties
    /// nothing together in it.
    fn groups_of(&self, model: &impl Model) -> Cow<'_, [Vec<usize>]> {
        let uses = |place: &usize| model.uses(*place);
        match &self.covariance {
            Some(covariance) if !(0..covariance.nrows()).all(|place| uses(&place)) => {
                let used = covariance.map_with_location(|row, column, value| {
                    if row == column || (uses(&row) && uses(&column)) { value } else { 0.0 }
                });
                Cow::Owned(groups(&used))
            }
            _ => Cow::Borrowed(&self.groups),
        }
    }

    fn joint_variance(&self, group: &[usize], sensitivities: &[f64]) -> f64 {
        match (group, &self.covariance) {
            (&[alone], _) => {
                let contribution = sensitivities[alone] * self.standard_uncertainties[alone];
                contribution * contribution
            }
            (_, Some(covariance)) => {
                let term =
                    |a: &usize, b: &usize| sensitivities[*a] * covariance[(*a, *b)] * sensitivities[*b];
                group.iter().flat_map(|a| group.iter().map(move |b| term(a, b))).sum::<f64>().max(0.0)
            }
            (_, None) => f64::NAN,
        }
    }
}

impl FirstOrder {
    /// The interval with this coverage probability: Student's t with the effective degrees of freedom, not rounded (G.4.1,
    /// note 1 leaves the choice).
    pub fn interval(&self, coverage: f64) -> [f64; 2] {
        let expanded = self.coverage_factor(coverage) * self.standard_uncertainty;
        [self.value - expanded, self.value + expanded]
    }

    /// The factor k of that interval.
    pub fn coverage_factor(&self, coverage: f64) -> f64 {
        student_quantile(0.5 * (1.0 + coverage), self.degrees_of_freedom)
    }
}
