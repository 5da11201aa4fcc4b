//! What a rig file says when a digital twin answers at its endpoints: written by the twin that serves them.

use super::rig::Endpoint;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A twin in another process answers at this rig's endpoints: nothing is armed, and products are marked as simulated.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Simulated {
    /// Which of all simulated worlds.
    pub seed: u64,
    /// Where the items are that hang in the twin's chamber: a line here takes the place of the item file's own.
    #[serde(default)]
    pub item: Vec<SimulatedItem>,
}

/// An item in the twin's chamber.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SimulatedItem {
    /// Its serial number.
    pub serial: String,
    /// The line to it.
    pub endpoint: Endpoint,
}
