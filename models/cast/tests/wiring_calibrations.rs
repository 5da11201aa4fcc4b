//! Calibrations from elsewhere: whose place they take, and when that cannot be said.

use super::invented_cast::{file, known};
use super::*;
use crate::cast::SeaBirdError;

fn with(new: NewCalibration) -> Result<Cast, SeaBirdError> {
    let known = Supplement { calibrations: vec![new], ..known() };
    from_sea_bird(file().as_bytes(), &known, BadScans::Refuse)
}

fn thermometer(serial: &str) -> NewCalibration {
    NewCalibration { serial: serial.to_owned(), ..calibration("sbe-3-temperature", &[("g", 4.3e-3)], &[]) }
}

#[test]
fn a_serial_number_says_which_of_two_sensors_it_is() {
    for (serial, replaced, kept) in
        [("2001", "temperature_2", "temperature"), ("03P1001", "temperature", "temperature_2")]
    {
        let cast = with(thermometer(serial)).unwrap();
        let g = |name: &str| cast.variable(name).unwrap().sensor.as_ref().unwrap().coefficient("g").unwrap();
        assert!((g(replaced) - 4.3e-3).abs() < 1e-15, "{serial}");
        assert!((g(kept) - 4.25e-3).abs() < 1e-15, "{serial}");
        let corrected = cast.variable(replaced).unwrap().sensor.as_ref().unwrap();
        assert!(corrected.offset.abs() < 1e-15, "the old offset belongs to the old coefficients");
        assert!(cast.variable("temperature_3").is_none());
    }
}

#[test]
fn a_calibration_that_could_be_of_two_sensors_is_refused() {
    for serial in ["", "777"] {
        let refused = with(thermometer(serial)).unwrap_err();
        assert_eq!(
            refused,
            SeaBirdError::WhichSensor {
                equation: "sea-bird/sbe-3-temperature",
                serial: serial.to_owned(),
                candidates: "1001 or 2001".to_owned(),
            }
        );
    }
}

#[test]
fn an_input_says_which_of_two_sensors_it_is() {
    let inputs = [("temperature_frequency_hz", "raw_secondary_temperature")];
    let new = calibration("sbe-3-temperature", &[("g", 4.3e-3)], &inputs);
    let cast = with(new).unwrap();
    let g = |name: &str| cast.variable(name).unwrap().sensor.as_ref().unwrap().coefficient("g").unwrap();
    assert!((g("temperature_2") - 4.3e-3).abs() < 1e-15 && (g("temperature") - 4.25e-3).abs() < 1e-15);
}

#[test]
fn a_calibration_for_other_raw_output_is_refused() {
    let new = NewCalibration { serial: "2001".to_owned(), ..calibration("sbe-37-temperature", &[], &[]) };
    assert_eq!(
        with(new).unwrap_err(),
        SeaBirdError::OtherRawOutput {
            new: "sea-bird/sbe-37-temperature",
            input: "temperature_counts",
            old: "sea-bird/sbe-3-temperature",
        }
    );
}

#[test]
fn a_new_calibration_of_oxygen_keeps_the_hysteresis_that_it_does_not_state() {
    let new = || calibration("sbe-43-oxygen", &[("Soc", 0.5)], &[]);
    let h = |cast: &Cast| cast.waiting.iter().find_map(|sensor| sensor.hysteresis);
    let (kept, stated) =
        (with(new()).unwrap(), NewCalibration { hysteresis: Some([-0.03, 5100.0, 1400.0]), ..new() });
    assert_eq!(h(&kept).map(|h| h.map(f64::to_bits)), Some([-0.033_f64, 5000.0, 1450.0].map(f64::to_bits)));
    let stated = h(&with(stated).unwrap()).map(|h| h.map(f64::to_bits));
    assert_eq!(stated, Some([-0.03_f64, 5100.0, 1400.0].map(f64::to_bits)));
}
