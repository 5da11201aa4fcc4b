//! A record from `run.h5`; every byte and the record itself are checked against the digests in the file.

use super::{LAYOUT, LayoutError, seal};
use crate::event::{
    Bottle, Bracket, Channel, Check, Checked, Drawn, Entry, Event, Opened, Outcome, Plant, Point, Source,
    Timestamp,
};
use crate::record::{ChannelSet, Record, Stamp, Traffic, empty_sets};
use ::hdf5::types::VarLenUnicode;
use ::hdf5::{File, Group, H5Type, Location, Result};
use std::path::Path;

/// Reads a whole file.
pub(crate) fn read_hdf5(path: &Path) -> std::result::Result<Record, LayoutError> {
    let file = seal::open(path, LAYOUT)?;
    let read = record(&file).and_then(|record| Ok((record, text(&file, "content_blake3")?)));
    let (record, stated) = read.map_err(|error| LayoutError::hdf5(path, error))?;
    if blake3::Hash::from_bytes(record.digest()).to_hex().as_str() != stated {
        return Err(LayoutError::damaged(path, "its record does not give the digest in `content_blake3`"));
    }
    Ok(record)
}

fn record(file: &File) -> Result<Record> {
    let opened = opened(file)?;
    let (events, event_stamps) = events(&file.group("events")?)?;
    let (points, point_stamps) = points(&file.group("points")?)?;
    let (bottles, bottle_stamps) = bottles(&file.group("bottles")?)?;
    let (checks, check_stamps) =
        if file.link_exists("checks") { checks(&file.group("checks")?)? } else { Default::default() };
    let events = events.into_iter().zip(event_stamps);
    Ok(Record {
        head: text(file, "journal_head_blake3")?,
        frames: number(file, "journal_frames")?,
        ended: Timestamp {
            monotonic_ns: number(file, "ended_monotonic_ns")?,
            utc_ns: number(file, "ended_utc_ns")?,
        },
        sets: sets(&file.group("readings")?, &opened)?,
        traffic: traffic(&file.group("bytes")?)?,
        events: events.map(|(event, Stamp { sequence, time })| Entry { sequence, time, event }).collect(),
        point_stamps,
        bottle_stamps,
        check_stamps,
        points,
        bottles,
        checks,
        outcome: outcome(&text(file, "outcome")?, text(file, "outcome_detail")?),
        opened,
    })
}

fn opened(file: &File) -> Result<Opened> {
    let mut sources = sources(&file.group("sources")?)?.into_iter();
    let mut next =
        || sources.next().ok_or_else(|| ::hdf5::Error::from("sources lacks the procedure or the rig"));
    let (procedure, rig) = (next()?, next()?);
    let plant = match text(file, "plant")?.as_str() {
        "twin" => Plant::Twin { seed: number(file, "seed")? },
        "hardware" => Plant::Hardware,
        other => return Err(format!("attribute plant is `{other}`; accepted: twin, hardware").into()),
    };
    Ok(Opened {
        run_id: text(file, "run_id")?,
        plant,
        procedure,
        rig,
        items: sources.collect(),
        software: text(file, "software")?,
        epoch_utc_ns: number(file, "epoch_utc_ns")?,
        links: texts(&file.group("links")?, "name")?,
        channels: channels(&file.group("channels")?)?,
    })
}

fn sources(group: &Group) -> Result<Vec<Source>> {
    let (paths, texts) = (texts(group, "path")?, texts(group, "text")?);
    Ok(paths.into_iter().zip(texts).map(|(path, text)| Source { path, text }).collect())
}

fn channels(group: &Group) -> Result<Vec<Channel>> {
    let (names, units) = (texts(group, "name")?, texts(group, "unit")?);
    let rows = names.into_iter().zip(units).zip(texts(group, "instrument")?);
    Ok(rows.map(|((name, unit), instrument)| Channel { name, unit, instrument }).collect())
}

fn sets(readings: &Group, opened: &Opened) -> Result<Vec<ChannelSet>> {
    let (mut sets, _) = empty_sets(opened);
    for set in &mut sets {
        let group = readings.group(&set.name)?;
        set.at_ns = column(&group, "monotonic")?;
        set.sequence = column(&group, "sequence")?;
        set.from_sequence = column(&group, "from_sequence")?;
        for series in &mut set.series {
            let variable = series.variable(opened).to_owned();
            series.values = column(&group, &variable)?;
            series.status = column(&group, &format!("{variable}_status"))?;
        }
    }
    Ok(sets)
}

fn traffic(group: &Group) -> Result<Traffic> {
    Ok(Traffic {
        sequence: column(group, "frame")?,
        monotonic_ns: column(group, "monotonic")?,
        utc_ns: column(group, "utc")?,
        link: column(group, "link")?,
        direction: column(group, "direction")?,
        byte_count: column(group, "byte_count")?,
        data: column(group, "data")?,
    })
}

fn events(group: &Group) -> Result<(Vec<Event>, Vec<Stamp>)> {
    let kinds: Vec<u8> = column(group, "kind")?;
    let rows = kinds.into_iter().zip(texts(group, "subject")?).zip(texts(group, "text")?);
    let events = rows.map(|((kind, subject), text)| event(kind, subject, text)).collect::<Result<_>>()?;
    Ok((events, stamps(group, "event")?))
}

