//! The plant's PLC: takes commands, scans the plant each second, and keeps it safe by itself (docs/plant-plc.md).
//!
//! It does not believe that the controller lives: when the heartbeat stops, pump and heaters go off and it vents.

use super::coupler::{CommunicationLoss, Coupler};
use super::outbox::{Outbox, earlier};
use super::vent::VentLoop;
use super::{Bench, Device, MILLISECOND_NS, PlantInputs, PlantOutputs, SECOND_NS};
use bus::Bus;
use hadal_wire::plant_plc::{
    CommandBlock, Exception, Mode, PlantState, RegisterMap, Reply, Request, StatusBits, StatusBlock, rtu,
};

mod bus;

pub use bus::Framing;

/// Period of the control task.
const SCAN_NS: u64 = SECOND_NS;
/// From a request to the first byte of its answer.
const REPLY_NS: u64 = 5 * MILLISECOND_NS;
/// Time constant of the filter on the rate of pressure.
const RATE_FILTER_S: f64 = 3.0;
/// How far below the guard relieving goes on.
const GUARD_HYSTERESIS_MPA: f64 = 0.5;
/// The lid is locked above this pressure, or in Run.
const LID_LOCK_MPA_ABSOLUTE: f64 = 0.15;

/// What is set at the PLC's commissioning; the controller cannot change it.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PlcSettings {
    /// A controller whose heartbeat has not changed for so long is dead.
    pub watchdog_s: u64,
    /// Vent rate before the controller has commanded one.
    pub vent_rate_mpa_per_min: f64,
    /// Below this pressure the vessel counts as vented, and may be dosed.
    pub ambient_mpa_absolute: f64,
    /// Volume of the vessel, mL.
    pub vessel_ml: f64,
    /// What it does when nobody speaks to it any more.
    pub communication_loss: CommunicationLoss,
}

impl PlcSettings {
    /// The PLC of a vessel of this volume.
    pub fn of_vessel(vessel_ml: f64) -> Self {
        let communication_loss = CommunicationLoss::default();
        Self {
            watchdog_s: 10,
            vent_rate_mpa_per_min: 1.0,
            ambient_mpa_absolute: 0.2,
            vessel_ml,
            communication_loss,
        }
    }
}

/// The PLC.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct PlantPlc {
    settings: PlcSettings,
    map: Box<RegisterMap>,
    bus: Bus,
    coupler: Option<Coupler>,
    /// A coupler's watchdog has run out: every output is 0 until a block is written.
    dropped: bool,
    outbox: Outbox,
    command: Option<CommandBlock>,
    alive_ns: u64,
    watchdog: bool,
    /// In Safe: releasing because pressure was above the guard.
    relieving: bool,
    vent: VentLoop,
    next_scan_ns: u64,
    scans: u16,
    inputs: Option<PlantInputs>,
    rate_mpa_per_min: f64,
    outputs: PlantOutputs,
}

const ALL_OFF: PlantOutputs = PlantOutputs {
    pump_ml_per_min: 0.0,
    release_ml_per_min: 0.0,
    jacket_setpoint_celsius: 20.0,
    jacket_enabled: false,
    stirrer_rpm: 0.0,
    fresh_ml_per_min: 0.0,
    brine_ml_per_min: 0.0,
};

impl PlantPlc {
    /// As [`PlantPlc::with_map`], with Hadal's own map.
    pub fn new(settings: PlcSettings, framing: Framing) -> Self {
        Self::with_map(settings, framing, RegisterMap::standard())
    }

    /// Switched on at time zero, in Safe, with no command: whatever pressure it finds, it vents.
    pub fn with_map(settings: PlcSettings, framing: Framing, map: &RegisterMap) -> Self {
        Self {
            settings,
            map: Box::new(map.clone()),
            bus: Bus::new(framing, map),
            coupler: Coupler::new(settings.communication_loss),
            dropped: false,
            outbox: Outbox::default(),
            command: None,
            alive_ns: 0,
            watchdog: false,
            relieving: false,
            vent: VentLoop::new(settings.vessel_ml),
            next_scan_ns: 0,
            scans: 0,
            inputs: None,
            rate_mpa_per_min: 0.0,
            outputs: ALL_OFF,
        }
    }

