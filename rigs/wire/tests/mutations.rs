//! Mutations of a small corpus: no item's decoder may panic, stop, or keep more than a few kilobytes, whatever it is fed.
//!
//! The corpus is replayed in every run, whole and byte by byte, with 2,000 mutations; ten million by hand:
//! `cargo test --release -p hadal-wire --test mutations -- --ignored --nocapture`.

use hadal_wire::{Decode, aanderaa, rbr_logger3, sbe_11plus, sbe_19plus, sbe_37, valeport_mini};
use std::fmt::Debug;

/// Executions of the run that every test makes, and of a long one.
const SHORT: u32 = 2_000;
const LONG: u32 = 10_000_000;

/// What is put in the place of a few bytes.
const TOKENS: [&[u8]; 16] = [
    b"\r", b"\n", b"\r\n", b"S>", b"?cmd S>", b"Ready: ", b">", b"#", b"%", b"\t", b", ", b" = ", b"Error-",
    b"e+999", b"nan", b"\xff",
];

/// Marsaglia's xorshift, seeded: a failure comes back.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % end.max(1)
    }
}

fn mutate(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    let place = random.below(bytes.len() + 1);
    let end = (place + random.below(20)).min(bytes.len());
    match random.below(5) {
        0 if place < bytes.len() => bytes[place] ^= 1 << random.below(8),
        1 => drop(bytes.drain(place..end)),
        2 => drop(bytes.splice(place..end, TOKENS[random.below(TOKENS.len())].iter().copied())),
        3 => drop(bytes.splice(place..place, other.iter().copied())),
        _ => bytes.rotate_left(place),
    }
    bytes.truncate(4_096);
}

/// Every decoder takes all that it is fed; what it does not take at once it forgets when it is reset.
fn decode<D: Decode + Default>(bytes: &[u8])
where
    D::Message: Debug,
{
    let mut decoder = D::default();
    let whole = decoder.feed(bytes).len();
    assert!(whole <= bytes.len(), "more messages than bytes");
    decoder.reset();
    let mut slowly = D::default();
    bytes.iter().for_each(|byte| drop(slowly.feed(&[*byte])));
    let kept = slowly.reset().map_or(0, |dropped| dropped.bytes.len());
    assert!(kept <= 2_048, "{kept} bytes kept");
}

fn decode_all(bytes: &[u8]) {
    decode::<sbe_37::RequestDecoder>(bytes);
    decode::<sbe_37::ReplyDecoder>(bytes);
    decode::<sbe_19plus::RequestDecoder>(bytes);
    decode::<sbe_19plus::ReplyDecoder>(bytes);
    decode::<sbe_11plus::RequestDecoder>(bytes);
    decode::<sbe_11plus::ReplyDecoder>(bytes);
    decode::<rbr_logger3::RequestDecoder>(bytes);
    decode::<rbr_logger3::ReplyDecoder>(bytes);
    decode::<valeport_mini::RequestDecoder>(bytes);
    decode::<valeport_mini::ReplyDecoder>(bytes);
    decode::<aanderaa::RequestDecoder>(bytes);
    decode::<aanderaa::ReplyDecoder>(bytes);
}

const CORPUS: [(&str, &[u8]); 6] = [
    ("sbe_37", include_bytes!("corpus/sbe_37.txt")),
    ("sbe_19plus", include_bytes!("corpus/sbe_19plus.txt")),
    ("sbe_11plus", include_bytes!("corpus/sbe_11plus.txt")),
    ("rbr_logger3", include_bytes!("corpus/rbr_logger3.txt")),
    ("valeport_mini", include_bytes!("corpus/valeport_mini.txt")),
    ("aanderaa", include_bytes!("corpus/aanderaa.txt")),
];

/// Feeds mutations of the named seed, with pieces of its neighbours, to that decoder pair alone or to all.
fn run(executions: u32, mut parse: impl FnMut(&[u8])) {
    for (number, (name, seed)) in (1_u64..).zip(CORPUS) {
        let mut random = Random(0x9E37_79B9_7F4A_7C15 ^ number);
        for _ in 0..executions {
            let mut bytes = seed.to_vec();
            for _ in 0..=random.below(4) {
                let (_, other) = CORPUS[random.below(CORPUS.len())];
                let cut = random.below(other.len());
                mutate(&mut bytes, &other[cut..(cut + 30).min(other.len())], &mut random);
            }
            parse(&bytes);
        }
        println!("{name}: {executions} executions");
    }
}

#[test]
fn the_corpus_and_its_mutations_are_taken() {
    CORPUS.iter().for_each(|(_, seed)| decode_all(seed));
    run(SHORT, decode_all);
}

#[test]
#[ignore = "ten million executions for each seed"]
fn fuzz_items() {
    let mut random = Random(7);
    run(LONG, |bytes| match random.below(6) {
        0 => decode::<sbe_37::ReplyDecoder>(bytes),
        1 => decode::<sbe_19plus::ReplyDecoder>(bytes),
        2 => decode::<sbe_11plus::ReplyDecoder>(bytes),
        3 => decode::<rbr_logger3::ReplyDecoder>(bytes),
        4 => decode::<valeport_mini::RequestDecoder>(bytes),
        _ => decode::<aanderaa::ReplyDecoder>(bytes),
    });
}
