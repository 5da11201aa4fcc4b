//! Tests of the stated uncertainties: that every state gets an honest figure, and that the figures are as written.

use super::*;
use crate::quantity::{Latitude, Longitude};
use crate::seawater::freezing::freezing_temperature as freezing_temperature_of;
use crate::seawater::range::Formulation;
use crate::seawater::{self, eos80, polynomial_75};
use proptest::prelude::*;

/// What a property is computed from.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Input {
    Salinity,
    Temperature,
    Pressure,
}
use Input::{Pressure as P, Salinity as S, Temperature as T};

struct Property {
    name: &'static str,
    uncertainty: fn(&State) -> f64,
    inputs: &'static [Input],
}

const fn property(name: &'static str, uncertainty: fn(&State) -> f64, inputs: &'static [Input]) -> Property {
    Property { name, uncertainty, inputs }
}

/// Every property that exists in the whole box.
const PROPERTIES: [Property; 41] = [
    property("rho", density, &[S, T, P]),
    property("rho, relative", density_relative, &[S, T, P]),
    property("specvol", specific_volume, &[S, T, P]),
    property("sigma0", potential_density_anomaly, &[S, T, P]),
    property("sound_speed", sound_speed, &[S, T, P]),
    property("cp", isobaric_heat_capacity, &[S, T, P]),
    property("alpha", thermal_expansion, &[S, T, P]),
    property("beta", haline_contraction, &[S, T, P]),
    property("kappa", isentropic_compressibility, &[S, T, P]),
    property("kappa_T", isothermal_compressibility, &[S, T, P]),
    property("entropy", entropy, &[S, T, P]),
    property("enthalpy", enthalpy, &[S, T, P]),
    property("internal_energy", internal_energy, &[S, T, P]),
    property("gibbs", gibbs_energy, &[S, T, P]),
    property("adiabatic_lapse_rate", adiabatic_lapse_rate, &[S, T, P]),
    property("chem_potential_water", chemical_potential_of_water, &[S, T, P]),
    property("chem_potential_salt", chemical_potential_of_salt, &[S, T, P]),
    property("chem_potential_relative", relative_chemical_potential, &[S, T, P]),
    property("CT", conservative_temperature, &[S, T, P]),
    property("pt", potential_temperature, &[S, T, P]),
    property("t", temperature, &[S, T, P]),
    property("SA", absolute_salinity, &[S, T, P]),
    property("SR", reference_salinity, &[S, T, P]),
    property("SP", practical_salinity, &[S, T, P]),
    property("C", conductivity, &[S, T, P]),
    property("t_freezing", freezing_temperature, &[S, P]),
    property("t_freezing_air_saturated", freezing_temperature_air_saturated, &[S, P]),
    property("p_release_freezing", release_freezing_pressure, &[S, T, P]),
    property("t_release_freezing", release_freezing_temperature, &[S, T, P]),
    property("t_release_limit", release_limit_temperature, &[S, T, P]),
    property("depth", depth, &[S, T, P]),
    property("gravity", gravity, &[P]),
    property("O2sol, relative", oxygen_solubility_relative, &[S, T, P]),
    property("gas_pressure_factor, relative", gas_pressure_factor_relative, &[T, P]),
    property("rho_poly75", density_polynomial75, &[S, T, P]),
    property("sound_speed_poly75", sound_speed_polynomial75, &[S, T, P]),
    property("alpha_poly75", thermal_expansion_polynomial75, &[S, T, P]),
    property("beta_poly75", haline_contraction_polynomial75, &[S, T, P]),
    property("rho_eos80", density_eos80, &[S, T, P]),
    property("sound_speed_chen_millero", sound_speed_chen_millero, &[S, T, P]),
    property("sound_speed_del_grosso", sound_speed_del_grosso, &[S, T, P]),
];

/// Properties of the water as it would be at the surface: colder there, the deeper it comes from, and nearer to
/// 0 °C or to the greatest density, where some shares vanish.
const AT_THE_SURFACE: [&str; 3] = ["sigma0", "CT", "t"];

