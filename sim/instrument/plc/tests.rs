//! The PLC against a scripted plant: modes, watchdog, guard, hard trip, vent rate.

use super::super::SECOND_NS;
use super::super::scripted::{ScriptedBench, ask};
use super::*;
use hadal_wire::Decode as _;
use hadal_wire::plant_plc::ReplyDecoder;

/// A PLC on a vessel that takes 30 ml per MPa and leaks nothing.
struct Rig {
    plc: PlantPlc,
    bench: ScriptedBench,
    second: u64,
    heartbeat: u16,
    transaction: u16,
    largest_fall: f64,
}

const COMPLIANCE_ML_PER_MPA: f64 = 30.0;
const AMBIENT: f64 = 0.101_325;

fn settings() -> PlcSettings {
    PlcSettings::of_vessel(70_700.0)
}

impl Rig {
    fn at(pressure_mpa_absolute: f64) -> Self {
        let mut bench = ScriptedBench::default();
        bench.inputs.pressure_mpa_absolute = pressure_mpa_absolute;
        let plc = PlantPlc::new(settings(), Framing::Tcp);
        Self { plc, bench, second: 0, heartbeat: 0, transaction: 0, largest_fall: 0.0 }
    }

    fn pressure(&self) -> f64 {
        self.bench.inputs.pressure_mpa_absolute
    }

    fn outputs(&self) -> PlantOutputs {
        self.bench.outputs.unwrap()
    }

    /// One exchange on the wire, there and back.
    fn exchange(&mut self, request: Request) -> Reply {
        self.transaction += 1;
        let now_ns = self.second * SECOND_NS;
        let heard = ask(&mut self.plc, &mut self.bench, &request.encode(self.transaction), now_ns);
        let reply = ReplyDecoder::default().feed(&heard).remove(0).unwrap();
        assert_eq!(reply.transaction, self.transaction);
        reply.message
    }

    fn status(&mut self) -> StatusBlock {
        match self.exchange(Request::ReadStatus) {
            Reply::Status(status) => status,
            other => panic!("{other:?}"),
        }
    }

    fn command(&mut self, mode: Mode, change: impl FnOnce(&mut CommandBlock)) {
        self.heartbeat += 1;
        let mut block =
            CommandBlock { mode, stirrer_rpm: 120.0, ..CommandBlock::safe(self.heartbeat, 5.0, 119.0) };
        change(&mut block);
        assert_eq!(self.exchange(Request::WriteCommand(block)), Reply::Written);
    }

    /// Lets the plant go on by itself: nobody speaks to the PLC.
    fn wait(&mut self, seconds: u64) {
        for _ in 0..seconds {
            self.second += 1;
            while self.plc.poll(self.second * SECOND_NS, &mut self.bench).is_some() {}
            let outputs = self.outputs();
            let flow = outputs.pump_ml_per_min - outputs.release_ml_per_min;
            let before = self.pressure();
            let after = (before + flow / COMPLIANCE_ML_PER_MPA / 60.0).max(AMBIENT);
            self.largest_fall = self.largest_fall.max((before - after) * 60.0);
            self.bench.inputs.pressure_mpa_absolute = after;
        }
    }
}

fn run_at_pressure(rig: &mut Rig) {
    rig.command(Mode::Run, |block| {
        block.pump_ml_per_min = 60.0;
        block.jacket_setpoint_celsius = 2.0;
        block.fresh_ml_per_min = 100.0;
    });
}

#[test]
fn run_does_what_is_commanded_and_reports_it() {
    let mut rig = Rig::at(AMBIENT);
    run_at_pressure(&mut rig);
    rig.wait(9);
    let status = rig.status();
    assert_eq!((status.state, status.command_heartbeat), (PlantState::Run, 1));
    assert!(status.bits.pump_running && status.bits.lid_locked && !status.bits.watchdog_tripped);
    assert!(rig.outputs().jacket_enabled);
    assert!((rig.outputs().jacket_setpoint_celsius - 2.0).abs() < 1e-6);
    // 60 ml/min into 30 ml/MPa is 2 MPa/min; eight differences have passed a filter that takes a quarter of each.
    let filtered = 2.0 * (1.0 - 0.75f64 * 0.75 * 0.75 * 0.75 * 0.75 * 0.75 * 0.75 * 0.75);
    assert!(
        (status.pressure_rate_mpa_per_min - filtered).abs() < 1e-3,
        "{}",
        status.pressure_rate_mpa_per_min
    );
}

#[test]
fn its_heartbeat_changes_with_every_scan() {
    let mut rig = Rig::at(AMBIENT);
    let first = rig.status().heartbeat;
    rig.wait(1);
    let second = rig.status().heartbeat;
    assert_eq!(second, first + 1);
}

#[test]
fn a_dead_controller_in_run_is_made_safe_then_vented_to_ambient() {
    let mut rig = Rig::at(100.0);
    run_at_pressure(&mut rig);
    rig.wait(9);
    assert_eq!(rig.status().state, PlantState::Run, "reading alone keeps nobody alive");
    assert!(rig.outputs().pump_ml_per_min > 0.0);
    rig.wait(1);
    let status = rig.status();
    assert_eq!(status.state, PlantState::Watchdog);
    assert!(status.bits.watchdog_tripped && !status.bits.pump_running);
    let outputs = rig.outputs();
    assert!(outputs.pump_ml_per_min.abs() < 1e-9 && !outputs.jacket_enabled);
    rig.wait(60 * 60);
    assert!(rig.pressure() < 0.2, "{}", rig.pressure());
    assert!(rig.largest_fall <= 5.0 && rig.largest_fall > 4.0, "{} MPa/min", rig.largest_fall);
}

