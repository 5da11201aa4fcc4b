//! Layouts by heading and configuration, and what is refused.

use crate::format::sea_bird::hex::{
    Appended, Header, Layout, LayoutError, Measurand, ScanFormat, SeaCatPressure, SerialSensor, split,
};
use crate::format::sea_bird::tests::invented::{SBE_19_HEX, SBE_37_HEX, SBE_911_XMLCON};
use crate::format::sea_bird::xmlcon::{self, Configuration};

pub(super) fn sea_cat(volts: &[u8]) -> ScanFormat {
    ScanFormat::SeaCat {
        pressure: SeaCatPressure::StrainGauge,
        volts: volts.to_vec(),
        serial: SerialSensor::None,
        clock: false,
        appended: Appended::default(),
    }
}

pub(super) fn trimmed_19plus(_: &[u8]) -> Layout {
    sea_cat(&[0, 1, 2, 4]).layout().unwrap()
}

pub(super) fn real_time_19plus(_: &[u8]) -> Layout {
    let ScanFormat::SeaCat { pressure, volts, serial, clock, .. } = sea_cat(&[0, 1]) else { unreachable!() };
    let appended = Appended { position: true, time: true, ..Appended::default() };
    ScanFormat::SeaCat { pressure, volts, serial, clock, appended }.layout().unwrap()
}

pub(super) fn on_board() -> ScanFormat {
    ScanFormat::SeaCat {
        pressure: SeaCatPressure::None,
        volts: Vec::new(),
        serial: SerialSensor::None,
        clock: false,
        appended: Appended { position: true, depth: true, ..Appended::default() },
    }
}

fn configuration(changes: &[(&str, &str)]) -> Configuration {
    let text = changes.iter().fold(SBE_911_XMLCON.to_owned(), |text, (from, to)| text.replace(from, to));
    xmlcon::parse(&text).unwrap()
}

fn header(text: &str) -> Header<'_> {
    split(text.as_bytes()).unwrap().header
}

const HEADING: &str = "* Sea-Bird SBE 9 Data File:\n* Number of Bytes Per Scan = 44\n*END*\n";

#[test]
fn a_column_knows_the_channel_of_its_sensor() {
    let configuration = configuration(&[]);
    let layout = Layout::find(&header(HEADING), Some(&configuration)).unwrap();
    let cases = [
        (Measurand::Temperature, 55),
        (Measurand::PressureTemperature, 45),
        (Measurand::SecondaryConductivity, 3),
        (Measurand::Volt(0), 20),
        (Measurand::Volt(7), 38),
        (Measurand::SurfacePar, 51),
    ];
    for (measurand, id) in cases {
        let column = layout.columns().iter().find(|column| column.measurand == measurand).unwrap();
        assert_eq!(configuration.channels[column.channel.unwrap()].sensor.id, id, "{measurand}");
    }
}

#[test]
fn suppressed_words_make_the_scan_shorter() {
    let changes = [
        ("ChannelsSuppressed>0", "ChannelsSuppressed>2"),
        ("WordsSuppressed>0", "WordsSuppressed>1"),
        ("SurfaceParVoltageAdded>1", "SurfaceParVoltageAdded>0"),
    ];
    let heading = HEADING.replace("= 44", "= 32");
    let layout = Layout::find(&header(&heading), Some(&configuration(&changes))).unwrap();
    assert_eq!(layout.digits(), 64);
    assert!(layout.columns().iter().all(|column| column.measurand != Measurand::SecondaryTemperature));
    assert!(layout.columns().iter().any(|column| column.measurand == Measurand::Volt(5)));
}

#[test]
fn a_1_hz_file_has_the_same_words() {
    let averaged = configuration(&[("<ScansToAverage>1", "<ScansToAverage>24")]);
    let layout = Layout::find(&header(HEADING), Some(&averaged));
    assert_eq!(layout, Layout::find(&header(HEADING), Some(&configuration(&[]))));
}

