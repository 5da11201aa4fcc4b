//! A small run with every kind of event.

use hadal_record::event::*;
use hadal_record::{Journal, JournalError, MemoryStore, Store};

/// 2026-03-01T00:00:00.25Z: not on a whole second, so that fractions are carried.
pub(crate) const EPOCH_UTC_NS: i64 = 1_772_323_200_250_000_000;
const SECOND: u64 = 1_000_000_000;

pub(crate) fn opened() -> Opened {
    let channel = |name: &str, unit: &str, instrument: &str| Channel {
        name: name.into(),
        unit: unit.into(),
        instrument: instrument.into(),
    };
    let source =
        |path: &str| Source { path: path.into(), text: format!("# {path}\ntitle = \"Tiefsee 20 °C\"\n") };
    Opened {
        run_id: "0123456789abcdef0123456789abcdef".into(),
        plant: Plant::Twin { seed: u64::MAX - 1 },
        procedure: source("procedure.toml"),
        rig: source("rig.toml"),
        items: vec![source("item.toml")],
        software: "hadal 0.1.0".into(),
        epoch_utc_ns: EPOCH_UTC_NS,
        links: vec!["bridge".into(), "item_0".into()],
        channels: vec![
            channel("reference_thermometer_0.resistance", "ohm", "bridge"),
            channel("item_0.temperature_counts", "1", "item_0"),
            channel("reference_thermometer_0.temperature", "degree_Celsius", "bridge"),
            channel("item_0.conductivity_frequency", "Hz", "item_0"),
        ],
    }
}

pub(crate) fn at(nanoseconds: u64) -> Timestamp {
    Timestamp { monotonic_ns: nanoseconds, utc_ns: EPOCH_UTC_NS.saturating_add_unsigned(nanoseconds) }
}

/// The events of one round of polls: bytes both ways and what was read from them.
pub(crate) fn round(number: u32, sequence: u64) -> Vec<Event> {
    let now = u64::from(number) * SECOND;
    let reading = |channel, value, from_sequence| {
        Event::Reading(Reading { channel, value, at_ns: now + SECOND / 3, from_sequence })
    };
    let bytes =
        |link, direction, text: &str| Event::Bytes { link, direction, bytes: text.as_bytes().to_vec() };
    let temperature = 2.0 + f64::from(number) * 1e-5;
    vec![
        bytes(0, Direction::Sent, "READ?\r\n"),
        bytes(0, Direction::Received, &format!("{:.7}\r\n", 25.5 + temperature / 10.0)),
        reading(0, Ok(25.5 + temperature / 10.0), sequence + 1),
        reading(2, Ok(temperature), sequence + 1),
        bytes(1, Direction::Sent, "TSR\r\n"),
        bytes(1, Direction::Received, &format!("{number}, 4242.424\r\n")),
        reading(
            1,
            if number % 7 == 3 { Err(NoData::Malformed) } else { Ok(f64::from(number)) },
            sequence + 5,
        ),
        reading(3, Ok(4242.424), sequence + 5),
    ]
}

/// What happens seldom.
pub(crate) fn happenings() -> Vec<Event> {
    vec![
        Event::Transition { from: "approach".into(), to: "soak".into() },
        Event::Command { instrument: "plc".into(), what: "jacket 2.5 °C".into() },
        Event::Bottle(Bottle {
            index: 0,
            leg: 0,
            drawn: Drawn::BeforeLeg,
            drawn_ns: 5,
            salinity_practical: 34.987_654,
        }),
        Event::Point(Point {
            index: 0,
            leg: 0,
            temperature_celsius: 2.0,
            salinity_practical: 35.0,
            pressure_mpa_sea: 115.0,
            from_ns: SECOND,
            until_ns: 3 * SECOND,
        }),
        Event::Trip { cause: "OverPressure".into(), detail: "119.2 > 119".into() },
        Event::Note { text: "a NUL \0 and an empty line\n\n".into() },
    ]
}

/// Checks before and after a run, which a run need not have.
pub(crate) fn checks() -> Vec<Event> {
    vec![
        Event::Check(Check {
            bracket: Bracket::Before,
            checked: Checked::TriplePoint,
            number: 1,
            from_ns: SECOND,
            until_ns: 2 * SECOND,
            entered: None,
        }),
        Event::Check(Check {
            bracket: Bracket::After,
            checked: Checked::PressureZero,
            number: 0,
            from_ns: 4 * SECOND,
            until_ns: 5 * SECOND,
            entered: Some(1013.25),
        }),
    ]
}

pub(crate) fn end() -> Event {
    Event::Closed { outcome: Outcome::Tripped { cause: "OverPressure".into() } }
}

/// Appends `rounds` rounds and what happens seldom; the run stays open.
pub(crate) fn play(store: impl Store + 'static, rounds: u32) -> Result<Journal, JournalError> {
    let mut journal = Journal::create(Box::new(store), opened())?;
    for number in 0..rounds {
        let time = at(u64::from(number) * SECOND);
        for event in round(number, journal.sequence()) {
            journal.append(time, &event)?;
        }
    }
    for event in happenings() {
        journal.append(at(u64::from(rounds) * SECOND), &event)?;
    }
    Ok(journal)
}

/// The bytes of a closed journal.
pub(crate) fn closed_bytes(rounds: u32) -> Result<Vec<u8>, JournalError> {
    let store = MemoryStore::new();
    let mut journal = play(store.clone(), rounds)?;
    journal.append(at(u64::from(rounds + 1) * SECOND), &end())?;
    Ok(store.bytes())
}

/// Where each frame of a sound journal begins, and where the last one ends.
pub(crate) fn frame_starts(bytes: &[u8]) -> Vec<usize> {
    let mut starts = vec![16];
    while let Some(length) = bytes.get(starts[starts.len() - 1]..).and_then(|rest| rest.first_chunk::<4>()) {
        let length = u32::from_le_bytes(*length) as usize;
        starts.push(starts[starts.len() - 1] + 32 + length + 32);
    }
    starts
}
