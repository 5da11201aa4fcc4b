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
    /// The function of GSW that gives the same, with its arguments; empty where GSW has none.
    pub gsw: &'static str,
    /// What it is computed by.
    pub formulation: Formulation,
    /// Which parts of a state it depends on; the others may be anything.
    pub needs: &'static [Need],
    value: fn(&State) -> f64,
    standard_uncertainty: fn(&State) -> f64,
    /// The state that the value is about, where it is not the given one: freezing is about the water at its freezing point.
    about: fn(&State) -> State,
    /// Why water in this state has no such thing, if it has none.
    absence: fn(&State) -> Option<&'static str>,
}

/// A part of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Absolute and Practical Salinity.
    Salinity,
    /// In-situ temperature.
    Temperature,
    /// Sea pressure.
    Pressure,
    /// Latitude.
    Latitude,
}

impl Need {
    /// Whether this part of the state can be that of any seawater, brine or vessel: 0 to 120 g/kg, -25 to 80 °C, vacuum to
    /// 15,000 dbar, a latitude on the globe. Beyond, the formulas give numbers without a meaning, and so none is given.
    fn is_met(self, state: &State) -> bool {
        // Mixing round-off may leave a hair less than no salt.
        let salt = |value: f64| (-1e-9..=120.0).contains(&value);
        match self {
            Self::Salinity => {
                let placed = state.longitude.is_none_or(|at| at.degrees_east().abs() <= 360.0);
                placed && salt(state.absolute.g_per_kg()) && salt(state.practical.value())
            }
            Self::Temperature => (-25.0..=80.0).contains(&state.temperature.celsius()),
            Self::Pressure => (-10.1325..=15_000.0).contains(&state.pressure.dbar()),
            Self::Latitude => state.latitude.is_some_and(|at| at.degrees_north().abs() <= 90.0),
        }
    }
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
    /// No value, because this water has none: warm water has no pressure at which it freezes.
    Absent,
}

impl Property {
    /// The value alone, NaN where there is none.
    pub fn value(&self, state: &State) -> f64 {
        (self.value)(state)
    }

    /// The value and what it is worth. A value that is not finite is [`Standing::Undefined`], always.
    pub fn assess(&self, state: &State) -> Assessed {
        let none =
            Assessed { value: f64::NAN, standard_uncertainty: f64::NAN, standing: Standing::Undefined };
        if !self.needs.iter().all(|need| need.is_met(state)) {
            return none;
        }
        if (self.absence)(state).is_some() {
            return Assessed { standing: Standing::Absent, ..none };
        }
        let (value, about) = ((self.value)(state), (self.about)(state));
        let standard_uncertainty = (self.standard_uncertainty)(&about);
        if !value.is_finite() || !standard_uncertainty.is_finite() {
            return none;
        }
        let standing =
            if self.serving(state).contains(&about) { Standing::InRange } else { Standing::Extrapolated };
        Assessed { value, standard_uncertainty, standing }
    }

    /// Why [`Self::assess`] finds no value in this state.
    pub fn absence(&self, state: &State) -> &'static str {
        match self.needs.iter().find(|need| !need.is_met(state)) {
            Some(Need::Salinity) => {
                "salinity is missing or not within 0 to 120, or its place is not in the atlas (latitude -86 to 90, longitude -360 to 360)"
            }
            Some(Need::Temperature) => "temperature is missing or not within -25 to 80 degC",
            Some(Need::Pressure) => "pressure is missing or not within -10 to 15000 dbar",
            Some(Need::Latitude) => "latitude is missing or not within -90 to 90 degrees",
            None => (self.absence)(state).unwrap_or("the formula has no finite value here"),
        }
    }

    /// The formulation that really serves in this state, such as the extension of PSS-78 below 2.
    pub fn serving(&self, state: &State) -> Formulation {
        self.formulation.at(state)
    }
}

/// The property of this name.
pub fn find(name: &str) -> Option<&'static Property> {
    ALL.iter().find(|property| property.name == name)
}

/// The property whose name is nearest to this one.
pub fn nearest(name: &str) -> &'static Property {
    let wanted = name.to_lowercase();
    let by_sense = |property: &&Property| {
        let gsw = property.gsw.trim_start_matches('-').split('(').next().unwrap_or_default();
        !wanted.is_empty()
            && (gsw.to_lowercase() == wanted || property.meaning.to_lowercase().contains(&wanted))
    };
    if let Some(property) = ALL.iter().find(by_sense) {
        return property;
    }
    let distance = |property: &&Property| strsim::levenshtein(&property.name.to_lowercase(), &wanted);
    ALL.iter().min_by_key(distance).unwrap_or(&ALL[0])
}
