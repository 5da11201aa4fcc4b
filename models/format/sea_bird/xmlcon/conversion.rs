//! Which of our equations a sensor's coefficients belong to.
//!
//! Sources: the element names and `SensorID` of files that Seasave 7.18 to 7.26 wrote; the maker's forms as in his
//! application notes. A kind of sensor that is not listed here stays [`Conversion::Unknown`], never a guess.

use super::{Sensor, XmlconError};
use crate::format::sea_bird::{excerpt, model::Model, number};

/// How a sensor's output becomes a quantity.
#[derive(Clone, Debug, PartialEq)]
pub enum Conversion {
    /// By one of our equations.
    Equation(Calibration),
    /// By none of ours, or by a form the maker has given up, such as `UseG_J` 0; the values of the sensor hold it all.
    Unknown,
    /// Nothing is connected.
    NotInUse,
}

/// Coefficients of one equation.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The equation's name, such as `sea-bird/sbe-3-temperature`.
    pub equation: &'static str,
    /// Coefficients by the equation's names. One that is not listed is zero.
    pub coefficients: Vec<(&'static str, f64)>,
    /// What the value is multiplied by afterwards: the correction from a later calibration. 1 if the file has none.
    pub slope: f64,
    /// What is then added, in °C, S/m or dbar; 0 if the file has none.
    pub offset: f64,
}

impl Calibration {
    /// A coefficient by name.
    pub fn coefficient(&self, name: &str) -> Option<f64> {
        self.coefficients.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }
}

/// A coefficient: our name, the maker's, and what it is where a file written before it existed lacks it.
type Name = (&'static str, &'static str, Option<f64>);

pub(super) struct Form {
    pub(super) equation: &'static str,
    /// The group the coefficients are in, with its slash.
    pub(super) group: &'static str,
    pub(super) names: &'static [Name],
    pub(super) correction: Correction,
}

/// Whether `Slope` and `Offset` correct the quantity afterwards.
#[derive(PartialEq)]
pub(super) enum Correction {
    Linear,
    None,
}

const SBE_3: Form = Form {
    equation: "sea-bird/sbe-3-temperature",
    group: "",
    names: &[("g", "G", None), ("h", "H", None), ("i", "I", None), ("j", "J", None), ("f0", "F0", None)],
    correction: Correction::Linear,
};
const COUNTS: &[Name] = &[("a0", "A0", None), ("a1", "A1", None), ("a2", "A2", None), ("a3", "A3", None)];
const SBE_16PLUS: Form = Form {
    equation: "sea-bird/sbe-16plus-temperature",
    group: "",
    names: COUNTS,
    correction: Correction::Linear,
};
const SBE_37_TEMPERATURE: Form = Form { equation: "sea-bird/sbe-37-temperature", ..SBE_16PLUS };
const SBE_4: Form = Form {
    equation: "sea-bird/sbe-4-conductivity",
    group: "Coefficients[1]/",
    names: &[
        ("g", "G", None),
        ("h", "H", None),
        ("i", "I", None),
        ("j", "J", None),
        ("CTcor", "CTcor", None),
        ("CPcor", "CPcor", None),
    ],
    correction: Correction::Linear,
};
const SBE_37_CONDUCTIVITY: Form = Form {
    equation: "sea-bird/sbe-37-conductivity",
    group: "Coefficients[1]/",
    names: &[
        ("g", "G", None),
        ("h", "H", None),
        ("i", "I", None),
        ("j", "J", None),
        ("CTCOR", "CTcor", None),
        ("CPCOR", "CPcor", None),
        ("WBOTC", "WBOTC", Some(0.0)),
    ],
    correction: Correction::Linear,
};
const DIGIQUARTZ: Form = Form {
    equation: "sea-bird/digiquartz-pressure",
    group: "",
    names: &[
        ("C1", "C1", None),
        ("C2", "C2", None),
        ("C3", "C3", None),
        ("D1", "D1", None),
        ("D2", "D2", None),
        ("T1", "T1", None),
        ("T2", "T2", None),
        ("T3", "T3", None),
        ("T4", "T4", None),
        // Added to the format later: it stands behind the offset.
        ("T5", "T5", Some(0.0)),
        ("AD590M", "AD590M", None),
        ("AD590B", "AD590B", None),
    ],
    correction: Correction::Linear,
};
const STRAIN_GAUGE: Form = Form {
    equation: "sea-bird/sbe-37-pressure",
    group: "",
    names: &[
        ("PA0", "PA0", None),
        ("PA1", "PA1", None),
        ("PA2", "PA2", None),
        ("PTCA0", "PTCA0", None),
        ("PTCA1", "PTCA1", None),
        ("PTCA2", "PTCA2", None),
        ("PTCB0", "PTCB0", None),
        ("PTCB1", "PTCB1", None),
        ("PTCB2", "PTCB2", None),
        ("PTEMPA0", "PTEMPA0", None),
        ("PTEMPA1", "PTEMPA1", None),
        ("PTEMPA2", "PTEMPA2", None),
    ],
    correction: Correction::Linear,
};
/// H1 to H3 are no coefficients of the equation: they belong to `processing::correct_hysteresis`, and stay among the
/// sensor's values.
const SBE_43: Form = Form {
    equation: "sea-bird/sbe-43-oxygen",
    group: "CalibrationCoefficients[1]/",
    names: &[
        ("Soc", "Soc", None),
        ("Voffset", "offset", None),
        ("A", "A", None),
        ("B", "B", None),
        ("C", "C", None),
        ("E", "E", None),
        ("Tau20", "Tau20", None),
        ("D1", "D1", None),
        ("D2", "D2", None),
    ],
    correction: Correction::None,
};
/// Scale and dark output are per volt and in volts here, where the same sensor read digitally has them per count.
const ECO: Form = Form {
    equation: "wet-labs/eco",
    group: "",
    names: &[("scale_factor", "ScaleFactor", None), ("dark_counts", "Vblank", None)],
    correction: Correction::None,
};
const TURBIDITY: Form =
    Form { names: &[("scale_factor", "ScaleFactor", None), ("dark_counts", "DarkVoltage", None)], ..ECO };
