//! `.btl`: what a CTD measured while each water bottle closed, as the Bottle Summary of SBE Data Processing writes it.
//!
//! For each bottle there are two to four rows: means, standard deviations, and if asked for least and greatest values.
//! Columns are eleven characters wide, names and numbers can touch one another, and derived quantities have no standard
//! deviation: so everything goes by its place in the line.
//!
//! ```
//! use hadal_models::format::sea_bird::btl;
//!
//! let file = "* Sea-Bird SBE 9 Data File:\n\
//!     \x20   Bottle        Date       PrDM      T090C\n  Position        Time                      \n\
//!     \x20     1    Mar 04 2021    100.500     4.2500 (avg)\n              05:06:07      0.125     0.0020 (sdev)\n";
//! let summary = btl::read(file.as_bytes()).unwrap();
//! assert_eq!(summary.bottles[0].mean, [Some(100.5), Some(4.25)]);
//! assert_eq!(summary.bottles[0].closed.hour, 5);
//! ```

mod error;
mod reading;
#[cfg(test)]
mod tests;

pub use error::BtlError;
pub use reading::read;

use super::cnv::{self, StartTime};
use super::model::Model;
use super::xmlcon::{Channel, XmlconError};

/// Most bottles that are read; the largest rosettes have 48.
pub const MAX_BOTTLES: usize = 10_000;

/// The bottles of a cast.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The instrument's lines, each beginning with `*`.
    pub instrument: Vec<String>,
    /// Lines that begin with `#`: sensors, and each step of the processing.
    pub notes: Vec<String>,
    /// Short names of the columns, such as `T090C`.
    pub columns: Vec<String>,
    /// The bottles, in the order of the file.
    pub bottles: Vec<Bottle>,
}

/// What was measured while one bottle closed. Each list has one entry for each column, `None` where the file is blank.
#[derive(Clone, Debug, PartialEq)]
pub struct Bottle {
    /// Place of the bottle on the rosette.
    pub position: u32,
    /// Serial number of the bottle, if the file has them.
    pub serial_number: Option<String>,
    /// When it closed, by the clock the cast's times are of.
    pub closed: StartTime,
    /// Means.
    pub mean: Vec<Option<f64>>,
    /// Standard deviations; for the column `Scan`, half the number of scans averaged.
    pub deviation: Vec<Option<f64>>,
    /// Least values; empty if the file does not have them.
    pub least: Vec<Option<f64>>,
    /// Greatest values; empty if the file does not have them.
    pub greatest: Vec<Option<f64>>,
}

impl Summary {
    /// Place of the first column of this name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
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
        cnv::sensors(&self.notes, self.model())
    }
}
