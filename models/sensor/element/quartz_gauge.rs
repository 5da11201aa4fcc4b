//! A quartz beam that vibrates under the pull of a Bourdon tube, and a quartz thermometer beside it: the Digiquartz's kind.
//!
//! The beam is Euler's and Bernoulli's, clamped at both ends, with an axial load: with U = N L²/(2EI) its frequency Ω solves
//! Ω(1 − cosh M cos K) + U sinh M sin K = 0, M² = √(U² + Ω²) + U, K² = √(U² + Ω²) − U (from the beam's equation; Bokaian, J. Sound
//! and Vibration 126 (1988) 49, treats pressing loads so). Nothing but the load is put in; that its square rises almost, but not
//! quite, in proportion is a result. Heat moves quartz's stiffness (a parabola about a turning point), the mount's pull and the
//! tube's modulus. Around it friction keeps a little of past loads ([`Memory`]).
//!
//! The maker gives 32 to 42 kHz over the range of pressure and 172 kHz at some 50 ppm/K for the thermometer (Paroscientific's T
//! series, as Campbell Scientific's CR10X manual, 7.17, prints it).

use crate::quantity::{AbsolutePressure, Temperature};
use crate::sensor::Memory;
use serde::{Deserialize, Serialize};

/// Ω of the unloaded clamped beam: the first root of cosh √Ω cos √Ω = 1.
const UNLOADED: f64 = 22.373_285_448_061_07;
/// Rayleigh's estimate: Ω² grows by this for each unit of U (twice ∫φ′²/∫φ² = 12.30 of the unloaded shape).
const RAYLEIGH: f64 = 24.6;
/// Temperature at which the gauge is stated, °C.
const NOMINAL_CELSIUS: f64 = 20.0;

/// Frequency of a clamped beam under axial load over that without, for U = N L²/(2EI): positive pulls. NaN where the beam
/// buckles (below −2π²).
///
/// ```
/// // Buckling: at U = −2π² the beam stands still.
/// let almost = hadal_models::sensor::element::beam_frequency_ratio(-19.7);
/// assert!(almost > 0.0 && almost < 0.06);
/// ```
pub fn beam_frequency_ratio(load: f64) -> f64 {
    let determinant = |omega: f64| {
        let root = (load * load + omega * omega).sqrt();
        let (growing, swinging) = ((root + load).max(0.0).sqrt(), (root - load).max(0.0).sqrt());
        omega * (1.0 - libm::cosh(growing) * libm::cos(swinging))
            + load * libm::sinh(growing) * libm::sin(swinging)
    };
    let squared = UNLOADED * UNLOADED + RAYLEIGH * load;
    // The Rayleigh estimate is never low by more than the next mode allows; a secant from it converges in a few steps.
    let mut before = squared.max(1e-4).sqrt();
    let mut omega = before * (1.0 - 1e-4);
    let (mut at_before, mut at) = (determinant(before), determinant(omega));
    for _ in 0..40 {
        if (at - at_before).abs() < f64::MIN_POSITIVE || (omega - before).abs() < 1e-15 * omega {
            break;
        }
        let next = omega - at * (omega - before) / (at - at_before);
        (before, at_before) = (omega, at);
        omega = next;
        at = determinant(omega);
    }
    if load > -2.0 * std::f64::consts::PI * std::f64::consts::PI { omega / UNLOADED } else { f64::NAN }
}

/// A quartz pressure gauge as it truly is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuartzGauge {
    /// Full scale above vacuum, MPa.
    pub full_scale_mpa_absolute: f64,
    /// Period of the beam in vacuum at 20 °C, µs.
    pub period_us: f64,
    /// Load U per megapascal at 20 °C.
    pub load_per_mpa: f64,
    /// Relative change of that per megapascal: the tube unbends.
    pub tube_relative_per_mpa: f64,
    /// Relative change of that per kelvin: the tube softens.
    pub tube_relative_per_k: f64,
    /// Load U that the mount adds per kelvin.
    pub mount_load_per_k: f64,
    /// Turning point of the quartz's frequency, °C.
    pub turning_celsius: f64,
    /// Relative curvature of the frequency about it, 1/K².
    pub curvature_per_k2: f64,
    /// Half the opening of the hysteresis loop over full scale.
    pub hysteresis_fraction: f64,
    /// Period of the thermometer at 20 °C, µs.
    pub thermometer_period_us: f64,
    /// Relative change of the thermometer's frequency per kelvin.
    pub thermometer_relative_per_k: f64,
    /// Its curvature, 1/K².
    pub thermometer_relative_per_k2: f64,
}

impl QuartzGauge {
    /// The memory of a gauge that has been exercised to full scale and back to `pressure`.
    pub fn exercised(&self, pressure: AbsolutePressure) -> Memory {
        Memory::exercised(pressure.mpa() / self.full_scale_mpa_absolute)
    }

    /// Lets friction follow the pressure.
    pub fn follow(&self, memory: &mut Memory, pressure: AbsolutePressure) {
        memory.follow(pressure.mpa() / self.full_scale_mpa_absolute);
    }

