//! `.cnv`: converted casts as SBE Data Processing and Seasave write them, read and written.
//!
//! A file is a heading of lines that begin with `*` (the instrument's own) or `#` (names, spans, what was done to the
//! data), the line `*END*`, and rows of numbers eleven characters wide. Wide columns can touch one another; they are
//! told apart by width. The binary variant and Fathom's XML variant are refused.
//!
//! ```
//! use hadal_models::format::sea_bird::cnv;
//!
//! let file = [
//!     "* Sea-Bird SBE 9 Data File:", "# nquan = 2", "# nvalues = 1",
//!     "# name 0 = prDM: Pressure, Digiquartz [db]", "# name 1 = t090C: Temperature [ITS-90, deg C]",
//!     "# interval = seconds: 0.0416667", "# start_time = Mar 04 2021 05:06:07 [NMEA time, header]",
//!     "# bad_flag = -9.990e-29", "# file_type = ascii", "*END*", "      1.250    10.5000",
//! ];
//! let cast = cnv::read(file.join("\n").as_bytes()).unwrap();
//! assert_eq!(cast.column("t090C").unwrap().values, [10.5]);
//! assert_eq!(cast.column("t090C").unwrap().unit(), Some("ITS-90, deg C"));
//! let again = cnv::read(cast.write().as_bytes()).unwrap();
//! assert_eq!(again.columns[1].values, cast.columns[1].values);
//! ```

mod error;
mod notation;
mod reading;
#[cfg(test)]
mod tests;
mod writing;

pub use error::CnvError;
pub use notation::Notation;
pub use reading::read;
pub(crate) use reading::time;

use super::model::Model;
use super::xmlcon::{self, Channel, XmlconError};

/// What stands for a bad value, unless the file says otherwise.
pub use crate::processing::BAD_FLAG;
/// Most columns that are read; SBE Data Processing writes at most 400 and some.
pub const MAX_COLUMNS: usize = 1000;

/// A converted cast.
#[derive(Clone, Debug, PartialEq)]
pub struct Cast {
    /// The instrument's lines, each beginning with `*`.
    pub instrument: Vec<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// What one row is apart from the next.
    pub interval: Option<Interval>,
    /// When the first row was taken.
    pub start_time: Option<StartTime>,
    /// What stands for a bad value.
    pub bad_flag: f64,
    /// All other lines that begin with `#`: sensors, and each step of the processing.
    pub notes: Vec<String>,
}

/// One column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its short name, such as `t090C`; two columns may have the same.
    pub name: String,
    /// What is said of it, such as `Depth [salt water, m], lat = -23.3407`.
    pub label: String,
    /// Least and greatest value, as the file states them.
    pub span: Option<(f64, f64)>,
    /// How its numbers are written.
    pub notation: Notation,
    /// The values as written; a bad one is [`Cast::bad_flag`].
    pub values: Vec<f64>,
}

/// What one row is apart from the next, such as 0.25 seconds or 1 decibar.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval {
    /// `seconds`, `minutes`, `decibars`, `meters`, `scans` and so on.
    pub unit: String,
    /// How many of them.
    pub value: f64,
}

/// A time without a zone; [`StartTime::source`] says whose clock it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartTime {
    /// Year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
    /// Second, 0 to 60.
    pub second: u8,
    /// Where it is from, such as `NMEA time, first data scan`.
    pub source: Option<String>,
}

impl Column {
    /// What is measured: the label up to the unit.
    pub fn description(&self) -> &str {
        self.label.split(" [").next().unwrap_or_default().trim()
    }

    /// The unit, as the maker writes it.
    pub fn unit(&self) -> Option<&str> {
        let (_, rest) = self.label.split_once(" [")?;
        rest.split_once(']').map(|(unit, _)| unit)
    }
}

impl Cast {
    /// The first column of this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a value is marked bad, or is none.
    pub fn is_bad(&self, value: f64) -> bool {
        value.is_nan() || value.total_cmp(&self.bad_flag).is_eq()
    }

    /// The instrument, by the first line.
    pub fn model(&self) -> Model {
        self.instrument.first().map_or(Model::Other, |line| Model::from_name(line))
    }

    /// The sensors with their calibrations, if the heading has them.
    ///
    /// # Errors
    /// [`XmlconError`]; lines count from the one that begins with `# <Sensors`.
    pub fn sensors(&self) -> Result<Option<Vec<Channel>>, XmlconError> {
        sensors(&self.notes, self.model())
    }
}

/// The sensors that the lines of a heading hold.
pub(super) fn sensors(notes: &[String], model: Model) -> Result<Option<Vec<Channel>>, XmlconError> {
    let bare = |line: &String| line.trim_start_matches('#').to_owned();
    let Some(start) = notes.iter().position(|line| bare(line).trim().starts_with("<Sensors")) else {
        return Ok(None);
    };
    let count = notes[start..].iter().position(|line| bare(line).trim() == "</Sensors>");
    let end = count.map_or(notes.len(), |count| start + count + 1);
    let text: Vec<String> = notes[start..end].iter().map(bare).collect();
    xmlcon::parse_sensors(text.join("\n").trim_start(), model).map(Some)
}
