//! The README's first command: its files, its length, and the same certificate bytes for the same seed.

use crate::command_line::{hadal, succeed};
use crate::commissioning::{TOLD_BY_A_WHOLE_RUN, assert_intervals_hold_the_truth};
use crate::world::{FULL, RIG, path, plan};
use hadal_record::Record;
use hadal_record::event::{Drawn, Outcome};
use std::path::Path;

fn calibrate(procedure: &Path, rig: &Path, folder: &Path) -> String {
    let [procedure, rig, output] = [procedure, rig, folder].map(|path| path.to_str().unwrap());
    succeed(hadal(&["calibrate", procedure, "--rig", rig, "--output", output]))
}

/// The README prints what its first command prints, line by line.
fn assert_readme_is_true(said: &str) {
    let readme = std::fs::read_to_string(path("README.md")).unwrap();
    let shown = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let lines: Vec<&str> =
        shown.lines().filter(|line| !line.contains("runs/") && !line.starts_with("run ")).collect();
    assert!(lines.len() >= 8, "{lines:?}");
    for line in lines {
        assert!(said.contains(line), "README.md shows `{line}`; the command says\n{said}");
    }
}

fn bytes(folder: &Path, name: &str) -> Vec<u8> {
    std::fs::read(folder.join(name)).unwrap()
}

#[test]
fn calibrates_to_full_ocean_depth_twice_the_same_way() {
    let scratch = tempfile::tempdir().unwrap();
    let (first, second) = (scratch.path().join("first"), scratch.path().join("second"));
    let said = std::thread::scope(|scope| {
        let said = scope.spawn(|| calibrate(Path::new(FULL), Path::new(RIG), &first));
        // Where the files lie, and how their paths are spelt, decides nothing.
        calibrate(&path(FULL), &path(RIG), &second);
        said.join().unwrap()
    });
    assert!(said.contains("SIMULATED"), "{said}");
    assert_readme_is_true(&said);
    for name in ["certificate.json", "report.html", "validation.json", "run.h5", "truth.h5"] {
        assert!(bytes(&first, name) == bytes(&second, name), "{name} differs between two runs of one seed");
    }
    check_record(&first);
    assert_page_of_uncertainty_is_true(&first, scratch.path());
    check_products_again(&first, scratch.path());
}

/// docs/convert.md shows scans with their uncertainties as its command writes them: values and uncertainties of pressure,
/// temperature, conductivity and salinity, eleven characters each.
fn assert_page_of_uncertainty_is_true(folder: &Path, scratch: &Path) {
    let page = std::fs::read_to_string(path("docs/convert.md")).unwrap();
    let (_, section) = page.split_once("<!-- uncertainty command -->").unwrap();
    let (command, rest) = section.split_once("\nhadal convert ").unwrap().1.split_once('\n').unwrap();
    let shown = rest.split_once("```text\n").unwrap().1.split_once("```").unwrap().0;
    let output = scratch.join("scans.cnv");
    let command = command
        .replace("runs/ctd-full-depth-seed-1", folder.to_str().unwrap())
        .replace("scans.cnv", output.to_str().unwrap());
    let said = hadal(&["convert"].into_iter().chain(command.split(' ')).collect::<Vec<_>>());
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let remark = String::from_utf8(said.stderr).unwrap();
    assert!(remark.contains("standard uncertainty: none for 1 of 6 scans, which lie outside"), "{remark}");
    let cast = std::fs::read_to_string(&output).unwrap();
    let (heading, rows) = cast.split_once("*END*").unwrap();
    assert!(heading.contains("SIMULATED"), "{heading}");
    let rows: Vec<&str> = rows.lines().skip(1).map(|row| &row[..88]).collect();
    assert_eq!(rows.join("\n"), shown.trim_end().split_once('\n').unwrap().1);
}

/// What the procedure promises.
fn check_record(folder: &Path) {
    let record = Record::open(folder).unwrap();
    assert_eq!(record.outcome(), Some(&Outcome::Completed));
    assert!(record.simulated());
    let points = record.points();
    assert!(points.len() >= 30, "{} points", points.len());
    #[expect(clippy::cast_precision_loss, reason = "days")]
    let days = record.ended.monotonic_ns as f64 / 86_400e9;
    assert!((2.0..=4.0).contains(&days), "{days} days");
    assert!(points.iter().any(|point| point.pressure_mpa_sea >= 115.0));
    // Salinity is referenced at ambient pressure before and after each leg.
    for leg in 0..=points.last().unwrap().leg {
        for drawn in [Drawn::BeforeLeg, Drawn::AfterLeg] {
            assert!(
                record.bottles().iter().any(|b| b.leg == leg && b.drawn == drawn),
                "leg {leg}: no {drawn:?}"
            );
        }
    }
    // The journal and the file made from it tell the same.
    let journal = Record::from_journal(&folder.join("run.journal")).unwrap();
    assert_eq!(journal.digest(), record.digest());
    assert_intervals_hold_the_truth(&plan(FULL), &record, &TOLD_BY_A_WHOLE_RUN);
}

/// `fit`, `certify` and `recover` on the finished run, by folder and by file, without the journal too.
fn check_products_again(folder: &Path, scratch: &Path) {
    let h5 = folder.join("run.h5");
    let (folder_name, h5_name) = (folder.to_str().unwrap(), h5.to_str().unwrap());
    let fitted = succeed(hadal(&["fit", folder_name]));
    assert_eq!(fitted, succeed(hadal(&["fit", h5_name])));
    assert!(fitted.contains("CPCOR"), "{fitted}");
    assert!(succeed(hadal(&["recover", folder_name])).contains("nothing to do"));
    std::fs::remove_file(folder.join("run.journal")).unwrap();
    assert!(succeed(hadal(&["recover", h5_name])).contains("nothing to do"));
    let again = scratch.join("again");
    succeed(hadal(&["certify", h5_name, "--output", again.to_str().unwrap()]));
    for name in ["certificate.json", "report.html", "validation.json"] {
        assert!(bytes(folder, name) == bytes(&again, name), "{name} made again from run.h5 differs");
    }
}
