//! The XML of a configuration, element by element.

use super::values::Values;
use super::{Channel, Configuration, Instrument, MAX_BYTES, MAX_CHANNELS, Sensor, XmlconError, conversion};
use crate::format::sea_bird::{excerpt, model::Model};
use roxmltree::{Document, Node, ParsingOptions};

/// Elements inside one another; the maker's files have seven.
const MAX_DEPTH: usize = 16;
/// Elements, texts and comments together; the maker's largest files have about 1500.
const MAX_NODES: u32 = 200_000;
/// Attributes of one element, which the XML reader compares in pairs; the maker's elements have two.
const MAX_ATTRIBUTES: usize = 256;
/// Namespaces, which every element inherits; the maker's files have none.
const MAX_NAMESPACES: usize = 16;
/// Letters of an element's name, which are repeated in the path of each value below; the maker's have 40.
const MAX_NAME: usize = 200;

pub(super) fn configuration(text: &str) -> Result<Configuration, XmlconError> {
    let document = document(text)?;
    let root = named(document.root_element(), "SBE_InstrumentConfiguration")?;
    let instruments: Vec<Node<'_, '_>> =
        elements(root).filter(|node| node.has_tag_name("Instrument")).collect();
    let [node] = instruments[..] else {
        return Err(XmlconError::Count {
            line: line(root),
            parent: root.tag_name().name().to_owned(),
            name: "Instrument",
            count: instruments.len(),
        });
    };
    let mut settings = Values::of(&document);
    let mut arrays = Vec::new();
    for child in elements(node) {
        if elements(child).any(|inner| inner.has_tag_name("Sensor")) {
            arrays.push(child);
        } else {
            settings.gather(child, "Instrument")?;
        }
    }
    let name = settings.take("Name").unwrap_or_default();
    let settings = settings.into_list();
    let model = Model::from_name(&name);
    let mut channels = Vec::new();
    for array in arrays {
        read_array(
            array,
            model,
            Numbering { element: "Sensor", attribute: "index", first: 0 },
            &mut channels,
        )?;
    }
    let type_number = node.attribute("Type").map(|value| whole(node, "Type", value)).transpose()?;
    let file_version = root.attribute("SB_ConfigCTD_FileVersion").map(str::to_owned);
    Ok(Configuration {
        file_version,
        instrument: Instrument { type_number, name, model, settings },
        channels,
    })
}

pub(super) fn sensors(text: &str, model: Model) -> Result<Vec<Channel>, XmlconError> {
    let document = document(text)?;
    let root = named(document.root_element(), "Sensors")?;
    let mut channels = Vec::new();
    read_array(root, model, Numbering { element: "sensor", attribute: "Channel", first: 1 }, &mut channels)?;
    Ok(channels)
}

/// How an array numbers its sensors: `.xmlcon` and headings differ.
#[derive(Clone, Copy)]
struct Numbering {
    element: &'static str,
    attribute: &'static str,
    first: usize,
}

pub(super) fn document(text: &str) -> Result<Document<'_>, XmlconError> {
    if text.len() > MAX_BYTES {
        return Err(XmlconError::TooLong { bytes: text.len() });
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    limited(text)?;
    let document = Document::parse_with_options(text, options)
        .map_err(|error| XmlconError::Xml { line: error.pos().row, reason: error.to_string() })?;
    for node in document.descendants() {
        if node.ancestors().nth(MAX_DEPTH).is_some() {
            return Err(XmlconError::TooDeep { line: line(node), limit: MAX_DEPTH });
        }
        let steps = [node.tag_name().name(), node.attribute("equation").unwrap_or_default()];
        if steps.iter().any(|name| name.len() > MAX_NAME) {
            let what = "letters of a name";
            return Err(XmlconError::TooMany { line: line(node), what, limit: MAX_NAME });
        }
    }
    Ok(document)
}

/// Refuses what would cost the XML reader time or memory by the square of its length.
fn limited(text: &str) -> Result<(), XmlconError> {
    let (mut line, mut namespaces) = (1, 0);
    for markup in text.split('<') {
        let count = |found: usize, limit, what| {
            if found > limit { Err(XmlconError::TooMany { line, what, limit }) } else { Ok(()) }
        };
        if !markup.starts_with(['!', '?']) {
            count(markup.matches('=').count(), MAX_ATTRIBUTES, "attributes of one element")?;
        }
        namespaces += markup.matches("xmlns").count();
        count(namespaces, MAX_NAMESPACES, "namespaces")?;
        line += u32::try_from(markup.matches('\n').count()).unwrap_or(u32::MAX);
    }
    Ok(())
}

