//! Independent random streams, keyed on what they are for.
//!
//! A stream is a counter-based generator (ChaCha8) whose key is the digest of (seed, run, purpose): adding a new
//! purpose never shifts an old one, and runs can be drawn in any order on any number of cores.

mod lanes;

pub use lanes::Lanes;

use rand::{Rng as _, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};

/// A stream of random numbers for one purpose of one run.
pub type Stream = ChaCha8Rng;

/// Opens the stream for `purpose` in run number `run` of the campaign `seed`.
pub fn stream(seed: u64, run: u64, purpose: &str) -> Stream {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"hadal-stream/1");
    hasher.update(&seed.to_le_bytes());
    hasher.update(&run.to_le_bytes());
    hasher.update(purpose.as_bytes());
    Stream::from_seed(*hasher.finalize().as_bytes())
}

/// A stream that is used up to a position, both as `get_seed` and `get_word_pos` gave them.
pub fn resumed(seed: [u8; 32], position: u128) -> Stream {
    let mut stream = Stream::from_seed(seed);
    stream.set_word_pos(position);
    stream
}

/// One draw from the standard normal distribution.
pub fn standard_normal(stream: &mut Stream) -> f64 {
    StandardNormal.sample(stream)
}

/// One draw from the uniform distribution on [0, 1), with 53 random bits.
pub fn uniform(stream: &mut Stream) -> f64 {
    const SCALE: f64 = 1.0 / 9_007_199_254_740_992.0;
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
    let integer = (stream.next_u64() >> 11) as f64;
    integer * SCALE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_are_independent_and_repeatable() {
        let first: Vec<f64> = (0..4)
            .map({
                let mut s = stream(7, 0, "cell");
                move |_| uniform(&mut s)
            })
            .collect();
        let mut again = stream(7, 0, "cell");
        let mut other = stream(7, 0, "thermistor");
        assert_eq!(first[0].to_bits(), uniform(&mut again).to_bits());
        assert_ne!(first[0].to_bits(), uniform(&mut other).to_bits());
    }

    #[test]
    fn normal_draws_have_unit_variance_within_five_standard_errors() {
        let mut s = stream(1, 0, "moments");
        let n = 100_000;
        let draws: Vec<f64> = (0..n).map(|_| standard_normal(&mut s)).collect();
        let count = f64::from(n);
        let mean = draws.iter().sum::<f64>() / count;
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count;
        assert!(mean.abs() < 5.0 / count.sqrt(), "{mean}");
        assert!((variance - 1.0).abs() < 5.0 * (2.0 / count).sqrt(), "{variance}");
    }
}
