//! The optode in conversation.

use super::super::scripted::{ScriptedBench, run_until};
use super::*;
use crate::item::{ItemRaw, OptodeRaw};
use hadal_rigs::description::parse;

const S: u64 = SECOND_NS;
const MS: u64 = MILLISECOND_NS;

/// Switched on, after its first measurement.
fn powered() -> (AanderaaOptode, ScriptedBench, String) {
    let item: Item = parse("item", include_str!("../../../rigs/catalog/items/aanderaa-4330.toml")).unwrap();
    let raw = OptodeRaw { phase_degrees: 33.0, temperature_mv: 300.0 };
    let mut bench = ScriptedBench { raw: ItemRaw::Optode(raw), ..ScriptedBench::default() };
    let mut optode = AanderaaOptode::new(&item, 0);
    let heard = String::from_utf8(run_until(&mut optode, &mut bench, 0, 2 * S)).unwrap();
    (optode, bench, heard)
}

fn say(optode: &mut AanderaaOptode, bench: &mut ScriptedBench, line: &str, at_s: u64) -> String {
    optode.receive(format!("{line}\r\n").as_bytes(), at_s * S, bench);
    String::from_utf8(run_until(optode, bench, at_s * S, at_s * S + 1_900 * MS)).unwrap()
}

#[test]
fn at_power_it_introduces_itself_and_measures() {
    let (_, _, heard) = powered();
    let (first, second) = heard.split_once("\r\n").unwrap();
    assert!(
        first.starts_with("StartupInfo\t4330\t9901\tMode AADI Smart Sensor Terminal Protocol"),
        "{first}"
    );
    assert!(second.starts_with("MEASUREMENT\t4330\t9901\tO2Concentration[uM]\t"), "{second}");
    // The bridge's polynomial by hand: 29.08457 − 9.78570 + 0.28488 − 0.11848 + 0.01153 − 0.00338.
    assert!(
        second.contains("\tTemperature[Deg.C]\t19.473\tCalPhase[Deg]\t33.000\tTCPhase[Deg]\t33.000\t"),
        "{second}"
    );
    assert!(second.ends_with("\tRawTemp[mV]\t300.0\r\n"), "{second}");
}

#[test]
fn saturation_is_the_concentration_over_that_of_water_in_air() {
    let (_, _, heard) = powered();
    let value = |name: &str| -> f64 {
        heard
            .split(name)
            .nth(1)
            .unwrap()
            .trim_start_matches('\t')
            .split('\t')
            .next()
            .unwrap()
            .parse()
            .unwrap()
    };
    // Fresh water at 19.473 °C holds 287.4 µmol/l (Garcia and Gordon 1992).
    let (oxygen, saturation) = (value("O2Concentration[uM]"), value("AirSaturation[%]"));
    assert!((oxygen / saturation * 100.0 - 287.4).abs() < 0.6, "{oxygen} {saturation}");
}

#[test]
fn it_measures_by_itself_every_half_minute_until_it_is_polled() {
    let (mut optode, mut bench, _) = powered();
    let heard = String::from_utf8(run_until(&mut optode, &mut bench, 2 * S, 50 * S)).unwrap();
    assert_eq!(heard.matches("MEASUREMENT").count(), 1, "{heard}");
    assert_eq!(say(&mut optode, &mut bench, "Set Passkey(1)", 50), "#\r\n");
    assert_eq!(say(&mut optode, &mut bench, "Set Enable Polled Mode(yes)", 52), "#\r\n");
    assert_eq!(say(&mut optode, &mut bench, "Save", 54), "#\r\n");
    let again = say(&mut optode, &mut bench, "Reset", 56);
    assert!(again.starts_with("#\r\nStartupInfo") && again.matches("MEASUREMENT").count() == 1, "{again}");
    assert_eq!(run_until(&mut optode, &mut bench, 58 * S, 110 * S), b"");
    let polled = say(&mut optode, &mut bench, "do sample", 110);
    assert!(polled.starts_with("MEASUREMENT\t") && polled.ends_with("\r\n#\r\n"), "{polled}");
}

#[test]
fn settings_are_protected_and_checked() {
    let (mut optode, mut bench, _) = powered();
    assert_eq!(say(&mut optode, &mut bench, "Set Interval(10)", 3), "*\tERROR\tPROTECTED PROPERTY\r\n");
    say(&mut optode, &mut bench, "set passkey(1)", 5);
    assert_eq!(say(&mut optode, &mut bench, "Set Interval(0)", 7), "*\tERROR\tARGUMENT ERROR\r\n");
    assert_eq!(say(&mut optode, &mut bench, "Set Colour(1)", 9), "*\tERROR\tUNKNOWN PROPERTY\r\n");
    assert_eq!(say(&mut optode, &mut bench, "Set Interval(10)", 11), "#\r\n");
    assert_eq!(say(&mut optode, &mut bench, "Get Interval", 13), "Interval\t4330\t9901\t10.000\r\n#\r\n");
    assert_eq!(say(&mut optode, &mut bench, "make tea", 15), "*\tERROR\tSYNTAX ERROR\r\n");
    assert_eq!(say(&mut optode, &mut bench, "// tea", 17), "", "a comment brings no answer");
    assert_eq!(say(&mut optode, &mut bench, "load", 19), "#\r\n");
    assert!(
        say(&mut optode, &mut bench, "get all", 21).starts_with("Interval\t4330\t9901\t30.000\r\nSalinity\t")
    );
}

#[test]
fn without_text_only_numbers_are_left() {
    let (mut optode, mut bench, _) = powered();
    for (at_s, line) in
        [(3, "set passkey(1)"), (5, "set enable text(no)"), (7, "set enable rawdata(no)"), (9, "stop")]
    {
        assert_eq!(say(&mut optode, &mut bench, line, at_s), "#\r\n");
    }
    let heard = say(&mut optode, &mut bench, "do sample", 11);
    let fields: Vec<&str> = heard.lines().next().unwrap().split('\t').collect();
    assert_eq!((fields[0], fields[1], fields[4], fields.len()), ("4330", "9901", "19.473", 5), "{heard}");
}

#[test]
fn the_line_sleeps_after_a_minute_and_what_wakes_it_is_lost() {
    let (mut optode, mut bench, _) = powered();
    say(&mut optode, &mut bench, "stop", 3);
    assert_eq!(run_until(&mut optode, &mut bench, 5 * S, 70 * S), b"%");
    optode.receive(b"do output\r\n", 70 * S, &mut bench);
    assert_eq!(run_until(&mut optode, &mut bench, 70 * S, 72 * S), b"!");
    assert!(say(&mut optode, &mut bench, "do output", 73).starts_with("MEASUREMENT\t"));
}
