//! The sensors of a raw file: whose coefficients belong to which raw column.

use super::columns::name_of;
use super::{Hysteresis, SeaBirdError, Supplement};
use crate::cast::conversion::{Sensor, Source};
use crate::cast::sensors::{NewCalibration, SBE_63_TEMPERATURE, same_serial};
use crate::equation::{self, Equation};
use crate::format::sea_bird::hex::{Header, Layout, Measurand};
use crate::format::sea_bird::reply::Group;
use crate::format::sea_bird::xmlcon::{self, Calibration, Conversion};

/// Every sensor that has coefficients and a raw column; whatever is odd about them goes to `remarks`.
pub(super) fn sensors(
    layout: &Layout,
    known: &Supplement,
    replies: &[Group],
    remarks: &mut Vec<String>,
) -> Result<Vec<Sensor>, SeaBirdError> {
    let mut sensors: Vec<Sensor> = Vec::new();
    for (index, channel) in known.configuration.iter().flat_map(|known| known.channels.iter()).enumerate() {
        let calibration = match &channel.sensor.conversion {
            Conversion::Equation(calibration) => calibration,
            Conversion::NotInUse => continue,
            Conversion::Unknown => {
                let xmlcon::Sensor { element, id, serial_number, .. } = &channel.sensor;
                remarks.push(format!(
                    "{element} (SensorID {id}, serial number `{serial_number}`) has a form that is not known and is not converted"
                ));
                continue;
            }
        };
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
            // What an instrument says of itself takes the place of what a file said before.
            match sensors.iter_mut().find(|known| known.inputs == sensor.inputs) {
                Some(known) if raw_input(known.equation) != raw_input(sensor.equation) => {
                    return Err(other_raw_output(sensor.equation, known));
                }
                Some(known) => *known = Sensor { hysteresis: known.hysteresis, ..sensor },
                None => sensors.push(sensor),
            }
        }
    }
    for new in &known.calibrations {
        let old = place_of(new, &sensors)?;
        let raw = match old.and_then(|place| sensors.get(place)?.inputs.first().cloned()) {
            Some(source) => Some(source),
            None => measurand_of(new.equation, layout).map(|raw| Source::Column(name_of(raw))),
        };
        let Some(mut sensor) = new.sensor(raw) else { continue };
        match old.and_then(|place| sensors.get_mut(place)) {
            Some(old) => {
                if !same_serial(&old.serial, &sensor.serial) {
                    remarks.push(format!(
                        "{}: the calibration is of serial number {}, the file of {}",
                        sensor.equation.quantity(),
                        sensor.serial,
                        old.serial
                    ));
                }
                sensor.hysteresis = sensor.hysteresis.or(old.hysteresis);
                if sensor.variable.is_empty() {
                    sensor.variable.clone_from(&old.variable);
                }
                *old = sensor;
            }
            None => sensors.push(sensor),
        }
    }
    if known.hysteresis == Hysteresis::AsMeasured {
        sensors.iter_mut().for_each(|sensor| sensor.hysteresis = None);
    }
    Ok(sensors)
}

/// The sensor whose place a new calibration takes: the one of its serial number, or the only one of its quantity.
fn place_of(new: &NewCalibration, sensors: &[Sensor]) -> Result<Option<usize>, SeaBirdError> {
    new.check_column()?;
    let mut candidates: Vec<(usize, &Sensor)> =
        sensors.iter().enumerate().filter(|(_, sensor)| new.is_for(sensor)).collect();
    // Of several, the one whose serial number is written alike, or else the one whose can be the same.
    let alike = |one: &str, other: &str| one == other;
    for is_same in [alike, same_serial] {
        let is_meant = |sensor: &Sensor| !new.serial.is_empty() && is_same(&sensor.serial, &new.serial);
        if candidates.iter().filter(|(_, sensor)| is_meant(sensor)).count() == 1 {
            candidates.retain(|(_, sensor)| is_meant(sensor));
        }
    }
    match candidates[..] {
        [] => Ok(None),
        [(place, old)] => {
            let told = new.inputs.contains_key(raw_input(new.equation));
            if told || raw_input(old.equation) == raw_input(new.equation) {
                Ok(Some(place))
            } else {
                Err(other_raw_output(new.equation, old))
            }
        }
        _ => Err(SeaBirdError::WhichSensor {
            equation: new.equation.id(),
            serial: new.serial.clone(),
            candidates: candidates
                .iter()
                .map(|(_, old)| old.serial.as_str())
                .collect::<Vec<_>>()
                .join(" or "),
        }),
    }
}

/// The name of the raw output that an equation takes: converters that count differently have different names for it.
fn raw_input(equation: &Equation) -> &'static str {
    equation.inputs().first().map_or("", |input| input.name)
}

fn other_raw_output(new: &'static Equation, old: &Sensor) -> SeaBirdError {
    SeaBirdError::OtherRawOutput { new: new.id(), input: raw_input(new), old: old.equation.id() }
}

/// Says where the heading names other sensors than the coefficients do.
pub(super) fn compare_serials(header: &Header<'_>, sensors: &[Sensor], remarks: &mut Vec<String>) {
    for (quantity, name) in [("temperature", "Temperature SN"), ("conductivity", "Conductivity SN")] {
        let first = sensors.iter().find(|sensor| sensor.equation.quantity() == quantity);
        if let Some((stated, sensor)) = header.value(name).zip(first)
            && !same_serial(stated, &sensor.serial)
        {
            remarks.push(format!(
                "{quantity}: the heading names serial number {stated}, the coefficients are of {}",
                sensor.serial
            ));
        }
    }
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
