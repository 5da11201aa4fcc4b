//! Lines of a reply, in plain text or in the maker's XML, which puts one element on a line.
//!
//! A reply may be captured with prompts, commands and the stars of a heading around it, so it is searched line by line.

use super::{Group, MAX_ENTRIES, ReplyError};
use crate::format::sea_bird::{excerpt, model::Model, number};

/// Names under which coefficients stand, in capitals and without their digits and the letter of the quantity.
const NAMES: [&str; 31] = [
    "A", "TA", "G", "H", "I", "J", "CG", "CH", "CI", "CJ", "PA", "PTCA", "PTCB", "PTCSB", "PTEMPA", "PTHA",
    "PC", "PD", "PT", "RTCA", "PCOR", "CPCOR", "TCOR", "CTCOR", "WBOTC", "B", "C", "OXA", "OXB", "OXC",
    "OXTA",
];
/// Others, which have no number.
const WORDS: [&str; 20] = [
    "OXE",
    "TOFFSET",
    "POFFSET",
    "PRANGE",
    "CSLOPE",
    "OFFSET",
    "SLOPE",
    "EXTFREQSF",
    "PSLOPE",
    "E",
    "SOC",
    "TAU20",
    "PTM",
    "PTB",
    "F0",
    "TCALDATE",
    "CCALDATE",
    "PCALDATE",
    "SERIALNO",
    "RTCCALDATE",
];

/// Reads a reply or a `.cal` file; lines that are neither heading of a group nor coefficient are passed over.
///
/// # Errors
/// [`ReplyError`], naming the line.
pub fn read(text: &str) -> Result<Vec<Group>, ReplyError> {
    let mut reader = Reader { groups: Vec::new(), open: None, model: Model::Other };
    for (line, content) in (1_u64..).zip(text.lines()) {
        let content = content.trim_start_matches(['*', '#', ' ', '\t']).trim_end();
        if !(reader.element(line, content)? || reader.coefficients(line, content)?) {
            reader.heading(line, content)?;
        }
    }
    reader.groups.retain(|group| !group.coefficients.is_empty());
    if reader.groups.is_empty() { Err(ReplyError::Empty) } else { Ok(reader.groups) }
}

struct Reader {
    groups: Vec<Group>,
    /// Place of the group that takes coefficients.
    open: Option<usize>,
    model: Model,
}

impl Reader {
    /// A line of XML: the beginning or end of a group, or one element with its text.
    fn element(&mut self, line: u64, content: &str) -> Result<bool, ReplyError> {
        let Some(tag) = content.strip_prefix('<') else { return Ok(false) };
        let (name, rest) = tag.split_once(['>', ' ']).unwrap_or((tag, ""));
        if name == "Calibration" {
            let group = self.group(attribute(tag, "id"));
            self.begin(line, Group { format: attribute(tag, "format"), ..group })?;
        } else if name == "/Calibration" || name == "/CalibrationCoefficients" {
            self.open = None;
        } else if let Some(device) = Some(attribute(tag, "DeviceType")).filter(|device| !device.is_empty()) {
            self.model = Model::from_name(&device);
        } else if let (Some(place), Some((value, _))) = (self.open, rest.split_once("</")) {
            match name {
                "SerialNum" => value.trim().clone_into(&mut self.groups[place].serial_number),
                "CalDate" => value.trim().clone_into(&mut self.groups[place].date),
                _ => self.add(line, place, name, value)?,
            }
        }
        Ok(true)
    }

