//! The commissioned values written into a rig file's text; everything else in it stays as it is.

use anyhow::{Context as _, bail};
use hadal_rigs::chamber::commissioning::Commissioned;
use hadal_rigs::description::{Loaded, Rig, parse};
use std::path::Path;
use toml_edit::{DocumentMut, Item, Value};

/// How the lines that name the records begin.
const MARK: &str = "# Commissioned from ";

/// The text of a rig file with what the records tell, as it shall stand at `output`.
///
/// # Errors
/// A value that no rig file may hold, a text in which a field does not stand where it should, or an output in no folder.
pub fn with(
    rig: &Loaded<Rig>,
    output: &Path,
    found: &Commissioned,
    records: &[String],
) -> anyhow::Result<String> {
    let name = rig.path.display().to_string();
    let mut document: DocumentMut = rig.text.parse().with_context(|| name.clone())?;
    for estimate in found.written() {
        let field = estimate.parameter.name();
        let Some(value) = place(&mut document, field) else { bail!("{name}: field `{field}`: missing") };
        let decimals = decimals(estimate.standard_uncertainty);
        let mut new = Value::from(rounded(estimate.value, decimals));
        let u = rounded(estimate.standard_uncertainty, decimals);
        new.decor_mut().set_prefix(" ");
        new.decor_mut().set_suffix(format!(" # u = {u:?}"));
        *value = new;
    }
    name_records(&mut document, records);
    if let Some(scenario) = place(&mut document, "scenario") {
        let said = scenario.as_str().unwrap_or_default();
        let decor = scenario.decor().clone();
        *scenario = Value::from(from_there(&rig.path, output, said)?);
        *scenario.decor_mut() = decor;
    }
    let text = document.to_string();
    parse::<Rig>(&name, &text).context(
        "the records tell a chamber that no rig file may hold; are they of this rig, and is it sound?",
    )?;
    Ok(text)
}

fn place<'a>(document: &'a mut DocumentMut, field: &str) -> Option<&'a mut Value> {
    let mut here: &mut Item = document.as_item_mut();
    for step in field.split('.') {
        here = here.get_mut(step)?;
    }
    here.as_value_mut()
}

/// A path relative to the file `here` as one relative to the file `there`.
fn from_there(here: &Path, there: &Path, name: &str) -> anyhow::Result<String> {
    let folder = |file: &Path| {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        folder.canonicalize().with_context(|| format!("cannot write {}", file.display()))
    };
    let (from, to) = (folder(here)?, folder(there)?);
    let moved = if from == to { None } else { pathdiff::diff_paths(from.join(name), to) };
    Ok(moved.map_or_else(|| name.to_owned(), |path| path.to_string_lossy().into_owned()))
}

/// Above the chamber's header, in place of earlier such lines.
fn name_records(document: &mut DocumentMut, records: &[String]) {
    let Some(chamber) = document.get_mut("chamber").and_then(Item::as_table_mut) else { return };
    let decor = chamber.decor_mut();
    let before = decor.prefix().and_then(|prefix| prefix.as_str()).unwrap_or("\n").to_owned();
    let kept: String = before.split_inclusive('\n').filter(|line| !line.starts_with(MARK)).collect();
    let named = records.iter().map(|record| format!("{MARK}{record}; u: standard uncertainty\n"));
    decor.set_prefix(named.fold(kept, |text, line| text + &line));
}

/// Decimals that show two digits of a standard uncertainty.
#[expect(clippy::cast_possible_truncation, reason = "the exponent of a double")]
fn decimals(standard_uncertainty: f64) -> i32 {
    1 - libm::log10(standard_uncertainty.max(f64::MIN_POSITIVE)).floor() as i32
}

/// Through decimal text, so that the file shows no binary tails.
fn rounded(value: f64, decimals: i32) -> f64 {
    let places = usize::try_from(decimals).unwrap_or(0);
    let unit = libm::pow(10.0, f64::from((-decimals).max(0)));
    let whole = if decimals < 0 { (value / unit).round() * unit } else { value };
    format!("{whole:.places$}").parse().unwrap_or(value)
}
