//! The samples: table `data`, row by row in the order of time.

use super::columns::{Column, Samples};
use super::database::{Database, ReadError, too_much};
use super::header::Header;
use super::rows::whole;
use super::{Problem, schema};
use rusqlite::types::ValueRef;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// The table of the samples. Beside it lie `downsample` tables, for plots, which hold nothing else.
pub(super) const TABLE: &str = "data";

/// Takes time in ms, schedule, and values, and answers whether to go on.
type Visitor<'a> = dyn FnMut(i64, i64, &[f64]) -> ControlFlow<()> + 'a;

/// All samples, or those of one schedule.
pub(super) fn read(database: &Database, header: &Header, schedule: Option<i64>) -> Result<Samples, Problem> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut columns = Vec::new();
    for place in header.stored() {
        let channel = &header.channels[place];
        let count = seen.entry(channel.long_name.as_str()).and_modify(|count| *count += 1).or_insert(1);
        let name = match *count {
            1 => channel.long_name.clone(),
            again => format!("{}{again}", channel.long_name),
        };
        columns.push(Column { channel: place, name, unit: channel.unit.clone(), values: Vec::new() });
    }
    let mut samples = Samples { time_ms: Vec::new(), columns };
    visit(database, header, schedule, &mut |time_ms, _, values| {
        samples.time_ms.push(time_ms);
        for (column, value) in samples.columns.iter_mut().zip(values) {
            column.values.push(*value);
        }
        ControlFlow::Continue(())
    })?;
    Ok(samples)
}

/// Visits the samples of all schedules, or of one.
pub(super) fn visit(
    database: &Database,
    header: &Header,
    schedule: Option<i64>,
    visitor: &mut Visitor<'_>,
) -> Result<(), Problem> {
    let stored = header.stored();
    let names: Vec<&str> = stored.iter().map(|place| header.channels[*place].column.as_str()).collect();
    let time = header.schema().sample_time;
    let has_schedule = !header.sampled_schedules.is_empty();
    let schedules = if has_schedule { "scheduleId" } else { "0" };
    let list: String = names.iter().map(|name| format!(", \"{name}\"")).collect();
    let which = schedule.map_or(String::new(), |number| format!(" WHERE scheduleId = {number}"));
    let text = format!("SELECT \"{time}\", {schedules}{list} FROM {TABLE}{which} ORDER BY \"{time}\"");
    let limit = database.most_rows(names.len());
    let mut read = || -> Result<(), ReadError> {
        let mut statement = database.connection().prepare(&text)?;
        let mut rows = statement.query([])?;
        let mut values = vec![f64::NAN; names.len()];
        let mut number = 0;
        while let Some(row) = rows.next()? {
            number += 1;
            if number > limit {
                return Err(too_much(TABLE, limit, "rows, which do not fit into a file of this size").into());
            }
            let time_ms = whole_value(row.get_ref(0)?, time, number)?;
            let schedule = if has_schedule { whole_value(row.get_ref(1)?, "scheduleId", number)? } else { 0 };
            for (place, value) in values.iter_mut().enumerate() {
                *value = real_value(row.get_ref(place + 2)?, names[place], number)?;
            }
            if visitor(time_ms, schedule, &values).is_break() {
                break;
            }
        }
        Ok(())
    };
    read().map_err(|error| error.at(TABLE))
}

/// Which of the columns of the table hold a channel, with the channel's number.
pub(super) fn channel_columns(database: &Database) -> Result<Vec<(String, i64)>, Problem> {
    let accepted = "a file of type full, EPdesktop or live, or of version 3; one of type skinny or cervello holds the \
                    logger's own blocks: open it with Ruskin and save it";
    let there = database.columns(TABLE)?.ok_or(Problem::NoTable { table: TABLE, accepted })?;
    let number = |name: &String| -> Option<(String, i64)> {
        let digits = name.strip_prefix("channel")?;
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse().ok().map(|number| (name.clone(), number)))?
    };
    Ok(there.iter().filter_map(number).collect())
}

/// Which schedules have samples; none where the table knows no schedules.
pub(super) fn sampled_schedules(database: &Database, names: &schema::Schema) -> Result<Vec<i64>, Problem> {
    let there = database.columns(TABLE)?.unwrap_or_default();
    if !there.iter().any(|name| name == names.sample_time) {
        return Err(Problem::NoColumn { table: TABLE.to_owned(), column: names.sample_time.to_owned() });
    }
    if !there.iter().any(|name| name == "scheduleId") {
        return Ok(Vec::new());
    }
    let read = || -> Result<Vec<i64>, ReadError> {
        let text = format!("SELECT DISTINCT scheduleId FROM {TABLE} ORDER BY scheduleId LIMIT 1000");
        let mut statement = database.connection().prepare(&text)?;
        let mut rows = statement.query([])?;
        let (mut found, mut number) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            number += 1;
            found.push(whole_value(row.get_ref(0)?, "scheduleId", number)?);
        }
        Ok(found)
    };
    read().map_err(|error| error.at(TABLE))
}

fn whole_value(value: ValueRef<'_>, column: &str, row: u64) -> Result<i64, Problem> {
    match value {
        ValueRef::Integer(value) => Ok(value),
        ValueRef::Real(value) => {
            whole(value).ok_or_else(|| wrong(value.to_string(), column, row, "a whole number"))
        }
        other => Err(wrong(described(other), column, row, "a whole number")),
    }
}

fn real_value(value: ValueRef<'_>, column: &str, row: u64) -> Result<f64, Problem> {
    match value {
        ValueRef::Null => Ok(f64::NAN),
        ValueRef::Real(value) => Ok(value),
        #[expect(
            clippy::cast_precision_loss,
            reason = "a column of doubles stores whole numbers as integers"
        )]
        ValueRef::Integer(value) => Ok(value as f64),
        other => Err(wrong(described(other), column, row, "a number, or NULL where there is none")),
    }
}

fn wrong(value: String, column: &str, row: u64, accepted: &'static str) -> Problem {
    Problem::Value { table: TABLE.to_owned(), column: column.to_owned(), row, value, accepted }
}

fn described(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).chars().take(60).collect(),
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()),
        ValueRef::Integer(value) => value.to_string(),
        ValueRef::Real(value) => value.to_string(),
    }
}
