//! The table of all properties: one line says what each is, one how it is computed, one how uncertain it is.

use super::Need::{self, Latitude, Pressure, Salinity, Temperature as Warmth};
use super::Property;
use crate::constants::STANDARD_OCEAN_SALINITY_G_PER_KG;
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};
use crate::seawater::range::Formulation::{
    self, ChenMillero, DelGrosso, Eos80, Freezing, GasPressure, OxygenSolubility, Polynomial75, Pss78,
    SalinityAnomaly, StandardOcean, Teos10,
};
use crate::seawater::state::State;
use crate::seawater::{self, DissolvedGas, Gibbs, Release, eos80, polynomial_75, uncertainty};

/// Every property, in the order in which help lists them.
pub const ALL: &[Property] = &[
    property("rho", "kg/m^3", "density", Teos10, |s| gibbs(s).density(), uncertainty::density)
        .gsw("rho_t_exact(SA, t, p)"),
    property(
        "specvol",
        "m^3/kg",
        "specific volume",
        Teos10,
        |s| gibbs(s).specific_volume(),
        uncertainty::specific_volume,
    )
    .gsw("specvol_t_exact(SA, t, p)"),
    property(
        "sigma0",
        "kg/m^3",
        "potential density at the surface less 1000 kg/m^3",
        Teos10,
        |s| seawater::density(s.absolute, s.potential(), SeaPressure::SURFACE) - 1000.0,
        uncertainty::potential_density_anomaly,
    )
    .gsw("sigma0_pt0_exact(SA, pt0)"),
    property(
        "sound_speed",
        "m/s",
        "speed of sound",
        Teos10,
        |s| gibbs(s).sound_speed(),
        uncertainty::sound_speed,
    )
    .gsw("sound_speed_t_exact(SA, t, p)"),
    property(
        "cp",
        "J/(kg K)",
        "isobaric heat capacity",
        Teos10,
        |s| gibbs(s).isobaric_heat_capacity(s.temperature),
        uncertainty::isobaric_heat_capacity,
    )
    .gsw("cp_t_exact(SA, t, p)"),
    property(
        "alpha",
        "1/K",
        "thermal expansion by in-situ temperature",
        Teos10,
        |s| gibbs(s).thermal_expansion(),
        uncertainty::thermal_expansion,
    )
    .gsw("alpha_wrt_t_exact(SA, t, p)"),
    property(
        "beta",
        "kg/g",
        "haline contraction at constant in-situ temperature",
        Teos10,
        |s| 1e-3 * seawater::haline_contraction(s.absolute, s.temperature, s.pressure),
        uncertainty::haline_contraction,
    )
    .gsw("beta_const_t_exact(SA, t, p)"),
    property(
        "kappa",
        "1/Pa",
        "isentropic compressibility",
        Teos10,
        |s| gibbs(s).isentropic_compressibility(),
        uncertainty::isentropic_compressibility,
    )
    .gsw("kappa_t_exact(SA, t, p)"),
    property(
        "kappa_T",
        "1/Pa",
        "isothermal compressibility",
        Teos10,
        |s| gibbs(s).isothermal_compressibility(),
        uncertainty::isothermal_compressibility,
    )
    .gsw("kappa_const_t_exact(SA, t, p)"),
    property("entropy", "J/(kg K)", "specific entropy", Teos10, |s| gibbs(s).entropy(), uncertainty::entropy)
        .gsw("entropy_from_t(SA, t, p)"),
    property(
        "enthalpy",
        "J/kg",
        "specific enthalpy",
        Teos10,
        |s| gibbs(s).enthalpy(s.temperature),
        uncertainty::enthalpy,
    )
    .gsw("enthalpy_t_exact(SA, t, p)"),
    property(
        "internal_energy",
        "J/kg",
        "specific internal energy",
        Teos10,
        |s| gibbs(s).internal_energy(s.temperature, s.pressure),
        uncertainty::internal_energy,
    )
    .gsw("internal_energy_t_exact(SA, t, p)"),
    property("gibbs", "J/kg", "specific Gibbs energy", Teos10, |s| gibbs(s).g, uncertainty::gibbs_energy)
        .gsw("gibbs(0, 0, 0, SA, t, p)"),
    property(
        "adiabatic_lapse_rate",
        "K/Pa",
        "warming by pressure at constant entropy",
        Teos10,
        |s| gibbs(s).adiabatic_lapse_rate(),
        uncertainty::adiabatic_lapse_rate,
    )
    .gsw("adiabatic_lapse_rate_from_t(SA, t, p)"),
    property(
        "chem_potential_water",
        "J/g",
        "chemical potential of water",
        Teos10,
        |s| 1e-3 * seawater::chemical_potential_of_water(s.absolute, s.temperature, s.pressure),
        uncertainty::chemical_potential_of_water,
    )
    .gsw("chem_potential_water_t_exact(SA, t, p)"),
    property(
        "chem_potential_salt",
        "J/g",
        "chemical potential of salt",
        Teos10,
        |s| 1e-3 * seawater::chemical_potential_of_salt(s.absolute, s.temperature, s.pressure),
        uncertainty::chemical_potential_of_salt,
    )
    .gsw("chem_potential_salt_t_exact(SA, t, p)")
    .none_because(why_no_salt),
    property(
        "chem_potential_relative",
        "J/g",
        "chemical potential of salt less that of water",
        Teos10,
        |s| 1e-3 * seawater::relative_chemical_potential(s.absolute, s.temperature, s.pressure),
        uncertainty::relative_chemical_potential,
    )
    .gsw("chem_potential_relative_t_exact(SA, t, p)")
    .none_because(why_no_salt),
    property(
        "CT",
        "degC",
        "Conservative Temperature",
        Teos10,
        |s| s.conservative().celsius(),
        uncertainty::conservative_temperature,
    )
    .gsw("CT_from_t(SA, t, p)"),
    property(
        "pt",
        "degC",
        "potential temperature, reference pressure 0 dbar",
        Teos10,
        |s| s.potential().celsius(),
        uncertainty::potential_temperature,
    )
    .gsw("pt0_from_t(SA, t, p)"),
    property(
        "t",
        "degC",
        "in-situ temperature, ITS-90",
        Teos10,
        |s| s.temperature.celsius(),
        uncertainty::temperature,
    )
    .gsw("t_from_CT(SA, CT, p)"),
    property(
        "SA",
        "g/kg",
        "Absolute Salinity",
        SalinityAnomaly,
        |s| s.absolute.g_per_kg(),
        uncertainty::absolute_salinity,
    )
    .gsw("SA_from_SP(SP, p, lon, lat)"),
    property(
        "SR",
        "g/kg",
        "Reference Salinity",
        Pss78,
        |s| s.practical.reference().g_per_kg(),
        uncertainty::reference_salinity,
    )
    .gsw("SR_from_SP(SP)"),
    property(
        "SP",
        "1",
        "Practical Salinity",
        Pss78,
        |s| s.practical.value(),
        uncertainty::practical_salinity,
    )
    .gsw("SP_from_C(C, t, p)"),
    property(
        "C",
        "mS/cm",
        "conductivity",
        Pss78,
        |s| seawater::conductivity(s.practical, s.temperature, s.pressure).millisiemens_per_cm(),
        uncertainty::conductivity,
    )
    .gsw("C_from_SP(SP, t, p)"),
    property(
        "t_freezing",
        "degC",
        "freezing temperature, free of air",
        Freezing,
        |s| freezing(s).celsius(),
        uncertainty::freezing_temperature,
    )
    .gsw("t_freezing(SA, p, 0)")
    .needs(&[Salinity, Pressure])
    .about(at_freezing),
    property(
        "t_freezing_air_saturated",
        "degC",
        "freezing temperature, saturated with air at the surface",
        Freezing,
        |s| freezing(s).celsius() - seawater::freezing_depression_by_air(s.absolute),
        uncertainty::freezing_temperature_air_saturated,
    )
    .gsw("t_freezing(SA, p, 1)")
    .needs(&[Salinity, Pressure])
    .about(at_freezing),
    property(
        "p_freezing",
        "dbar",
        "sea pressure below which water of this temperature freezes",
        Freezing,
        |s| seawater::freezing_pressure(s.absolute, s.temperature).dbar(),
        uncertainty::freezing_pressure,
    )
    .needs(&[Salinity, Warmth])
    .about(under_freezing_pressure)
    .none_because(why_no_freezing_pressure),
    property(
        "release_ice",
        "1",
        "fate of a release to the surface: 0 stays liquid, 1 freezes, 2 frozen before, 3 too near to tell (2 u)",
        Freezing,
        release_ice,
        |_| 0.0,
    ),
    property(
        "t_release_freezing",
        "degC",
        "where a release to the surface begins to freeze",
        Freezing,
        |s| release(s).map_or(f64::NAN, |(temperature, _)| temperature.celsius()),
        uncertainty::release_freezing_temperature,
    )
    .none_because(why_no_ice),
    property(
        "p_release_freezing",
        "dbar",
        "sea pressure where a release to the surface begins to freeze",
        Freezing,
        |s| release(s).map_or(f64::NAN, |(_, pressure)| pressure.dbar()),
        uncertainty::release_freezing_pressure,
    )
    .none_because(why_no_ice),
    property(
        "t_release_limit",
        "degC",
        "coldest that water may be, to be released without ice",
        Freezing,
        |s| seawater::coldest_release(s.absolute, s.pressure).celsius(),
        uncertainty::release_limit_temperature,
    )
    .needs(&[Salinity, Pressure])
    .about(at_release_limit),
    property(
        "depth",
        "m",
        "depth in the standard ocean, as GSW to 8000 dbar, exact beyond",
        StandardOcean,
        |s| s.latitude.map_or(f64::NAN, |latitude| seawater::depth(s.pressure, latitude)),
        uncertainty::depth,
    )
    .gsw("-z_from_p(p, lat)")
    .needs(&[Pressure, Latitude])
    .about(in_the_standard_ocean),
    property(
        "gravity",
        "m/s^2",
        "acceleration of free fall at that depth",
        StandardOcean,
        |s| s.latitude.map_or(f64::NAN, |latitude| seawater::gravity(latitude, s.pressure)),
        uncertainty::gravity,
    )
    .gsw("grav(lat, p)")
    .needs(&[Pressure, Latitude])
    .about(in_the_standard_ocean),
    property(
        "O2sol",
        "umol/kg",
        "oxygen in equilibrium with air at the surface",
        OxygenSolubility,
        oxygen_solubility,
        |s| oxygen_solubility(s) * uncertainty::oxygen_solubility_relative(s),
    )
    .gsw("O2sol_SP_pt(SP, pt)"),
    property(
        "gas_pressure_factor",
        "1",
        "partial pressure of dissolved oxygen over that at the surface",
        GasPressure,
        gas_pressure_factor,
        |s| gas_pressure_factor(s) * uncertainty::gas_pressure_factor_relative(s),
    )
    .needs(&[Warmth, Pressure]),
    property(
        "rho_poly75",
        "kg/m^3",
        "density by the 75-term polynomial",
        Polynomial75,
        |s| polynomial_75::density(s.absolute, s.conservative(), s.pressure),
        uncertainty::density_polynomial75,
    )
    .gsw("rho(SA, CT, p)"),
    property(
        "sound_speed_poly75",
        "m/s",
        "speed of sound by the 75-term polynomial",
        Polynomial75,
        |s| polynomial_75::sound_speed(s.absolute, s.conservative(), s.pressure),
        uncertainty::sound_speed_polynomial75,
    )
    .gsw("sound_speed(SA, CT, p)"),
    property(
        "alpha_poly75",
        "1/K",
        "thermal expansion by Conservative Temperature, 75-term polynomial",
        Polynomial75,
        |s| polynomial_75::thermal_expansion(s.absolute, s.conservative(), s.pressure),
        uncertainty::thermal_expansion_polynomial75,
    )
    .gsw("alpha(SA, CT, p)"),
    property(
        "beta_poly75",
        "kg/g",
        "haline contraction at constant CT, 75-term polynomial",
        Polynomial75,
        |s| polynomial_75::haline_contraction(s.absolute, s.conservative(), s.pressure),
        uncertainty::haline_contraction_polynomial75,
    )
    .gsw("beta(SA, CT, p)"),
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
    formulation: Formulation,
    value: fn(&State) -> f64,
    standard_uncertainty: fn(&State) -> f64,
) -> Property {
    Property {
        name,
        unit,
        meaning,
        gsw: "",
        formulation,
        needs: &[Salinity, Warmth, Pressure],
        value,
        standard_uncertainty,
        about: |state| *state,
        absence: |_| None,
    }
}

