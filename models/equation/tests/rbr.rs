//! RBR's forms, term by term as its command reference prints them: no program of RBR's that converts raw readings is public.

use super::*;

/// At a ratio of one half the logarithm vanishes and c0 is the reciprocal of the temperature.
#[test]
fn a_ratio_of_one_half_is_the_thermistor_at_its_divider() {
    let coefficients = with("rbr/temperature", &[("c0", 1.0 / 295.15)]);
    assert!((value("rbr/temperature", &coefficients, &[0.5, 0.0]) - 22.0).abs() < 1e-12);
    // ln(1/0.25 - 1) = ln 3.
    let x = libm::log(3.0);
    let expected = 1.0 / (1.0 / 295.15 - 2.55e-4 * x + 2.4e-6 * x * x - 8e-8 * x * x * x) - 273.15;
    assert!((value("rbr/temperature", &coefficients, &[0.25, 0.0]) - expected).abs() < 1e-12);
}

/// With the coefficients of example 3: the cubic at the temperature of calibration, and every term beside it.
#[test]
fn pressure_is_corrected_for_the_temperature_of_the_gauge() {
    let named = [
        ("c0", 0.2346),
        ("c1", 120.9873),
        ("c2", 2.7356),
        ("c3", 0.7),
        ("x0", 9.983),
        ("x1", 0.2003),
        ("x2", 0.2943),
    ];
    let named = [named.as_slice(), &[("x3", 0.0721), ("x4", 0.1049), ("x5", 21.29)]].concat();
    let coefficients = with("rbr/pressure", &named);
    let raw = 0.2346 + 120.9873 * 0.4 + 2.7356 * 0.16 + 0.7 * 0.064;
    assert_close(100.0 * value("rbr/pressure", &coefficients, &[0.4, 21.29]), raw, 1e-14);
    let expected = 9.983 + (raw - 9.983 - 0.2003 * 2.0 - 0.2943 * 4.0 - 0.0721 * 8.0) / (1.0 + 0.1049 * 2.0);
    assert_close(100.0 * value("rbr/pressure", &coefficients, &[0.4, 23.29]), expected, 1e-14);
}

/// With the coefficients of example 21, whose x are made up and far larger than a cell's: a line where it was calibrated,
/// and every term beside it.
#[test]
fn conductivity_is_corrected_for_the_temperature_and_pressure_of_the_cell() {
    let named =
        [("c0", 0.2346), ("c1", 153.4873), ("c2", 1.0001), ("x0", 0.2003), ("x1", 0.2943), ("x2", 0.005)];
    let named =
        [named.as_slice(), &[("x3", 0.085), ("x4", 0.0001), ("x5", 15.028), ("x6", 10.0025)]].concat();
    let coefficients = with("rbr/conductivity", &named);
    let raw = 0.2346 + 153.4873 * 1.0001 * 0.25;
    let at =
        |celsius: f64, dbar: f64| 10.0 * value("rbr/conductivity", &coefficients, &[0.25, celsius, dbar]);
    assert_close(at(15.028, 10.0025), raw, 1e-14);
    let expected = (raw - 0.2003 * 2.0) / (1.0 + 0.2943 * 2.0 + 0.005 * 3.0 + 0.085 * 9.0 + 0.0001 * 27.0);
    assert_close(at(17.028, 13.0025), expected, 1e-13);
}
