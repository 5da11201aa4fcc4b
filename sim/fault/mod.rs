//! Faults: what goes wrong, when, how it grows, and for how long. Scheduled in a scenario or injected while the twin runs.

mod acting;
mod course;
mod size;

pub(crate) use acting::FaultPlugin;
pub use acting::{Faults, Injector, Label};
pub use course::Course;

use hadal_rigs::description::Table;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A fault of the scenario.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Seconds of virtual time at which it begins; it acts from the next tick on.
    pub at_s: f64,
    /// Seconds of virtual time at which it ends; absent: never.
    pub until_s: Option<f64>,
    /// How it comes: at once and whole where nothing is said.
    #[serde(default)]
    pub course: Course,
    /// What happens.
    pub effect: Effect,
}

/// What a fault does.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "kebab-case")]
pub enum Effect {
    /// The pump runs at this flow, whatever it is told; only the hard-wired trip stops it.
    PumpRunaway {
        /// Flow of the runaway pump.
        flow_ml_per_min: f64,
    },
    /// A seal leaks, in proportion to pressure.
    Leak {
        /// Flow at 100 MPa.
        ml_per_min_at_100_mpa: f64,
    },
    /// The metered release valve stays shut.
    ReleaseBlocked,
    /// The release valve does not close: whatever it is told, this share of its orifice is open.
    ReleaseStuckOpen {
        /// Share of the orifice, 0 to 1.
        share: f64,
    },
    /// A seal slips in its groove when the fault begins: the vessel is larger by this from then on.
    SealSlip {
        /// Growth of the volume.
        volume_ml: f64,
    },
    /// The housing of an item fills with water when the fault begins: pressure falls at once, and the item is dead.
    FloodedHousing {
        /// The item's line, `item_0` for the first of the procedure.
        instrument: String,
        /// Volume of air that the housing held.
        volume_ml: f64,
    },
    /// No mains: pump, stirrer, jacket and dosing stand, the release valve is shut by its spring, and what has no battery is silent.
    PowerCut,
    /// The jacket's heater stays on at this power; only the hard-wired trip cuts it.
    HeaterStuck {
        /// Power of the stuck heater.
        power_w: f64,
    },
    /// The jacket gives neither heat nor cold.
    JacketFailed,
    /// The chiller is lost: the jacket heats, and does not cool.
    ChillerLost,
    /// The stirrer stands still.
    StirrerStopped,
    /// The strainer before the pump is clogged: beyond some flow the pump cavitates.
    SuctionClogged {
        /// Share of the strainer that is closed.
        share: f64,
    },
    /// The hard-wired trip does not act, so that only the relief valve is left.
    HardTripDefeated,
    /// The instrument hears but does not answer.
    InstrumentSilent {
        /// Its name on the rig.
        instrument: String,
    },
    /// The line to the instrument breaks and cannot be reopened.
    LinkLost {
        /// Its name on the rig.
        instrument: String,
    },
    /// The reference pressure transducer reads off by this.
    PressureReferenceOffset {
        /// Added to its reading.
        offset_mpa: f64,
    },
    /// The plant's own transducer reads off by this.
    PlcPressureOffset {
        /// Added to its reading.
        offset_mpa: f64,
    },
    /// A reference thermometer reads off by this.
    ThermometerOffset {
        /// Number of the thermometer in the rig file, from 0.
        thermometer: usize,
        /// Added to its element's temperature.
        offset_k: f64,
    },
    /// The salinometer reads off by this.
    SalinometerOffset {
        /// Added to its practical salinity.
        offset_practical: f64,
    },
    /// An item's conductivity cell is fouled or damaged: its frequency is off by this, in water as in air.
    CellOffset {
        /// Number of the item in the procedure, from 0.
        item: usize,
        /// Added to its frequency.
        offset_hz: f64,
    },
    /// A bubble of air sits in an item's conductivity cell. It shrinks as pressure grows.
    BubbleInCell {
        /// Number of the item in the procedure, from 0.
        item: usize,
        /// Share of the cell that it fills at one atmosphere.
        share: f64,
    },
    /// Growth on the walls of an item's conductivity cell narrows it.
    FouledCell {
        /// Number of the item in the procedure, from 0.
        item: usize,
        /// Share of the cell's section that it closes.
        share: f64,
    },
    /// Ice in an item's conductivity cell. It stays while the water is colder than ice melts at.
    IceInCell {
        /// Number of the item in the procedure, from 0.
        item: usize,
        /// Share of the cell that it fills.
        share: f64,
    },
    /// The instrument's own clock goes wrong: at once by an offset, and by a rate from then on.
    ClockSkew {
        /// Its name on the rig.
        instrument: String,
        /// Added when the fault begins.
        offset_s: f64,
        /// Seconds gained in a day.
        gains_s_per_day: f64,
    },
    /// The instrument goes on answering with the values of the moment the fault began.
    FrozenReading {
        /// Its name on the rig.
        instrument: String,
    },
    /// The operator presses stop.
    OperatorStop,
    /// Bits flip on the line from the instrument.
    GarbledBytes {
        /// Its name on the rig.
        instrument: String,
        /// Chance of a byte to be damaged.
        probability: f64,
    },
    /// Messages of the instrument lose their tail.
    TruncatedReply {
        /// Its name on the rig.
        instrument: String,
        /// Chance of a message to lose it.
        probability: f64,
    },
    /// Messages of the instrument arrive twice.
    DuplicatedReply {
        /// Its name on the rig.
        instrument: String,
        /// Chance of a message to be doubled.
        probability: f64,
    },
    /// Messages of the instrument get lost.
    LostReply {
        /// Its name on the rig.
        instrument: String,
        /// Chance of a message to be lost.
        probability: f64,
    },
    /// Messages bear the address of another instrument on the bus, where the protocol has addresses.
    WrongAddress {
        /// Its name on the rig.
        instrument: String,
        /// Chance of a message to bear it.
        probability: f64,
    },
    /// The instrument answers late.
    LateReply {
        /// Its name on the rig.
        instrument: String,
        /// Added to its own time to answer.
        delay_s: f64,
    },
    /// What a plugin does.
    Plugin {
        /// The plugin's name for it.
        name: String,
        /// What it is told.
        #[serde(default)]
        settings: Table,
    },
}

impl Effect {
    /// The instrument whose line or values it spoils, if it is of that sort.
    pub(crate) fn instrument(&self) -> Option<&str> {
        match self {
            Self::InstrumentSilent { instrument }
            | Self::LinkLost { instrument }
            | Self::FrozenReading { instrument }
            | Self::GarbledBytes { instrument, .. }
            | Self::TruncatedReply { instrument, .. }
            | Self::DuplicatedReply { instrument, .. }
            | Self::LostReply { instrument, .. }
            | Self::WrongAddress { instrument, .. }
            | Self::FloodedHousing { instrument, .. }
            | Self::ClockSkew { instrument, .. }
            | Self::LateReply { instrument, .. } => Some(instrument),
            _ => None,
        }
    }
}

impl Fault {
    /// Whether it acts at this time.
    fn acts(&self, now_s: f64) -> bool {
        self.at_s <= now_s && self.until_s.is_none_or(|until_s| now_s < until_s)
    }
}
