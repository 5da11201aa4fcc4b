//! A cast: columns of what was measured, one value per scan, each with what it is and which calibration made it.
//!
//! A cast comes from raw scans ([`from_sea_bird`]) or from a converted file ([`from_cnv`]), goes through
//! the steps of a [`Plan`], and leaves as `.cnv` ([`to_cnv`]) or, by the command `hadal convert`, as CF HDF5 or CSV. A
//! mooring's record is a cast too. A bad value is NaN here, whatever the file it came from wrote.
//!
//! ```
//! use hadal_models::cast::{Plan, Supplement, from_sea_bird};
//! use hadal_models::format::sea_bird::hex;
//!
//! // A MicroCAT says its own coefficients in the heading of its file.
//! let file = include_bytes!("tests/microcat.hex");
//! let mut cast = from_sea_bird(file, &Supplement::default(), hex::BadScans::Blank).unwrap();
//! Plan::conversion_only().apply(&mut cast).unwrap();
//! let temperature = cast.variable("temperature").unwrap();
//! assert_eq!((temperature.unit.as_str(), temperature.sensor.as_ref().unwrap().serial.as_str()), ("degree_Celsius", "03701001"));
//! assert!(cast.variable("practical_salinity").is_some());
//! ```

mod binding;
mod cnv;
mod conversion;
mod correction;
mod derived;
mod heading;
mod plan;
mod raw_scans;
mod scrutiny;
mod sea_bird;
mod sensors;
mod standard_uncertainty;
mod step;
mod table;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use binding::Pair;
pub use cnv::{from_cnv, identifier, is_notice, to_cnv};
pub use conversion::{ConversionError, Sensor, Source};
pub use derived::AbsoluteSalinityOf;
pub use plan::{Plan, PlanError};
pub use raw_scans::{NotRaw, RawScans};
pub use sea_bird::{Hysteresis, SeaBirdError, Supplement, from_sea_bird};
pub use sensors::{NewCalibration, same_serial};
pub use table::from_table;
pub use vocabulary::{Kind, VOCABULARY};

use crate::format::sea_bird::cnv::StartTime;
use crate::quantity::{Latitude, Longitude, Place};

/// Columns that belong together.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// The columns, all of one length, in the order in which they are written.
    pub variables: Vec<Variable>,
    /// Which scans a step has marked bad, as the processing steps have it: 0, or the bad flag. As long as the columns.
    pub flags: Vec<f64>,
    /// How many scans each row is the mean of; empty where rows are scans.
    pub scans_per_bin: Vec<usize>,
    /// What rows are apart where they are means: the maker's word, such as `decibars`, and how many of them.
    pub bins: Option<(String, f64)>,
    /// Time between scans in seconds, where it is known.
    pub sample_interval_s: Option<f64>,
    /// When the first scan was taken.
    pub start: Option<StartTime>,
    /// Where, if it is known.
    pub latitude: Option<Latitude>,
    /// Where, if it is known.
    pub longitude: Option<Longitude>,
    /// The instrument, in its maker's words.
    pub instrument: String,
    /// Lines of the file's heading, as they were.
    pub heading: Vec<String>,
    /// What was done, in order, each step in one line.
    pub history: Vec<String>,
    /// What a person should know before using it.
    pub remarks: Vec<String>,
    /// What must stand in every file made of it: that a calibration is of a twin, or of a trial.
    pub notices: Vec<String>,
    /// Raw output that has been converted, until a [`Plan`] is applied; it is in no file that is written.
    pub raw: Vec<Variable>,
    /// Sensors whose equation needs salinity, and therefore waits until it is derived.
    pub(crate) waiting: Vec<Sensor>,
    /// Which thermometer and cell other sensors go with.
    pub(crate) pair: Pair,
}

