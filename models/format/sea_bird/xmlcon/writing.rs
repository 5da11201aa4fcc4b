//! Coefficients for an `.xmlcon` file: put into one that exists, every other byte as it was, or as an element alone.
//!
//! The element names are those that the reader knows ([`super::conversion`]), the numbers as Seasave 7.26 writes them:
//! nine significant digits. A calibration takes the place of an older one with its corrections: `Slope` becomes 1 and
//! `Offset` 0, or the offset that belongs to the new coefficients.

use super::conversion::{Calibration, Conversion, Correction, Form, form};
use super::reading::{document, elements};
use super::values::step;
use super::{Configuration, XmlconError, parse};
use crate::format::coefficient_set::{CoefficientSet, CoefficientSetError, scientific};
use crate::format::sea_bird::text as text_of;
use roxmltree::Node;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// Significant digits of a coefficient.
pub const DIGITS: usize = 9;
const FORMAT: &str = "an .xmlcon file";

/// Why coefficients are not put into a file.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SubstituteError {
    /// The file is not read.
    #[error("{0}")]
    File(XmlconError),
    /// The coefficients are none for such a file.
    #[error("{0}")]
    Coefficients(CoefficientSetError),
    /// No such channel.
    #[error("channel {channel}: the file has {count}, counted from 0")]
    Channel {
        /// The channel.
        channel: usize,
        /// How many there are.
        count: usize,
    },
    /// A channel whose sensor has another equation.
    #[error("channel {channel} ({element}): its equation is {found}, the coefficients are of {given}")]
    Equation {
        /// The channel.
        channel: usize,
        /// Its element.
        element: String,
        /// The equation the file asks for.
        found: String,
        /// That of the coefficients.
        given: &'static str,
    },
    /// An element that would have to hold a value and is not there, or not as plain text.
    #[error(
        "channel {channel}: no plain element `{path}` to put {value} into: add it with the maker's program first"
    )]
    Element {
        /// The channel.
        channel: usize,
        /// Its path below the sensor.
        path: String,
        /// The value.
        value: String,
    },
}

/// The file with the coefficients of one channel replaced, and its serial number, date, slope and offset; all else is the
/// same byte for byte.
///
/// # Errors
/// [`SubstituteError`]: a file that is not read, a channel that has another equation, or one without a place for a value.
pub fn substitute(bytes: &[u8], channel: usize, set: &CoefficientSet) -> Result<Vec<u8>, SubstituteError> {
    let decoded = text_of(bytes);
    let configuration = parse(&decoded).map_err(SubstituteError::File)?;
    let count = configuration.channels.len();
    let found = configuration.channels.get(channel).ok_or(SubstituteError::Channel { channel, count })?;
    let form = agreed(&configuration, channel, set)?;
    let place: Vec<&str> = form.names.iter().map(|(ours, ..)| *ours).collect();
    set.check(FORMAT, &place, &[]).map_err(SubstituteError::Coefficients)?;
    let document = document(&decoded).map_err(SubstituteError::File)?;
    // What the reader passed over at the beginning.
    let skipped = decoded.len() - document.input_text().len();
    let missing = |path: &str, value: &str| SubstituteError::Element {
        channel,
        path: path.to_owned(),
        value: value.to_owned(),
    };
    let sensors = document.root_element().descendants().filter(|node| {
        node.has_tag_name("Sensor")
            && elements(*node).any(|inner| inner.has_tag_name(found.sensor.element.as_str()))
    });
    let index = configuration.channels[..channel]
        .iter()
        .filter(|other| other.sensor.element == found.sensor.element)
        .count();
    let outer = sensors.into_iter().nth(index).ok_or_else(|| missing(&found.sensor.element, "anything"))?;
    let sensor = elements(outer).next().ok_or_else(|| missing(&found.sensor.element, "anything"))?;
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (path, value, default) in values(form, set) {
        let leaf = leaf(sensor, &path).or_else(|| leaf(sensor, &format!("T{path}")));
        match leaf.map(|leaf| content(leaf, &value)) {
            Some(Some(edit)) => edits.push(edit),
            // Not there, and what the reader takes it to be is right.
            None if default.is_some_and(|default| default == value) => {}
            _ => return Err(missing(&path, &value)),
        }
    }
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = decoded.clone().into_owned();
    for (range, value) in edits {
        text.replace_range(range.start + skipped..range.end + skipped, &value);
    }
    let whole = match decoded {
        Cow::Borrowed(_) => text.into_bytes(),
        // It was ISO 8859-1, and what was put in is ASCII.
        Cow::Owned(_) => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
    };
    Ok(whole)
}

