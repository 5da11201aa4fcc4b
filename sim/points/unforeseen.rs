//! What a world may do that no budget foresees, to see what a calibration then makes of it.

use crate::scenario::Tails;
use hadal_models::quantity::Conductivity;
use hadal_models::randomness::Stream;
use hadal_models::sensor::{CtdRaw, CtdTruth, LocalWater};

/// What no budget foresees. By default nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Unforeseen {
    /// How errors of references and bottles are distributed.
    pub tails: Tails,
    /// What every reference thermometer is too warm by, at every point, K.
    pub bath_error_k: f64,
    /// Correlation of an item's noise from one reading of a point to the next, 0 to 1; its variance stays.
    pub noise_autocorrelation: f64,
    /// A seal of the conductivity cell that gives way.
    pub seal: Option<SealStep>,
}

/// A jump of what the conductivity cell sees, where a seal gives way under pressure and sets again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SealStep {
    /// Where, MPa above one standard atmosphere.
    pub at_mpa_sea: f64,
    /// Relative change of the conductivity that is seen beyond.
    pub relative: f64,
}

impl Unforeseen {
    /// The water as an item's cell feels it.
    pub(super) fn felt(&self, water: &LocalWater) -> LocalWater {
        let beyond = |seal: &SealStep| water.pressure.sea().mpa() > seal.at_mpa_sea;
        let factor = self.seal.filter(beyond).map_or(1.0, |seal| 1.0 + seal.relative);
        let conductivity = Conductivity::from_siemens_per_m(water.conductivity.siemens_per_m() * factor);
        LocalWater { conductivity, ..*water }
    }

    /// Scans of a CTD with its noise: each reading's is what is left of the last one's, and new noise.
    pub(super) fn scans(
        &self,
        ctd: &CtdTruth,
        random: &mut Stream,
        waters: impl Iterator<Item = LocalWater>,
    ) -> Vec<CtdRaw> {
        let kept = self.noise_autocorrelation;
        let new = (1.0 - kept * kept).max(0.0).sqrt();
        let mut last: Option<CtdRaw> = None;
        let scan = |water: LocalWater| {
            let clean = ctd.raw(&water);
            let fresh = combine(&ctd.noisy(&water, random), 1.0, &clean, -1.0);
            let noise = last.map_or(fresh, |last| combine(&last, kept, &fresh, new));
            last = Some(noise);
            combine(&clean, 1.0, &noise, 1.0)
        };
        waters.map(scan).collect()
    }
}

/// a·one + b·other, output by output.
fn combine(one: &CtdRaw, a: f64, other: &CtdRaw, b: f64) -> CtdRaw {
    CtdRaw {
        temperature_counts: a * one.temperature_counts + b * other.temperature_counts,
        conductivity_hz: a * one.conductivity_hz + b * other.conductivity_hz,
        pressure_counts: a * one.pressure_counts + b * other.pressure_counts,
        pressure_temperature_counts: a * one.pressure_temperature_counts
            + b * other.pressure_temperature_counts,
    }
}
