//! A plan as a procedure file that can be checked and run as it is.

use super::report::Report;
use super::search::{Question, Stage};
use anyhow::Context as _;
use hadal_rigs::description::{Loaded, Procedure, parse, plan_check};
use std::path::{Component, Path, PathBuf};

/// The procedure of a plan. Its item is named as seen from the folder in which it will lie.
///
/// # Errors
/// Folders that cannot be found.
pub fn procedure(question: &Question, plan: &Stage, output: Option<&Path>) -> anyhow::Result<Procedure> {
    let item = match output {
        Some(output) => seen_from(folder_of(output), &question.item.path)?,
        None => question.item.path.clone(),
    };
    Ok(Procedure {
        title: format!("{}: {}", question.item.value.name, question.targets_in_words()),
        items: vec![item.to_string_lossy().replace('\\', "/")],
        leg: plan.legs.clone(),
        ..question.terms.value.clone()
    })
}

/// Its text, with what was planned at its head.
///
/// # Errors
/// None in practice: every field has a place in TOML.
pub fn text(question: &Question, procedure: &Procedure, report: &Report<'_>) -> anyhow::Result<String> {
    let body = toml::to_string(procedure).context("the procedure cannot be written as TOML")?;
    let head = [
        format!("Made by `hadal plan` for {}.", question.targets_in_words()),
        format!("Forecast on {}: {:.1} h.", question.rig.value.name, report.hours),
    ];
    let head: String = head.iter().map(|line| format!("# {line}\n")).collect();
    Ok(head + &body)
}

/// That the text passes what `hadal calibrate` checks before anything moves.
///
/// # Errors
/// What it does not pass.
pub fn check(question: &Question, path: &Path, text: &str) -> anyhow::Result<()> {
    let value: Procedure = parse(&path.display().to_string(), text)?;
    let loaded = Loaded { value, path: path.to_owned(), text: text.to_owned() };
    plan_check(&question.rig, &loaded, std::slice::from_ref(&question.item))?;
    Ok(())
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file's path relative to a folder; whole where the two share no root.
fn seen_from(folder: &Path, file: &Path) -> anyhow::Result<PathBuf> {
    let whole =
        |path: &Path| std::fs::canonicalize(path).with_context(|| format!("cannot find {}", path.display()));
    let (folder, file) = (whole(folder)?, whole(file)?);
    Ok(relative(&folder, &file))
}

fn relative(folder: &Path, file: &Path) -> PathBuf {
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (folder.components().collect(), file.components().collect());
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        return file.to_owned();
    }
    let up = from.iter().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.into_iter().skip(shared)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_named_from_where_the_procedure_lies() {
        let of = |folder: &str, file: &str| relative(Path::new(folder), Path::new(file));
        assert_eq!(of("/a/b", "/a/items/c.toml"), Path::new("../items/c.toml"));
        assert_eq!(of("/a", "/a/c.toml"), Path::new("c.toml"));
        assert_eq!(of("/a/b/d", "/x/c.toml"), Path::new("../../../x/c.toml"));
    }
}
