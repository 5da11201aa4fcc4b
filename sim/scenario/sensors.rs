//! The population that items are drawn from: distributions of what `hadal_models::sensor` takes as truth.

use super::Spread;
use hadal_models::quantity::AbsolutePressure;
use hadal_models::randomness::Stream;
use hadal_models::sensor::{ConductivityCell, CtdNoise, CtdTruth, StrainGauge, Thermistor};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A population of CTDs.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// Thermistor and its converter.
    pub thermistor: ThermistorSpread,
    /// Conductivity cell and its oscillator.
    pub cell: CellSpread,
    /// Pressure sensor and its converter.
    pub gauge: GaugeSpread,
    /// White noise on one scan.
    pub noise: ItemNoise,
}

/// Distributions of a thermistor's parameters.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThermistorSpread {
    /// Counts at 25 °C and one atmosphere.
    pub counts_at_25_celsius: Spread,
    /// Activation temperature at 25 °C.
    pub activation_k: Spread,
    /// Relative change of it per kelvin.
    pub activation_relative_per_k: Spread,
    /// Counts at which leakage halves the signal.
    pub leakage_counts: Spread,
    /// Shift of indicated temperature per pressure, at 2 °C.
    pub pressure_effect_uk_per_mpa: Spread,
    /// Pressure at which the sheath passes on half of what it did at first.
    pub sheath_stiffening_mpa: Spread,
}

/// Distributions of a conductivity cell's parameters.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CellSpread {
    /// Length over area of the cell.
    pub cell_constant_per_m: Spread,
    /// Resistance of the bridge arm.
    pub bridge_resistance_ohm: Spread,
    /// Frequency with a dry cell.
    pub open_frequency_hz: Spread,
    /// Resistance in series with the water.
    pub stray_resistance_ohm: Spread,
    /// Delay of the amplifier.
    pub amplifier_delay_ns: Spread,
    /// Relative change of the squared frequency per kelvin.
    pub electronics_relative_per_k: Spread,
    /// Linear thermal expansion of the glass.
    pub glass_expansion_per_k: Spread,
    /// Its change with temperature.
    pub glass_expansion_slope_per_k2: Spread,
    /// Bulk modulus of the glass.
    pub glass_bulk_modulus_mpa: Spread,
    /// Its derivative with pressure.
    pub glass_bulk_modulus_derivative: Spread,
    /// Linear compliance of the jacket over that of bare glass.
    pub jacket_over_glass: Spread,
    /// Pressure over which the jacket's compliance fades.
    pub jacket_fading_mpa: Spread,
}

/// Distributions of a strain gauge's parameters; its full scale is the item's rating plus `over_rating_mpa`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GaugeSpread {
    /// Full scale above vacuum beyond the item's rating above one atmosphere.
    pub over_rating_mpa: Spread,
    /// Counts in vacuum at 0 °C.
    pub zero_counts: Spread,
    /// Their change with temperature.
    pub zero_counts_per_k: Spread,
    /// Its curvature.
    pub zero_counts_per_k2: Spread,
    /// Counts that full scale adds.
    pub span_counts: Spread,
    /// Relative change of span with temperature.
    pub span_relative_per_k: Spread,
    /// Stiffening of the diaphragm at full scale.
    pub stiffening: Spread,
    /// Half the opening of the hysteresis loop over full scale.
    pub hysteresis_fraction: Spread,
    /// Counts of the bridge's thermometer at 0 °C.
    pub thermometer_counts: Spread,
    /// Its slope.
    pub thermometer_counts_per_k: Spread,
    /// Its curvature.
    pub thermometer_counts_per_k2: Spread,
}

/// Standard deviations of white noise on one scan.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemNoise {
    /// Temperature channel, relative to its counts.
    pub temperature_relative: f64,
    /// Oscillator.
    pub conductivity_hz: f64,
    /// Pressure bridge.
    pub pressure_counts: f64,
    /// The bridge's thermometer.
    pub pressure_temperature_counts: f64,
}

impl Population {
    /// One instrument, rated to `rating_mpa_sea`, exercised and resting at `pressure`.
    pub(crate) fn draw(
        &self,
        rating_mpa_sea: f64,
        pressure: AbsolutePressure,
        stream: &mut Stream,
    ) -> CtdTruth {
        let noise = CtdNoise {
            temperature_relative: self.noise.temperature_relative,
            conductivity_hz: self.noise.conductivity_hz,
            pressure_counts: self.noise.pressure_counts,
            pressure_temperature_counts: self.noise.pressure_temperature_counts,
        };
        let (bead, cell) = (self.thermistor.draw(stream), self.cell.draw(stream));
        CtdTruth::new(bead, cell, self.gauge.draw(rating_mpa_sea, stream), noise, pressure)
    }
}

impl ThermistorSpread {
    fn draw(&self, stream: &mut Stream) -> Thermistor {
        Thermistor {
            counts_at_25_celsius: self.counts_at_25_celsius.draw(stream),
            activation_kelvin: self.activation_k.draw(stream),
            activation_relative_per_k: self.activation_relative_per_k.draw(stream),
            leakage_counts: self.leakage_counts.draw(stream),
            pressure_effect_k_per_mpa: self.pressure_effect_uk_per_mpa.draw(stream) * 1.0e-6,
            sheath_stiffening_mpa: self.sheath_stiffening_mpa.draw(stream),
        }
    }
}

impl CellSpread {
    fn draw(&self, stream: &mut Stream) -> ConductivityCell {
        let glass_bulk_modulus_mpa = self.glass_bulk_modulus_mpa.draw(stream);
        ConductivityCell {
            cell_constant_per_m: self.cell_constant_per_m.draw(stream),
            bridge_resistance_ohm: self.bridge_resistance_ohm.draw(stream),
            open_frequency_hz: self.open_frequency_hz.draw(stream),
            stray_resistance_ohm: self.stray_resistance_ohm.draw(stream),
            amplifier_delay_s: self.amplifier_delay_ns.draw(stream) * 1.0e-9,
            electronics_relative_per_k: self.electronics_relative_per_k.draw(stream),
            glass_expansion_per_k: self.glass_expansion_per_k.draw(stream),
            glass_expansion_slope_per_k2: self.glass_expansion_slope_per_k2.draw(stream),
            glass_bulk_modulus_mpa,
            glass_bulk_modulus_derivative: self.glass_bulk_modulus_derivative.draw(stream),
            jacket_compliance_per_mpa: self.jacket_over_glass.draw(stream) / (3.0 * glass_bulk_modulus_mpa),
            jacket_fading_mpa: self.jacket_fading_mpa.draw(stream),
        }
    }
}

impl GaugeSpread {
    fn draw(&self, rating_mpa_sea: f64, stream: &mut Stream) -> StrainGauge {
        StrainGauge {
            full_scale_mpa_absolute: rating_mpa_sea + self.over_rating_mpa.draw(stream),
            zero_counts: self.zero_counts.draw(stream),
            zero_counts_per_k: self.zero_counts_per_k.draw(stream),
            zero_counts_per_k2: self.zero_counts_per_k2.draw(stream),
            span_counts: self.span_counts.draw(stream),
            span_relative_per_k: self.span_relative_per_k.draw(stream),
            stiffening: self.stiffening.draw(stream),
            hysteresis_fraction: self.hysteresis_fraction.draw(stream),
            thermometer_counts: self.thermometer_counts.draw(stream),
            thermometer_counts_per_k: self.thermometer_counts_per_k.draw(stream),
            thermometer_counts_per_k2: self.thermometer_counts_per_k2.draw(stream),
        }
    }
}
