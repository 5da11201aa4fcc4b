//! A converted cast as text, in the maker's form.

use super::notation::WIDTH;
use super::reading::MONTHS;
use super::{Cast, Column};
use std::fmt::Write as _;

impl Cast {
    /// The file as SBE Data Processing lays it out, with the line ends of Windows. Spans are those of the values; a NaN
    /// is written as the bad flag.
    pub fn write(&self) -> String {
        let mut out = String::new();
        for line in &self.instrument {
            push(&mut out, line);
        }
        push(&mut out, &format!("# nquan = {}", self.columns.len()));
        push(&mut out, &format!("# nvalues = {:<30}", self.len()));
        push(&mut out, "# units = specified");
        for (place, column) in self.columns.iter().enumerate() {
            push(&mut out, &format!("# name {place} = {}: {}", column.name, column.label));
        }
        for (place, column) in self.columns.iter().enumerate() {
            let (least, most) = self.span(column);
            let text = |value| column.notation.text(value, self.bad_flag);
            push(&mut out, &format!("# span {place} = {:>10}, {:>10}", text(least), text(most)));
        }
        if let Some(interval) = &self.interval {
            push(&mut out, &format!("# interval = {}: {}", interval.unit, interval.value));
        }
        if let Some(start) = &self.start_time {
            let month = MONTHS.get(usize::from(start.month).wrapping_sub(1)).unwrap_or(&"Jan");
            let source = start.source.as_ref().map_or_else(String::new, |source| format!(" [{source}]"));
            let time = format!("{:02}:{:02}:{:02}", start.hour, start.minute, start.second);
            push(&mut out, &format!("# start_time = {month} {:02} {} {time}{source}", start.day, start.year));
        }
        let flag = super::Notation::Scientific.text(f64::NAN, self.bad_flag);
        push(&mut out, &format!("# bad_flag = {flag}"));
        for line in &self.notes {
            push(&mut out, line);
        }
        push(&mut out, "# file_type = ascii");
        push(&mut out, "*END*");
        for row in 0..self.len() {
            for column in &self.columns {
                let value = column.values.get(row).copied().unwrap_or(f64::NAN);
                let text = column.notation.text(value, self.bad_flag);
                // Formatting into a String cannot fail.
                let _ = write!(out, "{text:>WIDTH$}");
            }
            out.push_str("\r\n");
        }
        out
    }

    /// Least and greatest good value; both zero if there is none.
    fn span(&self, column: &Column) -> (f64, f64) {
        let good = column.values.iter().copied().filter(|value| !self.is_bad(*value));
        let span = good.fold(None, |span: Option<(f64, f64)>, value| {
            Some(span.map_or((value, value), |(least, most)| (least.min(value), most.max(value))))
        });
        span.unwrap_or((0.0, 0.0))
    }
}

/// One line; a line break inside would make two of it.
fn push(out: &mut String, line: &str) {
    out.extend(line.chars().filter(|character| !matches!(character, '\r' | '\n')));
    out.push_str("\r\n");
}
