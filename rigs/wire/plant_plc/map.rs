//! Where the PLC keeps each quantity: a table of registers. Hadal's own map is one such table; a laboratory writes its own.
//!
//! Status is one block of registers, read whole; commands are another, written whole with function 16. So both are of one moment.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// The registers of a plant's PLC. Register numbers are protocol addresses, from 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterMap {
    /// Unit identifier, 1 to 247; 1 where nothing is said.
    #[serde(default = "first_unit")]
    pub unit: u8,
    /// Which register comes first in a number that takes two.
    #[serde(default)]
    pub word_order: Order,
    /// Which byte comes first in each register of a number that takes two.
    #[serde(default)]
    pub byte_order: Order,
    /// What the plant is. Registers between those named are read and not looked at.
    pub status: StatusRegisters,
    /// What the controller wants. Registers between those named must be listed as `reserved`.
    pub command: CommandRegisters,
}

fn first_unit() -> u8 {
    super::UNIT
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// The high half.
    #[default]
    HighFirst,
    /// The low half.
    LowFirst,
}

/// How a table of registers is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    /// Holding registers, function 3.
    #[default]
    Holding,
    /// Input registers, function 4.
    Input,
}

/// A register that always holds the same: another value is another map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Constant {
    /// Where.
    pub register: u16,
    /// What stands there.
    pub value: u16,
}

/// A register that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Counter {
    /// Where.
    pub register: u16,
}

/// A bit of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bit {
    /// Where.
    pub register: u16,
    /// Which bit, 0 the lowest to 15.
    pub bit: u8,
    /// When it says yes: where nothing is said, when it is set.
    #[serde(default)]
    pub active: Active,
}

/// When a contact says yes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Active {
    /// When its bit is 1.
    #[default]
    High,
    /// When its bit is 0, as contacts that open in alarm.
    Low,
}

/// How a number stands in its registers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NumberType {
    /// One register, 0 to 65535.
    U16,
    /// One register, two's complement.
    I16,
    /// Two registers, 0 to 4294967295.
    U32,
    /// Two registers, two's complement.
    I32,
    /// Two registers, IEEE 754 single.
    #[default]
    F32,
}

impl NumberType {
    /// Registers that it takes.
    pub fn registers(self) -> u16 {
        if matches!(self, Self::U16 | Self::I16) { 1 } else { 2 }
    }

    /// The least and the largest that stands there; singles have no bound that matters.
    pub fn range(self) -> Option<(f64, f64)> {
        match self {
            Self::U16 => Some((0.0, f64::from(u16::MAX))),
            Self::I16 => Some((f64::from(i16::MIN), f64::from(i16::MAX))),
            Self::U32 => Some((0.0, f64::from(u32::MAX))),
            Self::I32 => Some((f64::from(i32::MIN), f64::from(i32::MAX))),
            Self::F32 => None,
        }
    }
}

/// A measured or commanded number, in the unit that its field's name says: what stands there, times `scale`, plus `offset`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// Its first register.
    pub register: u16,
    /// How it stands there: f32 where nothing is said.
    #[serde(default, rename = "type")]
    pub kind: NumberType,
    /// The unit of what stands there, in the unit of the field.
    #[serde(default = "unscaled")]
    pub scale: f64,
    /// What is added, in the unit of the field; 0.101325 makes a gauge pressure in MPa absolute.
    #[serde(default)]
    pub offset: f64,
}

fn unscaled() -> f64 {
    1.0
}

/// What the PLC is doing, as codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateCodes {
    /// Where.
    pub register: u16,
    /// Pump and heaters off.
    pub safe: u16,
    /// As commanded.
    pub run: u16,
    /// Venting as commanded.
    pub vent: u16,
    /// Made safe and venting by itself, because the controller's heartbeat stopped.
    pub watchdog: u16,
}

/// What the controller asks, as codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModeCodes {
    /// Where.
    pub register: u16,
    /// Pump and heaters off.
    pub safe: u16,
    /// As commanded.
    pub run: u16,
    /// Metered release down to ambient pressure.
    pub vent: u16,
}

