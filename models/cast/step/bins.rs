//! Averages over bins.

use super::Place;
use super::parameters::{Axis, BinAverage, Placement, Way};
use crate::cast::plan::PlanError;
use crate::cast::{Cast, Variable};
use crate::processing::{self, BinAxis, BinPlacement, CastSelection, ScansPerBin, SurfaceBin};

pub(super) fn bin_average(step: &BinAverage, cast: &mut Cast, place: Place) -> Result<(), PlanError> {
    let profile = |name, what| place.needs(what, cast.values(name));
    let time;
    let axis = match step.of {
        Axis::Pressure => BinAxis::Profile(profile("pressure", "a column `pressure`")?),
        Axis::Depth => BinAxis::Profile(profile("depth", "a column `depth`, hence a latitude,")?),
        Axis::ElapsedTime => {
            let interval = place.interval_s(cast)?;
            time = (0..cast.len()).map(|scan| scan as f64 * interval).collect::<Vec<f64>>();
            BinAxis::TimeS(&time)
        }
        Axis::Scan => BinAxis::ScanNumber,
    };
    let average = processing::BinAverage {
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
    };
    // A scan with a bad value is left out, and so a column without any good one must not take part.
    let has_values = |variable: &&Variable| variable.values.iter().any(|value| value.is_finite());
    let taking_part = cast.variables.iter().filter(has_values);
    let columns: Vec<&[f64]> = taking_part.map(|variable| variable.values.as_slice()).collect();
    let binned = processing::bin_average(axis, &cast.flags, &columns, &average)
        .map_err(|problem| place.refused(problem))?;
    let bins = binned.scans.len();
    let mut columns = binned.columns.into_iter();
    for variable in &mut cast.variables {
        let averaged = if has_values(&&*variable) { columns.next() } else { None };
        variable.values = averaged.unwrap_or_else(|| vec![f64::NAN; bins]);
    }
    cast.flags = binned.flags;
    cast.scans_per_bin = binned.scans;
    // Rows are no longer evenly apart.
    cast.sample_interval_s = None;
    Ok(())
}
