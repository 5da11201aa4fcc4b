//! The scenario: everything that only the twin knows. A rig file names it; no controller ever opens it.
//!
//! It holds how the world departs from what certificates and data sheets say, as distributions; the seed picks one world.
//! By design the references' spreads equal what their certificates state, but they are written here again: the truth
//! does not read the budget.

mod check;
mod draw;
mod sensors;

pub use check::{ScenarioError, schema_json};
pub use draw::Tails;
pub(crate) use draw::{
    ControllerTruth, PlcTruth, SalinometerTruth, ThermometerTruth, TransducerTruth, Worlds,
};
pub use sensors::{CellSpread, GaugeSpread, ItemNoise, Population, ThermistorSpread};

use crate::fault::Fault;
use crate::instrument::CommunicationLoss;
use crate::plugin::{PluginEntry, Plugins};
use hadal_models::randomness::{Stream, standard_normal, uniform};
use hadal_rigs::description::{ChamberNominal, Limits, Rig};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A scenario file, `schema = "hadal-scenario/1"`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Always `hadal-scenario/1`.
    pub schema: String,
    /// The name in `truth.h5`.
    pub name: String,
    /// Item files, relative to this one: what hangs in the chamber when a twin is served and nothing else is said. It decides
    /// nothing about the world, so that it is no part of what a run's id is made from.
    #[serde(default, skip_serializing)]
    pub items: Vec<String>,
    /// How far the world departs from the formulas and drawings.
    pub world: World,
    /// How the chamber is found.
    pub start: Found,
    /// True errors of the reference thermometers, in the rig's order.
    pub reference_thermometer: Vec<SprtSpread>,
    /// True errors of the reference pressure transducer.
    pub reference_pressure: TransducerSpread,
    /// True errors of the plant's own sensors.
    pub plc: PlcSpread,
    /// True errors of the rig's pressure controllers; absent: 2 kPa, 0.01 % of the reading and a noise of 0.2 kPa.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pressure_controller: Option<ControllerSpread>,
    /// The salinometer and the operator's hand.
    pub salinometer: SalinometerSpread,
    /// True errors of what references are checked against; absent: none, and no bottle of Standard Seawater.
    #[serde(default)]
    pub check_standards: CheckStandardsSpread,
    /// The population of SBE 37 look-alikes that items are drawn from.
    pub sbe_37: Population,
    /// What goes wrong, and when.
    #[serde(default)]
    pub fault: Vec<Fault>,
    /// What plugins add to the world, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plugin: Vec<PluginEntry>,
    /// The plugins that the program at hand has; `plugin` says which of them this world has.
    #[serde(skip)]
    pub plugins: Plugins,
    /// What the file that `world.built_from` names says of the vessel; absent: what the rig says.
    #[serde(skip)]
    pub design: Option<Design>,
}

/// What a vessel was built from: the middle of the chambers that are drawn.
#[derive(Clone, Debug, Serialize)]
pub struct Design {
    /// The nominal chamber.
    pub chamber: ChamberNominal,
    /// What trip and relief are set to.
    pub limits: Limits,
}

impl Design {
    /// Of a rig file.
    pub fn of(rig: &Rig) -> Self {
        Self { chamber: rig.chamber.clone(), limits: rig.limits.clone() }
    }
}

/// How far the world departs from the formulas and drawings.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// Rig file that the vessel was built from, relative to this file. A rig file that was commissioned since says more of the vessel,
    /// and leaves it as it is. Absent: the rig file of the run.
    // Not what it is called but what it says belongs to a world: see `Design`.
    #[serde(skip_serializing)]
    pub built_from: Option<String>,
    /// Whether true conductivity and density depart from PSS-78 and TEOS-10.
    pub water: Departure,
    /// Whether the chamber departs from its nominal model.
    pub chamber: Departure,
}

/// Whether something is drawn or exactly as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Departure {
    /// Drawn for each world.
    Drawn,
    /// Exactly the formula or the drawing.
    None,
}

/// How the chamber is found: at rest, vented, everything at one temperature and salinity.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// Temperature of water, wall and jacket.
    pub temperature_celsius: f64,
    /// Practical salinity in the chamber and in the pump's reservoir.
    pub salinity_practical: f64,
}

