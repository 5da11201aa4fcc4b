//! SBE 3, 4, 16plus and the Digiquartz of the SBE 9plus, against the maker's own software.
//!
//! All are the same closed forms in double precision: tolerances are round-off. Coefficients and inputs are ours.

use super::*;

/// seabirdscientific 3.1.1, convert_temperature_frequency.
#[test]
fn val_temperature_of_an_sbe_3() {
    let coefficients = with("sea-bird/sbe-3-temperature", &[]);
    let expected = [-4.903_645_706_423_106, 16.999_639_433_669_7, 35.347_525_501_981_98];
    for (hertz, celsius) in [2_900.0, 4_650.0, 6_600.0].into_iter().zip(expected) {
        let found = value("sea-bird/sbe-3-temperature", &coefficients, &[hertz, 0.0]);
        assert!((found - celsius).abs() < 1e-12, "{found} {celsius}");
    }
}

/// seabirdscientific 3.1.1, convert_temperature with use_mv_r.
#[test]
fn val_temperature_of_an_sbe_16plus() {
    let coefficients = with("sea-bird/sbe-16plus-temperature", &[("a2", -1.4e-8)]);
    let expected = [38.230_183_823_765_856, 20.940_404_839_042_97, 3.685_246_625_526_815_5];
    for (counts, celsius) in [160_000.0, 320_000.0, 600_000.0].into_iter().zip(expected) {
        let found = value("sea-bird/sbe-16plus-temperature", &coefficients, &[counts, 0.0]);
        assert!((found - celsius).abs() < 1e-12, "{found} {celsius}");
    }
}

/// The pressure terms are added in kelvin.
#[test]
fn pressure_terms_of_a_thermometer_shift_its_reading() {
    for (id, raw) in [
        ("sea-bird/sbe-3-temperature", 4_650.0),
        ("sea-bird/sbe-16plus-temperature", 3.2e5),
        ("rbr/temperature", 0.5),
    ] {
        let coefficients = with(id, &[("TPCOR", -2e-7), ("TPCOR2", 3e-11)]);
        let shift = value(id, &coefficients, &[raw, 10_000.0]) - value(id, &coefficients, &[raw, 0.0]);
        assert!((shift - 1e-3).abs() < 1e-12, "{id}: {shift}");
    }
}

/// seabirdscientific 3.1.1, convert_conductivity for an SBE 911plus, from air to the hadal zone; round-off of a numerator of
/// order ten, divided by ten.
#[test]
fn val_conductivity_of_an_sbe_4() {
    let coefficients = with("sea-bird/sbe-4-conductivity", &[]);
    let cases = [
        ([2_715.0, 0.0, 0.0], 0.001_137_331_908_507_439_3),
        ([5_200.0, 1.5, 0.0], 2.672_140_112_516_953),
        ([6_400.0, 2.5, 11_000.0], 4.569_251_184_756_32),
        ([7_900.0, 31.0, 7_000.0], 7.489_458_822_688_936),
    ];
    for (inputs, expected) in cases {
        let found = value("sea-bird/sbe-4-conductivity", &coefficients, &inputs);
        assert!((found - expected).abs() < 2e-14, "{found} {expected}");
    }
}

/// seabirdscientific 3.1.1, convert_pressure_digiquartz in psia, one reading at a time (its average of 30 s is then the
/// reading). Round-off: 1 - (T0/T)^2 loses a factor of hundreds near the surface.
#[test]
fn val_pressure_of_a_digiquartz_with_its_thermometer() {
    let id = "sea-bird/digiquartz-pressure";
    let coefficients = with(id, &[("D2", 1e-6), ("T5", 1e-11)]);
    let cases = [
        ([33_150.0, 2_500.0], 74.048_592_196_444_86),
        ([34_800.0, 1_100.0], 4_713.898_988_933_069),
        ([38_000.0, 900.0], 14_427.445_485_554_179),
    ];
    for (inputs, psi) in cases {
        assert_close(value(id, &coefficients, &inputs) / MPA_PER_PSI, psi, 1e-12);
    }
}
