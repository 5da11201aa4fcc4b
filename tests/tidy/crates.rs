//! Rules on crates: the dependency graph, lints inherited, each package used for what it is for.

use crate::tree::{File, assert_none, files};

/// Manifests with the crates each may stand on. What is not listed may not be depended upon.
const GRAPH: [(&str, &[&str]); 6] = [
    ("models/Cargo.toml", &[]),
    ("rigs/Cargo.toml", &["hadal-models", "hadal-wire"]),
    ("rigs/wire/Cargo.toml", &[]),
    ("controller/record/Cargo.toml", &[]),
    ("controller/Cargo.toml", &["hadal-models", "hadal-rigs", "hadal-wire", "hadal-record"]),
    ("sim/Cargo.toml", &["hadal-models", "hadal-rigs", "hadal-wire", "hadal-record"]),
];

/// Packages with the manifests that may name them.
const PURPOSE: [(&str, &[&str]); 10] = [
    ("tokio", &["Cargo.toml", "controller/Cargo.toml", "sim/Cargo.toml"]),
    ("tokio-serial", &["controller/Cargo.toml", "sim/Cargo.toml"]),
    ("serialport", &["controller/Cargo.toml"]),
    ("hdf5", &["controller/record/Cargo.toml"]),
    ("bevy_app", &["sim/Cargo.toml"]),
    ("bevy_ecs", &["sim/Cargo.toml"]),
    ("rusqlite", &["Cargo.toml"]),
    ("clap", &["Cargo.toml"]),
    ("indicatif", &["Cargo.toml"]),
    ("plotters", &["Cargo.toml"]),
];

/// The workspace's manifests; what stands in `examples` is a program of somebody else's, which depends on what it likes.
fn manifests() -> Vec<File> {
    let is_ours = |file: &File| file.path.ends_with("Cargo.toml") && !file.is_in(&["examples"]);
    files("toml").into_iter().filter(is_ours).collect()
}

/// Names in the `[dependencies]` table; development dependencies may see more.
fn dependencies(manifest: &File) -> Vec<String> {
    let after = manifest.text.split("\n[dependencies]\n").nth(1).unwrap_or("");
    let table = after.split("\n[").next().unwrap_or("");
    table.lines().filter_map(|line| line.split_once(" =").map(|(name, _)| name.trim().to_owned())).collect()
}

#[test]
fn crates_stand_only_on_what_the_architecture_allows() {
    let mut found = Vec::new();
    for manifest in manifests().iter().filter(|manifest| manifest.path != "Cargo.toml") {
        let Some((_, allowed)) = GRAPH.iter().find(|(path, _)| *path == manifest.path) else {
            found.push(format!("{}: not in the graph of docs/architecture.md", manifest.path));
            continue;
        };
        let ours = dependencies(manifest).into_iter().filter(|name| name.starts_with("hadal"));
        found.extend(
            ours.filter(|name| !allowed.contains(&name.as_str()))
                .map(|name| format!("{}: {name}", manifest.path)),
        );
    }
    assert_none("the graph", &found);
}

#[test]
fn each_package_is_used_for_what_it_is_for() {
    let mut found = Vec::new();
    for manifest in manifests() {
        for name in dependencies(&manifest) {
            let rule = PURPOSE.iter().find(|(package, _)| *package == name);
            if rule.is_some_and(|(_, allowed)| !allowed.contains(&manifest.path.as_str())) {
                found.push(format!("{}: {name}", manifest.path));
            }
        }
    }
    assert_none("each package of the stack is used for what it is for", &found);
}

#[test]
fn the_controller_never_asks_for_truth_or_plant() {
    let controller = manifests().into_iter().find(|file| file.path == "controller/Cargo.toml").unwrap();
    let table = controller.text.split("\n[dependencies]\n").nth(1).unwrap();
    assert!(!table.contains("\"truth\"") && !table.contains("\"plant\""), "{table}");
}

#[test]
fn every_crate_inherits_the_lints() {
    let without: Vec<String> = manifests()
        .into_iter()
        .filter(|file| !file.text.contains("[lints]\nworkspace = true"))
        .map(|file| file.path)
        .collect();
    assert_none("every crate inherits the workspace's lints", &without);
}
