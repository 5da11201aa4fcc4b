//! Standard uncertainties of thermal expansion, heat capacity, and the energies and temperatures that follow.

use super::salt::DILUTION_JOULE_PER_KG;
use super::{
    along_pressure, at_pressure, density_relative, freshness, gibbs_of, growth_outside, growth_with_salt,
    pressure_ratio, salinity_ratio, together,
};
use crate::constants::STANDARD_OCEAN_SALINITY_G_PER_KG;
use crate::constants::ZERO_CELSIUS_KELVIN;
use crate::quantity::SeaPressure;
use crate::seawater::state::State;

/// Heat capacity at the surface, J/(kg K): a judgement between two comparisons. IAPWS-95 and G12-15 differ by 1.0
/// (root mean square over 0–26 °C), EOS-80 and TEOS-10 by 2.5.
const HEAT_CAPACITY_SURFACE: f64 = 1.5;
/// Added to it in the cold by 100 MPa, J/(kg K): the difference of EOS-80 and TEOS-10 grows to 4.9 (0–5 °C).
const HEAT_CAPACITY_DEEP: f64 = 5.0;
/// Added to it in cold fresh water by 100 MPa, growing with the cube of pressure, J/(kg K): IAPWS-95 less
/// G12-15 at 0 °C is −5.6, −11.4 and −21.5 at 80, 100 and 127 MPa.
const HEAT_CAPACITY_FRESH: f64 = 11.0;
/// Over how many kelvins both fade by e: at 100 MPa the latter is −5.4 and −1.4 at 10 and 26 °C.
const HEAT_CAPACITY_FADES_KELVIN: f64 = 13.5;
/// Thermal expansion at the surface, 1/K, as TEOS-10 is quoted (Feistel 2008; not seen in print by the authors
/// of this file); EOS-80 differs by 0.4e-6.
const EXPANSION_SURFACE: f64 = 0.6e-6;
/// Added to it by 100 MPa, 1/K: EOS-80 differs by 0.7e-6 and 0.9e-6 at 80 and 100 MPa (S 30–38, 0–30 °C).
const EXPANSION_DEEP: f64 = 0.7e-6;
/// Added to it in cold fresh water by 100 MPa, 1/K: IAPWS-95 less G12-15 at 0 °C is −7.5e-6, −9.2e-6 and −11.4e-6
/// at 80, 100 and 127 MPa.
const EXPANSION_FRESH: f64 = 9e-6;
/// Over how many kelvins that fades by e: at 100 MPa it is −4.3e-6 and −1.4e-6 at 5 and 10 °C.
const EXPANSION_FADES_KELVIN: f64 = 6.6;
/// Pressure beyond 100 MPa after which salt has doubled a share, MPa (judgement, see [`super`]).
const AGAIN_MPA: f64 = 20.0;
/// Enthalpy of mixing, J/kg for each g/kg off the salinity at which enthalpy is zero by definition (judgement).
const MIXING_JOULE_PER_G: f64 = 0.5;
/// Nothing is said to be exact because it is close to a reference state: kelvins off 0 °C at least (judgement).
const REFERENCE_KELVIN: f64 = 0.1;
/// What the search for a temperature of equal entropy may leave, K.
const SEARCH_KELVIN: f64 = 1e-7;

/// Temperature, °C, or −8 where it is colder: there is no comparison that the growth towards the cold could lean on.
fn coldness(state: &State) -> f64 {
    let celsius = state.temperature.celsius();
    if celsius < -8.0 { -8.0 } else { celsius }
}

/// Standard uncertainty of isobaric heat capacity, J/(kg K).
///
/// 1.5 at the surface; at 100 MPa and 0 °C 5.2 in ocean water and 12.2 in fresh water, less in warm water; at 127
/// MPa 16.6 and 23.4.
pub fn isobaric_heat_capacity(state: &State) -> f64 {
    let ratio = pressure_ratio(state);
    let cold = libm::exp(-coldness(state) / HEAT_CAPACITY_FADES_KELVIN);
    let salty = together([HEAT_CAPACITY_SURFACE, HEAT_CAPACITY_DEEP * ratio * cold])
        * growth_with_salt(state, AGAIN_MPA);
    let fresh = freshness(state) * HEAT_CAPACITY_FRESH * ratio * ratio * ratio * cold;
    together([salty, fresh]) * growth_outside(state)
}

/// Standard uncertainty of thermal expansion at constant salinity and pressure, 1/K.
///
/// 0.6e-6 at the surface; at 100 MPa 0.9e-6 in ocean water and 9e-6 in fresh water of 0 °C; at 127 MPa 2.7e-6
/// and 11.5e-6.
pub fn thermal_expansion(state: &State) -> f64 {
    let ratio = pressure_ratio(state);
    let cold = libm::exp(-coldness(state) / EXPANSION_FADES_KELVIN);
    let salty = together([EXPANSION_SURFACE, EXPANSION_DEEP * ratio]) * growth_with_salt(state, AGAIN_MPA);
    let fresh = freshness(state) * EXPANSION_FRESH * ratio * cold;
    together([salty, fresh]) * growth_outside(state)
}

