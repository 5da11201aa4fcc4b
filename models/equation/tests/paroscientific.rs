//! Digiquartz transducers by their two periods.

use super::*;

/// The coefficients that RBR prints in its L3 command reference, example 15.
const PRESSURE: [f64; 11] = [
    5.831_029_8,
    -24_514.029,
    -573.641_17,
    76_129.281,
    0.035_688_001,
    0.0,
    30.413_169,
    0.664_148_98,
    58.803_409,
    180.911_60,
    0.0,
];
const TEMPERATURE: [f64; 4] = [5.831_029_8, -3_898.121, -10_493.12, 0.0];
/// Decibars in a psi as pyrsktools rounds it.
const PYRSKTOOLS_DECIBAR_PER_PSI: f64 = 0.689_476;

/// pyrsktools 1.3.0 (PyPI), deriveBPR, on periods of ours: the same closed form, so round-off, once its rounded psi is
/// taken out.
#[test]
fn val_pressure_and_temperature_of_a_digiquartz_by_periods() {
    let cases = [
        ([30.40, 5.826], 12.557_711_591_912_382, 19.341_304_737_729_615),
        ([29.0, 5.830_5], 1_692.963_503_956_726_8, 2.062_279_212_512_948),
        ([27.0, 5.824], 4_582.847_647_881_498, 26.884_461_077_824_79),
    ];
    for (periods, dbar, celsius) in cases {
        let psi = value("paroscientific/digiquartz-pressure", &PRESSURE, &periods) / MPA_PER_PSI;
        assert_close(psi * PYRSKTOOLS_DECIBAR_PER_PSI, dbar, 1e-12);
        let found = value("paroscientific/digiquartz-temperature", &TEMPERATURE, &periods[1..]);
        assert!((found - celsius).abs() < 1e-11, "{found} {celsius}");
    }
}