/// One column of a cast.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// Its name: a letter, then letters, digits and underscores; one of [`VOCABULARY`] where it is of a known kind, with
    /// `_2` behind it for a second sensor.
    pub name: String,
    /// UDUNITS string; empty where the file does not say it in words that are known.
    pub unit: String,
    /// What it is, for people.
    pub long_name: String,
    /// The name that the CF conventions give it, if they do.
    pub standard_name: Option<&'static str>,
    /// Short name and label in a `.cnv`, if it has one there.
    pub sea_bird: Option<(String, String)>,
    /// The sensor and the coefficients that made it, if it was converted here.
    pub sensor: Option<Sensor>,
    /// The values; NaN where there is none.
    pub values: Vec<f64>,
}

impl Cast {
    /// A cast of columns that are quantities already, all of one length.
    pub fn of_quantities(variables: Vec<Variable>) -> Self {
        let scans = variables.first().map_or(0, |variable| variable.values.len());
        Self { variables, flags: vec![0.0; scans], ..Self::default() }
    }

    /// A column by name.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }

    /// The values of a column.
    pub fn values(&self, name: &str) -> Option<&[f64]> {
        self.variable(name).map(|variable| variable.values.as_slice())
    }

    /// Number of scans.
    pub fn len(&self) -> usize {
        self.flags.len()
    }

    /// Whether there is no scan.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where it was taken, if both coordinates are known.
    pub fn place(&self) -> Option<Place> {
        Some(Place { longitude: self.longitude?, latitude: self.latitude? })
    }

    /// Gives every scan this sea pressure, in dbar, where no sensor and no column says it. Answers whether it was needed.
    pub fn assume_pressure(&mut self, pressure_dbar: f64) -> bool {
        let makes = self.waiting.iter().any(|sensor| sensor.equation.quantity() == "pressure");
        let Some(kind) = Kind::named("pressure").filter(|_| !makes && self.variable("pressure").is_none())
        else {
            return false;
        };
        let values = vec![pressure_dbar; self.len()];
        self.set(Variable::of_kind(kind, 1, values));
        self.history.push(format!("pressure of {pressure_dbar} dbar as given: there is no pressure sensor"));
        true
    }

    /// Adds the time since the first scan, where the time between scans is known and there is no such column.
    pub fn add_elapsed_time(&mut self) {
        let Some(interval) = self.sample_interval_s.filter(|_| self.variable("elapsed_time").is_none())
        else {
            return;
        };
        // A clock of the instrument's own knows of pauses.
        let values = match self.values("clock") {
            Some(clock) => clock.iter().map(|second| second - clock.first().unwrap_or(&0.0)).collect(),
            None => (0..self.len()).map(|scan| scan as f64 * interval).collect(),
        };
        if let Some(kind) = Kind::named("elapsed_time") {
            self.variables.insert(0, Variable::of_kind(kind, 1, values));
        }
    }

    /// Columns in the order of the vocabulary, then the others as they came.
    pub(crate) fn sort(&mut self) {
        let place = |variable: &Variable| {
            let kind = Kind::of_numbered(&variable.name).map(|(kind, _)| kind.name);
            VOCABULARY.iter().position(|known| Some(known.name) == kind).unwrap_or(VOCABULARY.len())
        };
        self.variables.sort_by_key(place);
    }

    /// Appends a column, or puts it in the place of one of the same name.
    pub(crate) fn set(&mut self, variable: Variable) {
        match self.variables.iter_mut().find(|known| known.name == variable.name) {
            Some(known) => *known = variable,
            None => self.variables.push(variable),
        }
    }
}

impl Variable {
    /// A column of a known kind: the `number`th of its kind, from 1.
    pub fn of_kind(kind: &'static Kind, number: usize, values: Vec<f64>) -> Self {
        Self {
            name: kind.numbered(number),
            unit: kind.unit.to_owned(),
            long_name: if number == 1 {
                kind.long_name.to_owned()
            } else {
                format!("{}, sensor {number}", kind.long_name)
            },
            standard_name: kind.standard_name,
            sea_bird: kind.sea_bird(number),
            sensor: None,
            values,
        }
    }
}
