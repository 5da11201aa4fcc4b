//! What the file says of stretches of time and of moments: casts, comments, positions, events.

use super::Problem;
use super::database::{Database, Need};
use super::rows::Row;
use super::schema::Schema;
use std::collections::BTreeMap;

/// Most rows of each of these tables; a year of comments and casts has some thousands.
const MAX_ROWS: u64 = 200_000;

/// A stretch of time about which the file says something.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// The maker's name of its kind, such as `CAST`, `PROFILE`, `GPS`, `COMMENT`.
    pub kind: String,
    /// Its beginning, ms since 1970 UTC.
    pub begin_ms: i64,
    /// Its end, ms since 1970 UTC.
    pub end_ms: i64,
    /// Its label.
    pub label: String,
    /// What the user wrote.
    pub description: String,
    /// What is said.
    pub detail: Detail,
}

/// What a region says.
#[derive(Clone, Debug, PartialEq)]
pub enum Detail {
    /// A cast downwards.
    CastDown,
    /// A cast upwards.
    CastUp,
    /// A position.
    Position {
        /// Degrees north.
        latitude_degrees_north: f64,
        /// Degrees east.
        longitude_degrees_east: f64,
    },
    /// Pressure of the atmosphere.
    Atmosphere {
        /// Its value.
        pressure: f64,
        /// Its unit as written.
        unit: String,
    },
    /// A comment.
    Comment(String),
    /// Nothing more.
    None,
}

/// Something that happened to the logger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// When, ms since 1970 UTC.
    pub time_ms: i64,
    /// The maker's number: 33 begins an upcast, 34 a downcast, 35 ends a cast.
    pub kind: i64,
}

/// Where the logger was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// When, ms since 1970 UTC.
    pub time_ms: i64,
    /// Degrees north.
    pub latitude_degrees_north: f64,
    /// Degrees east.
    pub longitude_degrees_east: f64,
}

pub(super) fn regions(database: &Database, names: &Schema) -> Result<Vec<Region>, Problem> {
    let wanted = [
        (names.region_id, Need::Required),
        ("type", Need::Optional),
        ("tstamp1", Need::Optional),
        ("tstamp2", Need::Optional),
        ("label", Need::Optional),
        ("description", Need::Optional),
    ];
    let rows = database.rows(names.regions, &wanted, MAX_ROWS)?;
    let mut details = details(database, names)?;
    let mut found = Vec::new();
    for row in rows.iter() {
        // One without its times says nothing of any sample.
        let (Some(begin_ms), Some(end_ms)) = (row.whole(2)?, row.whole(3)?) else { continue };
        found.push(Region {
            kind: row.text(1),
            begin_ms,
            end_ms,
            label: row.text(4),
            description: row.text(5),
            detail: details.remove(&row.needed(0)?).unwrap_or(Detail::None),
        });
    }
    Ok(found)
}

/// What the tables of each kind of region say, by the region's number.
fn details(database: &Database, names: &Schema) -> Result<BTreeMap<i64, Detail>, Problem> {
    let of: fn(&Row<'_>, &str) -> Result<Option<Detail>, Problem> = |row, table| {
        Ok(match table {
            "regionCast" => match row.text(1).as_str() {
                "DOWN" => Some(Detail::CastDown),
                "UP" => Some(Detail::CastUp),
                _ => None,
            },
            "regionGeoData" => row.number(1)?.zip(row.number(2)?).map(|(latitude, longitude)| {
                Detail::Position { latitude_degrees_north: latitude, longitude_degrees_east: longitude }
            }),
            "regionAtmosphere" => {
                row.number(1)?.map(|pressure| Detail::Atmosphere { pressure, unit: row.text(2) })
            }
            _ => Some(Detail::Comment(row.text(1))).filter(|_| !row.text(1).is_empty()),
        })
    };
    let mut found = BTreeMap::new();
    for (table, first, second) in [
        ("regionCast", "type", "type"),
        ("regionGeoData", "latitude", "longitude"),
        ("regionAtmosphere", "pressure", "unit"),
        ("regionComment", "content", "content"),
    ] {
        let wanted = [(names.region_of, Need::Required), (first, Need::Optional), (second, Need::Optional)];
        for row in database.rows(table, &wanted, MAX_ROWS)?.iter() {
            if let (Some(number), Some(detail)) = (row.whole(0)?, of(&row, table)?) {
                found.insert(number, detail);
            }
        }
    }
    Ok(found)
}

pub(super) fn events(database: &Database) -> Result<Vec<Event>, Problem> {
    let wanted = [("tstamp", Need::Optional), ("type", Need::Optional)];
    let rows = database.rows("events", &wanted, MAX_ROWS)?;
    let mut found = Vec::new();
    for row in rows.iter() {
        if let (Some(time_ms), Some(kind)) = (row.whole(0)?, row.whole(1)?) {
            found.push(Event { time_ms, kind });
        }
    }
    Ok(found)
}

pub(super) fn positions(database: &Database) -> Result<Vec<Position>, Problem> {
    let wanted = ["tstamp", "timestamp", "latitude", "longitude"].map(|name| (name, Need::Optional));
    let rows = database.rows("geodata", &wanted, MAX_ROWS)?;
    let mut found = Vec::new();
    for row in rows.iter() {
        let time = row.whole(0)?.or(row.whole(1)?);
        if let (Some(time_ms), Some(north), Some(east)) = (time, row.number(2)?, row.number(3)?) {
            let position = Position { time_ms, latitude_degrees_north: north, longitude_degrees_east: east };
            found.push(position);
        }
    }
    Ok(found)
}