#[test]
fn the_same_heartbeat_again_is_not_life() {
    let mut rig = Rig::at(50.0);
    for _ in 0..12 {
        rig.heartbeat = 0;
        run_at_pressure(&mut rig);
        rig.wait(1);
    }
    assert_eq!(rig.status().state, PlantState::Watchdog);
}

#[test]
fn only_safe_or_vent_clears_the_watchdog() {
    let mut rig = Rig::at(50.0);
    run_at_pressure(&mut rig);
    rig.wait(11);
    run_at_pressure(&mut rig);
    assert_eq!(rig.status().state, PlantState::Watchdog, "run alone does not");
    rig.command(Mode::Safe, |_| {});
    assert_eq!(rig.status().state, PlantState::Safe);
    run_at_pressure(&mut rig);
    assert_eq!(rig.status().state, PlantState::Run);
}

#[test]
fn a_controller_that_leaves_pressure_behind_in_safe_is_vented_and_one_that_leaves_none_is_not() {
    let mut rig = Rig::at(50.0);
    rig.command(Mode::Safe, |_| {});
    rig.wait(11);
    assert_eq!(rig.status().state, PlantState::Watchdog);
    let mut rig = Rig::at(AMBIENT);
    rig.command(Mode::Safe, |_| {});
    rig.wait(100);
    assert_eq!(rig.status().state, PlantState::Safe);
}

#[test]
fn safe_holds_the_pressure_but_relieves_what_is_above_the_guard() {
    let mut rig = Rig::at(100.0);
    rig.command(Mode::Safe, |block| block.pressure_guard_mpa_absolute = 100.2);
    rig.wait(5);
    assert!((rig.pressure() - 100.0).abs() < 1e-9);
    assert!(rig.outputs().release_ml_per_min.abs() < 1e-9);
    rig.bench.inputs.pressure_mpa_absolute = 100.3;
    for _ in 0..6 {
        rig.command(Mode::Safe, |block| block.pressure_guard_mpa_absolute = 100.2);
        rig.wait(5);
    }
    assert!(rig.pressure() < 99.75 && rig.pressure() > 99.5, "{}", rig.pressure());
    assert!(rig.outputs().release_ml_per_min.abs() < 1e-9, "closed again");
}

#[test]
fn above_the_guard_the_pump_is_stopped_in_run() {
    let mut rig = Rig::at(118.0);
    for _ in 0..20 {
        run_at_pressure(&mut rig);
        rig.wait(5);
    }
    assert!(rig.pressure() < 119.05, "{}", rig.pressure());
    let bits = rig.status().bits;
    assert!(bits.guard_acting && !bits.pump_running);
}

#[test]
fn vent_keeps_to_the_commanded_rate() {
    for rate in [1.0, 8.0] {
        let mut rig = Rig::at(115.0);
        while rig.pressure() > 0.2 {
            rig.command(Mode::Vent, |block| block.vent_rate_mpa_per_min = rate);
            rig.wait(5);
            assert!(rig.second < 12_000, "{} MPa left", rig.pressure());
        }
        assert!(rig.largest_fall <= rate && rig.largest_fall > 0.85 * rate, "{}", rig.largest_fall);
        assert!(rig.outputs().pump_ml_per_min.abs() < 1e-9 && !rig.outputs().jacket_enabled);
    }
}

#[test]
fn pressure_found_at_power_up_is_vented_at_the_default_rate() {
    let mut rig = Rig::at(3.0);
    rig.wait(10 * 60);
    assert!(rig.pressure() < 0.2, "{}", rig.pressure());
    assert!(rig.largest_fall <= settings().vent_rate_mpa_per_min);
}

#[test]
fn under_pressure_nothing_is_dosed() {
    let mut rig = Rig::at(AMBIENT);
    run_at_pressure(&mut rig);
    assert!((rig.outputs().fresh_ml_per_min - 100.0).abs() < 1e-6);
    rig.bench.inputs.pressure_mpa_absolute = 1.0;
    rig.wait(1);
    assert!(rig.outputs().fresh_ml_per_min.abs() < 1e-9);
}

#[test]
fn the_hard_trip_is_reported_and_stops_the_pump_without_being_asked() {
    let mut rig = Rig::at(100.0);
    run_at_pressure(&mut rig);
    rig.bench.inputs.hard_trip = true;
    rig.wait(1);
    assert!(rig.status().bits.hard_trip && !rig.status().bits.pump_running);
    assert!(rig.outputs().pump_ml_per_min.abs() < 1e-9 && !rig.outputs().jacket_enabled);
}

#[test]
fn a_block_with_a_number_that_is_not_one_is_refused_and_changes_nothing() {
    let mut rig = Rig::at(AMBIENT);
    run_at_pressure(&mut rig);
    let nan = CommandBlock { pump_ml_per_min: f64::NAN, ..CommandBlock::safe(99, 5.0, 119.0) };
    let reply = rig.exchange(Request::WriteCommand(nan));
    let refused = hadal_wire::plant_plc::Exception::IllegalDataValue;
    assert_eq!(reply, Reply::Refused { function: 16, exception: refused });
    assert_eq!(rig.status().command_heartbeat, 1);
}
