//! No property panics, and none is silent about a value it does not have, whatever it is given.

use super::{ALL, Assessed, Need, Standing, find};
use crate::quantity::{AbsoluteSalinity, Latitude, Longitude, PracticalSalinity, SeaPressure, Temperature};
use crate::seawater::State;
use proptest::prelude::*;

/// Numbers of every kind: any bits at all, and those that a person or a broken file would give.
fn any_number() -> impl Strategy<Value = f64> {
    let awkward =
        [0.0, -0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MIN_POSITIVE, 1e308, -1e308, -1.0];
    prop_oneof![
        3 => any::<u64>().prop_map(f64::from_bits),
        2 => proptest::sample::select(awkward.to_vec()),
        3 => -100.0..20_000.0,
    ]
}

fn state(numbers: [f64; 6], places: u8) -> State {
    let [absolute, practical, celsius, dbar, north, east] = numbers;
    State {
        absolute: AbsoluteSalinity::from_g_per_kg(absolute),
        practical: PracticalSalinity::new(practical),
        temperature: Temperature::from_celsius(celsius),
        pressure: SeaPressure::from_dbar(dbar),
        latitude: (places > 0).then(|| Latitude::from_degrees_north(north)),
        longitude: (places > 1).then(|| Longitude::from_degrees_east(east)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_number_gives_a_finite_value_or_none_and_says_which(
        numbers in proptest::array::uniform6(any_number()),
        places in 0u8..3,
    ) {
        let state = state(numbers, places);
        for property in ALL {
            let assessed = property.assess(&state);
            let finite = assessed.value.is_finite() && assessed.standard_uncertainty.is_finite();
            let none = [Standing::Undefined, Standing::Absent].contains(&assessed.standing);
            prop_assert_eq!(finite, !none, "{}: {:?}", property.name, assessed);
            // Whatever is missing or absurd among what it needs, it has no value; and it never needs more than it says.
            let met = property.needs.iter().all(|need| need.is_met(&state));
            prop_assert!(met || !finite, "{}", property.name);
        }
    }

    /// In the stated range nothing is undefined, but what has no value there by its nature.
    #[test]
    fn inside_the_range_there_is_a_value(
        practical in 2.0f64..41.0,
        celsius in -1.0f64..35.0,
        dbar in 0.0f64..10_000.0,
    ) {
        let state = State {
            latitude: Some(Latitude::from_degrees_north(11.3)),
            ..State::of_standard_seawater(
                PracticalSalinity::new(practical),
                Temperature::from_celsius(celsius),
                SeaPressure::from_dbar(dbar),
            )
        };
        let may_have_none = ["p_freezing", "t_release_freezing", "p_release_freezing", "release_ice"];
        for property in ALL.iter().filter(|property| !may_have_none.contains(&property.name)) {
            let assessed = property.assess(&state);
            prop_assert_ne!(assessed.standing, Standing::Undefined, "{}", property.name);
            prop_assert!(assessed.standard_uncertainty > 0.0, "{}: {:?}", property.name, assessed);
            if property.formulation == crate::seawater::Formulation::Teos10 {
                prop_assert_eq!(assessed.standing, Standing::InRange, "{}", property.name);
            }
        }
    }

    #[test]
    fn beyond_the_range_every_value_says_so(practical in 2.0f64..41.0, celsius in -1.0f64..35.0, dbar in 10_000.1f64..12_700.0) {
        let state = State::of_standard_seawater(
            PracticalSalinity::new(practical),
            Temperature::from_celsius(celsius),
            SeaPressure::from_dbar(dbar),
        );
        for name in ["rho", "sound_speed", "C", "cp", "CT", "rho_eos80", "rho_poly75"] {
            let assessed = find(name).map(|property| property.assess(&state).standing);
            prop_assert_eq!(assessed, Some(Standing::Extrapolated), "{}", name);
        }
    }
}

proptest! {
    /// What a property says it does not need may be anything.
    #[test]
    fn a_property_needs_no_more_than_it_says(junk in any_number()) {
        let whole = State {
            latitude: Some(Latitude::from_degrees_north(11.3)),
            ..State::of_standard_seawater(
                PracticalSalinity::new(34.7),
                Temperature::from_celsius(-1.0),
                SeaPressure::from_dbar(3_000.0),
            )
        };
        let bare = |needs: &[Need]| {
            let has = |need: Need| needs.contains(&need);
            State {
                absolute: if has(Need::Salinity) { whole.absolute } else { AbsoluteSalinity::from_g_per_kg(junk) },
                practical: if has(Need::Salinity) { whole.practical } else { PracticalSalinity::new(junk) },
                temperature: if has(Need::Temperature) { whole.temperature } else { Temperature::from_celsius(junk) },
                pressure: if has(Need::Pressure) { whole.pressure } else { SeaPressure::from_dbar(junk) },
                latitude: if has(Need::Latitude) { whole.latitude } else { None },
                longitude: None,
            }
        };
        for property in ALL {
            let (full, least) = (property.assess(&whole), property.assess(&bare(property.needs)));
            let bits = |assessed: Assessed| (assessed.value.to_bits(), assessed.standard_uncertainty.to_bits());
            prop_assert_eq!(bits(full), bits(least), "{}", property.name);
            prop_assert_eq!(full.standing, least.standing, "{}", property.name);
        }
    }
}

#[test]
fn names_are_all_different() {
    for (index, property) in ALL.iter().enumerate() {
        assert!(ALL[..index].iter().all(|other| other.name != property.name), "{}", property.name);
    }
}
