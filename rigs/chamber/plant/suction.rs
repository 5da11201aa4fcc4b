//! The pump's suction: how much of what it takes in is water.
//!
//! It takes in air as the reservoir runs dry, and boils when the pressure before its valves, less the vapour's, falls below
//! what the valves need. A clogged strainer takes more of that pressure, by the square of the flow.

use hadal_models::constants::{STANDARD_ATMOSPHERE_MPA, STANDARD_GRAVITY};

/// Water left in the reservoir of the 71-litre vessel at which half of what is drawn is air, kg.
const UNCOVERED_KG: f64 = 0.2;
/// Cross-section of that reservoir, m²; assumed.
const RESERVOIR_M2: f64 = 0.07;
/// Pressure that the suction valves need above the vapour's, and the range over which delivery fades, Pa; assumed.
const NEEDED_PA: f64 = 40_000.0;
const FADING_PA: f64 = 5_000.0;
/// Pressure lost in a clean strainer at the pump's largest flow, Pa; assumed.
const STRAINER_PA: f64 = 5_000.0;
/// Largest flow of the 71-litre vessel's pump, m³/s.
const RATED_M3_PER_S: f64 = 15e-6;

/// How large pump and reservoir are over those of the 71-litre vessel, and what of the strainer is closed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Suction {
    pub(super) pump_size: f64,
    pub(super) reservoir_size: f64,
    /// Share of the strainer.
    pub(super) clogged: f64,
}

impl Suction {
    /// Share of water in what the pump takes in, 0 to 1.
    pub(super) fn share(&self, reservoir_kg: f64, celsius: f64, flow_m3_per_s: f64) -> f64 {
        let contents_kg = reservoir_kg / self.reservoir_size;
        let level = contents_kg.max(0.0) / UNCOVERED_KG;
        let covered = level * level / (1.0 + level * level);
        let open = 1.0 - self.clogged.clamp(0.0, 0.999);
        let flow = flow_m3_per_s / (RATED_M3_PER_S * self.pump_size * open);
        let standing_pa = contents_kg * STANDARD_GRAVITY / RESERVOIR_M2;
        let before_pa = STANDARD_ATMOSPHERE_MPA * 1e6 + standing_pa - STRAINER_PA * flow * flow;
        let margin = (before_pa - vapour_pa(celsius) - NEEDED_PA) / FADING_PA;
        covered * 0.5 * (1.0 + margin / (1.0 + margin * margin).sqrt())
    }
}

/// Vapour pressure of water, Pa: Magnus' formula (WMO-No. 8, annex 4.B), to 0.3 % from 0 to 60 °C.
fn vapour_pa(celsius: f64) -> f64 {
    611.2 * libm::exp(17.62 * celsius / (243.12 + celsius))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vapour_pressure_is_that_of_water() {
        // IAPWS-95: 2339 Pa at 20 °C, 12.35 kPa at 50 °C.
        assert!((vapour_pa(20.0) / 2339.0 - 1.0).abs() < 3e-3);
        assert!((vapour_pa(50.0) / 12_352.0 - 1.0).abs() < 5e-3);
    }

    #[test]
    fn a_pump_cavitates_when_its_water_is_hot_its_strainer_clogged_or_its_reservoir_dry() {
        let clean = Suction { pump_size: 1.0, reservoir_size: 1.0, clogged: 0.0 };
        let dirty = Suction { clogged: 0.8, ..clean };
        let sound = clean.share(20.0, 20.0, 15e-6);
        assert!(sound > 0.99, "{sound}");
        assert!(clean.share(20.0, 90.0, 15e-6) < 0.1);
        assert!(dirty.share(20.0, 20.0, 15e-6) < 0.1 && dirty.share(20.0, 20.0, 1.5e-6) > 0.99);
        assert!(clean.share(0.02, 20.0, 15e-6) < 0.02 && clean.share(0.0, 20.0, 15e-6) < f64::MIN_POSITIVE);
    }

    #[test]
    fn a_larger_pump_has_a_larger_suction() {
        let large = Suction { pump_size: 30.0, reservoir_size: 25.0, clogged: 0.0 };
        let small = Suction { reservoir_size: 25.0, pump_size: 1.0, clogged: 0.0 };
        let (fits, strangled) = (large.share(500.0, 20.0, 450e-6), small.share(500.0, 20.0, 450e-6));
        assert!(fits > 0.99 && strangled < 0.01, "{fits} {strangled}");
    }
}
