//! Every step against seabirdscientific 3.1.1, and hysteresis against ctdcal as well.
//!
//! Tolerances are roundings: the same formula, summed in another order.

use super::{Table, assert_all_within};
use crate::processing::{
    Align, BadScans, BinAverage, BinAxis, BinPlacement, CastSelection, CellThermalMass, Gaps, LoopEdit,
    LowPass, MinimumVelocity, OxygenHysteresis, ScansPerBin, SurfaceSoak, VoltageSlope, WildEdit, Window,
    WindowFilter, align, bin_average, cell_thermal_mass, correct_hysteresis, is_bad, loop_edit, low_pass,
    voltage_slope, wild_edit, window_filter,
};

/// Roundings of numbers up to 50 through some dozens of sums.
const ROUNDING: f64 = 1e-12;
const INTERVAL_S: f64 = 0.25;

fn columns() -> Table {
    Table::parse(include_str!("../../../tests/reference/sea-bird/processing/peer-columns.csv"))
}

#[test]
fn val_low_pass_is_that_of_seabirdscientific() {
    let table = columns();
    let ours = low_pass(table.column("temperature"), LowPass::new(0.5, INTERVAL_S).unwrap());
    assert_all_within(&ours, table.column("low_pass"), ROUNDING, "low pass");
}

#[test]
fn val_alignment_is_that_of_seabirdscientific() {
    let table = columns();
    for (column, advance_s) in [("align_whole", 0.5), ("align_part", 0.073), ("align_back", -1.1)] {
        let ours = align(table.column("temperature"), Align::new(advance_s, INTERVAL_S).unwrap());
        assert_all_within(&ours, table.column(column), ROUNDING, column);
    }
}

#[test]
fn val_alignment_gives_the_cases_of_seabirdscientific() {
    let values = [0.0, 15.0, 30.0, 45.0, 60.0, 75.0, 90.0, 105.0];
    // Cases of its tests/test_processing.py: an advance, and the first value that is good with its place.
    let cases = [
        (11.575, Some((0, 11.575)), 7),
        (20.0, Some((0, 20.0)), 6),
        (60.0, Some((0, 60.0)), 4),
        (106.0, None, 0),
        (130.0, None, 0),
        (-5.0, Some((1, 10.0)), 7),
        (-20.0, Some((2, 10.0)), 6),
        (-30.0, Some((2, 0.0)), 6),
        (-106.0, None, 0),
    ];
    for (advance_s, first, good) in cases {
        let ours = align(&values, Align::new(advance_s, 15.0).unwrap());
        let found = ours.iter().copied().enumerate().find(|(_, value)| !is_bad(*value));
        assert_eq!(found.map(|(place, _)| place), first.map(|(place, _)| place), "advance {advance_s}");
        assert_eq!(ours.iter().filter(|value| !is_bad(**value)).count(), good, "advance {advance_s}");
        if let (Some((_, ours)), Some((_, theirs))) = (found, first) {
            assert!((ours - theirs).abs() < ROUNDING, "advance {advance_s}: {ours}");
        }
    }
}

#[test]
fn val_cell_thermal_mass_is_that_of_seabirdscientific() {
    let table = columns();
    let (temperature, conductivity) = (table.column("temperature"), table.column("conductivity"));
    let cell = CellThermalMass::new(0.03, 7.0, INTERVAL_S).unwrap();
    let ours = cell_thermal_mass(temperature, conductivity, cell).unwrap();
    assert_all_within(&ours, table.column("thermal_mass"), ROUNDING, "cell thermal mass");
}

#[test]
fn val_window_filters_are_those_of_seabirdscientific() {
    let table = columns();
    let gaussian = Window::Gaussian { half_width_s: 1.5, offset_s: 0.25 };
    let shapes = [
        ("boxcar", Window::Boxcar),
        ("cosine", Window::Cosine),
        ("triangle", Window::Triangle),
        ("gaussian", gaussian),
        ("median", Window::Median),
    ];
    for (name, shape) in shapes {
        let filter = WindowFilter::new(shape, 9, INTERVAL_S).unwrap();
        for (suffix, bad_scans) in [("", BadScans::Include), ("_excluded", BadScans::Exclude)] {
            let ours =
                window_filter(table.column("spikes"), table.column("flag"), &filter, bad_scans).unwrap();
            let column = format!("{name}{suffix}");
            assert_all_within(&ours, table.column(&column), ROUNDING, &column);
        }
    }
}

#[test]
fn val_wild_edit_is_that_of_seabirdscientific() {
    let table = columns();
    let edit = WildEdit::new(2.0, 5.0, 0.5, 100, BadScans::Exclude).unwrap();
    let ours = wild_edit(table.column("spikes"), table.column("flag"), edit).unwrap();
    assert_all_within(&ours, table.column("wild_edit"), 0.0, "wild edit");
    let bad: Vec<usize> = (0..ours.len()).filter(|scan| is_bad(ours[*scan])).collect();
    // Of the three spikes the smallest, 3 K on a slope, is within five deviations.
    assert_eq!(bad, [101, 233]);
}

