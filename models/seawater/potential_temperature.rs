//! Where water goes when pressure changes faster than heat can follow: isentropes and potential temperature.
//!
//! θ keeps the entropy: ∂g/∂T(S, θ, p_r) = ∂g/∂T(S, t, p) (TEOS-10 manual, eq. 3.1.3). The salt's logarithm is on both sides
//! and falls out.

use super::reduced::{Reduced, TEMPERATURE_UNIT, at_surface, polynomial, without_logarithm};
use crate::newton::newton;
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};

/// Newton's last step, K; the error left is of the order of its square.
const LAST_STEP_KELVIN: f64 = 1e-7;
/// Newton's steps to the surface: from the start by the lapse rate, which is off by up to 1 K at 127 MPa, each squares the
/// error and divides it by some 500 K.
const STEPS_TO_SURFACE: usize = 3;

/// Temperature that water of temperature `temperature` at `from` takes at `to` at constant entropy and
/// salinity. Range: as [`gibbs`](super::gibbs()).
pub fn isentropic_temperature(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    from: SeaPressure,
    to: SeaPressure,
) -> Temperature {
    let before = without_logarithm(Reduced::of(salinity, temperature, from));
    let start = temperature.celsius() + before.adiabatic_lapse_rate() * (to.mpa() - from.mpa()) * 1e6;
    Temperature::from_celsius(newton(start, LAST_STEP_KELVIN, |celsius| {
        let after = without_logarithm(Reduced::of(salinity, Temperature::from_celsius(celsius), to));
        (before.g_t - after.g_t, -after.g_tt)
    }))
}

/// Potential temperature: that of the water brought to the surface at constant entropy and salinity (ITS-90). Range: as
/// [`gibbs`](super::gibbs()).
#[inline(always)]
pub fn potential_temperature(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> Temperature {
    let state = Reduced::of(salinity, temperature, pressure);
    let surface = at_surface(&state.powers());
    Temperature::from_celsius(to_surface(state, &surface) * TEMPERATURE_UNIT)
}

/// Potential temperature in reduced form, given the water's Gibbs polynomial at the surface.
#[inline(always)]
pub(super) fn to_surface(state: Reduced, surface: &[f64; 8]) -> f64 {
    let deep = without_logarithm(state);
    let target = deep.g_t * TEMPERATURE_UNIT;
    let mut y = state.y - deep.adiabatic_lapse_rate() * state.pascals() * (1.0 / TEMPERATURE_UNIT);
    for _ in 0..STEPS_TO_SURFACE {
        let here = polynomial(surface, y);
        y -= (here.slope - target) / (2.0 * here.half_curvature);
    }
    y
}
