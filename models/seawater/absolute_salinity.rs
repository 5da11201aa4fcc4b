//! Absolute Salinity from Practical Salinity and back where the place is known: seawater's salts are not
//! everywhere in the proportions of Standard Seawater.
//!
//! S_A = u_PS S_P (1 + R^δ), where R^δ is looked up in the atlas of McDougall, Jackett, Millero, Pawlowicz
//! and Barker, Ocean Science 8 (2012) 1123; in the Baltic Sea S_A = (35.165 04 − 0.087)/35 S_P + 0.087 g/kg
//! (Feistel et al. 2010). These are the Gibbs SeaWater Toolbox's `SAAR`, `SA_from_SP` and `SP_from_SA`, their
//! rules of interpolation included.
//!
//! Range: latitude −86 to 90°, any longitude. Below the deepest level of the atlas near a place, and nowhere
//! deeper than 6,131 dbar, the ratio of that level holds on; far from any ocean the ratio is zero, as if the
//! water were Standard Seawater. Where the atlas has no word (further south, or a number that is not finite)
//! there is `None`.

mod atlas;
mod baltic;
mod interpolation;

use crate::constants::REFERENCE_SALINITY_PER_PRACTICAL;
use crate::quantity::{AbsoluteSalinity, Place, PracticalSalinity, SeaPressure};

/// Absolute Salinity Anomaly Ratio R^δ, dimensionless: 0 where water is as Standard Seawater, at most 0.0023.
///
/// The atlas does not cover the Baltic Sea, where [`absolute_from_practical`] does not ask it.
pub fn anomaly_ratio(place: Place, pressure: SeaPressure) -> Option<f64> {
    interpolation::anomaly_ratio(Meridian::of(place)?, pressure.dbar())
}

/// Absolute Salinity of seawater of practical salinity `salinity` at a place.
///
/// ```
/// use hadal_models::quantity::{Latitude, Longitude, Place, PracticalSalinity, SeaPressure};
/// use hadal_models::seawater::absolute_salinity::absolute_from_practical;
/// let deep_north_pacific = Place {
///     longitude: Longitude::from_degrees_east(-164.0),
///     latitude: Latitude::from_degrees_north(47.0),
/// };
/// let salinity = PracticalSalinity::new(34.6);
/// let absolute = absolute_from_practical(salinity, deep_north_pacific, SeaPressure::from_dbar(2000.0)).unwrap();
/// assert!(absolute.g_per_kg() - salinity.reference().g_per_kg() > 0.02);
/// ```
pub fn absolute_from_practical(
    salinity: PracticalSalinity,
    place: Place,
    pressure: SeaPressure,
) -> Option<AbsoluteSalinity> {
    let meridian = Meridian::of(place)?;
    if baltic::contains(meridian) {
        return Some(baltic::absolute(salinity));
    }
    let ratio = interpolation::anomaly_ratio(meridian, pressure.dbar())?;
    let g_per_kg = REFERENCE_SALINITY_PER_PRACTICAL * salinity.value() * (1.0 + ratio);
    Some(AbsoluteSalinity::from_g_per_kg(g_per_kg))
}

/// Practical salinity of seawater of absolute salinity `salinity` at a place: the inverse of
/// [`absolute_from_practical`].
pub fn practical_from_absolute(
    salinity: AbsoluteSalinity,
    place: Place,
    pressure: SeaPressure,
) -> Option<PracticalSalinity> {
    let meridian = Meridian::of(place)?;
    if baltic::contains(meridian) {
        return Some(baltic::practical(salinity));
    }
    let ratio = interpolation::anomaly_ratio(meridian, pressure.dbar())?;
    let value = salinity.g_per_kg() / REFERENCE_SALINITY_PER_PRACTICAL / (1.0 + ratio);
    Some(PracticalSalinity::new(value))
}

/// A place in degrees, its longitude brought to 0–360.
#[derive(Clone, Copy)]
struct Meridian {
    east: f64,
    north: f64,
}

