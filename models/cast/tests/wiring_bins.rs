//! Averages over bins: each gives what the function gives with the same axis, columns, flags and parameters.

use super::invented_cast::cast;
use super::*;
use crate::cast::{Kind, Variable};
use crate::processing::{
    BadScans as Marked, BinAverage, BinAxis, BinPlacement, Binned, CastSelection, Gaps, ScansPerBin,
    SurfaceBin, bin_average,
};
use crate::quantity::Latitude;

/// What a step says where it says nothing else.
const PLAIN: BinAverage = BinAverage {
    size: 4.0,
    cast: CastSelection::Both,
    placement: BinPlacement::Averaged,
    surface: None,
    bad_scans: Marked::Exclude,
    scans_per_bin: ScansPerBin { minimum: 1, maximum: usize::MAX },
    skip_first: 0,
    skip_last: 0,
    gaps: Gaps::LeaveOutValue,
};

/// A cast with gaps in a column, derived, with a clock that pauses for a minute and a latitude.
fn cast_with_gaps() -> Cast {
    let mut cast = cast();
    cast.latitude = Some(Latitude::from_degrees_north(40.0));
    let gaps = cast.variables.iter_mut().find(|known| known.name == "chlorophyll").unwrap();
    gaps.values.iter_mut().step_by(7).for_each(|value| *value = f64::NAN);
    let seconds =
        (0..360).map(|scan| f64::from(scan) / 24.0 + if scan < 200 { 0.0 } else { 60.25 }).collect();
    cast.variables.insert(0, Variable::of_kind(Kind::named("elapsed_time").unwrap(), 1, seconds));
    Plan::conversion_only().apply(&mut cast).unwrap();
    cast
}

fn expected(cast: &Cast, axis: BinAxis<'_>, average: &BinAverage) -> Binned {
    let columns: Vec<&[f64]> = cast.variables.iter().map(|variable| variable.values.as_slice()).collect();
    bin_average(axis, &cast.flags, &columns, average).unwrap()
}

fn is_as(cast: &Cast, binned: &Binned) -> bool {
    let columns = cast.variables.iter().zip(&binned.columns);
    cast.variables.len() == binned.columns.len()
        && columns.into_iter().all(|(variable, values)| same(&variable.values, values))
        && same(&cast.flags, &binned.flags)
        && cast.scans_per_bin == binned.scans
}

#[test]
fn every_setting_reaches_the_average() {
    let before = cast_with_gaps();
    let pressure = before.values("pressure").unwrap().to_vec();
    let surface = SurfaceBin { minimum: 1.0, maximum: 1.8, value: 0.5 };
    let surface_bin = format!(
        "surface_bin = {{ minimum = {:?}, maximum = {:?}, value = {:?} }}",
        surface.minimum, surface.maximum, surface.value
    );
    let cases = [
        ("".to_owned(), PLAIN),
        ("cast = \"descent\"".to_owned(), BinAverage { cast: CastSelection::Descent, ..PLAIN }),
        ("cast = \"ascent\"".to_owned(), BinAverage { cast: CastSelection::Ascent, ..PLAIN }),
        ("placement = \"centre\"".to_owned(), BinAverage { placement: BinPlacement::Interpolated, ..PLAIN }),
        (surface_bin.clone(), BinAverage { surface: Some(surface), ..PLAIN }),
        (
            format!("placement = \"centre\", {surface_bin}"),
            BinAverage { placement: BinPlacement::Interpolated, surface: Some(surface), ..PLAIN },
        ),
        ("bad_scans = \"include\"".to_owned(), BinAverage { bad_scans: Marked::Include, ..PLAIN }),
        (
            "minimum_scans = 9".to_owned(),
            BinAverage { scans_per_bin: ScansPerBin { minimum: 9, maximum: usize::MAX }, ..PLAIN },
        ),
        (
            "maximum_scans = 12".to_owned(),
            BinAverage { scans_per_bin: ScansPerBin { minimum: 1, maximum: 12 }, ..PLAIN },
        ),
        ("bad_values = \"leave_out_scan\"".to_owned(), BinAverage { gaps: Gaps::LeaveOutScan, ..PLAIN }),
        ("skip_first = 40, skip_last = 3".to_owned(), BinAverage { skip_first: 40, skip_last: 3, ..PLAIN }),
        ("skip_first = 3, skip_last = 40".to_owned(), BinAverage { skip_first: 3, skip_last: 40, ..PLAIN }),
    ];
    let mut found: Vec<Cast> = Vec::new();
    for (fields, average) in cases {
        let mut cast = before.clone();
        let comma = if fields.is_empty() { "" } else { ", " };
        plan(&format!("[[step]]\nbin_average = {{ of = \"pressure\", size = 4.0{comma}{fields} }}"))
            .apply(&mut cast)
            .unwrap();
        let binned = expected(&before, BinAxis::Profile(&pressure), &average);
        assert!(is_as(&cast, &binned), "{fields}");
        assert!(found.iter().all(|other| !is_as(other, &binned)), "{fields}: like no other");
        found.push(cast);
    }
}

#[test]
fn the_axis_is_the_column_that_is_named() {
    let before = cast_with_gaps();
    let column = |name: &str| before.values(name).unwrap().to_vec();
    let (pressure, depth, seconds) = (column("pressure"), column("depth"), column("elapsed_time"));
    let average = BinAverage { size: 5.0, ..PLAIN };
    let mut rows = Vec::new();
    for (of, unit, axis) in [
        ("pressure", "decibars", BinAxis::Profile(&pressure)),
        ("depth", "meters", BinAxis::Profile(&depth)),
        ("elapsed_time", "seconds", BinAxis::TimeS(&seconds)),
        ("scan", "scans", BinAxis::ScanNumber),
    ] {
        let mut cast = before.clone();
        plan(&format!("[[step]]\nbin_average = {{ of = \"{of}\", size = 5.0 }}")).apply(&mut cast).unwrap();
        assert!(is_as(&cast, &expected(&before, axis, &average)), "{of}");
        assert_eq!(cast.bins, Some((unit.to_owned(), 5.0)));
        rows.push(cast.scans_per_bin);
    }
    assert!((1..rows.len()).all(|row| !rows[..row].contains(&rows[row])), "each axis has its own bins");
}

#[test]
fn a_pause_of_the_clock_is_a_pause_of_the_bins() {
    let mut cast = cast_with_gaps();
    plan("[[step]]\nbin_average = { of = \"elapsed_time\", size = 1.0 }").apply(&mut cast).unwrap();
    let seconds = cast.values("elapsed_time").unwrap();
    let longest = seconds.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f64::max);
    assert!(longest > 59.0, "{seconds:?}");
}

#[test]
fn bins_of_pressure_added_to_a_plan_are_those_of_both_ways() {
    let (before, mut cast) = (cast_with_gaps(), cast_with_gaps());
    Plan::conversion_only().with_bins_of_pressure(3.0).apply(&mut cast).unwrap();
    let pressure = before.values("pressure").unwrap();
    let average = BinAverage { size: 3.0, ..PLAIN };
    assert!(is_as(&cast, &expected(&before, BinAxis::Profile(pressure), &average)));
}
