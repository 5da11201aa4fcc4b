//! Thermometers: the oscillator of a profiler (SBE 3) and the deep-sea standard (SBE 35).

use super::{about, between};
use crate::quantity::{SeaPressure, Temperature};
use crate::randomness::{Stream, uniform};
use crate::sensor::Thermistor;
use crate::sensor::effect::drift::StudentT;
use crate::sensor::effect::noise::{Noise, NoiseSpectrum};
use crate::sensor::effect::probe::{Probe, ProbeState};
use crate::sensor::effect::quantiser::Quantiser;
use crate::sensor::element::{Bead, WienThermometer};
use serde::{Deserialize, Serialize};

/// Pressure at which the field calibrations of 2007 state their effects, MPa: 6,000 dbar.
const STATED_MPA: f64 = 60.0;

/// A thermometer with an oscillator, its probe in a pumped duct.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OscillatorUnit {
    /// Bead and bridge.
    pub element: WienThermometer,
    /// The probe around the bead.
    pub probe: Probe,
    /// Speed of the water past it, m/s.
    pub speed_m_per_s: f64,
    /// Noise of the output, Hz.
    pub noise: NoiseSpectrum,
    /// Drift of the indicated temperature, mK a year.
    pub drift_mk_per_year: f64,
    /// The counter that reads it, Hz.
    pub counter: Quantiser,
}

/// An oscillator thermometer under way: where its probe and its noise stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OscillatorState {
    probe: ProbeState,
    noise: Noise,
}

impl OscillatorUnit {
    /// One unit.
    ///
    /// Pressure effect at 6,000 dbar: eight of eleven units 1 to 2 mK, three little (Uchida et al. 2007), and −77 µK/MPa in one
    /// other (Peruzzi et al. 2017), which is 4.6 mK. So: 22 % little, 70 % of 1 to 2 mK, 8 % (one of twelve) of 2 to 7 mK, since
    /// the worst of a dozen is not the worst there is; four of five read low, as that one did (shares, signs and the 7 mK are
    /// judgement). Response 0.065 ± 0.010 s in a sheath of 0.8 mm (data sheet of the SBE 3plus). Speed: a pump's 30 ml/s through
    /// the duct, 1.0 to 1.1 m/s (judgement).
    pub fn draw(stream: &mut Stream) -> Self {
        let (class, sign) = (uniform(stream), if uniform(stream) < 0.8 { -1.0 } else { 1.0 });
        let effect_mk = if class < 0.22 {
            between(stream, 0.0, 0.8)
        } else if class < 0.92 {
            between(stream, 1.0, 2.0)
        } else {
            between(stream, 2.0, 7.0)
        };
        let bead = Bead {
            resistance_at_25_celsius_ohm: about(stream, 10_000.0, 300.0),
            barrier_kelvin: about(stream, 4_600.0, 25.0),
            disorder_kelvin: about(stream, 540.0, 15.0),
            // Over 60 MPa the filling passes on 6 % less than at first.
            pressure_effect_k_per_mpa: sign * effect_mk * 1e-3 / STATED_MPA / 0.955,
        };
        let element = WienThermometer {
            bead,
            leads_ohm: between(stream, 0.2, 1.0),
            leakage_ohm: between(stream, 2e9, 2e10),
            series_f: about(stream, 4.4e-9, 4e-11),
            arm_ohm: about(stream, 5_000.0, 25.0),
            arm_f: about(stream, 4.4e-9, 4e-11),
            delay_s: between(stream, 2e-8, 8e-8),
        };
        let probe = Probe {
            diameter_m: 0.8e-3,
            length_m: 8e-3,
            heat_capacity_j_per_m_k: between(stream, 1.6, 1.8),
            inner_time_s: between(stream, 0.029, 0.039),
            inner_resistance_k_per_w: between(stream, 30.0, 100.0),
            power_w: between(stream, 0.5e-6, 2e-6),
        };
        Self {
            element,
            probe,
            speed_m_per_s: between(stream, 1.0, 1.1),
            // 1 Hz is about 13 mK: white 0.1 mK/√Hz, flicker a tenth of it (judgement).
            noise: NoiseSpectrum { white: 6e-3, flicker: 6e-4, walk: 1e-6 },
            drift_mk_per_year: StudentT::TEMPERATURE_MK_PER_YEAR.draw(stream),
            // A fifth of a millikelvin at 24 scans a second (judgement).
            counter: Quantiser { step: 0.015 },
        }
    }