impl Meridian {
    /// Nothing for what is no place.
    fn of(place: Place) -> Option<Self> {
        let (east, north) = (place.longitude.degrees_east(), place.latitude.degrees_north());
        (east.is_finite() && north.is_finite()).then(|| Self { east: east.rem_euclid(360.0), north })
    }
}

/// Index of the interval of `grid` that holds `value`; the first or last for what lies outside.
fn interval<const N: usize>(grid: &[f64; N], value: f64) -> usize {
    grid.partition_point(|node| *node <= value).saturating_sub(1).min(N - 2)
}

/// Straight line through the nodes of the interval that holds `value`.
fn linear<const N: usize>(grid: &[f64; N], heights: &[f64; N], value: f64) -> f64 {
    let k = interval(grid, value);
    let fraction = (value - grid[k]) / (grid[k + 1] - grid[k]);
    heights[k] + fraction * (heights[k + 1] - heights[k])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{Latitude, Longitude};
    use proptest::prelude::*;

    fn place(east: f64, north: f64) -> Place {
        Place { longitude: Longitude::from_degrees_east(east), latitude: Latitude::from_degrees_north(north) }
    }

    #[test]
    fn the_atlas_has_nothing_for_what_is_no_place() {
        let surface = SeaPressure::SURFACE;
        let lost = [(f64::NAN, 0.0), (f64::INFINITY, 0.0), (200.0, f64::NAN), (200.0, -86.1), (200.0, 90.1)];
        for (east, north) in lost {
            assert_eq!(anomaly_ratio(place(east, north), surface), None, "{east} {north}");
        }
        assert_eq!(anomaly_ratio(place(200.0, 0.0), SeaPressure::from_dbar(f64::NAN)), None);
    }

    #[test]
    fn the_middle_of_a_continent_gets_reference_salinity() {
        let ratio = anomaly_ratio(place(100.0, 50.0), SeaPressure::SURFACE).unwrap();
        assert!(ratio.to_bits() == 0, "{ratio}");
    }

    #[test]
    fn below_the_deepest_level_the_ratio_stays() {
        let trench = place(142.2, 11.35);
        let at = |dbar| anomaly_ratio(trench, SeaPressure::from_dbar(dbar)).unwrap();
        assert!(at(11_000.0) > 0.0 && at(11_000.0).to_bits() == at(6131.0).to_bits());
    }

    proptest! {
        #[test]
        fn practical_and_absolute_salinity_are_inverses(
            s in 0.1..42.0, east in -360.0..360.0, north in -86.0..90.0, dbar in 0.0..12_700.0,
        ) {
            let (place, pressure) = (place(east, north), SeaPressure::from_dbar(dbar));
            let absolute = absolute_from_practical(PracticalSalinity::new(s), place, pressure).unwrap();
            let back = practical_from_absolute(absolute, place, pressure).unwrap();
            prop_assert!((back.value() - s).abs() < 1e-13 * s, "{}", back.value());
            let ratio = anomaly_ratio(place, pressure).unwrap();
            prop_assert!((0.0..0.0024).contains(&ratio), "{ratio}");
        }

        #[test]
        fn a_turn_around_the_earth_changes_nothing(east in -180.0..180.0, north in -86.0..90.0, dbar in 0.0..7000.0) {
            let at = |east| anomaly_ratio(place(east, north), SeaPressure::from_dbar(dbar)).unwrap();
            prop_assert!((at(east) - at(east + 360.0)).abs() < 1e-12);
        }

        #[test]
        fn nothing_panics_and_nan_never_hides(s: u64, east: u64, north: u64, p: u64) {
            let [s, east, north, p] = [s, east, north, p].map(f64::from_bits);
            for (east, north) in [(east, north), (east.rem_euclid(360.0), north % 86.0)] {
                let (place, pressure) = (place(east, north), SeaPressure::from_mpa(p));
                anomaly_ratio(place, pressure);
                let absolute = absolute_from_practical(PracticalSalinity::new(s), place, pressure);
                prop_assert!(!s.is_nan() || absolute.is_none_or(|value| value.g_per_kg().is_nan()));
                practical_from_absolute(AbsoluteSalinity::from_g_per_kg(s), place, pressure);
            }
        }
    }
}
