//! Pressure gauges: quartz (Digiquartz) and strain gauges.

use super::{about, between, spread, within};
use crate::randomness::Stream;
use crate::sensor::StrainGauge;
use crate::sensor::effect::drift::Settling;
use crate::sensor::effect::noise::NoiseSpectrum;
use crate::sensor::element::QuartzGauge;
use serde::{Deserialize, Serialize};

/// What turns pressure into force: it decides how a quartz gauge settles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuartzKind {
    /// A Bourdon tube.
    Bourdon,
    /// Bellows.
    Bellows,
}

/// A quartz gauge and its age.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuartzUnit {
    /// Beam, tube and thermometer.
    pub element: QuartzGauge,
    /// Drift in its first deployment, dbar.
    pub drift_dbar: Settling,
    /// Noise of the period, µs.
    pub noise: NoiseSpectrum,
}

impl QuartzUnit {
    /// One unit for 10,000 to 15,000 psi.
    ///
    /// The tube passes on a little less than in proportion: with it the coefficient D1 comes to 0.036 and 0.041, as on two published
    /// sheets; the beam alone gives 0.023.
    ///
    /// Drift in deployments of 3 to 12 months: bellows 0.2 to 0.85 dbar, Bourdon tubes 0 to 0.45 in their first (Watts and
    /// Kontoyiannis 1990), as an exponential and a line; −0.0066 and +0.0236 cm of water a day in all in two gauges that had been
    /// under 20 MPa for 20 days (J. JSCE 81 (2025) 25-17054). The line's spread is the root mean square of these two, 1.7e-4 dbar a
    /// day, cut where a year would leave the range of the former. Times of the exponential are judgement. Hysteresis within 0.005 %
    /// of full scale: the maker's class of 0.01 % for all errors together (judgement).
    pub fn draw(kind: QuartzKind, stream: &mut Stream) -> Self {
        let element = QuartzGauge {
            full_scale_mpa_absolute: between(stream, 68.9, 103.4),
            period_us: about(stream, 30.2, 0.15),
            load_per_mpa: about(stream, 0.075, 0.003),
            tube_relative_per_mpa: about(stream, -5e-5, 2e-5),
            tube_relative_per_k: about(stream, 0.0, 1.5e-5),
            mount_load_per_k: about(stream, 0.0, 1e-3),
            turning_celsius: about(stream, 22.0, 4.0),
            curvature_per_k2: about(stream, 3.5e-8, 3e-9),
            hysteresis_fraction: between(stream, 0.0, 2.5e-5),
            thermometer_period_us: about(stream, 5.826, 0.015),
            thermometer_relative_per_k: about(stream, 4.5e-5, 1.5e-6),
            thermometer_relative_per_k2: about(stream, 2e-8, 5e-9),
        };
        let (settles_by, first_year_dbar) = match kind {
            QuartzKind::Bourdon => (between(stream, 0.0, 0.40), [0.0, 0.45]),
            QuartzKind::Bellows => (between(stream, 0.27, 0.78), [0.2, 0.85]),
        };
        let drift_dbar = Settling {
            settles_by,
            time_days: between(stream, 5.0, 45.0),
            per_day: within(stream, 0.0, 1.7e-4, first_year_dbar.map(|dbar| (dbar - settles_by) / 365.0)),
        };
        // A counter of 14 MHz resolves 1e-8 of a period in a second (judgement): 0.1 dbar or so at 1 Hz.
        Self { element, drift_dbar, noise: NoiseSpectrum { white: 1.5e-7, flicker: 3e-8, walk: 0.0 } }
    }
}

/// A strain gauge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StrainGaugeUnit {
    /// Diaphragm, gauges and converter.
    pub element: StrainGauge,
}

impl StrainGaugeUnit {
    /// One unit for 1,000 dbar.
    ///
    /// Hysteresis: beyond 10 dbar in the most remarkable case on the moorings of TRITON, and different among sensors (JAMSTEC Report of
    /// Research and Development 1 (2005) 51). Log-normal with a median of 0.1 % of full scale, which makers state as accuracy, and
    /// a logarithmic spread of 0.9 (judgement), so that one in a hundred or so is that bad.
    pub fn draw(stream: &mut Stream) -> Self {
        let full_scale_mpa_absolute = 10.1;
        let element = StrainGauge {
            full_scale_mpa_absolute,
            zero_counts: about(stream, 524_900.0, 500.0),
            zero_counts_per_k: about(stream, 0.0, 2.0),
            zero_counts_per_k2: about(stream, 0.0, 0.012),
            span_counts: about(stream, 262_000.0, 3_000.0),
            span_relative_per_k: about(stream, 0.0, 2e-5),
            stiffening: between(stream, 0.0, 1.5e-3),
            hysteresis_fraction: 0.5 * spread(stream, 1e-3, 0.9),
            thermometer_counts: about(stream, 1_460.0, 15.0),
            thermometer_counts_per_k: about(stream, 20.0, 0.3),
            thermometer_counts_per_k2: about(stream, 0.005, 0.001),
        };
        Self { element }
    }
}
