//! Coefficients for an instrument that has a memory: the commands that enter them, and the `.cal` file of a terminal program.
//!
//! Sources: command summaries in the manuals of SBE 37-SM (revision 41), SBE 45 and SBE 49 (revision 16). The manuals
//! say of a value only that it is a floating-point number, and show seven digits in what the instrument answers. It
//! keeps single precision: an SBE 45 to which −9.57e-8 was given answers `-9.570001e-08`. So seven digits go out.

use super::conversion::{CONDUCTIVITY, COUNTS, Names, STRAIN_GAUGE, WIDTH};
use crate::format::coefficient_set::{CoefficientSet, CoefficientSetError, check_serial_number, scientific};
use crate::format::sea_bird::model::Model;
use std::fmt::Write as _;

/// Significant digits of a coefficient.
pub const DIGITS: usize = 7;

const FORMAT: &str = "the memory of a Sea-Bird instrument";

/// The instrument's memory in a message, and the equations that have a place in it.
const fn memory(model: Model) -> (&'static str, &'static str) {
    match model {
        Model::Sbe37 => (
            "the memory of an SBE 37",
            "sea-bird/sbe-37-temperature, sea-bird/sbe-37-conductivity, sea-bird/sbe-37-pressure",
        ),
        Model::Sbe45 => {
            ("the memory of an SBE 45", "sea-bird/sbe-37-temperature, sea-bird/sbe-37-conductivity")
        }
        Model::Sbe16Plus => ("the memory of an SBE 16plus", OF_SEA_CATS),
        Model::Sbe19Plus => ("the memory of an SBE 19plus", OF_SEA_CATS),
        Model::Sbe49 => ("the memory of an SBE 49", OF_SEA_CATS),
        _ => (
            "the memory of a Sea-Bird instrument of this kind, which has none for coefficients",
            "an SBE 37, 45, 16plus, 19plus or 49; coefficients of an SBE 9plus's sensors belong into an .xmlcon file",
        ),
    }
}

const OF_SEA_CATS: &str =
    "sea-bird/sbe-16plus-temperature, sea-bird/sbe-37-conductivity, sea-bird/sbe-37-pressure";

/// One command to a line, without prompt: `TCalDate=22-Nov-26`, `TA0=-9.420702e-05` and so on. What a later user has
/// corrected (`TOffset`, `CSlope`, `POffset`) goes back to nothing, where the instrument has it.
///
/// ```
/// use hadal_models::format::coefficient_set::{CalendarDate, CoefficientSet};
/// use hadal_models::format::sea_bird::{model::Model, reply};
///
/// let set = CoefficientSet {
///     equation: "sea-bird/sbe-37-temperature",
///     coefficients: vec![("a0", -9.420702e-5), ("a1", 2.937924e-4), ("a2", -3.739471e-6), ("a3", 1.909551e-7)],
///     serial_number: "0011".to_owned(),
///     date: CalendarDate::parse("1996-04-08").unwrap(),
///     offset: 0.0,
/// };
/// let text = reply::commands(Model::Sbe45, &[set]).unwrap();
/// assert!(text.starts_with("TCalDate=08-Apr-96\nTA0=-9.420702e-05\n"));
/// ```
///
/// # Errors
/// [`CoefficientSetError`]: an equation or a coefficient for which the instrument has no place.
pub fn commands(model: Model, sets: &[CoefficientSet]) -> Result<String, CoefficientSetError> {
    let mut text = String::new();
    for set in sets {
        let form = form(model, set)?;
        // Writing to a String cannot fail.
        writeln!(text, "{}={}", form.date, set.date.day_month_year()).unwrap_or_default();
        for (name, value) in form.lines(model, set) {
            writeln!(text, "{name}={value}").unwrap_or_default();
        }
    }
    Ok(text)
}

