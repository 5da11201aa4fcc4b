//! Conservative Temperature, both ways: Θ = h(S, θ, 0)/c_p⁰ (TEOS-10 manual, eqs. 3.2.1 and 3.3.1).

use super::potential_temperature::{isentropic_temperature, to_surface};
use super::reduced::{Reduced, TEMPERATURE_UNIT, at_surface, polynomial};
use crate::constants::{CONSERVATIVE_HEAT_CAPACITY, ZERO_CELSIUS_KELVIN};
use crate::newton::newton;
use crate::quantity::{AbsoluteSalinity, ConservativeTemperature, SeaPressure, Temperature};

/// Newton's last step in reduced temperature; the error left is of the order of its square.
const LAST_STEP: f64 = 1e-9;

/// Conservative Temperature of water of in-situ temperature `temperature`. Range: as [`gibbs`](super::gibbs()).
#[inline(always)]
pub fn conservative_temperature(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> ConservativeTemperature {
    let state = Reduced::of(salinity, temperature, pressure);
    let surface = at_surface(&state.powers());
    let potential = to_surface(state, &surface);
    ConservativeTemperature::from_celsius(
        enthalpy(&surface, potential)[0] * (1.0 / CONSERVATIVE_HEAT_CAPACITY),
    )
}

/// Conservative Temperature of water of potential temperature `potential` (reference pressure: the surface).
pub fn conservative_from_potential_temperature(
    salinity: AbsoluteSalinity,
    potential: Temperature,
) -> ConservativeTemperature {
    conservative_temperature(salinity, potential, SeaPressure::SURFACE)
}

/// Potential temperature of water of Conservative Temperature `conservative`; the inverse of
/// [`conservative_from_potential_temperature`].
pub fn potential_from_conservative_temperature(
    salinity: AbsoluteSalinity,
    conservative: ConservativeTemperature,
) -> Temperature {
    let surface =
        at_surface(&Reduced::of(salinity, Temperature::from_celsius(0.0), SeaPressure::SURFACE).powers());
    let target = conservative.celsius() * CONSERVATIVE_HEAT_CAPACITY;
    // Near enough for a start: c_p varies by some percent.
    let potential = newton(conservative.celsius() / TEMPERATURE_UNIT, LAST_STEP, |y| {
        let [value, slope] = enthalpy(&surface, y);
        (value - target, slope)
    });
    Temperature::from_celsius(potential * TEMPERATURE_UNIT)
}

/// In-situ temperature (ITS-90) of water of Conservative Temperature `conservative`; the inverse of
/// [`conservative_temperature`].
pub fn temperature_from_conservative(
    salinity: AbsoluteSalinity,
    conservative: ConservativeTemperature,
    pressure: SeaPressure,
) -> Temperature {
    let potential = potential_from_conservative_temperature(salinity, conservative);
    isentropic_temperature(salinity, potential, SeaPressure::SURFACE, pressure)
}

/// Enthalpy at the surface, J/kg, and its slope by reduced temperature. The salt's logarithm cancels in it.
#[inline(always)]
fn enthalpy(surface: &[f64; 8], y: f64) -> [f64; 2] {
    let gibbs = polynomial(surface, y);
    let kelvin_in_units = ZERO_CELSIUS_KELVIN * (1.0 / TEMPERATURE_UNIT) + y;
    [gibbs.value - kelvin_in_units * gibbs.slope, -kelvin_in_units * 2.0 * gibbs.half_curvature]
}
