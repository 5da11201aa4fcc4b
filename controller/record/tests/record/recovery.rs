//! Runs whose process died: recovery closes them, once, and always in the same way.

use crate::sample::{closed_bytes, frame_starts, play};
use hadal_record::event::{Event, Outcome};
use hadal_record::{FileStore, ReadError, Record, RecoverError, read, recover};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

fn run_with(journal: &[u8]) -> std::io::Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("run.journal"), journal)?;
    Ok(folder)
}

fn file(folder: &Path, name: &str) -> Vec<u8> {
    fs::read(folder.join(name)).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// A killed process leaves a prefix of what it appended.
    #[test]
    fn killed_anywhere_every_whole_event_is_recovered_once(fraction in 0.0..1.0_f64) {
        let bytes = closed_bytes(4).unwrap();
        let starts = frame_starts(&bytes);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a short journal")]
        let cut = starts[1] + (fraction * (bytes.len() - starts[1]) as f64) as usize;
        let whole = starts.iter().filter(|end| **end <= cut).count() - 1;
        let folder = run_with(&bytes[..cut]).unwrap();
        let first = recover(folder.path()).unwrap();
        prop_assert_eq!((first.frames, first.torn_bytes), (whole as u64 + 1, (cut - starts[whole]) as u64));
        prop_assert_eq!((&first.outcome, first.closed_now, first.written_now), (&Outcome::Recovered, true, true));

        let recovered = read(&folder.path().join("run.journal")).unwrap();
        let complete = run_with(&bytes).unwrap();
        let all = read(&complete.path().join("run.journal")).unwrap();
        prop_assert_eq!(&recovered.entries[..whole], &all.entries[..whole]);
        prop_assert_eq!(&recovered.entries[whole].event, &Event::Closed { outcome: Outcome::Recovered });
        let record = Record::open(&folder.path().join("run.h5")).unwrap();
        prop_assert_eq!(record.digest(), Record::from_journal(&folder.path().join("run.journal")).unwrap().digest());

        let files = ["run.journal", "run.h5"].map(|name| file(folder.path(), name));
        let second = recover(folder.path()).unwrap();
        prop_assert_eq!((second.closed_now, second.written_now, second.torn_bytes), (false, false, 0));
        prop_assert_eq!((&second.head, &second.outcome), (&first.head, &first.outcome));
        prop_assert!(files == ["run.journal", "run.h5"].map(|name| file(folder.path(), name)));

        let elsewhere = run_with(&bytes[..cut]).unwrap();
        recover(elsewhere.path()).unwrap();
        prop_assert!(files == ["run.journal", "run.h5"].map(|name| file(elsewhere.path(), name)));
    }
}

#[test]
fn a_finished_run_is_left_alone_however_it_is_named() {
    let folder = run_with(&closed_bytes(3).unwrap()).unwrap();
    let first = recover(folder.path()).unwrap();
    assert_eq!((first.closed_now, first.written_now), (false, true));
    assert_eq!(first.outcome, Outcome::Tripped { cause: "OverPressure".into() });
    let times = || {
        ["run.journal", "run.h5"].map(|name| folder.path().join(name).metadata().unwrap().modified().unwrap())
    };
    let before = times();
    let second = recover(&folder.path().join("run.h5")).unwrap();
    assert_eq!((second.closed_now, second.written_now, second.frames), (false, false, first.frames));
    assert_eq!(times(), before);
    fs::remove_file(folder.path().join("run.journal")).unwrap();
    assert_eq!(
        recover(folder.path()).unwrap().head,
        first.head,
        "the HDF5 file alone is a finished run, too"
    );
}

#[test]
fn a_live_run_is_refused_and_its_journal_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.journal");
    let journal = play(FileStore::create(&path).unwrap(), 2).unwrap();
    let before = fs::read(&path).unwrap();
    assert!(matches!(recover(folder.path()), Err(RecoverError::Alive)));
    assert_eq!(fs::read(&path).unwrap(), before);
    drop(journal);
    assert!(recover(folder.path()).unwrap().closed_now);
}

#[test]
fn two_processes_never_write_one_journal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.journal");
    let _first = FileStore::create(&path).unwrap();
    assert_eq!(FileStore::create(&path).unwrap_err().kind(), std::io::ErrorKind::AlreadyExists);
}

#[test]
fn damage_is_kept_as_evidence() {
    let mut bytes = closed_bytes(3).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    let folder = run_with(&bytes).unwrap();
    assert!(matches!(recover(folder.path()), Err(RecoverError::Read(ReadError::Damaged { .. }))));
    assert_eq!(file(folder.path(), "run.journal"), bytes);
    assert!(!folder.path().join("run.h5").exists());
}

#[test]
fn a_journal_without_a_whole_event_is_told() {
    let bytes = closed_bytes(1).unwrap();
    for cut in [0, 10, 16, 200] {
        let folder = run_with(&bytes[..cut]).unwrap();
        assert!(matches!(recover(folder.path()), Err(RecoverError::Read(ReadError::Empty))), "{cut}");
        assert_eq!(file(folder.path(), "run.journal").len(), cut);
    }
    assert!(matches!(recover(Path::new("/nowhere/at/all")), Err(RecoverError::Record(_))));
}

#[test]
fn an_unfinished_or_damaged_file_is_written_again() {
    let folder = run_with(&closed_bytes(3).unwrap()).unwrap();
    fs::write(folder.path().join("run.h5.partial"), "torn").unwrap();
    recover(folder.path()).unwrap();
    let good = file(folder.path(), "run.h5");
    fs::write(folder.path().join("run.h5"), &good[..good.len() / 2]).unwrap();
    assert!(recover(folder.path()).unwrap().written_now);
    assert!(file(folder.path(), "run.h5") == good);
    assert!(!folder.path().join("run.h5.partial").exists());
}
