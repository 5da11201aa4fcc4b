//! A standard platinum resistance thermometer in a pressure-proof well: what its element feels is not quite the water.
//!
//! The element is warmer than the water by its self-heating, and pulled towards the hall by conduction along the stem.
//! Its resistance follows ITS-90, which is the definition of temperature and so no secret of its own; its true
//! coefficients differ from the certified ones by an error drawn from the certificate's covariance, and it has drifted
//! since. The well keeps the water's pressure away.

use crate::quantity::Temperature;
use crate::standards::its90::SprtCoefficients;
use serde::{Deserialize, Serialize};

/// A reference thermometer as it truly is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sprt {
    /// True resistance at the triple point of water, ohm.
    pub resistance_tpw_ohm: f64,
    /// True ITS-90 deviation coefficient a.
    pub a: f64,
    /// True ITS-90 deviation coefficient b.
    pub b: f64,
    /// Drift since the certificate, K: positive reads warm.
    pub drift_k: f64,
    /// Element above water by the bridge's current, K.
    pub self_heating_k: f64,
    /// Pull of the element per kelvin between hall and water.
    pub stem_conduction_k_per_k: f64,
}

impl Sprt {
    /// Temperature of the element: water plus self-heating, plus the pull of the hall.
    pub fn element(&self, water: Temperature, hall: Temperature) -> Temperature {
        let pull = self.stem_conduction_k_per_k * (hall.celsius() - water.celsius());
        Temperature::from_celsius(water.celsius() + self.self_heating_k + pull)
    }

    /// Resistance at the bridge's current, ohm, without noise.
    pub fn resistance_ohm(&self, water: Temperature, hall: Temperature) -> f64 {
        let shown = self.element(water, hall).celsius() + self.drift_k;
        let scale = SprtCoefficients { resistance_tpw_ohm: self.resistance_tpw_ohm, a: self.a, b: self.b };
        scale.resistance_ohm(Temperature::from_celsius(shown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nominal() -> Sprt {
        Sprt {
            resistance_tpw_ohm: 25.5,
            a: -2.8e-4,
            b: -3.2e-4,
            drift_k: 0.0004,
            self_heating_k: 0.0012,
            stem_conduction_k_per_k: 2.0e-5,
        }
    }

    #[test]
    fn errors_add_as_stated_and_the_certificate_reads_them_as_temperature() {
        let sprt = nominal();
        let (water, hall) = (Temperature::from_celsius(2.0), Temperature::from_celsius(20.0));
        let certified = SprtCoefficients { resistance_tpw_ohm: 25.5, a: -2.8e-4, b: -3.2e-4 };
        let shown = certified.temperature(sprt.resistance_ohm(water, hall));
        let error_mk = (shown.celsius() - 2.0) * 1_000.0;
        assert!((error_mk - (0.4 + 1.2 + 0.36)).abs() < 1.0e-4, "{error_mk}");
    }
}
