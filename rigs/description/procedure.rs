//! The procedure: which points, how to approach them, when they are stable, how many readings.

use super::bracket::BracketingChecks;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A procedure file, `schema = "hadal-procedure/1"`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Always `hadal-procedure/1`.
    pub schema: String,
    /// The title on reports.
    pub title: String,
    /// Instant at which virtual time begins (RFC 3339, UTC); real runs take the clock's.
    pub epoch_utc: String,
    /// Item files, relative to this file.
    pub items: Vec<String>,
    /// How set points are approached.
    pub approach: Approach,
    /// When a point is stable.
    pub stability: Stability,
    /// What is read at each point.
    pub readings: Readings,
    /// Checks of the references before the first leg and after the last; absent: none are made.
    pub checks: Option<BracketingChecks>,
    /// The legs, in order. Each is set at ambient pressure, bottled, walked and bottled again.
    pub leg: Vec<Leg>,
}

/// How set points are approached. They need only be near; stability and uniformity are demanded.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approach {
    /// Rate of pressure change, up and down.
    pub pressure_rate_mpa_per_min: f64,
    /// How near pressure must come.
    pub pressure_tolerance_mpa: f64,
    /// How near temperature must come.
    pub temperature_tolerance_k: f64,
    /// How near salinity must come, by the operator's bottle.
    pub salinity_tolerance_practical: f64,
    /// Longest approach and soak for one point; then the run ends safely with an error.
    pub timeout_h: f64,
}

/// The explicit criterion of stability, over a sliding window of reference readings.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stability {
    /// Length of the window.
    pub window_s: f64,
    /// Largest drift of the mean reference temperature over the window (least-squares slope times window).
    pub temperature_drift_mk: f64,
    /// Largest standard deviation about that line.
    pub temperature_deviation_mk: f64,
    /// Largest difference between reference thermometers (means over the window).
    pub uniformity_mk: f64,
    /// Largest drift of reference pressure over the window.
    pub pressure_drift_kpa: f64,
}

/// What is read at each stable point.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Readings {
    /// Number of readings of each item, with references around them.
    pub count: u32,
}

/// One leg: one temperature and one salinity, one or more pressures in order.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leg {
    /// The leg's name in records.
    pub name: String,
    /// Temperature of the jacket's set point (ITS-90).
    pub temperature_celsius: f64,
    /// Salinity to be dosed at ambient pressure.
    pub salinity_practical: f64,
    /// Pressures in order, MPa above one atmosphere; the first and the last are 0.
    pub pressures_mpa_sea: Vec<f64>,
}
