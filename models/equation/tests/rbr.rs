//! RBR's forms: what its own program made of a logger's raw readings, and term by term as its command reference prints them.

use super::*;

/// Parts of full scale in a raw reading.
const FULL_SCALE: f64 = 1_073_741_824.0;

/// An RBRsolo3, serial 78061, whose raw readings, coefficients and converted values stand together in one `.rsk` file, so converted by
/// RBR's Ruskin (inst/extdata/example.rsk of github.com/jkennel/transducer). The first reading and those of least and greatest pressure
/// and temperature. Round-off of a temperature in kelvin and of decibars. All 56,950 readings of the file agree so: 6e-14 K, 7e-15 dbar.
#[test]
fn val_readings_of_an_rbr_solo_as_ruskin_converts_them() {
    let thermistor = with(
        "rbr/temperature",
        &[("c0", 0.003_382_969_6), ("c1", -2.704_534_9e-4), ("c2", 6.094_012_4e-7), ("c3", -1.453_687_6e-6)],
    );
    let gauge = [
        1.335_406_7,
        251.590_3,
        1.120_357_9,
        -3.731_392_6,
        10.108_3,
        0.007_243_727_3,
        6.706_201e-5,
        3.122_931_4e-7,
        2.165_779_3e-4,
        24.5,
    ];
    let readings = [
        (35_241_344.0, 384_827_392.0, 9.494_955_773_000_571, 36.889_244_501_447_76),
        (35_264_000.0, 378_011_648.0, 9.493_768_690_370_677, 37.613_631_665_347_214),
        (35_244_288.0, 378_273_792.0, 9.489_414_285_675_63, 37.585_593_782_158_13),
        (88_897_024.0, 423_100_416.0, 22.082_143_899_747_37, 32.980_835_028_876_925),
        (34_712_064.0, 568_328_192.0, 9.502_520_832_015_575, 19.700_598_842_225_872),
    ];
    for (pressure, temperature, dbar, celsius) in readings {
        let found = value("rbr/temperature", &thermistor, &[temperature / FULL_SCALE, 0.0]);
        assert!((found - celsius).abs() < 2e-13, "{found} {celsius}");
        let found = 100.0 * value("rbr/pressure", &gauge, &[pressure / FULL_SCALE, found]);
        assert!((found - dbar).abs() < 1e-13, "{found} {dbar}");
    }
}

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