const C_STAR: Form = Form {
    equation: "wet-labs/c-star",
    group: "",
    names: &[("M", "M", None), ("B", "B", None), ("path_length_m", "PathLength", None)],
    correction: Correction::None,
};
const SATLANTIC: Form = Form {
    equation: "satlantic/par",
    group: "",
    names: &[
        ("im", "Im", None),
        ("a0", "a0", None),
        ("a1", "a1", None),
        ("multiplier", "Multiplier", Some(1.0)),
    ],
    correction: Correction::None,
};

const ALTIMETER: Form = Form {
    equation: "sea-bird/altimeter",
    group: "",
    names: &[("scale_factor", "ScaleFactor", None), ("offset", "Offset", Some(0.0))],
    correction: Correction::None,
};
const BIOSPHERICAL: Form = Form {
    equation: "biospherical/par",
    group: "",
    names: &[
        ("M", "M", None),
        ("B", "B", None),
        ("calibration_constant", "CalibrationConstant", None),
        ("multiplier", "Multiplier", Some(1.0)),
        ("offset", "Offset", Some(0.0)),
    ],
    correction: Correction::None,
};
const SURFACE_PAR: Form = Form {
    equation: "biospherical/surface-par",
    group: "",
    names: &[("conversion_factor", "ConversionFactor", None)],
    correction: Correction::None,
};
const SBE_18: Form = Form {
    equation: "sea-bird/sbe-18-ph",
    group: "",
    names: &[("slope", "Slope", None), ("offset", "Offset", None)],
    correction: Correction::None,
};

/// Every form, for the test that our equations have these names.
#[cfg(test)]
pub(super) const FORMS: [&Form; 16] = [
    &SBE_3,
    &SBE_16PLUS,
    &SBE_37_TEMPERATURE,
    &SBE_4,
    &SBE_37_CONDUCTIVITY,
    &DIGIQUARTZ,
    &STRAIN_GAUGE,
    &SBE_43,
    &ECO,
    &TURBIDITY,
    &C_STAR,
    &SATLANTIC,
    &ALTIMETER,
    &BIOSPHERICAL,
    &SURFACE_PAR,
    &SBE_18,
];

pub(super) fn of(sensor: &Sensor, model: Model, line: u32) -> Result<Conversion, XmlconError> {
    if sensor.element == "NotInUse" {
        return Ok(Conversion::NotInUse);
    }
    form(sensor, model)
        .map_or(Ok(Conversion::Unknown), |form| coefficients(sensor, form, line).map(Conversion::Equation))
}

