//! What pressure does to water in the chamber: adiabats, freezing, thermodynamic identities.
//!
//! The figures of others are printed again by `tests/reference/single_figures.py`.

use super::{assert_digits, assert_within, state};
use crate::quantity::{AbsoluteSalinity, PracticalSalinity, SeaPressure, Temperature};
use crate::seawater::{
    Gibbs, density, enthalpy, entropy, freezing_temperature, gibbs, gibbs_by_salinity, internal_energy,
    isentropic_temperature, specific_volume,
};
use proptest::prelude::*;

const SEAWATER: f64 = 35.165_04;

/// Exact-Gibbs adiabats by GSW-Python 3.6.23 (gsw.pt_from_t); its own tolerance for pt is 5e-10 K or better.
#[test]
fn val_water_warms_on_compression_to_100_mpa_and_cold_fresh_water_cools_first() {
    for (g_per_kg, celsius, dbar, warm) in [
        (SEAWATER, 2.0, 10_000.0, 3.283_705_370_512_386_4),
        (SEAWATER, 20.0, 10_000.0, 22.241_332_106_528_134),
        (0.0, 2.0, 10_000.0, 2.747_513_790_467_881_5),
        (0.0, 20.0, 10_000.0, 21.969_082_942_592_078),
        (0.0, 2.0, 1_000.0, 1.989_834_150_876_989_4),
    ] {
        let (s, t, p) = state(g_per_kg, celsius, dbar);
        assert_within(
            isentropic_temperature(s, t, SeaPressure::SURFACE, p).celsius(),
            warm,
            5e-10,
            "adiabat",
        );
    }
}

/// Adiabats with IAPWS-95 (package iapws 1.5.5) as the water part and GSW's salt part. What the water part of TEOS-10 and
/// its correction differ from IAPWS-95 in thermal expansion, 33e-9 1/K, times T/(ρ c_p) over 110 MPa: 0.3 mK.
#[test]
fn val_water_warms_on_compression_to_110_mpa_as_with_iapws_95() {
    for (g_per_kg, celsius, warm) in [
        (SEAWATER, 2.0, 3.477_681_433),
        (SEAWATER, 20.0, 22.501_424_151),
        (0.0, 2.0, 2.906_985_764),
        (0.0, 20.0, 22.212_721_443),
    ] {
        let (s, t, p) = state(g_per_kg, celsius, 11_000.0);
        let ours = isentropic_temperature(s, t, SeaPressure::SURFACE, p).celsius();
        assert_within(ours, warm, 3e-4, "adiabat");
    }
}

/// Work of compression from the surface, J/kg, by integration of −p dv along GSW's isentrope, printed to 1 mJ/kg. Beyond 100 MPa our
/// water part goes on to IAPWS-95 and GSW's does not: −p ∂Δg/∂p, which at 110 MPa is 4 mJ/kg at 20 °C and less in the cold.
#[test]
fn val_internal_energy_grows_by_the_work_of_compression() {
    for (celsius, dbar, work, tolerance) in [
        (2.0, 10_000.0, 1_816.274, 0.001),
        (20.0, 10_000.0, 1_700.228, 0.001),
        (2.0, 11_000.0, 2_154.831, 0.001),
        (20.0, 11_000.0, 2_020.349, 0.005),
    ] {
        let (s, t, p) = state(SEAWATER, celsius, dbar);
        let warm = isentropic_temperature(s, t, SeaPressure::SURFACE, p);
        let gained = internal_energy(s, warm, p) - internal_energy(s, t, SeaPressure::SURFACE);
        assert_within(gained, work, tolerance, "work");
        assert_within(entropy(s, warm, p), entropy(s, t, SeaPressure::SURFACE), 1e-11, "entropy");
    }
}

/// GSW-Python 3.6.23 (rho_t_exact, cp_t_exact, alpha_wrt_t_exact, −g_tp/g_tt of gsw.gibbs), printed to seven
/// digits: ρ kg/m³, c_p J/(kg K), α 1e-6/K, dT/dp mK/MPa.
#[test]
fn val_properties_of_the_chamber_water() {
    for (g_per_kg, celsius, dbar, theirs) in [
        (SEAWATER, 2.0, 0.0, [1_027.972, 3_986.673, 78.266_73, 5.254_783]),
        (SEAWATER, 2.0, 10_000.0, [1_070.392, 3_781.113, 272.086_4, 18.497_53]),
        (SEAWATER, 20.0, 10_000.0, [1_064.447, 3_828.062, 346.061_4, 24.896_60]),
        (0.0, 2.0, 0.0, [999.943_0, 4_213.037, -32.580_88, -2.127_952]),
        (0.0, 2.0, 10_000.0, [1_044.869, 3_914.125, 222.492_3, 14.968_84]),
    ] {
        let (s, t, p) = state(g_per_kg, celsius, dbar);
        let water = gibbs(s, t, p);
        let ours = [
            water.density(),
            water.isobaric_heat_capacity(t),
            1e6 * water.thermal_expansion(),
            1e9 * water.adiabatic_lapse_rate(),
        ];
        for (ours, theirs) in ours.into_iter().zip(theirs) {
            assert_digits(ours, theirs, 7, "property");
        }
    }
}

