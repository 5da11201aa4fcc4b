//! Everything but the samples: version, instrument, deployments, schedules.

use super::database::{Database, Need};
use super::instrument::{self, Channel};
use super::region::{self, Event, Position, Region};
use super::schema::{PLURAL, SINGULAR, Schema};
use super::{Problem, samples};

/// Most rows of each of these tables; a year of comments and casts has some thousands.
const MAX_ROWS: u64 = 200_000;

/// What a file says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Which version of the format.
    pub format: Format,
    /// The instrument; with several, the one of the lowest number, whose samples these are.
    pub instrument: Option<Instrument>,
    /// Its channels, in the order of the file.
    pub channels: Vec<Channel>,
    /// Deployments and downloads.
    pub deployments: Vec<Deployment>,
    /// How it was set to sample.
    pub schedules: Vec<Schedule>,
    /// Schedules that have samples; empty before version 3, which knows one alone.
    pub sampled_schedules: Vec<i64>,
    /// Casts, comments and the like.
    pub regions: Vec<Region>,
    /// What happened to the logger.
    pub events: Vec<Event>,
    /// Where it was.
    pub positions: Vec<Position>,
}

/// Version of the format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Format {
    /// Such as `2.18.2`.
    pub version: String,
    /// Who wrote it, such as `full`, `EPdesktop`, `live`.
    pub kind: String,
    /// The first number of the version.
    major: u32,
}

/// The instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// Such as `RBRconcerto³`.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// Version of its firmware.
    pub firmware: String,
    /// The maker's part number, if the file has it.
    pub part_number: String,
}

/// A deployment: from the programming of the logger to its download.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployment {
    /// Its name.
    pub name: String,
    /// What the user wrote.
    pub comment: String,
    /// When it was to begin, ms since 1970 UTC.
    pub begin_ms: Option<i64>,
    /// When it was to end, ms since 1970 UTC.
    pub end_ms: Option<i64>,
    /// When it was downloaded, ms since 1970 UTC.
    pub downloaded_ms: Option<i64>,
    /// The logger's clock less the computer's at download, ms.
    pub clock_error_ms: Option<i64>,
}

/// How the logger was set to sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Its number.
    pub number: i64,
    /// Its label: version 3 only, empty before.
    pub label: String,
    /// Such as `continuous`, `burst`, `ddsampling`; in lower case.
    pub mode: String,
    /// Time from sample to sample, ms; of a schedule that depends on the direction, the shorter.
    pub period_ms: Option<i64>,
    /// Number of samples in a burst.
    pub burst_samples: Option<i64>,
    /// Time from burst to burst, ms.
    pub burst_interval_ms: Option<i64>,
}

impl Header {
    /// Places in [`Header::channels`] of those that have samples, in their order.
    pub fn stored(&self) -> Vec<usize> {
        let stored = self.channels.iter().enumerate().filter(|(_, channel)| !channel.column.is_empty());
        let mut places: Vec<usize> = stored.map(|(place, _)| place).collect();
        places.sort_by_key(|place| &self.channels[*place].column);
        places
    }

    pub(super) fn schema(&self) -> &'static Schema {
        if self.format.major < 3 { &PLURAL } else { &SINGULAR }
    }
}

pub(super) fn read(database: &Database) -> Result<Header, Problem> {
    let format = format(database)?;
    let names = if format.major < 3 { &PLURAL } else { &SINGULAR };
    let found = instrument(database, names)?;
    let (number, instrument) = found.unzip();
    Ok(Header {
        format,
        instrument,
        channels: instrument::channels(database, names, number)?,
        deployments: deployments(database, names)?,
        schedules: schedules(database, names)?,
        sampled_schedules: samples::sampled_schedules(database, names)?,
        regions: region::regions(database, names)?,
        events: region::events(database)?,
        positions: region::positions(database)?,
    })
}

