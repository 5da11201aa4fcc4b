//! Impossible values in a declared instrument's dialect.

use super::error::HOLDS;
use super::{Checks, Instrument, InstrumentModel};
use hadal_wire::declared::{Dialect, Field, LONGEST, Quantity, Query, Shape, UNITS, Use};
use std::collections::BTreeSet;

/// Longest query and shape: a reply's numbers must fit into a line, too.
const LONGEST_TEXT: usize = LONGEST / 4;
/// Digits after the point that mean something in a double of any size that occurs.
const MOST_DECIMALS: u32 = 12;
/// Most inputs of a bridge with scanners.
const MOST_INPUTS: u8 = 99;
/// Widest number.
const WIDEST: u32 = 40;
/// Variables that every channel set of a record has besides its channels.
const RESERVED: [&str; 4] = ["time", "monotonic", "sequence", "from_sequence"];

/// `at` makes the path of a field of the instrument.
pub(super) fn check(at: &impl Fn(&str) -> String, instrument: &Instrument, checks: &mut Checks) {
    let declared = instrument.model == InstrumentModel::Declared;
    match (&instrument.dialect, declared) {
        (Some(dialect), true) => check_dialect(at, instrument, dialect, checks),
        (None, true) => {
            let accepted = "`[instrument.dialect]`, a table (what it is asked and what it answers)";
            checks.missing(at("dialect"), accepted.to_owned());
        }
        (Some(_), false) => {
            checks.unknown(at("dialect"), "a dialect beside `model = \"hadal/declared\"` only".to_owned());
        }
        (None, false) => {}
    }
}

fn check_dialect(
    at: &impl Fn(&str) -> String,
    instrument: &Instrument,
    dialect: &Dialect,
    checks: &mut Checks,
) {
    if !is_identifier(&instrument.name) {
        let accepted = "a letter, then letters, digits and underscores: it becomes a channel's name";
        checks.refuse(at("name"), quoted(&instrument.name), accepted);
    }
    for (name, end) in [("query_end", &dialect.query_end), ("reply_end", &dialect.reply_end)] {
        if !(1..=4).contains(&end.len()) || !end.is_ascii() {
            checks.refuse(
                at(&format!("dialect.{name}")),
                quoted(end),
                "one to four ASCII characters, such as \"\\r\\n\"",
            );
        }
    }
    for (index, beginning) in dialect.error_replies.iter().enumerate() {
        let field = at(&format!("dialect.error_replies[{index}]"));
        check_text(field, beginning, &dialect.reply_end, checks);
    }
    if dialect.query.is_empty() {
        checks.refuse(at("dialect.query"), format!("{HOLDS}0 queries"), "one or more");
    }
    checks.distinct(dialect.query.iter().map(|query| query.send.as_str()), |index| {
        at(&format!("dialect.query[{index}].send"))
    });
    for (index, query) in dialect.query.iter().enumerate() {
        let at_query = |name: &str| at(&format!("dialect.query[{index}].{name}"));
        check_query(&at_query, instrument, dialect, query, checks);
    }
    let names: Vec<&str> = dialect.fields().map(|(_, name, _)| name).collect();
    checks.distinct(names.into_iter(), |_| at("dialect.query"));
    let whole_s: f64 = dialect.query.iter().map(|query| query.reply_after_s).sum();
    if whole_s > instrument.poll_period_s {
        let accepted = format!("{whole_s} or more: so long do all replies take (`reply_after_s`)");
        checks.refuse(at("poll_period_s"), instrument.poll_period_s, accepted);
    }
    check_role(at, dialect, checks);
}

fn check_query(
    at: &impl Fn(&str) -> String,
    instrument: &Instrument,
    dialect: &Dialect,
    query: &Query,
    checks: &mut Checks,
) {
    check_text(at("send"), &query.send, &dialect.query_end, checks);
    if !(0.0..instrument.reply_timeout_s).contains(&query.reply_after_s) {
        let accepted = format!("0 to less than `reply_timeout_s` = {}", instrument.reply_timeout_s);
        checks.refuse(at("reply_after_s"), query.reply_after_s, accepted);
    }
    if query.reply.is_empty() {
        checks.refuse(at("reply"), format!("{HOLDS}0 shapes"), "one or more, such as \"P = {pressure} hPa\"");
    }
    let fields: BTreeSet<&str> = query.field.keys().map(String::as_str).collect();
    for (index, text) in query.reply.iter().enumerate() {
        let path = at(&format!("reply[{index}]"));
        match Shape::parse(text) {
            Err(error) => checks.refuse(path, quoted(text), error),
            Ok(shape) if shape.names().collect::<BTreeSet<_>>() != fields => {
                let names: Vec<String> = fields.iter().map(|name| format!("{{{name}}}")).collect();
                let accepted = format!("each field of the query once: {}", names.join(", "));
                checks.refuse(path, quoted(text), accepted);
            }
            Ok(_) => check_text(path, text, &dialect.reply_end, checks),
        }
    }
    for (name, field) in &query.field {
        let path = at(&format!("field.{name}"));
        if !is_identifier(name) || RESERVED.contains(&name.as_str()) || name.ends_with("_status") {
            let accepted = "a letter, then letters, digits and underscores; not `_status` at its end, nor one of \
                            time, monotonic, sequence, from_sequence";
            checks.refuse(&path, quoted(name), accepted);
        }
        check_field(&|name| format!("{path}.{name}"), field, checks);
    }
}

