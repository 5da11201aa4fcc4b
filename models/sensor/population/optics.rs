//! Optical sensors: fluorometers and backscatter (ECO), transmissometers (C-Star), light meters (PAR).

use super::{about, between, spread};
use crate::randomness::Stream;
use crate::sensor::effect::fouling::Film;
use crate::sensor::element::{LightMeter, ScatteringMeter, Transmissometer};
use serde::{Deserialize, Serialize};

/// Attenuation of growth on a window, 1/m: half the light in 35 µm (judgement).
const GROWTH_PER_M: [f64; 2] = [1e4, 4e4];

/// A fluorometer or meter of backscatter.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScatteringUnit {
    /// Lamp, detector and converter.
    pub element: ScatteringMeter,
    /// Growth on the window.
    pub film: Film,
    /// Attenuation of that, 1/m.
    pub film_per_m: f64,
}

impl ScatteringUnit {
    /// One chlorophyll fluorometer of the range 0 to 30 µg/l in 4,130 counts, "linear over the measurement range provided"
    /// (Application Note 62); its inner filter bends that by at most a few per cent (judgement).
    pub fn draw(stream: &mut Stream) -> Self {
        let element = ScatteringMeter {
            counts_per_unit: about(stream, 137.0, 5.0),
            electronics_counts: about(stream, 45.0, 3.0),
            dark_counts: between(stream, 0.5, 5.0),
            dark_doubles_k: between(stream, 8.0, 12.0),
            lamp_relative_per_k: about(stream, -2e-3, 5e-4),
            self_attenuation_per_unit: between(stream, 0.0, 5e-4),
            last_count: 4_130.0,
        };
        Self { element, film: growth(stream), film_per_m: between(stream, GROWTH_PER_M[0], GROWTH_PER_M[1]) }
    }
}

/// A transmissometer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TransmissometerUnit {
    /// Lamp, path and detector.
    pub element: Transmissometer,
    /// Growth on each window.
    pub film: Film,
    /// Attenuation of that, 1/m.
    pub film_per_m: f64,
}

impl TransmissometerUnit {
    /// One unit of 25 cm. Voltages as in the maker's example (4.565 V in water, 0.002 to 0.06 V blocked: Application Note 91 and the
    /// manual of the SBE 49; some units will be darker than the darkest example); the lamp's rest of temperature is judgement.
    pub fn draw(stream: &mut Stream) -> Self {
        let element = Transmissometer {
            path_m: 0.25,
            dark_v: between(stream, 0.0, 0.065),
            pure_water_v: about(stream, 4.6, 0.05),
            lamp_relative_per_k: about(stream, 0.0, 2e-4),
            forward_share: between(stream, 0.0, 0.15),
        };
        Self { element, film: growth(stream), film_per_m: between(stream, GROWTH_PER_M[0], GROWTH_PER_M[1]) }
    }
}

/// A light meter.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LightMeterUnit {
    /// Diode and amplifier.
    pub element: LightMeter,
}

impl LightMeterUnit {
    /// One unit: some 0.8 V a decade, so that full sun comes near 4 V (spreads are judgement).
    pub fn draw(stream: &mut Stream) -> Self {
        let element = LightMeter {
            amperes_per_umol_per_m2_s: about(stream, 1e-9, 5e-11),
            leakage_a: spread(stream, 5e-12, 0.5),
            leakage_doubles_k: between(stream, 8.0, 12.0),
            volts_at_1_na: about(stream, 1.37, 0.03),
            volts_per_decade: about(stream, 0.8, 0.01),
            scale_relative_per_k: about(stream, 0.0, 1e-4),
            bulk_v_per_a: between(stream, 0.0, 1_000.0),
        };
        Self { element }
    }
}

/// Growth in the euphotic zone: tenths of a micrometre a day (judgement; windows lose light within weeks or months).
fn growth(stream: &mut Stream) -> Film {
    Film { m_per_day: spread(stream, 1e-7, 1.0), free_days: between(stream, 0.0, 90.0) }
}
