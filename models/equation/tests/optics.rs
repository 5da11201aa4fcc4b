//! Fluorometer, transmissometer, turbidity and light sensor, against Sea-Bird's own software and its application notes.

use super::*;

/// seabirdscientific 3.1.1, convert_eco, convert_cstar_attenuation and convert_par_logarithmic; round-off.
#[test]
fn val_fluorometer_transmissometer_and_light_sensor() {
    type Case = (&'static str, &'static [(&'static str, f64)], [f64; 3], [f64; 3]);
    let cases: [Case; 3] = [
        ("wet-labs/eco", &[], [49.0, 730.0, 4_100.0], [-0.007_3, 4.964, 29.565]),
        (
            "wet-labs/c-star",
            &[],
            [0.3, 3.7, 4.65],
            [11.045_803_911_317_3, 0.921_679_841_139_943_7, 0.006_204_809_970_945_155],
        ),
        (
            "satlantic/par",
            &[("im", 1.3)],
            [0.1, 1.2, 4.1],
            [0.046_855_603_301_758_135, 0.833_223_545_964_682_3, 1_645.190_070_147_961_5],
        ),
    ];
    for (id, named, inputs, expected) in cases {
        for (input, expected) in inputs.into_iter().zip(expected) {
            let found = value(id, &with(id, named), &[input]);
            assert!(
                (found - expected).abs() < 1e-14 * (1.0 + 10.0 * expected.abs()),
                "{id}: {found} {expected}"
            );
        }
    }
}

/// Sea-Bird's Application Note 91 (May 2011): in the water of the factory, seen through a window that has lost what the
/// voltage in air has lost, M = 22.046 and B = -0.132 read no attenuation. Half the last digits of M and B.
#[test]
fn val_clean_water_of_application_note_91() {
    let (air, dark, water, air_now, dark_now) = (4.743, 0.002, 4.565, 4.719, 0.006);
    let volts = dark_now + (water - dark) * (air_now - dark_now) / (air - dark);
    let coefficients = with("wet-labs/c-star", &[("M", 22.046), ("B", -0.132)]);
    let found = value("wet-labs/c-star", &coefficients, &[volts]);
    let tolerance = (0.5e-3 * volts + 0.5e-3) / 100.0 / 0.25;
    assert!(found.abs() < tolerance, "{found} {tolerance}");
}

/// Numbers of SBE Data Processing that stand in seabirdscientific's tests (3.1.1, MIT licence): an ECO, serial 6130, a logarithmic
/// light sensor, serial 0411, a C-Star, and a light sensor on deck. Half the last digit, and what the printed volts leave open.
#[test]
fn val_published_readings_of_light() {
    let published = |id: &str, coefficients: &[f64], volts: f64, expected: f64, tolerance: f64| {
        let found = value(id, coefficients, &[volts]);
        assert!((found - expected).abs() <= tolerance, "{id}: {found} {expected}");
    };
    // Volts to 0.0001, ten units each.
    for (volts, expected) in [(0.094_9, 0.269_1), (0.096_2, 0.282_1), (0.101_5, 0.335_5), (0.099_6, 0.315_7)]
    {
        published("wet-labs/eco", &[10.0, 0.068], volts, expected, 0.5e-4 + 5e-4);
    }
    let light =
        with("satlantic/par", &[("im", 1.358_9), ("a0", 1.372), ("a1", 0.883_9), ("multiplier", 1.0)]);
    for (volts, expected) in [
        (1.176_241_702, 0.816_05),
        (1.175_249_866, 0.813_94),
        (0.089_951_934, 0.048_17),
        (0.093_537_804, 0.048_62),
    ] {
        published("satlantic/par", &light, volts, expected, 0.5e-5);
    }
    // Volts to 0.0001, worth 0.00006 at the least light.
    let path = with("wet-labs/c-star", &[("M", 21.362), ("B", -0.128), ("path_length_m", 0.25)]);
    for (volts, expected) in [(3.718_6, 0.927_3), (4.363_2, 0.286_9), (4.226_4, 0.414_5)] {
        published("wet-labs/c-star", &path, volts, expected, 0.5e-4 + 0.6e-4);
    }
    published("biospherical/surface-par", &[1.559_6e3], 0.032_967_032_967_032_97, 51.415_38, 0.5e-5);
}

/// Application Note 11QSP-L (2012): of a wet factor of 4.00e-5 and a dark voltage of 0.150 V it makes the constant 1e5 over the
/// factor and the offset -0.5650, with which the covered sensor reads nothing. Half the last digit of the offset.
#[test]
fn val_dark_light_sensor_of_application_note_11() {
    let coefficients =
        with("biospherical/par", &[("calibration_constant", 1e5 / 4.00e-5), ("offset", -0.565_0)]);
    let found = value("biospherical/par", &coefficients, &[0.150]);
    assert!(found.abs() < 0.5e-4, "{found}");
}

/// Application Note 61 (2010): 2.53 V of a Minitracka are 81.10 µg/l. Half the last digit.
#[test]
fn val_example_of_application_note_61() {
    let found = value("chelsea/minitracka", &[0.076, 3.102, 0.0], &[2.53]);
    assert!((found - 81.10).abs() < 0.5e-2, "{found}");
}

/// Application Note 39 (2010): an Aquatracka that read 0.390 and 0.028 where bottles gave 0.450 and 0.020 gets the slope 1.188 and
/// the offset -0.013. Half the last digits of those two.
#[test]
fn val_example_of_application_note_39() {
    let id = "chelsea/aquatracka";
    let (raw, matched) = (with(id, &[("offset", 0.0)]), with(id, &[("slope", 1.188), ("offset", -0.013)]));
    for (read, bottle) in [(0.390, 0.450), (0.028, 0.020)] {
        let volts =
            libm::log10(read * (libm::pow(10.0, 2.1) - libm::pow(10.0, 0.25)) + libm::pow(10.0, 0.15));
        assert!((value(id, &raw, &[volts]) - read).abs() < 1e-14);
        let found = value(id, &matched, &[volts]);
        assert!((found - bottle).abs() < 0.5e-3 * read + 0.5e-3, "{found} {bottle}");
    }
}

/// Application Note 48 (2007): 200, 40 and 10 mV for each FTU, and 2, with its four cables.
#[test]
fn val_cables_of_application_note_48() {
    for (gain, millivolts) in [(100.0, 200.0), (20.0, 40.0), (5.0, 10.0), (1.0, 2.0)] {
        let found = value("seapoint/turbidity", &[1.0, gain], &[millivolts / 1_000.0]);
        assert!((found - 1.0).abs() < 1e-14, "{gain}: {found}");
    }
}
