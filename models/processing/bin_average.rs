//! Scans gathered into bins of depth, pressure, time or number, and averaged (Sea-Bird's *Bin Average*).
//!
//! Bin k of a profile holds the scans within half a bin size of k times the size, k = 1, 2, …: the lower edge belongs to
//! it on the way down, the upper on the way up. Scans nearer the surface than half a size are in no bin but, where asked
//! for, in a surface bin of their own. The bin of the turn holds both ways and stands with the descent. A descent alone
//! ends with the one scan after the deepest; an ascent alone begins with the bin after that of the turn.
//! Bins of time are centred like those of a profile; bins of number hold scans 0 to size − 1, and so on.
//!
//! A scan with any bad value is left out, or only the value ([`Gaps`]); one marked bad where these are excluded. An empty bin gives no row.
//!
//! **Interpolated**, a bin stands for its centre: its average is moved along the line through the averages of the bin
//! before and its own (the first takes the bin after), as the manual has it. The surface bin of the ascent is moved to 0,
//! whatever its range.
//!
//! Kept apart from `seabirdscientific` 3.1.1: an ascent that ends below the surface keeps its last bin.

mod gather;

use super::bad_flag::{BAD_FLAG, BadScans, is_bad};
use super::error::{ProcessingError, above_zero, finite, one_per_scan, zero_or_above};
use gather::{Gathered, gather};

/// What the bins are bins of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BinAxis<'a> {
    /// Sea pressure in dbar or depth in metres, one per scan: a profile, with a descent and an ascent.
    Profile(&'a [f64]),
    /// Time in seconds, one per scan.
    TimeS(&'a [f64]),
    /// The number of the scan among those that take part, from 0.
    ScanNumber,
}

/// Which part of a profile to average. Bins of time and number always take all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CastSelection {
    /// The way down.
    Descent,
    /// The way up.
    Ascent,
    /// Both, one after the other.
    Both,
}

/// Where a bin's values stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinPlacement {
    /// At the mean of its scans.
    Averaged,
    /// At its centre.
    Interpolated,
}

/// A bin of the scans too near the surface for the first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurfaceBin {
    /// Where it begins, in units of the axis; 0 or above.
    pub minimum: f64,
    /// Where it ends; at most half a bin size counts.
    pub maximum: f64,
    /// Where the interpolated one of the descent stands.
    pub value: f64,
}

/// What a bad value takes out of a bin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gaps {
    /// Its whole scan, as in the maker's program: every row then is of the same scans in all columns.
    LeaveOutScan,
    /// Itself: each column is averaged over its own good values, and has none where there is none.
    LeaveOutValue,
}

/// How many scans a bin needs and may have to give a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScansPerBin {
    /// At least so many.
    pub minimum: usize,
    /// At most so many.
    pub maximum: usize,
}

impl Default for ScansPerBin {
    fn default() -> Self {
        Self { minimum: 1, maximum: usize::MAX }
    }
}

/// How to average.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BinAverage {
    /// Size of a bin in units of the axis, above 0.
    pub size: f64,
    /// Part of a profile.
    pub cast: CastSelection,
    /// Mean or centre.
    pub placement: BinPlacement,
    /// Surface bins of a profile, if wanted.
    pub surface: Option<SurfaceBin>,
    /// Whether scans marked bad take part.
    pub bad_scans: BadScans,
    /// Bins with fewer or more give no row.
    pub scans_per_bin: ScansPerBin,
    /// Scans to leave out at the beginning.
    pub skip_first: usize,
    /// Scans to leave out at the end.
    pub skip_last: usize,
    /// What a bad value takes out.
    pub gaps: Gaps,
}

/// Averages, one per bin and in the order of the cast.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Binned {
    /// Where each bin stands on the axis.
    pub axis: Vec<f64>,
    /// The columns, in the order they were given.
    pub columns: Vec<Vec<f64>>,
    /// Scans in each bin.
    pub scans: Vec<usize>,
    /// Flag of each bin: bad only where every scan in it was marked bad.
    pub flags: Vec<f64>,
}

