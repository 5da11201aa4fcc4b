//! Reading: a header, and rows in batches, each cell found again by line and column.

use anyhow::{Context as _, bail};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Rows in a batch: enough to share among threads, little beside the memory of any machine.
const BATCH_ROWS: usize = 16_384;
/// A line longer than this is no line of a table, and must not fill the memory.
const LINE_BYTES_MAX: u64 = 1 << 20;

/// A table that is being read.
pub struct Table {
    input: Box<dyn BufRead>,
    source: Arc<Source>,
    length_bytes: Option<u64>,
    read_bytes: u64,
    line: u64,
    left_out: u64,
}

/// What every batch must know to say where a value stands.
struct Source {
    name: String,
    headers: Vec<String>,
}

/// Some rows of a table, in order.
pub struct Batch {
    source: Arc<Source>,
    rows: Vec<Row>,
}

struct Row {
    line: u64,
    /// The line as it was read, without its end.
    text: String,
    cells: Cells,
}

/// Where the cells of a line are.
enum Cells {
    /// Between commas, at these places of the line itself.
    Plain(Vec<Range<usize>>),
    /// Unquoted.
    Quoted(csv::StringRecord),
}

impl Table {
    /// Opens a file, or standard input where the path is `-`, and reads the header.
    ///
    /// # Errors
    /// A file that cannot be read, or a header that does not name every column differently.
    pub fn open(input: &Path) -> anyhow::Result<Self> {
        if input == Path::new("-") {
            return Self::read("standard input", Box::new(BufReader::new(std::io::stdin())), None);
        }
        let name = input.display().to_string();
        let file = File::open(input).with_context(|| format!("cannot read {name}"))?;
        let metadata = file.metadata().with_context(|| format!("cannot read {name}"))?;
        // A pipe has a length of its own, and it is not that of the table.
        let length_bytes = metadata.is_file().then_some(metadata.len());
        Self::read(&name, Box::new(BufReader::with_capacity(1 << 16, file)), length_bytes)
    }

    /// Reads the header from `input`; `name` is what errors call it.
    ///
    /// # Errors
    /// Input that cannot be read, or a header that does not name every column differently.
    pub fn read(name: &str, input: Box<dyn BufRead>, length_bytes: Option<u64>) -> anyhow::Result<Self> {
        let source = Arc::new(Source { name: name.to_owned(), headers: Vec::new() });
        let mut table = Self { input, source, length_bytes, read_bytes: 0, left_out: 0, line: 0 };
        let Some(text) = table.next_line()? else {
            bail!("{name}: there is no header line: the first line that is not a comment names the columns");
        };
        let row = Row { line: table.line, cells: table.cells(&text)?, text };
        let headers: Vec<String> = (0..row.count()).map(|index| row.cell(index).to_owned()).collect();
        if let [one] = headers.as_slice()
            && let Some(other) = one.chars().find(|c| [';', '\t'].contains(c))
        {
            bail!(
                "{name}: line {}: the header has {other:?} between its names; accepted: commas",
                table.line
            );
        }
        for (index, header) in headers.iter().enumerate() {
            let line = table.line;
            if header.is_empty() {
                bail!("{name}: line {line}: column {} has no name; every column needs one", index + 1);
            }
            if headers[..index].contains(header) {
                bail!("{name}: line {line}: two columns are named `{header}`; names must differ");
            }
        }
        table.source = Arc::new(Source { name: name.to_owned(), headers });
        Ok(table)
    }

    /// What errors call the table: its path, or standard input.
    pub fn name(&self) -> &str {
        &self.source.name
    }

    /// Names of the columns, in order.
    pub fn headers(&self) -> &[String] {
        &self.source.headers
    }

    /// The place of the column that has one of these names, if there is one.
    ///
    /// # Errors
    /// Two columns that answer to the names: which is meant would be a guess.
    pub fn find(&self, names: &[&str]) -> anyhow::Result<Option<usize>> {
        let headers = self.headers().iter().enumerate();
        let mut found = headers.filter(|(_, header)| names.contains(&header.as_str()));
        match (found.next(), found.next()) {
            (Some((_, first)), Some((_, second))) => {
                bail!("{}: columns `{first}` and `{second}` could both be meant; keep one", self.source.name)
            }
            (first, _) => Ok(first.map(|(index, _)| index)),
        }
    }

    /// The place of the column that has one of these names.
    ///
    /// # Errors
    /// No such column, or two.
    pub fn require(&self, names: &[&str]) -> anyhow::Result<usize> {
        self.find(names)?.with_context(|| {
            format!(
                "{}: there is no column {}; the columns are {}",
                self.source.name,
                names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or "),
                self.source.names()
            )
        })
    }

    /// Length of the whole input in bytes, where it is known beforehand.
    pub fn length_bytes(&self) -> Option<u64> {
        self.length_bytes
    }

    /// Lines so far that are comments, or hold nothing but commas and spaces, and were left out.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Bytes read so far.
    pub fn read_bytes(&self) -> u64 {
        self.read_bytes
    }

