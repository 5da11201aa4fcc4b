//! The equation that a person means: by its name, or by a file that describes a laboratory's own.

use anyhow::Context as _;
use hadal_models::equation::{self, Equation};
use std::path::Path;

/// The equation of this name, or of the TOML file of this name.
///
/// # Errors
/// A name that means none or several, or a file that cannot be read or describes none: line, field and what is accepted.
pub fn named_or_described(text: &str) -> anyhow::Result<&'static Equation> {
    if is_description(text) { described(Path::new(text)) } else { Ok(equation::find(text)?) }
}

/// Whether a file that describes an equation is meant.
pub fn is_description(text: &str) -> bool {
    Path::new(text).extension().is_some_and(|extension| extension == "toml")
}

/// The equation that a file describes.
///
/// # Errors
/// A file that cannot be read or describes none: line, field and what is accepted.
pub fn described(file: &Path) -> anyhow::Result<&'static Equation> {
    let name = file.display();
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {name}"))?;
    equation::describe(&text).with_context(|| name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_laboratory_has_its_equations_in_files() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("lamp.toml");
        let text = "schema = \"hadal-equation/1\"\nid = \"our-lab/lamp\"\nversion = 3\nquantity = \"brightness\"\n\
                    unit = \"1\"\nplausible = [-1.0, 100.0]\nsource = \"bench sheet\"\nformula = \"scale * volts\"\n\
                    input = [{ name = \"volts\", unit = \"V\" }]\n\
                    coefficient = [{ name = \"scale\", unit = \"V-1\", typical = 2.0 }]\n";
        std::fs::write(&file, text).unwrap();
        let name = file.display().to_string();
        assert_eq!(named_or_described(&name).unwrap().version(), 3);
        std::fs::write(&file, text.replace("volts\"\ninput", "bolts\"\ninput")).unwrap();
        let error = format!("{:#}", named_or_described(&name).unwrap_err());
        assert!(error.starts_with(&name) && error.contains("bolts"), "{error}");
        assert!(
            named_or_described("no-such.toml").unwrap_err().to_string().contains("cannot read no-such.toml")
        );
        assert_eq!(named_or_described("sbe-3-temp").unwrap().id(), "sea-bird/sbe-3-temperature");
    }
}
