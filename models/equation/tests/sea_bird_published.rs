//! Numbers that Sea-Bird has published with its programs: sensors by serial number, their coefficients, and what SBE Data
//! Processing made of their readings or the calibration sheet printed.
//!
//! They stand in seabirdscientific's tests (version 3.1.1, MIT licence, tests/test_conversion.py and test_coefficients.py).
//! Each value passes if it rounds to the one printed: half its last digit, and what the printed digits of the inputs leave
//! open where the test says so.

use super::*;

const KELVIN_ROUNDING: f64 = 0.5e-4;

/// Pressure at the surface as Sea-Bird counts it, in decibars of what is above 14.7 psi.
fn sea_dbar(mpa: f64) -> f64 {
    (mpa / MPA_PER_PSI - crate::constants::SEA_BIRD_ATMOSPHERE_PSI) * MPA_PER_PSI * 100.0
}

#[test]
fn val_published_temperatures_of_a_19plus_and_an_sbe_3() {
    let coefficients = [1.280_156_21e-3, 2.583_677_74e-4, -1.395_275_96e-8, 1.390_246_30e-7, 0.0, 0.0];
    let cases = [(322_798.0, 20.445_9), (322_808.0, 20.445_1), (322_827.0, 20.443_6), (322_838.0, 20.442_7)];
    for (counts, celsius) in cases {
        let found = value("sea-bird/sbe-16plus-temperature", &coefficients, &[counts, 0.0]);
        assert!((found - celsius).abs() < KELVIN_ROUNDING, "{found} {celsius}");
    }
    let coefficients =
        [4.393_776_04e-3, 6.433_568_18e-4, 2.234_951_43e-5, 2.028_404_80e-6, 1_000.0, 0.0, 0.0];
    let cases = [
        (4_651.168, 16.679_9),
        (4_650.961, 16.677_7),
        (4_650.219, 16.669_8),
        (4_649.523, 16.662_4),
        (4_649.418, 16.661_3),
        (4_649.879, 16.666_2),
        (3_771.953, 6.624_7),
        (4_084.508, 10.373_2),
    ];
    for (hertz, celsius) in cases {
        let found = value("sea-bird/sbe-3-temperature", &coefficients, &[hertz, 0.0]);
        assert!((found - celsius).abs() < KELVIN_ROUNDING, "{found} {celsius}");
    }
}

/// A 911plus: its program averages the counts of the thermometer over 30 s, so that in these six scans, 0.25 s apart, it is still
/// at the first's; the slope and offset of the configuration come after. Hertz are printed to 0.001, worth 0.0017 dbar.
#[test]
fn val_published_pressure_of_a_digiquartz() {
    let coefficients = with(
        "sea-bird/digiquartz-pressure",
        &[
            ("C1", -4.164_639e4),
            ("C2", -5.769_818e-1),
            ("C3", 1.259_640e-2),
            ("D1", 3.483_300e-2),
            ("D2", 0.0),
            ("T1", 3.004_422e1),
            ("T2", -4.702_082e-4),
            ("T3", 4.039_850e-6),
            ("T4", 3.117_530e-9),
            ("T5", 0.0),
            ("AD590M", 1.281_400e-2),
            ("AD590B", -9.348_340),
        ],
    );
    let hertz = [33_302.258, 33_302.250, 33_302.230, 33_302.285, 33_302.250, 33_302.258];
    for (hertz, dbar) in hertz.into_iter().zip([2.099, 2.085, 2.051, 2.146, 2.085, 2.099]) {
        let found = sea_dbar(value("sea-bird/digiquartz-pressure", &coefficients, &[hertz, 2_498.0]));
        let found = found * 1.000_012_97 - 2.461_18;
        assert!((found - dbar).abs() < 0.5e-3 + 0.9e-3, "{found} {dbar}");
    }
    // A known error: seabirdscientific 2.8.1 gave what is above the atmosphere when it was asked for psi absolute, and 14.7
    // psi less than 3.1.1, which is right.
    let absolute = value("sea-bird/digiquartz-pressure", &coefficients, &[33_302.258, 2_498.0]) / MPA_PER_PSI;
    let (version_2_8_1, version_3_1_1) = (6.613_806_201_521_207, 21.313_806_201_521_206);
    assert!((absolute - version_3_1_1).abs() < 1e-9, "{absolute}");
    assert!((absolute - version_2_8_1 - 14.7).abs() < 1e-9, "{absolute}");
}

