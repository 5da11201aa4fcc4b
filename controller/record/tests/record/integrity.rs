//! No byte of a published file can change unnoticed: values, units, titles, times, text, padding.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use crate::sample::closed_bytes;
use hadal_record::{
    Column, LayoutError, Record, Table, read_tables, utc_seconds_unit, write_hdf5, write_tables,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A prime, so that places of every kind are hit in files made of blocks of even size.
const STRIDE: usize = 251;

fn record_file(folder: &Path) -> PathBuf {
    let path = folder.join("run.h5");
    let record = Record::from_journal_bytes(&closed_bytes(3).unwrap()).unwrap();
    write_hdf5(&record, &path).unwrap();
    path
}

fn tables_file(folder: &Path) -> PathBuf {
    let path = folder.join("truth.h5");
    let column = |name: &str, unit: &str, values: &[f64]| Column {
        name: name.into(),
        unit: unit.into(),
        long_name: format!("the {name} of it"),
        values: values.to_vec(),
    };
    let time = column("time", &utc_seconds_unit(1_772_323_200_250_000_000), &[0.0, 60.0, 120.5]);
    let columns = vec![time, column("pressure", "MPa", &[0.1, 23.0, f64::NAN])];
    let table = Table { group: "trace".into(), dimension: "time".into(), columns };
    let attributes =
        BTreeMap::from([("run_id".into(), "00ff".into()), ("title".into(), "SIMULATED: truth".into())]);
    write_tables(&path, &attributes, &[table]).unwrap();
    path
}

/// Replaces the first place of `old` by `new`.
fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let at = bytes.windows(old.len()).position(|window| window == old).unwrap();
    let mut changed = bytes.to_vec();
    changed[at..at + new.len()].copy_from_slice(new);
    changed
}

#[test]
fn no_byte_changes_unnoticed() {
    let folder = tempfile::tempdir().unwrap();
    for path in [record_file(folder.path()), tables_file(folder.path())] {
        let is_read = || match path.ends_with("run.h5") {
            true => Record::open(&path).map(drop).map_err(|error| error.to_string()),
            false => read_tables(&path).map(drop).map_err(|error| error.to_string()),
        };
        is_read().unwrap();
        let good = fs::read(&path).unwrap();
        for at in (0..good.len()).step_by(STRIDE) {
            let mut bytes = good.clone();
            bytes[at] ^= 0x20;
            fs::write(&path, &bytes).unwrap();
            let message = is_read().unwrap_err();
            assert!(message.starts_with(&path.display().to_string()), "byte {at}: {message}");
        }
        fs::write(&path, &good[..good.len() - 1]).unwrap();
        is_read().unwrap_err();
        fs::write(&path, [&good[..], b"x"].concat()).unwrap();
        is_read().unwrap_err();
    }
}

#[test]
fn the_digest_is_of_the_file_with_zeros_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = tables_file(folder.path());
    let bytes = fs::read(&path).unwrap();
    let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let stated: Vec<&[u8]> = bytes.windows(64).filter(|window| window.iter().all(is_digit)).collect();
    assert_eq!(stated.len(), 1, "one digest, with other bytes around it");
    let zeroed = replaced(&bytes, stated[0], &[b'0'; 64]);
    assert_eq!(blake3::hash(&zeroed).to_hex().as_bytes(), stated[0]);
}

#[test]
fn a_changed_title_or_source_of_tables_is_damage() {
    let folder = tempfile::tempdir().unwrap();
    let path = tables_file(folder.path());
    let good = fs::read(&path).unwrap();
    for (old, new) in [(&b"SIMULATED: truth"[..], &b"MEASURED: truths"[..]), (b"00ff", b"00fe")] {
        fs::write(&path, replaced(&good, old, new)).unwrap();
        let error = read_tables(&path).unwrap_err();
        assert!(matches!(error, LayoutError::Damaged { .. }), "{error}");
    }
}

#[test]
fn tables_say_whose_they_are_and_of_when() {
    let folder = tempfile::tempdir().unwrap();
    let read = read_tables(&tables_file(folder.path())).unwrap();
    let stated = |name: &str| read.attributes[name].as_str();
    assert_eq!((stated("run_id"), stated("id")), ("00ff", "00ff.tables"));
    assert_eq!(stated("time_coverage_start"), "2026-03-01T00:00:00.25Z");
    assert_eq!(stated("time_coverage_end"), "2026-03-01T00:02:00.75Z");
    assert_eq!(stated("date_created"), stated("time_coverage_end"));
}

#[test]
fn a_record_is_no_file_of_tables() {
    let folder = tempfile::tempdir().unwrap();
    let error = read_tables(&record_file(folder.path())).unwrap_err();
    assert!(matches!(&error, LayoutError::Layout { found, .. } if found == "hadal-record/1"), "{error}");
}