/// True errors of a reference thermometer about its certificate.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SprtSpread {
    /// Covariance of (resistance_tpw_ohm, a, b), row by row.
    pub covariance: [[f64; 3]; 3],
    /// Standard deviation of drift since the certificate.
    pub drift_mk: f64,
    /// Standard deviation of self-heating about its nominal value.
    pub self_heating_mk: f64,
    /// Standard deviation of stem conduction per kelvin between hall and water.
    pub stem_conduction_mk_per_k: f64,
    /// Standard deviation of the bridge's noise on one measurement.
    pub noise_uohm: f64,
}

/// True errors of the reference pressure transducer about its certificate.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TransducerSpread {
    /// Covariance of (offset_mpa, span), row by row.
    pub covariance: [[f64; 2]; 2],
    /// Standard deviation of zero drift since the certificate.
    pub drift_mpa: f64,
    /// Standard deviation of span drift since the certificate, relative.
    pub span_drift: f64,
    /// Standard deviation of noise on one reading.
    pub noise_mpa: f64,
    /// Temperature of its crystal above the hall's.
    pub crystal_above_hall_k: f64,
}

/// True errors of the plant's own sensors.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlcSpread {
    /// Standard deviation of its pressure transducer's zero.
    pub pressure_offset_mpa: f64,
    /// Standard deviation of its span's relative error.
    pub pressure_span: f64,
    /// Standard deviation of noise on its pressure.
    pub pressure_noise_mpa: f64,
    /// Standard deviation of its thermometers' errors.
    pub temperature_offset_k: f64,
    /// Standard deviation of noise on its temperatures.
    pub temperature_noise_k: f64,
    /// What it does when nobody speaks to it any more: `vents` (also when absent), `turck` or `wago750`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub communication_loss: Option<CommunicationLoss>,
}

/// True errors of a pressure controller's own sensor.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ControllerSpread {
    /// Standard deviation of its zero.
    pub offset_mpa: f64,
    /// Standard deviation of its span's relative error.
    pub span: f64,
    /// Standard deviation of noise on one reading.
    pub noise_mpa: f64,
}

impl Default for ControllerSpread {
    fn default() -> Self {
        Self { offset_mpa: 0.002, span: 1e-4, noise_mpa: 2e-4 }
    }
}

/// True errors of the salinometer, and of the operator who fills the reservoir.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SalinometerSpread {
    /// Standard deviation of the standardisation, common to all bottles of a run.
    pub standardisation_practical: f64,
    /// Standard deviation from bottle to bottle.
    pub repeatability_practical: f64,
    /// Standard deviation of how near the operator mixes the reservoir.
    pub mixing_practical: f64,
}

/// True errors of what references are checked against.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckStandardsSpread {
    /// Standard deviation of the triple-point cell's temperature.
    pub triple_point_mk: f64,
    /// Standard deviation of the barometer's error.
    pub barometer_hpa: f64,
    /// The bottles of Standard Seawater at hand.
    pub standard_seawater: Vec<SeawaterBatch>,
}

/// Bottles of one batch of Standard Seawater.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeawaterBatch {
    /// The batch's name, one word.
    pub batch: String,
    /// Practical salinity that they ought to have.
    pub salinity_practical: f64,
    /// Standard deviation of their true salinity about it, common to the batch.
    pub spread_practical: f64,
}

/// A distribution that a true parameter is drawn from.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "kebab-case")]
pub enum Spread {
    /// Always the same.
    Fixed {
        /// The value.
        value: f64,
    },
    /// A normal distribution.
    Normal {
        /// Its mean.
        mean: f64,
        /// Its standard deviation.
        standard_deviation: f64,
    },
    /// A uniform distribution.
    Uniform {
        /// Its lower end.
        low: f64,
        /// Its upper end.
        high: f64,
    },
}

impl Spread {
    /// One draw. Every kind of distribution takes one number from the stream.
    pub(crate) fn draw(self, stream: &mut Stream) -> f64 {
        match self {
            Self::Fixed { value } => {
                uniform(stream);
                value
            }
            Self::Normal { mean, standard_deviation } => mean + standard_deviation * standard_normal(stream),
            Self::Uniform { low, high } => low + (high - low) * uniform(stream),
        }
    }
}
