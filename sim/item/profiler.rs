//! A profiler (SBE 9plus): an oscillating thermometer, a glass cell, a quartz gauge with a thermometer of its own.
//!
//! It sends frequencies and its sheets stay on shore, so a unit is drawn whole from the populations.

use hadal_models::quantity::AbsolutePressure;
use hadal_models::randomness::{Stream, standard_normal};
use hadal_models::sensor::element::CurrentThermometer;
use hadal_models::sensor::population::{CellKind, ConductivityUnit, OscillatorUnit, QuartzKind, QuartzUnit};
use hadal_models::sensor::{LocalWater, Memory};
use serde::{Deserialize, Serialize};

/// White noise of density one over a scan of a twenty-fourth of a second: √(24/2).
const NOISE_OF_A_SCAN: f64 = 3.464_101_615_137_754_6;
/// White noise of the cell's oscillator, Hz/√Hz: 4e-6 S/m at 24 Hz (judgement).
const CELL_NOISE_HZ: f64 = 2e-3;

/// Frequencies of a scan, and the counts of the pressure sensor's thermometer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProfilerRaw {
    /// Thermometer.
    pub temperature_hz: f64,
    /// Conductivity cell.
    pub conductivity_hz: f64,
    /// Quartz beam.
    pub pressure_hz: f64,
    /// Current thermometer in the pressure sensor, 0 to 4,095.
    pub pressure_temperature_counts: f64,
}

/// A profiler as it truly is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct ProfilerTruth {
    thermometer: OscillatorUnit,
    cell: ConductivityUnit,
    gauge: QuartzUnit,
    memory: Memory,
    crystal: CurrentThermometer,
}

impl ProfilerTruth {
    pub(super) fn draw(rating_mpa_sea: f64, pressure: AbsolutePressure, stream: &mut Stream) -> Self {
        let thermometer = OscillatorUnit::draw(stream);
        let cell = ConductivityUnit::draw(CellKind::Shipboard, stream);
        let mut gauge = QuartzUnit::draw(QuartzKind::Bourdon, stream);
        // The beam of a stiffer tube bends alike at its own full scale.
        let full_scale = rating_mpa_sea + 0.2;
        gauge.element.load_per_mpa *= gauge.element.full_scale_mpa_absolute / full_scale;
        gauge.element.tube_relative_per_mpa *= gauge.element.full_scale_mpa_absolute / full_scale;
        gauge.element.full_scale_mpa_absolute = full_scale;
        let memory = gauge.element.exercised(pressure);
        // The spread of the AD590's grades is trimmed out in the sensor; its bend stays (data sheet: ±0.3 K over the range).
        let crystal = CurrentThermometer {
            current_at_25_celsius_ua: 298.15,
            current_ua_per_k: 1.0,
            current_ua_per_k2: 3e-4 * standard_normal(stream),
            resistor_kilohm: 10.0,
            zero_mv: 2_639.5,
            step_mv: 0.128,
        };
        Self { thermometer, cell, gauge, memory, crystal }
    }

    pub(super) fn follow(&mut self, pressure: AbsolutePressure) {
        self.gauge.element.follow(&mut self.memory, pressure);
    }

    pub(super) fn noisy(&self, water: &LocalWater, stream: &mut Stream) -> ProfilerRaw {
        let period_us = self.gauge.element.period_us(&self.memory, water.temperature, water.pressure);
        let clean = self.with_period(water, period_us);
        let mut noise = |density: f64| density * NOISE_OF_A_SCAN * standard_normal(stream);
        let hertz = clean.temperature_hz + noise(self.thermometer.noise.white);
        ProfilerRaw {
            temperature_hz: self.thermometer.counter.quantise(hertz),
            conductivity_hz: clean.conductivity_hz + noise(CELL_NOISE_HZ),
            pressure_hz: 1e6 / (period_us + noise(self.gauge.noise.white)),
            pressure_temperature_counts: clean.pressure_temperature_counts,
        }
    }

    pub(super) fn raw_without_history(&self, water: &LocalWater) -> ProfilerRaw {
        self.with_period(water, self.gauge.element.middle_period_us(water.temperature, water.pressure))
    }

    fn with_period(&self, water: &LocalWater, period_us: f64) -> ProfilerRaw {
        let sea = water.pressure.sea();
        ProfilerRaw {
            temperature_hz: self.thermometer.frequency_hz(water.temperature, sea),
            conductivity_hz: self.cell.frequency_hz(water.conductivity, water.temperature, sea, 0.0, 0.0),
            pressure_hz: 1e6 / period_us,
            pressure_temperature_counts: self.crystal.counts(water.temperature),
        }
    }
}