    /// What the PLC is doing.
    pub fn state(&self) -> PlantState {
        match self.command.map(|command| command.mode) {
            _ if self.watchdog || self.dropped => PlantState::Watchdog,
            Some(Mode::Run) => PlantState::Run,
            Some(Mode::Vent) => PlantState::Vent,
            Some(Mode::Safe) | None => PlantState::Safe,
        }
    }

    fn live_until(&mut self, now_ns: u64, bench: &mut dyn Bench) {
        let deadline_ns = self.coupler.as_ref().and_then(Coupler::deadline_ns).unwrap_or(u64::MAX);
        self.scan_until(now_ns.min(deadline_ns), bench);
        if self.coupler.as_mut().is_some_and(|coupler| coupler.runs_out(now_ns)) {
            self.dropped = true;
            let inputs = bench.plant_inputs();
            self.control(&inputs, 0.0, bench);
        }
        self.scan_until(now_ns, bench);
    }

    fn scan_until(&mut self, now_ns: u64, bench: &mut dyn Bench) {
        while self.next_scan_ns <= now_ns {
            let inputs = bench.plant_inputs();
            self.filter_rate(&inputs);
            self.inputs = Some(inputs);
            self.watch(self.next_scan_ns, &inputs);
            self.control(&inputs, 1.0, bench);
            self.scans = self.scans.wrapping_add(1);
            self.next_scan_ns += SCAN_NS;
        }
    }

    fn filter_rate(&mut self, inputs: &PlantInputs) {
        let Some(before) = self.inputs else { return };
        let rate = (inputs.pressure_mpa_absolute - before.pressure_mpa_absolute) * 60.0;
        self.rate_mpa_per_min += (rate - self.rate_mpa_per_min) / (RATE_FILTER_S + 1.0);
    }

    /// A dead controller matters when it was running the plant, or left it under pressure. A bare coupler does not care.
    fn watch(&mut self, now_ns: u64, inputs: &PlantInputs) {
        let Some(command) = self.command.filter(|_| self.coupler.is_none()) else { return };
        let dead = now_ns.saturating_sub(self.alive_ns) >= self.settings.watchdog_s * SECOND_NS;
        let matters = command.mode == Mode::Run || self.is_pressurised(inputs);
        self.watchdog |= dead && matters;
    }

    fn is_pressurised(&self, inputs: &PlantInputs) -> bool {
        inputs.pressure_mpa_absolute > self.settings.ambient_mpa_absolute
    }

    fn take_command(&mut self, command: CommandBlock, now_ns: u64, bench: &mut dyn Bench) {
        if self.command.is_none_or(|before| before.heartbeat != command.heartbeat) {
            self.alive_ns = now_ns;
            // Run alone does not clear the watchdog: a controller that comes back has to make safe first.
            self.watchdog &= command.mode == Mode::Run;
        }
        // Relieving belongs to the guard that asked for it.
        self.relieving &= self.guard().to_bits() == command.pressure_guard_mpa_absolute.to_bits();
        self.command = Some(command);
        self.dropped = false;
        let inputs = bench.plant_inputs();
        self.control(&inputs, 0.0, bench);
    }

    fn control(&mut self, inputs: &PlantInputs, elapsed_s: f64, bench: &mut dyn Bench) {
        if self.dropped {
            self.outputs = ALL_OFF;
            bench.actuate(&ALL_OFF);
            return;
        }
        let mut outputs = match (self.state(), self.command) {
            (PlantState::Run, Some(command)) if !inputs.hard_trip => self.running(&command, inputs),
            (PlantState::Vent | PlantState::Watchdog, _) => self.venting(inputs, elapsed_s),
            _ => self.safe(inputs, elapsed_s),
        };
        if let Some(command) = self.command {
            outputs.stirrer_rpm = command.stirrer_rpm;
            outputs.jacket_setpoint_celsius = command.jacket_setpoint_celsius;
        }
        self.outputs = outputs;
        bench.actuate(&outputs);
    }

