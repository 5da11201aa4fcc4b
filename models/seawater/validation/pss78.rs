//! The practical salinity scale against UNESCO's check values, and against itself.

use super::assert_within;
use crate::quantity::{Conductivity, PracticalSalinity, SeaPressure, Temperature};
use crate::seawater::{conductivity, conductivity_sensitivity, practical_salinity};
use proptest::prelude::*;

/// C(35, 15, 0), mS/cm.
const STANDARD: f64 = 42.914;

fn at_ipts68(celsius: f64, dbar: f64) -> (Temperature, SeaPressure) {
    (Temperature::from_celsius(celsius / 1.000_24), SeaPressure::from_dbar(dbar))
}

/// UNESCO Technical Papers in Marine Science 37 (1981) and 44 (1983): printed to 1e-6 in salinity; the last
/// ratio is itself printed to 1e-6, which is 2.3e-5 in salinity.
#[test]
fn val_salinity_of_the_unesco_check_ratios() {
    for (ratio, celsius, dbar, salinity, tolerance) in [
        (1.0, 15.0, 0.0, 35.0, 1e-6),
        (1.2, 20.0, 2000.0, 37.245_628, 1e-6),
        (0.65, 5.0, 1500.0, 27.995_347, 1e-6),
        (1.888_091, 40.0, 10_000.0, 40.0, 2.3e-5),
    ] {
        let (t, p) = at_ipts68(celsius, dbar);
        let ours = practical_salinity(Conductivity::from_millisiemens_per_cm(ratio * STANDARD), t, p);
        assert_within(ours.value(), salinity, tolerance, "salinity");
    }
}

/// UNESCO 44 (1983): R(40, 40 °C, 10,000 dbar) = 1.888091.
#[test]
fn val_ratio_of_the_unesco_check_salinity() {
    let (t, p) = at_ipts68(40.0, 10_000.0);
    let ours = conductivity(PracticalSalinity::new(40.0), t, p).millisiemens_per_cm() / STANDARD;
    assert_within(ours, 1.888_091, 0.5e-6, "ratio");
}

/// The modified scale below 2, as GSW-Python 3.6.23 (gsw.SP_from_C, tolerance 1.3e-10) computes it.
#[test]
fn val_low_salinity_agrees_with_gsw() {
    for (millisiemens, celsius, dbar, salinity) in [
        (1.0, 5.0, 0.0, 0.814_517_930_323_546_7),
        (0.1, 5.0, 100.0, 0.075_790_347_757_203_21),
        (3.0, 20.0, 10_000.0, 1.610_087_270_058_066_2),
    ] {
        let (t, p) = (Temperature::from_celsius(celsius), SeaPressure::from_dbar(dbar));
        let ours = practical_salinity(Conductivity::from_millisiemens_per_cm(millisiemens), t, p);
        assert_within(ours.value(), salinity, 1.3e-10, "salinity");
    }
}

/// Sensitivities at 34.7, 2.5 °C, 11,000 dbar from GSW-Python 3.6.23: salinity changes by 0.00114320 for
/// 0.001 mS/cm, by −0.00099706 for 1 mK and by −0.00019827 for 1 dbar. Taken there over those steps: 1e-4 of
/// them is their own curvature.
#[test]
fn val_sensitivities_in_the_deep() {
    let (s, t, p) =
        (PracticalSalinity::new(34.7), Temperature::from_celsius(2.5), SeaPressure::from_dbar(11_000.0));
    let ours = conductivity_sensitivity(s, t, p);
    assert_within(1e-4 / ours.per_salinity, 1.143_203_8e-3, 1e-7, "per conductivity");
    assert_within(-1e-3 * ours.per_kelvin / ours.per_salinity, -9.970_634e-4, 1e-7, "per temperature");
    assert_within(-1e-2 * ours.per_mpa / ours.per_salinity, -1.982_651e-4, 2e-8, "per pressure");
}

#[test]
fn fresh_water_does_not_conduct_and_negative_conductivity_is_no_salinity() {
    let (t, p) = at_ipts68(5.0, 0.0);
    assert!(conductivity(PracticalSalinity::new(0.0), t, p).siemens_per_m().abs() < 1e-300);
    assert!(practical_salinity(Conductivity::from_siemens_per_m(0.0), t, p).value().abs() < 1e-12);
    assert!(practical_salinity(Conductivity::from_siemens_per_m(-1e-5), t, p).value().is_nan());
}

proptest! {
    #[test]
    fn salinity_comes_back_from_its_conductivity(
        salinity in 0.05f64..45.0,
        celsius in -2.0f64..42.0,
        mpa in 0.0f64..127.0,
    ) {
        let (t, p) = (Temperature::from_celsius(celsius), SeaPressure::from_mpa(mpa));
        let back = practical_salinity(conductivity(PracticalSalinity::new(salinity), t, p), t, p);
        prop_assert!((back.value() - salinity).abs() < 1e-12 * (1.0 + salinity), "{} {}", back.value(), salinity);
    }
}
