//! Configurations of our own, malformed ones, and bytes at random; those of others in `makers_files`.

mod makers_files;
mod written;

use super::conversion::FORMS;
use super::*;
use crate::equation;
use crate::format::sea_bird::tests::invented::{SBE_19_XMLCON, SBE_911_XMLCON};
use crate::mutation::{LONG, SHORT, fuzz};
use proptest::prelude::*;

/// The files above, and smaller ones.
fn corpus() -> Vec<&'static [u8]> {
    [&[SBE_19_XMLCON.as_bytes(), SBE_911_XMLCON.as_bytes()], crate::mutation::corpus::XMLCON.as_slice()]
        .concat()
}

fn calibration(configuration: &Configuration, index: usize) -> &Calibration {
    match &configuration.channels[index].sensor.conversion {
        Conversion::Equation(calibration) => calibration,
        other => panic!("{index}: {other:?}"),
    }
}

#[test]
fn a_19plus_uses_the_forms_of_its_own_converter() {
    let configuration = parse(SBE_19_XMLCON).unwrap();
    assert_eq!(configuration.file_version.as_deref(), Some("7.26.4.0"));
    assert_eq!(configuration.instrument.model, Model::Sbe19Plus);
    assert_eq!(configuration.instrument.type_number, Some(11));
    assert_eq!(configuration.instrument.whole("SampleIntervalSeconds"), Ok(Some(10)));
    assert_eq!(configuration.instrument.whole("Absent"), Ok(None));
    let temperature = calibration(&configuration, 0);
    assert_eq!(temperature.equation, "sea-bird/sbe-16plus-temperature");
    assert_eq!(
        temperature.coefficients,
        [("a0", 1.25e-3), ("a1", 2.75e-4), ("a2", -1.5e-6), ("a3", 1.75e-7)]
    );
    assert_eq!((temperature.slope, temperature.offset), (1.0, 0.0025));
    let conductivity = calibration(&configuration, 1);
    assert_eq!(conductivity.equation, "sea-bird/sbe-37-conductivity");
    // Of the two groups the second is the one in use.
    assert_eq!(conductivity.coefficient("CPCOR"), Some(-9.57e-8));
    assert_eq!((conductivity.coefficient("WBOTC"), conductivity.slope), (Some(0.0), 1.0005));
    let pressure = calibration(&configuration, 2);
    assert_eq!(pressure.equation, "sea-bird/sbe-37-pressure");
    assert_eq!((pressure.coefficient("PTEMPA1"), pressure.offset), (Some(52.5), -0.125));
    let sensor = &configuration.channels[2].sensor;
    assert_eq!((sensor.id, sensor.serial_number.as_str()), (46, "2002"));
    assert_eq!(sensor.calibration_date, "04-Jan-21");
}

#[test]
fn a_911plus_gives_every_sensor_in_the_order_of_the_scan() {
    let configuration = parse(SBE_911_XMLCON).unwrap();
    assert_eq!(configuration.instrument.model, Model::Sbe911Plus);
    let ids: Vec<u32> = configuration.channels.iter().map(|channel| channel.sensor.id).collect();
    assert_eq!(ids, [55, 3, 45, 55, 3, 20, 71, 0, 61, 27, 27, 27, 38, 27, 51]);
    let temperature = calibration(&configuration, 3);
    assert_eq!(temperature.equation, "sea-bird/sbe-3-temperature");
    let expected = [("g", 4.25e-3), ("h", 6.5e-4), ("i", 2.25e-5), ("j", 1.75e-6), ("f0", 1000.0)];
    assert_eq!(temperature.coefficients, expected);
    let conductivity = calibration(&configuration, 4);
    assert_eq!(conductivity.equation, "sea-bird/sbe-4-conductivity");
    assert_eq!(
        (conductivity.coefficient("g"), conductivity.coefficient("CTcor")),
        (Some(-9.75), Some(3.25e-6))
    );
    let pressure = calibration(&configuration, 2);
    assert_eq!(pressure.equation, "sea-bird/digiquartz-pressure");
    assert_eq!((pressure.coefficient("AD590B"), pressure.slope), (Some(-9.25), 0.99995));
    let oxygen = calibration(&configuration, 12);
    assert_eq!(oxygen.equation, "sea-bird/sbe-43-oxygen");
    assert_eq!((oxygen.coefficient("Voffset"), oxygen.coefficient("B")), (Some(-0.5), Some(1.5e-4)));
    assert_eq!(calibration(&configuration, 6).coefficient("path_length_m"), Some(0.25));
    assert_eq!(calibration(&configuration, 5).coefficient("dark_counts"), Some(0.075));
}

