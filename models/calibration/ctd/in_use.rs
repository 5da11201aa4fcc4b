//! The instrument in use: what a scan means, from what a certificate states of the calibration and nothing more.
//!
//! Three equations with their coefficients, one covariance of all that were free, what each sensor errs by at use, and how
//! the departure of PSS-78 at the points moved the coefficients. The points and the budgets of the references stay behind.

use super::errors_at_use::{ErrorsAtUse, InadequacyShape};
use super::formulation::{Departure, ImpossibleState, State};
use super::{RawReading, Reading};
use crate::equation::Equation;
use crate::quantity::{AbsolutePressure, Conductivity, Temperature};
use crate::seawater;
use crate::uncertainty::{ImpossibleCovariance, check_covariance};
use nalgebra::{DMatrix, DVector, DVectorView, Matrix4, RowVector4, Vector4};

/// What the equation of each sensor takes, in the order of a certificate.
const INPUTS: [(&str, &[&str]); 3] = [
    ("temperature", &["temperature_counts", "pressure_dbar_sea"]),
    ("conductivity", &["frequency_hz", "temperature_celsius", "pressure_dbar_sea"]),
    ("pressure", &["pressure_counts", "pressure_temperature_counts"]),
];

/// A calibrated sensor in use.
#[derive(Clone, Debug)]
pub struct SensorInUse {
    /// The equation.
    pub equation: &'static Equation,
    /// Every coefficient, in the equation's order.
    pub coefficients: Vec<f64>,
    /// Places among them of those in the covariance; the others are taken as exact.
    pub free: Vec<usize>,
    /// What the sensor errs by beside its coefficients.
    pub at_use: ErrorsAtUse,
}

/// A calibrated instrument in use: temperature, conductivity, pressure, and practical salinity from all three.
#[derive(Clone, Debug)]
pub struct CtdInUse {
    sensors: [SensorInUse; 3],
    /// Of the free coefficients of all three, one after the other.
    pub(super) covariance: DMatrix<f64>,
    departures: Vec<Departure>,
    /// Derivatives of those coefficients (rows) by the departure of PSS-78 at each point, S/m.
    pub(super) by_departure: DMatrix<f64>,
}

/// Why numbers are no instrument in use.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum InUseError {
    /// An equation for other raw output.
    #[error("{quantity}: {equation} takes {found}; accepted is an equation that takes {accepted}")]
    Inputs {
        /// The quantity.
        quantity: &'static str,
        /// The equation.
        equation: &'static str,
        /// What it takes.
        found: String,
        /// What it must take.
        accepted: String,
    },
    /// Numbers that do not belong together.
    #[error("{what}: {found}, where {expected} are needed")]
    Size {
        /// Of what.
        what: String,
        /// How many there are.
        found: usize,
        /// How many are needed.
        expected: usize,
    },
    /// A number that cannot be.
    #[error("{what} is {value}; accepted: {accepted}")]
    Number {
        /// Which.
        what: String,
        /// The number.
        value: f64,
        /// What would have been accepted.
        accepted: &'static str,
    },
    /// A covariance that no errors have.
    #[error("covariance of the coefficients: {0}")]
    Covariance(ImpossibleCovariance),
    /// A point at which there can have been no water.
    #[error("shared formulation, point {point}: {problem}")]
    State {
        /// Its number, from 0.
        point: usize,
        /// What is wrong with it. Part of the message, and so not its source.
        problem: ImpossibleState,
    },
}

/// An equation at one scan.
pub(super) struct At {
    pub(super) inputs: Vec<f64>,
    pub(super) value: f64,
    /// Derivatives by the free coefficients.
    pub(super) by_coefficient: DVector<f64>,
    by_input: Vec<f64>,
}

/// A scan through the three equations, and how errors of each pass on.
pub(super) struct Chain {
    /// Temperature, conductivity, pressure.
    pub(super) sensors: [At; 3],
    pub(super) values: Vector4<f64>,
    pub(super) departure: Departure,
    /// Temperature, conductivity, pressure and salinity (rows) by what each equation errs and what PSS-78 errs (columns:
    /// the three equations in that order, then the departure of PSS-78 at this state).
    pub(super) passes: Matrix4<f64>,
}

impl SensorInUse {
    fn at(&self, inputs: Vec<f64>) -> At {
        let value = self.equation.value(&self.coefficients, &inputs);
        let (mut all, mut by_input) = (vec![0.0; self.coefficients.len()], vec![0.0; inputs.len()]);
        self.equation.gradient(&self.coefficients, &inputs, &mut all, &mut by_input);
        let free = self.free.iter().map(|place| all[*place]);
        At { by_coefficient: DVector::from_iterator(self.free.len(), free), inputs, value, by_input }
    }

