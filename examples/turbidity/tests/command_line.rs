//! The whole command with the plugin, as a person types it.

use hadal_record::read_tables;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};

const PROCEDURE: &str = "../../rigs/catalog/procedures/ctd-short.toml";

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hadal-acme"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

/// Standard output of a command that must succeed.
fn succeed(arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = run(arguments);
    assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).unwrap()
}

#[test]
fn the_files_are_good_and_say_what_is_not_driven() {
    let said = succeed(&["check", "vessel.scenario.toml", "vessel.toml"]);
    assert!(said.contains("a good scenario file") && said.contains("a good rig file"), "{said}");
    assert!(said.contains("`turbidity` (acme-turbidity/meter): served by the twin; not driven"), "{said}");
    let said = succeed(&["check", PROCEDURE, "--rig", "vessel.toml"]);
    assert!(said.contains("possible on vessel.toml"), "{said}");
}

#[test]
fn settings_that_cannot_be_are_told_with_file_and_line() {
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("bad.scenario.toml");
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/vessel.scenario.toml")).unwrap();
    std::fs::write(&file, text.replace("grain_um = 20.0", "grain_um = 200.0")).unwrap();
    let Output { status, stderr, .. } = run(&["check", file.to_str().unwrap()]);
    let said = String::from_utf8(stderr).unwrap();
    let line = text.lines().position(|line| line.contains("grain_um")).unwrap() + 1;
    assert_eq!(status.code(), Some(1), "{said}");
    let place = format!("bad.scenario.toml:{line}: field `plugin[0].settings.grain_um`");
    assert!(said.contains(&place) && said.contains("value 200: accepted: 1 to 50"), "{said}");
}

#[test]
fn the_schema_of_scenarios_has_the_plugins_settings() {
    let schema: serde_json::Value = serde_json::from_str(&succeed(&["schema", "scenario"])).unwrap();
    let entry = &schema["$defs"]["PluginEntry"]["oneOf"][0]["properties"];
    assert_eq!(entry["name"]["const"], "acme-turbidity");
    let settings = entry["settings"]["$ref"].as_str().unwrap().trim_start_matches('#');
    assert_eq!(schema.pointer(settings).unwrap()["properties"]["load_mg_per_l"]["type"], "number");
}

/// A process that ends with the test.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[test]
fn a_served_twin_has_the_meter_on_a_line_of_its_own() {
    let mut served = command(&["twin", "vessel.toml", "--tcp", "--json"]);
    let mut served = Served(served.stdout(Stdio::piped()).spawn().unwrap());
    let mut table = String::new();
    BufReader::new(served.0.stdout.take().unwrap()).read_line(&mut table).unwrap();
    let table: serde_json::Value = serde_json::from_str(&table).unwrap();
    let lines = table.as_array().unwrap();
    let line = lines.iter().find(|line| line["protocol"] == "acme-turbidity/meter").unwrap();
    assert_eq!(line["instrument"], "turbidity");
    let mut meter = TcpStream::connect(line["endpoint"].as_str().unwrap()).unwrap();
    meter.write_all(b"ID?\r").unwrap();
    let mut answer = [0; 11];
    meter.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"ACME TM-1\r\n");
}

#[test]
fn a_calibration_runs_beside_the_meter_and_its_truth_has_the_fault() {
    let scratch = tempfile::tempdir().unwrap();
    let output = scratch.path().join("run");
    succeed(&["calibrate", PROCEDURE, "--rig", "vessel.toml", "--output", output.to_str().unwrap()]);
    let truth = read_tables(&output.join("truth.h5")).unwrap();
    assert!(truth.attributes["faults"].contains("acme-turbidity/fouling"), "{}", truth.attributes["faults"]);
    let trace = truth.tables.iter().find(|table| table.group == "trace").unwrap();
    let most = trace.column("acme_silt").unwrap().iter().copied().fold(0.0, f64::max);
    assert!(most > 30.0 && most < 40.0, "the stirrer lifts the silt: {most}");
}
