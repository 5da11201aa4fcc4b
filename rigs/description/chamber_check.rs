//! Impossible values in what a rig file says of its chamber.

use super::error::{rounded, written};
use super::{ChamberNominal, Checks, HeatTransfer, Hydraulics};
use crate::chamber::vessel::Vessel;

/// Volumes of chamber, L.
const VOLUME_L: std::ops::RangeInclusive<f64> = 0.1..=50_000.0;
/// Inner diameters, m.
const INNER_DIAMETER_M: std::ops::RangeInclusive<f64> = 0.02..=5.0;
/// Lengths of chamber that a description may have, m: its volume and diameter must belong together.
const INNER_LENGTH_M: std::ops::RangeInclusive<f64> = 0.05..=30.0;
/// Refuses what no chamber can be.
pub(super) fn check(chamber: &ChamberNominal, checks: &mut Checks) {
    checks.range("chamber.volume_l", chamber.volume_l, *VOLUME_L.start(), *VOLUME_L.end());
    let (narrowest, widest) = (*INNER_DIAMETER_M.start(), *INNER_DIAMETER_M.end());
    checks.range("chamber.inner_diameter_m", chamber.inner_diameter_m, narrowest, widest);
    let length = Vessel::nominal(chamber).inner_length_m();
    let both = VOLUME_L.contains(&chamber.volume_l) && INNER_DIAMETER_M.contains(&chamber.inner_diameter_m);
    if both && !INNER_LENGTH_M.contains(&length) {
        let (least, most) = (INNER_LENGTH_M.start(), INNER_LENGTH_M.end());
        let accepted = format!(
            "a diameter that makes a chamber of {least} to {most} m of `chamber.volume_l` = {}, not of {} m",
            written(chamber.volume_l),
            rounded(length)
        );
        checks.refuse("chamber.inner_diameter_m", chamber.inner_diameter_m, accepted);
    }
    checks.range("chamber.diameter_ratio", chamber.diameter_ratio, 1.05, 5.0);
    checks.range("chamber.youngs_modulus_gpa", chamber.youngs_modulus_gpa, 50.0, 400.0);
    checks.range("chamber.poisson_ratio", chamber.poisson_ratio, 0.1, 0.45);
    checks.range("chamber.wall_expansion_per_k", chamber.wall_expansion_per_k, 1e-6, 5e-5);
    checks.range("chamber.creep_per_decade", chamber.creep_per_decade, 0.0, 0.05);
    checks.range("chamber.jacket_min_celsius", chamber.jacket_min_celsius, -20.0, 20.0);
    checks.range("chamber.jacket_max_celsius", chamber.jacket_max_celsius, 20.0, 80.0);
    checks.range("chamber.pump_max_ml_per_min", chamber.pump_max_ml_per_min, 1.0, 100_000.0);
    checks.range("chamber.release_max_ml_per_min", chamber.release_max_ml_per_min, 1.0, 100_000.0);
    checks.range("chamber.ambient_celsius", chamber.ambient_celsius, 5.0, 40.0);
    checks.range("chamber.height_standard_uncertainty_m", chamber.height_standard_uncertainty_m, 1e-4, 0.2);
    let pumped = chamber.pumped_fraction_relative_standard_uncertainty;
    checks.range("chamber.pumped_fraction_relative_standard_uncertainty", pumped, 0.001, 1.0);
    check_heat(&chamber.heat, checks);
    check_hydraulics(&chamber.hydraulics, checks);
}

/// From a vessel of a litre in a cold-water bath to one of tens of cubic metres.
fn check_heat(heat: &HeatTransfer, checks: &mut Checks) {
    for (name, value, least, most) in [
        ("water_wall_w_per_m2_k", heat.water_wall_w_per_m2_k, 5.0, 10_000.0),
        ("wall_conductivity_w_per_m_k", heat.wall_conductivity_w_per_m_k, 1.0, 400.0),
        ("wall_heat_capacity_j_per_m3_k", heat.wall_heat_capacity_j_per_m3_k, 1e6, 6e6),
        ("jacket_conductance_w_per_k", heat.jacket_conductance_w_per_k, 0.1, 1e6),
        ("jacket_heat_capacity_j_per_k", heat.jacket_heat_capacity_j_per_k, 100.0, 1e9),
        ("jacket_loss_w_per_k", heat.jacket_loss_w_per_k, 0.0, 1e5),
        ("lid_loss_w_per_k", heat.lid_loss_w_per_k, 0.0, 1e4),
        ("heater_w", heat.heater_w, 1.0, 1e7),
        ("chiller_w", heat.chiller_w, 1.0, 1e7),
        ("stirrer_power_w", heat.stirrer_power_w, 0.0, 1e5),
        ("stirrer_diffusivity_m2_per_s", heat.stirrer_diffusivity_m2_per_s, 1e-6, 10.0),
        ("well_time_s", heat.well_time_s, 0.1, 600.0),
        ("well_stem_w_per_k", heat.well_stem_w_per_k, 0.0, 1.0),
    ] {
        checks.range(format!("chamber.heat.{name}"), value, least, most);
    }
}

fn check_hydraulics(hydraulics: &Hydraulics, checks: &mut Checks) {
    for (name, value, least, most) in [
        ("pump_efficiency", hydraulics.pump_efficiency, 0.2, 1.5),
        ("pump_slip_per_mpa", hydraulics.pump_slip_per_mpa, 0.0, 0.003),
        ("pump_lag_s", hydraulics.pump_lag_s, 0.01, 600.0),
        ("intensifier_friction_mpa", hydraulics.intensifier_friction_mpa, 0.0, 20.0),
        ("release_scale", hydraulics.release_scale, 0.2, 5.0),
        ("release_orifice_m2", hydraulics.release_orifice_m2, 1e-10, 0.01),
        ("relief_orifice_m2", hydraulics.relief_orifice_m2, 1e-10, 0.01),
        ("reservoir_l", hydraulics.reservoir_l, 0.1, 1e5),
    ] {
        checks.range(format!("chamber.hydraulics.{name}"), value, least, most);
    }
}
