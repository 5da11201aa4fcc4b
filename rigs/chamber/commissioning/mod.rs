//! What a chamber's own records say of its nominal model: a weighted nonlinear fit, with honest intervals.
//!
//! A [`History`] is what a record tells at regular moments: pressure, temperatures, volumes told and metered. [`commission`]
//! lets the reduced model live through it and finds the [`Parameter`]s that make it agree, each from a prior of 20 % about the rig
//! file's value. Everything that was measured drives the model (the jacket drives the wall, pressure warms the water, the
//! water's temperature enters its mass), so that an error of one part does not run through the others:
//!
//! - water: C Ṫ = C Γ ṗ + G_film (T_bore − T) + stirrer + lid + what the pump brings (the wall as a chain of rings);
//! - mass: ρ(p,T,S) V(p,T_wall) grows by what the meter says was pumped, and falls by release and leak;
//! - pump: what is metered over what was told.
//!
//! TEOS-10 knows the compressibility of the water, so that stiffness of the vessel, its volume and the meter are told apart only by
//! the curvature of volume against pressure. What the records cannot tell keeps its nominal value.

mod errors;
mod estimate;
mod fit;
mod history;
mod model;
mod parameter;
#[cfg(all(test, feature = "plant"))]
mod tests;
mod wall;

pub use estimate::{Combination, Commissioned, Estimate};
pub use fit::{CommissioningError, commission};
pub use history::{History, Moment, TICK_S};
pub use parameter::Parameter;
