//! The equations by name.

use super::{Equation, sea_bird};

/// No equation has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown equation `{id}`: did you mean {}?", .near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or "))]
pub struct UnknownEquation {
    /// The name that was asked for.
    pub id: String,
    /// The nearest names there are, nearest first.
    pub near: Vec<&'static str>,
}

/// Every equation, in the order of its name.
pub fn all() -> &'static [&'static dyn Equation] {
    &[&sea_bird::Sbe37Conductivity, &sea_bird::Sbe37Pressure, &sea_bird::Sbe37Temperature]
}

/// The equation of this name.
///
/// # Errors
/// [`UnknownEquation`], which lists the nearest names.
pub fn find(id: &str) -> Result<&'static dyn Equation, UnknownEquation> {
    all()
        .iter()
        .copied()
        .find(|equation| equation.id() == id)
        .ok_or_else(|| UnknownEquation { id: id.to_owned(), near: nearest(id) })
}

/// The three names with the fewest letters to change.
fn nearest(id: &str) -> Vec<&'static str> {
    let mut names: Vec<_> =
        all().iter().map(|equation| (strsim::levenshtein(id, equation.id()), equation.id())).collect();
    names.sort_unstable();
    names.into_iter().take(3).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_is_answered_with_the_nearest() {
        let error = find("seabird/sbe37-temperature").unwrap_err();
        assert_eq!(error.near[0], "sea-bird/sbe-37-temperature");
        assert!(error.to_string().contains("unknown equation `seabird/sbe37-temperature`"), "{error}");
    }

    #[test]
    fn every_equation_is_found_by_its_name() {
        for equation in all() {
            assert_eq!(find(equation.id()).unwrap().id(), equation.id());
        }
    }
}