#[test]
fn val_loop_edit_by_fixed_velocity_is_that_of_seabirdscientific_but_for_the_last_scan() {
    let table = columns();
    for (column, bad_scans) in [("loop_edit", BadScans::Include), ("loop_edit_excluded", BadScans::Exclude)] {
        let edit = LoopEdit {
            velocity: MinimumVelocity::Fixed { minimum_m_per_s: 0.25 },
            soak: SurfaceSoak::Keep,
            bad_scans,
            sample_interval_s: INTERVAL_S,
        };
        let ours = loop_edit(table.column("depth"), table.column("flag"), &edit).unwrap();
        // The last scan rises as fast as the rest. There is no step after it; seabirdscientific takes that for standing
        // still, SBE Data Processing keeps such a scan (the last of fake_cast_loop_percent.cnv).
        let last = ours.len() - 1;
        assert!(!is_bad(ours[last]) && is_bad(table.column(column)[last]));
        assert_all_within(&ours[..last], &table.column(column)[..last], 0.0, column);
    }
}

#[test]
fn val_bins_are_those_of_seabirdscientific_but_for_the_last_of_an_ascent() {
    let (table, bins) =
        (columns(), Table::parse(include_str!("../../../tests/reference/sea-bird/processing/peer-bins.csv")));
    let cases = [
        (0.0, CastSelection::Both, 0.0, BinPlacement::Averaged),
        (0.0, CastSelection::Both, 1.0, BinPlacement::Interpolated),
        (1.0, CastSelection::Descent, 0.0, BinPlacement::Averaged),
        (1.0, CastSelection::Descent, 1.0, BinPlacement::Interpolated),
        (2.0, CastSelection::Ascent, 0.0, BinPlacement::Averaged),
        (2.0, CastSelection::Ascent, 1.0, BinPlacement::Interpolated),
    ];
    for (way, cast, interpolated, placement) in cases {
        let average = BinAverage {
            size: 2.0,
            cast,
            placement,
            surface: None,
            bad_scans: BadScans::Exclude,
            scans_per_bin: ScansPerBin::default(),
            skip_first: 0,
            skip_last: 0,
            gaps: Gaps::LeaveOutScan,
        };
        let values = [table.column("temperature"), table.column("conductivity")];
        let axis = BinAxis::Profile(table.column("depth"));
        let ours = bin_average(axis, table.column("flag"), &values, &average).unwrap();
        let rows = bins.column("way").iter().zip(bins.column("interpolated"));
        let of_case = |row: (&f64, &f64)| (row.0 - way).abs() < 0.5 && (row.1 - interpolated).abs() < 0.5;
        let rows: Vec<usize> =
            rows.enumerate().filter(|(_, row)| of_case(*row)).map(|(row, _)| row).collect();
        let scans: Vec<f64> = ours.scans.iter().map(|scans| *scans as f64).collect();
        let columns = [
            ("depth", &ours.axis),
            ("temperature", &ours.columns[0]),
            ("conductivity", &ours.columns[1]),
            ("nbin", &scans),
        ];
        // The made-up ascent ends at 8 m, in a bin that seabirdscientific takes for the one at the surface and drops.
        let kept = if cast == CastSelection::Descent { ours.axis.len() } else { ours.axis.len() - 1 };
        for (name, values) in columns {
            let theirs: Vec<f64> = rows.iter().map(|row| bins.column(name)[*row]).collect();
            assert_all_within(&values[..kept], &theirs, 1e-10, &format!("{cast:?} {placement:?} {name}"));
        }
    }
}

#[test]
fn val_voltage_slope_is_that_of_seabirdscientific() {
    let table = columns();
    let ours = voltage_slope(table.column("voltage"), VoltageSlope::new(2.0, INTERVAL_S).unwrap());
    assert_all_within(&ours, table.column("voltage_slope"), ROUNDING, "dV/dt");
}

/// The cast of the reference script, to the last bit: 6,000 dbar down and up at 1 dbar/s, 24 scans a second.
fn deep_cast() -> (Vec<f64>, Vec<f64>) {
    let turn: i32 = 6000 * 24;
    let pressure: Vec<f64> =
        (0..=2 * turn).map(|scan| f64::from(turn - (scan - turn).abs()) / 24.0).collect();
    let voltage = |p: &f64| 1.2 + 1.4 / (1.0 + p / 500.0) + 0.6 * (p / 6000.0) * (p / 6000.0);
    let measured = pressure.iter().map(voltage).collect();
    (pressure, measured)
}

#[test]
fn val_hysteresis_is_that_of_ctdcal_and_twenty_thousand_times_that_of_seabirdscientific() {
    let table =
        Table::parse(include_str!("../../../tests/reference/sea-bird/processing/peer-hysteresis.csv"));
    let (pressure, measured) = deep_cast();
    let sensor = OxygenHysteresis::new(-0.033, 5000.0, 1450.0, -0.484, 1.0 / 24.0).unwrap();
    let corrected = correct_hysteresis(&measured, &pressure, sensor).unwrap();
    let thinned: Vec<f64> = corrected.iter().copied().step_by(2400).collect();
    let measured: Vec<f64> = measured.iter().copied().step_by(2400).collect();
    assert_all_within(&measured, table.column("measured"), 0.0, "the cast");
    // 288,000 steps of a recursion that forgets in 35,000, each with a few roundings of 2 V.
    assert_all_within(&thinned, table.column("ctdcal"), 1e-10, "ctdcal");
    let largest = |corrected: &[f64]| {
        corrected.iter().zip(&measured).fold(0.0_f64, |most, (ours, raw)| most.max((ours - raw).abs()))
    };
    let (right, wrong) = (largest(&thinned), largest(table.column("seabirdscientific")));
    assert!((right - 84.148e-3).abs() < 1e-6, "{right} V");
    assert!((wrong - 3.717e-6).abs() < 1e-9, "{wrong} V");
}
