//! Lines and frames that makers print, read and written by dialects and maps from a file: those of the catalog's example, and others.

use super::modbus::bytes;
use hadal_rigs::description::{Instrument, Rig, parse};
use hadal_wire::Decode as _;
use hadal_wire::declared::{Answer, Dialect};
use hadal_wire::plant_plc::{Reply, ReplyDecoder, Request, rtu};

fn instrument(text: &str, name: &str) -> Instrument {
    let rig: Rig = parse("rig.toml", text).unwrap();
    rig.instrument.into_iter().find(|instrument| instrument.name == name).unwrap()
}

const EXAMPLE: &str = include_str!("../../rigs/catalog/declared-laboratory.toml");

fn dialect(name: &str) -> Dialect {
    *instrument(EXAMPLE, name).dialect.unwrap()
}

fn value(answer: &Answer, field: &str) -> f64 {
    let Answer::Values(values) = answer else { panic!("{answer:?}") };
    values[field]
}

/// DH Instruments RPM4 operation and maintenance manual, page 98: the query `PRR?` and the printed reply with an on-board barometer.
/// Pressures in MPa follow from the printed kPa.
#[test]
fn val_an_rpm4_declared_in_a_file_answers_as_its_manual_prints() {
    let dialect = dialect("pressure");
    let query = &dialect.query[0];
    assert_eq!(query.send, "PRR?");
    let line = "R,2306.265 kPaa,0.011 kPa/s,97.000 kPa a";
    let answer = dialect.answer(query, line);
    // Half of the last digit that is printed.
    assert!((value(&answer, "pressure") - 2.306_265).abs() < 5e-7);
    assert!((value(&answer, "air") - 0.097).abs() < 5e-7);
    assert!((value(&answer, "rate") - 0.011).abs() < 5e-4);
    let written = query.written(|field| {
        let (name, _) = query.field.iter().find(|(_, other)| *other == field).unwrap();
        value(&answer, name)
    });
    assert_eq!(written, line);
    assert!(matches!(dialect.answer(query, &line.replace("R,", "NR,")), Answer::Values(_)));
}

/// Vaisala PTB330 user's guide, page 101 (`pressure = 1013.02 hPa`) and page 83, with the echo off (`send`, answered by
/// `pressure = 1013.00 hPa`).
#[test]
fn val_a_ptb330_declared_in_a_file_answers_as_its_manual_prints() {
    let dialect = dialect("barometer");
    let query = &dialect.query[0];
    assert_eq!(dialect.request(query), b"send\r");
    for (line, hpa) in [("pressure = 1013.02 hPa", 1013.02), ("pressure = 1013.00 hPa", 1013.0)] {
        assert!((value(&dialect.answer(query, line), "pressure") - hpa * 1e-4).abs() < 5e-7);
        assert_eq!(query.written(|_| hpa * 1e-4), line);
    }
}

/// Isotech microK 400 and 800 manual issue 1.04, page 77: the printed query with the table's 25 ohm resistor, channel 203, in the place
/// of a reference on channel 2, and the range of 30 ohm for that of 100. Derived: the shape of the reply.
#[test]
fn val_a_microk_declared_in_a_file_is_asked_as_its_manual_prints() {
    let dialect = dialect("bridge");
    let printed = "MEAS:FRES1:REF2? 100,1";
    assert_eq!(dialect.query[0].send, printed.replace("REF2", "REF203").replace("100", "30"));
}

/// Eastron SDM630 Modbus protocol: the printed request for the first input registers of unit 1, and the printed answer of 230.2 V as
/// a single, high word first. In a map whose pressure stands there, both are the PLC's; the second is only part of a block.
#[test]
fn val_a_single_in_input_registers_stands_as_a_meter_prints_it() {
    let map = r#"
        area = "input"
        heartbeat = { register = 2 }
        state = { register = 3, safe = 0, run = 1, vent = 2, watchdog = 3 }
        hard_trip = { register = 4, bit = 0 }
        relief_open = { register = 4, bit = 1 }
        watchdog_tripped = { register = 4, bit = 2 }
        lid_locked = { register = 4, bit = 3 }
        pressure_mpa_absolute = { register = 0 }
        jacket_celsius = { register = 5 }
        pump_water_celsius = { register = 7 }
        hall_celsius = { register = 9 }
        pumped_ml = { register = 11 }
    "#;
    let mut map_of_rig = instrument(EXAMPLE, "plc").register_map().clone();
    (map_of_rig.unit, map_of_rig.word_order) = (1, hadal_wire::plant_plc::Order::HighFirst);
    map_of_rig.status = toml::from_str(map).unwrap();
    let request = rtu::Addressed { unit: 1, message: Request::ReadStatus }.encode_by(&map_of_rig);
    let printed = bytes("01 04 00 00 00 02 71 cb");
    assert_eq!(request[..4], printed[..4], "unit, function and first register");
    assert_eq!(rtu::RequestDecoder::by(&map_of_rig).feed(&printed).len(), 1);
    let answer = bytes("01 04 04 43 66 33 34 1b 38");
    let mut decoder = rtu::ReplyDecoder::by(&map_of_rig);
    assert!(decoder.feed(&answer)[0].is_err(), "a part of the block is no block");
    // The whole block over TCP: the meter's two registers, and eleven that are 0 behind them.
    let whole = [bytes("00 01 00 00 00 1d 01 04 1a"), answer[3..7].to_vec(), vec![0; 22]].concat();
    let taken = ReplyDecoder::by(&map_of_rig).feed(&whole).remove(0).unwrap();
    let Reply::Status(status) = taken.message else { panic!("{taken:?}") };
    // The meter's single is one of its last digits, 1.5e-5, above 230.2.
    assert!((status.pressure_mpa_absolute - 230.2).abs() < 2e-5);
}
