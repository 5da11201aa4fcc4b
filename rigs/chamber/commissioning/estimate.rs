//! What a fit has found: values, standard uncertainties, what the records cannot tell, and what they tell in combination only.

use super::errors::Errors;
use super::parameter::{Hypothesis, Measure, Parameter};
use crate::description::ChamberNominal;
use hadal_models::uncertainty::probability::student_quantile;
use nalgebra::{DMatrix, SymmetricEigen};

/// A parameter is told when the records leave at most this share of the prior's standard uncertainty.
const TOLD: f64 = 0.5;
/// Exponents below this share of the largest are left out of a combination.
const NOTABLE: f64 = 0.1;

/// The parameters of a chamber as its records tell them.
#[derive(Clone, Debug)]
pub struct Commissioned {
    /// One for each of [`Parameter::ALL`].
    pub estimates: Vec<Estimate>,
    /// Covariance of the parameters' measures: logarithms of ratios to nominal, and differences.
    pub covariance: DMatrix<f64>,
    /// Degrees of freedom behind the intervals.
    pub degrees_of_freedom: f64,
    /// Root mean square of what the model leaves: temperature, K; pressure, MPa; share of the pumped volume.
    pub misfit: [f64; 3],
    /// Products of powers that are known although their factors are not.
    pub combinations: Vec<Combination>,
}

/// One parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Which.
    pub parameter: Parameter,
    /// The rig file's value; for errors of measurement zero, and for the volume litres.
    pub nominal: f64,
    /// The fitted value.
    pub value: f64,
    /// Its standard uncertainty, in the value's unit.
    pub standard_uncertainty: f64,
    /// Standard uncertainty over that of the prior: near 1 where the records tell nothing.
    pub share_of_prior: f64,
}

/// A product of powers, relative to nominal, that the records tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Combination {
    /// Factors with their exponents; of an error of measurement, the factor is 1 + error.
    pub powers: Vec<(Parameter, f64)>,
    /// Relative standard uncertainty of the product.
    pub standard_uncertainty: f64,
}

impl Estimate {
    /// Whether the records tell the parameter.
    pub fn is_told(&self) -> bool {
        self.share_of_prior <= TOLD
    }
}

impl Commissioned {
    pub(super) fn new(
        nominal: &ChamberNominal,
        moved: &[f64],
        in_priors: DMatrix<f64>,
        errors: &Errors,
    ) -> Self {
        let mut before = nominal.clone();
        let mut after = Hypothesis::new(nominal, moved).chamber;
        let estimate = |(index, parameter): (usize, Parameter)| {
            let share_of_prior = in_priors[(index, index)].max(0.0).sqrt();
            let own = share_of_prior * parameter.prior();
            let (nominal, value) = match (parameter.of(&mut before), parameter.of(&mut after)) {
                (Some(before), Some(after)) => (*before, *after),
                _ => (0.0, moved[index] * parameter.prior()),
            };
            let standard_uncertainty = match parameter.measure() {
                Measure::Ratio(_) => value * own,
                Measure::Difference(_) => own,
            };
            Estimate { parameter, nominal, value, standard_uncertainty, share_of_prior }
        };
        let estimates: Vec<Estimate> = Parameter::ALL.into_iter().enumerate().map(estimate).collect();
        let combinations = combinations(&estimates, &in_priors);
        let prior = |index: usize| Parameter::ALL[index].prior();
        let size = in_priors.nrows();
        let covariance =
            DMatrix::from_fn(size, size, |row, column| in_priors[(row, column)] * prior(row) * prior(column));
        let (degrees_of_freedom, misfit) = (errors.degrees_of_freedom, errors.misfit());
        Self { estimates, covariance, degrees_of_freedom, misfit, combinations }
    }

    /// Factor from a standard uncertainty to half of a 95 % interval.
    pub fn coverage_factor(&self) -> f64 {
        student_quantile(0.975, self.degrees_of_freedom)
    }

    /// The nominal chamber with what the records tell of it; what they do not tell stays.
    #[must_use]
    pub fn apply(&self, nominal: &ChamberNominal) -> ChamberNominal {
        let mut chamber = nominal.clone();
        for estimate in self.written() {
            if let Some(value) = estimate.parameter.of(&mut chamber) {
                *value = estimate.value;
            }
        }
        chamber
    }

    /// The numbers of the rig file that the records tell.
    pub fn written(&self) -> impl Iterator<Item = &Estimate> {
        self.estimates.iter().filter(|estimate| estimate.parameter.is_of_the_model() && estimate.is_told())
    }

    /// The numbers of the rig file that the records cannot tell.
    pub fn untold(&self) -> impl Iterator<Item = &Estimate> {
        self.estimates.iter().filter(|estimate| estimate.parameter.is_of_the_model() && !estimate.is_told())
    }
}

/// Principal directions of the posterior that are narrow and lie mostly in what is not told by itself.
fn combinations(estimates: &[Estimate], in_priors: &DMatrix<f64>) -> Vec<Combination> {
    let eigen = SymmetricEigen::new(in_priors.clone());
    let mut found = Vec::new();
    for (column, variance) in eigen.eigenvalues.iter().enumerate() {
        let direction = eigen.eigenvectors.column(column);
        let untold = |index: usize| !estimates[index].is_told();
        let weight: f64 =
            direction.iter().enumerate().filter(|(index, _)| untold(*index)).map(|(_, v)| v * v).sum();
        let lead = (0..direction.len())
            .filter(|index| untold(*index) && estimates[*index].parameter.is_of_the_model())
            .max_by(|a, b| direction[*a].abs().total_cmp(&direction[*b].abs()));
        let Some(lead) = lead.filter(|_| weight > 0.5 && *variance < TOLD * TOLD) else { continue };
        let largest = direction.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        let exponent = |index: usize| direction[index] / estimates[index].parameter.prior();
        let scale = 1.0 / exponent(lead);
        let powers: Vec<(Parameter, f64)> = (0..direction.len())
            .filter(|index| direction[*index].abs() > NOTABLE * largest)
            .map(|index| (estimates[index].parameter, exponent(index) * scale))
            .collect();
        let is_sum = |(parameter, _): &(Parameter, f64)| {
            parameter.measure() == Measure::Difference(parameter.prior())
                && *parameter != Parameter::PumpMeter
        };
        if powers.len() > 1 && !powers.iter().any(is_sum) {
            found.push(Combination { powers, standard_uncertainty: (variance.sqrt() * scale).abs() });
        }
    }
    found
}
