//! The table of `docs/validation.md` says what is measured here and now.

use crate::comparison::{Comparison, Section};
use std::fmt::Write as _;

/// All sections in the order of the page.
fn sections() -> Vec<Section> {
    vec![
        crate::seawater_check_values::section(),
        crate::seawater_box::section(),
        crate::gsw_ocean::section(),
        crate::iapws_releases::section(),
        crate::seawater_beyond_100_mpa::section(),
        crate::unesco::section(),
        crate::before_teos_10::section(),
        crate::primary_standards::section(),
        crate::seawater_precision::section(),
        crate::seawater_seam::section(),
        crate::consistency::section(),
    ]
}

/// One table for each authority. Deviations have two digits, which every processor computes alike.
fn table(sections: &[Section]) -> String {
    let mut table = String::new();
    for Section { authority, comparisons } in sections {
        writeln!(
            table,
            "\n**{authority}**\n\n| Function | Range | Points | Worst deviation | Tolerance | Unit | Why |\n\
             |---|---|---|---|---|---|---|"
        )
        .unwrap();
        for Comparison { function, unit, range, points, worst, tolerance, reason } in comparisons {
            writeln!(
                table,
                "| {function} | {range} | {points} | {worst:.1e} | {tolerance:.1e} | {unit} | {reason} |"
            )
            .unwrap();
        }
    }
    table.push('\n');
    table
}

#[test]
fn the_validation_page_says_what_is_measured() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/validation.md");
    let page = std::fs::read_to_string(path).unwrap();
    let measured = table(&sections());
    let (before, rest) = page.split_once("<!-- models -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    let wanted = format!("{before}<!-- models -->\n{measured}<!-- end -->{after}");
    if std::env::var_os("HADAL_REGENERATE").is_some() {
        std::fs::write(path, &wanted).unwrap();
    } else {
        assert!(page == wanted, "docs/validation.md is out of date; measured:\n{measured}");
    }
}