    fn running(&mut self, command: &CommandBlock, inputs: &PlantInputs) -> PlantOutputs {
        self.vent.rest();
        self.relieving = false;
        let pump_allowed = inputs.pressure_mpa_absolute < command.pressure_guard_mpa_absolute;
        let dosing_allowed = !self.is_pressurised(inputs);
        let when = |allowed: bool, flow: f64| if allowed { flow } else { 0.0 };
        PlantOutputs {
            pump_ml_per_min: when(pump_allowed, command.pump_ml_per_min),
            release_ml_per_min: command.release_ml_per_min,
            jacket_enabled: true,
            fresh_ml_per_min: when(dosing_allowed, command.fresh_ml_per_min),
            brine_ml_per_min: when(dosing_allowed, command.brine_ml_per_min),
            ..ALL_OFF
        }
    }

    fn safe(&mut self, inputs: &PlantInputs, elapsed_s: f64) -> PlantOutputs {
        let guard = self.guard();
        let until = (guard - GUARD_HYSTERESIS_MPA).max(LID_LOCK_MPA_ABSOLUTE);
        let pressure = inputs.pressure_mpa_absolute;
        self.relieving = pressure > guard || self.relieving && pressure > until;
        if self.relieving {
            return self.venting(inputs, elapsed_s);
        }
        self.vent.rest();
        ALL_OFF
    }

    fn venting(&mut self, inputs: &PlantInputs, elapsed_s: f64) -> PlantOutputs {
        let allowed = self.vent_rate();
        let release_ml_per_min = if self.is_pressurised(inputs) {
            self.vent.step(allowed, -self.rate_mpa_per_min, elapsed_s)
        } else {
            self.vent.hold(allowed)
        };
        PlantOutputs { release_ml_per_min, ..ALL_OFF }
    }

    /// Before any command, everything above ambient pressure is too much.
    fn guard(&self) -> f64 {
        let commanded = self.command.map(|command| command.pressure_guard_mpa_absolute);
        commanded.unwrap_or(self.settings.ambient_mpa_absolute)
    }

    fn vent_rate(&self) -> f64 {
        let commanded = self.command.map(|command| command.vent_rate_mpa_per_min);
        commanded.filter(|rate| *rate > 0.0).unwrap_or(self.settings.vent_rate_mpa_per_min)
    }

    fn status(&self, inputs: &PlantInputs) -> StatusBlock {
        StatusBlock {
            heartbeat: self.scans,
            state: self.state(),
            bits: self.bits(inputs),
            command_heartbeat: self.command.map_or(0, |command| command.heartbeat),
            pressure_mpa_absolute: inputs.pressure_mpa_absolute,
            pressure_rate_mpa_per_min: self.rate_mpa_per_min,
            jacket_celsius: inputs.jacket_celsius,
            pump_water_celsius: inputs.pump_water_celsius,
            pumped_ml: inputs.pumped_ml,
            released_ml: inputs.released_ml,
            hall_celsius: inputs.hall_celsius,
        }
    }

    fn bits(&self, inputs: &PlantInputs) -> StatusBits {
        let running = self.state() == PlantState::Run;
        let wanted = self.command.map_or(0.0, |command| command.pump_ml_per_min);
        let above_guard = inputs.pressure_mpa_absolute >= self.guard();
        StatusBits {
            hard_trip: inputs.hard_trip,
            relief_open: inputs.relief_open,
            watchdog_tripped: self.watchdog || self.dropped,
            lid_locked: running || inputs.pressure_mpa_absolute > LID_LOCK_MPA_ABSOLUTE,
            pump_running: self.outputs.pump_ml_per_min > 0.0 && !inputs.hard_trip,
            guard_acting: self.relieving || running && wanted > 0.0 && above_guard,
        }
    }

