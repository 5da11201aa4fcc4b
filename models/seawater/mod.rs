//! Seawater: TEOS-10 from the exact Gibbs functions, ice, and the Practical Salinity Scale 1978.
//!
//! Every argument is typed; pressure is sea pressure. Nothing here refuses an input: beyond the formulations'
//! range (42 g/kg, 40 °C, 100 MPa; PSS-78: 2–42, 35 °C, 10,000 dbar) values are extrapolated, and
//! [`conductivity_relative_standard_uncertainty`] and [`density_relative_standard_uncertainty`] say how far
//! to trust them. The 48- and 75-term fits in common use are deliberately absent: they fail by up to hundreds
//! of ppm in a pressure vessel.
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