fn event(kind: u8, subject: String, text: String) -> Result<Event> {
    match kind {
        0 => Ok(Event::Transition { from: subject, to: text }),
        1 => Ok(Event::Command { instrument: subject, what: text }),
        2 => Ok(Event::Trip { cause: subject, detail: text }),
        3 => Ok(Event::Note { text }),
        _ => Err(format!("events/kind is {kind}; accepted 0 to 3").into()),
    }
}

fn points(group: &Group) -> Result<(Vec<Point>, Vec<Stamp>)> {
    let index: Vec<u32> = column(group, "index")?;
    let leg: Vec<u32> = column(group, "leg")?;
    let temperature: Vec<f64> = column(group, "temperature")?;
    let salinity: Vec<f64> = column(group, "salinity")?;
    let pressure: Vec<f64> = column(group, "pressure")?;
    let from: Vec<u64> = column(group, "from")?;
    let until: Vec<u64> = column(group, "until")?;
    let point = |row: usize| {
        Some(Point {
            index: *index.get(row)?,
            leg: *leg.get(row)?,
            temperature_celsius: *temperature.get(row)?,
            salinity_practical: *salinity.get(row)?,
            pressure_mpa_sea: *pressure.get(row)?,
            from_ns: *from.get(row)?,
            until_ns: *until.get(row)?,
        })
    };
    Ok(((0..index.len()).filter_map(point).collect(), stamps(group, "point")?))
}

fn bottles(group: &Group) -> Result<(Vec<Bottle>, Vec<Stamp>)> {
    let index: Vec<u32> = column(group, "index")?;
    let leg: Vec<u32> = column(group, "leg")?;
    let places: Vec<u8> = column(group, "drawn")?;
    let drawn_at: Vec<u64> = column(group, "drawn_at")?;
    let salinity: Vec<f64> = column(group, "salinity")?;
    let bottle = |row: usize| {
        Some(Bottle {
            index: *index.get(row)?,
            leg: *leg.get(row)?,
            drawn: drawn(*places.get(row)?)?,
            drawn_ns: *drawn_at.get(row)?,
            salinity_practical: *salinity.get(row)?,
        })
    };
    Ok(((0..index.len()).filter_map(bottle).collect(), stamps(group, "bottle")?))
}

const fn drawn(code: u8) -> Option<Drawn> {
    match code {
        0 => Some(Drawn::WhileDosing),
        1 => Some(Drawn::BeforeLeg),
        2 => Some(Drawn::AfterLeg),
        3 => Some(Drawn::PumpReservoir),
        _ => None,
    }
}

fn checks(group: &Group) -> Result<(Vec<Check>, Vec<Stamp>)> {
    let brackets: Vec<u8> = column(group, "bracket")?;
    let kinds: Vec<u8> = column(group, "checked")?;
    let number: Vec<u32> = column(group, "number")?;
    let from: Vec<u64> = column(group, "from")?;
    let until: Vec<u64> = column(group, "until")?;
    let entered: Vec<f64> = column(group, "entered")?;
    let check = |row: usize| {
        Some(Check {
            bracket: bracket(*brackets.get(row)?)?,
            checked: checked(*kinds.get(row)?)?,
            number: *number.get(row)?,
            from_ns: *from.get(row)?,
            until_ns: *until.get(row)?,
            entered: entered.get(row).copied().filter(|value| !value.is_nan()),
        })
    };
    Ok(((0..number.len()).filter_map(check).collect(), stamps(group, "check")?))
}

const fn bracket(code: u8) -> Option<Bracket> {
    match code {
        0 => Some(Bracket::Before),
        1 => Some(Bracket::After),
        _ => None,
    }
}

const fn checked(code: u8) -> Option<Checked> {
    match code {
        0 => Some(Checked::TriplePoint),
        1 => Some(Checked::StandardSeawater),
        2 => Some(Checked::PressureZero),
        3 => Some(Checked::CellInAir),
        _ => None,
    }
}

fn outcome(name: &str, detail: String) -> Option<Outcome> {
    match name {
        "completed" => Some(Outcome::Completed),
        "tripped" => Some(Outcome::Tripped { cause: detail }),
        "failed" => Some(Outcome::Failed { reason: detail }),
        "recovered" => Some(Outcome::Recovered),
        _ => None,
    }
}

fn stamps(group: &Group, dimension: &str) -> Result<Vec<Stamp>> {
    let sequence: Vec<u64> = column(group, dimension)?;
    let monotonic: Vec<u64> = column(group, "monotonic")?;
    let utc: Vec<i64> = column(group, "utc")?;
    let rows = sequence.into_iter().zip(monotonic).zip(utc);
    Ok(rows
        .map(|((sequence, monotonic_ns), utc_ns)| Stamp {
            sequence,
            time: Timestamp { monotonic_ns, utc_ns },
        })
        .collect())
}

fn column<T: H5Type>(group: &Group, name: &str) -> Result<Vec<T>> {
    group.dataset(name)?.read_raw()
}

fn texts(group: &Group, name: &str) -> Result<Vec<String>> {
    let texts: Vec<VarLenUnicode> = column(group, name)?;
    Ok(texts.iter().map(|text| text.as_str().to_owned()).collect())
}

/// A text attribute of any length.
pub(super) fn text(object: &Location, name: &str) -> Result<String> {
    let text: VarLenUnicode = object.attr(name)?.read_scalar()?;
    Ok(text.as_str().to_owned())
}

fn number<T: H5Type>(object: &Location, name: &str) -> Result<T> {
    object.attr(name)?.read_scalar()
}
