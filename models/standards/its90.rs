//! The International Temperature Scale of 1990 between 13.8 K and 962 °C, as a platinum thermometer carries
//! it.
//!
//! H. Preston-Thomas, Metrologia 27 (1990) 3: reference functions eqs. 9a and 10a ([`reference_ratio`] and
//! its inverse), deviation function eq. 14 in the subranges of table 5 that a sea laboratory uses
//! ([`Deviation`], [`Subrange`]), fixed points of tables 1 and 2 ([`FixedPoint`]). The uncertainty of the
//! fixed points travels to any temperature through [`Calibration`], and [`zero_current`] takes self-heating
//! off a reading.
//!
//! ```
//! use hadal_models::quantity::Temperature;
//! use hadal_models::standards::its90::{Deviation, Subrange, reference_ratio};
//!
//! // The gallium point, 29.7646 °C: W_r = 1.118 138 89 (ITS-90, table 1).
//! assert!((reference_ratio(Temperature::from_celsius(29.7646)) - 1.118_138_89).abs() < 1.5e-8);
//!
//! // A thermometer with W = 0.8441779 at mercury and 1.1181014 at gallium.
//! let deviation = Deviation::from_fixed_points(Subrange::MercuryGallium, &[0.844_177_9, 1.118_101_4]);
//! assert!((deviation.temperature(1.118_101_4).celsius() - 29.7646).abs() < 1e-9);
//! ```

mod calibration;
mod deviation;
mod fixed_point;
mod reference;
mod self_heating;
mod subrange;
#[cfg(test)]
mod tests;

pub use calibration::{
    Calibration, Contribution, ErrorSource, FixedPointUncertainty, TriplePointCells, UseUncertainty,
};
pub use deviation::{Deviation, SprtCoefficients};
pub use fixed_point::FixedPoint;
pub use reference::{reference_ratio, reference_ratio_slope, reference_temperature};
pub use self_heating::{CurrentPair, ZeroCurrentResistance, zero_current};
pub use subrange::Subrange;
