//! Steps: each gives what the function of its name gives with the same columns, flags and parameters.

use super::invented_cast::{INTERVAL_S, cast};
use super::*;
use crate::processing::{self, BAD_FLAG, BadScans as Marked, Window, WindowFilter};
use crate::quantity::{Latitude, SeaPressure};

fn after(steps: &str) -> Cast {
    let mut cast = cast();
    plan(&format!("[[step]]\n{steps}")).apply(&mut cast).unwrap();
    cast
}

#[test]
fn wild_points_are_edited_with_the_passes_of_the_plan() {
    let before = cast();
    let values = before.values("temperature_2").unwrap();
    let edited = |first, second, within, block, marked| {
        let edit = processing::WildEdit::new(first, second, within, block, marked).unwrap();
        processing::wild_edit(values, &before.flags, edit).unwrap()
    };
    let own = edited(1.5, 3.0, 0.01, 60, Marked::Include);
    let step = "wild_edit = { columns = [\"temperature_2\"], first_pass_deviations = 1.5, second_pass_deviations = 3.0, \
                keep_within = 0.01, scans_per_block = 60, bad_scans = \"include\" }";
    let cast = after(step);
    assert!(same(cast.values("temperature_2").unwrap(), &own));
    for other in [
        edited(3.0, 1.5, 0.01, 60, Marked::Include),
        edited(1.5, 3.0, 0.5, 60, Marked::Include),
        edited(1.5, 3.0, 0.01, 100, Marked::Include),
        edited(1.5, 3.0, 0.01, 60, Marked::Exclude),
    ] {
        assert!(!same(&own, &other), "each parameter counts");
    }
    assert!(same(cast.values("temperature").unwrap(), before.values("temperature").unwrap()));
    let bad = own.iter().filter(|value| is_bad(**value)).count();
    let line = format!("wild_edit: {bad} values are bad that were not");
    assert!(cast.history.contains(&line), "{line} in {:?}", cast.history);
    let plain = after("wild_edit = { columns = [\"temperature_2\"] }");
    assert!(same(plain.values("temperature_2").unwrap(), &edited(2.0, 20.0, 0.0, 100, Marked::Exclude)));
}

#[test]
fn each_shape_of_a_window_is_the_one_that_is_named() {
    let before = cast();
    let values = before.values("conductivity_2").unwrap();
    let gaussian = Window::Gaussian { half_width_s: 0.1, offset_s: 0.05 };
    let mut found: Vec<Vec<f64>> = Vec::new();
    for (name, shape) in [
        ("boxcar", Window::Boxcar),
        ("cosine", Window::Cosine),
        ("triangle", Window::Triangle),
        ("median", Window::Median),
        ("gaussian", gaussian),
    ] {
        for (word, marked) in [("include", Marked::Include), ("exclude", Marked::Exclude)] {
            let cast = after(&format!(
                "window_filter = {{ columns = [\"conductivity_2\"], shape = \"{name}\", scans = 9, bad_scans = \
                 \"{word}\", half_width_s = 0.1, offset_s = 0.05 }}"
            ));
            let filter = WindowFilter::new(shape, 9, INTERVAL_S).unwrap();
            let expected = processing::window_filter(values, &before.flags, &filter, marked).unwrap();
            let own = cast.values("conductivity_2").unwrap();
            assert!(same(own, &expected), "{name}, {word}");
            assert!(found.iter().all(|other| !same(other, own)), "{name}, {word} is like no other");
            found.push(own.to_vec());
        }
    }
}

#[test]
fn both_cells_are_corrected_each_by_its_thermometer() {
    let (before, after) = (cast(), after("cell_thermal_mass = { amplitude = 0.03, time_constant_s = 7.0 }"));
    let wall = processing::CellThermalMass::new(0.03, 7.0, INTERVAL_S).unwrap();
    for (thermometer, cell) in [("temperature", "conductivity"), ("temperature_2", "conductivity_2")] {
        let (celsius, siemens) = (before.values(thermometer).unwrap(), before.values(cell).unwrap());
        let expected = processing::cell_thermal_mass(celsius, siemens, wall).unwrap();
        assert!(same(after.values(cell).unwrap(), &expected), "{cell}");
        assert!(!same(siemens, &expected));
    }
}

