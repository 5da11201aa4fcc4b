//! Every raw value of published files, to the last bit, against the maker's own reader.
//!
//! To run these and the other tests on published files, see `tests/reference/sea-bird/README.md`.

use crate::format::csv;
use crate::format::sea_bird::hex::{BadScans, Layout, Measurand, decode, split};
use crate::format::sea_bird::tests::published::published;
use crate::format::sea_bird::{text, xmlcon};

/// The reader's names. Where a name is not here, both call it the same, but for `volt 0` and `wetlabs - channel 0`.
const NAMES: [(&str, Measurand); 22] = [
    ("temperature", Measurand::Temperature),
    ("conductivity", Measurand::Conductivity),
    ("pressure", Measurand::Pressure),
    ("digiquartz pressure", Measurand::Pressure),
    ("temperature compensation", Measurand::PressureTemperature),
    ("secondary temperature", Measurand::SecondaryTemperature),
    ("secondary conductivity", Measurand::SecondaryConductivity),
    ("surface par", Measurand::SurfacePar),
    ("NMEA Latitude", Measurand::Latitude),
    ("NMEA Longitude", Measurand::Longitude),
    ("NMEA Date Time", Measurand::NmeaTime),
    ("SBE911 pump status", Measurand::Pump),
    ("SBE911 bottom contact status", Measurand::BottomContact),
    ("SBE911 confirm status", Measurand::BottleConfirm),
    ("SBE911 modem status", Measurand::Modem),
    ("data integrity", Measurand::Modulo),
    ("system time", Measurand::SystemTime),
    ("date time", Measurand::Time),
    ("SBE63 oxygen phase", Measurand::OxygenPhase),
    ("SBE63 oxygen temperature", Measurand::OxygenTemperature),
    ("wetlabs - channel 0", Measurand::WetLabs(0)),
    ("wetlabs - channel 1", Measurand::WetLabs(1)),
];

fn measurand(name: &str) -> Measurand {
    let volt = || Measurand::Volt(name.strip_prefix("volt ").unwrap().parse().unwrap());
    let listed = NAMES.iter().find(|(known, _)| *known == name).map(|(_, measurand)| *measurand);
    listed.unwrap_or_else(|| if name == "wetlabs - channel 2" { Measurand::WetLabs(2) } else { volt() })
}

/// Compares every column and returns how many values were compared.
fn agree(name: &str, file: &[u8], expected: &[u8], layout: Layout) -> usize {
    let scans = decode(&split(file).unwrap(), layout, BadScans::Refuse).unwrap();
    let table = csv::parse(&text(expected)).unwrap();
    for column in table.headers() {
        let theirs = table.numbers(column).unwrap();
        let ours = scans.column(measurand(column)).unwrap();
        assert_eq!(ours.len(), theirs.len(), "{name}: {column}");
        for (scan, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
            assert_eq!(ours.to_bits(), theirs.to_bits(), "{name}: {column}: scan {scan}: {ours} {theirs}");
        }
    }
    table.headers().len() * table.len()
}

fn by_header(file: &[u8]) -> Layout {
    Layout::find(&split(file).unwrap().header, None).unwrap()
}

fn by_configuration(file: &[u8], configuration: &[u8]) -> Layout {
    let configuration = xmlcon::parse(&text(configuration)).unwrap();
    Layout::find(&split(file).unwrap().header, Some(&configuration)).unwrap()
}

/// Compares a file with what the maker's reader gives and returns how many values were compared.
fn compare(name: &str, layout: impl Fn(&[u8]) -> Layout) -> usize {
    let file = published(name);
    agree(name, &file, &published(&format!("{name}.raw.csv")), layout(&file))
}

#[test]
#[ignore = "needs the makers' files"]
fn val_raw_911plus_scans_equal_sea_birds_own_reader_to_the_bit() {
    let full = |_: &[u8]| super::full_911().layout().unwrap();
    let compared = compare("911plus_trim.hex", full)
        + compare("g01mcan06c.hex", |file| by_configuration(file, &published("g01.xmlcon")));
    assert_eq!(compared, 11 * 23 + 50 * 22);
}

#[test]
#[ignore = "needs the makers' files"]
fn val_raw_seacat_scans_equal_sea_birds_own_reader_to_the_bit() {
    let alaska = |file: &[u8]| by_configuration(file, &published("SBE19plusV2_8106_ph_DO_leg2.xmlcon"));
    let compared = compare("SBE16plus_V2.hex", by_header)
        + compare("16plus_digiquartz.hex", by_header)
        + compare("19plus_V2_trim.hex", super::layouts::trimmed_19plus)
        + compare("19plus_V2_CTD_nmea_data.hex", super::layouts::real_time_19plus)
        + compare("SBE19plus_01908106_2023_06_19_0001.hex", alaska);
    assert_eq!(compared, 28 * 10 + 17 * 5 + 2 * 8 + 50 * 9 + 50 * 6);
}

#[test]
#[ignore = "needs the makers' files"]
fn val_raw_recorder_scans_equal_sea_birds_own_reader_to_the_bit() {
    let compared = compare("SBE37SM-RS232_03716125_2017_11_16.hex", by_header)
        + compare("HydroCAT-ODO.hex", by_header)
        + compare("SBE39plus.hex", by_header);
    assert_eq!(compared, 50 * 5 + 17 * 7 + 48 * 4);
}

/// Values that the maker's tests state as those of SBE Data Processing, rounded as there.
#[test]
#[ignore = "needs the makers' files"]
fn val_first_911plus_scan_is_what_sbe_data_processing_shows() {
    let scans = decode(
        &split(&published("911plus_trim.hex")).unwrap(),
        super::full_911().layout().unwrap(),
        BadScans::Refuse,
    )
    .unwrap();
    let cases = [
        (Measurand::Temperature, 4651.168, 5e-4),
        (Measurand::Conductivity, 6638.984, 5e-4),
        (Measurand::Pressure, 33_302.258, 5e-4),
        (Measurand::SecondaryTemperature, 4651.781, 5e-4),
        (Measurand::SecondaryConductivity, 6230.480, 5e-4),
        (Measurand::Volt(0), 3.7338, 5e-5),
        (Measurand::Volt(1), 0.2112, 5e-5),
        (Measurand::Volt(6), 0.1502, 5e-5),
        (Measurand::Volt(7), 2.7912, 5e-5),
        (Measurand::SurfacePar, 1.43101, 5e-6),
        (Measurand::Latitude, 34.2757, 1e-9),
        (Measurand::Longitude, -120.0256, 1e-9),
        (Measurand::Modulo, 83.0, 0.0),
    ];
    for (measurand, expected, half_a_digit) in cases {
        let ours = scans.column(measurand).unwrap()[0];
        // A digit in the sixteenth place more, for a value that lies on the edge of the rounding.
        assert!((ours - expected).abs() <= half_a_digit + 1e-12, "{measurand}: {ours}");
    }
}

#[test]
#[ignore = "needs the makers' files"]
fn the_length_of_a_scan_in_the_heading_is_that_of_the_layout() {
    for file in ["SBE16plus_V2.hex", "16plus_digiquartz.hex", "HydroCAT-ODO.hex", "SBE39plus.hex"] {
        let file = published(file);
        let raw = split(&file).unwrap();
        let layout = Layout::find(&raw.header, None).unwrap();
        let said: usize = raw.header.element("SampleLength").unwrap().parse().unwrap();
        assert_eq!(layout.digits(), 2 * said);
    }
}