fn at(salinity: f64, celsius: f64, mpa: f64) -> State {
    let practical = PracticalSalinity::new(salinity);
    State {
        absolute: practical.reference(),
        practical,
        temperature: Temperature::from_celsius(celsius),
        pressure: SeaPressure::from_mpa(mpa),
        latitude: Some(Latitude::from_degrees_north(11.3)),
        longitude: Some(Longitude::from_degrees_east(142.2)),
    }
}

fn with(state: &State, input: Input, value: f64) -> State {
    let [salinity, celsius, mpa] =
        [state.practical.value(), state.temperature.celsius(), state.pressure.mpa()];
    match input {
        S => at(value, celsius, mpa),
        T => at(salinity, value, mpa),
        P => at(salinity, celsius, value),
    }
}

/// Corners, edges and middle of SP 0–42, −2–40 °C, 0–127 MPa.
fn lattice() -> Vec<State> {
    let mut states = Vec::new();
    for salinity in [0.0, 1e-9, 0.5, 2.0, 20.0, 34.7, 42.0] {
        for celsius in [-2.0, 0.0, 4.0, 15.0, 40.0] {
            for mpa in [0.0, 5.0, 50.0, 100.0, 110.0, 127.0] {
                states.push(at(salinity, celsius, mpa));
            }
        }
    }
    states
}

#[test]
fn every_property_has_a_finite_positive_uncertainty_on_the_edges_of_the_box() {
    for property in &PROPERTIES {
        for state in lattice() {
            let u = (property.uncertainty)(&state);
            assert!(u.is_finite() && u > 0.0, "{}: {u} at {state:?}", property.name);
        }
    }
}

#[test]
fn what_is_not_a_number_is_not_given_a_small_uncertainty() {
    let state = at(34.7, 2.0, 110.0);
    for property in &PROPERTIES {
        for input in [S, T, P] {
            let u = (property.uncertainty)(&with(&state, input, f64::NAN));
            assert_eq!(u.is_nan(), property.inputs.contains(&input), "{}: {u} for {input:?}", property.name);
        }
    }
    for input in [S, T, P] {
        assert!(freezing_pressure(&with(&at(34.7, -6.0, 0.0), input, f64::NAN)).is_nan() == (input != P));
    }
}

#[test]
fn the_pressure_of_freezing_is_uncertain_where_it_exists_and_nowhere_else() {
    for (salinity, celsius) in [(0.0, -0.1), (0.0, -11.0), (34.7, -2.0), (34.7, -6.0), (42.0, -14.0)] {
        let u = freezing_pressure(&at(salinity, celsius, 0.0));
        assert!((0.01..=60.0).contains(&u), "{u} dbar at {salinity}, {celsius}");
    }
    assert!(freezing_pressure(&at(34.7, 4.0, 0.0)).is_nan());
}

proptest! {
    #[test]
    fn every_property_has_a_finite_positive_uncertainty_in_the_box(
        salinity in 0.0..42.0f64, celsius in -2.0..40.0f64, mpa in 0.0..127.0f64,
    ) {
        let state = at(salinity, celsius, mpa);
        for property in &PROPERTIES {
            let u = (property.uncertainty)(&state);
            prop_assert!(u.is_finite() && u > 0.0, "{}: {u}", property.name);
        }
    }

    #[test]
    fn no_uncertainty_shrinks_with_pressure_beyond_100_mpa(
        salinity in 0.0..42.0f64, celsius in -2.0..40.0f64, mpa in 100.0..127.0f64, more in 0.0..27.0f64,
    ) {
        let (near, far) = (at(salinity, celsius, mpa), at(salinity, celsius, mpa + more));
        for property in PROPERTIES.iter().filter(|property| !AT_THE_SURFACE.contains(&property.name)) {
            let (u, v) = ((property.uncertainty)(&near), (property.uncertainty)(&far));
            prop_assert!(v >= u * (1.0 - 1e-9), "{}: {u} at {mpa}, {v} at {}", property.name, mpa + more);
        }
    }

    #[test]
    fn no_relative_uncertainty_of_tabled_figures_shrinks_with_salt_or_warmth_beyond_the_range(
        salinity in 42.0..60.0f64, celsius in 40.0..60.0f64, mpa in 0.0..127.0f64,
    ) {
        let inside = at(41.0, 39.9, mpa);
        let outside = at(salinity, celsius, mpa);
        for tabled in [density_relative, sound_speed, thermal_expansion, practical_salinity] {
            prop_assert!(tabled(&outside) >= tabled(&inside));
        }
        let (fresher, saltier) = (at(41.0, 2.0, mpa), at(salinity, 2.0, mpa));
        for tabled in [density_relative, sound_speed, thermal_expansion, practical_salinity, freezing_temperature] {
            prop_assert!(tabled(&saltier) >= tabled(&fresher));
        }
    }

    #[test]
    fn no_state_makes_an_uncertainty_negative(
        salinity in prop::num::f64::ANY, celsius in prop::num::f64::ANY, mpa in prop::num::f64::ANY,
    ) {
        let state = at(salinity, celsius, mpa);
        for property in &PROPERTIES {
            let u = (property.uncertainty)(&state);
            prop_assert!(u.is_nan() || u >= 0.0, "{}: {u}", property.name);
        }
        let u = freezing_pressure(&state);
        prop_assert!(u.is_nan() || u >= 0.0);
    }
}

