//! The command as a person types it.

use crate::world::{FULL, RIG, path};
use hadal_record::Record;
use hadal_record::event::Outcome;
use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

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
/// sheet rounds bath temperatures and residuals to 0.1 mK, which bounds residuals; the issue's 0.05 mK bounds the curve.
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

/// Starts a calibration that goes on while the test does something to it.
fn start(procedure: &str, output: &Path, stdout: Stdio, stderr: Stdio) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hadal"));
    let arguments = ["calibrate", procedure, "--rig", RIG, "--output", output.to_str().unwrap()];
    command.current_dir(path("")).args(arguments).stdout(stdout).stderr(stderr).spawn().unwrap()
}

#[test]
fn a_terminal_that_goes_away_neither_stops_a_run_nor_loses_its_products() {
    let scratch = tempfile::tempdir().unwrap();
    let output = scratch.path().join("run");
    let mut child = start(FULL, &output, Stdio::piped(), Stdio::piped());
    drop((child.stdout.take(), child.stderr.take()));
    assert!(child.wait().unwrap().success());
    for name in ["run.h5", "truth.h5", "certificate.json", "report.html", "validation.json"] {
        assert!(output.join(name).exists(), "{name}");
    }
}

#[test]
#[cfg(unix)]
fn interruption_makes_safe_vents_and_closes_the_record() {
    let scratch = tempfile::tempdir().unwrap();
    let output = scratch.path().join("run");
    let mut child = start(FULL, &output, Stdio::null(), Stdio::piped());
    std::thread::sleep(Duration::from_millis(1500));
    let interrupt = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &interrupt]).status().unwrap().success());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(3), "{said}");
    assert!(said.contains("OperatorStop") && said.contains("the vessel is vented"), "{said}");
    let record = Record::open(&output).unwrap();
    assert_eq!(record.outcome(), Some(&Outcome::Tripped { cause: "OperatorStop".to_owned() }));
    assert!(!output.join("certificate.json").exists());
}

#[test]
fn check_and_schema_serve_every_kind() {
    for file in [RIG, FULL, "rigs/catalog/items/deep-ctd.toml"] {
        assert!(succeed(hadal(&["check", file])).contains("good"));
    }
    assert!(succeed(hadal(&["check", FULL, "--rig", RIG])).contains("32 points"));
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
    for verb in ["calibrate", "fit", "certify", "recover", "check", "schema", "equation", "seawater", "its90"]
    {
        let help = succeed(hadal(&[verb, "--help"]));
        assert!(help.contains("Example") && help.contains(&format!("hadal {verb}")), "{help}");
    }
}

/// What it says goes to standard error, so that a table can go to standard output.
#[test]
fn the_convert_command_of_the_readme_says_what_the_readme_shows() {
    let readme = std::fs::read_to_string(path("README.md")).unwrap();
    let (_, section) = readme.split_once("<!-- convert command -->\n```sh\nhadal ").unwrap();
    let (command, rest) = section.split_once('\n').unwrap();
    let shown = rest.split_once("```text\n").and_then(|(_, text)| text.split_once("```")).unwrap().0;
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("mooring.h5").display().to_string();
    let output_of = hadal(&command.replace("mooring.h5", &output).split(' ').collect::<Vec<_>>());
    assert!(output_of.status.success());
    let said = String::from_utf8(output_of.stderr).unwrap();
    assert_eq!(said.replace(&output, "mooring.h5"), shown);
    assert!(std::fs::metadata(&output).unwrap().len() > 10_000);
}

#[test]
fn convert_refuses_with_what_would_serve() {
    let raw = "rigs/catalog/raw/sbe-37-mooring.hex";
    let error = fail(&hadal(&["convert", raw, "--output", "x.xls"]));
    assert!(error.contains("accepted endings are .h5, .nc, .cnv and .csv"), "{error}");
    let error = fail(&hadal(&["convert", raw, "--processing", "standard"]));
    assert!(error.contains("a mooring's record needs none"), "{error}");
    let error = fail(&hadal(&["convert", raw, "--latitude", "91"]));
    assert!(error.contains("--latitude 91: accepted: a number from -90 to 90"), "{error}");
    let error = fail(&hadal(&["convert", raw, "--uncertainty"]));
    assert!(error.contains("--uncertainty: accepted with a certificate of the instrument"), "{error}");
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own.csv").display().to_string();
    std::fs::write(&own, "TA0=1e-4\n").unwrap();
    let error = fail(&hadal(&["convert", raw, "--calibration", &own, "--output", &own]));
    assert!(error.contains("that is the input"), "{error}");
    assert_eq!(std::fs::read_to_string(&own).unwrap(), "TA0=1e-4\n");
    let checked = succeed(hadal(&[
        "check",
        "models/cast/standard/sbe-19plus.toml",
        "models/equation/catalog/wet-labs-eco.toml",
    ]));
    assert!(
        checked.contains("a good processing file") && checked.contains("a good equation file"),
        "{checked}"
    );
    let error = fail(&hadal(&["convert", "README.md"]));
    assert!(error.contains("README.md: `.md`: accepted are .hex, .cnv, .rsk and .csv"), "{error}");
}

#[test]
fn the_seawater_command_of_the_readme_prints_what_the_readme_shows() {
    let readme = std::fs::read_to_string(path("README.md")).unwrap();
    let (_, section) = readme.split_once("<!-- seawater command -->\n```sh\nhadal ").unwrap();
    let (command, rest) = section.split_once('\n').unwrap();
    let shown = rest.split_once("```text\n").and_then(|(_, text)| text.split_once("```")).unwrap().0;
    assert_eq!(succeed(hadal(&command.split(' ').collect::<Vec<_>>())), shown);
}
