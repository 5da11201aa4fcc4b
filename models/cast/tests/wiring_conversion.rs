//! Conversion: averages, hysteresis, slopes and offsets reach the equations, each in its place.

use super::invented_cast::{
    INTERVAL_S, SCANS, cast_by, compensation, file, known, oxygen_volts, pressure_hz,
};
use super::*;
use crate::cast::{Hysteresis, SeaBirdError, Source, from_cnv};
use crate::format::sea_bird::cnv::{self, Column, Notation};
use crate::format::sea_bird::model::Model;
use crate::format::sea_bird::reply;
use crate::processing::{OxygenHysteresis, correct_hysteresis};

/// Mean of the last 30 s, as if the first value had stood before the first scan.
fn mean_of_30_s(scan: i32) -> f64 {
    let window = 30 * 24;
    let sum: i32 = (scan + 1 - window..=scan).map(|scan| compensation(scan.max(0))).sum();
    f64::from(sum) / f64::from(window)
}

#[test]
fn a_digiquartz_is_compensated_by_the_mean_of_30_s_and_corrected_on_sea_pressure() {
    let cast = cast_by(&known());
    let pressure = cast.variable("pressure").unwrap();
    let sensor = pressure.sensor.as_ref().unwrap();
    let by = |compensation: &dyn Fn(i32) -> f64| -> Vec<f64> {
        let value =
            |scan| sensor.equation.value(&sensor.coefficients, &[pressure_hz(scan), compensation(scan)]);
        (0..SCANS).map(|scan| 0.99995 * (100.0 * (value(scan) - 0.101_325)) - 1.25).collect()
    };
    assert!(greatest(&pressure.values, &by(&mean_of_30_s)) < 1e-8);
    assert!(greatest(&pressure.values, &by(&|scan| f64::from(compensation(scan)))) > 1e-2);
}

#[test]
fn slope_and_offset_of_a_configuration_are_applied_to_each_sensor() {
    let cast = cast_by(&known());
    for (name, slope, offset) in [
        ("temperature", 1.0, 0.0025),
        ("temperature_2", 1.0, 0.0325),
        ("conductivity", 1.0, 0.0),
        ("conductivity_2", 1.0005, 0.00025),
    ] {
        let variable = cast.variable(name).unwrap();
        let sensor = variable.sensor.as_ref().unwrap();
        let hz = match name {
            "temperature" => f64::from(0x0F_A000 - 1200) / 256.0,
            "temperature_2" => f64::from(0x0F_A040 - 1080) / 256.0,
            "conductivity" => f64::from(0x17_7080 - 1800) / 256.0,
            _ => f64::from(0x17_70C0 - 1860) / 256.0,
        };
        let value = |column: &Source| match column {
            Source::Column(name) => cast.values(name).map_or(hz, |values| values[0]),
            Source::Raised(name, by) => cast.values(name).unwrap()[0] + by,
            Source::Constant(value) => *value,
            Source::Open => panic!("an input was not found"),
        };
        let inputs: Vec<f64> = sensor.inputs.iter().map(value).collect();
        let expected = slope * sensor.equation.value(&sensor.coefficients, &inputs) + offset;
        assert!((variable.values[0] - expected).abs() < 1e-12, "{name}");
        if name.starts_with("conductivity") {
            let beside = name.replace("conductivity", "temperature");
            assert!((inputs[1] - cast.values(&beside).unwrap()[0]).abs() < 1e-15, "{name}");
            assert!((inputs[2] - cast.values("pressure").unwrap()[0]).abs() < 1e-15, "{name}");
        }
    }
}

#[test]
fn an_oxygen_voltage_is_corrected_for_hysteresis_unless_it_shall_not() {
    let measured: Vec<f64> = (0..SCANS).map(oxygen_volts).collect();
    let corrected = cast_by(&known());
    let parameters = OxygenHysteresis::new(-0.033, 5000.0, 1450.0, -0.5, INTERVAL_S).unwrap();
    let expected = correct_hysteresis(&measured, corrected.values("pressure").unwrap(), parameters).unwrap();
    assert!(same(corrected.values("oxygen_voltage").unwrap(), &expected));
    assert!(!same(&measured, &expected));
    assert!(corrected.history.iter().any(|line| line.contains("H1 = -0.033, H2 = 5000 dbar, H3 = 1450 s")));
    let plain = cast_by(&Supplement { hysteresis: Hysteresis::AsMeasured, ..known() });
    assert!(same(plain.values("oxygen_voltage").unwrap(), &measured));
    assert!(corrected.variable("volt_7").is_none(), "it is the same column under its kind's name");
}

