//! Makers' equations: raw output to quantity, with analytic derivatives by every coefficient and every input.
//!
//! An equation knows nothing of how a sensor truly behaves: it is what the maker's manual prints, plus the extra
//! pressure terms that a full-depth calibration needs (zero by default, which is the maker's own form).
//!
//! ```
//! use hadal_models::equation;
//!
//! let equation = equation::find("sea-bird/sbe-37-temperature").unwrap();
//! // SBE 45 serial 0402, from its printed sheet: 744013.0 counts at 1.0000 °C.
//! let named = [("a0", 5.724520e-5), ("a1", 2.658577e-4), ("a2", -1.827700e-6), ("a3", 1.335867e-7)];
//! let value = |name: &&str| named.iter().find(|(known, _)| known == name).map_or(0.0, |(_, value)| *value);
//! let coefficients: Vec<f64> = equation.coefficients().iter().map(value).collect();
//! assert!((equation.value(&coefficients, &[744_013.0, 0.0]) - 1.0).abs() < 1e-4);
//! ```

mod linear;
mod registry;
mod sea_bird;

pub use registry::{UnknownEquation, all, find};

use std::collections::BTreeMap;

/// One raw input of an equation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Input {
    /// Its name, unit included where it has one.
    pub name: &'static str,
    /// UDUNITS string.
    pub unit: &'static str,
    /// Column names under which it is recognised in a table without being told.
    pub plain_names: &'static [&'static str],
    /// What it is where a table does not have it; `None` if it must be given.
    pub default: Option<f64>,
}

/// A maker's formula: value and analytic gradient.
///
/// `coefficients` and `inputs` are in the order of [`Equation::coefficients`] and [`Equation::inputs`]; slices of
/// another length are the caller's mistake and end in an index panic.
pub trait Equation: Sync + std::fmt::Debug {
    /// Its name, such as `sea-bird/sbe-37-temperature`.
    fn id(&self) -> &'static str;
    /// Raised whenever the same coefficients would give another value.
    fn version(&self) -> u32;
    /// The name of what it gives, such as `temperature`.
    fn quantity(&self) -> &'static str;
    /// Unit of the value (UDUNITS).
    fn output_unit(&self) -> &'static str;
    /// Column names under which reference values of the output are recognised without being told.
    fn reference_names(&self) -> &'static [&'static str];
    /// Its raw inputs, in order; the first is the one called `raw` in a table.
    fn inputs(&self) -> &'static [Input];
    /// The formula as text, with the names of coefficients and inputs, units, and which terms are not the maker's.
    fn formula(&self) -> &'static str;
    /// Names of its coefficients, in order.
    fn coefficients(&self) -> &'static [&'static str];
    /// Units of its coefficients, in order (UDUNITS).
    fn coefficient_units(&self) -> &'static [&'static str];
    /// Least and greatest reference value that a calibration can have, in [`Equation::output_unit`]: outside, the
    /// number is of another unit or from another column.
    fn plausible_reference(&self) -> (f64, f64);
    /// Coefficients that are held, unless a calibration frees them, and the values they are held at.
    fn held(&self) -> &'static [(&'static str, f64)];
    /// The value in [`Equation::output_unit`].
    fn value(&self, coefficients: &[f64], inputs: &[f64]) -> f64;
    /// Derivatives of the value by each coefficient and by each input.
    fn gradient(
        &self,
        coefficients: &[f64],
        inputs: &[f64],
        by_coefficient: &mut [f64],
        by_input: &mut [f64],
    );
    /// Coefficients from which an iterative fit to these points will find its way, some being `held` at a value.
    fn start(&self, inputs: &[Vec<f64>], reference: &[f64], held: &BTreeMap<String, f64>) -> Vec<f64>;

    /// Place of a coefficient by name.
    fn coefficient_index(&self, name: &str) -> Option<usize> {
        self.coefficients().iter().position(|known| *known == name)
    }
}

#[cfg(test)]
mod tests;
