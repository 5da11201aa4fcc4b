//! Between the columns of the atlas: linear in pressure, longitude and latitude, but never through land.
//!
//! After McDougall et al. (2012): a corner without a value takes the mean of those that have one, and so
//! does, near Central America, a corner in the other ocean.

use super::atlas::{Column, LATITUDES, LEVELS, LONGITUDES, SOUTH, SPACING};
use super::{Meridian, interval, linear};

/// Longitudes and latitudes of a line through Central America, from Mexico to Colombia.
const ISTHMUS: ([f64; 6], [f64; 6]) =
    ([260.0, 272.59, 276.5, 278.65, 280.73, 292.0], [19.55, 13.97, 9.6, 8.1, 9.33, 3.4]);
/// No ratio that interpolation gives is as large; pressures far above the surface of the sea would give one.
const RATIO_MAX: f64 = 1e10;

/// The cell of the grid that holds a place: its south-western corner, and how far inside the place is, from 0
/// to 1.
struct Cell {
    west: usize,
    south: usize,
    east_fraction: f64,
    north_fraction: f64,
}

pub(super) fn anomaly_ratio(place: Meridian, dbar: f64) -> Option<f64> {
    if !((SOUTH..=90.0).contains(&place.north) && dbar.is_finite()) {
        return None;
    }
    let cell = Cell::of(place);
    // Counterclockwise from the south-west.
    let corners = [(0, 0), (1, 0), (1, 1), (0, 1)].map(|(i, j)| Column::at(cell.west + i, cell.south + j));
    let Some(floor) = corners.iter().map(|corner| corner.levels).max().filter(|floor| *floor > 0) else {
        return Some(0.0);
    };
    let dbar = dbar.min(LEVELS.get(floor - 1).copied()?);
    let level = interval(&LEVELS, dbar);
    let same_ocean = cell.same_ocean(place);
    let at = |level| cell.interpolate(filled(corners.map(|corner| corner.ratio(level)), same_ocean));
    let fraction = (dbar - LEVELS[level]) / (LEVELS[level + 1] - LEVELS[level]);
    let (upper, lower) = (at(level), at(level + 1));
    let ratio = upper + fraction * (lower - upper);
    (ratio.abs() < RATIO_MAX).then_some(ratio)
}

impl Cell {
    /// For a longitude of 0–360 and a latitude of the atlas.
    fn of(place: Meridian) -> Self {
        let (west, east_fraction) = split(place.east / SPACING, LONGITUDES - 2);
        let (south, north_fraction) = split((place.north - SOUTH) / SPACING, LATITUDES - 2);
        Self { west, south, east_fraction, north_fraction }
    }

    /// Which corners lie on the same side of Central America as the place; all, far from it.
    fn same_ocean(&self, place: Meridian) -> [bool; 4] {
        let (longitudes, latitudes) = &ISTHMUS;
        let near = (longitudes[0]..=longitudes[5] - 0.001).contains(&place.east)
            && (latitudes[5]..=latitudes[0]).contains(&place.north);
        if !near {
            return [true; 4];
        }
        let north_of_line = |east: f64, north: f64| linear(longitudes, latitudes, east) <= north;
        let (west, south) = (self.west as f64 * SPACING, SOUTH + self.south as f64 * SPACING);
        let (east, north) = (west + SPACING, south + SPACING);
        let here = north_of_line(place.east, place.north);
        [(west, south), (east, south), (east, north), (west, north)]
            .map(|(longitude, latitude)| north_of_line(longitude, latitude) == here)
    }

    /// Bilinear, from corners counterclockwise from the south-west.
    fn interpolate(&self, [south_west, south_east, north_east, north_west]: [f64; 4]) -> f64 {
        let (r, s) = (self.east_fraction, self.north_fraction);
        (1.0 - s) * (south_west + r * (south_east - south_west))
            + s * (north_west + r * (north_east - north_west))
    }
}

/// Whole part, not above `last`, and what is left.
fn split(coordinate: f64, last: usize) -> (usize, f64) {
    let whole = libm::floor(coordinate).clamp(0.0, last as f64);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the grid")]
    let index = whole as usize;
    (index, coordinate - whole)
}

/// Corners without a value, or of another ocean, take the mean of the others; zero if there are none.
fn filled(ratios: [f64; 4], same_ocean: [bool; 4]) -> [f64; 4] {
    let good = [0, 1, 2, 3].map(|k: usize| same_ocean[k] && !ratios[k].is_nan());
    let (mut sum, mut count) = (0.0, 0.0);
    for k in 0..4 {
        if good[k] {
            sum += ratios[k];
            count += 1.0;
        }
    }
    let mean = if count > 0.0 { sum / count } else { 0.0 };
    [0, 1, 2, 3].map(|k: usize| if good[k] { ratios[k] } else { mean })
}
