//! A twin served to other processes: the same controller, real terminals and sockets, real time.

use crate::command_line::{fail, hadal, succeed};
use crate::world::{RIG, SHORT, path};
use hadal_record::Record;
use hadal_record::event::{Outcome, Plant};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::Duration;

/// A twin in a process of its own, stopped when the test is over.
struct Served {
    child: Child,
    said: String,
    errors: ChildStderr,
}

impl Served {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hadal"));
        command.current_dir(path("")).args(["twin", RIG]).args(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        // The last line of the table, or of JSON, is the item's.
        while !said.contains("F-0001") {
            assert_ne!(lines.read_line(&mut said).unwrap(), 0, "{said}");
        }
        let errors = child.stderr.take().unwrap();
        Self { child, said, errors }
    }

    /// Ctrl-C; gives what it said last.
    fn stop(mut self) -> String {
        interrupt(&self.child);
        let mut last = String::new();
        self.errors.read_to_string(&mut last).unwrap();
        assert!(self.child.wait().unwrap().success(), "{last}");
        last
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn interrupt(child: &Child) {
    let interrupt = format!("kill -INT {}", child.id());
    assert!(Command::new("sh").args(["-c", &interrupt]).status().unwrap().success());
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn a_controller_in_another_process_runs_on_a_served_twin_which_can_be_lived_again() {
    let scratch = tempfile::tempdir().unwrap();
    let at = |name: &str| scratch.path().join(name);
    let (rig, kept, output) = (at("live.toml"), at("twin"), at("run"));
    let twin = Served::start(&["--seed", "5", "--output", text(&kept), "--write-rig", text(&rig)]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_hadal"));
    command.current_dir(path("")).args(["calibrate", SHORT, "--rig", text(&rig), "--output", text(&output)]);
    let mut run = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_secs(8));
    interrupt(&run);
    let mut said = String::new();
    run.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(run.wait().unwrap().code(), Some(3), "{said}");
    assert!(said.contains("SIMULATED") && said.contains("the vessel is vented"), "{said}");
    let record = Record::open(&output).unwrap();
    assert_eq!(record.opened.plant, Plant::Twin { seed: 5 });
    assert_eq!(record.outcome(), Some(&Outcome::Tripped { cause: "OperatorStop".to_owned() }));
    let said = twin.stop();
    let state = said.split("state ").nth(1).unwrap().trim();
    // The truth is the run's own, and the log gives the same world again.
    let truth = kept.join(&record.opened.run_id).join("truth.h5");
    assert_eq!(hadal_record::read_tables(&truth).unwrap().attributes["run_id"], record.opened.run_id);
    let log = kept.join("requests.jsonl");
    let again = succeed(hadal(&["twin", RIG, "--seed", "5", "--replay", text(&log)]));
    assert!(again.contains(state), "{again} {said}");
    // It can be gone on with, by its own world only: nothing happens between the snapshot and the end of an empty log.
    let (snapshot, empty) = (kept.join("twin.snapshot"), at("empty.jsonl"));
    std::fs::write(&empty, "").unwrap();
    let resume = |seed| {
        let resumed = ["--resume", text(&snapshot), "--replay", text(&empty)];
        hadal(&[&["twin", RIG, "--seed", seed], &resumed[..]].concat())
    };
    assert!(succeed(resume("5")).contains(state));
    assert!(fail(&resume("6")).contains("another rig, item, scenario or seed"));
    let other = succeed(hadal(&["twin", RIG, "--seed", "6", "--replay", text(&log)]));
    assert!(!other.contains(state), "another world has another state: {other}");
    // Nobody answers any more, and nothing is driven.
    let gone = fail(&hadal(&["calibrate", SHORT, "--rig", text(&rig), "--output", text(&at("late"))]));
    assert!(gone.contains("is the `hadal twin` that wrote the rig file still running?"), "{gone}");
}

#[test]
fn an_endpoint_at_which_no_twin_answers_is_not_driven_unarmed() {
    let scratch = tempfile::tempdir().unwrap();
    let rig = scratch.path().join("live.toml");
    let twin = Served::start(&["--seed", "5", "--write-rig", text(&rig), "--tcp", "--json"]);
    let lines: serde_json::Value = serde_json::from_str(twin.said.trim()).unwrap();
    let operator =
        lines.as_array().unwrap().iter().find(|line| line["protocol"] == "hadal/operator").unwrap();
    let address = operator["endpoint"].as_str().unwrap().to_owned();
    let written = std::fs::read_to_string(&rig).unwrap();
    let attempt = |text: &str| {
        std::fs::write(&rig, text).unwrap();
        let output = scratch.path().join("run");
        fail(&hadal(&[
            "calibrate",
            SHORT,
            "--rig",
            rig.to_str().unwrap(),
            "--output",
            output.to_str().unwrap(),
        ]))
    };
    let seed = attempt(&written.replace("seed = 5", "seed = 4"));
    assert!(seed.contains("it is the twin of seed 5, not 4"), "{seed}");
    // Something that is no twin: a person's console, which does not know the question.
    let console = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let person = console.local_addr().unwrap().to_string();
    let at_keyboard = std::thread::spawn(move || {
        let (mut line, _) = console.accept().unwrap();
        let mut heard = String::new();
        BufReader::new(line.try_clone().unwrap()).read_line(&mut heard).unwrap();
        std::io::Write::write_all(&mut line, b"X 0 what do you mean\r\n").unwrap();
        heard
    });
    let refused = attempt(&written.replace(&address, &person));
    assert!(refused.contains("is no twin"), "{refused}");
    assert!(at_keyboard.join().unwrap().starts_with("? 0 RUN "));
    let missing = attempt(&written.replace("serial = \"F-0001\"", "serial = \"F-0002\""));
    assert!(missing.contains("no item F-0001 hangs in the twin that wrote it (it has: F-0002)"), "{missing}");
}
