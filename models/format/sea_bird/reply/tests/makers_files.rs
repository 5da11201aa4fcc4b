//! Replies in the headings of published raw files.

use crate::format::sea_bird::model::Model;
use crate::format::sea_bird::reply::{Group, read};
use crate::format::sea_bird::tests::published::published;
use crate::format::sea_bird::text;
use crate::format::sea_bird::xmlcon::{self, Calibration};

const MICROCAT: &str = "SBE37SM-RS232_03716125_2017_11_16.hex";
const SEACAT: &str = "SBE19plus_01908106_2023_06_19_0001.hex";
const OLD_SEACAT: &str = "19plus_V2_DC.txt";

fn groups(file: &str) -> Vec<Group> {
    read(&text(&published(file))).unwrap()
}

#[test]
#[ignore = "needs the makers' files"]
fn a_microcats_xml_gives_its_three_equations() {
    let groups = groups(MICROCAT);
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["Temperature", "Conductivity", "Pressure"]);
    assert!(groups.iter().all(|group| group.model == Model::Sbe37));
    assert_eq!((groups[2].format.as_str(), groups[2].date.as_str()), ("STRAIN0", "15-Aug-17"));
    assert_eq!(groups[2].serial_number, "10685588");
    let calibrated: Vec<Calibration> = groups.iter().flat_map(Group::calibrations).collect();
    assert_eq!(calibrated[0].equation, "sea-bird/sbe-37-temperature");
    assert_eq!(calibrated[0].coefficient("a0"), Some(-1.898_409e-4));
    assert_eq!(calibrated[1].coefficient("CPCOR"), Some(-9.57e-8));
    assert_eq!(calibrated[1].coefficient("WBOTC"), Some(-1.491_05e-7));
    assert_eq!(calibrated[2].coefficient("PTEMPA1"), Some(5.181_662e-2));
}

#[test]
#[ignore = "needs the makers' files"]
fn plain_text_gives_the_same_as_xml() {
    let groups = groups(OLD_SEACAT);
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    let volts = ["volt 0", "volt 1", "volt 2", "volt 3", "volt 4", "volt 5"];
    assert_eq!(names, [["temperature", "conductivity", "pressure"].as_slice(), &volts].concat());
    assert_eq!(groups[0].date, "22-Jul-16");
    assert_eq!((groups[2].serial_number.as_str(), groups[2].coefficient("prange")), ("2711888", Some(508.0)));
    assert_eq!(groups[4].coefficient("slope"), Some(1.254_109));
    let pressure = groups[2].calibrations().remove(0);
    assert_eq!(pressure.coefficient("PTEMPA2"), Some(-0.296_026_7));
    assert_eq!(groups[0].calibrations()[0].equation, "sea-bird/sbe-16plus-temperature");
    assert!(groups[3].calibrations().is_empty());
}

/// The instrument holds six or seven digits of what the maker's file holds nine of.
#[test]
#[ignore = "needs the makers' files"]
fn val_an_instruments_reply_agrees_with_the_makers_configuration_to_its_digits() {
    let configuration = xmlcon::parse(&text(&published("SBE19plusV2_8106_ph_DO_leg2.xmlcon"))).unwrap();
    for (group, channel) in groups(SEACAT).iter().zip(&configuration.channels[..3]) {
        let xmlcon::Conversion::Equation(file) = &channel.sensor.conversion else { panic!() };
        let reply = group.calibrations().remove(0);
        assert_eq!(reply.equation, file.equation);
        for (name, value) in &file.coefficients {
            let ours = reply.coefficient(name).unwrap();
            // Half a unit of the seventh digit of a number from 1 to 10, and the rounding to single precision, in which
            // an instrument holds them.
            let bound = (5e-7 + 6e-8) * value.abs();
            assert!((ours - value).abs() <= bound, "{name}: {ours} {value}");
        }
        assert_eq!(group.date, channel.sensor.calibration_date);
    }
}
