//! Heat stored in the wall of a conductivity cell: amplitude and time of what it does to the water.

use super::statistics::mean;
use super::{Basis, Row, units};
use hadal_models::quantity::Temperature;
use hadal_models::sensor::effect::cell_wall::CellWall;
use hadal_models::sensor::population::{CellKind, ConductivityUnit};

/// Amplitude and time constant of the water's error after a step of its temperature: least squares on the logarithm, weighted by
/// the square, from 1 to 40 s.
fn thermal_mass(wall: &CellWall, speed_m_per_s: f64) -> (f64, f64) {
    let mut state = wall.at_rest(Temperature::from_celsius(10.0));
    let (mut s, mut sx, mut sy, mut sxx, mut sxy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for step in 1..=800 {
        let error = wall.follow(&mut state, speed_m_per_s, Temperature::from_celsius(9.0), 0.05);
        let time = 0.05 * f64::from(step);
        if time >= 1.0 {
            let (weight, log) = (error * error, libm::log(error));
            s += weight;
            sx += weight * time;
            sy += weight * log;
            sxx += weight * time * time;
            sxy += weight * time * log;
        }
    }
    let slope = (s * sxy - sx * sy) / (s * sxx - sx * sx);
    (libm::exp((sy - slope * sx) / s), -1.0 / slope)
}

pub(super) fn rows() -> Vec<Row> {
    let units = units("cell", |stream| ConductivityUnit::draw(CellKind::Shipboard, stream));
    let speeds = [0.5, 1.0, 1.75, 3.0];
    speeds
        .into_iter()
        .map(|speed: f64| {
            let found: Vec<(f64, f64)> =
                units.iter().step_by(20).map(|unit| thermal_mass(&unit.wall, speed)).collect();
            let alpha = mean(&found.iter().map(|pair| pair.0).collect::<Vec<_>>());
            let tau = mean(&found.iter().map(|pair| pair.1).collect::<Vec<_>>());
            let published = (0.0264 / speed + 0.0135, 2.7858 / speed.sqrt() + 7.1499);
            Row {
                subject: format!("glass cell: heat stored in its wall, water at {speed} m/s"),
                published: format!("α {:.4}, τ {:.1} s", published.0, published.1),
                source: "Morison et al. 1994, J. Atmos. Oceanic Technol. 11, 1151",
                drawn: format!("α {alpha:.4}, τ {tau:.1} s (mean of 50 units)"),
                criterion: "25 %: the paper's own optimum at 1.75 m/s (0.0245, 9.5 s) is 14 % off its formula".into(),
                basis: Basis::Construction,
                agrees: (alpha / published.0 - 1.0).abs() < 0.25 && (tau / published.1 - 1.0).abs() < 0.25,
            }
        })
        .collect()
}
