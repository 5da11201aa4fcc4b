//! Casts from invented files, whole; and from the makers' files, where they are at hand.

mod invented_cast;
mod makers_files;
mod plans;
mod raw;
mod standard_uncertainties;
mod wiring_bins;
mod wiring_calibrations;
mod wiring_conversion;
mod wiring_heading;
mod wiring_names;
mod wiring_oxygen;
mod wiring_standard;
mod wiring_steps;
mod wiring_tables;

use super::{Cast, ConversionError, NewCalibration, Plan, Supplement, from_sea_bird};
use crate::equation;
use crate::format::sea_bird::hex::BadScans;
use crate::format::sea_bird::{tests::invented, xmlcon};
use crate::processing::is_bad;

const MICROCAT: &[u8] = include_bytes!("microcat.hex");

/// A 911plus with two thermometers, two cells and an oxygen sensor; two scans.
fn profiler() -> Cast {
    let configuration = Some(xmlcon::parse(invented::SBE_911_XMLCON).unwrap());
    let known = Supplement { configuration, ..Supplement::default() };
    from_sea_bird(invented::SBE_911_HEX.as_bytes(), &known, BadScans::Blank).unwrap()
}

/// A profile of a metre a second, sampled at 4 Hz, 20 s down and 20 s up, by a 19plus.
fn profile() -> Cast {
    let configuration = Some(xmlcon::parse(invented::SBE_19_XMLCON).unwrap());
    let known = Supplement { configuration, ..Supplement::default() };
    let mut file = invented::SBE_19_HEX.split_once("*END*").unwrap().0.to_owned() + "*END*\n";
    for scan in 0..160_i32 {
        let steps = if scan < 80 { scan } else { 160 - scan };
        let (temperature, conductivity) = (0x08_0000 + 40 * steps, 0x1B_5880 + 60 * steps);
        let pressure = 0x0C_8000 + 100 * steps;
        file += &format!("{temperature:06X}{conductivity:06X}{pressure:06X}666633330000\n");
    }
    from_sea_bird(file.as_bytes(), &known, BadScans::Blank).unwrap()
}

fn plan(steps: &str) -> Plan {
    Plan::parse(&format!("schema = \"hadal-processing/1\"\n{steps}")).unwrap()
}

/// A calibration with the equation's typical coefficients, some of them changed, and these columns for its inputs.
fn calibration(id: &str, changed: &[(&str, f64)], inputs: &[(&str, &str)]) -> NewCalibration {
    let equation = equation::find(id).unwrap();
    let mut coefficients = equation.typical().to_vec();
    for (name, value) in changed {
        coefficients[equation.coefficient_index(name).unwrap()] = *value;
    }
    NewCalibration {
        equation,
        coefficients,
        serial: String::new(),
        date: String::new(),
        column: None,
        inputs: inputs.iter().map(|(input, column)| ((*input).to_owned(), (*column).to_owned())).collect(),
        hysteresis: None,
    }
}

/// Whether two columns are the same to the last bit, whatever is bad being bad in both.
fn same(one: &[f64], other: &[f64]) -> bool {
    let pairs = one.iter().zip(other);
    one.len() == other.len()
        && pairs
            .into_iter()
            .all(|(one, other)| one.to_bits() == other.to_bits() || (is_bad(*one) && is_bad(*other)))
}

/// Greatest difference of two columns without a gap.
fn greatest(one: &[f64], other: &[f64]) -> f64 {
    assert_eq!(one.len(), other.len());
    let differences: Vec<f64> = one.iter().zip(other).map(|(one, other)| (one - other).abs()).collect();
    assert!(differences.iter().all(|difference| difference.is_finite()));
    differences.into_iter().fold(0.0, f64::max)
}

/// A table converted by these calibrations, at this sea pressure where there is none.
fn from_table(
    columns: Vec<(String, Vec<f64>)>,
    calibrations: &[NewCalibration],
    pressure_dbar: Option<f64>,
) -> Result<Cast, ConversionError> {
    let known = Supplement { calibrations: calibrations.to_vec(), pressure_dbar, ..Supplement::default() };
    crate::cast::from_table(columns, &known)
}
