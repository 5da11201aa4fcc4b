//! SBE 43 and SBE 63, against the maker's own software and its application note.

use super::*;

/// seabirdscientific 3.1.1, the SBE 43's conversion after its hysteresis correction, with and without the lag's; round-off.
#[test]
fn val_oxygen_of_an_sbe_43() {
    let coefficients = with("sea-bird/sbe-43-oxygen", &[]);
    let cases = [
        ([0.5, 0.0, 0.0, 0.0, 0.0], 0.0),
        ([2.4, 20.0, 35.0, 10.0, 0.0], 4.341_333_710_503_166),
        ([1.9, 1.8, 34.7, 10_900.0, 0.01], 24.095_749_991_112_26),
        ([3.1, 28.0, 36.0, 500.0, -0.02], 5.395_377_983_167_644),
    ];
    for (inputs, expected) in cases {
        assert_close(value("sea-bird/sbe-43-oxygen", &coefficients, &inputs), expected, 1e-14);
    }
}

/// Sea-Bird's Application Note 64-2 (April 2008), table 1: its solubility and its phi, which is what 1 V makes of them with
/// Soc = 1 and Voffset = 0. Tolerance: its temperatures are rounded to 0.01 °C, worth 0.0007 ml/l at a slope of 0.13 ml/l per
/// kelvin, and its values to 0.001 ml/l.
#[test]
fn val_solubility_and_phi_of_application_note_64_2() {
    let phi = [
        ("Soc", 1.0),
        ("Voffset", 0.0),
        ("A", -3.495_9e-4),
        ("B", 1.307_8e-4),
        ("C", -2.724_3e-6),
        ("E", 0.036),
    ];
    let bare = [("Soc", 1.0), ("Voffset", 0.0), ("A", 0.0), ("B", 0.0), ("C", 0.0), ("E", 0.0)];
    let table = [
        (194.6, 15.43, 35.617, 5.623, 5.852),
        (169.5, 16.26, 35.713, 5.529, 5.744),
        (143.7, 17.17, 35.793, 5.430, 5.632),
        (93.9, 18.97, 35.881, 5.247, 5.424),
        (48.7, 23.38, 36.087, 4.841, 5.009),
        (24.0, 23.94, 35.840, 4.801, 4.956),
        (9.6, 23.95, 35.839, 4.800, 4.946),
    ];
    let tolerance = 0.5e-3 + 0.7e-3;
    for (dbar, celsius, salinity, solubility, expected) in table {
        let at = |named: &[(&str, f64)]| {
            let inputs = [1.0, celsius, salinity, dbar, 0.0];
            value("sea-bird/sbe-43-oxygen", &with("sea-bird/sbe-43-oxygen", named), &inputs)
        };
        assert!((at(&bare) - solubility).abs() < tolerance, "{} {solubility}", at(&bare));
        assert!((at(&phi) - expected).abs() < tolerance, "{} {expected}", at(&phi));
    }
}

/// seabirdscientific 3.1.1, convert_sbe63_oxygen with the thermistor in °C; round-off, which the difference from 1 enlarges.
#[test]
fn val_oxygen_of_an_sbe_63() {
    let coefficients = with("sea-bird/sbe-63-oxygen", &[]);
    let cases = [
        ([36.0, 2.0, 0.0, 0.0], 1.004_079_293_710_080_4),
        ([16.8, 20.0, 35.0, 10.0], 5.368_293_126_608_941_5),
        ([25.0, 1.8, 34.7, 10_900.0], 5.761_851_684_574_53),
        ([20.0, 28.0, 36.0, 500.0], 2.750_978_436_782_961),
    ];
    for (inputs, expected) in cases {
        assert_close(value("sea-bird/sbe-63-oxygen", &coefficients, &inputs), expected, 1e-13);
    }
}

/// The same table, with its volts and titrations: the note's straight line through titration over phi is Soc = 0.45347 and
/// Voffset = -0.50153; half the last digits, and what the rounded columns leave open. Volts to 0.001, titrations to 0.001 ml/l and
/// temperatures to 0.01 °C have root mean squares that make 0.00016 of titration over phi; seven points whose volts spread by 0.249
/// about their mean of 2.63 carry that into 0.00063 of the slope and 0.0037 V of the offset. (Found: 0.45345 and -0.50142.)
#[test]
fn val_regression_of_application_note_64_2() {
    let table = [
        ([2.452, 15.43, 35.617, 194.6], 5.172),
        ([2.540, 16.26, 35.713, 169.5], 5.306),
        ([2.635, 17.17, 35.793, 143.7], 5.488),
        ([2.753, 18.97, 35.881, 93.9], 5.545),
        ([2.697, 23.38, 36.087, 48.7], 4.966),
        ([2.664, 23.94, 35.840, 24.0], 4.852),
        ([2.667, 23.95, 35.839, 9.6], 4.851),
    ];
    let id = "sea-bird/sbe-43-oxygen";
    let equation = find(id).unwrap();
    let phi = with(
        id,
        &[("Soc", 1.0), ("Voffset", 0.0), ("A", -3.495_9e-4), ("B", 1.307_8e-4), ("C", -2.724_3e-6)],
    );
    // Unweighted regression of titration over phi on volts, as the note has it.
    let points = table.map(|([volts, celsius, salinity, dbar], oxygen)| {
        (volts, oxygen / equation.value(&phi, &[1.0, celsius, salinity, dbar, 0.0]))
    });
    let n = 7.0;
    let sum = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>();
    let (x, y, xx, xy) = (sum(|p| p.0), sum(|p| p.1), sum(|p| p.0 * p.0), sum(|p| p.0 * p.1));
    let slope = (n * xy - x * y) / (n * xx - x * x);
    let offset = (y - slope * x) / n / slope;
    assert!((slope - 0.453_47).abs() < 0.5e-5 + 6.3e-4, "{slope}");
    assert!((offset + 0.501_53).abs() < 0.5e-5 + 3.7e-3, "{offset}");
}
