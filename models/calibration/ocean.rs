//! Where in pressure, temperature and salinity there is ocean: a calibration needs to hold nowhere else.

use crate::quantity::{PracticalSalinity, SeaPressure, Temperature};
use crate::seawater::conservative_temperature;
use crate::seawater::polynomial_75::is_in_funnel;

/// Deeper than this, MPa, all water is that of trenches and of the deepest open basins.
pub const TRENCH_MPA: f64 = 70.0;
/// What that water is: °C and practical salinity, to the rating of the deepest chambers.
const TRENCH_CELSIUS: [f64; 2] = [0.0, 5.0];
const TRENCH_SALINITIES: [f64; 2] = [34.0, 36.0];
const DEEPEST_CHAMBER_MPA: f64 = 127.0;
/// Coasts and estuaries are at the surface only.
const SURFACE_MPA: f64 = 1.0;
const FRESHEST_UNDER_PRESSURE: f64 = 30.0;

/// The part of these spans of temperature, °C, and practical salinity that can be ocean at a pressure: smaller deeper than
/// 70 MPa, where the ocean is a box.
pub fn within(
    pressure: SeaPressure,
    celsius: [f64; 2],
    practical_salinity: [f64; 2],
) -> ([f64; 2], [f64; 2]) {
    let both = |[least, most]: [f64; 2], [low, high]: [f64; 2]| [least.max(low), most.min(high)];
    match pressure.mpa() > TRENCH_MPA {
        true => (both(celsius, TRENCH_CELSIUS), both(practical_salinity, TRENCH_SALINITIES)),
        false => (celsius, practical_salinity),
    }
}

/// Whether there is such water: temperature on the ITS-90, practical salinity, sea pressure.
///
/// To 70 MPa: the oceanographic funnel of TEOS-10's polynomials (McDougall, Jackett, Wright and Feistel 2003, J. Atmos.
/// Ocean. Technol. 20, 730), under pressure from practical salinity 30 on. Deeper: 0 to 5 °C and practical salinity 34 to 36.
///
/// ```
/// use hadal_models::calibration::ocean;
/// use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
///
/// let at = |celsius, mpa| {
///     let (temperature, pressure) = (Temperature::from_celsius(celsius), SeaPressure::from_mpa(mpa));
///     ocean::contains(temperature, PracticalSalinity::new(34.7), pressure)
/// };
/// assert!(at(2.4, 110.0) && at(25.0, 0.0));
/// assert!(!at(25.0, 110.0) && !at(25.0, 40.0));
/// ```
pub fn contains(temperature: Temperature, salinity: PracticalSalinity, pressure: SeaPressure) -> bool {
    let (celsius, practical, mpa) = (temperature.celsius(), salinity.value(), pressure.mpa());
    let within = |[least, most]: [f64; 2], value: f64| (least..=most).contains(&value);
    if mpa > TRENCH_MPA {
        let water = within(TRENCH_CELSIUS, celsius) && within(TRENCH_SALINITIES, practical);
        return water && mpa <= DEEPEST_CHAMBER_MPA;
    }
    let reference = salinity.reference();
    (mpa < SURFACE_MPA || practical >= FRESHEST_UNDER_PRESSURE)
        && is_in_funnel(reference, conservative_temperature(reference, temperature, pressure), pressure)
}
