//! A cast from a Sea-Bird raw file and what is known beside it: configuration, replies, later calibrations.

use super::conversion::{ConversionError, Sensor, Source};
use super::sensors::{NewCalibration, SBE_63_TEMPERATURE, bind, makes};
use super::{Cast, Kind, Variable, heading};
use crate::equation::{self, Equation};
use crate::format::sea_bird::hex::{self, BadScans, HexError, Layout, LayoutError, Measurand, Scans};
use crate::format::sea_bird::model::Model;
use crate::format::sea_bird::reply::{self, Group};
use crate::format::sea_bird::xmlcon::{self, Calibration, Configuration, Conversion};

/// What is known beside a raw file.
#[derive(Clone, Debug, Default)]
pub struct Supplement {
    /// The configuration (`.xmlcon`).
    pub configuration: Option<Configuration>,
    /// Coefficients as the instrument itself gives them. Without any, those in the heading of the raw file serve.
    pub replies: Vec<Group>,
    /// Calibrations that take the place of those above, such as a certificate's: of the first sensor of their quantity.
    pub calibrations: Vec<NewCalibration>,
    /// Sea pressure in dbar for an instrument without a pressure sensor.
    pub pressure_dbar: Option<f64>,
}

/// Why a raw file does not become a cast.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SeaBirdError {
    /// The file's text.
    #[error(transparent)]
    File(#[from] HexError),
    /// What its digits mean is not known.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// The conversion.
    #[error(transparent)]
    Conversion(#[from] ConversionError),
    /// No coefficients.
    #[error(
        "no sensor has coefficients: neither the heading of the raw file nor a calibration file says any; give the instrument's .xmlcon, its reply to DC or GetCC, or a certificate"
    )]
    NoCoefficients,
}

/// Reads raw scans and converts them, except for what waits for salinity: see [`super::Plan`].
///
/// # Errors
/// [`SeaBirdError`], naming line, sensor and what is accepted.
pub fn from_sea_bird(file: &[u8], known: &Supplement, bad: BadScans) -> Result<Cast, SeaBirdError> {
    let raw = hex::split(file)?;
    let layout = Layout::find(&raw.header, known.configuration.as_ref())?;
    let model = match known.configuration.as_ref().map(|configuration| configuration.instrument.model) {
        None | Some(Model::Other) => raw.header.model(),
        Some(model) => model,
    };
    let mut cast = Cast::default();
    let instrument = known.configuration.as_ref().map(|configuration| &configuration.instrument);
    heading::read(&mut cast, &raw.header, model, instrument);
    let own = if known.replies.is_empty() && known.configuration.is_none() {
        // A heading without coefficients is no error: they may come from elsewhere.
        reply::read(raw.header.text()).unwrap_or_default()
    } else {
        known.replies.clone()
    };
    cast.waiting = sensors(&layout, known, &own, &mut cast.remarks);
    if cast.waiting.is_empty() {
        return Err(SeaBirdError::NoCoefficients);
    }
    let scans = hex::decode(&raw, layout, bad)?;
    match scans.examples.first() {
        // Not one scan: the configuration is of another instrument.
        Some(first) if scans.bad == scans.len() as u64 => return Err(first.reason.clone().into()),
        _ => take(&mut cast, scans),
    }
    if let Some(pressure) = known.pressure_dbar.filter(|_| !makes(&cast.waiting, "pressure")) {
        let kind = Kind::named("pressure").into_iter();
        let scans = cast.len();
        kind.for_each(|kind| cast.set(Variable::of_kind(kind, 1, vec![pressure; scans])));
        cast.history.push(format!("pressure of {pressure} dbar as given: there is no pressure sensor"));
    }
    let by_clock = cast.values("clock").and_then(median_step);
    cast.sample_interval_s = cast.sample_interval_s.or(by_clock);
    bind(&mut cast);
    cast.convert()?;
    Ok(cast)
}

/// Raw columns under their names, with what went wrong in reading them.
fn take(cast: &mut Cast, scans: Scans) {
    cast.flags = vec![0.0; scans.len()];
    if let Some(first) = scans.examples.first() {
        let Scans { bad, .. } = scans;
        cast.remarks.push(format!(
            "{bad} lines are no scans and give rows without values; the first: {}",
            first.reason
        ));
    }
    cast.variables = scans
        .columns
        .iter()
        .zip(scans.values)
        .map(|(column, values)| of_measurand(column.measurand, values))
        .collect();
}

fn of_measurand(measurand: Measurand, values: Vec<f64>) -> Variable {
    let name = name_of(measurand);
    if let Some((kind, number)) = Kind::of_numbered(&name) {
        return Variable::of_kind(kind, number, values);
    }
    let unit = match measurand {
        Measurand::Volt(_) | Measurand::SurfacePar | Measurand::OxygenTemperature => "V",
        Measurand::Sbe38Temperature | Measurand::GasTensionTemperature(_) => "degree_Celsius",
        Measurand::GasTensionPressure(_) => "mbar",
        Measurand::OptodeOxygen => "umol l-1",
        Measurand::OxygenPhase => "us",
        Measurand::NmeaDepth => "m",
        Measurand::Time | Measurand::NmeaTime => "seconds since 2000-01-01T00:00:00Z",
        Measurand::SystemTime => "seconds since 1970-01-01T00:00:00Z",
        _ => "1",
    };
    let sea_bird = match measurand {
        Measurand::Volt(number) => Some((format!("v{number}"), format!("Voltage {number} [V]"))),
        Measurand::Pump => Some(("pumps".to_owned(), "Pump Status".to_owned())),
        _ => None,
    };
    Variable {
        long_name: name.replace('_', " "),
        name,
        unit: unit.to_owned(),
        standard_name: None,
        sea_bird,
        sensor: None,
        values,
    }
}

