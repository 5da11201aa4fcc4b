//! `.hex`: raw scans of Sea-Bird instruments, one line of hexadecimal digits each, below a heading.
//!
//! [`split`] parts heading and scans, [`Layout::find`] tells from heading and configuration what the digits mean, and a
//! [`Decoder`] turns lines into columns of raw values: frequencies, counts and volts exactly as the maker's own reader
//! gives them. Nothing is converted to a quantity here.
//!
//! ```
//! use hadal_models::format::sea_bird::hex::{self, BadScans, Layout, Measurand};
//!
//! let file = b"* Sea-Bird SBE37SM-RS232  Data File:\n* <PressureInstalled>yes</PressureInstalled>\n*END*\n\
//!              0800001B58800C800007D020000000\n0800101B59000C810007D12000000A\n";
//! let raw = hex::split(file).unwrap();
//! let layout = Layout::find(&raw.header, None).unwrap();
//! let scans = hex::decode(&raw, layout, BadScans::Refuse).unwrap();
//! assert_eq!(scans.column(Measurand::Temperature).unwrap(), [524_288.0, 524_304.0]);
//! ```

mod decoder;
mod encoding;
mod error;
mod header;
mod layout;
mod measurand;
mod setup;
#[cfg(test)]
mod tests;

pub use decoder::{BadScan, BadScans, Decoder, Scans, decode};
pub use error::{HexError, LayoutError};
pub use header::{Header, RawFile, split};
pub use layout::{Column, Layout};
pub use measurand::Measurand;
pub use setup::{Appended, ScanFormat, SeaCatPressure, SerialSensor};
