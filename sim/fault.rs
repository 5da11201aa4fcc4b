//! Faults: what goes wrong, when, and for how long. Scheduled in a scenario or injected while the twin runs.

use crate::schedule::{Moment, Stage, Tick};
use bevy_app::{App, Plugin};
use bevy_ecs::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, PoisonError};

/// A fault of the scenario.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Seconds of virtual time at which it begins; it acts from the next tick on.
    pub at_s: f64,
    /// Seconds of virtual time at which it ends; absent: never.
    pub until_s: Option<f64>,
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
    /// The jacket's heater stays on at this power; only the hard-wired trip cuts it.
    HeaterStuck {
        /// Power of the stuck heater.
        power_w: f64,
    },
    /// The jacket gives neither heat nor cold.
    JacketFailed,
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
    /// The instrument answers late.
    LateReply {
        /// Its name on the rig.
        instrument: String,
        /// Added to its own time to answer.
        delay_s: f64,
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

/// Injects faults while the twin runs. They act from the next tick after their own time on.
#[derive(Clone, Debug, Default)]
pub struct Injector {
    waiting: Arc<Mutex<Vec<Fault>>>,
}

impl Injector {
    /// Adds a fault to the schedule; one whose time has passed acts from the next tick on.
    pub fn inject(&self, fault: Fault) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    fn take(&self) -> Vec<Fault> {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// All faults of this world, and those that act during this tick.
#[derive(Resource, Debug)]
pub(crate) struct Faults {
    injector: Injector,
    scheduled: Vec<Fault>,
    acting: Vec<Effect>,
    version: u64,
}

impl Faults {
    /// What acts now.
    pub(crate) fn acting(&self) -> &[Effect] {
        &self.acting
    }

    /// Changes whenever what acts changes.
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// What faults add to the temperature of a thermometer's element, K.
    pub(crate) fn thermometer_offset_k(&self, index: usize) -> f64 {
        self.sum(|effect| match effect {
            Effect::ThermometerOffset { thermometer, offset_k } if *thermometer == index => *offset_k,
            _ => 0.0,
        })
    }

    /// What faults add to the reference transducer's reading, MPa.
    pub(crate) fn reference_pressure_offset_mpa(&self) -> f64 {
        self.sum(|effect| match effect {
            Effect::PressureReferenceOffset { offset_mpa } => *offset_mpa,
            _ => 0.0,
        })
    }

    /// What faults add to the reading of the plant's transducer, MPa.
    pub(crate) fn plc_pressure_offset_mpa(&self) -> f64 {
        self.sum(|effect| match effect {
            Effect::PlcPressureOffset { offset_mpa } => *offset_mpa,
            _ => 0.0,
        })
    }

    /// What faults add to what the salinometer reads, practical salinity.
    pub(crate) fn salinometer_offset(&self) -> f64 {
        self.sum(|effect| match effect {
            Effect::SalinometerOffset { offset_practical } => *offset_practical,
            _ => 0.0,
        })
    }

    /// What faults add to the frequency of an item's cell, Hz.
    pub(crate) fn cell_offset_hz(&self, index: usize) -> f64 {
        self.sum(|effect| match effect {
            Effect::CellOffset { item, offset_hz } if *item == index => *offset_hz,
            _ => 0.0,
        })
    }

    /// Whether the operator presses stop.
    pub(crate) fn operator_stop(&self) -> bool {
        self.acting.contains(&Effect::OperatorStop)
    }

    fn sum(&self, value: impl Fn(&Effect) -> f64) -> f64 {
        self.acting.iter().map(value).sum()
    }
}

/// Decides at each tick, first of all, which faults act.
pub(crate) struct FaultPlugin {
    pub(crate) scheduled: Vec<Fault>,
    pub(crate) injector: Injector,
}

impl Plugin for FaultPlugin {
    fn build(&self, app: &mut App) {
        app.insert_resource(Faults {
            injector: self.injector.clone(),
            scheduled: self.scheduled.clone(),
            acting: Vec::new(),
            version: 0,
        });
        app.add_systems(Tick, decide.in_set(Stage::Faults));
    }
}

/// The system: picks the faults whose time it is.
fn decide(moment: Res<Moment>, mut faults: ResMut<Faults>) {
    let injected = faults.injector.take();
    faults.scheduled.extend(injected);
    let now_s = moment.seconds();
    let same = faults
        .scheduled
        .iter()
        .filter(|fault| fault.acts(now_s))
        .map(|fault| &fault.effect)
        .eq(&faults.acting);
    if !same {
        let acting =
            faults.scheduled.iter().filter(|fault| fault.acts(now_s)).map(|fault| fault.effect.clone());
        faults.acting = acting.collect();
        faults.version += 1;
    }
}
