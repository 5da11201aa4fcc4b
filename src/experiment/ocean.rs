//! Where the ocean is: the places at which a calibration's uncertainty is asked for.

use hadal_models::calibration::ocean::{self, TRENCH_MPA};
use hadal_models::quantity::{PracticalSalinity, SeaPressure, Temperature};

/// Where trenches are: all that [`ocean::contains`] holds there.
const TRENCH_CELSIUS: [f64; 3] = [0.0, 2.5, 5.0];
const TRENCH_SALINITIES: [f64; 2] = [34.0, 36.0];
/// Pressures there, evenly: the uncertainty has humps between the points of a leg.
const TRENCH_STEPS: u32 = 8;
/// The deepest sea: 10,920 m in the Challenger Deep are 112.7 MPa.
const DEEPEST_MPA: f64 = 112.7;
/// The sea above: what the funnel holds of these. Coasts and estuaries down to SP 5 at the surface only.
const CELSIUS: [f64; 5] = [0.0, 8.0, 16.0, 24.0, 32.0];
const SALINITIES: [f64; 4] = [5.0, 20.0, 34.0, 38.0];
const PRESSURES_MPA: [f64; 5] = [0.0, 10.0, 25.0, 45.0, TRENCH_MPA];

/// A place in the ocean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Temperature (ITS-90), °C.
    pub temperature_celsius: f64,
    /// Practical salinity.
    pub salinity_practical: f64,
    /// Pressure above one atmosphere, MPa.
    pub pressure_mpa_sea: f64,
}

/// Places to judge at, down to the deepest sea or to what an item bears.
///
/// [`ocean::contains`] says where there is sea; here it is looked at from 0 to 32 °C, SP 5 to 38.
pub fn places(rating_mpa_sea: f64) -> Vec<Place> {
    let deepest = rating_mpa_sea.min(DEEPEST_MPA);
    let upper = grid(&CELSIUS, &SALINITIES, PRESSURES_MPA.iter().copied().filter(|p| *p < deepest));
    let steps = (1_u32..=TRENCH_STEPS).map(|step| f64::from(step) / f64::from(TRENCH_STEPS));
    let trench = steps.map(|share| TRENCH_MPA + share * (deepest - TRENCH_MPA)).filter(|p| *p > TRENCH_MPA);
    let trench = grid(&TRENCH_CELSIUS, &TRENCH_SALINITIES, trench);
    let shallow_end = grid(&CELSIUS, &SALINITIES, std::iter::once(deepest).filter(|p| *p <= TRENCH_MPA));
    upper.chain(shallow_end).filter(Place::is_in_the_sea).chain(trench).collect()
}

fn grid<'a>(
    celsius: &'a [f64],
    salinities: &'a [f64],
    pressures: impl Iterator<Item = f64> + 'a,
) -> impl Iterator<Item = Place> + 'a {
    pressures.flat_map(move |pressure_mpa_sea| {
        celsius.iter().flat_map(move |temperature| {
            salinities.iter().map(move |salinity| Place {
                temperature_celsius: *temperature,
                salinity_practical: *salinity,
                pressure_mpa_sea,
            })
        })
    })
}

impl Place {
    fn is_in_the_sea(&self) -> bool {
        ocean::contains(
            Temperature::from_celsius(self.temperature_celsius),
            PracticalSalinity::new(self.salinity_practical),
            SeaPressure::from_mpa(self.pressure_mpa_sea),
        )
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { temperature_celsius, salinity_practical, pressure_mpa_sea } = self;
        write!(f, "{temperature_celsius} °C, SP {salinity_practical}, {pressure_mpa_sea} MPa")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sea_is_wide_above_and_narrow_below() {
        let places = places(118.0);
        let span = |of: fn(&Place) -> f64, from: f64, until: f64| {
            let there = places.iter().filter(|p| (from..=until).contains(&p.pressure_mpa_sea)).map(of);
            there.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)))
        };
        let celsius = |p: &Place| p.temperature_celsius;
        let salinity = |p: &Place| p.salinity_practical;
        assert_eq!((span(celsius, 0.0, 0.0), span(salinity, 0.0, 0.0)), ((0.0, 32.0), (5.0, 38.0)));
        assert_eq!((span(celsius, 70.0, 70.0), span(salinity, 70.0, 70.0)), ((0.0, 8.0), (34.0, 38.0)));
        assert_eq!((span(celsius, 71.0, 200.0), span(salinity, 71.0, 200.0)), ((0.0, 5.0), (34.0, 36.0)));
        assert_eq!(span(|p| p.pressure_mpa_sea, 0.0, 200.0), (0.0, DEEPEST_MPA));
    }

    #[test]
    fn an_item_is_asked_no_deeper_than_it_bears() {
        for rating in [20.0, 60.0, 70.0, 90.0] {
            let deepest = places(rating).iter().map(|p| p.pressure_mpa_sea).fold(0.0, f64::max);
            assert!((deepest - rating).abs() < 1e-12, "{rating}: {deepest}");
        }
    }
}
