//! What a run found out: plain numbers per point, with the budgets of the references.

use crate::calibration::FitError;
use crate::equation::UnknownEquation;
use crate::uncertainty::{Budget, Component, Kind};
use std::collections::BTreeMap;

/// A mean of repeated readings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// The mean.
    pub value: f64,
    /// Standard deviation of the mean (type A).
    pub standard_uncertainty: f64,
}

/// One stable point: references at the item's height, and the item's raw means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// Number of the leg.
    pub leg: usize,
    /// Reference temperature (ITS-90), °C.
    pub temperature_celsius: f64,
    /// Reference pressure above vacuum, MPa.
    pub pressure_mpa_absolute: f64,
    /// Reference practical salinity.
    pub practical_salinity: f64,
    /// Item's temperature counts.
    pub temperature_counts: Mean,
    /// Item's conductivity oscillator, Hz.
    pub conductivity_hz: Mean,
    /// Item's pressure bridge, counts.
    pub pressure_counts: Mean,
    /// Item's thermometer of the pressure bridge, counts.
    pub pressure_temperature_counts: Mean,
}

/// Steps of the item's raw outputs as sent (the last digit).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resolution {
    /// Temperature counts.
    pub temperature_counts: f64,
    /// Conductivity oscillator, Hz.
    pub conductivity_hz: f64,
    /// Pressure counts.
    pub pressure_counts: f64,
    /// Counts of the bridge's thermometer.
    pub pressure_temperature_counts: f64,
}

/// Everything a calibration is made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The points, in the order of the run.
    pub observations: Vec<Observation>,
    /// Errors of the reference temperatures, K: certificate, drift, self-heating, stem conduction, stability,
    /// uniformity, repeatability. Nothing of the item: that is added here.
    pub temperature_budget: Budget,
    /// Errors of the reference pressures, MPa.
    pub pressure_budget: Budget,
    /// Errors of the reference salinities, practical salinity: bottles, pump water. Not the formulation: it is added.
    pub salinity_budget: Budget,
    /// The item's resolution.
    pub resolution: Resolution,
    /// Coefficients that stay as the maker gave them, by name.
    pub maker_coefficients: BTreeMap<String, f64>,
}

/// Why there is no calibration.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CalibrationError {
    /// A fit failed.
    #[error("{quantity}: {problem}")]
    Fit {
        /// Which quantity.
        quantity: &'static str,
        /// Why. Part of the message, and so not its source.
        problem: FitError,
    },
    /// The points leave a coefficient untold without which the equation says nothing.
    #[error(
        "{quantity}: coefficient {coefficient} cannot be told: the points lie at {found} {levels}; points at {needed} or more are needed"
    )]
    Essential {
        /// Which quantity.
        quantity: &'static str,
        /// The coefficient.
        coefficient: &'static str,
        /// What must be varied, and by how much.
        levels: &'static str,
        /// How many levels there are.
        found: usize,
        /// How many are needed.
        needed: usize,
    },
    /// An equation is missing from the library.
    #[error(transparent)]
    Equation(#[from] UnknownEquation),
    /// There is no point to calibrate from.
    #[error("there are no points: a calibration needs at least one stable point that was read")]
    NoPoints,
    /// A component of a budget does not have one finite value per point.
    #[error(
        "{quantity} budget: component `{component}` does not give one finite standard uncertainty for each of {points} points"
    )]
    Budget {
        /// Which quantity.
        quantity: &'static str,
        /// The component.
        component: String,
        /// How many points there are.
        points: usize,
    },
    /// A number that no point can have.
    #[error("point {point}: {what} is {value}; accepted: {accepted}")]
    Observation {
        /// Point from 0.
        point: usize,
        /// Which number.
        what: &'static str,
        /// The number.
        value: f64,
        /// What would have been accepted.
        accepted: &'static str,
    },
}

impl Evidence {
    /// Number of points.
    pub(super) fn points(&self) -> usize {
        self.observations.len()
    }

    /// One number of every point.
    pub(super) fn column(&self, of: impl Fn(&Observation) -> f64) -> Vec<f64> {
        self.observations.iter().map(of).collect()
    }

    pub(super) fn check(&self) -> Result<(), CalibrationError> {
        let budgets = [
            ("temperature", &self.temperature_budget),
            ("pressure", &self.pressure_budget),
            ("salinity", &self.salinity_budget),
        ];
        let points = self.points();
        if points == 0 {
            return Err(CalibrationError::NoPoints);
        }
        for (quantity, budget) in budgets {
            if let Some(component) = budget.first_inconsistent(points) {
                let component = component.name.clone();
                return Err(CalibrationError::Budget { quantity, component, points });
            }
        }
        self.observations.iter().enumerate().try_for_each(|(point, observation)| observation.check(point))
    }
}

impl Observation {
    fn check(&self, point: usize) -> Result<(), CalibrationError> {
        const POSITIVE: &str = "a finite number above zero";
        const SIZE: &str = "a finite number, zero or more";
        let above_zero = [
            ("practical salinity", self.practical_salinity),
            ("pressure above vacuum", self.pressure_mpa_absolute),
            ("temperature in kelvin", self.temperature_celsius + crate::constants::ZERO_CELSIUS_KELVIN),
            ("temperature counts", self.temperature_counts.value),
            ("conductivity frequency", self.conductivity_hz.value),
            ("pressure counts", self.pressure_counts.value),
            ("pressure temperature counts", self.pressure_temperature_counts.value),
        ];
        let sizes = [
            ("deviation of temperature counts", self.temperature_counts.standard_uncertainty),
            ("deviation of conductivity frequency", self.conductivity_hz.standard_uncertainty),
            ("deviation of pressure counts", self.pressure_counts.standard_uncertainty),
            (
                "deviation of pressure temperature counts",
                self.pressure_temperature_counts.standard_uncertainty,
            ),
        ];
        let bad = |value: f64| !(value.is_finite() && value > 0.0);
        let unsized_value = |value: f64| !(value.is_finite() && value >= 0.0);
        let refused = above_zero.iter().find(|(_, value)| bad(*value)).map(|found| (found, POSITIVE));
        let refused =
            refused.or(sizes.iter().find(|(_, value)| unsized_value(*value)).map(|found| (found, SIZE)));
        match refused {
            Some((&(what, value), accepted)) => {
                Err(CalibrationError::Observation { point, what, value, accepted })
            }
            None => Ok(()),
        }
    }
}

/// Standard uncertainty of a rounded number: the step over √12 (GUM, JCGM 100:2008, F.2.2.1).
pub(super) fn rounding(step: f64) -> f64 {
    step / 12.0_f64.sqrt()
}

/// The item's own components: repeatability of its means and its rounding, through the sensitivity at each point.
pub(super) fn item_components(name: &str, means: &[Mean], step: f64, sensitivity: &[f64]) -> Vec<Component> {
    let repeatability =
        means.iter().map(|mean| mean.standard_uncertainty).zip(sensitivity).map(|(u, s)| (u * s).abs());
    let resolution = sensitivity.iter().map(|s| (rounding(step) * s).abs());
    vec![
        Component::independent(
            &format!("item repeatability, {name}"),
            "standard deviation of the mean of the point's readings",
            Kind::A,
            repeatability.collect(),
        ),
        Component::independent(
            &format!("item resolution, {name}"),
            "last digit sent, rectangular",
            Kind::B,
            resolution.collect(),
        ),
    ]
}
