//! The jacket's set point: beyond the target while water is away from it, and never so cold that the wall grows ice.

use hadal_models::quantity::{PracticalSalinity, SeaPressure};
use hadal_models::seawater;
use hadal_rigs::description::ChamberNominal;

/// How far the jacket leads: kelvin of set point per kelvin that water is away.
///
/// Jacket to wall to water are two lags, of about 400 s and 1,000 s. With a gain of 1 they settle at the fastest rate
/// that proportional lead can give, 1/600 s, well damped; more gain only makes the jacket swing.
const GAIN: f64 = 1.0;

/// Set point of the jacket, °C.
pub(super) fn set_point_celsius(
    target_celsius: f64,
    water_celsius: f64,
    salinity: PracticalSalinity,
    chamber: &ChamberNominal,
) -> f64 {
    let lead = GAIN * (target_celsius - water_celsius);
    let freezing = seawater::freezing_temperature(salinity.reference(), SeaPressure::SURFACE).celsius();
    let coldest = chamber.jacket_min_celsius.max(freezing);
    (target_celsius + lead).clamp(coldest, chamber.jacket_max_celsius.max(coldest))
}