/// The same as a `.cal` file, which begins with instrument and serial number.
///
/// # Errors
/// As [`commands`].
pub fn cal(
    model: Model,
    serial_number: &str,
    sets: &[CoefficientSet],
) -> Result<String, CoefficientSetError> {
    let commands = commands(model, sets)?;
    check_serial_number(serial_number)?;
    let name = instrument(model).unwrap_or_default();
    let lines = commands.replace("CalDate=", "CALDATE=");
    Ok(format!("INSTRUMENT_TYPE={name}\nSERIALNO={serial_number}\n{lines}"))
}

/// Where an equation's coefficients go.
struct Form {
    date: &'static str,
    names: Names,
    /// The correction of a later user, and what it is without one; in SeaCATs only, except that of pressure.
    correction: &'static str,
    has_correction: bool,
}

fn instrument(model: Model) -> Option<&'static str> {
    match model {
        Model::Sbe37 => Some("SBE37"),
        Model::Sbe45 => Some("SBE45"),
        Model::Sbe16Plus => Some("SBE16plus"),
        Model::Sbe19Plus => Some("SBE19plus"),
        Model::Sbe49 => Some("SBE49"),
        _ => None,
    }
}

const fn is_sea_cat(model: Model) -> bool {
    matches!(model, Model::Sbe16Plus | Model::Sbe19Plus | Model::Sbe49)
}

fn form(model: Model, set: &CoefficientSet) -> Result<Form, CoefficientSetError> {
    let is_sea_cat = is_sea_cat(model);
    let form = match set.equation {
        _ if instrument(model).is_none() => None,
        "sea-bird/sbe-37-temperature" if !is_sea_cat => Some(("TCalDate", COUNTS, "TOFFSET=0.000000e+00")),
        "sea-bird/sbe-16plus-temperature" if is_sea_cat => Some(("TCalDate", COUNTS, "TOFFSET=0.000000e+00")),
        "sea-bird/sbe-37-conductivity" => Some(("CCalDate", CONDUCTIVITY, "CSLOPE=1.000000e+00")),
        "sea-bird/sbe-37-pressure" if model != Model::Sbe45 => {
            Some(("PCalDate", STRAIN_GAUGE, "POFFSET=0.000000e+00"))
        }
        _ => None,
    };
    let equation = set.equation;
    let (format, accepted) = memory(model);
    let (date, names, correction) =
        form.ok_or(CoefficientSetError::Equation { equation, format, accepted })?;
    let has_correction = is_sea_cat || date == "PCalDate";
    let has_width = date == "CCalDate" && !is_sea_cat;
    let place: Vec<&str> = names.iter().map(|(ours, _)| *ours).chain(has_width.then_some(WIDTH)).collect();
    set.check(FORMAT, &place, &[])?;
    let takes_offset = date == "TCalDate" && is_sea_cat;
    if !takes_offset && set.offset.abs() > 0.0 {
        return Err(CoefficientSetError::NoPlace {
            equation,
            name: "offset",
            value: set.offset,
            format: FORMAT,
            instead: 0.0,
            advice: "an .xmlcon file has one",
        });
    }
    Ok(Form { date, names, correction, has_correction })
}

impl Form {
    fn lines(&self, model: Model, set: &CoefficientSet) -> Vec<(String, String)> {
        let number = |value: f64| scientific(value, DIGITS - 1, 2);
        let command = |(ours, theirs): &(&str, &[&str])| {
            // The reply says `G`, the command `CG`.
            let named = theirs.iter().find(|name| name.starts_with(['C', 'P', 'T']) && name.len() > 1);
            let name = named.map_or_else(|| (*ours).to_owned(), |name| (*name).to_owned());
            (name, number(set.coefficient(ours)))
        };
        let mut lines: Vec<(String, String)> = self.names.iter().map(command).collect();
        if self.date == "CCalDate" && !is_sea_cat(model) {
            lines.push((WIDTH.to_owned(), number(set.coefficient(WIDTH))));
        }
        if self.has_correction {
            let (name, value) = self.correction.split_once('=').unwrap_or_default();
            let value = if name == "TOFFSET" { number(set.offset) } else { value.to_owned() };
            lines.push((name.to_owned(), value));
        }
        lines
    }
}
