//! What many verdicts say: coverage, width, errors.
//!
//! Units are independent, the places of one unit are not: so a region's standard error is that of the mean over units of
//! the share of places covered, and a single place's is binomial.

use crate::places::{FULL_DEPTH_MPA, Place, Region};
use crate::unit::{Judged, QUANTITIES, Verdict};
use crate::worlds::Kind;
use std::collections::BTreeMap;

/// Names and units of the quantities, and how many of the unit to print make one of the model's.
pub(crate) const NAMES: [(&str, &str, f64); QUANTITIES] = [
    ("temperature", "mK", 1e3),
    ("conductivity", "mS/m", 1e3),
    ("pressure", "kPa", 1e3),
    ("practical salinity", "1e-3", 1e3),
];

/// Coverage factor of stated intervals.
const COVERAGE_FACTOR: f64 = 2.0;
/// What is stated.
const STATED: f64 = 0.95;

/// All verdicts of one kind of world.
pub(crate) struct Tally {
    pub(crate) kind: Kind,
    pub(crate) units: usize,
    /// Units drawn, those included whose calibration was refused.
    pub(crate) drawn: u64,
    places: Vec<Place>,
    judged: Vec<Vec<Judged>>,
    oracle: Vec<(usize, [Vec<[f64; QUANTITIES]>; 2])>,
    customary: Vec<f64>,
    terms: [BTreeMap<String, usize>; 3],
}

/// Coverage in one region, or at the place of it that is covered least.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Coverage {
    pub(crate) quantity: usize,
    pub(crate) region: Region,
    pub(crate) share: f64,
    standard_error: f64,
    pub(crate) worst: f64,
    worst_standard_error: f64,
    /// Mean expanded uncertainty, and root mean square error.
    pub(crate) width: f64,
    pub(crate) root_mean_square: f64,
    /// Mean width over the oracle's, over the units that met it, for each of its weights.
    pub(crate) over_oracle: [f64; 2],
}

/// Mean width of one quantity over the oracle's, over the certified places.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Width {
    pub(crate) quantity: &'static str,
    /// For each of the oracle's weights.
    pub(crate) ratio: [f64; 2],
}

/// Error of practical salinity at full depth over all units.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FullDepth {
    pub(crate) root_mean_square: f64,
    pub(crate) customary_root_mean_square: f64,
    pub(crate) customary_largest: f64,
    pub(crate) largest: f64,
}

impl Coverage {
    /// By how many standard errors coverage lies below what is stated, in the region or at its worst place.
    pub(crate) fn below_by_standard_errors(&self) -> f64 {
        let region = (STATED - self.share) / self.standard_error;
        region.max((STATED - self.worst) / self.worst_standard_error)
    }
}

impl Tally {
    pub(crate) fn of(kind: Kind, places: Vec<Place>, verdicts: &[Verdict], drawn: u64) -> Self {
        let mut terms = [BTreeMap::new(), BTreeMap::new(), BTreeMap::new()];
        for verdict in verdicts {
            for (counts, kept) in terms.iter_mut().zip(&verdict.terms) {
                *counts.entry(kept.clone()).or_default() += 1;
            }
        }
        let oracle = verdicts.iter().enumerate();
        Self {
            kind,
            units: verdicts.len(),
            drawn,
            places,
            judged: verdicts.iter().map(|verdict| verdict.places.clone()).collect(),
            oracle: oracle.filter_map(|(unit, verdict)| Some((unit, verdict.oracle.clone()?))).collect(),
            customary: verdicts.iter().flat_map(|verdict| verdict.customary.iter().copied()).collect(),
            terms,
        }
    }

    /// Units whose calibration was refused: references so far off that they make no state of the water.
    pub(crate) fn refused(&self) -> u64 {
        self.drawn - u64::try_from(self.units).unwrap_or(self.drawn)
    }

    /// Of every quantity in every region.
    pub(crate) fn coverage(&self) -> Vec<Coverage> {
        let rows = (0..QUANTITIES).flat_map(|quantity| Region::ALL.map(|region| (quantity, region)));
        rows.map(|(quantity, region)| self.coverage_of(quantity, region)).collect()
    }

