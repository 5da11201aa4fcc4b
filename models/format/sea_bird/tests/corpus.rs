//! Published files, which are not in our repository, and mutations of our own that no parser may panic on.
//!
//! The mutations are deterministic, so a failure comes back. How many are run is a constant; the rate is that number
//! over the time the test reports.

use crate::randomness::{Stream, stream};
use rand::Rng as _;

/// A published file, or what another program makes of one; `tests/reference/sea-bird/README.md` says which there are.
pub(in crate::format::sea_bird) fn published(name: &str) -> Vec<u8> {
    let folder =
        std::env::var("HADAL_SEA_BIRD_FILES").expect("HADAL_SEA_BIRD_FILES names the folder of files");
    let path = std::path::Path::new(&folder).join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Executions of a long run, for each parser.
pub(in crate::format::sea_bird) const LONG: u64 = 10_000_000;
/// Executions of the run that every test makes.
pub(in crate::format::sea_bird) const SHORT: u64 = 2_000;

/// What is put in the place of a number or of a delimiter.
const TOKENS: [&[u8]; 16] = [
    b"nan",
    b"inf",
    b"1e999",
    b"-9.990e-29",
    b"18446744073709551616",
    b"-1",
    b"0",
    b"99999999",
    b"*END*",
    b"\n",
    b"\r\n",
    b"# nquan = ",
    b"# name 0 = ",
    b"<",
    b"=",
    b"\xc3\xa9",
];

/// Runs `parse` over mutated seeds.
pub(in crate::format::sea_bird) fn fuzz(
    seeds: &[&[u8]],
    executions: u64,
    purpose: &str,
    mut parse: impl FnMut(&[u8]),
) {
    let mut random = stream(4, 0, purpose);
    let mut bytes = Vec::new();
    for _ in 0..executions {
        let seed = seeds[below(&mut random, seeds.len())];
        bytes.clear();
        bytes.extend_from_slice(seed);
        for _ in 0..=below(&mut random, 4) {
            mutate(&mut bytes, seeds, &mut random);
        }
        parse(&bytes);
    }
}

fn mutate(bytes: &mut Vec<u8>, seeds: &[&[u8]], random: &mut Stream) {
    let place = below(random, bytes.len() + 1);
    let end = (place + below(random, 40)).min(bytes.len());
    match below(random, 7) {
        0 if place < bytes.len() => bytes[place] = below(random, 256).try_into().unwrap(),
        1 if place < bytes.len() => bytes[place] ^= 1 << below(random, 8),
        2 => drop(bytes.drain(place..end)),
        3 => bytes.truncate(place),
        4 => {
            let copy = bytes[place..end].to_vec();
            drop(bytes.splice(place..place, copy));
        }
        5 => {
            let other = seeds[below(random, seeds.len())];
            let from = below(random, other.len());
            let to = (from + below(random, 200)).min(other.len());
            drop(bytes.splice(place..end, other[from..to].iter().copied()));
        }
        _ => drop(bytes.splice(place..end, TOKENS[below(random, TOKENS.len())].iter().copied())),
    }
}

fn below(random: &mut Stream, limit: usize) -> usize {
    usize::try_from(random.next_u64() % (limit.max(1) as u64)).unwrap()
}
