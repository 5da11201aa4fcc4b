//! What a chamber truly is: nominal values, and a draw 10 to 20 % off them.

use crate::chamber::heat::{NOMINAL_STIRRER_RPM, regulator_gain_w_per_k};
use crate::chamber::vessel::Vessel;
use crate::description::{ChamberNominal, Limits};
use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use hadal_models::randomness::{Stream, standard_normal, uniform};
use serde::{Deserialize, Serialize};

/// Pump and reservoir of the 71-litre vessel: what the plant knows of machines of this size it scales by theirs.
const PUMP_OF_71_L_ML_PER_MIN: f64 = 900.0;
const RESERVOIR_OF_71_L_L: f64 = 20.0;
/// Largest error of the hard-wired trip's transducer over its set point: 0.2 MPa at 122 MPa.
const TRIP_TRANSDUCER: f64 = 0.2 / 122.0;

/// Every number that the plant's physics needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    /// Elasticity and size of the vessel.
    pub vessel: Vessel,
    /// Pressure of the air in the hall, MPa absolute.
    pub atmosphere_mpa_absolute: f64,
    /// Mean temperature of the hall, °C.
    pub hall_celsius: f64,
    /// Daily swing of the hall's temperature, half the range, K.
    pub hall_swing_k: f64,
    /// Heat transfer between stirred water and wall at the nominal stirrer speed, W/(m² K).
    pub water_wall_w_per_m2_k: f64,
    /// Thermal conductivity of the wall, W/(m K).
    pub wall_conductivity_w_per_m_k: f64,
    /// Heat capacity of the wall per volume, J/(m³ K).
    pub wall_heat_capacity_j_per_m3_k: f64,
    /// Conductance between wall and jacket fluid, W/K.
    pub jacket_conductance_w_per_k: f64,
    /// Heat capacity of the jacket fluid, J/K.
    pub jacket_heat_capacity_j_per_k: f64,
    /// Conductance from jacket to hall, W/K.
    pub jacket_loss_w_per_k: f64,
    /// Conductance from the uppermost water through the lid to the hall, W/K.
    pub lid_loss_w_per_k: f64,
    /// Largest heating power, W.
    pub heater_w: f64,
    /// Largest cooling power, W.
    pub chiller_w: f64,
    /// Proportional gain of the jacket's regulator, set for the fluid that the drawing has, W/K.
    pub jacket_gain_w_per_k: f64,
    /// Coldest and warmest set point that the jacket takes, °C.
    pub jacket_range_celsius: (f64, f64),
    /// Stirrer speed at which the values below hold, rpm.
    pub stirrer_nominal_rpm: f64,
    /// Vertical diffusivity that stirring gives the water at the nominal speed, m²/s.
    pub stirrer_diffusivity_m2_per_s: f64,
    /// Heat that the stirrer gives the water at the nominal speed, W.
    pub stirrer_power_w: f64,
    /// True over commanded pump flow without back pressure.
    pub pump_efficiency: f64,
    /// Share of the flow that slips back past the pump's seals per pressure, 1/MPa.
    pub pump_slip_per_mpa: f64,
    /// Largest pump flow, mL/min.
    pub pump_max_ml_per_min: f64,
    /// Relative error of the meter of pumped volume.
    pub pump_meter_error: f64,
    /// Lag of the pump's drive behind its command, s.
    pub pump_lag_s: f64,
    /// True over commanded release flow.
    pub release_scale: f64,
    /// Largest metered release flow, mL/min.
    pub release_max_ml_per_min: f64,
    /// Orifice of the fully open release valve, Cd·A, m².
    pub release_orifice_m2: f64,
    /// Pressure difference below which the orifices flow laminar, Pa.
    pub laminar_below_pa: f64,
    /// Orifice of the relief valve, Cd·A, m².
    pub relief_orifice_m2: f64,
    /// Pressure at which the relief valve pops open, MPa absolute.
    pub relief_mpa_absolute: f64,
    /// Fraction of the set pressure by which the relief valve closes lower.
    pub relief_blowdown: f64,
    /// Pressure at which the hard-wired trip acts, MPa absolute.
    pub hard_trip_mpa_absolute: f64,
    /// Error of the trip's own transducer, MPa.
    pub hard_trip_error_mpa: f64,
    /// Capacity of the pump's reservoir, L.
    pub reservoir_l: f64,
    /// Time constant of the reservoir's temperature behind the hall's, s.
    pub reservoir_time_s: f64,
    /// Volume strain by which steel and seals creep per decade of time, relative to the elastic one.
    pub creep_per_decade: f64,
    /// Coulomb friction of the intensifier's piston, referred to the high-pressure side, MPa.
    pub intensifier_friction_mpa: f64,
    /// Time constant of a thermometer's well in stirred water, s.
    pub well_time_s: f64,
    /// Conductance along the stem of a thermometer from the hall into the water, W/K.
    pub well_stem_w_per_k: f64,
    /// Layers of water, 1 to 64.
    pub layers: usize,
}

