//! What a controller may know of a rig: limits, nominal model, instruments, endpoints, references' certificates.

use super::bracket::{Barometer, TriplePointCell};
use super::chamber::ChamberNominal;
use super::simulated::Simulated;
use hadal_wire::declared::Dialect;
use hadal_wire::plant_plc::RegisterMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A rig file, `schema = "hadal-rig/1"`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rig {
    /// Always `hadal-rig/1`.
    pub schema: String,
    /// The name on reports.
    pub name: String,
    /// Where the twin finds its truth, relative to this file; absent for hardware.
    pub scenario: Option<String>,
    /// Present where a twin in another process answers at the endpoints; written by that twin.
    pub simulated: Option<Simulated>,
    /// What the vessel and its plant may never exceed.
    pub limits: Limits,
    /// The nominal reduced model of the chamber.
    pub chamber: ChamberNominal,
    /// What the operator can dose.
    pub dosing: Dosing,
    /// Every instrument on the rig except the items.
    pub instrument: Vec<Instrument>,
    /// Reference thermometers (standard platinum resistance thermometers on a bridge).
    pub reference_thermometer: Vec<Sprt>,
    /// Reference pressure transducer.
    pub reference_pressure: PressureReference,
    /// Laboratory salinometer that the operator measures bottles on.
    pub salinometer: Salinometer,
    /// The cell that reference thermometers are checked in, where there is one.
    pub triple_point_cell: Option<TriplePointCell>,
    /// The barometer that the reference transducer is checked with, where there is one.
    pub barometer: Option<Barometer>,
}

/// The vessel's envelope. The envelope of a run is the tightest of vessel and items.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Working limit: software stops raising pressure and trips above it.
    pub pressure_max_mpa_absolute: f64,
    /// Set point of the hard-wired trip (information: software cannot move it).
    pub hard_trip_mpa_absolute: f64,
    /// Set point of the relief valve (information).
    pub relief_mpa_absolute: f64,
    /// Maximum allowed working pressure of the vessel: nothing may ever exceed it.
    pub vessel_rating_mpa_absolute: f64,
    /// Fastest allowed change of pressure, up or down.
    pub pressure_rate_max_mpa_per_min: f64,
    /// Rate at which software vents after a trip.
    pub vent_rate_mpa_per_min: f64,
    /// Coldest water.
    pub temperature_min_celsius: f64,
    /// Warmest water.
    pub temperature_max_celsius: f64,
    /// Saltiest water in the chamber.
    pub salinity_max_practical: f64,
    /// Largest believable difference between the plant's transducer and the reference before a trip.
    pub pressure_disagreement_mpa: f64,
    /// Largest believable difference between reference thermometers before a trip.
    pub temperature_disagreement_k: f64,
    /// A safety reading older than this trips.
    pub stale_after_s: f64,
}

/// Fresh water and seawater brine for changing salinity at ambient pressure; the chamber overflows to a drain.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dosing {
    /// Practical salinity of the brine (evaporated seawater: reference composition).
    pub brine_salinity_practical: f64,
    /// Largest dosing flow.
    pub flow_max_ml_per_min: f64,
}

/// One instrument and the line to it.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Its name on this rig, used in records.
    pub name: String,
    /// What it is, which decides the bytes.
    pub model: InstrumentModel,
    /// Of model `plugin`: what answers in the twin, by the name that its plugin has for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plugin: Option<String>,
    /// The line.
    pub endpoint: Endpoint,
    /// Time between polls.
    pub poll_period_s: f64,
    /// Longest wait for a reply.
    pub reply_timeout_s: f64,
    /// Of a `hadal/declared`: what it is asked and what it answers.
    pub dialect: Option<Box<Dialect>>,
    /// Of a PLC whose registers are not Hadal's own: where each quantity stands.
    pub registers: Option<Box<RegisterMap>>,
}

