//! `docs/validation.md` lists every test that rests on an outside authority, and no other.

use crate::tree::files;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Replaces what stands between `<!-- name -->` and `<!-- end -->`.
fn with_block(page: &str, name: &str, block: &str) -> String {
    let start = format!("<!-- {name} -->\n");
    let (before, rest) = page.split_once(&start).unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    format!("{before}{start}{block}<!-- end -->{after}")
}

/// One row for each file with its tests, as sentences.
fn table() -> String {
    let mut rooms: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files("rs") {
        let names = file.code().filter_map(|(_, line)| line.trim().strip_prefix("fn val_"));
        let names = names.filter_map(|rest| rest.split_once('(')).map(|(name, _)| name.replace('_', " "));
        rooms.entry(file.path.clone()).or_default().extend(names);
    }
    let mut table = String::from("\n| File | What it shows |\n|---|---|\n");
    for (path, names) in rooms.iter().filter(|(_, names)| !names.is_empty()) {
        writeln!(table, "| `{path}` | {} |", names.join("; ")).unwrap();
    }
    table.push('\n');
    table
}

#[test]
fn the_validation_page_lists_every_outside_comparison() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/validation.md");
    let page = std::fs::read_to_string(path).unwrap();
    let wanted = with_block(&page, "tests", &table());
    if std::env::var_os("HADAL_REGENERATE").is_some() {
        std::fs::write(path, &wanted).unwrap();
    } else {
        assert!(
            page == wanted,
            "docs/validation.md is out of date: HADAL_REGENERATE=1 cargo test --test tidy"
        );
    }
}
