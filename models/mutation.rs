//! Mutations of small inputs of our own: none may make a parser panic, hang or fill the memory.
//!
//! They are deterministic, so a failure comes back. How many are run is a constant, and each run says how many it made;
//! `docs/validation.md` has the long runs.

pub(crate) mod corpus;

use crate::randomness::{Stream, stream};
use rand::Rng as _;

/// Executions of a long run, for each parser.
pub(crate) const LONG: u64 = 10_000_000;
/// Executions of the run that every test makes.
pub(crate) const SHORT: u64 = 2_000;
/// Longest input that is given, bytes: a few mutations of small files stay far below.
const LONGEST: usize = 16_384;

/// What is put in the place of a number, a name or a delimiter.
const TOKENS: [&[u8]; 32] = [
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
    b"\"",
    b",",
    b"#",
    b"(",
    b")",
    b"^",
    b"-",
    b"ln(",
    b"[[step]]\n",
    b"/>",
    b"&#x41;",
    b"<!--",
    b": ",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
];

/// Runs `parse` over mutated seeds, and prints how many times it did.
pub(crate) fn fuzz(seeds: &[&[u8]], executions: u64, purpose: &str, mut parse: impl FnMut(&[u8])) {
    let mut random = stream(4, 0, purpose);
    let mut bytes = Vec::new();
    let (mut executed, mut longest) = (0_u64, 0);
    while executed < executions {
        let seed = seeds[below(&mut random, seeds.len())];
        bytes.clear();
        bytes.extend_from_slice(seed);
        for _ in 0..=below(&mut random, 4) {
            mutate(&mut bytes, seeds, &mut random);
        }
        bytes.truncate(LONGEST);
        longest = longest.max(bytes.len());
        parse(&bytes);
        executed += 1;
    }
    println!("{purpose}: {executed} executions over {} seeds, inputs of up to {longest} bytes", seeds.len());
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
