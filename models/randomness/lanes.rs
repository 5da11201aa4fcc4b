//! Streams for Monte Carlo by the million: eight xoshiro256++ generators abreast, keyed on what they are for.
//!
//! The state of each lane is a part of the digest of (seed, block, purpose), so that any block of any input can be drawn
//! alone, in any order, on any core. ChaCha8 ([`super::Stream`]) would take three times as long for bits that need to be
//! fair, not secret.

use pulp::Arch;
use rand::TryRng;
use std::convert::Infallible;

const LANES: usize = 8;
/// Numbers that are made ahead.
const AHEAD: usize = 512;

/// A fast stream of random numbers for one purpose in one block of a simulation.
#[derive(Clone, Debug)]
pub struct Lanes {
    state: [[u64; LANES]; 4],
    ready: [u64; AHEAD],
    next: usize,
}

impl Lanes {
    /// Opens the stream for `purpose` in block number `block` of the simulation `seed`.
    pub fn new(seed: u64, block: u64, purpose: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"hadal-lanes/1");
        hasher.update(&seed.to_le_bytes());
        hasher.update(&block.to_le_bytes());
        hasher.update(purpose.as_bytes());
        let mut digest = hasher.finalize_xof();
        let mut state = [[0; LANES]; 4];
        for word in state.as_flattened_mut() {
            let mut bytes = [0; 8];
            digest.fill(&mut bytes);
            *word = u64::from_le_bytes(bytes);
        }
        Self { state, ready: [0; AHEAD], next: AHEAD }
    }

    /// Fills with draws from the uniform distribution on the open interval (0, 1): the middles of 2⁵² equal parts.
    pub fn fill_uniform(&mut self, column: &mut [f64]) {
        const ONE: u64 = 1.0_f64.to_bits();
        const HALF_STEP: f64 = f64::EPSILON / 2.0;
        let mut rest = column;
        while !rest.is_empty() {
            if self.next == AHEAD {
                self.refill();
            }
            let count = rest.len().min(AHEAD - self.next);
            let (now, later) = rest.split_at_mut(count);
            let bits = &self.ready[self.next..self.next + count];
            for (draw, bits) in now.iter_mut().zip(bits) {
                *draw = f64::from_bits(ONE | (bits >> 12)) - 1.0 + HALF_STEP;
            }
            self.next += count;
            rest = later;
        }
    }

    fn refill(&mut self) {
        let (state, ready) = (&mut self.state, &mut self.ready);
        Arch::new().dispatch(
            #[inline(always)]
            || step(state, ready),
        );
        self.next = 0;
    }
}

/// Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM Trans. Math. Softw. 47 (2021), 36: xoshiro256++.
#[inline(always)]
fn step(state: &mut [[u64; LANES]; 4], results: &mut [u64; AHEAD]) {
    let [mut a, mut b, mut c, mut d] = *state;
    for group in results.as_chunks_mut::<LANES>().0 {
        for lane in 0..LANES {
            group[lane] = a[lane].wrapping_add(d[lane]).rotate_left(23).wrapping_add(a[lane]);
            let shifted = b[lane] << 17;
            c[lane] ^= a[lane];
            d[lane] ^= b[lane];
            b[lane] ^= c[lane];
            a[lane] ^= d[lane];
            c[lane] ^= shifted;
            d[lane] = d[lane].rotate_left(45);
        }
    }
    *state = [a, b, c, d];
}

impl TryRng for Lanes {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|bits| (bits >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        if self.next == AHEAD {
            self.refill();
        }
        let bits = self.ready[self.next];
        self.next += 1;
        Ok(bits)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for part in bytes.chunks_mut(8) {
            let word = self.try_next_u64()?.to_le_bytes();
            part.copy_from_slice(&word[..part.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng as _;

    /// First numbers of the authors' C program from the state 1, 2, 3, 4, as the crate `rand_xoshiro` tests against.
    #[test]
    fn val_each_lane_is_xoshiro256_plus_plus() {
        let mut state = [[1; LANES], [2; LANES], [3; LANES], [4; LANES]];
        let mut results = [0; AHEAD];
        step(&mut state, &mut results);
        let theirs = [
            41_943_041,
            58_720_359,
            3_588_806_011_781_223,
            3_591_011_842_654_386,
            9_228_616_714_210_784_205,
            9_973_669_472_204_895_162,
            14_011_001_112_246_962_877,
            12_406_186_145_184_390_807,
            15_849_039_046_786_891_736,
            10_450_023_813_501_588_000,
        ];
        for (group, theirs) in results.chunks(LANES).zip(theirs) {
            assert_eq!(group, [theirs; LANES]);
        }
    }

    #[test]
    fn streams_are_known_by_seed_block_and_purpose() {
        let first = |seed, block, purpose| Lanes::new(seed, block, purpose).next_u64();
        assert_eq!(first(1, 2, "x"), first(1, 2, "x"));
        for other in [first(2, 2, "x"), first(1, 3, "x"), first(1, 2, "y")] {
            assert_ne!(first(1, 2, "x"), other);
        }
    }

    #[test]
    fn uniform_draws_continue_the_stream_and_have_the_moments_of_the_distribution() {
        let (mut whole, mut parts) = (vec![0.0; 100_003], vec![0.0; 100_003]);
        Lanes::new(3, 0, "u").fill_uniform(&mut whole);
        let mut stream = Lanes::new(3, 0, "u");
        parts.chunks_mut(777).for_each(|part| stream.fill_uniform(part));
        assert_eq!(whole, parts);
        assert!(whole.iter().all(|u| 0.0 < *u && *u < 1.0));
        let count = 100_003.0;
        let mean = whole.iter().sum::<f64>() / count;
        let variance = whole.iter().map(|u| (u - 0.5) * (u - 0.5)).sum::<f64>() / count;
        // Standard errors: of the mean 1/√(12 n), of the variance √((1/80 − 1/144)/n). Four of them.
        assert!((mean - 0.5).abs() < 4.0 / (12.0_f64 * count).sqrt(), "{mean}");
        let error = ((1.0 / 80.0 - 1.0 / 144.0) / count).sqrt();
        assert!((variance - 1.0 / 12.0).abs() < 4.0 * error, "{variance}");
    }
}
