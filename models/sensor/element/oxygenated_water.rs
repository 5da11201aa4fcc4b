//! Water with oxygen in it, as an oxygen sensor feels it: what counts is the tendency to escape, not the amount.

use crate::quantity::{PracticalSalinity, SeaPressure, Temperature};
use crate::seawater::{DissolvedGas, oxygen_solubility, partial_pressure_factor};

/// Water with dissolved oxygen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OxygenatedWater {
    /// Oxygen, µmol/kg.
    pub oxygen_umol_per_kg: f64,
    /// Salinity.
    pub salinity: PracticalSalinity,
    /// Temperature (ITS-90).
    pub temperature: Temperature,
    /// Sea pressure.
    pub pressure: SeaPressure,
}

impl OxygenatedWater {
    /// Partial pressure of the oxygen over that in moist air of one atmosphere at this temperature: the amount over the
    /// solubility, times what pressure adds by oxygen's partial molar volume ([`partial_pressure_factor`]).
    pub fn activity(&self) -> f64 {
        let saturated = self.oxygen_umol_per_kg / oxygen_solubility(self.salinity, self.temperature);
        saturated * partial_pressure_factor(DissolvedGas::Oxygen, self.temperature, self.pressure)
    }
}
