//! Journals cut or damaged: a torn tail is cut, everything else is an error, and no event is ever altered.

#![expect(clippy::cast_possible_truncation, reason = "lengths of short journals")]

use crate::sample::{closed_bytes, frame_starts};
use hadal_record::event::Entry;
use hadal_record::{ReadError, Scan, scan};

fn read(bytes: &[u8]) -> (Vec<Entry>, Result<Scan, ReadError>) {
    let mut entries = Vec::new();
    let result = scan(bytes, |entry| entries.push(entry));
    (entries, result)
}

#[test]
fn cut_at_any_byte_the_whole_frames_before_it_remain() {
    let bytes = closed_bytes(2).unwrap();
    let starts = frame_starts(&bytes);
    let (all, _) = read(&bytes);
    assert_eq!((all.len(), bytes.len()), (starts.len() - 1, starts[starts.len() - 1]));
    for cut in 0..=bytes.len() {
        let whole = starts.iter().filter(|end| **end <= cut).count().saturating_sub(1);
        let (entries, result) = read(&bytes[..cut]);
        assert_eq!(entries, all[..whole], "cut at {cut}");
        match result {
            Ok(scan) => {
                assert_eq!(scan.whole_bytes as usize, starts[whole], "cut at {cut}");
                assert_eq!(scan.torn_bytes as usize, cut - starts[whole], "cut at {cut}");
                assert_eq!((scan.frames as usize, scan.closed), (whole, cut == bytes.len()), "cut at {cut}");
            }
            Err(error) => assert!(whole == 0 && matches!(error, ReadError::Empty), "cut at {cut}: {error}"),
        }
    }
}

#[test]
fn a_torn_tail_may_hold_anything() {
    let bytes = closed_bytes(2).unwrap();
    let starts = frame_starts(&bytes);
    let (all, _) = read(&bytes);
    for filling in [0_u8, 0xff, 0x5a] {
        let mut torn = bytes[..starts[10] + 40].to_vec();
        torn.resize(torn.len() + 5000, filling);
        let (entries, result) = read(&torn);
        assert_eq!(entries, all[..10]);
        assert_eq!(result.unwrap().torn_bytes, 5040);
    }
}

#[test]
fn a_flipped_bit_is_damage_unless_it_is_in_the_last_frame() {
    let bytes = closed_bytes(1).unwrap();
    let starts = frame_starts(&bytes);
    let (all, _) = read(&bytes);
    let last = starts[starts.len() - 2];
    for bit in 0..bytes.len() * 8 {
        let (at, mut flipped) = (bit / 8, bytes.clone());
        flipped[at] ^= 1 << (bit % 8);
        let (entries, result) = read(&flipped);
        let whole = starts.iter().filter(|end| **end <= at).count().saturating_sub(1);
        assert_eq!(entries, all[..whole], "bit {bit}");
        match result {
            Err(ReadError::NotAJournal) => assert!(at < 16, "bit {bit}"),
            Err(ReadError::Damaged { sequence, offset, .. }) => {
                assert!(at < last, "bit {bit}");
                assert_eq!((sequence as usize, offset as usize), (whole, starts[whole]), "bit {bit}");
            }
            Ok(scan) => assert!(
                at >= last && !scan.closed && scan.torn_bytes as usize == bytes.len() - last,
                "bit {bit}"
            ),
            Err(other) => panic!("bit {bit}: {other}"),
        }
    }
}

#[test]
fn frames_left_out_repeated_swapped_or_from_another_run_are_damage() {
    let bytes = closed_bytes(2).unwrap();
    let other = closed_bytes(3).unwrap();
    let starts = frame_starts(&bytes);
    let frame = |number: usize| &bytes[starts[number]..starts[number + 1]];
    let from = |number: usize| &bytes[starts[number]..];
    let before = &bytes[..starts[5]];
    let other_starts = frame_starts(&other);
    let foreign = &other[other_starts[20]..other_starts[21]];
    for (name, made) in [
        ("left out", [before, from(6), &[]].concat()),
        ("repeated", [before, frame(5), from(5)].concat()),
        ("swapped", [before, frame(6), frame(5), from(7)].concat()),
        ("after the end", [&bytes[..], frame(5)].concat()),
        ("foreign", [&bytes[..starts[20]], foreign, from(21)].concat()),
    ] {
        assert!(matches!(read(&made).1, Err(ReadError::Damaged { .. })), "{name}");
    }
}

#[test]
fn other_files_are_no_journals() {
    assert!(matches!(read(b"").1, Err(ReadError::Empty)));
    assert!(matches!(read(b"\x89HDF\r\n\x1a\n0000000000000000").1, Err(ReadError::NotAJournal)));
    assert!(matches!(
        hadal_record::read(std::path::Path::new("/nowhere/run.journal")),
        Err(ReadError::Io { .. })
    ));
}