/// What the plant is. What may be left out is not needed by the controller.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusRegisters {
    /// Holding or input registers.
    #[serde(default)]
    pub area: Area,
    /// Version of the map, where the PLC has one.
    pub version: Option<Constant>,
    /// Counts the PLC's scans; one that stands still is a dead PLC.
    pub heartbeat: Counter,
    /// What the PLC is doing.
    pub state: StateCodes,
    /// The hard-wired trip has acted and is latched.
    pub hard_trip: Bit,
    /// The relief valve is open.
    pub relief_open: Bit,
    /// The watchdog on the controller's heartbeat has acted.
    pub watchdog_tripped: Bit,
    /// The lid is locked.
    pub lid_locked: Bit,
    /// The pump runs.
    pub pump_running: Option<Bit>,
    /// The PLC itself stopped the pump or releases, because pressure is above the guard.
    pub guard_acting: Option<Bit>,
    /// Heartbeat of the newest command block that was taken.
    pub command_heartbeat: Option<Counter>,
    /// The plant's transducer.
    pub pressure_mpa_absolute: Number,
    /// Its rate of change, positive when rising.
    pub pressure_rate_mpa_per_min: Option<Number>,
    /// Temperature of the jacket's fluid.
    pub jacket_celsius: Number,
    /// Temperature of the pump's water.
    pub pump_water_celsius: Number,
    /// Volume pumped in since the plant was switched on, at the pump.
    pub pumped_ml: Number,
    /// Volume released since the plant was switched on, at the release valve.
    pub released_ml: Option<Number>,
    /// Temperature of the hall.
    pub hall_celsius: Number,
}

/// What the controller wants; the whole block is written at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommandRegisters {
    /// Version of the map, where the PLC has one.
    pub version: Option<Constant>,
    /// Differs in every block that is written.
    pub heartbeat: Counter,
    /// What is asked.
    pub mode: ModeCodes,
    /// Pump flow.
    pub pump_ml_per_min: Number,
    /// Flow of the metered release.
    pub release_ml_per_min: Number,
    /// Set point of the jacket.
    pub jacket_setpoint_celsius: Number,
    /// Stirrer speed.
    pub stirrer_rpm: Number,
    /// Fresh water.
    pub fresh_ml_per_min: Number,
    /// Brine.
    pub brine_ml_per_min: Number,
    /// Rate of pressure fall, positive.
    pub vent_rate_mpa_per_min: Number,
    /// Above it the PLC stops the pump and, in safe, releases.
    pub pressure_guard_mpa_absolute: Number,
    /// Registers of the block that mean nothing; 0 is written there.
    #[serde(default)]
    pub reserved: Vec<u16>,
}

/// Where a field stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The field.
    pub field: &'static str,
    /// Its registers; beyond 65535 there are none.
    pub registers: RangeInclusive<u32>,
    /// Its bit, where it is one.
    pub bit: Option<u8>,
}

impl Place {
    fn of(field: &'static str, register: u16, count: u16) -> Self {
        let first = u32::from(register);
        Self { field, registers: first..=first + u32::from(count) - 1, bit: None }
    }

    fn of_bit(field: &'static str, bit: Bit) -> Self {
        Self { bit: Some(bit.bit), ..Self::of(field, bit.register, 1) }
    }
}

/// First register and count of the registers that hold all places.
pub(super) fn span(places: &[Place]) -> (u16, u16) {
    let first = places.iter().map(|place| *place.registers.start()).min().unwrap_or(0);
    let last = places.iter().map(|place| *place.registers.end()).max().unwrap_or(0);
    let narrow = |wide: u32| u16::try_from(wide).unwrap_or(u16::MAX);
    (narrow(first), narrow(last - first + 1))
}

impl StatusRegisters {
    /// The numbers by their fields.
    pub fn numbers(&self) -> Vec<(&'static str, &Number)> {
        let always = [
            ("pressure_mpa_absolute", Some(&self.pressure_mpa_absolute)),
            ("pressure_rate_mpa_per_min", self.pressure_rate_mpa_per_min.as_ref()),
            ("jacket_celsius", Some(&self.jacket_celsius)),
            ("pump_water_celsius", Some(&self.pump_water_celsius)),
            ("pumped_ml", Some(&self.pumped_ml)),
            ("released_ml", self.released_ml.as_ref()),
            ("hall_celsius", Some(&self.hall_celsius)),
        ];
        always.into_iter().filter_map(|(field, number)| Some((field, number?))).collect()
    }

