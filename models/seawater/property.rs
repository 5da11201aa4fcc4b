//! Properties by name, each with its unit and with what its value is worth.
//!
//! Names and units are those of GSW where it has the property: `rho` in kg/m³, `kappa` isentropic in 1/Pa, `C` in mS/cm,
//! `alpha` and `beta` at constant in-situ temperature as in its `*_t_exact` functions. This is what
//! `hadal seawater` shows; a program that knows at compile time what it wants calls the typed functions of [`super`].
//!
//! ```
//! use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};
//! use hadal_models::seawater::{State, property};
//!
//! let (salinity, deep) = (PracticalSalinity::new(34.7), SeaPressure::from_dbar(11_000.0));
//! let state = State::of_standard_seawater(salinity, Temperature::from_celsius(2.3), deep);
//! let density = property::find("rho").unwrap().assess(&state);
//! // Beyond 10,000 dbar TEOS-10 is extrapolated, and says so.
//! assert_eq!(density.standing, property::Standing::Extrapolated);
//! assert!((density.value - 1073.9).abs() < 0.1 && density.standard_uncertainty > 0.02);
//! ```

mod catalogue;
#[cfg(test)]
mod tests;

use super::range::Formulation;
use super::state::State;
pub use catalogue::ALL;

/// A property of seawater that can be asked for by name.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// Name, as in GSW.
    pub name: &'static str,
    /// Unit; `1` for none.
    pub unit: &'static str,
    /// What it is, in a few words.
    pub meaning: &'static str,
    /// What it is computed by.
    pub formulation: Formulation,
    value: fn(&State) -> f64,
    standard_uncertainty: fn(&State) -> f64,
}

/// A value with what it is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Assessed {
    /// In the property's unit; NaN where there is none.
    pub value: f64,
    /// Standard uncertainty of the formulation, extrapolation included, in the same unit; NaN where there is no value.
    /// What the inputs are uncertain by is not in it.
    pub standard_uncertainty: f64,
    /// Whether to trust it.
    pub standing: Standing,
}

/// Where a value stands towards the formulation that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The inputs lie inside the range that the formulation's authors state.
    InRange,
    /// They do not: the formulas go on, and the uncertainty says at what cost.
    Extrapolated,
    /// No value: an input is missing, is no number, or lies where the formulas break down.
    Undefined,
}

impl Property {
    /// The value alone, NaN where there is none.
    pub fn value(&self, state: &State) -> f64 {
        (self.value)(state)
    }

    /// The value and what it is worth. A value that is not finite is [`Standing::Undefined`], always.
    pub fn assess(&self, state: &State) -> Assessed {
        let (value, standard_uncertainty) = ((self.value)(state), (self.standard_uncertainty)(state));
        if !state.is_finite() || !value.is_finite() || !standard_uncertainty.is_finite() {
            return Assessed {
                value: f64::NAN,
                standard_uncertainty: f64::NAN,
                standing: Standing::Undefined,
            };
        }
        let standing =
            if self.formulation.contains(state) { Standing::InRange } else { Standing::Extrapolated };
        Assessed { value, standard_uncertainty, standing }
    }

    /// Whether it means nothing without a latitude.
    pub fn needs_latitude(&self) -> bool {
        self.formulation == Formulation::StandardOcean
    }
}

/// The property of this name.
pub fn find(name: &str) -> Option<&'static Property> {
    ALL.iter().find(|property| property.name == name)
}
