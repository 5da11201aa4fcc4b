//! How a fault comes: whole at once, growing, or now and then.

use hadal_models::randomness::{Stream, uniform};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a fault comes once its time has begun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "kebab-case")]
pub enum Course {
    /// Whole, at once.
    #[default]
    Step,
    /// Evenly, from nothing to its whole size; for faults that have a size.
    Drift {
        /// Time until it is whole.
        over_s: f64,
    },
    /// In single seconds, drawn at random.
    Spikes {
        /// Chance of each second.
        probability: f64,
    },
}

impl Course {
    /// Share of its size that a fault has so long after its beginning; `None` where it is not there at this tick.
    pub(super) fn share(self, since_s: f64, stream: &mut Stream) -> Option<f64> {
        match self {
            Self::Step => Some(1.0),
            Self::Drift { over_s } => Some((since_s / over_s).clamp(0.0, 1.0)),
            Self::Spikes { probability } => (uniform(stream) < probability).then_some(1.0),
        }
    }
}
