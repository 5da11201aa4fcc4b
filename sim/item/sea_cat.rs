//! A SEACAT (SBE 16plus, 19plus): a bead in a divider, a glass cell, a strain gauge.
//!
//! The maker's equation takes the resistance of the bead from counts with nominal resistors; here the resistors are those of a
//! unit, and the bead is a sintered oxide in a sheath, as in an SBE 3.

use super::about;
use hadal_models::quantity::AbsolutePressure;
use hadal_models::randomness::Stream;
use hadal_models::sensor::effect::drift::StudentT;
use hadal_models::sensor::element::{Bead, DividerThermometer};
use hadal_models::sensor::population::{CellKind, ConductivityUnit, OscillatorUnit};
use hadal_models::sensor::{ConductivityCell, CountedThermometer, CtdNoise, CtdTruth, StrainGauge};

/// What a millikelvin of drift is as a relative change of the fixed resistor: β/T² at 15 °C.
const RELATIVE_PER_MK: f64 = 4.1e-5;

/// One unit, rated to `rating_mpa_sea`, exercised and resting at `pressure`, a year after its coefficients were found.
pub(super) fn draw(rating_mpa_sea: f64, pressure: AbsolutePressure, stream: &mut Stream) -> CtdTruth {
    let noise = CtdNoise {
        // 0.1 mK, 0.00005 S/m (the maker's resolutions; manual, page 12), 0.002 % of full scale.
        temperature_relative: 2e-6,
        conductivity_hz: 0.02,
        pressure_counts: 3.0,
        pressure_temperature_counts: 3.0,
    };
    let (thermometer, cell) = (thermometer(stream), cell(stream));
    CtdTruth::new(thermometer, cell, gauge(rating_mpa_sea, stream), noise, pressure)
}

fn thermometer(stream: &mut Stream) -> CountedThermometer {
    // How pressure reaches a bead in a sheath was published for the SBE 3, whose bead this is.
    let pressure_effect_k_per_mpa = OscillatorUnit::draw(stream).element.bead.pressure_effect_k_per_mpa;
    let drift_mk = StudentT::TEMPERATURE_MK_PER_YEAR.draw(stream);
    CountedThermometer::Divided {
        divider: DividerThermometer {
            bead: Bead {
                resistance_at_25_celsius_ohm: 1_850.0,
                barrier_kelvin: 4_600.0,
                disorder_kelvin: 540.0,
                pressure_effect_k_per_mpa,
            },
            leads_ohm: 0.5,
            leakage_ohm: 1e9,
            // A larger fixed resistor makes the bead's share smaller, as warmth does: it reads warm.
            fixed_ohm: 14_480.0 * (1.0 + RELATIVE_PER_MK * drift_mk),
            fixed_relative_per_k: 2e-6,
            self_heating_k: 5e-4,
        },
        zero_counts: -40_900.0,
        span_counts: 2_204_000.0,
    }
}

fn cell(stream: &mut Stream) -> ConductivityCell {
    let unit = ConductivityUnit::draw(CellKind::Shipboard, stream);
    ConductivityCell {
        // What drifts is the bore: more conductance of the same water.
        cell_constant_per_m: 300.0 * (1.0 - 1e-6 * unit.drift_ppm_per_year),
        bridge_resistance_ohm: 300.0,
        open_frequency_hz: 2_650.0,
        stray_resistance_ohm: 0.03,
        amplifier_delay_s: 1.5e-8,
        electronics_relative_per_k: 0.0,
        glass_expansion_per_k: 3.25e-6,
        glass_expansion_slope_per_k2: 2e-9,
        ..unit.element
    }
}

fn gauge(rating_mpa_sea: f64, stream: &mut Stream) -> StrainGauge {
    StrainGauge {
        full_scale_mpa_absolute: rating_mpa_sea + 1.0,
        // 0.02 % of full scale in a year (judgement; the maker states 0.1 %).
        zero_counts: about(stream, 524_900.0, 50.0),
        zero_counts_per_k: about(stream, 1.8, 0.02),
        zero_counts_per_k2: about(stream, -0.012, 3e-4),
        span_counts: about(stream, 262_000.0, 26.0),
        span_relative_per_k: about(stream, -1.2e-5, 3e-7),
        stiffening: 6.5e-4,
        hysteresis_fraction: about(stream, 1e-5, 3e-6).abs(),
        thermometer_counts: about(stream, 13_760.0, 3.0),
        thermometer_counts_per_k: about(stream, 242.0, 0.03),
        thermometer_counts_per_k2: about(stream, 0.25, 1e-3),
    }
}
