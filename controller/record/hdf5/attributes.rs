//! Attributes of variables (CF-1.11) and of groups (CF-1.11 and ACDD-1.3).

use super::dimension_scale::text_attribute;
use ::hdf5::types::VarLenUnicode;
use ::hdf5::{H5Type, Location, Result};
use jiff::Timestamp;
use std::str::FromStr;

/// The conventions that every group follows.
pub(super) const CONVENTIONS: &str = "CF-1.11, ACDD-1.3";

/// The attribute for the kind of content.
const CONTENT: &str = "coverage_content_type";

/// Attributes in the order in which they are written.
#[derive(Clone, Debug, Default)]
pub(super) struct Attributes(Vec<(String, Value)>);

#[derive(Clone, Debug)]
enum Value {
    Text(String),
    LongText(String),
    Bytes(Vec<u8>),
    Double(f64),
    Unsigned(u64),
    Signed(i64),
}

impl Attributes {
    /// A variable's unit (UDUNITS) and what it is; auxiliary unless [`Attributes::content`] says otherwise.
    pub(super) fn variable(unit: &str, long_name: &str) -> Self {
        Self::texts(long_name).text("units", unit).text(CONTENT, "auxiliaryInformation")
    }

    /// What kind of content it is, in the words of ISO 19115-1 that ACDD takes.
    pub(super) fn content(mut self, kind: &str) -> Self {
        self.0.retain(|(name, _)| name != CONTENT);
        self.text(CONTENT, kind)
    }

    /// What a variable of texts is.
    pub(super) fn texts(long_name: &str) -> Self {
        Self::default().text("long_name", long_name)
    }

    /// A count, an index or another pure number.
    pub(super) fn number(long_name: &str) -> Self {
        Self::variable("1", long_name)
    }

    /// An enumeration: the code `i` means `meanings[i]`.
    pub(super) fn flags(long_name: &str, meanings: &[&str]) -> Self {
        let Self(codes) = Self::codes(meanings);
        let mut flags = Self::texts(long_name);
        flags.0.extend(codes);
        flags.text(CONTENT, "auxiliaryInformation")
    }

    /// The code `i` means `meanings[i]`.
    pub(super) fn codes(meanings: &[&str]) -> Self {
        let values = (0_u8..).take(meanings.len()).collect();
        Self::default().with("flag_values", Value::Bytes(values)).text("flag_meanings", &meanings.join(" "))
    }

    /// UTC as seconds since the epoch of the run.
    pub(super) fn time(epoch_utc_ns: i64, long_name: &str) -> Self {
        Self::time_in(&utc_seconds_unit(epoch_utc_ns), long_name)
    }

    /// UTC in a unit of the form `seconds since ...`. Leap seconds are left out, as in every clock that counts days.
    pub(super) fn time_in(unit: &str, long_name: &str) -> Self {
        Self::variable(unit, long_name)
            .content("coordinate")
            .text("standard_name", "time")
            .text("calendar", "standard")
            .text("units_metadata", "leap_seconds: none")
    }

    pub(super) fn text(self, name: &str, text: &str) -> Self {
        self.with(name, Value::Text(text.to_owned()))
    }

    /// A text of any length, which is read back.
    pub(super) fn long_text(self, name: &str, text: &str) -> Self {
        self.with(name, Value::LongText(text.to_owned()))
    }

    pub(super) fn double(self, name: &str, value: f64) -> Self {
        self.with(name, Value::Double(value))
    }

    pub(super) fn unsigned(self, name: &str, value: u64) -> Self {
        self.with(name, Value::Unsigned(value))
    }

    pub(super) fn signed(self, name: &str, value: i64) -> Self {
        self.with(name, Value::Signed(value))
    }

    fn with(mut self, name: &str, value: Value) -> Self {
        self.0.push((name.to_owned(), value));
        self
    }

    pub(super) fn write(&self, object: &Location) -> Result<()> {
        self.0.iter().try_for_each(|(name, value)| match value {
            Value::Text(text) => text_attribute(object, name, text),
            Value::LongText(text) => scalar(object, name, &variable_length(text)?),
            Value::Bytes(bytes) => object.new_attr_builder().with_data(bytes).create(name.as_str()).map(drop),
            Value::Double(number) => scalar(object, name, number),
            Value::Unsigned(number) => scalar(object, name, number),
            Value::Signed(number) => scalar(object, name, number),
        })
    }
}

/// A text as HDF5 takes it; one with NUL is refused.
pub(super) fn variable_length(text: &str) -> Result<VarLenUnicode> {
    VarLenUnicode::from_str(text).map_err(|error| format!("text {text:?}: {error}").into())
}

fn scalar<T: H5Type>(object: &Location, name: &str, value: &T) -> Result<()> {
    object.new_attr::<T>().create(name)?.write_scalar(value)
}

/// The unit of a UTC time coordinate that counts seconds from `epoch_utc_ns`, nanoseconds since 1970-01-01T00:00:00Z.
pub fn utc_seconds_unit(epoch_utc_ns: i64) -> String {
    format!("seconds since {}", utc(epoch_utc_ns))
}

/// An instant as RFC 3339 in UTC.
pub(super) fn utc(utc_ns: i64) -> String {
    // Every i64 of nanoseconds lies in jiff's range (1677 to 2262).
    Timestamp::from_nanosecond(utc_ns.into()).unwrap_or(Timestamp::UNIX_EPOCH).to_string()
}

/// A span in seconds, as ISO 8601 writes it.
pub(super) fn duration(nanoseconds: u64) -> String {
    format!("PT{}S", seconds(nanoseconds))
}

/// Nanoseconds as seconds, rounded once.
#[expect(
    clippy::cast_precision_loss,
    reason = "the rounding is the point; exact nanoseconds are stored beside"
)]
pub(super) fn seconds(nanoseconds: u64) -> f64 {
    nanoseconds as f64 / 1e9
}

/// As [`seconds`], for differences that may be negative.
#[expect(
    clippy::cast_precision_loss,
    reason = "the rounding is the point; exact nanoseconds are stored beside"
)]
pub(super) fn signed_seconds(nanoseconds: i64) -> f64 {
    nanoseconds as f64 / 1e9
}
