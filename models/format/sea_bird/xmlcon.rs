//! `.xmlcon`: which sensor is on which channel of a Sea-Bird instrument, and its calibration.
//!
//! Every sensor comes out, known or not, with everything the file says of it. Where one of our equations is what the
//! maker uses, its coefficients stand ready in [`Conversion::Equation`]; the names are those of
//! [`crate::equation`].
//!
//! ```
//! use hadal_models::format::sea_bird::xmlcon::{self, Conversion};
//!
//! let text = r#"<SBE_InstrumentConfiguration SB_ConfigCTD_FileVersion="7.26.4.0">
//!   <Instrument Type="11"><Name>SBE 19plus V2 Seacat CTD</Name>
//!     <SensorArray Size="1"><Sensor index="0" SensorID="58"><TemperatureSensor SensorID="58">
//!       <SerialNumber>1001</SerialNumber><CalibrationDate>02-Jan-21</CalibrationDate>
//!       <A0>1.25000000e-003</A0><A1>2.75000000e-004</A1><A2>-1.50000000e-006</A2><A3>1.75000000e-007</A3>
//!       <Slope>1.0</Slope><Offset>0.0</Offset>
//!     </TemperatureSensor></Sensor></SensorArray>
//!   </Instrument></SBE_InstrumentConfiguration>"#;
//! let configuration = xmlcon::parse(text).unwrap();
//! let Conversion::Equation(calibration) = &configuration.channels[0].sensor.conversion else { panic!() };
//! assert_eq!(calibration.equation, "sea-bird/sbe-16plus-temperature");
//! assert_eq!(calibration.coefficient("a0"), Some(1.25e-3));
//! ```

mod conversion;
mod error;
mod reading;
#[cfg(test)]
mod tests;
mod values;
mod writing;

pub use conversion::{Calibration, Conversion};
pub use error::XmlconError;
pub use writing::{DIGITS, SubstituteError, fragment, substitute};

use super::model::Model;

/// Longest text that is read, bytes; the largest published file has 12 kB.
pub const MAX_BYTES: usize = 1 << 20;
/// Most sensors in one file; the maker's largest instruments have 15.
pub const MAX_CHANNELS: usize = 64;

/// An instrument with its sensors.
#[derive(Clone, Debug, PartialEq)]
pub struct Configuration {
    /// Version of the maker's software that wrote the file, such as `7.26.4.0`.
    pub file_version: Option<String>,
    /// The instrument.
    pub instrument: Instrument,
    /// Its channels in the order of the scan, array after array.
    pub channels: Vec<Channel>,
}

/// What a configuration says of the instrument as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Instrument {
    /// The maker's number of the type: 8 is the 911plus, 11 the 19plus V2.
    pub type_number: Option<u32>,
    /// Its name, such as `SBE 911plus/917plus CTD`.
    pub name: String,
    /// The name's meaning.
    pub model: Model,
    /// Everything else, such as `ScansToAverage`, in the order of the file.
    pub settings: Vec<Value>,
}

/// One channel of the scan.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// The array it is in: `SensorArray`, or of the SBE 25plus `TCP_Sensors`, `ExternalVoltageSensors` and so on.
    pub array: String,
    /// Its place in the array, from 0.
    pub index: usize,
    /// The sensor.
    pub sensor: Sensor,
}

/// One sensor, with all that the file says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensor {
    /// The maker's number of the kind of sensor: 55 is an SBE 3, 38 an SBE 43, 27 means that none is connected.
    pub id: u32,
    /// The name of its element, such as `TemperatureSensor`.
    pub element: String,
    /// Serial number as written, which need not be a number; empty if there is none.
    pub serial_number: String,
    /// Date of calibration as written; its form varies from laboratory to laboratory. Empty if there is none.
    pub calibration_date: String,
    /// Every value below the element, in the order of the file.
    pub values: Vec<Value>,
    /// How its output becomes a quantity.
    pub conversion: Conversion,
}

/// One value as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Name of its element; inside a group, `Coefficients[1]/G` for `<Coefficients equation="1"><G>`.
    pub path: String,
    /// Its text, without the spaces around it.
    pub text: String,
    /// Line of the file.
    pub line: u32,
}

impl Instrument {
    /// A setting that is a whole number, such as `VoltageWordsSuppressed`; `None` if the file does not have it.
    ///
    /// # Errors
    /// [`XmlconError::NotWhole`].
    pub fn whole(&self, name: &str) -> Result<Option<u32>, XmlconError> {
        let Some(setting) = self.settings.iter().find(|setting| setting.path == name) else {
            return Ok(None);
        };
        let not_whole = || XmlconError::NotWhole {
            line: setting.line,
            name: name.to_owned(),
            value: super::excerpt(&setting.text),
        };
        setting.text.parse().map(Some).map_err(|_| not_whole())
    }
}

impl Sensor {
    /// Text of the value at this path, upper and lower case being the same.
    pub fn text(&self, path: &str) -> Option<&str> {
        find(&self.values, path).map(|value| value.text.as_str())
    }

    /// Number at this path, if there is one.
    pub fn number(&self, path: &str) -> Option<f64> {
        self.text(path).and_then(super::number)
    }
}

/// Reads a configuration.
///
/// # Errors
/// [`XmlconError`], naming the line: XML that is not well formed or declares a document type, another root, more than
/// one instrument, sensors out of order or named twice, values named twice, coefficients that are missing or no
/// finite number, and what exceeds [`MAX_BYTES`] or [`MAX_CHANNELS`].
pub fn parse(text: &str) -> Result<Configuration, XmlconError> {
    reading::configuration(text)
}

/// Reads the `<Sensors>` element that Seasave and SBE Data Processing write into headings of `.cnv` and `.btl`, for an
/// instrument of this model.
///
/// # Errors
/// As [`parse`].
pub fn parse_sensors(text: &str, model: Model) -> Result<Vec<Channel>, XmlconError> {
    reading::sensors(text, model)
}

/// Values are named in one spelling by Seasave and in capitals by other programs.
fn find<'a>(values: &'a [Value], path: &str) -> Option<&'a Value> {
    values.iter().find(|value| value.path.eq_ignore_ascii_case(path))
}
