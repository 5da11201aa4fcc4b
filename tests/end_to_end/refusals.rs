//! Bad input is refused before anything moves: file, field, value, what is accepted; nothing half written.

use crate::command_line::{fail, hadal, succeed};
use crate::world::{FULL, RIG, SHORT, path};
use std::path::{Path, PathBuf};

/// The catalog, copied to where a file can be spoilt.
struct Copy {
    folder: tempfile::TempDir,
}

impl Copy {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&path("rigs/catalog"), folder.path());
        Self { folder }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(Path::new(name).strip_prefix("rigs/catalog").unwrap_or(Path::new(name)))
    }

    /// Replaces text in a file; the text must be there.
    fn spoil(&self, name: &str, from: &str, to: &str) -> &Self {
        let file = self.file(name);
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{name} has no `{from}`");
        std::fs::write(&file, text.replacen(from, to, 1)).unwrap();
        self
    }

    /// What `hadal calibrate` says; nothing may have been written.
    fn refused(&self) -> String {
        self.refused_with(&[])
    }

    fn refused_with(&self, more: &[&str]) -> String {
        let output = self.folder.path().join("run");
        let (procedure, rig) = (self.file(FULL), self.file(RIG));
        let given = [
            procedure.to_str().unwrap(),
            "--rig",
            rig.to_str().unwrap(),
            "--output",
            output.to_str().unwrap(),
        ];
        let said = fail(&hadal(&[&["calibrate"], given.as_slice(), more].concat()));
        assert!(!output.exists(), "a refused run left files");
        said
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap().path();
        let target = to.join(entry.file_name().unwrap());
        if entry.is_dir() {
            copy(&entry, &target)
        } else {
            std::fs::copy(&entry, &target).map(|_| ()).unwrap()
        }
    }
}

fn assert_says(said: &str, words: &[&str]) {
    assert!(words.iter().all(|word| said.contains(word)), "wanted {words:?} in:\n{said}");
}

#[test]
fn pressure_beyond_a_real_sbe_37_sm() {
    let copy = Copy::new();
    copy.spoil(FULL, "../items/deep-ctd.toml", "../items/sbe-37-sm.toml");
    assert_says(&copy.refused(), &["ctd-full-depth.toml", "pressures_mpa_sea", "115"]);
}

#[test]
fn pressure_beyond_the_vessel() {
    let copy = Copy::new();
    copy.spoil(FULL, "115.0", "125.0");
    assert_says(&copy.refused(), &["ctd-full-depth.toml", "pressures_mpa_sea", "125"]);
}

#[test]
fn water_that_freezes_on_release() {
    let copy = Copy::new();
    copy.spoil(
        FULL,
        "temperature_celsius = 1.0\nsalinity_practical = 36.0",
        "temperature_celsius = -0.9\nsalinity_practical = 36.0",
    );
    assert_says(&copy.refused(), &["ctd-full-depth.toml", "temperature_celsius", "-0.9"]);
}

#[test]
fn unknown_missing_and_wrong_fields() {
    let unknown = Copy::new();
    unknown.spoil(FULL, "[readings]\ncount = 20", "[readings]\ncount = 20\nduration_s = 9");
    assert_says(&unknown.refused(), &["ctd-full-depth.toml", "duration_s"]);
    let missing = Copy::new();
    missing.spoil(RIG, "vessel_rating_mpa_absolute", "vessel_rating_bar");
    assert_says(
        &missing.refused(),
        &["full-ocean-depth-71l.toml", "vessel_rating_mpa_absolute", "vessel_rating_bar"],
    );
    let not_a_number = Copy::new();
    not_a_number.spoil(FULL, "window_s = 600.0", "window_s = nan");
    assert_says(&not_a_number.refused(), &["ctd-full-depth.toml", "window_s", "nan"]);
    let none = Copy::new();
    none.spoil(FULL, "count = 20", "count = 0");
    assert_says(&none.refused(), &["ctd-full-depth.toml", "readings.count", "0"]);
}

