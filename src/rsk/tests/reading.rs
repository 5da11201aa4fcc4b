//! What is in the files comes out, and the files stay as they are.

use super::super::*;
use super::{EPDESKTOP_1, FULL_2, VERSION_3, made, opened};
use hadal_models::equation;
use hadal_models::format::rbr::Conversion;

fn channel<'a>(file: &'a Rsk, short_name: &str) -> &'a Channel {
    file.header().channels.iter().find(|channel| channel.short_name == short_name).unwrap()
}

#[test]
fn a_file_says_who_measured_what_and_when() {
    let file = opened(FULL_2);
    let header = file.header();
    assert_eq!((header.format.version.as_str(), header.format.kind.as_str()), ("2.10.0", "full"));
    let instrument = header.instrument.as_ref().unwrap();
    assert_eq!((instrument.model.as_str(), instrument.serial.as_str()), ("RBRinvented³", "900001"));
    assert_eq!((instrument.firmware.as_str(), instrument.part_number.as_str()), ("1.125", "L3-M11-F99"));
    let deployment = &header.deployments[0];
    assert_eq!((deployment.comment.as_str(), deployment.clock_error_ms), ("Größe: keine", Some(-1250)));
    assert_eq!((deployment.begin_ms, deployment.end_ms), (Some(1_700_000_000_000), Some(1_700_000_500_000)));
    assert_eq!((header.schedules[0].mode.as_str(), header.schedules[0].period_ms), ("continuous", Some(125)));
    let details: Vec<&Detail> = header.regions.iter().map(|region| &region.detail).collect();
    assert_eq!(details[1..3], [&Detail::CastDown, &Detail::CastUp]);
    let position = Detail::Position { latitude_degrees_north: 54.5, longitude_degrees_east: -20.25 };
    assert_eq!(details[3..], [&position, &Detail::Comment("sea like glass".to_owned())]);
    assert_eq!(header.events.iter().map(|event| event.kind).collect::<Vec<_>>(), [34, 33]);
    assert_eq!((header.positions.len(), header.positions[0].latitude_degrees_north), (1, 54.5));
}

#[test]
fn channels_tell_what_they_measure_only_where_that_is_beyond_doubt() {
    let file = opened(FULL_2);
    let quantities: Vec<Quantity> = file.header().channels.iter().map(|channel| channel.quantity).collect();
    // The temperature of the cell is called plain `Temperature`, and is not the water's.
    assert_eq!(
        quantities,
        [
            Quantity::Conductivity,
            Quantity::Temperature,
            Quantity::AbsolutePressure,
            Quantity::Other,
            Quantity::SeaPressure,
            Quantity::PracticalSalinity,
            Quantity::Other
        ]
    );
    assert!(channel(&file, "temp11").status.is_hidden() && !channel(&file, "temp14").status.is_hidden());
    assert_eq!(
        (channel(&file, "pres08").nature, channel(&file, "pres24").nature),
        (Nature::Derived, Nature::Measured)
    );
    let turbidity = channel(&file, "turb00");
    assert!(turbidity.column.is_empty() && turbidity.status.is_transient() && turbidity.status.is_ignored());
}

#[test]
fn calibrations_in_force_are_under_the_names_of_our_equations() {
    let file = opened(FULL_2);
    let of = |name: &str| channel(&file, name).calibration.clone().unwrap();
    let temperature = of("temp14");
    // The user's calibration is later than the factory's.
    assert_eq!(temperature.time_ms, Some(1_650_000_000_000));
    let Conversion::Equation(found) = &temperature.conversion else { panic!("{temperature:?}") };
    assert_eq!((found.equation, found.coefficient("c0")), ("rbr/temperature", Some(0.003_437_5)));
    let conductivity = of("cond13");
    assert_eq!(conductivity.inputs, [("n0".to_owned(), "4".to_owned()), ("n1".to_owned(), "3".to_owned())]);
    let Conversion::Equation(found) = &conductivity.conversion else { panic!("{conductivity:?}") };
    assert_eq!((found.coefficient("x5"), found.coefficient("x6")), (Some(15.0), Some(10.25)));
    let Conversion::Equation(pressure) = of("pres24").conversion else { panic!() };
    let known = equation::find(pressure.equation).unwrap();
    assert_eq!(pressure.coefficients.iter().map(|(name, _)| *name).collect::<Vec<_>>(), known.coefficients());
    assert_eq!(of("pres08").conversion, Conversion::Unknown);
    // No equation of ours, and a coefficient that the file leaves open.
    let turbidity = of("turb00");
    assert_eq!((turbidity.equation.as_str(), &turbidity.conversion), ("cub", &Conversion::Unknown));
    assert!(turbidity.coefficients[1].1.is_nan());
}