/// The name of a raw column: with `raw_` before it where a sensor makes the quantity of that name.
fn name_of(measurand: Measurand) -> String {
    match measurand {
        Measurand::Temperature
        | Measurand::Conductivity
        | Measurand::SecondaryTemperature
        | Measurand::SecondaryConductivity
        | Measurand::Pressure
        | Measurand::PressureTemperature
        | Measurand::OxygenTemperature
        | Measurand::SurfacePar => format!("raw_{measurand}"),
        Measurand::Time => "clock".to_owned(),
        other => other.to_string(),
    }
}

/// Every sensor that has coefficients and a raw column; whatever is odd about them goes to `remarks`.
fn sensors(layout: &Layout, known: &Supplement, replies: &[Group], remarks: &mut Vec<String>) -> Vec<Sensor> {
    let mut sensors: Vec<Sensor> = Vec::new();
    for (index, channel) in known.configuration.iter().flat_map(|known| known.channels.iter()).enumerate() {
        let Conversion::Equation(calibration) = &channel.sensor.conversion else { continue };
        let raw = layout.columns().iter().find(|column| {
            column.channel == Some(index) && column.measurand != Measurand::PressureTemperature
        });
        let Some(raw) = raw else { continue };
        let Some(mut sensor) = sensor(calibration, raw.measurand, element_kind(&channel.sensor.element))
        else {
            continue;
        };
        sensor.serial.clone_from(&channel.sensor.serial_number);
        sensor.calibration_date.clone_from(&channel.sensor.calibration_date);
        sensor.hysteresis = hysteresis(&channel.sensor);
        sensors.push(sensor);
    }
    for group in replies {
        for calibration in group.calibrations() {
            let Ok(equation) = equation::find(calibration.equation) else { continue };
            let Some(measurand) = measurand_of(equation, layout) else { continue };
            let Some(mut sensor) = sensor(&calibration, measurand, None) else { continue };
            sensor.serial.clone_from(&group.serial_number);
            sensor.calibration_date.clone_from(&group.date);
            sensors.push(sensor);
        }
    }
    for new in &known.calibrations {
        let old = sensors.iter().position(|sensor| new.is_for(sensor));
        let raw = match old.and_then(|place| sensors.get(place)?.inputs.first().cloned()) {
            Some(source) => Some(source),
            None => measurand_of(new.equation, layout).map(|raw| Source::Column(name_of(raw))),
        };
        let Some(mut sensor) = new.sensor(raw) else { continue };
        match old.and_then(|place| sensors.get_mut(place)) {
            Some(old) => {
                if ![old.serial.as_str(), ""].contains(&sensor.serial.as_str()) && !old.serial.is_empty() {
                    remarks.push(format!(
                        "{}: the calibration is of serial number {}, the file of {}",
                        sensor.equation.quantity(),
                        sensor.serial,
                        old.serial
                    ));
                }
                sensor.hysteresis = old.hysteresis;
                *old = sensor;
            }
            None => sensors.push(sensor),
        }
    }
    sensors
}

/// A sensor with its main input only; [`bind`] completes it.
fn sensor(calibration: &Calibration, measurand: Measurand, kind: Option<&str>) -> Option<Sensor> {
    let equation = equation::find(calibration.equation).ok()?;
    let coefficient = |name: &&str| calibration.coefficient(name).unwrap_or(0.0);
    Some(Sensor {
        variable: kind.unwrap_or_default().to_owned(),
        equation,
        coefficients: equation.coefficients().iter().map(coefficient).collect(),
        slope: calibration.slope,
        offset: calibration.offset,
        inputs: vec![Source::Column(name_of(measurand))],
        hysteresis: None,
        serial: String::new(),
        calibration_date: String::new(),
    })
}

/// Quantities that an equation's own does not tell, by the element of the configuration.
fn element_kind(element: &str) -> Option<&'static str> {
    match element {
        "SPAR_Sensor" => Some("surface_par"),
        "FluoroWetlabCDOM_Sensor" => Some("dissolved_organic_matter"),
        "FluoroWetlabECO_AFL_FL_Sensor" | "FluoroWetlabWetstarSensor" => Some("chlorophyll"),
        name if name.contains("Turbidity") => Some("turbidity"),
        _ => None,
    }
}

fn hysteresis(sensor: &xmlcon::Sensor) -> Option<[f64; 3]> {
    let coefficient = |name: &str| sensor.number(&format!("CalibrationCoefficients[1]/{name}"));
    Some([coefficient("H1")?, coefficient("H2")?, coefficient("H3")?])
}

/// The raw column that an instrument's own coefficients of this equation belong to.
fn measurand_of(equation: &Equation, layout: &Layout) -> Option<Measurand> {
    let measurand = match equation.quantity() {
        _ if equation.id() == "sea-bird/sbe-63-oxygen" => Measurand::OxygenPhase,
        _ if equation.id() == SBE_63_TEMPERATURE => Measurand::OxygenTemperature,
        "temperature" => Measurand::Temperature,
        "conductivity" => Measurand::Conductivity,
        "pressure" => Measurand::Pressure,
        _ => return None,
    };
    layout.columns().iter().any(|column| column.measurand == measurand).then_some(measurand)
}

/// The usual time between scans of a clock.
fn median_step(clock: &[f64]) -> Option<f64> {
    let mut steps: Vec<f64> =
        clock.windows(2).map(|pair| pair[1] - pair[0]).filter(|step| *step > 0.0).collect();
    steps.sort_unstable_by(f64::total_cmp);
    steps.get(steps.len() / 2).copied()
}