/// Sea-Bird's atmosphere of 14.7 psi is 10.1353 dbar, and the standard one 10.1325: its sea pressures are 0.0028 dbar lower.
#[test]
fn val_the_makers_atmosphere_is_not_the_standard_one() {
    let makers = crate::constants::SEA_BIRD_ATMOSPHERE_PSI * MPA_PER_PSI * 100.0;
    assert!((makers - 10.135_3).abs() < 0.5e-4, "{makers}");
    let difference = makers - crate::constants::STANDARD_ATMOSPHERE_MPA * 100.0;
    assert!((difference - 0.002_8).abs() < 0.5e-4, "{difference}");
}

/// A 19plus V2 in air: conductivity from the raw scans of the published file, temperature and pressure from the same scans, as
/// seabirdscientific's test has them: it puts ITS-90 times 1.00024 and psi absolute where °C on the ITS-90 and sea pressure
/// belong. Both make less than 1e-9 S/m so near to zero.
#[test]
fn val_published_conductivity_of_a_19plus() {
    let coefficients =
        [-1.023_657_30, 1.493_062_23e-1, -5.632_061_87e-4, 6.518_212_72e-5, 3.25e-6, -9.57e-8, 0.0, 0.0, 0.0];
    let hertz = [
        2_638.339_843_75,
        2_638.296_875,
        2_638.300_781_25,
        2_638.273_437_5,
        2_638.246_093_75,
        2_638.199_218_75,
    ];
    let expected = [0.008_453, 0.008_420, 0.008_423, 0.008_402, 0.008_380, 0.008_344];
    for (hertz, siemens) in hertz.into_iter().zip(expected) {
        let found = value("sea-bird/sbe-37-conductivity", &coefficients, &[hertz, 20.44, -0.105]);
        assert!((found - siemens).abs() < 0.5e-6, "{found} {siemens}");
    }
}

/// SBE 63 serial 2568, with its thermistor's sheet. Printed volts are worth 0.2 mK.
#[test]
fn val_published_temperature_of_an_sbe_63() {
    let coefficients = [7.059_180e-4, 2.504_670e-4, 7.402_389e-7, 9.756_123e-8];
    let cases = [
        (1.120_15, 2.000_2),
        (1.120_16, 1.999_9),
        (0.995_62, 5.999_8),
        (0.829_34, 12.0),
        (0.645_28, 19.999_8),
    ];
    for (volts, celsius) in cases {
        let found = value("sea-bird/sbe-63-temperature", &coefficients, &[volts]);
        assert!((found - celsius).abs() < KELVIN_ROUNDING + 2e-4, "{found} {celsius}");
    }
}

const SBE_63_2568: [f64; 9] =
    [1.051_3, -1.5e-3, 4.190_7e-1, -2.500_4e-1, 1.652_4, 1.035_5e-1, 4.429_5e-3, 6.001_1e-5, 1.1e-2];

/// The same optode, by its sheet; below, serial 11459 with its thermistor, as a published raw file has it.
#[test]
fn val_published_oxygen_of_two_sbe_63() {
    let cases = [
        ([31.06, 30.0, 0.0, 0.0], 0.706),
        ([31.66, 26.0, 0.0, 0.0], 0.74),
        ([32.59, 20.0, 0.0, 0.0], 0.799),
        ([33.92, 12.0, 0.0, 0.0], 0.892),
        ([34.82, 6.0, 0.0, 0.0], 1.005),
        ([35.44, 2.0, 0.0, 0.0], 1.095),
    ];
    // Microseconds are printed to 0.01, worth up to 0.0007 ml/l either way.
    for (inputs, oxygen) in cases {
        let found = value("sea-bird/sbe-63-oxygen", &SBE_63_2568, &inputs);
        assert!((found - oxygen).abs() < 0.5e-3 + 0.7e-3, "{found} {oxygen}");
    }
    // Numbers of the program, not of the sheet: pressure and salinity.
    for (inputs, oxygen) in [([35.44, 2.0, 0.0, 1_000.0], 1.139_8), ([35.44, 2.0, 35.0, 100.0], 0.864_7)] {
        let found = value("sea-bird/sbe-63-oxygen", &SBE_63_2568, &inputs);
        assert!((found - oxygen).abs() < 0.5e-4, "{found} {oxygen}");
    }
    let thermistor = [7.082_572e-4, 2.496_316e-4, 8.447_513e-7, 9.333_618e-8];
    let optode = [
        1.051_3,
        -1.5e-3,
        4.149_243e-1,
        -2.449_207e-1,
        1.643_613,
        1.036_735e-1,
        4.416_997e-3,
        6.092_370e-5,
        1.1e-2,
    ];
    let cases = [
        (16.774, 0.581_763, -0.057, 5.872),
        (16.775, 0.581_758, -0.062, 5.872),
        (16.779, 0.581_753, -0.057, 5.868),
        (16.778, 0.581_737, -0.056, 5.869),
    ];
    // Microseconds are printed to 0.001, worth 0.0005 ml/l either way.
    for (phase, volts, dbar, oxygen) in cases {
        let celsius = value("sea-bird/sbe-63-temperature", &thermistor, &[volts]);
        let found = value("sea-bird/sbe-63-oxygen", &optode, &[phase, celsius, 0.011_5, dbar]);
        assert!((found - oxygen).abs() < 0.5e-3 + 0.5e-3, "{found} {oxygen}");
    }
}

