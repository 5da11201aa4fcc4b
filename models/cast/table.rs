//! A cast from a plain table of raw output, with the calibrations that say what its columns are.

use super::conversion::ConversionError;
use super::sensors::{NewCalibration, bind};
use super::{Cast, Variable};

/// Converts a table's columns by these calibrations, except for what waits for salinity: see [`super::Plan`].
///
/// An input of an equation is the column of its name, or of one of its plain names, unless the calibration says which.
///
/// # Errors
/// [`ConversionError`]: an input that no column gives.
pub fn from_table(
    columns: Vec<(String, Vec<f64>)>,
    calibrations: &[NewCalibration],
) -> Result<Cast, ConversionError> {
    let scans = columns.first().map_or(0, |(_, values)| values.len());
    let mut cast = Cast { flags: vec![0.0; scans], ..Cast::default() };
    for (name, values) in columns {
        let identifier = super::cnv::identifier(&name);
        let variable = match super::Kind::of_numbered(&identifier) {
            Some((kind, number)) => Variable::of_kind(kind, number, values),
            None => Variable {
                name: identifier,
                unit: String::new(),
                long_name: name,
                standard_name: None,
                sea_bird: None,
                sensor: None,
                values,
            },
        };
        cast.set(variable);
    }
    cast.waiting = calibrations.iter().filter_map(|calibration| calibration.sensor(None)).collect();
    bind(&mut cast);
    cast.convert()?;
    Ok(cast)
}