#[test]
fn a_column_that_is_named_twice_is_done_once() {
    let shift = processing::Align::new(0.125, INTERVAL_S).unwrap();
    let before = cast();
    for names in ["\"temperature\", \"temperature\"", "\"temperature\", \"temperature_2\""] {
        let cast = after(&format!("align = {{ columns = [{names}], advance_s = 0.125 }}"));
        for name in ["temperature", "temperature_2"] {
            let expected = processing::align(before.values(name).unwrap(), shift);
            assert!(same(cast.values(name).unwrap(), &expected), "{name} of {names}");
        }
        assert!(
            cast.history.contains(&"align: 6 values are bad that were not".to_owned()),
            "{:?}",
            cast.history
        );
    }
}

#[test]
fn the_history_counts_what_a_step_itself_has_made_bad() {
    let mut cast = cast();
    plan(
        "[[step]]\nalign = { columns = [\"pressure\"], advance_s = 0.125 }\n\
         [[step]]\nalign = { columns = [\"temperature_2\"], advance_s = 0.25 }",
    )
    .apply(&mut cast)
    .unwrap();
    for count in [3, 6] {
        let line = format!("align: {count} values are bad that were not");
        assert!(cast.history.contains(&line), "{line} in {:?}", cast.history);
    }
}

#[test]
fn a_low_pass_knows_the_time_between_scans() {
    let filter = processing::LowPass::new(0.15, INTERVAL_S).unwrap();
    let expected = processing::low_pass(cast().values("pressure").unwrap(), filter);
    let cast = after("low_pass = { columns = [\"pressure\"], time_constant_s = 0.15 }");
    assert!(same(cast.values("pressure").unwrap(), &expected));
}

#[test]
fn a_split_keeps_its_way_in_columns_and_flags() {
    let mut before = cast();
    Plan::conversion_only().apply(&mut before).unwrap();
    let pressure = before.values("pressure").unwrap();
    let ways = processing::split_cast(pressure, &before.flags, Marked::Exclude).unwrap();
    assert!(ways.descent.len() > 100 && ways.ascent.len() > 100);
    for (word, kept) in [("descent", ways.descent), ("ascent", ways.ascent), ("both", 0..before.len())] {
        // Derived first: the slope of oxygen's voltage is one of the whole cast.
        let mut cast = cast();
        plan(&format!("[[step]]\nderive = {{ }}\n[[step]]\nsplit = {{ keep = \"{word}\" }}"))
            .apply(&mut cast)
            .unwrap();
        assert_eq!(cast.len(), kept.len(), "{word}");
        assert!(same(&cast.flags, &before.flags[kept.clone()]), "{word}");
        for (one, other) in cast.variables.iter().zip(&before.variables) {
            assert_eq!(one.name, other.name);
            assert!(same(&one.values, &other.values[kept.clone()]), "{word}, {}", one.name);
        }
    }
}

fn edited(
    cast: &Cast,
    depth: &[f64],
    velocity: processing::MinimumVelocity,
    soak: processing::SurfaceSoak,
    bad_scans: Marked,
) -> Vec<f64> {
    let edit = processing::LoopEdit { velocity, soak, bad_scans, sample_interval_s: INTERVAL_S };
    processing::loop_edit(depth, &cast.flags, &edit).unwrap()
}

