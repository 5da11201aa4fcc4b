//! Where the points of a calibration lie: truth judges a fitted sensor between them, not beyond.

use crate::certificate::{CalibratedRange, Domain};
use crate::observe::Water;

/// Points nearer to one atmosphere than this are near the surface.
pub(super) const SURFACE_MPA: f64 = 0.5;

/// The range that the certificate states.
pub(super) struct Region(CalibratedRange);

impl Region {
    /// The region of the points of one item.
    pub(super) fn of(water: &Water) -> Self {
        Self(CalibratedRange::of(water))
    }

    /// Whether a place is between the points.
    pub(super) fn contains(
        &self,
        temperature_celsius: f64,
        salinity_practical: f64,
        pressure_mpa_sea: f64,
    ) -> bool {
        let holds = |domain: Domain| {
            within(domain.temperature_celsius, temperature_celsius)
                && within(domain.salinity_practical, salinity_practical)
        };
        if pressure_mpa_sea < SURFACE_MPA {
            // The pressure of the day is not exactly one atmosphere: only temperature and salinity bound the surface.
            self.0.ambient.is_some_and(holds)
        } else {
            let deep = self.0.under_pressure;
            deep.is_some_and(|domain| holds(domain) && within(domain.pressure_mpa_sea, pressure_mpa_sea))
        }
    }
}

fn within([least, most]: [f64; 2], value: f64) -> bool {
    (least..=most).contains(&value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_judged_between_the_points_only() {
        let points = [[1.0, 5.0, -0.01], [32.0, 38.0, 0.0], [1.1, 34.0, 23.0], [5.0, 36.0, 115.0]];
        let region = Region(CalibratedRange::around(&points));
        assert!(region.contains(17.0, 20.0, 0.0) && region.contains(3.0, 35.0, 60.0));
        assert!(!region.contains(33.0, 20.0, 0.0) && !region.contains(3.0, 33.9, 60.0));
        assert!(!region.contains(3.0, 35.0, 116.0) && !region.contains(10.0, 35.0, 60.0));
    }
}
