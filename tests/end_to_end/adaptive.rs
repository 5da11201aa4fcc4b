//! An adaptive calibration through the twin: only what is chosen is visited, the run ends at its target, and the same seed
//! gives the same run.

use crate::command_line::hadal;
use crate::world::{RIG, SHORT};
use hadal_record::Record;
use hadal_record::event::{Event, Outcome};
use std::path::Path;

const CANDIDATES: &str = "rigs/catalog/procedures/ctd-candidates.toml";

fn calibrate(folder: &Path) -> String {
    let target = "salinity=0.0026";
    let output = folder.to_str().unwrap();
    let ran = hadal(&[
        "calibrate",
        CANDIDATES,
        "--rig",
        RIG,
        "--adaptive",
        "--target",
        target,
        "--seed",
        "3",
        "--output",
        output,
    ]);
    let said = String::from_utf8(ran.stderr).unwrap();
    assert!(ran.status.success(), "{said}");
    said
}

#[test]
fn an_adaptive_run_visits_what_it_chooses_and_stops_at_its_target_twice_the_same_way() {
    let scratch = tempfile::tempdir().unwrap();
    let (first, second) = (scratch.path().join("first"), scratch.path().join("second"));
    let said = std::thread::scope(|scope| {
        let said = scope.spawn(|| calibrate(&first));
        calibrate(&second);
        said.join().unwrap()
    });
    assert!(said.contains(": it leaves "), "nothing was chosen: {said}");
    assert!(said.contains("the target is met: salinity U = "), "{said}");
    let heads = [&first, &second].map(|folder| Record::open(folder).unwrap().head);
    assert_eq!(heads[0], heads[1], "the same seed, the same journal");
    check_record(&Record::open(&first).unwrap());
}

fn check_record(record: &Record) {
    assert_eq!(record.outcome(), Some(&Outcome::Completed));
    let mut legs: Vec<(u32, Vec<f64>)> = Vec::new();
    for point in record.points() {
        match legs.last_mut() {
            Some((leg, pressures)) if *leg == point.leg => pressures.push(point.pressure_mpa_sea),
            _ => legs.push((point.leg, vec![point.pressure_mpa_sea])),
        }
    }
    // Fewer than the file lists, each once, not in its order, and both branches of pressure.
    let mut numbers: Vec<u32> = legs.iter().map(|(leg, _)| *leg).collect();
    assert!((8..20).contains(&numbers.len()), "{legs:?}");
    assert!(!numbers.is_sorted(), "{legs:?}");
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), legs.len(), "a leg twice: {legs:?}");
    for (_, pressures) in &legs {
        assert!(pressures.iter().eq(pressures.iter().rev()), "{legs:?}");
    }
    assert!(legs.iter().filter(|(_, pressures)| pressures.contains(&114.0)).count() >= 2, "{legs:?}");
    let advised = record
        .events
        .iter()
        .filter(|entry| matches!(&entry.event, Event::Note { text } if text.starts_with("advised: ")));
    // Once before each leg, after each point, and to finish.
    assert_eq!(advised.count(), legs.len() + record.points().len() + 1);
}

#[test]
fn what_cannot_be_calibrated_adaptively_is_refused_before_anything_moves() {
    let scratch = tempfile::tempdir().unwrap();
    let output = scratch.path().join("run");
    let refused = |procedure: &str, target: &str| {
        let output = output.to_str().unwrap();
        let ran = hadal(&[
            "calibrate",
            procedure,
            "--rig",
            RIG,
            "--adaptive",
            "--target",
            target,
            "--output",
            output,
        ]);
        assert_eq!(ran.status.code(), Some(1));
        String::from_utf8(ran.stderr).unwrap()
    };
    let said = refused(SHORT, "salinity=0.003");
    assert!(
        said.contains("ctd-short.toml: field `leg`") && said.contains("needed are 5 temperatures"),
        "{said}"
    );
    let said = refused(CANDIDATES, "salinity=0.0021");
    assert!(said.contains("times the target; accepted: ") && said.contains("ctd-candidates.toml"), "{said}");
    assert!(!output.exists(), "nothing was begun");
}
