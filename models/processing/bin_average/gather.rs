//! Which scans are in which bin.

use super::super::bad_flag::is_bad;
use super::{BinAverage, BinAxis, CastSelection};
use std::collections::BTreeMap;

/// The scans of one bin.
pub(super) struct Gathered {
    /// Where the bin stands if interpolated.
    pub(super) centre: f64,
    /// Mean of the axis over its scans.
    pub(super) mean: f64,
    /// Its scans, never none.
    pub(super) scans: Vec<usize>,
}

/// One scan that takes part.
#[derive(Clone, Copy)]
struct Place {
    scan: usize,
    at: f64,
}

/// Scans under a key that sorts as the bins shall.
type Bins<Key> = BTreeMap<Key, Vec<Place>>;

/// Bins that hold at least one scan, in the order of the cast.
pub(super) fn gather(
    axis: BinAxis<'_>,
    flags: &[f64],
    columns: &[&[f64]],
    average: &BinAverage,
) -> Vec<Gathered> {
    let end = flags.len().saturating_sub(average.skip_last);
    let is_whole = |scan: &usize| columns.iter().all(|column| column.get(*scan).is_some_and(|v| !is_bad(*v)));
    let is_taken = |scan: &usize| flags.get(*scan).is_some_and(|flag| average.bad_scans.take(*flag));
    let taken = (average.skip_first..end).filter(is_whole).filter(is_taken);
    let along = |values: &[f64]| {
        let at = |scan: usize| values.get(scan).copied().filter(|at| !is_bad(*at));
        taken.clone().filter_map(|scan| at(scan).map(|at| Place { scan, at })).collect::<Vec<_>>()
    };
    match axis {
        BinAxis::Profile(values) => profile(&along(values), average),
        BinAxis::TimeS(values) => ordered(&along(values), average.size, 0.0),
        BinAxis::ScanNumber => {
            let numbered = taken.enumerate().map(|(number, scan)| Place { scan, at: number as f64 });
            ordered(&numbered.collect::<Vec<_>>(), average.size, average.size / 2.0)
        }
    }
}

/// Bins without a turn; the centre of bin 0 lies at `origin`.
fn ordered(places: &[Place], size: f64, origin: f64) -> Vec<Gathered> {
    let mut bins: Bins<i64> = BTreeMap::new();
    for place in places {
        bins.entry(bin_number(libm::floor((place.at - origin) / size + 0.5))).or_default().push(*place);
    }
    bins.into_iter().map(|(number, places)| gathered(number as f64 * size + origin, &places)).collect()
}

/// Bins of a profile: surface, descent, ascent, surface.
fn profile(places: &[Place], average: &BinAverage) -> Vec<Gathered> {
    let size = average.size;
    let descending = |at: f64| bin_number(libm::floor(at / size + 0.5));
    let ascending = |at: f64| bin_number(libm::ceil(at / size - 0.5));
    let Some(turn) = first_deepest(places) else { return Vec::new() };
    let (down, up) = places.split_at(turn);
    let deepest = up.first().map_or(0, |place| descending(place.at));
    let mut descent: Bins<i64> = BTreeMap::new();
    let mut ascent: Bins<std::cmp::Reverse<i64>> = BTreeMap::new();
    for place in down {
        descent.entry(descending(place.at)).or_default().push(*place);
    }
    for (since_turn, place) in up.iter().enumerate() {
        let number = if since_turn == 0 { deepest } else { ascending(place.at) };
        if number < deepest {
            ascent.entry(std::cmp::Reverse(number)).or_default().push(*place);
        } else if average.cast == CastSelection::Both || since_turn <= 1 {
            descent.entry(deepest).or_default().push(*place);
        }
    }
    let mut bins = Vec::new();
    let (descent_surface, ascent_surface) = surface(down, up, average);
    if average.cast != CastSelection::Ascent {
        bins.extend(descent_surface);
        let descent = descent.into_iter().filter(|(number, _)| *number >= 1);
        bins.extend(descent.map(|(number, places)| gathered(number as f64 * size, &places)));
    }
    if average.cast != CastSelection::Descent {
        let ascent = ascent.into_iter().filter(|(number, _)| number.0 >= 1);
        bins.extend(ascent.map(|(number, places)| gathered(number.0 as f64 * size, &places)));
        bins.extend(ascent_surface);
    }
    bins
}

/// The surface bins of descent and ascent, where there are scans for them.
fn surface(down: &[Place], up: &[Place], average: &BinAverage) -> (Option<Gathered>, Option<Gathered>) {
    let Some(surface) = average.surface else { return (None, None) };
    let maximum = surface.maximum.min(average.size / 2.0);
    let bin = |places: Vec<Place>, centre: f64| (!places.is_empty()).then(|| gathered(centre, &places));
    let of_descent = down.iter().filter(|place| surface.minimum <= place.at && place.at < maximum);
    let of_ascent = up.iter().filter(|place| surface.minimum < place.at && place.at <= maximum);
    (bin(of_descent.copied().collect(), surface.value), bin(of_ascent.copied().collect(), 0.0))
}

fn first_deepest(places: &[Place]) -> Option<usize> {
    let mut deepest: Option<(usize, f64)> = None;
    for (index, place) in places.iter().enumerate() {
        if deepest.is_none_or(|(_, so_far)| place.at > so_far) {
            deepest = Some((index, place.at));
        }
    }
    deepest.map(|(index, _)| index)
}

#[expect(clippy::cast_possible_truncation, reason = "whole; far beyond any ocean the cast saturates")]
fn bin_number(whole: f64) -> i64 {
    whole as i64
}

fn gathered(centre: f64, places: &[Place]) -> Gathered {
    let sum: f64 = places.iter().map(|place| place.at).sum();
    Gathered {
        centre,
        mean: sum / places.len() as f64,
        scans: places.iter().map(|place| place.scan).collect(),
    }
}
