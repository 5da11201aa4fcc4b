//! Seawater: TEOS-10 from the exact Gibbs functions, ice, and the Practical Salinity Scale 1978.
//!
//! Every argument is typed; pressure is sea pressure. Nothing here refuses an input: beyond the formulations'
//! range (42 g/kg, 40 °C, 100 MPa; PSS-78: 2–42, 35 °C, 10,000 dbar) values are extrapolated, and
//! [`conductivity_relative_standard_uncertainty`] and [`density_relative_standard_uncertainty`] say how far
//! to trust them. The 48- and 75-term fits in common use are deliberately absent: they fail by up to hundreds
//! of ppm in a pressure vessel.

mod coefficients;
mod conductivity;
mod freezing;
mod gibbs;
mod ice;
mod properties;
mod uncertainty;
#[cfg(test)]
mod validation;

pub use conductivity::{ConductivitySensitivity, conductivity, conductivity_sensitivity, practical_salinity};
pub use freezing::{freezing_temperature, isentropic_temperature};
pub use gibbs::{Gibbs, GibbsBySalinity, gibbs, gibbs_by_salinity, water_potential};
pub use ice::ice_gibbs;
pub use properties::{
    adiabatic_lapse_rate, chemical_potential_of_water, density, enthalpy, entropy, internal_energy,
    isobaric_heat_capacity, isothermal_compressibility, sound_speed, specific_volume, thermal_expansion,
};
pub use uncertainty::{conductivity_relative_standard_uncertainty, density_relative_standard_uncertainty};
