//! Many units on all processors, with word of how far it is.

use crate::places::places;
use crate::tally::Tally;
use crate::unit::{Verdict, judge};
use crate::worlds::{Kind, Shipped};
use indicatif::{HumanDuration, ProgressBar};
use rayon::prelude::*;

/// Units between two lines of progress.
const WORD_EVERY: u64 = 500;

/// How many units a long proof takes: `HADAL_UNITS`, or as many as it says itself.
pub(crate) fn units(otherwise: u64) -> u64 {
    match std::env::var("HADAL_UNITS") {
        Ok(text) => text.parse().unwrap(),
        Err(_) => otherwise,
    }
}

/// Judges `count` units from `seed` on; each `oracle_every`-th meets the oracle too.
pub(crate) fn campaign(shipped: &Shipped, kind: Kind, seed: u64, count: u64, oracle_every: u64) -> Tally {
    let (scenario, places) = (kind.scenario(&shipped.scenario), places());
    let bar = ProgressBar::hidden();
    bar.set_length(count);
    let one = |unit: u64| {
        let with_oracle = unit.is_multiple_of(oracle_every);
        let verdict = judge(shipped, (kind, &scenario), &places, seed + unit, with_oracle);
        bar.inc(1);
        if bar.position().is_multiple_of(WORD_EVERY) {
            let left = HumanDuration(bar.eta());
            eprintln!("{kind:?}: {} of {count} units, {left} left", bar.position());
        }
        verdict
    };
    let verdicts: Vec<Verdict> = (0..count).into_par_iter().filter_map(one).collect();
    let each_ms = bar.elapsed().as_secs_f64() * 1e3 / bar.position().max(1) as f64;
    eprintln!("{kind:?}: {count} units, {each_ms:.2} ms each");
    Tally::of(kind, places, &verdicts, count)
}
