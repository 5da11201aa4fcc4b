//! JSON schemas of the description files, and the check of a file whose kind its own `schema` line tells.

use super::error::MISSING;
use super::locate::line_of;
use super::{Description, DescriptionError, Item, Problem, Procedure, Rig, parse};
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

/// What a `schema` line may say. The twin's own files are told to a person, but are not of this crate.
const SCHEMAS: [(&str, &str); 4] = [
    (Rig::SCHEMA, "a rig"),
    (Procedure::SCHEMA, "a procedure"),
    (Item::SCHEMA, "an item"),
    ("hadal-scenario/1", "a twin's scenario"),
];

/// Checks a text of any kind by its own `schema` line, and names the kind.
///
/// # Errors
/// With every problem in the text.
pub fn check_any(path_for_messages: &str, text: &str) -> Result<&'static str, DescriptionError> {
    // A text that is no TOML has no schema: any kind's parser tells what is wrong with it.
    let Ok(document) = DeTable::parse(text) else {
        return parse::<Rig>(path_for_messages, text).map(|_| Rig::KIND);
    };
    let written = document.get_ref().get("schema").map(|value| (value.span(), value.get_ref().as_str()));
    match written.as_ref().and_then(|(_, word)| *word) {
        Some(Rig::SCHEMA) => parse::<Rig>(path_for_messages, text).map(|_| Rig::KIND),
        Some(Procedure::SCHEMA) => parse::<Procedure>(path_for_messages, text).map(|_| Procedure::KIND),
        Some(Item::SCHEMA) => parse::<Item>(path_for_messages, text).map(|_| Item::KIND),
        _ => {
            let value = written.and_then(|(span, _)| text.get(span)).unwrap_or(MISSING);
            Err(DescriptionError::Refused(vec![unknown_schema(path_for_messages, text, value)]))
        }
    }
}

fn unknown_schema(path_for_messages: &str, text: &str, value: &str) -> Problem {
    let known: Vec<String> = SCHEMAS.iter().map(|(word, kind)| format!("\"{word}\" for {kind}")).collect();
    Problem {
        file: path_for_messages.to_owned(),
        line: line_of(text, "schema"),
        field: "schema".to_owned(),
        value: value.lines().next().unwrap_or("").to_owned(),
        accepted: format!("one of {}", known.join(", ")),
    }
}