/// Standard uncertainty of the adiabatic lapse rate, K/Pa, from Γ = T v α/c_p.
pub fn adiabatic_lapse_rate(state: &State) -> f64 {
    let water = gibbs_of(state);
    let heat_capacity = water.isobaric_heat_capacity(state.temperature);
    let per_expansion = state.temperature.kelvin() * water.specific_volume() / heat_capacity;
    let by_heat_capacity = water.adiabatic_lapse_rate() * isobaric_heat_capacity(state) / heat_capacity;
    together([per_expansion * thermal_expansion(state), by_heat_capacity])
}

/// Standard uncertainty of specific entropy, J/(kg K).
///
/// Counted, as entropy is, from TEOS-10's reference (SP 35, 0 °C, one atmosphere): heating from there at the
/// surface, then pressure by ∂η/∂p = −αv, then mixing.
pub fn entropy(state: &State) -> f64 {
    let kelvin = state.temperature.kelvin();
    let pressed = along_pressure(state, |at| gibbs_of(at).specific_volume() * thermal_expansion(at));
    together([heating(state) / kelvin, pressed, mixing(state) / kelvin])
}

/// Standard uncertainty of specific enthalpy, J/kg.
///
/// Counted from TEOS-10's reference as [`entropy`] is; pressure by ∂h/∂p = v(1 − αT).
pub fn enthalpy(state: &State) -> f64 {
    let kelvin = state.temperature.kelvin();
    let pressed = along_pressure(state, |at| {
        gibbs_of(at).specific_volume() * together([density_relative(at), kelvin * thermal_expansion(at)])
    });
    together([heating(state), pressed, mixing(state)])
}

/// Standard uncertainty of specific internal energy u = h − Pv, J/kg.
pub fn internal_energy(state: &State) -> f64 {
    let pascal = state.pressure.absolute().mpa() * 1e6;
    let work = pascal * gibbs_of(state).specific_volume() * density_relative(state);
    together([enthalpy(state), work])
}

/// Standard uncertainty of the specific Gibbs energy, J/kg.
///
/// Counted from TEOS-10's reference as [`entropy`] is: heat capacity integrated twice, pressure by ∂g/∂p = v,
/// and the dilution of salt.
pub fn gibbs_energy(state: &State) -> f64 {
    let dilution = DILUTION_JOULE_PER_KG * salinity_ratio(state) * growth_outside(state);
    together([gibbs_energy_of_water(state), dilution])
}

/// The share of it that does not come from the dilution of salt, J/kg.
pub(super) fn gibbs_energy_of_water(state: &State) -> f64 {
    let twice = 0.5 * heating(state) * off_reference(state) / ZERO_CELSIUS_KELVIN;
    let pressed = along_pressure(state, |at| gibbs_of(at).specific_volume() * density_relative(at));
    together([twice, pressed])
}

/// Standard uncertainty of potential temperature (reference 0 dbar), K: the lapse rate's on the way up.
///
/// Nothing but round-off at the surface, where potential and in-situ temperature are the same.
pub fn potential_temperature(state: &State) -> f64 {
    together([SEARCH_KELVIN * growth_outside(state), along_pressure(state, adiabatic_lapse_rate)])
}

/// Standard uncertainty of Conservative Temperature, K: that of potential temperature, and the heat capacity's
/// between 0 °C and there.
pub fn conservative_temperature(state: &State) -> f64 {
    let surface = surfaced(state);
    let heat_capacity = gibbs_of(&surface).isobaric_heat_capacity(surface.temperature);
    together([potential_temperature(state), together([heating(&surface), mixing(state)]) / heat_capacity])
}

/// Standard uncertainty of in-situ temperature of water of known Conservative Temperature, K.
pub fn temperature(state: &State) -> f64 {
    let surface = surfaced(state);
    let (here, there) = (gibbs_of(state), gibbs_of(&surface));
    // Equal entropies: c_p dT/T is the same here and at the surface.
    let stretch = there.g_tt / here.g_tt;
    conservative_temperature(state) * stretch.abs()
}

/// The water of a state brought to the surface at constant entropy.
fn surfaced(state: &State) -> State {
    let temperature = state.potential();
    at_pressure(&State { temperature, ..*state }, SeaPressure::SURFACE)
}

/// Heat between the reference temperature and a state's, at the surface, J/kg.
fn heating(state: &State) -> f64 {
    isobaric_heat_capacity(&at_pressure(state, SeaPressure::SURFACE)) * off_reference(state)
}

/// Temperature from 0 °C, K, not less than what counts as exact.
fn off_reference(state: &State) -> f64 {
    together([state.temperature.celsius(), REFERENCE_KELVIN])
}

/// Heat of mixing between the reference salinity and a state's, J/kg.
fn mixing(state: &State) -> f64 {
    MIXING_JOULE_PER_G * (state.absolute.g_per_kg() - STANDARD_OCEAN_SALINITY_G_PER_KG).abs()
}
