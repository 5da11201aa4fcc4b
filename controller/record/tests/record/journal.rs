//! Appending and reading back; what is durable when; a failing store.

use crate::sample::{at, closed_bytes, end, happenings, opened, play, round};
use hadal_record::event::*;
use hadal_record::{Fault, FaultyStore, Journal, JournalError, MemoryStore, scan};
use proptest::prelude::*;
use std::time::Duration;

fn entries(bytes: &[u8]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let result = scan(bytes, |entry| entries.push(entry));
    assert!(result.is_ok(), "{result:?}");
    entries
}

fn event() -> impl Strategy<Value = Event> {
    let bytes = (0_u16..2, any::<bool>(), proptest::collection::vec(any::<u8>(), 0..200));
    let value = prop_oneof![
        any::<f64>().prop_filter("NaN differs from itself", |x| !x.is_nan()).prop_map(Ok),
        Just(Err(NoData::Timeout))
    ];
    let reading = (0_u16..4, value, any::<u64>(), any::<u64>());
    prop_oneof![
        bytes.prop_map(|(link, sent, bytes)| {
            let direction = if sent { Direction::Sent } else { Direction::Received };
            Event::Bytes { link, direction, bytes }
        }),
        reading.prop_map(|(channel, value, at_ns, from_sequence)| {
            Event::Reading(Reading { channel, value, at_ns, from_sequence })
        }),
        (".*", ".*").prop_map(|(from, to)| Event::Transition { from, to }),
        ".*".prop_map(|text| Event::Note { text }),
    ]
}

proptest! {
    #[test]
    fn what_is_appended_is_read_back(events in proptest::collection::vec((any::<u64>(), any::<i64>(), event()), 0..40)) {
        let store = MemoryStore::new();
        let mut journal = Journal::create(Box::new(store.clone()), opened()).unwrap();
        for (monotonic_ns, utc_ns, event) in &events {
            journal.append(Timestamp { monotonic_ns: *monotonic_ns, utc_ns: *utc_ns }, event).unwrap();
        }
        let read = entries(&store.bytes());
        prop_assert_eq!(read.len(), events.len() + 1);
        for (number, (entry, (monotonic_ns, utc_ns, event))) in read[1..].iter().zip(&events).enumerate() {
            prop_assert_eq!(entry.sequence, number as u64 + 1);
            prop_assert_eq!(entry.time, Timestamp { monotonic_ns: *monotonic_ns, utc_ns: *utc_ns });
            prop_assert_eq!(&entry.event, event);
        }
        prop_assert_eq!(scan(&store.bytes(), |_| {}).unwrap().head, journal.head());
    }
}

#[test]
fn the_first_event_is_durable_and_readings_wait_for_the_commit() {
    let store = MemoryStore::new();
    let mut journal = Journal::create(Box::new(store.clone()), opened()).unwrap();
    assert_eq!((journal.durable(), store.durable_bytes()), (1, store.bytes().len()));
    let before = store.durable_bytes();
    for event in round(0, 1) {
        journal.append(at(0), &event).unwrap();
    }
    assert_eq!((journal.durable(), store.durable_bytes()), (1, before));
    assert!(store.bytes().len() > before, "a killed process loses nothing that was appended");
    journal.commit().unwrap();
    assert_eq!((journal.durable(), store.durable_bytes()), (9, store.bytes().len()));
}

#[test]
fn what_the_run_moves_on_from_is_durable_at_once() {
    for event in happenings().into_iter().chain([end()]) {
        let store = MemoryStore::new();
        let mut journal = Journal::create(Box::new(store.clone()), opened()).unwrap();
        let sequence = journal.append(at(1), &event).unwrap();
        let expected = if matches!(event, Event::Command { .. }) { 1 } else { 2 };
        assert_eq!((sequence, journal.durable()), (1, expected), "{event:?}");
    }
}

#[test]
fn group_commits_follow_wall_time() {
    let store = MemoryStore::new();
    let mut journal = Journal::create(Box::new(store.clone()), opened()).unwrap();
    let syncs = store.syncs();
    let mut step = |milliseconds| {
        journal.append(at(1), &round(0, 1)[0]).unwrap();
        journal.commit_if_due(Duration::from_millis(milliseconds)).unwrap();
        store.syncs() - syncs
    };
    assert_eq!([50, 99, 100, 150, 199, 200, 900].map(&mut step), [0, 0, 1, 1, 1, 2, 3]);
    journal.commit_if_due(Duration::from_secs(5)).unwrap();
    assert_eq!(store.syncs() - syncs, 3, "nothing new, nothing to sync");
}