    fn coverage_of(&self, quantity: usize, region: Region) -> Coverage {
        let places = self.places_where(|place| place.region == region);
        let covered =
            |judged: &Judged| judged.error[quantity].abs() <= COVERAGE_FACTOR * judged.uncertainty[quantity];
        let shares: Vec<f64> = self
            .judged
            .iter()
            .map(|unit| mean(places.iter().map(|place| f64::from(u8::from(covered(&unit[*place]))))))
            .collect();
        let at =
            |place: usize| mean(self.judged.iter().map(|unit| f64::from(u8::from(covered(&unit[place])))));
        let worst = places.iter().map(|place| at(*place)).fold(1.0, f64::min);
        let units = count(self.units);
        let share = mean(shares.iter().copied());
        let variance = mean(shares.iter().map(|s| (s - share) * (s - share)));
        let binomial = (STATED * (1.0 - STATED) / units).sqrt();
        let each = || self.judged.iter().flat_map(|unit| places.iter().map(|place| unit[*place]));
        Coverage {
            quantity,
            region,
            share,
            // Where every unit is covered everywhere, its own scatter says nothing.
            standard_error: if variance > 0.0 { (variance / units).sqrt() } else { binomial },
            worst,
            worst_standard_error: binomial,
            width: mean(each().map(|judged| COVERAGE_FACTOR * judged.uncertainty[quantity])),
            root_mean_square: root_mean_square(each().map(|judged| judged.error[quantity])),
            over_oracle: self.over_oracle(quantity, &places),
        }
    }

    /// Mean width over the oracle's, over all certified places.
    pub(crate) fn widths(&self) -> Vec<Width> {
        let places = self.places_where(|place| place.region.is_certified());
        (0..QUANTITIES)
            .map(|quantity| Width { quantity: NAMES[quantity].0, ratio: self.over_oracle(quantity, &places) })
            .collect()
    }

    fn over_oracle(&self, quantity: usize, places: &[usize]) -> [f64; 2] {
        let ours = self.oracle.iter().flat_map(|(unit, _)| {
            places.iter().map(|place| self.judged[*unit][*place].uncertainty[quantity])
        });
        let ours = mean(ours);
        [0, 1].map(|weights: usize| {
            let oracles = self.oracle.iter().map(|(_, at)| &at[weights]);
            ours / mean(oracles.flat_map(|at| places.iter().map(|place| at[*place][quantity])))
        })
    }

    /// Error of practical salinity at 11,300 dbar, ours and the customary calibration's.
    pub(crate) fn salinity_at_full_depth(&self) -> FullDepth {
        let places = self.places_where(|place| place.pressure.mpa() >= FULL_DEPTH_MPA);
        let ours = || self.judged.iter().flat_map(|unit| places.iter().map(|place| unit[*place].error[3]));
        FullDepth {
            root_mean_square: root_mean_square(ours()),
            largest: ours().map(f64::abs).fold(0.0, f64::max),
            customary_root_mean_square: root_mean_square(self.customary.iter().copied()),
            customary_largest: self.customary.iter().map(|error| error.abs()).fold(0.0, f64::max),
        }
    }

    /// Which optional terms the selection kept, and in what share of the units; the most frequent first.
    pub(crate) fn terms(&self, quantity: usize) -> Vec<(String, f64)> {
        let shares =
            self.terms[quantity].iter().map(|(kept, n)| (kept.clone(), count(*n) / count(self.units)));
        let mut shares: Vec<(String, f64)> = shares.collect();
        shares.sort_by(|one, other| other.1.total_cmp(&one.1));
        shares
    }

    fn places_where(&self, is: impl Fn(&Place) -> bool) -> Vec<usize> {
        self.places.iter().enumerate().filter(|(_, place)| is(place)).map(|(index, _)| index).collect()
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, number) = values.fold((0.0, 0.0), |(sum, number), value| (sum + value, number + 1.0));
    sum / number
}

fn root_mean_square(values: impl Iterator<Item = f64>) -> f64 {
    mean(values.map(|value| value * value)).sqrt()
}

#[expect(clippy::cast_precision_loss, reason = "thousands of units")]
fn count(number: usize) -> f64 {
    number as f64
}
