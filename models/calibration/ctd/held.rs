//! Coefficients that are held instead of fitted, and why.

use super::evidence::Evidence;
use std::collections::BTreeMap;

/// Why a coefficient is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The item's file gives its value.
    Given,
    /// The maker's form has this value unless the item's file says otherwise.
    Form,
    /// The points cannot tell it: the equation is not calibrated as a whole.
    TooFewPoints,
    /// The points could tell it, and say nothing that scatter could not: its value is what it is without evidence, its
    /// standard uncertainty that of the fit in which it was free.
    Unsupported,
}

/// A coefficient that is held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// The value it is held at, in the coefficient's unit.
    pub value: f64,
    /// Why it is held.
    pub reason: Reason,
}

/// Held coefficients by name.
pub(super) type HeldByName = BTreeMap<String, Held>;

/// These coefficients held for one reason.
pub(super) fn held(
    values: impl IntoIterator<Item = (&'static str, f64)>,
    reason: Reason,
) -> impl Iterator<Item = (String, Held)> {
    values.into_iter().map(move |(name, value)| (name.to_owned(), Held { value, reason }))
}

/// Those of these coefficients that the item's file gives.
pub(super) fn given(evidence: &Evidence, names: &[&'static str]) -> HeldByName {
    let value = |name: &'static str| evidence.maker_coefficients.get(name).map(|value| (name, *value));
    held(names.iter().copied().filter_map(value), Reason::Given).collect()
}

/// Values alone, as a fit takes them.
pub(super) fn values(held: &HeldByName) -> BTreeMap<String, f64> {
    held.iter().map(|(name, held)| (name.clone(), held.value)).collect()
}