#[test]
fn units_of_a_converted_file_become_ours() {
    let column = |name: &str, values: &[f64]| Column {
        name: name.to_owned(),
        label: name.to_owned(),
        span: None,
        notation: Notation::Fixed(4),
        values: values.to_vec(),
    };
    let file = cnv::Cast {
        instrument: vec!["* Sea-Bird SBE 9 Data File:".to_owned()],
        columns: vec![
            column("timeM", &[0.0, 0.5]),
            column("c0mS/cm", &[42.0, 35.0]),
            column("c1uS/cm", &[42_000.0, 35_000.0]),
        ],
        interval: None,
        start_time: None,
        bad_flag: BAD_FLAG_OF_FILES,
        notes: Vec::new(),
    };
    let cast = from_cnv(file);
    for (name, expected) in
        [("elapsed_time", [0.0, 30.0]), ("conductivity", [4.2, 3.5]), ("conductivity_2", [4.2, 3.5])]
    {
        assert!(greatest(cast.values(name).unwrap(), &expected) < 1e-12, "{name}");
    }
    assert_eq!(cast.variable("conductivity").unwrap().unit, "S m-1");
}

/// What the maker's files have for a bad value.
const BAD_FLAG_OF_FILES: f64 = -9.990e-29;

#[test]
fn a_configuration_or_reply_of_another_model_is_refused() {
    let text = file().replace("* Number of Bytes Per Scan = 44\n", "");
    let configuration = Some(xmlcon::parse(invented::SBE_19_XMLCON).unwrap());
    let other = Supplement { configuration, ..Supplement::default() };
    let refused = |file: &[u8], known: &Supplement| from_sea_bird(file, known, BadScans::Refuse).unwrap_err();
    assert_eq!(
        refused(text.as_bytes(), &other),
        SeaBirdError::OtherInstrument { found: Model::Sbe19Plus, expected: Model::Sbe911Plus }
    );
    let replies = reply::read(invented::DC_REPLY).unwrap();
    assert_eq!(
        refused(MICROCAT, &Supplement { replies, ..Supplement::default() }),
        SeaBirdError::OtherInstrument { found: Model::Sbe19Plus, expected: Model::Sbe37 }
    );
}

#[test]
fn a_reply_takes_the_place_of_the_configuration_without_second_sensors() {
    let configuration = Some(xmlcon::parse(invented::SBE_19_XMLCON).unwrap());
    let replies =
        reply::read(&invented::DC_REPLY.replace("TA0 = 1.250000e-03", "TA0 = 1.260000e-03")).unwrap();
    let known = Supplement { configuration, replies, ..Supplement::default() };
    let cast = from_sea_bird(invented::SBE_19_HEX.as_bytes(), &known, BadScans::Refuse).unwrap();
    let temperature = cast.variable("temperature").unwrap().sensor.as_ref().unwrap();
    assert!((temperature.coefficient("a0").unwrap() - 1.26e-3).abs() < 1e-18);
    for name in ["temperature", "conductivity", "pressure"] {
        let count = cast.variables.iter().filter(|known| known.name.starts_with(name)).count();
        assert_eq!(count, 1, "{name}");
    }
}

#[test]
fn a_heading_alone_and_a_pressure_too_many_are_refused() {
    let text = String::from_utf8(MICROCAT.to_vec()).unwrap();
    let heading = text.split_once("*END*").unwrap().0.to_owned() + "*END*\n";
    let refused = |file: &str, pressure_dbar| {
        let known = Supplement { pressure_dbar, ..Supplement::default() };
        from_sea_bird(file.as_bytes(), &known, BadScans::Refuse).unwrap_err()
    };
    assert_eq!(refused(&heading, None), SeaBirdError::NoScans);
    assert_eq!(refused(&text, Some(100.0)), SeaBirdError::PressureTwice);
}

#[test]
fn a_pressure_sensor_without_coefficients_is_no_surface() {
    let text = String::from_utf8(MICROCAT.to_vec()).unwrap();
    let (before, after) = text.split_once("* <Calibration format='STRAIN0'").unwrap();
    let rest = after.split_once("</Calibration>\n").unwrap().1;
    let file = format!("{before}{rest}");
    let at = |pressure_dbar| {
        let known = Supplement { pressure_dbar, ..Supplement::default() };
        from_sea_bird(file.as_bytes(), &known, BadScans::Refuse)
    };
    let refused = at(None).unwrap_err().to_string();
    assert!(refused.starts_with("`conductivity` needs the pressure"), "{refused}");
    assert!(same(at(Some(250.0)).unwrap().values("pressure").unwrap(), &[250.0, 250.0]));
}