#[test]
fn a_failed_store_stays_failed() {
    for (fault, failing) in
        [(Fault::AppendNumber(3), 3), (Fault::SyncNumber(1), 9), (Fault::FullAfterBytes(1500), 5)]
    {
        let store = MemoryStore::new();
        let mut journal =
            Journal::create(Box::new(FaultyStore::new(store.clone(), fault)), opened()).unwrap();
        let results: Vec<bool> = round(0, 1)
            .iter()
            .chain(&happenings())
            .chain([&end()])
            .map(|event| journal.append(at(1), event).is_ok())
            .collect();
        let first_failure = results.iter().position(|good| !good).unwrap() + 1;
        assert!(first_failure >= failing, "{fault:?} at {first_failure}");
        assert!(results[first_failure - 1..].iter().all(|good| !good), "{fault:?}: {results:?}");
        assert!(matches!(journal.commit(), Err(JournalError::Failed(_))), "{fault:?}");
        assert!(
            matches!(journal.commit_if_due(Duration::from_secs(9)), Err(JournalError::Failed(_))),
            "{fault:?}"
        );
        let kept = entries(&store.bytes()[..store.durable_bytes()]);
        assert_eq!(
            kept.len() as u64,
            journal.durable(),
            "{fault:?}: what was acknowledged as durable is there"
        );
    }
}

#[test]
fn a_store_that_fails_at_once_opens_no_journal() {
    for fault in [Fault::AppendNumber(0), Fault::SyncNumber(0), Fault::FullAfterBytes(10)] {
        let store = FaultyStore::new(MemoryStore::new(), fault);
        assert!(matches!(Journal::create(Box::new(store), opened()), Err(JournalError::Io(_))), "{fault:?}");
    }
}

#[test]
fn what_does_not_belong_is_refused_and_changes_nothing() {
    let store = MemoryStore::new();
    let mut journal = play(store.clone(), 1).unwrap();
    let before = store.bytes();
    let reading = Reading { channel: 4, value: Ok(1.0), at_ns: 0, from_sequence: 0 };
    let bytes = Event::Bytes { link: 2, direction: Direction::Sent, bytes: Vec::new() };
    for (event, words) in [
        (Event::Reading(reading), "channel 4: the run was opened with 4"),
        (bytes, "link 2: the run was opened with 2"),
        (Event::Opened(Box::new(opened())), "accepted only as the first"),
    ] {
        let message = journal.append(at(9), &event).unwrap_err().to_string();
        assert!(message.contains(words), "{message}");
    }
    assert_eq!(store.bytes(), before);
    journal.append(at(9), &end()).unwrap();
    assert!(matches!(journal.append(at(9), &happenings()[0]), Err(JournalError::Closed)));
}

#[test]
fn channels_that_no_reader_could_tell_apart_are_refused() {
    for name in ["", "a b", "item.0", "7.x", "a.", ".a", "plc.time", "plc.pressure_status", "a.b.c", "é.x"] {
        let mut opened = opened();
        opened.channels[0].name = name.into();
        let result = Journal::create(Box::new(MemoryStore::new()), opened);
        assert!(matches!(result, Err(JournalError::Channels(_))), "{name}");
    }
    let mut twice = opened();
    twice.channels[0].name = twice.channels[1].name.clone();
    assert!(matches!(Journal::create(Box::new(MemoryStore::new()), twice), Err(JournalError::Channels(_))));
}

#[test]
fn identical_runs_give_identical_bytes() {
    assert_eq!(closed_bytes(20).unwrap(), closed_bytes(20).unwrap());
    assert_ne!(closed_bytes(20).unwrap(), closed_bytes(21).unwrap());
}

#[test]
fn the_format_of_journals_stays() {
    let head = scan(&closed_bytes(3).unwrap(), |_| {}).unwrap().head;
    let hex: String = head.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        hex, "1c9e63fec7c905d791421d9e141616759a10e7e944e0ca6728ad7c10bbe32183",
        "journals written before could no longer be checked: raise the version instead"
    );
}
