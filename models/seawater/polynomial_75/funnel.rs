//! Where the 75-term polynomial was fitted: the oceanographic funnel, wide at the surface and narrow at
//! depth.

use crate::quantity::{AbsoluteSalinity, ConservativeTemperature, SeaPressure};
use crate::seawater::{conservative_temperature, freezing_temperature};

/// Pressures, dbar, where the funnel begins to narrow, is narrowest, and ends.
const NARROWING: f64 = 500.0;
const NARROWEST: f64 = 6500.0;
const END: f64 = 8000.0;

/// Whether a state lies in the oceanographic funnel (McDougall, Jackett, Wright and Feistel, J. Atmos. Ocean.
/// Technol. 20 (2003) 730; the same bounds as the Gibbs SeaWater Toolbox's `infunnel`).
///
/// To 500 dbar 0–42 g/kg, from freezing up; from there to 6,500 dbar the lowest salinity rises to 30 g/kg and
/// the highest temperature falls from 30 to 10 °C; to 8,000 dbar 30–42 g/kg, to 10 °C. Below 500 dbar the
/// lowest temperature is that of freezing at 500 dbar. Anything that is not a number is outside.
pub fn is_in_funnel(
    salinity: AbsoluteSalinity,
    temperature: ConservativeTemperature,
    pressure: SeaPressure,
) -> bool {
    let (g_per_kg, celsius, dbar) = (salinity.g_per_kg(), temperature.celsius(), pressure.dbar());
    if !((0.0..=42.0).contains(&g_per_kg) && dbar.is_finite() && dbar <= END) {
        return false;
    }
    let inside = if dbar < NARROWING {
        true
    } else if dbar < NARROWEST {
        g_per_kg >= dbar * 5e-3 - 2.5 && celsius <= 95.0 / 3.0 - dbar / 300.0
    } else {
        g_per_kg >= 30.0 && celsius <= 10.0
    };
    let coldest = SeaPressure::from_dbar(dbar.min(NARROWING));
    let freezing = freezing_temperature(salinity, coldest);
    inside && celsius >= conservative_temperature(salinity, freezing, coldest).celsius()
}
