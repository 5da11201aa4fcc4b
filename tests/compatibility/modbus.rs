//! Modbus TCP frames as pymodbus makes them and as the specification prints them.
//!
//! The frames of our map were made with pymodbus 3.16.1 (`FramerSocket.buildFrame`), the registers' singles with
//! Python's `struct.pack(">f", …)`.

use hadal_wire::Decode;
use hadal_wire::plant_plc::{
    CommandBlock, Exception, Mode, PlantState, Reply, ReplyDecoder, Request, RequestDecoder, StatusBits,
    StatusBlock, Tagged,
};

pub(crate) fn bytes(hexadecimal: &str) -> Vec<u8> {
    hexadecimal.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

const READ: &str = "12 34 00 00 00 06 01 03 00 00 00 14";

const STATUS: &str = "12 34 00 00 00 2b 01 03 28 00 01 00 07 00 03 00 2c be ef 00 00 42 e6 80 00 c0 90 00 00 \
    40 00 00 00 41 a4 00 00 45 50 58 00 41 40 00 00 41 a0 00 00";

const WRITE: &str = "12 35 00 00 00 2f 01 10 00 64 00 14 28 00 01 be ef 00 01 00 00 43 a0 40 00 3e 80 00 00 \
    bf c0 00 00 42 f0 00 00 3f 80 00 00 40 00 00 00 40 a0 00 00 42 ee 00 00";

const WRITTEN: &str = "12 35 00 00 00 06 01 10 00 64 00 14";

const REFUSED: &str = "12 36 00 00 00 03 01 90 03";

pub(crate) fn command() -> CommandBlock {
    CommandBlock {
        heartbeat: 0xbeef,
        mode: Mode::Run,
        pump_ml_per_min: 320.5,
        release_ml_per_min: 0.25,
        jacket_setpoint_celsius: -1.5,
        stirrer_rpm: 120.0,
        fresh_ml_per_min: 1.0,
        brine_ml_per_min: 2.0,
        vent_rate_mpa_per_min: 5.0,
        pressure_guard_mpa_absolute: 119.0,
    }
}

pub(crate) fn status() -> StatusBlock {
    StatusBlock {
        heartbeat: 7,
        state: PlantState::Watchdog,
        bits: StatusBits {
            watchdog_tripped: true,
            lid_locked: true,
            guard_acting: true,
            ..StatusBits::default()
        },
        command_heartbeat: 0xbeef,
        pressure_mpa_absolute: 115.25,
        pressure_rate_mpa_per_min: -4.5,
        jacket_celsius: 2.0,
        pump_water_celsius: 20.5,
        pumped_ml: 3_333.5,
        released_ml: 12.0,
        hall_celsius: 20.0,
    }
}

#[test]
fn val_requests_are_byte_for_byte_those_of_pymodbus() {
    for (golden, transaction, message) in
        [(READ, 0x1234, Request::ReadStatus), (WRITE, 0x1235, Request::WriteCommand(command()))]
    {
        assert_eq!(message.encode(transaction), bytes(golden));
        assert_eq!(RequestDecoder::default().feed(&bytes(golden)), [Ok(Tagged { transaction, message })]);
    }
}

#[test]
fn val_replies_are_byte_for_byte_those_of_pymodbus() {
    let refused = Reply::Refused { function: 16, exception: Exception::IllegalDataValue };
    for (golden, transaction, message) in [
        (STATUS, 0x1234, Reply::Status(status())),
        (WRITTEN, 0x1235, Reply::Written),
        (REFUSED, 0x1236, refused),
    ] {
        assert_eq!(message.encode(transaction), bytes(golden));
        assert_eq!(ReplyDecoder::default().feed(&bytes(golden)), [Ok(Tagged { transaction, message })]);
    }
}

/// MODBUS Application Protocol Specification V1.1b3, sections 6.3 and 6.12: the printed examples, behind a header.
/// They are good Modbus but not in our map, so the PLC must refuse their address, not drop them.
#[test]
fn val_the_specification_s_examples_are_understood_and_refused_by_address() {
    for (golden, function) in [
        ("00 01 00 00 00 06 01 03 00 6b 00 03", 3),
        ("00 01 00 00 00 0b 01 10 00 01 00 02 04 00 0a 01 02", 16),
    ] {
        let message = Request::Unsupported { function, exception: Exception::IllegalDataAddress };
        assert_eq!(RequestDecoder::default().feed(&bytes(golden)), [Ok(Tagged { transaction: 1, message })]);
    }
}