fn format(database: &Database) -> Result<Format, Problem> {
    let accepted = "an RBR .rsk file, which has one";
    if database.columns("dbInfo")?.is_none() {
        return Err(Problem::NoTable { table: "dbInfo", accepted });
    }
    let rows = database.rows("dbInfo", &[("version", Need::Required), ("type", Need::Optional)], MAX_ROWS)?;
    // Ruskin adds a row when it converts a file: the last one holds.
    let Some(row) = rows.iter().last() else {
        return Err(Problem::NoTable { table: "dbInfo", accepted: "one with a row" });
    };
    let (version, kind) = (row.text(0), row.text(1));
    let major = version.split('.').next().and_then(|text| text.parse().ok());
    match major {
        Some(major @ 1..=3) => Ok(Format { version, kind, major }),
        _ => Err(Problem::Version { version: version.chars().take(60).collect(), kind }),
    }
}

fn instrument(database: &Database, names: &Schema) -> Result<Option<(i64, Instrument)>, Problem> {
    let wanted = [
        (names.instrument_id, Need::Required),
        (names.serial, Need::Required),
        ("model", Need::Optional),
        ("firmwareVersion", Need::Optional),
        ("partNumber", Need::Optional),
    ];
    let rows = database.rows(names.instruments, &wanted, MAX_ROWS)?;
    let mut found: Option<(i64, Instrument)> = None;
    for row in rows.iter() {
        let number = row.needed(0)?;
        if found.as_ref().is_none_or(|(lowest, _)| number < *lowest) {
            let (serial, model) = (row.text(1), row.text(2));
            let (firmware, part_number) = (row.text(3), row.text(4));
            found = Some((number, Instrument { model, serial, firmware, part_number }));
        }
    }
    Ok(found)
}

fn deployments(database: &Database, names: &Schema) -> Result<Vec<Deployment>, Problem> {
    let is_plural = names.sample_time == PLURAL.sample_time;
    let optional = |name| (name, Need::Optional);
    let (table, wanted) = if is_plural {
        ("deployments", ["name", "comment", "timeOfDownload", "loggerTimeDrift", "deploymentID", ""])
    } else {
        ("dataset", ["label", "comment", "timeOfDownload", "instrumentTimeDrift", "startTime", "endTime"])
    };
    let rows = database.rows(table, &wanted.map(optional), MAX_ROWS)?;
    let wanted = ["deploymentID", "startTime", "endTime"].map(optional);
    let epochs = database.rows("epochs", &wanted, MAX_ROWS)?;
    let mut found = Vec::new();
    for row in rows.iter() {
        let (mut begin_ms, mut end_ms) = (None, None);
        if is_plural {
            for epoch in epochs.iter() {
                if epoch.whole(0)? == row.whole(4)? {
                    (begin_ms, end_ms) = (epoch.whole(1)?, epoch.whole(2)?);
                    break;
                }
            }
        } else {
            (begin_ms, end_ms) = (row.whole(4)?, row.whole(5)?);
        }
        found.push(Deployment {
            name: row.text(0),
            comment: row.text(1),
            begin_ms,
            end_ms,
            downloaded_ms: row.whole(2)?,
            clock_error_ms: row.whole(3)?,
        });
    }
    Ok(found)
}

fn schedules(database: &Database, names: &Schema) -> Result<Vec<Schedule>, Problem> {
    let wanted = [(names.schedule_id, Need::Required), ("mode", Need::Optional), ("label", Need::Optional)];
    let rows = database.rows(names.schedules, &wanted, MAX_ROWS)?;
    let mut found = Vec::new();
    for row in rows.iter() {
        found.push(Schedule {
            number: row.needed(0)?,
            mode: row.text(1).to_lowercase(),
            label: row.text(2),
            period_ms: None,
            burst_samples: None,
            burst_interval_ms: None,
        });
    }
    for (table, period) in names.modes {
        let wanted = [names.mode_of, period, "samplingCount", "repetitionPeriod", "burstInterval"];
        let rows = database.rows(table, &wanted.map(|name| (name, Need::Optional)), MAX_ROWS)?;
        for row in rows.iter() {
            let number = row.whole(0)?;
            if let Some(schedule) = found.iter_mut().find(|schedule| Some(schedule.number) == number) {
                schedule.period_ms = row.whole(1)?;
                schedule.burst_samples = row.whole(2)?;
                schedule.burst_interval_ms = row.whole(3)?.or(row.whole(4)?);
            }
        }
    }
    Ok(found)
}
