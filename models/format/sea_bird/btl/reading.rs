//! A bottle summary from its bytes.

use super::{Bottle, BtlError, MAX_BOTTLES, Summary};
use crate::format::sea_bird::cnv::{MAX_COLUMNS, time};
use crate::format::sea_bird::{excerpt, number, text};

/// Width of a column.
const WIDTH: usize = 11;
/// Where the columns begin: behind bottle and date, and one column further if bottles have serial numbers.
const LABEL: usize = 22;

/// Reads a bottle summary; text that is not UTF-8 is taken for ISO 8859-1.
///
/// # Errors
/// [`BtlError`], naming the line.
pub fn read(bytes: &[u8]) -> Result<Summary, BtlError> {
    let text = text(bytes);
    let mut summary =
        Summary { instrument: Vec::new(), notes: Vec::new(), columns: Vec::new(), bottles: Vec::new() };
    let mut reader: Option<Rows> = None;
    for (line, content) in (1_u64..).zip(text.split('\n')) {
        let content = content.trim_end_matches('\r');
        let mut words = content.split_whitespace();
        match &mut reader {
            _ if matches!(content.trim(), "" | "\u{1a}") => {}
            None if content.starts_with('*') => summary.instrument.push(content.to_owned()),
            None if content.starts_with('#') => summary.notes.push(content.to_owned()),
            None if words.by_ref().take(3).any(|word| word == "Date") => {
                reader = Some(names(line, content, &mut summary)?);
            }
            None => {}
            // The second line of names.
            Some(_) if words.next() == Some("Position") => {}
            Some(rows) => rows.take(line, content, &mut summary)?,
        }
    }
    let rows = reader.ok_or(BtlError::NoTable)?;
    match rows.pending {
        Some((line, _)) => Err(BtlError::RowOrder { line, found: "(avg)", expected: "(sdev)" }),
        None => Ok(summary),
    }
}

/// Reads the names of the columns and where they begin.
fn names(line: u64, content: &str, summary: &mut Summary) -> Result<Rows, BtlError> {
    let serial = content.split_whitespace().take(2).eq(["Bottle", "Bottle"]);
    let begin = if serial { LABEL + WIDTH } else { LABEL };
    let names: String = content.chars().skip(begin).collect();
    for name in cells(names.trim_end()) {
        if name.is_empty() {
            return Err(BtlError::Names { line, column: summary.columns.len() });
        }
        if summary.columns.len() == MAX_COLUMNS {
            return Err(BtlError::TooMany { line });
        }
        summary.columns.push(name);
    }
    if summary.columns.is_empty() {
        return Err(BtlError::Names { line, column: 0 });
    }
    Ok(Rows { begin, serial, pending: None })
}

/// The rows of the table.
struct Rows {
    begin: usize,
    serial: bool,
    /// Means without the row that has the time, and their line.
    pending: Option<(u64, Means)>,
}

struct Means {
    position: u32,
    serial_number: Option<String>,
    date: String,
    values: Vec<Option<f64>>,
}

impl Rows {
    fn take(&mut self, line: u64, content: &str, summary: &mut Summary) -> Result<(), BtlError> {
        let content = content.trim_end();
        let kinds = ["(avg)", "(sdev)", "(min)", "(max)"];
        let kind = kinds.into_iter().find(|kind| content.ends_with(kind)).ok_or_else(|| {
            let last = content.split_whitespace().next_back().unwrap_or_default();
            BtlError::Kind { line, found: excerpt(last) }
        })?;
        let row = content.trim_end_matches(kind).trim_end();
        let label: String = row.chars().take(self.begin).collect();
        let values = values(line, &row.chars().skip(self.begin).collect::<String>(), &summary.columns)?;
        let out_of_order = |expected| Err(BtlError::RowOrder { line, found: kind, expected });
        match (kind, self.pending.take()) {
            ("(avg)", None) => {
                self.pending = Some((line, self.means(line, &label, values)?));
                Ok(())
            }
            ("(sdev)", Some((_, means))) => {
                if summary.bottles.len() == MAX_BOTTLES {
                    return Err(BtlError::TooMany { line });
                }
                summary.bottles.push(bottle(line, means, label.trim(), values)?);
                Ok(())
            }
            ("(min)" | "(max)", None) => {
                let Some(bottle) = summary.bottles.last_mut() else { return out_of_order("(avg)") };
                let place = if kind == "(min)" { &mut bottle.least } else { &mut bottle.greatest };
                if !place.is_empty() {
                    return out_of_order("(avg)");
                }
                *place = values;
                Ok(())
            }
            (_, None) => out_of_order("(avg)"),
            (_, Some(_)) => out_of_order("(sdev)"),
        }
    }

    fn means(&self, line: u64, label: &str, values: Vec<Option<f64>>) -> Result<Means, BtlError> {
        let words: Vec<&str> = label.split_whitespace().collect();
        let (position, rest) = words.split_first().unwrap_or((&"", &[]));
        let position = position.parse().map_err(|_| BtlError::Label {
            line,
            what: "position of the bottle",
            value: excerpt(position),
            accepted: "a whole number",
        })?;
        let (serial_number, date) = match rest {
            [serial, date @ ..] if self.serial && rest.len() == 4 => (Some((*serial).to_owned()), date),
            _ => (None, rest),
        };
        Ok(Means { position, serial_number, date: date.join(" "), values })
    }
}

fn bottle(line: u64, means: Means, clock: &str, deviation: Vec<Option<f64>>) -> Result<Bottle, BtlError> {
    let written = format!("{} {clock}", means.date);
    let closed = time(&written, None).ok_or_else(|| BtlError::Label {
        line,
        what: "date and time",
        value: excerpt(&written),
        accepted: "a time such as `Jun 23 2016` in the row of means and `19:04:57` in the next",
    })?;
    Ok(Bottle {
        position: means.position,
        serial_number: means.serial_number,
        closed,
        mean: means.values,
        deviation,
        least: Vec::new(),
        greatest: Vec::new(),
    })
}

fn values(line: u64, row: &str, columns: &[String]) -> Result<Vec<Option<f64>>, BtlError> {
    let mut cells = cells(row);
    if let Some(extra) = cells.get(columns.len()) {
        return Err(BtlError::NotANumber {
            line,
            column: "behind the last".to_owned(),
            value: excerpt(extra),
        });
    }
    cells.resize(columns.len(), String::new());
    let value = |(cell, column): (&String, &String)| match cell.as_str() {
        "" => Ok(None),
        text => number(text).map(Some).ok_or_else(|| BtlError::NotANumber {
            line,
            column: column.clone(),
            value: excerpt(text),
        }),
    };
    cells.iter().zip(columns).map(value).collect()
}

/// Cells of eleven characters.
fn cells(row: &str) -> Vec<String> {
    let characters: Vec<char> = row.chars().collect();
    let cell = |cell: &[char]| cell.iter().collect::<String>().trim().to_owned();
    characters.chunks(WIDTH).map(cell).collect()
}
