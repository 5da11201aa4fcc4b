//! What a sensor reads while pressure falls, less what it read at the same pressure while it rose.

use super::{Evidence, SensorCalibration};

/// Set points nearer than this are the same pressure, MPa.
const SAME_MPA: f64 = 1.0;

/// One pressure that a leg visited both ways.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BothWays {
    /// The point on the way up in pressure, counted from 0.
    pub rising: usize,
    /// The point on the way down.
    pub falling: usize,
    /// Residual on the way down less residual on the way up, in the sensor's unit: references move little in between,
    /// and what they move is taken out.
    pub difference: f64,
    /// Standard uncertainty of the difference from scatter alone: what both share falls out.
    pub standard_uncertainty: f64,
}

/// Every pressure of a leg that was visited before and after its highest, in the order of the way up.
pub(super) fn hysteresis(evidence: &Evidence, sensor: &SensorCalibration) -> Vec<BothWays> {
    let pressure = |point: usize| evidence.observations[point].pressure_mpa_absolute;
    let scatter = sensor.budget.scatter_covariance(sensor.points.len());
    let mut found = Vec::new();
    for leg in legs(evidence) {
        let Some(top) = leg.iter().copied().max_by(|a, b| pressure(*a).total_cmp(&pressure(*b))) else {
            continue;
        };
        for rising in leg.iter().copied().filter(|point| *point < top) {
            let mut after = leg.iter().copied().filter(|point| *point > top);
            let same = after.find(|point| (pressure(*point) - pressure(rising)).abs() < SAME_MPA);
            let Some(falling) = same else { continue };
            let variance =
                scatter[(rising, rising)] + scatter[(falling, falling)] - 2.0 * scatter[(rising, falling)];
            found.push(BothWays {
                rising,
                falling,
                difference: sensor.points[falling].residual - sensor.points[rising].residual,
                standard_uncertainty: variance.max(0.0).sqrt(),
            });
        }
    }
    found
}

/// Points of each leg, in order.
fn legs(evidence: &Evidence) -> Vec<Vec<usize>> {
    let mut legs: Vec<Vec<usize>> = Vec::new();
    let mut last = None;
    for (point, observation) in evidence.observations.iter().enumerate() {
        match legs.last_mut().filter(|_| last == Some(observation.leg)) {
            Some(leg) => leg.push(point),
            None => legs.push(vec![point]),
        }
        last = Some(observation.leg);
    }
    legs
}
