//! Writing: each row as it was read, with the computed columns behind it.

use super::Batch;
use crate::output::Output;
use anyhow::bail;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::Path;

/// One appended column of a batch.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Numbers, written so that every bit comes back; what has no value is written `NaN`.
    Numbers(Vec<f64>),
    /// Yes and no, written 1 and 0: every program for tables reads these as a number.
    Flags(Vec<bool>),
}

/// Where the rows go.
pub struct Sink {
    output: Output,
    names: Vec<String>,
    /// The rows of one batch, so that a line is never written in pieces.
    text: String,
}

/// A number in the fewest digits that give the same bits back, 17 at most; plain decimals between 1e-5 and
/// 1e17.
pub fn number(value: f64) -> String {
    let mut text = String::new();
    push_number(&mut text, value);
    text
}

fn push_number(text: &mut String, value: f64) {
    let size = value.abs();
    let plain = !value.is_finite() || size == 0.0 || (1e-5..1e17).contains(&size);
    let written = if plain { write!(text, "{value}") } else { write!(text, "{value:e}") };
    // Writing to a string has no way to fail.
    written.unwrap_or_default();
}

impl Sink {
    /// Begins an output (standard output without a path) with the header: that of the input, then `names`.
    ///
    /// # Errors
    /// A name that the input has already, or an output that cannot be written.
    pub fn create(output: Option<&Path>, headers: &[String], names: &[&str]) -> anyhow::Result<Self> {
        if let Some(name) = names.iter().find(|name| headers.iter().any(|header| header == *name)) {
            bail!(
                "the input has a column `{name}` already, and one of that name would be appended: rename it"
            );
        }
        let output = Output::open(output)?;
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        let header: Vec<String> = headers.iter().chain(&names).map(|name| quoted(name)).collect();
        let text = header.join(",") + "\n";
        Ok(Self { output, names, text })
    }

    /// Writes the rows of a batch with these columns behind them; answers whether anybody still reads.
    ///
    /// # Errors
    /// An output that cannot be written, or columns that do not fit the names and the batch.
    pub fn write(&mut self, batch: &Batch, columns: &[Column]) -> anyhow::Result<ControlFlow<()>> {
        if columns.len() != self.names.len() || columns.iter().any(|column| column.len() != batch.len()) {
            bail!(
                "{} columns for {} names, or of another length than the batch",
                columns.len(),
                self.names.len()
            );
        }
        for (row, line) in batch.lines().enumerate() {
            self.text.push_str(line);
            for column in columns {
                self.text.push(',');
                match column {
                    Column::Numbers(values) => push_number(&mut self.text, values[row]),
                    Column::Flags(flags) => self.text.push(if flags[row] { '1' } else { '0' }),
                }
            }
            self.text.push('\n');
        }
        self.flush_text()
    }

    /// Ends the output; a file gets its name, whole and durable.
    ///
    /// # Errors
    /// An output that cannot be written; a file under that name is then as it was.
    pub fn finish(mut self) -> anyhow::Result<()> {
        if self.flush_text()?.is_break() {
            return Ok(());
        }
        self.output.finish()
    }

    fn flush_text(&mut self) -> anyhow::Result<ControlFlow<()>> {
        let written = self.output.write(self.text.as_bytes());
        self.text.clear();
        written
    }
}

impl Column {
    fn len(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Flags(flags) => flags.len(),
        }
    }
}

/// A name as a cell: in quotes where it would otherwise be several cells or begin a comment.
fn quoted(name: &str) -> String {
    if name.contains([',', '"']) || name.starts_with('#') {
        format!("\"{}\"", name.replace('"', "\"\""))
    } else {
        name.to_owned()
    }
}
