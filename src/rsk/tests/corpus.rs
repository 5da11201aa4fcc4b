//! Mutations of valid databases, which must end in samples or an error: never a panic, never without end.
//!
//! They are deterministic, so a failure comes back.

use super::super::database::{Database, MAGIC};
use super::super::*;
use super::{EPDESKTOP_1, FULL_2, VERSION_3};
use rusqlite::Connection;

/// Executions of a long run.
const LONG: u64 = 10_000_000;
/// Executions of the run that every test makes.
const SHORT: u64 = 1_000;

/// Bytes of a database in small pages, so that a mutation seldom falls into nothing.
fn bytes(sql: &str) -> Vec<u8> {
    let mut database = Connection::open_in_memory().unwrap();
    database.execute_batch(&format!("PRAGMA page_size = 512; {sql}")).unwrap();
    database.serialize("main").unwrap().to_vec()
}

/// What [`open`] and [`Rsk::read`] do, with the file in memory.
fn read(bytes: &[u8]) -> Result<(Header, Samples), Problem> {
    if !bytes.starts_with(MAGIC) {
        return Err(Problem::NotSqlite);
    }
    let mut connection = Connection::open_in_memory().unwrap();
    connection.deserialize_read_exact("main", bytes, bytes.len(), true).unwrap();
    let database = Database::guarded(connection, bytes.len() as u64)?;
    let header = header::read(&database)?;
    let samples = samples::read(&database, &header, header.sampled_schedules.first().copied())?;
    Ok((header, samples))
}

/// Steele, Lea and Flood, splitmix64, 2014.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % (limit.max(1) as u64)).unwrap()
    }
}

fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    let place = random.below(bytes.len());
    let end = (place + random.below(64)).min(bytes.len());
    match random.below(6) {
        0 => bytes[place] = u8::try_from(random.below(256)).unwrap(),
        1 => bytes[place] ^= 1 << random.below(8),
        // The beginning of a page is where its tree is described.
        2 => {
            let start = place / 512 * 512 + random.below(12);
            if let Some(byte) = bytes.get_mut(start) {
                *byte = u8::try_from(random.below(256)).unwrap();
            }
        }
        3 => {
            let from = random.below(bytes.len() - (end - place) + 1);
            bytes.copy_within(from..from + (end - place), place);
        }
        4 => bytes[place..end].fill(0),
        _ if random.below(8) == 0 => bytes.truncate(place),
        _ => bytes[place] = bytes[place].wrapping_add(1),
    }
}

/// Reads so many mutations and counts those that are still read whole.
fn fuzz(executions: u64) -> u64 {
    let seeds = [bytes(FULL_2), bytes(EPDESKTOP_1), bytes(VERSION_3)];
    let mut random = Random(4);
    let mut whole = 0;
    for _ in 0..executions {
        let mut mutated = seeds[random.below(seeds.len())].clone();
        for _ in 0..=random.below(6) {
            if !mutated.is_empty() {
                mutate(&mut mutated, &mut random);
            }
        }
        if let Ok((header, samples)) = read(&mutated) {
            assert_eq!(samples.columns.len(), header.stored().len());
            whole += 1;
        }
    }
    whole
}

#[test]
fn mutated_files_end_in_samples_or_an_error() {
    let whole = fuzz(SHORT);
    // Mutations that break every file, or none, would prove little.
    assert!((SHORT / 20..SHORT * 19 / 20).contains(&whole), "{whole}");
}

#[test]
#[ignore = "ten million executions"]
fn fuzz_rsk() {
    let executions = std::env::var("HADAL_FUZZ_EXECUTIONS").ok().and_then(|text| text.parse().ok());
    let whole = fuzz(executions.unwrap_or(LONG));
    assert!(whole > 0);
}
