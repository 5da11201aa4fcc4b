//! The command as a person types it.

use crate::world::path;
use std::process::{Command, Output};

/// Runs `hadal` from the root of the repository.
pub(crate) fn hadal(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hadal"));
    command.current_dir(path("")).args(arguments).output().unwrap()
}

/// Standard output of a command that must succeed.
pub(crate) fn succeed(output: Output) -> String {
    let (said, errors) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{:?}\n{said}\n{errors}", output.status);
    said
}

/// Standard error of a command that must fail without panicking.
pub(crate) fn fail(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert!(!errors.contains("panicked"), "{errors}");
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    errors
}

const SHEET: &str = "tests/reference/sbe45-0402-temperature.csv";

/// SBE 45 serial 0402, calibration sheet of 31 January 2012 in the SBE 45 user manual: the printed coefficients. The
/// sheet rounds bath temperatures and residuals to 0.1 mK, which bounds residuals; the 0.05 mK bounds the curve.
const PRINTED: [f64; 4] = [5.724_520e-5, 2.658_577e-4, -1.827_700e-6, 1.335_867e-7];

fn celsius(a: [f64; 4], counts: f64) -> f64 {
    let l = libm::log(counts);
    1.0 / (a[0] + l * (a[1] + l * (a[2] + l * a[3]))) - 273.15
}

#[test]
fn val_fit_reproduces_a_laboratory_sheet() {
    let plain = hadal(&["fit", SHEET, "--equation", "sea-bird/sbe-37-temperature", "--json"]);
    let named = hadal(&[
        "fit",
        SHEET,
        "--equation",
        "sea-bird/sbe-37-temperature",
        "--columns",
        "reference=bath_temperature_celsius,raw=output_counts",
        "--json",
    ]);
    let (plain, named) = (succeed(plain), succeed(named));
    assert_eq!(plain, named);
    let json: serde_json::Value = serde_json::from_str(&plain).unwrap();
    let residuals = json["residuals"].as_array().unwrap();
    assert_eq!(residuals.len(), 7);
    assert!(residuals.iter().all(|residual| residual.as_f64().unwrap().abs() <= 1e-4), "{residuals:?}");
    let fitted = ["a0", "a1", "a2", "a3"].map(|name| {
        let coefficient = &json["coefficients"][name];
        assert!(coefficient["standard_uncertainty"].as_f64().unwrap() > 0.0);
        coefficient["value"].as_f64().unwrap()
    });
    let correlation = json["correlation"].as_array().unwrap();
    assert!((0..4).all(|i| (correlation[i][i].as_f64().unwrap() - 1.0).abs() < 1e-9));
    // The counts that the printed curve gives from -2 to 35 °C.
    for counts in (180_000..=860_000).step_by(1_000).map(f64::from) {
        let printed = celsius(PRINTED, counts);
        if (-2.0..=35.0).contains(&printed) {
            let difference = celsius(fitted, counts) - printed;
            assert!(difference.abs() <= 5e-5, "{difference} K at {printed} °C");
        }
    }
    assert!(
        celsius(PRINTED, 860_000.0) < -2.0 && celsius(PRINTED, 180_000.0) > 35.0,
        "the range is walked whole"
    );
}

#[test]
fn check_and_schema_serve_every_kind() {
    for file in [crate::world::RIG, crate::world::FULL, "rigs/catalog/items/deep-ctd.toml"] {
        assert!(succeed(hadal(&["check", file])).contains("good"));
    }
    assert!(
        succeed(hadal(&["check", "rigs/catalog/full-ocean-depth-71l.scenario.toml"])).contains("scenario")
    );
    for kind in ["rig", "procedure", "item", "scenario"] {
        let schema: serde_json::Value = serde_json::from_str(&succeed(hadal(&["schema", kind]))).unwrap();
        assert!(schema["properties"]["schema"].is_object(), "{kind}");
    }
    assert!(fail(&hadal(&["schema", "vessel"])).contains("rig, procedure, item"));
}

#[test]
fn every_verb_has_help_with_an_example() {
    for verb in ["calibrate", "fit", "certify", "recover", "check", "schema"] {
        let help = succeed(hadal(&[verb, "--help"]));
        assert!(help.contains("Example") && help.contains(&format!("hadal {verb}")), "{help}");
    }
}