    fn check(&self, quantity: &'static str, needed: &[&'static str]) -> Result<(), InUseError> {
        let equation = self.equation;
        let found: Vec<&str> = equation.inputs().iter().map(|input| input.name).collect();
        if found != needed {
            let (equation, found, accepted) = (equation.id(), found.join(", "), needed.join(", "));
            return Err(InUseError::Inputs { quantity, equation, found, accepted });
        }
        let named = |what: &str| format!("{quantity}: {what}");
        let all = equation.coefficients().len();
        size(&named("coefficients"), self.coefficients.len(), all)?;
        size(&named("steps of the inputs"), self.at_use.steps.len(), needed.len())?;
        self.free.iter().try_for_each(|place| match *place < all {
            true => Ok(()),
            false => size(&named("place of a free coefficient"), *place, all),
        })?;
        let finite = |value: &f64| number(&named("a coefficient"), *value, f64::is_finite, "a finite number");
        self.coefficients.iter().try_for_each(finite)?;
        let possible = |value: &f64| {
            let fits = |value: f64| value.is_finite() && value >= 0.0;
            number(&named("a step or the inadequacy"), *value, fits, "zero or a finite number above it")
        };
        self.at_use.steps.iter().chain([&self.at_use.inadequacy]).try_for_each(possible)?;
        let InadequacyShape::UnderPressure { full_scale } = self.at_use.shape else { return Ok(()) };
        let fits = |value: f64| value.is_finite() && value > 0.0;
        number(&named("full scale of the inadequacy"), full_scale, fits, "a finite number above zero")
    }
}

fn size(what: &str, found: usize, expected: usize) -> Result<(), InUseError> {
    if found == expected {
        return Ok(());
    }
    Err(InUseError::Size { what: what.to_owned(), found, expected })
}

fn number(
    what: &str,
    value: f64,
    fits: impl Fn(f64) -> bool,
    accepted: &'static str,
) -> Result<(), InUseError> {
    if fits(value) {
        return Ok(());
    }
    Err(InUseError::Number { what: what.to_owned(), value, accepted })
}

impl CtdInUse {
    /// From the sensors in the order temperature, conductivity, pressure, the covariance of all their free coefficients
    /// one after the other, and what the departure of PSS-78 at each of `points` (S/m) did to those: a column each.
    ///
    /// # Errors
    /// [`InUseError`] for equations that take other inputs, and numbers that do not fit together or are none.
    pub fn new(
        sensors: [SensorInUse; 3],
        covariance: DMatrix<f64>,
        points: &[State],
        by_departure: DMatrix<f64>,
    ) -> Result<Self, InUseError> {
        for (sensor, (quantity, inputs)) in sensors.iter().zip(INPUTS) {
            sensor.check(quantity, inputs)?;
        }
        let free: usize = sensors.iter().map(|sensor| sensor.free.len()).sum();
        size("rows of the covariance", covariance.nrows(), free)?;
        size("columns of the covariance", covariance.ncols(), free)?;
        size("rows of the sensitivity to PSS-78", by_departure.nrows(), free)?;
        size("columns of the sensitivity to PSS-78", by_departure.ncols(), points.len())?;
        check_covariance(&covariance).map_err(InUseError::Covariance)?;
        for (point, state) in points.iter().enumerate() {
            state.check().map_err(|problem| InUseError::State { point, problem })?;
        }
        for value in &by_departure {
            number("sensitivity to PSS-78", *value, f64::is_finite, "a finite number")?;
        }
        Ok(Self::of(sensors, covariance, points, by_departure))
    }

    /// The same of parts that fit.
    pub(super) fn of(
        sensors: [SensorInUse; 3],
        covariance: DMatrix<f64>,
        points: &[State],
        by_departure: DMatrix<f64>,
    ) -> Self {
        let departures = points.iter().map(|state| Departure::at(*state)).collect();
        Self { sensors, covariance, departures, by_departure }
    }

