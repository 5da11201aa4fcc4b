//! What a channel may be called, and where its name puts it in a record.
//!
//! `item_0.pressure_counts` is the variable `pressure_counts` of the channel set `item_0`. A name without a dot is the
//! variable `value` of its own set.

use crate::event::Channel;
use std::collections::BTreeSet;

/// Variables that every channel set has besides its channels.
const RESERVED: [&str; 4] = ["time", "monotonic", "sequence", "from_sequence"];

/// The set that a channel belongs to: its name before the first dot.
pub fn channel_set(name: &str) -> &str {
    name.split_once('.').map_or(name, |(set, _)| set)
}

/// A channel's variable in its set: its name after the first dot.
pub fn channel_variable(name: &str) -> &str {
    name.split_once('.').map_or("value", |(_, variable)| variable)
}

/// Why a list of channels cannot be recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChannelNameError {
    /// Not a name that every reader of HDF5 and netCDF takes.
    #[error(
        "channel `{0}`: accepted are `set.variable` or `set`, each a letter, then letters, digits and underscores; \
         a variable may not be {RESERVED:?} or end in `_status`"
    )]
    Name(String),
    /// Two channels would be one variable.
    #[error("channel `{0}`: named twice")]
    Twice(String),
}

/// Refuses names that could not be told apart or opened.
pub(crate) fn check(channels: &[Channel]) -> Result<(), ChannelNameError> {
    let mut seen = BTreeSet::new();
    for Channel { name, .. } in channels {
        let (set, variable) = (channel_set(name), channel_variable(name));
        let reserved = RESERVED.contains(&variable) || variable.ends_with("_status");
        if !is_identifier(set) || !is_identifier(variable) || reserved {
            return Err(ChannelNameError::Name(name.clone()));
        }
        if !seen.insert((set, variable)) {
            return Err(ChannelNameError::Twice(name.clone()));
        }
    }
    Ok(())
}

pub(crate) fn is_identifier(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}
