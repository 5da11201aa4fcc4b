//! Slope and offset: what makers let a user change between calibrations, found from old coefficients and new points.
//!
//! Sea-Bird's programs take corrected = slope · computed + offset, and its application note 31 (February 2010) says which of
//! the two to move: temperature drifts by an offset, conductivity by its span (slope through zero), pressure by its zero,
//! and where a dead-weight tester spans the range by slope and offset. RBR's fourth generation has a place for an offset. Slope and offset
//! of pressure act on sea pressure in dbar.

use super::fit::{Fit, fit};
use super::problem::{Errors, FitError, Problem};
use crate::constants::STANDARD_ATMOSPHERE_MPA;
use crate::equation::{Equation, UnknownEquation, find};
use nalgebra::DMatrix;
use std::collections::BTreeMap;

/// Corrected = c0 + c1 · indicated.
const LINE: &str = "generic/polynomial";
const SLOPE: &str = "c1";
const OFFSET: &str = "c0";

/// What a correction moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Convention {
    /// The offset: Sea-Bird's temperature, everything of RBR's.
    Offset,
    /// The slope through zero: Sea-Bird's conductivity.
    Slope,
    /// Both: pressure over its range.
    SlopeAndOffset,
}

/// Why there is no correction.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CorrectionError {
    /// The straight line is not in the catalog.
    #[error(transparent)]
    Equation(#[from] UnknownEquation),
    /// The points do not determine it.
    #[error(transparent)]
    Fit(#[from] FitError),
}

/// A slope and an offset.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correction {
    /// What the indication is multiplied by.
    pub slope: f64,
    /// What is then added.
    pub offset: f64,
}

impl Correction {
    /// No correction.
    pub const NONE: Self = Self { slope: 1.0, offset: 0.0 };

    /// The corrected value.
    pub fn apply(self, indicated: f64) -> f64 {
        self.slope * indicated + self.offset
    }
}

/// A correction with its covariance.
#[derive(Clone, Debug)]
pub struct CorrectionFit {
    /// The correction.
    pub correction: Correction,
    /// Covariance of slope and offset, in this order; zero for what the convention does not move.
    pub covariance: [[f64; 2]; 2],
    /// Corrected indication minus reference at each point: as left, if nothing but the correction is changed.
    pub residuals: Vec<f64>,
}

impl Convention {
    /// What the maker advises for a sensor of this equation.
    pub fn advised(equation: &Equation) -> Self {
        match equation.quantity() {
            _ if equation.id().starts_with("rbr/") => Self::Offset,
            "conductivity" => Self::Slope,
            "pressure" => Self::SlopeAndOffset,
            _ => Self::Offset,
        }
    }

    fn held(self) -> Option<(&'static str, f64)> {
        match self {
            Self::Offset => Some((SLOPE, Correction::NONE.slope)),
            Self::Slope => Some((OFFSET, Correction::NONE.offset)),
            Self::SlopeAndOffset => None,
        }
    }
}

/// The correction of this convention that brings the indications nearest to the references, weighted as the errors say.
///
/// For [`Convention::Slope`] and errors that are alike it is Σ αβ / Σ α² of application note 31, α being indications and β
/// references.
///
/// # Errors
/// Those of [`fit`].
pub fn correct(
    convention: Convention,
    indicated: &[f64],
    reference: &[f64],
    errors: Errors,
) -> Result<CorrectionFit, CorrectionError> {
    let equation = find(LINE)?;
    let held = equation.held().iter().copied().chain(convention.held());
    let found = fit(&Problem {
        equation,
        inputs: indicated.iter().map(|value| vec![*value]).collect(),
        reference: reference.to_vec(),
        errors,
        fixed: held.map(|(name, value)| (name.to_owned(), value)).collect(),
        prior: BTreeMap::new(),
        start: BTreeMap::new(),
    })?;
    let value = |name, otherwise| found.coefficient(name).map_or(otherwise, |(value, _)| value);
    Ok(CorrectionFit {
        correction: Correction { slope: value(SLOPE, 1.0), offset: value(OFFSET, 0.0) },
        covariance: [SLOPE, OFFSET].map(|one| [SLOPE, OFFSET].map(|other| covariance(&found, one, other))),
        residuals: found.residuals,
    })
}

/// Zero for what is held.
fn covariance(found: &Fit, one: &str, other: &str) -> f64 {
    let names = found.free_names();
    let place = |wanted: &str| names.iter().position(|name| *name == wanted);
    place(one).zip(place(other)).map_or(0.0, |place| found.covariance[place])
}

/// The unit in which the maker's slope and offset act.
pub fn correction_unit(equation: &Equation) -> &'static str {
    if is_absolute_pressure(equation) { "dbar (sea)" } else { equation.output_unit() }
}

/// A value of the equation in [`correction_unit`]: absolute pressure in MPa becomes sea pressure in dbar.
pub fn in_correction_unit(equation: &Equation, value: f64) -> f64 {
    if is_absolute_pressure(equation) { (value - STANDARD_ATMOSPHERE_MPA) * 100.0 } else { value }
}

/// Errors of the equation's values as errors in [`correction_unit`].
pub fn errors_in_correction_unit(equation: &Equation, errors: &Errors) -> Errors {
    let scaled =
        |matrix: &DMatrix<f64>| if is_absolute_pressure(equation) { matrix * 1e4 } else { matrix.clone() };
    match errors {
        Errors::FromResiduals => Errors::FromResiduals,
        Errors::Stated { covariance, scatter } => {
            Errors::Stated { covariance: scaled(covariance), scatter: scaled(scatter) }
        }
    }
}

fn is_absolute_pressure(equation: &Equation) -> bool {
    equation.quantity() == "pressure" && equation.output_unit() == "MPa"
}

#[cfg(test)]
mod tests;
