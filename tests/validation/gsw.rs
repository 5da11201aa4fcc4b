//! Our functions under the names of the Gibbs SeaWater Oceanographic Toolbox, in its units.

use crate::reference::Row;
use hadal_models::quantity::{AbsoluteSalinity, PracticalSalinity, SeaPressure, Temperature};
use hadal_models::seawater::absolute_salinity::{absolute_from_practical, practical_from_absolute};
use hadal_models::seawater::{self, polynomial_75};

/// One function of the toolbox and what we put beside it.
pub(crate) struct Law {
    /// What it gives.
    pub(crate) name: &'static str,
    /// Name of the function and of its column.
    pub(crate) column: &'static str,
    /// Unit of the toolbox.
    pub(crate) unit: &'static str,
    /// Ours, from the other columns of a row.
    pub(crate) ours: fn(&Row) -> f64,
}

const fn law(name: &'static str, column: &'static str, unit: &'static str, ours: fn(&Row) -> f64) -> Law {
    Law { name, column, unit, ours }
}

/// A law of salinity, temperature and pressure.
macro_rules! of_state {
    ($name:literal, $column:literal, $unit:literal, $function:ident, $factor:expr) => {
        law($name, $column, $unit, |row| {
            $factor * seawater::$function(row.salinity(), row.temperature(), row.pressure())
        })
    };
}

/// From Absolute Salinity, temperature and pressure: columns `SA`, `t`, `p`.
pub(crate) const EXACT: [Law; 18] = [
    of_state!("density", "rho_t_exact", "kg/m³", density, 1.0),
    of_state!("specific volume", "specvol_t_exact", "m³/kg", specific_volume, 1.0),
    of_state!("sound speed", "sound_speed_t_exact", "m/s", sound_speed, 1.0),
    of_state!("isobaric heat capacity", "cp_t_exact", "J/(kg K)", isobaric_heat_capacity, 1.0),
    of_state!("thermal expansion", "alpha_wrt_t_exact", "1/K", thermal_expansion, 1.0),
    of_state!("haline contraction", "beta_const_t_exact", "kg/g", haline_contraction, 1e-3),
    of_state!("isentropic compressibility", "kappa_t_exact", "1/Pa", isentropic_compressibility, 1.0),
    of_state!("isothermal compressibility", "kappa_const_t_exact", "1/Pa", isothermal_compressibility, 1.0),
    of_state!("entropy", "entropy_from_t", "J/(kg K)", entropy, 1.0),
    of_state!("enthalpy", "enthalpy_t_exact", "J/kg", enthalpy, 1.0),
    of_state!("internal energy", "internal_energy_t_exact", "J/kg", internal_energy, 1.0),
    law("Gibbs energy", "Gibbs_energy_t_exact", "J/kg", |row| {
        seawater::gibbs(row.salinity(), row.temperature(), row.pressure()).g
    }),
    of_state!("adiabatic lapse rate", "adiabatic_lapse_rate_from_t", "K/Pa", adiabatic_lapse_rate, 1.0),
    of_state!(
        "chemical potential of water",
        "chem_potential_water_t_exact",
        "J/g",
        chemical_potential_of_water,
        1e-3
    ),
    of_state!(
        "chemical potential of salt",
        "chem_potential_salt_t_exact",
        "J/g",
        chemical_potential_of_salt,
        1e-3
    ),
    of_state!(
        "relative chemical potential",
        "chem_potential_relative_t_exact",
        "J/g",
        relative_chemical_potential,
        1e-3
    ),
    law("Conservative Temperature", "CT_from_t", "K", |row| {
        seawater::conservative_temperature(row.salinity(), row.temperature(), row.pressure()).celsius()
    }),
    law("potential temperature", "pt0_from_t", "K", |row| {
        seawater::potential_temperature(row.salinity(), row.temperature(), row.pressure()).celsius()
    }),
];

