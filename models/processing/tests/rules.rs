//! What each step must keep and what it does beside bad values.

use crate::processing::{
    Align, BAD_FLAG, BadScans, BinAverage, BinAxis, BinPlacement, CastSelection, CellThermalMass, Gaps,
    LoopEdit, LowPass, MinimumVelocity, OxygenHysteresis, ProcessingError, ScansPerBin, SoakDepth,
    SurfaceSoak, WildEdit, Window, WindowFilter, align, bin_average, cell_thermal_mass, correct_hysteresis,
    is_bad, loop_edit, low_pass, split_cast, wild_edit, window_filter,
};

const AVERAGE: BinAverage = BinAverage {
    size: 1.0,
    cast: CastSelection::Both,
    placement: BinPlacement::Averaged,
    surface: None,
    bad_scans: BadScans::Exclude,
    scans_per_bin: ScansPerBin { minimum: 1, maximum: usize::MAX },
    skip_first: 0,
    skip_last: 0,
    gaps: Gaps::LeaveOutScan,
};

#[test]
fn a_bad_value_does_not_leak_into_its_neighbourhood() {
    let mut values = vec![10.0; 40];
    values[20] = BAD_FLAG;
    let smooth = low_pass(&values, LowPass::new(1.0, 0.25).unwrap());
    assert!(is_bad(smooth[20]));
    assert!(smooth.iter().enumerate().all(|(scan, value)| scan == 20 || (value - 10.0).abs() < 1e-12));
    let advanced = align(&values, Align::new(0.1, 0.25).unwrap());
    let bad: Vec<usize> = (0..40).filter(|scan| is_bad(advanced[*scan])).collect();
    assert_eq!(bad, [19, 20, 39]);
    let filter = WindowFilter::new(Window::Triangle, 5, 0.25).unwrap();
    let filled = window_filter(&values, &[0.0; 40], &filter, BadScans::Include).unwrap();
    assert!((filled[20] - 10.0).abs() < 1e-12, "filled from the good values around it");
}

#[test]
fn low_pass_shifts_nothing_and_halves_where_it_should() {
    // At 2πfτ = 1 two passes of a first-order filter halve the amplitude; the bilinear transform bends the
    // frequency by (πfΔt)²/3, a third of a percent here.
    let (interval, time_constant) = (0.05, 0.25);
    let wave: Vec<f64> =
        (0..4000).map(|scan| libm::sin(f64::from(scan) * interval / time_constant)).collect();
    let smooth = low_pass(&wave, LowPass::new(time_constant, interval).unwrap());
    let inner = 500..3500;
    let with = |other: &[f64]| inner.clone().map(|scan| smooth[scan] * other[scan]).sum::<f64>();
    let power: f64 = inner.clone().map(|scan| wave[scan] * wave[scan]).sum();
    assert!((with(&wave) / power - 0.5).abs() < 0.003, "{}", with(&wave) / power);
    let quadrature: Vec<f64> =
        (0..4000).map(|scan| libm::cos(f64::from(scan) * interval / time_constant)).collect();
    assert!((with(&quadrature) / power).abs() < 1e-3);
}

#[test]
fn thermal_mass_of_a_step_decays_with_its_time_constant() {
    let mut temperature = vec![20.0; 2000];
    temperature[1000..].fill(21.0);
    let cell = CellThermalMass::new(0.03, 7.0, 0.01).unwrap();
    let corrected = cell_thermal_mass(&temperature, &[4.0; 2000], cell).unwrap();
    let anomaly = |scan: usize| corrected[scan] - 4.0;
    assert!(anomaly(999).abs() < 1e-15);
    // α ∂C/∂T at 21 °C, and e⁻¹ of it after 7 s.
    assert!((anomaly(1000) - 0.03 * 0.1006).abs() < 3e-6, "{}", anomaly(1000));
    assert!((anomaly(1700) / anomaly(1000) - libm::exp(-1.0)).abs() < 1e-5);
}

#[test]
fn hysteresis_under_a_constant_load_settles_as_its_recursion_says() {
    // V/D + (V − V/D) Cⁿ solves the recursion for constant V and D.
    let sensor = OxygenHysteresis::new(-0.033, 5000.0, 1450.0, 0.0, 10.0).unwrap();
    let corrected = correct_hysteresis(&[2.0; 500], &[5000.0; 500], sensor).unwrap();
    let settled = 2.0 / (1.0 - 0.033 * libm::expm1(1.0));
    for scan in [0_u16, 1, 145, 499] {
        let expected = settled + (2.0 - settled) * libm::exp(-f64::from(scan) * 10.0 / 1450.0);
        assert!((corrected[usize::from(scan)] - expected).abs() < 1e-12);
    }
}

#[test]
fn a_hole_in_the_voltage_lets_hysteresis_decay_over_the_time_that_passed() {
    let sensor = OxygenHysteresis::new(-0.033, 5000.0, 1450.0, 0.0, 10.0).unwrap();
    let mut voltage = vec![2.0; 500];
    let whole = correct_hysteresis(&voltage, &[5000.0; 500], sensor).unwrap();
    voltage[100..200].fill(BAD_FLAG);
    let holed = correct_hysteresis(&voltage, &[5000.0; 500], sensor).unwrap();
    assert!(is_bad(holed[150]) && (holed[499] - whole[499]).abs() < 1e-12);
}

#[test]
fn wild_edit_leaves_a_block_without_spread_alone() {
    let edit = WildEdit::new(2.0, 20.0, 0.0, 10, BadScans::Include).unwrap();
    assert_eq!(wild_edit(&[3.0; 25], &[0.0; 25], edit).unwrap(), [3.0; 25]);
}