impl Parameters {
    /// The chamber as its rig file has it.
    pub fn nominal(chamber: &ChamberNominal, limits: &Limits) -> Self {
        let (heat, hydraulics) = (&chamber.heat, &chamber.hydraulics);
        Self {
            vessel: Vessel::nominal(chamber),
            atmosphere_mpa_absolute: STANDARD_ATMOSPHERE_MPA,
            hall_celsius: chamber.ambient_celsius,
            hall_swing_k: 0.0,
            water_wall_w_per_m2_k: heat.water_wall_w_per_m2_k,
            wall_conductivity_w_per_m_k: heat.wall_conductivity_w_per_m_k,
            wall_heat_capacity_j_per_m3_k: heat.wall_heat_capacity_j_per_m3_k,
            jacket_conductance_w_per_k: heat.jacket_conductance_w_per_k,
            jacket_heat_capacity_j_per_k: heat.jacket_heat_capacity_j_per_k,
            jacket_loss_w_per_k: heat.jacket_loss_w_per_k,
            lid_loss_w_per_k: heat.lid_loss_w_per_k,
            heater_w: heat.heater_w,
            chiller_w: heat.chiller_w,
            jacket_gain_w_per_k: regulator_gain_w_per_k(heat.jacket_heat_capacity_j_per_k),
            jacket_range_celsius: (chamber.jacket_min_celsius, chamber.jacket_max_celsius),
            stirrer_nominal_rpm: NOMINAL_STIRRER_RPM,
            stirrer_diffusivity_m2_per_s: heat.stirrer_diffusivity_m2_per_s,
            stirrer_power_w: heat.stirrer_power_w,
            pump_efficiency: hydraulics.pump_efficiency,
            pump_slip_per_mpa: hydraulics.pump_slip_per_mpa,
            pump_max_ml_per_min: chamber.pump_max_ml_per_min,
            pump_meter_error: 0.0,
            pump_lag_s: hydraulics.pump_lag_s,
            release_scale: hydraulics.release_scale,
            release_max_ml_per_min: chamber.release_max_ml_per_min,
            release_orifice_m2: hydraulics.release_orifice_m2,
            laminar_below_pa: 20_000.0,
            relief_orifice_m2: hydraulics.relief_orifice_m2,
            relief_mpa_absolute: limits.relief_mpa_absolute,
            relief_blowdown: 0.04,
            hard_trip_mpa_absolute: limits.hard_trip_mpa_absolute,
            hard_trip_error_mpa: 0.0,
            reservoir_l: hydraulics.reservoir_l,
            reservoir_time_s: 20_000.0,
            creep_per_decade: chamber.creep_per_decade,
            intensifier_friction_mpa: hydraulics.intensifier_friction_mpa,
            well_time_s: heat.well_time_s,
            well_stem_w_per_k: heat.well_stem_w_per_k,
            layers: 10,
        }
    }

    /// Compliance of one element of creep, 1/Pa.
    pub(super) fn creep_per_pa(&self) -> f64 {
        self.creep_per_decade * self.vessel.compliance_per_pa()
    }