/// Something that can stand in a line: printable, and not with the line's own end in it.
fn check_text(field: String, text: &str, end: &str, checks: &mut Checks) {
    let printable = text.bytes().all(|byte| (0x20..0x7f).contains(&byte) || byte == b'\t');
    let ends = !end.is_empty() && text.contains(end);
    if !(1..=LONGEST_TEXT).contains(&text.len()) || !printable || ends {
        let accepted =
            format!("1 to {LONGEST_TEXT} characters of printable ASCII without the line's own end");
        checks.refuse(field, quoted(text), accepted);
    }
}

fn check_field(at: &impl Fn(&str) -> String, field: &Field, checks: &mut Checks) {
    match field.quantity.recorded_unit() {
        Some(recorded) => {
            let of_quantity = UNITS.iter().find(|(name, _)| *name == recorded);
            let known: Vec<&str> =
                of_quantity.into_iter().flat_map(|(_, units)| units.iter().map(|unit| unit.0)).collect();
            if !known.contains(&field.unit.as_str()) {
                checks.refuse(at("unit"), quoted(&field.unit), format!("one of {}", known.join(", ")));
            }
        }
        None => check_text(at("unit"), &field.unit, "", checks),
    }
    if field.datum.is_some() && !field.quantity.is_pressure() {
        checks.unknown(at("datum"), "a datum of pressures only".to_owned());
    }
    let is_resistance = field.quantity == Quantity::Resistance;
    match field.input {
        Some(input) if !(1..=MOST_INPUTS).contains(&input) => {
            checks.refuse(at("input"), input, format!("1 to {MOST_INPUTS}"));
        }
        None if is_resistance => checks.missing(at("input"), "the thermometer's input, from 1".to_owned()),
        Some(_) if !is_resistance => checks.unknown(at("input"), "an input of resistances only".to_owned()),
        _ => {}
    }
    match (field.simulated, field.quantity == Quantity::Other) {
        (None, true) => {
            checks.missing(
                at("simulated"),
                "the number that a twin shows, since it knows no such quantity".to_owned(),
            );
        }
        (Some(_), false) => {
            checks.unknown(
                at("simulated"),
                "this of the quantity `other` only: a twin knows the others".to_owned(),
            );
        }
        _ => {}
    }
    checks.count(at("decimals"), u32::from(field.decimals), 0, MOST_DECIMALS);
    checks.count(at("width"), u32::from(field.width), 0, WIDEST);
}

/// An instrument measures what its role is for, and no other reference.
fn check_role(at: &impl Fn(&str) -> String, dialect: &Dialect, checks: &mut Checks) {
    let count = |quantity| dialect.fields().filter(|(_, _, field)| field.quantity == quantity).count();
    let (resistances, pressures) = (count(Quantity::Resistance), count(Quantity::ReferencePressure));
    let (fits, role, accepted) = match dialect.role {
        Use::ThermometerBridge => (
            resistances > 0 && pressures == 0,
            "thermometer-bridge",
            "one `resistance` or more, no `reference-pressure`",
        ),
        Use::PressureReference => (
            resistances == 0 && pressures == 1,
            "pressure-reference",
            "exactly one `reference-pressure`, no `resistance`",
        ),
        Use::Recorded => {
            (resistances == 0 && pressures == 0, "recorded", "neither `resistance` nor `reference-pressure`")
        }
    };
    if !fits {
        let found =
            format!("\"{role}\" with {resistances} `resistance` and {pressures} `reference-pressure`");
        checks.refuse(at("dialect.role"), found, format!("for this role {accepted} among the fields"));
    }
    let mut inputs = BTreeSet::new();
    for input in dialect.fields().filter_map(|(_, _, field)| field.input) {
        if !inputs.insert(input) {
            checks.refuse(at("dialect.query"), format!("input {input} in two fields"), "each input once");
        }
    }
}

fn is_identifier(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.escape_default())
}
