//! The two blocks of registers: what the controller wants, and what the plant is.

use super::MAP_VERSION;

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

    /// The block's registers, in order.
    pub fn registers(&self) -> Vec<u16> {
        let mut registers = vec![MAP_VERSION, self.heartbeat, self.mode.code(), 0];
        for value in self.numbers() {
            registers.extend(words(value));
        }
        registers
    }

    /// Reads a block; `None` for another version, an unknown mode, a number that is not finite or a negative flow.
    pub fn from_registers(registers: &[u16]) -> Option<Self> {
        let [MAP_VERSION, heartbeat, mode, 0, words @ ..] = registers else { return None };
        let [pump, release, jacket, stirrer, fresh, brine, vent_rate, guard] = numbers(words)?;
        let block = Self {
            heartbeat: *heartbeat,
            mode: Mode::from_code(*mode)?,
            pump_ml_per_min: pump,
            release_ml_per_min: release,
            jacket_setpoint_celsius: jacket,
            stirrer_rpm: stirrer,
            fresh_ml_per_min: fresh,
            brine_ml_per_min: brine,
            vent_rate_mpa_per_min: vent_rate,
            pressure_guard_mpa_absolute: guard,
        };
        let positive =
            [pump, release, stirrer, fresh, brine, vent_rate, guard].iter().all(|value| *value >= 0.0);
        positive.then_some(block)
    }

    fn numbers(&self) -> [f64; 8] {
        [
            self.pump_ml_per_min,
            self.release_ml_per_min,
            self.jacket_setpoint_celsius,
            self.stirrer_rpm,
            self.fresh_ml_per_min,
            self.brine_ml_per_min,
            self.vent_rate_mpa_per_min,
            self.pressure_guard_mpa_absolute,
        ]
    }
}

impl Mode {
    fn code(self) -> u16 {
        match self {
            Self::Safe => 0,
            Self::Run => 1,
            Self::Vent => 2,
        }
    }

    fn from_code(code: u16) -> Option<Self> {
        [Self::Safe, Self::Run, Self::Vent].into_iter().find(|mode| mode.code() == code)
    }
}

/// Facts that are on or off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StatusBits {
    /// Bit 0: the hard-wired trip has acted and is latched until someone resets it by hand.
    pub hard_trip: bool,
    /// Bit 1: the relief valve is open.
    pub relief_open: bool,
    /// Bit 2: the controller's heartbeat stopped; latched until Safe or Vent is commanded.
    pub watchdog_tripped: bool,
    /// Bit 3: the lid is locked.
    pub lid_locked: bool,
    /// Bit 4: the pump runs.
    pub pump_running: bool,
    /// Bit 5: the PLC itself stopped the pump, because pressure is above the guard.
    pub guard_acting: bool,
}

impl StatusBits {
    fn word(self) -> u16 {
        self.in_order().into_iter().rev().fold(0, |word, bit| word << 1 | u16::from(bit))
    }

    fn from_word(word: u16) -> Self {
        let bit = |index: u16| word >> index & 1 == 1;
        Self {
            hard_trip: bit(0),
            relief_open: bit(1),
            watchdog_tripped: bit(2),
            lid_locked: bit(3),
            pump_running: bit(4),
            guard_acting: bit(5),
        }
    }

    fn in_order(self) -> [bool; 6] {
        [
            self.hard_trip,
            self.relief_open,
            self.watchdog_tripped,
            self.lid_locked,
            self.pump_running,
            self.guard_acting,
        ]
    }
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

impl StatusBlock {
    /// The block's registers, in order.
    pub fn registers(&self) -> Vec<u16> {
        let mut registers =
            vec![MAP_VERSION, self.heartbeat, self.state.code(), self.bits.word(), self.command_heartbeat, 0];
        for value in self.numbers() {
            registers.extend(words(value));
        }
        registers
    }

