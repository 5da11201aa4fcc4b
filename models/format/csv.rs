//! Comma-separated tables with one header line; lines that begin with `#` are comments.
//!
//! Cells stay text until a column is asked for as numbers, so a table may carry columns that nobody needs. Every error
//! names the line as an editor counts it.

use std::collections::BTreeMap;

/// Longest text that is read, bytes. A calibration has some kilobytes; each cell takes some tens of bytes of memory.
pub const MAX_BYTES: usize = 64 << 20;

/// A parsed table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    headers: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    line: u64,
    cells: Vec<String>,
}

/// What is wrong with a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CsvError {
    /// The text is too long.
    #[error("the table has {bytes} bytes; at most {MAX_BYTES} are read")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Nothing but comments and blank lines.
    #[error("there is no header line: the first line that is not a comment must name the columns")]
    Empty,
    /// A column without a name.
    #[error("line {line}: column {column} has no name; every column needs one")]
    NamelessColumn {
        /// Line of the header.
        line: u64,
        /// Place of the column, from 1.
        column: usize,
    },
    /// Two columns of one name.
    #[error("line {line}: two columns are named `{name}`; names must differ")]
    DuplicateColumn {
        /// Line of the header.
        line: u64,
        /// The name.
        name: String,
    },
    /// A line with fewer or more cells than there are columns.
    #[error("line {line}: {found} cells where the header names {expected} columns ({names})")]
    CellCount {
        /// The line.
        line: u64,
        /// Cells found.
        found: usize,
        /// Columns named.
        expected: usize,
        /// Their names.
        names: String,
    },
    /// A header and nothing below it.
    #[error("no rows below the header on line {line}; at least one is needed")]
    NoRows {
        /// Line of the header.
        line: u64,
    },
    /// Quotes that do not close.
    #[error("line {line}: {reason}")]
    Unreadable {
        /// The line.
        line: u64,
        /// What the reader said.
        reason: String,
    },
    /// No such column.
    #[error("there is no column `{name}`; the columns are {names}")]
    UnknownColumn {
        /// The name asked for.
        name: String,
        /// The names there are.
        names: String,
    },
    /// A cell that is not a finite number.
    #[error(
        "line {line}: column `{column}`: value `{value}`: accepted: a finite decimal number such as 15.0001"
    )]
    NotANumber {
        /// The line.
        line: u64,
        /// The column.
        column: String,
        /// The cell's text.
        value: String,
    },
}

