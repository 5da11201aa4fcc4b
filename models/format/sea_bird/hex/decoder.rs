//! Lines of digits to columns of raw values, in pieces of any size.
//!
//! Scans are gathered in small blocks and decoded column by column, so that the inner loops are free of decisions.

use super::encoding::{WORD, digits};
use super::{Column, HexError, Layout, Measurand, RawFile};

/// Scans decoded together: enough to make the change of column cheap, few enough to stay in the nearest cache.
const BLOCK: usize = 128;
/// Longest line; the longest scan has fewer than 200 digits.
const MAX_LINE: usize = 4096;
/// Bad scans that are kept as examples.
const EXAMPLES: usize = 20;

/// What becomes of a line that is no scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadScans {
    /// The first one ends the reading.
    Refuse,
    /// They are left out and counted. Time counted in scans is then no longer right.
    LeaveOut,
    /// Each gives a row of NaN, and is counted: time counted in scans stays right.
    Blank,
}

/// A line that is no scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadScan {
    /// The line.
    pub line: u64,
    /// What is wrong with it.
    pub reason: HexError,
}

/// Decoded scans.
#[derive(Clone, Debug, PartialEq)]
pub struct Scans {
    /// What each column is.
    pub columns: Vec<Column>,
    /// The columns, in the same order, all of one length.
    pub values: Vec<Vec<f64>>,
    /// How many lines were no scans.
    pub bad: u64,
    /// The first of them.
    pub examples: Vec<BadScan>,
}

impl Scans {
    /// A column by what it is.
    pub fn column(&self, measurand: Measurand) -> Option<&[f64]> {
        let place = self.columns.iter().position(|column| column.measurand == measurand)?;
        self.values.get(place).map(Vec::as_slice)
    }

    /// Number of scans.
    pub fn len(&self) -> usize {
        self.values.first().map_or(0, Vec::len)
    }

    /// Whether there is no scan.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Decodes scans that come in pieces, cut anywhere.
#[derive(Clone, Debug)]
pub struct Decoder {
    layout: Layout,
    treatment: BadScans,
    stride: usize,
    block: Vec<u8>,
    rows: usize,
    blank: Vec<usize>,
    values: Vec<Vec<f64>>,
    carry: Vec<u8>,
    line: u64,
    bad: u64,
    examples: Vec<BadScan>,
}

/// Decodes the scans of a file that is at hand as a whole.
///
/// # Errors
/// [`HexError`], if bad scans are refused; [`HexError::LongLine`] always.
pub fn decode(file: &RawFile<'_>, layout: Layout, treatment: BadScans) -> Result<Scans, HexError> {
    let mut decoder = Decoder::new(layout, file.header.first_scan_line(), treatment);
    decoder.reserve(file.scans.len() / (decoder.layout.digits + 1).max(2) + 1);
    decoder.feed(file.scans)?;
    decoder.finish()
}

impl Decoder {
    /// A decoder for scans of this layout, the next line being of this number.
    pub fn new(layout: Layout, first_line: u64, treatment: BadScans) -> Decoder {
        let stride = layout.digits + WORD;
        Decoder {
            values: vec![Vec::new(); layout.columns.len()],
            block: vec![0; stride * BLOCK],
            layout,
            treatment,
            stride,
            rows: 0,
            blank: Vec::new(),
            carry: Vec::new(),
            line: first_line,
            bad: 0,
            examples: Vec::new(),
        }
    }

    fn reserve(&mut self, scans: usize) {
        self.values.iter_mut().for_each(|column| column.reserve(scans));
    }

    /// Decodes a piece of the file.
    ///
    /// # Errors
    /// As [`decode`].
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), HexError> {
        let mut rest = bytes;
        if !self.carry.is_empty() {
            let Some(end) = rest.iter().position(|byte| *byte == b'\n') else { return self.carry(rest) };
            let mut line = std::mem::take(&mut self.carry);
            line.extend_from_slice(&rest[..end]);
            self.any_line(&line)?;
            rest = &rest[end + 1..];
        }
        loop {
            rest = self.good_lines(rest)?;
            let Some(end) = rest.iter().position(|byte| *byte == b'\n') else { return self.carry(rest) };
            self.any_line(&rest[..end])?;
            rest = &rest[end + 1..];
        }
    }

