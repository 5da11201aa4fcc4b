//! Raw columns and coefficients to quantities: each sensor as soon as what its equation needs is there.

use super::{Cast, Kind, Variable};
use crate::constants::STANDARD_ATMOSPHERE_MPA;
use crate::equation::Equation;
use crate::processing::{OxygenHysteresis, ProcessingError, correct_hysteresis};

/// The equation whose voltage is corrected for hysteresis.
const SBE_43: &str = "sea-bird/sbe-43-oxygen";
/// The equation whose compensation is averaged.
const DIGIQUARTZ: &str = "sea-bird/digiquartz-pressure";
/// Columns that are derived, and for which a sensor waits.
const DERIVED: [&str; 2] = ["practical_salinity", "practical_salinity_2"];

/// Time over which the maker averages the compensation of a Digiquartz, s (SBE Data Processing, Data Conversion).
const DIGIQUARTZ_MEAN_S: f64 = 30.0;

/// Where an input of an equation comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A column of the cast.
    Column(String),
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

impl Sensor {
    /// A coefficient by name.
    pub fn coefficient(&self, name: &str) -> Option<f64> {
        self.coefficients.get(self.equation.coefficient_index(name)?).copied()
    }

    /// Names of the columns that its equation needs.
    pub(super) fn needs(&self) -> impl Iterator<Item = &str> {
        self.inputs.iter().filter_map(|source| match source {
            Source::Column(name) => Some(name.as_str()),
            Source::Constant(_) => None,
        })
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

    fn variable(&self, values: Vec<f64>) -> Variable {
        match Kind::of_numbered(&self.variable) {
            Some((kind, number)) => Variable::of_kind(kind, number, values),
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
        self.variables.retain(|known| Kind::of_numbered(&known.name).is_some() || !raw.contains(&known.name));
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
        sensor.needs().find(|name| self.variable(name).is_none())
    }

    fn convert_one(&mut self, sensor: &Sensor) {
        let scans = self.len();
        let constant = |source: &Source| match source {
            Source::Constant(value) => vec![*value; scans],
            Source::Column(_) => Vec::new(),
        };
        let constants: Vec<Vec<f64>> = sensor.inputs.iter().map(constant).collect();
        let column = |(input, source): (usize, &Source)| match source {
            Source::Constant(_) => constants.get(input).map(Vec::as_slice),
            Source::Column(name) => self.values(name),
        };
        let columns: Option<Vec<&[f64]>> = sensor.inputs.iter().enumerate().map(column).collect();
        if let Some(variable) = columns.map(|columns| sensor.convert(&columns, scans)) {
            self.set(variable);
        }
    }

    /// Puts the corrected voltage of an oxygen sensor in the place of the measured one.
    fn correct_hysteresis(&mut self) -> Result<(), ConversionError> {
        let mut waiting = std::mem::take(&mut self.waiting);
        for (number, sensor) in (1..).zip(waiting.iter_mut().filter(|sensor| sensor.equation.id() == SBE_43))
        {
            let Some(Source::Column(volts)) = sensor.inputs.first().cloned() else { continue };
            let Some(voltage) = self.values(&volts) else { continue };
            let corrected = match (sensor.hysteresis, self.values("pressure")) {
                (Some([h1, h2, h3]), Some(pressure)) => {
                    let refused = |problem| ConversionError::Step { variable: volts.clone(), problem };
                    let interval = self
                        .sample_interval_s
                        .ok_or(ConversionError::NoInterval { variable: volts.clone() })?;
                    let offset = sensor.coefficient("Voffset").unwrap_or(0.0);
                    let parameters = OxygenHysteresis::new(h1, h2, h3, offset, interval).map_err(refused)?;
                    correct_hysteresis(voltage, pressure, parameters).map_err(refused)?
                }
                _ => voltage.to_vec(),
            };
            let Some(kind) = Kind::named("oxygen_voltage") else { continue };
            let variable = Variable::of_kind(kind, number, corrected);
            if let Some(source) = sensor.inputs.first_mut() {
                *source = Source::Column(variable.name.clone());
            }
            self.variables.retain(|known| known.name != volts);
            self.set(variable);
        }
        self.waiting = waiting;
        Ok(())
    }

    /// Averages the compensation of a Digiquartz over 30 s, as the maker does: its twelve bits are coarse.
    fn average_compensations(&mut self) {
        let Some(interval) = self.sample_interval_s.filter(|interval| *interval > 0.0) else { return };
        let quartz = self.waiting.iter().filter(|sensor| sensor.equation.id() == DIGIQUARTZ);
        let names: Vec<String> =
            quartz.flat_map(|sensor| sensor.needs().skip(1)).map(str::to_owned).collect();
        #[expect(clippy::cast_possible_truncation, reason = "a positive number; the cast saturates")]
        let scans = (DIGIQUARTZ_MEAN_S / interval) as usize;
        for variable in self.variables.iter_mut().filter(|known| names.contains(&known.name)) {
            variable.values = trailing_mean(&variable.values, scans);
        }
    }
}

/// Mean of the last `scans` values, bad ones left out; before the first there was more of the same.
fn trailing_mean(values: &[f64], scans: usize) -> Vec<f64> {
    let Some(first) = values.iter().copied().find(|value| value.is_finite()) else { return values.to_vec() };
    let before = scans.saturating_sub(1);
    let (mut sum, mut count) = (first * before as f64, before);
    let mut means = Vec::with_capacity(values.len());
    for (scan, value) in values.iter().enumerate() {
        if value.is_finite() {
            (sum, count) = (sum + value, count + 1);
        }
        means.push(sum / count as f64);
        // What leaves the window as the next value enters.
        let leaving =
            (scan + 1).checked_sub(scans.max(1)).map_or(Some(first), |scan| values.get(scan).copied());
        if let Some(leaving) = leaving.filter(|value| value.is_finite() && count > 0) {
            (sum, count) = (sum - leaving, count - 1);
        }
    }
    means
}

#[cfg(test)]
mod tests {
    use super::trailing_mean;

    #[test]
    fn a_mean_trails_over_its_window_and_begins_with_the_first_value() {
        assert_eq!(trailing_mean(&[3.0, 6.0, 9.0, 9.0, 0.0], 3), [3.0, 4.0, 6.0, 8.0, 6.0]);
        assert_eq!(trailing_mean(&[3.0, 6.0], 0), [3.0, 6.0]);
        let gaps = trailing_mean(&[f64::NAN, 4.0, f64::NAN, 8.0, 8.0, 8.0], 2);
        assert_eq!(gaps[1..], [4.0, 4.0, 8.0, 8.0, 8.0]);
        assert!(trailing_mean(&[f64::NAN], 3)[0].is_nan());
    }
}