/// Serial 3287 by its sheet O3287, in fresh water; volts are printed to 0.001 and oxygen to 0.01.
#[test]
fn val_published_sheet_of_an_sbe_43() {
    let coefficients = with(
        "sea-bird/sbe-43-oxygen",
        &[("Soc", 0.479_2), ("Voffset", -0.484), ("A", -3.661e-3), ("B", 1.781_2e-4), ("C", -2.595_1e-6)],
    );
    let volts = [0.725, 0.756, 0.803, 0.874, 0.925, 0.96, 1.332, 1.435, 1.595, 1.81];
    let celsius = [2.0, 6.0, 12.0, 20.0, 26.0, 30.0, 2.0, 6.0, 12.0, 20.0];
    let oxygen = [1.11, 1.12, 1.13, 1.16, 1.18, 1.18, 3.9, 3.9, 3.92, 3.95];
    for ((volts, celsius), oxygen) in volts.into_iter().zip(celsius).zip(oxygen) {
        let found = value("sea-bird/sbe-43-oxygen", &coefficients, &[volts, celsius, 0.0, 0.0, 0.0]);
        assert!((found - oxygen).abs() < 0.5e-2 + 0.25e-2, "{found} {oxygen}");
    }
}

/// Serial 1686, from a raw file, as SBE Data Processing converts it. Volts are printed to 0.0001, which is 0.0001 ml/l either way,
/// and salinity to 0.0001.
#[test]
fn val_published_oxygen_of_an_sbe_43() {
    let coefficients = with(
        "sea-bird/sbe-43-oxygen",
        &[
            ("Soc", 3.898e-1),
            ("Voffset", -0.498),
            ("Tau20", 1.08),
            ("A", -3.398_2e-3),
            ("B", 1.581_7e-4),
            ("C", -2.665_1e-6),
        ],
    );
    let cases = [
        ([2.557_5, 25.342_7, 0.437_3, -0.012], 4.472_8),
        ([2.558_6, 25.340_8, 0.559_2, -0.012], 4.472_2),
        ([2.560_6, 25.338_7, 0.586_5, -0.012], 4.476_2),
        ([2.562_7, 25.336_3, 0.509_5, -0.012], 4.482_8),
        ([2.563_8, 25.334_1, 0.462_1, -0.012], 4.486_7),
        ([2.562_1, 25.337_7, 4.929_7, 0.107], 4.370_7),
        ([2.561_8, 25.543_3, 6.509_8, 0.351], 4.314_8),
    ];
    for ([volts, celsius, salinity, dbar], oxygen) in cases {
        let found = value("sea-bird/sbe-43-oxygen", &coefficients, &[volts, celsius, salinity, dbar, 0.0]);
        assert!((found - oxygen).abs() < 0.5e-4 + 1.2e-4, "{found} {oxygen}");
    }
}

