//! An invented cast of a 911plus: 15 s at 24 Hz with a soak, a loop, spikes, two pairs that differ, oxygen and Digiquartz.

use super::*;
use crate::processing::BAD_FLAG;

/// Scans of the cast.
pub(super) const SCANS: i32 = 360;
/// Its time between scans, s.
pub(super) const INTERVAL_S: f64 = 1.0 / 24.0;

/// Tenths of a decibar, about: a soak, a descent with a loop and a slow part, an ascent.
fn depth(scan: i32) -> i32 {
    match scan {
        0..40 => 60 + 2 * scan,
        40..80 => 220 - 2 * scan,
        80..140 => 60 + (scan - 80) * (scan - 80) / 10,
        140..150 => 420 - 2 * (scan - 140),
        150..180 => 400 + 4 * (scan - 150),
        180..200 => 520 + (scan - 180) / 10,
        200..220 => 522 + 4 * (scan - 200),
        _ => 600 - 4 * (scan - 220),
    }
}

/// Compensation of the pressure sensor, counts.
pub(super) fn compensation(scan: i32) -> i32 {
    2500 + 40 * (scan % 5) + scan
}

/// Frequency of the pressure sensor, Hz.
pub(super) fn pressure_hz(scan: i32) -> f64 {
    f64::from(pressure_counts(scan)) / 256.0
}

fn pressure_counts(scan: i32) -> i32 {
    33_065 * 256 + 128 + 15 * depth(scan)
}

/// Voltage of the oxygen sensor as measured.
pub(super) fn oxygen_volts(scan: i32) -> f64 {
    5.0 * (1.0 - f64::from(oxygen_counts(scan)) / 4095.0)
}

fn oxygen_counts(scan: i32) -> i32 {
    2000 + depth(scan) / 2 + 11 * (scan % 4) + if scan > 250 { 150 } else { 0 }
}

/// The raw file.
pub(super) fn file() -> String {
    let mut file = invented::SBE_911_HEX.split_once("*END*").unwrap().0.to_owned() + "*END*\n";
    for scan in 0..SCANS {
        let spike = if scan % 53 == 17 { 3000 } else { 0 };
        let noise = scan * 7919 % 97;
        let temperature = 0x0F_A000 - 20 * depth(scan) + noise + spike;
        let second_temperature = 0x0F_A040 - 18 * depth(scan) + scan * 5417 % 89 + 2 * spike;
        let conductivity = 0x17_7080 - 30 * depth(scan) + 2 * noise + spike;
        let second_conductivity = 0x17_70C0 - 31 * depth(scan) + 3 * noise;
        let (pressure, oxygen) = (pressure_counts(scan), oxygen_counts(scan));
        let (compensation, modulo) = (compensation(scan), scan % 256);
        file += &format!(
            "{temperature:06X}{conductivity:06X}{pressure:06X}{second_temperature:06X}{second_conductivity:06X}\
             FFF000333666999CCCFFF{oxygen:03X}0003331A52485BEF2841{compensation:03X}1{modulo:02X}00F15365\n"
        );
    }
    file
}

/// The configuration: the second pair has serial numbers 2001 and 2002, and corrections of its own.
pub(super) fn configuration() -> String {
    let (first, second) = invented::SBE_911_XMLCON.split_once("<Sensor index=\"3\"").unwrap();
    let second = second
        .replacen("<SerialNumber>1001", "<SerialNumber>2001", 1)
        .replacen("<SerialNumber>1002", "<SerialNumber>2002", 1)
        .replacen("<Offset>0.0025", "<Offset>0.0325", 1)
        .replacen(
            "<Slope>1.00000000</Slope>\n          <Offset>0.00000<",
            "<Slope>1.0005</Slope><Offset>0.00025<",
            1,
        );
    format!("{first}<Sensor index=\"3\"{second}")
}

/// What is known beside the file.
pub(super) fn known() -> Supplement {
    let configuration = Some(xmlcon::parse(&configuration()).unwrap());
    Supplement { configuration, ..Supplement::default() }
}

/// The cast by what is known.
pub(super) fn cast_by(known: &Supplement) -> Cast {
    from_sea_bird(file().as_bytes(), known, BadScans::Refuse).unwrap()
}

/// The cast, of which some scans are marked bad.
pub(super) fn cast() -> Cast {
    let mut cast = cast_by(&known());
    cast.flags[100..104].fill(BAD_FLAG);
    cast.flags[120..300].iter_mut().step_by(9).for_each(|flag| *flag = BAD_FLAG);
    cast
}