impl Property {
    const fn gsw(self, gsw: &'static str) -> Self {
        Self { gsw, ..self }
    }
    const fn needs(self, needs: &'static [Need]) -> Self {
        Self { needs, ..self }
    }
    const fn about(self, about: fn(&State) -> State) -> Self {
        Self { about, ..self }
    }
    const fn none_because(self, absence: fn(&State) -> Option<&'static str>) -> Self {
        Self { absence, ..self }
    }
}

fn gibbs(state: &State) -> Gibbs {
    seawater::gibbs(state.absolute, state.temperature, state.pressure)
}

fn freezing(state: &State) -> Temperature {
    seawater::freezing_temperature(state.absolute, state.pressure)
}

/// The water at its freezing point.
fn at_freezing(state: &State) -> State {
    State { temperature: freezing(state), ..*state }
}

/// The water under the pressure at which it freezes.
fn under_freezing_pressure(state: &State) -> State {
    State { pressure: seawater::freezing_pressure(state.absolute, state.temperature), ..*state }
}

/// The water as cold as it may be before a release.
fn at_release_limit(state: &State) -> State {
    State { temperature: seawater::coldest_release(state.absolute, state.pressure), ..*state }
}

/// The water of the standard ocean at that pressure, at 0 °C.
fn in_the_standard_ocean(state: &State) -> State {
    let absolute = AbsoluteSalinity::from_g_per_kg(STANDARD_OCEAN_SALINITY_G_PER_KG);
    State { absolute, practical: absolute.practical(), temperature: Temperature::from_celsius(0.0), ..*state }
}