/// Parses a table.
///
/// # Errors
/// [`CsvError`], naming the line, or saying that there are more than [`MAX_BYTES`].
pub fn parse(text: &str) -> Result<Table, CsvError> {
    if text.len() > MAX_BYTES {
        return Err(CsvError::TooLong { bytes: text.len() });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let numbered = (1_u64..).zip(text.lines());
    let mut rows = Vec::new();
    for (line, content) in
        numbered.filter(|(_, content)| !content.trim().is_empty() && !content.starts_with('#'))
    {
        rows.push(Row { line, cells: cells(line, content)? });
    }
    // A spreadsheet leaves lines of nothing but commas.
    let mut rows = rows.into_iter().filter(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    let header = rows.next().ok_or(CsvError::Empty)?;
    check_header(&header)?;
    let table = Table { headers: header.cells, rows: rows.collect() };
    table.check(header.line)?;
    Ok(table)
}

/// Cells of one line. A cell may be quoted, but does not hold a line break: so lines are counted as an editor does.
fn cells(line: u64, content: &str) -> Result<Vec<String>, CsvError> {
    if content.matches('"').count() % 2 == 1 {
        return Err(CsvError::Unreadable { line, reason: "a quotation mark is not closed".to_owned() });
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(content.as_bytes());
    let mut record = csv::StringRecord::new();
    let read = reader.read_record(&mut record);
    read.map_err(|error| CsvError::Unreadable { line, reason: error.to_string() })?;
    Ok(record.iter().map(str::to_owned).collect())
}

fn check_header(header: &Row) -> Result<(), CsvError> {
    let line = header.line;
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, name) in header.cells.iter().enumerate() {
        if name.is_empty() {
            return Err(CsvError::NamelessColumn { line, column: index + 1 });
        }
        if seen.insert(name, index).is_some() {
            return Err(CsvError::DuplicateColumn { line, name: name.clone() });
        }
    }
    Ok(())
}

impl Table {
    /// Names of the columns, in order.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Number of rows below the header.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row; a parsed table always has one.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Line of each row, as an editor counts.
    pub fn lines(&self) -> Vec<u64> {
        self.rows.iter().map(|row| row.line).collect()
    }

    /// A column as finite numbers.
    ///
    /// # Errors
    /// [`CsvError::UnknownColumn`], or [`CsvError::NotANumber`] for the first cell that is not a finite number.
    pub fn numbers(&self, name: &str) -> Result<Vec<f64>, CsvError> {
        let unknown = || CsvError::UnknownColumn { name: name.to_owned(), names: self.names() };
        let column = self.headers.iter().position(|header| header == name).ok_or_else(unknown)?;
        self.rows.iter().map(|row| number(row, column, name)).collect()
    }

    fn names(&self) -> String {
        self.headers.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    }

    fn check(&self, header_line: u64) -> Result<(), CsvError> {
        let expected = self.headers.len();
        match self.rows.iter().find(|row| row.cells.len() != expected) {
            Some(row) => Err(CsvError::CellCount {
                line: row.line,
                found: row.cells.len(),
                expected,
                names: self.names(),
            }),
            None if self.rows.is_empty() => Err(CsvError::NoRows { line: header_line }),
            None => Ok(()),
        }
    }
}

fn number(row: &Row, column: usize, name: &str) -> Result<f64, CsvError> {
    let cell = &row.cells[column];
    let value = cell.parse::<f64>().ok().filter(|value| value.is_finite());
    value.ok_or_else(|| CsvError::NotANumber { line: row.line, column: name.to_owned(), value: cell.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutation::corpus::CSV;
    use crate::mutation::{LONG, SHORT, fuzz};

    const GOOD: &str = "# a sheet\n#with, commas\n\nbath_celsius , counts,note\n 1.0,744013,first\n# between\n4.5,634618.6,\n";

    #[test]
    fn comments_blank_lines_and_spaces_do_not_matter() {
        let table = parse(GOOD).unwrap();
        assert_eq!(table.headers(), ["bath_celsius", "counts", "note"]);
        assert_eq!(table.numbers("counts").unwrap(), [744_013.0, 634_618.6]);
        assert_eq!(table.lines(), [5, 7]);
        assert_eq!((table.len(), table.is_empty()), (2, false));
    }

    #[test]
    fn windows_line_ends_and_byte_order_mark_do_not_matter() {
        let table = parse("\u{feff}a,b\r\n1,2\r\n3,4\r\n").unwrap();
        assert_eq!(table.numbers("a").unwrap(), [1.0, 3.0]);
        assert_eq!(table.lines(), [2, 3]);
    }

    #[test]
    fn each_malformed_table_is_refused_with_its_line() {
        let cases = [
            ("", "there is no header line"),
            ("# only\n", "there is no header line"),
            ("a,a\n1,2\n", "line 1: two columns are named `a`"),
            ("# c\na,,b\n1,2,3\n", "line 2: column 2 has no name"),
            ("a,b\n1,2\n3\n", "line 3: 1 cells where the header names 2 columns (`a`, `b`)"),
            ("a,b\n1,2,3\n", "line 2: 3 cells"),
            ("a,b\n1,\"2\n3,4\n", "line 2: a quotation mark is not closed"),
            ("a,b\n# nothing else\n", "no rows below the header on line 1"),
        ];
        for (text, expected) in cases {
            let message = parse(text).unwrap_err().to_string();
            assert!(message.contains(expected), "{text:?}: {message}");
        }
    }

    #[test]
    fn each_cell_that_is_no_finite_number_is_refused_with_line_column_and_value() {
        for bad in ["NaN", "inf", "-Infinity", "1,5e", "12 3", "", "0x10", "1e999"] {
            let quoted = format!("a,b\n1,2\n3,\"{bad}\"\n");
            let message = parse(&quoted).unwrap().numbers("b").unwrap_err().to_string();
            assert!(message.contains("line 3: column `b`"), "{message}");
            assert!(message.contains(&format!("value `{bad}`")), "{message}");
            assert!(message.contains("a finite decimal number"), "{message}");
        }
    }

    fn any_bytes(bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        match parse(&text) {
            Ok(table) => {
                for name in table.headers() {
                    let numbers = table.numbers(name);
                    assert!(numbers.is_err() || numbers.is_ok_and(|numbers| numbers.len() == table.len()));
                }
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn mutated_tables_never_panic() {
        fuzz(&CSV, SHORT, "csv", any_bytes);
    }

    #[test]
    #[ignore = "ten million executions"]
    fn fuzz_csv() {
        fuzz(&CSV, LONG, "csv", any_bytes);
    }

    #[test]
    fn a_text_longer_than_any_calibration_is_refused() {
        let message = parse(&"\n".repeat(MAX_BYTES + 1)).unwrap_err().to_string();
        assert_eq!(message, "the table has 67108865 bytes; at most 67108864 are read");
    }

    #[test]
    fn an_unknown_column_is_answered_with_those_there_are() {
        let message = parse(GOOD).unwrap().numbers("count").unwrap_err().to_string();
        assert!(
            message.contains("no column `count`; the columns are `bath_celsius`, `counts`, `note`"),
            "{message}"
        );
    }
}
