//! The pump's suction: how much of what it takes in is water.
//!
//! It takes in air as the reservoir runs dry, and boils when the pressure before its valves, less the vapour's, falls below
//! what the valves need. A clogged strainer takes more of that pressure, by the square of the flow.

use hadal_models::constants::{STANDARD_ATMOSPHERE_MPA, STANDARD_GRAVITY};

/// Water left in the reservoir at which half of what is drawn is air, kg.
const UNCOVERED_KG: f64 = 0.2;
/// Cross-section of the reservoir, m²; assumed.
const RESERVOIR_M2: f64 = 0.07;
/// Pressure that the suction valves need above the vapour's, and the range over which delivery fades, Pa; assumed.
const NEEDED_PA: f64 = 40_000.0;
const FADING_PA: f64 = 5_000.0;
/// Pressure lost in a clean strainer at [`RATED_M3_PER_S`], Pa; assumed.
const STRAINER_PA: f64 = 5_000.0;
const RATED_M3_PER_S: f64 = 15e-6;

/// Share of water in what the pump takes in, 0 to 1. `clogged` is the share of the strainer that is closed.
pub(super) fn share(reservoir_kg: f64, celsius: f64, flow_m3_per_s: f64, clogged: f64) -> f64 {
    let level = reservoir_kg.max(0.0) / UNCOVERED_KG;
    let covered = level * level / (1.0 + level * level);
    let flow = flow_m3_per_s / (RATED_M3_PER_S * (1.0 - clogged.clamp(0.0, 0.999)));
    let standing_pa = reservoir_kg * STANDARD_GRAVITY / RESERVOIR_M2;
    let before_pa = STANDARD_ATMOSPHERE_MPA * 1e6 + standing_pa - STRAINER_PA * flow * flow;
    let margin = (before_pa - vapour_pa(celsius) - NEEDED_PA) / FADING_PA;
    covered * 0.5 * (1.0 + margin / (1.0 + margin * margin).sqrt())
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
        let sound = share(20.0, 20.0, 15e-6, 0.0);
        assert!(sound > 0.99, "{sound}");
        assert!(share(20.0, 90.0, 15e-6, 0.0) < 0.1);
        assert!(share(20.0, 20.0, 15e-6, 0.8) < 0.1 && share(20.0, 20.0, 1.5e-6, 0.8) > 0.99);
        assert!(share(0.02, 20.0, 15e-6, 0.0) < 0.02 && share(0.0, 20.0, 15e-6, 0.0) < f64::MIN_POSITIVE);
    }
}
