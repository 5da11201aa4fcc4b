//! How pressure is brought to a set point and held there: from one side only, slower as it comes near.

use hadal_models::constants::STANDARD_ATMOSPHERE_MPA;
use hadal_models::quantity::{AbsolutePressure, PracticalSalinity, Temperature};
use hadal_rigs::chamber::NominalChamber;

/// From which side a set point is approached. Within a leg's direction pressure is only ever driven this way, so that
/// the item's hysteresis is real.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The pump works; the release valve stays shut.
    Up,
    /// The release valve works; the pump stands still.
    Down,
    /// One atmosphere: the release valve stands open, and the pump makes up what cooling water leaves room for.
    Ambient,
}

/// Flows of pump and release valve.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Flows {
    /// Into the chamber.
    pub pump_ml_per_min: f64,
    /// Out of it.
    pub release_ml_per_min: f64,
}

/// The pressure to reach, and how fast.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// From which side.
    pub direction: Direction,
    /// Where to, MPa absolute.
    pub pressure_mpa_absolute: f64,
    /// Fastest change.
    pub rate_mpa_per_min: f64,
}

/// The water as far as the controller knows it.
#[derive(Clone, Copy, Debug)]
pub struct Water {
    /// Reference pressure, MPa absolute.
    pub pressure_mpa_absolute: f64,
    /// Mean reference temperature.
    pub temperature: Temperature,
    /// Last bottle.
    pub salinity: PracticalSalinity,
}

/// The last stretch is exponential with this time constant: many times the delay of readings and commands.
const EASE_MIN: f64 = 0.5;
/// So far above or below one atmosphere is still ambient.
const AMBIENT_MPA: f64 = 0.02;

/// Flows for this moment. With `Direction::Ambient` the valve opens fully once pressure is nearly there.
pub fn flows(target: &Target, water: &Water, chamber: &NominalChamber, limits: Flows) -> Flows {
    let missing = target.pressure_mpa_absolute - water.pressure_mpa_absolute;
    let flow = |distance: f64| {
        let rate = (distance / EASE_MIN).clamp(0.0, target.rate_mpa_per_min);
        let pressure = AbsolutePressure::from_mpa(water.pressure_mpa_absolute);
        chamber.flow_for_rate(rate, pressure, water.salinity, water.temperature)
    };
    match target.direction {
        Direction::Up => pump(flow(missing), limits),
        Direction::Down => release(flow(-missing), limits),
        Direction::Ambient if missing > AMBIENT_MPA => pump(flow(missing), limits),
        Direction::Ambient if missing < -AMBIENT_MPA => release(flow(-missing), limits),
        Direction::Ambient => release(limits.release_ml_per_min, limits),
    }
}

fn pump(flow: f64, limits: Flows) -> Flows {
    Flows { pump_ml_per_min: flow.min(limits.pump_ml_per_min), release_ml_per_min: 0.0 }
}

fn release(flow: f64, limits: Flows) -> Flows {
    Flows { pump_ml_per_min: 0.0, release_ml_per_min: flow.min(limits.release_ml_per_min) }
}

/// From which side a set point is approached after another, both in MPa above one atmosphere.
pub fn direction(from_mpa_sea: f64, to_mpa_sea: f64) -> Direction {
    if is_ambient(to_mpa_sea) {
        Direction::Ambient
    } else if to_mpa_sea >= from_mpa_sea {
        Direction::Up
    } else {
        Direction::Down
    }
}

/// Whether a set point is one atmosphere.
pub fn is_ambient(pressure_mpa_sea: f64) -> bool {
    pressure_mpa_sea.abs() < AMBIENT_MPA
}

/// Sea pressure to absolute.
pub fn absolute(pressure_mpa_sea: f64) -> f64 {
    pressure_mpa_sea + STANDARD_ATMOSPHERE_MPA
}
