//! SeaFET, against the maker's own software and two published examples.

use super::*;

const INTERNAL: &str = "sea-bird/seafet-ph-internal";
const EXTERNAL: &str = "sea-bird/seafet-ph-external";

/// seabirdscientific 3.1.1, convert_internal_seafet_ph; round-off.
#[test]
fn val_internal_ph_of_a_seafet() {
    let coefficients = with(INTERNAL, &[]);
    let cases = [
        ([-0.95, 2.0], 9.022_699_381_198_96),
        ([-1.01, 16.0], 7.857_281_416_841_231),
        ([-0.98, 30.0], 8.295_729_269_746_495),
    ];
    for (inputs, expected) in cases {
        assert_close(value(INTERNAL, &coefficients, &inputs), expected, 1e-14);
    }
}

/// seabirdscientific 3.1.1, convert_external_seafet_ph in its version 1.3, pressure terms and all; round-off.
#[test]
fn val_external_ph_of_a_seafet() {
    let coefficients = with(
        EXTERNAL,
        &[
            ("k2f1", 1.7e-8),
            ("k2f2", -2.9e-11),
            ("k2f3", 8.7e-15),
            ("f1", -8.3e-6),
            ("f2", -7.5e-9),
            ("f3", 1.9e-11),
            ("f4", -1.4e-14),
            ("f5", 4.5e-18),
            ("f6", -5.4e-22),
        ],
    );
    let cases = [
        ([-0.89, 23.0, 34.8, 0.0], 7.814_135_653_812_438),
        ([-0.9, 2.0, 34.6, 2_000.0], 8.170_095_811_242_504),
        ([-0.86, 12.0, 35.1, 800.0], 8.644_254_439_245_081),
        ([-0.95, 29.0, 8.0, 100.0], 6.187_021_760_503_678),
    ];
    for (inputs, expected) in cases {
        assert_close(value(EXTERNAL, &coefficients, &inputs), expected, 1e-13);
    }
}

/// Sea-Bird Scientific's Application Note 99, deep example: pH 7.9394. As printed, its volume of HCl lacks a temperature;
/// with it the example comes out. Half the last digit.
#[test]
fn val_deep_example_of_application_note_99() {
    let coefficients = with(
        EXTERNAL,
        &[
            ("k0", -1.361_736),
            ("k2f0", -1.076_86e-3),
            ("f1", -8.318_42e-6),
            ("f2", -7.471_52e-9),
            ("f3", 1.914_85e-11),
            ("f4", -1.392_73e-14),
            ("f5", 4.481_85e-18),
            ("f6", -5.425_88e-22),
        ],
    );
    let found = value(EXTERNAL, &coefficients, &[-0.885_081, 23.416_9, 34.812, 100.0]);
    assert!((found - 7.939_4).abs() < 0.5e-4, "{found}");
}

/// Processing BGC-Argo pH data at the DAC level, version 1.3: its example of a float whose k2 follows pressure. Volts are
/// printed to 1e-5, which is 0.00009 of pH either way, and pH to 0.0001.
#[test]
fn val_example_of_the_argo_manual_for_ph() {
    let coefficients = with(
        EXTERNAL,
        &[
            ("k0", -1.321_959),
            ("k2f0", -0.868_2e-3),
            ("k2f1", 1.688_1e-8),
            ("k2f2", -2.915_8e-11),
            ("k2f3", 8.670_9e-15),
            ("f1", -8.453e-6),
            ("f2", 6.588_5e-8),
            ("f3", -1.117_9e-10),
            ("f4", 8.713e-14),
            ("f5", -3.242_3e-17),
            ("f6", 4.660_8e-21),
        ],
    );
    let table = [
        ([-0.829_66, 29.545, 34.637, 2.2], 7.987_0),
        ([-0.830_49, 29.607, 34.767, 42.0], 7.978_8),
        ([-0.839_21, 25.741, 35.104, 82.0], 7.910_5),
        ([-0.851_50, 21.094, 35.080, 122.0], 7.784_6),
        ([-0.859_68, 15.725, 34.886, 162.0], 7.732_6),
        ([-0.861_91, 13.407, 34.890, 202.0], 7.730_7),
    ];
    for (inputs, expected) in table {
        let found = value(EXTERNAL, &coefficients, &inputs);
        assert!((found - expected).abs() < 0.9e-4 + 0.5e-4, "{found} {expected}");
    }
}

/// The same note, shallow examples. Against the internal reference: pH 7.8310, half the last digit. Against the external one the note
/// prints a result that its own equation does not give (a slip of the pen, as seabirdscientific's tests say): seabirdscientific 3.1.1
/// makes 7.9224 of the note's inputs, and so do we.
#[test]
fn val_shallow_examples_of_application_note_99() {
    let found = value(INTERNAL, &[-1.438_788, -1.304_895e-3], &[-1.010_404, 15.873_5]);
    assert!((found - 7.831_0).abs() < 0.5e-4, "{found}");
    let coefficients = with(EXTERNAL, &[("k0", -1.429_278), ("k2f0", -1.420_26e-3)]);
    let found = value(EXTERNAL, &coefficients, &[-0.965_858, 15.873_5, 36.817, 0.0]);
    assert!((found - 7.922_4).abs() < 0.5e-4, "{found}");
}

/// A SeaFET's counts (23 bits to either side of 2.5 V), as SBE Data Processing converts them and seabirdscientific's tests print them:
/// half the last digit, and 0.000,000,3 V for each count.
#[test]
fn val_published_ph_of_a_seafet() {
    let volts = |counts: f64| (counts / 8_388_608.0 - 1.0) * 2.5;
    let internal =
        [(5_105_334.0, 22.751, 6.889_7), (5_105_384.0, 22.751_4, 6.89), (5_105_505.0, 22.752, 6.890_6)];
    for (counts, celsius, ph) in internal {
        let found = value(INTERNAL, &[-1.354_051, -0.001_272_858], &[volts(counts), celsius]);
        assert!((found - ph).abs() < 0.5e-4, "{found} {ph}");
    }
    let coefficients = with(EXTERNAL, &[("k0", -1.345_407), ("k2f0", -0.001_106_957)]);
    let external =
        [(5_139_133.0, 22.751, 6.246_6), (5_139_214.0, 22.751_4, 6.247), (5_139_294.0, 22.752, 6.247_4)];
    for (counts, celsius, ph) in external {
        let found = value(EXTERNAL, &coefficients, &[volts(counts), celsius, 35.0, 0.0]);
        assert!((found - ph).abs() < 0.5e-4, "{found} {ph}");
    }
}