pub(super) fn form(sensor: &Sensor, model: Model) -> Option<&'static Form> {
    let is =
        |path: &str, wanted: f64| sensor.number(path).is_some_and(|value| value.total_cmp(&wanted).is_eq());
    let has = |path: &str| sensor.text(path).is_some();
    match (sensor.id, sensor.element.as_str()) {
        (55, "TemperatureSensor") if !is("UseG_J", 0.0) => Some(&SBE_3),
        (58, "TemperatureSensor") => match model {
            Model::Sbe16Plus | Model::Sbe19Plus | Model::Sbe49 => Some(&SBE_16PLUS),
            Model::Sbe37 | Model::Sbe45 => Some(&SBE_37_TEMPERATURE),
            _ => None,
        },
        // A series resistance makes a wide-range cell, with another equation.
        (3, "ConductivitySensor") if !is("UseG_J", 0.0) && sensor.number("SeriesR").unwrap_or(0.0) <= 0.0 => {
            match model {
                Model::Other | Model::Sbe39Plus => None,
                modular if modular.has_modular_sensors() => Some(&SBE_4),
                _ => Some(&SBE_37_CONDUCTIVITY),
            }
        }
        (45, "PressureSensor") => Some(&DIGIQUARTZ),
        (46, "PressureSensor") if sensor.text("PTCA0").is_some() => Some(&STRAIN_GAUGE),
        (38, "OxygenSensor") if !is("Use2007Equation", 0.0) => Some(&SBE_43),
        (19, "FluoroWetlabCDOM_Sensor")
        | (20, "FluoroWetlabECO_AFL_FL_Sensor")
        | (21, "FluoroWetlabWetstarSensor") => Some(&ECO),
        (67 | 70, "TurbidityMeter") => Some(&TURBIDITY),
        (59, "TransChelseaSeatechWetlabCStarSensor") | (71, "WET_LabsCStar") => Some(&C_STAR),
        (76, "PARLog_SatlanticSensor") => Some(&SATLANTIC),
        (0, "AltimeterSensor") if has("ScaleFactor") => Some(&ALTIMETER),
        (42, "PAR_BiosphericalLicorChelseaSensor") if has("CalibrationConstant") => Some(&BIOSPHERICAL),
        (43, "pH_Sensor") if has("Slope") && has("Offset") => Some(&SBE_18),
        (51, "SPAR_Sensor") if has("ConversionFactor") => Some(&SURFACE_PAR),
        _ => None,
    }
}

/// Element, `SensorID` and form of a new sensor of this equation.
pub(super) fn fresh(equation: &str) -> Option<(&'static str, u32, &'static Form)> {
    let found = match equation {
        "sea-bird/sbe-3-temperature" => ("TemperatureSensor", 55, &SBE_3),
        "sea-bird/sbe-16plus-temperature" => ("TemperatureSensor", 58, &SBE_16PLUS),
        "sea-bird/sbe-37-temperature" => ("TemperatureSensor", 58, &SBE_37_TEMPERATURE),
        "sea-bird/sbe-4-conductivity" => ("ConductivitySensor", 3, &SBE_4),
        "sea-bird/sbe-37-conductivity" => ("ConductivitySensor", 3, &SBE_37_CONDUCTIVITY),
        "sea-bird/digiquartz-pressure" => ("PressureSensor", 45, &DIGIQUARTZ),
        "sea-bird/sbe-37-pressure" => ("PressureSensor", 46, &STRAIN_GAUGE),
        _ => return None,
    };
    Some(found)
}

fn coefficients(sensor: &Sensor, form: &'static Form, line: u32) -> Result<Calibration, XmlconError> {
    let read = |path: &str| -> Result<Option<f64>, XmlconError> {
        let Some(value) = super::find(&sensor.values, path) else { return Ok(None) };
        let parsed = number(&value.text).ok_or_else(|| XmlconError::NotANumber {
            line: value.line,
            element: sensor.element.clone(),
            path: path.to_owned(),
            value: excerpt(&value.text),
        });
        parsed.map(Some)
    };
    let mut coefficients = Vec::with_capacity(form.names.len());
    for (ours, theirs, default) in form.names {
        let path = format!("{}{theirs}", form.group);
        // Programs that rewrite a heading give temperature coefficients the names of the calibration reply.
        let value = read(&path)?.or(read(&format!("T{path}"))?).or(*default);
        let missing = || XmlconError::MissingCoefficient {
            line,
            element: sensor.element.clone(),
            id: sensor.id,
            path: path.clone(),
            equation: form.equation,
        };
        coefficients.push((*ours, value.ok_or_else(missing)?));
    }
    let (slope, offset) = match form.correction {
        Correction::Linear => (read("Slope")?.unwrap_or(1.0), read("Offset")?.unwrap_or(0.0)),
        Correction::None => (1.0, 0.0),
    };
    Ok(Calibration { equation: form.equation, coefficients, slope, offset })
}
