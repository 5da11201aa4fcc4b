//! Calibrations from elsewhere, and the sensors that they take the place of.

use super::conversion::{ConversionError, Sensor, Source};
use crate::equation::{Equation, Input};
use std::collections::BTreeMap;

/// The thermistor of an SBE 63, which is no thermometer of the water and serves its oxygen alone.
pub(super) const SBE_63_TEMPERATURE: &str = "sea-bird/sbe-63-temperature";

/// A calibration from elsewhere than the raw file's own companions: a certificate's, or a laboratory's. In a Sea-Bird file
/// it takes the place of the sensor of its serial number, or of the only one of its quantity.
#[derive(Clone, Debug)]
pub struct NewCalibration {
    /// The equation.
    pub equation: &'static Equation,
    /// Its coefficients, in the equation's order.
    pub coefficients: Vec<f64>,
    /// Serial number of the instrument or sensor; may be empty.
    pub serial: String,
    /// When it was calibrated; may be empty.
    pub date: String,
    /// The column that it makes, where that is not the equation's own quantity.
    pub column: Option<String>,
    /// Column by name of the equation's input, where the names do not say it.
    pub inputs: BTreeMap<String, String>,
    /// H1, H2 in dbar and H3 in seconds of an SBE 43, if the calibration states them.
    pub hysteresis: Option<[f64; 3]>,
}

impl NewCalibration {
    /// Whether it could take the place of this sensor.
    pub(super) fn is_for(&self, sensor: &Sensor) -> bool {
        let first = self.equation.inputs().first().and_then(|input| self.inputs.get(input.name));
        let same_input = first.is_none_or(|first| {
            sensor.inputs.first() == Some(&Source::Column(super::cnv::identifier(first)))
        });
        let same_quantity = || {
            sensor.equation.quantity() == self.equation.quantity()
                && sensor.equation.id() != SBE_63_TEMPERATURE
        };
        same_input && (first.is_some() || same_quantity())
    }

    /// Whether nothing tells it from another: both make the same of the same raw output, and their serial numbers can be of one
    /// sensor.
    pub fn is_rival_of(&self, other: &Self) -> bool {
        let makes =
            |one: &Self| (one.equation.quantity(), one.equation.inputs().first().map(|input| input.name));
        makes(self) == makes(other)
            && (&self.column, &self.inputs) == (&other.column, &other.inputs)
            && same_serial(&self.serial, &other.serial)
    }

    /// Refuses a column name that no file can have, and an input that would be read after it was written.
    pub(super) fn check_column(&self) -> Result<(), ConversionError> {
        let Some(column) = &self.column else { return Ok(()) };
        if super::cnv::identifier(column) != *column || self.inputs.values().any(|input| input == column) {
            return Err(ConversionError::ColumnName { column: column.clone() });
        }
        Ok(())
    }

    /// The sensor, its first input being `raw` unless the calibration names a column for it.
    pub(super) fn sensor(&self, raw: Option<Source>) -> Option<Sensor> {
        let source = |input: &Input| match self.inputs.get(input.name) {
            Some(column) => Source::Column(super::cnv::identifier(column)),
            None => Source::Open,
        };
        let mut inputs: Vec<Source> = self.equation.inputs().iter().map(source).collect();
        let first = inputs.first_mut()?;
        if *first == Source::Open {
            *first = raw.unwrap_or(Source::Open);
        }
        Some(Sensor {
            variable: self.column.clone().unwrap_or_default(),
            equation: self.equation,
            coefficients: self.coefficients.clone(),
            slope: 1.0,
            offset: 0.0,
            inputs,
            hysteresis: self.hysteresis,
            serial: self.serial.clone(),
            calibration_date: self.date.clone(),
        })
    }
}

/// Whether two serial numbers can be of one sensor: makers write them with zeros and prefixes before, or not at all.
pub fn same_serial(one: &str, other: &str) -> bool {
    /// A part of a number this short could be of any.
    const TELLING: usize = 4;
    let bare = |text: &str| text.trim_start_matches('0').to_owned();
    let (one, other) = (bare(one), bare(other));
    let ends = |long: &str, short: &str| short.len() >= TELLING && long.ends_with(short);
    one.is_empty() || other.is_empty() || one == other || ends(&one, &other) || ends(&other, &one)
}
