//! Replies of our own, malformed ones, and bytes at random; those of others in `makers_files`.

mod makers_files;
mod written;

use super::*;
use crate::format::sea_bird::tests::invented::{DC_REPLY, SBE_19_HEX, SBE_19_XMLCON, SBE_37_HEX};
use crate::format::sea_bird::{hex, text, xmlcon};
use crate::mutation::{LONG, SHORT, fuzz};
use proptest::prelude::*;

/// The files above, and smaller ones.
fn corpus() -> Vec<&'static [u8]> {
    [
        &[DC_REPLY.as_bytes(), SBE_19_HEX.as_bytes(), SBE_37_HEX.as_bytes()],
        crate::mutation::corpus::REPLY.as_slice(),
    ]
    .concat()
}

/// By the lines of the reply, which are as the 19plus V2 manual shows them.
#[test]
fn plain_text_gives_each_sensors_coefficients() {
    let groups = read(DC_REPLY).unwrap();
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["temperature", "conductivity", "pressure", "volt 0", "volt 1"]);
    assert!(groups.iter().all(|group| group.model == Model::Sbe19Plus));
    assert_eq!(groups[0].date, "02-Jan-21");
    assert_eq!((groups[2].serial_number.as_str(), groups[2].coefficient("prange")), ("2002", Some(508.0)));
    assert_eq!(groups[4].coefficient("slope"), Some(1.253));
    assert!(groups[3].calibrations().is_empty());
}

/// Instrument and configuration hold the same numbers here, so that both ways lead to the same calibrations.
#[test]
fn a_reply_gives_the_calibrations_of_the_configuration() {
    let configuration = xmlcon::parse(SBE_19_XMLCON).unwrap();
    for (group, channel) in read(DC_REPLY).unwrap().iter().zip(&configuration.channels) {
        let xmlcon::Conversion::Equation(expected) = &channel.sensor.conversion else { panic!() };
        assert_eq!(&group.calibrations(), std::slice::from_ref(expected));
    }
}

#[test]
fn a_microcats_xml_gives_its_three_equations() {
    let groups = read(SBE_37_HEX).unwrap();
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["Temperature", "Conductivity", "Pressure"]);
    assert!(groups.iter().all(|group| group.model == Model::Sbe37));
    assert_eq!((groups[2].format.as_str(), groups[2].date.as_str()), ("STRAIN0", "04-Jan-21"));
    assert_eq!(groups[2].serial_number, "2002");
    let calibrated: Vec<Calibration> = groups.iter().flat_map(Group::calibrations).collect();
    assert_eq!(calibrated[0].equation, "sea-bird/sbe-37-temperature");
    assert_eq!(calibrated[0].coefficient("a0"), Some(-1.25e-4));
    assert_eq!(calibrated[1].coefficient("CPCOR"), Some(-9.57e-8));
    assert_eq!(calibrated[1].coefficient("WBOTC"), Some(-1.5e-7));
    assert_eq!(calibrated[2].coefficient("PTEMPA1"), Some(0.05));
}

#[test]
fn firmware_of_2008_has_other_names_for_pressure() {
    let text = "SBE37-SM V 2.6b  3464\r\npressure S/N 4955, range = 10778.37 psia:  12-aug-05\r\n    PA0 = 5.9e+00\r\n\
                PA1 = 4.8e-01\r\nPA2 = 4.5e-07\r\nPTCA0 = 2.7e+02\r\nPTCA1 = 6.6e-01\r\nPTCA2 = 5.7e-03\r\n\
                PTCSB0 = 2.4e+01\r\nPTCSB1 = -9e-04\r\nPTCSB2 = 0\r\nPOFFSET = 1.5\r\n";
    let group = &read(text).unwrap()[0];
    assert_eq!((group.serial_number.as_str(), group.model), ("4955", Model::Sbe37));
    // It had no thermometer in the pressure sensor, so it is another equation.
    assert!(group.calibrations().is_empty());
    assert_eq!(group.coefficient("PTCSB1"), Some(-9e-4));
}

#[test]
fn a_cal_file_stands_under_no_name() {
    let text = "INSTRUMENT_TYPE=SEACATPLUS\nSERIALNO=5000\nTCALDATE=01-Jan-10\nTA0=1.2e-3\nTA1=2.7e-4\nTA2=-1e-6\n\
                TA3=1.8e-7\nTOFFSET=0.001\nCCALDATE=02-Jan-10\nCG=-1.0\nCH=1.5e-1\nCI=-4e-4\nCJ=5e-5\nCTCOR=3.25e-6\n\
                CPCOR=-9.57e-8\nCSLOPE=1\n";
    let groups = read(text).unwrap();
    assert_eq!((groups.len(), groups[0].serial_number.as_str()), (1, "5000"));
    let calibrations = groups[0].calibrations();
    let found: Vec<(&str, f64)> =
        calibrations.iter().map(|calibration| (calibration.equation, calibration.offset)).collect();
    assert_eq!(found, [("sea-bird/sbe-16plus-temperature", 0.001), ("sea-bird/sbe-37-conductivity", 0.0)]);
}

#[test]
fn each_malformed_reply_is_refused_with_its_line() {
    let cases = [
        ("", "no coefficient found"),
        ("hello\nS>\n", "no coefficient found"),
        ("temperature: 1\nTA0 = x\n", "line 2: `TA0`: value `x`"),
        ("temperature: 1\nTA0 = 1\nTA1 = 2\nTA0 = 3\n", "line 4: `TA0` of `temperature` is given again"),
        ("<Calibration format='TEMP1' id='T'>\n<A0>inf</A0>\n", "line 2: `A0`: value `inf`"),
    ];
    for (text, expected) in cases {
        let message = read(text).unwrap_err().to_string();
        assert!(message.contains(expected), "{text}: {message}");
    }
    let many: String = (0..300).map(|number| format!("A{number}=1\n")).collect();
    assert!(matches!(read(&many), Err(ReplyError::TooMany { line: 201 })));
    assert!(matches!(read(&"temperature: 1\n".repeat(300)), Err(ReplyError::TooMany { .. })));
}

proptest! {
    #[test]
    fn any_text_ends_in_groups_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        any_bytes(&bytes);
    }
}

fn any_bytes(bytes: &[u8]) {
    for group in read(&text(bytes)).unwrap_or_default() {
        let _ = group.calibrations();
    }
    let _ = hex::split(bytes);
}

#[test]
fn mutated_replies_never_panic() {
    fuzz(&corpus(), SHORT, "reply", any_bytes);
}

#[test]
#[ignore = "ten million executions"]
fn fuzz_reply() {
    fuzz(&corpus(), LONG, "reply", any_bytes);
}
