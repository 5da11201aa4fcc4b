//! Derivation: which pair salinity and oxygen are made with, and the response of an oxygen sensor.

use super::invented_cast::{INTERVAL_S, cast_by, configuration, known};
use super::*;
use crate::cast::{Pair, from_cnv};
use crate::format::sea_bird::cnv::{self, Column, Notation};
use crate::processing::{VoltageSlope, voltage_slope};
use crate::seawater::columns;

fn derived(known: &Supplement, steps: &str) -> Cast {
    let mut cast = cast_by(known);
    plan(steps).apply(&mut cast).unwrap();
    cast
}

/// Oxygen by the equation itself, from the columns of this thermometer and cell and this slope.
fn oxygen(cast: &Cast, pair: &str, slope: &[f64]) -> Vec<f64> {
    let sensor = cast.variable("oxygen_ml_per_l").unwrap().sensor.clone().unwrap();
    let column = |name: &str| cast.values(name).unwrap();
    let (volts, pressure) = (column("oxygen_voltage"), column("pressure"));
    let (celsius, salinity) =
        (column(&format!("temperature{pair}")), column(&format!("practical_salinity{pair}")));
    let value = |scan: usize| {
        let inputs = [volts[scan], celsius[scan], salinity[scan], pressure[scan], slope[scan]];
        sensor.equation.value(&sensor.coefficients, &inputs)
    };
    (0..cast.len()).map(value).collect()
}

fn slope(cast: &Cast, window_s: f64) -> Vec<f64> {
    voltage_slope(cast.values("oxygen_voltage").unwrap(), VoltageSlope::new(window_s, INTERVAL_S).unwrap())
}

#[test]
fn salinity_is_that_of_each_pair() {
    let cast = derived(&known(), "");
    for pair in ["", "_2"] {
        let column = |name: &str| cast.values(&format!("{name}{pair}")).unwrap();
        let millisiemens: Vec<f64> = column("conductivity").iter().map(|siemens| 10.0 * siemens).collect();
        let mut expected = vec![0.0; cast.len()];
        columns::practical_salinity(
            &millisiemens,
            column("temperature"),
            cast.values("pressure").unwrap(),
            &mut expected,
        );
        assert!(same(column("practical_salinity"), &expected), "{pair}");
    }
    assert!(!same(cast.values("practical_salinity").unwrap(), cast.values("practical_salinity_2").unwrap()));
}

#[test]
fn the_response_is_corrected_over_the_window_that_the_plan_says() {
    for (steps, window_s) in [
        ("", 2.0),
        ("[[step]]\nderive = { }", 2.0),
        ("[[step]]\nderive = { oxygen_slope_window_s = 1.0 }", 1.0),
        ("[[step]]\nderive = { oxygen_slope_window_s = 4.0 }", 4.0),
    ] {
        let cast = derived(&known(), steps);
        let expected = oxygen(&cast, "", &slope(&cast, window_s));
        assert!(greatest(cast.values("oxygen_ml_per_l").unwrap(), &expected) < 1e-12, "{steps}");
        let other = oxygen(&cast, "", &slope(&cast, 3.0));
        assert!(greatest(&other, &expected) > 1e-4, "{steps}");
        assert!(cast.variables.iter().all(|known| !known.name.ends_with("_slope")));
    }
}

#[test]
fn no_window_leaves_the_response_as_it_is() {
    let cast = derived(&known(), "[[step]]\nderive = { oxygen_slope_window_s = 0.0 }");
    let uncorrected = oxygen(&cast, "", &vec![0.0; cast.len()]);
    assert!(greatest(cast.values("oxygen_ml_per_l").unwrap(), &uncorrected) < 1e-12);
    assert!(!cast.history.iter().any(|line| line.contains("response corrected")));
}