fn why_no_ice(state: &State) -> Option<&'static str> {
    match seawater::release(state.absolute, state.temperature, state.pressure) {
        Release::StaysLiquid => Some("it stays liquid on release to the surface"),
        Release::FrozenBefore => Some("it is below its freezing point before the release"),
        Release::Freezes { .. } => None,
    }
}

/// The fate of a release, with twice the uncertainty of its limit as margin on either side.
fn release_ice(state: &State) -> f64 {
    let limit = at_release_limit(state);
    let margin = 2.0 * uncertainty::release_limit_temperature(&limit);
    let above_limit = state.temperature.celsius() - limit.temperature.celsius();
    match seawater::release(state.absolute, state.temperature, state.pressure) {
        _ if above_limit.abs() < margin => 3.0,
        Release::StaysLiquid => 0.0,
        Release::Freezes { .. } => 1.0,
        Release::FrozenBefore => 2.0,
    }
}

fn why_no_salt(state: &State) -> Option<&'static str> {
    (state.absolute.g_per_kg() <= 0.0).then_some("without salt it has no bound")
}

fn why_no_freezing_pressure(state: &State) -> Option<&'static str> {
    let surface = seawater::freezing_temperature(state.absolute, SeaPressure::SURFACE);
    let warmer = state.temperature.celsius() > surface.celsius();
    warmer.then_some("no pressure freezes it: it is warmer than its freezing point at the surface")
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
