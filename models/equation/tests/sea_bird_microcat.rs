//! The MicroCAT (SBE 37): values of the maker's own software, published vectors, units.

use super::*;

/// SBE 37-SM serial 16125 (conductivity, pressure) and 6385, coefficients as published with Sea-Bird Scientific's
/// community toolkit (seabirdscientific, tests/example_coefficients.py, MIT).
pub(super) const TEMPERATURE_6385: [f64; 6] =
    [1.626_806e-4, 2.456_959e-4, -2.340_568e-7, 9.324_503e-8, 0.0, 0.0];
pub(super) const TEMPERATURE_16125: [f64; 6] =
    [-1.898_409e-4, 3.136_087e-4, -4.461_848e-6, 2.019_781e-7, 0.0, 0.0];
pub(super) const CONDUCTIVITY_16125: [f64; 9] =
    [-1.001_932, 1.284_25e-1, -9.960_452e-5, 2.347_041e-5, 3.25e-6, -9.57e-8, 0.0, 0.0, -1.491_05e-7];
pub(super) const PRESSURE_16125: [f64; 13] = [
    -6.152_156e1,
    5.181_662e-2,
    -2.894_098e-7,
    5.236_075e5,
    4.346_49,
    -1.758_472e-1,
    2.526_225e1,
    6.5e-4,
    0.0,
    1.054_949e-3,
    4.853_7e-4,
    -2.070_713e-12,
    0.0,
];
pub(super) const PRESSURE_6385: [f64; 13] = [
    -6.838_232e1,
    5.195_57e-2,
    -6.698_329e-7,
    5.245_366e5,
    4.770_952,
    -9.340_451e-2,
    2.604_163e1,
    -1.675e-3,
    0.0,
    6.601_377e-1,
    9.632_977e-3,
    -1.658_055e-10,
    0.0,
];
pub(super) const PRESSURE_6130: [f64; 13] = [
    -6.286_242_39e1,
    5.416_206_89e1,
    -2.960_266_59e-1,
    5.241_083_91e5,
    5.473_716_11,
    -1.533_652_46e-1,
    2.590_087_50e1,
    7.75e-4,
    0.0,
    6.515_466_69e-2,
    1.544_241_16e-3,
    6.136_531_49e-12,
    0.0,
];

/// seabirdscientific 3.1.1 (PyPI), convert_temperature. Both are double precision and the same closed form; the
/// tolerance is round-off of a temperature in kelvin (a few parts in 1e16 of 300 K) relative to the Celsius value.
#[test]
fn val_temperature_of_two_microcats() {
    let expected = [
        (TEMPERATURE_6385, [2.111_217_034_630_783_5, 20.011_013_748_833_76, 37.834_404_952_601_86]),
        (TEMPERATURE_16125, [-2.345_619_311_203_336, 15.806_438_068_076_83, 33.973_513_147_452_88]),
    ];
    for (coefficients, celsius) in expected {
        for (counts, celsius) in [650_000.0, 300_000.0, 150_000.0].into_iter().zip(celsius) {
            let found = value("sea-bird/sbe-37-temperature", &coefficients, &[counts, 0.0]);
            assert!((found - celsius).abs() < 1e-12, "{found} {celsius}");
        }
    }
}

/// seabirdscientific 3.1.1, convert_conductivity for an SBE 37-SM, at (Hz, °C, dbar) from air to the hadal zone. The
/// tolerance is round-off of the numerator's terms, which are of order one.
#[test]
fn val_conductivity_of_a_microcat() {
    let cases = [
        ([2_794.0, 0.0, 0.0], -0.000_132_651_848_759_458_02),
        ([4_600.0, 20.4459, -0.1], 1.716_232_304_414_786_7),
        ([5_600.0, 2.5, 11_000.0], 3.034_233_794_013_169),
        ([7_100.0, 31.0, 7_000.0], 5.499_064_518_171_965),
    ];
    for (inputs, expected) in cases {
        let found = value("sea-bird/sbe-37-conductivity", &CONDUCTIVITY_16125, &inputs);
        assert!((found - expected).abs() < 2e-14, "{found} {expected}");
    }
}

