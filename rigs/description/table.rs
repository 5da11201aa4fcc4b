//! A table inside a description that is somebody else's: free in the file, and typed by who asked for it.

use super::check::{Checks, Refusal};
use super::shape;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use toml::de::DeTable;

/// A table of a description file whose fields another program part knows.
pub type Table = serde_json::Map<String, serde_json::Value>;

/// Takes the table at `field` to a value of its own type. The shape is checked as that of a whole file is, and `check` refuses
/// impossible values.
///
/// # Errors
/// Every field that cannot be accepted, by its path in the file.
pub fn read_table<T: DeserializeOwned + JsonSchema>(
    field: &str,
    table: &Table,
    check: impl FnOnce(&T, &mut Checks),
) -> Result<T, Vec<Refusal>> {
    let whole = |said: String| {
        let accepted = "texts, finite numbers, true or false, and lists and tables of them".to_owned();
        vec![Refusal { field: field.to_owned(), value: said, accepted }]
    };
    let text = toml::to_string(table).map_err(|error| whole(error.to_string()))?;
    let document = DeTable::parse(&text).map_err(|error| whole(error.message().to_owned()))?;
    let below = |inner: &str| format!("{field}.{inner}");
    let misfits = shape::misfits(&text, &document, schemars::schema_for!(T).as_value());
    if !misfits.is_empty() {
        let refused =
            |m: shape::Misfit| Refusal { field: below(&m.field), value: m.value, accepted: m.accepted };
        return Err(misfits.into_iter().map(refused).collect());
    }
    let value: T = toml::from_str(&text).map_err(|error| whole(error.message().to_owned()))?;
    let mut checks = Checks::default();
    check(&value, &mut checks);
    let refusals = checks.into_refusals();
    if refusals.is_empty() {
        return Ok(value);
    }
    Err(refusals.into_iter().map(|r| Refusal { field: below(&r.field), ..r }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Lamp {
        power_w: f64,
        #[serde(default)]
        colours: Vec<String>,
    }

    fn read(text: &str) -> Result<Lamp, Vec<Refusal>> {
        let table: Table = toml::from_str(text).unwrap();
        read_table("plugin[0].settings", &table, |lamp: &Lamp, checks| {
            checks.range("power_w", lamp.power_w, 0.0, 100.0);
        })
    }

    #[test]
    fn a_table_that_fits_is_its_type() {
        let lamp = read("power_w = 60\ncolours = [\"red\"]").unwrap();
        assert_eq!(lamp, Lamp { power_w: 60.0, colours: vec!["red".to_owned()] });
    }

    #[test]
    fn every_problem_is_told_by_its_path_in_the_file() {
        for (text, field, value, accepted) in [
            ("power_w = 160.0", "power_w", "160", "0 to 100"),
            ("colours = []", "power_w", "missing", "a number"),
            ("power_w = \"much\"", "power_w", "\"much\"", "a number"),
            ("power_w = 1.0\npower_kw = 1.0", "power_kw", "unknown field", "`power_w`"),
            ("power_w = 1.0\ncolours = [3]", "colours[0]", "3", "text"),
        ] {
            let refusals = read(text).unwrap_err();
            assert_eq!(refusals.len(), 1, "{text}: {refusals:?}");
            assert_eq!(refusals[0].field, format!("plugin[0].settings.{field}"), "{text}");
            assert!(refusals[0].value.contains(value), "{text}: {refusals:?}");
            assert!(refusals[0].accepted.contains(accepted), "{text}: {refusals:?}");
        }
        assert!(read("power_w = inf").is_err());
    }
}