#[test]
fn oxygen_goes_with_the_pair_that_is_chosen() {
    for (pair, behind, other) in [(Pair::First, "", "_2"), (Pair::Second, "_2", "")] {
        let cast = derived(&Supplement { pair, ..known() }, "");
        let volume = cast.values("oxygen_ml_per_l").unwrap();
        let response = slope(&cast, 2.0);
        assert!(greatest(volume, &oxygen(&cast, behind, &response)) < 1e-12, "{pair:?}");
        assert!(greatest(volume, &oxygen(&cast, other, &response)) > 1e-4, "{pair:?}");
        let per_mass = |behind: &str| -> Vec<f64> {
            let anomaly = cast.values(&format!("potential_density_anomaly{behind}")).unwrap();
            volume.iter().zip(anomaly).map(|(volume, less)| volume * 44_660.0 / (1000.0 + less)).collect()
        };
        assert!(greatest(cast.values("oxygen").unwrap(), &per_mass(behind)) < 1e-10, "{pair:?}");
        assert!(greatest(cast.values("oxygen").unwrap(), &per_mass(other)) > 1e-4, "{pair:?}");
    }
}

#[test]
fn two_oxygen_sensors_are_told_apart_throughout() {
    let text = configuration();
    let start = text.find("<OxygenSensor").unwrap();
    let end = text.find("</OxygenSensor>").unwrap() + "</OxygenSensor>".len();
    let first = text[start..end].replace("<Soc>4.5000e-001", "<Soc>6.0000e-001").replace("1007", "1006");
    let (before, after) = text.split_once("<Sensor index=\"11\" SensorID=\"27\" >").unwrap();
    let rest = after.split_once("</NotInUse>").unwrap().1;
    let text = format!("{before}<Sensor index=\"11\" SensorID=\"38\" >{first}{rest}");
    let configuration = Some(xmlcon::parse(&text).unwrap());
    let cast = derived(&Supplement { configuration, ..Supplement::default() }, "");
    let anomaly = cast.values("potential_density_anomaly").unwrap();
    for (behind, serial) in [("", "1006"), ("_2", "1007")] {
        let volume = cast.variable(&format!("oxygen_ml_per_l{behind}")).unwrap();
        assert_eq!(volume.sensor.as_ref().unwrap().serial, serial);
        let expected: Vec<f64> = volume
            .values
            .iter()
            .zip(anomaly)
            .map(|(volume, less)| volume * 44_660.0 / (1000.0 + less))
            .collect();
        assert!(greatest(cast.values(&format!("oxygen{behind}")).unwrap(), &expected) < 1e-10);
    }
}

#[test]
fn oxygen_that_was_read_stays_what_the_file_says() {
    let column = |name: &str, value: f64| Column {
        name: name.to_owned(),
        label: name.to_owned(),
        span: None,
        notation: Notation::Fixed(4),
        values: vec![value, value + 0.5],
    };
    let file = cnv::Cast {
        instrument: vec!["* Sea-Bird SBE 9 Data File:".to_owned()],
        columns: vec![
            column("prDM", 100.0),
            column("t090C", 10.0),
            column("c0S/m", 3.8),
            column("sbeox0ML/L", 6.0),
            column("sbeox0Mm/Kg", 111.0),
            column("sbeox1ML/L", 7.0),
            column("sbeox1Mm/Kg", 222.0),
        ],
        interval: None,
        start_time: None,
        bad_flag: -9.99e-29,
        notes: Vec::new(),
    };
    let mut cast = from_cnv(file);
    Plan::conversion_only().apply(&mut cast).unwrap();
    assert!(cast.variable("potential_density_anomaly").is_some());
    for (name, expected) in [
        ("oxygen", [111.0, 111.5]),
        ("oxygen_2", [222.0, 222.5]),
        ("oxygen_ml_per_l", [6.0, 6.5]),
        ("oxygen_ml_per_l_2", [7.0, 7.5]),
    ] {
        assert!(same(cast.values(name).unwrap(), &expected), "{name}");
    }
}
