//! The two blocks: what the controller wants, and what the plant is. Where each quantity stands is the map's business.

/// What the controller asks of the plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Mode {
    /// Pump and heaters off, release closed unless pressure is above the guard.
    Safe,
    /// Pump, release, jacket and dosing as commanded.
    Run,
    /// Pump and heaters off, release metered to the vent rate.
    Vent,
}

/// What the PLC is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum PlantState {
    /// As [`Mode::Safe`].
    Safe,
    /// As [`Mode::Run`].
    Run,
    /// As [`Mode::Vent`].
    Vent,
    /// The controller's heartbeat stopped: made safe, venting; latched until Safe or Vent is commanded.
    Watchdog,
}

/// What the controller commands; the whole block is written at once.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct CommandBlock {
    /// Differs in every block that is written.
    pub heartbeat: u16,
    /// What is asked.
    pub mode: Mode,
    /// Pump flow in Run.
    pub pump_ml_per_min: f64,
    /// Flow of the metered release in Run.
    pub release_ml_per_min: f64,
    /// Set point of the jacket in Run.
    pub jacket_setpoint_celsius: f64,
    /// Stirrer speed, in every mode.
    pub stirrer_rpm: f64,
    /// Fresh water in Run, at ambient pressure only.
    pub fresh_ml_per_min: f64,
    /// Brine in Run, at ambient pressure only.
    pub brine_ml_per_min: f64,
    /// Rate of pressure fall, positive, for Vent, for the guard and for the watchdog.
    pub vent_rate_mpa_per_min: f64,
    /// Above it the PLC stops the pump and, in Safe, releases.
    pub pressure_guard_mpa_absolute: f64,
}

impl CommandBlock {
    /// Safe, with nothing moving.
    pub fn safe(heartbeat: u16, vent_rate_mpa_per_min: f64, pressure_guard_mpa_absolute: f64) -> Self {
        Self {
            heartbeat,
            mode: Mode::Safe,
            pump_ml_per_min: 0.0,
            release_ml_per_min: 0.0,
            jacket_setpoint_celsius: 20.0,
            stirrer_rpm: 0.0,
            fresh_ml_per_min: 0.0,
            brine_ml_per_min: 0.0,
            vent_rate_mpa_per_min,
            pressure_guard_mpa_absolute,
        }
    }
}

/// Facts that are on or off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StatusBits {
    /// The hard-wired trip has acted and is latched until someone resets it by hand.
    pub hard_trip: bool,
    /// The relief valve is open.
    pub relief_open: bool,
    /// The controller's heartbeat stopped; latched until Safe or Vent is commanded.
    pub watchdog_tripped: bool,
    /// The lid is locked.
    pub lid_locked: bool,
    /// The pump runs.
    pub pump_running: bool,
    /// The PLC itself stopped the pump, because pressure is above the guard.
    pub guard_acting: bool,
}

/// What the plant is; the whole block is read at once.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct StatusBlock {
    /// The PLC's own heartbeat: counts its scans.
    pub heartbeat: u16,
    /// What the PLC is doing.
    pub state: PlantState,
    /// What is on or off.
    pub bits: StatusBits,
    /// Heartbeat of the newest command block that was taken.
    pub command_heartbeat: u16,
    /// The plant's transducer.
    pub pressure_mpa_absolute: f64,
    /// Its rate of change, filtered over a few seconds.
    pub pressure_rate_mpa_per_min: f64,
    /// Temperature of the jacket's fluid.
    pub jacket_celsius: f64,
    /// Temperature of the pump's water.
    pub pump_water_celsius: f64,
    /// Volume pumped in since the plant was switched on, at the pump.
    pub pumped_ml: f64,
    /// Volume released since the plant was switched on, at the release valve.
    pub released_ml: f64,
    /// Temperature of the hall.
    pub hall_celsius: f64,
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Numbers that singles hold exactly, so that a round trip can be compared with `==`.
    pub(in super::super) const COMMAND: CommandBlock = CommandBlock {
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
    };

    pub(in super::super) const STATUS: StatusBlock = StatusBlock {
        heartbeat: 7,
        state: PlantState::Watchdog,
        bits: StatusBits {
            hard_trip: false,
            relief_open: false,
            watchdog_tripped: true,
            lid_locked: true,
            pump_running: false,
            guard_acting: true,
        },
        command_heartbeat: 0xbeef,
        pressure_mpa_absolute: 115.25,
        pressure_rate_mpa_per_min: -4.5,
        jacket_celsius: 2.0,
        pump_water_celsius: 20.5,
        pumped_ml: 3_333.5,
        released_ml: 12.0,
        hall_celsius: 20.0,
    };
}