#[test]
fn old_firmware_says_its_channels_too() {
    let text = "* Sea-Bird SBE19plus Data File:\n* pressure sensor = strain gauge, range = 508.0\n\
                * SBE 38 = no, WETLABS = no, OPTODE = no, SBE63 = yes, Gas Tension Device = no\n\
                * Ext Volt 0 = yes, Ext Volt 1 = yes\n* Ext Volt 2 = yes, Ext Volt 3 = no\n\
                * Ext Volt 4 = yes, Ext Volt 5 = no\n*END*\n";
    let expected = ScanFormat::SeaCat {
        pressure: SeaCatPressure::StrainGauge,
        volts: vec![0, 1, 2, 4],
        serial: SerialSensor::Sbe63,
        clock: false,
        appended: Appended::default(),
    };
    assert_eq!(ScanFormat::find(&header(text), None), Ok(expected));
}

#[test]
fn what_is_not_known_is_refused_with_the_reason() {
    let by = |text: &str, configuration: Option<&Configuration>| {
        Layout::find(&header(text), configuration).unwrap_err().to_string()
    };
    let to_pc = configuration(&[("ConnectedToPC>0", "ConnectedToPC>1")]);
    let eight = configuration(&[("WordsSuppressed>0", "WordsSuppressed>8")]);
    let text = configuration(&[("WordsSuppressed>0", "WordsSuppressed>x")]);
    let short = configuration(&[("ScanTimeAdded>1", "ScanTimeAdded>0")]);
    let cases = [
        (by(HEADING, None), "give its .xmlcon"),
        (by(HEADING, Some(&to_pc)), "not published"),
        (by(HEADING, Some(&eight)), "`VoltageWordsSuppressed`: value 8: accepted: 0 to 4"),
        (by(HEADING, Some(&text)), "value `x`: accepted: a whole number"),
        (by(HEADING, Some(&short)), "makes 40 bytes a scan where the heading says 44"),
        (by("* Sea-Bird SBE 49 Data File:\n*END*\n", None), "not known"),
        (by("* Sea-Bird SBE37SM Data File:\n*END*\n", None), "whether a pressure sensor"),
        (by("* Sea-Bird SBE19plus Data File:\n<ExtVolt0>yes<\n*END*\n", None), "which pressure sensor"),
        (by("* Sea-Bird SBE19plus\nstrain-0<ExtVolt0>yes<SeaFET>yes<\n*END*\n", None), "SeaFET"),
    ];
    for (message, expected) in cases {
        assert!(message.contains(expected), "{expected}: {message}");
    }
    let many = ScanFormat::Sbe25 { volts: 8, appended: Appended::default() }.layout();
    assert_eq!(many, Err(LayoutError::OutOfRange { name: "volts", value: 8, most: 7 }));
    assert!(sea_cat(&[6]).layout().is_err());
}

#[test]
fn the_length_of_a_scan_in_the_heading_is_that_of_the_layout() {
    for file in [SBE_19_HEX, SBE_37_HEX] {
        let raw = split(file.as_bytes()).unwrap();
        let layout = Layout::find(&raw.header, None).unwrap();
        assert_eq!((layout.digits(), raw.header.element("SampleLength")), (30, Some("15")));
        let wrong = file.replace("SampleLength>15", "SampleLength>16");
        assert!(Layout::find(&header(&wrong), None).is_err());
    }
}

#[test]
fn a_25_and_a_25plus_have_their_words_in_order() {
    let appended = Appended { position: true, time: true, ..Appended::default() };
    let layout = ScanFormat::Sbe25Plus { volts: 5, appended }.layout().unwrap();
    assert_eq!(layout.digits(), 8 + 8 + 6 + 6 + 5 * 4 + 14 + 8);
    let layout = ScanFormat::Sbe25 { volts: 2, appended: Appended::default() }.layout().unwrap();
    assert_eq!(layout.digits(), "ttttttccccccspppuuuvvv".len());
}