    /// Under way, in water that has long been as it is, to be read at an even interval.
    pub fn under_way(&self, water: Temperature, interval_s: f64, stream: &mut Stream) -> OscillatorState {
        let noise = Noise::under_way(self.noise, interval_s, stream);
        OscillatorState { probe: self.probe.at_rest(self.speed_m_per_s, water), noise }
    }

    /// The next scan, Hz: late, warmed, squeezed, drifted since the calibration so many years ago, noisy and counted.
    pub fn scan(
        &self,
        state: &mut OscillatorState,
        water: Temperature,
        pressure: SeaPressure,
        years: f64,
        stream: &mut Stream,
    ) -> f64 {
        let step_s = state.noise.interval_s();
        let bead = self.probe.follow(&mut state.probe, self.speed_m_per_s, water, step_s);
        let shown = Temperature::from_celsius(bead.celsius() + 1e-3 * self.drift_mk_per_year * years);
        let hertz = self.element.frequency_hz(shown, pressure) + state.noise.sample(stream);
        self.counter.quantise(hertz)
    }

    /// Frequency in water that has long been as it is, Hz, without noise and drift.
    pub fn frequency_hz(&self, water: Temperature, pressure: SeaPressure) -> f64 {
        self.element.frequency_hz(self.probe.settled(self.speed_m_per_s, water), pressure)
    }
}

/// A deep-sea standard thermometer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReferenceUnit {
    /// Bead and converter.
    pub element: Thermistor,
    /// Drift of the indicated temperature, mK a year.
    pub drift_mk_per_year: f64,
}

impl ReferenceUnit {
    /// One unit.
    ///
    /// Pressure effects on which sources conflict: +41 µK/MPa in one unit (Peruzzi et al. 2017); about 0.3 mK at 60 MPa in two, not
    /// alike (Peruzzi et al., J. Mar. Sci. Eng. 9 (2021) 398); none found to 65 MPa, U = 0.7 mK (Uchida et al. 2015). So: eight
    /// of these nine units, 89 %, about zero with 5 µK/MPa; 9 % from 10 to 60 µK/MPa and 2 % as far below zero (the spread, the
    /// 60 and the signs are judgement). Drift −0.11 to +0.14 mK a year in six units
    /// (Uchida et al. 2015).
    pub fn draw(stream: &mut Stream) -> Self {
        let class = uniform(stream);
        let effect_k_per_mpa = if class < 0.89 {
            about(stream, 0.0, 5e-6)
        } else if class < 0.98 {
            between(stream, 10e-6, 60e-6)
        } else {
            between(stream, -60e-6, -10e-6)
        };
        let element = Thermistor {
            counts_at_25_celsius: about(stream, 267_500.0, 5_000.0),
            activation_kelvin: about(stream, 3_505.0, 15.0),
            activation_relative_per_k: about(stream, 4.0e-4, 1e-5),
            leakage_counts: between(stream, 3e9, 1e10),
            pressure_effect_k_per_mpa: effect_k_per_mpa,
            sheath_stiffening_mpa: between(stream, 600.0, 1_200.0),
        };
        Self { element, drift_mk_per_year: about(stream, 0.0, 0.1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::randomness::stream;

    #[test]
    fn scans_follow_a_step_and_settle_where_physics_says_but_for_drift_noise_and_counting() {
        let mut random = stream(8, 0, "scans");
        let unit = OscillatorUnit::draw(&mut random);
        let (warm, cold) = (Temperature::from_celsius(6.0), Temperature::from_celsius(5.0));
        let deep = SeaPressure::from_dbar(1_000.0);
        let mut state = unit.under_way(warm, 1.0 / 24.0, &mut random);
        let scans: Vec<f64> =
            (0..2_400).map(|_| unit.scan(&mut state, cold, deep, 0.0, &mut random)).collect();
        let (before, after) = (unit.frequency_hz(warm, deep), unit.frequency_hz(cold, deep));
        assert!((scans[0] - after) / (before - after) > 0.4, "a scan is shorter than the response");
        let mean = scans[1_200..].iter().sum::<f64>() / 1_200.0;
        // White noise of 6e-3 Hz/√Hz at 24 Hz is 21 mHz: 0.6 mHz in 1,200 scans; flicker adds 2 mHz, the walk 0.1.
        assert!((mean - after).abs() < 0.01, "{}", mean - after);
        assert!(scans.iter().all(|hertz| (hertz / 0.015 - libm::round(hertz / 0.015)).abs() < 1e-6));
        let drifted = unit.scan(&mut state, cold, deep, 1_000.0, &mut random) - after;
        assert!(drifted * unit.drift_mk_per_year > 0.0, "{drifted}");
    }
}
