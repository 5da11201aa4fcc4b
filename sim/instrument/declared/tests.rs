//! Tests of a declared instrument: bytes, their time, and what it does not know.

use super::super::MILLISECOND_NS;
use super::super::scripted::{ScriptedBench, ask, run_until};
use super::*;
use hadal_rigs::description::{Rig, parse};

/// An instrument of the catalog's example.
fn declared(name: &str) -> DeclaredInstrument {
    let rig: Rig = parse("rig", include_str!("../../../rigs/catalog/declared-laboratory.toml")).unwrap();
    let found = rig.instrument.into_iter().find(|instrument| instrument.name == name);
    DeclaredInstrument::new(*found.unwrap().dialect.unwrap())
}

#[test]
fn each_query_is_answered_as_its_file_says_after_its_time() {
    let mut bench = ScriptedBench { resistance_ohm: [25.487_312_34, 1.5], ..ScriptedBench::default() };
    let mut bridge = declared("bridge");
    bridge.receive(b"MEAS:FRES1:REF203? 30,1\rMEAS:FRES2:REF203? 30,1\r", 0, &mut bench);
    assert_eq!(run_until(&mut bridge, &mut bench, 0, 2 * SECOND_NS - 1), b"");
    assert_eq!(run_until(&mut bridge, &mut bench, 2 * SECOND_NS - 1, 2 * SECOND_NS), b"+2.5487312E+01\r\n");
    assert_eq!(run_until(&mut bridge, &mut bench, 2 * SECOND_NS, 4 * SECOND_NS), b"+1.5000000E+00\r\n");
    assert_eq!(bridge.next_event_ns(), None);
}

#[test]
fn one_reply_shows_several_quantities_in_their_units() {
    let mut bench = ScriptedBench { pressure_psi: 334.494_987_1, ..ScriptedBench::default() };
    let heard = ask(&mut declared("pressure"), &mut bench, b"PRR?\r\n", 0);
    assert_eq!(heard, b"R,2306.262 kPaa,0.000 kPa/s,101.325 kPa a\r\n");
}

#[test]
fn what_it_does_not_know_is_refused_or_met_with_silence() {
    let mut bench = ScriptedBench::default();
    assert_eq!(ask(&mut declared("pressure"), &mut bench, b"PR\r\n\xff\r\n", 0), b"ERR# 9\r\nERR# 9\r\n");
    assert_eq!(ask(&mut declared("bridge"), &mut bench, b"MEAS:FRES3? 30,1\r", 0), b"");
    // The end is the end of its file, not any other.
    assert_eq!(ask(&mut declared("pressure"), &mut bench, b"PRR?\r", 0), b"");
}

#[test]
fn a_new_connection_hears_nothing_of_the_old_one() {
    let mut bench = ScriptedBench::default();
    let mut barometer = declared("barometer");
    barometer.receive(b"send\rse", 0, &mut bench);
    barometer.reconnected(MILLISECOND_NS);
    assert_eq!(ask(&mut barometer, &mut bench, b"send\r", MILLISECOND_NS), b"pressure = 1013.25 hPa\r\n");
}
