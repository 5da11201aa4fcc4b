//! The jacket's set point: beyond the target while water is away from it, and never so cold that the wall grows ice.

use hadal_models::quantity::{PracticalSalinity, SeaPressure};
use hadal_models::seawater;
use hadal_rigs::description::ChamberNominal;

/// How far the jacket leads: kelvin of set point per kelvin that water is away.
const GAIN: f64 = 4.0;
/// How far the jacket leads the water's trend, seconds: about the time the wall needs to answer.
const TREND_S: f64 = 2_500.0;

/// Set point of the jacket, °C.
///
/// `trend_k_per_s` is the slope of the mean reference temperature; unknown (NaN) counts as none.
pub(super) fn set_point_celsius(
    target_celsius: f64,
    water_celsius: f64,
    trend_k_per_s: f64,
    salinity: PracticalSalinity,
    chamber: &ChamberNominal,
) -> f64 {
    let trend = if trend_k_per_s.is_finite() { trend_k_per_s } else { 0.0 };
    let away = target_celsius - water_celsius;
    let lead = GAIN * (away - TREND_S * trend);
    let freezing = seawater::freezing_temperature(salinity.reference(), SeaPressure::SURFACE).celsius();
    let coldest = chamber.jacket_min_celsius.max(freezing);
    (target_celsius + lead).clamp(coldest, chamber.jacket_max_celsius.max(coldest))
}
