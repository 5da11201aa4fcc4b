//! Raw columns and coefficients to quantities: each sensor as soon as what its equation needs is there.

use super::{Cast, Kind, Variable};
use crate::constants::STANDARD_ATMOSPHERE_MPA;
use crate::equation::Equation;
use crate::processing::ProcessingError;

/// Columns that are derived, and for which a sensor waits.
const DERIVED: [&str; 2] = ["practical_salinity", "practical_salinity_2"];

/// Where an input of an equation comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// Not found yet: [`super::from_sea_bird`] and [`super::from_table`] leave none.
    Open,
    /// A column of the cast.
    Column(String),
    /// A column of the cast with this added: absolute pressure from sea pressure.
    Raised(String, f64),
    /// A number for all scans.
    Constant(f64),
}

/// A sensor: an equation with its coefficients, and what goes into it.
#[derive(Clone, Debug)]
pub struct Sensor {
    /// The column that it makes.
    pub variable: String,
    /// The equation.
    pub equation: &'static Equation,
    /// Its coefficients, in the equation's order.
    pub coefficients: Vec<f64>,
    /// What the quantity is multiplied by afterwards, on the scale of the column it makes.
    pub slope: f64,
    /// What is then added, in the unit of the column it makes.
    pub offset: f64,
    /// One for each input of the equation, in its order.
    pub inputs: Vec<Source>,
    /// H1, H2 in dbar and H3 in seconds of an SBE 43, if its voltage is to be corrected for hysteresis first.
    pub hysteresis: Option<[f64; 3]>,
    /// Serial number as written; may be empty.
    pub serial: String,
    /// Date of calibration as written; may be empty.
    pub calibration_date: String,
}

impl PartialEq for Sensor {
    fn eq(&self, other: &Self) -> bool {
        let same = |sensor: &Self| (sensor.equation.id(), sensor.equation.version());
        same(self) == same(other)
            && self.variable == other.variable
            && self.coefficients == other.coefficients
            && (self.slope, self.offset) == (other.slope, other.offset)
            && self.inputs == other.inputs
            && self.hysteresis == other.hysteresis
            && (&self.serial, &self.calibration_date) == (&other.serial, &other.calibration_date)
    }
}

/// Why raw columns do not become quantities.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ConversionError {
    /// An equation lacks an input.
    #[error(
        "{equation} for `{variable}` needs `{input}`, which is neither in the raw data nor made by another sensor; there are: {there}"
    )]
    MissingInput {
        /// The equation.
        equation: &'static str,
        /// The column that it would make.
        variable: String,
        /// What is missing.
        input: String,
        /// What there is.
        there: String,
    },
    /// A pressure sensor that is there but cannot be converted.
    #[error(
        "`{variable}` needs the pressure, and the pressure sensor has no coefficients in a form that is known: give a sea \
         pressure that holds for all, or a calibration of the sensor"
    )]
    PressureUnknown {
        /// The column.
        variable: String,
    },
    /// A pressure for data that have one.
    #[error("a pressure was given, but there is a pressure already: leave it out")]
    PressureTwice,
    /// A second pair of thermometer and cell that is not there.
    #[error("there is no second thermometer and cell for the other sensors to go with")]
    NoSecondPair,
    /// A column that cannot be made.
    #[error(
        "column = \"{column}\": accepted: a letter, then letters, digits and underscores, and no column that is also an input"
    )]
    ColumnName {
        /// The name.
        column: String,
    },
    /// Hysteresis needs the time between scans.
    #[error(
        "`{variable}`: the hysteresis of an oxygen sensor is a matter of time, and the file does not say how far its scans are apart: give the sample interval"
    )]
    NoInterval {
        /// The column.
        variable: String,
    },
    /// A step refuses its parameters.
    #[error("`{variable}`: {problem}")]
    Step {
        /// The column.
        variable: String,
        /// What is wrong. Part of the message, and so not its source.
        problem: ProcessingError,
    },
}

impl Source {
    /// The column that it needs.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Column(name) | Self::Raised(name, _) => Some(name),
            Self::Constant(_) | Self::Open => None,
        }
    }
}

impl Sensor {
    /// A coefficient by name.
    pub fn coefficient(&self, name: &str) -> Option<f64> {
        self.coefficients.get(self.equation.coefficient_index(name)?).copied()
    }

    /// Names of the columns that its equation needs.
    pub(super) fn needs(&self) -> impl Iterator<Item = &str> {
        self.inputs.iter().filter_map(Source::name)
    }

    /// The column it makes from one column for each input.
    fn convert(&self, inputs: &[&[f64]], scans: usize) -> Variable {
        let mut values = vec![0.0; scans];
        self.equation.values(&self.coefficients, inputs, &mut values);
        if self.equation.quantity() == "pressure" && self.equation.output_unit() == "MPa" {
            // Equations give absolute pressure, a cast has sea pressure.
            values.iter_mut().for_each(|value| *value = (*value - STANDARD_ATMOSPHERE_MPA) * 100.0);
        }
        if (self.slope, self.offset) != (1.0, 0.0) {
            values.iter_mut().for_each(|value| *value = self.slope * *value + self.offset);
        }
        Variable { sensor: Some(self.clone()), ..self.variable(values) }
    }

