//! Which fewer and which further terms of its equation a sheet is asked about.

use super::SheetFit;
use std::collections::BTreeMap;

/// How many of the last free coefficients are tried without.
const FEWER: usize = 2;

/// Sets of held coefficients to compare: the last one or two free coefficients held at zero, which leaves a polynomial of lower
/// order; the fit as it is; and each held coefficient freed.
pub fn term_sets(sheet: &SheetFit) -> Vec<BTreeMap<String, f64>> {
    let free = sheet.fit.free_names();
    let fewer = (1..free.len()).take(FEWER).rev().map(|count| {
        let last = free[free.len() - count..].iter().map(|name| ((*name).to_owned(), 0.0));
        sheet.held.clone().into_iter().chain(last).collect()
    });
    let more = sheet.held.keys().map(|freed| {
        let others = sheet.held.iter().filter(|(name, _)| *name != freed);
        others.map(|(name, value)| (name.clone(), *value)).collect()
    });
    fewer.chain([sheet.held.clone()]).chain(more).collect()
}
