//! Text of any kind ends in an equation or an error, and what has been read can be evaluated.

use super::super::description::{MAX_BYTES, read};
use super::*;
use crate::mutation::corpus::{EQUATION, FORMULA};
use crate::mutation::{LONG, SHORT, fuzz};

/// Numbers where functions have no value, or none that is finite, among ordinary ones.
const NUMBERS: [f64; 8] = [2.5, -1.0, 0.0, 1e300, -4e-320, f64::NAN, f64::INFINITY, 0.5];

fn numbers(count: usize) -> Vec<f64> {
    NUMBERS.iter().cycle().take(count).copied().collect()
}

/// The value by itself, with its derivatives, and in a column are the same.
fn evaluate(formula: &Formula, coefficients: usize, inputs: usize) {
    let (constants, at) = (numbers(coefficients), numbers(inputs));
    let value = formula.value(&constants, &at);
    let (mut by_coefficient, mut by_input) = (vec![0.0; coefficients], vec![0.0; inputs]);
    let again = formula.gradient(&constants, &at, &mut by_coefficient, &mut by_input);
    let columns: Vec<[f64; 2]> = at.iter().map(|value| [*value; 2]).collect();
    let columns: Vec<&[f64]> = columns.iter().map(<[f64; 2]>::as_slice).collect();
    let mut results = [0.0; 2];
    formula.column(&constants, &columns, &mut results);
    for found in [again, results[0], results[1]] {
        assert!(found.to_bits() == value.to_bits() || (found.is_nan() && value.is_nan()), "{found} {value}");
    }
}

fn any_description(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    match read(text) {
        Ok(checked) => {
            let (coefficients, inputs) = checked.size();
            evaluate(&checked.formula, coefficients, inputs);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

fn any_formula(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let lines: Vec<&str> = text.lines().collect();
    let (last, before) = lines.split_last().unwrap_or((&"", &[]));
    let steps: Vec<(&str, &str)> = ["u", "v", "w"].into_iter().zip(before.iter().copied()).collect();
    match Formula::parse(&["a", "b"], &["x", "y"], &steps, last) {
        Ok(formula) => evaluate(&formula, 2, 2),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

#[test]
fn mutated_descriptions_never_panic() {
    fuzz(&EQUATION, SHORT, "equation", any_description);
}

#[test]
fn mutated_formulas_never_panic() {
    fuzz(&FORMULA, SHORT, "formula", any_formula);
}

#[test]
#[ignore = "ten million executions"]
fn fuzz_equation() {
    fuzz(&EQUATION, LONG, "equation", any_description);
}

#[test]
#[ignore = "ten million executions"]
fn fuzz_formula() {
    fuzz(&FORMULA, LONG, "formula", any_formula);
}

#[test]
fn what_is_longer_than_any_sensors_is_refused_before_it_is_read() {
    let error = describe(&"#".repeat(MAX_BYTES + 1)).unwrap_err().to_string();
    assert_eq!(error, "the description has 65537 bytes; at most 65536 are read");
    let error = Formula::parse(&[], &[], &[], &"1".repeat(70_000)).unwrap_err().to_string();
    assert!(error.contains("too long or too deep") && error.len() < 300, "{error}");
    let names: Vec<String> = (0..5_000).map(|number| format!("a{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    assert!(matches!(Formula::parse(&names, &[], &[], "a0"), Err(FormulaError::TooLong { .. })));
}
