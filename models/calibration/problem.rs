//! What is to be fitted, and how a fit can fail.

use crate::equation::Equation;
use nalgebra::DMatrix;
use std::collections::BTreeMap;

/// What is known of the errors of reference minus indication.
#[derive(Clone, Debug)]
pub enum Errors {
    /// Nothing beforehand: all points alike and independent, and the residual variance tells how good they are.
    FromResiduals,
    /// A stated covariance.
    Stated {
        /// Covariance between points of all errors, in the output's unit squared.
        covariance: DMatrix<f64>,
        /// The part that shows as scatter between points; it makes the weights, and must be positive definite.
        scatter: DMatrix<f64>,
    },
}

/// What is known of a coefficient before the data: it enters the fit as one more observation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    /// The expected value.
    pub value: f64,
    /// Its standard uncertainty.
    pub standard_uncertainty: f64,
}

/// A fit of one equation to points.
#[derive(Clone, Debug)]
pub struct Problem<'a> {
    /// The equation.
    pub equation: &'a Equation,
    /// Raw inputs, one row per point, in the order of [`Equation::inputs`].
    pub inputs: Vec<Vec<f64>>,
    /// Reference value of the output at each point.
    pub reference: Vec<f64>,
    /// Errors of reference minus indication.
    pub errors: Errors,
    /// Coefficients that are held at a value, by name. All others are free.
    pub fixed: BTreeMap<String, f64>,
    /// What is known beforehand of free coefficients, by name.
    pub prior: BTreeMap<String, Prior>,
    /// Values from which to start, by name; the equation starts the rest.
    pub start: BTreeMap<String, f64>,
}

/// Why there is no fit.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FitError {
    /// A name that the equation does not have.
    #[error("`{equation}` has no coefficient `{name}`; it has {known}")]
    UnknownCoefficient {
        /// The equation's id.
        equation: &'static str,
        /// The name given.
        name: String,
        /// The names there are.
        known: String,
    },
    /// Points and references, or covariances, of different sizes.
    #[error("{what}: {found} given for {expected} points")]
    Size {
        /// Which of them.
        what: String,
        /// How many there are.
        found: usize,
        /// How many points there are.
        expected: usize,
    },
    /// A number that is not finite, or outside what the equation can take.
    #[error("point {point}: {what} is {value}; a finite number within the equation's range is needed")]
    NotFinite {
        /// Point from 0.
        point: usize,
        /// Which number.
        what: String,
        /// The number.
        value: f64,
    },
    /// Fewer points than free coefficients (or as many, when scatter must tell the uncertainty).
    #[error("{points} points for {free} free coefficients ({names}); at least {needed} points are needed")]
    TooFewPoints {
        /// How many points there are.
        points: usize,
        /// How many coefficients are free.
        free: usize,
        /// Their names.
        names: String,
        /// How many points are needed.
        needed: usize,
    },
    /// No coefficient is free.
    #[error("every coefficient is fixed: there is nothing to fit")]
    NothingFree,
    /// The points cannot tell some coefficients apart.
    #[error(
        "these points cannot determine {names}; hold one of them, or add points that vary what it depends on"
    )]
    Undetermined {
        /// The coefficients that trade against each other.
        names: String,
    },
    /// A covariance that no errors can have.
    #[error("{which} is not positive definite")]
    Covariance {
        /// Which covariance.
        which: String,
    },
    /// Raw inputs with stated errors, references without.
    #[error("the errors of raw inputs are stated, those of the references are not: state both")]
    Unstated,
    /// A prior without a positive, finite standard uncertainty.
    #[error("prior of `{name}`: standard uncertainty {value} must be positive and finite")]
    Prior {
        /// The coefficient.
        name: String,
        /// The value given.
        value: f64,
    },
    /// The iteration did not settle.
    #[error("the fit of `{equation}` did not settle: {reason}")]
    NotConverged {
        /// The equation's id.
        equation: &'static str,
        /// What the iteration said.
        reason: String,
    },
}

impl Problem<'_> {
    /// Checks sizes, names and numbers.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub(super) fn check(&self) -> Result<(), FitError> {
        self.check_names()?;
        self.check_sizes()?;
        self.check_numbers()?;
        self.check_count()
    }

    /// Places of the free coefficients, in the equation's order.
    pub(super) fn free(&self) -> Vec<usize> {
        let names = self.equation.coefficients().iter().enumerate();
        names.filter(|(_, name)| !self.fixed.contains_key(**name)).map(|(index, _)| index).collect()
    }

    /// Names of the free coefficients.
    pub(super) fn free_names(&self) -> Vec<&'static str> {
        self.free().into_iter().map(|index| self.equation.coefficients()[index]).collect()
    }

    fn check_names(&self) -> Result<(), FitError> {
        let mut names = self.fixed.keys().chain(self.prior.keys()).chain(self.start.keys());
        if let Some(name) = names.find(|name| self.equation.coefficient_index(name).is_none()) {
            let known = self.equation.coefficients().join(", ");
            return Err(FitError::UnknownCoefficient {
                equation: self.equation.id(),
                name: name.clone(),
                known,
            });
        }
        let bad =
            |prior: &Prior| !(prior.standard_uncertainty > 0.0 && prior.standard_uncertainty.is_finite());
        match self.prior.iter().find(|(_, prior)| bad(prior)) {
            Some((name, prior)) => {
                Err(FitError::Prior { name: name.clone(), value: prior.standard_uncertainty })
            }
            None => Ok(()),
        }
    }

    fn check_sizes(&self) -> Result<(), FitError> {
        let expected = self.inputs.len();
        let mut sizes = vec![("references", self.reference.len())];
        if let Errors::Stated { covariance, scatter } = &self.errors {
            for (what, matrix) in [("covariance", covariance), ("scatter covariance", scatter)] {
                sizes.extend([(what, matrix.nrows()), (what, matrix.ncols())]);
            }
        }
        match sizes.into_iter().find(|(_, found)| *found != expected) {
            Some((what, found)) => Err(FitError::Size { what: what.to_owned(), found, expected }),
            None => Ok(()),
        }
    }

    fn check_numbers(&self) -> Result<(), FitError> {
        for (point, (inputs, reference)) in self.inputs.iter().zip(&self.reference).enumerate() {
            let names = self.equation.inputs();
            if inputs.len() != names.len() {
                let what = format!("inputs of point {point}");
                return Err(FitError::Size { what, found: inputs.len(), expected: names.len() });
            }
            let named = names.iter().map(|input| input.name).zip(inputs.iter().copied());
            for (name, value) in named.chain([("reference", *reference)]) {
                if !value.is_finite() {
                    return Err(FitError::NotFinite { point, what: name.to_owned(), value });
                }
            }
        }
        Ok(())
    }

    fn check_count(&self) -> Result<(), FitError> {
        let names = self.free_names();
        let informed = names.iter().filter(|name| self.prior.contains_key(**name)).count();
        let spare = usize::from(matches!(self.errors, Errors::FromResiduals));
        let needed = names.len() - informed + spare;
        match (names.len(), self.inputs.len()) {
            (0, _) => Err(FitError::NothingFree),
            (free, points) if points < needed => {
                Err(FitError::TooFewPoints { points, free, names: names.join(", "), needed })
            }
            _ => Ok(()),
        }
    }
}
