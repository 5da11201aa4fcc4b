//! The equations by name.

use super::{Equation, describe};
use std::sync::LazyLock;

/// The makers' equations, one file each.
const CATALOG: [&str; 32] = [
    include_str!("catalog/aanderaa-4330-oxygen.toml"),
    include_str!("catalog/biospherical-par.toml"),
    include_str!("catalog/biospherical-surface-par.toml"),
    include_str!("catalog/chelsea-aquatracka.toml"),
    include_str!("catalog/chelsea-minitracka.toml"),
    include_str!("catalog/generic-polynomial.toml"),
    include_str!("catalog/generic-rational.toml"),
    include_str!("catalog/jfe-rinko-oxygen.toml"),
    include_str!("catalog/paroscientific-digiquartz-pressure.toml"),
    include_str!("catalog/paroscientific-digiquartz-temperature.toml"),
    include_str!("catalog/rbr-conductivity.toml"),
    include_str!("catalog/rbr-pressure.toml"),
    include_str!("catalog/rbr-temperature.toml"),
    include_str!("catalog/satlantic-par.toml"),
    include_str!("catalog/sea-bird-altimeter.toml"),
    include_str!("catalog/sea-bird-digiquartz-pressure.toml"),
    include_str!("catalog/sea-bird-sbe-16plus-temperature.toml"),
    include_str!("catalog/sea-bird-sbe-18-ph.toml"),
    include_str!("catalog/sea-bird-sbe-3-temperature.toml"),
    include_str!("catalog/sea-bird-sbe-37-conductivity.toml"),
    include_str!("catalog/sea-bird-sbe-37-pressure.toml"),
    include_str!("catalog/sea-bird-sbe-37-temperature.toml"),
    include_str!("catalog/sea-bird-sbe-4-conductivity.toml"),
    include_str!("catalog/sea-bird-sbe-43-oxygen.toml"),
    include_str!("catalog/sea-bird-sbe-63-oxygen.toml"),
    include_str!("catalog/sea-bird-sbe-63-temperature.toml"),
    include_str!("catalog/sea-bird-seafet-ph-external.toml"),
    include_str!("catalog/sea-bird-seafet-ph-internal.toml"),
    include_str!("catalog/sea-bird-seafet-temperature.toml"),
    include_str!("catalog/seapoint-turbidity.toml"),
    include_str!("catalog/wet-labs-c-star.toml"),
    include_str!("catalog/wet-labs-eco.toml"),
];

static ALL: LazyLock<Vec<&'static Equation>> = LazyLock::new(|| {
    // A description of the catalog that cannot be read is seen by the first test that asks for any equation.
    let mut all: Vec<&'static Equation> = CATALOG.iter().filter_map(|text| describe(text).ok()).collect();
    all.sort_by_key(|equation| equation.id());
    all
});

/// No equation is meant by this name, or several are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownEquation {
    /// No equation has this name.
    #[error("unknown equation `{id}`: did you mean {}?", listed(near))]
    Unknown {
        /// The name that was asked for.
        id: String,
        /// The nearest names there are, nearest first.
        near: Vec<&'static str>,
    },
    /// The name is part of several.
    #[error("equation `{id}` could be {}: write the whole name", listed(candidates))]
    Ambiguous {
        /// The name that was asked for.
        id: String,
        /// The equations whose names it is part of.
        candidates: Vec<&'static str>,
    },
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
}

/// Every equation, in the order of its name.
pub fn all() -> &'static [&'static Equation] {
    &ALL
}

/// The equation of this name, or the only one whose name contains it.
///
/// # Errors
/// [`UnknownEquation`]: the nearest names, or those that it could mean.
pub fn find(id: &str) -> Result<&'static Equation, UnknownEquation> {
    let small = id.to_ascii_lowercase();
    if let Some(equation) = all().iter().find(|equation| equation.id() == small) {
        return Ok(equation);
    }
    let contains = |equation: &&'static Equation| !small.is_empty() && equation.id().contains(&small);
    let candidates: Vec<&'static Equation> = all().iter().copied().filter(contains).collect();
    match candidates.as_slice() {
        [only] => Ok(only),
        [] => Err(UnknownEquation::Unknown { id: id.to_owned(), near: nearest(id) }),
        several => Err(UnknownEquation::Ambiguous {
            id: id.to_owned(),
            candidates: several.iter().map(|equation| equation.id()).collect(),
        }),
    }
}

/// The three names that are most like it (Jaro and Winkler).
fn nearest(id: &str) -> Vec<&'static str> {
    // A person may have left the maker out.
    let likeness = |name: &str| {
        let form = name.split_once('/').map_or(name, |(_, form)| form);
        strsim::jaro_winkler(id, name).max(strsim::jaro_winkler(id, form))
    };
    let mut names: Vec<_> = all().iter().map(|equation| (likeness(equation.id()), equation.id())).collect();
    names.sort_by(|one, other| other.0.total_cmp(&one.0));
    names.into_iter().take(3).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_description_of_the_catalog_is_good() {
        for text in CATALOG {
            assert!(describe(text).is_ok(), "{:?}", describe(text));
        }
        assert_eq!(all().len(), CATALOG.len());
    }

    #[test]
    fn a_misspelt_name_is_answered_with_the_nearest() {
        let error = find("seabird/sbe37-temperature").unwrap_err().to_string();
        assert!(
            error.contains(
                "unknown equation `seabird/sbe37-temperature`: did you mean `sea-bird/sbe-37-temperature`"
            ),
            "{error}"
        );
    }

    #[test]
    fn part_of_a_name_serves_if_it_is_part_of_one_only() {
        assert_eq!(find("sbe-37-temperature").unwrap().id(), "sea-bird/sbe-37-temperature");
        let error = find("sbe-37").unwrap_err().to_string();
        assert!(error.contains("could be `sea-bird/sbe-37-conductivity` or"), "{error}");
    }

    #[test]
    fn every_equation_is_found_by_its_name() {
        for equation in all() {
            assert_eq!(find(equation.id()).unwrap().id(), equation.id());
        }
    }
}
