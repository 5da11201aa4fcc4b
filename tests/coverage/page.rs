//! The tables of `docs/validation.md`.

use crate::places::Region;
use crate::tally::{Coverage, NAMES, Tally};
use crate::worlds::{Kind, path};
use std::fmt::Write as _;

/// A place on the page, between two marks.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Block {
    /// What every run of the tests measures anew.
    Short,
    /// What the long proof measured.
    Long,
    /// Adaptive calibrations, in every run of the tests.
    Adaptive,
    /// Adaptive calibrations in the long proof.
    AdaptiveLong,
}

/// The heading of a world against the budget.
pub(crate) fn heading(kind: Kind) -> String {
    format!("\n**Against the budget: {}**\n", kind.title())
}

/// A row of coverage, width and errors, open at its end.
pub(crate) fn covered(row: &Coverage) -> String {
    let (name, unit, scale) = NAMES[row.quantity];
    format!(
        "| {name} | {} | {:.1} % | {:.1} % | {:.2} {unit} | {:.2} {unit} |",
        row.region.title(),
        row.share * 100.0,
        row.worst * 100.0,
        row.width * scale,
        row.root_mean_square * scale,
    )
}

/// Coverage, width and errors; salinity at full depth; the terms that were kept.
pub(crate) fn table(tally: &Tally) -> String {
    let (units, drawn, refused, title) = (tally.units, tally.drawn, tally.refused(), tally.kind.title());
    let mut table = format!(
        "\n{units} units of {drawn} drawn ({refused} refused), {title}.\n\n\
         | Quantity | Where | Covered | Least at one place | Mean U | rms error | U over oracle's | of whole covariance |\n\
         |---|---|---|---|---|---|---|---|\n"
    );
    for row in tally.coverage() {
        let over = if row.region == Region::WarmUnderPressure {
            "- | -".to_owned()
        } else {
            row.over_oracle.map(|ratio| format!("{ratio:.2}")).join(" | ")
        };
        writeln!(table, "{} {over} |", covered(&row)).unwrap();
    }
    table.push('\n');
    let widths = tally.widths();
    let over = ["", " of whole covariance"];
    for (weights, of) in over.iter().enumerate() {
        let widths: Vec<String> =
            widths.iter().map(|width| format!("{} {:.2}", width.quantity, width.ratio[weights])).collect();
        writeln!(
            table,
            "- Mean width over the oracle's{of} over the certified places: {}.",
            widths.join(", ")
        )
        .unwrap();
    }
    let deep = tally.salinity_at_full_depth();
    writeln!(
        table,
        "- Practical salinity at 11,300 dbar: rms error {:.4}, largest {:.4}; the customary calibration at ambient pressure \
         leaves {:.4} and {:.4} on the same units.",
        deep.root_mean_square, deep.largest, deep.customary_root_mean_square, deep.customary_largest
    )
    .unwrap();
    for (quantity, (name, _, _)) in NAMES.iter().take(3).enumerate() {
        let kept = tally.terms(quantity);
        let kept: Vec<String> = kept
            .iter()
            .take(4)
            .map(|(terms, share)| {
                let terms = if terms.is_empty() { "none" } else { terms.as_str() };
                format!("{terms} ({:.0} %)", share * 100.0)
            })
            .collect();
        writeln!(table, "- Optional terms kept of {name}: {}.", kept.join("; ")).unwrap();
    }
    table.push('\n');
    table
}

/// The page must say what is measured here and now.
pub(crate) fn assert_page_is_true(block: Block, measured: &str) {
    let mark = match block {
        Block::Short => "<!-- points -->\n",
        Block::Long => "<!-- points, long -->\n",
        Block::Adaptive => "<!-- adaptive -->\n",
        Block::AdaptiveLong => "<!-- adaptive, long -->\n",
    };
    let path = path("docs/validation.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(mark).unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    let wanted = format!("{before}{mark}{measured}<!-- end -->{after}");
    if std::env::var_os("HADAL_REGENERATE").is_some() {
        std::fs::write(&path, wanted).unwrap();
    } else {
        assert!(page == wanted, "docs/validation.md is out of date; measured:\n{measured}");
    }
}