#[test]
fn coefficients_in_columns_of_the_calibrations_are_read_as_well() {
    let file = opened(EPDESKTOP_1);
    let calibration = channel(&file, "cond06").calibration.clone().unwrap();
    let Conversion::Equation(found) = &calibration.conversion else { panic!("{calibration:?}") };
    let expected = [("c0", 0.0), ("c1", 153.0), ("c2", 1.0), ("x0", 0.25), ("x1", 0.03125), ("x2", 4.0e-7)];
    assert_eq!(found.coefficients[..6], expected);
    assert_eq!(found.coefficients[6..], [("x5", 15.5), ("x6", 10.125)]);
    let schedule = &file.header().schedules[0];
    assert_eq!((schedule.burst_samples, schedule.burst_interval_ms), (Some(3), Some(60_000)));
    let names: Vec<String> = file.read().unwrap().columns.into_iter().map(|column| column.name).collect();
    assert_eq!(names, ["Temperature", "Conductivity", "Temperature2"]);
}

#[test]
fn the_calibration_that_the_file_calls_active_is_in_force() {
    let file = opened(VERSION_3);
    let temperature = channel(&file, "temp14");
    assert_eq!((temperature.column.as_str(), temperature.label.as_str()), ("channel02", "temperature_00"));
    let calibration = temperature.calibration.clone().unwrap();
    assert_eq!(calibration.time_ms, Some(1_740_000_000_000));
    assert_eq!((calibration.slope, calibration.offset), (1.0, 0.0025));
    assert_eq!(calibration.coefficients[0], ("c0".to_owned(), 0.003_437_5));
}

#[test]
fn samples_of_several_schedules_are_not_mixed() {
    let file = opened(VERSION_3);
    assert_eq!(file.header().sampled_schedules, [1, 2]);
    let message = file.read().unwrap_err().to_string();
    assert!(message.contains("samples of schedules [1, 2]: accepted: one schedule at a time"), "{message}");
    let message = file.read_schedule(3).unwrap_err().to_string();
    assert!(message.contains("no samples of schedule 3: accepted: one of [1, 2]"), "{message}");
    let samples = file.read_schedule(2).unwrap();
    assert_eq!(samples.time_s(), [1_750_000_000.0, 1_750_000_060.0]);
    let mut schedules = Vec::new();
    file.visit(|_, schedule, _| {
        schedules.push(schedule);
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(schedules.len(), 5);
    let mut count = 0;
    file.visit(|_, _, _| {
        count += 1;
        ControlFlow::Break(())
    })
    .unwrap();
    assert_eq!(count, 1);
}

#[test]
fn nothing_is_written_to_a_file_or_beside_it() {
    let (folder, path) = made(FULL_2);
    let before = std::fs::read(&path).unwrap();
    open(&path).unwrap().read().unwrap();
    assert!(std::fs::read(&path).unwrap() == before);
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, [path.file_name().unwrap()]);
}

#[test]
fn a_file_in_the_mode_of_a_write_ahead_log_is_read_once_the_log_is_gone() {
    let (folder, path) = made(&format!("PRAGMA journal_mode = wal; {EPDESKTOP_1}"));
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(bytes[18..20], [2, 2]);
    assert_eq!(open(&path).unwrap().read().unwrap().time_ms.len(), 3);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
