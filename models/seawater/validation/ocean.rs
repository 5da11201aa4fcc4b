//! The ocean's own: the 75-term polynomial, depth, oxygen, Absolute Salinity, and the equations before
//! TEOS-10.

use super::{assert_within, state};
use crate::quantity::{ConservativeTemperature, Latitude, PracticalSalinity, SeaPressure, Temperature};
use crate::seawater::{
    DissolvedGas, density, depth, depth_exact, eos80, gravity, oxygen_solubility, partial_pressure_factor,
    polynomial_75, pressure_at_depth, sound_speed, sound_speed_chen_millero, sound_speed_del_grosso,
};
use std::collections::BTreeMap;

const POLYNOMIAL_75: &str = include_str!("../../../tests/reference/ocean-polynomial-75.csv");
const DEPTH: &str = include_str!("../../../tests/reference/ocean-depth.csv");
const OXYGEN: &str = include_str!("../../../tests/reference/ocean-oxygen.csv");
const BEFORE_TEOS_10: &str = include_str!("../../../tests/reference/ocean-before-teos-10.csv");

/// Rows as name → value; a cell that is not a number is left out.
fn rows(text: &str) -> Vec<BTreeMap<&str, f64>> {
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let rows: Vec<_> = lines
        .map(|line| {
            let cells = line.split(',').map(|cell| cell.parse().ok());
            names.iter().zip(cells).filter_map(|(name, cell)| Some((*name, cell?))).collect()
        })
        .collect();
    assert!(rows.len() > 50, "{}", rows.len());
    rows
}

/// Tolerances are the toolbox's computation accuracies (`*_ca` of gsw_cv_v3_0). Some of its check values are
/// older than its code, and still within them.
#[test]
fn val_the_75_term_polynomial_is_that_of_gsw_to_its_own_tolerances() {
    for row in rows(POLYNOMIAL_75) {
        let (s, _, p) = state(row["SA"], 0.0, row["p"]);
        let heat = ConservativeTemperature::from_celsius(row["CT"]);
        let ours = [
            ("rho", polynomial_75::density(s, heat, p), 2.9467628337442875e-10),
            ("alpha", polynomial_75::thermal_expansion(s, heat, p), 8.251074994146228e-15),
            ("beta", polynomial_75::haline_contraction(s, heat, p), 1.839674246273404e-15),
            ("sound_speed", polynomial_75::sound_speed(s, heat, p), 2.5918325263774022e-09),
        ];
        for (name, value, tolerance) in ours {
            assert_within(value, row[name], tolerance, name);
        }
    }
}

/// The toolbox and we do the same sums in the same order, but for the scale of pressure.
#[test]
fn val_the_75_term_density_is_that_of_gsw_to_the_last_digits() {
    for row in rows(POLYNOMIAL_75) {
        let (s, _, p) = state(row["SA"], 0.0, row["p"]);
        let ours = polynomial_75::density(s, ConservativeTemperature::from_celsius(row["CT"]), p);
        assert_within(ours / row["rho"], 1.0, 4.0 * f64::EPSILON, "rho");
    }
}

#[test]
fn val_the_funnel_has_the_bounds_of_gsw() {
    let mut outside = 0;
    for row in rows(POLYNOMIAL_75) {
        let (s, _, p) = state(row["SA"], 0.0, row["p"]);
        let ours = polynomial_75::is_in_funnel(s, ConservativeTemperature::from_celsius(row["CT"]), p);
        assert_eq!(ours, row["infunnel"] > 0.5, "{row:?}");
        outside += u32::from(!ours);
    }
    assert!(outside > 20, "{outside}");
}

/// UNESCO 44, page 19: density to 1e-5 kg/m³ and secant bulk modulus to 1e-5 bar, as printed.
#[test]
fn val_eos_80_gives_the_check_values_of_unesco_44() {
    let printed = [
        (0.0, 5.0, 0.0, 999.96675, 20337.80375),
        (0.0, 5.0, 10_000.0, 1044.12802, 23643.52599),
        (0.0, 25.0, 0.0, 997.04796, 22100.72106),
        (0.0, 25.0, 10_000.0, 1037.90204, 25405.09717),
        (35.0, 5.0, 0.0, 1027.67547, 22185.93358),
        (35.0, 5.0, 10_000.0, 1069.48914, 25577.49819),
        (35.0, 25.0, 0.0, 1023.34306, 23726.34949),
        (35.0, 25.0, 10_000.0, 1062.53817, 27108.94504),
    ];
    for (s, t68, dbar, kg_per_m3, bar) in printed {
        let (_, t, p) = state(0.0, t68 / 1.00024, dbar);
        let s = PracticalSalinity::new(s);
        assert_within(eos80::density(s, t, p), kg_per_m3, 5.1e-6, "density");
        assert_within(10.0 * eos80::secant_bulk_modulus_mpa(s, t, p), bar, 5.1e-6, "bulk modulus");
    }
}

