//! What drives the plant, and what can go wrong with it.

use serde::{Deserialize, Serialize};

/// What the plant's PLC commands. Held constant during a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Actuators {
    /// Pump flow, mL/min at the reservoir's density, 0 to the pump's largest.
    pub pump_ml_per_min: f64,
    /// Metered release flow, mL/min at the chamber's density, 0 to the valve's largest. At ambient pressure an open
    /// release keeps the chamber vented while it warms.
    pub release_ml_per_min: f64,
    /// Set point of the jacket's own regulator, °C.
    pub jacket_setpoint_celsius: f64,
    /// Whether the jacket may heat and cool.
    pub jacket_enabled: bool,
    /// Stirrer speed, rpm.
    pub stirrer_rpm: f64,
    /// Fresh water dosed at the floor, mL/min; flows only while the chamber is at ambient pressure.
    pub fresh_ml_per_min: f64,
    /// Brine dosed at the floor, mL/min; likewise.
    pub brine_ml_per_min: f64,
    /// Practical salinity of the brine.
    pub brine_salinity_practical: f64,
}

/// What is broken at the moment. The default is nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Faults {
    /// The pump's drive ignores its command and delivers this.
    pub pump_runaway_ml_per_min: Option<f64>,
    /// The release valve does not open.
    pub release_blocked: bool,
    /// A leak that grows linearly with pressure, mL/min at 100 MPa above the atmosphere.
    pub leak_ml_per_min_at_100_mpa: f64,
    /// The heater's contactor is welded: this power flows whatever the regulator says, until the hard trip cuts it.
    pub heater_stuck_w: Option<f64>,
    /// The release valve does not close beyond this share of its orifice, 0 to 1.
    pub release_open_share: f64,
    /// The chiller gives no cold.
    pub chiller_lost: bool,
    /// The jacket gives neither heat nor cold.
    pub jacket_failed: bool,
    /// The stirrer stands still.
    pub stirrer_stopped: bool,
    /// Share of the pump's strainer that is clogged, 0 to 1: beyond some flow the pump cavitates.
    pub suction_clogged: f64,
    /// The hard-wired trip does not act (to show that the relief valve does).
    pub hard_trip_defeated: bool,
}

/// How the plant is found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Start {
    /// Temperature of the water, °C.
    pub water_celsius: f64,
    /// Temperature of wall and jacket, °C.
    pub wall_celsius: f64,
    /// Practical salinity in the chamber.
    pub salinity_practical: f64,
    /// Pressure at the chamber's floor, MPa absolute; `None` is the hall's atmosphere plus the head of water.
    pub pressure_mpa_absolute: Option<f64>,
    /// Practical salinity in the pump's reservoir.
    pub reservoir_salinity_practical: f64,
}

impl Start {
    /// At rest, vented, everything at one temperature and salinity.
    pub const fn uniform(celsius: f64, salinity_practical: f64) -> Self {
        Self {
            water_celsius: celsius,
            wall_celsius: celsius,
            salinity_practical,
            pressure_mpa_absolute: None,
            reservoir_salinity_practical: salinity_practical,
        }
    }
}
