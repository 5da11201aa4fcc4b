//! What the plant and every reduced model of it share about heat: what stirring does to the film at the wall, and how the jacket's own
//! regulator acts.

/// Speed of the stirrer at which a rig file states the film's heat transfer and the stirrer's heat, rpm.
pub const NOMINAL_STIRRER_RPM: f64 = 120.0;

/// Time constant of the jacket's fluid under its regulator's proportional gain, s.
const REGULATOR_S: f64 = 40.0;
/// Integral time of the jacket's regulator, s.
pub const REGULATOR_INTEGRAL_S: f64 = 300.0;

/// Proportional gain of the regulator of a jacket whose fluid has this heat capacity, W/K.
pub fn regulator_gain_w_per_k(jacket_heat_capacity_j_per_k: f64) -> f64 {
    jacket_heat_capacity_j_per_k / REGULATOR_S
}

/// Floor of heat transfer at the wall: natural convection in still water, relative to nominal stirring.
const STILL_WATER: f64 = 0.2;
/// Beyond this many times the nominal speed more stirring moves no more heat.
pub const FASTEST_STIRRING: f64 = 2.0;

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
