//! What the chamber truly does: conserved water, salt and energy, stepped in ticks of about a second.
//!
//! Three stacked layers of water exchange mass with each other and the outside; the wall and the jacket exchange heat
//! with them. Conserved quantities change only by fluxes times the step; pressure and temperatures follow from them
//! ([`closure`]). The relief valve and the hard-wired trip act here, below every piece of software.

mod actuators;
mod closure;
mod hydraulics;
mod jacket;
mod layer;
mod ledger;
mod network;
mod observe;
mod parameters;
mod start;
mod step;
#[cfg(test)]
mod tests;

pub use actuators::{Actuators, Faults, Start};
pub use ledger::Balance;
pub use parameters::Parameters;
pub use start::PlantError;

use hadal_models::quantity::{PracticalSalinity, Temperature};
use hadal_models::sensor::TrueWater;
use layer::{LAYERS, Layer};
use ledger::Ledger;
use network::Network;
use serde::{Deserialize, Serialize};

/// The chamber with all its state. Serialisable, so that a twin can be snapshot, hashed and resumed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plant {
    parameters: Parameters,
    water: TrueWater,
    elapsed_s: f64,
    /// Pressure at half height, Pa absolute; rate of the last step, Pa/s.
    pressure_pa: f64,
    rate_pa_per_s: f64,
    layers: [Layer; LAYERS],
    network: Network,
    regulator: jacket::Regulator,
    /// Heat flow from the wall and through the lid into each layer at the last step's beginning, W.
    last_heat_w: Option<[f64; LAYERS]>,
    reservoir: Reservoir,
    pump_drive_ml_per_min: f64,
    relief_open: bool,
    hard_trip: bool,
    pending_sample_kg: f64,
    totals: Totals,
    ledger: Ledger,
}

/// The open vessel that the pump draws from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Reservoir {
    mass_kg: f64,
    salinity: PracticalSalinity,
}

/// The pump's water, as it stands in the reservoir at the hall's temperature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PumpWater {
    /// Temperature.
    pub temperature: Temperature,
    /// Salinity.
    pub salinity: PracticalSalinity,
    /// Volume left, L.
    pub volume_l: f64,
}

/// Volumes since the start, at the density where they are metered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Totals {
    pumped_ml: f64,
    released_ml: f64,
    relieved_ml: f64,
    leaked_ml: f64,
}