#[test]
fn a_soak_is_marked_whichever_way_its_depths_are_counted() {
    let mut depth: Vec<f64> = (0..20).map(|scan| f64::from(scan) + 1.0).collect();
    depth.splice(8..8, [9.0; 5]);
    depth.extend([2.0, 1.0, 0.0]);
    for (reference, first_good) in [(SoakDepth::FromSurface, 5), (SoakDepth::FromFirstScan, 6)] {
        let edit = LoopEdit {
            velocity: MinimumVelocity::Fixed { minimum_m_per_s: 0.25 },
            soak: SurfaceSoak::Remove { minimum_depth_m: 6.0, maximum_depth_m: 12.0, depth: reference },
            bad_scans: BadScans::Include,
            sample_interval_s: 1.0,
        };
        let flags = loop_edit(&depth, &vec![0.0; depth.len()], &edit).unwrap();
        assert_eq!(flags.iter().position(|flag| !is_bad(*flag)), Some(first_good), "{reference:?}");
    }
}

#[test]
fn percent_of_mean_marks_what_falls_behind_its_window() {
    // A descent at 1 m/s that slows to a tenth of it at scan 12 and takes up again: the window of four steps still
    // remembers the speed of before, so half of it is missed from the slow step on, until the mean has come down.
    let mut depth: Vec<f64> = (0..13).map(f64::from).collect();
    for step in [0.1, 0.1, 0.1, 0.1, 0.1, 1.0, 1.0, -1.0, -1.0, -1.0, -1.0, -1.0, -0.01, -1.0, 0.5, -1.0] {
        depth.push(depth.last().unwrap() + step);
    }
    let edit = LoopEdit {
        velocity: MinimumVelocity::PercentOfMean { percent: 50.0, window_s: 4.0, first_window_m_per_s: 0.25 },
        soak: SurfaceSoak::Keep,
        bad_scans: BadScans::Include,
        sample_interval_s: 1.0,
    };
    let flags = loop_edit(&depth, &vec![0.0; depth.len()], &edit).unwrap();
    let bad: Vec<usize> = (0..depth.len()).filter(|scan| is_bad(flags[*scan])).collect();
    // 12 to 15 about the slow steps. On the ascent after its first window nothing but a scan that is not the shallowest
    // so far: 27, and 28 only just regains 26.
    assert_eq!(bad, [12, 13, 14, 15, 27]);
}

#[test]
fn an_excluded_scan_stays_bad_and_moves_the_turn() {
    let cast = split_cast(&[1.0, 2.0, 3.0, 2.5, 1.0], &[0.0, 0.0, BAD_FLAG, 0.0, 0.0], BadScans::Exclude);
    assert_eq!(cast.unwrap().ascent, 4..5);
    let cast = split_cast(&[1.0, 2.0, 3.0, 2.5, 1.0], &[0.0, 0.0, BAD_FLAG, 0.0, 0.0], BadScans::Include);
    assert_eq!(cast.unwrap().ascent, 3..5);
}

#[test]
fn bins_keep_their_limits_and_what_is_skipped_is_skipped() {
    let depth: Vec<f64> = (0..10).map(f64::from).collect();
    let all = bin_average(BinAxis::Profile(&depth), &[0.0; 10], &[&depth], &AVERAGE).unwrap();
    assert_eq!(all.axis, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]);
    let average = BinAverage { skip_first: 3, skip_last: 2, ..AVERAGE };
    let inner = bin_average(BinAxis::Profile(&depth), &[0.0; 10], &[&depth], &average).unwrap();
    assert_eq!(inner.axis, [3.0, 4.0, 5.0, 6.0, 7.0]);
    let average = BinAverage { size: 4.0, scans_per_bin: ScansPerBin { minimum: 4, maximum: 4 }, ..AVERAGE };
    let full = bin_average(BinAxis::Profile(&depth), &[0.0; 10], &[&depth], &average).unwrap();
    assert_eq!(full.scans, [4, 4]);
}

#[test]
fn an_ascent_that_ends_below_the_surface_keeps_its_last_bin() {
    let depth = [1.0, 5.0, 9.0, 6.0, 5.0];
    let average = BinAverage { cast: CastSelection::Ascent, ..AVERAGE };
    let up = bin_average(BinAxis::Profile(&depth), &[0.0; 5], &[], &average).unwrap();
    assert_eq!(up.axis, [6.0, 5.0]);
}

#[test]
fn a_bin_of_nothing_but_marked_scans_is_marked() {
    let average = BinAverage { bad_scans: BadScans::Include, ..AVERAGE };
    let flags = [0.0, BAD_FLAG, 0.0];
    let binned = bin_average(BinAxis::TimeS(&[1.0, 2.0, 3.0]), &flags, &[], &average).unwrap();
    assert_eq!(binned.flags, flags);
}

#[test]
fn refusals_name_the_parameter_and_the_column() {
    let refusal = LowPass::new(-1.0, 0.25).unwrap_err().to_string();
    assert_eq!(refusal, "the time constant in seconds is -1; accepted is a finite number above 0");
    let refusal = WindowFilter::new(Window::Median, 4, 0.25).unwrap_err().to_string();
    assert_eq!(refusal, "scans in the window is 4; accepted is an odd number from 1 to 100,001");
    let short = split_cast(&[1.0, 2.0], &[0.0], BadScans::Include).unwrap_err();
    assert_eq!(short, ProcessingError::Length { column: "flag", found: 1, expected: 2 });
}