/// Against the CSIRO routines as seawater 3.3.5 keeps them, to round-off of numbers of their size.
#[test]
fn val_equations_before_teos_10_agree_with_the_csiro_routines() {
    for row in rows(BEFORE_TEOS_10) {
        let (_, t, p) = state(0.0, row["t"], row["p"]);
        let s = PracticalSalinity::new(row["SP"]);
        assert_within(eos80::density(s, t, p), row["rho"], 1e-11, "rho");
        assert_within(10.0 * eos80::secant_bulk_modulus_mpa(s, t, p), row["bulk_modulus"], 1e-10, "modulus");
        assert_within(sound_speed_chen_millero(s, t, p), row["chen_millero"], 1e-11, "sound speed");
    }
}

/// UNESCO 44, page 48, to the digits printed.
#[test]
fn val_chen_millero_gives_the_check_value_of_unesco_44() {
    let (_, t, p) = state(0.0, 40.0 / 1.00024, 10_000.0);
    assert_within(
        sound_speed_chen_millero(PracticalSalinity::new(40.0), t, p),
        1731.995,
        5e-4,
        "sound speed",
    );
}

/// At the surface against Sea-Bird's code, to round-off; under pressure against the refit of Wong and Zhu
/// (1995), which over Del Grosso's own range agrees with the original to 1 mm/s.
#[test]
fn val_del_grosso_agrees_with_sea_bird_and_with_wong_and_zhu() {
    let mut under_pressure = 0;
    for row in rows(BEFORE_TEOS_10) {
        let (_, t, p) = state(0.0, row["t"], row["p"]);
        let s = PracticalSalinity::new(row["SP"]);
        let surface = sound_speed_del_grosso(s, t, SeaPressure::SURFACE);
        assert_within(surface, row["del_grosso_surface"], 1e-11, "at the surface");
        if row["SP"] >= 30.0 && (0.0..=30.0).contains(&row["t"]) && row["p"] <= 9806.65 {
            assert_within(sound_speed_del_grosso(s, t, p), row["wong_zhu_del_grosso"], 1e-3, "deep");
            under_pressure += u32::from(row["p"] > 5000.0);
        }
    }
    assert!(under_pressure > 10, "{under_pressure}");
}

/// Departures from the exact TEOS-10 at SP 34.7, computed apart from this code with GSW-Python 3.6.23 and
/// seawater 3.3.5, m/s and kg/m³; they are small differences of large numbers, printed to two or three
/// decimals.
#[test]
fn val_older_equations_depart_from_teos_10_as_they_do_elsewhere() {
    let table = [
        (4000.0, 1.5, 0.62, -0.01, -0.005),
        (8000.0, 1.9, 0.73, -0.11, -0.004),
        (10_000.0, 2.3, 1.22, -0.05, -0.007),
    ];
    for (dbar, celsius, chen_millero, del_grosso, eos_80) in table {
        let salinity = PracticalSalinity::new(34.7);
        let (_, t, p) = state(0.0, celsius, dbar);
        let exact = sound_speed(salinity.reference(), t, p);
        assert_within(sound_speed_chen_millero(salinity, t, p) - exact, chen_millero, 5.1e-3, "Chen-Millero");
        assert_within(sound_speed_del_grosso(salinity, t, p) - exact, del_grosso, 5.1e-3, "Del Grosso");
        let difference = eos80::density(salinity, t, p) - density(salinity.reference(), t, p);
        assert_within(difference, eos_80, 5.1e-4, "EOS-80");
    }
}

/// As far as the toolbox's polynomial was fitted, its own tolerances: 2.3e-8 m, 2.3e-8 dbar. Beyond, the
/// polynomial departs from the exact enthalpy that we take: by 0.1 mm at 10,000 and 1.3 mm at 12,700 dbar; what
/// carries pure water to IAPWS-95 above 100 MPa may add 1 ppm of the last 2,600 m at most, a quarter of that.
#[test]
fn val_depth_and_pressure_are_those_of_gsw() {
    for row in rows(DEPTH) {
        let (latitude, pressure) =
            (Latitude::from_degrees_north(row["lat"]), SeaPressure::from_dbar(row["p"]));
        let (metres, dbar) = match row["p"] {
            p if p <= 8000.0 => (2.287_039_559_960_127e-08, 2.300_203_050_253_912_8e-08),
            p if p <= 10_000.0 => (1.1e-4, 1.2e-4),
            _ => (2e-3, 2.1e-3),
        };
        assert_within(depth(pressure, latitude), row["depth"], metres, "depth");
        assert_within(pressure_at_depth(row["depth"], latitude).dbar(), row["p_from_z"], dbar, "pressure");
    }
}

