//! The table of all properties: one line says what each is, one how it is computed, one how uncertain it is.

use super::Property;
use crate::quantity::{SeaPressure, Temperature};
use crate::seawater::range::Formulation::{
    ChenMillero, DelGrosso, Eos80, Freezing, GasPressure, OxygenSolubility, Polynomial75, Pss78,
    SalinityAnomaly, StandardOcean, Teos10,
};
use crate::seawater::state::State;
use crate::seawater::{self, DissolvedGas, Gibbs, Release, eos80, polynomial_75, uncertainty};

/// Every property, in the order in which help lists them.
pub const ALL: &[Property] = &[
    property("rho", "kg/m^3", "density", Teos10, |s| gibbs(s).density(), uncertainty::density),
    property(
        "specvol",
        "m^3/kg",
        "specific volume",
        Teos10,
        |s| gibbs(s).specific_volume(),
        uncertainty::specific_volume,
    ),
    property(
        "sigma0",
        "kg/m^3",
        "potential density at the surface less 1000 kg/m^3",
        Teos10,
        |s| seawater::density(s.absolute, s.potential(), SeaPressure::SURFACE) - 1000.0,
        uncertainty::potential_density_anomaly,
    ),
    property(
        "sound_speed",
        "m/s",
        "speed of sound",
        Teos10,
        |s| gibbs(s).sound_speed(),
        uncertainty::sound_speed,
    ),
    property(
        "cp",
        "J/(kg K)",
        "isobaric heat capacity",
        Teos10,
        |s| gibbs(s).isobaric_heat_capacity(s.temperature),
        uncertainty::isobaric_heat_capacity,
    ),
    property(
        "alpha",
        "1/K",
        "thermal expansion by in-situ temperature",
        Teos10,
        |s| gibbs(s).thermal_expansion(),
        uncertainty::thermal_expansion,
    ),
    property(
        "beta",
        "kg/g",
        "haline contraction at constant in-situ temperature",
        Teos10,
        |s| 1e-3 * seawater::haline_contraction(s.absolute, s.temperature, s.pressure),
        uncertainty::haline_contraction,
    ),
    property(
        "kappa",
        "1/Pa",
        "isentropic compressibility",
        Teos10,
        |s| gibbs(s).isentropic_compressibility(),
        uncertainty::isentropic_compressibility,
    ),
    property(
        "kappa_T",
        "1/Pa",
        "isothermal compressibility",
        Teos10,
        |s| gibbs(s).isothermal_compressibility(),
        uncertainty::isothermal_compressibility,
    ),
    property("entropy", "J/(kg K)", "specific entropy", Teos10, |s| gibbs(s).entropy(), uncertainty::entropy),
    property(
        "enthalpy",
        "J/kg",
        "specific enthalpy",
        Teos10,
        |s| gibbs(s).enthalpy(s.temperature),
        uncertainty::enthalpy,
    ),
    property(
        "internal_energy",
        "J/kg",
        "specific internal energy",
        Teos10,
        |s| gibbs(s).internal_energy(s.temperature, s.pressure),
        uncertainty::internal_energy,
    ),
    property("gibbs", "J/kg", "specific Gibbs energy", Teos10, |s| gibbs(s).g, uncertainty::gibbs_energy),
    property(
        "adiabatic_lapse_rate",
        "K/Pa",
        "warming by pressure at constant entropy",
        Teos10,
        |s| gibbs(s).adiabatic_lapse_rate(),
        uncertainty::adiabatic_lapse_rate,
    ),
    property(
        "chem_potential_water",
        "J/g",
        "chemical potential of water",
        Teos10,
        |s| 1e-3 * seawater::chemical_potential_of_water(s.absolute, s.temperature, s.pressure),
        uncertainty::chemical_potential_of_water,
    ),
    property(
        "chem_potential_salt",
        "J/g",
        "chemical potential of salt",
        Teos10,
        |s| 1e-3 * seawater::chemical_potential_of_salt(s.absolute, s.temperature, s.pressure),
        uncertainty::chemical_potential_of_salt,
    ),
    property(
        "chem_potential_relative",
        "J/g",
        "chemical potential of salt less that of water",
        Teos10,
        |s| 1e-3 * seawater::relative_chemical_potential(s.absolute, s.temperature, s.pressure),
        uncertainty::relative_chemical_potential,
    ),
    property(
        "CT",
        "degC",
        "Conservative Temperature",
        Teos10,
        |s| s.conservative().celsius(),
        uncertainty::conservative_temperature,
    ),
    property(
        "pt",
        "degC",
        "potential temperature, reference pressure 0 dbar",
        Teos10,
        |s| s.potential().celsius(),
        uncertainty::potential_temperature,
    ),
    property(
        "t",
        "degC",
        "in-situ temperature, ITS-90",
        Teos10,
        |s| s.temperature.celsius(),
        uncertainty::temperature,
    ),
    property(
        "SA",
        "g/kg",
        "Absolute Salinity",
        SalinityAnomaly,
        |s| s.absolute.g_per_kg(),
        uncertainty::absolute_salinity,
    ),
    property(
        "SR",
        "g/kg",
        "Reference Salinity",
        Pss78,
        |s| s.practical.reference().g_per_kg(),
        uncertainty::reference_salinity,
    ),
    property(
        "SP",
        "1",
        "Practical Salinity",
        Pss78,
        |s| s.practical.value(),
        uncertainty::practical_salinity,
    ),
    property(
        "C",
        "mS/cm",
        "conductivity",
        Pss78,
        |s| seawater::conductivity(s.practical, s.temperature, s.pressure).millisiemens_per_cm(),
        uncertainty::conductivity,
    ),
    property(
        "t_freezing",
        "degC",
        "freezing temperature, free of air",
        Freezing,
        |s| freezing(s).celsius(),
        uncertainty::freezing_temperature,
    ),
    property(
        "t_freezing_air_saturated",
        "degC",
        "freezing temperature, saturated with air at the surface",
        Freezing,
        |s| freezing(s).celsius() - seawater::freezing_depression_by_air(s.absolute),
        uncertainty::freezing_temperature_air_saturated,
    ),
    property(
        "p_freezing",
        "dbar",
        "sea pressure below which water of this temperature freezes",
        Freezing,
        |s| seawater::freezing_pressure(s.absolute, s.temperature).dbar(),
        uncertainty::freezing_pressure,
    ),
    property(
        "t_release_freezing",
        "degC",
        "where a release to the surface begins to freeze",
        Freezing,
        |s| release(s).map_or(f64::NAN, |(temperature, _)| temperature.celsius()),
        uncertainty::release_freezing_temperature,
    ),
    property(
        "p_release_freezing",
        "dbar",
        "sea pressure where a release to the surface begins to freeze",
        Freezing,
        |s| release(s).map_or(f64::NAN, |(_, pressure)| pressure.dbar()),
        uncertainty::release_freezing_pressure,
    ),
    property(
        "t_release_limit",
        "degC",
        "coldest that water may be, to be released without ice",
        Freezing,
        |s| seawater::coldest_release(s.absolute, s.pressure).celsius(),
        uncertainty::release_limit_temperature,
    ),
    property(
        "depth",
        "m",
        "depth in the standard ocean",
        StandardOcean,
        |s| s.latitude.map_or(f64::NAN, |latitude| seawater::depth(s.pressure, latitude)),
        uncertainty::depth,
    ),
    property(
        "gravity",
        "m/s^2",
        "acceleration of free fall at that depth",
        StandardOcean,
        |s| s.latitude.map_or(f64::NAN, |latitude| seawater::gravity(latitude, s.pressure)),
        uncertainty::gravity,
    ),
    property(
        "O2sol",
        "umol/kg",
        "oxygen in equilibrium with air at the surface",
        OxygenSolubility,
        oxygen_solubility,
        |s| oxygen_solubility(s) * uncertainty::oxygen_solubility_relative(s),
    ),
    property(
        "gas_pressure_factor",
        "1",
        "partial pressure of dissolved oxygen over that at the surface",
        GasPressure,
        gas_pressure_factor,
        |s| gas_pressure_factor(s) * uncertainty::gas_pressure_factor_relative(s),
    ),
    property(
        "rho_poly75",
        "kg/m^3",
        "density by the 75-term polynomial",
        Polynomial75,
        |s| polynomial_75::density(s.absolute, s.conservative(), s.pressure),
        uncertainty::density_polynomial75,
    ),
    property(
        "sound_speed_poly75",
        "m/s",
        "speed of sound by the 75-term polynomial",
        Polynomial75,
        |s| polynomial_75::sound_speed(s.absolute, s.conservative(), s.pressure),
        uncertainty::sound_speed_polynomial75,
    ),
    property(
        "alpha_poly75",
        "1/K",
        "thermal expansion by Conservative Temperature, 75-term polynomial",
        Polynomial75,
        |s| polynomial_75::thermal_expansion(s.absolute, s.conservative(), s.pressure),
        uncertainty::thermal_expansion_polynomial75,
    ),
    property(
        "beta_poly75",
        "kg/g",
        "haline contraction at constant CT, 75-term polynomial",
        Polynomial75,
        |s| polynomial_75::haline_contraction(s.absolute, s.conservative(), s.pressure),
        uncertainty::haline_contraction_polynomial75,
    ),
    property(
        "rho_eos80",
        "kg/m^3",
        "density by EOS-80",
        Eos80,
        |s| eos80::density(s.practical, s.temperature, s.pressure),
        uncertainty::density_eos80,
    ),
    property(
        "sound_speed_chen_millero",
        "m/s",
        "speed of sound of Chen and Millero (UNESCO)",
        ChenMillero,
        |s| seawater::sound_speed_chen_millero(s.practical, s.temperature, s.pressure),
        uncertainty::sound_speed_chen_millero,
    ),
    property(
        "sound_speed_del_grosso",
        "m/s",
        "speed of sound of Del Grosso",
        DelGrosso,
        |s| seawater::sound_speed_del_grosso(s.practical, s.temperature, s.pressure),
        uncertainty::sound_speed_del_grosso,
    ),
];

const fn property(
    name: &'static str,
    unit: &'static str,
    meaning: &'static str,
    formulation: crate::seawater::range::Formulation,
    value: fn(&State) -> f64,
    standard_uncertainty: fn(&State) -> f64,
) -> Property {
    Property { name, unit, meaning, formulation, value, standard_uncertainty }
}

fn gibbs(state: &State) -> Gibbs {
    seawater::gibbs(state.absolute, state.temperature, state.pressure)
}

fn freezing(state: &State) -> Temperature {
    seawater::freezing_temperature(state.absolute, state.pressure)
}

fn release(state: &State) -> Option<(Temperature, SeaPressure)> {
    match seawater::release(state.absolute, state.temperature, state.pressure) {
        Release::Freezes { temperature, pressure } => Some((temperature, pressure)),
        Release::StaysLiquid | Release::FrozenBefore => None,
    }
}

fn oxygen_solubility(state: &State) -> f64 {
    seawater::oxygen_solubility(state.practical, state.potential())
}

fn gas_pressure_factor(state: &State) -> f64 {
    seawater::partial_pressure_factor(DissolvedGas::Oxygen, state.temperature, state.pressure)
}
