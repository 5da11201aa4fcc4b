//! Where seawater begins to freeze, and where it goes when pressure changes faster than heat can follow.

use super::gibbs::{gibbs, water_potential};
use super::ice::ice_gibbs;
use crate::newton::newton;
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};

/// Newton's last step, K; the error left is of the order of its square.
const LAST_STEP_KELVIN: f64 = 1e-7;

/// Temperature at which air-free seawater is in equilibrium with ice: μ_water(S, T, p) = g_ice(T, p) (TEOS-10
/// manual, section 3.33).
///
/// Range: 0–42 g/kg to 100 MPa by its sources, and usable to 127 MPa (ice I is the ice that melts up to 209
/// MPa). Dissolved air lowers it by about 2.4 mK (fresh) to 1.9 mK, so that this is the warmer, safer value.
pub fn freezing_temperature(salinity: AbsoluteSalinity, pressure: SeaPressure) -> Temperature {
    // Cryoscopic slope and mean melting slope of ice; only a start.
    let start = -0.057 * salinity.g_per_kg() - 0.085 * pressure.mpa();
    Temperature::from_celsius(newton(start, LAST_STEP_KELVIN, |celsius| {
        let temperature = Temperature::from_celsius(celsius);
        let (water, ice) =
            (water_potential(salinity, temperature, pressure), ice_gibbs(temperature, pressure));
        (water.g - ice.g, water.g_t - ice.g_t)
    }))
}

/// Temperature that water of temperature `temperature` at `from` takes at `to` at constant entropy and
/// salinity.
pub fn isentropic_temperature(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    from: SeaPressure,
    to: SeaPressure,
) -> Temperature {
    let before = gibbs(salinity, temperature, from);
    let start = temperature.celsius() + before.adiabatic_lapse_rate() * (to.mpa() - from.mpa()) * 1e6;
    Temperature::from_celsius(newton(start, LAST_STEP_KELVIN, |celsius| {
        let after = gibbs(salinity, Temperature::from_celsius(celsius), to);
        (before.g_t - after.g_t, -after.g_tt)
    }))
}
