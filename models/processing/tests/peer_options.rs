//! Every option of a step that the main comparison with seabirdscientific 3.1.1 leaves at one setting.
//!
//! Where the two differ, SBE Data Processing's own files say who is right (`makers_files`); how many scans differ is stated.

use super::{Table, assert_all_within};
use crate::processing::{
    BadScans, BinAverage, BinAxis, BinPlacement, CastSelection, CellThermalMass, Gaps, LoopEdit, LowPass,
    MinimumVelocity, ScansPerBin, SoakDepth, SurfaceBin, SurfaceSoak, WildEdit, Window, WindowFilter,
    bin_average, cell_thermal_mass, is_bad, loop_edit, low_pass, split_cast, wild_edit, window_filter,
};

/// Roundings of numbers up to 50 through some dozens of sums.
const ROUNDING: f64 = 1e-12;
const INTERVAL_S: f64 = 0.25;

fn columns() -> Table {
    Table::parse(include_str!("../../../tests/reference/sea-bird/processing/peer-columns.csv"))
}

#[test]
fn val_filters_at_other_settings_are_those_of_seabirdscientific() {
    let table = columns();
    let (temperature, conductivity) = (table.column("temperature"), table.column("conductivity"));
    let ours = low_pass(temperature, LowPass::new(0.15, INTERVAL_S).unwrap());
    assert_all_within(&ours, table.column("low_pass_short"), ROUNDING, "low pass, 0.15 s");
    let cell = CellThermalMass::new(0.04, 8.0, INTERVAL_S).unwrap();
    let ours = cell_thermal_mass(temperature, conductivity, cell).unwrap();
    assert_all_within(&ours, table.column("thermal_mass_other"), ROUNDING, "thermal mass, 0.04 and 8 s");
    let shape = Window::Gaussian { half_width_s: 1.0, offset_s: 0.0 };
    let filter = WindowFilter::new(shape, 7, INTERVAL_S).unwrap();
    let ours =
        window_filter(table.column("spikes"), table.column("flag"), &filter, BadScans::Include).unwrap();
    assert_all_within(&ours, table.column("gaussian_centred"), ROUNDING, "gaussian without offset");
}

#[test]
fn val_wild_edit_at_other_settings_is_that_of_seabirdscientific() {
    let table = columns();
    for (column, first, second, within, block, bad_scans) in [
        ("wild_edit_included", 2.0, 5.0, 0.5, 100, BadScans::Include),
        ("wild_edit_blocks", 1.5, 3.0, 0.0, 60, BadScans::Exclude),
    ] {
        let edit = WildEdit::new(first, second, within, block, bad_scans).unwrap();
        let ours = wild_edit(table.column("spikes"), table.column("flag"), edit).unwrap();
        assert_all_within(&ours, table.column(column), 0.0, column);
    }
}

/// Loop edit after a soak and by percent of the mean speed: the scans of 240 that the two judge differently, each marked by Sea-Bird's
/// toolkit and kept by SBE Data Processing. With a fixed speed these are the one that the descent begins with and the last of all, by
/// percent of the mean the first of the descent and of the ascent.
#[test]
fn val_loop_edit_after_a_soak_and_by_percent_differs_from_seabirdscientific_where_its_maker_does() {
    let table = columns();
    let percent = MinimumVelocity::PercentOfMean { percent: 20.0, window_s: 3.0, first_window_m_per_s: 0.1 };
    let fixed = MinimumVelocity::Fixed { minimum_m_per_s: 0.25 };
    let soak = |depth| SurfaceSoak::Remove { minimum_depth_m: 5.0, maximum_depth_m: 20.0, depth };
    let (surface, deck) = (soak(SoakDepth::FromSurface), soak(SoakDepth::FromFirstScan));
    for (column, velocity, soak, differing) in [
        ("loop_edit_soak", fixed, surface, [10, 239]),
        ("loop_edit_deck", fixed, deck, [17, 239]),
        ("loop_percent", percent, SurfaceSoak::Keep, [0, 130]),
        ("loop_percent_soak", percent, surface, [10, 130]),
        ("loop_percent_deck", percent, deck, [17, 130]),
    ] {
        let edit = LoopEdit { velocity, soak, bad_scans: BadScans::Exclude, sample_interval_s: INTERVAL_S };
        let ours = loop_edit(table.column("depth"), table.column("flag"), &edit).unwrap();
        let theirs = table.column(column);
        let found: Vec<usize> =
            (0..ours.len()).filter(|scan| is_bad(ours[*scan]) != is_bad(theirs[*scan])).collect();
        assert_eq!(found, differing, "{column}");
        assert!(found.iter().all(|scan| !is_bad(ours[*scan])), "{column}");
    }
}

