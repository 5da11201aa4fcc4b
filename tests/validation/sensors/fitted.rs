//! A maker's equation fitted to points, as a laboratory does it.

use hadal_models::calibration::{Errors, Problem, fit};
use hadal_models::equation::{Equation, find};
use std::collections::BTreeMap;

/// An equation with its coefficients.
pub(super) struct Fitted {
    equation: &'static Equation,
    coefficients: Vec<f64>,
    /// Indicated less true at each point.
    pub(super) residuals: Vec<f64>,
}

/// Fits an equation to points of raw inputs and true values; coefficients that the equation holds unless told stay held,
/// and so do `fixed`. A fit that fails leaves residuals that are infinite.
pub(super) fn fitted(
    id: &str,
    fixed: &[(&str, f64)],
    start: &[(&str, f64)],
    points: &[(Vec<f64>, f64)],
) -> Fitted {
    let equation = find(id).unwrap();
    let named = |pairs: &[(&str, f64)]| -> BTreeMap<String, f64> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect()
    };
    let mut held: BTreeMap<String, f64> = named(equation.held());
    held.extend(named(fixed));
    held.retain(|name, _| !start.iter().any(|(free, _)| free == name));
    let (inputs, reference): (Vec<Vec<f64>>, Vec<f64>) = points.iter().cloned().unzip();
    let problem = Problem {
        equation,
        inputs,
        reference,
        errors: Errors::FromResiduals,
        fixed: held,
        prior: BTreeMap::new(),
        start: named(start),
    };
    match fit(&problem) {
        Ok(fit) => Fitted { equation, coefficients: fit.coefficients, residuals: fit.residuals },
        Err(_) => Fitted {
            equation,
            coefficients: vec![f64::NAN; equation.coefficients().len()],
            residuals: vec![f64::INFINITY; points.len()],
        },
    }
}

impl Fitted {
    pub(super) fn value(&self, inputs: &[f64]) -> f64 {
        self.equation.value(&self.coefficients, inputs)
    }

    pub(super) fn coefficient(&self, name: &str) -> f64 {
        self.coefficients[self.equation.coefficient_index(name).unwrap()]
    }

    /// The same with one coefficient changed.
    pub(super) fn with(mut self, name: &str, value: f64) -> Self {
        let index = self.equation.coefficient_index(name).unwrap();
        self.coefficients[index] = value;
        self
    }

    /// The largest residual.
    pub(super) fn worst(&self) -> f64 {
        self.residuals.iter().fold(0.0, |worst, residual| residual.abs().max(worst))
    }
}