    /// Period of the beam, µs, without noise.
    pub fn period_us(&self, memory: &Memory, temperature: Temperature, pressure: AbsolutePressure) -> f64 {
        let full_scale = self.full_scale_mpa_absolute;
        let lag = memory.lag(pressure.mpa() / full_scale, self.hysteresis_fraction);
        self.period_under_us(temperature, pressure.mpa() + lag * full_scale)
    }

    /// Period of the beam, µs, half way between the branches of its loop.
    pub fn middle_period_us(&self, temperature: Temperature, pressure: AbsolutePressure) -> f64 {
        self.period_under_us(temperature, pressure.mpa())
    }

    /// Period of the thermometer, µs, without noise.
    pub fn thermometer_us(&self, temperature: Temperature) -> f64 {
        let away = temperature.celsius() - NOMINAL_CELSIUS;
        let faster = (self.thermometer_relative_per_k + self.thermometer_relative_per_k2 * away) * away;
        self.thermometer_period_us / (1.0 + faster)
    }

    fn period_under_us(&self, temperature: Temperature, mpa: f64) -> f64 {
        let celsius = temperature.celsius();
        let away = celsius - NOMINAL_CELSIUS;
        let tube = (1.0 + self.tube_relative_per_mpa * mpa) * (1.0 + self.tube_relative_per_k * away);
        let load = self.load_per_mpa * mpa * tube + self.mount_load_per_k * away;
        let bend = |celsius: f64| {
            let from_turning = celsius - self.turning_celsius;
            self.curvature_per_k2 * from_turning * from_turning
        };
        let quartz = 1.0 - bend(celsius) + bend(NOMINAL_CELSIUS);
        self.period_us / (beam_frequency_ratio(load) * quartz)
    }
}

#[cfg(test)]
pub(in crate::sensor) mod tests {
    use super::*;

    pub(in crate::sensor) fn nominal() -> QuartzGauge {
        QuartzGauge {
            full_scale_mpa_absolute: 103.4,
            period_us: 30.4,
            load_per_mpa: 0.075,
            tube_relative_per_mpa: 2e-5,
            tube_relative_per_k: 1.5e-5,
            mount_load_per_k: 1.5e-3,
            turning_celsius: 22.0,
            curvature_per_k2: 3.5e-8,
            hysteresis_fraction: 2e-5,
            thermometer_period_us: 5.826,
            thermometer_relative_per_k: 4.5e-5,
            thermometer_relative_per_k2: 2e-8,
        }
    }

    /// Rayleigh–Ritz with the shape of the unloaded beam gives Ω² = Ω₀² + 24.60 U for small loads, from above.
    #[test]
    fn small_loads_change_the_square_of_the_frequency_as_rayleigh_says() {
        for load in [-0.1, 0.1] {
            let ratio = beam_frequency_ratio(load);
            let square = (ratio * ratio - 1.0) * UNLOADED * UNLOADED;
            assert!((square / (RAYLEIGH * load) - 1.0).abs() < 2e-3, "{square}");
        }
        assert!((beam_frequency_ratio(0.0) - 1.0).abs() < 1e-12);
    }

    /// A string: beyond all stiffness Ω → π √(2U).
    #[test]
    fn a_great_pull_makes_a_string_of_the_beam() {
        let ratio = beam_frequency_ratio(20_000.0) * UNLOADED;
        let string = std::f64::consts::PI * (2.0_f64 * 20_000.0).sqrt();
        assert!((1.0..1.03).contains(&(ratio / string)), "{ratio} {string}");
        assert!(beam_frequency_ratio(-20.0).is_nan());
    }

    /// Paroscientific by Campbell Scientific: 32 to 42 kHz; 172 kHz, ±50 ppm/K.
    #[test]
    fn val_frequencies_are_those_of_the_makers_range() {
        let gauge = nominal();
        let memory = gauge.exercised(AbsolutePressure::from_mpa(0.1));
        let at = |mpa: f64| {
            1e3 / gauge.period_us(&memory, Temperature::from_celsius(2.0), AbsolutePressure::from_mpa(mpa))
        };
        assert!((32.0..34.0).contains(&at(0.0)) && (34.0..42.0).contains(&at(103.4)), "{}", at(103.4));
        let thermometer = |celsius: f64| 1e3 / gauge.thermometer_us(Temperature::from_celsius(celsius));
        assert!((thermometer(20.0) / 172.0 - 1.0).abs() < 0.01);
        let slope = (thermometer(21.0) / thermometer(19.0) - 1.0) / 2.0;
        assert!((40e-6..50e-6).contains(&slope), "{slope}");
    }

    #[test]
    fn friction_reads_low_on_the_way_down_and_high_on_the_way_up() {
        let gauge = nominal();
        let (cold, half) = (Temperature::from_celsius(2.0), AbsolutePressure::from_mpa(50.0));
        let mut memory = gauge.exercised(AbsolutePressure::from_mpa(0.1));
        gauge.follow(&mut memory, half);
        let down = gauge.period_us(&memory, cold, half);
        gauge.follow(&mut memory, AbsolutePressure::from_mpa(103.4));
        gauge.follow(&mut memory, half);
        let up = gauge.period_us(&memory, cold, half);
        assert!(up < gauge.middle_period_us(cold, half) && gauge.middle_period_us(cold, half) < down);
    }
}
