//! Modbus RTU frames as pymodbus makes them: the map of `modbus.rs` on a serial line, and couplers' watchdog registers.
//!
//! The frames were made with pymodbus 3.16.1 (`FramerRTU.encode`) from the protocol data units of `modbus.rs`.

use super::modbus::{bytes, command, status};
use hadal_wire::Decode;
use hadal_wire::plant_plc::rtu::{Addressed, BROADCAST, ReplyDecoder, RequestDecoder, encode_reply};
use hadal_wire::plant_plc::{Exception, Reply, Request, UNIT};

const READ: &str = "01 03 00 00 00 14 45 c5";

const STATUS: &str = "01 03 28 00 01 00 07 00 03 00 2c be ef 00 00 42 e6 80 00 c0 90 00 00 40 00 00 00 41 a4 00 00 45 50 58 00 \
    41 40 00 00 41 a0 00 00 65 ed";

const WRITE: &str = "01 10 00 64 00 14 28 00 01 be ef 00 01 00 00 43 a0 40 00 3e 80 00 00 bf c0 00 00 42 f0 00 00 3f 80 00 00 \
    40 00 00 00 40 a0 00 00 42 ee 00 00 3f 3a";

const BROADCAST_WRITE: &str = "00 10 00 64 00 14 28 00 01 be ef 00 01 00 00 43 a0 40 00 3e 80 00 00 bf c0 00 00 42 f0 00 00 \
    3f 80 00 00 40 00 00 00 40 a0 00 00 42 ee 00 00 52 96";

#[test]
fn val_serial_requests_are_byte_for_byte_those_of_pymodbus() {
    let set_turck = Request::WriteRegister { function: 6, register: 0x1120, value: 500 };
    for (golden, unit, message) in [
        (READ, UNIT, Request::ReadStatus),
        (WRITE, UNIT, Request::WriteCommand(command())),
        (BROADCAST_WRITE, BROADCAST, Request::WriteCommand(command())),
        ("01 06 11 20 01 f4 8d 2b", UNIT, set_turck),
        ("01 03 10 06 00 01 60 cb", UNIT, Request::ReadRegister { register: 0x1006 }),
    ] {
        let addressed = Addressed { unit, message };
        assert_eq!(addressed.encode(), bytes(golden));
        assert_eq!(RequestDecoder::default().feed(&bytes(golden)), [Ok(addressed)]);
    }
}

#[test]
fn val_serial_replies_are_byte_for_byte_those_of_pymodbus() {
    for (golden, reply) in [
        (STATUS, Reply::Status(status())),
        ("01 10 00 64 00 14 81 d9", Reply::Written),
        ("01 90 03 0c 01", Reply::Refused { function: 16, exception: Exception::IllegalDataValue }),
        ("01 03 02 00 02 39 85", Reply::Register(2)),
        ("01 06 11 20 01 f4 8d 2b", Reply::RegisterWritten { function: 6, register: 0x1120, value: 500 }),
    ] {
        assert_eq!(encode_reply(&reply), bytes(golden));
        assert_eq!(ReplyDecoder::default().feed(&bytes(golden)), [Ok(reply)]);
    }
}

/// MODBUS Application Protocol Specification V1.1b3, section 6.3: the printed example, with address and check around it.
#[test]
fn val_the_specification_s_example_is_understood_and_refused_by_address() {
    let message = Request::Unsupported { function: 3, exception: Exception::IllegalDataAddress };
    let taken = RequestDecoder::default().feed(&bytes("01 03 00 6b 00 03 74 17"));
    assert_eq!(taken, [Ok(Addressed { unit: UNIT, message })]);
}
