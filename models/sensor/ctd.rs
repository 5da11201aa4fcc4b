//! A conductivity-temperature-pressure instrument: three sensors behind one set of raw outputs.

use super::effect::play::Memory;
use super::element::DividerThermometer;
use super::{ConductivityCell, LocalWater, StrainGauge, Thermistor};
use crate::quantity::{AbsolutePressure, SeaPressure, Temperature};
use crate::randomness::{Stream, standard_normal};
use serde::{Deserialize, Serialize};

/// One raw scan, before any coefficient: what a MicroCAT or a SEACAT sends when asked for raw data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CtdRaw {
    /// Temperature channel, converter counts: from 32.5 to 1 °C about 200,000 to 750,000 (MicroCAT) or 130,000 to 520,000
    /// (SEACAT).
    pub temperature_counts: f64,
    /// Conductivity oscillator, Hz: about 2,650 in air to 7,000 in warm salty water.
    pub conductivity_hz: f64,
    /// Pressure bridge, converter counts: about 525,000 at one atmosphere, rising with pressure.
    pub pressure_counts: f64,
    /// Thermometer of the pressure bridge, converter counts: about 1,460 (MicroCAT) or 13,800 (SEACAT) at 0 °C, rising with
    /// temperature.
    pub pressure_temperature_counts: f64,
}

/// Standard deviations of white noise on one scan.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CtdNoise {
    /// Of the temperature channel, relative to its counts (1e-6 is about 23 µK).
    pub temperature_relative: f64,
    /// Of the oscillator, Hz.
    pub conductivity_hz: f64,
    /// Of the pressure bridge, counts.
    pub pressure_counts: f64,
    /// Of the bridge's thermometer, counts.
    pub pressure_temperature_counts: f64,
}

/// A thermometer that counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CountedThermometer {
    /// Counts in proportion to resistance: a MicroCAT's.
    Proportional(Thermistor),
    /// Counts in proportion to the bead's share of a divider: a SEACAT's.
    Divided {
        /// The divider.
        divider: DividerThermometer,
        /// Counts of a bead of no resistance.
        zero_counts: f64,
        /// Counts that the bead's whole share adds.
        span_counts: f64,
    },
}

impl From<Thermistor> for CountedThermometer {
    fn from(thermistor: Thermistor) -> Self {
        Self::Proportional(thermistor)
    }
}

impl CountedThermometer {
    fn counts(&self, temperature: Temperature, pressure: SeaPressure) -> f64 {
        match self {
            Self::Proportional(thermistor) => thermistor.counts(temperature, pressure),
            Self::Divided { divider, zero_counts, span_counts } => {
                zero_counts + span_counts * divider.share(temperature, pressure)
            }
        }
    }
}

/// A CTD as it truly is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CtdTruth {
    thermometer: CountedThermometer,
    cell: ConductivityCell,
    gauge: StrainGauge,
    memory: Memory,
    noise: CtdNoise,
}

impl CtdTruth {
    /// A CTD whose pressure sensor has been exercised to full scale and back to `pressure`.
    pub fn new(
        thermometer: impl Into<CountedThermometer>,
        cell: ConductivityCell,
        gauge: StrainGauge,
        noise: CtdNoise,
        pressure: AbsolutePressure,
    ) -> Self {
        let memory = gauge.exercised(pressure);
        Self { thermometer: thermometer.into(), cell, gauge, memory, noise }
    }

    /// Lets the pressure sensor's hysteresis follow the pressure; to be called as pressure moves.
    pub fn follow(&mut self, pressure: AbsolutePressure) {
        self.gauge.follow(&mut self.memory, pressure);
    }

    /// What it reads here and now, without noise.
    pub fn raw(&self, water: &LocalWater) -> CtdRaw {
        let pressure_counts = self.gauge.counts(&self.memory, water.temperature, water.pressure);
        CtdRaw { pressure_counts, ..self.raw_without_history(water) }
    }

