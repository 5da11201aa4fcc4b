//! What can happen in a run, as it is recorded.

use serde::{Deserialize, Serialize};

/// When something happened: on the run's monotonic clock, and in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Timestamp {
    /// Nanoseconds since the run was opened.
    pub monotonic_ns: u64,
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    pub utc_ns: i64,
}

/// A file as it was when the run began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The path as given.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// What a run is made of; the first event of every journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The run's id, 32 hexadecimal digits.
    pub run_id: String,
    /// Whether a twin or hardware answers.
    pub plant: Plant,
    /// The procedure file.
    pub procedure: Source,
    /// The rig file.
    pub rig: Source,
    /// The item files, in the procedure's order.
    pub items: Vec<Source>,
    /// Name and version of the software.
    pub software: String,
    /// UTC at monotonic zero.
    pub epoch_utc_ns: i64,
    /// The lines, in the order of their index.
    pub links: Vec<String>,
    /// The channels, in the order of their index.
    pub channels: Vec<Channel>,
}

/// Who is at the other end of the wires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Plant {
    /// The digital twin, with its seed: every product is marked SIMULATED.
    Twin {
        /// The seed of the simulated world.
        seed: u64,
    },
    /// Steel and water.
    Hardware,
}

/// One measured quantity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// Unique name, such as `reference_thermometer_0.resistance`.
    pub name: String,
    /// UDUNITS string, such as `degree_Celsius`, `MPa`, `ohm`, `Hz`, `1`.
    pub unit: String,
    /// Name of the instrument that gives it.
    pub instrument: String,
}

/// Direction of bytes, seen from the controller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// To the instrument.
    Sent,
    /// From the instrument.
    Received,
}

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoData {
    /// The instrument had nothing new.
    NotReady,
    /// The instrument refused or reported an error.
    Refused,
    /// The reply could not be understood.
    Malformed,
    /// No reply in time.
    Timeout,
    /// The line broke.
    Disconnected,
    /// The value is outside what the channel can mean.
    OutOfRange,
}

/// A value, or the reason there is none, and when it was true.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Index into [`Opened::channels`].
    pub channel: u16,
    /// The value in the channel's unit.
    pub value: Result<f64, NoData>,
    /// Midpoint of the integration, nanoseconds on the run's monotonic clock.
    pub at_ns: u64,
    /// Journal sequence of the bytes it came from (the last frame of the reply).
    pub from_sequence: u64,
}

/// What a stable point was, in which readings count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Number of the point, from 0.
    pub index: u32,
    /// Number of the leg, from 0.
    pub leg: u32,
    /// Set point of temperature.
    pub temperature_celsius: f64,
    /// Set point of salinity.
    pub salinity_practical: f64,
    /// Set point of pressure.
    pub pressure_mpa_sea: f64,
    /// First reading counts from here, ns on the monotonic clock.
    pub from_ns: u64,
    /// Last reading counts until here.
    pub until_ns: u64,
}

/// A water sample and what the salinometer made of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bottle {
    /// Number of the bottle, from 0.
    pub index: u32,
    /// Number of the leg.
    pub leg: u32,
    /// Where the water came from and when in the leg.
    pub drawn: Drawn,
    /// When it was drawn, ns on the monotonic clock.
    pub drawn_ns: u64,
    /// Practical salinity by the salinometer.
    pub salinity_practical: f64,
}

/// Where and when a bottle was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Drawn {
    /// From the chamber while dosing; guides the dosing, not a reference.
    WhileDosing,
    /// From the chamber at ambient pressure before the leg's points.
    BeforeLeg,
    /// From the chamber at ambient pressure after the leg's points.
    AfterLeg,
    /// From the pump's reservoir, before the leg.
    PumpReservoir,
}

/// A check of a reference or an item against something better known, or against itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// Before the first leg or after the last.
    pub bracket: Bracket,
    /// What was checked.
    pub checked: Checked,
    /// Which one, from 0: of the rig's reference thermometers, or of the procedure's items; 0 where there is but one.
    pub number: u32,
    /// First reading counts from here, ns on the monotonic clock.
    pub from_ns: u64,
    /// Last reading counts until here.
    pub until_ns: u64,
    /// What the operator entered: practical salinity, or the barometer's pressure in hPa.
    pub entered: Option<f64>,
}

/// On which side of a run a check stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Bracket {
    /// Before the first leg.
    Before,
    /// After the last.
    After,
}

/// What a check compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Checked {
    /// A reference thermometer in the triple-point-of-water cell.
    TriplePoint,
    /// The salinometer with a bottle of Standard Seawater.
    StandardSeawater,
    /// The reference transducer with the barometer, in the open chamber.
    PressureZero,
    /// An item's conductivity cell in air with itself.
    CellInAir,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The run began.
    Opened(Box<Opened>),
    /// Bytes on a line.
    Bytes {
        /// Index into [`Opened::links`].
        link: u16,
        /// To or from the instrument.
        direction: Direction,
        /// What was on the wire.
        #[serde(with = "serde_bytes")]
        bytes: Vec<u8>,
    },
    /// A reading.
    Reading(Reading),
    /// The procedure moved on.
    Transition {
        /// State left.
        from: String,
        /// State entered.
        to: String,
    },
    /// The plant was told something.
    Command {
        /// Who was told.
        instrument: String,
        /// What, in words.
        what: String,
    },
    /// An interlock tripped.
    Trip {
        /// The cause's name.
        cause: String,
        /// Values that show it.
        detail: String,
    },
    /// Something an operator or engineer should know.
    Note {
        /// The message.
        text: String,
    },
    /// A point was read.
    Point(Point),
    /// A bottle came back from the salinometer.
    Bottle(Bottle),
    /// A check was read.
    Check(Check),
    /// The run ended.
    Closed {
        /// How.
        outcome: Outcome,
    },
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// All points were read and the vessel is vented.
    Completed,
    /// An interlock tripped; the plant was made safe and vented.
    Tripped {
        /// The cause's name.
        cause: String,
    },
    /// The procedure could not go on; the plant was made safe and vented.
    Failed {
        /// Why.
        reason: String,
    },
    /// The process died; the journal was closed by recovery.
    Recovered,
}

/// An event with its place in the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Number in the journal, from 0, without gaps.
    pub sequence: u64,
    /// When it was sequenced.
    pub time: Timestamp,
    /// What happened.
    pub event: Event,
}
