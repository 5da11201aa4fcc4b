//! What the chamber truly does: conserved water, salt and energy in a column of layers, solved with wall, jacket and valves as
//! one implicit system.
//!
//! Contents change only by fluxes times the step ([`step`]); pressure, temperatures and salinities follow from them
//! ([`stage`], [`cell`]). The relief valve and the hard-wired trip act here, below every piece of software. Equations,
//! sources and what is assumed: `docs/physics/chamber.md`.

mod actuators;
mod balance;
mod bordered;
mod cell;
mod column;
mod creep;
mod crossing;
mod give_way;
mod ice;
mod intensifier;
mod jacket;
mod layer;
mod ledger;
mod mixing;
mod observe;
mod oxygen;
mod pace;
mod parameters;
mod ports;
mod stage;
mod start;
mod step;
mod suction;
#[cfg(test)]
mod tests;
mod wall;
mod well;

pub use actuators::{Actuators, Faults, Start};
pub use ledger::Balance;
pub use parameters::Parameters;
pub use start::PlantError;

use hadal_models::quantity::{PracticalSalinity, Temperature};
use hadal_models::sensor::TrueWater;
use layer::Layer;
use ledger::Ledger;
use serde::{Deserialize, Serialize};
use wall::{Wall, WallState};

/// The chamber with all its state. Serialisable, so that a twin can be snapshot, hashed and resumed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plant {
    parameters: Parameters,
    water: TrueWater,
    elapsed_s: f64,
    /// Pressure at half height, Pa absolute; rate of the last step, Pa/s.
    pressure_pa: f64,
    rate_pa_per_s: f64,
    /// Inner volume of the vessel, m³.
    volume_m3: f64,
    /// Mean density with which the last step weighed the column, kg/m³.
    weighed_density: f64,
    layers: Vec<Layer>,
    wall: Wall,
    wall_state: WallState,
    creep: creep::Strains,
    reservoir: Reservoir,
    pump_drive_ml_per_min: f64,
    /// What the pump delivered at the end of the last step, mL/min.
    pumped_ml_per_min: f64,
    /// Pressure of the intensifier's oil, referred to the high-pressure side, Pa absolute.
    oil_pa: f64,
    wells: Vec<well::Well>,
    relief_open: bool,
    hard_trip: bool,
    pending_sample_kg: f64,
    pace: pace::Pace,
    totals: Totals,
    ledger: Ledger,
    work: Work,
}

/// The open vessel that the pump draws from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Reservoir {
    mass_kg: f64,
    salinity: PracticalSalinity,
    celsius: f64,
}

/// The pump's water, as it stands in the reservoir.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PumpWater {
    /// Temperature.
    pub temperature: Temperature,
    /// Salinity.
    pub salinity: PracticalSalinity,
    /// Volume left, L.
    pub volume_l: f64,
}

/// Oxygen in the water at one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DissolvedOxygen {
    /// Concentration, µmol/kg.
    pub micromol_per_kg: f64,
    /// Partial pressure over that of water at the surface in equilibrium with air: what a sensor behind a membrane feels.
    pub relative_partial_pressure: f64,
}

/// Volumes since the start, at the density where they are metered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Totals {
    pumped_ml: f64,
    released_ml: f64,
    relieved_ml: f64,
    leaked_ml: f64,
}

/// How much the plant has computed since the start: counts, which do not depend on the machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// Steps of the integrator.
    pub steps: u64,
    /// Iterations of Newton's method, over all stages.
    pub iterations: u64,
    /// Layers evaluated, over all iterations.
    pub layers: u64,
    /// Products and inverses of 3 × 3 blocks in the elimination, over all iterations.
    pub block_operations: u64,
    /// Stages in which Newton's method did not converge: none, unless the plant was asked for a state that does not exist.
    pub unconverged: u64,
}

impl Work {
    fn count(&mut self, stages: &[&stage::Solved], scratch: &mut stage::Scratch) {
        self.steps += 1;
        self.layers += std::mem::take(&mut scratch.evaluated);
        self.block_operations += std::mem::take(&mut scratch.chain.operations);
        for stage in stages {
            self.iterations += u64::from(stage.iterations);
            self.unconverged += u64::from(!stage.converged);
        }
    }
}
