//! A cast from a logger's file of RBR's, whose samples are quantities already.

use super::Raw;
use crate::rsk::{self, Channel, Quantity};
use hadal_models::cast::{Cast, Kind, Sensor, Variable, identifier};
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use hadal_models::equation;
use hadal_models::format::rbr::Conversion;
use hadal_models::quantity::{Latitude, Longitude};
use std::path::Path;

/// A standard atmosphere: what RBR's software takes for the atmosphere too, unless it is told another.
const ATMOSPHERE_DBAR: f64 = 100.0 * STANDARD_ATMOSPHERE_MPA;

/// Reads the file: the samples of one schedule, where it has several.
pub(super) fn read(raw: &Raw, schedule: Option<i64>) -> anyhow::Result<Cast> {
    let file = rsk::open(Path::new(&raw.name))?;
    let header = file.header();
    let samples = match schedule {
        Some(number) => file.read_schedule(number)?,
        None => file.read()?,
    };
    let clock = Variable {
        name: "clock".to_owned(),
        unit: "seconds since 1970-01-01T00:00:00Z".to_owned(),
        long_name: "time by the logger's clock".to_owned(),
        standard_name: None,
        sea_bird: None,
        sensor: None,
        values: samples.time_s(),
    };
    let mut cast = Cast::of_quantities(vec![clock]);
    if let Some(instrument) = &header.instrument {
        cast.instrument = format!("{} {}", instrument.model, instrument.serial);
    }
    let has_sea_pressure = header.channels.iter().any(|channel| channel.quantity == Quantity::SeaPressure);
    for column in samples.columns {
        let Some(channel) = header.channels.get(column.channel) else { continue };
        let serial = header.instrument.as_ref().map_or("", |instrument| instrument.serial.as_str());
        let mut variable = variable(&cast, channel, &column.name, column.values, has_sea_pressure);
        while cast.variable(&variable.name).is_some() {
            variable.name.push('_');
        }
        if let Some(sensor) = &mut variable.sensor {
            serial.clone_into(&mut sensor.serial);
        }
        cast.variables.push(variable);
    }
    let sampled =
        header.schedules.iter().filter(|known| schedule.is_none_or(|number| known.number == number));
    let first = sampled.filter_map(|known| known.period_ms).find(|period| *period > 0);
    #[expect(clippy::cast_precision_loss, reason = "milliseconds between samples are exact")]
    let interval = first.map(|period| period as f64 / 1000.0);
    cast.sample_interval_s = interval;
    if let Some(position) = header.positions.first() {
        cast.latitude = Some(Latitude::from_degrees_north(position.latitude_degrees_north));
        cast.longitude = Some(Longitude::from_degrees_east(position.longitude_degrees_east));
    }
    cast.history.push("converted by the logger with the calibrations stated with each variable".to_owned());
    if !has_sea_pressure && cast.variable("pressure").is_some() {
        cast.history.push(format!("pressure: {ATMOSPHERE_DBAR} dbar for the atmosphere taken off"));
    }
    Ok(cast)
}

fn variable(
    cast: &Cast,
    channel: &Channel,
    name: &str,
    values: Vec<f64>,
    has_sea_pressure: bool,
) -> Variable {
    let known = |name: &str, factor: f64, less: f64| {
        let kind = Kind::named(name)?;
        let number = (1..).find(|number| cast.variable(&kind.numbered(*number)).is_none())?;
        let values = values.iter().map(|value| factor * (value - less)).collect();
        Some(Variable::of_kind(kind, number, values))
    };
    let of_kind = match channel.quantity {
        Quantity::Temperature => known("temperature", 1.0, 0.0),
        Quantity::Conductivity => known("conductivity", 0.1, 0.0),
        Quantity::SeaPressure => known("pressure", 1.0, 0.0),
        Quantity::AbsolutePressure if !has_sea_pressure => known("pressure", 1.0, ATMOSPHERE_DBAR),
        _ => None,
    };
    let as_it_is = || Variable {
        name: format!("logger_{}", identifier(name).to_lowercase()),
        unit: unit(&channel.unit).to_owned(),
        long_name: format!("{name} [{}], as the logger gives it", channel.unit),
        standard_name: None,
        sea_bird: None,
        sensor: None,
        values: values.clone(),
    };
    Variable { sensor: sensor(channel), ..of_kind.unwrap_or_else(as_it_is) }
}

/// UDUNITS for what RBR writes; nothing where it is not known.
fn unit(theirs: &str) -> &str {
    match theirs {
        "°C" => "degree_Celsius",
        "mS/cm" => "mS cm-1",
        "PSU" | "" => "1",
        "m/s" => "m s-1",
        "µMol/L" | "umol/L" => "umol l-1",
        "µg/L" | "ug/L" => "ug l-1",
        "kg/m³" => "kg m-3",
        "dbar" | "m" | "V" | "mbar" => theirs,
        _ => "",
    }
}

/// The calibration by which the logger converted, where its equation is one of ours.
fn sensor(channel: &Channel) -> Option<Sensor> {
    let calibration = channel.calibration.as_ref()?;
    let Conversion::Equation(known) = &calibration.conversion else { return None };
    let equation = equation::find(known.equation).ok()?;
    let coefficient = |name: &&str| {
        known.coefficients.iter().find(|(known, _)| known == name).map_or(0.0, |(_, value)| *value)
    };
    Some(Sensor {
        variable: String::new(),
        equation,
        coefficients: equation.coefficients().iter().map(coefficient).collect(),
        slope: calibration.slope,
        offset: calibration.offset,
        inputs: Vec::new(),
        hysteresis: None,
        serial: String::new(),
        calibration_date: calibration.time_ms.map_or_else(String::new, date),
    })
}

fn date(utc_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(utc_ms).map_or_else(|_| String::new(), |instant| instant.to_string())
}
