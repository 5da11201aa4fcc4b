//! Before any numbers at all every step ends, keeps the length, and leaves a constant what it is.

use crate::processing::{
    Align, BadScans, BinAverage, BinAxis, BinPlacement, CastSelection, CellThermalMass, Gaps, LoopEdit,
    LowPass, MinimumVelocity, OxygenHysteresis, ScansPerBin, SoakDepth, SurfaceBin, SurfaceSoak,
    VoltageSlope, WildEdit, Window, WindowFilter, align, bin_average, cell_thermal_mass, correct_hysteresis,
    loop_edit, low_pass, split_cast, voltage_slope, wild_edit, window_filter,
};
use proptest::prelude::*;

/// Any bits, the maker's flag, or a depth.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<u64>().prop_map(f64::from_bits),
        Just(f64::NAN),
        Just(super::super::BAD_FLAG),
        -5.0..11_000.0_f64,
        Just(0.0),
    ]
}

fn bad_scans() -> impl Strategy<Value = BadScans> {
    prop_oneof![Just(BadScans::Include), Just(BadScans::Exclude)]
}

/// Two columns of one length, which may be 0.
fn columns() -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
    prop::collection::vec((number(), number()), 0..80).prop_map(|rows| rows.into_iter().unzip())
}

fn shape() -> impl Strategy<Value = Window> {
    let gaussian =
        (number(), number()).prop_map(|(half_width_s, offset_s)| Window::Gaussian { half_width_s, offset_s });
    let plain = vec![Window::Boxcar, Window::Cosine, Window::Triangle, Window::Median];
    prop_oneof![prop::sample::select(plain), gaussian]
}

fn velocity() -> impl Strategy<Value = MinimumVelocity> {
    let percent = (number(), number(), number()).prop_map(|(percent, window_s, first_window_m_per_s)| {
        MinimumVelocity::PercentOfMean { percent, window_s, first_window_m_per_s }
    });
    let sound = (0.01..40.0_f64).prop_map(|window_s| MinimumVelocity::PercentOfMean {
        percent: 20.0,
        window_s,
        first_window_m_per_s: 0.1,
    });
    let fixed = number().prop_map(|minimum_m_per_s| MinimumVelocity::Fixed { minimum_m_per_s });
    prop_oneof![percent, sound, fixed]
}

fn soak() -> impl Strategy<Value = SurfaceSoak> {
    let depth = prop_oneof![Just(SoakDepth::FromSurface), Just(SoakDepth::FromFirstScan)];
    let remove = (number(), number(), depth).prop_map(|(minimum_depth_m, maximum_depth_m, depth)| {
        SurfaceSoak::Remove { minimum_depth_m, maximum_depth_m, depth }
    });
    prop_oneof![Just(SurfaceSoak::Keep), remove]
}