/// The same with the lag taken out: ten scans, 0.25 s apart, the slope of the voltage over 1 s. The slope of five rounded voltages is
/// worth up to 0.0002 ml/l more.
#[test]
fn val_published_oxygen_of_an_sbe_43_without_its_lag() {
    let coefficients = with(
        "sea-bird/sbe-43-oxygen",
        &[
            ("Soc", 3.898e-1),
            ("Voffset", -0.498),
            ("Tau20", 1.08),
            ("A", -3.398_2e-3),
            ("B", 1.581_7e-4),
            ("C", -2.665_1e-6),
        ],
    );
    let volts = [2.557_5, 2.558_6, 2.560_6, 2.562_7, 2.563_8, 2.563_7, 2.563_5, 2.562_9, 2.562_1, 2.561_8];
    let celsius =
        [25.342_7, 25.340_8, 25.338_7, 25.336_3, 25.334_1, 25.332_6, 25.331_6, 25.330_2, 25.337_7, 25.543_3];
    let salinity = [0.437_3, 0.559_2, 0.586_5, 0.509_5, 0.462_1, 0.411_9, 0.393_6, 0.346_3, 4.929_7, 6.509_8];
    let dbar = [-0.012, -0.012, -0.012, -0.012, -0.012, -0.012, -0.012, -0.011, 0.107, 0.351];
    let oxygen = [4.472_9, 4.472_3, 4.488_4, 4.492_7, 4.491_6, 4.487_9, 4.484_9, 4.484_1, 4.370_7, 4.314_8];
    let slope = crate::processing::VoltageSlope::new(1.0, 0.25).unwrap();
    let slopes = crate::processing::voltage_slope(&volts, slope);
    for scan in 0..volts.len() {
        let inputs = [volts[scan], celsius[scan], salinity[scan], dbar[scan], slopes[scan]];
        let found = value("sea-bird/sbe-43-oxygen", &coefficients, &inputs);
        assert!((found - oxygen[scan]).abs() < 0.5e-4 + 1.2e-4 + 2e-4, "{found} {}", oxygen[scan]);
    }
}

/// A glass electrode of serial 0762. Volts are printed to 0.0001, which is 0.0004 of pH either way.
#[test]
fn val_published_ph_of_an_sbe_18() {
    let coefficients = [4.606_7, 2.515_7];
    let cases = [
        ([2.950_7, 26.692_7], 8.587),
        ([2.951_8, 26.699_4], 8.591),
        ([2.952_2, 26.662_4], 8.593),
        ([2.951_7, 26.612_2], 8.591),
        ([2.953_7, 26.595_4], 8.599),
        ([2.952_7, 26.635_9], 8.595),
    ];
    for (inputs, ph) in cases {
        let found = value("sea-bird/sbe-18-ph", &coefficients, &inputs);
        assert!((found - ph).abs() < 0.5e-3 + 0.4e-3, "{found} {ph}");
    }
    // seabirdscientific 3.1.1, convert_sbe18_ph; round-off.
    let cases = [
        ([0.8, 30.0], 0.855_920_493_619_637),
        ([2.9, 15.0], 8.520_921_662_417_823),
        ([4.1, 2.0], 13.371_122_326_377_549),
    ];
    for (inputs, ph) in cases {
        let found = value("sea-bird/sbe-18-ph", &[4.6, 2.5], &inputs);
        assert!((found - ph).abs() < 1e-13, "{found} {ph}");
    }
}

/// seabirdscientific 3.1.1, convert_sbe63_thermistor and convert_seafet_temperature; round-off of a temperature in kelvin.
#[test]
fn val_thermistors_of_sbe_63_and_seafet() {
    let cases = [
        (
            "sea-bird/sbe-63-temperature",
            [0.25, 0.7, 1.4],
            [50.479_865_555_868_74, 17.873_800_417_051_77, -5.583_612_169_385_788],
        ),
        (
            "sea-bird/seafet-temperature",
            [2e6, 5e6, 1.2e7],
            [8.011_332_641_680_156, -9.168_648_568_440_005, -23.820_786_360_763_123],
        ),
    ];
    for (id, inputs, celsius) in cases {
        for (input, celsius) in inputs.into_iter().zip(celsius) {
            let found = value(id, &with(id, &[]), &[input]);
            assert!((found - celsius).abs() < 1e-12, "{id}: {found} {celsius}");
        }
    }
}

/// Heights that SBE Data Processing gives, to a centimetre. The offset is added, as the manual of Seasave says and as ctdcal
/// 0.1.5b1 does; seabirdscientific 3.1.1 subtracts it, and with 1.5 m is 3 m low.
#[test]
fn val_published_heights_of_an_altimeter() {
    for (volts, height) in [(3.189_3, 63.79), (1.180_7, 23.61), (2.379_7, 47.59)] {
        let found = value("sea-bird/altimeter", &[15.0, 0.0], &[volts]);
        assert!((found - height).abs() < 0.5e-2, "{found} {height}");
    }
    let found = value("sea-bird/altimeter", &[15.0, 1.5], &[2.0]);
    let (ctdcal, seabirdscientific) = (41.5, 38.5);
    assert!((found - ctdcal).abs() < 1e-12, "{found}");
    assert!((found - seabirdscientific - 3.0).abs() < 1e-12, "{found}");
}
