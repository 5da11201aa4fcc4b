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

    /// Whether a state of the water is between the points.
    pub fn contains(&self, temperature_celsius: f64, salinity_practical: f64, pressure_mpa_sea: f64) -> bool {
        let holds = |domain: Domain| domain.holds(temperature_celsius, salinity_practical);
        if pressure_mpa_sea.abs() < AMBIENT_MPA {
            // The pressure of the day is not exactly one atmosphere: only temperature and salinity bound the surface.
            self.ambient.is_some_and(holds)
        } else {
            let deep = self.under_pressure;
            deep.is_some_and(|domain| holds(domain) && within(domain.pressure_mpa_sea, pressure_mpa_sea))
        }
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

impl std::fmt::Display for CalibratedRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let water = |domain: Domain| {
            let ([coldest, warmest], [least, most]) = (domain.temperature_celsius, domain.salinity_practical);
            format!("{coldest:.2} to {warmest:.2} \u{b0}C at salinities of {least:.2} to {most:.2}")
        };
        let ambient = self.ambient.map(|domain| format!("at ambient pressure {}", water(domain)));
        let deep = self
            .under_pressure
            .map(|domain| format!("down to {:.2} MPa {}", domain.pressure_mpa_sea[1], water(domain)));
        let parts: Vec<String> = ambient.into_iter().chain(deep).collect();
        f.write_str(&parts.join(", "))
    }
}

impl Domain {
    fn holds(&self, temperature_celsius: f64, salinity_practical: f64) -> bool {
        within(self.temperature_celsius, temperature_celsius)
            && within(self.salinity_practical, salinity_practical)
    }

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

fn within([least, most]: [f64; 2], value: f64) -> bool {
    (least..=most).contains(&value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_between_the_points_only() {
        let points = [[1.0, 5.0, -0.01], [32.0, 38.0, 0.0], [1.1, 34.0, 23.0], [5.0, 36.0, 115.0]];
        let range = CalibratedRange::around(&points);
        assert!(range.contains(17.0, 20.0, 0.0) && range.contains(3.0, 35.0, 60.0));
        assert!(!range.contains(33.0, 20.0, 0.0) && !range.contains(3.0, 33.9, 60.0));
        assert!(!range.contains(3.0, 35.0, 116.0) && !range.contains(10.0, 35.0, 60.0));
        // Far below one atmosphere no point was: the sensor was not in the water, or is none.
        assert!(range.contains(17.0, 20.0, -0.02) && !range.contains(17.0, 20.0, -11.48));
        assert!(!range.contains(3.0, 35.0, -11.48) && !range.contains(3.0, 35.0, f64::NEG_INFINITY));
        assert!(!range.contains(f64::NAN, 35.0, 60.0) && !range.contains(3.0, 35.0, f64::NAN));
    }

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
