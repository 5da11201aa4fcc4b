//! A converted cast from its bytes.

use super::notation::WIDTH;
use super::{BAD_FLAG, Cast, CnvError, Column, Interval, MAX_COLUMNS, Notation, StartTime};
use crate::format::sea_bird::{excerpt, number, text};

/// Reads a converted cast; text that is not UTF-8 is taken for ISO 8859-1.
///
/// # Errors
/// [`CnvError`], naming the line: a binary or foreign file, columns out of order or named twice, a number of columns
/// or rows other than the heading says, and values that are no numbers.
pub fn read(bytes: &[u8]) -> Result<Cast, CnvError> {
    let text = text(bytes);
    let mut lines = (1_u64..).zip(text.split('\n').map(|line| line.trim_end_matches('\r')));
    let mut heading = Heading::default();
    loop {
        let (line, content) = lines.next().ok_or(CnvError::NoEnd)?;
        if content.starts_with("*END*") {
            break;
        }
        heading.take(line, content)?;
    }
    heading.check()?;
    let mut cast = heading.cast;
    let mut rows = 0;
    for (line, content) in lines.filter(|(_, content)| !matches!(content.trim(), "" | "\u{1a}")) {
        row(line, content, &mut cast.columns)?;
        rows += 1;
    }
    match heading.rows {
        Some(said) if said != rows => Err(CnvError::RowCount { said, found: rows }),
        _ => Ok(cast),
    }
}

struct Heading {
    cast: Cast,
    spans: usize,
    /// Number of the first column: 0 by the maker, 1 by other programs.
    first: usize,
    columns: Option<usize>,
    rows: Option<usize>,
}

impl Default for Heading {
    fn default() -> Heading {
        let cast = Cast {
            instrument: Vec::new(),
            columns: Vec::new(),
            interval: None,
            start_time: None,
            bad_flag: BAD_FLAG,
            notes: Vec::new(),
        };
        Heading { cast, spans: 0, first: 0, columns: None, rows: None }
    }
}

impl Heading {
    fn take(&mut self, line: u64, content: &str) -> Result<(), CnvError> {
        let Some(note) = content.strip_prefix('#') else {
            self.cast.instrument.push(content.to_owned());
            return Ok(());
        };
        if note.trim_start().starts_with("<FathomProcessing") {
            return Err(CnvError::Fathom { line });
        }
        let (name, value) = note.split_once('=').map_or((note.trim(), ""), |(k, v)| (k.trim(), v.trim()));
        let whole = |value: &str| {
            let refused = |_| refuse(line, name, value, "a whole number from 0");
            value.parse::<usize>().map_err(refused)
        };
        match name {
            "nquan" => self.columns = Some(whole(value)?),
            "nvalues" => self.rows = Some(whole(value)?),
            "units" => {}
            "interval" => self.cast.interval = Some(interval(line, value)?),
            "start_time" => self.cast.start_time = Some(start_time(line, value)?),
            "bad_flag" => {
                let flag =
                    number(value).ok_or_else(|| refuse(line, name, value, "a number such as -9.990e-29"));
                self.cast.bad_flag = flag?;
            }
            "file_type" if value == "ascii" => {}
            "file_type" if value == "binary" => return Err(CnvError::Binary { line }),
            "file_type" => return Err(CnvError::FileType { line, found: excerpt(value) }),
            _ => match name.split_once(' ') {
                Some(("name", place)) => self.name(line, place.trim(), value)?,
                Some(("span", place)) => self.span(line, place.trim(), value)?,
                _ => self.cast.notes.push(content.to_owned()),
            },
        }
        Ok(())
    }

    fn name(&mut self, line: u64, place: &str, value: &str) -> Result<(), CnvError> {
        let count = self.cast.columns.len();
        if count == 0 && place == "1" {
            self.first = 1;
        }
        in_order(line, "name", place, self.first + count)?;
        if count == MAX_COLUMNS {
            return Err(CnvError::NoColumns { named: count + 1 });
        }
        let (name, label) = value.split_once(':').unwrap_or((value, ""));
        self.cast.columns.push(Column {
            name: name.trim().to_owned(),
            label: label.trim().to_owned(),
            span: None,
            notation: Notation::Scientific,
            values: Vec::new(),
        });
        Ok(())
    }

    fn span(&mut self, line: u64, place: &str, value: &str) -> Result<(), CnvError> {
        in_order(line, "span", place, self.first + self.spans)?;
        let both = value.split_once(',').and_then(|(least, most)| Some((number(least)?, number(most)?)));
        let span =
            both.ok_or_else(|| refuse(line, "span", value, "two numbers with a comma between them"))?;
        if let Some(column) = self.cast.columns.get_mut(self.spans) {
            column.span = Some(span);
        }
        self.spans += 1;
        Ok(())
    }