    /// Short name and label in a `.cnv` where these tell the kind of sensor too.
    fn sea_bird(&self, number: usize) -> Option<(String, String)> {
        let (short, label) = match self.equation.id() {
            "sea-bird/sbe-37-pressure" => ("prdM", "Pressure, Strain Gauge [db]"),
            "sea-bird/digiquartz-pressure" => ("prDM", "Pressure, Digiquartz [db]"),
            "sea-bird/sbe-63-oxygen" => ("sbeopoxML/L", "Oxygen, SBE 63 [ml/l]"),
            "biospherical/par" => ("par", "PAR/Irradiance, Biospherical/Licor"),
            "sea-bird/sbe-16plus-temperature" | "sea-bird/sbe-37-temperature" => {
                ("tv290C", "Temperature [ITS-90, deg C]")
            }
            _ => return None,
        };
        (number == 1).then(|| (short.to_owned(), label.to_owned()))
    }

    fn variable(&self, values: Vec<f64>) -> Variable {
        match Kind::of_numbered(&self.variable) {
            Some((kind, number)) => {
                let general = Variable::of_kind(kind, number, values);
                let mut own =
                    Variable { sea_bird: self.sea_bird(number).or(general.sea_bird.clone()), ..general };
                if self.equation.id() == "sea-bird/sbe-18-ph" {
                    own.standard_name = None;
                    "pH on the scale of the buffers of its calibration".clone_into(&mut own.long_name);
                }
                own
            }
            None => Variable {
                name: self.variable.clone(),
                unit: self.equation.output_unit().to_owned(),
                long_name: format!("{} by {}", self.equation.quantity(), self.equation.id()),
                standard_name: None,
                sea_bird: None,
                sensor: None,
                values,
            },
        }
    }
}

impl Cast {
    /// Converts every sensor whose inputs are there. One that needs salinity waits until that is derived.
    ///
    /// # Errors
    /// [`ConversionError`]: an input that nothing gives.
    pub(super) fn convert(&mut self) -> Result<(), ConversionError> {
        self.average_compensations();
        let mut raw = Vec::new();
        while let Some(next) = self.waiting.iter().position(|sensor| self.missing(sensor).is_none()) {
            let sensor = self.waiting.remove(next);
            self.convert_one(&sensor);
            raw.extend(sensor.needs().map(str::to_owned));
        }
        for sensor in &self.waiting {
            let Some(input) = self.missing(sensor).filter(|input| !DERIVED.contains(input)) else { continue };
            return Err(ConversionError::MissingInput {
                equation: sensor.equation.id(),
                variable: sensor.variable.clone(),
                input: input.to_owned(),
                there: self.variables.iter().map(|known| known.name.as_str()).collect::<Vec<_>>().join(", "),
            });
        }
        self.correct_hysteresis()?;
        // What is left of the raw output has been converted; a column with a name of its own is worth keeping.
        let (raw, kept) = std::mem::take(&mut self.variables)
            .into_iter()
            .partition(|known| Kind::of_numbered(&known.name).is_none() && raw.contains(&known.name));
        (self.raw, self.variables) = (raw, kept);
        self.sort();
        Ok(())
    }

    /// Converts what waited for salinity.
    pub(super) fn convert_waiting(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let (ready, waiting) = waiting.into_iter().partition(|sensor| self.missing(sensor).is_none());
        self.waiting = waiting;
        ready.iter().for_each(|sensor| self.convert_one(sensor));
    }

    /// The first input that is not there.
    fn missing<'a>(&self, sensor: &'a Sensor) -> Option<&'a str> {
        // A column that another sensor is still to make is not there yet, even if the file has an older one.
        let to_come =
            |name: &str| name != sensor.variable && self.waiting.iter().any(|other| other.variable == name);
        sensor.needs().find(|name| self.variable(name).is_none() || to_come(name))
    }

    fn convert_one(&mut self, sensor: &Sensor) {
        let scans = self.len();
        let made = |source: &Source| match source {
            Source::Constant(value) => vec![*value; scans],
            Source::Raised(name, by) => {
                self.values(name).unwrap_or_default().iter().map(|value| value + by).collect()
            }
            Source::Column(_) | Source::Open => Vec::new(),
        };
        let made: Vec<Vec<f64>> = sensor.inputs.iter().map(made).collect();
        let column = |(input, source): (usize, &Source)| match source {
            Source::Constant(_) | Source::Raised(..) => made.get(input).map(Vec::as_slice),
            Source::Column(name) => self.values(name),
            Source::Open => None,
        };
        let columns: Option<Vec<&[f64]>> = sensor.inputs.iter().enumerate().map(column).collect();
        if let Some(variable) = columns.map(|columns| sensor.convert(&columns, scans)) {
            // What a file said of the column that it had before is true no longer.
            self.drop_standard_uncertainty(&variable.name);
            self.set(variable);
        }
    }
}