/// The sensor's element alone, for a new file: its `SensorID` goes onto the element around it too.
///
/// # Errors
/// [`CoefficientSetError`]: an equation or a coefficient for which there is no place.
pub fn fragment(set: &CoefficientSet) -> Result<String, CoefficientSetError> {
    let (element, id, form) =
        super::conversion::fresh(set.equation).ok_or(CoefficientSetError::Equation {
            equation: set.equation,
            format: FORMAT,
            accepted: "Sea-Bird's temperature, conductivity and pressure",
        })?;
    set.check(FORMAT, &form.names.iter().map(|(ours, ..)| *ours).collect::<Vec<_>>(), &[])?;
    let mut text = format!("<{element} SensorID=\"{id}\" >\n");
    let (group, is_grouped) = (form.group.trim_end_matches('/'), !form.group.is_empty());
    let (mut before, mut inside, mut after) = (String::new(), String::new(), String::new());
    // Writing to a String cannot fail.
    let line = |text: &mut String, indent: &str, name: &str, value: &str| {
        writeln!(text, "{indent}<{name}>{value}</{name}>").unwrap_or_default();
    };
    for (path, value, _) in values(form, set) {
        match path.strip_prefix(form.group).filter(|_| is_grouped) {
            Some(name) => line(&mut inside, "    ", name, &value),
            None if matches!(path.as_str(), "Slope" | "Offset") => line(&mut after, "  ", &path, &value),
            None => line(&mut before, "  ", &path, &value),
        }
        if path == "CalibrationDate" && matches!(id, 3 | 55) {
            line(&mut before, "  ", "UseG_J", "1");
        }
    }
    text.push_str(&before);
    if is_grouped {
        line(&mut text, "  ", "SeriesR", "0.0000");
        let name = group.split('[').next().unwrap_or(group);
        writeln!(text, "  <{name} equation=\"1\" >\n{inside}  </{name}>").unwrap_or_default();
    }
    writeln!(text, "{after}</{element}>").unwrap_or_default();
    Ok(text)
}

/// The form of a channel, if it is that of the coefficients.
fn agreed(
    configuration: &Configuration,
    channel: usize,
    set: &CoefficientSet,
) -> Result<&'static Form, SubstituteError> {
    let sensor = &configuration.channels[channel].sensor;
    let found = match &sensor.conversion {
        Conversion::Equation(Calibration { equation, .. }) if *equation == set.equation => {
            form(sensor, configuration.instrument.model)
        }
        _ => None,
    };
    found.ok_or_else(|| SubstituteError::Equation {
        channel,
        element: sensor.element.clone(),
        found: match &sensor.conversion {
            Conversion::Equation(calibration) => calibration.equation.to_owned(),
            Conversion::Unknown => "none of ours".to_owned(),
            Conversion::NotInUse => "none, as nothing is connected".to_owned(),
        },
        given: set.equation,
    })
}

/// Paths below the sensor with their new texts, and the text for which a path may be missing.
fn values(form: &Form, set: &CoefficientSet) -> Vec<(String, String, Option<String>)> {
    let number = |value: f64| scientific(value, DIGITS - 1, 3);
    let mut values = vec![
        ("SerialNumber".to_owned(), set.serial_number.clone(), None),
        ("CalibrationDate".to_owned(), set.date.day_month_year(), None),
    ];
    for (ours, theirs, default) in form.names {
        let default = default.map(number);
        values.push((format!("{}{theirs}", form.group), number(set.coefficient(ours)), default));
    }
    if form.correction == Correction::Linear {
        let fixed = |value: f64| format!("{value:.8}");
        values.push(("Slope".to_owned(), fixed(1.0), Some(fixed(1.0))));
        values.push(("Offset".to_owned(), fixed(set.offset), Some(fixed(0.0))));
    }
    values
}

/// The element of this path that holds text alone.
fn leaf<'a, 'b: 'a>(sensor: Node<'a, 'b>, path: &str) -> Option<Node<'a, 'b>> {
    let mut leaves =
        sensor.descendants().filter(|node| node.is_element() && elements(*node).next().is_none());
    leaves.find(|leaf| {
        let mut steps: Vec<String> = leaf.ancestors().take_while(|node| *node != sensor).map(step).collect();
        steps.reverse();
        steps.join("/") == path
    })
}

/// Where in the text the content of an element stands, and what takes its place.
fn content(leaf: Node<'_, '_>, value: &str) -> Option<(Range<usize>, String)> {
    let mut children = leaf.children();
    let source = leaf.document().input_text();
    let name = leaf.tag_name().name();
    match (children.next(), children.next()) {
        (Some(only), None) if only.is_text() => {
            let range = only.range();
            let written = source.get(range.clone())?;
            // No entity, no section of literal text: what is written is what is meant.
            let trimmed = written.trim();
            let start = range.start + (written.len() - written.trim_start().len());
            (Some(trimmed) == only.text().map(str::trim))
                .then(|| (start..start + trimmed.len(), value.to_owned()))
        }
        (None, _) => {
            let range = leaf.range();
            let written = source.get(range.clone())?;
            let end = format!("</{name}>");
            if written.ends_with(&end) {
                let place = range.end - end.len();
                return Some((place..place, value.to_owned()));
            }
            written.ends_with("/>").then(|| (range, format!("<{name}>{value}</{name}>")))
        }
        _ => None,
    }
}