/// What else the table of check values holds, from its columns `SA`, `SP`, `t`, `p`, `CT`, `pt0_from_t`, `C_from_SP`,
/// `SR_from_SP`.
pub(crate) const INVERSE: [Law; 10] = [
    law(
        "slope of the chemical potential of water",
        "t_deriv_chem_potential_water_t_exact",
        "J/(g K)",
        |row| 1e-3 * seawater::water_potential(row.salinity(), row.temperature(), row.pressure()).g_t,
    ),
    law("temperature from Conservative Temperature", "t_from_CT", "K", |row| {
        seawater::temperature_from_conservative(row.salinity(), row.conservative(), row.pressure()).celsius()
    }),
    law("potential from Conservative Temperature", "pt_from_CT", "K", |row| {
        seawater::potential_from_conservative_temperature(row.salinity(), row.conservative()).celsius()
    }),
    law("potential density anomaly", "sigma0_pt0_exact", "kg/m³", |row| {
        let potential = Temperature::from_celsius(row.number("pt0_from_t"));
        seawater::density(row.salinity(), potential, SeaPressure::SURFACE) - 1000.0
    }),
    law("freezing temperature", "t_freezing", "K", |row| half_saturated_freezing(row).celsius()),
    law("freezing Conservative Temperature", "CT_freezing", "K", |row| {
        let freezing = half_saturated_freezing(row);
        seawater::conservative_temperature(row.salinity(), freezing, row.pressure()).celsius()
    }),
    law("conductivity", "C_from_SP", "mS/cm", conductivity),
    law("Practical Salinity from conductivity", "SP_from_C", "1", |row| {
        seawater::practical_salinity(row.conductivity(), row.temperature(), row.pressure()).value()
    }),
    law("Reference Salinity", "SR_from_SP", "g/kg", |row| row.practical().reference().g_per_kg()),
    law("Practical from Reference Salinity", "SP_from_SR", "1", |row| {
        let reference = AbsoluteSalinity::from_g_per_kg(row.number("SR_from_SP"));
        reference.practical().value()
    }),
];

/// The 75-term polynomial, from Absolute Salinity, Conservative Temperature and pressure: columns `SA`, `CT`, `p`.
pub(crate) const POLYNOMIAL: [Law; 4] = [
    law("density by 75 terms", "rho", "kg/m³", |row| {
        polynomial_75::density(row.salinity(), row.conservative(), row.pressure())
    }),
    law("thermal expansion by 75 terms", "alpha", "1/K", |row| {
        polynomial_75::thermal_expansion(row.salinity(), row.conservative(), row.pressure())
    }),
    law("haline contraction by 75 terms", "beta", "kg/g", |row| {
        polynomial_75::haline_contraction(row.salinity(), row.conservative(), row.pressure())
    }),
    law("sound speed by 75 terms", "sound_speed", "m/s", |row| {
        polynomial_75::sound_speed(row.salinity(), row.conservative(), row.pressure())
    }),
];

/// What depends on the place, from its columns `SA`, `SP`, `p`, `CT`, `lon`, `lat`, `pt0_from_t`, `z_from_p`.
pub(crate) const AT_A_PLACE: [Law; 7] = [
    law("Absolute Salinity", "SA_from_SP", "g/kg", absolute_salinity),
    law("Practical from Absolute Salinity", "SP_from_SA", "1", |row| practical_salinity(row).value()),
    law("height", "z_from_p", "m", |row| -seawater::depth(row.pressure(), row.latitude())),
    law("pressure from height", "p_from_z", "dbar", |row| {
        seawater::pressure_at_depth(-row.number("z_from_p"), row.latitude()).dbar()
    }),
    law("gravity", "grav", "m/s²", |row| seawater::gravity(row.latitude(), row.pressure())),
    law("oxygen solubility", "O2sol_SP_pt", "µmol/kg", |row| {
        let potential = Temperature::from_celsius(row.number("pt0_from_t"));
        seawater::oxygen_solubility(row.practical(), potential)
    }),
    law("oxygen solubility in sea of that Absolute Salinity", "O2sol", "µmol/kg", |row| {
        let potential = seawater::potential_from_conservative_temperature(row.salinity(), row.conservative());
        seawater::oxygen_solubility(practical_salinity(row), potential)
    }),
];

/// Absolute Salinity, g/kg, from the columns `SP`, `lon`, `lat`, `p`; not a number where the atlas has none.
pub(crate) fn absolute_salinity(row: &Row) -> f64 {
    absolute_from_practical(row.practical(), row.place(), row.pressure())
        .map_or(f64::NAN, AbsoluteSalinity::g_per_kg)
}

/// Practical Salinity from the columns `SA`, `lon`, `lat`, `p`, likewise.
pub(crate) fn practical_salinity(row: &Row) -> PracticalSalinity {
    practical_from_absolute(row.salinity(), row.place(), row.pressure())
        .unwrap_or(PracticalSalinity::new(f64::NAN))
}

/// Conductivity, mS/cm, from the columns `SP`, `t`, `p`.
pub(crate) fn conductivity(row: &Row) -> f64 {
    seawater::conductivity(row.practical(), row.temperature(), row.pressure()).millisiemens_per_cm()
}

/// Where water half saturated with air freezes, as the toolbox's check values have it.
fn half_saturated_freezing(row: &Row) -> Temperature {
    let free_of_air = seawater::freezing_temperature(row.salinity(), row.pressure()).celsius();
    Temperature::from_celsius(free_of_air - 0.5 * seawater::freezing_depression_by_air(row.salinity()))
}