    /// A line of plain text that holds one or more `name = value`, all of them coefficients.
    fn coefficients(&mut self, line: u64, content: &str) -> Result<bool, ReplyError> {
        if let Some((name, rest)) = content.split_once(": ").filter(|(name, _)| name.starts_with("volt ")) {
            let group = self.group(name.to_owned());
            self.begin(line, group)?;
            return self.coefficients(line, rest);
        }
        let pairs: Option<Vec<(&str, &str)>> = content.split(',').map(|pair| pair.split_once('=')).collect();
        let Some(pairs) = pairs.filter(|pairs| pairs.iter().all(|(name, _)| is_coefficient(name.trim())))
        else {
            return Ok(false);
        };
        for (name, value) in pairs {
            let (name, value) = (name.trim(), value.trim());
            let place = match self.open {
                Some(place) => place,
                None => self.begin(line, self.group(String::new()))?,
            };
            match name.to_uppercase().as_str() {
                // In a `.cal` file all sensors stand together, and each has its date.
                date if date.ends_with("CALDATE") => {
                    if self.groups[place].date.is_empty() {
                        value.clone_into(&mut self.groups[place].date);
                    }
                }
                "SERIALNO" => value.clone_into(&mut self.groups[place].serial_number),
                _ => self.add(line, place, name, value)?,
            }
        }
        Ok(true)
    }

    /// `temperature:  22-Jul-16`, `pressure S/N = 2711888, range = 508 psia:  21-Jul-16`, or the instrument's name.
    fn heading(&mut self, line: u64, content: &str) -> Result<(), ReplyError> {
        if let Some((name, date)) = content.rsplit_once(':') {
            let first = name.split_whitespace().next().unwrap_or_default();
            if matches!(first, "temperature" | "conductivity" | "pressure" | "rtc" | "oxygen") {
                let serial = name.split_once("S/N").and_then(|(_, rest)| {
                    rest.trim_start_matches([' ', '=']).split([',', ' ']).next().map(str::to_owned)
                });
                let group = self.group(first.to_owned());
                let place = self.begin(line, group)?;
                self.groups[place].serial_number = serial.unwrap_or_default();
                date.trim().clone_into(&mut self.groups[place].date);
                if let Some((_, range)) = name.split_once("range = ") {
                    let range = range.split_whitespace().next().unwrap_or_default();
                    self.add(line, place, "PRANGE", range)?;
                }
                return Ok(());
            }
        }
        match Model::from_name(content) {
            Model::Other => {}
            model => self.model = model,
        }
        Ok(())
    }

    fn group(&self, name: String) -> Group {
        Group {
            name,
            format: String::new(),
            serial_number: String::new(),
            date: String::new(),
            coefficients: Vec::new(),
            model: self.model,
        }
    }

    fn begin(&mut self, line: u64, group: Group) -> Result<usize, ReplyError> {
        if self.groups.len() == MAX_ENTRIES {
            return Err(ReplyError::TooMany { line });
        }
        self.groups.push(group);
        self.open = Some(self.groups.len() - 1);
        Ok(self.groups.len() - 1)
    }

    fn add(&mut self, line: u64, place: usize, name: &str, text: &str) -> Result<(), ReplyError> {
        let value = number(text).ok_or_else(|| ReplyError::NotANumber {
            line,
            name: excerpt(name),
            value: excerpt(text.trim()),
        })?;
        let group = &mut self.groups[place];
        match group.coefficient(name) {
            Some(before) if before.total_cmp(&value).is_eq() => Ok(()),
            Some(_) => Err(ReplyError::Duplicate { line, group: group.name.clone(), name: excerpt(name) }),
            None if group.coefficients.len() == MAX_ENTRIES => Err(ReplyError::TooMany { line }),
            None => {
                group.coefficients.push((name.to_owned(), value));
                Ok(())
            }
        }
    }
}

/// Value of an attribute in either quotation mark; empty if there is none.
fn attribute(tag: &str, name: &str) -> String {
    let found = ['\'', '"'].into_iter().find_map(|mark| {
        let (_, rest) = tag.split_once(&format!("{name}={mark}"))?;
        rest.split(mark).next()
    });
    found.unwrap_or_default().to_owned()
}

fn is_coefficient(name: &str) -> bool {
    let name = name.to_uppercase();
    WORDS.contains(&name.as_str()) || NAMES.contains(&name.trim_end_matches(|c: char| c.is_ascii_digit()))
}
