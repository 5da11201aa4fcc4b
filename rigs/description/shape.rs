//! The shape of a description file, held against its JSON schema: unknown, missing and mistyped fields, all at once.
//!
//! `serde` stops at the first problem and knows no line; this walk finds every one. The schema is derived from the
//! very types that `serde` fills, so that the two cannot disagree.

use super::error::{HOLDS, MISSING, UNKNOWN_FIELD, written};
use super::locate::{entry, line_at};
use serde_json::Value as Schema;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// Something in the wrong shape.
pub(super) struct Misfit {
    pub(super) line: usize,
    pub(super) field: String,
    pub(super) value: String,
    pub(super) accepted: String,
}

/// A table that is missing, with its header and the fields that would stand below it.
struct AbsentTable<'a> {
    header: String,
    fields: Vec<&'a str>,
    misfit: Misfit,
}

/// Walks a parsed document along a schema.
///
/// Missing tables come first: without its header, every field of a table counts as an unknown field of the table above.
pub(super) fn misfits(text: &str, document: &Spanned<DeTable<'_>>, schema: &Schema) -> Vec<Misfit> {
    let mut walk = Walk { text, root: schema, found: Vec::new(), absent: Vec::new() };
    walk.table(document.get_ref(), document.span().start, schema, "");
    let Walk { mut found, absent, .. } = walk;
    for misfit in found.iter_mut().filter(|misfit| misfit.value == UNKNOWN_FIELD) {
        let name = misfit.field.rsplit('.').next().unwrap_or("");
        if let Some(table) = absent.iter().find(|table| table.fields.contains(&name)) {
            misfit.accepted = format!("this field below a header `{}`, which is missing", table.header);
        }
    }
    absent.into_iter().map(|table| table.misfit).chain(found).collect()
}

struct Walk<'a> {
    text: &'a str,
    root: &'a Schema,
    found: Vec<Misfit>,
    absent: Vec<AbsentTable<'a>>,
}

impl<'a> Walk<'a> {
    fn report(&mut self, offset: usize, field: &str, value: impl std::fmt::Display, accepted: impl ToString) {
        let line = line_at(self.text, offset);
        self.found.push(Misfit {
            line,
            field: field.to_owned(),
            value: written(value),
            accepted: accepted.to_string(),
        });
    }

