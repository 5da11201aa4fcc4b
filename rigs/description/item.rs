//! The item under calibration: what is written on it and in its manual.

use super::rig::Endpoint;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An item file, `schema = "hadal-item/1"`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Always `hadal-item/1`.
    pub schema: String,
    /// The name on the certificate.
    pub name: String,
    /// Its maker.
    pub manufacturer: String,
    /// Model designation.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// Which dialect it speaks.
    pub kind: ItemKind,
    /// The line to it.
    pub endpoint: Endpoint,
    /// Height of its sensors above the chamber's floor.
    pub height_m: f64,
    /// Deepest rated pressure.
    pub rating_mpa_sea: f64,
    /// Coldest rated water.
    pub temperature_min_celsius: f64,
    /// Warmest rated water.
    pub temperature_max_celsius: f64,
    /// Fastest allowed change of pressure, up or down.
    pub pressure_rate_max_mpa_per_min: f64,
    /// Time between samples while being read.
    pub sample_period_s: f64,
    /// Longest wait for a reply.
    pub reply_timeout_s: f64,
    /// Coefficients as the maker gave them, by their names on the sheet. An SBE 37 needs those that stay: PTEMPA0 to 2, PTCA0 to
    /// 2, PTCB0 to 2, CTCOR and WBOTC; TPCOR, TPCOR2, CPCOR, CPCOR2, CPCOR3 and PA3 may be held too. An instrument that sends
    /// converted values needs all that it converts with; `hadal check` names what is missing.
    pub coefficient: std::collections::BTreeMap<String, f64>,
}

/// The dialects that items speak. The twin serves all of them; the controller drives the SBE 37.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum ItemKind {
    /// The Sea-Bird SBE 37-SM command set.
    #[serde(rename = "sea-bird/sbe-37")]
    Sbe37,
    /// The Sea-Bird SBE 16plus V2 command set: moored, with time in every scan.
    #[serde(rename = "sea-bird/sbe-16plus-v2")]
    Sbe16PlusV2,
    /// The Sea-Bird SBE 19plus V2 command set: profiling.
    #[serde(rename = "sea-bird/sbe-19plus-v2")]
    Sbe19PlusV2,
    /// A Sea-Bird SBE 9plus behind its deck unit, an SBE 11plus V2.
    #[serde(rename = "sea-bird/sbe-911plus")]
    Sbe911Plus,
    /// A logger of RBR's third generation with conductivity, temperature and pressure.
    #[serde(rename = "rbr/logger3")]
    RbrLogger3,
    /// Valeport's miniCTD.
    #[serde(rename = "valeport/minictd")]
    ValeportMiniCtd,
    /// Aanderaa's oxygen optode 4330 in the Smart Sensor Terminal protocol.
    #[serde(rename = "aanderaa/optode-4330")]
    AanderaaOptode4330,
}

impl ItemKind {
    /// Whether the controller has a driver for it.
    pub const fn is_driven(self) -> bool {
        matches!(self, Self::Sbe37)
    }
}

/// The name that an item file writes.
impl fmt::Display for ItemKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(formatter)
    }
}
