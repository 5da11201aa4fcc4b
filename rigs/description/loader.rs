//! The one way in: text to a checked description, or every problem with its line.

use super::check::Checks;
use super::error::{DescriptionError, GIVEN_TWICE, MISSING, Problem, written};
use super::locate::{line_at, line_of, path_at};
use super::shape;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use toml::de::DeTable;

/// A kind of description file.
pub trait Description: DeserializeOwned + JsonSchema {
    /// Its name on the command line, such as `rig`.
    const KIND: &'static str;
    /// Its `schema` line, such as `hadal-rig/1`.
    const SCHEMA: &'static str;
    /// Refuses impossible values. The shape has been checked, and every number is finite.
    fn check(&self, checks: &mut Checks);
}

/// A description with the file it came from.
#[derive(Clone, Debug)]
pub struct Loaded<T> {
    /// What the file says.
    pub value: T,
    /// The file.
    pub path: PathBuf,
    /// Its whole text.
    pub text: String,
}

impl<T> Loaded<T> {
    /// A problem of this file, with the line of its field.
    pub fn problem(
        &self,
        field: impl Into<String>,
        value: impl std::fmt::Display,
        accepted: impl std::fmt::Display,
    ) -> Problem {
        let field = field.into();
        Problem {
            file: self.path.display().to_string(),
            line: line_of(&self.text, &field),
            field,
            value: written(value),
            accepted: accepted.to_string(),
        }
    }
}

/// Reads and checks a file.
///
/// # Errors
/// When the file cannot be read, or with every problem in it.
pub fn load<T: Description>(path: &Path) -> Result<Loaded<T>, DescriptionError> {
    let text = std::fs::read_to_string(path)
        .map_err(|cause| DescriptionError::Unreadable { path: path.to_owned(), cause })?;
    let value = parse(&path.display().to_string(), &text)?;
    Ok(Loaded { value, path: path.to_owned(), text })
}

/// Checks a text. `path_for_messages` names it in errors.
///
/// # Errors
/// With every problem in the text.
pub fn parse<T: Description>(path_for_messages: &str, text: &str) -> Result<T, DescriptionError> {
    let problem = |line: Option<usize>, field: String, value: String, accepted: String| Problem {
        file: path_for_messages.to_owned(),
        line,
        field,
        value,
        accepted,
    };
    let broken = |error: &toml::de::Error, accepted: &str| {
        let line = error.span().map(|span| line_at(text, span.start));
        let said = error.message().replace('\n', ", ");
        if let ("duplicate key", Some(span)) = (error.message(), error.span()) {
            let field = path_at(text, &span);
            let (value, accepted) = (GIVEN_TWICE.to_owned(), "the same field once in its table".to_owned());
            return DescriptionError::Refused(vec![problem(line, field, value, accepted)]);
        }
        DescriptionError::Refused(vec![problem(line, String::new(), said, accepted.to_owned())])
    };
    let document = DeTable::parse(text).map_err(|error| broken(&error, "TOML 1.0"))?;
    let schema_line = document.get_ref().get("schema").and_then(|value| value.get_ref().as_str());
    if schema_line != Some(T::SCHEMA) {
        let value = schema_line.map_or_else(|| MISSING.to_owned(), |said| format!("\"{said}\""));
        let line = line_of(text, "schema");
        let accepted = format!("\"{}\"", T::SCHEMA);
        return Err(DescriptionError::Refused(vec![problem(line, "schema".to_owned(), value, accepted)]));
    }
    let misfits = shape::misfits(text, &document, schemars::schema_for!(T).as_value());
    if !misfits.is_empty() {
        let described = misfits.into_iter().map(|m| problem(Some(m.line), m.field, m.value, m.accepted));
        return Err(DescriptionError::Refused(described.collect()));
    }
    let value: T = toml::from_str(text).map_err(|error| broken(&error, "what `hadal schema` prints"))?;
    let mut checks = Checks::default();
    value.check(&mut checks);
    let refusals = checks.into_refusals();
    if refusals.is_empty() {
        return Ok(value);
    }
    let described =
        refusals.into_iter().map(|r| problem(line_of(text, &r.field), r.field, r.value, r.accepted));
    Err(DescriptionError::Refused(described.collect()))
}