    /// What a scan means, with the joint uncertainty of the calibration: coefficients with every error that they share,
    /// rounding of the raw outputs, and each equation's inadequacy. Noise of the scan is the user's to add.
    ///
    /// Practical salinity is PSS-78 of the other three, and its uncertainty is about salinity as bottles define it: what
    /// PSS-78 is wrong by is in the cell's coefficients, and goes out again with PSS-78 at use.
    pub fn reading(&self, raw: &RawReading) -> Reading {
        let chain = self.chain(raw);
        let errors = self.errors_of_equations(&chain);
        let [temperature_celsius, conductivity_s_per_m, pressure_mpa_absolute, practical_salinity] =
            chain.values.into();
        Reading {
            temperature_celsius,
            conductivity_s_per_m,
            pressure_mpa_absolute,
            practical_salinity,
            covariance: chain.passes * errors * chain.passes.transpose(),
        }
    }

    /// Pressure first, which temperature needs, then both for conductivity, then salinity.
    pub(super) fn chain(&self, raw: &RawReading) -> Chain {
        let [temperature, conductivity, pressure] = &self.sensors;
        let pressure = pressure.at(vec![raw.pressure_counts, raw.pressure_temperature_counts]);
        let absolute = AbsolutePressure::from_mpa(pressure.value);
        let dbar = absolute.sea().dbar();
        let temperature = temperature.at(vec![raw.temperature_counts, dbar]);
        let celsius = Temperature::from_celsius(temperature.value);
        let conductivity = conductivity.at(vec![raw.conductivity_hz, temperature.value, dbar]);
        let siemens = Conductivity::from_siemens_per_m(conductivity.value);
        let salinity = seawater::practical_salinity(siemens, celsius, absolute.sea());
        let state = State { salinity, temperature: celsius, pressure: absolute.sea() };
        Chain {
            values: Vector4::new(temperature.value, conductivity.value, absolute.mpa(), salinity.value()),
            departure: Departure::at(state),
            passes: passes(&state, &temperature, &conductivity),
            sensors: [temperature, conductivity, pressure],
        }
    }

    /// Covariance of what the three equations err at these inputs, and of the departure of PSS-78 at this state.
    fn errors_of_equations(&self, chain: &Chain) -> Matrix4<f64> {
        let departures = self.departures(chain);
        let with_departure = &self.by_departure * departures;
        let mut errors = Matrix4::zeros();
        let mut begins = [0; 3];
        for sensor in 1..3 {
            begins[sensor] = begins[sensor - 1] + self.sensors[sensor - 1].free.len();
        }
        for (row, (one, begin)) in chain.sensors.iter().zip(begins).enumerate() {
            let size = one.by_coefficient.len();
            for (column, (other, beside)) in chain.sensors.iter().zip(begins).enumerate().skip(row) {
                let block = self.covariance.view((begin, beside), (size, other.by_coefficient.len()));
                let covariance = one.by_coefficient.dot(&(block * &other.by_coefficient));
                errors[(row, column)] = covariance;
                errors[(column, row)] = covariance;
            }
            errors[(row, row)] += self.sensors[row].at_use.variance(one.value, &one.by_input);
            let shared: DVectorView<'_, f64> = with_departure.rows(begin, size);
            errors[(row, 3)] = one.by_coefficient.dot(&shared);
            errors[(3, row)] = errors[(row, 3)];
        }
        errors[(3, 3)] = chain.departure.covariance(&chain.departure);
        errors
    }

    /// Covariance of the departure of PSS-78 at the points with that at the state of a scan.
    pub(super) fn departures(&self, chain: &Chain) -> DVector<f64> {
        let each = self.departures.iter().map(|point| point.covariance(&chain.departure));
        DVector::from_iterator(self.departures.len(), each)
    }
}

/// How errors of the equations and of PSS-78 pass on at a state.
fn passes(state: &State, temperature: &At, conductivity: &At) -> Matrix4<f64> {
    let scale = state.sensitivity();
    let temperature_by_mpa = 100.0 * temperature.by_input[1];
    let (by_kelvin, by_mpa) = (conductivity.by_input[1], 100.0 * conductivity.by_input[2]);
    let temperature = RowVector4::new(1.0, 0.0, temperature_by_mpa, 0.0);
    let pressure = RowVector4::new(0.0, 0.0, 1.0, 0.0);
    let conductivity = RowVector4::new(0.0, 1.0, 0.0, 0.0) + temperature * by_kelvin + pressure * by_mpa;
    let departure = RowVector4::new(0.0, 0.0, 0.0, 1.0);
    let salinity = (conductivity + departure - temperature * scale.per_kelvin - pressure * scale.per_mpa)
        / scale.per_salinity;
    Matrix4::from_rows(&[temperature, conductivity, pressure, salinity])
}
