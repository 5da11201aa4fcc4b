//! What a calibrated sensor errs by at use whatever its coefficients: rounding of raw outputs, and inadequacy of the equation.

use super::evidence::rounding;
use serde::{Deserialize, Serialize};

/// What a sensor errs by at use beside its coefficients.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorsAtUse {
    /// Step of each input of the equation, in its order and unit: the last digit sent, zero for what is no raw output.
    pub steps: Vec<f64>,
    /// Standard deviation of the equation's inadequacy where its shape is 1, found from the excess scatter.
    pub inadequacy: f64,
    /// How that grows with the value.
    pub shape: InadequacyShape,
}

/// How an equation's inadequacy grows with the value: relative, or in the unit of the value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InadequacyShape {
    /// The same everywhere.
    Even,
    /// In proportion to the value.
    Relative,
    /// A fifth near one atmosphere, where the sensor's zero is held by many points; whole from a fifth of this full
    /// scale on, where hysteresis and bending show.
    UnderPressure {
        /// Largest calibrated value, above zero, in the unit of the value.
        full_scale: f64,
    },
}

impl InadequacyShape {
    /// What the standard deviation of the inadequacy is multiplied by at a value.
    pub fn at(self, value: f64) -> f64 {
        match self {
            Self::Even => 1.0,
            Self::Relative => value.abs(),
            Self::UnderPressure { full_scale } => 0.2 + 0.8 * (5.0 * value / full_scale).clamp(0.0, 1.0),
        }
    }
}

impl ErrorsAtUse {
    /// Standard uncertainty of the equation's inadequacy at a value.
    pub fn inadequacy_at(&self, value: f64) -> f64 {
        self.inadequacy * self.shape.at(value)
    }

    /// Standard uncertainty that rounding of the raw outputs gives the value, from its derivatives by the inputs.
    pub(super) fn resolution(&self, by_input: &[f64]) -> f64 {
        by_input.iter().zip(&self.steps).map(|(slope, step)| slope * rounding(*step)).fold(0.0, f64::hypot)
    }

    /// Variance of both together.
    pub(super) fn variance(&self, value: f64, by_input: &[f64]) -> f64 {
        let (resolution, inadequacy) = (self.resolution(by_input), self.inadequacy_at(value));
        resolution * resolution + inadequacy * inadequacy
    }
}
