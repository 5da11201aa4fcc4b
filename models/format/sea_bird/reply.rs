//! Calibration coefficients as an instrument itself gives them: the reply to `DC` or `DCal`, to `GetCC`, and `.cal`
//! files of a sensor's coefficients, wherever they stand: alone, or in the heading of a raw file.
//!
//! Sources: examples in the manuals of SBE 45 and SBE 49 and in headings of published raw files. A reply in plain text
//! has a line such as `temperature:  22-Jul-16` and below it lines such as `TA0 = 1.280156e-03`; one in XML has
//! `<Calibration format='TEMP1' id='Main Temperature'>`; a `.cal` file has lines such as `TA0=1.280156e-03`.
//!
//! ```
//! use hadal_models::format::sea_bird::reply;
//!
//! let text = "S>DC\nSBE45 V 1.1b 0011\ntemperature: 08-apr-96\nTA0 = -9.420702e-05\nTA1 = 2.937924e-04\n\
//!             TA2 = -3.739471e-06\nTA3 = 1.909551e-07\n";
//! let groups = reply::read(text).unwrap();
//! assert_eq!((groups[0].name.as_str(), groups[0].date.as_str()), ("temperature", "08-apr-96"));
//! assert_eq!(groups[0].calibrations()[0].coefficient("a0"), Some(-9.420702e-5));
//! ```

mod conversion;
mod reading;
#[cfg(test)]
mod tests;
mod writing;

pub use reading::read;
pub use writing::{DIGITS, cal, commands};

use super::model::Model;
use super::xmlcon::Calibration;

/// Most groups, and most coefficients of one, that are read; a SeaCAT has 10 groups and 14 coefficients at most.
pub const MAX_ENTRIES: usize = 200;

/// The coefficients of one sensor.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The sensor as the reply calls it: `temperature`, `Main Conductivity`, `pressure`, `volt 0`. Empty for
    /// coefficients of a `.cal` file, which stand under no name.
    pub name: String,
    /// The form the reply names in XML, such as `STRAIN0`; empty in plain text.
    pub format: String,
    /// Serial number, if one is given.
    pub serial_number: String,
    /// Date of calibration as written, if one is given.
    pub date: String,
    /// Names and values as written, in their order.
    pub coefficients: Vec<(String, f64)>,
    /// The instrument by the reply's own words.
    pub model: Model,
}

impl Group {
    /// A coefficient by the name the reply uses, upper and lower case being the same.
    pub fn coefficient(&self, name: &str) -> Option<f64> {
        let found = self.coefficients.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| *value)
    }

    /// The coefficients under the names of our equations, one calibration for each equation of which all are there: in
    /// a `.cal` file, where all sensors stand together, several. None for what we have no equation for, and for
    /// temperature counts of an instrument that is not named, since converters count differently.
    pub fn calibrations(&self) -> Vec<Calibration> {
        conversion::of(self)
    }
}

/// What is wrong with a reply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReplyError {
    /// Nothing that looks like a coefficient.
    #[error(
        "no coefficient found: a line such as `TA0 = 1.28e-03` or an element `<Calibration ...>` is needed"
    )]
    Empty,
    /// A coefficient that is no finite number.
    #[error("line {line}: `{name}`: value `{value}`: accepted: a finite decimal number such as 1.28e-03")]
    NotANumber {
        /// The line.
        line: u64,
        /// Its name.
        name: String,
        /// Its text.
        value: String,
    },
    /// The same coefficient twice in one group, with different values.
    #[error("line {line}: `{name}` of `{group}` is given again with another value; which one holds?")]
    Duplicate {
        /// The line.
        line: u64,
        /// The group.
        group: String,
        /// The coefficient.
        name: String,
    },
    /// More than any instrument has.
    #[error("line {line}: more than {MAX_ENTRIES} groups or coefficients")]
    TooMany {
        /// The line.
        line: u64,
    },
}