    /// The scans decoded since the last call, so that a file of any length can be read in little memory. A scan that is
    /// not complete stays for the next piece.
    pub fn take(&mut self) -> Scans {
        self.flush();
        let empty = vec![Vec::new(); self.layout.columns.len()];
        Scans {
            columns: self.layout.columns.clone(),
            values: std::mem::replace(&mut self.values, empty),
            bad: std::mem::take(&mut self.bad),
            examples: std::mem::take(&mut self.examples),
        }
    }

    /// The rest, with a last line that has no line end.
    ///
    /// # Errors
    /// As [`decode`].
    pub fn finish(mut self) -> Result<Scans, HexError> {
        let last = std::mem::take(&mut self.carry);
        if !last.is_empty() {
            self.any_line(&last)?;
        }
        Ok(self.take())
    }

    /// Takes scans as long as each is followed at once by its line end; returns what comes then.
    fn good_lines<'a>(&mut self, mut rest: &'a [u8]) -> Result<&'a [u8], HexError> {
        let length = self.layout.digits;
        loop {
            let end = match rest.get(length..) {
                Some([b'\n', ..]) => length + 1,
                Some([b'\r', b'\n', ..]) => length + 2,
                _ => return Ok(rest),
            };
            if length == 0 || !self.row(&rest[..length]) {
                return Ok(rest);
            }
            self.line += 1;
            rest = &rest[end..];
        }
    }

    /// One line of whatever kind, without its line feed.
    fn any_line(&mut self, line: &[u8]) -> Result<(), HexError> {
        let number = self.line;
        self.line += 1;
        let trimmed = line.trim_ascii();
        if trimmed.is_empty() || (trimmed.len() == self.layout.digits && self.row(trimmed)) {
            return Ok(());
        }
        let reason = self.reason(trimmed, number);
        if self.treatment == BadScans::Refuse {
            return Err(reason);
        }
        self.bad += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(BadScan { line: number, reason });
        }
        if self.treatment == BadScans::Blank {
            self.blank.push(self.rows);
            self.next_row();
        }
        Ok(())
    }

    fn reason(&self, line: &[u8], number: u64) -> HexError {
        let wrong = line.iter().position(|character| !character.is_ascii_hexdigit());
        match wrong {
            Some(place) if line.len() == self.layout.digits => HexError::NotADigit {
                line: number,
                column: place + 1,
                character: line[place].escape_ascii().to_string(),
            },
            _ => HexError::ScanLength {
                line: number,
                found: line.len(),
                expected: self.layout.digits,
                text: line.iter().take(60).flat_map(|byte| byte.escape_ascii()).map(char::from).collect(),
            },
        }
    }

    /// Puts a scan into the block, if it is one.
    fn row(&mut self, scan: &[u8]) -> bool {
        let start = self.rows * self.stride;
        let good = digits(scan, &mut self.block[start..start + scan.len()]);
        if good {
            self.next_row();
        }
        good
    }

    fn next_row(&mut self) {
        self.rows += 1;
        if self.rows == BLOCK {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let rows = &self.block[..self.rows * self.stride];
        for (column, values) in self.layout.columns.iter().zip(&mut self.values) {
            let before = values.len();
            column.encoding.decode(rows, self.stride, column.first, values);
            for row in &self.blank {
                values[before + row] = f64::NAN;
            }
        }
        self.rows = 0;
        self.blank.clear();
    }

    fn carry(&mut self, rest: &[u8]) -> Result<(), HexError> {
        if self.carry.len() + rest.len() > MAX_LINE {
            return Err(HexError::LongLine { line: self.line, limit: MAX_LINE });
        }
        self.carry.extend_from_slice(rest);
        Ok(())
    }
}