/// The toolbox's tolerance, 5.3e-14 m/s²; beyond 8,000 dbar 2 mm of depth are 4.5e-9 m/s².
#[test]
fn val_gravity_is_that_of_gsw() {
    for row in rows(DEPTH) {
        let tolerance = if row["p"] <= 8000.0 { 5.329_070_518_200_751e-14 } else { 4.5e-9 };
        let ours = gravity(Latitude::from_degrees_north(row["lat"]), SeaPressure::from_dbar(row["p"]));
        assert_within(ours, row["gravity"], tolerance, "gravity");
    }
}

/// Enthalpy is compared through depth: the toolbox counts Conservative Temperature 8e-8 K off zero, which is
/// 1e-7 m at most.
#[test]
fn val_exact_depth_is_that_of_the_exact_enthalpy_of_gsw_to_100_mpa() {
    for row in rows(DEPTH) {
        let latitude = Latitude::from_degrees_north(row["lat"]);
        let surface = gravity(latitude, SeaPressure::SURFACE);
        let metres = depth_exact(SeaPressure::from_dbar(row["p"]), latitude);
        // TEOS-10 manual, eq. D.3: the work against gravity down to there.
        let work = surface * metres * (1.0 + 0.5 * 2.26e-7 * metres);
        if row["p"] <= 10_000.0 {
            assert_within(work / surface, row["exact_enthalpy"] / surface, 1e-6, "work");
        }
    }
}

/// UNESCO 44, page 28 (Saunders and Fofonoff): 9712.653 m at 10,000 dbar and 30°, on the equation of state of
/// 1980. TEOS-10 puts it a metre deeper; the formula of 1976 and ours stay within 1.2 m of each other to
/// 10,000 dbar.
#[test]
fn val_depth_is_near_the_formula_of_unesco_44() {
    let thirty = Latitude::from_degrees_north(30.0);
    assert_within(depth(SeaPressure::from_dbar(10_000.0), thirty), 9712.653, 1.2, "page 28");
    for row in rows(DEPTH).iter().filter(|row| row["p"] <= 10_000.0) {
        let (latitude, pressure) =
            (Latitude::from_degrees_north(row["lat"]), SeaPressure::from_dbar(row["p"]));
        assert_within(depth(pressure, latitude), row["saunders_fofonoff"], 1.2, "depth");
    }
}

/// Tolerance: the toolbox's 6.2e-9 µmol/kg.
#[test]
fn val_oxygen_solubility_is_that_of_gsw() {
    for row in rows(OXYGEN) {
        let ours = oxygen_solubility(PracticalSalinity::new(row["SP"]), Temperature::from_celsius(row["pt"]));
        assert_within(ours, row["O2sol"], 6.2460117078444455e-09, "solubility");
    }
}

/// SCOR working group 142 (Bittig et al. 2015): exp(0.317 p/(8.314 T)), p in dbar. It rounds the gas constant
/// to 8.314, which is 5.6e-5 of the exponent.
#[test]
fn val_oxygen_under_pressure_is_that_of_scor_working_group_142() {
    for (celsius, dbar) in [(2.0, 1000.0), (2.0, 6000.0), (2.5, 11_000.0), (20.0, 2000.0)] {
        let (_, t, p) = state(0.0, celsius, dbar);
        let exponent = 0.317 * dbar / (8.314 * (celsius + 273.15));
        let ours = libm::log(partial_pressure_factor(DissolvedGas::Oxygen, t, p));
        assert_within(ours, exponent, 5.7e-5 * exponent, "exponent");
    }
}

/// Tolerances: the toolbox's 1.3e-10 g/kg and 1.3e-10; the ratio's follows from them.
#[cfg(feature = "atlas")]
#[test]
fn val_absolute_salinity_is_that_of_gsw_over_the_globe() {
    use crate::quantity::{AbsoluteSalinity, Longitude, Place};
    use crate::seawater::absolute_salinity::{
        absolute_from_practical, anomaly_ratio, practical_from_absolute,
    };
    let text = include_str!("../../../tests/reference/ocean-absolute-salinity.csv");
    let mut anomalous = 0;
    for row in rows(text) {
        let place = Place {
            longitude: Longitude::from_degrees_east(row["lon"]),
            latitude: Latitude::from_degrees_north(row["lat"]),
        };
        let (salinity, pressure) = (PracticalSalinity::new(row["SP"]), SeaPressure::from_dbar(row["p"]));
        let ratio = anomaly_ratio(place, pressure).unwrap();
        assert_within(ratio, row["SAAR"], 3.2e-12, "ratio");
        let absolute = absolute_from_practical(salinity, place, pressure).unwrap();
        assert_within(absolute.g_per_kg(), row["SA"], 1.3001510978938313e-10, "SA");
        let absolute = AbsoluteSalinity::from_g_per_kg(row["SA"]);
        let practical = practical_from_absolute(absolute, place, pressure).unwrap();
        assert_within(practical.value(), row["SP_from_SA"], 1.297113527698457e-10, "SP");
        anomalous += u32::from(ratio > 1e-5);
    }
    assert!(anomalous > 100, "{anomalous}");
}
