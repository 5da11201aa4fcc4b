//! The PLC on a serial bus, and as a bare coupler: who is answered, and what outputs do when nobody speaks.

use super::super::super::scripted::{ScriptedBench, ask, run_until};
use super::super::super::{CommunicationLoss, PlantPlc, PlcSettings, SECOND_NS};
use super::*;
use hadal_wire::plant_plc::{CommandBlock, Exception, Mode, PlantState, UNIT};

const S: u64 = SECOND_NS;

fn plc(framing: Framing, communication_loss: CommunicationLoss) -> PlantPlc {
    PlantPlc::new(PlcSettings { communication_loss, ..PlcSettings::of_vessel(70_700.0) }, framing)
}

fn pumping(heartbeat: u16) -> Request {
    let safe = CommandBlock::safe(heartbeat, 5.0, 119.0);
    Request::WriteCommand(CommandBlock { mode: Mode::Run, pump_ml_per_min: 60.0, ..safe })
}

fn on_bus(unit: u8, message: Request) -> Vec<u8> {
    rtu::Addressed { unit, message }.encode()
}

/// One exchange over TCP at this second.
fn exchange(plc: &mut PlantPlc, bench: &mut ScriptedBench, request: Request, second: u64) -> Reply {
    let heard = ask(plc, bench, &request.encode(7), second * S);
    hadal_wire::plant_plc::ReplyDecoder::default().feed(&heard).remove(0).unwrap().message
}

fn pump(bench: &ScriptedBench) -> f64 {
    bench.outputs.unwrap().pump_ml_per_min
}

#[test]
fn on_a_bus_only_its_own_unit_is_answered() {
    let (mut plc, mut bench) = (plc(Framing::Rtu, CommunicationLoss::Vents), ScriptedBench::default());
    let heard = ask(&mut plc, &mut bench, &on_bus(UNIT, Request::ReadStatus), S);
    assert!(matches!(rtu::ReplyDecoder::default().feed(&heard)[0], Ok(Reply::Status(_))));
    for unit in [2, 9, 77, 247] {
        assert_eq!(ask(&mut plc, &mut bench, &on_bus(unit, Request::ReadStatus), 2 * S), b"", "{unit}");
        assert_eq!(ask(&mut plc, &mut bench, &on_bus(unit, pumping(1)), 3 * S), b"");
    }
    assert!(pump(&bench).abs() < 1e-9);
}

#[test]
fn a_broadcast_is_obeyed_and_not_answered_and_cannot_read() {
    let (mut plc, mut bench) = (plc(Framing::Rtu, CommunicationLoss::Vents), ScriptedBench::default());
    assert_eq!(ask(&mut plc, &mut bench, &on_bus(rtu::BROADCAST, pumping(1)), S), b"");
    assert!((pump(&bench) - 60.0).abs() < 1e-9);
    assert_eq!(ask(&mut plc, &mut bench, &on_bus(rtu::BROADCAST, Request::ReadStatus), 2 * S), b"");
}

#[test]
fn half_a_frame_before_a_silence_does_not_spoil_the_next_one() {
    let (mut plc, mut bench) = (plc(Framing::Rtu, CommunicationLoss::Vents), ScriptedBench::default());
    let write = on_bus(UNIT, pumping(1));
    assert_eq!(ask(&mut plc, &mut bench, &write[..20], S), b"");
    let heard = ask(&mut plc, &mut bench, &on_bus(UNIT, Request::ReadStatus), 2 * S);
    assert!(matches!(rtu::ReplyDecoder::default().feed(&heard)[0], Ok(Reply::Status(_))));
}

#[test]
fn a_turck_goes_on_pumping_for_a_dead_controller_until_its_time_is_set() {
    let (mut plc, mut bench) = (plc(Framing::Tcp, CommunicationLoss::Turck), ScriptedBench::default());
    assert_eq!(exchange(&mut plc, &mut bench, pumping(1), 1), Reply::Written);
    run_until(&mut plc, &mut bench, 2 * S, 3600 * S);
    assert!((pump(&bench) - 60.0).abs() < 1e-9, "outputs hold");
    let set = Request::WriteRegister { function: 6, register: 0x1120, value: 2000 };
    let written = Reply::RegisterWritten { function: 6, register: 0x1120, value: 2000 };
    assert_eq!(exchange(&mut plc, &mut bench, set, 3600), written);
    run_until(&mut plc, &mut bench, 3601 * S, 3602 * S + S / 2);
    assert!(pump(&bench).abs() < 1e-9, "outputs go to 0");
    let Reply::Status(status) = exchange(&mut plc, &mut bench, Request::ReadStatus, 3603) else { panic!() };
    assert!(status.state == PlantState::Watchdog && status.bits.watchdog_tripped);
    assert_eq!(exchange(&mut plc, &mut bench, pumping(2), 3604), Reply::Written);
    assert!((pump(&bench) - 60.0).abs() < 1e-9, "until they are written");
}

#[test]
fn a_wago_whose_watchdog_has_run_out_refuses_everything_but_the_way_out() {
    let (mut plc, mut bench) = (plc(Framing::Tcp, CommunicationLoss::Wago750), ScriptedBench::default());
    exchange(&mut plc, &mut bench, pumping(1), 1);
    run_until(&mut plc, &mut bench, 2 * S, 100 * S);
    assert!((pump(&bench) - 60.0).abs() < 1e-9, "off at power-up");
    for (register, value) in [(0x1000, 20), (0x1001, 1 << 15), (0x1003, 1)] {
        let set = Request::WriteRegister { function: 16, register, value };
        assert!(matches!(exchange(&mut plc, &mut bench, set, 100), Reply::RegisterWritten { .. }));
    }
    run_until(&mut plc, &mut bench, 101 * S, 103 * S);
    assert!(pump(&bench).abs() < 1e-9);
    let refused = |function| Reply::Refused { function, exception: Exception::ServerDeviceFailure };
    assert_eq!(exchange(&mut plc, &mut bench, Request::ReadStatus, 104), refused(3));
    assert_eq!(exchange(&mut plc, &mut bench, pumping(2), 105), refused(16));
    let state = Request::ReadRegister { register: 0x1006 };
    assert_eq!(exchange(&mut plc, &mut bench, state, 106), Reply::Register(2));
    let stop = Request::WriteRegister { function: 6, register: 0x1008, value: 0x55aa };
    assert!(matches!(exchange(&mut plc, &mut bench, stop, 107), Reply::RegisterWritten { .. }));
    assert_eq!(exchange(&mut plc, &mut bench, pumping(3), 108), Reply::Written);
}

#[test]
fn a_plc_with_logic_of_its_own_has_no_coupler_registers() {
    let (mut plc, mut bench) = (plc(Framing::Tcp, CommunicationLoss::Vents), ScriptedBench::default());
    let refused = |function, exception| Reply::Refused { function, exception };
    for (request, reply) in [
        (Request::ReadRegister { register: 0x1120 }, refused(3, Exception::IllegalDataAddress)),
        (
            Request::WriteRegister { function: 6, register: 0x1120, value: 1 },
            refused(6, Exception::IllegalFunction),
        ),
        (
            Request::WriteRegister { function: 16, register: 0x1000, value: 1 },
            refused(16, Exception::IllegalDataAddress),
        ),
    ] {
        assert_eq!(exchange(&mut plc, &mut bench, request, 1), reply);
    }
}