#[test]
fn a_sensor_without_an_equation_keeps_all_that_is_said_of_it() {
    let configuration = parse(SBE_911_XMLCON).unwrap();
    let optode = &configuration.channels[8].sensor;
    assert_eq!((optode.element.as_str(), &optode.conversion), ("UserPolynomialSensor", &Conversion::Unknown));
    assert_eq!((optode.text("SensorName"), optode.number("A1")), (Some("Optode"), Some(1.25)));
    assert_eq!(configuration.channels[7].sensor.serial_number, "Invented");
    assert_eq!(configuration.channels[9].sensor.conversion, Conversion::NotInUse);
    let unknown = SBE_911_XMLCON.replace("AltimeterSensor", "Neutrinometer");
    let sensor = &parse(&unknown).unwrap().channels[7].sensor;
    assert_eq!((sensor.element.as_str(), sensor.number("ScaleFactor")), ("Neutrinometer", Some(7.5)));
}

#[test]
fn every_form_has_the_names_of_its_equation() {
    for form in FORMS {
        let equation = equation::find(form.equation).unwrap();
        for (name, _, _) in form.names {
            assert!(equation.coefficient_index(name).is_some(), "{}: {name}", form.equation);
        }
    }
}

#[test]
fn forms_the_maker_gave_up_are_not_guessed() {
    let text =
        SBE_911_XMLCON.replace("<UseG_J>1", "<UseG_J>0").replace("<Use2007Equation>1", "<Use2007Equation>0");
    let configuration = parse(&text).unwrap();
    for index in [0, 1, 3, 4, 12] {
        assert_eq!(configuration.channels[index].sensor.conversion, Conversion::Unknown);
    }
}

#[test]
fn order_inside_a_sensor_does_not_matter() {
    let text = SBE_19_XMLCON;
    let (first, second) = ("<A0>1.25000000e-003</A0>", "<A3>1.75000000e-007</A3>");
    let swapped = text.replace(first, "here").replace(second, first).replace("here", second);
    assert_ne!(text, swapped);
    let (plain, swapped) = (parse(text).unwrap(), parse(&swapped).unwrap());
    assert_eq!(calibration(&plain, 0), calibration(&swapped, 0));
}

#[test]
fn each_malformed_configuration_is_refused_with_its_line() {
    let text = SBE_19_XMLCON;
    let line = |needle: &str| text.lines().position(|line| line.contains(needle)).unwrap() + 1;
    let changed = |from: &str, to: &str| parse(&text.replacen(from, to, 1)).unwrap_err().to_string();
    let cases = [
        (
            changed("<A1>", "<A0>2</A0><A1>"),
            "`A0` of `TemperatureSensor` is already given on line 19",
            "<A1>",
        ),
        (changed("<A1>2.75000000e-004</A1>", ""), "no `A1`, which sea-bird/sbe-16plus", "<TemperatureS"),
        (changed("2.75000000e-004", "2,76"), "value `2,76`: accepted: a finite decimal", "<A1>"),
        (changed("2.75000000e-004", "inf"), "value `inf`", "<A1>"),
        (changed("index=\"1\"", "index=\"0\""), "sensor index `0` where 1 is next", "index=\"1\""),
        (changed("index=\"1\"", "index=\"2\""), "sensor index `2` where 1 is next", "index=\"1\""),
        (
            changed("Array Size=\"3\"", "Array Size=\"4\""),
            "says it holds `4` sensors and holds 3",
            "Array Size",
        ),
        (changed("SensorID=\"58\"", "SensorID=\"3\""), "SensorID `3`, `58`", "<TemperatureSensor"),
        (changed("SB_ConfigCTD", "!"), "not well-formed XML", "SB_ConfigCTD"),
        (changed("Type=\"11\"", "Type=\"x\""), "`Type`: value `x`", "Type="),
    ];
    for (message, expected, place) in cases {
        assert!(message.contains(expected), "{expected}: {message}");
        assert!(message.starts_with(&format!("line {}:", line(place))), "{}: {message}", line(place));
    }
    for (other, expected) in [
        ("", "not well-formed XML"),
        ("<a/>", "`a` stands where `SBE_InstrumentConfiguration` is needed"),
        ("<SBE_InstrumentConfiguration/>", "0 elements `Instrument`"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "not well-formed XML"),
    ] {
        let message = parse(other).unwrap_err().to_string();
        assert!(message.contains(expected), "{other}: {message}");
    }
}

