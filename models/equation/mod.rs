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

mod description;
mod formula;
mod linear;
mod registry;

pub use description::{DescriptionError, Equation, describe};
pub use formula::{Formula, FormulaError};
pub use registry::{UnknownEquation, all, find};

/// One raw input of an equation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Input {
    /// Its name, unit included where it has one.
    pub name: &'static str,
    /// UDUNITS string.
    pub unit: &'static str,
    /// Column names under which it is recognised in a table without being told.
    pub plain_names: &'static [&'static str],
    /// What it ordinarily lies between, in [`Input::unit`], where the description says so: no bound on what is evaluated.
    pub range: Option<(f64, f64)>,
    /// What it is where a table does not have it; `None` if it must be given.
    pub default: Option<f64>,
}

#[cfg(test)]
mod tests;