    fn resolve(&self, schema: &'a Schema) -> &'a Schema {
        let Some(reference) = schema["$ref"].as_str() else { return schema };
        self.root.pointer(reference.trim_start_matches('#')).unwrap_or(schema)
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, schema: &'a Schema, path: &str) {
        let schema = self.resolve(schema);
        if let Some(alternatives) = alternatives(schema) {
            return self.alternative(value, &alternatives, schema, path);
        }
        let at = value.span().start;
        match value.get_ref() {
            DeValue::Table(table) if has_type(schema, "object") => self.table(table, at, schema, path),
            DeValue::Array(array) if has_type(schema, "array") => self.array(array, at, schema, path),
            DeValue::String(text) => self.string(text, at, schema, path),
            DeValue::Integer(number) if has_type(schema, "integer") => {
                let written = i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok();
                self.integer(written, at, schema, path);
            }
            DeValue::Integer(_) if has_type(schema, "number") => {}
            DeValue::Float(number) if has_type(schema, "number") => {
                let written = number.as_str().replace('_', "");
                if !written.trim_start_matches('+').parse::<f64>().is_ok_and(f64::is_finite) {
                    self.report(at, path, &written, "a finite number");
                }
            }
            DeValue::Boolean(_) if has_type(schema, "boolean") => {}
            _ => self.report(at, path, self.source(value), self.meaning(schema)),
        }
    }

    /// What stands in the file, shortened.
    fn source(&self, value: &Spanned<DeValue<'_>>) -> String {
        let span = value.span();
        let text = self.text.get(span.start..span.end).unwrap_or("?");
        let first = text.lines().next().unwrap_or("");
        first.chars().take(60).collect()
    }

    fn table(&mut self, table: &DeTable<'_>, at: usize, schema: &'a Schema, path: &str) {
        let properties = schema["properties"].as_object();
        for (key, value) in table {
            let field = join(path, key.get_ref());
            let known = properties.and_then(|known| known.get(key.get_ref().as_ref()));
            match (known, &schema["additionalProperties"]) {
                (Some(property), _) => self.value(value, property, &field),
                (None, other @ Schema::Object(_)) => self.value(value, other, &field),
                // A table that is typed by somebody else: see `read_table`.
                (None, Schema::Bool(true)) => {}
                _ => {
                    let names: Vec<&str> =
                        properties.into_iter().flat_map(|known| known.keys()).map(String::as_str).collect();
                    let accepted = known_fields(key.get_ref(), &names);
                    self.report(key.span().start, &field, UNKNOWN_FIELD, accepted);
                }
            }
        }
        let required = schema["required"].as_array().into_iter().flatten().filter_map(Schema::as_str);
        let missing: Vec<&str> = required.filter(|name| entry(table, name).is_none()).collect();
        // A table that is there only because tables in it have headers of their own.
        let is_implied = table.values().all(|value| matches!(value.get_ref(), DeValue::Table(_)));
        if is_implied && !table.is_empty() && !missing.is_empty() && !path.is_empty() {
            return self.missing(at, path.to_owned(), schema);
        }
        for name in missing {
            self.missing(at, join(path, name), &schema["properties"][name]);
        }
    }

    /// A field that is not there: a table by its header, any other by what it takes.
    fn missing(&mut self, at: usize, field: String, property: &'a Schema) {
        let accepted = self.meaning_with_note(property);
        let schema = self.resolve(property);
        let list = has_type(schema, "array");
        let inner = if list { self.resolve(&schema["items"]) } else { schema };
        if !(inner["properties"].is_object() || inner["additionalProperties"].is_object()) {
            return self.report(at, &field, MISSING, accepted);
        }
        let header = if list { format!("[[{field}]]") } else { format!("[{field}]") };
        let fields = inner["properties"].as_object().into_iter().flat_map(|known| known.keys());
        let fields = fields.map(String::as_str).collect();
        let line = line_at(self.text, at);
        let accepted = format!("`{header}`, {accepted}");
        let misfit = Misfit { line, field, value: MISSING.to_owned(), accepted };
        self.absent.push(AbsentTable { header, fields, misfit });
    }

    fn array(&mut self, array: &DeArray<'_>, at: usize, schema: &'a Schema, path: &str) {
        let length = array.len() as u64;
        let least = schema["minItems"].as_u64().unwrap_or(0);
        let most = schema["maxItems"].as_u64().unwrap_or(u64::MAX);
        if !(least..=most).contains(&length) {
            let accepted =
                if least == most { format!("{least} values") } else { format!("at least {least} values") };
            let values = if length == 1 { "value" } else { "values" };
            self.report(at, path, format!("{HOLDS}{length} {values}"), accepted);
        }
        for (index, item) in array.iter().enumerate() {
            let inner = schema["prefixItems"].get(index).unwrap_or(&schema["items"]);
            self.value(item, inner, &format!("{path}[{index}]"));
        }
    }

    fn string(&mut self, text: &str, at: usize, schema: &'a Schema, path: &str) {
        if !has_type(schema, "string") {
            return self.report(at, path, format!("\"{text}\""), self.meaning(schema));
        }
        let choices: Vec<&str> =
            schema["enum"].as_array().into_iter().flatten().filter_map(Schema::as_str).collect();
        if !choices.is_empty() && !choices.contains(&text) {
            self.report(at, path, format!("\"{text}\""), choices.join(", "));
        }
    }

    fn integer(&mut self, written: Option<i64>, at: usize, schema: &'a Schema, path: &str) {
        let least = schema["minimum"].as_i64();
        let most = schema["maximum"].as_i64().or_else(|| largest(schema["format"].as_str()));
        let fits = written.is_some_and(|number| {
            least.is_none_or(|low| number >= low) && most.is_none_or(|high| number <= high)
        });
        if !fits {
            let value = written.map_or_else(|| "too large".to_owned(), |number| number.to_string());
            let bound =
                |limit: Option<i64>| limit.map_or_else(|| "any".to_owned(), |number| number.to_string());
            self.report(at, path, value, format!("a whole number from {} to {}", bound(least), bound(most)));
        }
    }

    /// One of several shapes: a choice of words, tables told apart by a tag, or an optional value.
    fn alternative(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        alternatives: &[&'a Schema],
        schema: &'a Schema,
        path: &str,
    ) {
        let at = value.span().start;
        let words: Vec<&str> = alternatives.iter().filter_map(|one| one["const"].as_str()).collect();
        if !words.is_empty() {
            let fits = matches!(value.get_ref(), DeValue::String(text) if words.contains(&text.as_ref()));
            if !fits {
                self.report(at, path, self.source(value), format!("one of {}", words.join(", ")));
            }
            return;
        }
        if let (Some(tag), DeValue::Table(table)) = (tag_of(alternatives), value.get_ref()) {
            return self.tagged(table, at, alternatives, tag, path);
        }
        match alternatives {
            [only] => self.value(value, only, path),
            _ => self.report(at, path, self.source(value), self.meaning(schema)),
        }
    }

    fn tagged(&mut self, table: &DeTable<'_>, at: usize, alternatives: &[&'a Schema], tag: &str, path: &str) {
        let word = |one: &'a Schema| one["properties"][tag]["const"].as_str();
        let written = entry(table, tag).and_then(|(_, value)| value.get_ref().as_str().map(str::to_owned));
        match alternatives.iter().find(|one| word(one).is_some() && word(one) == written.as_deref()) {
            Some(variant) => self.table(table, at, variant, path),
            None => {
                let words: Vec<&str> = alternatives.iter().filter_map(|one| word(one)).collect();
                let value = written.map_or_else(|| MISSING.to_owned(), |text| format!("\"{text}\""));
                self.report(at, &join(path, tag), value, format!("one of {}", words.join(", ")));
            }
        }
    }

    /// What a schema accepts, in words.
    fn meaning(&self, schema: &'a Schema) -> String {
        let schema = self.resolve(schema);
        if let Some(words) = alternatives(schema) {
            let names: Vec<&str> = words.iter().filter_map(|one| one["const"].as_str()).collect();
            return if names.is_empty() {
                "a table".to_owned()
            } else {
                format!("one of {}", names.join(", "))
            };
        }
        let name = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or("a value");
        match name {
            "number" => "a number",
            "integer" => "a whole number",
            "string" => "a text in quotes",
            "boolean" => "true or false",
            "array" => "a list",
            "object" => "a table",
            other => other,
        }
        .to_owned()
    }

    fn meaning_with_note(&self, schema: &'a Schema) -> String {
        match schema["description"].as_str() {
            Some(note) => format!("{} ({})", self.meaning(schema), note.replace('\n', " ")),
            None => self.meaning(schema),
        }
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn has_type(schema: &Schema, name: &str) -> bool {
    match &schema["type"] {
        Schema::String(only) => only == name,
        Schema::Array(several) => several.iter().any(|one| one == name),
        _ => false,
    }
}

/// The shapes to choose from, without the `null` of an optional field.
fn alternatives(schema: &Schema) -> Option<Vec<&Schema>> {
    let list = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array())?;
    Some(list.iter().filter(|one| one["type"] != "null").collect())
}

/// The property that every alternative holds constant.
fn tag_of<'a>(alternatives: &[&'a Schema]) -> Option<&'a str> {
    let properties = alternatives.first()?["properties"].as_object()?;
    properties.iter().find(|(_, property)| !property["const"].is_null()).map(|(name, _)| name.as_str())
}

fn largest(format: Option<&str>) -> Option<i64> {
    match format? {
        "uint8" => Some(i64::from(u8::MAX)),
        "uint16" => Some(i64::from(u16::MAX)),
        "uint32" => Some(i64::from(u32::MAX)),
        _ => None,
    }
}

/// The known fields, those first that begin alike: most unknown fields are a wrong unit at the end of a right name.
fn known_fields(unknown: &str, known: &[&str]) -> String {
    let alike = |name: &str| name.bytes().zip(unknown.bytes()).take_while(|(a, b)| a == b).count();
    let mut sorted = known.to_vec();
    sorted.sort_by_key(|name| std::cmp::Reverse(alike(name)));
    let nearest = sorted.first().filter(|name| alike(name) >= 4);
    match nearest {
        Some(name) => format!("`{name}` (known here: {})", sorted.join(", ")),
        None => format!("one of {}", sorted.join(", ")),
    }
}