/// Ordinary ice melts at 273.152519 K under one atmosphere, ±2 µK (IAPWS R10-06, 2009), air-free.
#[test]
fn val_fresh_water_freezes_where_ice_melts() {
    let ours = freezing_temperature(AbsoluteSalinity::from_g_per_kg(0.0), SeaPressure::SURFACE);
    assert_within(ours.kelvin(), 273.152_519, 2e-6, "fresh");
}

/// Measurements of Doherty and Kester (1974) as UNESCO 44 (1983) fits them to ±4 mK, in air-saturated water,
/// on the IPTS-68 (0.5 mK here): −1.9223 °C at SP 35, and its check value −2.588567 °C at SP 40, 500 dbar.
/// Air takes off 2.4 mK − S/70.33 (TEOS-10).
#[test]
fn val_seawater_freezes_where_it_was_measured_to() {
    for (practical, dbar, measured) in [(35.0, 0.0, -1.922_3), (40.0, 500.0, -2.588_567)] {
        let s = PracticalSalinity::new(practical).reference();
        let air = 1e-3 * (2.4 - s.g_per_kg() / 70.330_08);
        let ours = freezing_temperature(s, SeaPressure::from_dbar(dbar)).celsius() - air;
        assert_within(ours, measured, 4e-3, "seawater");
    }
}

/// Water just above its freezing point at 110 MPa is ice long before it is back at the surface: the release
/// isentrope meets the freezing line for seawater that starts colder than −0.69 °C (SP 35), fresher water
/// sooner (0.55 °C at SP 5).
#[test]
fn val_release_from_110_mpa_freezes_cold_water() {
    for (practical, edge) in [(35.0, -0.69), (5.0, 0.55)] {
        let s = PracticalSalinity::new(practical).reference();
        let from = SeaPressure::from_mpa(110.0);
        let margin = |start: f64| {
            let steps = (0..=110).map(|mpa| SeaPressure::from_mpa(f64::from(mpa)));
            steps
                .map(|p| {
                    let cooled = isentropic_temperature(s, Temperature::from_celsius(start), from, p);
                    cooled.celsius() - freezing_temperature(s, p).celsius()
                })
                .fold(f64::INFINITY, f64::min)
        };
        assert!(margin(edge - 0.006) < 0.0, "{}", margin(edge - 0.006));
        assert!(margin(edge + 0.006) > 0.0, "{}", margin(edge + 0.006));
    }
}

#[test]
fn the_free_functions_and_the_methods_are_one() {
    let (s, t, p) = state(SEAWATER, 2.0, 11_000.0);
    assert_digits(density(s, t, p) * specific_volume(s, t, p), 1.0, 15, "density and specific volume");
    let energy = enthalpy(s, t, p) - p.absolute().mpa() * 1e6 * specific_volume(s, t, p);
    assert_digits(energy, internal_energy(s, t, p), 12, "u = h − p v");
}

proptest! {
    /// Derivatives are derivatives: central differences of the next lower order, to their own truncation
    /// error.
    #[test]
    fn derivatives_match_differences(g_per_kg in 0.5f64..42.0, celsius in -2.0f64..40.0, mpa in 0.0f64..127.0) {
        let at = |s: f64, t: f64, p: f64| {
            let (s, t, p) = state(g_per_kg + s, celsius + t, (mpa + p) * 100.0);
            gibbs(s, t, p)
        };
        let here = at(0.0, 0.0, 0.0);
        let by_t = |pick: fn(&Gibbs) -> f64| (pick(&at(0.0, 1e-2, 0.0)) - pick(&at(0.0, -1e-2, 0.0))) / 2e-2;
        let by_p = |pick: fn(&Gibbs) -> f64| (pick(&at(0.0, 0.0, 1e-2)) - pick(&at(0.0, 0.0, -1e-2))) / 2e4;
        prop_assert!((by_t(|w| w.g) - here.g_t).abs() < 1e-5);
        prop_assert!((by_p(|w| w.g) / here.g_p - 1.0).abs() < 1e-7);
        prop_assert!((by_t(|w| w.g_t) / here.g_tt - 1.0).abs() < 1e-6);
        prop_assert!((by_t(|w| w.g_p) - here.g_tp).abs() < 1e-12);
        prop_assert!((by_p(|w| w.g_p) / here.g_pp - 1.0).abs() < 1e-6);
        let (_, t, p) = state(0.0, celsius, mpa * 100.0);
        let salt = gibbs_by_salinity(AbsoluteSalinity::from_g_per_kg(g_per_kg), t, p);
        let step = 1e-3;
        let by_s = (at(step, 0.0, 0.0).g - at(-step, 0.0, 0.0).g) / (2e-3 * step);
        prop_assert!((by_s - salt.g_s).abs() < 0.05 + 1e-6 * salt.g_s.abs(), "{by_s} {}", salt.g_s);
    }

    #[test]
    fn an_isentrope_leads_back(g_per_kg in 0.0f64..42.0, celsius in -1.0f64..35.0, mpa in 0.0f64..127.0) {
        let (s, t) = (AbsoluteSalinity::from_g_per_kg(g_per_kg), Temperature::from_celsius(celsius));
        let deep = SeaPressure::from_mpa(mpa);
        let squeezed = isentropic_temperature(s, t, SeaPressure::SURFACE, deep);
        let back = isentropic_temperature(s, squeezed, deep, SeaPressure::SURFACE);
        prop_assert!((back.celsius() - celsius).abs() < 1e-10, "{}", back.celsius());
    }
}
