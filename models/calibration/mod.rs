//! From points to coefficients with their covariance: static fits of makers' equations.
//!
//! The statistics in one paragraph. Coefficients come from weighted least squares; the weights know only those errors
//! that show as scatter (independent per point, or per bottle). Their covariance is J⁺ V J⁺ᵀ with the *full* covariance
//! V of reference minus indication, so that an error shared by every point is not averaged away. If the points scatter
//! more than V allows, the equation is inadequate by the excess, which then acts again wherever the sensor is used.

pub mod ctd;
mod fit;
mod inadequacy;
mod linear_model;
mod minimise;
pub mod ocean;
mod problem;
pub mod reduced_form;
pub mod sheet;

pub use fit::{Fit, fit};
pub use inadequacy::{Adequacy, fit_with_inadequacy};
pub use problem::{Errors, FitError, Prior, Problem};

#[cfg(test)]
pub(crate) mod tests;
