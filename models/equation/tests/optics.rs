//! Fluorometer, transmissometer and light sensor, against the maker's own software and its application note.

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