/// Those that the documentation of the functions states, to 3 %; all others are in `docs/physics/seawater.md`, which is made
/// from the code.
#[test]
fn the_figures_in_the_documentation_of_the_functions_are_theirs() {
    let ocean = |mpa| at(34.7, 2.0, mpa);
    let fresh = |celsius, mpa| at(0.0, celsius, mpa);
    for (name, u, documented) in [
        ("rho 0", density_relative(&ocean(0.0)), 4e-6),
        ("rho 50", density_relative(&ocean(50.0)), 20e-6),
        ("rho 100", density_relative(&ocean(100.0)), 20e-6),
        ("rho 110", density_relative(&ocean(110.0)), 25e-6),
        ("rho 127", density_relative(&ocean(127.0)), 42e-6),
        ("rho fresh 127", density_relative(&fresh(2.0, 127.0)), 25e-6),
        ("c 0", sound_speed(&ocean(0.0)), 0.05),
        ("c 100", sound_speed(&ocean(100.0)), 0.21),
        ("c 110", sound_speed(&ocean(110.0)), 0.49),
        ("c 127", sound_speed(&ocean(127.0)), 1.5),
        ("c fresh 20", sound_speed(&fresh(2.0, 20.0)), 0.57),
        ("c fresh 100", sound_speed(&fresh(2.0, 100.0)), 1.27),
        ("c warm 100", sound_speed(&at(34.7, 25.0, 100.0)), 2.0),
        ("c del grosso fresh", sound_speed_del_grosso(&fresh(20.0, 100.0)), 135.0),
        ("cp 0", isobaric_heat_capacity(&ocean(0.0)), 1.5),
        ("cp 100", isobaric_heat_capacity(&at(34.7, 0.0, 100.0)), 5.2),
        ("cp fresh 100", isobaric_heat_capacity(&fresh(0.0, 100.0)), 12.2),
        ("cp 127", isobaric_heat_capacity(&at(34.7, 0.0, 127.0)), 16.6),
        ("cp fresh 127", isobaric_heat_capacity(&fresh(0.0, 127.0)), 23.4),
        ("alpha 0", thermal_expansion(&ocean(0.0)), 0.6e-6),
        ("alpha 100", thermal_expansion(&ocean(100.0)), 0.9e-6),
        ("alpha fresh 100", thermal_expansion(&fresh(0.0, 100.0)), 9e-6),
        ("alpha 127", thermal_expansion(&ocean(127.0)), 2.7e-6),
        ("alpha fresh 127", thermal_expansion(&fresh(0.0, 127.0)), 11.5e-6),
        ("SP 100", practical_salinity(&ocean(100.0)), 1e-3),
        ("SP 110", practical_salinity(&ocean(110.0)), 2e-3),
        ("SP 127", practical_salinity(&ocean(127.0)), 5.4e-3),
        ("t_freezing 0", freezing_temperature(&ocean(0.0)), 2e-3),
        ("t_freezing 100", freezing_temperature(&ocean(100.0)), 14e-3),
        ("t_freezing 127", freezing_temperature(&ocean(127.0)), 27.5e-3),
        ("depth 0", depth(&ocean(0.0)), 0.1),
        ("depth 10", depth(&ocean(10.0)), 1.4),
        ("depth 110", depth(&ocean(110.0)), 5.5),
        ("beta 0", relative_contraction(&ocean(0.0)), 5e-4),
        ("beta 100", relative_contraction(&ocean(100.0)), 2.5e-3),
        ("beta 127", relative_contraction(&ocean(127.0)), 1.04e-2),
        ("gas 100", gas_pressure_factor_relative(&ocean(100.0)), 0.044),
        ("gas 110", gas_pressure_factor_relative(&ocean(110.0)), 0.065),
    ] {
        assert!((u / documented - 1.0).abs() < 0.03, "{name}: {u:e}, documented {documented:e}");
    }
}