fn read_array(
    array: Node<'_, '_>,
    model: Model,
    numbering: Numbering,
    channels: &mut Vec<Channel>,
) -> Result<(), XmlconError> {
    let name = array.tag_name().name();
    let mut count = 0;
    for node in elements(array) {
        named(node, numbering.element)?;
        let expected = numbering.first + count;
        let found = node.attribute(numbering.attribute).unwrap_or_default();
        if found.trim().parse() != Ok(expected) {
            return Err(XmlconError::SensorOrder {
                line: line(node),
                array: name.to_owned(),
                found: excerpt(found),
                expected,
                first: numbering.first,
            });
        }
        if channels.len() == MAX_CHANNELS {
            return Err(XmlconError::TooManySensors { line: line(node) });
        }
        // The heading of a `.cnv` writes a channel without a sensor as an empty element.
        if let Some(sensor) = read_sensor(node, model, numbering)? {
            channels.push(Channel { array: name.to_owned(), index: count, sensor });
        }
        count += 1;
    }
    match array.attribute("Size").or_else(|| array.attribute("count")) {
        Some(size) if size.trim().parse() != Ok(count) => Err(XmlconError::ArraySize {
            line: line(array),
            array: name.to_owned(),
            size: excerpt(size),
            count,
        }),
        _ => Ok(()),
    }
}

fn read_sensor(
    outer: Node<'_, '_>,
    model: Model,
    numbering: Numbering,
) -> Result<Option<Sensor>, XmlconError> {
    let inner: Vec<Node<'_, '_>> = elements(outer).collect();
    let node = match inner[..] {
        [] if numbering.element == "sensor" => return Ok(None),
        [node] => node,
        _ => {
            let parent = numbering.element.to_owned();
            return Err(XmlconError::Count {
                line: line(outer),
                parent,
                name: "...Sensor",
                count: inner.len(),
            });
        }
    };
    let element = node.tag_name().name().to_owned();
    let id = sensor_id(outer, node)?;
    let mut values = Values::of(node.document());
    for child in elements(node) {
        values.gather(child, &element)?;
    }
    let serial_number = values.take("SerialNumber").unwrap_or_default();
    let calibration_date = values.take("CalibrationDate").unwrap_or_default();
    let values = values.into_list();
    let mut sensor = Sensor {
        id,
        element,
        serial_number,
        calibration_date,
        values,
        conversion: conversion::Conversion::Unknown,
    };
    sensor.conversion = conversion::of(&sensor, model, line(node))?;
    Ok(Some(sensor))
}

fn sensor_id(outer: Node<'_, '_>, node: Node<'_, '_>) -> Result<u32, XmlconError> {
    let written: Vec<&str> = [outer, node].iter().filter_map(|node| node.attribute("SensorID")).collect();
    let numbers: Option<Vec<u32>> = written.iter().map(|text| text.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some([id]) => Ok(*id),
        Some([first, second]) if first == second => Ok(*first),
        _ => Err(XmlconError::SensorId {
            line: line(node),
            element: node.tag_name().name().to_owned(),
            value: excerpt(&written.join("`, `")),
        }),
    }
}

fn whole(node: Node<'_, '_>, name: &str, text: &str) -> Result<u32, XmlconError> {
    let not_whole =
        |_| XmlconError::NotWhole { line: line(node), name: name.to_owned(), value: excerpt(text) };
    text.trim().parse().map_err(not_whole)
}

fn named<'a, 'b>(node: Node<'a, 'b>, expected: &'static str) -> Result<Node<'a, 'b>, XmlconError> {
    if node.has_tag_name(expected) {
        return Ok(node);
    }
    let found = excerpt(node.tag_name().name());
    Err(XmlconError::Element { line: line(node), found, expected })
}

pub(super) fn elements<'a, 'b: 'a>(node: Node<'a, 'b>) -> impl Iterator<Item = Node<'a, 'b>> {
    node.children().filter(Node::is_element)
}

fn line(node: Node<'_, '_>) -> u32 {
    node.document().text_pos_at(node.range().start).row
}
