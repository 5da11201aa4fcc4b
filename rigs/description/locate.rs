//! Where in a TOML text a field stands.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Line, from 1, of a byte offset.
pub(super) fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// Line of the field at `path` (`leg[2].pressures_mpa_sea[1]`), or of its nearest parent that exists.
pub(super) fn line_of(text: &str, path: &str) -> Option<usize> {
    let document = DeTable::parse(text).ok()?;
    let mut offset = None;
    let mut steps = segments(path);
    let first = steps.next()?;
    let mut here =
        entry(document.get_ref(), first).inspect(|(at, _)| offset = Some(*at)).map(|found| found.1);
    for step in steps {
        let next = here.and_then(|value| child(value, step));
        match next {
            Some((at, value)) => {
                offset = Some(at);
                here = Some(value);
            }
            None => break,
        }
    }
    offset.map(|at| line_at(text, at))
}

/// Path of the key that stands at these bytes, by the table headers above it: for texts that do not parse.
pub(super) fn path_at(text: &str, key: &std::ops::Range<usize>) -> String {
    let name = text.get(key.clone()).unwrap_or("?").trim();
    let above = text.get(..key.start).unwrap_or("");
    let (before, own) = above.rsplit_once('\n').unwrap_or(("", above));
    if own.trim_start().starts_with('[') {
        return name.to_owned();
    }
    let headers: Vec<(&str, bool)> = before.lines().filter_map(header).collect();
    match headers.last() {
        None => name.to_owned(),
        Some((table, false)) => format!("{table}.{name}"),
        Some((table, true)) => {
            let index = headers.iter().filter(|(other, list)| *list && other == table).count() - 1;
            format!("{table}[{index}].{name}")
        }
    }
}

/// The name in a line that is a table's header, and whether it is one of a list of tables.
fn header(line: &str) -> Option<(&str, bool)> {
    let line = line.split('#').next()?.trim();
    let single = line.strip_prefix('[')?.strip_suffix(']')?;
    let double = single.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    let name = double.unwrap_or(single).trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(plain);
    is_name.then_some((name, double.is_some()))
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split(['.', '[', ']']).filter(|segment| !segment.is_empty())
}

fn child<'a, 'i>(value: &'a Spanned<DeValue<'i>>, step: &str) -> Option<(usize, &'a Spanned<DeValue<'i>>)> {
    match value.get_ref() {
        DeValue::Array(items) => {
            let item = items.get(step.parse::<usize>().ok()?)?;
            Some((item.span().start, item))
        }
        DeValue::Table(table) => entry(table, step),
        _ => None,
    }
}

/// The entry of a table, with the offset of its key.
pub(super) fn entry<'a, 'i>(table: &'a DeTable<'i>, key: &str) -> Option<(usize, &'a Spanned<DeValue<'i>>)> {
    table.iter().find(|(name, _)| name.get_ref() == key).map(|(name, value)| (name.span().start, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a = 1\n[b]\nc = [\n  1,\n  2,\n]\n[[d]]\ne = 1\n[[d]]\ne = 2\n";

    #[test]
    fn fields_are_found_by_their_path() {
        assert_eq!(line_of(TEXT, "a"), Some(1));
        assert_eq!(line_of(TEXT, "b.c"), Some(3));
        assert_eq!(line_of(TEXT, "b.c[1]"), Some(5));
        assert_eq!(line_of(TEXT, "d[1].e"), Some(10));
    }

    #[test]
    fn a_missing_field_is_at_its_parent() {
        assert_eq!(line_of(TEXT, "b.none"), Some(2));
        assert_eq!(line_of(TEXT, "none"), None);
    }
}