/// With bad scans excluded the toolkit looks for the deepest good scan on either side of the deepest of all, and leaves what is between
/// in neither way (here three scans at the turn); SBE Data Processing gives every scan to one of them.
#[test]
fn val_split_is_that_of_seabirdscientific_but_for_what_it_leaves_out_at_the_turn() {
    let table = columns();
    for (column, bad_scans, left_out) in
        [("split", BadScans::Include, Vec::new()), ("split_excluded", BadScans::Exclude, vec![130, 131, 132])]
    {
        let depth = table.column("depth");
        let cast = split_cast(depth, table.column("flag"), bad_scans).unwrap();
        let theirs = table.column(column);
        let neither: Vec<usize> = (0..theirs.len()).filter(|scan| theirs[*scan].abs() < 0.5).collect();
        assert_eq!(neither, left_out, "{column}");
        for scan in (0..theirs.len()).filter(|scan| !neither.contains(scan)) {
            let descends = (theirs[scan] - 1.0).abs() < 0.5;
            assert_eq!(cast.descent.contains(&scan), descends, "{column}: scan {scan}");
        }
    }
}

#[test]
fn val_bins_at_other_settings_are_those_of_seabirdscientific() {
    let (table, bins) = (
        columns(),
        Table::parse(include_str!("../../../tests/reference/sea-bird/processing/peer-bin-options.csv")),
    );
    let time: Vec<f64> = (0..table.column("depth").len()).map(|scan| scan as f64 * INTERVAL_S).collect();
    let usual = BinAverage {
        size: 2.0,
        cast: CastSelection::Both,
        placement: BinPlacement::Averaged,
        surface: None,
        bad_scans: BadScans::Exclude,
        scans_per_bin: ScansPerBin::default(),
        skip_first: 0,
        skip_last: 0,
        gaps: Gaps::LeaveOutScan,
    };
    let surface = Some(SurfaceBin { minimum: 0.5, maximum: 2.5, value: 1.5 });
    let down = BinAverage { size: 5.0, cast: CastSelection::Descent, surface, ..usual };
    let profile = BinAxis::Profile(table.column("depth"));
    let cases = [
        (profile, BinAverage { bad_scans: BadScans::Include, ..usual }),
        (profile, BinAverage { scans_per_bin: ScansPerBin { minimum: 6, maximum: 12 }, ..usual }),
        (profile, BinAverage { skip_first: 10, skip_last: 30, ..usual }),
        (profile, down),
        (profile, BinAverage { placement: BinPlacement::Interpolated, ..down }),
        (BinAxis::TimeS(&time), BinAverage { size: 3.0, ..usual }),
        (BinAxis::ScanNumber, BinAverage { size: 12.0, ..usual }),
    ];
    let values = [table.column("depth"), table.column("temperature"), table.column("conductivity"), &time];
    for (case, (axis, average)) in cases.iter().enumerate() {
        let ours = bin_average(*axis, table.column("flag"), &values, average).unwrap();
        let rows: Vec<usize> = (0..bins.column("case").len())
            .filter(|row| (bins.column("case")[*row] - case as f64).abs() < 0.5)
            .collect();
        let theirs = |name: &str| rows.iter().map(|row| bins.column(name)[*row]).collect::<Vec<f64>>();
        let scans: Vec<f64> = ours.scans.iter().map(|scans| *scans as f64).collect();
        // An ascent that ends below the surface keeps its last bin; the toolkit drops it.
        let kept = if case == 0 || case == 2 { ours.axis.len() - 1 } else { ours.axis.len() };
        let named = ["depth", "temperature", "conductivity", "timeS"].into_iter().zip(&ours.columns);
        for (name, values) in named.chain([("nbin", &scans), ("flag", &ours.flags)]) {
            // What is placed at the bin's centre is the axis itself.
            let values = if name == "depth" && case == 4 { &ours.axis } else { values };
            assert_all_within(&values[..kept], &theirs(name), 1e-10, &format!("case {case}, {name}"));
        }
    }
}
