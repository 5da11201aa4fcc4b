//! Forms of no maker.

use super::*;
use std::collections::BTreeMap;

/// Sea-Bird's Application Note 20 (June 1989): a Digiquartz of 10,000 psia that has drifted, against a dead-weight tester;
/// its straight line is M = 1.00039987 and B = 12.710. Half the last digits.
#[test]
fn val_straight_line_of_application_note_20() {
    let indicated = [-12.70, 1_986.50, 3_985.68, 5_984.89, 7_984.12, 9_983.29];
    let pressure = [0.0, 2_000.0, 4_000.0, 6_000.0, 8_000.0, 10_000.0];
    let equation = find("generic/polynomial").unwrap();
    let held: BTreeMap<String, f64> =
        equation.held().iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    let found = equation.start(&indicated.map(|x| vec![x]), &pressure, &held);
    assert!((found[0] - 12.710).abs() < 0.5e-3, "{}", found[0]);
    assert!((found[1] - 1.000_399_87).abs() < 0.5e-8, "{}", found[1]);
}

#[test]
fn polynomials_and_their_ratio_are_what_they_say() {
    let powers = [2.0, -1.0, 0.5, 0.25, -0.125, 0.0625];
    let at = |x: f64| value("generic/polynomial", &powers, &[x]);
    assert!((at(2.0) - (2.0 - 2.0 + 2.0 + 2.0 - 2.0 + 2.0)).abs() < 1e-14);
    let named = [("a0", 1.0), ("a1", 2.0), ("a2", 3.0), ("a3", 4.0), ("b1", 0.5), ("b2", 0.25)];
    let found = value("generic/rational", &with("generic/rational", &named), &[2.0]);
    assert!((found - (1.0 + 4.0 + 12.0 + 32.0) / (1.0 + 1.0 + 1.0)).abs() < 1e-14);
}
