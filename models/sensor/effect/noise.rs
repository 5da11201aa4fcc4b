//! Noise with a stated spectrum: white, flicker (1/f) and random walk (1/f²).
//!
//! One-sided power density S(f) = w² + k²/f + r²/f², f in Hz: w, k and r are what an analyser shows in unit/√Hz for each part,
//! the latter two at 1 Hz. Flicker is a sum of relaxations with times spread evenly in their logarithm, each of the same variance,
//! as in semiconductors and metal films (van der Ziel, Physica 16 (1950) 359; McWhorter 1957); it reaches down to the slowest
//! of them.

use crate::randomness::{Stream, standard_normal};
use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// Ratio of neighbouring relaxation times: their sum follows 1/f within 1 % to a tenth, and 4 % to three tenths, of the sampling rate.
const RATIO: f64 = 4.0;
/// The fastest relaxation over the time between samples.
const FASTEST: f64 = 0.6;
/// As many relaxations: to 160,000 samples.
const RELAXATIONS: i32 = 10;

/// The spectrum of a sensor's noise, in its own output's unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoiseSpectrum {
    /// White part w, unit/√Hz.
    pub white: f64,
    /// Flicker part k at 1 Hz, unit/√Hz.
    pub flicker: f64,
    /// Random walk r at 1 Hz, unit/√Hz.
    pub walk: f64,
}

/// Noise under way: what its slow parts remember.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Noise {
    spectrum: NoiseSpectrum,
    sample_interval_s: f64,
    relaxations: Vec<f64>,
    walked: f64,
}

impl NoiseSpectrum {
    /// Power density at a frequency above zero, unit²/Hz.
    pub fn density(&self, hertz: f64) -> f64 {
        let Self { white, flicker, walk } = self;
        white * white + (flicker * flicker + walk * walk / hertz) / hertz
    }

    /// Standard deviation of one relaxation: an Ornstein–Uhlenbeck process of variance σ² has the one-sided density
    /// 4σ²τ/(1 + (2πfτ)²), and one for each factor RATIO in τ adds up to σ²/(f ln RATIO).
    fn relaxation_deviation(&self) -> f64 {
        self.flicker * libm::log(RATIO).sqrt()
    }
}

impl Noise {
    /// Noise that has been under way for long, sampled at an even interval; the walk begins at zero.
    pub fn under_way(spectrum: NoiseSpectrum, sample_interval_s: f64, stream: &mut Stream) -> Self {
        let deviation = spectrum.relaxation_deviation();
        let relaxations = (0..RELAXATIONS).map(|_| deviation * standard_normal(stream)).collect();
        Self { spectrum, sample_interval_s, relaxations, walked: 0.0 }
    }

    /// Time between samples, s.
    pub const fn interval_s(&self) -> f64 {
        self.sample_interval_s
    }

    /// The next sample: the mean over an interval for the white part, the value at its end for the slow ones.
    pub fn sample(&mut self, stream: &mut Stream) -> f64 {
        let deviation = self.spectrum.relaxation_deviation();
        for (index, state) in (0_i32..).zip(&mut self.relaxations) {
            // exp(−Δt/τ) with τ = Δt·FASTEST·RATIO^index.
            let kept = libm::exp(-1.0 / (FASTEST * libm::pow(RATIO, f64::from(index))));
            *state = kept * *state + deviation * (1.0 - kept * kept).sqrt() * standard_normal(stream);
        }
        // A walk whose variance grows by q each second has the one-sided density 2q/(2πf)².
        let walk_per_root_s = self.spectrum.walk * PI * std::f64::consts::SQRT_2;
        self.walked += walk_per_root_s * self.sample_interval_s.sqrt() * standard_normal(stream);
        let white = self.spectrum.white / (2.0 * self.sample_interval_s).sqrt() * standard_normal(stream);
        white + self.relaxations.iter().sum::<f64>() + self.walked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::randomness::stream;

    const SAMPLES: u32 = 8_192;
    const INTERVAL_S: f64 = 0.25;

    /// Power density by Hann-windowed Fourier sums at `line` whole periods in the record, averaged over records.
    fn periodogram(spectrum: NoiseSpectrum, lines: &[u32]) -> Vec<f64> {
        let records = 24;
        let mut density = vec![0.0; lines.len()];
        for run in 0..records {
            let mut random = stream(11, run, "noise");
            let mut noise = Noise::under_way(spectrum, INTERVAL_S, &mut random);
            let record: Vec<f64> = (0..SAMPLES).map(|_| noise.sample(&mut random)).collect();
            for (density, line) in density.iter_mut().zip(lines) {
                let (mut real, mut imaginary, mut squares) = (0.0, 0.0, 0.0);
                for (index, value) in (0..SAMPLES).zip(&record) {
                    let turn = 2.0 * PI * f64::from(index) / f64::from(SAMPLES);
                    let window = 0.5 - 0.5 * libm::cos(turn);
                    real += value * window * libm::cos(turn * f64::from(*line));
                    imaginary += value * window * libm::sin(turn * f64::from(*line));
                    squares += window * window;
                }
                *density +=
                    2.0 * INTERVAL_S * (real * real + imaginary * imaginary) / squares / records as f64;
            }
        }
        density
    }

    /// Lines spread over an octave at a low and at a high frequency of the record.
    fn slope_and_level(spectrum: NoiseSpectrum) -> (f64, f64) {
        let (low, high): (Vec<u32>, Vec<u32>) = ((20..40).collect(), (640..1_280).step_by(32).collect());
        let density = [periodogram(spectrum, &low), periodogram(spectrum, &high)];
        let stated = [low, high].map(|lines| -> f64 {
            lines
                .iter()
                .map(|line| spectrum.density(f64::from(*line) / (f64::from(SAMPLES) * INTERVAL_S)))
                .sum()
        });
        let [low, high] = density.map(|values| values.iter().sum::<f64>());
        (libm::log2(high / low) / 5.0, (low / stated[0] * high / stated[1]).sqrt())
    }

    /// 480 periodogram values to a band are good to 5 %: slopes over five octaves to 0.02, levels to 3.5 %. Four such; the
    /// walk also folds back at the rate: 5 % at the upper band.
    #[test]
    fn each_part_has_the_slope_and_the_level_that_are_stated() {
        let none = NoiseSpectrum { white: 0.0, flicker: 0.0, walk: 0.0 };
        let parts = [
            (NoiseSpectrum { white: 2e-4, ..none }, 0.0),
            (NoiseSpectrum { flicker: 2e-4, ..none }, -1.0),
            (NoiseSpectrum { walk: 2e-4, ..none }, -2.0),
        ];
        for (spectrum, expected) in parts {
            let (slope, level) = slope_and_level(spectrum);
            assert!((slope - expected).abs() < 0.08, "slope {slope}, stated {expected}");
            assert!((level - 1.0).abs() < 0.14, "level {level} for slope {expected}");
        }
    }
}
