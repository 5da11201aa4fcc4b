//! What errors say: which file, why, once, and what can be done; and what they leave behind.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use crate::sample::{closed_bytes, opened};
use hadal_record::{
    Fault, FaultyStore, Journal, LayoutError, MemoryStore, Record, RecoverError, read, read_tables, recover,
    write_hdf5, write_tables,
};
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

fn record() -> Record {
    Record::from_journal_bytes(&closed_bytes(3).unwrap()).unwrap()
}

/// A closed run with journal and `run.h5`.
fn run() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("run.journal"), closed_bytes(3).unwrap()).unwrap();
    recover(folder.path()).unwrap();
    let path = folder.path().join("run.h5");
    (folder, path)
}

fn cut(path: &Path) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
}

/// The message as a command prints it, with all causes.
fn printed(error: &dyn Error) -> String {
    let (mut text, mut cause) = (error.to_string(), error.source());
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[test]
fn a_damaged_file_beside_its_journal_can_be_rebuilt_and_the_error_says_how() {
    let (folder, path) = run();
    cut(&path);
    let message = printed(&Record::open(folder.path()).unwrap_err());
    assert!(message.starts_with(&format!("{}: ", path.display())), "{message}");
    let remedy = format!("`hadal recover {}` rebuilds it from the journal", folder.path().display());
    assert!(message.ends_with(&remedy), "{message}");
    assert!(recover(folder.path()).unwrap().written_now);
    Record::open(folder.path()).unwrap();

    fs::remove_file(folder.path().join("run.journal")).unwrap();
    cut(&path);
    let message = printed(&Record::open(folder.path()).unwrap_err());
    assert!(message.contains("run.h5") && !message.contains("recover"), "no journal, no remedy: {message}");
}

#[test]
fn no_error_tells_its_cause_twice() {
    let (_folder, path) = run();
    cut(&path);
    let nowhere = Path::new("/nowhere/at/all/run.h5");
    let faulty = FaultyStore::new(MemoryStore::new(), Fault::FullAfterBytes(0));
    let errors: Vec<Box<dyn Error>> = vec![
        Box::new(Record::open(&path).unwrap_err()),
        Box::new(read_tables(&path).unwrap_err()),
        Box::new(read_tables(nowhere).unwrap_err()),
        Box::new(write_hdf5(&record(), nowhere).unwrap_err()),
        Box::new(RecoverError::from(write_hdf5(&record(), nowhere).unwrap_err())),
        Box::new(read(nowhere).unwrap_err()),
        Box::new(Record::from_journal(nowhere).unwrap_err()),
        Box::new(RecoverError::from(Record::from_journal(nowhere).unwrap_err())),
        Box::new(Journal::create(Box::new(faulty), opened()).err().unwrap()),
    ];
    for error in &errors {
        let message = printed(error.as_ref());
        let parts: Vec<&str> = message.split(": ").collect();
        let twice = parts.iter().enumerate().find(|(at, part)| parts[at + 1..].contains(part));
        assert_eq!(twice, None, "{message}");
    }
    for error in &errors[..5] {
        assert!(error.to_string().contains("run.h5: "), "names its file: {error}");
    }
}

/// A partial file that leads to a full disk.
#[cfg(target_os = "linux")]
fn fill_disk_for(path: &Path) -> PathBuf {
    let partial = PathBuf::from(format!("{}.partial", path.display()));
    std::os::unix::fs::symlink("/dev/full", &partial).unwrap();
    partial
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_in_one_line_and_leaves_nothing() {
    let (folder, path) = run();
    let good = fs::read(&path).unwrap();
    let partial = fill_disk_for(&path);
    let error = write_hdf5(&record(), &path).unwrap_err();
    let message = printed(&error);
    let LayoutError::Io { error, .. } = error else { panic!("{message}") };
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
    assert!(message.starts_with(&format!("{}: No space left on device", path.display())), "{message}");
    assert!(message.contains("; free space, then `hadal recover ") && !message.contains('\n'), "{message}");
    assert!(partial.symlink_metadata().is_err(), "the partial file is gone");
    assert!(fs::read(&path).unwrap() == good, "the older file stays");

    fs::remove_file(&path).unwrap();
    fill_disk_for(&path);
    assert!(matches!(recover(folder.path()), Err(RecoverError::Layout(LayoutError::Io { .. }))));
    assert!(partial.symlink_metadata().is_err() && !path.exists());
    assert!(recover(folder.path()).unwrap().written_now, "with space again it is whole");
    assert!(fs::read(&path).unwrap() == good);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_no_part_of_tables() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("truth.h5");
    fill_disk_for(&path);
    let message = printed(&write_tables(&path, &BTreeMap::new(), &[]).unwrap_err());
    assert!(
        message.ends_with("No space left on device (os error 28); free space and try again"),
        "{message}"
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_name_that_cannot_be_taken_leaves_no_partial_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.h5");
    fs::create_dir_all(path.join("a folder that is not empty")).unwrap();
    let error = write_hdf5(&record(), &path).unwrap_err();
    assert!(matches!(error, LayoutError::Io { .. }), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