#[test]
fn auxiliary_sensors_have_the_coefficients_of_their_equations() {
    let sensor = |id: u32, element: &str, inside: &str| {
        format!(
            "<SBE_InstrumentConfiguration><Instrument><Name>SBE 19plus V2 Seacat CTD</Name><SensorArray><Sensor index=\"0\" \
             SensorID=\"{id}\"><{element} SensorID=\"{id}\">{inside}</{element}></Sensor></SensorArray></Instrument>\
             </SBE_InstrumentConfiguration>"
        )
    };
    let light = "<M>1.0</M><B>0.0</B><CalibrationConstant>2.5e9</CalibrationConstant><Offset>-0.5</Offset>";
    let cases = [
        (
            0,
            "AltimeterSensor",
            "<ScaleFactor>7.5</ScaleFactor><Offset>0.25</Offset>",
            "sea-bird/altimeter",
            [7.5, 0.25],
        ),
        (43, "pH_Sensor", "<Slope>4.5</Slope><Offset>2.5</Offset>", "sea-bird/sbe-18-ph", [4.5, 2.5]),
        (
            67,
            "TurbidityMeter",
            "<ScaleFactor>5.0</ScaleFactor><DarkVoltage>0.05</DarkVoltage>",
            "wet-labs/eco",
            [5.0, 0.05],
        ),
        (42, "PAR_BiosphericalLicorChelseaSensor", light, "biospherical/par", [1.0, 0.0]),
        (
            51,
            "SPAR_Sensor",
            "<ConversionFactor>1500.0</ConversionFactor>",
            "biospherical/surface-par",
            [1500.0, f64::NAN],
        ),
    ];
    for (id, element, inside, equation, expected) in cases {
        let configuration = parse(&sensor(id, element, inside)).unwrap();
        let found = calibration(&configuration, 0);
        assert_eq!((found.equation, found.slope, found.offset), (equation, 1.0, 0.0));
        for ((_, value), expected) in found.coefficients.iter().zip(expected) {
            assert!((value - expected).abs() < 1e-12, "{element}: {value}");
        }
        // Without its coefficients a sensor of this kind stays what it is.
        let bare = parse(&sensor(id, element, "")).map(|bare| bare.channels[0].sensor.conversion.clone());
        assert!(id == 67 || bare == Ok(Conversion::Unknown), "{element}: {bare:?}");
    }
    let configuration = parse(&sensor(42, "PAR_BiosphericalLicorChelseaSensor", light)).unwrap();
    let found = calibration(&configuration, 0);
    assert_eq!((found.coefficient("offset"), found.coefficient("multiplier")), (Some(-0.5), Some(1.0)));
}

#[test]
fn size_depth_and_number_are_limited() {
    assert!(matches!(parse(&" ".repeat(MAX_BYTES + 1)), Err(XmlconError::TooLong { .. })));
    let deep = "<SBE_InstrumentConfiguration>".to_owned() + &"<a>".repeat(20_000) + &"</a>".repeat(20_000);
    let deep = parse(&(deep + "</SBE_InstrumentConfiguration>"));
    assert!(matches!(deep, Err(XmlconError::TooDeep { .. } | XmlconError::Xml { .. })), "{deep:?}");
    let sensor = |index: usize| format!("<Sensor index=\"{index}\"><NotInUse SensorID=\"27\"/></Sensor>");
    let many: String = (0..=MAX_CHANNELS).map(sensor).collect();
    let many = format!(
        "<SBE_InstrumentConfiguration><Instrument><A>{many}</A></Instrument></SBE_InstrumentConfiguration>"
    );
    assert!(matches!(parse(&many), Err(XmlconError::TooManySensors { .. })));
}

/// Each of these would cost time or memory by the square of its length: attributes are compared in pairs, namespaces inherited,
/// lines counted from the beginning and names compared with all before, and long names repeated in each path.
#[test]
fn a_long_file_takes_no_time_by_the_square_of_its_length() {
    let of = |inside: &str| {
        format!(
            "<SBE_InstrumentConfiguration><Instrument>{inside}</Instrument></SBE_InstrumentConfiguration>"
        )
    };
    let attributes: String = (0..80_000).map(|number| format!(" a{number}=''")).collect();
    let message = parse(&of(&format!("<a{attributes}/>"))).unwrap_err().to_string();
    assert_eq!(message, "line 1: more than 256 attributes of one element");
    let nested: String = (0..30_000).map(|number| format!("\n<a xmlns:b{number}='{number}'>")).collect();
    let message = parse(&of(&nested)).unwrap_err().to_string();
    assert_eq!(message, "line 18: more than 16 namespaces");
    let name = "n".repeat(400_000);
    let message = parse(&of(&format!("\n<{name}>{}</{name}>", "<a/>".repeat(40_000)))).unwrap_err();
    assert_eq!(message.to_string(), "line 2: more than 200 letters of a name");
    let settings: String = (0..60_000).map(|number| format!("\n<a{number}/>")).collect();
    let instrument = parse(&of(&settings)).unwrap().instrument;
    let last = instrument.settings.last().unwrap();
    assert_eq!((instrument.settings.len(), last.path.as_str(), last.line), (60_000, "a59999", 60_001));
}

fn any_bytes(bytes: &[u8]) {
    let text = crate::format::sea_bird::text(bytes);
    let _ = parse(&text);
    let _ = parse_sensors(&text, Model::Sbe911Plus);
}

proptest! {
    #[test]
    fn any_text_ends_in_a_configuration_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        any_bytes(&bytes);
    }
}

#[test]
fn mutated_configurations_never_panic() {
    fuzz(&corpus(), SHORT, "xmlcon", any_bytes);
}

#[test]
#[ignore = "ten million executions"]
fn fuzz_xmlcon() {
    fuzz(&corpus(), LONG, "xmlcon", any_bytes);
}