    /// What it reads half way between the branches of its hysteresis loop, without noise: the truth that a fit is judged
    /// by.
    pub fn raw_without_history(&self, water: &LocalWater) -> CtdRaw {
        let sea = water.pressure.sea();
        CtdRaw {
            temperature_counts: self.thermometer.counts(water.temperature, sea),
            conductivity_hz: self.cell.frequency_hz(water.conductivity, water.temperature, sea),
            pressure_counts: self.gauge.middle_counts(water.temperature, water.pressure),
            pressure_temperature_counts: self.gauge.thermometer(water.temperature),
        }
    }

    /// One scan with noise. Each scan takes four draws, whatever they are used for.
    pub fn noisy(&self, water: &LocalWater, stream: &mut Stream) -> CtdRaw {
        let (raw, noise) = (self.raw(water), &self.noise);
        CtdRaw {
            temperature_counts: raw.temperature_counts
                * (1.0 + noise.temperature_relative * standard_normal(stream)),
            conductivity_hz: raw.conductivity_hz + noise.conductivity_hz * standard_normal(stream),
            pressure_counts: raw.pressure_counts + noise.pressure_counts * standard_normal(stream),
            pressure_temperature_counts: raw.pressure_temperature_counts
                + noise.pressure_temperature_counts * standard_normal(stream),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Conductivity, PracticalSalinity, Temperature};
    use crate::randomness::stream;
    use crate::sensor::{conductivity_cell, strain_gauge, thermistor};

    fn nominal() -> CtdTruth {
        let noise = CtdNoise {
            temperature_relative: 2.0e-6,
            conductivity_hz: 0.003,
            pressure_counts: 1.0,
            pressure_temperature_counts: 0.05,
        };
        CtdTruth::new(
            thermistor::tests::nominal(),
            conductivity_cell::tests::nominal(),
            strain_gauge::tests::nominal(),
            noise,
            AbsolutePressure::from_mpa(0.101_325),
        )
    }

    fn deep_water() -> LocalWater {
        LocalWater {
            temperature: Temperature::from_celsius(2.0),
            pressure: AbsolutePressure::from_mpa(110.0),
            salinity: PracticalSalinity::new(34.7),
            conductivity: Conductivity::from_siemens_per_m(3.5),
        }
    }

    #[test]
    fn noise_averages_out_to_the_noise_free_scan() {
        let (ctd, water) = (nominal(), deep_water());
        let mut random = stream(3, 0, "scan");
        let scans: Vec<CtdRaw> = (0..4_000).map(|_| ctd.noisy(&water, &mut random)).collect();
        let mean = |of: fn(&CtdRaw) -> f64| scans.iter().map(of).sum::<f64>() / 4_000.0;
        let clean = ctd.raw(&water);
        let five_standard_errors = 5.0 / 4_000.0_f64.sqrt();
        assert!((mean(|s| s.conductivity_hz) - clean.conductivity_hz).abs() < 0.003 * five_standard_errors);
        assert!((mean(|s| s.pressure_counts) - clean.pressure_counts).abs() < five_standard_errors);
        let relative = mean(|s| s.temperature_counts) / clean.temperature_counts - 1.0;
        assert!(relative.abs() < 2.0e-6 * five_standard_errors, "{relative}");
    }

    #[test]
    fn history_changes_pressure_counts_only() {
        let mut ctd = nominal();
        let water = deep_water();
        ctd.follow(AbsolutePressure::from_mpa(110.0));
        let up = ctd.raw(&water);
        ctd.follow(AbsolutePressure::from_mpa(119.0));
        ctd.follow(AbsolutePressure::from_mpa(110.0));
        let down = ctd.raw(&water);
        assert!(down.pressure_counts > up.pressure_counts);
        assert_eq!(CtdRaw { pressure_counts: up.pressure_counts, ..down }, up);
    }
}
