//! The heading of a raw file.

use super::HexError;
use crate::format::sea_bird::{model::Model, text};
use std::borrow::Cow;

/// Longest heading, bytes; published ones have up to 20 kB.
const MAX_HEADER: usize = 4 << 20;

/// A raw file in its two parts.
#[derive(Clone, Debug, PartialEq)]
pub struct RawFile<'a> {
    /// What stands before the scans.
    pub header: Header<'a>,
    /// The scans, as they are.
    pub scans: &'a [u8],
}

/// The lines before the scans. Instruments and acquisition programs write what they like there; it is searched, not
/// parsed.
#[derive(Clone, Debug, PartialEq)]
pub struct Header<'a> {
    text: Cow<'a, str>,
    lines: u64,
}

/// Parts heading and scans at the line that begins with `*END*`.
///
/// # Errors
/// [`HexError::NoEnd`], [`HexError::LongHeader`].
pub fn split(bytes: &[u8]) -> Result<RawFile<'_>, HexError> {
    let mut start = 0;
    let mut lines = 0;
    while start < bytes.len() {
        if start > MAX_HEADER {
            return Err(HexError::LongHeader { limit: MAX_HEADER });
        }
        let rest = &bytes[start..];
        let next = rest.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| start + end + 1);
        lines += 1;
        if rest.starts_with(b"*END*") {
            let header = Header { text: text(&bytes[..start]), lines };
            return Ok(RawFile { header, scans: &bytes[next..] });
        }
        start = next;
    }
    Err(HexError::NoEnd)
}

impl Header<'_> {
    /// The heading's text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Number of the first line below it, as an editor counts.
    pub fn first_scan_line(&self) -> u64 {
        self.lines + 1
    }

    /// The instrument by the first line, such as `* Sea-Bird SBE 9 Data File:`.
    pub fn model(&self) -> Model {
        Model::from_name(self.name())
    }

    pub(super) fn name(&self) -> &str {
        self.text.lines().next().unwrap_or_default()
    }

    /// What follows `name = ` on a line of its own, such as `Temperature SN`; the first such line counts.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.text.lines().find_map(|line| {
            let (key, value) = line.split_once('=')?;
            (key.trim_matches(['*', ' ', '\t']) == name).then(|| value.trim())
        })
    }

    /// Text of the first XML element of this name that an instrument's reply to `GetHD`, `GetSD` or `GetCD` has.
    pub fn element(&self, name: &str) -> Option<&str> {
        let start = self.text.find(&format!("<{name}>"))? + name.len() + 2;
        let rest = &self.text[start..];
        rest.split_once('<').map(|(text, _)| text.trim())
    }

    /// `yes` or `true`, by the element of this name or by `name = yes` of older firmware.
    pub(super) fn says(&self, element: &str, older: &str) -> Option<bool> {
        let answer = self.element(element).or_else(|| {
            let start = self.text.find(&format!("{older} = "))? + older.len() + 3;
            self.text[start..].split([',', '\r', '\n']).next()
        })?;
        match answer.trim() {
            "yes" | "true" => Some(true),
            "no" | "false" => Some(false),
            _ => None,
        }
    }
}
