//! From a run to observations: what the water was, at each item, at each point, and how well that is known.
//!
//! Temperature comes from the platinum thermometers (certificate, self-heating, height), pressure from the reference
//! transducer (certificate, hydrostatic head), practical salinity from bottles drawn at ambient pressure and the mass
//! of water pumped in between. A [`Run`] is all of it that counts: read from a record, the description files within it
//! included, or made by whoever has plateaus without one.

pub mod checks;
mod plateau;
mod pressure;
mod record;
mod run;
mod salinity;
mod temperature;

pub use plateau::Plateau;
pub(crate) use record::description;
pub use run::{Bottle, Point, Raw, Run};

use hadal_models::uncertainty::Component;

/// Why a record cannot be turned into observations.
#[derive(Debug, thiserror::Error)]
pub enum ObserveError {
    /// A description file in the record is not what it was when the run began, or from another version.
    #[error("{path} in the record: {reason}")]
    Description {
        /// The file's path as given.
        path: String,
        /// What the loader said.
        reason: String,
    },
    /// The record has no such channel.
    #[error("the record has no channel `{channel}`: this version of Hadal needs it for every calibration")]
    Channel {
        /// The missing channel.
        channel: String,
    },
    /// Too few readings at a point.
    #[error(
        "point {point}: channel `{channel}` has {found} readings between its first and last; at least 2 are needed"
    )]
    Readings {
        /// The channel.
        channel: String,
        /// Number of the point.
        point: u32,
        /// How many were found.
        found: usize,
    },
    /// Nothing says how salty the water was.
    #[error(
        "leg `{leg}`: no bottle was drawn from the chamber before or after its points; salinity is unknown"
    )]
    NoBottle {
        /// The leg's name.
        leg: String,
    },
    /// Water of unknown salinity was pumped in.
    #[error(
        "leg `{leg}`: {pumped_ml:.1} mL were pumped in, but no bottle was drawn from the pump's reservoir"
    )]
    NoReservoirBottle {
        /// The leg's name.
        leg: String,
        /// Pumped volume.
        pumped_ml: f64,
    },
    /// A point names a leg that the procedure does not have.
    #[error("point {point} names leg {leg}, but the procedure has {legs}")]
    UnknownLeg {
        /// Number of the point.
        point: u32,
        /// Number of the leg.
        leg: usize,
        /// How many there are.
        legs: usize,
    },
    /// A channel does not have one plateau for each point.
    #[error("`{channel}` has {found} plateaus for {points} points: one for each is needed")]
    Plateaus {
        /// The channel.
        channel: String,
        /// How many there are.
        found: usize,
        /// Number of points.
        points: usize,
    },
    /// The run has no such item.
    #[error("the run has no item {item}: it has readings of {items}")]
    UnknownItem {
        /// Number of the item, from 0.
        item: usize,
        /// How many items have readings.
        items: usize,
    },
    /// The run ended before any point was read.
    #[error("the record holds no point: nothing can be calibrated from it")]
    NoPoints,
}

/// A reference quantity over all points: values, and what they may be off by.
#[derive(Clone, Debug)]
pub struct ReferenceSeries {
    /// One value per point.
    pub values: Vec<f64>,
    /// Sources of uncertainty, in the unit of the values.
    pub components: Vec<Component>,
}

/// The water at one item, over all points.
#[derive(Clone, Debug)]
pub struct Water {
    /// Temperature at the item's height, °C (ITS-90).
    pub temperature_celsius: ReferenceSeries,
    /// Pressure at the item's height, MPa absolute.
    pub pressure_mpa_absolute: ReferenceSeries,
    /// Practical salinity.
    pub salinity_practical: ReferenceSeries,
    /// First reference thermometer over the readings of each point, for the conditions.
    pub thermometer: Vec<Plateau>,
    /// Highest minus lowest reference thermometer by height, K.
    pub uniformity_k: Vec<f64>,
}

/// The water at an item of height `height_m` above the chamber's floor.
///
/// # Errors
/// [`ObserveError`] where the run lacks plateaus or bottles.
pub fn water_at(run: &Run, height_m: f64) -> Result<Water, ObserveError> {
    run.check()?;
    let salinity = salinity::practical(run)?;
    let bath = temperature::at_height(run, height_m);
    let pressure = pressure::at_height(run, height_m, &bath.reference.values, &salinity.values);
    Ok(Water {
        temperature_celsius: bath.reference,
        pressure_mpa_absolute: pressure,
        salinity_practical: salinity,
        thermometer: bath.thermometer,
        uniformity_k: bath.uniformity_k,
    })
}
