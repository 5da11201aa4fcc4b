//! The raw scans behind temperature, conductivity and pressure, where one instrument made all three from nothing else.

use super::conversion::Source;
use super::{Cast, NewCalibration, Sensor};
use crate::calibration::ctd::RawReading;

/// Raw output of an instrument of the SBE 37 kind, column by column.
#[derive(Clone, Copy, Debug)]
pub struct RawScans<'a> {
    temperature_counts: &'a [f64],
    conductivity_hz: &'a [f64],
    pressure_counts: &'a [f64],
    pressure_temperature_counts: &'a [f64],
}

/// Why the quantities of a cast are not what certain calibrations made of raw output.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NotRaw {
    /// There is no such column, or it is not made from raw output.
    #[error("`{column}` is not converted from raw output here")]
    NotConverted {
        /// The column.
        column: &'static str,
    },
    /// Other coefficients made it.
    #[error("`{column}` is made with other coefficients ({equation}, serial number `{serial}`)")]
    Others {
        /// The column.
        column: &'static str,
        /// Their equation.
        equation: &'static str,
        /// Serial number of their sensor.
        serial: String,
    },
    /// Something else went into it.
    #[error("`{column}` is made of a `{input}` that is not the instrument's own")]
    Input {
        /// The column.
        column: &'static str,
        /// The input of its equation.
        input: &'static str,
    },
}

impl RawScans<'_> {
    /// Number of scans.
    pub fn len(&self) -> usize {
        self.temperature_counts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.temperature_counts.is_empty()
    }

    /// One scan, if there are so many.
    pub fn scan(&self, row: usize) -> Option<RawReading> {
        Some(RawReading {
            temperature_counts: *self.temperature_counts.get(row)?,
            conductivity_hz: *self.conductivity_hz.get(row)?,
            pressure_counts: *self.pressure_counts.get(row)?,
            pressure_temperature_counts: *self.pressure_temperature_counts.get(row)?,
        })
    }
}

impl Cast {
    /// The raw scans that these three calibrations converted to `temperature`, `conductivity` and `pressure`.
    ///
    /// # Errors
    /// [`NotRaw`]: a column comes from the file, from other coefficients, or from an input that another sensor made.
    pub fn raw_scans(&self, calibrations: &[NewCalibration]) -> Result<RawScans<'_>, NotRaw> {
        let temperature = self.made_by(calibrations, "temperature")?;
        let conductivity = self.made_by(calibrations, "conductivity")?;
        let pressure = self.made_by(calibrations, "pressure")?;
        Self::from_column(temperature, "temperature", 1, "pressure")?;
        Self::from_column(conductivity, "conductivity", 1, "temperature")?;
        Self::from_column(conductivity, "conductivity", 2, "pressure")?;
        Ok(RawScans {
            temperature_counts: self.raw_input(temperature, "temperature", 0)?,
            conductivity_hz: self.raw_input(conductivity, "conductivity", 0)?,
            pressure_counts: self.raw_input(pressure, "pressure", 0)?,
            pressure_temperature_counts: self.raw_input(pressure, "pressure", 1)?,
        })
    }

    fn made_by(&self, calibrations: &[NewCalibration], column: &'static str) -> Result<&Sensor, NotRaw> {
        let sensor = self.variable(column).and_then(|known| known.sensor.as_ref());
        let sensor = sensor.ok_or(NotRaw::NotConverted { column })?;
        let same = |new: &NewCalibration| {
            let (id, version) = (new.equation.id(), new.equation.version());
            (id, version) == (sensor.equation.id(), sensor.equation.version())
                && new.coefficients == sensor.coefficients
        };
        if calibrations.iter().any(same) && (sensor.slope, sensor.offset) == (1.0, 0.0) {
            return Ok(sensor);
        }
        let (equation, serial) = (sensor.equation.id(), sensor.serial.clone());
        Err(NotRaw::Others { column, equation, serial })
    }

    /// Whether an input is the column of another quantity, or does not matter to the value.
    fn from_column(
        sensor: &Sensor,
        column: &'static str,
        place: usize,
        quantity: &str,
    ) -> Result<(), NotRaw> {
        match sensor.inputs.get(place) {
            Some(Source::Column(name)) if name == quantity => Ok(()),
            // The cast takes a constant where the input's coefficients are zero: what stands there has no effect.
            Some(Source::Constant(_)) => Ok(()),
            _ => Err(NotRaw::Input { column, input: input_name(sensor, place) }),
        }
    }

    fn raw_input(&self, sensor: &Sensor, column: &'static str, place: usize) -> Result<&[f64], NotRaw> {
        let name = sensor.inputs.get(place).and_then(Source::name);
        let raw = name.and_then(|name| self.raw.iter().find(|known| known.name == name));
        let input = input_name(sensor, place);
        raw.map(|raw| raw.values.as_slice()).ok_or(NotRaw::Input { column, input })
    }
}

fn input_name(sensor: &Sensor, place: usize) -> &'static str {
    sensor.equation.inputs().get(place).map_or("", |input| input.name)
}
