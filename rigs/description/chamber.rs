//! What a rig file says of its chamber: the nominal reduced model, whole.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Nominal reduced model: good enough to plan and to approach; the twin's truth differs by 10 to 20 %.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChamberNominal {
    /// Volume of water at one atmosphere and 20 °C.
    pub volume_l: f64,
    /// Inner diameter.
    pub inner_diameter_m: f64,
    /// Outer over inner diameter, K.
    pub diameter_ratio: f64,
    /// Young's modulus of the wall.
    pub youngs_modulus_gpa: f64,
    /// Poisson's ratio of the wall.
    pub poisson_ratio: f64,
    /// Linear thermal expansion of the wall.
    pub wall_expansion_per_k: f64,
    /// Volume strain by which steel and seals creep per decade of time, relative to the elastic one.
    pub creep_per_decade: f64,
    /// Coldest jacket.
    pub jacket_min_celsius: f64,
    /// Warmest jacket.
    pub jacket_max_celsius: f64,
    /// Largest pump flow.
    pub pump_max_ml_per_min: f64,
    /// Largest metered release flow.
    pub release_max_ml_per_min: f64,
    /// Temperature of the hall, where the pump's water stands.
    pub ambient_celsius: f64,
    /// Standard uncertainty of a height in the chamber, of a reference as of an item.
    pub height_standard_uncertainty_m: f64,
    /// Relative standard uncertainty of the fraction of water that the pump has added: the chamber's volume is known to
    /// some per cent only, and pumped water takes its time to mix.
    pub pumped_fraction_relative_standard_uncertainty: f64,
    /// How heat moves.
    pub heat: HeatTransfer,
    /// How water moves in and out under pressure.
    pub hydraulics: Hydraulics,
}

/// Heat transfer between water, wall, jacket and hall.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeatTransfer {
    /// Between water stirred at 120 rpm and the wall.
    pub water_wall_w_per_m2_k: f64,
    /// Thermal conductivity of the wall.
    pub wall_conductivity_w_per_m_k: f64,
    /// Heat capacity of the wall per volume.
    pub wall_heat_capacity_j_per_m3_k: f64,
    /// Conductance between wall and jacket fluid.
    pub jacket_conductance_w_per_k: f64,
    /// Heat capacity of the jacket fluid.
    pub jacket_heat_capacity_j_per_k: f64,
    /// Conductance from the jacket to the hall.
    pub jacket_loss_w_per_k: f64,
    /// Conductance from the uppermost water through the lid to the hall.
    pub lid_loss_w_per_k: f64,
    /// Largest heating power.
    pub heater_w: f64,
    /// Largest cooling power.
    pub chiller_w: f64,
    /// Heat that the stirrer gives the water at 120 rpm.
    pub stirrer_power_w: f64,
    /// Vertical diffusivity that stirring gives the water at 120 rpm.
    pub stirrer_diffusivity_m2_per_s: f64,
    /// Time constant of a thermometer in stirred water, its well included.
    pub well_time_s: f64,
    /// Conductance along the stem of a thermometer from the hall into the water.
    pub well_stem_w_per_k: f64,
}

/// Pump, reservoir and valves.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hydraulics {
    /// Delivered over commanded pump flow without back pressure.
    pub pump_efficiency: f64,
    /// Share of the pump's flow that slips back past its seals per pressure.
    pub pump_slip_per_mpa: f64,
    /// Lag of the pump's drive behind its command.
    pub pump_lag_s: f64,
    /// Friction of the intensifier's piston, referred to the side of high pressure.
    pub intensifier_friction_mpa: f64,
    /// Metered over commanded release flow.
    pub release_scale: f64,
    /// Orifice of the fully open release valve, discharge coefficient times area.
    pub release_orifice_m2: f64,
    /// Orifice of the relief valve, likewise.
    pub relief_orifice_m2: f64,
    /// Capacity of the pump's reservoir.
    pub reservoir_l: f64,
}
