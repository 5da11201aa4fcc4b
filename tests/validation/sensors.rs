//! A thousand drawn units of each family of sensors against what others published of real ones, and its table.
//!
//! Units are converted with the maker's equation, fitted as a laboratory fits it: at one atmosphere. That is the one place where
//! truth and equation meet, and the residuals show that the truths are no stranger than real sensors. Every row agrees or
//! fails by the criterion that it states, and says whether that is evidence or only how the units were made.

mod clark;
mod conductivity;
mod fitted;
mod inductive;
mod noise;
mod optics;
mod optode;
mod oxygen;
mod ph;
mod pressure;
mod statistics;
mod stored_heat;
mod temperature;

use std::fmt::Write as _;

/// Units drawn of each family.
const UNITS: u64 = 1_000;
/// The campaign that they are numbered in.
const SEED: u64 = 2_026;

/// What agreement is worth.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Basis {
    /// The units were drawn without this figure: that they agree is evidence.
    Independent,
    /// The units were drawn so: agreement shows only that nobody broke it.
    Construction,
}

/// One published statement and what the drawn units say to it.
struct Row {
    subject: String,
    published: String,
    source: &'static str,
    drawn: String,
    criterion: String,
    basis: Basis,
    agrees: bool,
}

/// The units of one family.
fn units<Unit>(purpose: &str, draw: impl Fn(&mut hadal_models::randomness::Stream) -> Unit) -> Vec<Unit> {
    (0..UNITS).map(|run| draw(&mut hadal_models::randomness::stream(SEED, run, purpose))).collect()
}

fn rows() -> Vec<Row> {
    [
        temperature::rows(),
        conductivity::rows(),
        stored_heat::rows(),
        inductive::rows(),
        pressure::rows(),
        clark::rows(),
        optode::rows(),
        ph::rows(),
        optics::rows(),
        noise::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn table(rows: &[Row]) -> String {
    let mut table = String::from(
        "\n| What | Published | By whom | Drawn units | Agrees if | |\n|---|---|---|---|---|---|\n",
    );
    for Row { subject, published, source, drawn, criterion, basis, agrees } in rows {
        let verdict = match (agrees, basis) {
            (true, Basis::Independent) => "yes",
            (true, Basis::Construction) => "by construction",
            (false, _) => "**no**",
        };
        let (published, drawn) = (with_minus_signs(published), with_minus_signs(drawn));
        writeln!(table, "| {subject} | {published} | {source} | {drawn} | {criterion} | {verdict} |")
            .unwrap();
    }
    table.push('\n');
    table
}

/// A hyphen before a digit, unless in an exponent or a name, is a minus sign.
fn with_minus_signs(text: &str) -> String {
    let mut before = ' ';
    let mut after = text.chars().skip(1).chain(std::iter::once(' '));
    let signed = text.chars().map(|character| {
        let next = after.next().unwrap_or(' ');
        let is_sign = character == '-' && next.is_ascii_digit() && !before.is_alphanumeric();
        before = character;
        if is_sign { '−' } else { character }
    });
    signed.collect()
}

#[test]
fn val_a_thousand_units_of_each_family_are_as_published() {
    let rows = rows();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/validation.md");
    let page = std::fs::read_to_string(path).unwrap();
    let measured = table(&rows);
    let (before, rest) = page.split_once("<!-- sensors -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    let wanted = format!("{before}<!-- sensors -->\n{measured}<!-- end -->{after}");
    if std::env::var_os("HADAL_REGENERATE").is_some() {
        std::fs::write(path, &wanted).unwrap();
    } else {
        assert!(page == wanted, "docs/validation.md is out of date; measured:\n{measured}");
    }
    let failed: Vec<&str> = rows.iter().filter(|row| !row.agrees).map(|row| row.subject.as_str()).collect();
    assert!(failed.is_empty(), "not as published: {failed:?}\n{measured}");
}