    /// Size of the pump with its valves and lines over that of the 71-litre vessel's: areas and volumes grow with the flow.
    pub(super) fn pump_size(&self) -> f64 {
        self.pump_max_ml_per_min / PUMP_OF_71_L_ML_PER_MIN
    }

    /// Area of the reservoir over that of the 71-litre vessel's: a larger one is wider, not taller.
    pub(super) fn reservoir_size(&self) -> f64 {
        self.reservoir_l / RESERVOIR_OF_71_L_L
    }

    /// A chamber as it was built: what is hard to know (heat transfer, stiffness, flows) lies 10 to 20 % off the
    /// nominal value, up or down; what is on the drawing or set on a bench (volume, relief, trip) lies close.
    pub fn draw(chamber: &ChamberNominal, limits: &Limits, stream: &mut Stream) -> Self {
        let mut drawn = Self::nominal(chamber, limits);
        for value in [
            &mut drawn.vessel.youngs_modulus_pa,
            &mut drawn.water_wall_w_per_m2_k,
            &mut drawn.wall_conductivity_w_per_m_k,
            &mut drawn.jacket_conductance_w_per_k,
            &mut drawn.jacket_heat_capacity_j_per_k,
            &mut drawn.jacket_loss_w_per_k,
            &mut drawn.lid_loss_w_per_k,
            &mut drawn.stirrer_diffusivity_m2_per_s,
            &mut drawn.stirrer_power_w,
            &mut drawn.release_scale,
            &mut drawn.release_orifice_m2,
            &mut drawn.pump_lag_s,
        ] {
            *value *= far(stream);
        }
        drawn.pump_efficiency *= 0.8 + 0.1 * uniform(stream);
        drawn.vessel.volume_m3 *= 1.0 + 0.01 * (2.0 * uniform(stream) - 1.0);
        drawn.atmosphere_mpa_absolute += 0.0008 * standard_normal(stream);
        drawn.hall_celsius += 2.0 * uniform(stream) - 1.0;
        drawn.hall_swing_k = 1.0 * uniform(stream);
        drawn.pump_meter_error = 0.005 * standard_normal(stream);
        drawn.relief_mpa_absolute *= 1.0 + 0.002 * (2.0 * uniform(stream) - 1.0);
        drawn.hard_trip_error_mpa =
            TRIP_TRANSDUCER * limits.hard_trip_mpa_absolute * (2.0 * uniform(stream) - 1.0);
        for value in [
            &mut drawn.creep_per_decade,
            &mut drawn.intensifier_friction_mpa,
            &mut drawn.well_time_s,
            &mut drawn.well_stem_w_per_k,
        ] {
            *value *= far(stream);
        }
        drawn
    }
}

/// A factor 10 to 20 % above or below one.
fn far(stream: &mut Stream) -> f64 {
    let size = 0.1 + 0.1 * uniform(stream);
    if uniform(stream) < 0.5 { 1.0 - size } else { 1.0 + size }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;
    use hadal_models::randomness::stream;

    #[test]
    fn drawn_chambers_lie_ten_to_twenty_percent_off() {
        let rig = catalog::test_rig();
        let nominal = Parameters::nominal(&rig.chamber, &rig.limits);
        for run in 0..50 {
            let drawn = Parameters::draw(&rig.chamber, &rig.limits, &mut stream(3, run, "plant"));
            for (value, reference) in [
                (drawn.vessel.youngs_modulus_pa, nominal.vessel.youngs_modulus_pa),
                (drawn.water_wall_w_per_m2_k, nominal.water_wall_w_per_m2_k),
                (drawn.pump_efficiency, nominal.pump_efficiency),
            ] {
                let off = (value / reference - 1.0).abs();
                assert!((0.1 - 1e-12..=0.2 + 1e-12).contains(&off), "{off}");
            }
            assert!(drawn.hard_trip_mpa_absolute + drawn.hard_trip_error_mpa < drawn.relief_mpa_absolute);
            assert!(drawn.relief_mpa_absolute < rig.limits.vessel_rating_mpa_absolute);
        }
    }
}
