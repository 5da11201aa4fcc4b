//! Where the points of a calibration lie: truth judges a fitted sensor between them, not beyond.

use crate::observe::Water;
use hadal_models::quantity::AbsolutePressure;

/// Points nearer to one atmosphere than this are near the surface.
pub(super) const SURFACE_MPA: f64 = 0.5;

/// Two boxes in temperature, salinity and pressure: that of the points near the surface and that of those under pressure.
pub(super) struct Region {
    surface: Option<Extent>,
    deep: Option<Extent>,
}

/// Least and most of temperature (°C), practical salinity and sea pressure (MPa).
#[derive(Clone, Copy)]
struct Extent {
    least: [f64; 3],
    most: [f64; 3],
}

impl Region {
    /// The region of the points of one item.
    pub(super) fn of(water: &Water) -> Self {
        let pressures = water.pressure_mpa_absolute.values.iter();
        let pressures = pressures.map(|mpa| AbsolutePressure::from_mpa(*mpa).sea().mpa());
        let points: Vec<[f64; 3]> = water
            .temperature_celsius
            .values
            .iter()
            .zip(&water.salinity_practical.values)
            .zip(pressures)
            .map(|((temperature, salinity), pressure)| [*temperature, *salinity, pressure])
            .collect();
        let (surface, deep): (Vec<_>, Vec<_>) = points.iter().partition(|point| point[2] < SURFACE_MPA);
        // Legs under pressure start and end near the surface, so the deep box reaches up to it.
        let reaches_up = |extent: Extent| Extent { least: [extent.least[0], extent.least[1], 0.0], ..extent };
        Self { surface: Extent::of(&surface), deep: Extent::of(&deep).map(reaches_up) }
    }

    /// Whether a place is between the points.
    pub(super) fn contains(
        &self,
        temperature_celsius: f64,
        salinity_practical: f64,
        pressure_mpa_sea: f64,
    ) -> bool {
        let place = [temperature_celsius, salinity_practical, pressure_mpa_sea];
        if pressure_mpa_sea < SURFACE_MPA {
            // The pressure of the day is not exactly one atmosphere: only temperature and salinity bound the surface.
            self.surface.is_some_and(|extent| extent.contains(&place[..2]))
        } else {
            self.deep.is_some_and(|extent| extent.contains(&place))
        }
    }
}

impl Extent {
    fn of(points: &[&[f64; 3]]) -> Option<Self> {
        let first = **points.first()?;
        let widen = |extent: Self, point: &&[f64; 3]| Self {
            least: std::array::from_fn(|axis| extent.least[axis].min(point[axis])),
            most: std::array::from_fn(|axis| extent.most[axis].max(point[axis])),
        };
        Some(points.iter().fold(Self { least: first, most: first }, widen))
    }

    fn contains(&self, place: &[f64]) -> bool {
        place.iter().enumerate().all(|(axis, value)| (self.least[axis]..=self.most[axis]).contains(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_judged_between_the_points_only() {
        let surface = [[1.0, 5.0, -0.01], [32.0, 38.0, 0.0]];
        let deep = [[1.1, 34.0, 23.0], [5.0, 36.0, 115.0]];
        let region = Region {
            surface: Extent::of(&surface.iter().collect::<Vec<_>>()),
            deep: Extent::of(&deep.iter().collect::<Vec<_>>()),
        };
        assert!(region.contains(17.0, 20.0, 0.0) && region.contains(3.0, 35.0, 60.0));
        assert!(!region.contains(33.0, 20.0, 0.0) && !region.contains(3.0, 33.9, 60.0));
        assert!(!region.contains(3.0, 35.0, 116.0) && !region.contains(10.0, 35.0, 60.0));
    }
}
