//! Rows of a small table, and what their cells may be read as.

use super::Problem;

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
}

/// Rows of one table, with what a message about them needs.
pub(super) struct Rows {
    table: &'static str,
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// One of [`Rows`].
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    of: &'a Rows,
    number: usize,
}

impl Rows {
    pub(super) fn new(table: &'static str, columns: Vec<String>) -> Self {
        Self { table, columns, rows: Vec::new() }
    }

    pub(super) fn count(&self) -> u64 {
        self.rows.len() as u64
    }

    pub(super) fn push(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// Name of a column.
    pub(super) fn column(&self, place: usize) -> String {
        self.columns.get(place).cloned().unwrap_or_default()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.rows.len()).map(|number| Row { of: self, number })
    }
}

impl Row<'_> {
    fn cell(&self, place: usize) -> &Cell {
        self.of.rows[self.number].get(place).unwrap_or(&Cell::Null)
    }

    pub(super) fn wrong(&self, place: usize, accepted: &'static str) -> Problem {
        let value = match self.cell(place) {
            Cell::Null => "NULL".to_owned(),
            Cell::Integer(value) => value.to_string(),
            Cell::Real(value) => value.to_string(),
            Cell::Text(text) => text.chars().take(60).collect(),
        };
        let column = self.of.column(place);
        Problem::Value {
            table: self.of.table.to_owned(),
            column,
            row: self.number as u64 + 1,
            value,
            accepted,
        }
    }

    /// A text; a number as it is written, nothing as the empty text.
    pub(super) fn text(&self, place: usize) -> String {
        match self.cell(place) {
            Cell::Null => String::new(),
            Cell::Integer(value) => value.to_string(),
            Cell::Real(value) => value.to_string(),
            Cell::Text(text) => text.trim().to_owned(),
        }
    }

    /// A whole number, also one that is written as a text or as a real number.
    pub(super) fn whole(&self, place: usize) -> Result<Option<i64>, Problem> {
        let wrong = || self.wrong(place, "a whole number");
        match self.cell(place) {
            Cell::Null => Ok(None),
            Cell::Integer(value) => Ok(Some(*value)),
            Cell::Real(value) => whole(*value).map(Some).ok_or_else(wrong),
            Cell::Text(text) if text.trim().is_empty() => Ok(None),
            Cell::Text(text) => text.trim().parse().map(Some).map_err(|_| wrong()),
        }
    }

    /// A whole number that must be there.
    pub(super) fn needed(&self, place: usize) -> Result<i64, Problem> {
        self.whole(place)?.ok_or_else(|| self.wrong(place, "a whole number"))
    }

    /// A number, also one that is written as a text.
    pub(super) fn number(&self, place: usize) -> Result<Option<f64>, Problem> {
        match self.cell(place) {
            Cell::Null => Ok(None),
            #[expect(clippy::cast_precision_loss, reason = "coefficients are small whole numbers, if any")]
            Cell::Integer(value) => Ok(Some(*value as f64)),
            Cell::Real(value) => Ok(Some(*value)),
            Cell::Text(text) if text.trim().is_empty() => Ok(None),
            Cell::Text(text) => {
                let value = text.trim().parse().map_err(|_| self.wrong(place, "a decimal number"))?;
                Ok(Some(value))
            }
        }
    }
}

/// A real number that is whole, and exact.
pub(super) fn whole(value: f64) -> Option<i64> {
    let exact = value.abs() < 9e15 && value.fract().abs() <= 0.0;
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
    exact.then_some(value as i64)
}