    /// Reads a block; `None` for another version, an unknown state or a number that is not finite.
    pub fn from_registers(registers: &[u16]) -> Option<Self> {
        let [MAP_VERSION, heartbeat, state, bits, command_heartbeat, _, words @ ..] = registers else {
            return None;
        };
        let [pressure, rate, jacket, pump_water, pumped, released, hall] = numbers(words)?;
        Some(Self {
            heartbeat: *heartbeat,
            state: PlantState::from_code(*state)?,
            bits: StatusBits::from_word(*bits),
            command_heartbeat: *command_heartbeat,
            pressure_mpa_absolute: pressure,
            pressure_rate_mpa_per_min: rate,
            jacket_celsius: jacket,
            pump_water_celsius: pump_water,
            pumped_ml: pumped,
            released_ml: released,
            hall_celsius: hall,
        })
    }

    fn numbers(&self) -> [f64; 7] {
        [
            self.pressure_mpa_absolute,
            self.pressure_rate_mpa_per_min,
            self.jacket_celsius,
            self.pump_water_celsius,
            self.pumped_ml,
            self.released_ml,
            self.hall_celsius,
        ]
    }
}

impl PlantState {
    fn code(self) -> u16 {
        match self {
            Self::Safe => 0,
            Self::Run => 1,
            Self::Vent => 2,
            Self::Watchdog => 3,
        }
    }

    fn from_code(code: u16) -> Option<Self> {
        [Self::Safe, Self::Run, Self::Vent, Self::Watchdog].into_iter().find(|state| state.code() == code)
    }
}

/// A number as two registers, high word first.
fn words(value: f64) -> [u16; 2] {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the map carries singles; 24 bits exceed every sensor here"
    )]
    let [a, b, c, d] = (value as f32).to_be_bytes();
    [u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])]
}

/// Exactly `N` finite numbers, two registers each.
fn numbers<const N: usize>(registers: &[u16]) -> Option<[f64; N]> {
    let (pairs, rest) = registers.as_chunks::<2>();
    let values: Vec<f64> = pairs.iter().map(|pair| single(*pair)).filter(|value| value.is_finite()).collect();
    if rest.is_empty() { values.try_into().ok() } else { None }
}

fn single([high, low]: [u16; 2]) -> f64 {
    f64::from(f32::from_bits(u32::from(high) << 16 | u32::from(low)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::{COMMAND_LENGTH, STATUS_LENGTH};
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

    #[test]
    fn blocks_have_the_documented_length_and_survive_their_registers() {
        assert_eq!(COMMAND.registers().len(), usize::from(COMMAND_LENGTH));
        assert_eq!(STATUS.registers().len(), usize::from(STATUS_LENGTH));
        assert_eq!(CommandBlock::from_registers(&COMMAND.registers()), Some(COMMAND));
        assert_eq!(StatusBlock::from_registers(&STATUS.registers()), Some(STATUS));
    }

    #[test]
    fn another_version_mode_length_or_number_is_refused() {
        let with = |index: usize, word: u16| {
            let mut registers = COMMAND.registers();
            registers[index] = word;
            CommandBlock::from_registers(&registers)
        };
        assert!(with(1, 0x1234).is_some(), "any heartbeat is good");
        assert_eq!(with(0, 2), None, "version");
        assert_eq!(with(2, 3), None, "mode");
        assert_eq!(with(4, 0x7fc0), None, "pump flow NaN");
        assert_eq!(with(4, 0xc2c8), None, "pump flow -100");
        assert_eq!(CommandBlock::from_registers(&COMMAND.registers()[..19]), None);
        assert_eq!(StatusBlock::from_registers(&[]), None);
    }

    #[test]
    fn status_bits_are_where_the_page_puts_them() {
        for index in 0..6 {
            let bits = StatusBits::from_word(1 << index);
            assert_eq!(bits.word(), 1 << index);
            assert_eq!(bits.in_order().iter().position(|bit| *bit), Some(index));
        }
    }
}