    /// The next rows; nothing at the end. No batch is empty.
    ///
    /// # Errors
    /// Input that cannot be read, or a row that has not as many cells as the header, with its line.
    pub fn next_batch(&mut self) -> anyhow::Result<Option<Batch>> {
        let mut rows = Vec::new();
        while rows.len() < BATCH_ROWS {
            let Some(text) = self.next_line()? else { break };
            let row = Row { line: self.line, cells: self.cells(&text)?, text };
            let (found, expected) = (row.count(), self.headers().len());
            if found != expected {
                let (name, names) = (&self.source.name, self.source.names());
                bail!("{name}: line {}: {found} cells where the header names {expected} ({names})", row.line);
            }
            rows.push(row);
        }
        Ok((!rows.is_empty()).then(|| Batch { source: Arc::clone(&self.source), rows }))
    }

    /// The next line that is neither blank nor a comment, without its end.
    fn next_line(&mut self) -> anyhow::Result<Option<String>> {
        loop {
            let mut bytes = Vec::new();
            let mut limited = std::io::Read::take(&mut self.input, LINE_BYTES_MAX);
            let count = limited
                .read_until(b'\n', &mut bytes)
                .with_context(|| format!("cannot read {}", self.source.name))?;
            if count == 0 {
                return Ok(None);
            }
            self.line += 1;
            self.read_bytes += count as u64;
            let (name, line) = (&self.source.name, self.line);
            if bytes.len() as u64 == LINE_BYTES_MAX {
                bail!("{name}: line {line}: longer than {LINE_BYTES_MAX} bytes; this is no table");
            }
            let text = match String::from_utf8(bytes) {
                Ok(text) => text,
                Err(_) => bail!("{name}: line {line}: not UTF-8 text"),
            };
            let text = if line == 1 { text.trim_start_matches('\u{feff}') } else { &text };
            let text = text.trim_end_matches(['\n', '\r']);
            // A spreadsheet leaves lines of nothing but commas.
            if !text.starts_with('#') && !text.chars().all(|c| c == ',' || c.is_whitespace()) {
                return Ok(Some(text.to_owned()));
            }
            self.left_out += u64::from(!text.is_empty());
        }
    }

    fn cells(&self, text: &str) -> anyhow::Result<Cells> {
        if !text.contains('"') {
            let mut start = 0;
            let ends = text.match_indices(',').map(|(index, _)| index).chain([text.len()]);
            return Ok(Cells::Plain(ends.map(|end| std::mem::replace(&mut start, end + 1)..end).collect()));
        }
        let place = || format!("{}: line {}", self.source.name, self.line);
        if text.matches('"').count() % 2 == 1 {
            bail!("{}: a quotation mark is not closed on its line", place());
        }
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let mut record = csv::StringRecord::new();
        reader.read_record(&mut record).with_context(place)?;
        Ok(Cells::Quoted(record))
    }
}

impl Source {
    fn names(&self) -> String {
        self.headers.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    }
}

impl Row {
    fn count(&self) -> usize {
        match &self.cells {
            Cells::Plain(ranges) => ranges.len(),
            Cells::Quoted(record) => record.len(),
        }
    }

    fn cell(&self, index: usize) -> &str {
        match &self.cells {
            Cells::Plain(ranges) => self.text[ranges[index].clone()].trim(),
            Cells::Quoted(record) => record[index].trim(),
        }
    }
}

impl Batch {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row; a batch from [`Table::next_batch`] has at least one.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The column at this place of the header as numbers.
    ///
    /// # Errors
    /// The first cell that is not a finite number, with file, line, column and value.
    ///
    /// # Panics
    /// A place that the header does not have: places come from [`Table::find`].
    pub fn column(&self, index: usize) -> anyhow::Result<Vec<f64>> {
        let parse = |(row, cells): (usize, &Row)| {
            let value = cells.cell(index).parse::<f64>().ok().filter(|value| value.is_finite());
            value.ok_or_else(|| self.refusal(row, index, "a finite decimal number such as 15.0001"))
        };
        self.rows.iter().enumerate().map(parse).collect()
    }

    /// The column at this place of the header as numbers, where an empty cell or `NaN` is a gap, and NaN here.
    ///
    /// # Errors
    /// The first other cell that is not a finite number, with file, line, column and value.
    ///
    /// # Panics
    /// As [`Self::column`].
    pub fn column_with_gaps(&self, index: usize) -> anyhow::Result<Vec<f64>> {
        let accepted = "a finite decimal number such as 15.0001, or nothing, or NaN";
        let parse = |(row, cells): (usize, &Row)| match cells.cell(index) {
            "" | "NaN" | "nan" | "NAN" => Ok(f64::NAN),
            cell => match cell.parse::<f64>() {
                Ok(value) if value.is_finite() => Ok(value),
                _ => Err(self.refusal(row, index, accepted)),
            },
        };
        self.rows.iter().enumerate().map(parse).collect()
    }

    /// The error that says that the cell at this row and column is not what is `accepted`.
    pub fn refusal(&self, row: usize, index: usize, accepted: &str) -> anyhow::Error {
        let (Source { name, headers }, row) = (&*self.source, &self.rows[row]);
        let (line, header, value) = (row.line, &headers[index], row.cell(index));
        anyhow::anyhow!("{name}: line {line}: column `{header}`: value `{value}`: accepted: {accepted}")
    }

    /// The lines of the rows as they were read.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|row| row.text.as_str())
    }
}
