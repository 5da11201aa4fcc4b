//! JSON schemas of the description files, and the check of a file whose kind its own `schema` line tells.

use super::{Description, DescriptionError, Item, Procedure, Rig, parse};
use toml::de::DeTable;

/// The kinds that this crate describes.
pub const KINDS: [&str; 3] = [Rig::KIND, Procedure::KIND, Item::KIND];

/// The JSON schema of a kind of file (`rig`, `procedure`, `item`), or `None` if there is no such kind.
pub fn schema_json(kind: &str) -> Option<String> {
    let schema = match kind {
        Rig::KIND => schemars::schema_for!(Rig),
        Procedure::KIND => schemars::schema_for!(Procedure),
        Item::KIND => schemars::schema_for!(Item),
        _ => return None,
    };
    serde_json::to_string_pretty(&schema).ok()
}

/// Checks a text of any kind by its own `schema` line, and names the kind.
///
/// # Errors
/// With every problem in the text.
pub fn check_any(path_for_messages: &str, text: &str) -> Result<&'static str, DescriptionError> {
    let said = DeTable::parse(text).ok().and_then(|document| {
        document.get_ref().get("schema").and_then(|value| value.get_ref().as_str().map(str::to_owned))
    });
    match said.as_deref() {
        Some(Procedure::SCHEMA) => parse::<Procedure>(path_for_messages, text).map(|_| Procedure::KIND),
        Some(Item::SCHEMA) => parse::<Item>(path_for_messages, text).map(|_| Item::KIND),
        _ => parse::<Rig>(path_for_messages, text).map(|_| Rig::KIND),
    }
}