/// The instruments whose bytes Hadal knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum InstrumentModel {
    /// Fluke 1594A super-thermometer (SCPI).
    #[serde(rename = "fluke/1594a")]
    Fluke1594A,
    /// Fluke 1595A super-thermometer (SCPI).
    #[serde(rename = "fluke/1595a")]
    Fluke1595A,
    /// Isotech milliK precision thermometer (SCPI), two channels.
    #[serde(rename = "isotech/millik")]
    IsotechMilliK,
    /// Paroscientific intelligent transmitter.
    #[serde(rename = "paroscientific/intelligent-transmitter")]
    Paroscientific,
    /// DH Instruments (Fluke) PPCH hydraulic pressure controller. Not driven yet.
    #[serde(rename = "dhi/ppch")]
    DhiPpch,
    /// Mensor (WIKA) CPC8000-H hydraulic pressure controller. Not driven yet.
    #[serde(rename = "mensor/cpc8000")]
    MensorCpc8000,
    /// Fluke (Hart) calibration bath, which circulates the jacket's fluid. Not driven yet.
    #[serde(rename = "fluke/hart-bath")]
    HartBath,
    /// An instrument that this file describes itself, in its `dialect`: queries and replies of text.
    #[serde(rename = "hadal/declared")]
    Declared,
    /// The plant's PLC over Modbus TCP: Hadal's own register map, or that of `registers`.
    #[serde(rename = "hadal/plant-plc")]
    PlantPlc,
    /// The same over Modbus RTU.
    #[serde(rename = "hadal/plant-plc-rtu")]
    PlantPlcRtu,
    /// The operator's console: questions and manual entries.
    #[serde(rename = "hadal/operator")]
    Operator,
    /// An instrument that a plugin brings into the twin. Not driven.
    #[serde(rename = "plugin")]
    Plugin,
}

/// Where an instrument is connected.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "kebab-case")]
pub enum Endpoint {
    /// An in-memory line to the digital twin, paced as a serial line of this speed.
    Twin {
        /// Line speed that the twin paces bytes at.
        baud: u32,
    },
    /// A serial port.
    Serial {
        /// Device path or name.
        port: String,
        /// Line speed.
        baud: u32,
        /// 7 or 8.
        data_bits: u8,
        /// Parity bit.
        parity: Parity,
        /// 1 or 2.
        stop_bits: u8,
    },
    /// A TCP server.
    Tcp {
        /// `host:port`.
        address: String,
    },
}

/// Parity of a serial line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Parity {
    /// No parity bit.
    None,
    /// Even parity.
    Even,
    /// Odd parity.
    Odd,
}

/// A reference thermometer with the certificate that its user holds.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sprt {
    /// Identification on its certificate.
    pub serial: String,
    /// The certificate's number.
    pub certificate: String,
    /// Name of the bridge it hangs on.
    pub instrument: String,
    /// Channel of the bridge, from 1.
    pub input: u8,
    /// Height of its sensing element above the chamber's floor.
    pub height_m: f64,
    /// Last day on which the certificate is valid (YYYY-MM-DD).
    pub due_date: String,
    /// Resistance at the triple point of water.
    pub resistance_tpw_ohm: f64,
    /// ITS-90 deviation coefficient a (Hg to Ga and TPW to Ga or In subranges).
    pub a: f64,
    /// ITS-90 deviation coefficient b (0 where the subrange has none).
    pub b: f64,
    /// Covariance of (resistance_tpw_ohm, a, b), row by row.
    pub covariance: [[f64; 3]; 3],
    /// Standard uncertainty of drift since the certificate, expressed as temperature.
    pub drift_standard_uncertainty_mk: f64,
    /// Standard uncertainty of self-heating, after the nominal correction below.
    pub self_heating_standard_uncertainty_mk: f64,
    /// Nominal self-heating at the bridge's current, subtracted from readings.
    pub self_heating_nominal_mk: f64,
    /// Standard uncertainty of stem conduction per kelvin between hall and water.
    pub stem_conduction_standard_uncertainty_mk_per_k: f64,
}

/// The reference pressure transducer with its certificate: p = (reading + offset)·(1 + span).
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PressureReference {
    /// Identification on its certificate.
    pub serial: String,
    /// The certificate's number.
    pub certificate: String,
    /// Name of the instrument.
    pub instrument: String,
    /// Height above the chamber's floor, within the chamber, of its datum: the level at which it shows the water's pressure.
    pub height_m: f64,
    /// Last day on which the certificate is valid (YYYY-MM-DD).
    pub due_date: String,
    /// Full scale.
    pub full_scale_mpa_absolute: f64,
    /// Correction added to the reading.
    pub offset_mpa: f64,
    /// Relative correction.
    pub span: f64,
    /// Covariance of (offset_mpa, span), row by row.
    pub covariance: [[f64; 2]; 2],
    /// Standard uncertainty of zero drift since the certificate.
    pub drift_standard_uncertainty_mpa: f64,
    /// Standard uncertainty of span drift since the certificate, relative.
    pub span_drift_standard_uncertainty: f64,
}

/// The salinometer, standardised with IAPSO Standard Seawater before each run.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Salinometer {
    /// Identification on its certificate.
    pub serial: String,
    /// The certificate's number.
    pub certificate: String,
    /// Last day on which the certificate is valid (YYYY-MM-DD).
    pub due_date: String,
    /// Standard uncertainty of the standardisation, shared by all bottles of a run, practical salinity.
    pub standardisation_standard_uncertainty_practical: f64,
    /// Standard uncertainty from bottle to bottle, practical salinity.
    pub repeatability_standard_uncertainty_practical: f64,
}
