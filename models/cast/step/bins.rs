//! Averages over bins.

use super::Place;
use super::parameters::{Axis, BadValues, BinAverage, Placement, Way};
use crate::cast::Cast;
use crate::cast::plan::PlanError;
use crate::processing::{self, BinAxis, BinPlacement, CastSelection, Gaps, ScansPerBin, SurfaceBin};

pub(super) fn bin_average(step: &BinAverage, cast: &mut Cast, place: Place) -> Result<(), PlanError> {
    let profile = |name, what| place.needs(what, cast.values(name));
    let axis = match step.of {
        Axis::Pressure => BinAxis::Profile(profile("pressure", "a column `pressure`")?),
        Axis::Depth => BinAxis::Profile(profile("depth", "a column `depth`, hence a latitude,")?),
        Axis::ElapsedTime => {
            BinAxis::TimeS(profile("elapsed_time", "a column `elapsed_time`, hence the time between scans,")?)
        }
        Axis::Scan => BinAxis::ScanNumber,
    };
    let average = parameters(step);
    let lacking = cast.lacking_standard_uncertainty();
    let columns = cast.variables.iter().map(|variable| variable.values.as_slice());
    let columns: Vec<&[f64]> = columns.chain(lacking.iter().map(|(_, lacking)| lacking.as_slice())).collect();
    let binned = processing::bin_average(axis, &cast.flags, &columns, &average)
        .map_err(|problem| place.refused(problem))?;
    let mut means = binned.columns.into_iter();
    for (variable, values) in cast.variables.iter_mut().zip(means.by_ref()) {
        variable.values = values;
    }
    // Errors of a calibration are the same from scan to scan: the mean of their standard uncertainties is that of the mean.
    for ((place, _), share) in lacking.iter().zip(means) {
        let rows = cast.variables[*place].values.iter_mut().zip(share);
        rows.filter(|(_, share)| *share > 0.0).for_each(|(value, _)| *value = f64::NAN);
    }
    cast.flags = binned.flags;
    cast.scans_per_bin = binned.scans;
    let unit = match step.of {
        Axis::Pressure => "decibars",
        Axis::Depth => "meters",
        Axis::ElapsedTime => "seconds",
        Axis::Scan => "scans",
    };
    cast.bins = Some((unit.to_owned(), step.size));
    // Rows are no longer evenly apart.
    cast.sample_interval_s = None;
    Ok(())
}

/// The step's settings as the function takes them.
pub(super) fn parameters(step: &BinAverage) -> processing::BinAverage {
    processing::BinAverage {
        size: step.size,
        cast: match step.cast {
            Way::Descent => CastSelection::Descent,
            Way::Ascent => CastSelection::Ascent,
            Way::Both => CastSelection::Both,
        },
        placement: match step.placement {
            Placement::Mean => BinPlacement::Averaged,
            Placement::Centre => BinPlacement::Interpolated,
        },
        surface: step.surface_bin.map(|bin| SurfaceBin {
            minimum: bin.minimum,
            maximum: bin.maximum,
            value: bin.value,
        }),
        bad_scans: step.bad_scans.into(),
        scans_per_bin: ScansPerBin {
            minimum: step.minimum_scans,
            maximum: step.maximum_scans.unwrap_or(usize::MAX),
        },
        skip_first: step.skip_first,
        skip_last: step.skip_last,
        gaps: match step.bad_values {
            BadValues::LeaveOutValue => Gaps::LeaveOutValue,
            BadValues::LeaveOutScan => Gaps::LeaveOutScan,
        },
    }
}
