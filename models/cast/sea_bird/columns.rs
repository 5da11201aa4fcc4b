//! Raw columns under their names.

use crate::cast::{Cast, Kind, Variable};
use crate::format::sea_bird::hex::{Measurand, Scans};

/// Raw columns under their names, with what went wrong in reading them.
pub(super) fn take(cast: &mut Cast, scans: Scans) {
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
pub(super) fn name_of(measurand: Measurand) -> String {
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