/// Averages columns over bins. `flags` is the flag column.
///
/// ```
/// use hadal_models::processing::{
///     BadScans, BinAverage, BinAxis, BinPlacement, CastSelection, Gaps, ScansPerBin, bin_average,
/// };
///
/// let average = BinAverage {
///     size: 2.0,
///     cast: CastSelection::Both,
///     placement: BinPlacement::Averaged,
///     surface: None,
///     bad_scans: BadScans::Exclude,
///     scans_per_bin: ScansPerBin::default(),
///     skip_first: 0,
///     skip_last: 0,
///     gaps: Gaps::LeaveOutScan,
/// };
/// let pressure_dbar = [0.5, 1.5, 2.5, 3.5, 4.5, 2.0];
/// let temperature = [20.0, 15.0, 14.0, 12.0, 11.0, 14.4];
/// let binned = bin_average(BinAxis::Profile(&pressure_dbar), &[0.0; 6], &[&temperature], &average)?;
/// assert_eq!(binned.axis, [2.0, 4.0, 2.0]);
/// assert_eq!(binned.columns[0], [14.5, 11.5, 14.4]);
/// # Ok::<(), hadal_models::processing::ProcessingError>(())
/// ```
///
/// # Errors
/// Columns of unequal length; a size that is not finite and above zero; a surface bin of negative or endless extent.
pub fn bin_average(
    axis: BinAxis<'_>,
    flags: &[f64],
    columns: &[&[f64]],
    average: &BinAverage,
) -> Result<Binned, ProcessingError> {
    if let BinAxis::Profile(values) | BinAxis::TimeS(values) = axis {
        one_per_scan("the bins' axis", values, flags.len())?;
    }
    for column in columns {
        one_per_scan("a column to average", column, flags.len())?;
    }
    above_zero("the bin size", average.size)?;
    if let Some(surface) = average.surface {
        zero_or_above("the minimum of the surface bin", surface.minimum)?;
        zero_or_above("the maximum of the surface bin", surface.maximum)?;
        finite("the value of the surface bin", surface.value)?;
    }
    let decisive = if average.gaps == Gaps::LeaveOutScan { columns } else { &[] };
    let mut bins = gather(axis, flags, decisive, average);
    let ScansPerBin { minimum, maximum } = average.scans_per_bin;
    bins.retain(|bin| bin.scans.len() >= minimum && bin.scans.len() <= maximum);
    let mut binned = averages(&bins, flags, columns);
    if average.placement == BinPlacement::Interpolated {
        let centres: Vec<f64> = bins.iter().map(|bin| bin.centre).collect();
        for column in &mut binned.columns {
            *column = moved(&binned.axis, column, &centres);
        }
        binned.axis = centres;
    }
    Ok(binned)
}

fn averages(bins: &[Gathered], flags: &[f64], columns: &[&[f64]]) -> Binned {
    let mean = |bin: &Gathered, values: &[f64]| {
        let good = bin.scans.iter().filter_map(|scan| values.get(*scan)).filter(|value| !is_bad(**value));
        let (sum, count) = good.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
        sum / count as f64
    };
    let is_marked = |scan: &usize| flags.get(*scan).is_some_and(|flag| !BadScans::Exclude.take(*flag));
    let flag = |bin: &Gathered| if bin.scans.iter().all(is_marked) { BAD_FLAG } else { 0.0 };
    Binned {
        axis: bins.iter().map(|bin| bin.mean).collect(),
        columns: columns.iter().map(|values| bins.iter().map(|bin| mean(bin, values)).collect()).collect(),
        scans: bins.iter().map(|bin| bin.scans.len()).collect(),
        flags: bins.iter().map(flag).collect(),
    }
}

/// Averages moved to the centres along the line through each bin and the one before; where two bins stand at one place,
/// or there is but one, the average stays.
fn moved(axis: &[f64], column: &[f64], centres: &[f64]) -> Vec<f64> {
    let neighbour = |bin: usize| if bin == 0 { 1 } else { bin - 1 };
    let bins = axis.iter().zip(column).zip(centres).enumerate();
    bins.map(|(bin, ((&place, &value), &centre))| {
        let other = axis.get(neighbour(bin)).zip(column.get(neighbour(bin)));
        other
            .map(|(other_place, other_value)| {
                (value - other_value) * (centre - other_place) / (place - other_place) + other_value
            })
            .filter(|moved| moved.is_finite())
            .unwrap_or(value)
    })
    .collect()
}
