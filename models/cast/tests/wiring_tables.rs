//! Tables: which column is which input, and where the pressure comes from.

use super::*;
use crate::cast::Source;

fn columns(named: &[(&str, f64)]) -> Vec<(String, Vec<f64>)> {
    named.iter().map(|(name, value)| ((*name).to_owned(), vec![*value; 2])).collect()
}

#[test]
fn a_column_of_the_inputs_own_name_wins() {
    let gauge = calibration("rbr/pressure", &[("x1", 0.3)], &[]);
    let table =
        columns(&[("voltage_ratio", 0.4), ("pressure_temperature_celsius", 20.0), ("temperature", 5.0)]);
    let cast = from_table(table, std::slice::from_ref(&gauge), None).unwrap();
    let at = |celsius| 100.0 * (gauge.equation.value(&gauge.coefficients, &[0.4, celsius]) - 0.101_325);
    assert!((cast.values("pressure").unwrap()[0] - at(20.0)).abs() < 1e-9);
    assert!((at(20.0) - at(5.0)).abs() > 1.0);
}

#[test]
fn a_cell_that_takes_absolute_pressure_gets_sea_pressure_and_an_atmosphere() {
    let cell = calibration("rbr/conductivity", &[("x2", 1e-3)], &[]);
    let table = columns(&[("voltage_ratio", 0.3), ("temperature", 12.0), ("pressure", 500.0)]);
    let cast = from_table(table, std::slice::from_ref(&cell), None).unwrap();
    let at = |dbar| cell.equation.value(&cell.coefficients, &[0.3, 12.0, dbar]);
    assert!((cast.values("conductivity").unwrap()[0] - at(510.1325)).abs() < 1e-12);
    assert!((at(510.1325) - at(500.0)).abs() > 1e-3);
}

#[test]
fn thermometer_and_pressure_sensor_need_each_other_in_no_cycle() {
    let calibrations = [
        calibration("rbr/pressure", &[("x1", 0.3)], &[("voltage_ratio", "ratio_p")]),
        calibration("rbr/temperature", &[], &[("voltage_ratio", "ratio_t")]),
    ];
    let cast = from_table(columns(&[("ratio_t", 0.4), ("ratio_p", 0.3)]), &calibrations, None).unwrap();
    let [gauge, thermometer] = &calibrations;
    let celsius = thermometer.equation.value(&thermometer.coefficients, &[0.4, 0.0]);
    assert!((cast.values("temperature").unwrap()[0] - celsius).abs() < 1e-12);
    let expected = 100.0 * (gauge.equation.value(&gauge.coefficients, &[0.3, celsius]) - 0.101_325);
    assert!((cast.values("pressure").unwrap()[0] - expected).abs() < 1e-9);
}

#[test]
fn a_pressure_that_is_given_serves_where_no_column_says_it() {
    let cell = calibration("sbe-37-conductivity", &[("CPCOR", -9.57e-8)], &[]);
    let named = [("frequency_hz", 6000.0), ("temperature", 12.0)];
    let by = |table, pressure_dbar| from_table(table, std::slice::from_ref(&cell), pressure_dbar).unwrap();
    let conductivity = |cast: &Cast| cast.values("conductivity").unwrap()[0];
    let at = |dbar| cell.equation.value(&cell.coefficients, &[6000.0, 12.0, dbar]);
    let (given, unsaid) = (by(columns(&named), Some(4000.0)), by(columns(&named), None));
    assert!(same(given.values("pressure").unwrap(), &[4000.0, 4000.0]));
    assert!((conductivity(&given) - at(4000.0)).abs() < 1e-12);
    assert!((conductivity(&unsaid) - at(0.0)).abs() < 1e-12);
    assert!(unsaid.variable("pressure").is_none() && unsaid.remarks[0].contains("at the sea surface"));
    assert!((at(4000.0) - at(0.0)).abs() > 1e-4);
    let said = by(columns(&[named[0], named[1], ("pressure", 900.0)]), None);
    assert!((conductivity(&said) - at(900.0)).abs() < 1e-12);
}

#[test]
fn a_pressure_that_is_given_beside_a_pressure_sensor_is_refused() {
    let gauge = calibration("rbr/pressure", &[], &[]);
    let by = |dbar| from_table(columns(&[("voltage_ratio", 0.4)]), std::slice::from_ref(&gauge), dbar);
    assert!(by(None).unwrap().variable("pressure").is_some());
    assert_eq!(by(Some(4000.0)).unwrap_err(), ConversionError::PressureTwice);
}

#[test]
fn a_later_calibration_of_the_same_sensor_takes_the_place_of_the_earlier() {
    let gauge = calibration("rbr/pressure", &[], &[]);
    let cast = from_table(columns(&[("voltage_ratio", 0.4)]), &[gauge.clone(), gauge], None).unwrap();
    assert!(cast.variable("pressure").is_some() && cast.variable("pressure_2").is_none());
}

#[test]
fn raw_pressure_without_a_calibration_is_not_the_surface() {
    let cell = calibration("sbe-37-conductivity", &[("CPCOR", -9.57e-8)], &[]);
    let table = columns(&[("frequency_hz", 6000.0), ("temperature", 12.0), ("raw_pressure", 8e5)]);
    let refused = from_table(table, &[cell], None).unwrap_err();
    assert_eq!(refused, ConversionError::PressureUnknown { variable: "conductivity".to_owned() });
}

#[test]
fn the_optical_oxygen_sensor_goes_with_its_own_thermistor() {
    let sensors = [
        calibration("sbe-37-temperature", &[], &[]),
        calibration("sbe-63-temperature", &[], &[]),
        calibration("sbe-63-oxygen", &[], &[]),
    ];
    let volts = sensors[1].equation.inputs()[0].name;
    let table = columns(&[
        ("temperature_counts", 4e5),
        (volts, 0.7),
        ("phase_us", 25.0),
        ("practical_salinity", 35.0),
        ("pressure", 300.0),
    ]);
    let cast = from_table(table, &sensors, None).unwrap();
    let oxygen = cast.variable("oxygen_ml_per_l").unwrap();
    let sensor = oxygen.sensor.as_ref().unwrap();
    assert_eq!(sensor.inputs[1], Source::Column("oxygen_temperature".to_owned()));
    let own = cast.values("oxygen_temperature").unwrap()[0];
    assert!((own - cast.values("temperature").unwrap()[0]).abs() > 0.1);
    let expected = sensor.equation.value(&sensor.coefficients, &[25.0, own, 35.0, 300.0]);
    assert!((oxygen.values[0] - expected).abs() < 1e-12);
    assert_eq!(oxygen.sea_bird.as_ref().unwrap().0, "sbeopoxML/L");
}

#[test]
fn a_column_that_is_made_anew_is_waited_for() {
    let cell = calibration("sbe-37-conductivity", &[], &[]);
    let thermometer = calibration("sbe-37-temperature", &[], &[]);
    let table =
        || columns(&[("frequency_hz", 6000.0), ("temperature_counts", 400_000.0), ("temperature", 30.0)]);
    let cast = from_table(table(), &[cell.clone(), thermometer.clone()], None).unwrap();
    let celsius = thermometer.equation.value(&thermometer.coefficients, &[400_000.0, 0.0]);
    let expected = cell.equation.value(&cell.coefficients, &[6000.0, celsius, 0.0]);
    assert!((cast.values("conductivity").unwrap()[0] - expected).abs() < 1e-12);
}
