//! Sensors from calibrations: what each makes, and which column each input of its equation is.

use super::conversion::{Sensor, Source};
use super::{Cast, Kind};
use crate::equation::{Equation, Input};
use std::collections::BTreeMap;

/// The thermistor of an SBE 63, which is no thermometer of the water and serves its oxygen alone.
pub(super) const SBE_63_TEMPERATURE: &str = "sea-bird/sbe-63-temperature";

/// A calibration from elsewhere than the raw file's own companions: a certificate's, or a laboratory's. In a Sea-Bird file
/// it takes the place of the first sensor of its quantity.
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
}

impl NewCalibration {
    /// Whether it takes the place of this sensor.
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

    /// The sensor, its first input being `raw` unless the calibration names a column for it.
    pub(super) fn sensor(&self, raw: Option<Source>) -> Option<Sensor> {
        let source = |input: &Input| match self.inputs.get(input.name) {
            Some(column) => Source::Column(super::cnv::identifier(column)),
            // Found later.
            None => Source::Column(String::new()),
        };
        let mut inputs: Vec<Source> = self.equation.inputs().iter().map(source).collect();
        let first = inputs.first_mut()?;
        if let (Some(raw), Source::Column(name)) = (raw, &*first)
            && name.is_empty()
        {
            *first = raw;
        }
        Some(Sensor {
            variable: self.column.clone().unwrap_or_default(),
            equation: self.equation,
            coefficients: self.coefficients.clone(),
            slope: 1.0,
            offset: 0.0,
            inputs,
            hysteresis: None,
            serial: self.serial.clone(),
            calibration_date: self.date.clone(),
        })
    }
}

/// Whether one of the sensors makes this quantity.
pub(super) fn makes(sensors: &[Sensor], quantity: &str) -> bool {
    sensors.iter().any(|sensor| sensor.equation.quantity() == quantity)
}

/// Names what each sensor makes and where the inputs of its equation come from that are not told yet.
pub(super) fn bind(cast: &mut Cast) {
    let pressure = makes(&cast.waiting, "pressure") || cast.variable("pressure").is_some();
    let mut waiting = std::mem::take(&mut cast.waiting);
    let mut made: Vec<String> = Vec::new();
    for sensor in &mut waiting {
        let base =
            if sensor.variable.is_empty() { base_of(sensor.equation) } else { sensor.variable.clone() };
        let number = 1 + made.iter().filter(|known| **known == base).count();
        sensor.variable = if number == 1 { base.clone() } else { format!("{base}_{number}") };
        made.push(base);
    }
    for place in 0..waiting.len() {
        let (variable, equation) = match waiting.get(place) {
            Some(sensor) => (sensor.variable.clone(), sensor.equation),
            None => continue,
        };
        // A second thermometer belongs to a second cell; other sensors go with the first.
        let number = Kind::of_numbered(&variable).map_or(1, |(_, number)| number);
        let twin = if equation.id() == "sea-bird/sbe-63-oxygen" {
            "oxygen_temperature".to_owned()
        } else if equation.quantity() == "conductivity" && number > 1 {
            format!("temperature_{number}")
        } else {
            "temperature".to_owned()
        };
        let found = |input: &Input| -> Source {
            let by_name = std::iter::once(&input.name).chain(input.plain_names);
            let column = by_name.into_iter().find(|name| cast.variable(name).is_some());
            let made = |name: &str| waiting.iter().any(|sensor| sensor.variable == name);
            let quantity = match input.name {
                "temperature_celsius" | "cell_temperature_celsius" | "pressure_temperature_celsius" => {
                    Some(twin.clone())
                }
                "pressure_dbar_sea" if pressure => Some("pressure".to_owned()),
                "practical_salinity" => Some("practical_salinity".to_owned()),
                _ => None,
            };
            let raw =
                Some("raw_pressure_temperature").filter(|_| input.name == "pressure_temperature_counts");
            let raw = raw.filter(|name| cast.variable(name).is_some());
            match (quantity, column, raw) {
                (Some(name), _, _) if made(&name) || cast.variable(&name).is_some() => Source::Column(name),
                (_, Some(name), _) => Source::Column((*name).to_owned()),
                (_, None, Some(name)) => Source::Column(name.to_owned()),
                (Some(name), None, None) if input.default.is_none() || name == "practical_salinity" => {
                    Source::Column(name)
                }
                _ => input.default.map_or_else(|| Source::Column(input.name.to_owned()), Source::Constant),
            }
        };
        let known = waiting.get(place).map(|sensor| sensor.inputs.clone()).unwrap_or_default();
        let inputs = equation.inputs().iter().enumerate().map(|(input, described)| match known.get(input) {
            Some(Source::Column(name)) if name.is_empty() => found(described),
            Some(source) => source.clone(),
            None => found(described),
        });
        let inputs = inputs.collect();
        if let Some(sensor) = waiting.get_mut(place) {
            sensor.inputs = inputs;
        }
    }
    cast.waiting = waiting;
    if !pressure {
        cast.remarks.push(
            "there is no pressure sensor and no pressure was given: equations take the sea surface"
                .to_owned(),
        );
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