/// seabirdscientific 3.1.1, convert_pressure in psia, two gauges of different range; tolerance: round-off of counts of
/// order 1e6 over the compensated 1e4.
#[test]
fn val_pressure_of_two_microcats() {
    let inputs = [[533_539.0, 1_600.0], [700_000.0, 1_250.0], [1_500_000.0, 1_900.0]];
    let expected = [
        (PRESSURE_16125, [4.811_571_234_080_109, 85.540_877_285_316_17, 471.538_940_542_476]),
        (PRESSURE_6385, [86.992_983_337_281_9, 1_685.528_648_084_095, 9_255.278_782_432_579]),
    ];
    for (coefficients, psi) in expected {
        for (inputs, psi) in inputs.iter().zip(psi) {
            let found = value("sea-bird/sbe-37-pressure", &coefficients, inputs) / MPA_PER_PSI;
            assert_close(found, psi, 1e-12);
        }
    }
}

/// Sea-Bird's own published vector (seabirdscientific repository, tests/test_conversion.py): SBE 19plus serial 6130
/// gives −0.153, −0.154, −0.151, −0.156 psi above its atmosphere of 14.7 psi. Tolerance: half the last digit printed,
/// and one more digit because one of the four is printed one off its own rounding.
#[test]
fn val_pressure_published_vector() {
    let counts = [[533_539.0, 20_625.0], [533_538.0, 20_626.0], [533_540.0, 20_626.0], [533_537.0, 20_626.0]];
    for ([pressure, thermometer], expected) in counts.into_iter().zip([-0.153, -0.154, -0.151, -0.156]) {
        let absolute = value("sea-bird/sbe-37-pressure", &PRESSURE_6130, &[pressure, thermometer / 13_107.0])
            / MPA_PER_PSI;
        let found = absolute - crate::constants::SEA_BIRD_ATMOSPHERE_PSI;
        assert!((found - expected).abs() <= 1e-3, "{found} {expected}");
    }
}

/// Without corrections, so that each coefficient's effect is a pure power of the raw output.
const CONDUCTIVITY_FLAT: [f64; 9] = [-1.0, 0.13, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
const PRESSURE_FLAT: [f64; 13] = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1e-3, 0.0, 0.0];

/// A printed unit has the power of the input that its coefficient multiplies: the coefficient's effect grows by that
/// power when the input doubles.
#[test]
fn units_have_the_power_of_the_input_that_the_coefficient_multiplies() {
    /// Equation, coefficients, inputs, the input that is doubled, and coefficients with their printed powers.
    type Case = (&'static str, &'static [f64], [f64; 3], usize, &'static [(usize, &'static str)]);
    let cases: [Case; 3] = [
        (
            "sea-bird/sbe-37-temperature",
            &TEMPERATURE_6385,
            [4e5, 1e3, 0.0],
            1,
            &[(4, "dbar-1"), (5, "dbar-2")],
        ),
        (
            "sea-bird/sbe-37-conductivity",
            &CONDUCTIVITY_FLAT,
            [5e3, 0.0, 0.0],
            0,
            &[(1, "kHz-2"), (2, "kHz-3"), (3, "kHz-4")],
        ),
        (
            "sea-bird/sbe-37-pressure",
            &PRESSURE_FLAT,
            [7e5, 0.0, 0.0],
            0,
            &[(10, "count-1"), (11, "count-2"), (12, "count-3")],
        ),
    ];
    for (id, coefficients, at, input, expected) in cases {
        let equation = find(id).unwrap();
        let effects = |scale: f64| {
            let mut moved = at[..equation.inputs().len()].to_vec();
            moved[input] *= scale;
            let (mut by_coefficient, mut by_input) = (vec![0.0; coefficients.len()], vec![0.0; moved.len()]);
            equation.gradient(coefficients, &moved, &mut by_coefficient, &mut by_input);
            by_coefficient
        };
        let (once, twice) = (effects(1.0), effects(2.0));
        for (index, printed) in expected {
            assert!(equation.coefficient_units()[*index].ends_with(printed), "{id} {printed}");
            let power: f64 = printed.rsplit_once('-').unwrap().1.parse().unwrap();
            let grown = libm::log2(twice[*index] / once[*index]);
            assert!((grown - power).abs() < 1e-9, "{id} {printed}: {grown}");
        }
    }
}
