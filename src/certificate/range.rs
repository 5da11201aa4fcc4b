//! Where the points of a calibration lie: its results hold between them, not beyond.

use crate::observe::Water;
use hadal_models::quantity::AbsolutePressure;
use serde::{Deserialize, Serialize};

/// Points nearer to one atmosphere than this, MPa, are ambient.
pub(crate) const AMBIENT_MPA: f64 = 0.5;

/// Two joint domains: of the points at ambient pressure, and of those under pressure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibratedRange {
    /// At ambient pressure, none where no point was.
    pub ambient: Option<Domain>,
    /// From one atmosphere down to the deepest point, none where no point was under pressure.
    pub under_pressure: Option<Domain>,
}

/// A box: least and greatest of each, by the references at the item's height.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Domain {
    /// Temperature on the ITS-90.
    pub temperature_celsius: [f64; 2],
    /// Practical salinity.
    pub salinity_practical: [f64; 2],
    /// Pressure above one atmosphere.
    pub pressure_mpa_sea: [f64; 2],
}

impl CalibratedRange {
    /// The range of the points of one item.
    pub fn of(water: &Water) -> Self {
        let pressures = water.pressure_mpa_absolute.values.iter();
        let pressures = pressures.map(|mpa| AbsolutePressure::from_mpa(*mpa).sea().mpa());
        let (temperatures, salinities) =
            (water.temperature_celsius.values.iter(), water.salinity_practical.values.iter());
        let states = temperatures.zip(salinities).zip(pressures);
        Self::around(&states.map(|((t, s), p)| [*t, *s, p]).collect::<Vec<_>>())
    }

    /// The range of points of (temperature in °C, practical salinity, sea pressure in MPa).
    pub(crate) fn around(points: &[[f64; 3]]) -> Self {
        let (ambient, deep): (Vec<_>, Vec<_>) = points.iter().partition(|point| point[2] < AMBIENT_MPA);
        let under_pressure = Domain::around(&deep).map(|found| {
            // Legs under pressure start and end at ambient pressure.
            Domain { pressure_mpa_sea: [0.0, found.pressure_mpa_sea[1]], ..found }
        });
        Self { ambient: Domain::around(&ambient), under_pressure }
    }
}

impl Domain {
    fn around(points: &[&[f64; 3]]) -> Option<Self> {
        let span = |axis: usize| {
            let values = || points.iter().map(|point| point[axis]);
            [values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max)]
        };
        (!points.is_empty()).then(|| Self {
            temperature_celsius: span(0),
            salinity_practical: span(1),
            pressure_mpa_sea: span(2),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_under_pressure_have_a_domain_of_their_own_that_reaches_up() {
        let range = CalibratedRange::around(&[[20.0, 5.0, -0.01], [1.0, 38.0, 0.01], [1.5, 34.0, 23.0]]);
        let ambient = range.ambient.unwrap();
        assert_eq!((ambient.temperature_celsius, ambient.salinity_practical), ([1.0, 20.0], [5.0, 38.0]));
        let deep = range.under_pressure.unwrap();
        assert_eq!((deep.temperature_celsius, deep.pressure_mpa_sea), ([1.5, 1.5], [0.0, 23.0]));
        assert_eq!(CalibratedRange::around(&[]), CalibratedRange { ambient: None, under_pressure: None });
    }
}
