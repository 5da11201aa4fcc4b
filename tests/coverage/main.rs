//! Statistics, not luck: thousands of joint calibrations of random units, at fidelity `points`.
//!
//! Each unit of each world is calibrated with model selection and judged over the ocean, against the truth, against an
//! oracle who knows its form, and against what the customary calibration at ambient pressure leaves.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod adaptive;
mod campaign;
mod customary;
mod oracle;
mod page;
mod places;
mod tally;
mod twin;
mod unit;
mod worlds;

use campaign::{campaign, units};
use page::{Block, assert_page_is_true};
use std::fmt::Write as _;
use tally::Tally;
use worlds::{Kind, shipped};

/// Frozen: a result is what these units give, whatever it is. The long proof's begin after them.
const SEED: u64 = 7_000;
const LONG_SEED: u64 = 100_000;
const UNITS: u64 = 200;
const LONG_UNITS: u64 = 10_000;
/// Each so many-th unit is given to the oracle too.
const ORACLE_EVERY: u64 = 10;
/// Mean width over an oracle's.
const WIDEST: f64 = 1.3;

/// Coverage is at most three standard errors below 95 %, everywhere and at each place.
fn assert_covered(tally: &Tally) {
    for row in tally.coverage() {
        assert!(row.below_by_standard_errors() <= 3.0, "{row:?}");
    }
}

/// Intervals are at most a given share wider than an oracle's.
fn assert_narrow(tally: &Tally) {
    for width in tally.widths() {
        let [same_weights, whole_covariance] = width.ratio;
        assert!(same_weights <= WIDEST, "{width:?}");
        // Conductivity is stated wider on purpose: decision 0005.
        assert!(whole_covariance <= WIDEST || width.quantity == "conductivity", "{width:?}");
    }
}

#[test]
fn stated_intervals_cover_the_truth_of_two_hundred_random_units() {
    let shipped = shipped();
    let tally = campaign(&shipped, Kind::Foreseen, SEED, UNITS, ORACLE_EVERY);
    assert_eq!(tally.refused(), 0);
    assert_page_is_true(Block::Short, &page::table(&tally));
    assert_covered(&tally);
    assert_narrow(&tally);
    assert!(tally.salinity_at_full_depth().root_mean_square <= 0.002, "{:?}", tally.salinity_at_full_depth());
}

#[test]
#[ignore = "ten thousand units take minutes; HADAL_UNITS says another number; the result stands in docs/validation.md"]
fn stated_intervals_cover_the_truth_of_ten_thousand_random_units() {
    let (shipped, count) = (shipped(), units(LONG_UNITS));
    let mut text = String::new();
    let foreseen = campaign(&shipped, Kind::Foreseen, LONG_SEED, count, ORACLE_EVERY);
    assert_eq!(foreseen.refused(), 0);
    text.push_str(&page::table(&foreseen));
    eprintln!("{text}");
    for kind in Kind::AGAINST_THE_BUDGET {
        let tally = campaign(&shipped, kind, LONG_SEED, count / 5, ORACLE_EVERY);
        write!(text, "{}{}", page::heading(kind), page::table(&tally)).unwrap();
    }
    assert_page_is_true(Block::Long, &text);
    assert_covered(&foreseen);
    assert_narrow(&foreseen);
    assert!(foreseen.salinity_at_full_depth().root_mean_square <= 0.002);
}