    /// Where every field stands.
    pub fn places(&self) -> Vec<Place> {
        let words = [
            ("version", self.version.map(|version| version.register)),
            ("heartbeat", Some(self.heartbeat.register)),
            ("state", Some(self.state.register)),
            ("command_heartbeat", self.command_heartbeat.map(|counter| counter.register)),
        ];
        let bits = [
            ("hard_trip", Some(self.hard_trip)),
            ("relief_open", Some(self.relief_open)),
            ("watchdog_tripped", Some(self.watchdog_tripped)),
            ("lid_locked", Some(self.lid_locked)),
            ("pump_running", self.pump_running),
            ("guard_acting", self.guard_acting),
        ];
        let words = words.into_iter().filter_map(|(field, register)| Some(Place::of(field, register?, 1)));
        let bits = bits.into_iter().filter_map(|(field, bit)| Some(Place::of_bit(field, bit?)));
        words.chain(bits).chain(number_places(&self.numbers())).collect()
    }
}

impl CommandRegisters {
    /// The numbers by their fields.
    pub fn numbers(&self) -> Vec<(&'static str, &Number)> {
        vec![
            ("pump_ml_per_min", &self.pump_ml_per_min),
            ("release_ml_per_min", &self.release_ml_per_min),
            ("jacket_setpoint_celsius", &self.jacket_setpoint_celsius),
            ("stirrer_rpm", &self.stirrer_rpm),
            ("fresh_ml_per_min", &self.fresh_ml_per_min),
            ("brine_ml_per_min", &self.brine_ml_per_min),
            ("vent_rate_mpa_per_min", &self.vent_rate_mpa_per_min),
            ("pressure_guard_mpa_absolute", &self.pressure_guard_mpa_absolute),
        ]
    }

    /// Where every field stands.
    pub fn places(&self) -> Vec<Place> {
        let version = self.version.map(|version| Place::of("version", version.register, 1));
        let words = [("heartbeat", self.heartbeat.register), ("mode", self.mode.register)];
        let words = words.into_iter().map(|(field, register)| Place::of(field, register, 1));
        let reserved = self.reserved.iter().map(|register| Place::of("reserved", *register, 1));
        version.into_iter().chain(words).chain(number_places(&self.numbers())).chain(reserved).collect()
    }
}

fn number_places(numbers: &[(&'static str, &Number)]) -> Vec<Place> {
    numbers.iter().map(|(field, number)| Place::of(field, number.register, number.kind.registers())).collect()
}

impl RegisterMap {
    /// Hadal's own map (docs/plant-plc.md).
    pub fn standard() -> &'static Self {
        static STANDARD: LazyLock<RegisterMap> = LazyLock::new(own);
        &STANDARD
    }
}

fn own() -> RegisterMap {
    let single = |register| Number { register, kind: NumberType::F32, scale: 1.0, offset: 0.0 };
    let bit = |bit| Bit { register: 3, bit, active: Active::High };
    let version = |register| Some(Constant { register, value: super::MAP_VERSION });
    RegisterMap {
        unit: super::UNIT,
        word_order: Order::HighFirst,
        byte_order: Order::HighFirst,
        status: StatusRegisters {
            area: Area::Holding,
            version: version(0),
            heartbeat: Counter { register: 1 },
            state: StateCodes { register: 2, safe: 0, run: 1, vent: 2, watchdog: 3 },
            hard_trip: bit(0),
            relief_open: bit(1),
            watchdog_tripped: bit(2),
            lid_locked: bit(3),
            pump_running: Some(bit(4)),
            guard_acting: Some(bit(5)),
            command_heartbeat: Some(Counter { register: 4 }),
            pressure_mpa_absolute: single(6),
            pressure_rate_mpa_per_min: Some(single(8)),
            jacket_celsius: single(10),
            pump_water_celsius: single(12),
            pumped_ml: single(14),
            released_ml: Some(single(16)),
            hall_celsius: single(18),
        },
        command: CommandRegisters {
            version: version(100),
            heartbeat: Counter { register: 101 },
            mode: ModeCodes { register: 102, safe: 0, run: 1, vent: 2 },
            pump_ml_per_min: single(104),
            release_ml_per_min: single(106),
            jacket_setpoint_celsius: single(108),
            stirrer_rpm: single(110),
            fresh_ml_per_min: single(112),
            brine_ml_per_min: single(114),
            vent_rate_mpa_per_min: single(116),
            pressure_guard_mpa_absolute: single(118),
            reserved: vec![103],
        },
    }
}
