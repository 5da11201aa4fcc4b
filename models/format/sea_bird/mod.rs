//! Sea-Bird's files: configuration, raw scans, converted casts, bottle summaries and calibration replies.
//!
//! The maker publishes no grammar for them. Each parser says what it rests on: the manuals, the maker's own reader
//! (seabirdscientific, MIT licence), or files people have published.

pub mod btl;
pub mod cnv;
pub mod hex;
pub mod model;
pub mod reply;
pub mod xmlcon;

use std::borrow::Cow;

/// Text of a file: UTF-8 if it is that, otherwise ISO 8859-1, in which Seasave writes `Sigma-é`.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    match str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().copied().map(char::from).collect()),
    }
}

/// A finite decimal number.
fn number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|value| value.is_finite())
}

/// At most the first 60 characters, for a message.
fn excerpt(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
pub(crate) mod tests;
