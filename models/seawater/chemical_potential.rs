//! Chemical potentials of water and salt: μ_W = g − S ∂g/∂S, μ_S = μ_W + ∂g/∂S (TEOS-10 manual, eqs. 2.9.6 to 2.9.8).

use super::gibbs::{gibbs_by_salinity, water_potential};
use crate::quantity::{AbsoluteSalinity, SeaPressure, Temperature};

/// Chemical potential of water in seawater, J/kg. Range: as [`gibbs`](super::gibbs()), fresh water included.
pub fn chemical_potential_of_water(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    water_potential(salinity, temperature, pressure).g
}

/// Chemical potential of salt relative to that of water, ∂g/∂S, J/kg; −∞ without salt. Range: as
/// [`gibbs`](super::gibbs()).
pub fn relative_chemical_potential(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    gibbs_by_salinity(salinity, temperature, pressure).g_s
}

/// Chemical potential of salt in seawater, J/kg; −∞ without salt. Range: as [`gibbs`](super::gibbs()).
pub fn chemical_potential_of_salt(
    salinity: AbsoluteSalinity,
    temperature: Temperature,
    pressure: SeaPressure,
) -> f64 {
    chemical_potential_of_water(salinity, temperature, pressure)
        + relative_chemical_potential(salinity, temperature, pressure)
}
