//! How heat moves in a chamber of this kind: textbook figures for what no rig file says.

/// Speed of the stirrer at which the film's heat transfer is stated, rpm.
pub const NOMINAL_STIRRER_RPM: f64 = 120.0;

/// Floor of heat transfer at the wall: natural convection in still water, relative to nominal stirring.
const STILL_WATER: f64 = 0.2;
/// Beyond this many times the nominal speed more stirring moves no more heat.
pub const FASTEST_STIRRING: f64 = 2.0;

/// Heat transfer between water, wall, jacket and hall. A chamber as built lies 10 to 20 % off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeatTransfer {
    /// Between stirred water and wall at the nominal stirrer speed, W/(m² K).
    pub water_wall_w_per_m2_k: f64,
    /// Thermal conductivity of the wall, W/(m K).
    pub wall_conductivity_w_per_m_k: f64,
    /// Heat capacity of the wall per volume, J/(m³ K).
    pub wall_heat_capacity_j_per_m3_k: f64,
    /// Conductance between wall and jacket fluid, W/K.
    pub jacket_conductance_w_per_k: f64,
    /// Heat capacity of the jacket fluid, J/K.
    pub jacket_heat_capacity_j_per_k: f64,
    /// Largest heating power, W.
    pub heater_w: f64,
    /// Largest cooling power, W.
    pub chiller_w: f64,
}

impl HeatTransfer {
    /// Low-alloy steel (7,850 kg/m³, 470 J/(kg K)), a gently stirred bore, and a laboratory circulator.
    pub const TEXTBOOK: Self = Self {
        water_wall_w_per_m2_k: 300.0,
        wall_conductivity_w_per_m_k: 40.0,
        wall_heat_capacity_j_per_m3_k: 7850.0 * 470.0,
        jacket_conductance_w_per_k: 2000.0,
        jacket_heat_capacity_j_per_k: 1.2e5,
        heater_w: 6000.0,
        chiller_w: 5000.0,
    };
}

/// How hard the water is stirred, relative to the nominal speed.
pub fn stirring(stirrer_rpm: f64, nominal_rpm: f64) -> f64 {
    (stirrer_rpm / nominal_rpm).clamp(0.0, FASTEST_STIRRING)
}

/// Heat transfer of the film at the wall relative to that at nominal stirring.
///
/// Forced convection in a stirred vessel grows with about the 2/3 to 0.7th power of the speed.
pub fn film_share(stirring: f64) -> f64 {
    STILL_WATER + (1.0 - STILL_WATER) * libm::pow(stirring, 0.7)
}