#[test]
fn loops_are_found_with_velocity_mean_and_soak_of_the_plan() {
    use processing::{MinimumVelocity, SoakDepth, SurfaceSoak};
    let before = cast();
    let pressure = before.values("pressure").unwrap();
    let fixed = |minimum_m_per_s| MinimumVelocity::Fixed { minimum_m_per_s };
    let mean =
        |percent, window_s| MinimumVelocity::PercentOfMean { percent, window_s, first_window_m_per_s: 2.0 };
    // From the surface the soak ends before its deepest scan, from the first scan it comprises it.
    let top = pressure[0];
    let end = pressure[..80].iter().copied().fold(top, f64::max) - 0.3;
    let soak = |depth| SurfaceSoak::Remove { minimum_depth_m: top + 1.0, maximum_depth_m: end, depth };
    let removed = |from: &str| {
        format!(
            "remove_soak = {{ minimum_depth_m = {}, maximum_depth_m = {}, from = \"{from}\" }}",
            top + 1.0,
            end
        )
    };
    let (keep, exclude) = (SurfaceSoak::Keep, Marked::Exclude);
    let cases = [
        (String::new(), fixed(0.25), keep, exclude),
        ("bad_scans = \"include\"".to_owned(), fixed(0.25), keep, Marked::Include),
        ("minimum_velocity_m_per_s = 6.0".to_owned(), fixed(6.0), keep, exclude),
        (
            "minimum_velocity_m_per_s = 2.0, percent_of_mean = 60.0, mean_over_s = 3.0".to_owned(),
            mean(60.0, 3.0),
            keep,
            exclude,
        ),
        (
            "minimum_velocity_m_per_s = 2.0, percent_of_mean = 60.0, mean_over_s = 0.5".to_owned(),
            mean(60.0, 0.5),
            keep,
            exclude,
        ),
        (removed("surface"), fixed(0.25), soak(SoakDepth::FromSurface), exclude),
        (removed("first_scan"), fixed(0.25), soak(SoakDepth::FromFirstScan), exclude),
    ];
    let mut found: Vec<Vec<f64>> = Vec::new();
    for (fields, velocity, soak, bad_scans) in cases {
        let cast = after(&format!("loop_edit = {{ {fields} }}"));
        let expected = edited(&before, pressure, velocity, soak, bad_scans);
        assert!(same(&cast.flags, &expected), "{fields}");
        assert!(found.iter().all(|other| !same(other, &expected)), "{fields}: like no other");
        let count = |flags: &[f64]| flags.iter().filter(|flag| is_bad(**flag)).count();
        if count(&expected) > count(&before.flags) {
            let line =
                format!("loop_edit: {} of 360 scans marked bad", count(&expected) - count(&before.flags));
            assert!(cast.history.contains(&line), "{line} in {:?}", cast.history);
        }
        found.push(expected);
    }
}

#[test]
fn a_latitude_makes_loops_a_matter_of_metres() {
    let mut differences = 0;
    for scan in (90..350).step_by(10) {
        let mut cast = cast();
        let pressure = cast.values("pressure").unwrap().to_vec();
        // Just below the speed in decibars of one step, and above it in metres.
        let minimum_m_per_s = 0.994 * (pressure[scan] - pressure[scan - 1]).abs() / INTERVAL_S;
        let north = Latitude::from_degrees_north(80.0);
        let depth: Vec<f64> = pressure
            .iter()
            .map(|dbar| crate::seawater::depth(SeaPressure::from_dbar(*dbar), north))
            .collect();
        let velocity = processing::MinimumVelocity::Fixed { minimum_m_per_s };
        let by = |cast: &Cast, depth: &[f64]| {
            edited(cast, depth, velocity, processing::SurfaceSoak::Keep, Marked::Exclude)
        };
        let (in_metres, in_decibars) = (by(&cast, &depth), by(&cast, &pressure));
        cast.latitude = Some(north);
        plan(&format!("[[step]]\nloop_edit = {{ minimum_velocity_m_per_s = {minimum_m_per_s:?} }}"))
            .apply(&mut cast)
            .unwrap();
        assert!(same(&cast.flags, &in_metres), "{minimum_m_per_s}");
        differences += usize::from(!same(&in_metres, &in_decibars));
        assert!(cast.flags.iter().any(|flag| flag.to_bits() == BAD_FLAG.to_bits()));
    }
    assert!(differences > 0, "metres and decibars give the same here, which proves nothing");
}
