//! Instruments that measure ratios of voltages (RBR, Valeport): a thermometer in a divider, an inductive cell, a strain gauge.

use super::about;
use hadal_models::quantity::AbsolutePressure;
use hadal_models::randomness::{Stream, standard_normal};
use hadal_models::sensor::effect::drift::StudentT;
use hadal_models::sensor::element::{Bead, DividerThermometer, InductiveCell};
use hadal_models::sensor::population::{InductiveUnit, OscillatorUnit};
use hadal_models::sensor::{LocalWater, Memory, Sprt, StrainGauge};
use serde::{Deserialize, Serialize};

/// The gauge's counts are millionths of its excitation.
const COUNTS: f64 = 1e6;
/// What a millikelvin of drift is as a relative change of the fixed resistor above a bead: β/T² at 15 °C.
const BEAD_RELATIVE_PER_MK: f64 = 4.1e-5;
/// Drift of an inductive cell is stated at this conductivity, mS/cm.
const STATED_MS_PER_CM: f64 = 40.0;

/// Ratios of a scan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RatiometricRaw {
    /// Thermometer: a bead's share of its divider, or platinum over a fixed resistor.
    pub temperature_ratio: f64,
    /// Inductive cell: voltage out over voltage in.
    pub conductivity_ratio: f64,
    /// Strain gauge: bridge over excitation.
    pub pressure_ratio: f64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Thermometer {
    Bead(DividerThermometer),
    Platinum { wire: Sprt, fixed_ohm: f64 },
}

/// Such an instrument as it truly is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct RatiometricTruth {
    thermometer: Thermometer,
    cell: InductiveCell,
    gauge: StrainGauge,
    memory: Memory,
    noise: [f64; 3],
}

impl RatiometricTruth {
    /// An RBR logger with a marine thermistor, a year after its coefficients were found.
    pub(super) fn rbr(rating_mpa_sea: f64, pressure: AbsolutePressure, stream: &mut Stream) -> Self {
        let pressure_effect_k_per_mpa = OscillatorUnit::draw(stream).element.bead.pressure_effect_k_per_mpa;
        let drift_mk = StudentT::TEMPERATURE_MK_PER_YEAR.draw(stream);
        let thermometer = Thermometer::Bead(DividerThermometer {
            bead: Bead {
                resistance_at_25_celsius_ohm: 10_000.0,
                barrier_kelvin: 4_600.0,
                disorder_kelvin: 540.0,
                pressure_effect_k_per_mpa,
            },
            leads_ohm: 1.0,
            leakage_ohm: 2e9,
            fixed_ohm: 11_700.0 * (1.0 + BEAD_RELATIVE_PER_MK * drift_mk),
            fixed_relative_per_k: 1e-6,
            self_heating_k: 5e-4,
        });
        let (cell, gauge) = (cell(stream), gauge(rating_mpa_sea, stream));
        // 0.05 mK, 0.001 mS/cm and 0.001 % of full scale (the maker's resolutions, rounded; judgement for one reading).
        Self::resting(thermometer, cell, gauge, [5e-7, 6e-6, 8e-6], pressure)
    }

    /// A Valeport miniCTD with a platinum thermometer, a year after its coefficients were found.
    pub(super) fn valeport(rating_mpa_sea: f64, pressure: AbsolutePressure, stream: &mut Stream) -> Self {
        let drift_k = 1e-3 * StudentT::TEMPERATURE_MK_PER_YEAR.draw(stream);
        // 100 ohm of the industrial alloy: its ratio at the melting point of gallium is 1.1158 (IEC 60751) where ITS-90 has 1.1181,
        // which is a deviation of −0.0201 (W − 1).
        let wire = Sprt {
            resistance_tpw_ohm: 100.004,
            a: -0.0201,
            b: 0.0,
            drift_k,
            self_heating_k: 2e-3,
            stem_conduction_k_per_k: 0.0,
        };
        let thermometer = Thermometer::Platinum { wire, fixed_ohm: 400.0 };
        let (cell, gauge) = (cell(stream), gauge(rating_mpa_sea, stream));
        // 1 mK, 0.001 mS/cm and 0.001 % of full scale (the maker's resolutions).
        Self::resting(thermometer, cell, gauge, [5e-7, 6e-6, 8e-6], pressure)
    }

    fn resting(
        thermometer: Thermometer,
        cell: InductiveCell,
        gauge: StrainGauge,
        noise: [f64; 3],
        pressure: AbsolutePressure,
    ) -> Self {
        let memory = gauge.exercised(pressure);
        Self { thermometer, cell, gauge, memory, noise }
    }

    pub(super) fn follow(&mut self, pressure: AbsolutePressure) {
        self.gauge.follow(&mut self.memory, pressure);
    }

    pub(super) fn noisy(&self, water: &LocalWater, stream: &mut Stream) -> RatiometricRaw {
        let clean =
            self.with_counts(water, self.gauge.counts(&self.memory, water.temperature, water.pressure));
        let [temperature, conductivity, pressure] = self.noise.map(|one| one * standard_normal(stream));
        RatiometricRaw {
            temperature_ratio: clean.temperature_ratio + temperature,
            conductivity_ratio: clean.conductivity_ratio + conductivity,
            pressure_ratio: clean.pressure_ratio + pressure,
        }
    }

    pub(super) fn raw_without_history(&self, water: &LocalWater) -> RatiometricRaw {
        self.with_counts(water, self.gauge.middle_counts(water.temperature, water.pressure))
    }

    fn with_counts(&self, water: &LocalWater, gauge_counts: f64) -> RatiometricRaw {
        let (temperature, sea) = (water.temperature, water.pressure.sea());
        let temperature_ratio = match &self.thermometer {
            Thermometer::Bead(divider) => divider.share(temperature, sea),
            Thermometer::Platinum { wire, fixed_ohm } => {
                wire.resistance_ohm(temperature, temperature) / fixed_ohm
            }
        };
        RatiometricRaw {
            temperature_ratio,
            conductivity_ratio: self.cell.voltage_ratio(water.conductivity, temperature, sea),
            pressure_ratio: gauge_counts / COUNTS,
        }
    }
}

/// Pressure does to it what it does to a unit; the rest is the mean of the population, drifted.
fn cell(stream: &mut Stream) -> InductiveCell {
    let unit = InductiveUnit::draw(stream);
    InductiveCell {
        loop_m: 0.02,
        gain_per_s: 3.2 * (1.0 + unit.drift_ms_per_cm_per_year / STATED_MS_PER_CM),
        crosstalk: 0.0,
        housing_per_k: 8e-6,
        stray: 5e-3,
        permeability_per_k: 2e-3,
        ..unit.element
    }
}

fn gauge(rating_mpa_sea: f64, stream: &mut Stream) -> StrainGauge {
    StrainGauge {
        full_scale_mpa_absolute: rating_mpa_sea + 1.0,
        // 0.02 % of full scale in a year (judgement; makers state 0.05 to 0.1 %).
        zero_counts: about(stream, 12_000.0, 150.0),
        zero_counts_per_k: about(stream, 5.0, 0.5),
        zero_counts_per_k2: 0.0,
        span_counts: about(stream, 750_000.0, 75.0),
        span_relative_per_k: about(stream, 1e-5, 1e-6),
        stiffening: 8e-4,
        hysteresis_fraction: about(stream, 1e-4, 3e-5).abs(),
        thermometer_counts: 0.0,
        thermometer_counts_per_k: 0.0,
        thermometer_counts_per_k2: 0.0,
    }
}
