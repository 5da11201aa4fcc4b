//! Published configurations.

use super::calibration;
use crate::format::sea_bird::model::Model;
use crate::format::sea_bird::tests::published::published;
use crate::format::sea_bird::text;
use crate::format::sea_bird::xmlcon::{Configuration, Conversion, parse};

const CTDCAL: &str = "90909.xmlcon";
const GULF: &str = "g01.xmlcon";
const ALASKA: &str = "19-8102_Deploy2021.xmlcon";
const ALASKA_OXYGEN: &str = "SBE19plusV2_8106_ph_DO_leg2.xmlcon";

fn read(name: &str) -> Configuration {
    parse(&text(&published(name))).unwrap()
}

#[test]
#[ignore = "needs the makers' files"]
fn configurations_of_four_cruises_have_all_their_sensors() {
    let counts = [CTDCAL, GULF, ALASKA, ALASKA_OXYGEN].map(|name| read(name).channels.len());
    assert_eq!(counts, [15, 15, 3, 5]);
}

#[test]
#[ignore = "needs the makers' files"]
fn a_911plus_gives_every_sensor_in_the_order_of_the_scan() {
    let configuration = read(CTDCAL);
    assert_eq!(configuration.file_version.as_deref(), Some("7.26.1.0"));
    assert_eq!(configuration.instrument.model, Model::Sbe911Plus);
    assert_eq!(configuration.instrument.type_number, Some(8));
    assert_eq!(configuration.instrument.whole("ScansToAverage"), Ok(Some(1)));
    assert_eq!(configuration.instrument.whole("Absent"), Ok(None));
    let ids: Vec<u32> = configuration.channels.iter().map(|channel| channel.sensor.id).collect();
    assert_eq!(ids, [55, 3, 45, 55, 3, 20, 70, 71, 0, 61, 80, 27, 38, 27, 51]);

    let temperature = calibration(&configuration, 0);
    assert_eq!(temperature.equation, "sea-bird/sbe-3-temperature");
    let expected = [
        ("g", 4.365_937_32e-3),
        ("h", 6.308_309_30e-4),
        ("i", 2.063_787_69e-5),
        ("j", 1.632_929_39e-6),
        ("f0", 1000.0),
    ];
    assert_eq!(temperature.coefficients, expected);
    let conductivity = calibration(&configuration, 4);
    assert_eq!(conductivity.equation, "sea-bird/sbe-4-conductivity");
    assert_eq!(conductivity.coefficient("g"), Some(-3.966_784_67));
    assert_eq!(conductivity.coefficient("CPcor"), Some(-9.57e-8));
    let pressure = calibration(&configuration, 2);
    assert_eq!(pressure.equation, "sea-bird/digiquartz-pressure");
    assert_eq!(pressure.coefficient("AD590B"), Some(-9.255_86));
    assert_eq!((pressure.slope, pressure.offset), (1.0, 0.0));
    let oxygen = calibration(&configuration, 12);
    assert_eq!(oxygen.coefficient("Voffset"), Some(-0.4964));
    assert_eq!(oxygen.coefficient("B"), Some(1.5984e-4));
    assert_eq!(calibration(&configuration, 7).coefficient("path_length_m"), Some(0.25));
    assert_eq!(calibration(&configuration, 6).coefficient("dark_counts"), Some(0.0708));
}

#[test]
#[ignore = "needs the makers' files"]
fn a_sensor_without_an_equation_keeps_all_that_is_said_of_it() {
    let configuration = read(CTDCAL);
    let rinko = &configuration.channels[9].sensor;
    assert_eq!((rinko.element.as_str(), &rinko.conversion), ("UserPolynomialSensor", &Conversion::Unknown));
    assert_eq!(rinko.text("SensorName"), Some("Rinko O2 V"));
    assert_eq!(rinko.number("A1"), Some(1.0));
    assert_eq!(configuration.channels[8].sensor.serial_number, "Tritech");
    assert_eq!(configuration.channels[11].sensor.conversion, Conversion::NotInUse);
    let invented = text(&published(CTDCAL)).replace("AltimeterSensor", "Neutrinometer");
    let sensor = &parse(&invented).unwrap().channels[8].sensor;
    assert_eq!((sensor.element.as_str(), sensor.number("ScaleFactor")), ("Neutrinometer", Some(7.5)));
}

#[test]
#[ignore = "needs the makers' files"]
fn a_19plus_uses_the_forms_of_its_own_converter() {
    let configuration = read(ALASKA_OXYGEN);
    assert_eq!(configuration.instrument.model, Model::Sbe19Plus);
    let names: Vec<&str> = (0..4).map(|index| calibration(&configuration, index).equation).collect();
    let expected = [
        "sea-bird/sbe-16plus-temperature",
        "sea-bird/sbe-37-conductivity",
        "sea-bird/sbe-37-pressure",
        "sea-bird/sbe-43-oxygen",
    ];
    assert_eq!(names, expected);
    assert_eq!(calibration(&configuration, 1).coefficient("WBOTC"), Some(0.0));
    let ph = calibration(&configuration, 4);
    assert_eq!((ph.equation, ph.coefficient("slope")), ("sea-bird/sbe-18-ph", Some(4.5631)));
}
