//! A cast from a Sea-Bird raw file and what is known beside it: configuration, replies, later calibrations.

mod columns;
mod sensors;

use super::binding::{Pair, bind};
use super::conversion::ConversionError;
use super::sensors::NewCalibration;
use super::{Cast, heading};
use crate::format::sea_bird::hex::{self, BadScans, HexError, Layout, LayoutError};
use crate::format::sea_bird::model::Model;
use crate::format::sea_bird::reply::{self, Group};
use crate::format::sea_bird::xmlcon::Configuration;
use columns::take;
use sensors::{compare_serials, sensors};

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
    /// Seconds between scans, where the file does not say it or is wrong.
    pub interval_s: Option<f64>,
    /// Which thermometer and cell other sensors go with, where there are two.
    pub pair: Pair,
    /// What becomes of the hysteresis of an SBE 43.
    pub hysteresis: Hysteresis,
}

/// What becomes of the hysteresis of an SBE 43.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hysteresis {
    /// It is corrected, as Application Note 64-3 has it, where the coefficients are known.
    #[default]
    Corrected,
    /// The voltage stays as measured.
    AsMeasured,
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
    /// Coefficients of another kind of instrument, whose raw output means something else.
    #[error("the coefficients are of an {found}, the raw file is of an {expected}")]
    OtherInstrument {
        /// The instrument of the coefficients.
        found: Model,
        /// That of the raw file.
        expected: Model,
    },
    /// A pressure for an instrument that measures it.
    #[error("a pressure was given, but the instrument has a pressure sensor: leave it out")]
    PressureTwice,
    /// Calibrations that could be of several sensors, or of none.
    #[error(
        "{equation}, serial number `{serial}`: it could be of {candidates}; say the serial number, or which column is its input"
    )]
    WhichSensor {
        /// The equation.
        equation: &'static str,
        /// Serial number of the calibration.
        serial: String,
        /// The sensors of its quantity.
        candidates: String,
    },
    /// A calibration for other raw output.
    #[error("{new} takes `{input}`, but the sensor here gives what {old} takes: it is of another kind")]
    OtherRawOutput {
        /// The calibration's equation.
        new: &'static str,
        /// Its raw input.
        input: &'static str,
        /// The equation of the sensor.
        old: &'static str,
    },
    /// A heading alone.
    #[error("there is no scan below the heading")]
    NoScans,
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
    let heading_model = raw.header.model();
    if model != heading_model && heading_model != Model::Other {
        return Err(SeaBirdError::OtherInstrument { found: model, expected: heading_model });
    }
    let mut cast = Cast::default();
    let instrument = known.configuration.as_ref().map(|configuration| &configuration.instrument);
    heading::read(&mut cast, &raw.header, model, instrument);
    // What the instrument said of itself when the file was made, then what was said since.
    let of_heading = if known.configuration.is_none() {
        // A heading without coefficients is no error: they may come from elsewhere.
        reply::read(raw.header.text()).unwrap_or_default()
    } else {
        Vec::new()
    };
    let has_counts = !matches!(model, Model::Sbe911Plus | Model::Sbe25 | Model::Sbe25Plus);
    if !has_counts && !known.replies.is_empty() {
        return Err(SeaBirdError::OtherInstrument { found: Model::Other, expected: model });
    }
    let mut own: Vec<Group> = of_heading.into_iter().chain(known.replies.iter().cloned()).collect();
    for group in &mut own {
        match group.model {
            // What was typed or saved without the instrument's first line is of the instrument that is being read.
            Model::Other => group.model = model,
            other if other != model && model != Model::Other => {
                return Err(SeaBirdError::OtherInstrument { found: other, expected: model });
            }
            _ => {}
        }
    }
    cast.waiting = sensors(&layout, known, &own, &mut cast.remarks)?;
    compare_serials(&raw.header, &cast.waiting, &mut cast.remarks);
    if cast.waiting.is_empty() {
        return Err(SeaBirdError::NoCoefficients);
    }
    let scans = hex::decode(&raw, layout, bad)?;
    match scans.examples.first() {
        // Not one scan: the configuration is of another instrument.
        Some(first) if scans.bad == scans.len() as u64 => return Err(first.reason.clone().into()),
        _ => take(&mut cast, scans),
    }
    if cast.is_empty() {
        return Err(SeaBirdError::NoScans);
    }
    if let Some(pressure) = known.pressure_dbar
        && !cast.assume_pressure(pressure)
    {
        return Err(SeaBirdError::PressureTwice);
    }
    // The instrument's own clock knows better than any setting.
    let by_clock = cast.values("clock").and_then(median_step);
    cast.sample_interval_s = known.interval_s.or(by_clock).or(cast.sample_interval_s);
    bind(&mut cast, known.pair)?;
    cast.convert()?;
    if cast.variable("raw_pressure").is_some() {
        let remark =
            "the pressure sensor has no coefficients in a form that is known: raw_pressure stays as it came";
        cast.remarks.push(remark.to_owned());
    }
    Ok(cast)
}

/// The usual time between scans of a clock.
fn median_step(clock: &[f64]) -> Option<f64> {
    let mut steps: Vec<f64> =
        clock.windows(2).map(|pair| pair[1] - pair[0]).filter(|step| *step > 0.0).collect();
    steps.sort_unstable_by(f64::total_cmp);
    steps.get(steps.len() / 2).copied()
}
