//! Files of budgets: what they say is taken, what they may not say is refused with its place, and no text makes them panic.

use super::*;
use crate::mutation::{LONG, SHORT, fuzz};
use crate::uncertainty::{Estimates, Length, OneThread, second_order, simulate};

const EVERY: &str = include_str!("../../mutation/corpus/budget/every-distribution.toml");
const SEEDS: [&[u8]; 3] = [
    EVERY.as_bytes(),
    include_bytes!("../../mutation/corpus/budget/one.toml"),
    include_bytes!("../../mutation/corpus/budget/conformity.toml"),
];

fn refused(text: &str) -> String {
    Measurement::parse(text).unwrap_err().to_string()
}

#[test]
fn every_distribution_can_be_read() {
    let measurement = Measurement::parse(EVERY).unwrap();
    let names: Vec<&str> = measurement.inputs.list().iter().map(|input| input.name.as_str()).collect();
    // In the order of the file.
    assert_eq!(names, ["n", "t", "u", "z", "c", "v", "w", "s", "e", "k"]);
    assert_eq!(measurement.inputs.correlation()[(0, 2)].to_bits(), 0.25_f64.to_bits());
    assert_eq!(measurement.inputs.groups()[0], [0, 1, 2]);
    assert!(simulate(&measurement, 1, Length::Trials(2_000), &mut OneThread).is_ok());
}

#[test]
fn what_a_budget_may_not_say_is_refused_with_line_field_value_and_what_is_accepted() {
    let normal = "[inputs.x]\ndistribution = \"normal\"\nmean = 1\nstandard_deviation = 0.1\n";
    let output = "[outputs]\ny = \"x\"\n";
    let whole = |before: &str, after: &str| format!("{before}{normal}{output}{after}");
    for (text, expected) in [
        ("[inputs".to_owned(), "TOML parse error at line 1"),
        (String::new(), "line 1: inputs: missing; accepted: a table for each input"),
        (normal.to_owned(), "outputs: missing; accepted: NAME = \"formula\""),
        (whole("coverage = 1.0\n", ""), "line 1: coverage: 1; accepted: a probability above 0, up to 0.9999"),
        (whole("covrage = 0.9\n", ""), "line 1: covrage: no such field; accepted: title, coverage, inputs"),
        (whole("", "coverage = 0.9\n"), "line 7: outputs.coverage: float; accepted: NAME = \"formula\""),
        (
            whole("", "").replace("normal", "gaussian"),
            "line 2: inputs.x.distribution: \"gaussian\"; accepted: \"normal\", \"student\"",
        ),
        (
            whole("", "").replace("= 0.1", "= -0.1"),
            "line 4: inputs.x.standard_deviation: -0.1; accepted: a finite number, 0 or more",
        ),
        (
            whole("", "").replace("mean = 1", "mean = nan"),
            "line 3: inputs.x.mean: nan; accepted: a finite number",
        ),
        (whole("", "").replace("mean = 1", "men = 1"), "inputs.x.mean: missing; accepted: a finite number"),
        (whole("", "").replace("mean = 1", "mean = 1\nlow = 2"), "line 4: inputs.x.low: no such field"),
        (
            whole("", "").replace("\"x\"", "\"x + q\""),
            "line 6: outputs.y: `x + q`: at character 5: `q` is no name here; accepted: `pi`, `x`",
        ),
        (
            whole("", "").replace("\"x\"", "\"sinh(x)\""),
            "line 6: outputs.y: `sinh(x)`: at character 1: `sinh` is no function; accepted: ln, log10, exp, sqrt, sin,",
        ),
        (
            whole("", "[[correlations]]\nbetween = [\"x\", \"z\"]\ncoefficient = 0.1\n"),
            "line 8: correlations[0].between: \"z\"; accepted: x",
        ),
        (
            whole("", "[[correlations]]\nbetween = [\"x\", \"x\"]\ncoefficient = 0.1\n"),
            "line 7: correlations: a pair named twice, or of one with itself; accepted: each pair once",
        ),
        (whole("", "[conformity.z]\nlow = 1\n"), "conformity.z: no such field; accepted: y"),
        (
            whole("", "[conformity.y]\nlow = 1\nhigh = 0\n"),
            "line 9: conformity.y.high: 0; accepted: tolerance limits",
        ),
    ] {
        let message = refused(&text);
        assert!(message.contains(expected), "{text}\n{message}");
    }
    let three = ["a", "b", "c"].map(|name| normal.replace("inputs.x", &format!("inputs.{name}"))).concat();
    let pair = |a: &str, b: &str, r: f64| {
        format!("[[correlations]]\nbetween = [\"{a}\", \"{b}\"]\ncoefficient = {r}\n")
    };
    let together = [pair("a", "b", 0.9), pair("b", "c", 0.9), pair("a", "c", -0.9)].concat();
    let message = refused(&format!("{three}{together}[outputs]\ny = \"a\"\n"));
    assert!(message.contains("a, b, c cannot be correlated so"), "{message}");
    let beyond = refused(&format!("{three}{}[outputs]\ny = \"a\"\n", pair("a", "b", 1.5)));
    assert!(beyond.contains("coefficient = 1.5; accepted: a number from -1 to 1"), "{beyond}");
}

/// What was read can be propagated; trials are made of few of them, to stay fast.
fn any_budget(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    match Measurement::parse(text) {
        Ok(measurement) => {
            let estimates = Estimates::new(&measurement.inputs);
            for output in &measurement.outputs {
                let mut sensitivities = vec![0.0; measurement.inputs.list().len()];
                let first = estimates.propagate(&output.model, &mut sensitivities);
                second_order(&estimates, &output.model);
                if let Some(requirement) = &output.requirement {
                    requirement.decide(first.value, first.standard_uncertainty);
                }
            }
            for input in measurement.inputs.list() {
                assert!(!input.distribution.quantile(0.3).is_nan(), "{input:?}");
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

#[test]
fn mutated_budgets_never_panic() {
    fuzz(&SEEDS, SHORT, "budget", any_budget);
}

#[test]
#[ignore = "minutes: by hand"]
fn fuzz_budget() {
    fuzz(&SEEDS, LONG, "budget", any_budget);
}