proptest! {
    #[test]
    fn filters_end_and_keep_the_length(
        (values, flags) in columns(), a in number(), b in number(), scans in 0_usize..12, shape in shape(),
        block in 0_usize..40, bad_scans in bad_scans(),
    ) {
        for interval in [0.25, a] {
            if let Ok(filter) = LowPass::new(b, interval) {
                prop_assert_eq!(low_pass(&values, filter).len(), values.len());
            }
            if let Ok(parameters) = Align::new(b, interval) {
                prop_assert_eq!(align(&values, parameters).len(), values.len());
            }
            if let Ok(window) = VoltageSlope::new(b, interval) {
                prop_assert_eq!(voltage_slope(&values, window).len(), values.len());
            }
            if let Ok(cell) = CellThermalMass::new(b, 7.0, interval) {
                prop_assert_eq!(cell_thermal_mass(&values, &flags, cell).unwrap().len(), values.len());
            }
            if let Ok(sensor) = OxygenHysteresis::new(b, a, 1450.0, b, interval) {
                prop_assert_eq!(correct_hysteresis(&values, &flags, sensor).unwrap().len(), values.len());
            }
            if let Ok(filter) = WindowFilter::new(shape, scans, interval) {
                let filtered = window_filter(&values, &flags, &filter, bad_scans).unwrap();
                prop_assert_eq!(filtered.len(), values.len());
            }
        }
        if let Ok(edit) = WildEdit::new(a, b, 0.0, block, bad_scans) {
            prop_assert_eq!(wild_edit(&values, &flags, edit).unwrap().len(), values.len());
        }
    }

    #[test]
    fn loop_edit_ends_and_keeps_the_length(
        (depth, flags) in columns(), velocity in velocity(), soak in soak(), bad_scans in bad_scans(),
        interval in prop_oneof![Just(0.25), number()],
    ) {
        let edit = LoopEdit { velocity, soak, bad_scans, sample_interval_s: interval };
        if let Ok(edited) = loop_edit(&depth, &flags, &edit) {
            prop_assert_eq!(edited.len(), flags.len());
        }
        let cast = split_cast(&depth, &flags, bad_scans).unwrap();
        prop_assert_eq!(cast.descent.len() + cast.ascent.len(), depth.len());
    }

    #[test]
    fn bins_hold_no_scan_twice(
        (axis, flags) in columns(), size in prop_oneof![Just(2.0), number()], bad_scans in bad_scans(),
        surface in prop::option::of((number(), number(), number())), skip in 0_usize..5,
        cast in prop::sample::select(vec![CastSelection::Descent, CastSelection::Ascent, CastSelection::Both]),
        placement in prop::sample::select(vec![BinPlacement::Averaged, BinPlacement::Interpolated]),
        kind in 0..3,
    ) {
        let average = BinAverage {
            size, cast, placement, bad_scans,
            surface: surface.map(|(minimum, maximum, value)| SurfaceBin { minimum, maximum, value }),
            scans_per_bin: ScansPerBin::default(), skip_first: skip, skip_last: skip, gaps: Gaps::LeaveOutScan,
        };
        let axis_of = match kind {
            0 => BinAxis::Profile(&axis),
            1 => BinAxis::TimeS(&axis),
            _ => BinAxis::ScanNumber,
        };
        if let Ok(binned) = bin_average(axis_of, &flags, &[&axis, &flags], &average) {
            let bins = binned.scans.len();
            prop_assert!(binned.scans.iter().sum::<usize>() <= axis.len());
            prop_assert!(binned.columns.iter().all(|column| column.len() == bins));
            prop_assert!(binned.axis.len() == bins && binned.flags.len() == bins);
        }
    }

    #[test]
    fn a_constant_stays_what_it_is(value in -100.0..100.0_f64, scans in 1_usize..60, shape in shape()) {
        let values = vec![value; scans];
        let same = |ours: Vec<f64>| ours.iter().all(|ours| (ours - value).abs() <= 1e-12 * (1.0 + value.abs()));
        prop_assert!(same(low_pass(&values, LowPass::new(1.3, 0.25).unwrap())));
        let cell = CellThermalMass::new(0.04, 8.0, 0.25).unwrap();
        prop_assert!(same(cell_thermal_mass(&values, &values, cell).unwrap()));
        if let Ok(filter) = WindowFilter::new(shape, 5, 0.25) {
            prop_assert!(same(window_filter(&values, &values, &filter, BadScans::Include).unwrap()));
        }
        let edit = WildEdit::new(2.0, 20.0, 0.0, 10, BadScans::Include).unwrap();
        prop_assert!(same(wild_edit(&values, &values, edit).unwrap()));
        prop_assert!(same(align(&values, Align::new(0.0, 0.25).unwrap())));
        let flat = bin_average(BinAxis::ScanNumber, &vec![0.0; scans], &[&values], &BinAverage {
            size: 7.0, cast: CastSelection::Both, placement: BinPlacement::Interpolated, surface: None,
            bad_scans: BadScans::Include, scans_per_bin: ScansPerBin::default(), skip_first: 0, skip_last: 0, gaps: Gaps::LeaveOutValue,
        }).unwrap();
        prop_assert!(same(flat.columns.into_iter().flatten().collect()));
    }
}