fn relative_contraction(state: &State) -> f64 {
    let by_salinity =
        crate::seawater::gibbs_by_salinity(state.absolute, state.temperature, state.pressure).g_sp / 1000.0;
    haline_contraction(state) * gibbs_of(state).g_p / by_salinity.abs()
}

/// How far a comparison formula is from TEOS-10, in units of both uncertainties.
struct Departure {
    name: &'static str,
    formulation: Formulation,
    difference: fn(&State) -> f64,
    uncertainties: [fn(&State) -> f64; 2],
}

const DEPARTURES: [Departure; 5] = [
    Departure {
        name: "rho_eos80",
        formulation: Formulation::Eos80,
        difference: |s| eos80::density(s.practical, s.temperature, s.pressure) - gibbs_of(s).density(),
        uncertainties: [density_eos80, density],
    },
    Departure {
        name: "rho_poly75",
        formulation: Formulation::Polynomial75,
        difference: |s| {
            polynomial_75::density(s.absolute, s.conservative(), s.pressure) - gibbs_of(s).density()
        },
        uncertainties: [density_polynomial75, density],
    },
    Departure {
        name: "sound_speed_chen_millero",
        formulation: Formulation::ChenMillero,
        difference: |s| {
            seawater::sound_speed_chen_millero(s.practical, s.temperature, s.pressure)
                - gibbs_of(s).sound_speed()
        },
        uncertainties: [sound_speed_chen_millero, sound_speed],
    },
    Departure {
        name: "sound_speed_del_grosso",
        formulation: Formulation::DelGrosso,
        difference: |s| {
            seawater::sound_speed_del_grosso(s.practical, s.temperature, s.pressure)
                - gibbs_of(s).sound_speed()
        },
        uncertainties: [sound_speed_del_grosso, sound_speed],
    },
    Departure {
        name: "sound_speed_poly75",
        formulation: Formulation::Polynomial75,
        difference: |s| {
            polynomial_75::sound_speed(s.absolute, s.conservative(), s.pressure) - gibbs_of(s).sound_speed()
        },
        uncertainties: [sound_speed_polynomial75, sound_speed],
    },
];

/// Liquid water of SP 0–42, from freezing to 40 °C, 0–127 MPa.
fn liquid_box() -> impl Iterator<Item = State> {
    let steps = |n: u32, end: f64| (0..=n).map(move |i| end * f64::from(i) / f64::from(n));
    steps(21, 42.0).flat_map(move |salinity| {
        steps(25, 127.0).flat_map(move |mpa| {
            let pressure = SeaPressure::from_mpa(mpa);
            let freezing =
                freezing_temperature_of(PracticalSalinity::new(salinity).reference(), pressure).celsius();
            steps(24, 40.0 - freezing).map(move |warmer| at(salinity, freezing + warmer, mpa))
        })
    })
}

#[test]
fn formulas_for_comparison_depart_from_teos_10_no_further_than_both_uncertainties_allow() {
    for Departure { name, formulation, difference, uncertainties: [own, teos_10] } in &DEPARTURES {
        let (mut sum, mut count) = (0.0, 0.0);
        for state in liquid_box() {
            let ratio = difference(&state).abs() / together([own(&state), teos_10(&state)]);
            assert!(ratio <= 3.0, "{name}: {ratio} times both uncertainties at {state:?}");
            if formulation.contains(&state) {
                sum += ratio * ratio;
                count += 1.0;
            }
        }
        let rms = f64::sqrt(sum / count);
        assert!(rms <= 1.2, "{name}: root mean square {rms} in its own range");
    }
}
