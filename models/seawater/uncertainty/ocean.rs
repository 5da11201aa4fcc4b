//! Standard uncertainties of depth, gravity and dissolved gases.

use super::{beyond, density_relative, growth_with_pressure, growth_with_salinity, pressure_ratio, together};
use crate::constants::{STANDARD_ATMOSPHERE_MPA, STANDARD_GRAVITY};
use crate::seawater::state::State;

/// Gravity, m/s²: a formula for a smooth Earth does not know its anomalies, of tens of milligals (judgement).
const GRAVITY: f64 = 5e-4;
/// Its increase with depth, 2.2e-6 m/s² for a metre, to one part in a hundred (judgement), m/s² for a megapascal.
const GRADIENT_PER_MPA: f64 = 2.2e-8 * M_PER_MPA;
/// Weight of the air over the sea, as depth of water, m: ten hectopascals (judgement).
const AIR_M: f64 = 0.1;
/// Warm upper water in the place of the standard ocean's, m, and the pressure that it reaches to, MPa. A column with
/// 28, 15 or 2 °C at the surface and 1.2 °C below is higher than the standard ocean's by 1.6 m at 10 MPa, 2.8 at
/// 40, 4.3 at 80 and 5.7 at 110 MPa (root mean square of the three; own calculation).
const UPPER_M: f64 = 1.5;
/// See [`UPPER_M`].
const UPPER_MPA: f64 = 8.0;
/// Deep water in the place of the standard ocean's, m for 100 MPa (the same calculation).
const DEEP_M: f64 = 3.6;
/// Depth for sea pressure, near enough for an uncertainty, m/MPa.
const M_PER_MPA: f64 = 98.0;
/// Benson and Krause (1984, Limnol. Oceanogr. 29, 620): a possible error of 0.1 % at most; taken as one standard
/// uncertainty, with what Garcia and Gordon's fit to it adds.
const OXYGEN_SOLUBILITY: f64 = 1e-3;
/// Potential temperature above 40 °C that adds as much again, K (judgement).
const OXYGEN_GROWTH_KELVIN: f64 = 5.0;
/// Partial molar volume of a dissolved gas, m³/mol, taken as the same at every pressure and temperature (judgement;
/// 3 % of oxygen's 31.7e-6).
const PARTIAL_MOLAR_VOLUME: f64 = 1e-6;
/// Molar gas constant, J/(mol K) (SI 2019, exact to the digits given).
const GAS_CONSTANT: f64 = 8.314_462_618;
/// Pressure beyond 100 MPa after which that has doubled, MPa (judgement).
const GAS_AGAIN_MPA: f64 = 20.0;

/// Standard uncertainty of depth from pressure and latitude alone, m.
///
/// 0.1 at the surface, 1.4 at 1,000 m, 5.5 at 11,000 m: almost all of it is the real water in the place of
/// the standard ocean, which has 0 °C and standard salinity at every pressure. Known temperature and salinity above
/// would take most of it away, but the formula does not ask for them.
pub fn depth(state: &State) -> f64 {
    let ratio = pressure_ratio(state);
    let upper = UPPER_M * -libm::expm1(-state.pressure.mpa().clamp(0.0, f64::INFINITY) / UPPER_MPA);
    let relative = together([density_relative(state), GRAVITY / STANDARD_GRAVITY]);
    let scale = M_PER_MPA * state.pressure.mpa() * relative;
    together([AIR_M, upper + DEEP_M * ratio, scale])
}

/// Standard uncertainty of gravity from latitude and pressure, m/s².
pub fn gravity(state: &State) -> f64 {
    together([GRAVITY, GRADIENT_PER_MPA * state.pressure.mpa()])
}

/// Standard uncertainty of oxygen solubility, relative to it.
///
/// 0.1 % inside 0–42, freezing to 40 °C of potential temperature; by as much again for each 10 g/kg and 5 K beyond.
pub fn oxygen_solubility_relative(state: &State) -> f64 {
    let potential = state.potential().celsius();
    OXYGEN_SOLUBILITY
        * growth_with_salinity(state)
        * (1.0 + beyond(potential, -2.0, 40.0) / OXYGEN_GROWTH_KELVIN)
}

/// Standard uncertainty of the factor by which pressure raises the partial pressure of a dissolved gas, relative
/// to it: V p/(RT) with the uncertainty of V. 4.4 % at 100 MPa (2 °C), 6.5 % at 110.
/// NaN at no temperature above absolute zero.
pub fn gas_pressure_factor_relative(state: &State) -> f64 {
    let kelvin = state.temperature.kelvin();
    if kelvin <= 0.0 {
        return f64::NAN;
    }
    let pascal = together([state.pressure.mpa(), STANDARD_ATMOSPHERE_MPA]) * 1e6;
    PARTIAL_MOLAR_VOLUME * pascal / (GAS_CONSTANT * kelvin) * growth_with_pressure(state, GAS_AGAIN_MPA)
}
