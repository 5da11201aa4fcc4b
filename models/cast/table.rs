//! A cast from a plain table of raw output, with the calibrations that say what its columns are.

use super::binding::bind;
use super::conversion::ConversionError;
use super::sea_bird::Supplement;
use super::sensors::NewCalibration;
use super::{Cast, Variable};
use crate::processing::BAD_FLAG;

/// Converts a table's columns by these calibrations, except for what waits for salinity: see [`super::Plan`].
///
/// A header may end in a unit, as in `pressure [dbar]`; in our unit it is a quantity of the vocabulary. Of what is
/// `known`, configuration and replies have no meaning here. An input of an equation is the column of its name, or of one
/// of its plain names, unless the calibration says which.
///
/// # Errors
/// [`ConversionError`]: an input that no column gives.
pub fn from_table(columns: Vec<(String, Vec<f64>)>, known: &Supplement) -> Result<Cast, ConversionError> {
    let scans = columns.first().map_or(0, |(_, values)| values.len());
    let mut cast = Cast { flags: vec![0.0; scans], ..Cast::default() };
    for (name, values) in columns {
        let (bare, unit) = match name.split_once(" [") {
            Some((bare, unit)) => (bare.to_owned(), unit.trim_end_matches(']').to_owned()),
            None => (name.clone(), String::new()),
        };
        if bare == "quality_flag" {
            let flag = |value: &f64| if *value > 0.0 { BAD_FLAG } else { 0.0 };
            cast.flags = values.iter().map(flag).collect();
            continue;
        }
        let known = super::Kind::of_numbered(&bare).filter(|(kind, _)| unit.is_empty() || kind.unit == unit);
        let is_clock = bare == "clock" && unit.contains(" since ");
        let identifier = super::cnv::identifier(if known.is_some() || is_clock { &bare } else { &name });
        let variable = match known {
            Some((kind, number)) => Variable::of_kind(kind, number, values),
            None => Variable {
                name: identifier,
                unit: if is_clock { unit } else { String::new() },
                long_name: name,
                standard_name: None,
                sea_bird: None,
                sensor: None,
                values,
            },
        };
        cast.set(variable);
    }
    let mut calibrations: Vec<&NewCalibration> = Vec::new();
    for calibration in &known.calibrations {
        calibration.check_column()?;
        // A later one for the same columns takes the place of the earlier.
        let same = |other: &&NewCalibration| {
            other.equation.id() == calibration.equation.id()
                && (&other.column, &other.inputs) == (&calibration.column, &calibration.inputs)
        };
        match calibrations.iter_mut().find(|other| same(other)) {
            Some(other) => {
                cast.remarks.push(format!(
                    "{}: by the calibration of serial number `{}`, in the place of that of `{}`: the table does not say whose \
                     output it holds",
                    calibration.equation.quantity(),
                    calibration.serial,
                    other.serial
                ));
                *other = calibration;
            }
            None => calibrations.push(calibration),
        }
    }
    cast.waiting = calibrations.iter().filter_map(|calibration| calibration.sensor(None)).collect();
    if let Some(pressure) = known.pressure_dbar
        && !cast.assume_pressure(pressure)
    {
        return Err(ConversionError::PressureTwice);
    }
    cast.sample_interval_s = known.interval_s;
    bind(&mut cast, known.pair)?;
    cast.convert()?;
    Ok(cast)
}