#[test]
fn expired_certificate() {
    let copy = Copy::new();
    let text = std::fs::read_to_string(copy.file(RIG)).unwrap();
    let due = text.lines().find(|line| line.starts_with("due_date")).unwrap().to_owned();
    copy.spoil(RIG, &due, "due_date = \"2025-01-31\"");
    assert_says(&copy.refused(), &["full-ocean-depth-71l.toml", "due_date", "2025-01-31"]);
}

/// The catalog with every endpoint on a TCP port that nobody serves.
fn wired() -> Copy {
    let copy = Copy::new();
    copy.spoil(RIG, "scenario = \"full-ocean-depth-71l.scenario.toml\"\n", "");
    for (file, count) in [(RIG, 4), ("rigs/catalog/items/deep-ctd.toml", 1)] {
        let text = std::fs::read_to_string(copy.file(file)).unwrap();
        assert_eq!(text.matches("\nendpoint").count(), count);
        let wire = "endpoint = { kind = \"tcp\", address = \"127.0.0.1:9\" }";
        let lines = text.lines().map(|line| if line.starts_with("endpoint") { wire } else { line });
        let wired = lines.collect::<Vec<_>>().join("\n");
        std::fs::write(copy.file(file), wired).unwrap();
    }
    copy
}

#[test]
fn hardware_without_arming() {
    assert_says(&wired().refused(), &["--arm"]);
}

#[test]
fn hardware_with_certificates_that_expired_since_the_procedure_was_written() {
    let copy = wired();
    let text = std::fs::read_to_string(copy.file(RIG)).unwrap();
    let short_lived = text
        .lines()
        .map(|line| if line.starts_with("due_date") { "due_date = \"2026-03-31\"" } else { line });
    let short_lived = short_lived.collect::<Vec<_>>().join("\n");
    std::fs::write(copy.file(RIG), short_lived).unwrap();
    assert_says(
        &copy.refused_with(&["--arm"]),
        &["full-ocean-depth-71l.toml", "due_date", "2026-03-31", "expired"],
    );
}

#[test]
fn mixed_endpoints() {
    let copy = Copy::new();
    let text = std::fs::read_to_string(copy.file(RIG)).unwrap();
    let first = text.lines().find(|line| line.starts_with("endpoint")).unwrap().to_owned();
    copy.spoil(RIG, &first, "endpoint = { kind = \"tcp\", address = \"127.0.0.1:9\" }");
    assert_says(&copy.refused(), &["twin"]);
}

#[test]
fn malformed_sheets_name_their_line() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = folder.path().join("sheet.csv");
    let good = std::fs::read_to_string(path("tests/reference/sbe45-0402-temperature.csv")).unwrap();
    for (from, to, words) in [
        ("18.5000,347069.1", "18.5000,3470x9.1", ["line", "3470x9.1"]),
        ("18.5000,347069.1", "18.5000", ["line", "output_counts"]),
        ("18.5000,347069.1", "nan,347069.1", ["line", "nan"]),
    ] {
        assert!(good.contains(from));
        std::fs::write(&sheet, good.replace(from, to)).unwrap();
        let said =
            fail(&hadal(&["fit", sheet.to_str().unwrap(), "--equation", "sea-bird/sbe-37-temperature"]));
        assert_says(&said, &words);
        assert_says(&said, &["sheet.csv"]);
    }
}

#[test]
fn an_occupied_output_folder_and_a_missing_run() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.txt"), "precious").unwrap();
    let output = folder.path().to_str().unwrap();
    assert_says(
        &fail(&hadal(&["calibrate", FULL, "--rig", RIG, "--output", output])),
        &["not empty", output],
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    for verb in ["fit", "certify", "recover"] {
        assert_says(&fail(&hadal(&[verb, output])), &["no record"]);
    }
}

#[test]
fn a_journal_that_was_changed_beside_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("run");
    let name = output.to_str().unwrap();
    succeed(hadal(&["calibrate", SHORT, "--rig", RIG, "--output", name]));
    let journal = output.join("run.journal");
    let mut bytes = std::fs::read(&journal).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&journal, bytes).unwrap();
    for verb in ["fit", "certify", "recover"] {
        assert_says(&fail(&hadal(&[verb, name])), &["journal", "damaged"]);
    }
}
