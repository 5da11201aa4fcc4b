//! What PSS-78 may be wrong by: a smooth function of the state of the water, the same for every sensor.
//!
//! It stands between bottles and the conductivity that the cell is fitted to. Who wants *conductivity* has it in the
//! coefficients. Who wants *practical salinity* applies PSS-78 a second time, backwards, and what the cell was given too
//! much at that state is taken away again: the two share one departure, and only their difference is left.

use super::evidence::Observation;
use crate::constants::STANDARD_ATMOSPHERE_MPA;
use crate::quantity::{AbsolutePressure, PracticalSalinity, SeaPressure, Temperature};
use crate::seawater;
use crate::uncertainty::{Component, Kind};
use nalgebra::DMatrix;

/// Distances over which PSS-78 may change what it is wrong by: a judgement from the low order of its polynomials
/// (fifth in √R, fourth in t, third in p, over 40 units, 37 K and 100 MPa).
const SALINITY_LENGTH: f64 = 20.0;
const TEMPERATURE_LENGTH_K: f64 = 20.0;
const PRESSURE_LENGTH_MPA: f64 = 60.0;

/// Temperature at which practical salinity is a conductivity ratio by definition (at one atmosphere), °C.
const DEFINITION_CELSIUS: f64 = 15.0;

/// A state of the water.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State {
    /// Practical salinity.
    pub salinity: PracticalSalinity,
    /// Temperature (ITS-90).
    pub temperature: Temperature,
    /// Sea pressure.
    pub pressure: SeaPressure,
}

/// A state that no water of a calibration has: at a salinity of 0 PSS-78 has no conductivity to depart from.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{what} is {value}; accepted: {accepted}")]
pub struct ImpossibleState {
    /// Which number.
    pub what: &'static str,
    /// The number.
    pub value: f64,
    /// What would have been accepted.
    pub accepted: &'static str,
}

impl State {
    /// By the references, at a point.
    pub(super) fn of(observation: &Observation) -> Self {
        Self {
            salinity: PracticalSalinity::new(observation.practical_salinity),
            temperature: Temperature::from_celsius(observation.temperature_celsius),
            pressure: AbsolutePressure::from_mpa(observation.pressure_mpa_absolute).sea(),
        }
    }

    /// Conductivity by PSS-78, S/m.
    pub(super) fn conductivity_s_per_m(&self) -> f64 {
        seawater::conductivity(self.salinity, self.temperature, self.pressure).siemens_per_m()
    }

    /// Its derivatives.
    pub(super) fn sensitivity(&self) -> seawater::ConductivitySensitivity {
        seawater::conductivity_sensitivity(self.salinity, self.temperature, self.pressure)
    }

    /// Stated standard uncertainty of PSS-78 conductivity far from its definition, S/m.
    fn size(&self) -> f64 {
        let Self { salinity, temperature, pressure } = *self;
        seawater::conductivity_relative_standard_uncertainty(salinity, temperature, pressure)
            * self.conductivity_s_per_m()
    }

    /// Covariance of what PSS-78 is wrong by here and there, (S/m)²: its stated standard uncertainty, tied between states
    /// by squared-exponential correlation, and nothing where the scale is a definition (15 °C, one atmosphere).
    pub fn covariance(&self, other: &Self) -> f64 {
        Departure::at(*self).covariance(&Departure::at(*other))
    }

    /// Whether water could be so in a pressure chamber, with room to spare.
    ///
    /// # Errors
    /// [`ImpossibleState`] with what could not.
    pub fn check(&self) -> Result<(), ImpossibleState> {
        let vacuum_mpa = -STANDARD_ATMOSPHERE_MPA;
        let (salinity, celsius, mpa) =
            (self.salinity.value(), self.temperature.celsius(), self.pressure.mpa());
        let possible = [
            ("practical salinity", salinity, salinity > 0.0 && salinity <= 50.0, "above 0, at most 50"),
            ("temperature in \u{b0}C", celsius, (-10.0..=60.0).contains(&celsius), "-10 to 60"),
            ("sea pressure in MPa", mpa, mpa > vacuum_mpa && mpa <= 250.0, "above a vacuum, at most 250"),
        ];
        possible.into_iter().try_for_each(|(what, value, holds, accepted)| match holds {
            true => Ok(()),
            false => Err(ImpossibleState { what, value, accepted }),
        })
    }

    /// Correlation with the place where the scale is defined.
    fn correlation_with_definition(&self) -> f64 {
        bell((self.temperature.celsius() - DEFINITION_CELSIUS) / TEMPERATURE_LENGTH_K)
            * bell(self.pressure.mpa() / PRESSURE_LENGTH_MPA)
    }
}

/// The departure of PSS-78 at a state, with what its covariances with others need each time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Departure {
    state: State,
    size: f64,
    correlation_with_definition: f64,
}

impl Departure {
    pub(super) fn at(state: State) -> Self {
        Self { state, size: state.size(), correlation_with_definition: state.correlation_with_definition() }
    }

    /// As [`State::covariance`].
    pub(super) fn covariance(&self, other: &Self) -> f64 {
        let (here, there) = (&self.state, &other.state);
        let salinity = bell((here.salinity.value() - there.salinity.value()) / SALINITY_LENGTH);
        let between = bell((here.temperature.celsius() - there.temperature.celsius()) / TEMPERATURE_LENGTH_K)
            * bell((here.pressure.mpa() - there.pressure.mpa()) / PRESSURE_LENGTH_MPA);
        self.size
            * other.size
            * salinity
            * (between - self.correlation_with_definition * other.correlation_with_definition)
    }
}

/// The departure of PSS-78 as a component of the points.
pub(super) fn component(states: &[State]) -> Component {
    let covariance =
        DMatrix::from_fn(states.len(), states.len(), |row, column| states[row].covariance(&states[column]));
    let source = "PSS-78, stated uncertainty with correlation lengths of 20, 20 K and 60 MPa";
    Component::from_covariance(FORMULATION, source, Kind::B, &covariance)
}

/// Name of the component that PSS-78 makes in a budget.
pub const FORMULATION: &str = "formulation PSS-78";

fn bell(distance: f64) -> f64 {
    libm::exp(-0.5 * distance * distance)
}
