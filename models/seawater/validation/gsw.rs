//! Against the Gibbs SeaWater Oceanographic Toolbox: its official check values, and its code beyond them.

use super::{assert_within, state};
use crate::quantity::{Conductivity, PracticalSalinity};
use crate::seawater::{
    chemical_potential_of_water, conductivity, freezing_temperature, gibbs, gibbs_by_salinity,
    practical_salinity, water_potential,
};
use std::collections::BTreeMap;

const CHECK_VALUES: &str = include_str!("gsw-check-values.csv");
const DEEP_GRID: &str = include_str!("gsw-deep-grid.csv");

/// Rows as name → value; an empty cell is left out.
fn rows(text: &str) -> Vec<BTreeMap<&str, f64>> {
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines
        .map(|line| {
            let cells = line.split(',').map(|cell| cell.parse().ok());
            names.iter().zip(cells).filter_map(|(name, cell)| Some((*name, cell?))).collect()
        })
        .collect()
}

/// All check values of the functions that we have, to the toolbox's own tolerance.
#[test]
fn val_gibbs_properties_pass_the_check_values_of_gsw() {
    let rows = rows(CHECK_VALUES);
    let tolerance = &rows[0];
    assert!(rows.len() > 15, "{}", rows.len());
    for row in &rows[1..] {
        let (s, t, p) = state(row["SA"], row["t"], row["p"]);
        let (water, by_salinity) = (gibbs(s, t, p), gibbs_by_salinity(s, t, p));
        let ours = [
            ("rho_t_exact", water.density()),
            ("enthalpy_t_exact", water.enthalpy(t)),
            ("internal_energy_t_exact", water.internal_energy(t, p)),
            ("entropy_from_t", water.entropy()),
            ("cp_t_exact", water.isobaric_heat_capacity(t)),
            ("alpha_wrt_t_exact", water.thermal_expansion()),
            ("kappa_t_exact", water.isentropic_compressibility()),
            ("sound_speed_t_exact", water.sound_speed()),
            ("adiabatic_lapse_rate_from_t", water.adiabatic_lapse_rate()),
            ("chem_potential_water_t_exact", chemical_potential_of_water(s, t, p) / 1000.0),
            ("chem_potential_relative_t_exact", by_salinity.g_s / 1000.0),
            ("t_deriv_chem_potential_water_t_exact", water_potential(s, t, p).g_t / 1000.0),
        ];
        for (name, value) in ours {
            assert_within(value, row[name], tolerance[name], name);
        }
    }
}

/// The toolbox's check values are for water half saturated with air, which it puts at 0.5 (2.4 − S/70.33008)
/// mK.
#[test]
fn val_freezing_temperature_passes_the_check_values_of_gsw() {
    let rows = rows(CHECK_VALUES);
    for row in &rows[1..] {
        let (s, _, p) = state(row["SA"], 0.0, row["p"]);
        let air = 0.5e-3 * (2.4 - row["SA"] / 70.330_08);
        let ours = freezing_temperature(s, p).celsius() - air;
        assert_within(ours, row["t_freezing"], rows[0]["t_freezing"], "t_freezing");
    }
}

#[test]
fn val_practical_salinity_passes_the_check_values_of_gsw() {
    let rows = rows(CHECK_VALUES);
    for row in &rows[1..] {
        let (_, t, p) = state(0.0, row["t"], row["p"]);
        let c = conductivity(PracticalSalinity::new(row["SP"]), t, p);
        assert_within(c.millisiemens_per_cm(), row["C_from_SP"], rows[0]["C_from_SP"], "C_from_SP");
        let salinity = practical_salinity(Conductivity::from_millisiemens_per_cm(row["C_from_SP"]), t, p);
        assert_within(salinity.value(), row["SP"], 1.297_193_463_756_23e-10, "SP_from_C");
    }
}

/// To 127 MPa, against the toolbox's own evaluation of the same polynomials. Two orders of summation of some
/// hundred terms in double precision: 1e-12 of the column's largest value is generous by a factor of ten, and
/// still tight.
#[test]
fn val_gibbs_agrees_with_gsw_to_127_mpa() {
    let rows = rows(DEEP_GRID);
    assert_eq!(rows.len(), 64);
    let largest =
        |name: &str| rows.iter().filter_map(|row| row.get(name)).fold(0.0f64, |most, v| most.max(v.abs()));
    for row in &rows {
        let (s, t, p) = state(row["SA"], row["t"], row["p"]);
        let (ours, salt) = (gibbs(s, t, p), gibbs_by_salinity(s, t, p));
        let mut columns = vec![
            ("g", ours.g),
            ("g_t", ours.g_t),
            ("g_p", ours.g_p),
            ("g_tt", ours.g_tt),
            ("g_tp", ours.g_tp),
            ("g_pp", ours.g_pp),
        ];
        if row["SA"] > 0.0 {
            columns.extend([
                ("g_s", salt.g_s),
                ("g_ss", salt.g_ss),
                ("g_st", salt.g_st),
                ("g_sp", salt.g_sp),
            ]);
        }
        for (name, value) in columns {
            assert_within(value, row[name], 1e-12 * largest(name), name);
        }
    }
}

/// Air-free freezing to 127 MPa; the toolbox states 2.2e-11 K for its own iteration.
#[test]
fn val_freezing_temperature_agrees_with_gsw_to_127_mpa() {
    for row in rows(DEEP_GRID) {
        let (s, _, p) = state(row["SA"], 0.0, row["p"]);
        assert_within(freezing_temperature(s, p).celsius(), row["t_freezing"], 2.2e-11, "t_freezing");
    }
}
