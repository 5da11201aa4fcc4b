//! What each sensor makes, and which column each input of its equation is.

use super::conversion::{ConversionError, Sensor, Source};
use super::sensors::SBE_63_TEMPERATURE;
use super::{Cast, Kind};
use crate::constants::STANDARD_ATMOSPHERE_MPA;
use crate::equation::{Equation, Input};

/// A thermometer with the cell beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pair {
    /// The first of each.
    #[default]
    First,
    /// The second.
    Second,
}

impl Pair {
    /// Number of its columns, from 1.
    pub(super) const fn number(self) -> usize {
        match self {
            Self::First => 1,
            Self::Second => 2,
        }
    }
}

/// Names what each sensor makes and where the inputs of its equation come from that are not told yet.
///
/// # Errors
/// [`ConversionError::NoSecondPair`]; [`ConversionError::PressureUnknown`]: an equation that pressure changes, beside a pressure sensor that cannot be converted.
pub(super) fn bind(cast: &mut Cast, pair: Pair) -> Result<(), ConversionError> {
    cast.pair = pair;
    name(&mut cast.waiting);
    let there = |name: &str| {
        cast.variable(name).is_some() || cast.waiting.iter().any(|sensor| sensor.variable == name)
    };
    if pair == Pair::Second && !(there("temperature_2") && there("conductivity_2")) {
        return Err(ConversionError::NoSecondPair);
    }
    let bound: Result<Vec<Sensor>, ConversionError> =
        cast.waiting.iter().map(|sensor| bound(cast, sensor)).collect();
    cast.waiting = bound?;
    let at_surface = |sensor: &&Sensor| {
        let inputs = sensor.equation.inputs().iter().zip(&sensor.inputs).enumerate();
        let mut pressures = inputs.filter(|(_, (input, _))| input.name.starts_with("pressure_dbar"));
        pressures.any(|(place, (_, source))| matches!(source, Source::Constant(_)) && matters(sensor, place))
    };
    let taken: Vec<&str> =
        cast.waiting.iter().filter(at_surface).map(|sensor| sensor.variable.as_str()).collect();
    if !taken.is_empty() {
        let remark = format!(
            "there is no pressure sensor and no pressure was given: {} at the sea surface",
            taken.join(", ")
        );
        cast.remarks.push(remark);
    }
    Ok(())
}

/// Names the columns: the second of a kind has `_2` behind it.
fn name(sensors: &mut [Sensor]) {
    let mut made: Vec<String> = Vec::new();
    for sensor in sensors {
        let base =
            if sensor.variable.is_empty() { base_of(sensor.equation) } else { sensor.variable.clone() };
        let number = 1 + made.iter().filter(|known| **known == base).count();
        sensor.variable = if number == 1 { base.clone() } else { format!("{base}_{number}") };
        made.push(base);
    }
}

fn bound(cast: &Cast, sensor: &Sensor) -> Result<Sensor, ConversionError> {
    let mut inputs = Vec::new();
    for (place, input) in sensor.equation.inputs().iter().enumerate() {
        inputs.push(match sensor.inputs.get(place) {
            None | Some(Source::Open) => source(cast, sensor, place, input)?,
            Some(told) => told.clone(),
        });
    }
    Ok(Sensor { inputs, ..sensor.clone() })
}

/// Where an input comes from: a column of its own name; then the quantity of the same water; then a column by another of
/// its names; then what the equation takes where a table lacks it.
fn source(cast: &Cast, sensor: &Sensor, place: usize, input: &Input) -> Result<Source, ConversionError> {
    let column = |name: &str| cast.variable(name).map(|_| Source::Column(name.to_owned()));
    let there = |name: &str| {
        let made = cast.waiting.iter().any(|other| other.variable == name && name != sensor.variable);
        made || cast.variable(name).is_some()
    };
    if let Some(own) = column(input.name) {
        return Ok(own);
    }
    if input.default.is_some() && !matters(sensor, place) {
        return Ok(Source::Constant(input.default.unwrap_or_default()));
    }
    let pair =
        |name: &str| Kind::named(name).map(|kind| kind.numbered(cast.pair.number())).unwrap_or_default();
    let quantity = match input.name {
        "temperature_celsius" | "cell_temperature_celsius" | "pressure_temperature_celsius" => {
            Some(Source::Column(thermometer(sensor, &pair("temperature"))))
        }
        "pressure_dbar_sea" => Some(Source::Column("pressure".to_owned())),
        "pressure_dbar_absolute" => {
            Some(Source::Raised("pressure".to_owned(), 100.0 * STANDARD_ATMOSPHERE_MPA))
        }
        // It may be derived later.
        "practical_salinity" => return Ok(Source::Column(pair("practical_salinity"))),
        "pressure_temperature_counts" => Some(Source::Column("raw_pressure_temperature".to_owned())),
        _ => None,
    };
    if let Some(known) = quantity.as_ref().filter(|source| source.name().is_some_and(there)) {
        return Ok(known.clone());
    }
    if let Some(known) = input.plain_names.iter().find_map(|name| column(name)) {
        return Ok(known);
    }
    if input.name.starts_with("pressure_dbar") && cast.variable("raw_pressure").is_some() {
        return Err(ConversionError::PressureUnknown { variable: sensor.variable.clone() });
    }
    Ok(match (input.default, quantity) {
        (Some(default), _) => Source::Constant(default),
        (None, Some(missing)) => missing,
        (None, None) => Source::Column(input.name.to_owned()),
    })
}

/// Whether an input changes the value at all: the pressure terms that makers do not have are zero in their coefficients.
fn matters(sensor: &Sensor, place: usize) -> bool {
    let equation = sensor.equation;
    let middle = |input: &Input| match (input.range, input.default) {
        (Some((low, high)), _) => 0.5 * (low + high),
        (None, default) => default.unwrap_or(1.0),
    };
    let inputs: Vec<f64> = equation.inputs().iter().map(middle).collect();
    let (mut by_coefficient, mut by_input) = (vec![0.0; sensor.coefficients.len()], vec![0.0; inputs.len()]);
    equation.gradient(&sensor.coefficients, &inputs, &mut by_coefficient, &mut by_input);
    by_input.get(place).is_none_or(|slope| *slope != 0.0)
}

/// A second thermometer belongs to a second cell; other sensors go with the chosen pair.
fn thermometer(sensor: &Sensor, beside: &str) -> String {
    let number = Kind::of_numbered(&sensor.variable).map_or(1, |(_, number)| number);
    match sensor.equation.quantity() {
        _ if sensor.equation.id() == "sea-bird/sbe-63-oxygen" => "oxygen_temperature".to_owned(),
        "conductivity" if number > 1 => format!("temperature_{number}"),
        "conductivity" | "pressure" => "temperature".to_owned(),
        _ => beside.to_owned(),
    }
}

/// The column that an equation makes: of a known kind, or under the quantity's own name.
fn base_of(equation: &Equation) -> String {
    match (equation.quantity(), equation.output_unit()) {
        ("temperature", _) if equation.id() == SBE_63_TEMPERATURE => "oxygen_temperature".to_owned(),
        ("height", _) => "height_above_sea_floor".to_owned(),
        ("oxygen", "ml l-1") => "oxygen_ml_per_l".to_owned(),
        ("oxygen", "umol l-1") => "oxygen_umol_per_l".to_owned(),
        ("pH", _) => "ph".to_owned(),
        ("PAR", _) => "par".to_owned(),
        (quantity, _) => super::cnv::identifier(quantity),
    }
}