    fn answer(&mut self, request: Request, now_ns: u64, bench: &mut dyn Bench) -> Reply {
        let refuses = self.coupler.as_ref().is_some_and(Coupler::refuses);
        let function = function_of(&request);
        let reply = match request {
            Request::ReadRegister { register } => {
                let value = self.coupler.as_ref().and_then(|coupler| coupler.read(register, now_ns));
                value.map_or(refused(function, Exception::IllegalDataAddress), Reply::Register)
            }
            Request::WriteRegister { function, register, value } => {
                self.write_register(function, register, value, now_ns)
            }
            _ if refuses => refused(function, Exception::ServerDeviceFailure),
            Request::ReadStatus => Reply::Status(self.status(&bench.plant_inputs())),
            Request::WriteCommand(command) => {
                self.take_command(command, now_ns, bench);
                Reply::Written
            }
            Request::Unsupported { exception, .. } => refused(function, exception),
        };
        if let (Some(coupler), false) = (&mut self.coupler, matches!(reply, Reply::Refused { .. })) {
            coupler.heard(function, now_ns);
        }
        reply
    }

    /// Only a coupler has registers of its own, and only it offers function 6.
    fn write_register(&mut self, function: u8, register: u16, value: u16, now_ns: u64) -> Reply {
        let missing = if function == 6 { Exception::IllegalFunction } else { Exception::IllegalDataAddress };
        let Some(coupler) = &mut self.coupler else { return refused(function, missing) };
        match coupler.write(register, value, now_ns) {
            Ok(()) => Reply::RegisterWritten { function, register, value },
            Err(exception) => refused(function, exception),
        }
    }
}

fn refused(function: u8, exception: Exception) -> Reply {
    Reply::Refused { function, exception }
}

/// The Modbus function of a request.
fn function_of(request: &Request) -> u8 {
    match request {
        Request::ReadStatus | Request::ReadRegister { .. } => 3,
        Request::WriteCommand(_) => 16,
        Request::WriteRegister { function, .. } | Request::Unsupported { function, .. } => *function,
    }
}

impl Device for PlantPlc {
    fn receive(&mut self, bytes: &[u8], now_ns: u64, bench: &mut dyn Bench) {
        self.live_until(now_ns, bench);
        for (caller, request) in self.bus.hear(bytes, now_ns, self.map.unit) {
            let reply = self.answer(request, now_ns, bench);
            if let Some(bytes) = caller.answer(&reply, &self.map) {
                self.outbox.send(now_ns + REPLY_NS, bytes);
            }
        }
    }

    fn next_event_ns(&self) -> Option<u64> {
        let deadline_ns = self.coupler.as_ref().and_then(Coupler::deadline_ns);
        earlier(earlier(self.outbox.next_ns(), deadline_ns), Some(self.next_scan_ns))
    }

    fn poll(&mut self, now_ns: u64, bench: &mut dyn Bench) -> Option<Vec<u8>> {
        self.live_until(now_ns, bench);
        self.outbox.take(now_ns)
    }

    /// It begins as at its commissioning: safe, and with whatever pressure it finds it vents.
    fn switched_on(&mut self, now_ns: u64) {
        let fresh = Self::with_map(self.settings, self.bus.framing(), &self.map);
        *self = Self { next_scan_ns: now_ns, alive_ns: now_ns, ..fresh };
    }

    /// On a serial bus the unit comes first, in TCP behind transaction, protocol and length.
    fn misaddressed(&self, message: &[u8]) -> Option<Vec<u8>> {
        match self.bus.framing() {
            Framing::Rtu => rtu::readdressed(message, self.map.unit ^ 2),
            Framing::Tcp => {
                let mut foreign = message.to_vec();
                *foreign.get_mut(6)? ^= 2;
                Some(foreign)
            }
        }
    }

    fn reconnected(&mut self, _now_ns: u64) {
        self.outbox.clear();
        self.bus.forget();
    }
}

#[cfg(test)]
mod tests;
