//! Standard uncertainties of salinity, of conductivity, and of what salt does.

use super::caloric::{gibbs_energy, gibbs_energy_of_water};
use super::{
    along_pressure, beyond, gibbs_of, growth_outside, growth_with_pressure, growth_with_salt, pressure_ratio,
    salinity_ratio, together,
};
use crate::constants::REFERENCE_SALINITY_PER_PRACTICAL;
use crate::constants::STANDARD_OCEAN_SALINITY_G_PER_KG;
use crate::quantity::PracticalSalinity;
use crate::seawater::conductivity::{conductivity as conductivity_of, conductivity_sensitivity};
use crate::seawater::gibbs::gibbs_by_salinity;
use crate::seawater::state::State;

/// PSS-78's own standard uncertainty in salinity: half of the ±0.002 that is expected of it (Le Menn 2011,
/// Ocean Science 7, 651), which is read here as k = 2; the source leaves the coverage open.
const PRACTICAL: f64 = 0.001;
/// Pressure beyond 10,000 dbar after which that has doubled, MPa: as EOS-80 departed (judgement; no measurement
/// of conductivity above 100 MPa is known to the authors).
const PRACTICAL_AGAIN_MPA: f64 = 10.0;
/// Salinity outside 2–42 that adds as much again (judgement).
const PRACTICAL_GROWTH: f64 = 4.0;
/// Temperature outside −2–35 °C that adds as much again, K (judgement).
const PRACTICAL_GROWTH_KELVIN: f64 = 5.0;
/// Below this practical salinity the slope of conductivity is taken as here: it is finite, but not at zero itself.
const LEAST_PRACTICAL: f64 = 1e-3;
/// Absolute Salinity read from the atlas of the anomaly, g/kg. The anomaly itself is up to 0.025 g/kg (McDougall
/// et al. 2009, Ocean Sci. Discuss. 6, 215); a fifth of that is a judgement.
const ANOMALY_G_PER_KG: f64 = 0.005;
/// Chemical potential of water in Standard Seawater, J/kg, and proportional to salinity otherwise: what 2 mK of
/// freezing temperature are worth (1.22 kJ/(kg K), the entropy of melting).
pub(super) const DILUTION_JOULE_PER_KG: f64 = 2.4;
/// Haline contraction at the surface, relative: EOS-80 differs by 5e-4 (root mean square, S 30–38).
const CONTRACTION_SURFACE: f64 = 5e-4;
/// Added to it by 100 MPa, with the square of pressure: EOS-80 differs by 1.1e-3 and 2.5e-3 at 80 and 100 MPa.
const CONTRACTION_DEEP: f64 = 2.5e-3;
/// How many times more in nearly fresh water, where it differs by 1.3e-2 at 100 MPa (S below 0.5) and 1.8e-3 (S 5–25).
const CONTRACTION_FRESH: f64 = 4.0;
/// Salinity at which that has faded, g/kg.
const CONTRACTION_FADES_G_PER_KG: f64 = 10.0;
/// Pressure beyond 100 MPa after which that of contraction has doubled, MPa (judgement; EOS-80 differs by 5.5e-3 at
/// 127 MPa).
const CONTRACTION_AGAIN_MPA: f64 = 20.0;

/// Standard uncertainty of practical salinity from conductivity: the scale's own.
///
/// 0.001 inside 2–42, −2–35 °C, 0–100 MPa, times 1 + (Δp/10 MPa)^1.5 beyond in pressure (0.002 at 110 MPa,
/// 0.0054 at 127), and by as much again for each 4 units of salinity and each 5 K beyond.
pub fn practical_salinity(state: &State) -> f64 {
    PRACTICAL
        * growth_with_pressure(state, PRACTICAL_AGAIN_MPA)
        * (1.0 + beyond(state.practical.value(), 2.0, 42.0) / PRACTICAL_GROWTH)
        * (1.0 + beyond(state.temperature.celsius(), -2.0, 35.0) / PRACTICAL_GROWTH_KELVIN)
}

