//! Noise: the slopes that its spectrum states, seen in the time domain.

use super::{Basis, Row};
use hadal_models::randomness::stream;
use hadal_models::sensor::effect::noise::{Noise, NoiseSpectrum};

/// Allan variance of means over `size` samples.
fn allan_variance(samples: &[f64], size: usize) -> f64 {
    let means: Vec<f64> =
        samples.chunks_exact(size).map(|chunk| chunk.iter().sum::<f64>() / size as f64).collect();
    let steps = means.windows(2).map(|pair| (pair[1] - pair[0]) * (pair[1] - pair[0]));
    steps.sum::<f64>() / (2.0 * (means.len() - 1) as f64)
}

/// Exponent of the Allan deviation between means over 16 and over 512 samples.
fn exponent(spectrum: NoiseSpectrum) -> f64 {
    let (mut short, mut long) = (0.0, 0.0);
    for run in 0..16 {
        let mut random = stream(super::SEED, run, "allan");
        let mut noise = Noise::under_way(spectrum, 1.0, &mut random);
        let samples: Vec<f64> = (0..32_768).map(|_| noise.sample(&mut random)).collect();
        short += allan_variance(&samples, 16);
        long += allan_variance(&samples, 512);
    }
    0.5 * libm::log(long / short) / libm::log(32.0)
}

pub(super) fn rows() -> Vec<Row> {
    let none = NoiseSpectrum { white: 0.0, flicker: 0.0, walk: 0.0 };
    let parts = [
        ("white", NoiseSpectrum { white: 1.0, ..none }, -0.5),
        ("flicker (1/f)", NoiseSpectrum { flicker: 1.0, ..none }, 0.0),
        ("random walk (1/f²)", NoiseSpectrum { walk: 1.0, ..none }, 0.5),
    ];
    parts
        .into_iter()
        .map(|(name, spectrum, published)| {
            let found = exponent(spectrum);
            Row {
                subject: format!("noise, {name}: exponent of the Allan deviation with averaging time"),
                published: format!("{published:+.1}"),
                source: "Riley, NIST Special Publication 1065, 2008, table of power laws",
                drawn: format!("{found:+.2}"),
                criterion: "0.04, twice what 16 records of 64 long means allow".into(),
                basis: Basis::Independent,
                agrees: (found - published).abs() < 0.04,
            }
        })
        .collect()
}