    fn check(&self) -> Result<(), CnvError> {
        let named = self.cast.columns.len();
        match self.columns {
            Some(said) if said != named => Err(CnvError::ColumnCount { said, named }),
            _ if named == 0 => Err(CnvError::NoColumns { named }),
            _ => Ok(()),
        }
    }
}

fn in_order(line: u64, kind: &'static str, place: &str, expected: usize) -> Result<(), CnvError> {
    if place.parse() == Ok(expected) {
        return Ok(());
    }
    Err(CnvError::Order { line, kind, found: excerpt(place), expected })
}

fn refuse(line: u64, name: &str, value: &str, accepted: &'static str) -> CnvError {
    CnvError::Heading { line, name: name.to_owned(), value: excerpt(value), accepted }
}

fn interval(line: u64, value: &str) -> Result<Interval, CnvError> {
    let parts = value.split_once(':').and_then(|(unit, size)| Some((unit.trim(), number(size)?)));
    let (unit, value) =
        parts.ok_or_else(|| refuse(line, "interval", value, "unit and number, as `seconds: 0.25`"))?;
    Ok(Interval { unit: unit.to_owned(), value })
}

fn start_time(line: u64, value: &str) -> Result<StartTime, CnvError> {
    let (time, source) = match value.split_once('[') {
        Some((time, source)) => (time, Some(source.trim_end_matches(']').to_owned())),
        None => (value, None),
    };
    super::time(time, source)
        .ok_or_else(|| refuse(line, "start_time", value, "a time such as `Jul 25 2004 07:53:21`"))
}

pub(super) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `Jul 25 2004 07:53:21`.
pub(crate) fn time(time: &str, source: Option<String>) -> Option<StartTime> {
    let mut words = time.split_whitespace();
    let name = words.next()?;
    let month =
        (1..).zip(MONTHS).find(|(_, month)| month.eq_ignore_ascii_case(name)).map(|(place, _)| place)?;
    let day = words.next()?.parse().ok()?;
    let year = words.next()?.parse().ok()?;
    let clock: Vec<u8> = words.next()?.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [hour, minute, second] = clock[..] else { return None };
    let known = (1..=31).contains(&day) && year < 10_000 && hour < 24 && minute < 60 && second <= 60;
    (known && words.next().is_none()).then_some(StartTime { year, month, day, hour, minute, second, source })
}

/// Appends one row to the columns.
fn row(line: u64, content: &str, columns: &mut [Column]) -> Result<(), CnvError> {
    let expected = columns.len();
    let content = content.trim_end();
    let apart = content.split_ascii_whitespace();
    if apart.clone().count() == expected {
        return append(line, apart, columns);
    }
    // Wide numbers touch their neighbours: by width, if the row has the maker's, otherwise at each minus sign.
    if content.len() == expected * WIDTH && content.is_ascii() {
        let cell = |place: usize| content[place * WIDTH..(place + 1) * WIDTH].trim();
        return append(line, (0..expected).map(cell), columns);
    }
    let at_signs: Vec<&str> = content.split_ascii_whitespace().flat_map(split_at_signs).collect();
    if at_signs.len() == expected {
        return append(line, at_signs.into_iter(), columns);
    }
    Err(CnvError::ValueCount { line, found: content.split_ascii_whitespace().count(), expected })
}

fn append<'a>(
    line: u64,
    cells: impl Iterator<Item = &'a str>,
    columns: &mut [Column],
) -> Result<(), CnvError> {
    for (column, cell) in columns.iter_mut().zip(cells) {
        let value = cell.parse::<f64>().ok().filter(|value| !value.is_infinite());
        let value = value.ok_or_else(|| CnvError::NotANumber {
            line,
            column: column.name.clone(),
            value: excerpt(cell),
        })?;
        column.notation = column.notation.widened(cell);
        column.values.push(value);
    }
    Ok(())
}

/// Parts `1.5-2.5e-03` before each minus sign that is not in an exponent.
fn split_at_signs(cell: &str) -> impl Iterator<Item = &str> {
    let bytes = cell.as_bytes();
    let is_cut = move |place: &usize| bytes[*place] == b'-' && bytes[place - 1].is_ascii_digit();
    let mut start = 0;
    let cuts = (1..cell.len()).filter(is_cut).chain([cell.len()]);
    cuts.map(move |end| &cell[std::mem::replace(&mut start, end)..end])
}
