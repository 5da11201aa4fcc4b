//! A laboratory with instruments that its rig file describes: bridge, reference pressure, barometer, and the PLC's registers.

use crate::command_line::{hadal, succeed};
use crate::world::{Ran, SHORT, Setting, path};
use hadal::calibrations::calibrate_record;
use hadal::certificate::certificate;
use hadal::plan::Plan;
use hadal_record::event::Outcome;
use hadal_rigs::description::{InstrumentModel, Leg, Rig, parse, plan_check};
use hadal_sim::Effect;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

const DECLARED: &str = "rigs/catalog/declared-laboratory.toml";

fn plan() -> Plan {
    Plan::load(&path(SHORT), &path(DECLARED)).unwrap()
}

/// Up to this pressure and back, where the twin is found.
fn quick(pressure_mpa_sea: f64) -> Plan {
    let mut plan = plan();
    plan.procedure.value.leg = vec![Leg {
        name: "up and back".to_owned(),
        temperature_celsius: 20.0,
        salinity_practical: 35.0,
        pressures_mpa_sea: vec![0.0, pressure_mpa_sea, 0.0],
    }];
    plan.envelope = plan_check(&plan.rig, &plan.procedure, &plan.items).unwrap();
    plan
}

fn values(ran: &Ran, channel: &str) -> Vec<f64> {
    let record = ran.record();
    let (_, values) = record.readings(channel).unwrap_or_else(|| panic!("{channel}"));
    values.to_vec()
}

#[test]
fn a_run_on_declared_instruments_ends_with_a_certificate() {
    let plan = plan();
    let ran = Setting::of(&plan).run();
    assert_eq!(ran.report.outcome, Outcome::Completed, "{:?}", ran.report);
    ran.assert_vented_below(plan.envelope.pressure_max_mpa_absolute);
    let record = ran.record();
    let certificate = certificate(&record, &calibrate_record(&record).unwrap()).unwrap();
    // A trial's certificate, as the procedure says: three quantities at all its points.
    let quantities = &certificate.items[0].quantities;
    assert_eq!(quantities.iter().map(|quantity| quantity.points.len()).collect::<Vec<_>>(), [6, 6, 6]);
    // The record's own copy of the rig file says it all, without any file beside it.
    let recorded: Rig = parse(&record.opened.rig.path, &record.opened.rig.text).unwrap();
    assert_eq!(recorded.instrument[3].registers, plan.rig.value.instrument[3].registers);
    // The hall has one standard atmosphere; the barometer of the scenario is wrong by 0.1 hPa or so.
    for channel in ["auxiliary_barometer.pressure", "auxiliary_pressure.air"] {
        let values = values(&ran, channel);
        assert!(values.len() > 10, "{channel}");
        assert!(values.iter().all(|mpa| (mpa - 0.101_325).abs() < 5e-5), "{channel} {values:?}");
    }
}

#[test]
fn the_same_registers_serve_on_a_serial_line_and_a_silent_barometer_stops_nothing() {
    let mut plan = quick(8.0);
    plan.rig.value.instrument[3].model = InstrumentModel::PlantPlcRtu;
    let silent = Effect::InstrumentSilent { instrument: "barometer".to_owned() };
    let ran = Setting::of(&plan).with(&["8 MPa"], silent).run();
    assert_eq!(ran.report.outcome, Outcome::Completed, "{:?}", ran.report);
    assert_eq!(ran.report.points, 3);
    let values = values(&ran, "auxiliary_barometer.pressure");
    assert!(values[0].is_finite() && values.last().unwrap().is_nan(), "{values:?}");
}

#[test]
fn interlocks_trip_through_declared_instruments_as_through_any() {
    let plan = quick(40.0);
    let named = |name: &str| name.to_owned();
    // Damage is a line that is lost or a reading that ages, whichever comes first.
    for (effect, expected) in [
        (Effect::PlcPressureOffset { offset_mpa: 1.0 }, &["DisagreeingReading"][..]),
        (Effect::InstrumentSilent { instrument: named("pressure") }, &["StaleReading", "LostLink"]),
        (
            Effect::GarbledBytes { instrument: named("pressure"), probability: 0.2 },
            &["StaleReading", "LostLink"],
        ),
        (Effect::FrozenReading { instrument: named("bridge") }, &["StaleReading"]),
        (Effect::LinkLost { instrument: named("plc") }, &["LostLink"]),
    ] {
        let ran = Setting::of(&plan).with(&["Soak", "40 MPa"], effect.clone()).run();
        let tripped =
            matches!(&ran.report.outcome, Outcome::Tripped { cause } if expected.contains(&cause.as_str()));
        assert!(tripped, "{effect:?}: {:?}", ran.report);
        ran.assert_safe_and_vented(&plan);
        assert!(ran.plant().peak_pressure.mpa() > 39.0, "{:?}", ran.plant());
    }
}

/// Ends a process when the test is over.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

#[test]
fn a_served_twin_answers_any_client_by_the_bytes_of_the_file_and_writes_it_into_the_live_rig() {
    let scratch = tempfile::tempdir().unwrap();
    let live = scratch.path().join("live.toml");
    let mut command = Command::new(env!("CARGO_BIN_EXE_hadal"));
    command.current_dir(path("")).args(["twin", DECLARED, "--seed", "3", "--tcp", "--json", "--write-rig"]);
    let mut child = command.arg(&live).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
    let _served = Served(child);
    let lines: serde_json::Value = serde_json::from_str(said.trim()).unwrap();
    let ask = |name: &str, query: &[u8]| {
        let line = lines.as_array().unwrap().iter().find(|line| line["instrument"] == name).unwrap();
        assert_eq!(line["protocol"], "hadal/declared");
        let mut line = TcpStream::connect(line["endpoint"].as_str().unwrap()).unwrap();
        line.write_all(query).unwrap();
        let mut reply = String::new();
        BufReader::new(line).read_line(&mut reply).unwrap();
        reply
    };
    let barometer = ask("barometer", b"send\r");
    assert!(barometer.starts_with("pressure = 1013.") && barometer.ends_with(" hPa\r\n"), "{barometer:?}");
    let pressure = ask("pressure", b"PRR?\r\n");
    assert!(pressure.starts_with("R,") && pressure.ends_with(" kPa a\r\n"), "{pressure:?}");
    assert_eq!(ask("pressure", b"VER?\r\n"), "ERR# 9\r\n");
    let said = succeed(hadal(&["check", live.to_str().unwrap()]));
    assert!(said.contains("a good rig file"), "{said}");
    let [mut written, mut original] = [&live, &path(DECLARED)]
        .map(|file| parse::<Rig>("rig.toml", &std::fs::read_to_string(file).unwrap()).unwrap());
    for (one, other) in written.instrument.drain(..).zip(original.instrument.drain(..)) {
        assert_eq!((one.dialect, one.registers), (other.dialect, other.registers), "{}", one.name);
    }
}
