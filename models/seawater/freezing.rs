//! Where water and ice are in equilibrium: freezing temperature, freezing pressure, and where a release freezes.
//!
//! μ_W(S, T, p) = g_ice(T, p) (TEOS-10 manual, eq. 3.33.1). The sources hold for 0–42 g/kg to 100 MPa; ice I is the
//! ice that melts up to 209 MPa.

use super::gibbs::{Gibbs, water_potential};
use super::ice::ice_gibbs;
use super::potential_temperature::isentropic_temperature;
use crate::constants::STANDARD_OCEAN_SALINITY_G_PER_KG;
use crate::newton::newton;
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};

/// Newton's last step, K; the error left is of the order of its square.
const LAST_STEP_KELVIN: f64 = 1e-7;
/// Newton's last step, MPa.
const LAST_STEP_MPA: f64 = 1e-6;
/// Where ice I, water and ice III meet, MPa (IAPWS R14-08, 2011: 208.566).
const ICE_I_END_MPA: f64 = 208.566;
/// How much the freezing point falls with pressure, on the whole, K/MPa; only a start.
const FREEZING_SLOPE_K_PER_MPA: f64 = -0.085;

/// Temperature at which air-free seawater begins to freeze (ITS-90).
///
/// Dissolved air lowers it, see [`freezing_depression_by_air`], so that this is the warmer, safer value.
pub fn freezing_temperature(salinity: AbsoluteSalinity, pressure: SeaPressure) -> Temperature {
    // Cryoscopic slope and mean melting slope of ice; only a start.
    let start = -0.057 * salinity.g_per_kg() + FREEZING_SLOPE_K_PER_MPA * pressure.mpa();
    Temperature::from_celsius(newton(start, LAST_STEP_KELVIN, |celsius| {
        let [water, ice] = phases(salinity, Temperature::from_celsius(celsius), pressure);
        (water.g - ice.g, water.g_t - ice.g_t)
    }))
}

/// By how much water saturated with air freezes colder than air-free water, K: 2.4 mK less S/70.33 mK (TEOS-10 manual,
/// eq. 3.33.3 as GSW evaluates it). The air of one atmosphere; what dissolves under more is more.
pub fn freezing_depression_by_air(salinity: AbsoluteSalinity) -> f64 {
    1e-3 * (2.4 - salinity.g_per_kg() / (2.0 * STANDARD_OCEAN_SALINITY_G_PER_KG))
}

/// Sea pressure at which air-free water of temperature `temperature` begins to freeze when pressure falls.
///
/// Water colder than its freezing point at the surface is liquid only above this pressure. NaN for warmer water, which no
/// pressure from the surface down freezes, and beyond 209 MPa, where ice I gives way to ice III.
pub fn freezing_pressure(salinity: AbsoluteSalinity, temperature: Temperature) -> SeaPressure {
    let surface = freezing_temperature(salinity, SeaPressure::SURFACE).celsius();
    let colder = surface - temperature.celsius();
    if colder < 0.0 {
        return SeaPressure::from_mpa(f64::NAN);
    }
    let mpa = newton(colder / -FREEZING_SLOPE_K_PER_MPA, LAST_STEP_MPA, |mpa| {
        let [water, ice] = phases(salinity, temperature, SeaPressure::from_mpa(mpa));
        (water.g - ice.g, (water.g_p - ice.g_p) * 1e6)
    });
    SeaPressure::from_mpa(if mpa <= ICE_I_END_MPA { mpa } else { f64::NAN })
}

/// What becomes of water that is released to the surface faster than heat can follow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Release {
    /// It arrives liquid.
    StaysLiquid,
    /// Ice begins to form on the way.
    Freezes {
        /// Temperature at which it does.
        temperature: Temperature,
        /// Sea pressure at which it does.
        pressure: SeaPressure,
    },
    /// It is below its freezing point before the release begins.
    FrozenBefore,
}

/// Follows a release from `pressure` at constant entropy: the water cools while its freezing point rises.
///
/// Inputs that are not numbers, or beyond all physics, count as frozen: the safe answer.
pub fn release(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> Release {
    let margin = |mpa: f64| {
        let there = SeaPressure::from_mpa(mpa);
        let cooled = isentropic_temperature(salinity, temperature, pressure, there);
        (cooled.celsius() - freezing_temperature(salinity, there).celsius(), cooled)
    };
    let (before, _) = margin(pressure.mpa());
    let (after, _) = margin(0.0);
    if before.is_nan() || after.is_nan() || before < 0.0 {
        return Release::FrozenBefore;
    }
    if after >= 0.0 {
        return Release::StaysLiquid;
    }
    let slope = (before - after) / pressure.mpa();
    // The margin is nearly straight in pressure: the chord serves as slope, and each step gains a digit or more.
    let onset = newton(-after / slope, LAST_STEP_MPA, |mpa| (margin(mpa).0, slope));
    Release::Freezes { temperature: margin(onset).1, pressure: SeaPressure::from_mpa(onset) }
}

/// The coldest that water under `pressure` may be, to be released to the surface without ice (ITS-90).
pub fn coldest_release(salinity: AbsoluteSalinity, pressure: SeaPressure) -> Temperature {
    let at_surface = freezing_temperature(salinity, SeaPressure::SURFACE);
    isentropic_temperature(salinity, at_surface, SeaPressure::SURFACE, pressure)
}

/// Water in seawater, and ice.
fn phases(salinity: AbsoluteSalinity, temperature: Temperature, pressure: SeaPressure) -> [Gibbs; 2] {
    [water_potential(salinity, temperature, pressure), ice_gibbs(temperature, pressure)]
}
