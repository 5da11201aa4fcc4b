//! Seawater: TEOS-10 from the exact Gibbs functions, ice, and the Practical Salinity Scale 1978.
//!
//! Every argument is typed; pressure is sea pressure. Nothing here refuses an input: beyond a formulation's stated range
//! values are extrapolated, and what is not a number, or lies where the formulas break down, gives NaN. Whoever wants to
//! be told asks [`property`] by name, or [`Formulation::contains`] and [`uncertainty`]. TEOS-10 is exact here: the
//! 75-term fit in common use fails by up to hundreds of ppm in a pressure vessel and is kept apart in
//! [`polynomial_75`]; only [`depth`] rests on it, to 8,000 dbar, because the reference library's depth is defined so.
//!
//! ```
//! use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
//! use hadal_models::seawater;
//!
//! let (salinity, deep) = (PracticalSalinity::new(35.0), SeaPressure::from_mpa(110.0));
//! // The sea at 11,000 m: TEOS-10 gives 1074.17 kg/m³.
//! let density = seawater::density(salinity.reference(), Temperature::from_celsius(2.0), deep);
//! assert!((density - 1074.17).abs() < 0.005);
//! // The conductivity that defines practical salinity, at 15 °C (IPTS-68) and one atmosphere: 42.914 mS/cm.
//! let fifteen = Temperature::from_celsius(15.0 / 1.00024);
//! let conductivity = seawater::conductivity(salinity, fifteen, SeaPressure::SURFACE);
//! assert!((conductivity.millisiemens_per_cm() - 42.914).abs() < 5e-4);
//! ```

#[cfg(feature = "atlas")]
pub mod absolute_salinity;
mod chemical_potential;
mod coefficients;
pub mod columns;
mod compressibility;
mod conductivity;
mod conservative_temperature;
mod density;
mod depth;
mod enthalpy;
mod entropy;
pub mod eos80;
mod freezing;
mod gibbs;
mod haline_contraction;
mod heat_capacity;
mod ice;
mod lapse_rate;
mod oxygen;
pub mod polynomial_75;
mod potential_temperature;
pub mod property;
mod range;
mod reduced;
mod sound_speed;
mod sound_speed_chen_millero;
mod sound_speed_del_grosso;
mod state;
mod thermal_expansion;
pub mod uncertainty;
#[cfg(test)]
mod validation;
mod water_beyond_100_mpa;

pub use chemical_potential::{
    chemical_potential_of_salt, chemical_potential_of_water, relative_chemical_potential,
};
pub use compressibility::{isentropic_compressibility, isothermal_compressibility};
pub use conductivity::{ConductivitySensitivity, conductivity, conductivity_sensitivity, practical_salinity};
pub(crate) use conductivity::{salinity_of_surface_ratio, surface_ratio};
pub use conservative_temperature::{
    conservative_from_potential_temperature, conservative_temperature,
    potential_from_conservative_temperature, temperature_from_conservative,
};
pub use density::{density, specific_volume};
pub use depth::{depth, depth_exact, gravity, pressure_at_depth, pressure_at_depth_exact};
pub use enthalpy::{enthalpy, internal_energy};
pub use entropy::entropy;
pub use freezing::{
    Release, coldest_release, freezing_depression_by_air, freezing_pressure, freezing_temperature, release,
};
pub use gibbs::{Gibbs, GibbsBySalinity, gibbs, gibbs_by_salinity, water_potential};
pub use haline_contraction::haline_contraction;
pub use heat_capacity::isobaric_heat_capacity;
pub use ice::ice_gibbs;
pub use lapse_rate::adiabatic_lapse_rate;
pub use oxygen::{DissolvedGas, oxygen_solubility, partial_pressure_factor};
pub use potential_temperature::{isentropic_temperature, potential_temperature};
pub use range::Formulation;
pub use sound_speed::sound_speed;
pub use sound_speed_chen_millero::sound_speed_chen_millero;
pub use sound_speed_del_grosso::sound_speed_del_grosso;
pub use state::State;
pub use thermal_expansion::thermal_expansion;
pub use uncertainty::{conductivity_relative_standard_uncertainty, density_relative_standard_uncertainty};
