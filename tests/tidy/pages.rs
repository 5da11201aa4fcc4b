//! Pages point at what is there: links between documents, and rooms named in the decisions.

use crate::tree::{assert_none, files};
use std::path::Path;

/// Targets of Markdown links in a text, web addresses and anchors left out.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://") && !target.starts_with('#')).collect()
}

/// Names in backticks that look like a path from the root.
fn rooms(text: &str) -> Vec<&str> {
    let tops = ["models/", "rigs/", "sim/", "controller/", "src/", "tests/", "docs/"];
    let quoted = text.split('`').skip(1).step_by(2);
    quoted
        .filter(|name| tops.iter().any(|top| name.starts_with(top)) && !name.contains([' ', '*', '{']))
        .collect()
}

#[test]
fn every_link_and_every_room_named_in_a_page_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for page in files("md") {
        let folder = root.join(&page.path).parent().unwrap().to_path_buf();
        let lost_links = links(&page.text).into_iter().filter(|target| !folder.join(target).exists());
        found.extend(lost_links.map(|target| format!("{}: link to {target}", page.path)));
        let lost_rooms = rooms(&page.text).into_iter().filter(|name| {
            let path = root.join(name);
            !path.exists() && !path.with_extension("rs").exists()
        });
        found.extend(lost_rooms.map(|name| format!("{}: `{name}`", page.path)));
    }
    assert_none("pages point at what is there", &found);
}

/// Blocks of code in a page, without what shells are told.
fn quoted(page: &str) -> Vec<&str> {
    let fenced = page.split("\n```").skip(1).step_by(2);
    let code = fenced.filter_map(|block| block.split_once('\n'));
    code.filter(|(language, _)| ["rust", "toml"].contains(language)).map(|(_, text)| text).collect()
}

#[test]
fn the_page_of_plugins_quotes_the_example_as_it_is() {
    let page = files("md").into_iter().find(|file| file.path == "docs/plugins.md").unwrap();
    let example = |extension| files(extension).into_iter().filter(|file| file.is_in(&["examples/turbidity"]));
    let sources: Vec<_> = example("rs").chain(example("toml")).collect();
    let blocks = quoted(&page.text);
    assert!(blocks.len() >= 8, "{blocks:?}");
    let lost = blocks.iter().filter(|block| !sources.iter().any(|file| file.text.contains(**block)));
    let lost: Vec<String> = lost.map(|block| block.lines().take(3).collect::<Vec<_>>().join(" / ")).collect();
    assert_none("docs/plugins.md quotes examples/turbidity", &lost);
}
