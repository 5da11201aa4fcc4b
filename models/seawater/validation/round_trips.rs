//! What is computed forth comes back, and nothing is missing, over the whole box: SP 0 to 42, freezing to 40 °C,
//! 0 to 12,700 dbar.

use crate::quantity::{AbsoluteSalinity, PracticalSalinity, SeaPressure, Temperature};
use crate::seawater::{
    Release, adiabatic_lapse_rate, chemical_potential_of_water, coldest_release,
    conservative_from_potential_temperature, conservative_temperature, density, enthalpy, entropy,
    freezing_pressure, freezing_temperature, haline_contraction, internal_energy, isentropic_compressibility,
    isentropic_temperature, isobaric_heat_capacity, isothermal_compressibility,
    potential_from_conservative_temperature, potential_temperature, release, sound_speed, specific_volume,
    temperature_from_conservative, thermal_expansion,
};
use proptest::prelude::*;

/// Forty roundings of entropy, which reaches 620 J/(kg K), over its slope, 13 J/(kg K²) or more: 2e-13 K for each
/// temperature that is solved from it.
const SOLVED_KELVIN: f64 = 40.0 * 0.5 * f64::EPSILON * 620.0 / 13.0;

prop_compose! {
    /// A state of the box; a tenth each without salt and at the seam of 100 MPa.
    fn state()(
        practical in prop_oneof![1 => Just(0.0), 9 => 0.0..42.0f64],
        mpa in prop_oneof![1 => 99.99..100.01f64, 9 => 0.0..127.0f64],
        part in 0.0..=1.0f64,
    ) -> (AbsoluteSalinity, Temperature, SeaPressure) {
        let (salinity, pressure) = (PracticalSalinity::new(practical).reference(), SeaPressure::from_mpa(mpa));
        let freezing = freezing_temperature(salinity, pressure).celsius();
        (salinity, Temperature::from_celsius(freezing + (40.0 - freezing) * part), pressure)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn temperature_comes_back_from_conservative_temperature((s, t, p) in state()) {
        let back = temperature_from_conservative(s, conservative_temperature(s, t, p), p);
        prop_assert!((back.celsius() - t.celsius()).abs() < 2.0 * SOLVED_KELVIN, "{}", back.celsius());
    }

    #[test]
    fn conservative_and_potential_temperature_lead_to_each_other((s, t, p) in state()) {
        let (potential, conservative) = (potential_temperature(s, t, p), conservative_temperature(s, t, p));
        let there = conservative_from_potential_temperature(s, potential);
        prop_assert!((there.celsius() - conservative.celsius()).abs() < 2.0 * SOLVED_KELVIN);
        let back = potential_from_conservative_temperature(s, conservative);
        prop_assert!((back.celsius() - potential.celsius()).abs() < 2.0 * SOLVED_KELVIN);
    }

    #[test]
    fn potential_temperature_is_where_the_isentrope_leads_and_leads_back((s, t, p) in state()) {
        let potential = potential_temperature(s, t, p);
        let led = isentropic_temperature(s, t, p, SeaPressure::SURFACE);
        prop_assert!((potential.celsius() - led.celsius()).abs() < 2.0 * SOLVED_KELVIN);
        let back = isentropic_temperature(s, potential, SeaPressure::SURFACE, p);
        prop_assert!((back.celsius() - t.celsius()).abs() < 2.0 * SOLVED_KELVIN, "{}", back.celsius());
    }

    /// The energies of water and ice are differences from 910,000 J/kg, their volumes 5e-5 m³/kg apart or more.
    #[test]
    fn pressure_comes_back_from_the_freezing_temperature((s, _, p) in state()) {
        let back = freezing_pressure(s, freezing_temperature(s, p));
        let round_off_mpa = 2.0 * 40.0 * 0.5 * f64::EPSILON * 910_000.0 / 5e-5 / 1e6;
        // Water freezing at the surface may be found a hair too warm for any pressure.
        prop_assume!(p.mpa() > round_off_mpa);
        prop_assert!((back.mpa() - p.mpa()).abs() < round_off_mpa, "{}", back.mpa());
    }

    /// Ice begins where the isentrope meets the freezing line, and not for water as warm as the coldest that may go. The
    /// search ends with a step of 1e-6 MPa at most, in which the freezing line rises by 0.1 µK.
    #[test]
    fn a_release_freezes_on_the_freezing_line((s, t, p) in state()) {
        let coldest = coldest_release(s, p).celsius();
        match release(s, t, p) {
            Release::StaysLiquid => prop_assert!(t.celsius() > coldest - 1e-9),
            Release::Freezes { temperature, pressure } => {
                prop_assert!(t.celsius() < coldest + 1e-9);
                prop_assert!((-1e-6..=p.mpa() + 1e-6).contains(&pressure.mpa()), "{pressure:?}");
                let freezing = freezing_temperature(s, pressure).celsius();
                prop_assert!((temperature.celsius() - freezing).abs() < 1e-7, "{temperature:?} {freezing}");
                let cooled = isentropic_temperature(s, t, p, pressure).celsius();
                prop_assert!((temperature.celsius() - cooled).abs() < 1e-9);
            }
            // At its freezing point to begin with.
            Release::FrozenBefore => prop_assert!(t.celsius() < freezing_temperature(s, p).celsius() + 1e-9),
        }
    }

    #[test]
    fn every_property_of_the_box_is_finite((s, t, p) in state()) {
        let (positive, any) = (
            [
                density, specific_volume, sound_speed, isobaric_heat_capacity, haline_contraction,
                isothermal_compressibility, isentropic_compressibility,
            ],
            [
                thermal_expansion, adiabatic_lapse_rate, entropy, enthalpy, internal_energy,
                chemical_potential_of_water,
            ],
        );
        for property in positive {
            prop_assert!(property(s, t, p).is_finite() && property(s, t, p) > 0.0);
        }
        for property in any {
            prop_assert!(property(s, t, p).is_finite());
        }
    }
}
