//! From points to coefficients with their covariance: static fits of makers' equations.
//!
//! The statistics in one paragraph. Coefficients come from weighted least squares; the weights know only those errors
//! that show as scatter (independent per point, or per bottle). Their covariance is J⁺ V J⁺ᵀ with the *full* covariance
//! V of reference minus indication, so that an error shared by every point is not averaged away. If the points scatter
//! more than V allows, the equation is inadequate by the excess, which then acts again wherever the sensor is used.
//!
//! Beside the fit: raw inputs may have errors too ([`fit_both_variables`]); [`nested`] says how many terms the points support,
//! [`outliers`] and [`diagnostics`] what the residuals tell, and [`correction`] finds the slope and offset of makers.

mod both_variables;
pub mod correction;
pub mod ctd;
pub mod design;
pub mod diagnostics;
mod fit;
mod inadequacy;
mod linear_model;
mod minimise;
pub mod nested;
pub mod ocean;
pub mod outliers;
mod problem;
pub mod reduced_form;
pub mod sheet;
mod studentised;

pub use both_variables::{BothVariables, fit_both_variables};
pub use fit::{Fit, fit};
pub use inadequacy::{Adequacy, fit_with_inadequacy};
pub use problem::{Errors, FitError, Prior, Problem};
pub use studentised::{Studentised, studentised};

#[cfg(test)]
pub(crate) mod tests;
