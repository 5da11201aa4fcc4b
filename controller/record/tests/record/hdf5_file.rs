//! `run.h5`: the same record, the same bytes, and no trust in a changed file.

use crate::sample::{at, checks, closed_bytes, end, opened, play};
use hadal_record::event::*;
use hadal_record::{Journal, LayoutError, MemoryStore, Record, RecordError, write_hdf5};
use std::fs;

fn record(rounds: u32) -> Record {
    let bytes = closed_bytes(rounds).unwrap_or_default();
    Record::from_journal_bytes(&bytes).unwrap_or_else(|error| unreachable!("the sample is sound: {error}"))
}

#[test]
fn a_record_comes_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    for rounds in [0, 3, 6000] {
        let path = folder.path().join("run.h5");
        let written = record(rounds);
        write_hdf5(&written, &path).unwrap();
        for read in [Record::open(&path).unwrap(), Record::open(folder.path()).unwrap()] {
            assert_eq!(read.opened, written.opened);
            assert_eq!((read.points(), read.bottles()), (written.points(), written.bottles()));
            assert_eq!(
                (&read.events, read.outcome(), read.ended),
                (&written.events, written.outcome(), written.ended)
            );
            assert_eq!(
                (&read.traffic, &read.head, read.frames),
                (&written.traffic, &written.head, written.frames)
            );
            assert_eq!(read.digest(), written.digest());
        }
    }
}

#[test]
fn every_part_of_a_record_is_in_its_digest() {
    let whole = record(3);
    let changes: [fn(&mut Record); 9] = [
        |record| record.opened.rig.text.push(' '),
        |record| record.frames += 1,
        |record| record.sets[0].series[0].values[1] = f64::NAN,
        |record| record.sets[1].series[1].status[2] = 4,
        |record| record.sets[1].at_ns[0] += 1,
        |record| record.sets[1].from_sequence[0] += 1,
        |record| record.traffic.data[3] ^= 1,
        |record| record.traffic.utc_ns[3] += 1,
        |record| record.point_stamps[0].time.utc_ns += 1,
    ];
    for (number, change) in changes.iter().enumerate() {
        let mut changed = whole.clone();
        change(&mut changed);
        assert_ne!(changed.digest(), whole.digest(), "change {number}");
    }
}

#[test]
fn identical_records_give_identical_files() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = ["one.h5", "other.h5"].map(|name| {
        write_hdf5(&record(6000), &folder.path().join(name)).unwrap();
        fs::read(folder.path().join(name)).unwrap()
    });
    assert!(bytes[0] == bytes[1]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no partial file stays");
}

#[test]
fn an_open_run_becomes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = MemoryStore::new();
    play(store.clone(), 2).unwrap();
    let open = Record::from_journal_bytes(&store.bytes()).unwrap();
    assert!(matches!(write_hdf5(&open, &folder.path().join("run.h5")), Err(LayoutError::NotClosed { .. })));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    fs::write(folder.path().join("run.journal"), store.bytes()).unwrap();
    assert!(matches!(Record::open(folder.path()), Err(RecordError::NotClosed)));
}

#[test]
fn a_changed_value_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.h5");
    write_hdf5(&record(3), &path).unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let salinity = 34.987_654_f64.to_le_bytes();
    let place = bytes.windows(8).position(|window| window == salinity).unwrap();
    bytes[place] ^= 1;
    fs::write(&path, bytes).unwrap();
    assert!(matches!(Record::open(&path), Err(RecordError::Hdf5(LayoutError::Damaged { .. }))));
}

#[test]
fn what_is_no_record_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Record::open(folder.path()), Err(RecordError::Missing(_))));
    assert!(matches!(Record::open(&folder.path().join("run.h5")), Err(RecordError::Missing(_))));
    let path = folder.path().join("run.h5");
    fs::write(&path, "not HDF5").unwrap();
    assert!(matches!(Record::open(&path), Err(RecordError::Hdf5(LayoutError::Hdf5 { .. }))));
    hadal_record::write_tables(&path, &Default::default(), &[]).unwrap();
    assert!(matches!(Record::open(&path), Err(RecordError::Hdf5(LayoutError::Layout { .. }))));
}

#[test]
fn times_far_apart_and_odd_texts_survive() {
    let folder = tempfile::tempdir().unwrap();
    let store = MemoryStore::new();
    let mut opened = opened();
    opened.plant = Plant::Hardware;
    opened.items.clear();
    opened.links = vec![String::new(), "a".repeat(70_000)];
    let mut journal = Journal::create(Box::new(store.clone()), opened).unwrap();
    let reason = format!("{} \0 ü", "very long ".repeat(10_000));
    let strange = Timestamp { monotonic_ns: u64::MAX, utc_ns: i64::MIN };
    journal.append(strange, &Event::Note { text: String::new() }).unwrap();
    journal.append(at(3), &Event::Closed { outcome: Outcome::Failed { reason } }).unwrap();
    let written = Record::from_journal_bytes(&store.bytes()).unwrap();
    let path = folder.path().join("run.h5");
    write_hdf5(&written, &path).unwrap();
    let read = Record::open(&path).unwrap();
    assert_eq!(
        (read.outcome(), &read.events, &read.opened),
        (written.outcome(), &written.events, &written.opened)
    );
    assert!(!read.simulated());
    assert!(read.checks().is_empty(), "a run without checks has no group of them");
}

#[test]
fn checks_survive_the_journal_and_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = MemoryStore::new();
    let mut journal = play(store.clone(), 2).unwrap();
    for event in checks().iter().chain([&end()]) {
        journal.append(at(9), event).unwrap();
    }
    let written = Record::from_journal_bytes(&store.bytes()).unwrap();
    let path = folder.path().join("run.h5");
    write_hdf5(&written, &path).unwrap();
    let read = Record::open(&path).unwrap();
    let appended: Vec<Event> = read.checks().iter().cloned().map(Event::Check).collect();
    assert_eq!(appended, checks());
    assert_eq!((read.checks(), &read.check_stamps), (written.checks(), &written.check_stamps));
    assert_eq!(read.digest(), written.digest());
}
