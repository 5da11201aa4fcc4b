//! A measurement: what is known of input quantities, how they belong together, and how outputs follow from them.

mod error;
mod file;
#[cfg(test)]
mod tests;

pub use error::BudgetError;

use super::conformity::Requirement;
use super::distribution::Distribution;
use crate::equation::{Formula, FormulaError};
use nalgebra::DMatrix;

/// Coverage probability where a budget does not say one.
pub const USUAL_COVERAGE: f64 = 0.95;
/// Largest coverage probability: beyond, a batch of trials for its ends would be larger than a million (JCGM 101, 7.9.4).
pub const MOST_COVERAGE: f64 = 0.9999;

/// How an output quantity follows from the input quantities (VIM 2.48).
pub trait Model: Sync {
    /// The output for each row of the inputs' columns, all as long as `results`.
    fn column(&self, inputs: &[&[f64]], results: &mut [f64]);

    /// The output with its derivative by each input.
    fn gradient(&self, inputs: &[f64], by_input: &mut [f64]) -> f64;

    /// Whether the output depends on an input, by its place.
    fn uses(&self, _input: usize) -> bool {
        true
    }
}

/// A model written as a formula of the inputs' names and `pi`.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression(Formula);

impl Expression {
    /// Parses a formula of these inputs.
    ///
    /// # Errors
    /// Text that is no formula, or a name that is no input.
    pub fn parse(inputs: &[&str], text: &str) -> Result<Self, FormulaError> {
        Formula::parse(&["pi"], inputs, &[], text).map(Self)
    }
}

impl Model for Expression {
    fn column(&self, inputs: &[&[f64]], results: &mut [f64]) {
        self.0.column(&[std::f64::consts::PI], inputs, results);
    }

    fn gradient(&self, inputs: &[f64], by_input: &mut [f64]) -> f64 {
        self.0.gradient(&[std::f64::consts::PI], inputs, &mut [0.0], by_input)
    }

    fn uses(&self, input: usize) -> bool {
        self.0.uses(input)
    }
}

/// An input quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Its name in formulas.
    pub name: String,
    /// What is known of it.
    pub distribution: Distribution,
    /// How well its standard uncertainty is known; infinite where nothing is said. Only the effective degrees of freedom of
    /// the GUM use it: a Monte Carlo trial draws from the distribution as it is.
    pub degrees_of_freedom: f64,
}

/// An output quantity.
#[derive(Clone, Debug)]
pub struct Output<M> {
    /// Its name.
    pub name: String,
    /// How it follows from the inputs.
    pub model: M,
    /// What it must satisfy, where a decision depends on it.
    pub requirement: Option<Requirement>,
}

/// Input quantities with what is known of them together.
#[derive(Clone, Debug)]
pub struct Inputs {
    list: Vec<Input>,
    correlation: DMatrix<f64>,
    groups: Vec<Vec<usize>>,
}

impl Inputs {
    /// Inputs with correlation coefficients between pairs, by their places; pairs not named are independent.
    ///
    /// # Errors
    /// A place that is none, a pair of one with itself or named twice, a coefficient outside -1 to 1, or coefficients that no
    /// quantities can have together.
    pub fn new(list: Vec<Input>, pairs: &[([usize; 2], f64)]) -> Result<Self, CorrelationFault> {
        let mut correlation = DMatrix::identity(list.len(), list.len());
        for (index, &([a, b], coefficient)) in pairs.iter().enumerate() {
            let known = a < list.len() && b < list.len() && a != b;
            let again = pairs[..index].iter().any(|(other, _)| *other == [a, b] || *other == [b, a]);
            if !known || again {
                return Err(CorrelationFault::Pair(index));
            }
            if !(-1.0..=1.0).contains(&coefficient) {
                return Err(CorrelationFault::Coefficient(index));
            }
            correlation[(a, b)] = coefficient;
            correlation[(b, a)] = coefficient;
        }
        let groups = groups(&correlation);
        // Coefficients that are rounded to print may miss zero by a little.
        const ROUNDING: f64 = 1e-6;
        for group in &groups {
            let part = DMatrix::from_fn(group.len(), group.len(), |row, column| {
                correlation[(group[row], group[column])]
            });
            if part.symmetric_eigenvalues().iter().any(|value| *value < -ROUNDING) {
                return Err(CorrelationFault::Together(group.clone()));
            }
        }
        Ok(Self { list, correlation, groups })
    }

    /// The inputs.
    pub fn list(&self) -> &[Input] {
        &self.list
    }

    /// Correlation coefficients, with ones on the diagonal.
    pub fn correlation(&self) -> &DMatrix<f64> {
        &self.correlation
    }

    /// Places of inputs that are correlated with each other, directly or through others: each input is in one group.
    pub fn groups(&self) -> &[Vec<usize>] {
        &self.groups
    }
}

/// What is wrong with correlations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CorrelationFault {
    /// The pair in this place is none, or was named before.
    Pair(usize),
    /// The coefficient of the pair in this place is not within -1 to 1.
    Coefficient(usize),
    /// These inputs cannot be correlated so: the matrix has a negative eigenvalue.
    Together(Vec<usize>),
}

/// Connected parts of the graph of coefficients that are not zero.
pub(super) fn groups(correlation: &DMatrix<f64>) -> Vec<Vec<usize>> {
    let count = correlation.nrows();
    let mut of: Vec<Option<usize>> = vec![None; count];
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for first in 0..count {
        if of[first].is_some() {
            continue;
        }
        let number = groups.len();
        of[first] = Some(number);
        let (mut group, mut waiting) = (vec![first], vec![first]);
        while let Some(here) = waiting.pop() {
            for other in 0..count {
                if of[other].is_none() && correlation[(here, other)] != 0.0 {
                    of[other] = Some(number);
                    group.push(other);
                    waiting.push(other);
                }
            }
        }
        group.sort_unstable();
        groups.push(group);
    }
    groups
}

impl<M: Model> Measurement<M> {
    /// The first input of an output that has no finite variance, such as Student's t with two degrees of freedom or less:
    /// mean and standard deviation of the output then need not exist.
    pub fn without_variance(&self, output: &Output<M>) -> Option<&Input> {
        let mut used = self.inputs.list().iter().enumerate().filter(|(place, _)| output.model.uses(*place));
        used.find(|(_, input)| !input.distribution.standard_deviation().is_finite()).map(|(_, input)| input)
    }
}

/// A measurement to evaluate.
#[derive(Clone, Debug)]
pub struct Measurement<M> {
    /// What it is, for people.
    pub title: String,
    /// Input quantities.
    pub inputs: Inputs,
    /// Output quantities.
    pub outputs: Vec<Output<M>>,
    /// Coverage probability of intervals and regions.
    pub coverage: f64,
}
