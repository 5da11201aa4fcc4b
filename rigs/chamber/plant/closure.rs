//! Pressure and temperatures from what is conserved.
//!
//! After the fluxes of a step, mass and salt of every layer are known, and its energy up to the work of pressure.
//! Unknown are the common pressure p and the layers' temperatures T_i:
//!
//!   m_i u(S_i, T_i, p) + p̄ V_i = U_i + H_i(p) + p̄ V_i⁰      with p̄ the mean of old and new pressure,
//!   Σ V_i = V_vessel(p, wall).
//!
//! Work with the mean pressure is second order in time. Newton's matrix is an arrow: temperatures are eliminated one
//! by one.

use super::layer::{LAYERS, Layer, Parcel, gibbs_at};
use crate::chamber::vessel::Vessel;
use hadal_models::constants::ZERO_CELSIUS_KELVIN;
use hadal_models::quantity::AbsoluteSalinity;

/// Newton stops when the next correction would vanish in rounding: convergence is quadratic below these.
const SMALL_PA: f64 = 1e-3;
const SMALL_K: f64 = 1e-9;
const MOST_ITERATIONS: u32 = 25;

/// What a step knows before pressure is found.
pub(super) struct Demand {
    /// Heat and enthalpy given to each layer, with the enthalpy's slope in pressure.
    pub(super) given: [Parcel; LAYERS],
    pub(super) heat_j: [f64; LAYERS],
    /// True over standard specific volume in each layer.
    pub(super) departure: [f64; LAYERS],
    pub(super) wall_celsius: f64,
}

struct Row {
    mass_kg: f64,
    salinity: AbsoluteSalinity,
    energy_j: f64,
    per_pa: f64,
    volume_m3: f64,
    departure: f64,
    celsius: f64,
    warming: f64,
}

struct Linear {
    residual: f64,
    by_temperature: f64,
    by_pressure: f64,
    volume: f64,
    volume_by_temperature: f64,
    volume_by_pressure: f64,
    enthalpy: f64,
    compressibility: f64,
}

/// Brings the layers to the end of the step and returns the new pressure, Pa absolute.
pub(super) fn close(layers: &mut [Layer; LAYERS], pressure_pa: f64, vessel: &Vessel, demand: &Demand) -> f64 {
    let mut rows: [Row; LAYERS] = std::array::from_fn(|k| row(&layers[k], demand, k));
    let mut end_pa = pressure_pa;
    for _ in 0..MOST_ITERATIONS {
        let linear: [Linear; LAYERS] = std::array::from_fn(|k| linearise(&rows[k], pressure_pa, end_pa));
        let rise = pressure_correction(&linear, vessel, end_pa, demand.wall_celsius);
        let mut largest_k = 0.0_f64;
        for (row, part) in rows.iter_mut().zip(&linear) {
            let warming = -(part.residual + part.by_pressure * rise) / part.by_temperature;
            row.celsius += warming;
            row.warming = warming;
            largest_k = largest_k.max(warming.abs());
        }
        end_pa += rise;
        if rise.abs() < SMALL_PA && largest_k < SMALL_K {
            for k in 0..LAYERS {
                settle(&mut layers[k], &demand.given[k], &rows[k], &linear[k], pressure_pa, end_pa, rise);
            }
            return end_pa;
        }
    }
    // Not converged (no such state exists): keep the last iterate; the energy balance shows the gap.
    for k in 0..LAYERS {
        rows[k].warming = 0.0;
        let linear = linearise(&rows[k], pressure_pa, end_pa);
        settle(&mut layers[k], &demand.given[k], &rows[k], &linear, pressure_pa, end_pa, 0.0);
    }
    end_pa
}

fn row(layer: &Layer, demand: &Demand, k: usize) -> Row {
    let given = &demand.given[k];
    let salt_kg = layer.salt_kg + given.salt_kg;
    let mass_kg = layer.water_kg + given.water_kg + salt_kg;
    Row {
        mass_kg,
        salinity: AbsoluteSalinity::from_g_per_kg(1000.0 * salt_kg / mass_kg),
        energy_j: layer.energy_j + demand.heat_j[k] + given.enthalpy_j,
        per_pa: given.enthalpy_per_pa,
        volume_m3: layer.volume_m3,
        departure: demand.departure[k],
        celsius: layer.celsius,
        warming: 0.0,
    }
}

fn linearise(row: &Row, start_pa: f64, end_pa: f64) -> Linear {
    let g = gibbs_at(row.salinity, row.celsius, end_pa);
    let kelvin = row.celsius + ZERO_CELSIUS_KELVIN;
    let mean_pa = 0.5 * (start_pa + end_pa);
    let standard_volume = row.mass_kg * g.g_p;
    let volume = row.departure * standard_volume;
    let energy = row.mass_kg * (g.g - kelvin * g.g_t - end_pa * g.g_p);
    let target = row.energy_j + 0.5 * (end_pa - start_pa) * row.per_pa;
    let volume_by_temperature = row.departure * row.mass_kg * g.g_tp;
    let volume_by_pressure = row.departure * row.mass_kg * g.g_pp;
    Linear {
        residual: energy - target + mean_pa * (volume - row.volume_m3),
        by_temperature: row.mass_kg * (-kelvin * g.g_tt - end_pa * g.g_tp) + mean_pa * volume_by_temperature,
        by_pressure: row.mass_kg * (-kelvin * g.g_tp - end_pa * g.g_pp) + mean_pa * volume_by_pressure
            - 0.5 * row.per_pa
            + 0.5 * (volume - row.volume_m3),
        volume,
        volume_by_temperature,
        volume_by_pressure,
        enthalpy: g.g - kelvin * g.g_t,
        compressibility: (g.g_tp * g.g_tp - g.g_tt * g.g_pp) / (g.g_p * g.g_tt),
    }
}

fn pressure_correction(linear: &[Linear; LAYERS], vessel: &Vessel, end_pa: f64, wall_celsius: f64) -> f64 {
    let mut gap = -vessel.volume_m3(end_pa, wall_celsius);
    let mut slope = -vessel.volume_per_pa();
    for part in linear {
        gap += part.volume - part.volume_by_temperature * part.residual / part.by_temperature;
        slope +=
            part.volume_by_pressure - part.volume_by_temperature * part.by_pressure / part.by_temperature;
    }
    -gap / slope
}

/// Writes the end of the step into a layer. Volume is taken to first order in the last, tiny correction, so that the
/// work of pressure agrees with the fluxes to rounding.
fn settle(
    layer: &mut Layer,
    given: &Parcel,
    row: &Row,
    part: &Linear,
    start_pa: f64,
    end_pa: f64,
    rise: f64,
) {
    let volume = part.volume + part.volume_by_temperature * row.warming + part.volume_by_pressure * rise;
    let work = 0.5 * (start_pa + end_pa) * (volume - row.volume_m3);
    layer.salt_kg += given.salt_kg;
    layer.water_kg += given.water_kg;
    layer.energy_j = row.energy_j + 0.5 * (end_pa - start_pa) * row.per_pa - work;
    layer.volume_m3 = volume;
    layer.celsius = row.celsius;
    layer.specific_volume_m3_per_kg = volume / row.mass_kg;
    layer.enthalpy_j_per_kg = part.enthalpy;
    layer.isentropic_compressibility_per_pa = part.compressibility;
}
