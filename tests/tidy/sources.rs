//! Rules on source files: who may read the time, touch the world, know the truth.

use crate::tree::{File, assert_none, files};

/// Product code: tests, benches and examples left out.
fn product() -> Vec<File> {
    let aside = ["tests", "benches", "examples"];
    files("rs")
        .into_iter()
        .filter(|file| !file.path.split('/').any(|folder| aside.contains(&folder)))
        .collect()
}

/// Every line of product code that contains one of the needles, outside the places where it belongs.
fn breaches(needles: &[&str], allowed: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in product().iter().filter(|file| !file.is_in(allowed)) {
        let tests_begin =
            file.text.lines().position(|line| line.contains("#[cfg(test)]")).unwrap_or(usize::MAX);
        for (number, line) in file.code().filter(|(number, _)| *number <= tests_begin) {
            if needles.iter().any(|needle| line.contains(needle)) {
                found.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    found
}

#[test]
fn only_clock_rooms_read_the_time() {
    let needles = ["Instant::now", "SystemTime::now", "Timestamp::now", "Zoned::now", "UtcDateTime::now"];
    // The twin has a clock room of its own: it may not see the controller's.
    assert_none(
        "only a clock room reads the time",
        &breaches(&needles, &["controller/clock.rs", "sim/clock.rs"]),
    );
}

#[test]
fn only_the_outer_rooms_touch_the_outside_world() {
    let needles = [
        "std::fs",
        "fs::File",
        "std::net",
        "tokio::net",
        "tokio::fs",
        "std::process",
        "serialport",
        "tokio_serial",
        "std::env",
    ];
    let allowed = [
        "controller/link",
        "controller/service",
        "controller/record",
        "sim/endpoint",
        "sim/scenario",
        "sim/viewer",
        "rigs/description/loader.rs",
        "src",
    ];
    assert_none("only these rooms touch the outside world", &breaches(&needles, &allowed));
}

#[test]
fn every_source_file_opens_with_its_subject_and_stays_a_room() {
    let mut found = Vec::new();
    for file in files("rs") {
        let lines = file.text.lines().count();
        if !file.text.starts_with("//!") {
            found.push(format!("{}: does not open with //!", file.path));
        }
        if lines > 500 {
            found.push(format!("{}: {lines} lines; a room has 500 at most", file.path));
        }
    }
    assert_none("a file is a room", &found);
}

/// What is made from a record may see no truth; validation gets it as a table of numbers.
const PRODUCTS: [&str; 13] = [
    "src/observe.rs",
    "src/observe",
    "src/calibrations.rs",
    "src/certificate.rs",
    "src/certificate",
    "src/report.rs",
    "src/report",
    "src/coefficients.rs",
    "src/coefficients",
    "src/sheet.rs",
    "src/validation.rs",
    "src/validation",
    "src/products.rs",
];

/// The one room of the twin where makers' equations are: instruments that send converted values have them inside.
const FIRMWARE: &str = "sim/instrument/firmware.rs";

#[test]
fn truth_and_equation_share_only_quantity_constants_and_seawater() {
    let fitted = ["crate::equation", "crate::calibration", "crate::uncertainty", "hadal_models::equation"];
    let mut found = Vec::new();
    for file in product() {
        let needles: &[&str] = if file.is_in(&[FIRMWARE]) {
            // What an instrument itself makes of its raw output is no truth.
            &[]
        } else if file.is_in(&["models/sensor", "rigs/chamber", "sim"]) {
            &fitted
        } else if file.is_in(&[
            "models/equation",
            "models/calibration",
            "models/uncertainty",
            "models/format",
        ]) {
            &["crate::sensor", "feature = \"truth\""]
        } else if file.is_in(&["controller"]) || file.is_in(&PRODUCTS) {
            &["hadal_models::sensor", "chamber::plant", "hadal_sim"]
        } else {
            continue;
        };
        for (number, line) in file.code() {
            if needles.iter().any(|needle| line.contains(needle)) {
                found.push(format!("{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    assert_none("no inverse crime", &found);
}

#[test]
fn unsafe_code_lives_in_one_file() {
    let found: Vec<String> = files("rs")
        .iter()
        .filter(|file| !file.is_in(&["tests/tidy"]))
        .filter(|file| {
            file.code().any(|(_, line)| line.contains("unsafe {") || line.contains("allow(unsafe_code"))
        })
        .map(|file| file.path.clone())
        .collect();
    assert_eq!(
        found,
        ["controller/record/hdf5/dimension_scale.rs"],
        "unsafe is for HDF5's dimension scales only"
    );
}

#[test]
fn no_file_is_named_for_nothing() {
    let nothing = ["utils", "util", "helpers", "helper", "misc", "common"];
    let found: Vec<String> = files("rs")
        .into_iter()
        .filter(|file| file.path.trim_end_matches(".rs").split('/').any(|room| nothing.contains(&room)))
        .map(|file| file.path)
        .collect();
    assert_none("a file is named for its subject", &found);
}

#[test]
fn nothing_committed_reads_outside_the_repository() {
    let outside = ["/shared/", "/home/", "/root/", "/Users/", "/tmp/"];
    let mut found = Vec::new();
    for extension in ["rs", "toml", "py", "md", "html"] {
        for file in files(extension).iter().filter(|file| !file.is_in(&["tests/tidy"])) {
            for (number, line) in file.text.lines().enumerate() {
                if outside.iter().any(|needle| line.contains(needle)) {
                    found.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
                }
            }
        }
    }
    assert_none("nothing committed reads outside the repository", &found);
}

#[test]
fn nothing_is_left_as_a_stub() {
    let needles = ["todo!(", "unimplemented!(", "TODO", "FIXME", "XXX"];
    let mut found = Vec::new();
    for file in files("rs").iter().filter(|file| !file.is_in(&["tests/tidy"])) {
        for (number, line) in file.text.lines().enumerate() {
            if needles.iter().any(|needle| line.contains(needle)) {
                found.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
            }
        }
    }
    assert_none("no stub is called done", &found);
}