/// Standard uncertainty of Reference Salinity from conductivity, g/kg.
pub fn reference_salinity(state: &State) -> f64 {
    practical_salinity(state) * REFERENCE_SALINITY_PER_PRACTICAL
}

/// Standard uncertainty of Absolute Salinity from conductivity, g/kg: Reference Salinity for Standard
/// Seawater, and with the anomaly's at a place.
pub fn absolute_salinity(state: &State) -> f64 {
    let anomaly = if state.place().is_some() { ANOMALY_G_PER_KG } else { 0.0 };
    together([reference_salinity(state), anomaly])
}

/// Standard uncertainty of PSS-78 conductivity of given salinity, mS/cm: that of salinity times ∂C/∂SP.
pub fn conductivity(state: &State) -> f64 {
    practical_salinity(state) * slope_of_conductivity(state) * 10.0
}

/// The same over the conductivity itself.
pub(super) fn conductivity_relative(state: &State) -> f64 {
    let conductivity = conductivity_of(state.practical, state.temperature, state.pressure);
    practical_salinity(state) * slope_of_conductivity(state) / conductivity.siemens_per_m()
}

/// ∂C/∂SP, S/m.
fn slope_of_conductivity(state: &State) -> f64 {
    let value = state.practical.value();
    let least = PracticalSalinity::new(if value < LEAST_PRACTICAL { LEAST_PRACTICAL } else { value });
    conductivity_sensitivity(least, state.temperature, state.pressure).per_salinity.abs()
}

/// Standard uncertainty of haline contraction at constant in-situ temperature and pressure, kg/g.
///
/// Ocean water: 0.05 % at the surface, 0.25 % at 100 MPa, 1.04 % at 127.
pub fn haline_contraction(state: &State) -> f64 {
    let by_salinity = gibbs_by_salinity(state.absolute, state.temperature, state.pressure);
    let per_g = (by_salinity.g_sp / gibbs_of(state).g_p).abs() / 1000.0;
    let ratio = pressure_ratio(state);
    let nearly_fresh = (1.0 - state.absolute.g_per_kg() / CONTRACTION_FADES_G_PER_KG).clamp(0.0, 1.0);
    together([CONTRACTION_SURFACE, CONTRACTION_DEEP * ratio * ratio])
        * (1.0 + CONTRACTION_FRESH * nearly_fresh)
        * growth_with_salt(state, CONTRACTION_AGAIN_MPA)
        * growth_outside(state)
        * per_g
}

/// Standard uncertainty of the chemical potential of water in seawater, J/g.
///
/// Counted from TEOS-10's reference as [`super::entropy`] is; the share of salt from the freezing temperature.
pub fn chemical_potential_of_water(state: &State) -> f64 {
    let dilution = DILUTION_JOULE_PER_KG * salinity_ratio(state) * growth_outside(state);
    together([gibbs_energy_of_water(state), dilution]) / 1000.0
}

/// Standard uncertainty of the relative chemical potential ∂g/∂S, J/g.
///
/// At the surface that of water over the salinity (Gibbs-Duhem: S dμ = −dμ_W), then pressure by ∂²g/∂S∂p.
/// TEOS-10's arbitrary zero of salt is taken as it is.
pub fn relative_chemical_potential(state: &State) -> f64 {
    let surface = DILUTION_JOULE_PER_KG / (STANDARD_OCEAN_SALINITY_G_PER_KG / 1000.0) * growth_outside(state);
    let pressed =
        along_pressure(state, |at| gibbs_of(at).specific_volume() * haline_contraction(at) * 1000.0);
    together([surface, pressed]) / 1000.0
}

/// Standard uncertainty of the chemical potential of salt in seawater, g + (1 − S) ∂g/∂S, J/g.
pub fn chemical_potential_of_salt(state: &State) -> f64 {
    let relative = (1.0 - state.absolute.mass_fraction()) * relative_chemical_potential(state);
    together([gibbs_energy(state) / 1000.0, relative])
}
