//! The coefficients that an item file holds: which names each kind of item needs, and what values are plausible.
//!
//! A coefficient that is missing or misspelt would be taken as its neutral value, and nothing in a fit would show it.

mod sheets;

use super::{Checks, ItemKind};
use std::collections::BTreeMap;

/// A coefficient of the maker's sheet, and the closed range that no sheet leaves.
struct Coefficient {
    name: &'static str,
    least: f64,
    most: f64,
    /// What it is, for the message.
    meaning: &'static str,
}

const fn coefficient(name: &'static str, least: f64, most: f64, meaning: &'static str) -> Coefficient {
    Coefficient { name, least, most, meaning }
}

/// Refuses coefficients that are missing, unknown or implausible for this kind of item.
pub(super) fn check_coefficients(kind: ItemKind, values: &BTreeMap<String, f64>, checks: &mut Checks) {
    let (needed, optional) = sheets::of(kind);
    for one in needed.iter().filter(|one| !values.contains_key(one.name)) {
        checks.missing(
            field(one.name),
            format!("a number from {} to {} ({})", one.least, one.most, one.meaning),
        );
    }
    for (name, value) in values {
        match needed.iter().chain(optional).find(|one| one.name == name) {
            Some(one) => checks.range(field(name), *value, one.least, one.most),
            None => {
                let known: Vec<&str> = needed.iter().chain(optional).map(|one| one.name).collect();
                checks.unknown(field(name), format!("one of {}", known.join(", ")));
            }
        }
    }
}

fn field(name: &str) -> String {
    format!("coefficient.{name}")
}
