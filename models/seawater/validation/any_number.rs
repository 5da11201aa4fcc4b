//! Before any number at all every function ends and gives something: nothing panics, nothing runs for ever.

use crate::quantity::{
    AbsoluteSalinity, Conductivity, ConservativeTemperature, PracticalSalinity, SeaPressure, Temperature,
};
use crate::seawater::{
    Gibbs, Release, adiabatic_lapse_rate, chemical_potential_of_salt, chemical_potential_of_water,
    coldest_release, conductivity, conductivity_relative_standard_uncertainty, conductivity_sensitivity,
    conservative_from_potential_temperature, conservative_temperature, density,
    density_relative_standard_uncertainty, enthalpy, entropy, freezing_depression_by_air, freezing_pressure,
    freezing_temperature, gibbs, gibbs_by_salinity, haline_contraction, ice_gibbs, internal_energy,
    isentropic_compressibility, isentropic_temperature, isobaric_heat_capacity, isothermal_compressibility,
    polynomial_75, potential_from_conservative_temperature, potential_temperature, practical_salinity,
    relative_chemical_potential, release, sound_speed, specific_volume, temperature_from_conservative,
    thermal_expansion, water_potential,
};
use proptest::prelude::*;

/// Any bits, or a number that has hurt somebody before.
fn number() -> impl Strategy<Value = f64> {
    let awkward = vec![
        0.0,
        -0.0,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN,
        f64::MIN_POSITIVE,
        5e-324,
        -5e-324,
        -273.15,
        15.0,
        // 1 + k(t − 15) of PSS-78 vanishes near here.
        15.0 - 1.0 / 0.0162,
        100.0,
        1e4,
        1e16,
    ];
    prop_oneof![
        4 => proptest::num::f64::ANY,
        2 => prop::sample::select(awkward),
        2 => -100.0..200.0f64,
    ]
}

/// All numbers that functions of salinity, temperature and pressure give.
fn everything(a: f64, b: f64, c: f64, d: f64) -> Vec<f64> {
    let (s, sp) = (AbsoluteSalinity::from_g_per_kg(a), PracticalSalinity::new(a));
    let (t, ct) = (Temperature::from_celsius(b), ConservativeTemperature::from_celsius(b));
    let (p, q) = (SeaPressure::from_mpa(c), SeaPressure::from_mpa(d));
    let mut values: Vec<f64> = [
        density,
        specific_volume,
        sound_speed,
        isobaric_heat_capacity,
        thermal_expansion,
        haline_contraction,
        isothermal_compressibility,
        isentropic_compressibility,
        adiabatic_lapse_rate,
        entropy,
        enthalpy,
        internal_energy,
        chemical_potential_of_water,
        chemical_potential_of_salt,
        relative_chemical_potential,
    ]
    .map(|property| property(s, t, p))
    .into();
    let polynomial = [
        polynomial_75::density,
        polynomial_75::specific_volume,
        polynomial_75::thermal_expansion,
        polynomial_75::haline_contraction,
        polynomial_75::sound_speed,
    ];
    values.extend(polynomial.map(|property| property(s, ct, p)));
    for Gibbs { g, g_t, g_p, g_tt, g_tp, g_pp } in [gibbs(s, t, p), water_potential(s, t, p), ice_gibbs(t, p)]
    {
        values.extend([g, g_t, g_p, g_tt, g_tp, g_pp]);
    }
    let salt = gibbs_by_salinity(s, t, p);
    values.extend([salt.g_s, salt.g_ss, salt.g_st, salt.g_sp]);
    let sensitivity = conductivity_sensitivity(sp, t, p);
    values.extend([
        conservative_temperature(s, t, p).celsius(),
        potential_temperature(s, t, p).celsius(),
        conservative_from_potential_temperature(s, t).celsius(),
        potential_from_conservative_temperature(s, ct).celsius(),
        temperature_from_conservative(s, ct, p).celsius(),
        isentropic_temperature(s, t, p, q).celsius(),
        freezing_temperature(s, p).celsius(),
        freezing_pressure(s, t).mpa(),
        freezing_depression_by_air(s),
        coldest_release(s, p).celsius(),
        conductivity(sp, t, p).siemens_per_m(),
        practical_salinity(Conductivity::from_siemens_per_m(a), t, p).value(),
        sensitivity.per_salinity,
        sensitivity.per_kelvin,
        sensitivity.per_mpa,
        conductivity_relative_standard_uncertainty(sp, t, p),
        density_relative_standard_uncertainty(sp, t, p),
    ]);
    values
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// Twice the same bits, too: nothing depends on what was computed before.
    #[test]
    fn every_function_ends_and_repeats(a in number(), b in number(), c in number(), d in number()) {
        let bits = |values: Vec<f64>| values.into_iter().map(f64::to_bits).collect::<Vec<_>>();
        prop_assert_eq!(bits(everything(a, b, c, d)), bits(everything(a, b, c, d)));
    }

    /// What is not a number never comes out as one, save where the argument has no part in the result.
    #[test]
    fn what_is_not_a_number_comes_through(a in 0.1..42.0f64, b in 0.0..40.0f64, c in 0.0..127.0f64, which in 0..3usize) {
        let mut numbers = [a, b, c];
        numbers[which] = f64::NAN;
        let [a, b, c] = numbers;
        let (s, t, p) = (
            AbsoluteSalinity::from_g_per_kg(a), Temperature::from_celsius(b), SeaPressure::from_mpa(c),
        );
        let properties = [
            density, specific_volume, sound_speed, isobaric_heat_capacity, thermal_expansion, haline_contraction,
            isothermal_compressibility, isentropic_compressibility, adiabatic_lapse_rate, enthalpy, internal_energy,
            chemical_potential_of_water, chemical_potential_of_salt, relative_chemical_potential, entropy,
        ];
        for (index, property) in properties.into_iter().enumerate() {
            prop_assert!(property(s, t, p).is_nan(), "property {index} of {numbers:?}: {}", property(s, t, p));
        }
        let temperatures = [potential_temperature(s, t, p).celsius(), conservative_temperature(s, t, p).celsius()];
        prop_assert!(temperatures.iter().all(|celsius| celsius.is_nan()), "{temperatures:?}");
        let salinity = practical_salinity(Conductivity::from_siemens_per_m(a), t, p);
        prop_assert!(salinity.value().is_nan(), "{salinity:?}");
        let conducts = conductivity(PracticalSalinity::new(a), t, p);
        prop_assert!(conducts.siemens_per_m().is_nan(), "{conducts:?}");
        prop_assert_eq!(release(s, t, p), Release::FrozenBefore);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// The one function that searches within a search.
    #[test]
    fn a_release_ends(a in number(), b in number(), c in number()) {
        let (s, t, p) =
            (AbsoluteSalinity::from_g_per_kg(a), Temperature::from_celsius(b), SeaPressure::from_mpa(c));
        let outcome = release(s, t, p);
        if a.is_nan() || b.is_nan() || c.is_nan() {
            prop_assert_eq!(outcome, Release::FrozenBefore);
        }
    }
}
