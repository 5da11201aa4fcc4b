//! Scans worked out by hand from the formats in the manuals, and the manuals' own examples.

use crate::format::sea_bird::hex::{BadScans, Layout, Measurand, Scans, decode, split};
use crate::format::sea_bird::tests::invented::{SBE_19_HEX, SBE_37_HEX, SBE_911_HEX, SBE_911_XMLCON};
use crate::format::sea_bird::xmlcon;

fn scans(file: &str, configuration: Option<&str>) -> Scans {
    let raw = split(file.as_bytes()).unwrap();
    let configuration = configuration.map(|text| xmlcon::parse(text).unwrap());
    let layout = Layout::find(&raw.header, configuration.as_ref()).unwrap();
    decode(&raw, layout, BadScans::Refuse).unwrap()
}

fn assert_columns<const N: usize>(scans: &Scans, expected: &[(Measurand, [f64; N])]) {
    for (measurand, expected) in expected {
        let ours = scans.column(*measurand).unwrap();
        assert_eq!(ours.len(), N);
        for (ours, expected) in ours.iter().zip(expected) {
            // Voltages such as 5·(1 - 819/4095) are not exact in binary.
            assert!((ours - expected).abs() <= 1e-12, "{measurand}: {ours} {expected}");
        }
    }
    assert_eq!(scans.columns.len(), expected.len());
}

/// SBE 11plus V2 manual: frequencies of three bytes in 1/256 Hz (`1770C0` is 6000 + 192/256), voltages of twelve bits
/// that fall from 4095 at 0 V to 0 at 5 V (`333` is 819, 4 V), surface irradiance rising with 819 a volt, degrees in
/// 1/50,000 (`1A5248` is 1,725,000) with the signs in the byte behind (`C0` south and west, `41` west and new), twelve
/// bits of sensor temperature, four of status (pump, bottom contact, confirm, modem from the lowest), a count, and
/// seconds since 1970 with the lowest byte first (`00F15365` is 1,700,000,000).
#[test]
fn scans_of_a_911plus_are_as_worked_out_by_hand() {
    let volts =
        [[0.0, 5.0], [5.0, 4.0], [4.0, 3.0], [3.0, 2.0], [2.0, 1.0], [1.0, 0.0], [0.0, 5.0], [5.0, 0.0]];
    let mut expected = vec![
        (Measurand::Temperature, [4000.0, 4001.0]),
        (Measurand::Conductivity, [6000.5, 6000.0]),
        (Measurand::Pressure, [33_000.25, 33_000.5]),
        (Measurand::SecondaryTemperature, [4000.25, 4000.0]),
        (Measurand::SecondaryConductivity, [6000.75, 6000.0]),
        (Measurand::SurfacePar, [1.0, 2.0]),
        (Measurand::Latitude, [34.5, -34.5]),
        (Measurand::Longitude, [-120.5, -120.5]),
        (Measurand::NewPosition, [1.0, 0.0]),
        (Measurand::PressureTemperature, [2500.0, 2501.0]),
        (Measurand::Pump, [1.0, 0.0]),
        (Measurand::BottomContact, [0.0, 1.0]),
        (Measurand::BottleConfirm, [0.0, 1.0]),
        (Measurand::Modem, [0.0, 0.0]),
        (Measurand::Modulo, [83.0, 84.0]),
        (Measurand::SystemTime, [1.7e9, 1_700_000_001.0]),
    ];
    expected.extend((0..).zip(volts).map(|(number, volts)| (Measurand::Volt(number), volts)));
    assert_columns(&scans(SBE_911_HEX, Some(SBE_911_XMLCON)), &expected);
}

/// 19plus V2 manual, `OutputFormat=0`: temperature and pressure in counts, conductivity in 1/256 Hz, compensation and
/// voltages in counts of 13,107 a volt (`3333` is 13,107).
#[test]
fn scans_of_a_19plus_are_as_worked_out_by_hand() {
    let expected = [
        (Measurand::Temperature, [524_288.0, 524_304.0, 524_287.0]),
        (Measurand::Conductivity, [7000.5, 7001.0, 6999.75]),
        (Measurand::Pressure, [819_200.0, 819_456.0, 818_944.0]),
        (Measurand::PressureTemperature, [2.0, 2.0, 4.0]),
        (Measurand::Volt(0), [1.0, 3.0, 1.0]),
        (Measurand::Volt(1), [0.0, 5.0, 2.0]),
    ];
    assert_columns(&scans(SBE_19_HEX, None), &expected);
}

/// As a 19plus, but the compensation in counts (`07D0` is 2000), and at the end the seconds since 2000 (`2000000A` is
/// 2²⁹ + 10).
#[test]
fn scans_of_a_microcat_are_as_worked_out_by_hand() {
    let expected = [
        (Measurand::Temperature, [524_288.0, 524_304.0]),
        (Measurand::Conductivity, [7000.5, 7001.0]),
        (Measurand::Pressure, [819_200.0, 819_456.0]),
        (Measurand::PressureTemperature, [2000.0, 2001.0]),
        (Measurand::Time, [536_870_912.0, 536_870_922.0]),
    ];
    assert_columns(&scans(SBE_37_HEX, None), &expected);
}

/// SBE 19plus V2 manual, page 61 (`OutputFormat=0`): example scan. SBE 33 manual 017, page 47: position and depth.
#[test]
fn val_scans_worked_in_the_manuals_are_decoded_as_there() {
    let layout = super::layouts::sea_cat(&[0, 1]).layout().unwrap();
    let file = split(b"*END*\n0A53711BC7220C14C17D8203050594").unwrap();
    let scans = decode(&file, layout, BadScans::Refuse).unwrap();
    let first = |measurand| scans.column(measurand).unwrap()[0];
    // Page 63 shows the same scan in decimal: 676721, 7111.133, 791745, 2.4514, 0.0590, 0.1089.
    let cases = [
        (Measurand::Temperature, 676_721.0, 0.0),
        (Measurand::Conductivity, 7111.133, 5e-4),
        (Measurand::Pressure, 791_745.0, 0.0),
        (Measurand::PressureTemperature, 2.4514, 5e-5),
        (Measurand::Volt(0), 0.0590, 5e-5),
        (Measurand::Volt(1), 0.1089, 5e-5),
    ];
    for (measurand, expected, half_a_digit) in cases {
        assert!((first(measurand) - expected).abs() <= half_a_digit, "{measurand}: {}", first(measurand));
    }
    let layout = super::layouts::on_board().layout().unwrap();
    let file = split(b"*END*\n0A53711BC7222455FC5D32B1410032FC").unwrap();
    let scans = decode(&file, layout, BadScans::Refuse).unwrap();
    let first = |measurand| scans.column(measurand).unwrap()[0];
    assert!((first(Measurand::Latitude) - 47.62616).abs() < 5e-6);
    assert!((first(Measurand::Longitude) + 122.1565).abs() < 5e-5);
    assert!((first(Measurand::NmeaDepth) - 1305.2).abs() < 1e-9);
    assert!((first(Measurand::NewPosition) - 1.0).abs() < 1e-9);
}
