//! Formulas against plain arithmetic, gradients against differences, columns against single rows.

use super::*;
use proptest::prelude::*;

fn formula(text: &str) -> Formula {
    Formula::parse(&["a", "b"], &["x", "y"], &[("u", "x * a + 1")], text).unwrap()
}

#[test]
fn precedence_is_that_of_mathematics() {
    let at = |text: &str| formula(text).value(&[2.0, 3.0], &[5.0, 7.0]);
    for (text, value) in [
        ("a + b * x", 17.0),
        ("(a + b) * x", 25.0),
        ("-x^2", -25.0),
        ("2^-1", 0.5),
        ("2^3^2", 512.0),
        ("x - y - a", -4.0),
        ("x / y / a", 5.0 / 7.0 / 2.0),
        ("u", 11.0),
        ("a", 2.0),
        ("sqrt(4) + ln(1) + exp(0) + log10(100)", 5.0),
        ("1.5e-3 * 2E3", 3.0),
        ("- - x", 5.0),
        ("4^0.5", 2.0),
        ("a^b", 8.0),
        ("sin(0) + cos(0) + tan(0) + abs(-a)", 3.0),
        ("asin(1) + acos(1) + 2 * atan(1)", std::f64::consts::PI),
    ] {
        assert!((at(text) - value).abs() < 1e-12, "{text}: {}", at(text));
    }
}

#[test]
fn what_is_no_formula_is_refused_with_its_place() {
    let refused = |text: &str| Formula::parse(&["a"], &["x"], &[], text).unwrap_err().to_string();
    for (text, expected) in [
        ("", "at character 1: found the end; accepted: a number, a name"),
        ("a +", "at character 4: found the end"),
        ("a b", "at character 3: found `b`; accepted: an operator"),
        ("(a", "at character 3: found the end; accepted: an operator (+ - * / ^) or a closing bracket"),
        ("a)", "at character 2: found `)`"),
        ("ln a", "at character 4: found `a`; accepted: an opening bracket after a function"),
        ("q + 1", "`q` is no name here; accepted: `a`, `x`"),
        ("1.2.3", "accepted: a decimal number"),
        ("1e999", "accepted: a decimal number"),
        ("a § b", "found `§`"),
    ] {
        assert!(refused(text).contains(expected), "{text}: {}", refused(text));
    }
    let twice = Formula::parse(&["a"], &["a"], &[], "a").unwrap_err().to_string();
    assert!(twice.contains("`a` means two things"), "{twice}");
    let function = Formula::parse(&["ln"], &["x"], &[], "x").unwrap_err().to_string();
    assert!(function.contains("`ln` means two things"), "{function}");
    assert!(refused(&"(".repeat(10_000)).contains("too long or too deep"));
    assert!(refused(&"-".repeat(10_000)).contains("too long or too deep"));
    assert!(refused(&"1+".repeat(10_000)).contains("too long or too deep"));
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,40}") {
        let _ = Formula::parse(&["a", "b"], &["x", "y"], &[("u", "x*a+1")], &text);
    }

    #[test]
    fn no_formula_of_our_letters_panics(text in "[abxyu0-9.+*/^() e-]{0,30}", numbers in proptest::array::uniform4(any::<f64>())) {
        if let Ok(parsed) = Formula::parse(&["a", "b"], &["x", "y"], &[("u", "x*a+1")], &text) {
            let [a, b, x, y] = numbers;
            let (mut by_coefficient, mut by_input) = ([0.0; 2], [0.0; 2]);
            let value = parsed.gradient(&[a, b], &[x, y], &mut by_coefficient, &mut by_input);
            prop_assert_eq!(value.to_bits(), parsed.value(&[a, b], &[x, y]).to_bits());
        }
    }

    #[test]
    fn gradients_match_differences(a in 0.5f64..2.0, b in 0.5f64..2.0, x in 0.5f64..3.0, y in 0.5f64..3.0) {
        for text in ["u^3 / (1 + b*y)", "exp(a*ln(x)) - sqrt(y*b)", "x^a * log10(y + b)", "-a^2 / x^3 + u*u", "1/(a + b*x^2)^2", "sin(x)*cos(a) + tan(b/2)", "asin(a/3) - acos(b/3) + atan(x)*abs(-y)"] {
            let parsed = formula(text);
            let at = |da: f64, db: f64, dx: f64, dy: f64| parsed.value(&[a + da, b + db], &[x + dx, y + dy]);
            let (mut by_coefficient, mut by_input) = ([0.0; 2], [0.0; 2]);
            parsed.gradient(&[a, b], &[x, y], &mut by_coefficient, &mut by_input);
            let h = 1e-5;
            let differences = [
                at(h, 0.0, 0.0, 0.0) - at(-h, 0.0, 0.0, 0.0),
                at(0.0, h, 0.0, 0.0) - at(0.0, -h, 0.0, 0.0),
                at(0.0, 0.0, h, 0.0) - at(0.0, 0.0, -h, 0.0),
                at(0.0, 0.0, 0.0, h) - at(0.0, 0.0, 0.0, -h),
            ];
            let slopes = [by_coefficient[0], by_coefficient[1], by_input[0], by_input[1]];
            for (difference, slope) in differences.into_iter().zip(slopes) {
                prop_assert!((difference / (2.0 * h) - slope).abs() < 1e-6 * (1.0 + slope.abs()), "{text}: {difference} {slope}");
            }
        }
    }

    #[test]
    fn columns_give_the_bits_of_single_rows(rows in proptest::collection::vec((any::<f64>(), 0.0f64..10.0), 0..300)) {
        let (x, y): (Vec<f64>, Vec<f64>) = rows.into_iter().unzip();
        let parsed = formula("exp(-a) * u^3 / (b + ln(y)) - sqrt(x) + a*b");
        let mut results = vec![0.0; x.len()];
        parsed.column(&[1.25, -0.5], &[&x, &y], &mut results);
        for (row, result) in results.iter().enumerate() {
            let single = parsed.value(&[1.25, -0.5], &[x[row], y[row]]);
            prop_assert!(single.to_bits() == result.to_bits() || single.is_nan() && result.is_nan());
        }
    }
}
